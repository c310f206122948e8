"""Parties: from a noun phrase to the countries and organisations that it speaks for on a day."""

from __future__ import annotations

from steelyard.coding.english.parties.actors import (
    is_city,
    is_name,
    mentions,
    names_an_actor,
)
from steelyard.coding.english.parties.memory import Memory
from steelyard.coding.english.parties.mention import Mention
from steelyard.coding.english.parties.phrases import Parties
from steelyard.coding.english.parties.possession import is_anothers, is_said_to_be_own

__all__ = [
    "Memory",
    "Mention",
    "Parties",
    "is_anothers",
    "is_city",
    "is_name",
    "is_said_to_be_own",
    "mentions",
    "names_an_actor",
]
