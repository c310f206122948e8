"""Markdown: title from front matter or the first heading, the body without its marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import BinaryIO

from steelyard.articles.days import is_ambiguous, publication_day
from steelyard.articles.mapping import Mapping, content_id, host
from steelyard.records import Article, Skipped

SUFFIXES = (".md", ".markdown")

# Whatever may go on for ever has a bound, so that a text of nothing but marks takes no minute.
_HEADING = re.compile(r"^#{1,6}[ \t]+(.*)$", re.MULTILINE)
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*(?:\([^()]*\)[^()]*)?\)")
_MARKS = re.compile(r"(\*\*\*|\*\*|\*|___|__|`{1,3})(?=\S)(.{1,600}?)(?<=\S)\1")
_BLOCK = re.compile(r"^(?:>\s?|[-*+]\s+|\d+[.)]\s+)", re.MULTILINE)
_RULE = re.compile(r"^(?:[-*_][ \t]*){3,}$", re.MULTILINE)
_ADDRESS = re.compile(r"<(https?://[^>\s]+)>")
#: YAML between lines of ---, TOML between lines of +++.
_FRONT = re.compile(r"\A(---|\+\+\+)[ \t]*\n(.*?)\n\1[ \t]*\n", re.DOTALL)
#: A title with a line below it.
UNDERLINED = re.compile(r"^(?=\S)(.+)\n={3,}[ \t]*$", re.MULTILINE)

#: A paragraph that names another article is no part of this one.
_POINTER = re.compile(
    r"^(?:related articles?|read (?:more|also)|see also|original url)\s*:", re.IGNORECASE
)

#: What stands before the day in a line of its own.
_ABOVE = re.compile(r"^(?:published|posted|date)\s*:?\s+(?:on\s+)?", re.IGNORECASE)

#: Lines after the title in which the day of publication is looked for.
_HEAD = 15


def read(stream: BinaryIO, where: str, mapping: Mapping) -> Iterator[Article | Skipped]:
    """Yield the one article of a Markdown file."""
    from steelyard.articles import text  # each is the other's neighbour: .txt may hold Markdown

    yield from text.read(stream, where, mapping)


def parse_markdown(text: str, where: str) -> Article | Skipped:
    """Return the article of a Markdown text; its day may stand in front matter or near the top."""
    front, body = _front_matter(text)
    body = UNDERLINED.sub(r"# \1", body)
    heading = _HEADING.search(body)
    title = front.get("title") or (_heading(heading) if heading else None)
    stated = front.get("date") or front.get("published") or front.get("pubdate")
    if stated:
        day, doubt = publication_day(stated)
        if doubt and not is_ambiguous(doubt):
            return Skipped(where, "a date that cannot be", doubt)
    else:
        day = _day_near_top(body)
    url = front.get("url") or _published_at(body)
    plain = plain_text(body)
    if not plain.strip():
        return Skipped(where, "empty")
    return Article(
        id=content_id(where, plain),
        text=plain,
        date=day,
        title=_inline(title) if title else None,
        url=url,
        publisher=front.get("publisher") or host(url),
        where=where,
    )


def plain_text(body: str) -> str:
    """Return Markdown without its marks, paragraphs kept apart by a blank line."""
    text = _RULE.sub("", body)
    text = _HEADING.sub(_heading, text)
    text = _BLOCK.sub("", text)
    paragraphs = []
    for paragraph in re.split(r"\n\s*\n", text):
        line = " ".join(_inline(paragraph).split())
        if line and not _POINTER.match(line):
            paragraphs.append(line)
    return "\n\n".join(paragraphs)


def _heading(found: re.Match[str]) -> str:
    """The words of a heading, whose marks may stand behind it as well."""
    return found[1].rstrip(" \t#")


def _inline(text: str) -> str:
    for _ in range(2):  # a link may be a picture
        text = _LINK.sub(r"\1", text)
    for _ in range(2):  # marks may stand inside marks
        text = _MARKS.sub(r"\2", text)
    return _ADDRESS.sub(r"\1", text)


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    match = _FRONT.match(text)
    if match is None:
        return {}, text
    values = {}
    for line in match.group(2).splitlines():
        key, found, value = line.partition(":" if match.group(1) == "---" else "=")
        if found:
            values[key.strip().lower()] = value.strip().strip("'\"")
    return values, text[match.end() :]


def _day_near_top(body: str) -> date | None:
    for line in [line for line in body.splitlines() if line.strip()][:_HEAD]:
        day, _ = publication_day(_ABOVE.sub("", _inline(line).strip()))
        if day:
            return day
    return None


def _published_at(body: str) -> str | None:
    """The address that a saved page names as its own ("Original url:")."""
    match = re.search(
        r"(?:original url|source|url)\s*:\s*<?(https?://\S+?)>?\s*$",
        body,
        re.IGNORECASE | re.MULTILINE,
    )
    return match.group(1) if match else None
