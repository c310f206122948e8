"""Rows of a data set as its mapping gives them, read the way the archive reads them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import ibis
import pytest

from steelyard.archive.files.csv_rows import RawRows
from steelyard.archive.files.shapes import shaped
from steelyard.archive.files.unpacking import Unpacked
from steelyard.records import Layout
from steelyard.sources import event_source

Mapped = Callable[[str, str, str], list[dict[str, Any]]]


def layout_for(folder: Path, source: str, name: str, text: str) -> Layout:
    """The layout that a file of this name and text is taken for."""
    path = folder / "file-to-shape"
    path.write_text(text, encoding="utf-8")
    return shaped(event_source(source), Unpacked(path, name, "", 0), folder).layout


@pytest.fixture
def mapped(tmp_path: Path) -> Mapped:
    """Map the text of a file: ``mapped(source, file name, text)`` gives a row a line."""

    def read(source: str, name: str, text: str) -> list[dict[str, Any]]:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        shape = shaped(event_source(source), Unpacked(path, name, "", 0), tmp_path)
        layout, raw = shape.layout, RawRows(ibis.duckdb.connect(), shape)
        rows = layout.reports(raw.table(numbered=True)).order_by("line").to_pyarrow().to_pylist()
        return [dict(row) for row in rows]

    return read


def line(columns: tuple[str, ...], delimiter: str, **cells: str) -> str:
    """One line of a file, with the named cells filled; a space in a name is written ``_``."""
    named = {name.replace(" ", "_"): value for name, value in cells.items()}
    wrong = set(named) - {name.replace(" ", "_") for name in columns}
    assert not wrong, wrong
    return delimiter.join(named.get(name.replace(" ", "_"), "") for name in columns)
