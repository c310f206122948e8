"""Tie: one structural dyad-year value (trade, arms, votes, treaties, drills, opinion)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields

import pyarrow as pa

#: The tie table, DESIGN section 4, plus ``text``: the publisher's own wording.
TIE = pa.schema(
    (
        pa.field("tie_id", pa.string(), nullable=False),
        pa.field("state", pa.string(), nullable=False),
        pa.field("partner", pa.string(), nullable=False),
        pa.field("year", pa.int16(), nullable=False),
        pa.field("indicator", pa.string(), nullable=False),
        pa.field("value", pa.float64()),
        pa.field("low", pa.float64()),
        pa.field("high", pa.float64()),
        pa.field("unit", pa.string(), nullable=False),
        pa.field("reporter", pa.string()),
        pa.field("method", pa.string()),
        pa.field("source", pa.string(), nullable=False),
        pa.field("source_id", pa.string(), nullable=False),
        pa.field("url", pa.string()),
        pa.field("text", pa.string()),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """One row of :data:`TIE`: what ``reporter`` counted between two parties in a year.

    ``value`` is None where the publisher says that there is a figure but not which.
    ``method`` holds the scope of the count ("January-July", "cumulative 2000-2016");
    ties of different method or unit are never divided by one another.
    """

    tie_id: str
    state: str
    partner: str
    year: int
    indicator: str
    value: float | None
    low: float | None = None
    high: float | None = None
    unit: str
    reporter: str | None = None
    method: str | None = None
    source: str
    source_id: str
    url: str | None = None
    text: str | None = None


def tie_id(*identity: object) -> str:
    """Return the content hash that names a tie: ``t`` and 15 hexadecimal digits."""
    text = "\x1f".join("" if part is None else str(part) for part in identity)
    return "t" + hashlib.blake2b(text.encode(), digest_size=8).hexdigest()[:15]


def tie_table(ties: list[Tie]) -> pa.Table:
    """Return ``ties`` as an Arrow table in the schema :data:`TIE`."""
    columns = {f.name: [getattr(tie, f.name) for tie in ties] for f in fields(Tie)}
    return pa.table(columns, schema=TIE)
