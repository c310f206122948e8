"""JSON Lines: one article a line; a bad line is reported with its number, the rest is read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import BinaryIO

from steelyard.articles.decoding import LONGEST_LINE, is_binary, lines
from steelyard.articles.mapping import Mapping, articles_of
from steelyard.records import Article, Skipped

SUFFIXES = (".jsonl", ".ndjson", ".json")


def read(stream: BinaryIO, where: str, mapping: Mapping) -> Iterator[Article | Skipped]:
    """Yield an article for every line that holds one."""
    number = 0
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
