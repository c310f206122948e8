"""A table of dyad-year values that somebody keeps, under our own column names.

Columns: ``state``, ``partner``, ``year``, ``indicator``, ``value``, ``unit``, and any of those
in :data:`OPTIONAL`. An empty ``value`` is a gap, never a zero.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from steelyard import vocabulary
from steelyard.errors import SourceError
from steelyard.records import SourceCard, Tie, tie_id, tie_table
from steelyard.records.columns import columns
from steelyard.records.sources import TieSource, TieTables
from steelyard.sheets import Problems, Row, open_sheet, read_header, read_rows
from steelyard.vocabulary.letters import latin_letters, plain_letters
from steelyard.vocabulary.state_names import state_named

REQUIRED = ("state", "partner", "year", "indicator", "value", "unit")
OPTIONAL = ("id", "low", "high", "reporter", "method", "url", "text", "row")

#: What a column holds, where its name alone may not say it.
_MEANT = {
    "indicator": "what is measured, such as gas.share",
    "unit": "what the value is counted in, such as percent or m USD",
}
COLUMNS = tuple(
    replace(column, needed=_MEANT.get(column.name, column.needed))
    for column in columns(REQUIRED, OPTIONAL, why="every tie")
)
NUMBERS = ("value", "low", "high")

#: All of it, in percent.
WHOLE = 100.0

#: Indicators of amounts; changes of them have names of their own.
NEVER_NEGATIVE = ("trade.total", "trade.exports", "trade.imports", "arms.tiv")

#: No structural series of states reaches further back or ahead than this.
YEARS = (1800, 2100)


def check_header(path: Path) -> None:
    """Raise SourceError where ``path`` is not a table of ties; read no row."""
    read_header(path, COLUMNS)


def fits(path: Path) -> bool:
    """Say whether a file names the columns that only a table of ties has."""
    alone = columns(("state", "partner", "indicator"))
    try:
        return open_sheet(path, alone).known == len(alone)
    except SourceError:
        return False


def read_ties(path: Path, source: str, told: Callable[[str], None] | None = None) -> pa.Table:
    """Read a table of ties.

    Args:
        path: The file.
        source: The name that the rows bear as their source.
        told: Takes what was assumed about the file, a line each.

    Returns:
        A table in the schema :data:`steelyard.records.TIE`, in the order of the file.

    Raises:
        SourceError: Something is wrong with it; the message names every cell, what it holds
            and what is allowed.
    """
    table, notes = _checked(path, source)
    if told is not None:
        for note in notes:
            told(note)
    return table


def _checked(path: Path, source: str) -> tuple[pa.Table, tuple[str, ...]]:
    problems = Problems()
    table, notes = _read(path, source, problems)
    problems.check()
    return table, notes


def problems_of(path: Path) -> tuple[str, ...]:
    """Return everything that is wrong with a table of ties, a line each, however much it is."""
    problems = Problems()
    with problems.gathered():
        _read(path, path.name, problems)
    return tuple(dict.fromkeys(problems.found))


def _read(path: Path, source: str, problems: Problems) -> tuple[pa.Table, tuple[str, ...]]:
    """Read what can be read of a table of ties, and what was assumed; the rest goes to ``problems``."""
    kept = read_rows(path, COLUMNS, problems, figures=NUMBERS)
    ties: list[Tie] = []
    seen: set[str] = set()
    for row in kept.rows:
        with problems.gathered():
            tie = _tie(row, source)
            if tie.source_id in seen:
                raise row.error("id", tie.source_id, "an id stands for one row only")
            seen.add(tie.source_id)
            ties.append(tie)
    if not kept.rows and not problems.found:
        problems.add(f"{kept.sheet.where} has a header but no rows. Add at least one tie.")
    return tie_table(ties), kept.notes


def _tie(row: Row, source: str) -> Tie:
    state, partner = _party(row, "state"), _party(row, "partner")
    year, indicator, value = _year(row), row.need("indicator"), _value(row)
    source_id = row.get("id") or str(row.line)
    _check_figure(row, indicator, value)
    return Tie(
        tie_id=tie_id(source, source_id, state, partner, year, indicator, value),
        state=state,
        partner=partner,
        year=year,
        indicator=indicator,
        value=value,
        low=row.number("low"),
        high=row.number("high"),
        unit=row.need("unit"),
        reporter=row.get("reporter"),
        method=row.get("method"),
        source=source,
        source_id=source_id,
        url=row.get("url"),
        text=row.get("text"),
    )


def _value(row: Row) -> float | None:
    """The figure; where the unit is percent a cell may bear the sign as well."""
    text = row.get("value")
    if text is None or not text.endswith("%"):
        return row.number("value")
    value = row.figures.number(text.removesuffix("%"))
    if value is None or row.need("unit") != "percent":
        raise row.error(
            "value", text, "a number is allowed; per cent only where the unit is percent"
        )
    return value


def _check_figure(row: Row, indicator: str, value: float | None) -> None:
    """Refuse what no share and no trade can be."""
    if value is None:
        return
    share = indicator.endswith(".share") and row.need("unit") == "percent"
    if share and not 0 <= value <= WHOLE:
        raise row.error("value", row.get("value"), "a share is from 0 to 100 percent")
    if indicator in NEVER_NEGATIVE and value < 0:
        raise row.error("value", row.get("value"), f"{indicator} cannot be negative")


def _year(row: Row) -> int:
    text = row.need("year").removesuffix(".0")
    if not text.isdecimal() or not YEARS[0] <= int(text) <= YEARS[1]:
        raise row.error("year", text, f"a year from {YEARS[0]} to {YEARS[1]} is allowed")
    return int(text)


def _party(row: Row, column: str) -> str:
    """A code or name, or several split by ``;`` where the value is theirs together."""
    row.need(column)
    codes = []
    for name in row.several(column):
        latin, plain = latin_letters(name).upper(), plain_letters(name)
        code = next((c for c in (name, latin) if vocabulary.known(c)), state_named(plain))
        if code is None:
            raise row.error(column, name, f"it is {vocabulary.unknown_actor(name).rstrip('.')}")
        codes.append(code)
    return ";".join(codes)


def read(path: Path) -> TieTables:
    """Read a table that somebody keeps, as a tie source.

    Raises:
        SourceError: As :func:`read_ties`.
    """
    table, notes = _checked(path, path.name)
    return TieTables(tables={"ties": table}, read=table.num_rows, notes=notes)


CARD = SourceCard(
    name="table",
    title="A table of ties that somebody keeps",
    publisher="whoever keeps it",
    address=None,
    licence="the keeper's",
    citation="each row names its page where it has one",
    coverage="as kept",
    limitation="Single published figures, searched by hand: what was not looked for is not in it.",
    sampling="selective",
)

SOURCE = TieSource(name="table", card=CARD, read=read, files=("*.csv",))
