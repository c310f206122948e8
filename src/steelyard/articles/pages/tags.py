"""Tags cut short: a parser of HTML compares every attribute of a tag with every other."""

from __future__ import annotations

import re

#: A tag of so many bytes may have many attributes.
_LONG = 10_000

#: More attributes than this and they are left out; pages have ten in a tag, or a hundred.
_MOST = 500

_TAG = re.compile(
    rb"""<[a-zA-Z][^\s<>/"']*+(?P<rest>(?:[^"'<>]++|"[^"]{0,2000}+"|'[^']{0,2000}+'|["'])*+)"""
)
_VALUE = re.compile(rb"""=\s*+(?:"[^"]*+"|'[^']*+')""")
_NAME = re.compile(rb"[^\s=/>\"']+")


def short_tags(data: bytes) -> bytes:
    """Return a page whose tags have no more attributes than a parser can take in good time."""
    if len(data) < _LONG:
        return data
    parts: list[bytes] = []
    at = 0
    for found in _TAG.finditer(data):
        rest = found["rest"]
        if len(rest) < _LONG // 5:
            continue
        if len(_NAME.findall(_VALUE.sub(b" ", rest))) > _MOST:
            parts += [data[at : found.start("rest")], b" "]
            at = found.end("rest")
    return b"".join([*parts, data[at:]]) if parts else data
