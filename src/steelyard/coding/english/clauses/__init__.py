"""Clauses: who acts, on whom, and the phrases that hang on a verb."""

from __future__ import annotations

from steelyard.coding.english.clauses.clause import Clause, add_phrases, clause_of, compound
from steelyard.coding.english.clauses.subjects import agent, counted, is_passive, patient, ranked

__all__ = [
    "Clause",
    "add_phrases",
    "agent",
    "clause_of",
    "compound",
    "counted",
    "is_passive",
    "patient",
    "ranked",
]
