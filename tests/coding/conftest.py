"""A coder for the whole session, and sentences as its events in short."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from steelyard.coding import Coder
from steelyard.coding.english.text import Parser, Sentence
from steelyard.records import Article, Event

DAY = date(2020, 1, 15)


@pytest.fixture(scope="session")
def coder() -> Coder:
    return Coder()


@pytest.fixture(scope="session")
def coded(coder: Coder) -> Callable[..., set[str]]:
    """Return a text's events as 'ACTOR TYPE RECIPIENT status', joint actors joined by '+'."""

    def code(text: str, day: date | None = DAY) -> set[str]:
        return {short(event) for event in coder.code_sentence(text, day)}

    return code


@pytest.fixture(scope="session")
def parsed() -> Callable[[str], Sentence]:
    """Return one parsed sentence."""
    parser = Parser()

    def parse(text: str) -> Sentence:
        return next(parser.parse([text]))

    return parse


def short(event: Event) -> str:
    actor, recipient = "+".join(sorted(event.actor)), "+".join(sorted(event.recipient))
    return f"{actor} {event.type} {recipient} {event.status}"


def article(text: str, **values: object) -> Article:
    return Article(**{"id": "a1", "text": text, "date": DAY, **values})  # type: ignore[arg-type]
