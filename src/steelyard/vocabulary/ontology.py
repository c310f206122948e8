"""What may happen between actors: PLOVER's types, and how CAMEO and WEIS codes map to them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from steelyard.errors import VocabularyError
from steelyard.vocabulary.letters import latin_letters, plain_letters
from steelyard.vocabulary.tables import rows
from steelyard.vocabulary.time import PRECISIONS

__all__ = [
    "ACTS",
    "PRECISIONS",
    "QUADS",
    "STATUSES",
    "TYPES",
    "Coding",
    "contexts",
    "definition",
    "from_cameo",
    "from_type",
    "from_weis",
    "mode_definitions",
    "modes",
    "quad",
    "recipient_required",
    "roles",
    "score",
    "terms",
]

#: PLOVER's sixteen types, in the order of its manual.
TYPES = (
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
)

#: The four quarters that types fall into.
QUADS = {
    1: "verbal cooperation",
    2: "material cooperation",
    3: "verbal conflict",
    4: "material conflict",
}

#: How far the act is that a type names.
STATUSES = ("happened", "planned", "threatened", "rumoured", "denied", "hypothetical")

#: Whether an act is said or done.
ACTS = ("words", "deeds")


@dataclass(frozen=True, slots=True)
class Coding:
    """What a type or a code of another scheme says about an event.

    Attributes:
        type: one of TYPES; None for codes that PLOVER has no type for, such as comments.
        mode: one of the type's modes, or None.
        context: PLOVER contexts that the code itself implies.
        quad: 1 to 4; None where there is no type.
        act: ``words`` or ``deeds`` by default; the event itself may say otherwise.
        intensity: the Goldstein weight from -10 to 10; None where none was published.
        label: the code in a few words.
    """

    type: str | None
    mode: str | None
    context: tuple[str, ...]
    quad: int | None
    act: str
    intensity: float | None
    label: str


def quad(type: str) -> int:  # noqa: A002 - the word of the records
    """Return the quarter of a type, 1 to 4 (see QUADS)."""
    return int(_type(type)["quad"])


def recipient_required(type: str) -> bool:  # noqa: A002
    """Say whether an event of this type is nothing without a recipient."""
    return _type(type)["recipient_required"] == "yes"


def definition(type: str) -> str:  # noqa: A002
    """Return in a sentence what a type means."""
    return _type(type)["definition"]


def modes(type: str) -> tuple[str, ...]:  # noqa: A002
    """Return the modes of a type; many have none."""
    _type(type)
    return tuple(mode for owner, mode in _mode_scores() if owner == type)


def mode_definitions(type: str) -> dict[str, str]:  # noqa: A002
    """Return the modes of a type with what each means."""
    return {row["mode"]: row["definition"] for row in rows("modes") if row["type"] == type}


def score(type: str, mode: str | None = None) -> float:  # noqa: A002
    """Return PLOVER's conflict-cooperation score of a type, or of one of its modes.

    Raises:
        VocabularyError: the type or the mode is unknown.
    """
    row = _type(type)
    if mode is None:
        return float(row["score"])
    if mode not in modes(type):
        what, allowed = f"{type} mode", modes(type) or ("no modes: this type has none",)
        raise _unknown(what, mode, allowed)
    return float(_mode_scores()[type, mode] or row["score"])


def contexts() -> dict[str, str]:
    """Return the contexts that any event may have, with what each means."""
    return {row["context"]: row["definition"] for row in rows("contexts")}


def roles() -> dict[str, str]:
    """Return the roles that an actor may act in, such as GOV and MIL, with what each means."""
    return {row["role"]: row["definition"] for row in rows("roles")}


def terms(kind: str) -> dict[str, str]:
    """Return the words of a kind with what each means.

    Args:
        kind: ``act``, ``rung``, ``status``, ``column`` (of a chronology), or ``party``: who is actor
            and who recipient.
    """
    return {row["term"]: row["definition"] for row in rows("terms") if row["kind"] == kind}


def from_type(type: str) -> Coding:  # noqa: A002
    """Return what a PLOVER type says by itself; its intensity is PLOVER's own score.

    Raises:
        VocabularyError: the type is unknown.
    """
    row = _type(type)
    return Coding(
        type, None, (), quad(type), row["default_act"], float(row["score"]), row["definition"]
    )


def from_cameo(code: str) -> Coding:
    """Return what a CAMEO code says, as text with its leading zero (``042``).

    A code of two digits stands for its root. A four-digit code that is not listed is read by
    its first three digits, as CAMEO's own hierarchy allows; no other prefix is tried.

    Raises:
        VocabularyError: the code is unknown.
    """
    table = _codings("cameo")
    if code not in table and len(code) == 4 and code[:3] in table:
        return table[code[:3]]
    return _coding(code, "cameo")


def from_weis(code: str) -> Coding:
    """Return what a WEIS code says, as text of two or three digits (``211``).

    Raises:
        VocabularyError: the code is unknown.
    """
    return _coding(code, "weis")


def _type(name: str) -> dict[str, str]:
    row = _types().get(name)
    if row is None:
        raise _unknown("Type", name, TYPES)
    return row


def _coding(code: str, scheme: str) -> Coding:
    table = _codings(scheme)
    if code in table:
        return table[code]
    if "0" + code in table:
        msg = (
            f"{scheme.upper()} code '{code}' is not in the vocabulary. "
            f"Did you mean '0{code}'? Codes are text and keep their leading zero."
        )
        raise VocabularyError(msg)
    same = tuple(known for known in table if known.startswith(code[:2]))
    roots = tuple(known for known in table if len(known) == 2)
    what = f"{scheme.upper()} code"
    raise _unknown(what, code, same or roots)


def _unknown(what: str, found: str, allowed: tuple[str, ...]) -> VocabularyError:
    from difflib import get_close_matches  # what nearly nobody needs

    listed = ", ".join(allowed)
    near = get_close_matches(found.upper(), allowed, n=1, cutoff=0.5)
    hint = f" Did you mean '{near[0]}'?" if near else ""
    return VocabularyError(
        f"{what} '{found}' is not in the vocabulary. Allowed are {listed}.{hint}"
    )


@cache
def _types() -> dict[str, dict[str, str]]:
    return {row["type"]: row for row in rows("types")}


@cache
def _mode_scores() -> dict[tuple[str, str], str]:
    """Scores as text, empty where the manual prints none."""
    return {(row["type"], row["mode"]): row["score"] for row in rows("modes")}


@cache
def _codings(scheme: str) -> dict[str, Coding]:
    return {
        row[scheme]: Coding(
            row["type"] or None,
            row["mode"] or None,
            tuple(row["context"].split(";")) if row["context"] else (),
            int(row["quad"]) if row["quad"] else None,
            row["act"],
            float(row["intensity"]) if row["intensity"] else None,
            row["label"],
        )
        for row in rows(scheme)
    }


#: A code as people paste it: behind an apostrophe, as a number with decimals, before its words.
_PASTED = re.compile(r"['\u2019]?(\d{2,4})(?:\.0+)?(?:[ :.\u2013-]+[^\W\d].*)?", re.DOTALL)


def plain_code(text: str) -> str:
    """Return the CAMEO or WEIS code that a cell holds without what stands around it.

    >>> plain_code("'042"), plain_code("57.0"), plain_code("042 Make a visit"), plain_code("visit")
    ('042', '57', '042', 'visit')
    """
    found = _PASTED.fullmatch(plain_letters(text).strip())
    return found[1] if found else text


def type_written(text: str) -> str:
    r"""Return the type that a cell means, in any case and in letters that look like ours; else the cell.

    >>> type_written("consult"), type_written("\uff21\uff29\uff24"), type_written("visit")
    ('CONSULT', 'AID', 'visit')
    """
    tried = (plain_letters(text), latin_letters(text))
    return next((kind for form in tried if (kind := form.strip().upper()) in TYPES), text)


def lost_zeros(codes: Iterable[str], scheme: Literal["cameo", "weis"] = "cameo") -> dict[str, str]:
    """Return codes whose first zero a spreadsheet has dropped, each with its zero.

    ``42`` alone is no code and shows that zeros are lost; ``14``, which is a root as well, is
    then 014. Where nothing shows it, nothing is returned.

    >>> lost_zeros(["42", "14", "190"])
    {'42': '042', '14': '014'}
    """
    listed = {row[scheme] for row in rows(scheme)}
    short = [code for code in codes if code.isdecimal() and f"0{code}" in listed]
    shown = any(code not in listed for code in short)
    return {code: f"0{code}" for code in short} if shown else {}
