"""Near-duplicates: wire copies of one text within seven days are reports of one document.

Texts are compared by MinHash over shingles of five words (Broder 1997): two texts that share
most of their shingles land in the same bucket of at least one band. Buckets and signatures
are kept in a SQLite file, so that memory stays flat however many articles come.
"""

from __future__ import annotations

import re
import sqlite3
from datetime import date
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from zlib import crc32

from steelyard.articles.pieces import of_one_text
from steelyard.records import Article

#: Copies of a wire report are printed within this many days of it.
DAYS = 7

#: Share of shingles that two texts have in common to count as one; wire copies are cut and
#: retitled, independent reports of one event share far less.
SIMILARITY = 0.6

#: In a short text one word may turn the meaning, so more must be in common: all of it in texts of
#: fewer words than the first number, this share in texts of fewer than the second.
_SHORT = ((30, 1.0), (60, 0.8))

#: 16 bands of 4 rows: texts at .6 meet in a band with probability .89, at .3 with .12; what
#: meets is then compared by its whole signature.
_BANDS, _ROWS = 16, 4

_SHINGLE = 5

#: Characters that are looked at: what is alike for so long is alike.
_HEAD = 100_000

#: An odd number whose bits are well mixed (the golden ratio's, Knuth 6.4).
_MIX = 0x9E3779B97F4A7C15
_WORD = re.compile(r"\w+")


class DuplicateIndex:
    """The texts seen so far; a context manager, so that its file is closed."""

    def __init__(self, path: Path | None = None) -> None:
        """Open the index in ``path``, or one that lives only as long as this object."""
        self._connection = sqlite3.connect(str(path) if path else "")
        self._connection.execute("PRAGMA synchronous = OFF")
        self._connection.executescript(
            """
            CREATE TABLE IF NOT EXISTS seen
                (document TEXT, day INTEGER, signature BLOB);
            CREATE TABLE IF NOT EXISTS bands (bucket BLOB, text INTEGER);
            CREATE INDEX IF NOT EXISTS bucket ON bands (bucket);
            """
        )

    def __enter__(self) -> Self:
        """Return the index itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Keep what was added and close the file."""
        self._connection.commit()
        self._connection.close()

    def document_of(self, article: Article) -> str:
        """Return the id of the document that ``article`` reports, and remember the article.

        It is the article's own id where nothing like it was seen within seven days of it.
        Texts of fewer than five words, and undated ones against dated ones, are never alike.
        """
        words = _WORD.findall(article.text[:_HEAD].lower())
        if len(words) < _SHINGLE:
            return article.id
        signature = _signature(words)
        raw = signature.tobytes()
        step = len(raw) // _BANDS
        buckets = [bytes([band]) + raw[band * step : (band + 1) * step] for band in range(_BANDS)]
        alike = next((share for count, share in _SHORT if len(words) < count), SIMILARITY)
        document = self._match(buckets, signature, article, alike) or article.id
        day = article.date.toordinal() if article.date else None
        added = self._connection.execute(
            "INSERT INTO seen VALUES (?, ?, ?)", (document, day, raw)
        ).lastrowid
        self._connection.executemany(
            "INSERT INTO bands VALUES (?, ?)", [(bucket, added) for bucket in buckets]
        )
        return document

    def _match(
        self, buckets: list[bytes], signature: Any, article: Article, alike: float
    ) -> str | None:
        import numpy as np

        places = ", ".join("?" * len(buckets))
        rows = self._connection.execute(
            "SELECT DISTINCT seen.rowid, document, day, signature FROM bands "  # noqa: S608
            f"JOIN seen ON seen.rowid = bands.text WHERE bucket IN ({places}) ORDER BY seen.rowid",
            buckets,
        )
        for _, document, other_day, raw in rows:
            if not _near(article.date, other_day) or of_one_text(article.id, str(document)):
                continue
            other = np.frombuffer(raw, dtype=signature.dtype)
            if float((other == signature).mean()) >= alike:
                return str(document)
        return None


def _signature(words: list[str]) -> Any:
    """Return the MinHash of the shingles of ``words``: for each row the least of its hashes.

    A shingle's hash mixes those of its words in order; a row's hash is a multiplication by an
    odd number and the upper half of the product, which is universal (Dietzfelbinger 1997).
    """
    import numpy as np

    values = np.fromiter((crc32(word.encode()) for word in words), np.uint64, len(words))
    shingles = np.zeros(len(words) - _SHINGLE + 1, np.uint64)
    for at in range(_SHINGLE):
        shingles = (shingles ^ values[at : at + len(shingles)]) * np.uint64(_MIX)
        shingles ^= shingles >> np.uint64(29)
    factors = _factors()
    odd = (factors << np.uint64(1) | np.uint64(1))[:, np.newaxis]
    return (shingles * odd >> np.uint64(32)).min(axis=1).astype(np.uint32)


@cache
def _factors() -> Any:
    """Return what the rows of a signature multiply by, always the same."""
    import numpy as np

    return np.random.default_rng(1).integers(1, 2**63, _BANDS * _ROWS, dtype=np.uint64)


def _near(day: date | None, other: int | None) -> bool:
    if day is None or other is None:
        return day is None and other is None
    return abs(day.toordinal() - other) <= DAYS
