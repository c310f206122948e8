"""The lexicon: the tables in ``data/`` as records, read once when first asked for.

A row of ``verbs.csv`` says: these verbs, in either aspect, where their clause looks like this frame, name this
type. Frames are words in a row, all of which must hold:

    obj            it has an object (a passive subject counts); the same for subj, dat, ins, gen
    obj:troops     and one of its nouns is of this class of ``classes.csv``, or of the classes
                   party, land, org, several, coop, conf, opp, none (see ``acts.frames``)
    obj=визит,тур  and one of its nouns is one of these words
    с:party        a phrase with this preposition; в+acc, в+loc where the case decides
    inf that       an infinitive, a clause with "что" or "чтобы" below it; inf:coop, that:conf
    adv= adj=      an adverb of the verb, an adjective of its object
    neg, !neg      it is negated, it is not; !obj: it has no object
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, cast

from steelyard.records.events import Act

Effect = Literal[
    "same",
    "order",
    "planned",
    "hypothetical",
    "rumoured",
    "denied",
    "stop",
    "cancel",
    "block",
    "announce",
    "fact",
    "reaction",
    "background",
    "discuss",
    "refuse",
    "none",
]


@dataclass(frozen=True, slots=True)
class Condition:
    """One word of a frame: the slot it looks at, and the classes or words that must fill it."""

    slot: str
    negated: bool = False
    classes: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of ``verbs.csv``."""

    lemma: str
    frame: str
    conditions: tuple[Condition, ...]
    type: str
    mode: str | None
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    weight: float
    act: Act | None

    @property
    def name(self) -> str:
        """The rule as an explanation shows it."""
        return f"{self.lemma}{f' [{self.frame}]' if self.frame else ''} -> {self.type}"


@dataclass(frozen=True, slots=True)
class EventNoun:
    """One row of ``nouns.csv``. ``genitive`` says what its genitive is, ``object`` of which classes.

    ``s`` who acts, ``o`` who is acted on, ``j`` all who take part, ``t`` goods whose adjective
    says where they come from, ``d`` an object that may name either side, ``a`` what is given,
    ``e`` a thing, ``w`` a force that is reduced, ``y`` an act of sanction, ``z`` what is
    stopped, ``x`` nobody.
    """

    noun: str
    type: str
    mode: str | None
    genitive: str
    object: frozenset[str]
    recipient: tuple[str, ...]
    weight: float
    act: Act | None


@dataclass(frozen=True, slots=True)
class Agent:
    """One row of ``agents.csv``: a noun that stands for a state once its country is known."""

    noun: str
    role: str
    kind: str


@dataclass(frozen=True, slots=True)
class Name:
    """A name in its dictionary form: of a state, place, body or organisation."""

    name: str
    actor: str
    kind: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """One row of ``persons.csv``; ``latin`` is the row of the gazetteer that is the same person.

    ``alone`` says whether the surname alone is enough: it is no common name and no word.
    """

    name: str
    latin: str
    actor: str
    role: str
    alone: bool


@dataclass(frozen=True, slots=True)
class Office:
    """One row of ``coding/english/data/offices.csv``; a day may be only a year, an end is open where empty."""

    actor: str
    role: str
    start: str
    end: str

    def covers(self, day: str) -> bool:
        """Say whether it was held on a day, written as 2024-12-01."""
        return self.start <= day and (not self.end or day[: len(self.end)] <= self.end)


def rows(table: str) -> list[dict[str, str]]:
    """Return the rows of a table of ``data/``."""
    path = files("steelyard.coding.russian") / "data" / f"{table}.csv"
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


@cache
def rules() -> Mapping[str, tuple[Rule, ...]]:
    """Return the rules of each verb, in the order of the table."""
    found: dict[str, list[Rule]] = {}
    for row in rows("verbs"):
        for lemma in _in_both_aspects(row["verbs"]):
            found.setdefault(lemma, []).append(
                Rule(
                    lemma=lemma,
                    frame=row["frame"],
                    conditions=tuple(map(_condition, row["frame"].split())),
                    type=row["type"],
                    mode=row["mode"] or None,
                    actor=tuple(_split(row["actor"])),
                    recipient=tuple(_split(row["recipient"])),
                    weight=float(row["weight"]),
                    act=_act(row["act"]),
                )
            )
    return {lemma: tuple(some) for lemma, some in found.items()}


@cache
def event_nouns() -> Mapping[str, EventNoun]:
    """Return the nouns that name acts."""
    return {
        noun: EventNoun(
            noun=noun,
            type=row["type"],
            mode=row["mode"] or None,
            genitive=row["genitive"],
            object=frozenset(_split(row["object"])),
            recipient=tuple(_split(row["recipient"])),
            weight=float(row["weight"]),
            act=_act(row["act"]),
        )
        for row in rows("nouns")
        for noun in _split(row["nouns"])
    }


