"""WARC: the pages that a crawl brought home, one article a page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from steelyard.articles.html import LARGEST, articles_of_page
from steelyard.articles.mapping import Mapping
from steelyard.records import Article, Skipped

SUFFIXES = (".warc",)

_PAGES = ("text/html", "application/xhtml+xml")
_FOUND = 200


def read(stream: BinaryIO, where: str, mapping: Mapping) -> Iterator[Article | Skipped]:
    """Yield an article for every page among the responses of a crawl."""
    del mapping  # a crawl has no columns
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    records = ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=True)
    seen = 0
    try:
        for seen, record in enumerate(records, start=1):
            yield from _pages(record, f"{where} record {seen}")
    except (OSError, ValueError, EOFError) as error:
        yield Skipped(f"{where} record {seen + 1}", "the file breaks off", str(error))
    if seen == 0:
        yield Skipped(where, "no page in the file")


def _pages(record: Any, place: str) -> Iterator[Article | Skipped]:
    http = record.http_headers
    kind = (http.get("Content-Type") or "").split(";")[0].strip().lower() if http else ""
    if kind not in _PAGES:
        yield Skipped(place, "not a page", kind or "no content type")
        return
    if http.status_code != _FOUND:
        yield Skipped(place, "not a page", f"the server answered {http.status_code}")
        return
    data = record.reader.read(LARGEST + 1)
    if len(data) > LARGEST:
        yield Skipped(place, "too long", f"over {LARGEST:,} bytes")
        return
    yield from articles_of_page(data, place, record.headers.get("WARC-Target-URI"))
