"""An answer within its budget of tokens: what does not fit is left out, and said to be."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

#: Bytes of JSON that count as one token. Tokenisers differ: English prose has four or five bytes a
#: token, ids and Cyrillic two or three.
BYTES_A_TOKEN = 3

#: Tokens that an answer may take, where the caller does not say; and between what it may say.
DEFAULT, LEAST, MOST = 2500, 600, 12_000

#: Characters to which texts are cut where leaving out rows is not enough, one after the other.
CUTS = (240, 120, 60, 24)


def tokens(answer: Mapping[str, Any]) -> int:
    """Return the estimate of an answer's length in tokens."""
    return -(-len(text_of(answer).encode()) // BYTES_A_TOKEN)


def text_of(answer: Mapping[str, Any]) -> str:
    """Return an answer as the text that is sent."""
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":"))


def fitted(answer: Mapping[str, Any], budget: int, shed: Sequence[str]) -> dict[str, Any]:
    """Return the answer with lists shortened, and then texts cut, until it fits.

    Args:
        answer: Plain values.
        budget: Tokens that it may take.
        shed: Lists of the answer that may be shortened, the least needed first; each keeps its first
            item until all have been shortened to that.

    Returns:
        The answer; ``left_out`` says how many items each list lacks, and ``cut`` that texts end early.
    """
    small = dict(answer)
    lists = [name for name in shed if isinstance(small.get(name), list)]
    for least in (1, 0):
        for name in lists:
            _shorten(small, name, budget, least)
        if least:
            for most in CUTS:
                if tokens(small) > budget:
                    small = {key: _cut(value, most) for key, value in small.items()} | {"cut": True}
    return small


def _shorten(answer: dict[str, Any], name: str, budget: int, least: int) -> None:
    """Drop as few items from the end of a list as the budget asks."""
    over = tokens(answer) - budget
    if over <= 0:
        return
    items = answer[name]
    kept = len(items)
    spare = over * BYTES_A_TOKEN + len(f'"left_out":{{"{name}":{kept}}},') + BYTES_A_TOKEN
    while kept > least and spare > 0:
        kept -= 1
        spare -= (
            len(json.dumps(items[kept], ensure_ascii=False, separators=(",", ":")).encode()) + 1
        )
    if kept < len(items):
        before = answer.get("left_out", {})
        gone = before.get(name, 0) + len(items) - kept
        answer |= {name: items[:kept], "left_out": {**before, name: gone}}


def _cut(value: Any, most: int) -> Any:
    """The value with every text in it cut to so many characters."""
    if isinstance(value, str):
        return value if len(value) <= most else f"{value[: most - 1]}…"
    if isinstance(value, Mapping):
        return {key: _cut(part, most) for key, part in value.items()}
    if isinstance(value, list):
        return [_cut(part, most) for part in value]
    return value
