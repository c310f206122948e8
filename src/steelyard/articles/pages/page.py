"""HTML pages: title, day, publisher and body, by trafilatura; nothing is fetched."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any, BinaryIO

from steelyard.articles.decoding import is_binary
from steelyard.articles.mapping import Mapping, content_id, host, undated
from steelyard.articles.pages.live import LiveEntry, live_entries
from steelyard.articles.pages.published import page_day
from steelyard.articles.pages.tags import short_tags
from steelyard.records import Article, Skipped

SUFFIXES = (".html", ".htm", ".xhtml")

#: No page of news is larger, in bytes.
LARGEST = 20_000_000

#: What the Internet Archive puts into a page that it has saved.
_TOOLBAR = "//*[starts-with(@id, 'wm-ipp') or @id = 'donato']"

#: Objects of JSON-LD that are looked at on a page.
_MOST_ITEMS = 2_000


def read(stream: BinaryIO, where: str, mapping: Mapping) -> Iterator[Article | Skipped]:
    """Yield the one article of a page, or the entries of a live blog."""
    del mapping  # a page has no columns
    data = stream.read(LARGEST + 1)
    if not data.strip():
        yield Skipped(where, "empty")
    elif len(data) > LARGEST:
        yield Skipped(where, "too long", f"over {LARGEST:,} bytes")
    elif is_binary(data[:8192]):
        yield Skipped(where, "not text", "the bytes are those of a binary file")
    else:
        yield from articles_of_page(data, where)


def articles_of_page(
    data: bytes, where: str, url: str | None = None
) -> Iterator[Article | Skipped]:
    """Yield the article of a page, or one for every entry of a live blog.

    Args:
        data: The bytes of the page.
        where: Its place, for the report.
        url: Where it was found, if that is known; else the page's own word for it.
    """
    from trafilatura import bare_extraction, load_html

    try:
        tree = load_html(short_tags(data))
        if tree is None:
            yield Skipped(where, "no text in the page")
            return
        for element in tree.xpath(_TOOLBAR):
            element.drop_tree()
        items = _items(tree)
        entries = live_entries(tree, items)
        address = url or _own_address(tree)
        headings = {" ".join(heading.text_content().split()) for heading in tree.iter("h1")}
        blocks = _blocks(tree)
        day, doubt = page_day(tree, items, address)
        found: Any = bare_extraction(
            tree,
            url=url,
            include_comments=False,
            include_tables=False,
            with_metadata=True,
            date_extraction_params={"extensive_search": False},
            fast=True,
        )
    except Exception as error:  # noqa: BLE001 - one odd page must not end a crawl of a million
        yield Skipped(where, "cannot be read as a page", f"{type(error).__name__}: {error}")
        return
    if found is not None:
        address = url or found.url or address
    publisher = host(address) or (found and (found.hostname or found.sitename)) or None
    if entries:
        yield from _of_entries(entries, where, address, publisher)
        return
    text = _paragraphs(_apart((found.text if found else None) or "", blocks), headings)
    if not text:
        yield Skipped(where, "no text in the page")
        return
    if doubt:
        yield undated(where, doubt)
    yield Article(
        id=content_id(address or where, text),
        text=text,
        date=day,
        title=found.title,
        url=address,
        publisher=publisher,
        where=where,
    )


def _of_entries(
    entries: list[LiveEntry], where: str, address: str | None, publisher: str | None
) -> Iterator[Article | Skipped]:
    for number, entry in enumerate(entries, start=1):
        place = f"{where} entry {number}"
        if entry.doubt:
            yield undated(place, entry.doubt)
        yield Article(
            id=content_id(address or where, str(entry.day), entry.text),
            text=entry.text,
            date=entry.day,
            title=entry.title,
            url=address,
            publisher=publisher,
            where=place,
        )


#: Elements whose text is a paragraph of its own.
_BLOCKS = ("h1", "h2", "h3", "p", "li", "blockquote", "figcaption")

#: A page of fewer characters is taken as a whole where no article is found in it.
_SHORT_PAGE = 3_000

#: Elements that are looked at on a page.
_MOST_BLOCKS = 5_000


def _blocks(tree: Any) -> list[str]:
    """The texts of a page's paragraphs in their order."""
    texts = (
        " ".join(element.text_content().split())
        for element in islice(tree.iter(*_BLOCKS), _MOST_BLOCKS)
        if element.find(".//p") is None
    )
    return [text for text in texts if text]


def _apart(text: str, blocks: list[str]) -> str:
    """A text with a line for every paragraph: those of a short page come glued, or cut at bold words."""
    known = set(blocks)
    if len(text) > _SHORT_PAGE or all(" ".join(line.split()) in known for line in text.split("\n")):
        return text
    text = " ".join(text.split())
    parts, at = [], 0
    for block in blocks:
        place = text.find(block, at)
        if place >= 0:
            parts += [text[at:place], block]
            at = place + len(block)
    parts.append(text[at:])
    return "\n".join(part.strip() for part in parts if part.strip())


def _paragraphs(text: str, headings: set[str]) -> str:
    """The lines of a page, each an element, as paragraphs; the title above them is kept apart.

    A title has no full stop: left where it is, it would run into the first sentence.
    """
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) > 1 and " ".join(lines[0].split()) in headings:
        del lines[0]
    return "\n\n".join(lines)


def _own_address(tree: Any) -> str | None:
    """The address that a page names as its own."""
    for element in tree.iter("link"):
        if (element.get("rel") or "").lower() == "canonical" and element.get("href"):
            return str(element.get("href"))
    for element in tree.iter("meta"):
        if (element.get("property") or "").lower() == "og:url" and element.get("content"):
            return str(element.get("content"))
    return None


def _items(tree: Any) -> list[dict[str, Any]]:
    """The objects of a page's JSON-LD, those within others too, the outer ones first."""
    waiting: list[Any] = []
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            try:
                waiting.append(json.loads(script.text or "", strict=False))
            except (ValueError, RecursionError):
                continue
    found: list[dict[str, Any]] = []
    for value in waiting:  # it grows as it is walked
        if len(waiting) > _MOST_ITEMS:
            break
        if isinstance(value, dict):
            found.append(value)
            waiting.extend(part for part in value.values() if isinstance(part, (dict, list)))
        elif isinstance(value, list):
            waiting.extend(part for part in value if isinstance(part, (dict, list)))
    return found
