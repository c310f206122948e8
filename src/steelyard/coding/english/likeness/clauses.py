"""Clauses that link two parties: the verbs that an act may hang on, whichever it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from steelyard.coding.english import lexicon
from steelyard.coding.english.acts import Grammar, Roles, roles_of
from steelyard.coding.english.lexicon import Predicate

#: Relations of verbs that state nothing by themselves.
_BESIDE = frozenset(("aux", "auxpass", "amod"))

#: Types of different ways to find the other side; the first that finds both links the parties.
_WAYS = ("ACCUSE", "COOPERATE", "ASSAULT")


@dataclass(frozen=True, slots=True)
class Linked:
    """A verb with both sides of its clause, as the first way that found them has it."""

    verb: int
    roles: Roles


def linked_verbs(
    grammar: Grammar, is_open: Callable[[int], bool] = lambda _: True
) -> Iterator[Linked]:
    """Yield the verbs of a sentence whose clauses name two parties or more, of those that are open."""
    sentence = grammar.parties.sentence
    for word in sentence.words:
        if not sentence.is_verb(word.i) or word.dep in _BESIDE or word.lemma in ("be", "have"):
            continue
        if not is_open(word.i):
            continue
        for kind in _WAYS:
            roles = linked(grammar, word.i, kind)
            if roles is not None:
                yield Linked(word.i, roles)
                break


def linked(grammar: Grammar, verb: int, kind: str) -> Roles | None:
    """Return the sides of an act of a type that a verb may state, None unless two parties are named."""
    roles = roles_of(grammar, verb, pattern(grammar.parties.sentence.words[verb].lemma, kind))
    if not roles.actor or not roles.recipient:
        return None
    return roles if len({*roles.actor.codes, *roles.recipient.codes}) > 1 else None


@cache
def _slots() -> dict[str, tuple[str, ...]]:
    """Return for each type the slots in which its recipient is looked for, by ``words.csv``."""
    found: dict[str, tuple[str, ...]] = {}
    for slot in lexicon.ordered("recipient by likeness"):
        kind, _, names = slot.partition(" ")
        found[kind] = tuple(names.split())
    return found


def pattern(lemma: str, kind: str) -> Predicate:
    """Return a rule without a frame: any clause of the verb, its recipient wherever the type has it."""
    return Predicate(0, lemma, "", (), kind, None, _slots()[kind], 0.7, None, "likeness")
