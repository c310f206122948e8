"""What if: the record with supposed events beside its own, asked and weighed again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from difflib import get_close_matches
from html import escape
from pathlib import Path
from typing import Any

import pyarrow as pa

from steelyard import diagnostics, readings, vocabulary
from steelyard.archive import beside
from steelyard.brief import write_files
from steelyard.errors import CaseError
from steelyard.pipeline.measuring import measured
from steelyard.pipeline.weighing import evidence
from steelyard.readings import Learned
from steelyard.readings.words import number
from steelyard.records import (
    FAMILIES,
    Archive,
    Case,
    Event,
    FamilyVerdict,
    Finding,
    Window,
    event_id,
    event_table,
)
from steelyard.records.events import Rung
from steelyard.records.views.frames import Form, framed
from steelyard.series import Record
from steelyard.sources import table as event_file
from steelyard.vocabulary.rungs import RUNGS
from steelyard.wording import actor_name, capital, count, day_text, figure

#: What the families are called.
FAMILY_TITLES = {"what": "what is it", "driver": "who drives it"}

FORM = "TYPE ACTOR RECIPIENT ACT DAY [STATUS or RUNG], such as AGREE SRB RUS deeds 2020-02-01"


@dataclass(frozen=True, slots=True, repr=False)
class Supposed:
    """Findings and verdicts as they are and as they would be.

    ``widened`` is the window after the shock where it had to grow to hold the supposed events: both
    sides of the comparison then have it.
    """

    case: Case
    events: tuple[Event, ...]
    widened: Window | None
    findings: tuple[tuple[Finding, Finding], ...]
    families: tuple[tuple[FamilyVerdict, FamilyVerdict], ...]

    def __repr__(self) -> str:
        """One line: what is supposed, and how much would move."""
        said = "; ".join((e.sentence or e.type).removeprefix("Supposed: ") for e in self.events)
        moved = count(len(self.moved_findings()), "finding")
        return f"<Supposed {self.case.name}: {said}; {moved} would move>"

    def __str__(self) -> str:
        """What would move, in plain lines."""
        return "\n".join(move_lines(self))

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        return f"<pre>{escape(str(self))}</pre>"

    def to_pandas(self, to: Form = "pandas") -> Any:
        """Return the readings as a frame: the probability of each now, and if it had happened.

        Args:
            to: The frame that is wanted: ``pandas``, ``polars`` or ``arrow``.
        """
        rows = [
            {
                "client": now.client,
                "family": now.family,
                "reading": reading,
                "now": share,
                "then": then.probabilities[reading],
            }
            for now, then in self.families
            for reading, share in now.probabilities.items()
        ]
        return framed(pa.Table.from_pylist(rows), to)

    def moved_findings(self) -> tuple[tuple[Finding, Finding], ...]:
        """The findings whose grade or figures would change."""
        return tuple(
            (now, then)
            for now, then in self.findings
            if (now.grade, now.effect, now.n_after) != (then.grade, then.effect, then.n_after)
        )


def suppose(
    case: Case,
    said: Sequence[str],
    *,
    archive: Archive | None = None,
    model: Learned | None = None,
    seed: int = 0,
) -> Supposed:
    """Weigh ``case`` with supposed events, and without them.

    Args:
        case: A checked case.
        said: Events in the form of :data:`FORM`, or paths of tables of events.
        archive: Rows to use beside the case's own evidence files, if any.
        model: Learned weights; the declared ones where there are none.
        seed: Feeds whatever is random; with that of a brief, the record as it is has its verdict.

    Raises:
        CaseError: An event cannot be read, or lies before every window of the case.
    """
    record = measured(evidence(case, archive), case, seed=seed)
    case = replace(case, sources=record.sources, seed=seed)
    added = supposed_events(said, main_source(record, case))
    case, widened = holding(case, [event.day for event in added])
    cards = tuple(card for card in record.sources if card.name == added[0].source)
    then = beside(record, events=event_table(list(added)), sources=cards)
    records = [Record(rows, case) for rows in (record, then)]
    now = findings_of(records[0], case)
    sides = [now, tuple(rejudged(finding, records[1], case) for finding in now)]
    verdicts = [families_of(case, found, model) for found in sides]
    return Supposed(
        case=case,
        events=added,
        widened=widened,
        findings=tuple(zip(*sides, strict=True)),
        families=tuple(zip(*verdicts, strict=True)),
    )


def move_lines(supposed: Supposed) -> list[str]:
    """Return in plain lines what would move, and by how much."""
    case = supposed.case
    lines = [f"If this had happened: {event.sentence or event.type}" for event in supposed.events]
    if supposed.widened:
        last = supposed.widened.end - timedelta(days=1)
        lines.append(
            f"(The window after the shock is widened to {day_text(last)} to hold it, on both sides of "
            "what follows.)"
        )
    moved = supposed.moved_findings()
    lines += ["", "Findings that would move:" if moved else "No finding would move."]
    lines += [f"  {_finding_line(case, *pair)}" for pair in moved]
    lines += ["", "Readings:"]
    for now, then in supposed.families:
        name, kind = actor_name(now.client, case.shock.day), FAMILY_TITLES[now.family]
        lines.append(f"  {capital(name)}, {kind}:")
        lines += [
            f"    {reading:<14} {number(p)} -> {number(then.probabilities[reading])} "
            f"({100 * (then.probabilities[reading] - p):+.1f} points)"
            for reading, p in now.probabilities.items()
        ]
    return lines


def save(supposed: Supposed, folder: Path) -> Path:
    """Write what would move into ``folder``, as ``suppose.txt``.

    Raises:
        CaseError: The folder cannot be written to.
    """
    (path,) = write_files({"suppose.txt": "\n".join(move_lines(supposed)) + "\n"}, folder)
    return path


def _finding_line(case: Case, now: Finding, then: Finding) -> str:
    name = actor_name(now.client, case.shock.day)
    grades = now.grade if now.grade == then.grade else f"{now.grade} -> {then.grade}"
    effects = " -> ".join("none" if f.effect is None else figure(f.effect) for f in (now, then))
    return f"{now.diagnostic} for {name}: {effects} {now.unit or ''} ({grades.replace('_', ' ')})"


def findings_of(store: Archive, case: Case) -> tuple[Finding, ...]:
    """Return every finding of a case on a record."""
    return tuple(
        diagnostics.ask(d, store, case, client) for client in case.clients for d in diagnostics.ALL
    )


def rejudged(finding: Finding, store: Archive, case: Case) -> Finding:
    """The finding with the judgement of another record; nothing needs to be told of it."""
    diagnostic = diagnostics.get(finding.diagnostic)
    arrays = diagnostic.gather(store, case, finding.client)
    return diagnostics.with_judgement(finding, diagnostics.judged_of(diagnostic, arrays))


def families_of(
    case: Case, findings: Sequence[Finding], model: Learned | None
) -> tuple[FamilyVerdict, ...]:
    """Return the readings weighed once, without what they rest on."""
    over = readings.readings_for(case, measured=model is not None)
    return tuple(
        readings.weigh_once(
            case,
            findings,
            [reading for reading in over if reading.family == family],
            client=client,
            family=family,
            model=model,
        )
        for client in case.clients
        for family in FAMILIES
    )


def supposed_events(said: Sequence[str], source: str) -> tuple[Event, ...]:
    """Read supposed events from text or from tables of events."""
    found: list[Event] = []
    for at, text in enumerate(said):
        if text.endswith((".csv", ".CSV")) or Path(text).is_file():
            rows: list[dict[str, Any]] = event_file.read_events(Path(text), source).to_pylist()
            found += [Event(**{k: _whole(v) for k, v in row.items()}) for row in rows]
        else:
            found.append(_event(text, source, at))
    if not found:
        msg = f"Nothing was supposed. Give an event ({FORM}) or a table of events."
        raise CaseError(msg)
    return tuple(found)


def _whole(value: Any) -> Any:
    """Lists as the tuples that a record holds."""
    return tuple(value) if isinstance(value, list) else value


def _event(text: str, source: str, at: int) -> Event:
    words = text.split()
    if len(words) not in (5, 6):
        msg = f"'{text}' has {len(words)} words; an event has five or six: {FORM}."
        raise CaseError(msg)
    kind, actors, recipients, act, day, last = (*words, "happened")[:6]
    status = "happened" if last in RUNGS else last
    _one_of("Type", kind, vocabulary.TYPES)
    _one_of("Act", act, vocabulary.ACTS)
    _one_of("Status", status, vocabulary.STATUSES)
    sides = [tuple(code for code in side.split(";") if code) for side in (actors, recipients)]
    for code in (*sides[0], *sides[1]):
        vocabulary.actor(code)  # refuses an unknown code and names the nearest
    return Event(
        event_id=event_id("supposed", at, text),
        day=_day(day),
        precision="day",
        actor=sides[0],
        recipient=sides[1],
        type=kind,
        quad=vocabulary.quad(kind),
        act="deeds" if act == "deeds" else "words",
        rung=_rung(kind, last) if status == "happened" else "talk",
        status=status,  # type: ignore[arg-type]  # checked above
        publishers=("supposed",),
        source=source,
        source_id=f"supposed {at + 1}",
        sentence=f"Supposed: {text}",
        coder="supposed 1",
    )


def _rung(kind: str, said: str) -> Rung:
    """The rung that an event names, or that of its type."""
    return said if said in RUNGS else vocabulary.rung_of_type(kind)  # type: ignore[return-value]


def _one_of(what: str, found: str, allowed: Sequence[str]) -> None:
    if found not in allowed:
        near = get_close_matches(found.upper() if what == "Type" else found, allowed, n=1)
        hint = f" Did you mean '{near[0]}'?" if near else ""
        msg = f"{what} '{found}' is none of {', '.join(allowed)}.{hint} An event reads {FORM}."
        raise CaseError(msg)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        msg = f"'{text}' is no day; write YYYY-MM-DD. An event reads {FORM}."
        raise CaseError(msg) from error


def main_source(record: Archive, case: Case) -> str:
    """The source that most events of the clients have, so that what is supposed counts as they do."""
    codes = list(case.clients)
    events = record.events
    mine = events.filter(
        (events.actor.intersect(codes).length() > 0)
        | (events.recipient.intersect(codes).length() > 0)
    )
    counted = mine.group_by("source").agg(n=mine.count()).to_pyarrow().to_pylist()
    counted.sort(key=lambda row: (-row["n"], row["source"]))
    if counted:
        return str(counted[0]["source"])
    return record.sources[0].name if record.sources else "supposed"


def holding(case: Case, days: Sequence[date]) -> tuple[Case, Window | None]:
    """The case with a window after the shock that reaches to the last supposed day."""
    first, last = min(days), max(days)
    if first < case.before.start:
        msg = (
            f"{first.isoformat()} lies before every window of the case, which begin on "
            f"{case.before.start.isoformat()}: nothing would be asked of it. Suppose a later day."
        )
        raise CaseError(msg)
    after = case.windows["after"]
    if last < after.end:
        return case, None
    wide = Window(after.start, last + timedelta(days=1))
    return replace(case, windows={**case.windows, "after": wide}), wide


__all__ = ["FORM", "Supposed", "move_lines", "save", "suppose"]
