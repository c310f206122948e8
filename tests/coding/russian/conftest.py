"""Russian once a session, and sentences as their events in short."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from importlib.util import find_spec
from typing import cast

import pytest

from steelyard.coding import Coder
from steelyard.coding.russian.language import Russian
from steelyard.coding.russian.parties import Memory, Parties, mentions
from steelyard.coding.russian.text import Parser, Sentence
from steelyard.records import Event

DAY = date(2020, 1, 15)
NEEDED = ("natasha", "slovnet", "navec", "razdel", "pymorphy3")


@pytest.fixture(scope="session")
def russian() -> Coder:
    if any(find_spec(name) is None for name in NEEDED):
        pytest.skip("the extra ru is not installed")
    return Coder(language="ru")


@pytest.fixture(scope="session")
def coded(russian: Coder) -> Callable[..., set[str]]:
    """Return a text's events as 'ACTOR TYPE RECIPIENT status', joint actors joined by '+'."""

    def code(text: str, day: date | None = DAY) -> set[str]:
        return {short(event) for event in russian.code_sentence(text, day)}

    return code


@pytest.fixture(scope="session")
def parsed(russian: Coder) -> Callable[[str], Sentence]:
    """Return one parsed sentence, by the parser that the coder has loaded."""
    parser: Parser = cast("Russian", russian._language)._parser

    def parse(text: str) -> Sentence:
        return next(parser.parse([text]))

    return parse


@pytest.fixture(scope="session")
def named(parsed: Callable[[str], Sentence]) -> Callable[[str], list[tuple[str, str]]]:
    """Return the code and kind of each name in a sentence."""

    def names(text: str) -> list[tuple[str, str]]:
        return [(m.code, m.kind) for m in mentions(parsed(text))]

    return names


@pytest.fixture(scope="session")
def subject(parsed: Callable[[str], Sentence]) -> Callable[[str], tuple[str, ...]]:
    """Return the codes of the first subject of a sentence."""

    def codes(text: str) -> tuple[str, ...]:
        sentence = parsed(text)
        parties = Parties(sentence, mentions(sentence), Memory())
        first = next(w.i for w in sentence.words if w.rel in ("nsubj", "nsubj:pass"))
        return parties.of(first).codes

    return codes


def short(event: Event) -> str:
    actor, recipient = "+".join(sorted(event.actor)), "+".join(sorted(event.recipient))
    return f"{actor} {event.type} {recipient} {event.status}"
