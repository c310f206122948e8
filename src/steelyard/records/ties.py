"""Tie: one structural dyad-year value (trade, arms, votes, treaties, drills, opinion).

Beside the ties an archive keeps the typed tables that they are computed from: VOTES, ROLLCALLS,
DEALS, MEMBERS, FLOWS, SANCTIONS. In each, ``edition`` is the publisher's file: two vintages of one
data set stand side by side and are never added up.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields

import pyarrow as pa

#: The tie table; its columns are explained in ``docs/conventions.md``.
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

#: Where a row of a typed table comes from: data set, file, and id or line within the file.
_ORIGIN = (
    pa.field("source", pa.string(), nullable=False),
    pa.field("edition", pa.string(), nullable=False),
    pa.field("source_id", pa.string(), nullable=False),
)

#: What a state did on a roll call. ``absent`` is known only where a publisher keeps it; elsewhere
#: an absence is a missing row. It is never dissent.
VOTED = ("yes", "abstain", "no", "absent")

#: One state on one roll call; ``vote`` is one of VOTED.
VOTES = pa.schema(
    (
        pa.field("rollcall", pa.string(), nullable=False),
        pa.field("day", pa.date32(), nullable=False),
        pa.field("state", pa.string(), nullable=False),
        pa.field("vote", pa.string(), nullable=False),
        *_ORIGIN,
    )
)

#: One roll call: what was voted on.
ROLLCALLS = pa.schema(
    (
        pa.field("rollcall", pa.string(), nullable=False),
        pa.field("day", pa.date32(), nullable=False),
        pa.field("resolution", pa.string()),
        pa.field("title", pa.string()),
        pa.field("url", pa.string()),
        *_ORIGIN,
    )
)

#: One arms deal. ``uncertain`` names the columns that the publisher marks with a question mark;
#: ``tiv_*`` are SIPRI trend-indicator values, a volume and not money.
DEALS = pa.schema(
    (
        pa.field("recipient", pa.string(), nullable=False),
        pa.field("supplier", pa.string(), nullable=False),
        pa.field("ordered", pa.int16()),
        pa.field("delivered", pa.list_(pa.int16()), nullable=False),
        pa.field("weapon", pa.string()),
        pa.field("description", pa.string()),
        pa.field("number_ordered", pa.float64()),
        pa.field("number_delivered", pa.float64()),
        pa.field("tiv_unit", pa.float64()),
        pa.field("tiv_ordered", pa.float64()),
        pa.field("tiv_delivered", pa.float64()),
        pa.field("condition", pa.string()),
        pa.field("uncertain", pa.list_(pa.string()), nullable=False),
        pa.field("comment", pa.string()),
        *_ORIGIN,
    )
)

#: One party to a treaty or organisation. ``kind``: trade, alliance, organisation. ``entry`` is
#: what the row records: base, accession, withdrawal, amendment, consolidated, negotiation, member.
#: ``base`` is the treaty that an accession belongs to; ``year`` is that of signature (of the row
#: itself for yearly lists of members), ``in_force`` null where the publisher names none.
MEMBERS = pa.schema(
    (
        pa.field("kind", pa.string(), nullable=False),
        pa.field("treaty", pa.string(), nullable=False),
        pa.field("base", pa.string(), nullable=False),
        pa.field("title", pa.string()),
        pa.field("entry", pa.string(), nullable=False),
        pa.field("year", pa.int16()),
        pa.field("in_force", pa.int16()),
        pa.field("ended", pa.int16()),
        pa.field("state", pa.string(), nullable=False),
        *_ORIGIN,
    )
)

#: Goods that went from ``exporter`` to ``importer`` in a year, as ``reporter`` counted them:
#: ``importer``, ``exporter``, or ``reconciled`` where the publisher has merged both.
FLOWS = pa.schema(
    (
        pa.field("exporter", pa.string(), nullable=False),
        pa.field("importer", pa.string(), nullable=False),
        pa.field("year", pa.int16(), nullable=False),
        pa.field("value", pa.float64()),
        pa.field("unit", pa.string(), nullable=False),
        pa.field("reporter", pa.string(), nullable=False),
        pa.field("product", pa.string(), nullable=False),
        *_ORIGIN,
    )
)

#: One sender of one case of sanctions; ``until`` is the last year, null where it goes on.
SANCTIONS = pa.schema(
    (
        pa.field("sanction", pa.string(), nullable=False),
        pa.field("sender", pa.string(), nullable=False),
        pa.field("target", pa.string(), nullable=False),
        pa.field("begin", pa.int16(), nullable=False),
        pa.field("until", pa.int16()),
        pa.field("kinds", pa.list_(pa.string()), nullable=False),
        pa.field("objective", pa.string()),
        *_ORIGIN,
    )
)

#: The typed tables by the names under which an archive keeps them.
TYPED: dict[str, pa.Schema] = {
    "votes": VOTES,
    "rollcalls": ROLLCALLS,
    "deals": DEALS,
    "members": MEMBERS,
    "flows": FLOWS,
    "sanctions": SANCTIONS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """One row of :data:`TIE`: what ``reporter`` counted between two parties in a year.

    ``value`` is None where the publisher says that there is a figure but not which.
    ``method`` holds the scope of the count ("January-July", "cumulative 2000-2016");
    ties of different method or unit are never divided by one another.

    >>> import steelyard as sy
    >>> trade = sy.Tie(tie_id="t1", state="SRB", partner="RUS", year=2018, indicator="trade.total",
    ...                value=3.0, unit="bn USD", source="mine", source_id="1")
    >>> trade.partner
    'RUS'
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
