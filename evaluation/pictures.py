"""Pictures for docs/diagnostics: what each diagnostic sees, and a record where it cannot tell.

    python -m evaluation.pictures           # writes docs/diagnostics/NAME.svg

Both records of a picture are made up here, from weekly rates before and after a shock; what stands
below the bars is what the diagnostic itself found in them.
"""

from __future__ import annotations

import html
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from steelyard import diagnostics, vocabulary
from steelyard.archive import archive_of
from steelyard.records import (
    Case,
    Event,
    Finding,
    Pole,
    Shock,
    SourceCard,
    Tie,
    Window,
    event_id,
    event_table,
    tie_id,
    tie_table,
)

PAGES = Path(__file__).parents[1] / "docs" / "diagnostics"

SHOCK = date(2019, 10, 18)
WEEKS_BEFORE, WEEKS_AFTER = 145, 12

#: Weeks before the shock that a picture shows.
SHOWN = 52

CASE = Case(
    name="picture",
    title="A made-up record",
    question="Did Serbia turn to Russia?",
    clients=("SRB",),
    shock=Shock(SHOCK, ("FRA",), ("MKD",), "A veto."),
    windows={
        "before": Window(SHOCK - timedelta(weeks=WEEKS_BEFORE), SHOCK),
        "after": Window(SHOCK, SHOCK + timedelta(weeks=WEEKS_AFTER)),
    },
    poles=(
        Pole("west", "partner", ("EU", "USA"), (), "the West"),
        Pole("russia", "rival", ("RUS",), (), "Russia"),
    ),
)

CARD = SourceCard(
    name="wire",
    title="A made-up wire",
    publisher="nobody",
    address=None,
    licence="Apache-2.0",
    citation="evaluation/pictures.py",
    coverage="made up",
    limitation="Nothing of it happened.",
    sampling="systematic",
)

BLUE, ORANGE, GREY, INK = "#2b6cb0", "#c05621", "#a0aec0", "#1a202c"


@dataclass(frozen=True, slots=True)
class Stream:
    """Events of one kind: who to whom, at so many a week before and after."""

    actor: str
    recipient: str
    kind: str
    before: float
    after: float
    values: tuple[tuple[str, Any], ...] = ()


#: What colours the bars: the name of the first kind, of the second, and which an event is.
Split = tuple[str, str, Callable[[Event], bool]]

FRIENDLY: Split = ("friendly", "hostile", lambda e: e.quad <= 2)
WHO: Split = ("Serbia's", "Russia's", lambda e: e.actor == ("SRB",))
DEEDS: Split = ("deeds", "words", lambda e: e.act == "deeds")
POLE: Split = ("with Russia", "with the West", lambda e: "RUS" in e.actor + e.recipient)
LOUD: Split = ("told five times or more", "told less", lambda e: e.reports > 4)
PUBLIC: Split = ("announced before", "not known", lambda e: e.announced is not None)


@dataclass(frozen=True, slots=True)
class Picture:
    """Two records of one diagnostic and how their bars are coloured."""

    split: Split
    seen: tuple[list[Event], list[Tie]]
    unseen: tuple[list[Event], list[Tie]]


def event(day: date, actor: str, recipient: str, kind: str, number: int, **values: Any) -> Event:
    """One made-up event."""
    sides = [tuple(side.split(";")) for side in (actor, recipient)]
    known = {"act": "deeds" if kind in ("AID", "COOPERATE") else "words", **values}
    return Event(
        event_id=event_id(day, actor, recipient, kind, number),
        day=day,
        precision="day",
        actor=sides[0],
        recipient=sides[1],
        type=kind,
        quad=vocabulary.quad(kind),
        status="happened",
        source="wire",
        source_id=str(number),
        coder="made up",
        **known,
    )


