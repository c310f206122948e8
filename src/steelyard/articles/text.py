"""Plain text: a title in the first line, a day in one of the first, then the body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import BinaryIO

from steelyard.articles.days import publication_day
from steelyard.articles.decoding import decode, is_binary
from steelyard.articles.documents.services import exported
from steelyard.articles.mapping import Mapping, content_id
from steelyard.articles.markdown import UNDERLINED, parse_markdown
from steelyard.articles.markup import without_markup
from steelyard.records import Article, Skipped
from steelyard.sheets import begins_other

SUFFIXES = (".txt", ".text")

#: A file of text is one article; none is longer than this many bytes.
LARGEST = 20_000_000

#: Lines among which the head of an article stands: title, author, day.
_HEAD = 12

#: A line longer than this is no title.
_TITLE = 160

#: Lines that are broken by hand have no more characters.
_BROKEN = 100

_AUTHOR = re.compile(r"by\s+[A-Z]\S+(?:\s+\S+){0,5}$", re.IGNORECASE)
#: What a wire says of its own text: "(Adds quotes, background)".
_SAID = re.compile(r"\([^()]*\)")
#: The dateline of an agency that gives the year: "QUITO, March 25 2023 (EFE) - ".
_DATELINE = re.compile(
    r"[A-Z][^a-z().]{1,40}, (?P<day>[^()]{6,20}) \([A-Za-z/ ]{2,20}\) ?[-\u2013\u2014]"
)
_LABEL = re.compile(r"^(?:date|published|day)\s*:\s*", re.IGNORECASE)
#: What stands before the day in a line of the head, and a line that says when a text was changed.
_BEFORE_A_DAY = re.compile(r"[,|:\u00b7\u2022\u2013\u2014]\s*|\s-\s+|\b(?:on|am)\s+|\(")
_CHANGED = re.compile(r"(?:last )?(?:updated?|modified|changed|corrected)\b", re.IGNORECASE)
#: A day with its weekday, hour and zone has no more characters.
_DAY_AND_HOUR = 45


def read(stream: BinaryIO, where: str, mapping: Mapping) -> Iterator[Article | Skipped]:
    """Yield the one article of a file of plain text."""
    del mapping  # text has no columns
    data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        yield Skipped(where, "too long", f"over {LARGEST:,} bytes; split it into articles")
    elif not data.strip():
        yield Skipped(where, "empty")
    elif (what := begins_other(data[:512])) is not None:
        yield Skipped(where, "not text", f"it is {what}; save it as text, HTML or Word (.docx)")
    elif is_binary(data[:8192]):
        yield Skipped(where, "not text", "the bytes are those of a binary file")
    else:
        text, note = decode(data)
        if not text.strip():
            yield Skipped(where, "empty")
            return
        if note:
            yield Skipped(where, f"read all the same: {note}")
        yield from articles_of_text(text, where)


def articles_of_text(text: str, where: str) -> Iterator[Article | Skipped]:
    """Yield the article of a text, or those that Nexis or Factiva has put into it."""
    documents = exported(text, where)
    yield from documents
    if not documents:
        yield article_of_text(text, where)


def article_of_text(text: str, where: str) -> Article | Skipped:
    """Return the article of a text that states its title and day in its first lines.

    A heading of Markdown among the first lines makes it Markdown.
    """
    lines = text.strip().splitlines()
    head = [line.strip() for line in lines[:_HEAD]]
    marked = any(line.startswith("# ") for line in head) or head[0] in ("---", "+++")
    if marked or UNDERLINED.search("\n".join(head)):
        return parse_markdown(text, where)
    day, doubt, dated = None, "", None
    heads = True
    for number, line in enumerate(head):
        found, wrong = publication_day(_LABEL.sub("", line))
        if found is None and number and heads:
            found = _day_behind(line)
        heads = heads and (number == 0 or _is_head(line))
        if found:
            day, dated = found, number
            break
        if _LABEL.match(line) or "is before" in wrong or "is in the future" in wrong:
            doubt = doubt or wrong
    if day is None and doubt:
        return Skipped(where, "a date that cannot be", doubt)
    if day is None and (first := _day_behind(head[0])):
        day, dated = first, 0
    day = day or next(filter(None, map(_day_of_dateline, head)), None)
    titled = len(lines) > 1 and len(head[0]) <= _TITLE and not head[0].endswith((".", "!"))
    body = without_markup(_head_apart(lines, titled=titled, dated=dated))
    return Article(
        id=content_id(where, body),
        text=body,
        date=day,
        title=head[0] if titled else None,
        where=where,
    )


def _day_of_dateline(line: str) -> date | None:
    """Return the day of an agency's dateline, with its year: "QUITO, March 25 2023 (EFE) - The ..."."""
    found = _DATELINE.match(line)
    return publication_day(found["day"])[0] if found else None


def _is_head(line: str) -> bool:
    """Say whether a line may still belong to the head: no sentence of the text does."""
    return len(line) <= _BROKEN and not line.endswith((".", "!", "?", "\u201d", '"'))


def _day_behind(line: str) -> date | None:
    """Return the day of a line that names the paper or the author before it; None where it has none.

    >>> _day_behind("The Guardian, 10 April 2019")
    datetime.date(2019, 4, 10)
    """
    if not _is_head(line) or _CHANGED.match(line):
        return None
    for mark in _BEFORE_A_DAY.finditer(line):
        rest = line[mark.end() :].strip()
        if len(rest) <= _DAY_AND_HOUR and (day := publication_day(rest)[0]):
            return day
    return None


def _head_apart(lines: list[str], *, titled: bool, dated: int | None) -> str:
    """Return a text whose title, author and day are paragraphs of their own, not one sentence."""
    parts: list[str] = []
    for number, line in enumerate(lines):
        parts.append(line)
        if number + 1 == len(lines) or not lines[number + 1].strip():
            continue
        after = lines[number + 1].strip()
        ended = number == 0 and titled and _goes_before(line.strip(), after, number + 1 == dated)
        apart = _AUTHOR.match(line.strip()) or _SAID.fullmatch(line.strip())
        if ended or number == dated or number + 1 == dated or apart:
            parts.append("")
    return "\n".join(parts)


def _goes_before(title: str, after: str, dated: bool) -> bool:
    """Say whether a first line is a title, and not the first of a sentence broken into lines."""
    begins = after[:1].isupper() or after[:1] in "\"\u201c'\u2018("
    return dated or (begins and (len(after) > _BROKEN or len(title) < 0.7 * len(after)))
