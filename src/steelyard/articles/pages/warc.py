"""WARC: the pages that a crawl brought home, one article a page."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

from steelyard.articles.mapping import Mapping
from steelyard.articles.packed.gzipped import Unpacked
from steelyard.articles.pages.page import LARGEST, articles_of_page
from steelyard.records import Article, Skipped

SUFFIXES = (".warc",)

_PAGES = ("text/html", "application/xhtml+xml")
_FOUND = 200

#: A line that says in hexadecimal how long the next chunk is (RFC 9112, 7.1).
_CHUNK = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,200})?\r?\n")

#: Windows by which zlib reads gzip, zlib's own form, and bare deflate.
_WINDOWS = {"gzip": (31,), "x-gzip": (31,), "deflate": (15, -15)}


def read(stream: BinaryIO | Unpacked, where: str, mapping: Mapping) -> Iterator[Article | Skipped]:
    """Yield the articles of every page among the responses of a crawl.

    Of a file that breaks off, the records that are whole are read.
    """
    del mapping  # a crawl has no columns
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    source: Any = _Pieces(stream) if isinstance(stream, Unpacked) else stream
    kinds = WarcRecordType.response | WarcRecordType.resource
    records = ArchiveIterator(source, record_types=kinds, parse_http=True)
    seen = 0
    try:
        for seen, record in enumerate(records, start=1):
            yield from _pages(record, f"{where} record {seen}")
    except (OSError, ValueError, EOFError) as error:
        yield Skipped(f"{where} record {seen + 1}", "the file breaks off", str(error))
        seen += 1
    if seen == 0:
        yield Skipped(where, "no page in the file")


class _Pieces:
    """What is unpacked so far, as a reader of records asks for it."""

    def __init__(self, unpacked: Unpacked) -> None:
        self._unpacked = unpacked

    def read(self, size: int) -> bytes:
        return self._unpacked.pieces(size)

    def tell(self) -> int:
        return self._unpacked.tell()


def _pages(record: Any, place: str) -> Iterator[Article | Skipped]:
    http = record.http_headers
    if http is None:  # a page saved as it is, without the server's answer
        yield from _resource(record, place)
        return
    kind = (http.get("Content-Type") or "").split(";")[0].strip().lower()
    if kind not in _PAGES:
        yield Skipped(place, "not a page", kind or "no content type")
        return
    if http.status_code != _FOUND:
        yield Skipped(place, "not a page", f"the server answered {http.status_code}")
        return
    data = record.reader.read(LARGEST + 1)
    if len(data) < min(record.content_length, LARGEST):
        yield Skipped(place, "the file breaks off", "the record is not whole")
        return
    if "chunked" in (http.get("Transfer-Encoding") or "").lower():
        data = _joined(data)
    data = _unpacked(data, (http.get("Content-Encoding") or "").strip().lower())
    if len(data) > LARGEST:
        yield Skipped(place, "too long", f"over {LARGEST:,} bytes")
        return
    yield from articles_of_page(data, place, record.headers.get("WARC-Target-URI"))


def _resource(record: Any, place: str) -> Iterator[Article | Skipped]:
    kind = (record.headers.get("Content-Type") or "").split(";")[0].strip().lower()
    data = record.reader.read(LARGEST + 1) if kind in _PAGES else b""
    if kind not in _PAGES:
        yield Skipped(place, "not a page", kind or "no content type")
    elif len(data) > LARGEST:
        yield Skipped(place, "too long", f"over {LARGEST:,} bytes")
    else:
        yield from articles_of_page(data, place, record.headers.get("WARC-Target-URI"))


def _joined(data: bytes) -> bytes:
    """The chunks of a body put together; a body that a crawler joined before stays as it is."""
    parts: list[bytes] = []
    at = 0
    while found := _CHUNK.match(data, at):
        length = int(found[1], 16)
        if length == 0:
            return b"".join(parts)
        start = found.end()
        parts.append(data[start : start + length])
        at = start + length
        while data[at : at + 1] in (b"\r", b"\n"):
            at += 1
    # What follows no length is the rest of a body that was cut, or a body that is not chunked.
    return b"".join(parts) if parts else data


def _unpacked(data: bytes, encoding: str) -> bytes:
    """A body unpacked; one that is not packed as its header says stays as it is."""
    for window in _WINDOWS.get(encoding, ()):
        try:
            return zlib.decompressobj(window).decompress(data, LARGEST + 1)
        except zlib.error:
            continue
    return data
