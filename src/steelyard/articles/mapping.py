"""Column mapping: which key of a record holds which field of an article."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from steelyard.articles.days import is_ambiguous, publication_day
from steelyard.articles.markup import without_markup
from steelyard.errors import SourceError
from steelyard.records import Article, Skipped
from steelyard.vocabulary.time import Order

#: The fields of an article that a record may hold, and the keys tried for each in turn.
#: Letter case, spaces and marks in a key never matter. They are those of usual exports: news-please,
#: NewsAPI, Media Cloud, Event Registry, Factiva, Nexis, GDELT's lists, and tables that people keep.
FIELDS: AnyMapping[str, tuple[str, ...]] = {
    "id": (
        "id",
        "article_id",
        "uuid",
        "guid",
        "document_id",
        "doc_id",
        "stories_id",
        "accession number",
    ),
    "text": (
        *("text", "body", "content", "full_text", "article_text", "main_text", "plain_text"),
        *("body_text", "text_content", "article_body", "article", "story", "news_text", "document"),
        *(
            "content_text",
            "content_html",
            "hlead",
            "inhalt",
            "artikel",
            "volltext",
            "texte",
            "texto",
            "contenu",
            "fields.bodyText",
            "fields.body",
            "lead_paragraph",
        ),
    ),
    "date": (
        *("date", "date_publish", "published", "day", "published_date", "publish_date", "pub_date"),
        *("publication_date", "published_at", "published_on", "date_published", "publishing_date"),
        *(
            "article_date",
            "datetime",
            "date_time",
            "timestamp",
            "seendate",
            "created_at",
            "web_publication_date",
        ),
        *("datum", "fecha", "veröffentlicht", "date de publication", "erscheinungsdatum"),
    ),
    "title": (
        *(
            "title",
            "headline",
            "heading",
            "article_title",
            "news_title",
            "web_title",
            "headline.main",
        ),
        *("titel", "überschrift", "titre", "título"),
    ),
    "url": ("url", "link", "web_url", "article_url", "permalink", "href", "source_url"),
    "publisher": (
        *("publisher", "source_domain", "source", "source_name", "publication", "outlet"),
        *("media_name", "newspaper", "domain", "site", "quelle", "zeitung"),
    ),
}

#: So many keys of a record are shown where none of them is known.
_SHOWN = 8

#: Why an article is read and has no day.
UNDATED = "read all the same: undated, as its day may be two or none"


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
        for key in tried:
            if text := _text(_held(record, key)):
                return text
        loose = {folded(key): value for key, value in reversed(list(record.items()))}
        return next((text for key in tried if (text := _text(loose.get(folded(key))))), None)


def _held(record: AnyMapping[str, Any], key: str) -> Any:
    """What a record holds under a key, or under a path of keys such as ``fields.bodyText``."""
    value = record.get(key)
    if value is None and "." in key:
        value = record
        for part in key.split("."):
            value = value.get(part) if isinstance(value, dict) else None
    return value


def _text(value: Any) -> str:
    """A value as text; Telegram keeps a text with links as a list of its pieces."""
    if isinstance(value, list):
        pieces = [part.get("text") if isinstance(part, dict) else part for part in value]
        texts = [piece for piece in pieces if isinstance(piece, str)]
        return "".join(texts).strip() if len(texts) == len(value) else ""
    return str(value).strip() if isinstance(value, (str, int, float)) else ""


@lru_cache(maxsize=10_000)
def folded(key: str) -> str:
    """Return a key without what never matters in it.

    >>> folded("Published Date") == folded("published_date")
    True
    """
    return "".join(letter for letter in key.casefold() if letter.isalnum())


def undated(where: str, doubt: str) -> Skipped:
    """Return the note of an article that is read without a day, and why."""
    return Skipped(where, UNDATED, doubt)


def articles_of(
    record: AnyMapping[str, Any], mapping: Mapping, where: str, order: Order | None = None
) -> Iterator[Article | Skipped]:
    """Yield the article that a record holds, or why it holds none; and why it has no day.

    Args:
        record: Values by their keys.
        mapping: Which key holds which field.
        where: The place of the record, for the report.
        order: Whether the day or the month comes first, where other records show it.
    """
    text = mapping.value(record, "text")
    if text is None and "text" not in mapping.keys and (title := mapping.value(record, "title")):
        text = title
        yield Skipped(where, "read all the same: no text, its title alone")
    if text is None:
        key = mapping.keys.get("text", " or ".join(FIELDS["text"][:3]))
        found = ", ".join(
            shown for name in list(record)[:_SHOWN] if (shown := str(name)[:40].strip())
        )
        advice = f" (found: {found}); say which holds it with --map text=KEY" if found else ""
        yield Skipped(where, "no text", f"the record has no {key}{advice}")
        return
    stated = mapping.value(record, "date")
    day, doubt = publication_day(stated, order) if stated else (None, "")
    if is_ambiguous(doubt):
        yield undated(where, doubt)
    elif doubt:
        yield Skipped(where, "a date that cannot be", doubt)
        return
    text = without_markup(text)
    url = mapping.value(record, "url")
    publisher = mapping.value(record, "publisher")
    yield Article(
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
