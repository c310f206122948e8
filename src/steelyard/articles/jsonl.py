"""JSON Lines: one article a line; a bad line is reported with its number, the rest is read.

A list of articles, and the answer of a service that holds one, are read as well.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, BinaryIO

from steelyard.articles.decoding import LONGEST_LINE, is_binary, lines
from steelyard.articles.mapping import Mapping, articles_of
from steelyard.records import Article, Skipped
from steelyard.sheets.json_rows import records_of

#: The first bytes of a file, which show whether it is lines.
_HEAD = 256 * 1024

SUFFIXES = (".jsonl", ".ndjson", ".json")


def read(stream: BinaryIO, where: str, mapping: Mapping) -> Iterator[Article | Skipped]:
    """Yield an article for every line that holds one, or every record of a list."""
    number = 0
    if stream.seekable() and (records := _list_of(stream, mapping)):
        for number, record in enumerate(records, start=1):
            yield from articles_of(record, mapping, f"{where} record {number}")
        return
    for number, line in enumerate(lines(stream), start=1):
        place = f"{where} line {number}"
        if line is None:
            yield Skipped(place, "too long", f"over {LONGEST_LINE:,} bytes in one line")
        elif number == 1 and is_binary(line[:8192]):
            yield Skipped(where, "not text", "the bytes are those of a binary file")
            return
        elif line.strip():
            yield from _articles(line, place, mapping)
    if number == 0:
        yield Skipped(where, "empty")


def _list_of(stream: BinaryIO, mapping: Mapping) -> list[dict[str, Any]] | None:
    """The records of a file that is one list or one answer, None where it is lines, or no JSON.

    Only a file whose first line is no record by itself is read whole.
    """
    first = stream.read(_HEAD)
    stream.seek(0)
    line, _, rest = first.lstrip(b"\xef\xbb\xbf \t\r\n").partition(b"\n")
    if not line.startswith((b"[", b"{")):
        return None
    if line.startswith(b"{") and rest:
        with suppress(ValueError, RecursionError):
            json.loads(line)
            return None  # a line that is whole by itself
    data = stream.read(LONGEST_LINE + 1)
    stream.seek(0)
    if len(data) > LONGEST_LINE:
        return None
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if isinstance(document, dict) and mapping.value(document, "text"):
        return [document]  # one article, whatever lists it bears
    found = records_of(document)
    return [document] if found is None and isinstance(document, dict) else found


def _articles(line: bytes, place: str, mapping: Mapping) -> Iterator[Article | Skipped]:
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        yield Skipped(place, "not UTF-8")
        return
    except (ValueError, RecursionError) as error:
        yield Skipped(place, "not JSON", str(error))
        return
    if isinstance(record, dict):
        yield from articles_of(record, mapping, place)
    else:
        yield Skipped(place, "not a record", f"found {type(record).__name__}, need an object")
