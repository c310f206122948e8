"""Actors as people write them in a form: codes or names, split by semicolons or commas."""

from __future__ import annotations

import re

from steelyard import vocabulary


def actor_codes(text: str) -> list[str]:
    """Return the codes of the actors that a field names; a word that is no actor stays as it is.

    >>> actor_codes("South Korea; usa, Nowhere")
    ['KOR', 'USA', 'Nowhere']
    >>> actor_codes("SRB MKD")
    ['SRB', 'MKD']
    """
    found: list[str] = []
    for part in (piece.strip() for piece in re.split(r"[;,\n]", text)):
        if not part:
            continue
        code, words = _code(part), part.split()
        apart = [_code(word) for word in words]
        if code is None and len(words) > 1 and all(apart):
            found += [one for one in apart if one]
        else:
            found.append(code or part)
    return list(dict.fromkeys(found))


def _code(text: str) -> str | None:
    return text if vocabulary.known(text) else vocabulary.find(text)
