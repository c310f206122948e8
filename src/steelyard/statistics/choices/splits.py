"""Roll calls on which one pole stands together against another, and where a state stood then.

Absence is a class of its own, never dissent: a state that is absent from a split has stood with
nobody.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from steelyard.statistics.choices.similarity import ABSENT, Choices

Mask = NDArray[np.bool_]

#: A pole speaks with one voice only where at least this many of its members, or all of a smaller
#: pole, voted.
QUORUM = 20


@dataclass(frozen=True, slots=True)
class Splits:
    """Where each state stood on the roll calls that split two poles.

    ``items`` are the places of the split roll calls. ``with_pole``, ``with_leader``, ``absent``
    and ``neither`` have a row a state and a column a split, and exactly one of the four is true
    in each cell.
    """

    items: NDArray[np.intp]
    with_pole: Mask
    with_leader: Mask
    absent: Mask
    neither: Mask


def voice(members: Choices, quorum: int = QUORUM) -> Choices:
    """Return the common choice of a pole on each item; ABSENT where it has none.

    Args:
        members: A row a member, a column an item; ABSENT where the member did not vote.
        quorum: Members that must have voted; all of them where there are fewer.
    """
    voted = members != ABSENT
    needed = max(1, min(quorum, members.shape[0]))
    top = np.where(voted, members, np.iinfo(np.int8).min).max(axis=0, initial=ABSENT)
    bottom = np.where(voted, members, np.iinfo(np.int8).max).min(axis=0, initial=127)
    alike = (voted.sum(axis=0) >= needed) & (top == bottom)
    return np.where(alike, top, ABSENT).astype(np.int8)


def splits(states: Choices, pole: Choices, leader: Choices, quorum: int = QUORUM) -> Splits:
    """Return where ``states`` stood when the pole agreed and the other pole's leader differed.

    Args:
        states: A row a state, a column a roll call; ABSENT where the state did not vote.
        pole: The members of the pole on the same roll calls.
        leader: The other pole's leader; a roll call from which it is absent is no split.
        quorum: See :func:`voice`.
    """
    common = voice(pole, quorum)
    items = np.flatnonzero((common != ABSENT) & (leader != ABSENT) & (common != leader))
    chosen = states[:, items]
    absent = chosen == ABSENT
    with_pole, with_leader = chosen == common[items], chosen == leader[items]
    return Splits(items, with_pole, with_leader, absent, ~(absent | with_pole | with_leader))
