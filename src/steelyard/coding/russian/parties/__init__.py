"""Parties: phrases resolved to states, organisations and persons."""

from __future__ import annotations

from steelyard.coding.russian.parties.memory import Memory
from steelyard.coding.russian.parties.mentions import Mention, mentions, names_an_actor
from steelyard.coding.russian.parties.phrases import Parties

__all__ = ["Memory", "Mention", "Parties", "mentions", "names_an_actor"]
