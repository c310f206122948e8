"""The lexicon: the tables in ``data/`` as records, read once when first asked for.

A predicate row says: this verb, where its clause looks like this frame, is this type. Frames
are words in a row, all of which must hold (see :class:`Condition`):

    obj            it has a direct object (a passive subject counts)
    obj:troops     and its head is of class ``troops`` in ``nouns.csv``
    in:whose       and what its head names is said to be a party's: "in Iranian hands"
    dative:person  the same for whom something is given
    obj=stone|egg  and its head is one of these words
    subj:leader    the same for the subject
    from:place     a phrase with this preposition, its noun of this class
    prt=out        a particle or adverb
    own, !own      the object is not known to be another's; is not called the subject's own
    ahead, neg     it is planned, hypothetical or denied; it is negated
    comp           any verb below it; to-inf, that: of this kind; comp:must, comp:hostile
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from typing import TypeVar, cast

from steelyard import vocabulary
from steelyard.errors import CodingError
from steelyard.records.events import Act, Status

Row = TypeVar("Row")

#: Conditions that only keep a frame from clauses that it does not mean.
_EXCLUDING = frozenset(("own", "!own"))

#: Slots that take neither class nor word.
PLAIN_SLOTS = frozenset(("!obj", "own", "!own", "oprd", "ahead", "neg"))

#: Slots that are no preposition.
_SLOTS = PLAIN_SLOTS | {"obj", "subj", "dative", "prt", "comp", "to-inf", "that"}


@dataclass(frozen=True, slots=True)
class Condition:
    """One word of a frame: the slot it looks at, and what must fill it.

    ``prepositions`` are those that the slot names, none where it is no phrase.
    """

    slot: str
    classes: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    prepositions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Predicate:
    """One row of ``predicates.csv``."""

    row: int
    lemma: str
    frame: str
    conditions: tuple[Condition, ...]
    type: str
    mode: str | None
    recipient: tuple[str, ...]
    weight: float
    act: Act | None
    reason: str
    reversed: bool = False

    @property
    def name(self) -> str:
        """The rule as an explanation shows it."""
        frame = f" [{self.frame}]" if self.frame else ""
        return f"{self.lemma}{frame} -> {self.type}"


@dataclass(frozen=True, slots=True)
class Noun:
    """One row of ``nouns.csv``: classes, and the act that the noun names, if any."""

    noun: str
    classes: frozenset[str]
    type: str | None
    mode: str | None
    recipient: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Nominalisation:
    """One row of ``nominalisations.csv``: the noun that names a verb's act, and how its sides follow.

    ``object`` holds the prepositions of the verb's object; ``actor_after_of`` says that "of" names
    who acts ("the visit of"); ``origin`` that the thing's nationality is the actor's ("Russian arms").
    """

    noun: str
    verb: str
    object: tuple[str, ...]
    actor_after_of: bool
    origin: bool


@dataclass(frozen=True, slots=True)
class Operator:
    """A word of ``operators.csv`` that changes the status of what it governs.

    ``frames`` says what it governs: ``comp`` a clause, ``obj`` a noun; none: what it stands by.
    """

    word: str
    kind: str
    frames: frozenset[str]
    status: Status
    reason: str


@dataclass(frozen=True, slots=True)
class Office:
    """One spell in office, in [start, end); who holds none is still known by name."""

    name: str
    country: str
    role: str
    title: str
    start: date
    end: date | None


@cache
def rows(table: str) -> list[dict[str, str]]:
    """Return the rows of ``data/<table>.csv``."""
    path = files("steelyard.coding.english") / "data" / f"{table}.csv"
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


@cache
def predicates() -> dict[str, tuple[Predicate, ...]]:
    """Return the predicate rules by lemma, those that ask for most first."""
    grouped: dict[str, list[Predicate]] = {}
    for number, row in enumerate(rows("predicates"), start=2):
        slots = row["recipient"].split(",") if row["recipient"] else []
        rule = Predicate(
            number,
            row["lemma"],
            row["frame"],
            tuple(condition(word) for word in row["frame"].split()),
            row["type"],
            row["mode"] or None,
            tuple(slot for slot in slots if slot != "subj"),
            float(row["weight"]),
            "deeds" if row["act"] == "deeds" else "words" if row["act"] == "words" else None,
            row["reason"],
            reversed="subj" in slots and row["mode"] != "resign",
        )
        grouped.setdefault(rule.lemma, []).append(rule)
    return {lemma: tuple(sorted(found, key=_rank)) for lemma, found in grouped.items()}


@cache
def particles(*, objects: bool = False) -> dict[str, frozenset[str]]:
    """Return for each verb its particles, or only those with which it takes an object: "call in"."""
    found: dict[str, set[str]] = {}
    for lemma, rules in predicates().items():
        for rule in rules:
            if not objects or any(c.slot == "obj" for c in rule.conditions):
                words = (c.words for c in rule.conditions if c.slot == "prt")
                found.setdefault(lemma, set()).update(*words)
    return {lemma: frozenset(names) for lemma, names in found.items() if names}


def _rank(rule: Predicate) -> tuple[float, float, int]:
    """Order rules by how specific they are, then by weight, then by row: the first that fits is used."""
    return -specificity(rule), -rule.weight, rule.row


def specificity(rule: Predicate) -> float:
    """Return how specific a frame is: one for each condition, half more if it names classes or words.

    Whose the object is only keeps a frame from what it does not mean: it asks for nothing more.
    """
    conditions = (c for c in rule.conditions if c.slot not in _EXCLUDING)
    return sum(1.5 if c.classes or c.words else 1.0 for c in conditions)


@cache
def condition(word: str) -> Condition:
    """Read one word of a frame."""
    classes = words = ""
    slot = word
    if ":" in word:
        slot, _, classes = word.partition(":")
    elif "=" in word:
        slot, _, words = word.partition("=")
    return Condition(
        slot,
        classes=frozenset(classes.split(",")) if classes else frozenset(),
        words=frozenset(words.replace(",", "/").split("/")) if words else frozenset(),
        prepositions=() if slot in _SLOTS else tuple(slot.split(",")),
    )


@cache
def nouns() -> dict[str, Noun]:
    """Return the nouns by lemma."""
    found = {
        row["noun"]: Noun(
            row["noun"],
            frozenset(row["classes"].split()),
            row["type"] or None,
            row["mode"] or None,
            tuple(row["recipient"].split(",")) if row["recipient"] else (),
            float(row["weight"] or 0),
        )
        for row in rows("nouns")
    }
    return _also_closed(found)


@cache
def second_words() -> frozenset[str]:
    """Return the second words of nouns of two: "strike" of "hunger-strike"."""
    return frozenset(noun.rpartition("-")[2] for noun in nouns() if "-" in noun)


@cache
def nominalisations() -> dict[str, Nominalisation]:
    """Return the nouns that share the frames of a verb, by lemma."""
    found = {
        row["noun"]: Nominalisation(
            row["noun"],
            row["verb"],
            tuple(row["object"].split(",")) if row["object"] else (),
            row["subject"] == "of",
            row["origin"] == "yes",
        )
        for row in rows("nominalisations")
    }
    return _also_closed(found)


def closed(noun: str) -> str:
    """Return a noun of a verb and a particle as one word, any other as it is: "call-up" is "callup"."""
    verb, _, particle = noun.rpartition("-")
    return verb + particle if verb and particle in words("particle of a noun") else noun


def _also_closed(table: dict[str, Row]) -> dict[str, Row]:
    """Return a table with nouns of a verb and a particle under both spellings."""
    return {closed(noun): row for noun, row in table.items()} | table


@lru_cache(maxsize=20_000)  # nouns of the news are without number
def nominalisation(noun: str) -> Nominalisation | None:
    """Return how a noun names a verb's act; "the shelling of" is read from its ending."""
    found = nominalisations().get(noun)
    if found is not None or not noun.endswith("ing"):
        return found
    stem = noun.removesuffix("ing")
    doubled = stem[:-1] if stem[-2:-1] == stem[-1:] else stem
    verb = next((v for v in (f"{stem}e", stem, doubled) if v in predicates()), None)
    return Nominalisation(noun, verb, ("of",), actor_after_of=False, origin=False) if verb else None


