"""The words of the sentences, in the full-text index that comes with SQLite (FTS5)."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pyarrow as pa

FILE = "words.sqlite"

_TERM = re.compile(r'"([^"]*)"|(\S+)')


def write(folder: Path, rows: Iterable[tuple[int, str]]) -> None:
    """Write the words of sentences, each under its number."""
    connection = sqlite3.connect(folder / FILE)
    try:
        connection.execute("PRAGMA journal_mode=OFF")
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute(
            "CREATE VIRTUAL TABLE words USING fts5(sentence, content='', "
            'tokenize="porter unicode61 remove_diacritics 2")'
        )
        connection.executemany("INSERT INTO words (rowid, sentence) VALUES (?, ?)", rows)
        connection.execute("INSERT INTO words (words) VALUES ('optimize')")
        connection.commit()
    finally:
        connection.close()


def find(folder: Path, text: str) -> pa.Table:
    """Return the numbers of the sentences that have all the words of ``text``."""
    asked = query(text)
    if not asked or not (folder / FILE).exists():
        return pa.table({"n": pa.array([], pa.int32())})
    connection = sqlite3.connect(f"{(folder / FILE).resolve().as_uri()}?mode=ro", uri=True)
    try:
        # As one text: half a million numbers one by one take longer than finding them.
        (found,) = connection.execute(
            "SELECT coalesce(group_concat(rowid), '') FROM words WHERE words MATCH ?", (asked,)
        ).fetchone()
        return pa.table({"n": np.array(found.split(",") if found else [], dtype=np.int32)})
    finally:
        connection.close()


def query(text: str) -> str:
    """Return what people type as a query of FTS5: words and phrases, nothing that commands.

    >>> query('Vucic "free trade" mil*')
    '"Vucic" "free trade" "mil" *'
    """
    terms = []
    for phrase, word in _TERM.findall(text):
        start = word.endswith("*")
        plain = re.sub(r"[^\w\s]", " ", phrase or word).strip()
        if plain:
            terms.append(f'"{plain}"' + (" *" if start else ""))
    return " ".join(terms)
