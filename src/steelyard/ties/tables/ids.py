"""Ties in bulk: columns in, tables in the schema TIE out, each row with its content hash."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from steelyard.records import TIE

Array = NDArray[np.float64]


def tie_rows(table: pa.Table, **same: str) -> pa.Table:
    """Return ``table`` in the schema TIE: missing columns are null, ``tie_id`` is made.

    Args:
        table: Columns of TIE; texts may be coded as dictionaries.
        same: Columns that hold the same text in every row.

    The id is a hash of source, edition (``method``), id within it, parties, year, indicator,
    reporter and value, so that a figure that is revised is another tie.
    """
    have = set(table.column_names)
    rows = table.num_rows
    given: dict[str, Any] = {name: table[name] for name in have} | same
    columns = {
        field.name: _column(given.get(field.name), field.type, rows)
        for field in TIE
        if field.name != "tie_id"
    }
    return pa.table({"tie_id": _ids(given, rows), **columns}, schema=TIE)


def _column(given: Any, kind: Any, rows: int) -> Any:
    if given is None:
        return pa.nulls(rows, kind)
    return pa.repeat(given, rows) if isinstance(given, str) else given.cast(kind)


def line_ties(found: pa.Table, **same: str) -> pa.Table:
    """Return rows of a file as ties, their ``line`` being the id within it.

    Args:
        found: Columns of TIE, and ``line``.
        same: Columns that hold the same text in every row.
    """
    columns: dict[str, Any] = {n: found[n] for n in found.column_names if n != "line"}
    return tie_rows(pa.table({**columns, "source_id": found["line"].cast(pa.string())}), **same)


def _ids(given: dict[str, Any], rows: int) -> pa.Array[Any]:
    """``t`` and 15 hexadecimal digits a row: the hashes of its cells mixed one after the other."""
    mixed = np.zeros(rows, np.uint64)
    for name in _IDENTITY:
        mixed = _mix(mixed ^ _hashes(given.get(name), TIE.field(name).type))
    digits = _DIGITS[mixed.view(np.uint8).reshape(rows, 8)].view("S16").ravel()
    named = np.char.add(b"t", digits.astype("S15")) if rows else digits
    return pa.array(named, pa.binary()).cast(pa.string())


def _hashes(column: Any, kind: pa.DataType) -> NDArray[np.uint64] | np.uint64:
    """A number of 64 bits for each cell; equal cells have equal numbers, null has its own.

    One number stands for a column that is the same text, or null, throughout.
    """
    if column is None or isinstance(column, str):
        return np.uint64(_hash("\x00" if column is None else column))
    if not pa.types.is_dictionary(column.type):
        column = column.cast(kind)
    if pa.types.is_floating(column.type):
        bits: NDArray[np.uint64] = np.nan_to_num(column.to_numpy(), nan=-0.0).view(np.uint64)
        return bits
    coded: Any = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    whole: Any = coded.combine_chunks() if hasattr(coded, "chunks") else coded
    known = [_hash(str(value)) for value in whole.dictionary.to_pylist()]
    table = np.array([_hash("\x00"), *known], np.uint64)
    chosen: NDArray[np.uint64] = table[whole.indices.fill_null(-1).to_numpy() + 1]
    return chosen


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")


def _mix(x: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The finaliser of SplitMix64 (Steele, Lea and Flood 2014, OOPSLA): every bit moves every bit."""
    x = (x + np.uint64(0x9E3779B97F4A7C15)).astype(np.uint64)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


def code_rows(codes: list[str], at: NDArray[np.intp]) -> pa.Array[Any]:
    """Return ``codes[at]`` as an Arrow column of text, coded as a dictionary."""
    return pa.DictionaryArray.from_arrays(pa.array(at, pa.int32()), pa.array(codes))


def pair_ties(
    states: list[str],
    year: int,
    measures: dict[str, tuple[Array, Array, Array, str]],
    notes: NDArray[np.str_] | None,
    *,
    source: str,
    edition: str,
    reporter: str,
) -> Iterator[pa.Table]:
    """Yield the ties of every pair of states in a year, both ways, one table an indicator.

    Args:
        states: Codes, in the order of the pairs.
        year: The year.
        measures: By indicator, the values, lower and upper ends of every pair (upper triangle of
            the square of states, row by row) and the unit; NaN is a gap and gives no row.
        notes: The ``text`` of each pair, where there is one.
        source: Name of the data set.
        edition: The publisher's file, kept as ``method``.
        reporter: Who counted.
    """
    first, second = np.triu_indices(len(states), 1)
    both = np.concatenate([first, second]), np.concatenate([second, first])
    texts, at = np.unique(notes if notes is not None else np.zeros(len(first)), return_inverse=True)
    of = np.tile(at, 2)
    for indicator, (value, low, high, unit) in measures.items():
        known = np.isfinite(np.tile(value, 2))
        one, other = both[0][known], both[1][known]
        mine, theirs = code_rows(states, one), code_rows(states, other)
        yield tie_rows(
            pa.table(
                {
                    "state": mine,
                    "partner": theirs,
                    "year": pa.array(np.full(len(one), year), pa.int16()),
                    "value": np.tile(value, 2)[known],
                    "low": _ends(low, known),
                    "high": _ends(high, known),
                    "text": pa.nulls(len(one), pa.string())
                    if notes is None
                    else code_rows(texts.tolist(), of[known]),
                }
            ),
            indicator=indicator,
            unit=unit,
            reporter=reporter,
            method=edition,
            source=source,
            source_id=str(year),
        )


def _ends(ends: Array, known: NDArray[np.bool_]) -> pa.Array[Any]:
    values = np.tile(ends, 2)[known]
    return pa.array(values, mask=~np.isfinite(values))


#: The columns whose cells make the id.
_IDENTITY = (
    "source",
    "method",
    "source_id",
    "state",
    "partner",
    "year",
    "indicator",
    "reporter",
    "value",
)

#: Two hexadecimal digits for each byte.
_DIGITS = np.array([f"{byte:02x}" for byte in range(256)], "S2")
