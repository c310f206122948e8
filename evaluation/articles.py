"""Print how well whole articles are coded: ``python -m evaluation.articles [--blind] [--errors] [--write]``.

Measured are ``data/whole.dev.jsonl``, articles of our own in the style of a wire and of a
newspaper, and, where they lie beside the project, nine whose labels are other people's.
``whole.blind.jsonl`` is the third of ours that nobody looks at; ``--blind`` scores it alone.

A coded event and a stated one are paired one to one: ``type and pair`` where both fit, ``pair``
where who and whom do. ``invented`` are events with both sides whose states the label never puts
together, ``self`` those in which one state acts on itself and no label has it so, ``half`` those
with one side only, ``duplicates`` those that say again what another one says.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from evaluation.coding import GOLD, RESULTS
from evaluation.labelled import DATA
from evaluation.measures import ANY, Stated
from steelyard.articles import Mapping, read_articles
from steelyard.coding import Coder
from steelyard.coding.english.language import CODER
from steelyard.records import Article, Event

#: The nine articles beside the project and their labels.
NINE = GOLD / "articles"


@dataclass(frozen=True, slots=True)
class Labelled:
    """An article with the events that it states."""

    article: Article
    stated: tuple[Stated, ...]


def own(part: str) -> Iterator[Labelled]:
    """Yield the articles of our own, of a part: ``dev`` or ``blind``."""
    for line in (DATA / f"whole.{part}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        article = Article(
            id=row["id"],
            text=row["text"],
            title=row["title"],
            publisher=row["publisher"],
            date=date.fromisoformat(row["date"]),
        )
        yield Labelled(article, tuple(Stated.of(event) for event in row["events"]))


def nine() -> Iterator[Labelled]:
    """Yield the articles beside the project, read from their files as any article is."""
    for line in (NINE / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        found = [
            one
            for one in read_articles([str(NINE / row["file"])], Mapping.checked({}))
            if isinstance(one, Article)
        ]
        place = int(row["id"].partition("#")[2] or 1) - 1
        yield Labelled(found[place], tuple(_stated(event) for event in row["events"]))


def _stated(row: dict[str, Any]) -> Stated:
    """Return a label of the nine, whose other readings are written in a form of their own."""
    pairs = [pair for reading in (row, *row.get("alt", [])) for pair in _pairs(reading)]
    days = [] if row.get("undated") else [[row["day"], row["precision"]], *row.get("also_day", [])]
    plain = {key: value for key, value in row.items() if key != "also_target"}
    return Stated.of({**plain, "also_pairs": pairs, "days": days})


def _pairs(row: dict[str, Any]) -> Iterator[list[list[str]]]:
    actors, also = row["source"], row.get("also_source", [])
    for recipients in (row["target"], *row.get("or_target", [])):
        for n in range(len(also) + 1):
            for more in itertools.combinations(also, n):
                yield from _with_others([*actors, *more], recipients, row)


def _with_others(
    actors: list[str], recipients: list[str], row: dict[str, Any]
) -> Iterator[list[list[str]]]:
    also = [code for code in row.get("also_target", []) if code not in recipients]
    for n in range(len(also) + 1):
        for more in itertools.combinations(also, n):
            others = [*recipients, *more]
            yield [actors, others]
            if row.get("symmetric"):
                if others:
                    yield [others, actors]
                yield [[*actors, *others], []]
                yield from (
                    [[one], [o for o in actors if o != one]] for one in actors if not others
                )


def score(labelled: Iterable[Labelled], *, errors: bool = False) -> Counter[str]:
    """Code articles and count; see the module for what is counted."""
    counts: Counter[str] = Counter()
    coder = Coder()
    for one in labelled:
        events = coder.code_article(one.article)
        counts += _counted(one, events, errors=errors)
    return counts


def _counted(one: Labelled, events: list[Event], *, errors: bool) -> Counter[str]:
    asked = [s for s in one.stated if not s.optional]
    allowed = [s for s in one.stated if s.optional]
    full = _paired(asked, events, lambda s, e: s.typed(e) and s.by(e))
    pair = _paired(asked, events, Stated.by)
    counts = Counter(articles=1, stated=len(asked), full=len(full), pair=len(pair))
    counts["read"] = len(events) - _beside(allowed, events, full, typed=True)
    counts["read for pair"] = len(events) - _beside(allowed, events, pair, typed=False)
    for i, j in full.items():
        stated, event = asked[i], events[j]
        counts["status"] += event.status in stated.statuses
        counts["dated"] += bool(stated.days)
        counts["day"] += stated.dated(event)
    told: set[tuple[object, ...]] = set()
    for j, event in enumerate(events):
        faults = _faults(one.stated, event)
        said = (event.type, event.status, frozenset(event.actor), frozenset(event.recipient))
        if said in told and j not in full.values():
            faults.append("duplicates")
        told.add(said)
        counts.update(faults)
        if errors and (faults or j not in full.values()):
            print(f"{one.article.id}: {_line(event)} {' '.join(faults)} | {event.sentence}")
    if errors:
        for i in sorted(set(range(len(asked))) - set(full)):
            pairs = " = ".join(
                f"{'+'.join(sorted(a))}>{'+'.join(sorted(b))}" for a, b in asked[i].pairs
            )
            print(f"{one.article.id}: missed {pairs} {'|'.join(sorted(asked[i].types))}")
    return counts


def _beside(
    allowed: list[Stated], events: list[Event], used: dict[int, int], *, typed: bool
) -> int:
    """Return how many events the label merely allows."""
    rest = [event for j, event in enumerate(events) if j not in used.values()]
    return sum(any(s.by(e) and (s.typed(e) or not typed) for s in allowed) for e in rest)


def _paired(
    stated: list[Stated], events: list[Event], fits: Callable[[Stated, Event], bool]
) -> dict[int, int]:
    """Return the largest pairing, one to one; the day and the status decide between equals."""
    edges = sorted(
        (-_weight(s, e), i, j)
        for i, s in enumerate(stated)
        for j, e in enumerate(events)
        if fits(s, e)
    )
    near: dict[int, list[int]] = {}
    for _, i, j in edges:
        near.setdefault(i, []).append(j)
    owner: dict[int, int] = {}

    def place(i: int, seen: set[int]) -> bool:
        for j in near[i]:
            if j not in seen:
                seen.add(j)
                if j not in owner or place(owner[j], seen):
                    owner[j] = i
                    return True
        return False

    for i in dict.fromkeys(i for _, i, _ in edges):
        place(i, set())
    return {i: j for j, i in owner.items()}


def _weight(stated: Stated, event: Event) -> int:
    return 4 * stated.typed(event) + 2 * stated.dated(event) + (event.status in stated.statuses)


def _faults(stated: Iterable[Stated], event: Event) -> list[str]:
    if not event.actor or not event.recipient:
        return ["half"]
    codes = {*event.actor, *event.recipient}
    known = any(_together(pair, codes) for s in stated for pair in s.pairs)
    if len(codes) == 1:
        at_home = any(frozenset((*a, *b)) <= codes for s in stated for a, b in s.pairs)
        return [] if at_home else ["self"]
    return [] if known else ["invented"]


def _together(pair: tuple[frozenset[str], frozenset[str]], codes: set[str]) -> bool:
    named = (pair[0] | pair[1]) - {ANY}
    both = len(named & codes) > 1
    return both or (bool(named & codes) and ANY in pair[0] | pair[1])


def _line(event: Event) -> str:
    sides = f"{'+'.join(event.actor)}>{'+'.join(event.recipient)}"
    return f"{sides} {event.type} {event.status} {event.day} {event.precision}"


def figures(counts: Counter[str]) -> dict[str, float]:
    """Return the measures of counts."""
    found = {
        "type and pair F1": 2 * counts["full"] / max(counts["read"] + counts["stated"], 1),
        "type and pair precision": counts["full"] / max(counts["read"], 1),
        "type and pair recall": counts["full"] / max(counts["stated"], 1),
        "pair F1": 2 * counts["pair"] / max(counts["read for pair"] + counts["stated"], 1),
        "day": counts["day"] / max(counts["dated"], 1),
        "status": counts["status"] / max(counts["full"], 1),
        "invented an article": counts["invented"] / max(counts["articles"], 1),
        "half an article": counts["half"] / max(counts["articles"], 1),
        "self": counts["self"],
        "duplicates": counts["duplicates"],
    }
    return {name: round(value, 3) for name, value in found.items()}


def main(argv: list[str] | None = None) -> int:
    """Measure, print, and write the dated result where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--blind", action="store_true", help="score the blind part; do it once")
    parser.add_argument("--errors", action="store_true", help="list what is wrong or missed")
    parser.add_argument("--write", action="store_true", help="keep the figures in results/")
    options = parser.parse_args(argv)
    part = "blind" if options.blind else "dev"
    sets = {f"own {part}": own(part)}
    if not options.blind and NINE.exists():
        sets["nine beside"] = nine()
    result: dict[str, Any] = {"coder": CODER, "day": datetime.now(UTC).date().isoformat()}
    for name, labelled in sets.items():
        counts = score(labelled, errors=options.errors)
        result[name] = figures(counts)
        print(f"\n{name}: {counts['articles']} articles, {counts['stated']} events stated")
        for measure, value in result[name].items():
            print(f"  {measure:24} {value:7.3f}")
    if options.write:
        path = RESULTS / f"articles-{result['day']}{'-blind' if options.blind else ''}.json"
        path.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
