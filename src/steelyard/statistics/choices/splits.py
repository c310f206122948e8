"""Roll calls on which one pole votes as one against another, and how a state voted then.

Absence is a class of its own and never dissent: a state that is absent from a split sided with
nobody.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from steelyard.statistics.choices.similarity import ABSENT, Choices

Mask = NDArray[np.bool_]

#: Fewest members that must have voted for a pole to have a common choice; all members of a smaller
#: pole.
QUORUM = 20


@dataclass(frozen=True, slots=True)
class Splits:
    """How each state voted on the roll calls that split two poles.

    ``items`` are the positions of the split roll calls. ``with_pole``, ``with_leader``, ``absent``
    and ``neither`` have a row per state and a column per split, and exactly one of the four is
    true in each cell.
    """

    items: NDArray[np.intp]
    with_pole: Mask
    with_leader: Mask
    absent: Mask
    neither: Mask


def voice(members: Choices, quorum: int = QUORUM) -> Choices:
    """Return the common choice of a pole on each item; ABSENT where it has none.

    Args:
        members: A row per member, a column per item; ABSENT where the member did not vote.
        quorum: Number of members that must have voted; all of them where there are fewer.
    """
    voted = members != ABSENT
    needed = max(1, min(quorum, members.shape[0]))
    top = np.where(voted, members, np.iinfo(np.int8).min).max(axis=0, initial=ABSENT)
    bottom = np.where(voted, members, np.iinfo(np.int8).max).min(axis=0, initial=127)
    alike = (voted.sum(axis=0) >= needed) & (top == bottom)
    return np.where(alike, top, ABSENT).astype(np.int8)


def splits(states: Choices, pole: Choices, leader: Choices, quorum: int = QUORUM) -> Splits:
    """Return how ``states`` voted when the pole agreed and the other pole's leader differed.

    Args:
        states: A row per state, a column per roll call; ABSENT where the state did not vote.
        pole: The members of the pole on the same roll calls.
        leader: The other pole's leader; a roll call without its vote is not a split.
        quorum: See :func:`voice`.
    """
    common = voice(pole, quorum)
    items = np.flatnonzero((common != ABSENT) & (leader != ABSENT) & (common != leader))
    chosen = states[:, items]
    absent = chosen == ABSENT
    with_pole, with_leader = chosen == common[items], chosen == leader[items]
    return Splits(items, with_pole, with_leader, absent, ~(absent | with_pole | with_leader))
