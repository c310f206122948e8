"""SIPRI's trade register of arms transfers, as its site exports it: one row a deal.

Until 2025 a row is a deal, under eleven lines of preamble or none; since then it is a deal and a
year of delivery. Columns go by name. Volumes are
trend-indicator values (TIV), no money. The data are SIPRI's: not for commercial use and not to be
passed on, so the project reads them and ships none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from steelyard import vocabulary
from steelyard.errors import SourceError, VocabularyError
from steelyard.records import SourceCard, columns_of
from steelyard.records.reports import Reject
from steelyard.records.sources import TieSource, TieTables
from steelyard.sheets import Sheet, open_sheet
from steelyard.sheets.figures import Figures
from steelyard.sheets.header import missing, places
from steelyard.ties.tables import origin, tie_rows, tie_tables

NAME = "sipri"

#: The header; three columns without a name hold question marks about the one before them.
HEADER = (
    "Recipient",
    "Supplier",
    "Year of order",
    "",
    "Number ordered",
    "",
    "Weapon designation",
    "Weapon description",
    "Number delivered",
    "",
    "Year(s) of delivery",
    "status",
    "Comments",
    "SIPRI TIV per unit",
    "SIPRI TIV for total order",
    "SIPRI TIV of delivered weapons",
)

#: The columns that a question mark is about, by the place of the mark.
_DOUBTED = {3: "ordered", 5: "number_ordered", 9: "number_delivered"}

#: What a broken row leaves of the last columns: the end of the comment and three volumes.
_TAIL = 4

CARD = SourceCard(
    name=NAME,
    title="SIPRI Arms Transfers Database, trade register",
    publisher="Stockholm International Peace Research Institute",
    address="https://armstransfers.sipri.org",
    licence="(c) SIPRI: free to use with the credit line, not commercially, not to be redistributed",
    citation="SIPRI Arms Transfers Database, https://www.sipri.org/databases/armstransfers",
    coverage="deals of major conventional arms since 1950",
    limitation="TIV is a volume of capability, not money; small recipients jump with one order; "
    "small arms, services and what was not found are not in it; deliveries over several years are spread evenly.",
    sampling="systematic",
)


def read(path: Path) -> TieTables:
    """Read one export of the register: its deals, and ties of who delivered to whom by year.

    Raises:
        SourceError: The file has no header of the register, or no deal.
    """
    rejects: list[Reject] = []
    deals: list[dict[str, Any]] = []
    count = 0
    sheet, lines = _opened(path)
    rows = list(_rows(lines, rejects))
    figures = _figures(path, sheet, rows)
    for line, cells in rows:
        count += 1
        found = _deal(line, cells, figures)
        if isinstance(found, Reject):
            rejects.append(found)
        else:
            deals.append(found)
    if not deals:
        why = f" ({rejects[0].reason}, line {rejects[0].line})" if rejects else ""
        msg = f"{path.name} has the header of SIPRI's register and no deal{why}. Export it again."
        raise SourceError(msg)
    notes = [sheet.assumption] if sheet.assumption and sheet.name else []
    table = origin(pa.Table.from_pylist(deals, schema=_MADE), NAME, path.name)
    ties = _ties(deals, path.name)
    joined = sum(reject.reason == _JOINED for reject in rejects)
    return tie_tables(count + joined, rejects, {"deals": table, "ties": ties}, notes)


#: A year, or the first and the last of a deal's deliveries.
_PERIOD = re.compile(
    r"\(?(?P<first>\d{4})\)?(?:\s*[-\u2010-\u2015]\s*\(?(?P<last>\d{4})\)?)?", re.ASCII
)

#: No deal of the register was delivered over more years.
LONGEST_DEAL = 40

_JOINED = "a comment broken over two lines; joined to the line before"


def _opened(path: Path) -> tuple[Sheet, Iterator[tuple[int, list[str]]]]:
    """The export and its lines, in the shape of today or in that of before."""
    today, before = columns_of("sipri-deliveries"), columns_of("sipri-deals")
    sheet = open_sheet(path, today, strict=False)
    found = places(sheet.header, today)
    if all(column.name in found for column in today if column.needed):
        return sheet, _deliveries(sheet)
    sheet = open_sheet(path, before, strict=False)
    found = places(sheet.header, before)
    hint = "Export the trade register from armstransfers.sipri.org as CSV, old or new."
    here = places(sheet.header, today)
    nearer, at = (today, here) if len(here) > len(found) else (before, found)
    error = missing(path.name, sheet.header, nearer, at, hint)
    if error is not None:
        raise error
    return sheet, _lines(sheet, found)


def _rows(
    lines: Iterator[tuple[int, list[str]]], rejects: list[Reject]
) -> Iterator[tuple[int, list[str]]]:
    """Yield each deal's first line and its sixteen cells; a comment broken in two is mended."""
    waiting: tuple[int, list[str]] | None = None
    for line, cells in lines:
        tail = [cell for cell in cells[_TAIL:] if cell]
        if waiting and not cells[0] and not tail and _volumes(cells[1:_TAIL]):
            at, before = waiting
            kept = [*before, *[""] * (len(HEADER) - len(before))][: len(HEADER) - _TAIL + 1]
            waiting = (at, [*kept, *cells[1:_TAIL]])
            rejects.append(Reject(line, _JOINED, bad=False))
            continue
        if waiting:
            yield waiting
        waiting = (line, cells)
    if waiting:
        yield waiting


