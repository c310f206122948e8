"""Mail with an article in it: single messages (.eml), boxes (.mbox), and pages that a browser saved as one (.mhtml)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from typing import BinaryIO

from steelyard.articles.days import publication_day
from steelyard.articles.decoding import is_binary
from steelyard.articles.mapping import Mapping, content_id
from steelyard.articles.pages.page import articles_of_page
from steelyard.articles.text import LARGEST
from steelyard.records import Article, Skipped

SUFFIXES = (".eml", ".mbox", ".mht", ".mhtml")

#: What parts the messages of a box.
_FROM = re.compile(rb"^From \S+.*\d{4}[ \t]*\r?$\n", re.MULTILINE)
_PAGE = "snapshot-content-location"
#: Where the signature of a message begins.
_SIGNED = re.compile(r"^-- ?$", re.MULTILINE)


def read(stream: BinaryIO, where: str, mapping: Mapping) -> Iterator[Article | Skipped]:
    """Yield an article for every message that has a text."""
    del mapping  # a message has no columns
    data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        yield Skipped(where, "too long", f"over {LARGEST:,} bytes; split it into messages")
        return
    if not data.strip():
        yield Skipped(where, "empty")
        return
    if is_binary(data[:8192]):
        yield Skipped(where, "not text", "the bytes are those of a binary file")
        return
    messages = [part for part in _FROM.split(data) if part.strip()]
    for number, part in enumerate(messages, start=1):
        place = f"{where} message {number}" if len(messages) > 1 else where
        try:
            yield from _articles(part, place)
        except (ValueError, LookupError, AttributeError, TypeError, RecursionError) as error:
            yield Skipped(place, "cannot be read as a message", str(error) or type(error).__name__)


def _articles(data: bytes, where: str) -> Iterator[Article | Skipped]:
    message = message_from_bytes(data, policy=policy.default)
    body = message.get_body(("related", "plain", "html"))
    if body is not None and body.is_multipart():
        body = body.get_body(("html", "plain"))
    content = body.get_content() if body is not None else None
    if body is None or not isinstance(content, str) or not content.strip():
        yield Skipped(where, "no text", "the message has no text of its own")
        return
    saved = message.get(_PAGE)
    day, _ = publication_day(str(message.get("date") or ""))
    title = str(message.get("subject") or "") or None
    if body.get_content_type() == "text/html":
        for found in articles_of_page(content.encode(), where, str(saved) if saved else None):
            if isinstance(found, Article) and not saved:
                yield replace(found, date=day, title=title)
            else:
                yield found
        return
    text = _SIGNED.split(content)[0].strip()
    yield Article(id=content_id(where, text), text=text, date=day, title=title, where=where)
