"""HTML pages: title, day, publisher and body, by trafilatura; nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from steelyard.articles.days import publication_day
from steelyard.articles.decoding import is_binary
from steelyard.articles.mapping import Mapping, content_id, host
from steelyard.records import Article, Skipped

SUFFIXES = (".html", ".htm", ".xhtml")

#: No page of news is larger, in bytes.
LARGEST = 20_000_000


def read(stream: BinaryIO, where: str, mapping: Mapping) -> Iterator[Article | Skipped]:
    """Yield the one article of a page."""
    del mapping  # a page has no columns
    data = stream.read(LARGEST + 1)
    if not data.strip():
        yield Skipped(where, "empty")
    elif len(data) > LARGEST:
        yield Skipped(where, "too long", f"over {LARGEST:,} bytes")
    elif is_binary(data[:8192]):
        yield Skipped(where, "not text", "the bytes are those of a binary file")
    else:
        yield article_of_page(data, where)


def article_of_page(data: bytes, where: str, url: str | None = None) -> Article | Skipped:
    """Return the article of a page.

    Args:
        data: The bytes of the page.
        where: Its place, for the report.
        url: Where it was found, if that is known; else the page's own word for it.
    """
    from trafilatura import bare_extraction

    try:
        found: Any = bare_extraction(
            data,
            url=url,
            include_comments=False,
            include_tables=False,
            with_metadata=True,
            fast=True,
        )
    except Exception as error:  # noqa: BLE001 - one odd page must not end a crawl of a million
        return Skipped(where, "cannot be read as a page", f"{type(error).__name__}: {error}")
    text = found.text if found is not None else None
    if not text or not text.strip():
        return Skipped(where, "no text in the page")
    day, _ = publication_day(found.date) if found.date else (None, "")
    address = url or found.url
    return Article(
        id=content_id(address or where, text),
        text=text,
        date=day,
        title=found.title,
        url=address,
        publisher=host(address) or found.hostname or found.sitename,
        where=where,
    )
