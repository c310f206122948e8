"""Tallying: how many rows of a file were read, which were left out and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import ibis.expr.types as ir

from steelyard.errors import SourceError
from steelyard.records import Reject

#: Lines that a reason in the manifest names.
SHOWN = 5

#: Reasons that a refusal names, and the most letters of one: a cell in it may be of any length.
_SAID, _LONGEST = 3, 160

#: However large their share, so few bad rows never make a file be refused while others are good.
FEW = 10


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the rows of a file; ``good`` are those that enter the archive."""

    good: int
    bad: int
    outside: int
    reasons: tuple[str, ...]
    unknown: Mapping[str, int]

    @property
    def read(self) -> int:
        """All rows of the file."""
        return self.good + self.rejected

    @property
    def rejected(self) -> int:
        """Rows that were left out."""
        return self.bad + self.outside


def tally(
    connection: Any, staged: str, rejects: Iterable[Reject], lines: Callable[[], ir.Table | None]
) -> Tally:
    """Count the staged rows and say why rows were left out.

    Args:
        connection: The archive.
        staged: Name of the table of staged rows.
        rejects: Lines that never became rows.
        lines: Gives ``line`` and ``problem`` of the bad rows; asked only where there are any.
    """
    said = connection.raw_sql(
        "SELECT problem, outside, count(*), list(line ORDER BY line)[:5] "
        f"FROM {staged} GROUP BY problem, outside"
    ).fetchall()
    good = sum(n for problem, outside, n, _ in said if problem is None and outside is None)
    problems = Counter({problem: n for problem, _, n, _ in said if problem is not None})
    shown = {problem: _numbers(found) for problem, _, _, found in said if problem is not None}
    if problems and not any(shown.values()):
        shown = _looked_up(lines())
    unread: Counter[str] = Counter()
    for reject in rejects:
        unread[reject.reason] += 1
        places = shown.setdefault(reject.reason, [])
        if reject.line is not None and len(places) < SHOWN:
            places.append(reject.line)
    outside: Counter[str] = Counter()
    for problem, reason, n, _ in said:
        if problem is None and reason is not None:
            outside[reason] += n
    reasons = [
        _told(reason, n, shown.get(reason, [])) for reason, n in (problems + unread).most_common()
    ]
    reasons += [_told(reason, n, []) for reason, n in outside.most_common()]
    return Tally(
        good=good,
        bad=problems.total() + unread.total(),
        outside=outside.total(),
        reasons=tuple(reasons),
        unknown=_unknown(connection, staged),
    )


def told_once(rejects: Iterable[Reject]) -> tuple[str, ...]:
    """Return the reasons of rows that were not taken, the bad ones first, each with its count and first lines."""
    places: dict[tuple[bool, str], list[int | None]] = {}
    for reject in rejects:
        places.setdefault((not reject.bad, reject.reason), []).append(reject.line)
    ranked = sorted(places.items(), key=lambda one: (one[0][0], -len(one[1])))
    return tuple(
        _told(reason, len(lines), _numbers(lines)[:SHOWN]) for (_, reason), lines in ranked
    )


def refuse(name: str, counted: Tally, worst: float) -> None:
    """Raise SourceError where too much of a file is bad, or nothing in it is a row."""
    if not counted.read:
        msg = f"{name} has no rows. Get it again from the official address."
        raise SourceError(msg)
    many = counted.bad > FEW and counted.bad > worst * counted.read
    if many or counted.bad == counted.read:
        msg = (
            f"{name}: {counted.bad:,} of {counted.read:,} rows are bad ({'; '.join(counted.reasons[:_SAID])}); at "
            f"most {worst:.0%} may be. Nothing was loaded; check that the file is what it should be."
        )
        raise SourceError(msg)


def _numbers(found: list[int | None]) -> list[int]:
    return [line for line in found if line is not None]


def _looked_up(lines: ir.Table | None) -> dict[str, list[int]]:
    shown: dict[str, list[int]] = {}
    if lines is None or "line" not in lines.columns:
        return shown
    for row in lines.order_by("line").limit(200).to_pyarrow().to_pylist():
        places = shown.setdefault(row["problem"], [])
        if row["line"] is not None and len(places) < SHOWN:
            places.append(row["line"])
    return shown


def _told(reason: str, n: int, lines: list[int]) -> str:
    where = ", ".join(str(line) for line in sorted(lines)[:SHOWN])
    more = ", ..." if lines and n > len(lines) else ""
    place = f" (line{'s' if len(lines) > 1 else ''} {where}{more})" if lines else ""
    short = reason if len(reason) <= _LONGEST else reason[:_LONGEST] + "..."
    return f"{n} x {short}{place}"


def _unknown(connection: Any, staged: str) -> dict[str, int]:
    rows = connection.raw_sql(
        "SELECT code, count(*) AS n FROM (SELECT unnest(string_split(unknown, ';')) AS code "
        f"FROM {staged} WHERE unknown IS NOT NULL) WHERE code <> '' "
        "GROUP BY code ORDER BY n DESC, code"
    ).fetchall()
    return dict(rows)
