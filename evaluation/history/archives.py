"""The archives of the bench, made once in a folder and kept there."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import steelyard as sy
from evaluation.history.bench import SHARED, Known
from steelyard.pipeline import load
from steelyard.records import Archive

#: Data sets that several cases share, and their files beside the project.
WHOLE = {
    "keds": "keds/balkans.weis.csv.gz",
    "icews": "icews/merged_2018-01_2019-03.csv.gz",
}

#: Where the archives are kept unless a folder is given; the first run makes them (three minutes).
FOLDER = Path(tempfile.gettempdir()) / "steelyard-history"


def opened(
    cases: Sequence[Known], folder: Path = FOLDER, shared: Path = SHARED
) -> Iterator[tuple[Known, Archive]]:
    """Give each case with its archive; no more than the shared ones and one other are open at once."""
    folder.mkdir(parents=True, exist_ok=True)
    whole: dict[str, Archive] = {}
    for one in cases:
        if one.archive in whole:
            yield one, whole[one.archive]
            continue
        archive = sy.open_archive(made(one, folder, shared))
        if one.archive in WHOLE:
            whole[one.archive] = archive
        yield one, archive


def made(one: Known, folder: Path, shared: Path = SHARED) -> Path:
    """The archive that a case draws on, loaded if it is not there yet."""
    path = folder / f"{one.archive}.duckdb"
    if path.exists():
        return path
    if one.archive in WHOLE:
        load(one.archive, [shared / WHOLE[one.archive]], path)
        return path
    home = shared / "history" / one.publisher
    load("table", [home / one.archive / "events.csv.gz"], path, columns=home / "columns.toml")
    return path