def record(*streams: Stream, seed: int = 1) -> list[Event]:
    """Events at the rates of the streams, beside those of other states."""
    rng = np.random.default_rng(seed)
    others = (
        Stream("USA", "BRA", "CONSULT", 16, 16),
        Stream("IND", "PAK", "ACCUSE", 4, 4),
    )
    events = []
    for at, stream in enumerate((*streams, *others)):
        for week in range(-WEEKS_BEFORE, WEEKS_AFTER):
            rate = stream.before if week < 0 else stream.after
            for number in range(int(rng.poisson(rate))):
                day = SHOCK + timedelta(days=7 * week + int(rng.integers(7)))
                events.append(
                    event(
                        day,
                        stream.actor,
                        stream.recipient,
                        stream.kind,
                        10_000 * at + 10 * (week + WEEKS_BEFORE) + number,
                        **dict(stream.values),
                    )
                )
    return events


def tie(partner: str, value: float, indicator: str, **values: Any) -> Tie:
    """One made-up tie of Serbia."""
    known = {"year": 2019, "unit": "million EUR", "reporter": "Office", "method": None, **values}
    return Tie(
        tie_id=tie_id(partner, indicator, sorted(map(str, known.values()))),
        state="SRB",
        partner=partner,
        indicator=indicator,
        value=value,
        source="wire",
        source_id=partner,
        **known,
    )


def pictures() -> dict[str, Picture]:
    """The records of every diagnostic that has a picture."""
    return {**_of_rates(), **_of_rows(), **_of_ties()}


def _of_rates() -> dict[str, Picture]:
    talk, quarrel, aid = ("SRB", "RUS", "CONSULT"), ("RUS", "SRB", "ACCUSE"), ("RUS", "SRB", "AID")
    west = ("SRB", "USA", "CONSULT")

    def both(split: Split, seen: Sequence[Stream], unseen: Sequence[Stream]) -> Picture:
        return Picture(split, (record(*seen), []), (record(*unseen, seed=3), []))

    loud, quiet, done = (("reports", 9),), (("reports", 2),), (("act", "deeds"),)
    peers = (
        "ARM AZE BLR CUB EGY IND IRN IRQ ISR JPN KAZ KGZ KOR MDA MNG PRK SYR TJK TKM UKR VEN VNM"
    )
    arenas = [Stream("RUS", peer, "CONSULT", 0.7, 0.7) for peer in peers.split()]
    return {
        "priority": both(
            FRIENDLY,
            [Stream(*talk, 0.3, 2.5), Stream("RUS", "ARM", "CONSULT", 2, 2)],
            [Stream(*talk, 0.1, 0.2), Stream("RUS", "ARM", "CONSULT", 0.4, 0.4)],
        ),
        "donors": both(
            FRIENDLY, [*arenas, Stream(*talk, 0.7, 4)], [Stream(*talk, 0.7, 1.5), arenas[0]]
        ),
        "tempo": both(FRIENDLY, [Stream(*talk, 1, 4)], [Stream(*talk, 0.15, 0.2)]),
        "tone": both(
            FRIENDLY,
            [Stream(*talk, 0.5, 1.6), Stream(*quarrel, 0.8, 0.2)],
            [Stream(*talk, 0.4, 0.5), Stream(*quarrel, 0.3, 0.3)],
        ),
        "amplification": both(
            LOUD,
            [Stream(*talk, 1, 0, quiet), Stream(*talk, 0, 1, loud)],
            [Stream(*talk, 0.9, 0.2, quiet), Stream(*talk, 0.1, 0.2, loud)],
        ),
        "balance": both(
            POLE,
            [Stream(*talk, 0.5, 2), Stream(*west, 1.5, 0.8)],
            [Stream(*talk, 0.5, 0.8), Stream(*west, 0.8, 0.8)],
        ),
        "breach": both(
            FRIENDLY,
            [Stream(*west, 1.5, 1), Stream("SRB", "USA", "SANCTION", 0.1, 1, done)],
            [Stream(*west, 0.8, 0.6), Stream("SRB", "USA", "SANCTION", 0.05, 0.15, done)],
        ),
        "substance": both(
            DEEDS,
            [Stream(*talk, 1.5, 1.2), Stream(*aid, 0.2, 1.4)],
            [Stream(*talk, 0.5, 0.5), Stream(*aid, 0.1, 0.25)],
        ),
        "distrust": both(
            FRIENDLY,
            [Stream(*talk, 1.6, 1.5), Stream(*quarrel, 0.1, 1.3)],
            [Stream(*talk, 0.6, 0.5), Stream(*quarrel, 0.15, 0.2)],
        ),
        "initiative": both(
            WHO,
            [Stream("SRB", "RUS", "SUPPORT", 0.3, 2), Stream("RUS", "SRB", "SUPPORT", 0.6, 0.4)],
            [Stream("SRB", "RUS", "SUPPORT", 0.5, 0.6), Stream("RUS", "SRB", "SUPPORT", 0.5, 0.6)],
        ),
        "reversal": both(
            FRIENDLY,
            [Stream("SRB", "RUS", "ACCUSE", 1, 0.1), Stream("SRB", "RUS", "SUPPORT", 0.1, 1.5)],
            [Stream("SRB", "RUS", "ACCUSE", 0.4, 0.1), Stream("SRB", "RUS", "SUPPORT", 0.02, 0.3)],
        ),
        "routine": both(
            FRIENDLY,
            [Stream(*talk, 0.9, 0.9)],
            [Stream(*talk, 0.4, 0.7)],
        ),
    }


