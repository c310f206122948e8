"""The archive as a sink: what a run has finished goes into it, articles and events together.

An archive accumulates: articles of earlier runs stay, those that are read again are replaced.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa

from steelyard.archive import Store
from steelyard.pipeline.ingest.ledger import Ledger
from steelyard.pipeline.ingest.sinks import check_folder
from steelyard.records import ARTICLE, Article, SourceCard, event_table

#: Articles in one transaction: what is in memory at a time.
AT_ONCE = 500


class Archive:
    """An archive file, made where it is not there.

    Args:
        path: The file.
        systematic: Whether the articles are all that their publishers printed.
    """

    accumulates = True

    def __init__(self, path: Path, *, systematic: bool) -> None:
        self.path = path
        self._card = card(systematic=systematic)

    def check(self) -> None:
        """Refuse a file that is no archive, or in use."""
        check_folder(self.path)
        if self.path.exists():
            with Store(self.path):
                pass

    def keep(self, ledger: Ledger) -> None:
        """Put what ``ledger`` has and the archive has not into the archive."""
        if not self.path.exists():
            ledger.nothing_stored()
        with Store(self.path) as archive:
            while some := list(islice(ledger.to_store(), AT_ONCE)):
                articles = [article for article, _ in some]
                events = [event for _, found in some for event in found]
                archive.put_coded(self._card, article_table(articles), event_table(events))
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
