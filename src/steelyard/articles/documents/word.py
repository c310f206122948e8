"""Documents of Word (.docx): their paragraphs as a text, or as many articles as an export holds."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from steelyard.articles.mapping import Mapping
from steelyard.articles.text import LARGEST, articles_of_text
from steelyard.records import Article, Skipped

SUFFIXES = (".docx",)

#: The parts of a document unpack to no more bytes.
_MOST_BYTES = 200 * 1024**2


def read(stream: BinaryIO, where: str, mapping: Mapping) -> Iterator[Article | Skipped]:
    """Yield the article of a document, or those of an export of Nexis or Factiva."""
    del mapping  # a document has no columns
    from docx import Document

    try:
        with zipfile.ZipFile(stream) as packed:
            size = sum(info.file_size for info in packed.infolist())
        if size > _MOST_BYTES:
            yield Skipped(where, "too long", f"over {_MOST_BYTES:,} bytes unpacked")
            return
        stream.seek(0)
        text = "\n\n".join(_paragraphs(Document(stream)))
    except Exception as error:  # noqa: BLE001 - what a damaged document raises is not documented
        yield Skipped(where, "cannot be read as a document", str(error) or type(error).__name__)
        return
    if not text.strip():
        yield Skipped(where, "empty")
    elif len(text) > LARGEST:
        yield Skipped(where, "too long", f"over {LARGEST:,} characters; split it into articles")
    else:
        yield from articles_of_text(text, where)


def _paragraphs(document: Any) -> Iterator[str]:
    """The paragraphs and the rows of tables in the order in which they stand."""
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows:
                cells = dict.fromkeys(cell.text.strip() for cell in row.cells)
                yield "\n".join(cell for cell in cells if cell)
        elif block.text.strip():
            yield block.text
