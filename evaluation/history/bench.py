"""The bench: real cases with known ends, in one form, each with the archive that it draws on.

The cases and their labels are those of ``steelyard calibrate --history`` (``steelyard.pipeline.history``).
``second.csv`` holds the labels of a second reader who had not seen the first ones.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from steelyard.pipeline import history
from steelyard.records import Archive

Known = history.KnownCase

HERE = Path(__file__).parent
SHARED = HERE.parents[2] / "shared" / "data"

#: Where the archives are kept unless a folder is given; the first run makes them (some minutes).
FOLDER = Path(tempfile.gettempdir()) / "steelyard-history"


def known(shared: Path = SHARED) -> tuple[Known, ...]:
    """Every case of the bench that has its events beside the project."""
    return history.known_cases(shared)


def opened(cases: Sequence[Known], folder: Path = FOLDER) -> Iterator[tuple[Known, Archive]]:
    """Give each case with its archive."""
    return history.opened(cases, SHARED, folder)


def agreement() -> tuple[int, int, int]:
    """Return how many labels the second reader gave, and in how many turn and reading agree."""
    first = {one.name: one for one in history.own()}
    with (HERE / "second.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["name"] in first]
    turns = sum(first[row["name"]].turned == (row["realigned"] == "1") for row in rows)
    what = sum(first[row["name"]].what == row["what"] for row in rows)
    return len(rows), turns, what
