"""A filled review sheet as events of the reviewer, and how often the coder was right.

Every verdict is an event of its own: source ``review``, coder ``review:NAME``, and ``corrects``
the id of the event that was reviewed. An accepted event says the same again, a corrected one says
what the reviewer says, both with confidence 1; a rejection says the same with confidence 0. The
reviewed event stays where it is: :func:`steelyard.archive.reviewed` shows what holds.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from steelyard import vocabulary
from steelyard.errors import SourceError, VocabularyError
from steelyard.pipeline.ingest.json_lines import from_lines
from steelyard.pipeline.review.sheet import CHANGEABLE, COLUMNS, VERDICTS
from steelyard.records import ARTICLE, Event, SourceCard, event_id, event_table
from steelyard.records.events import Act, Precision, Status
from steelyard.sheets import Problems, Row, read_rows
from steelyard.vocabulary.ontology import ACTS, STATUSES

#: What a verdict says of an event.
_SAID = (*CHANGEABLE, "precision", "confidence")

#: The source that verdicts bear in an archive.
CARD = SourceCard(
    name="review",
    title="Verdicts on coded events",
    publisher="whoever reviewed them; each row names the reviewer",
    address=None,
    licence="the reviewer's own",
    citation="Steelyard, reviewed by those whom each row names",
    coverage="the events that were reviewed",
    limitation="Only what was on a sheet was looked at; events that the coder missed are not there.",
    sampling="selective",
)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What a filled sheet says: the reviewer's events, and what was changed of each."""

    events: tuple[Event, ...]
    verdicts: tuple[str, ...]
    changed: tuple[frozenset[str], ...]

    def lines(self) -> tuple[str, ...]:
        """Return how often the coder was right on the sheet, in all and column by column."""
        counts = Counter(self.verdicts)
        n = len(self.verdicts)
        right = counts["accept"]
        said = ", ".join(f"{counts[verdict]:,} {verdict}ed" for verdict in VERDICTS)
        kept = n - counts["reject"]
        wrong = Counter(name for names in self.changed for name in names)
        parts = [f"{name} {_share(kept - wrong[name], kept)}" for name in CHANGEABLE if kept]
        return (
            f"{n:,} events reviewed: {said}.",
            f"The coder was right in every respect in {_share(right, n)}.",
            *(
                [f"Of those that were no mistake altogether it had right: {', '.join(parts)}."]
                if kept
                else []
            ),
        )


def _share(part: int, whole: int) -> str:
    return f"{part:,} of {whole:,} ({100 * part / whole:.0f} %)"


