"""A log of queries beside a chronology: day, where it was searched, the words, how many hits."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

#: The columns of a log of searches.
COLUMNS = ("day", "where", "words", "hits")


@dataclass(frozen=True, slots=True)
class Query:
    """One search: when, where, for which words, and how much was found (None where nobody counted)."""

    day: date
    where: str
    words: str
    hits: int | None


def read_log(path: Path) -> tuple[tuple[Query, ...], list[str]]:
    """Return the queries of a log and, a line each, what is wrong with it."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        return (), [f"{path.name} cannot be read as a table in UTF-8 ({error}). Save it again."]
    named = set(rows[0]) if rows else set(COLUMNS)
    if missing := [name for name in COLUMNS[:3] if name not in named]:
        allowed = ", ".join(COLUMNS)
        return (), [
            f"{path.name} has no column {' and '.join(missing)}; its columns are {allowed}."
        ]
    queries: list[Query] = []
    problems: list[str] = []
    for line, row in enumerate(rows, start=2):
        query = _query(f"{path.name}, line {line}", row, problems)
        if query is not None:
            queries.append(query)
    return tuple(queries), problems


def _query(place: str, row: dict[str, str | None], problems: list[str]) -> Query | None:
    cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
    before = len(problems)
    try:
        day = date.fromisoformat(cells["day"])
    except ValueError:
        day = date.min
        problems.append(f"{place}: day is '{cells['day']}'; a day such as 2019-10-18 is allowed.")
    if not cells["where"]:
        problems.append(
            f"{place}: where is empty; name the place that was searched (a search engine, a paper's archive)."
        )
    if not cells["words"]:
        problems.append(f"{place}: words is empty; write what was searched for.")
    if cells["hits"] and not cells["hits"].isdigit():
        problems.append(
            f"{place}: hits is '{cells['hits']}'; a whole number or nothing is allowed."
        )
    if len(problems) > before:
        return None
    return Query(day, cells["where"], cells["words"], int(cells["hits"]) if cells["hits"] else None)
