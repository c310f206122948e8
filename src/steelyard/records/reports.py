"""Reports and what an archive keeps beside events: articles, coverage, the manifest of files.

A report is one publisher's mention of an event: one line of a data set, or one coded sentence.
Reports stay in the archive whole; an event is what the reports of one happening have in common.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

import pyarrow as pa

from steelyard.records.events import EVENT

#: What a report has beside the columns of an event.
_OF_A_REPORT = (
    pa.field("report_id", pa.string(), nullable=False),
    # The source's own code (``042``) and its scheme (``cameo``, ``weis``, ``plover``).
    pa.field("code", pa.string()),
    pa.field("scheme", pa.string()),
    # The finest name of the place that the publisher gives; ``place`` is the country.
    pa.field("locality", pa.string()),
    # Where the line is a further mention of another line: that line's ``source_id``.
    pa.field("mention_of", pa.string()),
    pa.field("file", pa.string(), nullable=False),
    # Number of the line in the file, from 1; null where the source's own id finds the row.
    pa.field("line", pa.int64()),
)

#: The report table: the columns of EVENT as this one line has them, and :data:`_OF_A_REPORT`.
#: ``event_id`` is the event that the report belongs to; ``reports`` is the number of raw rows
#: behind the line (1 unless the publisher has counted them together); ``publishers`` holds one.
REPORT = pa.schema((*EVENT, *_OF_A_REPORT))

#: The article table: texts that were read, whether they held an event or not.
ARTICLE = pa.schema(
    (
        pa.field("document_id", pa.string(), nullable=False),
        # The article that this one is a copy of; its own id where it is the first.
        pa.field("document", pa.string(), nullable=False),
        pa.field("date", pa.date32()),
        pa.field("title", pa.string()),
        pa.field("url", pa.string()),
        pa.field("publisher", pa.string()),
        pa.field("language", pa.string()),
        pa.field("text", pa.string(), nullable=False),
        pa.field("file", pa.string(), nullable=False),
    )
)

State = Literal["whole", "partial", "missing"]

#: Days that a publisher's files stand for, not days that their rows bear. A day that a source
#: covers neither whole nor in part, between its first and last, is listed as ``missing``.
COVERAGE = pa.schema(
    (
        pa.field("source", pa.string(), nullable=False),
        pa.field("day", pa.date32(), nullable=False),
        pa.field("state", pa.string(), nullable=False),
        # The files that cover the day, split by ``;``; null where it is missing.
        pa.field("file", pa.string()),
        # Rows of the source that bear the day.
        pa.field("rows", pa.int64(), nullable=False),
    )
)

#: One row a loaded file: rows read = kept (they head an event) + merged (they joined one) +
#: rejected. ``reasons`` says why, each with its count and the first lines.
MANIFEST = pa.schema(
    (
        pa.field("source", pa.string(), nullable=False),
        pa.field("file", pa.string(), nullable=False),
        pa.field("sha256", pa.string(), nullable=False),
        pa.field("bytes", pa.int64(), nullable=False),
        pa.field("layout", pa.string(), nullable=False),
        pa.field("read", pa.int64(), nullable=False),
        pa.field("kept", pa.int64(), nullable=False),
        pa.field("merged", pa.int64(), nullable=False),
        pa.field("rejected", pa.int64(), nullable=False),
        pa.field("reasons", pa.list_(pa.string()), nullable=False),
        pa.field("loaded", pa.timestamp("us"), nullable=False),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What loading one file did: one row of :data:`MANIFEST`.

    ``notes`` say what was assumed about the file. ``same`` is true where the archive held exactly this file already and nothing was done.
    """

    source: str
    file: str
    sha256: str
    bytes: int
    layout: str
    read: int
    kept: int
    merged: int
    rejected: int
    reasons: tuple[str, ...]
    loaded: datetime
    same: bool = False
    unknown: Mapping[str, int] | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that was not taken: its line in the file (None where unknown) and why.

    ``bad`` is false where the row is sound but outside what the archive holds (a statement
    that is no PLOVER event): such rows never make a file be refused.
    """

    line: int | None
    reason: str
    bad: bool = True


@dataclass(frozen=True, slots=True)
class CoveredDay:
    """One row of :data:`COVERAGE`."""

    source: str
    day: date
    state: State
    file: str | None
    rows: int


def report_id(*identity: object) -> str:
    """Return the content hash that names a report: ``r`` and 15 hexadecimal digits."""
    text = "\x1f".join("" if part is None else str(part) for part in identity)
    return "r" + hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()[:15]
