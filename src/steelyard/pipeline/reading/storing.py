"""Storing: what a reading has finished goes into an archive, articles and events together.

An archive accumulates: articles of earlier readings stay, those that are read again are replaced.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa

from steelyard.archive import Store
from steelyard.pipeline.reading.ledger import Ledger
from steelyard.pipeline.reading.writing import check_folder
from steelyard.records import ARTICLE, Article, Event, SourceCard, event_table

#: Articles in one transaction: what is in memory at a time.
AT_ONCE = 500

#: Gives events the reports of their documents.
WithReports = Callable[[tuple[Event, ...]], Iterable[Event]]


def check(path: Path) -> None:
    """Refuse a file that is no archive, or in use, before any work.

    Raises:
        ArchiveError: the file is something else, or another process writes it.
        SourceError: its folder is not there or not writable.
    """
    check_folder(path)
    if path.exists():
        with Store(path):
            pass


def store(path: Path, ledger: Ledger, with_reports: WithReports, *, systematic: bool) -> None:
    """Put what ``ledger`` has and the archive has not into the archive, made where it is not there.

    Args:
        path: The archive file.
        ledger: What is finished.
        with_reports: Gives the events of a document the reports of its copies.
        systematic: Whether the articles are all that their publishers printed.

    Raises:
        ArchiveError: The file is in use, no archive, or cannot be written.
    """
    if not path.exists():
        ledger.nothing_stored()
    with Store(path) as archive:
        while some := list(islice(ledger.to_store(), AT_ONCE)):
            articles = [article for article, _ in some]
            events = [event for _, found in some if found for event in with_reports(found)]
            archive.put_coded(
                card(systematic=systematic), article_table(articles), event_table(events)
            )
            ledger.stored(articles)


def article_table(articles: Iterable[Article]) -> pa.Table:
    """Return articles as an Arrow table in the schema ARTICLE."""
    return pa.Table.from_pylist(list(map(_row, articles)), schema=ARTICLE)


def _row(article: Article) -> dict[str, Any]:
    return {
        "document_id": article.id,
        "document": article.document or article.id,
        "date": article.date,
        "title": article.title,
        "url": article.url,
        "publisher": article.publisher,
        "language": article.language,
        "text": article.text,
        "file": article.where or "",
    }


def card(*, systematic: bool) -> SourceCard:
    """Return the card of news that Steelyard coded."""
    return SourceCard(
        name="steelyard",
        title="News coded by Steelyard",
        publisher="whoever printed the articles; each event names them",
        address=None,
        licence="the articles belong to their publishers; the events are the reader's own",
        citation="Steelyard, coder and version as each event names them",
        coverage="the articles that were read, English only",
        limitation=(
            "Coded by machine: some events are missed, some misread, and each has a confidence. "
            "What the articles leave out is not there."
        ),
        sampling="systematic" if systematic else "selective",
    )
