"""Ingest: articles in, events out, in order, resumable, whatever codes them and wherever they go."""

from __future__ import annotations

from steelyard.pipeline.ingest.json_lines import to_line
from steelyard.pipeline.ingest.options import Options
from steelyard.pipeline.ingest.run import Run, read, read_to
from steelyard.pipeline.ingest.summary import Summary

__all__ = ["Options", "Run", "Summary", "read", "read_to", "to_line"]
