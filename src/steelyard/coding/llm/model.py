"""Which model is asked: what a caller names, light enough to import where none is."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from steelyard.coding.llm.cache import home


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Which model, where, and how much it may be asked.

    Args:
        name: as the server knows it.
        address: of its OpenAI-compatible interface, such as ``http://127.0.0.1:8000/v1``.
        budget: tokens at most, in and out, for one reading.
        cache: the file of answers that are known.
    """

    name: str
    address: str
    budget: int = 2_000_000
    cache: Path = field(default_factory=home)
