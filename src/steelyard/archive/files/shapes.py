"""Which shape of a data set a file is in, told by the names of its columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from steelyard.archive.files.cleaning import cleaned
from steelyard.archive.files.unpacking import Unpacked
from steelyard.errors import ShapeError, SourceError
from steelyard.records import EventSource, Layout, Reject
from steelyard.sheets import Plain, kind_of, marked_encoding, plain
from steelyard.sheets.encodings import Encoding
from steelyard.sheets.header import missing, near_misses, twice


@dataclass(frozen=True, slots=True)
class Shaped:
    """A file with its shape: ``table`` is what can be read in bulk; None for JSON."""

    name: str
    layout: Layout
    path: Path
    table: Plain | None = None
    rejects: tuple[Reject, ...] = ()


def shaped(source: EventSource, file: Unpacked, folder: Path) -> Shaped:
    """Return the shape of a file, and the file ready to be read.

    Args:
        source: The data set.
        file: A plain file.
        folder: Where a copy may be written.

    Raises:
        ShapeError: The file is in no shape that the data set has.
        SourceError: It is empty, damaged, or no data.
    """
    for layout in source.layouts:
        if layout.fit is not None and layout.fit(_first_line(file.path)):
            return Shaped(file.name, layout, file.path)
    tables = [layout for layout in source.layouts if layout.read is None]
    if not tables:
        msg = f"{file.name} is no JSON of source '{source.name}'. See 'steelyard sources'."
        raise ShapeError(msg)
    path, rejects, encoding = _readable(file.path, folder, tables[0].encoding)
    best: tuple[float, Layout, Plain] | None = None
    tried = []
    for number, layout in enumerate(tables):
        columns = (layout.columns, layout.positions)
        named = layout.named is None or layout.named(Path(file.name).name)
        if not named or columns in tried:
            continue
        tried.append(columns)
        work = folder / f"shape-{number}"
        work.mkdir(exist_ok=True)
        table = plain(
            path,
            work,
            layout.columns,
            quote=layout.quote,
            positions=partial(_positions, layout) if layout.positions else None,
            encoding=encoding,
            optional=layout.optional,
        )
        rank = _rank(layout, table)
        if best is None or rank > best[0]:
            best = rank, layout, table
    assert best is not None  # the last layout of a source fits every name
    _, layout, table = best
    _check(source, file.name, layout, table)
    return Shaped(file.name, layout, path, table, (*rejects, *table.rejects))


def _readable(
    path: Path, folder: Path, encoding: str
) -> tuple[Path, tuple[Reject, ...], Encoding | None]:
    """The file without lines that nobody can read, where its publisher writes UTF-8."""
    if encoding == "any" or kind_of(path) != "text" or marked_encoding(path) is not None:
        return path, (), None
    clean = cleaned(path, folder, latin=encoding == "latin-1")
    return clean.path, clean.rejects, Encoding("utf-8")


def _positions(layout: Layout, count: int) -> Sequence[str] | None:
    return layout.positions.get(count)


def _rank(layout: Layout, table: Plain) -> float:
    """The share of the columns that are needed, with the others as a tie-breaker."""
    needed = [column for column in layout.columns if column.needed] or list(layout.columns)
    have = sum(column.name in table.found for column in needed)
    return have / len(needed) + len(table.found) / len(layout.columns) / 1000


def _check(source: EventSource, name: str, layout: Layout, table: Plain) -> None:
    """Raise ShapeError where a column is missing that something needs."""
    header = table.header or table.names
    at = {column: place for place, column in enumerate(table.names)}
    found = {ours: at[theirs] for ours, theirs in table.found.items()}
    hint = f"Columns go by name, in any order; 'steelyard sources' says more of {source.name}."
    wrong: list[str] = []
    if name_twice := twice(header, layout.columns):
        wrong.append(f"{name} names the column '{name_twice}' twice; name each column once.")
    if source.strict:
        wrong += [
            f"{name} has a column '{cell}'. Did you mean '{meant}'? Rename it, or map it."
            for cell, meant in near_misses(header, layout.columns)
        ]
        hint = (
            "Name the columns so, or say which column holds what: "
            "steelyard load table FILE --columns MAP.toml."
        )
    if wrong:
        raise SourceError("\n".join(wrong))
    whole = all(column.name in found for column in layout.columns if column.needed)
    if layout.positions and not whole and len(table.found) < len(layout.columns) / 3:
        counts = sorted({count for shape in source.layouts for count in shape.positions})
        msg = (
            f"{name} has no header that names its columns, and {len(table.names)} cells in its first line; "
            f"without a header source '{source.name}' has {' or '.join(map(str, counts))}. {hint}"
        )
        raise ShapeError(msg)
    error = missing(name, header, layout.columns, found, hint, either=layout.either)
    if error is not None:
        raise ShapeError(str(error))


def _first_line(path: Path) -> str:
    with path.open("rb") as stream:
        head = stream.read(4096).lstrip()
    return head.decode("utf-8-sig", errors="replace").split("\n", 1)[0]
