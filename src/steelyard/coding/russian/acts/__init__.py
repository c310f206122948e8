"""Acts: which rule a verb or noun fits, and who acts on whom."""

from __future__ import annotations

from steelyard.coding.russian.acts.candidate import Candidate
from steelyard.coding.russian.acts.candidates import find_candidates

__all__ = ["Candidate", "find_candidates"]
