"""Acts: which rule of the lexicon a verb or noun fits, and who acts on whom."""

from __future__ import annotations

from steelyard.coding.english.acts.candidate import Candidate
from steelyard.coding.english.acts.candidates import find_candidates
from steelyard.coding.english.acts.gapping import with_gapped
from steelyard.coding.english.acts.opposites import with_opposites
from steelyard.coding.english.acts.predicates import Grammar
from steelyard.coding.english.acts.sides.roles import Roles, roles_of

__all__ = [
    "Candidate",
    "Grammar",
    "Roles",
    "find_candidates",
    "roles_of",
    "with_gapped",
    "with_opposites",
]