def _figures(path: Path, sheet: Sheet, rows: list[tuple[int, list[str]]]) -> Figures:
    """How the register's numbers are written: a table saved in Europe has decimal commas."""
    texts = {cells[place] for _, cells in rows if len(cells) == len(HEADER) for place in _NUMBERS}
    tabs = sheet.shape is None or sheet.shape.delimiter in (",", "\t")
    figures = Figures.of(sorted(texts), "." if tabs else None)
    if figures.doubtful is not None:
        msg = f"{path.name}: '{figures.doubtful}' may be one number or another. Export the register again."
        raise SourceError(msg)
    return figures


def _volumes(cells: list[str]) -> bool:
    return any(cells) and all(_number(cell) is not None for cell in cells if cell)


def _lines(sheet: Sheet, found: Mapping[str, int]) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines below the header in the order of :data:`HEADER`, each with its number."""
    order: list[int | None] = []
    for name in HEADER:
        at = found.get(name) if name else None
        if not name and order and order[-1] is not None:
            behind = order[-1] + 1
            at = behind if behind < len(sheet.wide) and not sheet.wide[behind] else None
        order.append(at)
    for line, cells in sheet.rows():
        if len(cells) < len(sheet.header):
            yield line, cells  # a comment broken over two lines
        else:
            yield line, ["" if at is None else cells[at] for at in order]


def _deliveries(sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of an export since 2025 in the order of :data:`HEADER`: a deal and a year."""
    found = places(sheet.header, columns_of("sipri-deliveries"))
    for line, cells in sheet.rows():
        row = {name: cells[at] if at < len(cells) else "" for name, at in found.items()}
        doubts = {
            name: "?" if row.get(f"{name} is estimate", "").lower() == "yes" else ""
            for name in ("Order date", "Numbers delivered")
        }
        yield (
            line,
            [
                *(row["Recipient"], row["Supplier"], row["Order date"], doubts["Order date"]),
                *("", "", row.get("Designation", ""), row.get("Description", "")),
                *(row.get("Numbers delivered", ""), doubts["Numbers delivered"]),
                *(row["Delivery year"], row.get("Status", ""), ""),
                *(row.get("TIV deal unit", ""), "", row["TIV delivery values"].rstrip(";")),
            ],
        )


def _deal(line: int, cells: list[str], figures: Figures) -> dict[str, Any] | Reject:
    if len(cells) != len(HEADER):
        return Reject(line, f"has {len(cells)} cells for {len(HEADER)} columns")
    recipient, supplier = _party(cells[0]), _party(cells[1])
    for name, code in ((cells[0], recipient), (cells[1], supplier)):
        if code is None:
            return _unknown(line, name)
    ordered, delivered = _years(cells[2]), _years(cells[10])
    if ordered is None:
        return Reject(line, f"year of order '{cells[2]}' is no year")
    if delivered is None:
        return Reject(line, f"years of delivery '{cells[10]}' are no years such as 2017; 2018")
    numbers = {place: figures.number(cells[place]) for place in _NUMBERS}
    wrong = [_NUMBERS[p] for p, value in numbers.items() if value is None and cells[p]]
    wrong += [
        _NUMBERS[place] for place, value in numbers.items() if value is not None and value < 0
    ]
    if wrong:
        return Reject(line, f"{wrong[0]} is no number of at least zero")
    return {
        "recipient": recipient,
        "supplier": supplier,
        "ordered": ordered[0] if len(ordered) == 1 else None,
        "delivered": delivered,
        "weapon": cells[6] or None,
        "description": cells[7] or None,
        **{_NUMBERS[place]: value for place, value in numbers.items()},
        "condition": cells[11] or None,
        "uncertain": [name for place, name in _DOUBTED.items() if cells[place] == "?"],
        "comment": cells[12] or None,
        "line": line,
    }