def take(path: Path, reviewer: str) -> Reviewed:
    """Read a filled sheet, a workbook or the file that the page saves.

    Raises:
        SourceError: It is no review sheet, or holds what is not allowed; all cells are named.
    """
    problems = Problems()
    table = read_rows(path, COLUMNS, problems, days=("day",))
    stamp = datetime.fromtimestamp(path.stat().st_mtime, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    events: list[Event] = []
    verdicts: list[str] = []
    changed: list[frozenset[str]] = []
    for row in table.rows:
        if row.get("verdict") is None:
            continue
        with problems.gathered():
            verdict = row.one_of("verdict", VERDICTS)
            coded = _coded(row)
            said = _said(row, coded) if verdict == "correct" else coded
            events.append(_row(said, coded, verdict, reviewer, f"{stamp}#{row.line:06d}"))
            verdicts.append(verdict)
            changed.append(_changed(coded, said))
    problems.check()
    if not events:
        msg = f"{path} has no verdict. Fill in the column verdict: {', '.join(VERDICTS)}."
        raise SourceError(msg)
    return Reviewed(tuple(events), tuple(verdicts), tuple(changed))


def _coded(row: Row) -> Event:
    text = row.need("event")
    try:
        (event,) = from_lines(text.encode())
    except (ValueError, TypeError, json.JSONDecodeError) as error:
        raise row.error("event", text[:40], "the cell as the sheet was written") from error
    return event


def _said(row: Row, coded: Event) -> Event:
    """Return the event as the reviewer has it."""
    day, precision = row.day("day") or (coded.day, coded.precision)
    kind = row.one_of("type", vocabulary.TYPES, coded.type)
    actor, recipient = _codes(row, "actor"), _codes(row, "recipient")
    changes: dict[str, Any] = {}
    if actor != coded.actor:
        changes |= {"actor": actor, "actor_role": (), "actor_name": ()}
    if recipient != coded.recipient:
        changes |= {"recipient": recipient, "recipient_role": (), "recipient_name": ()}
    if kind != coded.type:
        changes |= {"type": kind, "mode": None, "quad": vocabulary.quad(kind)}
        changes["intensity"] = vocabulary.score(kind)
    status = row.one_of("status", STATUSES, coded.status)
    if (kind, status) != (coded.type, coded.status):  # only what happened counts above talk
        changes["rung"] = vocabulary.rung_of_type(kind) if status == "happened" else "talk"
    return replace(
        coded,
        day=day,
        precision=cast("Precision", precision),
        status=cast("Status", status),
        act=cast("Act", row.one_of("act", ACTS, coded.act)),
        **changes,
    )


def _codes(row: Row, column: str) -> tuple[str, ...]:
    codes = row.several(column)
    for code in codes:
        try:
            vocabulary.actor(code)
        except VocabularyError as error:
            raise row.error(
                column, code, "codes of states and organisations (ISO alpha-3)"
            ) from error
    return codes


def _row(said: Event, coded: Event, verdict: str, reviewer: str, place: str) -> Event:
    coder = f"review:{reviewer}"
    return replace(
        said,
        event_id=event_id(coder, coded.event_id, place),
        confidence=0.0 if verdict == "reject" else 1.0,
        source=CARD.name,
        source_id=place,
        reports=1,
        coder=coder,
        corrects=coded.event_id,
    )


def _changed(coded: Event, said: Event) -> frozenset[str]:
    return frozenset(
        name
        for name in CHANGEABLE
        if getattr(coded, name) != getattr(said, name)
        or (name == "day" and coded.precision != said.precision)
    )


def keep(
    path: Path, events: Sequence[Event], *, withdrawn: Mapping[str, Sequence[str]] | None = None
) -> int:
    """Put the reviewer's events into an archive, but for those that say what they last said.

    Args:
        path: The archive.
        events: What :func:`take` gave.
        withdrawn: Verdicts that are taken back first: for a coder (``review:NAME``), the ids of the
            events that were reviewed.

    Returns:
        How many were put there.

    Raises:
        ArchiveError: The archive is in use, or is none.
    """
    from steelyard.archive import Store  # its engine loads slowly

    last = _last_said(path) if path.exists() else {}
    for coder, reviewed in (withdrawn or {}).items():
        for event in reviewed:
            last.pop((coder, event), None)
    new = [event for event in events if last.get(_place(event)) != _words(event)]
    with Store(path) as store:
        store.put_coded(CARD, ARTICLE.empty_table(), event_table(new), withdrawn=withdrawn)
    return len(new)


def _last_said(path: Path) -> dict[tuple[str | None, str | None], tuple[object, ...]]:
    """Return the last that each reviewer said of each event in an archive."""
    from steelyard.archive import open_archive

    archive = open_archive(path)
    reports = archive.reports
    mine = reports.filter(reports.source == CARD.name).order_by("source_id", "report_id")
    rows = mine.select("coder", "corrects", *_SAID).to_pyarrow().to_pylist()
    archive.connection.disconnect()
    return {
        (row["coder"], row["corrects"]): tuple(
            tuple(value) if isinstance(value := row[name], list) else value for name in _SAID
        )
        for row in rows
    }


def _place(event: Event) -> tuple[str, str | None]:
    return event.coder, event.corrects


def _words(event: Event) -> tuple[object, ...]:
    return tuple(getattr(event, name) for name in _SAID)
