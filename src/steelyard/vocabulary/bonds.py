"""Bonds: what treaties, bases and memberships bind two states to, and how deep each goes.

The ladder is one of costs of leaving; a bond is compared with earlier ones of its field only,
since an alliance says nothing of tariffs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal, get_args

from steelyard.vocabulary.tables import rows

BondAct = Literal["makes", "renews", "ends"]

#: A bond of this depth binds; one below it is a paper, or of a depth that is not known.
BINDING = 2

#: The depth of a paper that binds nobody.
PAPER = 1


@dataclass(frozen=True, slots=True, order=True)
class Bond:
    """A kind of bond.

    Attributes:
        depth: from 0, not known, and 1, a paper that binds nobody, to 6, membership.
        bond: a word for it.
        name: what sentences call it.
        field: what it is about: trade, security, basing, membership, political, or unknown.
    """

    depth: int
    bond: str
    name: str
    field: str


#: A bond of which no more is known than that somebody signed something.
UNKNOWN_BOND = Bond(0, "agreement", "an agreement", "unknown")


def bond_of_indicator(indicator: str) -> Bond | None:
    """Return the bond that an indicator of a table of ties stands for, None where it is none."""
    return _of_indicators().get(indicator)


def bond_indicators() -> tuple[str, ...]:
    """Return the indicators of ties that stand for bonds."""
    return tuple(_of_indicators())


@lru_cache(maxsize=20_000)
def bond_of_text(text: str) -> tuple[BondAct, Bond] | None:
    """Return what a sentence about a treaty, base or membership does to which bond.

    A sentence that makes a bond and calls it by a word of the row ``paper`` makes a paper, whatever
    else it names; otherwise the deepest bond that it names counts.

    Args:
        text: One sentence, such as ``Treaty of accession to the Eurasian Economic Union signed``.

    Returns:
        None where it names no bond, or does nothing to it.
    """
    named = [bond for bond, pattern in _of_texts() if pattern.search(text)]
    act = next((act for act, pattern in _acts() if pattern.search(text)), None)
    if not named or act is None:
        return None
    papers = [bond for bond in named if bond.depth == PAPER]
    return act, papers[0] if papers and act == "makes" else max(named)


@cache
def _of_indicators() -> dict[str, Bond]:
    return {row["pattern"]: _bond(row) for row in rows("bonds") if row["from"] == "tie"}


@cache
def _of_texts() -> tuple[tuple[Bond, re.Pattern[str]], ...]:
    return tuple(
        (_bond(row), _word(row["pattern"])) for row in rows("bonds") if row["from"] == "text"
    )


@cache
def _acts() -> tuple[tuple[BondAct, re.Pattern[str]], ...]:
    names = {str(name): name for name in get_args(BondAct)}
    return tuple((names[row["act"]], _word(row["pattern"])) for row in rows("bond_acts"))


def _bond(row: dict[str, str]) -> Bond:
    return Bond(int(row["depth"]), row["bond"], row["name"], row["field"])


def _word(pattern: str) -> re.Pattern[str]:
    """The pattern at the start of a word; capitals count only where it asks for them."""
    return re.compile(rf"\b(?:{pattern})", re.IGNORECASE)
