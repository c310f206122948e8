"""The Global Sanctions Data Base: cases with their senders and targets in one cell each.

A cell lists names split by commas, and some names have commas of their own (``Egypt, Arab Rep.``):
the longest run of parts that is a name is taken first.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa

from steelyard.errors import SourceError
from steelyard.records import SourceCard, columns_of
from steelyard.records.reports import Reject
from steelyard.records.sources import TieSource, TieTables
from steelyard.sheets.figures import is_gap
from steelyard.ties.tables import named_rows, origin, state_known, tie_rows, tie_tables, year_known

NAME = "gsdb"

KINDS = ("trade", "arms", "military", "financial", "travel", "other")

#: The most parts that one name may be split into by its own commas.
LONGEST = 3

CARD = SourceCard(
    name=NAME,
    title="Global Sanctions Data Base",
    publisher="Felbermayr, Kirilakha, Syropoulos, Yalcin and Yotov",
    address="https://www.globalsanctionsdatabase.com",
    licence="given on request for research; not to be redistributed; cite the articles",
    citation="Felbermayr et al. 2020, European Economic Review 129:103561; Syropoulos et al. 2024 (release 4)",
    coverage="cases since 1949, to the year of the release",
    limitation="A case names organisations without their members; a state may follow sanctions without being listed. "
    "Begin and end are years.",
    sampling="systematic",
)


def read(path: Path) -> TieTables:
    """Read a release as CSV: a row a sender and target of each case, and ties of who began on whom.

    Raises:
        SourceError: The file lacks a column, or no case could be taken.
    """
    rejects: list[Reject] = []
    made: list[dict[str, Any]] = []
    count = 0
    rows = named_rows(NAME, path, columns_of(NAME))
    for line, row in rows:
        count += 1
        made += _case(line, row, rejects)
    if not made:
        msg = f"{path.name}: no case could be taken. Save the release as CSV in UTF-8."
        raise SourceError(msg)
    table = origin(pa.Table.from_pylist(made, schema=_MADE), NAME, path.name)
    return tie_tables(
        count, rejects, {"sanctions": table, "ties": _ties(made, path.name)}, rows.notes
    )


#: What stands for the end of a case that has none.
_GOING_ON = frozenset({"ongoing", "present", "now", "."})


def _case(line: int, row: dict[str, str], rejects: list[Reject]) -> list[dict[str, Any]]:
    begin, end = year_known(row["begin"]), year_known(row["end"])
    going_on = is_gap(row["end"]) or row["end"].casefold() in _GOING_ON
    if begin is None or (end is None and not going_on) or (end is not None and end < begin):
        rejects.append(Reject(line, "begin and end are no years in their order"))
        return []
    senders = _named(line, "sender", row["sanctioning_state"], rejects)
    targets = _named(line, "target", row["sanctioned_state"], rejects)
    return [
        {
            "sanction": row["case_id"],
            "sender": sender,
            "target": target,
            "begin": begin,
            "until": end,
            "kinds": [kind for kind in KINDS if row.get(kind) == "1"],
            "objective": row.get("objective") or None,
            "line": line,
        }
        for sender in senders
        for target in targets
    ]


def _named(line: int, what: str, cell: str, rejects: list[Reject]) -> list[str]:
    codes = []
    for name, code in split_names(cell):
        if code is None:
            rejects.append(Reject(line, f"{what} '{name}' is not in the vocabulary", bad=False))
        elif code not in codes:
            codes.append(code)
    return codes


def split_names(cell: str) -> list[tuple[str, str | None]]:
    """Return the names of a cell, each with our code or None, the longest name first.

    >>> split_names("Egypt, Arab Rep., Syria")
    [('Egypt, Arab Rep.', 'EGY'), ('Syria', 'SYR')]
    """
    parts = [part.strip() for part in cell.split(",") if part.strip()]
    found: list[tuple[str, str | None]] = []
    at = 0
    while at < len(parts):
        for size in range(min(LONGEST, len(parts) - at), 0, -1):
            name = ", ".join(parts[at : at + size])
            code = state_known(name, NAME)
            if code is not None or size == 1:
                found.append((name, code))
                at += size
                break
    return found


def _ties(made: list[dict[str, Any]], edition: str) -> pa.Table:
    """``sanctions.imposed``: a case begun by the state against the partner in that year."""
    return tie_rows(
        pa.table(
            {
                "state": [row["sender"] for row in made],
                "partner": [row["target"] for row in made],
                "year": pa.array([row["begin"] for row in made], pa.int16()),
                "indicator": pa.repeat("sanctions.imposed", len(made)),
                "value": pa.repeat(1.0, len(made)),
                "unit": pa.repeat("case", len(made)),
                "method": pa.repeat(edition, len(made)),
                "source": pa.repeat(NAME, len(made)),
                "source_id": [row["sanction"] for row in made],
                "text": [f"{', '.join(row['kinds'])}; to {row['until'] or 'now'}" for row in made],
            }
        )
    )


_FIELDS: list[pa.Field[Any]] = [
    pa.field("sanction", pa.string()),
    pa.field("sender", pa.string()),
    pa.field("target", pa.string()),
    pa.field("begin", pa.int16()),
    pa.field("until", pa.int16()),
    pa.field("kinds", pa.list_(pa.string())),
    pa.field("objective", pa.string()),
    pa.field("line", pa.int64()),
]

_MADE = pa.schema(_FIELDS)

SOURCE = TieSource(name=NAME, card=CARD, read=read, files=("*.csv", "*.xlsx", "*.xls"))
