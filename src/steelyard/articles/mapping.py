"""Column mapping: which key of a record holds which field of an article."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any
from urllib.parse import urlsplit

from steelyard.articles.days import publication_day
from steelyard.articles.markup import without_markup
from steelyard.errors import SourceError
from steelyard.records import Article, Skipped
from steelyard.sheets.header import folded

#: The fields of an article that a record may hold, and the keys tried for each in turn.
FIELDS: AnyMapping[str, tuple[str, ...]] = {
    "id": ("id",),
    "text": ("text", "body", "content"),
    "date": (
        *("date", "date_publish", "published", "day", "published_date", "publication_date"),
        *("date_published", "published_at", "pubdate"),
    ),
    "title": ("title", "headline"),
    "url": ("url", "link"),
    "publisher": ("publisher", "source_domain"),
}


@dataclass(frozen=True, slots=True)
class Mapping:
    """The keys that a user named for some fields; the others are found by :data:`FIELDS`."""

    keys: AnyMapping[str, str]

    @classmethod
    def parse(cls, pairs: list[str]) -> Mapping:
        """Read pairs such as ``text=body``.

        Raises:
            SourceError: A pair has another shape or names a field that articles do not have.
        """
        return cls.checked(dict(pair.partition("=")[::2] for pair in pairs))

    @classmethod
    def checked(cls, keys: AnyMapping[str, str]) -> Mapping:
        """Return the mapping of ``{field: key}``.

        Raises:
            SourceError: A key is empty, or there is no such field.
        """
        for field, key in keys.items():
            if not key or field not in FIELDS:
                near = get_close_matches(field, FIELDS, n=1)
                hint = f" Did you mean '{near[0]}={key or 'KEY'}'?" if near else ""
                msg = f"'{field}={key}' maps no field; write FIELD=KEY with a field of {', '.join(FIELDS)}.{hint}"
                raise SourceError(msg)
        return cls(keys)

    def value(self, record: AnyMapping[str, Any], field: str) -> str | None:
        """Return the text of a field, None where the record does not hold it."""
        tried = (self.keys[field],) if field in self.keys else FIELDS[field]
        folded_keys = {} if tried[0] in record else {folded(str(key)): key for key in record}
        for key in tried:
            value = record.get(key, record.get(folded_keys.get(folded(key), key)))
            if isinstance(value, (str, int, float)) and str(value).strip():
                return str(value).strip()
        return None


def article_of(record: AnyMapping[str, Any], mapping: Mapping, where: str) -> Article | Skipped:
    """Return the article that a record holds, or why it holds none."""
    text = mapping.value(record, "text")
    if text is None:
        key = mapping.keys.get("text", " or ".join(FIELDS["text"]))
        return Skipped(where, "no text", f"the record has no {key}")
    text = without_markup(text)
    stated = mapping.value(record, "date")
    day, doubt = publication_day(stated) if stated else (None, "")
    if doubt:
        return Skipped(where, "a date that cannot be", doubt)
    url = mapping.value(record, "url")
    publisher = mapping.value(record, "publisher")
    return Article(
        id=mapping.value(record, "id") or content_id(url or "", publisher or "", str(day), text),
        text=text,
        date=day,
        title=mapping.value(record, "title"),
        url=url,
        publisher=publisher.removeprefix("www.") if publisher else host(url),
        where=where,
    )


def content_id(*parts: str) -> str:
    """Return the id of an article that bears none: ``a`` and 15 hexadecimal digits."""
    digest = hashlib.blake2b("\x1f".join(parts).encode("utf-8", "replace"), digest_size=8)
    return "a" + digest.hexdigest()[:15]


def host(url: str | None) -> str | None:
    """Return the host of an address without ``www.``, None where it has none."""
    if not url:
        return None
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.") or None
    except ValueError:
        return None
