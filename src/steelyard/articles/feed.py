"""RSS and Atom: one article an entry, its text the longest that the entry holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any, BinaryIO

from steelyard.articles.days import is_ambiguous, publication_day
from steelyard.articles.decoding import is_binary
from steelyard.articles.mapping import Mapping, content_id, host, undated
from steelyard.articles.markup import without_markup
from steelyard.records import Article, Skipped

SUFFIXES = (".xml", ".rss", ".atom")

#: No feed is larger, in bytes.
LARGEST = 50_000_000

#: Where an entry states its day: publication beats revision.
_DAYS = ("published", "created", "updated")

_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)


def read(stream: BinaryIO, where: str, mapping: Mapping) -> Iterator[Article | Skipped]:
    """Yield an article for every entry of a feed.

    A feed that declares entities of its own is refused: a few of them can stand for
    gigabytes of text, and no publisher needs them.
    """
    del mapping  # the names of a feed are those of its standard
    data = stream.read(LARGEST + 1)
    if not data.strip():
        yield Skipped(where, "empty")
    elif len(data) > LARGEST:
        yield Skipped(where, "too long", f"over {LARGEST:,} bytes")
    elif is_binary(data[:8192]):
        yield Skipped(where, "not text", "the bytes are those of a binary file")
    elif _ENTITY.search(data.replace(b"\0", b"")):
        yield Skipped(where, "declares XML entities", "a feed needs none")
    else:
        yield from _entries(data, where)


def _entries(data: bytes, where: str) -> Iterator[Article | Skipped]:
    import feedparser

    # As a stream: bytes that look like an address or a path would be opened.
    feed = feedparser.parse(BytesIO(data), resolve_relative_uris=False)
    if not feed.entries:
        yield Skipped(where, "not a feed", "it is neither RSS nor Atom, or has no entry")
    for number, entry in enumerate(feed.entries, start=1):
        place = f"{where} entry {number}"
        text, title = _text(entry), _plain(entry.get("title") or "")
        if not text and title:
            yield Skipped(place, "read all the same: no text, its title alone")
            text = title
        if not text:
            yield Skipped(place, "no text")
            continue
        day, doubt = _day(entry)
        if is_ambiguous(doubt):
            yield undated(place, doubt)
        elif doubt:
            yield Skipped(place, "a date that cannot be", doubt)
            continue
        url = entry.get("link")
        yield Article(
            id=entry.get("id") or content_id(url or place, text),
            text=text,
            date=day,
            title=title or None,
            url=url,
            publisher=host(url),
            where=place,
        )


def _plain(title: str) -> str:
    return " ".join(without_markup(title).split())


def _text(entry: Any) -> str:
    parts = [part.get("value", "") for part in entry.get("content", [])]
    parts.append(entry.get("summary", ""))
    longest = max(parts, key=len)
    paragraphs = re.split(r"\n\s*\n", without_markup(longest))
    return "\n\n".join(text for part in paragraphs if (text := " ".join(part.split())))


def _day(entry: Any) -> tuple[date | None, str]:
    # Of the dictionary itself: feedparser's own get() makes up the one day from the other. Its
    # parsed days are of UTC and roll over ("2024-13-18"), so the words themselves are read.
    words = next((found for key in _DAYS if (found := dict.get(entry, key))), None)
    return publication_day(words) if words else (None, "")
