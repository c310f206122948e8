"""The day on which a page was published, as the page itself states it.

What a page says in words of its standards comes first, in the order of how surely it is the day of
publication; a day of modification or a year in the footer is never taken for it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from steelyard.articles.days.published import publication_day

#: Names under which pages state their day of publication in <meta>, the surest first.
_META = (
    *("article:published_time", "og:article:published_time", "datepublished", "og:published_time"),
    *("parsely-pub-date", "sailthru.date", "publish-date", "publishdate", "publication_date"),
    *("pubdate", "date", "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date"),
    *("dc.date.created", "dcterms.created", "cxenseparse:recs:publishtime", "bt:pubdate"),
)
_MODIFIED = re.compile(r"modif|updat|revis", re.IGNORECASE)
_OF_A_DAY = re.compile(r"date|publish|byline|posted|timestamp", re.IGNORECASE)
_IN_WORDS = re.compile(
    r"\b(?:\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]{2,8}\.?,? \d{4}|[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4}|"
    r"\d{4}-\d{2}-\d{2}|\d{1,2}\.\d{1,2}\.\d{4})\b"
)
#: An element with more words than this is no line of a date.
_LONGEST = 200
_TYPES = ("Article", "Posting", "Page", "Report", "Review")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a live blog: its headline, its words, its own day."""

    title: str | None
    text: str
    day: date | None


def stated_day(tree: Any) -> tuple[date | None, bool]:
    """Return the day of publication that a page states, and whether it states any at all.

    A day that may be two (03/04/2024) is stated and cannot be read.
    """
    stated = False
    for text in _stated(tree):
        day, _ = publication_day(text)
        if day is not None:
            return day, True
        stated = True
    return None, stated


def live_entries(tree: Any) -> tuple[Entry, ...]:
    """Return the entries of a live blog with the day of each; none where the page is no live blog."""
    found = []
    for item in _linked_data(tree):
        if item.get("@type") != "LiveBlogPosting":
            continue
        updates = item.get("liveBlogUpdate")
        for update in updates if isinstance(updates, list) else [updates]:
            if not isinstance(update, dict):
                continue
            text = update.get("articleBody")
            if isinstance(text, str) and text.strip():
                day, _ = publication_day(str(update.get("datePublished", "")))
                title = update.get("headline")
                found.append(Entry(title if isinstance(title, str) else None, text.strip(), day))
    return tuple(found)


def _stated(tree: Any) -> Iterator[str]:
    """The texts that may be the day of publication, the surest first."""
    yield from _in_linked_data(tree)
    yield from _in_metas(tree)
    yield from _in_times(tree)
    yield from _in_words(tree)


def _in_linked_data(tree: Any) -> Iterator[str]:
    for item in _linked_data(tree):
        kind = str(item.get("@type", ""))
        if isinstance(item.get("datePublished"), str) and any(part in kind for part in _TYPES):
            yield item["datePublished"]


def _in_metas(tree: Any) -> Iterator[str]:
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        for key in ("property", "name", "itemprop"):
            if name := meta.get(key):
                metas.setdefault(name.lower(), meta.get("content") or meta.get("datetime") or "")
    yield from (metas[name] for name in _META if metas.get(name, "").strip())


def _in_times(tree: Any) -> Iterator[str]:
    for element in tree.iter("time"):
        words = " ".join(filter(None, (element.get("class"), element.get("itemprop"))))
        if element.get("datetime") and not _MODIFIED.search(words):
            yield element.get("datetime", "")


def _in_words(tree: Any) -> Iterator[str]:
    for element in tree.iter("p", "span", "div", "li", "address"):
        named = f"{element.get('class', '')} {element.get('id', '')}"
        if not _OF_A_DAY.search(named) or _MODIFIED.search(named):
            continue
        text = " ".join(element.text_content().split())
        if len(text) <= _LONGEST and (found := _IN_WORDS.search(text)):
            yield found.group()


def _linked_data(tree: Any) -> Iterator[dict[str, Any]]:
    """The objects that a page describes itself with (JSON-LD), those of a graph one by one."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        try:
            content = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        for item in content if isinstance(content, list) else [content]:
            if isinstance(item, dict):
                yield item
                graph = item.get("@graph")
                yield from (part for part in graph or () if isinstance(part, dict))
