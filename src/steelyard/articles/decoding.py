"""Bytes to text: UTF-8 first, what is done when they are something else, and lines of bytes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from steelyard.records import Article, Skipped
from steelyard.sheets.encodings import unmarked_utf16

#: So many bytes show whether a text is in UTF-16 without its mark.
_FIRST = 4096

#: A line longer than this many bytes holds no article.
LONGEST_LINE = 20_000_000

#: Bytes that say a file is no text, whatever its name: NUL, and control codes no text uses.
_CONTROL = bytes(code for code in range(32) if code not in (7, 8, 9, 10, 12, 13, 27))

#: More of those than this share of the first bytes, and a file counts as binary.
_BINARY_SHARE = 0.02


def is_binary(head: bytes) -> bool:
    """Say whether the first bytes of a file are those of no text."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or unmarked_utf16(head):
        return False  # UTF-16 has a NUL in every other byte
    bad = len(head) - len(head.translate(None, _CONTROL))
    return b"\0" in head or bad > _BINARY_SHARE * max(1, len(head))


def decode(data: bytes) -> tuple[str, str]:
    """Return the text of ``data`` and a note of what had to be mended, empty where nothing.

    UTF-8 and UTF-16 with a mark are read as they are; other bytes as Windows-1252, in which
    every byte of Western European news has a meaning.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text, note = data.decode("utf-16", errors="replace"), ""
    elif wide := unmarked_utf16(data[:_FIRST]):
        text, note = data.decode(wide, errors="replace"), ""
    else:
        text, note = decode_line(data)
    return text.replace("\r\n", "\n").replace("\r", "\n"), note


def decode_line(data: bytes) -> tuple[str, str]:
    """Return the text of ``data``, UTF-8 or else Windows-1252, and a note where it was the latter."""
    try:
        return data.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        return _nearly_utf8(data) or data.decode("cp1252", errors="replace"), "not UTF-8"


def mended(article: Article) -> Iterator[Article | Skipped]:
    """Yield an article whose text was once decoded wrongly with the text mended, and a note of it.

    Halves of characters, which no file can hold, are replaced in every field.
    """
    import ftfy
    from ftfy.badness import is_bad

    whole = {
        name: value.encode("utf-8", "replace").decode()
        for name in ("id", "text", "title", "url", "publisher")
        if (value := getattr(article, name)) and not _writable(value)
    }
    if whole:
        article = replace(article, **whole)
    if is_bad(article.text):
        text = ftfy.fix_encoding(article.text)
        if text != article.text:
            yield Skipped(article.where or article.id, "read all the same: mojibake mended")
            article = replace(article, text=text)
    yield article


def _writable(text: str) -> bool:
    """Say whether UTF-8 can hold a text."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _nearly_utf8(data: bytes) -> str | None:
    """UTF-8 with a few broken bytes, each shown as a question mark; None where it is not."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\N{REPLACEMENT CHARACTER}")
    foreign = sum(1 for letter in text if ord(letter) > 127)
    # One letter alone, and nothing in UTF-8 beside it, is a letter of another encoding.
    return text if broken < foreign and broken <= max(1, 0.1 * foreign) else None


def lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """Yield lines of at most :data:`LONGEST_LINE` bytes, line ends kept; None for a longer one."""
    while line := stream.readline(LONGEST_LINE):
        if line.endswith(b"\n") or len(line) < LONGEST_LINE:
            yield line
            continue
        while (rest := stream.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
            pass
        yield None
