"""What a new agreement adds to the states already bound: a difference of sets of members."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from steelyard.records import TIE, Archive, Case
from steelyard.series import client_codes
from steelyard.ties.tables import tie_rows

INDICATOR = "treaty.adds"

#: What tables of ties call a treaty, and how they mark an old and a new one.
TREATY, PRIOR, NEW = "treaty.fta", "prior", "new"

#: Entries of a list of treaties that bind nobody yet, or any more.
_NOT_BINDING = ("negotiation", "withdrawal")


@dataclass(frozen=True, slots=True)
class Added:
    """What an agreement adds: members without an earlier bond, and the bonds of the others."""

    new: tuple[str, ...]
    bound: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def adds(members: Collection[str], bonds: Iterable[tuple[str, Collection[str]]]) -> Added:
    """Return which ``members`` of a new agreement no earlier one bound to the client.

    Args:
        members: States that the new agreement binds to the client.
        bonds: Earlier agreements of the client: a name and the states it was bound to by it.
    """
    bound: dict[str, list[str]] = {}
    for name, states in bonds:
        for state in sorted(set(states) & set(members)):
            bound.setdefault(state, []).append(name)
    return Added(
        new=tuple(sorted(set(members) - bound.keys())),
        bound={state: tuple(names) for state, names in sorted(bound.items())},
    )


def treaty_ties(archive: Archive, case: Case) -> pa.Table:
    """Return ``treaty.adds`` for every new trade agreement that the case's ties name.

    Earlier bonds are those of the archive's table ``members`` (kind ``trade``) in force, or
    signed, before the year of the new one, and those that the ties themselves call prior.
    """
    table = archive.table("members")
    if table is None:
        return TIE.empty_table()
    made = [
        row
        for client in case.clients
        for row in _client_ties(archive, table.filter(table.kind == "trade"), client)
    ]
    return tie_rows(pa.Table.from_pylist(made, schema=_MADE)) if made else TIE.empty_table()


def _client_ties(archive: Archive, members: Any, client: str) -> list[dict[str, Any]]:
    codes = client_codes(client)
    ties = archive.ties
    named = ties.filter(ties.state.isin(codes), ties.indicator == TREATY, ties.value > 0)
    rows = named.order_by("year", "tie_id").to_pyarrow().to_pylist()
    made = []
    for (year, method), group in _by_treaty(rows, NEW).items():
        new = {code for row in group for code in row["partner"].split(";")}
        earlier = [
            (row["method"], row["partner"].split(";"))
            for row in rows
            if (row["method"] or "").startswith(PRIOR) and row["year"] <= year
        ]
        listed, origin = _listed(members, codes, year)
        found = adds(new, [*earlier, *listed])
        if found.new or found.bound:
            made.append(_tie(client, year, method, found, origin))
    return made


def _by_treaty(
    rows: list[dict[str, Any]], mark: str
) -> dict[tuple[int, str], list[dict[str, Any]]]:
    groups: dict[tuple[int, str], list[dict[str, Any]]] = {}
    for row in rows:
        if (row["method"] or "").startswith(mark):
            groups.setdefault((row["year"], row["method"]), []).append(row)
    return groups


def _listed(
    members: Any, codes: tuple[str, ...], year: int
) -> tuple[list[tuple[str, list[str]]], tuple[str, str]]:
    """The client's treaties of the list that were in force, or signed, before ``year``."""
    binding = members.filter(~members.entry.isin(_NOT_BINDING))
    mine = binding.filter(binding.state.isin(codes)).select("edition", "treaty").distinct()
    joined = binding.semi_join(mine, ["edition", "treaty"])
    rows = joined.order_by("treaty", "state").to_pyarrow().to_pylist()
    found: dict[str, list[str]] = {}
    for row in rows:
        first = row["in_force"] or row["year"]
        over = row["ended"] is not None and row["ended"] < year
        if first is not None and first < year and not over and row["state"] not in codes:
            name = f"{row['source']} {row['treaty']} {row['title']} ({row['year']})"
            found.setdefault(name, []).append(row["state"])
    origin = (rows[0]["source"], rows[0]["edition"]) if rows else ("members", "")
    return list(found.items()), origin


def _tie(
    client: str, year: int, method: str, found: Added, origin: tuple[str, str]
) -> dict[str, Any]:
    bound = "; ".join(f"{state} by {', '.join(names)}" for state, names in found.bound.items())
    return {
        "state": client,
        "partner": ";".join(found.new or found.bound),
        "year": year,
        "indicator": INDICATOR,
        "value": float(len(found.new)),
        "unit": "states",
        "reporter": None,
        "method": method,
        "source": origin[0],
        "source_id": f"{year}:{origin[1]}",
        "text": f"adds {', '.join(found.new) or 'nobody'}"
        + (f"; bound before: {bound}" if bound else ""),
    }


_MADE = pa.schema([field for field in TIE if field.name not in ("tie_id", "url", "low", "high")])
