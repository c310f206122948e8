"""Status: did it happen, or is it planned, threatened, rumoured, denied, only imagined?

Signs stand on the word itself (``auxiliaries``), above it (``governors``) and in what the sentence
says of the whole (``hearsay``). What removes an act furthest from fact wins: hypothetical,
then denied, rumoured, planned.
"""

from __future__ import annotations

from dataclasses import dataclass

from steelyard.coding.english.status import auxiliaries, governors, hearsay
from steelyard.coding.english.status.auxiliaries import Sign
from steelyard.coding.english.text import Sentence
from steelyard.records.events import Status

_ORDER: tuple[Status, ...] = ("hypothetical", "denied", "rumoured", "planned")


_NEGATIONS = frozenset(("not", "no", "without"))


@dataclass(frozen=True, slots=True)
class Factuality:
    """A status, and the words that gave it."""

    status: Status
    signs: tuple[str, ...] = ()


def status_of(sentence: Sentence, i: int) -> Factuality:
    """Return the status of the act that word ``i`` names, with the signs for it."""
    return _strongest(
        [
            *auxiliaries.on(sentence, i),
            *governors.above(sentence, i),
            *hearsay.about(sentence, i),
            *auxiliaries.scheduled(sentence, i),
        ]
    )


def _strongest(signs: list[Sign]) -> Factuality:
    found = [sign.status for sign in signs]
    denials = {sign.word for sign in signs if sign.status == "denied"}
    if len(denials) == 2 and denials & _NEGATIONS and "hypothetical" not in found:
        # "did not deny", "never refuted": two negations leave the matter open.
        signs = [s for s in signs if s.status != "denied"] + [Sign("rumoured", "denied denial")]
        found = [sign.status for sign in signs]
    if "rumoured" in found and all(sign.weighs for sign in signs if sign.status == "hypothetical"):
        # A leak that somebody is weighing an act: the act is rumoured.
        found = [status for status in found if status != "hypothetical"]
    words = tuple(sign.word for sign in signs)
    return next((Factuality(s, words) for s in _ORDER if s in found), Factuality("happened"))
