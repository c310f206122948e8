"""Texts longer than a novel, read in pieces that end where a paragraph or a sentence ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from steelyard.records import Article, Skipped

#: Characters that are read as one article: a novel's.
LONGEST = 1_000_000

#: Where a piece may end, the best first.
_ENDS = ("\n\n", "\n", ". ", " ")


def pieces(article: Article) -> Iterator[Article | Skipped]:
    """Yield an article, or its pieces and a note where it is very long."""
    if len(article.text) <= LONGEST:
        yield article
        return
    cuts = list(_cuts(article.text))
    where = article.where or article.id
    detail = f"{len(article.text):,} characters in {len(cuts)} pieces"
    yield Skipped(where, "read all the same: in pieces", detail)
    for number, (start, end) in enumerate(cuts, start=1):
        yield replace(
            article,
            id=f"{article.id}/{number}",
            text=article.text[start:end],
            where=f"{where} piece {number}",
        )


def of_one_text(one: str, other: str) -> bool:
    """Say whether two ids are those of different pieces of one long text.

    >>> of_one_text("a/1", "a/2"), of_one_text("a/1", "b/2"), of_one_text("a", "a")
    (True, False, False)
    """
    (text, _, piece), (another, _, rest) = one.rpartition("/"), other.rpartition("/")
    return bool(text) and text == another and piece != rest and (piece + rest).isdecimal()


def _cuts(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while len(text) - start > LONGEST:
        latest = start + LONGEST
        found = (text.rfind(mark, start + LONGEST // 2, latest) for mark in _ENDS)
        end = next(
            (at + len(mark) for at, mark in zip(found, _ENDS, strict=True) if at >= 0), latest
        )
        if text[start:end].strip():
            yield start, end
        start = end
    if text[start:].strip():
        yield start, len(text)