@cache
def operators() -> Mapping[tuple[str, str], Effect]:
    """Return what each word does to the act that fills its slot."""
    named: dict[tuple[str, str], Effect] = {}
    partners: dict[tuple[str, str], Effect] = {}
    for row in rows("operators"):
        effect = cast("Effect", row["effect"])
        words = _split(row["words"])
        named |= {(word, row["slot"]): effect for word in words}
        partners |= {
            (partner, row["slot"]): effect for word in words for partner in aspects().get(word, ())
        }
    return partners | named


@cache
def aspects() -> Mapping[str, tuple[str, ...]]:
    """Return the other aspect of each verb: "подписывать" of "подписать", and the other way."""
    found: dict[str, tuple[str, ...]] = {}
    for row in rows("aspect"):
        one, other = row["perfective"], row["imperfective"]
        found[one] = (*found.get(one, ()), other)
        found[other] = (*found.get(other, ()), one)
    return found


@cache
def agents() -> Mapping[str, Agent]:
    """Return the nouns that act once their country is known."""
    return {
        _low(row["noun"]): Agent(_low(row["noun"]), row["role"], row["kind"])
        for row in rows("agents")
    }


@cache
def classes() -> Mapping[str, frozenset[str]]:
    """Return the words of each class of nouns; ``@leader`` takes in the agents of that kind."""
    found: dict[str, frozenset[str]] = {}
    for row in rows("classes"):
        words: set[str] = set()
        for word in _split(row["words"]):
            if word.startswith("@"):
                words |= {a.noun for a in agents().values() if a.kind == word[1:]}
            else:
                words.add(_low(word))
        found[row["class"]] = frozenset(words)
    return found


@cache
def names() -> tuple[Name, ...]:
    """Return the names of states, places, bodies and organisations."""
    found = [Name(r["name"], r["actor"], r["kind"]) for r in rows("states")]
    found += [Name(r["name"], r["actor"], r["kind"], r["role"]) for r in rows("bodies")]
    return tuple(found)


@cache
def places() -> Mapping[str, str]:
    """Return the state of each city of GeoNames, by its Russian name in small letters."""
    return {_low(row["name"]): row["actor"] for row in rows("places")}


@cache
def persons() -> tuple[Person, ...]:
    """Return the persons known by their Russian names."""
    return tuple(
        Person(r["name"], r["latin"], r["actor"], r["role"], r["alone"] == "yes")
        for r in rows("persons")
    )


@cache
def offices() -> Mapping[str, tuple[Office, ...]]:
    """Return the offices of each person by the name that the gazetteer has, the latest first."""
    path = files("steelyard.coding") / "english" / "data" / "offices.csv"
    found: dict[str, list[Office]] = {}
    for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
        office = Office(row["country"], row["role"], row["start"], row["end"])
        found.setdefault(row["name"], []).append(office)
    return {
        name: tuple(sorted(some, key=lambda office: office.start, reverse=True))
        for name, some in found.items()
    }


@cache
def words(group: str) -> frozenset[str]:
    """Return the words of a list of ``words.csv``."""
    return _lists().get(group, frozenset())


@cache
def words_upper(group: str) -> frozenset[str]:
    """Return the types of a list of ``words.csv``, in capitals as the ontology has them."""
    return frozenset(word.upper() for word in words(group))


@cache
def weights() -> Mapping[str, float]:
    """Return what each sign weighs."""
    return {row["sign"]: float(row["weight"]) for row in rows("confidence")}


@cache
def contexts() -> Mapping[str, str]:
    """Return the PLOVER context of each word that speaks of one."""
    return {_low(word): row["context"] for row in rows("contexts") for word in _split(row["words"])}


@cache
def topics() -> Mapping[str, tuple[str, int]]:
    """Return the topic outside politics of each word, and how strongly it says so."""
    return {
        _low(word): (row["topic"], int(row["points"]))
        for row in rows("topics")
        for word in _split(row["words"])
    }


@cache
def _lists() -> Mapping[str, frozenset[str]]:
    return {row["list"]: frozenset(map(_low, _split(row["words"]))) for row in rows("words")}


def _condition(text: str) -> Condition:
    negated = text.startswith("!")
    text = text.removeprefix("!")
    for mark in (":", "="):
        slot, found, values = text.partition(mark)
        if found:
            some = frozenset(map(_low, values.split(",")))
            if mark == ":":
                return Condition(slot, negated, classes=some)
            return Condition(slot, negated, words=some)
    return Condition(text, negated)


def _in_both_aspects(cell: str) -> list[str]:
    """Return the verbs of a cell, each followed by its partner in the other aspect."""
    verbs = _split(cell)
    partners = [partner for verb in verbs for partner in aspects().get(verb, ())]
    return list(dict.fromkeys((*verbs, *partners)))


def _split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def _low(text: str) -> str:
    return text.lower().replace("ё", "е")


def _act(cell: str) -> Act | None:
    return cast("Act", cell) if cell else None