@lru_cache(maxsize=20_000)  # nouns of the news are without number
def classes(noun: str) -> frozenset[str]:
    """Return the classes of a noun, by ``nouns.csv`` or else by WordNet; none if neither has it."""
    found = nouns().get(noun)
    return found.classes if found else thesaurus().get(noun, frozenset())


@cache
def thesaurus() -> dict[str, frozenset[str]]:
    """Return the classes of nouns that WordNet knows by their commonest sense."""
    return {row["noun"]: frozenset(row["classes"].split()) for row in rows("wordnet")}


@cache
def mended(kind: str) -> dict[str, str]:
    """Return the forms of verbs (``VB``) or nouns (``NN``) that a parser takes for another word's."""
    wanted = {"VB": "verb", "NN": "noun"}.get(kind, "none")
    return {row["form"]: row["lemma"] for row in rows("irregular") if row["mended"] == wanted}


@cache
def operators() -> dict[tuple[str, str], Operator]:
    """Return the status operators by kind and word."""
    found: dict[tuple[str, str], Operator] = {}
    for row in rows("operators"):
        key = (row["kind"], row["word"])
        before = found[key].frames if key in found else frozenset()
        frames = before | ({row["frame"]} if row["frame"] else frozenset())
        status = cast("Status", row["status"])
        found[key] = Operator(row["word"], row["kind"], frames, status, row["reason"])
    return found


