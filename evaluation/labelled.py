"""Labelled sentences with their kinds: our own in wire and newspaper style, and real ones by place.

    python -m evaluation.coding --sets wire articles               figures, and a row for each kind
    python -m evaluation.coding --sets wire --errors wire.dev      the misses and false events too

``data/wire.dev.jsonl`` holds sentences written for this project. ``data/articles.dev.jsonl`` holds
no text: article (its file beside the project and its line, from 0), the characters [start, end), the
hash of what stands there, and the label; it is scored only where the articles lie beside the project.
``wire.blind`` and ``articles.blind`` are the third of each that whoever mends rules does not look
at; they are scored with ``--blind``, once, at the end of a round of work. ``labelling.md`` has the
conventions and the kinds.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
ARTICLES = Path(__file__).parent.parent.parent / "shared" / "data" / "articles"

#: The sets by name; each has a part that may be looked at, and a blind one.
SETS = ("wire", "articles", "prose", "fresh", "mixed", "quiet")


def sentences(name: str, part: str) -> list[dict[str, Any]]:
    """Return the rows of a part (``dev``, ``blind``) of a set, each with its text.

    Rows whose article is not there, or no longer reads as it was labelled, are left out.
    """
    path = DATA / f"{name}.{part}.jsonl"
    found = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return list(_with_text(found)) if name == "articles" else found


def _with_text(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        file, _, line = row["article"].rpartition("-")
        texts = _texts(file)
        text = texts[int(line)][row["start"] : row["end"]] if texts else ""
        if hashed(text) == row["hash"]:
            yield {**row, "text": text}


@cache
def _texts(file: str) -> tuple[str, ...]:
    path = ARTICLES / f"{file}.jsonl.gz"
    if not path.exists():
        return ()
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return tuple(json.loads(line).get("text") or "" for line in lines)


def hashed(text: str) -> str:
    """Return the hash by which a labelled piece of text is known again."""
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()[:16]
