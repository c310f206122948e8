"""What is asked for: conditions on events, one after the other, and the SQL that they come to."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Self

from steelyard import series, vocabulary
from steelyard.errors import VocabularyError

#: Facets by name, with the title that people read.
FACETS: Mapping[str, str] = {
    "actor": "Actor",
    "recipient": "Recipient",
    "type": "Type",
    "act": "Act",
    "rung": "Rung",
    "status": "Status",
    "source": "Source",
    "kind": "Kind of publisher",
    "place": "Place",
}


#: Facets whose values are words of the vocabulary, and which words.
_WORDS: Mapping[str, Callable[[], Sequence[str]]] = {
    "type": lambda: vocabulary.TYPES,
    "act": lambda: vocabulary.ACTS,
    "rung": lambda: vocabulary.RUNGS,
    "status": lambda: vocabulary.STATUSES,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Conditions on events. Several values of one facet are alternatives; facets add up.

    ``actor`` and ``recipient`` are codes; a state is followed through its predecessors. Both sides
    of a mutual event are found as actors and as recipients. ``since`` is the first day, ``until``
    the day after the last. ``text`` are words of the sentence; words in quotes stand side by side.
    """

    actor: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    act: tuple[str, ...] = ()
    rung: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    text: str = ""

    @classmethod
    def of(cls, said: Mapping[str, Sequence[str]]) -> Self:
        """Read a choice from names and texts, as an address or a command line has them.

        Raises:
            VocabularyError: A code, a word or a day is not one; all of them are named.
        """
        values: dict[str, Any] = {}
        problems: list[str] = []
        for name in FACETS:
            values[name] = tuple(dict.fromkeys(value for value in said.get(name, ()) if value))
        for name in ("actor", "recipient"):
            found = [_code(value, problems) for value in values[name]]
            values[name] = tuple(dict.fromkeys(code for code in found if code))
        for name, allowed in _WORDS.items():
            problems += [
                f"{name} '{value}' is none of {', '.join(allowed())}."
                for value in values[name]
                if value not in allowed()
            ]
        for name in ("since", "until"):
            text = next(iter(said.get(name, ())), "")
            values[name] = _day(name, text, problems)
        values["text"] = next(iter(said.get("text", ())), "").strip()
        if problems:
            error = VocabularyError(" ".join(problems))
            error.problems = tuple(problems)
            raise error
        return cls(**values)

    def pairs(self) -> list[tuple[str, str]]:
        """Return the choice as names and texts, in a fixed order: what stands in an address."""
        found: list[tuple[str, str]] = []
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, tuple):
                found += [(field.name, one) for one in value]
            elif value:
                found.append((field.name, str(value)))
        return found

    def without(self, name: str) -> Self:
        """Return the choice without the conditions of one facet, so that others can be chosen."""
        changes: dict[str, Any] = {name: ()}
        return replace(self, **changes)

    @property
    def is_open(self) -> bool:
        """Whether nothing is asked for: every event fits."""
        return not self.pairs()

    @property
    def is_of_days(self) -> bool:
        """Whether it asks for nothing but days and rungs: these are counted once for all."""
        return all(name in ("rung", "since", "until") for name, _ in self.pairs())

    def one_of(self, names: Collection[str]) -> str | None:
        """Return the only facet that it asks for, if that is one of these."""
        asked = {name for name, _ in self.pairs()}
        return asked.pop() if len(asked) == 1 and asked <= set(names) else None

    def where(self, words: str | None) -> tuple[str, list[Any]]:
        """Return the SQL condition on the table ``thin``, and its parameters.

        Args:
            words: The table of the sentences that have the words; None where no words are asked.
        """
        parts: list[str] = []
        values: list[Any] = []
        for side in ("actor", "recipient"):
            codes = [c for code in getattr(self, side) for c in series.client_codes(code)]
            if codes:
                marks = ", ".join("?" * len(codes))
                parts.append(f"{side} IN (SELECT n FROM {side}_sets WHERE code IN ({marks}))")
                values += codes
        for name in ("type", "act", "rung", "status", "source", "place"):
            chosen = getattr(self, name)
            if chosen:  # a word that the archive does not have is no value of the column's type
                marks = ", ".join([f"TRY_CAST(? AS {name}_word)"] * len(chosen))
                parts.append(f'"{name}" IN ({marks})')
                values += chosen
        if self.kind:
            marks = ", ".join("?" * len(self.kind))
            parts.append(f"kinds IN (SELECT kinds FROM kind_sets WHERE kind IN ({marks}))")
            values += self.kind
        if self.since:
            parts.append("day >= ?")
            values.append(self.since)
        if self.until:
            parts.append("day < ?")
            values.append(self.until)
        if words:
            parts.append(f"sentence IN (SELECT n FROM {words})")
        return " AND ".join(parts) or "true", values


def _code(value: str, problems: list[str]) -> str | None:
    found = vocabulary.find(value)
    if found is None:
        problems.append(f"'{value}' is {vocabulary.unknown_actor(value)}")
    return found


def _day(name: str, text: str, problems: list[str]) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        problems.append(f"{name} is {text!r}, which is not a day; write days as 2019-10-18.")
        return None
