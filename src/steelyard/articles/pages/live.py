"""Live blogs and other pages of many entries: one article an entry, each with its own day.

The entries stand in JSON-LD (``LiveBlogPosting``), are the parts of the page that bear a time
of their own, or stand below headings that are days. Anything else would date what happened by the day
on which the page was begun.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from steelyard.articles.days import publication_day
from steelyard.articles.markup import without_markup
from steelyard.articles.pages.published import is_elsewhere

_NAME = re.compile(
    r"live-?_?(?:blog|updates?|feed|page|ticker|stream|coverage|story)", re.IGNORECASE
)
_TYPE = "LiveBlogPosting"
#: What the title of a live blog says.
_TITLED = re.compile(
    r"\blive\b\s*(?:[:\u2013\u2014|-]|updates?|blog|coverage|reporting)|[:\u2013\u2014|-]\s*live\b|"
    r"as it happened|minute by minute|liveblog",
    re.IGNORECASE,
)

#: Keys under which an element states its time.
_TIMES = ("datetime", "data-timestamp", "data-time", "data-published", "data-date", "data-datetime")

#: A page of fewer parts with a time of their own is no live blog.
_FEWEST = 2

#: An entry of a page that does not call itself a live blog has this many letters outside its links, and the
#: entries are more than all else in the page.
_LEAST_WORDS = 60

#: None of them is so much of all of them: else it is an article, and the others are about it.
_MOST_OF_ALL = 0.6

#: Headings, each of which may be the day of what follows.
_HEADINGS = ("h2", "h3", "h4", "h5")

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
    if exported := list(_exported(tree)):
        return exported
    marked = bool(blogs) or _is_marked(tree)
    parts = [part for part in _timed(tree) if marked or _is_of_the_page(part)]
    found = [entry for part in parts if (entry := _entry(*part)) is not None]
    titled = any(_TITLED.search(element.text_content()) for element in tree.iter("title", "h1"))
    if len(found) >= _FEWEST and (marked or titled or _are_alike(found, tree)):
        return found
    found = list(_below_days(tree))
    return found if len(found) >= _FEWEST and _are_the_page(found, tree) else []


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


def _timed(tree: Any) -> Iterator[tuple[Any, Any]]:
    """The largest parts of a page that bear one time each, and the elements that state it."""
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
        yield entry, element


def _is_of_the_page(part: tuple[Any, Any]) -> bool:
    """Say whether a part is more than the link to another article, a comment or a line of the foot."""
    entry, element = part
    linked = sum(len(link.text_content()) for link in entry.iter("a"))
    return not is_elsewhere(element) and len(entry.text_content()) - linked >= _LEAST_WORDS


def _are_alike(entries: list[LiveEntry], tree: Any) -> bool:
    """Say whether a page that does not call itself so is one of many entries, and not an article with comments."""
    longest = max(len(entry.text) for entry in entries)
    told = sum(len(entry.text) for entry in entries)
    return len(entries) > _FEWEST and longest < _MOST_OF_ALL * told and _are_the_page(entries, tree)


def _are_the_page(entries: list[LiveEntry], tree: Any) -> bool:
    """Say whether entries of more than one day are more than half of what a page says."""
    body = tree.find("body")
    body = tree if body is None else body
    paragraphs = (element for element in body.iter("p") if not is_elsewhere(element))
    whole = sum(len(element.text_content()) for element in paragraphs)
    told = sum(len(entry.text) for entry in entries)
    return len({entry.day for entry in entries}) > 1 and 2 * told > whole


def _entry(entry: Any, element: Any) -> LiveEntry | None:
    text = _text(entry, element)
    if not text:
        return None
    day, doubt = publication_day(_time(element) or "")
    heading = next(entry.iter("h2", "h3", "h4"), None)
    title = " ".join(heading.text_content().split()) if heading is not None else None
    return LiveEntry(title, text, day, doubt)


def _below_days(tree: Any) -> Iterator[LiveEntry]:
    """What stands below headings that are a day and nothing else, up to the next of them."""
    for heading in tree.iter(*_HEADINGS):
        day, _ = publication_day(" ".join(heading.text_content().split()))
        if day is None or is_elsewhere(heading):
            continue
        parts = []
        for element in heading.itersiblings():
            if (
                element.tag in _HEADINGS
                and publication_day(" ".join(element.text_content().split()))[0]
            ):
                break
            if isinstance(element.tag, str):
                parts.append(_text(element, None) or " ".join(element.text_content().split()))
        if text := "\n\n".join(part for part in parts if part):
            yield LiveEntry(None, text, day, "")


#: What Factiva calls the parts of a page that it exports.
_OF_FACTIVA = re.compile(r"(?:^|\s)article\s+\w+Article(?:\s|$)")


def _exported(tree: Any) -> Iterator[LiveEntry]:
    """The articles of a page that Factiva has exported."""
    for part in tree.iter("div"):
        if not _OF_FACTIVA.search(part.get("class") or ""):
            continue
        title = next(
            (
                " ".join(element.text_content().split())
                for element in part.iter("span", "div", "b")
                if (element.get("class") or "").endswith("Headline")
            ),
            None,
        )
        days = (publication_day(" ".join(e.text_content().split()))[0] for e in part.iter("div"))
        text = "\n\n".join(
            " ".join(element.text_content().split())
            for element in part.iter("p")
            if "articleParagraph" in (element.get("class") or "")
        )
        if text:
            yield LiveEntry(title, text, next((day for day in days if day), None), "")


def _time(element: Any) -> str | None:
    """The time that an element states with its day."""
    stated = [element.get(key) for key in _TIMES]
    if (element.get("itemprop") or "").lower() == "datepublished":
        stated.append(element.get("content"))
    if element.tag == "time":
        stated.append(" ".join(element.text_content().split()))
    return next((text for text in stated if text and publication_day(text)[0]), None)


def _text(entry: Any, time: Any) -> str:
    """The paragraphs of an entry; of one that is a paragraph itself all but its time."""
    if entry.tag in _PARAGRAPHS:
        said = [text for text in entry.itertext() if text.strip()]
        clock = set(time.itertext()) if time is not None and time is not entry else set()
        return " ".join(" ".join(text for text in said if text not in clock).split())
    parts = []
    for element in entry.iter(*_PARAGRAPHS):
        if element is time or any(
            up.tag in _PARAGRAPHS for up in element.iterancestors() if up is not entry
        ):
            continue
        parts.append(" ".join(element.text_content().split()))
    return "\n\n".join(part for part in parts if part)
