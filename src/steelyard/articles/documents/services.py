"""Texts in which Nexis or Factiva has put many articles one after the other, each with its own day.

Read as one article they would all bear the day of the first. Where the marks of such an export stand in
a text it is cut at them; what stands between the title and the text goes into the fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from steelyard.articles.days import publication_day
from steelyard.articles.mapping import content_id
from steelyard.records import Article

#: "2 of 40 DOCUMENTS", and what closes a document of Nexis Uni.
_NEXIS = re.compile(r"^[ \t]*\d+ of \d+ DOCUMENTS?[ \t]*$", re.MULTILINE)
_END = re.compile(r"^[ \t]*End of Document[ \t]*$", re.MULTILINE)
#: "Document LBA0000020240318ek3i000b9": closes an article of Factiva.
_FACTIVA = re.compile(
    r"^[ \t]*(?:AN[ \t]+)?Document [A-Za-z]{2,8}[A-Za-z0-9]{2,40}[ \t]*$", re.MULTILINE
)

#: A field of Nexis: "LENGTH: 200 words".
_LABEL = re.compile(
    r"^([A-Z][A-Z-]{2,30}|Section|Length|Byline|Copyright|Load-Date|Language|Body):(?:\s|$)"
)
_BEFORE_TEXT = ("LENGTH", "BODY")
_AFTER_TEXT = (
    "LOAD-DATE",
    "LANGUAGE",
    "PUBLICATION-TYPE",
    "JOURNAL-CODE",
    "GRAPHIC",
    "CLASSIFICATION",
)

#: A field of Factiva: "HD Headline". The text stands in LP and TD.
_TAG = re.compile(
    r"^(SE|HD|CR|BY|WC|PD|ET|SN|SC|ED|PG|VOL|LA|CY|LP|TD|CT|RF|CO|IN|NS|RE|IPC|IPD|PUB|AN)(?:[ \t]+|$)"
)
_TEXT_TAGS = ("LP", "TD")

_WORDS = re.compile(r"^[\d,.]+ words$")
_HOUR = re.compile(r"^\d{1,2}:\d{2}(?: GMT)?$")
_RIGHTS = re.compile(r"^(?:\(c\)|©|Copyright)", re.IGNORECASE)
#: Lines of the head of an article of Factiva: title, words, day, hour, paper, code, language, rights.
_MOST_HEAD = 12


@dataclass(slots=True)
class _Document:
    title: str | None = None
    day: date | None = None
    publisher: str | None = None
    lines: list[str] = field(default_factory=list)


def exported(text: str, where: str) -> list[Article]:
    """Return the articles of an export of Nexis or Factiva; none where a text is no such export."""
    if len(parts := _NEXIS.split(text)) > 1 or len(parts := _END.split(text)) > 1:
        documents = [_of_nexis(part) for part in parts if part.strip()]
    elif len(parts := _FACTIVA.split(text)) > 1:
        documents = [_of_factiva(part) for part in parts if part.strip()]
    else:
        return []
    return [
        Article(
            id=content_id(where, str(number), body),
            text=body,
            date=one.day,
            title=one.title,
            publisher=one.publisher,
            where=f"{where} document {number}",
        )
        for number, one in enumerate(documents, start=1)
        if (body := "\n".join(one.lines).strip())
    ]


def _of_nexis(part: str) -> _Document:
    document = _Document()
    lines = [line.strip() for line in part.strip().splitlines()]
    label = None
    body_from = 0
    for number, line in enumerate(lines):
        found = _LABEL.match(line)
        label = found[1].upper() if found else label
        if document.day is None and found is None:
            document.day = publication_day(line)[0] if line else None
        if found and label in _BEFORE_TEXT:
            body_from = number + 1
    head = [line for line in lines[: body_from or len(lines)] if line and not _LABEL.match(line)]
    named = [line for line in head if publication_day(line)[0] is None]
    if body_from and named:
        document.publisher, document.title = (
            (named[0], named[1]) if len(named) > 1 else (None, named[0])
        )
    for line in _until_fields(lines[body_from:]):
        document.lines.append(line)
    return document


def _until_fields(lines: list[str]) -> Iterator[str]:
    for line in lines:
        found = _LABEL.match(line)
        if (found and found[1].upper() in _AFTER_TEXT) or _RIGHTS.match(line):
            return
        yield line


def _of_factiva(part: str) -> _Document:
    lines = [line.strip() for line in part.strip().splitlines()]
    tagged = [line for line in lines if _TAG.match(line)]
    if any(line.startswith("HD") for line in tagged) and any(
        line.startswith(_TEXT_TAGS) for line in tagged
    ):
        return _of_tags(lines)
    document = _Document()
    head = True
    for number, line in enumerate(line for line in lines if line):
        day = publication_day(line)[0]
        if number == 0:
            document.title = line
        elif head and document.day is None and day:
            document.day = day
        elif head and document.day and document.publisher is None and not _HOUR.match(line):
            document.publisher = line
        elif head and (number > _MOST_HEAD or _is_sentence(line)):
            head = False
            document.lines.append(line)
        elif not head:
            document.lines += ["", line]
    return document


def _is_sentence(line: str) -> bool:
    """Say whether a line is of the text: what stands before it has no full stop, or is a right."""
    return line.endswith((".", "”", '"', "?", "!")) and not (
        _RIGHTS.match(line) or _WORDS.match(line)
    )


def _of_tags(lines: list[str]) -> _Document:
    document = _Document()
    tag = ""
    for line in lines:
        found = _TAG.match(line)
        tag, rest = (found[1], line[found.end() :]) if found else (tag, line)
        if tag == "HD":
            document.title = f"{document.title or ''} {rest}".strip() or None
        elif tag == "PD" and document.day is None:
            document.day = publication_day(rest)[0]
        elif tag == "SN" and document.publisher is None:
            document.publisher = rest or None
        elif tag in _TEXT_TAGS:
            document.lines += ["", rest] if found else [rest]
    return document
