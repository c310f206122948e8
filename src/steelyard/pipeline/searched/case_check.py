"""Checking a case before it is weighed: every problem at once, and how evenly its record was searched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from steelyard import vocabulary
from steelyard.case_file import load_case
from steelyard.cases.log import read_log
from steelyard.errors import CaseError, SteelyardError
from steelyard.pipeline.weighing import evidence
from steelyard.records import COMPARISONS, Archive, Case
from steelyard.series import DyadEvents, Record, Split, occasions, split
from steelyard.wording import actor_name, capital, count, listing, percent, shortened

#: Fewer occasions than this on one side, and most questions stay open.
THIN = 5

#: Rows of one kind that are named; the others are counted.
NAMED = 12

#: A side searched as many times as densely as the other is worth a word.
DENSE = 2.0


def check_case_file(name: str | Path) -> tuple[str, ...]:
    """Return what is to be said of a case: its search, its rows, its occasions, what is thin.

    Raises:
        SteelyardError: The case or its evidence is wrong; the error has a line for each problem.
    """
    case = load_case(name)
    _check_evidence(case)
    notes: list[str] = []
    rows = evidence(case, told=notes.append)
    record = Record(rows, case)
    lines = [f"{case.title}", ""]
    for client in case.clients:
        lines += [*_client(record, case, client), ""]
    lines += [*_search(case), "", *_rows(record), "", *_publishers(record)]
    lines += ["", *notes] if notes else []
    return tuple(lines)


def _check_evidence(case: Case) -> None:
    """Read every file of a case, and tell the problems of all of them together."""
    problems: list[str] = []
    for part in ("events", "ties"):
        for path in getattr(case, part):
            alone = {"events": (), "ties": (), part: (path,)}
            try:
                evidence(_only(case, alone["events"], alone["ties"]))
            except SteelyardError as error:
                problems += error.problems or (str(error),)
    if not problems:
        problems += _absent_rows(case)
    if problems:
        wrong = CaseError("\n".join(problems))
        wrong.problems = tuple(problems)
        raise wrong


def _absent_rows(case: Case) -> Iterator[str]:
    """A line for each complete list that names rows which no table of the case has."""
    known = set(evidence(case).events.select("source_id").to_pyarrow().column(0).to_pylist())
    for one in case.lists:
        absent = [name for name in one.rows if name not in known]
        if absent:
            yield (
                f"case.toml: evidence.complete '{one.what}' names {listing(absent)}, which no table of the case has: "
                "a list with a hole is not complete. Add the rows, or take the names out."
            )


def _only(case: Case, events: tuple[Path, ...], ties: tuple[Path, ...]) -> Case:
    return replace(case, events=events, ties=ties, needs=())


def _client(record: Record, case: Case, client: str) -> Iterator[str]:
    name = actor_name(client, case.shock.day)
    yield f"{name}: rows by pole and window (occasions; a hundred days)"
    rates: dict[tuple[str, str], float] = {}
    parts = {role: split(record, case, client, role) for role in ("rival", "partner")}
    for role, windows in parts.items():
        for side in ("before", "after"):
            rows, occasion = _counted(windows, side)
            days = windows.days_before if side == "before" else windows.days_after
            rates[role, side] = 100 * occasion / max(days, 1)
            yield (
                f"  {capital(windows.pole)} {side}: {count(rows, 'row')}, {count(occasion, 'occasion')}, "
                f"{rates[role, side]:.1f} in a hundred days"
            )
            if occasion < THIN:
                yield f"  thin: fewer than {THIN} occasions with {windows.pole} {side} the shock"
    for role, windows in parts.items():
        before, after = rates[role, "before"], rates[role, "after"]
        if before and after / before >= DENSE:
            yield (
                f"  after the shock {windows.pole} fills the record {after / before:.1f} times as densely as "
                "before: a burst, or a harder search ([evidence.search] says which)"
            )
    for windows in parts.values():
        yield from _occasions(windows)


def _counted(windows: Split, side: str) -> tuple[int, int]:
    """Rows that happened on a side, and the occasions that they are."""
    rows: DyadEvents = getattr(windows, f"rows_{side}")
    taken: DyadEvents = getattr(windows, side)
    return int(rows.happened.sum()), int(taken.happened.sum())


def _occasions(windows: Split) -> Iterator[str]:
    """Rows that share an occasion, and why."""
    for rows in (windows.rows_before, windows.rows_after):
        names = dict(zip(rows.event_id, rows.source_id, strict=True))
        texts = dict(zip(rows.event_id, rows.sentence, strict=True))
        for one in occasions(rows):
            if len(one.rows) > 1:
                ids = listing(str(names[row]) for row in one.rows)
                what = shortened(str(texts[one.head] or ""), 60)
                yield f"  one occasion with {windows.pole}: {ids} ({one.why}): {what}"


def _search(case: Case) -> Iterator[str]:
    """What the case declares of its search, and what its log of queries shows."""
    said = dict(case.effort.declared)
    for key in COMPARISONS:
        if key in said:
            span = said[key]
            yield f"Search, {key}: from {span.low:g} to {span.high:g} times as hard (declared)."
    if not said:
        yield (
            "Search: nothing is declared, so that answers are given from half to double the effort of one side "
            "on the other. [evidence.search] favours and gamma declare it."
        )
    if case.searches is None:
        yield 'Searches: no log is kept. searches.csv (day, where, words, hits) and log = "searches.csv" keep one.'
        return
    queries, _ = read_log(case.searches)
    yield f"Searches: {count(len(queries), 'query', 'queries')} in {case.searches.name}."
    words = " ".join(query.words.casefold() for query in queries)
    for pole in case.poles:
        names = {actor_name(code, case.shock.day).removeprefix("the ") for code in pole.actors}
        named = sum(
            words.count(name.casefold()) for name in {*names, pole.title.removeprefix("the ")}
        )
        yield f"  {capital(pole.title or pole.name)} is named {count(named, 'time')}."
    where = Counter(query.where for query in queries)
    yield f"  Searched in {listing(f'{name} ({n})' for name, n in where.most_common(NAMED))}."


def _rows(record: Archive) -> Iterator[str]:
    """Rows without a source, and rows whose day is not known."""
    events = record.events.order_by("day", "event_id")
    table = events.select("source_id", "url", "publishers", "precision").to_pyarrow().to_pylist()
    bare = [row["source_id"] for row in table if not row["url"]]
    loose = [row["source_id"] for row in table if row["precision"] != "day"]
    yield f"{count(len(table), 'row')} in all."
    for rows, told in ((bare, "without an address"), (loose, "known to the month or year only")):
        if rows:
            more = len(rows) - NAMED
            names = listing([*rows[:NAMED], *([f"{more} more"] if more > 0 else [])])
            yield f"{count(len(rows), 'row')} {told} ({percent(len(rows) / len(table))}): {names}."


def _publishers(record: Archive) -> Iterator[str]:
    """Publishers by kind."""
    named: Sequence[str] = [
        str(name)
        for names in record.events.select("publishers").to_pyarrow().column(0).to_pylist()
        for name in names or ()
    ]
    kinds = Counter(vocabulary.publisher_family(name) for name in named)
    if not kinds:
        yield "Publishers: none is named."
        return
    said = listing(
        f"{kind.replace('_', ' ')} {percent(n / len(named))}" for kind, n in kinds.most_common()
    )
    yield f"Publishers by kind: {said}."


__all__ = ["check_case_file"]
