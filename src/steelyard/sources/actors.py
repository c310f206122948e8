"""Who the codes of a data set stand for: actor, role, name and what nobody knows, as columns.

A state bears its present code in most data sets, whatever the day; :func:`on_day` gives it the
code of its day (``SRB`` of 1999 is ``YUG``). What names nobody in the vocabulary becomes ``UNK``
and keeps its own name; what no table knows at all is in ``unknown`` as well, and is counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import ibis
import pyarrow as pa

from steelyard import vocabulary
from steelyard.vocabulary import DataCode
from steelyard.vocabulary.letters import latin_letters, plain_letters

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: The actor whom nobody has identified.
NOBODY = "UNK"

#: Kinds of names that belong to one actor alone and to nothing else (Brussels is left out).
_NAMES = ("name", "long", "variant", "abbreviation", "organ")

_KEY = "_key"

#: Characters that nobody sees and that copies from pages leave in cells.
_UNSEEN = {ord(letter): None for letter in "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"}


@dataclass(frozen=True, slots=True)
class Side:
    """One side of an event as text columns: each null where there is nothing to say.

    ``actor`` is null where the row names nobody, ``UNK`` where it names somebody of no state;
    ``unknown`` is the data set's own code where no table knows it. Several parties that act
    together are a list.
    """

    actor: ir.StringValue | ir.ArrayValue
    role: ir.StringValue
    name: ir.StringValue
    unknown: ir.StringValue

    def columns(self, side: str) -> dict[str, ir.Value]:
        """Return the columns of REPORT for ``side`` (actor or recipient)."""
        return {side: self.actor, f"{side}_role": self.role, f"{side}_name": self.name}


def on_day(code: ir.StringValue, day: ir.DateValue) -> ir.StringValue:
    """Return the code that a state bore on ``day``, for a code that means its successor."""
    # Nearly every day is later than all of them, and is asked once.
    last = max(first for _, _, first in vocabulary.successions())
    cases = [
        ((code == state) & (day < first), former)
        for state in sorted({successor for successor, _, _ in vocabulary.successions()})
        for former, first in reversed(_chain(state))
    ]
    return ibis.cases((day >= last, code), *cases, else_=code)


def both_unknown(first: Side, second: Side) -> ir.StringValue:
    """Return the codes of both sides that nobody knows, split by ``;``; null where none."""
    both = first.unknown + ";" + second.unknown
    return ibis.coalesce(both, first.unknown, second.unknown)


def joined(
    rows: ir.Table, key: ir.StringValue, table: Mapping[str, Mapping[str, str | None]], prefix: str
) -> ir.Table:
    """Return ``rows`` with the columns of ``table`` for ``key``, each named ``prefix_column``.

    Args:
        rows: Any table.
        key: The column, or an expression of it, that is looked up.
        table: For each key the values, the same columns throughout.
        prefix: Unlike any other prefix used on these rows.
    """
    columns = list(next(iter(table.values())))
    values = {_KEY + prefix: pa.array(list(table), pa.string())}
    for column in columns:
        cells = [row[column] for row in table.values()]
        values[f"{prefix}_{column}"] = pa.array(cells, pa.string())
    right = ibis.memtable(pa.table(values))
    return rows.left_join(right, key == right[_KEY + prefix]).drop(_KEY + prefix)


def code_table(codes: Iterable[DataCode]) -> dict[str, dict[str, str | None]]:
    """Return codes as a table to join: actor, role, and ``listed`` for each that a row has."""
    return {row.code: {"actor": row.actor, "role": row.role, "listed": row.code} for row in codes}


@cache
def spellings() -> Mapping[str, str]:
    """Actors by the small-letter spelling of each name that is theirs alone."""
    found: dict[str, set[str]] = {}
    for row in vocabulary.names():
        if row.kind in _NAMES:
            found.setdefault(spelled(row.name), set()).add(row.code)
    return {text: next(iter(codes)) for text, codes in found.items() if len(codes) == 1}


@cache
def cameo_countries() -> dict[str, dict[str, str | None]]:
    """CAMEO's countries as a table to join: ISO 3166, and the rows where CAMEO differs."""
    kinds = ("state", "territory")
    codes = (row.code for kind in kinds for row in vocabulary.actors(kind))
    # In CAMEO SUN are the Sunnis, and a type is no state whatever ISO 3166 says.
    types = {row.code for row in vocabulary.data_codes("cameo", "type")} | {"SUN"}
    found: dict[str, dict[str, str | None]] = {
        code: {"actor": code, "role": None, "listed": code} for code in codes if code not in types
    }
    return {**found, **code_table(vocabulary.data_codes("cameo", "country"))}


@cache
def places() -> dict[str, dict[str, str | None]]:
    """States, territories and bodies by spelling and by code, as a table to join."""
    found: dict[str, dict[str, str | None]] = {
        spelled(row.code): {"actor": row.code, "listed": row.code} for row in vocabulary.actors()
    }
    for text, code in spellings().items():
        found[text] = {"actor": code, "listed": text}
    return found


def spelled(name: str) -> str:
    """Return a name as :func:`spellings` has it."""
    return name.casefold().removeprefix("the ").strip()


def spelled_column(name: ir.StringValue) -> ir.StringValue:
    """Return :func:`spelled` of a column."""
    return name.strip().lower().re_replace("^the ", "").strip()


def coded(text: str) -> str | None:
    """Return the actor that a person's cell means: a code in any case, or a name; None for none.

    >>> coded("srb"), coded("Serbia"), coded("Sebria")
    ('SRB', 'SRB', None)
    """
    seen = text.translate(_UNSEEN)
    for written in dict.fromkeys((seen, plain_letters(seen), latin_letters(seen))):
        if (row := places().get(spelled(written))) is not None:
            return row["actor"]
    return None


#: What people write between two actors where a semicolon is meant.
_BETWEEN = re.compile(r"\s*[,/+&|]\s*(?:and\s+)?|\s+(?:and|und|et|y|e|и|i)\s+")


def coded_cell(text: str) -> str:
    """Return a cell of several actors, split by ``;``, with their codes; others stay as they are.

    What is no actor as a whole, and is one on both sides of a comma, stroke or "and", is several.

    >>> coded_cell("Serbia; RUS"), coded_cell("FRA and Netherlands"), coded_cell("Korea, South")
    ('SRB;RUS', 'FRA;NLD', 'Korea, South')
    """
    return ";".join(parties(text))


def parties(text: str) -> list[str]:
    """Return the actors of a cell as :func:`coded_cell` has them."""
    found: list[str] = []
    for part in text.split(";"):
        name = " ".join(part.translate(_UNSEEN).split())
        if not name:
            continue
        if code := coded(name):
            found.append(code)
            continue
        several = [coded(one) for one in _BETWEEN.split(name)]
        codes = [code for code in several if code]
        found += codes if len(codes) == len(several) else [name]
    return found


def _chain(state: str) -> list[tuple[str, ir.Scalar]]:
    """(former code, first day on which it no longer holds) of a state, the latest first."""
    starts = {(later, former): day for later, former, day in vocabulary.successions()}
    chain: list[tuple[str, ir.Scalar]] = []
    current = state
    for former in vocabulary.predecessors(state):
        if (current, former) in starts:
            chain.append((former, ibis.literal(starts[current, former])))
            current = former
    return chain