_NUMBERS = {
    4: "number_ordered",
    8: "number_delivered",
    13: "tiv_unit",
    14: "tiv_ordered",
    15: "tiv_delivered",
}


def _unknown(line: int, name: str) -> Reject:
    if name.endswith("*"):
        return Reject(line, "a party that is no state (SIPRI marks it with *)", bad=False)
    if not name:
        return Reject(line, "a party is empty")
    return Reject(line, f"party '{name}' is not in the vocabulary", bad=False)


@cache
def _party(name: str) -> str | None:
    """Our code of a party; UNK where SIPRI itself does not know it, None where we do not."""
    if name.startswith("unknown") and not name.endswith("*"):
        return "UNK"
    try:
        return vocabulary.state(name, "sipri") if name else None
    except VocabularyError:
        return None


@cache
def _years(text: str) -> list[int] | None:
    """The years of a list such as ``2017; 2018`` or ``2018-2020``; None where it is none.

    Years in brackets are SIPRI's estimates.
    """
    years: list[int] = []
    for part in filter(None, (part.strip() for part in re.split("[;,]", text))):
        found = _PERIOD.fullmatch(part)
        if found is None:
            return None
        first, last = int(found["first"]), int(found["last"] or found["first"])
        if not first <= last < first + LONGEST_DEAL:
            return None
        years += range(first, last + 1)
    return list(dict.fromkeys(years))


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _ties(deals: list[dict[str, Any]], edition: str) -> pa.Table:
    """What each supplier delivered to each recipient by year, and its share of the year's whole."""
    pairs: dict[tuple[str, str, int], float] = {}
    wholes: dict[tuple[str, int], float] = {}
    for deal in deals:
        for year in deal["delivered"]:
            part = (deal["tiv_delivered"] or 0.0) / len(deal["delivered"])
            pair, mine = (deal["recipient"], deal["supplier"], year), (deal["recipient"], year)
            pairs[pair] = pairs.get(pair, 0.0) + part
            wholes[mine] = wholes.get(mine, 0.0) + part
    made = []
    for (state, partner, year), value in sorted(pairs.items()):
        if "UNK" in (state, partner):
            continue  # it counts in the whole, but is nobody's tie
        whole = wholes[state, year]
        known = {"state": state, "partner": partner, "year": year, "source_id": str(year)}
        made.append({**known, "indicator": "arms.tiv", "value": value, "unit": "million TIV"})
        if whole > 0:
            share = {"indicator": "arms.tiv_share", "value": 100 * value / whole, "unit": "percent"}
            made.append({**known, **share})
    table = pa.Table.from_pylist(made)
    count = table.num_rows
    return tie_rows(
        table.append_column("source", pa.repeat(NAME, count))
        .append_column("method", pa.repeat(edition, count))
        .append_column("reporter", pa.repeat("SIPRI", count))
    )


_FIELDS: list[pa.Field[Any]] = [
    pa.field("recipient", pa.string()),
    pa.field("supplier", pa.string()),
    pa.field("ordered", pa.int16()),
    pa.field("delivered", pa.list_(pa.int16())),
    pa.field("weapon", pa.string()),
    pa.field("description", pa.string()),
    *(pa.field(name, pa.float64()) for name in _NUMBERS.values()),
    pa.field("condition", pa.string()),
    pa.field("uncertain", pa.list_(pa.string())),
    pa.field("comment", pa.string()),
    pa.field("line", pa.int64()),
]

_MADE = pa.schema(_FIELDS)

SOURCE = TieSource(name=NAME, card=CARD, read=read, files=("*.csv", "*.txt", "*.xlsx"))
