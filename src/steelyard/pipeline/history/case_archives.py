"""The archives that known cases draw on: one each, or a whole data set that several share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from steelyard.archive import open_archive
from steelyard.pipeline.history.known_cases import WHOLE, KnownCase
from steelyard.pipeline.loading import load
from steelyard.records import Archive


def opened(
    cases: Sequence[KnownCase], home: Path, folder: Path
) -> Iterator[tuple[KnownCase, Archive]]:
    """Give each case with its archive; no more than the shared ones and one other are open at once."""
    folder.mkdir(parents=True, exist_ok=True)
    whole: dict[str, Archive] = {}
    for one in cases:
        if one.archive not in whole:
            archive = open_archive(_archive(one, home, folder))
            if one.archive not in WHOLE:
                yield one, archive
                continue
            whole[one.archive] = archive
        yield one, whole[one.archive]


def _archive(one: KnownCase, home: Path, folder: Path) -> Path:
    path = folder / f"{one.archive}.duckdb"
    if path.exists():
        return path
    if one.archive in WHOLE:
        load(one.archive, [home / WHOLE[one.archive]], path)
    else:
        place = home / "history" / one.publisher
        load("table", [place / one.archive / "events.csv.gz"], path, columns=place / "columns.toml")
    return path
