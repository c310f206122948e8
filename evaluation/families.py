"""Print how many forms of each family are coded alike: ``python -m evaluation.families [--errors]``.

``--model NAME --endpoint ADDRESS`` asks a language model in place of the rules; it must pass as they do
(``FLOORS``). Its key is STEELYARD_MODEL_KEY, as ``steelyard read`` takes it.

A family is one act in all the forms that news has for it. ``data/families.csv`` gives its verb and
noun, both entries of the lexicon, with the words about them; the forms are made here: active,
passive, nominal, headline, future, conditional, negated, questioned. A form is right where exactly
one event comes of it, of the family's type, between these two, of the status that the form gives;
of a question nothing may come.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from evaluation.labelled import DATA
from steelyard.coding import Coder
from steelyard.coding.llm import Model
from steelyard.records import Article, Event

#: What codes one sentence of the day DAY.
Codes = Callable[[str], list[Event]]

#: The day on which the sentences are taken to be printed: a Wednesday.
DAY = date(2024, 3, 20)


@dataclass(frozen=True, slots=True)
class State:
    """A state as the sentences name it."""

    code: str
    name: str
    adjective: str


#: Who acts on whom: names of several kinds of length and ending, none of them a word besides.
PAIRS = tuple(
    (State(*one), State(*other))
    for one, other in (
        (("KEN", "Kenya", "Kenyan"), ("SOM", "Somalia", "Somali")),
        (("HUN", "Hungary", "Hungarian"), ("SRB", "Serbia", "Serbian")),
        (("JPN", "Japan", "Japanese"), ("VNM", "Vietnam", "Vietnamese")),
        (("BRA", "Brazil", "Brazilian"), ("BOL", "Bolivia", "Bolivian")),
    )
)

#: What each form says of the act.
STATUS = {
    "active": "happened",
    "passive": "happened",
    "nominal": "happened",
    "headline": "happened",
    "future": "planned",
    "conditional": "hypothetical",
    "negated": "denied",
}

FORMS = (*STATUS, "questioned")

#: What a coder must have right at least, of all forms together and of the plainest.
FLOORS: Mapping[str, float] = {
    "all": 0.96,
    "active": 0.95,
    "future": 0.95,
    "headline": 0.95,
    "questioned": 0.98,
}

#: Acts told as their like: the manual's own doubtful neighbours.
NEIGHBOURS = {
    "AGREE": {"AID"},
    "AID": {"COOPERATE"},
    "COOPERATE": {"AID"},
    "SANCTION": {"COERCE"},
    "COERCE": {"SANCTION"},
    "CONCEDE": {"SUPPORT", "RETREAT"},
    "RETREAT": {"CONCEDE"},
    "PROTEST": {"REJECT", "SANCTION"},
}

#: Mutual acts, right in either direction and joint.
MUTUAL = frozenset(("CONSULT",))


@dataclass(frozen=True, slots=True)
class Family:
    """One row of ``families.csv``."""

    type: str
    lemma: str
    third: str
    past: str
    participle: str
    after: str
    passive: str
    nominal: str
    noun: str

    @property
    def types(self) -> set[str]:
        """The types that are right."""
        return {self.type} | NEIGHBOURS.get(self.type, set())

    def form(self, form: str, actor: State, recipient: State) -> str:
        """Return a form as a sentence, empty where the act has none."""
        verb = self.lemma
        made = {
            "active": f"{{A}} {self.past} {self.after} on Monday.",
            "passive": f"{self.passive} on Monday." if self.passive else "",
            "nominal": f"{self.nominal} drew little comment." if self.nominal else "",
            "headline": f"{{A}} {self.third} {self.after}",
            "future": f"{{A}} will {verb} {self.after} next week.",
            "conditional": f"{{A}} would {verb} {self.after} if the war went on.",
            "negated": f"{{A}} did not {verb} {self.after}.",
            "questioned": f"Did {{A}} {verb} {self.after}?",
        }[form]
        return filled(made, actor, recipient)


def filled(made: str, actor: State, recipient: State) -> str:
    """Return a sentence with its states put in, and a capital in front."""
    text = made.format(A=actor.name, R=recipient.name, a=actor.adjective, r=recipient.adjective)
    return text[:1].upper() + text[1:]


@cache
def families() -> tuple[Family, ...]:
    """Return every family."""
    with (DATA / "families.csv").open(encoding="utf-8", newline="") as file:
        return tuple(Family(**row) for row in csv.DictReader(file))


@cache
def coder() -> Coder:
    """Return the coder that all probes share."""
    return Coder()


def coded(text: str) -> list[Event]:
    """Return the events of a sentence."""
    return coder().code_sentence(text, DAY)


def right(family: Family, form: str, actor: State, recipient: State, events: list[Event]) -> bool:
    """Say whether a form gave what it should."""
    if form == "questioned":
        return not events
    if len(events) != 1:
        return False
    (event,) = events
    statuses = {STATUS[form]} | ({"threatened"} if family.type == "THREATEN" else set())
    return (
        event.type in family.types
        and event.status in statuses
        and between(family, event, actor.code, recipient.code)
    )


def between(family: Family, event: Event, actor: str, recipient: str) -> bool:
    """Say whether an event is between these two, in the right direction."""
    if family.type in MUTUAL:
        return {*event.actor, *event.recipient} == {actor, recipient}
    return event.actor == (actor,) and event.recipient == (recipient,)


def asked(model: Model) -> Codes:
    """Return what codes a sentence by a language model, checked as in ``steelyard read``."""
    from steelyard.coding.llm.coder import ModelCoder

    coder = ModelCoder(model)

    def codes(text: str) -> list[Event]:
        return list(coder.code(Article(id="probe", text=text, date=DAY)).events)

    return codes


def tried(codes: Codes = coded) -> Iterator[tuple[Family, str, str, bool]]:
    """Yield for each form of each family: both, the sentence, and whether it is right."""
    for n, family in enumerate(families()):
        actor, recipient = PAIRS[n % len(PAIRS)]
        for form in FORMS:
            text = family.form(form, actor, recipient)
            if text:
                yield family, form, text, right(family, form, actor, recipient, codes(text))


def shares(codes: Codes = coded) -> tuple[dict[str, float], list[str]]:
    """Return the share that is right of each form and of all, and a line for each wrong one."""
    made: Counter[str] = Counter()
    good: Counter[str] = Counter()
    wrong: list[str] = []
    for family, form, text, fine in tried(codes):
        made.update((form, "all"))
        good.update((form, "all") if fine else ())
        if not fine:
            wrong.append(f"{family.lemma} {form}: {text}")
    return {form: good[form] / n for form, n in made.items()}, wrong


def main(words: list[str] | None = None) -> int:
    """Print the shares, and the wrong forms where they are asked for; 1 where a floor is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true", help="the wrong forms as well")
    parser.add_argument("--model", help="a language model in place of the rules")
    parser.add_argument("--endpoint", help="its OpenAI-compatible address")
    parser.add_argument("--budget", type=int, default=1_000_000, help="tokens that it may cost")
    given = parser.parse_args(words)
    if (given.model is None) != (given.endpoint is None):
        parser.error("--model and --endpoint go together")
    codes: Codes = coded
    if given.model:
        codes = asked(Model(name=given.model, address=given.endpoint, budget=given.budget))
    found, wrong = shares(codes)
    if given.errors:
        print("\n".join(wrong))
    for form, share in found.items():
        least = f"  at least {FLOORS[form]:.2f}" if form in FLOORS else ""
        print(f"  {form:12} {share:.3f}{least}")
    return int(any(found[form] < least for form, least in FLOORS.items()))


if __name__ == "__main__":
    sys.exit(main())
