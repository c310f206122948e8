"""Print what the gazetteer of offices covers, as docs/coding.md has it: ``python -m evaluation.offices``.

First a table of spells in office by actor and kind, then how much of all members of the United
Nations and years is known: on a day of the year at least, and for half of it. A state counts from
the year after it joined. ``--gaps`` lists the states and years of which nobody is known.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from steelyard import vocabulary
from steelyard.coding.english import lexicon

#: Offices that have a column of their own; the rest are counted together.
COLUMNS = {
    "head of state": ("head_of_state", "presidency_chair"),
    "head of government": ("head_of_government", "commission_president", "secretary_general"),
    "foreign": ("foreign_minister", "high_representative"),
    "defence": ("defence_minister",),
    "interior": ("interior_minister",),
    "speaker": ("speaker", "senate_speaker", "parliament_president"),
}

#: Actors with fewer rows than this are counted in one line.
FEW = 15

#: The years of which holders are asked for, one table for each of the spans.
SPANS = (range(1990, 2001), range(2001, 2015), range(2015, 2027))

#: The offices of which holders are asked for everywhere.
ASKED = {
    "heads of state": "head_of_state",
    "heads of government": "head_of_government",
    "foreign ministers": "foreign_minister",
}

#: A holder whose end no source gives is known until the day of the latest source.
LATEST = date(2026, 10, 1)

#: Who is head of state and of government at once heads both; where a list has only years it must
#: be for longer than this, as who goes from one office to the other is in both for a year.
BOTH = timedelta(days=366)


def table() -> Iterator[str]:
    """Yield the lines of a Markdown table: spells in office by actor and kind."""
    counts: dict[str, Counter[str]] = {}
    for row in lexicon.rows("offices"):
        counts.setdefault(row["country"], Counter())[row["office"]] += 1
    yield f"| actor | {' | '.join(COLUMNS)} | other | all |"
    yield "|---|" + "---|" * (len(COLUMNS) + 2)
    many = [code for code, found in counts.items() if found.total() >= FEW]
    for code in sorted(many, key=lambda code: (-counts[code].total(), code)):
        yield _line(vocabulary.name(code), counts[code])
    few = [code for code in counts if code not in many]
    together: Counter[str] = sum((counts[code] for code in few), Counter())
    yield _line(f"{len(few)} others", together)


def _line(name: str, found: Counter[str]) -> str:
    cells = [sum(found[office] for office in offices) for offices in COLUMNS.values()]
    row = [*cells, found.total() - sum(cells), found.total()]
    return f"| {name} | " + " | ".join(str(n) if n else "" for n in row) + " |"


def coverage(span: range) -> Iterator[str]:
    """Yield the lines of a Markdown table: what is known of members of the UN and years."""
    yield f"| {span[0]} to {span[-1]} | on a day of the year | for half the year |"
    yield "|---|---|---|"
    for name, office in ASKED.items():
        shares = [_share(state, office, year) for year in span for state in members(year)]
        some = sum(share > 0 for share in shares) / len(shares)
        half = sum(share >= 0.5 for share in shares) / len(shares)
        yield f"| {name} | {some:.3f} | {half:.3f} |"


def gaps(office: str) -> Iterator[str]:
    """Yield for each state of which there are years without a known holder: its code and these."""
    missing: dict[str, list[str]] = {}
    for year in (year for span in SPANS for year in span):
        for state in members(year):
            if not _share(state, office, year):
                missing.setdefault(state, []).append(str(year))
    for state, years in sorted(missing.items()):
        yield f"{state}: {' '.join(years)}"


@cache
def members(year: int) -> tuple[str, ...]:
    """Return the states that are members of the United Nations when the year begins."""
    every = vocabulary.members("UN", date(year, 1, 1))
    return tuple(sorted(code for code in every if vocabulary.actor(code).kind == "state"))


@cache
def _spells(state: str, office: str) -> tuple[tuple[date, date], ...]:
    """Return the terms of an office; where the president heads the government, of both."""
    rows = [row for row in lexicon.rows("offices") if row["country"] == state]
    heads = {"head_of_state", "head_of_government"}
    offices = heads if office in heads and _heads_both(rows) else {office}
    return tuple(_term(row) for row in rows if row["office"] in offices)


def _heads_both(rows: list[dict[str, str]]) -> bool:
    held = {kind: [r for r in rows if r["office"] == kind] for kind in ASKED.values()}
    for row in held["head_of_state"]:
        for other in held["head_of_government"]:
            if _names(row) & _names(other):
                (start, end), (begun, ended) = _term(row), _term(other)
                rough = "year" in (row["precision"], other["precision"])
                if min(end, ended) - max(start, begun) > (BOTH if rough else timedelta(0)):
                    return True
    return False


def _term(row: dict[str, str]) -> tuple[date, date]:
    start, end = lexicon.term(row["start"], row["end"])
    return start, end or LATEST


def _names(row: dict[str, str]) -> set[str]:
    """Return every spelling of the full name of who held an office."""
    return {row["name"], *row["aliases"].split(";")} - {""}


def _share(state: str, office: str, year: int) -> float:
    first, after = date(year, 1, 1), min(date(year + 1, 1, 1), LATEST)
    known: set[int] = set()
    for start, end in _spells(state, office):
        known |= set(range(max(start, first).toordinal(), min(end, after).toordinal()))
    return len(known) / (after - first).days


def main() -> int:
    """Print the tables, and the gaps where they are asked for."""
    print("\n".join(table()))
    for span in SPANS:
        print("\n".join(["", *coverage(span)]))
    if "--gaps" in sys.argv[1:]:
        for name, office in ASKED.items():
            print(f"\n{name}, years without a known holder:")
            print("\n".join(gaps(office)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
