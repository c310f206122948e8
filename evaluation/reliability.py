"""Print how often an event stays the same where it should: ``python -m evaluation.reliability [--errors]``.

Each family of :mod:`evaluation.families` that its plain sentence codes right is told again with
something changed that does not touch the act: other states, another gender, the passive, another
tense, another order of clauses, a wire's dateline, an irrelevant clause. The event must stay the
same but for the states that were put in. Last the actor is replaced by a third state, its opponent:
the actor alone must change.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator

from evaluation.families import PAIRS, Family, State, coded, families, filled, right
from steelyard.records import Event

#: A change, and how the plain sentence reads with it: ``{V}`` the verb in the past, ``{P}`` its participle.
CHANGES = {
    "gender": (
        "{A}'s president, who spoke of his mother, {V} {O} on Monday.",
        "{A}'s president, who spoke of her mother, {V} {O} on Monday.",
    ),
    "tense": (
        "{A} has {P} {O}.",
        "{A} had {P} {O} on Monday.",
        "On Monday {A} {V} {O}.",
    ),
    "clause order": (
        "On Monday, after a long debate, {A} {V} {O}.",
        "After a long debate {A} {V} {O} on Monday.",
        "{A} {V} {O} on Monday after a long debate.",
    ),
    "wire style": (
        "GENEVA, March 20 (Example) - {A} {V} {O} on Monday.",
        "{A} {V} {O} on Monday, the foreign ministry said.",
        "{A} on Monday {V} {O}, officials said.",
        "{A}'s government {V} {O} on Monday.",
    ),
    "irrelevant clause": (
        "{A}, where rain has fallen for a week, {V} {O} on Monday.",
        "{A} {V} {O} on Monday, a day before the harvest began.",
        "Rain fell in the hills. {A} {V} {O} on Monday.",
        "{A}, which has a long coast, {V} {O} on Monday.",
    ),
}

#: The third state that takes the actor's place.
OPPONENT = State("ALB", "Albania", "Albanian")


def told(family: Family, made: str, actor: State, recipient: State) -> str:
    """Return a sentence of a family in the words of a change."""
    words = made.replace("{V}", family.past).replace("{P}", family.participle)
    return filled(words.replace("{O}", family.after), actor, recipient)


def same(one: Event, other: Event, states: dict[str, str]) -> bool:
    """Say whether two events are the same where states are put in for others."""
    return (
        one.type == other.type
        and one.status == other.status
        and one.act == other.act
        and tuple(states.get(code, code) for code in one.actor) == other.actor
        and tuple(states.get(code, code) for code in one.recipient) == other.recipient
    )


def tried() -> Iterator[tuple[str, str, bool]]:
    """Yield for each changed sentence: the change, the sentence, and whether the event stayed."""
    for n, family in enumerate(families()):
        actor, recipient = PAIRS[n % len(PAIRS)]
        plain = coded(family.form("active", actor, recipient))
        if not right(family, "active", actor, recipient, plain):
            continue
        for change, text, states in _changed(family, n, actor, recipient):
            events = coded(text)
            yield change, text, len(events) == 1 and same(plain[0], events[0], states)


def _changed(
    family: Family, n: int, actor: State, recipient: State
) -> Iterator[tuple[str, str, dict[str, str]]]:
    for step in range(1, len(PAIRS)):
        one, other = PAIRS[(n + step) % len(PAIRS)]
        states = {actor.code: one.code, recipient.code: other.code}
        yield "names", family.form("active", one, other), states
    if family.passive:
        yield "voice", family.form("passive", actor, recipient), {}
    for change, forms in CHANGES.items():
        for made in forms:
            yield change, told(family, made, actor, recipient), {}
    text = family.form("active", OPPONENT, recipient)
    yield "opponent", text, {actor.code: OPPONENT.code}


def shares() -> tuple[dict[str, float], list[str]]:
    """Return the share of events that stayed, of each change and of all, and the lost ones."""
    made: Counter[str] = Counter()
    good: Counter[str] = Counter()
    lost: list[str] = []
    for change, text, fine in tried():
        made.update((change, "all"))
        good.update((change, "all") if fine else ())
        if not fine:
            lost.append(f"{change}: {text}")
    return {change: good[change] / n for change, n in made.items()}, lost


def main() -> int:
    """Print the shares, and the sentences that lost the event where they are asked for."""
    found, lost = shares()
    if "--errors" in sys.argv[1:]:
        print("\n".join(lost))
    for change, share in found.items():
        print(f"  {change:18} {share:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
