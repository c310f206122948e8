"""Reading: articles in, events out, in order, resumable, with whatever number of workers.

articles -> sifting (language, copies, what is finished) -> batches -> coding
         -> ledger -> events, with the reports of each document -> file or caller
"""

from __future__ import annotations

from steelyard.pipeline.reading.options import Options
from steelyard.pipeline.reading.rows import to_line
from steelyard.pipeline.reading.run import Run, read, read_to
from steelyard.pipeline.reading.summary import Summary

__all__ = ["Options", "Run", "Summary", "read", "read_to", "to_line"]