@cache
def agents() -> dict[str, tuple[str, bool]]:
    """Return for each noun that names people or bodies its role, and whether it acts at home."""
    return {row["noun"]: (row["role"], row["domestic"] == "yes") for row in rows("agents")}


@cache
def contexts() -> dict[str, str]:
    """Return the context that each keyword speaks of."""
    return {row["word"]: row["context"] for row in rows("contexts")}


@cache
def topics() -> dict[str, tuple[str, int]]:
    """Return the topic outside politics that a cue speaks of, and its points."""
    return {row["word"]: (row["topic"], int(row["points"])) for row in rows("topics")}


@cache
def ordered(name: str) -> tuple[str, ...]:
    """Return a list of ``words.csv`` in the order of the table."""
    found = tuple(row["word"] for row in rows("words") if row["list"] == name)
    if not found:
        msg = f"There is no list '{name}' in data/words.csv."
        raise CodingError(msg)
    return found


@cache
def words(name: str) -> frozenset[str]:
    """Return a list of ``words.csv`` as a set."""
    return frozenset(ordered(name))


def term(start: str, end: str) -> tuple[date, date | None]:
    """Return the half-open term [start, end) of an office whose days may be partial.

    A day given is the first on which somebody else may hold the office. Who left "in January 2017"
    or "in 2022" is known by it to the end of that month or year.
    """
    first, _ = vocabulary.parse_day(start)
    if not end:
        return first, None
    last, precision = vocabulary.parse_day(end)
    return first, last if precision == "day" else vocabulary.period(last, precision)[1]


@cache
def offices() -> dict[str, tuple[Office, ...]]:
    """Return the office holders by name: full names, surnames and other spellings."""
    grouped: dict[str, list[Office]] = {}
    for row in rows("offices"):
        office = Office(
            row["name"],
            row["country"],
            row["role"],
            row["title"],
            *term(row["start"], row["end"]),
        )
        spellings = {row["name"], row["surname"], *row["aliases"].split(";")} - {""}
        for spelling in spellings:
            grouped.setdefault(spelling, []).append(office)
    return {name: tuple(found) for name, found in grouped.items()}


@cache
def titles() -> dict[str, str]:
    """Return the role that goes with a title, in small letters."""
    return {row["title"].lower(): row["role"] for row in rows("titles")}
