"""Live blogs: one article an entry, each with its own day.

The entries stand in JSON-LD (``LiveBlogPosting``), or are the parts of the page that bear a time
of their own. Anything else would date what happened by the day on which the page was begun.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from steelyard.articles.days import publication_day
from steelyard.articles.markup import without_markup

_NAME = re.compile(
    r"live-?_?(?:blog|updates?|feed|page|ticker|stream|coverage|story)", re.IGNORECASE
)
_TYPE = "LiveBlogPosting"

#: Keys under which an element states its time.
_TIMES = ("datetime", "data-timestamp", "data-time", "data-published", "data-date", "data-datetime")

#: A page of fewer parts with a time of their own is no live blog.
_FEWEST = 2

#: Parts of an entry that are paragraphs of it.
_PARAGRAPHS = ("p", "li", "h2", "h3", "h4", "h5", "blockquote")


@dataclass(frozen=True, slots=True)
class LiveEntry:
    """One entry of a live blog; the day is None where it states none, ``doubt`` says why."""

    title: str | None
    text: str
    day: date | None
    doubt: str


def live_entries(tree: Any, items: list[dict[str, Any]]) -> list[LiveEntry]:
    """Return the entries of a live blog in the order of the page; none where it is no live blog."""
    blogs = [item for item in items if _TYPE in str(item.get("@type"))]
    stated = [entry for blog in blogs for entry in _stated(blog)]
    if stated:
        return stated
    if not (blogs or _is_marked(tree)):
        return []
    found = list(_marked(tree))
    return found if len(found) >= _FEWEST else []


def _stated(blog: dict[str, Any]) -> Iterator[LiveEntry]:
    updates = blog.get("liveBlogUpdate")
    for update in updates if isinstance(updates, list) else [updates]:
        if not isinstance(update, dict):
            continue
        title = _words(update.get("headline") or update.get("name"))
        body = _words(update.get("articleBody") or update.get("text") or update.get("description"))
        if not (body or title):
            continue
        text = body if not title or title in body else f"{title}\n\n{body}".strip()
        stated = update.get("datePublished") or update.get("dateCreated")
        day, doubt = publication_day(str(stated)) if stated else (None, "")
        yield LiveEntry(title or None, text, day, doubt)


def _words(value: Any) -> str:
    return without_markup(value).strip() if isinstance(value, str) else ""


def _is_marked(tree: Any) -> bool:
    """Say whether a page calls itself or a part of it a live blog."""
    return any(
        _TYPE in (element.get("itemtype") or "")
        or any(_NAME.search(element.get(key) or "") for key in ("class", "id"))
        for element in tree.iter("html", "body", "main", "article", "section", "div", "ol", "ul")
    )


def _marked(tree: Any) -> Iterator[LiveEntry]:
    """The largest parts of a page that bear one time each."""
    times = [element for element in tree.iter() if isinstance(element.tag, str) and _time(element)]
    above: dict[Any, int] = {}
    for element in times:
        for part in (element, *element.iterancestors()):
            above[part] = above.get(part, 0) + 1
    for element in times:
        entry = element
        for part in element.iterancestors():
            if above[part] > 1 or part.tag in ("body", "html"):
                break
            entry = part
        text = _text(entry, element)
        if text:
            day, doubt = publication_day(_time(element) or "")
            heading = next(entry.iter("h2", "h3", "h4"), None)
            title = " ".join(heading.text_content().split()) if heading is not None else None
            yield LiveEntry(title, text, day, doubt)


def _time(element: Any) -> str | None:
    """The time that an element states with its day."""
    stated = [element.get(key) for key in _TIMES]
    if (element.get("itemprop") or "").lower() == "datepublished":
        stated.append(element.get("content"))
    if element.tag == "time":
        stated.append(" ".join(element.text_content().split()))
    return next((text for text in stated if text and publication_day(text)[0]), None)


def _text(entry: Any, time: Any) -> str:
    parts = []
    for element in entry.iter(*_PARAGRAPHS):
        if element is time or any(
            up.tag in _PARAGRAPHS for up in element.iterancestors() if up is not entry
        ):
            continue
        parts.append(" ".join(element.text_content().split()))
    return "\n\n".join(part for part in parts if part)
