"""HTML pages: title, day, publisher and body, by trafilatura; nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from steelyard.articles.days import publication_day
from steelyard.articles.days.pages import live_entries, stated_day
from steelyard.articles.decoding import is_binary
from steelyard.articles.mapping import Mapping, content_id, host
from steelyard.records import Article, Skipped

SUFFIXES = (".html", ".htm", ".xhtml")

#: No page of news is larger, in bytes.
LARGEST = 20_000_000


def read(stream: BinaryIO, where: str, mapping: Mapping) -> Iterator[Article | Skipped]:
    """Yield the article of a page, or those of a live blog."""
    del mapping  # a page has no columns
    data = stream.read(LARGEST + 1)
    if not data.strip():
        yield Skipped(where, "empty")
    elif len(data) > LARGEST:
        yield Skipped(where, "too long", f"over {LARGEST:,} bytes")
    elif is_binary(data[:8192]):
        yield Skipped(where, "not text", "the bytes are those of a binary file")
    else:
        yield from articles_of_page(data, where)


def articles_of_page(
    data: bytes, where: str, url: str | None = None
) -> Iterator[Article | Skipped]:
    """Yield the article of a page, or the entries of a live blog, each with its own day.

    Args:
        data: The bytes of the page.
        where: Its place, for the report.
        url: Where it was found, if that is known; else the page's own word for it.
    """
    from trafilatura import bare_extraction
    from trafilatura.utils import load_html

    try:
        found: Any = bare_extraction(
            data,
            url=url,
            include_comments=False,
            include_tables=False,
            with_metadata=True,
            fast=True,
            # A year in a footer is no day, and what was published goes before what was changed.
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
        tree = load_html(data)
        entries = live_entries(tree) if tree is not None else ()
        day, stated = stated_day(tree) if tree is not None else (None, False)
        headings = [h.text_content() for h in tree.iter("h1")] if tree is not None else []
    except Exception as error:  # noqa: BLE001 - one odd page must not end a crawl of a million
        yield Skipped(where, "cannot be read as a page", f"{type(error).__name__}: {error}")
        return
    text = _paragraphs((found.text if found is not None else None) or "", headings)
    if not text.strip() and not entries:
        yield Skipped(where, "no text in the page")
        return
    address: str | None = url or (found.url if found is not None else None)
    publisher = host(address) or (found.hostname or found.sitename if found is not None else None)
    for number, entry in enumerate(entries, start=1):
        yield Article(
            id=content_id(address or where, str(number), entry.text),
            text=entry.text,
            date=entry.day,
            title=entry.title,
            url=address,
            publisher=publisher,
            where=f"{where} entry {number}",
        )
    if entries:
        return
    if day is None and not stated and found.date:
        day, _ = publication_day(found.date)
    yield Article(
        id=content_id(address or where, text),
        text=text,
        date=day,
        title=found.title,
        url=address,
        publisher=publisher,
        where=where,
    )


def _paragraphs(text: str, headings: list[str]) -> str:
    """The lines of a page as paragraphs, without the headline above them.

    A headline has no full stop: left where it is, it would run into the first sentence.
    """
    lines = [line for line in text.split("\n") if line.strip()]
    above = {" ".join(heading.split()) for heading in headings}
    if len(lines) > 1 and " ".join(lines[0].split()) in above:
        lines = lines[1:]
    return "\n\n".join(lines)
