"""The diagnostics: one question a file, put to an archive, answered by a Finding.

To add one: its file, a line in ALL, its test, its page in docs/diagnostics/.
"""

from __future__ import annotations

from difflib import get_close_matches

from steelyard.diagnostics import (
    agenda,
    amplification,
    anticipation,
    audience,
    balance,
    concession,
    distrust,
    donors,
    initiative,
    novelty,
    priority,
    reversal,
    routine,
    substance,
    tempo,
    tone,
    votes,
    weight,
)
from steelyard.errors import CaseError
from steelyard.records import Diagnostic

#: Every diagnostic, in the order in which the brief shows them.
ALL: tuple[Diagnostic, ...] = (
    anticipation.DIAGNOSTIC,
    routine.DIAGNOSTIC,
    tempo.DIAGNOSTIC,
    amplification.DIAGNOSTIC,
    tone.DIAGNOSTIC,
    balance.DIAGNOSTIC,
    substance.DIAGNOSTIC,
    novelty.DIAGNOSTIC,
    weight.DIAGNOSTIC,
    votes.DIAGNOSTIC,
    priority.DIAGNOSTIC,
    donors.DIAGNOSTIC,
    distrust.DIAGNOSTIC,
    reversal.DIAGNOSTIC,
    initiative.DIAGNOSTIC,
    concession.DIAGNOSTIC,
    agenda.DIAGNOSTIC,
    audience.DIAGNOSTIC,
)

#: The questions that a claim may name.
QUESTIONS: tuple[str, ...] = tuple(diagnostic.name for diagnostic in ALL)


def get(name: str) -> Diagnostic:
    """Return the diagnostic of this name.

    Raises:
        CaseError: There is none; the message names the nearest.
    """
    for diagnostic in ALL:
        if diagnostic.name == name:
            return diagnostic
    names = [diagnostic.name for diagnostic in ALL]
    near = get_close_matches(name, names, n=1)
    hint = f" Did you mean '{near[0]}'?" if near else ""
    msg = f"'{name}' is not a diagnostic; there are {', '.join(names)}.{hint}"
    raise CaseError(msg)
