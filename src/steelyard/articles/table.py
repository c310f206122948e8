"""CSV: one article a row, columns mapped to the fields of an article."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from steelyard.articles.decoding import is_binary
from steelyard.articles.mapping import Mapping, article_of
from steelyard.records import Article, Skipped

SUFFIXES = (".csv", ".tsv")

#: A cell longer than this many characters holds no article.
LONGEST_CELL = 20_000_000


def read(stream: BinaryIO, where: str, mapping: Mapping) -> Iterator[Article | Skipped]:
    """Yield an article for every row that holds one."""
    head = stream.read(8192)
    stream.seek(0)
    if not head.strip():
        yield Skipped(where, "empty")
        return
    if is_binary(head):
        yield Skipped(where, "not text", "the bytes are those of a binary file")
        return
    csv.field_size_limit(LONGEST_CELL)
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="replace", newline="")
    delimiter = "\t" if b"\t" in head.split(b"\n", 1)[0] else ","
    rows = csv.DictReader(text, delimiter=delimiter)
    try:
        for row in rows:
            yield article_of(row, mapping, f"{where} line {rows.line_num}")
    except csv.Error as error:
        yield Skipped(f"{where} line {rows.line_num}", "not CSV", str(error))
    finally:
        text.detach()
