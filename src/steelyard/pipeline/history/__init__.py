"""Real cases with known ends: read, put to the gauges, and turned into weights and a track record."""

from steelyard.pipeline.history.case_archives import opened
from steelyard.pipeline.history.history_file import learned_from_history, written
from steelyard.pipeline.history.known_cases import KnownCase, given, known_cases, own

__all__ = [
    "KnownCase",
    "given",
    "known_cases",
    "learned_from_history",
    "opened",
    "own",
    "written",
]
