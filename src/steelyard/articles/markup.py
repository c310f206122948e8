"""Marks of HTML that are left in a text: tags and entities are not what was printed."""

from __future__ import annotations

import html
import re

_BLOCK = r"p|div|br|hr|li|ul|ol|table|tr|td|th|h[1-6]|blockquote|section|article|figure|header|footer|main|pre"
_INLINE = (
    r"a|abbr|b|cite|code|em|i|img|q|s|small|span|strong|sub|sup|time|u|font|iframe|video|audio|source|picture|"
    r"tbody|thead|dl|dt|dd|mark|del|ins|wbr|center|input|button|svg|path|object|embed|param|label|amp-img"
)
_UNSEEN = re.compile(
    r"<(script|style|figcaption|noscript)\b[^<>]*>.*?</\1\s*>|<!--.*?-->|<!\[CDATA\[|\]\]>",
    re.DOTALL | re.IGNORECASE,
)
_BLOCK_TAG = re.compile(rf"\s*(?:</?(?:{_BLOCK})(?:\s[^<>]*)?/?>\s*)+", re.IGNORECASE)
_INLINE_TAG = re.compile(rf"</?(?:{_INLINE})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:amp;)*(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")

#: "&amp;lt;p&amp;gt;": what was written for machines twice.
_TIMES = 3


def without_markup(text: str) -> str:
    r"""Return a text without tags and entities; the tags of blocks part its paragraphs.

    >>> without_markup("<p>Serbia expelled&nbsp;two.</p><p>France&amp;#44; move</p>")
    'Serbia expelled two.\n\nFrance, move'
    """
    if "<" not in text and "&" not in text:
        return text
    for _ in range(_TIMES):
        before = text
        if "<" in text:
            text = _UNSEEN.sub(" ", text)
            text = _BLOCK_TAG.sub("\n\n", text)
            text = _INLINE_TAG.sub("", text)
        if "&" in text:
            text = _ENTITY.sub(_resolved, text)
        if text == before:
            break
    return text.strip("\n")


def _resolved(found: re.Match[str]) -> str:
    text = found[0]
    while (plain := html.unescape(text)) != text:
        text = plain
    return text.replace("\u00a0", " ")