def _of_rows() -> dict[str, Picture]:
    days = [SHOCK + timedelta(days=4 * n) for n in range(20)]
    said = SHOCK - timedelta(days=30)
    plans = [event(d, "RUS", "SRB", "CONSULT", n, announced=said) for n, d in enumerate(days[:9])]
    unknown = [
        event(d, "RUS", "SRB", "CONSULT", n, announced=said if n % 2 else None)
        for n, d in enumerate(days[:8])
    ]
    steady = record(Stream("SRB", "RUS", "SUPPORT", 0.6, 0))
    gestures = [event(d, "SRB", "RUS", "SUPPORT", n) for n, d in enumerate(days[:9] * 2)]
    price = event(days[9], "EU", "SRB", "CONCEDE", 99)
    vote = date(2017, 4, 2)
    campaign = [vote - timedelta(days=3 * n) for n in range(28)]
    staged = [event(d, "SRB", "RUS", "SUPPORT", n) for n, d in enumerate(campaign)]
    return {
        "anticipation": Picture(PUBLIC, (plans, []), (unknown, [])),
        "concession": Picture(
            FRIENDLY, ([*steady, *gestures, price], []), ([*gestures[:3], price], [])
        ),
        "agenda": Picture(FRIENDLY, (_meetings(8), []), (_meetings(2), [])),
        "audience": Picture(
            FRIENDLY,
            ([*record(Stream("SRB", "RUS", "SUPPORT", 0.2, 0.2)), *staged], []),
            (record(Stream("SRB", "RUS", "SUPPORT", 0.1, 0.2), seed=2), []),
        ),
    }


def _meetings(after: int) -> list[Event]:
    """Meetings about gas and railways with Russia, about other things with the United States."""
    told = "They talked at length of {} and of what remains to be done about it this year, {}."
    topics = ["the gas pipeline and its price", "a loan for the railway to the coast"]
    others = ["wheat and maize", "the census", "a museum", "river ferries", "trout", "chess"]
    past = [SHOCK - timedelta(days=9 * n + 2) for n in range(24)]
    later = [SHOCK + timedelta(days=8 * n) for n in range(after)]
    pair = [
        event(d, "SRB;RUS", "SRB;RUS", "CONSULT", n, sentence=told.format(topics[n % 2], n))
        for n, d in enumerate([*past[:12], *later])
    ]
    rest = [
        event(d, "SRB", "USA", "CONSULT", n, sentence=told.format(others[n % 6], n))
        for n, d in enumerate(past)
    ]
    return pair + rest


