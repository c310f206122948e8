"""Rows of a data set as its mapping gives them, read the way the archive reads them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import ibis
import pytest

from steelyard.archive.files.cleaning import first_lines
from steelyard.archive.files.csv_rows import RawRows, layout_of
from steelyard.sources import event_source

Mapped = Callable[[str, str, str], list[dict[str, Any]]]


@pytest.fixture
def mapped(tmp_path: Path) -> Mapped:
    """Map the text of a file: ``mapped(source, file name, text)`` gives a row a line."""

    def read(source: str, name: str, text: str) -> list[dict[str, Any]]:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        layout = layout_of(event_source(source), first_lines(path), name)
        raw = RawRows(ibis.duckdb.connect(), path, layout)
        rows = layout.reports(raw.table(numbered=True)).order_by("line").to_pyarrow().to_pylist()
        return [dict(row) for row in rows]

    return read


def line(columns: tuple[str, ...], delimiter: str, **cells: str) -> str:
    """One line of a file, with the named cells filled; a space in a name is written ``_``."""
    named = {name.replace(" ", "_"): value for name, value in cells.items()}
    wrong = set(named) - {name.replace(" ", "_") for name in columns}
    assert not wrong, wrong
    return delimiter.join(named.get(name.replace(" ", "_"), "") for name in columns)
