"""The day on which a page was published: what it says for machines first, then what it prints.

Publication beats revision; a year beside a copyright sign, the day on which a page expires and the
days of other articles that it points to are none of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from steelyard.articles.days import is_ambiguous, publication_day

#: Names under which the head of a page states its day, in ``property``, ``name`` or ``itemprop``.
#: Open Graph, Dublin Core, schema.org, rNews, Parse.ly, Sailthru, Highwire, and what older systems write.
_PUBLISHED = frozenset(
    (
        *("article:published_time", "article:published", "og:article:published_time"),
        *("og:published_time", "datepublished", "rnews:datepublished", "parsely-pub-date"),
        *("sailthru.date", "citation_publication_date", "citation_date", "citation_online_date"),
        *("dc.date", "dc.date.issued", "dc.date.created", "dcterms.date", "dcterms.issued"),
        *("dcterms.created", "dc:date", "dc.created", "date", "pubdate", "pub_date", "publishdate"),
        *("publish-date", "publish_date", "publication_date", "publication-date"),
        *(
            "publicationdate",
            "published",
            "published_at",
            "published_date",
            "originalpublicationdate",
        ),
        *("article_date_original", "article.published", "article.created", "displaydate"),
        *("cxenseparse:recs:publishtime", "ptime", "created", "datecreated", "date.created"),
        *("releasedate", "release_date", "bt:pubdate", "dcsext.wtdate", "article:post_date"),
    )
)
_MODIFIED = frozenset(
    (
        *("article:modified_time", "article:modified", "og:updated_time", "og:modified_time"),
        *("datemodified", "last-modified", "lastmod", "dcterms.modified", "dc.date.modified"),
        *("revised", "updated", "article.updated", "modified", "lastupdated"),
    )
)

#: Parts of a page that are no part of its article.
_ASIDE = frozenset(("footer", "aside", "nav", "script", "style", "noscript", "form", "template"))
_ELSEWHERE = re.compile(
    r"(?:^|[\s_-])(?:comments?|related|sidebar|recommend\w*|footer|copyright|most-?read|trending|"
    r"more-?(?:news|stories)|teasers?|newsletter|breadcrumbs?|menu|promo|popular|latest|clock|"
    r"today|current-?(?:date|time)|masthead|top-?bar|site-?header)(?:$|[\s_-])",
    re.IGNORECASE,
)
_REVISED = re.compile(r"updated|modif|revised|edited", re.IGNORECASE)
_LABEL = re.compile(
    r"^\W*(?:(?:first )?(?:published|posted|issued|released|date|dated|publication date|pub(?:lished)? date|"
    r"created|added|filed|day)(?: (?:on|at))?\s*:?|on)\s+",
    re.IGNORECASE,
)
_IN_ADDRESS = re.compile(
    r"/(\d{4})[/-](\d{1,2})[/-](\d{1,2})(?=[/-]|$)|/(\d{4})(\d{2})(\d{2})(?=[/-])"
)

#: A line that prints a day and little else has no more characters.
_SHORT = 90

#: Elements that are looked through for a printed day.
_MOST = 5_000


def page_day(
    tree: Any, items: list[dict[str, Any]], address: str | None
) -> tuple[date | None, str]:
    """Return the day of a page, and what is wrong with the only one that it states.

    Args:
        tree: The page.
        items: What it says of itself in JSON-LD.
        address: Where it was found.
    """
    doubt = ""
    for places in (_stated(tree, items), _printed(tree, address)):
        for text in places:
            day, wrong = publication_day(_LABEL.sub("", text))
            if day:
                return day, ""
            if (
                is_ambiguous(wrong)
                or "calendar" in wrong
                or "is before" in wrong
                or "future" in wrong
            ):
                doubt = doubt or wrong
    if doubt:  # it was published on some day, and not on the one of its revision
        return None, doubt
    for text in _revised(tree, items):
        day, _ = publication_day(text)
        if day:
            return day, ""
    return None, ""


def _stated(tree: Any, items: list[dict[str, Any]]) -> Iterator[str]:
    """What a page says for machines, the surest first."""
    ranked = sorted(items, key=lambda item: not _is_article(item))
    yield from _texts(item.get("datePublished") for item in ranked)
    yield from _head(tree, _PUBLISHED)
    for element in tree.iter("time", "abbr", "span", "p", "div", "data"):
        named = (element.get("itemprop") or "").lower() == "datepublished"
        if (named or element.get("pubdate") is not None) and not is_elsewhere(element):
            yield from _of_element(element)
    yield from _texts(item.get("dateCreated") or item.get("uploadDate") for item in ranked)
    for element in tree.iter("time"):
        if not (_is_revision(element) or is_elsewhere(element)):
            yield from _of_element(element)


def _printed(tree: Any, address: str | None) -> Iterator[str]:
    """What a reader can see: the address, then short lines that are a day."""
    if found := _IN_ADDRESS.search(address or ""):
        yield "-".join(part for part in found.groups() if part)
    body = tree.find("body")
    for number, element in enumerate((tree if body is None else body).iter()):
        if number > _MOST:
            return
        text = element.text if isinstance(element.tag, str) else None
        if text and len(text) <= _SHORT and any(map(str.isdigit, text)):
            revision = _is_revision(element) or _REVISED.search(text)
            if not (revision or is_elsewhere(element)):
                yield text


def _revised(tree: Any, items: list[dict[str, Any]]) -> Iterator[str]:
    yield from _texts(item.get("dateModified") for item in items)
    yield from _head(tree, _MODIFIED)
    for element in tree.iter("time"):
        if not is_elsewhere(element):
            yield from _of_element(element)


def _head(tree: Any, names: frozenset[str]) -> Iterator[str]:
    for element in tree.iter("meta"):
        stated = (element.get("property"), element.get("name"), element.get("itemprop"))
        content = element.get("content")
        if content and any((name or "").strip().lower() in names for name in stated):
            yield content


def _of_element(element: Any) -> Iterator[str]:
    yield from (text for key in ("datetime", "content", "title") if (text := element.get(key)))
    yield " ".join(element.itertext())[:_SHORT]


def _texts(values: Any) -> Iterator[str]:
    for value in values:
        if isinstance(value, (str, int, float)) and not isinstance(value, bool):
            yield str(value)


def _is_article(item: dict[str, Any]) -> bool:
    kinds = item.get("@type")
    named = kinds if isinstance(kinds, list) else [kinds]
    return any(str(kind).endswith(("Article", "Posting", "Report", "News")) for kind in named)


def _is_revision(element: Any) -> bool:
    before, parent = element.getprevious(), element.getparent()
    text = before.tail if before is not None else parent.text if parent is not None else ""
    near = (
        element.get("class"),
        element.get("id"),
        element.get("itemprop"),
        text,
    )
    return any(_REVISED.search(text or "") for text in near)


def is_elsewhere(element: Any) -> bool:
    """Say whether an element stands in a part of the page that is not its article."""
    for part in (element, *element.iterancestors()):
        if part.tag in _ASIDE or (part.tag == "header" and _is_of_the_site(part)):
            return True
        if part.tag in ("body", "html"):
            return False
        if any(_ELSEWHERE.search(part.get(key) or "") for key in ("class", "id")):
            return True
    return False


def _is_of_the_site(header: Any) -> bool:
    """Say whether the head of a page is that of every page of its site, with the day of today."""
    inside = any(part.tag in ("article", "main") for part in header.iterancestors())
    return not inside and header.find(".//h1") is None
