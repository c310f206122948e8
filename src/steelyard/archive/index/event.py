"""One event: its sentence in context, its reports, and its row in the publisher's file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from steelyard.archive import tables
from steelyard.archive.index.answers import Index
from steelyard.errors import ArchiveError
from steelyard.records import REPORT

#: Characters of an article that are shown before and after a sentence.
CONTEXT = 420

#: Reports of one event that are listed.
MOST = 200

_ARTICLE = ("document_id", "date", "title", "url", "publisher", "file")


@dataclass(frozen=True, slots=True)
class EventPage:
    """An event with all that the archive knows of where it comes from.

    ``before``, ``sentence`` and ``after`` are a piece of the article; ``reports`` the lines behind
    the event, each with its file, line and own id.
    """

    event: Mapping[str, Any]
    article: Mapping[str, Any] | None
    before: str
    sentence: str
    after: str
    reports: tuple[Mapping[str, Any], ...]
    more: int


def event_page(index: Index, event_id: str, *, limit: float = 5.0) -> EventPage:
    """Return an event with its article and its reports.

    Raises:
        ArchiveError: The archive holds no such event.
    """
    with index.asking(limit) as cursor:
        found = cursor.execute(
            "SELECT line, source::VARCHAR FROM thin WHERE id = ?", [event_id]
        ).fetchone()
        if found is None:
            msg = f"The archive holds no event '{event_id}'. Look for it under Explore."
            raise ArchiveError(msg)
        line, source = found
        rows = [
            row[0]
            for row in cursor.execute(
                f"SELECT line FROM merged WHERE id = ? LIMIT {MOST + 1}", [event_id]
            ).fetchall()
        ]
        marks = ", ".join(str(number) for number in (line, *rows[:MOST]))
        own = ", ".join(index.column(name, own=True) for name in REPORT.names)
        reports = (
            cursor.execute(
                f"SELECT {own} FROM archive.lines WHERE rowid IN ({marks}) ORDER BY day, report_id"
            )
            .to_arrow_table()
            .to_pylist()
        )
        event = {**index.lines(cursor, [line])[line], "source": source}
        article, text = None, ""
        if event["document_id"]:
            held = (
                cursor.execute(
                    f"SELECT {tables.names_sql(_ARTICLE)}, text FROM archive.read_articles WHERE document_id = ?",
                    [event["document_id"]],
                )
                .to_arrow_table()
                .to_pylist()
            )
            if held:
                article = held[0]
                text = article.pop("text")
    before, sentence, after = context_of(text, event)
    return EventPage(
        event, article, before, sentence, after, tuple(reports), max(0, len(rows) - MOST)
    )


def context_of(text: str, event: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return what stands before a sentence in its article, the sentence, and what stands after."""
    start, end = event["start"], event["end"]
    if not text or start is None or end is None or not 0 <= start < end <= len(text):
        return "", event["sentence"] or "", ""
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    if start > CONTEXT:  # a piece begins and ends with a whole word
        before = f"… {before.partition(' ')[2]}"
    if end + CONTEXT < len(text):
        after = f"{after.rpartition(' ')[0]} …"
    return before, text[start:end], after
