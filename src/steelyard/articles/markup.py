"""Marks of HTML that are left in the text of feeds and records."""

from __future__ import annotations

import html
import re

_TAG = re.compile(
    r"</?(?:p|br|div|span|a|b|i|u|em|strong|ul|ol|li|h[1-6]|blockquote|img|figure|figcaption)\b[^<>]*>",
    re.IGNORECASE,
)
_BLOCK = re.compile(r"</?(?:p|br|div|ul|ol|li|h[1-6]|blockquote)\b[^<>]*>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,31}\d?);", re.IGNORECASE)


def without_markup(text: str) -> str:
    """Return a text without tags of HTML and with its entities as the letters they stand for.

    Blocks become paragraphs. A text without either comes back as it is.

    >>> without_markup("<p>Serbia&#39;s move&nbsp;was <b>praised</b>.</p>")
    "Serbia's move was praised."
    """
    if not _TAG.search(text) and not _ENTITY.search(text):
        return text
    plain = _TAG.sub("", _BLOCK.sub("\n\n", text))
    for _ in range(2):  # CDATA is often escaped twice
        plain = html.unescape(plain)
    lines = [" ".join(line.split()) for line in plain.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
