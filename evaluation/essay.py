"""Print which of the essay's own events the coder finds: ``python -m evaluation.essay``.

The essay and its decomposition lie beside the project and are read there. ``data/essay.csv`` says for
each event of the decomposition who, whom, type, status and act by docs/conventions.md, where the
decomposition is looser. Five of its 35 are not in it: three that no type covers (a forecast and two
elections) and two headlines of other articles. Both sides of a pair may stand in either place where
the act is mutual (drills, deals, talks); one side that the essay does not name may be left open.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

from evaluation.coding import BESIDE
from steelyard.articles.inputs import read_articles
from steelyard.coding import Coder
from steelyard.records import Article, Event
from steelyard.records.columns import columns
from steelyard.sheets import Problems, read_rows

ESSAY = BESIDE / "case" / "essay.txt"
DECOMPOSITION = BESIDE / "case" / "essay-decomposition.yaml"
EXPECTED = Path(__file__).parent / "data" / "essay.csv"

MUTUAL = frozenset(("COOPERATE", "AGREE", "SUPPORT", "CONSULT"))

_QUOTE = re.compile(r'\{id: (E\d+),.*?quote: "([^"]*)"')

_COLUMNS = columns(("id", "types", "statuses", "acts"), ("actor", "recipient"))


@dataclass(frozen=True, slots=True)
class Expected:
    """An event of the essay: its answers by the conventions, and words of the sentence that states it."""

    name: str
    actor: frozenset[str]
    recipient: frozenset[str]
    types: frozenset[str]
    statuses: frozenset[str]
    acts: frozenset[str]
    quote: str

    def is_told_by(self, event: Event) -> bool:
        """Say whether a coded event is this one, in every respect."""
        return (
            event.type in self.types
            and event.status in self.statuses
            and event.act in self.acts
            and self._sides(event)
        )

    def quoted_by(self, event: Event) -> bool:
        """Say whether a coded event stands in the sentence that the decomposition quotes."""
        return _plain(self.quote) in _plain(event.sentence or "")

    def _sides(self, event: Event) -> bool:
        actor, recipient = frozenset(event.actor), frozenset(event.recipient)
        if event.type in MUTUAL and actor | recipient == self.actor | self.recipient:
            return True
        return actor == self.actor and recipient == self.recipient


def expected() -> list[Expected]:
    """Return the essay's events with the words of the decomposition that point to them."""
    quotes = dict(_QUOTE.findall(DECOMPOSITION.read_text(encoding="utf-8")))
    return [
        Expected(
            row.need("id"),
            frozenset(row.several("actor")),
            frozenset(row.several("recipient")),
            frozenset(row.need("types").split()),
            frozenset(row.need("statuses").split()),
            frozenset(row.need("acts").split()),
            quotes[row.need("id")],
        )
        for row in read_rows(EXPECTED, _COLUMNS, Problems()).rows
    ]


def coded() -> list[Event]:
    """Return the events that the coder finds in the essay."""
    articles = [item for item in read_articles([str(ESSAY)]) if isinstance(item, Article)]
    return [event for article in articles for event in Coder().code_article(article)]


def compared(
    wanted: list[Expected], events: list[Event]
) -> tuple[dict[str, Event | None], list[Event]]:
    """Return for each event of the essay the coded one, and those that are not there at all.

    Each coded event answers one of the essay's: first those of the sentence quoted, then those
    that the essay tells in another sentence.
    """
    left = list(events)
    told: dict[str, Event | None] = dict.fromkeys((want.name for want in wanted), None)
    for quoted in (True, False):
        for want in wanted:
            if told[want.name] is None:
                fits = (e for e in left if want.is_told_by(e) and (want.quoted_by(e) or not quoted))
                told[want.name] = next(fits, None)
                left = [event for event in left if event is not told[want.name]]
    return told, left


def main() -> int:
    """Print the table."""
    if not ESSAY.exists():
        print(f"{ESSAY} is not there.")
        return 1
    told, left = compared(expected(), coded())
    for name, event in told.items():
        print(f"{name}  {_short(event) if event else '-'}")
    print(f"\n{sum(event is not None for event in told.values())} of 35 found, {len(left)} beside:")
    for event in left:
        print(f"     {_short(event)}: {_plain(event.sentence or '')[:80]}")
    return 0


def _short(event: Event) -> str:
    sides = "+".join(event.actor) or "?", "+".join(event.recipient) or "?"
    return f"{sides[0]} {event.type} {sides[1]}, {event.status}, {event.act}"


def _plain(text: str) -> str:
    return " ".join(text.split())


if __name__ == "__main__":
    sys.exit(main())
