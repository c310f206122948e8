"""The ledger: which articles are finished, what each gave, and whose copy it is.

One SQLite file beside the output. An article and its events enter it in one transaction, so
that a run which is killed, at whatever moment, has whole articles and nothing else; the next
run for the same output goes on from there. Without a file it lives on a temporary disk
space of its own, so that memory stays flat in either case.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Self

from steelyard.errors import SourceError
from steelyard.pipeline.ingest.json_lines import article_line, article_of, from_lines, to_lines
from steelyard.records import Article, Event

_TABLES = """
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT);
CREATE TABLE IF NOT EXISTS finished (
    id TEXT PRIMARY KEY, digest BLOB, document TEXT, publisher TEXT, place INTEGER, events BLOB,
    article BLOB, stored INTEGER DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS by_document ON finished (document);
CREATE TEMPORARY TABLE met (id TEXT PRIMARY KEY, digest BLOB) WITHOUT ROWID;
"""


#: Seconds of work that a kill may cost: that much is coded again by the next run.
_WHILE = 0.1


@dataclass(frozen=True, slots=True)
class Entry:
    """An article of the input, its place in it, and whether its events are known already."""

    article: Article
    place: int
    finished: bool

    @property
    def copy(self) -> bool:
        """Whether it is a copy of an article that came before it."""
        return self.article.document != self.article.id


class Ledger:
    """The articles that are finished; a context manager, so that its file is closed."""

    def __init__(self, path: Path | None, settings: str, *, articles: bool = False) -> None:
        """Open the ledger in ``path``; what was found with other ``settings`` is forgotten.

        Args:
            path: the file, None for one that nobody needs later.
            settings: what the events depend on beside the articles.
            articles: whether the articles themselves are kept, for an archive that wants them.

        Raises:
            SourceError: the file is something else, is in use, or cannot be written.
        """
        self.path = path
        self._articles = articles
        self._committed = monotonic()
        try:
            self._connection = sqlite3.connect(str(path) if path else "", isolation_level=None)
            self._connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._connection.executescript(_TABLES)
            self._connection.execute("BEGIN EXCLUSIVE")
            self._keep_if(settings)
        except sqlite3.Error as error:
            raise _unusable(path, error) from error

    def __enter__(self) -> Self:
        """Return the ledger itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file; what was not committed did not happen."""
        self._connection.close()

    def met_before(self, article: Article) -> str:
        """Say whether this run met the id before: empty, ``same`` text or ``other`` text."""
        digest = _digest(article)
        row = self._connection.execute("SELECT digest FROM met WHERE id = ?", (article.id,))
        if found := row.fetchone():
            return "same" if found[0] == digest else "other"
        self._connection.execute("INSERT INTO met VALUES (?, ?)", (article.id, digest))
        return ""

    def knows(self, article: Article) -> bool:
        """Say whether the article was finished before, with this text and as what it is now."""
        row = self._connection.execute(
            "SELECT digest, document FROM finished WHERE id = ?", (article.id,)
        ).fetchone()
        return row is not None and row == (_digest(article), article.document)

    def finish(self, entry: Entry, events: tuple[Event, ...] | None = None) -> None:
        """Enter an article with its events, or its new place only where it was known already."""
        article = entry.article
        if entry.finished:
            self._connection.execute(
                "UPDATE finished SET place = ? WHERE id = ?", (entry.place, article.id)
            )
            return
        packed = zlib.compress(to_lines(events), 1) if events else None
        self._connection.execute(
            "INSERT OR REPLACE INTO finished VALUES (?, ?, ?, ?, ?, ?, ?, 0)",
            (
                article.id,
                _digest(article),
                article.document,
                article.publisher,
                entry.place,
                packed,
                zlib.compress(article_line(article), 1) if self._articles else None,
            ),
        )
        if entry.copy:  # the document has one report more than the archive knows of
            self._connection.execute(
                "UPDATE finished SET stored = 0 WHERE id = ?", (article.document,)
            )

    def commit_in_time(self) -> None:
        """Make last what was entered, where the last time is a while ago: a disk takes its time."""
        if monotonic() - self._committed > _WHILE:
            self.commit()

    def commit(self) -> None:
        """Make what was entered since the last time last."""
        self._committed = monotonic()
        if self._connection.in_transaction:  # not where Ctrl-C came between these two
            self._connection.execute("COMMIT")
        self._connection.execute("BEGIN EXCLUSIVE")

    def forget_absent(self) -> None:
        """Take out articles that this run did not meet: they are no part of its input."""
        self._connection.execute("DELETE FROM finished WHERE id NOT IN (SELECT id FROM met)")

    def copies(self, document: str) -> tuple[str | None, ...]:
        """Return the publishers of the copies of a document, in the order of the input."""
        rows = self._connection.execute(
            "SELECT publisher FROM finished WHERE document = ? AND id <> document ORDER BY place",
            (document,),
        )
        return tuple(name for (name,) in rows)

    def with_reports(self, events: tuple[Event, ...]) -> Iterator[Event]:
        """Yield the events of one document, reports and publishers of its copies among theirs."""
        copies = self.copies(events[0].document_id or "")
        for event in events:
            if not copies:
                yield event
                continue
            named = (*event.publishers, *(name for name in copies if name))
            yield replace(
                event, reports=event.reports + len(copies), publishers=tuple(dict.fromkeys(named))
            )

    def events(self) -> Iterator[Event]:
        """Yield the events of everything that is finished, in the order of the input."""
        rows = self._connection.execute(
            "SELECT events FROM finished WHERE events IS NOT NULL ORDER BY place, id"
        )
        for (packed,) in rows:
            yield from self.with_reports(from_lines(zlib.decompress(packed)))

    def to_store(self) -> Iterator[tuple[Article, tuple[Event, ...]]]:
        """Yield each article that was not stored yet, with its events and their reports."""
        rows = self._connection.execute(
            "SELECT article, events FROM finished WHERE stored = 0 ORDER BY place, id"
        )
        for article, events in rows:
            found = from_lines(zlib.decompress(events)) if events else ()
            yield (
                article_of(zlib.decompress(article)),
                tuple(self.with_reports(found)) if found else (),
            )

    def stored(self, articles: Iterable[Article]) -> None:
        """Note that articles are in the archive, and make that last."""
        self._connection.executemany(
            "UPDATE finished SET stored = 1 WHERE id = ?", ((one.id,) for one in articles)
        )
        self.commit()

    def in_archive(self) -> int:
        """Return how many articles are in the archive that this ledger stands beside."""
        (count,) = self._connection.execute(
            "SELECT count(*) FROM finished WHERE stored = 1"
        ).fetchone()
        return int(count)

    def nothing_stored(self) -> None:
        """Note that the archive is new: whatever was stored was stored in another."""
        self._connection.execute("UPDATE finished SET stored = 0")

    def _keep_if(self, settings: str) -> None:
        found = self._connection.execute("SELECT value FROM settings WHERE name = 'settings'")
        if (found.fetchone() or (None,))[0] != settings:
            self._connection.execute("DELETE FROM finished")
            self._connection.execute(
                "INSERT OR REPLACE INTO settings VALUES ('settings', ?)", (settings,)
            )


def _digest(article: Article) -> bytes:
    parts = (article.text, str(article.date), article.url or "", article.publisher or "")
    return blake2b("\x1f".join(parts).encode("utf-8", "replace"), digest_size=12).digest()


def _unusable(path: Path | None, error: sqlite3.Error) -> SourceError:
    if "locked" in str(error):
        said = f"{path} is in use: another 'steelyard read' writes the same file. Wait for it, or name another."
    else:
        said = f"{path} cannot be used as the ledger of what is finished ({error}). Move it away, or name another file."
    return SourceError(said)