def _of_ties() -> dict[str, Picture]:
    deal = [
        tie("BLR", 1.0, "treaty.fta", method="prior: old"),
        *(tie(p, 1.0, "treaty.fta", method="new: deal") for p in ("RUS", "ARM", "BLR")),
    ]
    trade = [tie("EU", 100.0, "trade.total"), tie("RUS", 10.0, "trade.total")]
    mixed = [*trade, tie("EU", 2.0, "arms.deals"), tie("RUS", 6.0, "arms.deals")]
    share = tie("BLR", 20.0, "trade.share", method="of trade with the EAEU", unit="percent")
    seen = [
        tie(
            "RUS", x, f"unga.lean_{of}", low=x - 0.1, high=x + 0.1, unit="share", method="votes.csv"
        )
        for of, x in (("change", 0.2), ("gap", 0.3))
    ]
    unseen = [replace(row, value=0.0, low=-0.2, high=0.2) for row in seen]
    return {
        "votes": Picture(FRIENDLY, ([], seen), ([], unseen)),
        "novelty": Picture(FRIENDLY, ([], [*deal, share]), ([], deal)),
        "weight": Picture(FRIENDLY, ([], trade), ([], mixed)),
    }


def find(name: str, events: list[Event], ties: list[Tie]) -> Finding:
    """Put a diagnostic to a made-up record."""
    store = archive_of(event_table(events), tie_table(ties), (CARD,))
    asked = diagnostics.get(name)
    return diagnostics.ask(asked, store, replace(CASE, sources=(CARD,)), "SRB")


def draw(name: str, picture: Picture) -> str:
    """Return the picture of a diagnostic as SVG."""
    panels = [
        _panel(name, picture.split, *part, left=10 + 390 * at)
        for at, part in enumerate((picture.seen, picture.unseen))
    ]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 790 300" width="790" height="300" '
        'font-family="Helvetica, Arial, sans-serif" font-size="11">\n'
        f'<rect width="790" height="300" fill="#ffffff"/>\n{"".join(panels)}</svg>\n'
    )


def _panel(name: str, split: Split, events: list[Event], ties: list[Tie], *, left: int) -> str:
    found = find(name, events, ties)
    grade = {"supports": "supports", "opposes": "opposes"}.get(found.grade, found.grade)
    parts = [_text(left, 20, f"{name}: {grade}", size=14, bold=True)]
    parts += _bars(split, events, left) if events else _ratios(found, left)
    parts += _interval(found, left)
    lines = textwrap.wrap(found.sentence, 66)[:4]
    if found.grade == "cannot_tell":
        lines += textwrap.wrap(f"Because {found.reasons[0]}.", 66)[: 6 - len(lines)]
    parts += [_text(left, 212 + 14 * at, line) for at, line in enumerate(lines)]
    return "".join(parts)


def _bars(split: Split, events: list[Event], left: int) -> list[str]:
    """Weekly counts of the client's events, stacked by kind, the shock as a line."""
    mine = [e for e in events if "SRB" in e.actor + e.recipient]
    first, second, is_first = split
    since = SHOWN if any(_week(e) >= -SHOWN for e in mine if _week(e) < 0) else WEEKS_BEFORE
    counts = np.zeros((2, since + WEEKS_AFTER))
    for e in mine:
        if -since <= _week(e) < WEEKS_AFTER:
            counts[0 if is_first(e) else 1, _week(e) + since] += 1
    tallest = max(counts.sum(axis=0).max(), 1)
    width, height, base = 370 / counts.shape[1], 105, 150
    parts = []
    for week in range(counts.shape[1]):
        top = float(base)
        for kind, colour in ((0, BLUE), (1, ORANGE)):
            size = height * counts[kind, week] / tallest
            if size:
                top -= size
                parts.append(
                    f'<rect x="{left + week * width:.1f}" y="{top:.1f}" width="{width * 0.8:.1f}" '
                    f'height="{size:.1f}" fill="{colour}"/>\n'
                )
    at = left + since * width
    parts += [
        f'<line x1="{left}" x2="{left + 370}" y1="{base}" y2="{base}" stroke="{GREY}"/>\n',
        f'<line x1="{at:.1f}" x2="{at:.1f}" y1="36" y2="{base + 4}" stroke="{INK}" stroke-dasharray="3 2"/>\n',
        _text(at - 3, 163, "shock", anchor="end"),
        _text(left, 36, f"events a week, most {tallest:.0f}: "),
        _text(left + 132, 36, first, colour=BLUE),
        _text(left + 140 + 6 * len(first), 36, second, colour=ORANGE),
    ]
    return parts


