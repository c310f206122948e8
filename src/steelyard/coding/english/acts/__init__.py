"""Acts: which rule of the lexicon a verb or noun fits, and who acts on whom."""

from __future__ import annotations

from steelyard.coding.english.acts.candidates import Candidate, find_candidates
from steelyard.coding.english.acts.gapping import with_gapped
from steelyard.coding.english.acts.opposites import with_opposites

__all__ = ["Candidate", "find_candidates", "with_gapped", "with_opposites"]
