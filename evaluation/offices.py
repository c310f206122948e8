"""Print what the gazetteer of offices covers, as docs/coding.md has it: ``python -m evaluation.offices``.

First a table of spells in office by actor and kind, then how much of all members of the United
Nations and years is known: on a day of the year at least, and for half of it. ``--gaps`` lists
the states and years of which nobody is known.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
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

#: The years of which holders are asked for.
YEARS = range(2015, 2027)

#: The offices of which holders are asked for everywhere.
ASKED = {
    "heads of state": "head_of_state",
    "heads of government": "head_of_government",
    "foreign ministers": "foreign_minister",
}

#: A holder whose end no source gives is known until the day of the latest source.
LATEST = date(2026, 10, 1)


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


def coverage() -> Iterator[str]:
    """Yield the lines of a Markdown table: what is known of members of the UN and years."""
    yield f"| {YEARS[0]} to {YEARS[-1]} | on a day of the year | for half the year |"
    yield "|---|---|---|"
    for name, office in ASKED.items():
        shares = [_share(state, office, year) for state in members() for year in YEARS]
        some = sum(share > 0 for share in shares) / len(shares)
        half = sum(share >= 0.5 for share in shares) / len(shares)
        yield f"| {name} | {some:.3f} | {half:.3f} |"


def gaps(office: str) -> Iterator[str]:
    """Yield for each state of which there are years without a known holder: its code and these."""
    for state in members():
        years = [str(year) for year in YEARS if not _share(state, office, year)]
        if years:
            yield f"{state}: {' '.join(years)}"


@cache
def members() -> tuple[str, ...]:
    """Return the states that are members of the United Nations in the last of the years."""
    every = vocabulary.members("UN", date(YEARS[-1], 1, 1))
    return tuple(sorted(code for code in every if vocabulary.actor(code).kind == "state"))


@cache
def _spells(state: str, office: str) -> tuple[tuple[date, date], ...]:
    """Return the terms of an office; where the president heads the government, of both."""
    rows = [row for row in lexicon.rows("offices") if row["country"] == state]
    names = {kind: _names(rows, kind) for kind in ASKED.values()}
    both = names["head_of_state"] & names["head_of_government"]
    heads = {"head_of_state", "head_of_government"}
    offices = heads if office in heads and both else {office}
    terms = (lexicon.term(r["start"], r["end"]) for r in rows if r["office"] in offices)
    return tuple((start, end or LATEST) for start, end in terms)


def _names(rows: list[dict[str, str]], office: str) -> set[str]:
    """Return every spelling of the names of who held an office."""
    held = [row for row in rows if row["office"] == office]
    return {name for row in held for name in (row["name"], *row["aliases"].split(";")) if name}


def _share(state: str, office: str, year: int) -> float:
    first, after = date(year, 1, 1), min(date(year + 1, 1, 1), LATEST)
    known: set[int] = set()
    for start, end in _spells(state, office):
        known |= set(range(max(start, first).toordinal(), min(end, after).toordinal()))
    return len(known) / (after - first).days


def main() -> int:
    """Print the tables, and the gaps where they are asked for."""
    print("\n".join([*table(), "", *coverage()]))
    if "--gaps" in sys.argv[1:]:
        for name, office in ASKED.items():
            print(f"\n{name}, years without a known holder:")
            print("\n".join(gaps(office)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