def _week(e: Event) -> int:
    return (e.day - SHOCK).days // 7


def _ratios(found: Finding, left: int) -> list[str]:
    """The figures of a finding on ties as bars."""
    rows = [m for m in found.measures if m.value is not None][:5]
    largest = max([abs(m.value or 0) for m in rows], default=1) or 1
    parts = []
    for at, measure in enumerate(rows):
        y = 44 + 22 * at
        size = 130 * abs(measure.value or 0) / largest
        parts += [
            f'<rect x="{left + 230}" y="{y - 9}" width="{size:.1f}" height="12" fill="{BLUE}"/>\n',
            _text(left, y, measure.name[:40]),
            _text(left + 225, y, f"{measure.value:.2g}", anchor="end"),
        ]
    return parts or [_text(left, 60, "no figure can be formed")]


def _interval(found: Finding, left: int) -> list[str]:
    """The effect with its 90 % interval in its own unit, and a line where nothing changes."""
    if found.effect is None or found.low is None or found.unit is None or found.low == found.high:
        return []
    nothing = _nothing(found.unit)
    high = found.high if found.high is not None else max(4 * found.effect, found.low)
    ends = [found.low, high, found.effect, *([] if nothing is None else [nothing])]
    span = (max(ends) - min(ends)) or 1.0
    start = min(ends) - 0.1 * span

    def x(value: float) -> float:
        return left + 370 * (value - start) / (1.2 * span)

    said = f"{found.effect:.2g} ({found.low:.2g} to {_end(found.high)}), {found.unit}"
    bar = f'y1="178" y2="178" stroke="{INK}" stroke-width="3"/>'
    parts = [
        f'<line x1="{x(found.low):.1f}" x2="{x(high):.1f}" {bar}\n',
        f'<circle cx="{x(found.effect):.1f}" cy="178" r="4.5" fill="{INK}"/>\n',
        _text(left, 196, said[:72], colour="#4a5568"),
    ]
    if nothing is not None:
        at = f'x1="{x(nothing):.1f}" x2="{x(nothing):.1f}" y1="169" y2="187"'
        parts.append(f'<line {at} stroke="{GREY}" stroke-width="2"/>\n')
    return parts


def _nothing(unit: str) -> float | None:
    """Where nothing changes, in a unit: one for ratios, zero for changes."""
    if "times" in unit or "odds" in unit:
        return 1.0
    return 0.0 if "change" in unit or "beyond" in unit else None


def _end(value: float | None) -> str:
    return "any" if value is None else f"{value:.2g}"


def _text(
    x: float,
    y: float,
    text: str,
    *,
    size: int = 11,
    bold: bool = False,
    colour: str = INK,
    anchor: str = "start",
) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y}" font-size="{size}" fill="{colour}" text-anchor="{anchor}"{weight}>'
        f"{html.escape(text)}</text>\n"
    )


def main() -> None:
    """Write every picture."""
    for name, picture in pictures().items():
        (PAGES / f"{name}.svg").write_text(draw(name, picture), encoding="utf-8")


if __name__ == "__main__":
    main()
