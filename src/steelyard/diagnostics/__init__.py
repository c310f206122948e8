"""The diagnostics: one question a file, put to an archive, answered by a Finding.

To add one: its file in ``questions/``, a line in ORDER, its test, its page in docs/diagnostics/.
"""

from __future__ import annotations

from difflib import get_close_matches
from importlib import import_module

from steelyard.diagnostics.assemble import ask, finding, judged_of, numbers_of, with_judgement
from steelyard.diagnostics.splits import Splits
from steelyard.errors import CaseError
from steelyard.records import Diagnostic, Weight

#: The modules of ``questions/``, in the order in which the brief shows them.
ORDER: tuple[str, ...] = (
    "anticipation",
    "routine",
    "tempo",
    "amplification",
    "tone",
    "balance",
    "breach",
    "substance",
    "novelty",
    "weight",
    "votes",
    "priority",
    "donors",
    "distrust",
    "reversal",
    "initiative",
    "concession",
    "agenda",
    "audience",
)


def _diagnostic(name: str) -> Diagnostic:
    found: Diagnostic = import_module(f"steelyard.diagnostics.questions.{name}").DIAGNOSTIC
    return found


#: Every diagnostic.
ALL: tuple[Diagnostic, ...] = tuple(map(_diagnostic, ORDER))


def names() -> tuple[str, ...]:
    """Return the names of all diagnostics: what a claim or a weight of a case may name."""
    return tuple(diagnostic.name for diagnostic in ALL)


def weights() -> tuple[Weight, ...]:
    """Return what the grades of all diagnostics are declared to say of the readings."""
    return tuple(weight for diagnostic in ALL for weight in diagnostic.weights)


def get(name: str) -> Diagnostic:
    """Return the diagnostic of this name.

    Raises:
        CaseError: There is none; the message names the nearest.
    """
    for diagnostic in ALL:
        if diagnostic.name == name:
            return diagnostic
    near = get_close_matches(name, names(), n=1)
    hint = f" Did you mean '{near[0]}'?" if near else ""
    msg = f"'{name}' is not a diagnostic; there are {', '.join(names())}.{hint}"
    raise CaseError(msg)


__all__ = [
    "ALL",
    "ORDER",
    "Splits",
    "ask",
    "finding",
    "get",
    "judged_of",
    "names",
    "numbers_of",
    "weights",
    "with_judgement",
]
