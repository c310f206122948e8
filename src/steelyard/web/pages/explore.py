"""Looking through an archive: rows, facets, time, places, pairs, one event."""

from __future__ import annotations

from collections.abc import Callable
from math import log10
from typing import TypeVar
from urllib.parse import urlencode

from steelyard import vocabulary
from steelyard.archive.index import FACETS, Pair, event_page, pair
from steelyard.errors import SteelyardError, TooLongError
from steelyard.records import EVENT
from steelyard.vocabulary.rungs import RUNGS
from steelyard.web import world
from steelyard.web.answers import Answer, command
from steelyard.web.look import PATIENT, Look, of_archive
from steelyard.web.timeline import picture, pictures

T = TypeVar("T")

#: Rows on a page, and at most.
PAGE, MOST = 50, 10_000

#: Values of a facet that are shown, and where all are asked for.
FEW, MANY = 12, 200


@of_archive
def explore(look: Look) -> Answer:
    """Show a page of the events that fit, with facets and time beside it."""
    newest = look.said("order") == "newest"
    whole = look.said("format") in ("json", "csv")
    said = look.said("size") or ""
    with look.held.reading() as index:
        page = _in_time(
            lambda: index.page(
                look.choice,
                after=look.said("after"),
                size=min(int(said), MOST) if said.isdigit() and int(said) else PAGE,
                newest=newest,
                limit=look.limit,
                **({"columns": EVENT.names} if whole else {}),
            )
        )
        found = _in_time(lambda: index.count(look.choice, limit=look.limit))
    rows = list(page.rows) if page else []
    return Answer(
        template="explore",
        content={"found": found, "after": page.after if page else None, "events": rows},
        rows=rows,
        data={
            **look.common(),
            "chosen": [
                (key, value, look.without(key, value)) for key, value in look.choice.pairs()
            ],
            "facets": FACETS,
            "late": page is None,
            "found": found,
            "newest": newest,
            "meaning": meaning,
        },
        command=command(
            "events",
            look.held.path,
            *look.command_options(),
            *(["--newest"] if newest else []),
        ),
    )


@of_archive
def facet(look: Look) -> Answer:
    """Count the events of each value of one facet."""
    name = look.request.path_params["facet"]
    if name not in FACETS:
        msg = f"'{name}' is no facet; there are {', '.join(FACETS)}."
        raise SteelyardError(msg)
    most = MANY if look.said("all") else FEW
    chosen = getattr(look.choice, name)
    with look.held.reading() as index:
        found = _in_time(lambda: index.facet(name, look.choice, most=most, limit=look.limit))
    counted = found or []
    values = [value for value, _ in counted]
    counted += [(value, 0) for value in chosen if value not in values]
    rows = [{"value": value, "events": n} for value, n in counted]
    most_events = max((n for _, n in counted), default=1) or 1
    return Answer(
        template="facet",
        content={"facet": name, "late": found is None, "values": rows},
        rows=rows,
        data={
            **look.common(),
            "facet": name,
            "title": FACETS[name],
            "late": found is None,
            "more": len(counted) >= most,
            "patient": look.address(wait="1"),
            "all": look.address(all="1"),
            "values": [
                {
                    "value": value,
                    "n": n,
                    "on": value in chosen,
                    "title": meaning(name, value),
                    "width": round(100 * n / most_events, 1),
                    "address": f"/archives/{look.name}/explore?{look.toggled(name, value)}",
                }
                for value, n in counted
            ],
        },
        command=_counting(look, name),
    )


@of_archive
def timeline(look: Look) -> Answer:
    """Count the events of each period by rung, to be brushed."""
    with look.held.reading() as index:
        found = _in_time(lambda: index.timeline(look.choice, limit=look.limit))
    period, counted = found or ("month", [])
    rows = [{"first": day, "rung": rung, "events": n} for day, rung, n in counted]
    undated = [pair for pair in look.choice.pairs() if pair[0] not in ("since", "until")]
    return Answer(
        template="timeline",
        content={"period": period, "late": found is None, "times": rows},
        rows=rows,
        data={
            **look.common(),
            "late": found is None,
            "patient": look.address(wait="1"),
            "picture": picture(period, counted),
            "query": urlencode(undated),
        },
        command=_counting(look, "day"),
    )


@of_archive
def places(look: Look) -> Answer:
    """Show where events took place, as far as their rows say."""
    others = look.choice.without("place")
    with look.held.reading() as index:
        counted = index.facet("place", look.choice, most=400, limit=PATIENT)
        found = index.count(others, limit=PATIENT)
    numbers = dict(counted)
    placed = sum(numbers.values())
    top = max(numbers.values(), default=1)
    rows = [{"value": value, "events": n} for value, n in counted]
    drawn = [
        {
            "code": code,
            "title": title,
            "path": path,
            "n": numbers.get(code or "", 0),
            "step": _step(numbers.get(code or "", 0), top),
            "address": f"/archives/{look.name}/explore?"
            + urlencode([*others.pairs(), ("place", code or "")]),
        }
        for code, title, path in world.shapes()
    ]
    return Answer(
        template="map",
        content={"placed": placed, "without_place": found - placed, "places": rows},
        rows=rows,
        data={
            **look.common(),
            "others": urlencode(others.pairs()),
            "drawn": drawn,
            "counted": counted,
            "size": (world.WIDTH, world.HEIGHT),
        },
        command=_counting(look, "place"),
    )


@of_archive
def dyad(look: Look) -> Answer:
    """Show what two sides did to one another."""
    first = next(iter(look.choice.actor), None)
    second = next(iter(look.choice.recipient), None)
    both: tuple[Pair, ...] = ()
    if first and second:
        with look.held.reading() as index:
            both = pair(index, first, second, look.choice, limit=PATIENT)
    rows = [
        {"actor": one.actor, "recipient": one.recipient, "first": day, "rung": rung, "events": n}
        for one in both
        for day, rung, n in one.times
    ]
    others = look.choice.without("actor").without("recipient").pairs()
    return Answer(
        template="pair",
        content=list(both),
        rows=rows,
        data={
            **look.common(),
            "first": first,
            "second": second,
            "reverse": urlencode([*others, ("actor", second or ""), ("recipient", first or "")]),
            "both": pictures(both),
            "rungs": RUNGS,
        },
        command=_counting(look, "rung"),
    )


@of_archive
def event(look: Look) -> Answer:
    """Show one event with all that the archive knows of it."""
    with look.held.reading() as index:
        found = event_page(index, look.request.path_params["event"])
    return Answer(
        template="event",
        content=found,
        rows=list(found.reports),
        data={**look.common(), "page": found, "meaning": meaning},
        command=command("events", look.held.path, "--id", found.event["event_id"]),
    )


def meaning(facet_name: str, value: str) -> str:
    """Return what a value of a facet means, for people."""
    if facet_name in ("actor", "recipient", "place"):
        return vocabulary.name(value) if vocabulary.known(value) else ""
    if facet_name == "type":
        return vocabulary.definition(value)
    if facet_name in ("act", "rung", "status"):
        return vocabulary.terms(facet_name).get(value, "")
    return ""


def _counting(look: Look, what: str) -> str:
    return command("events", look.held.path, *look.command_options(), "--count", what)


def _step(n: int, top: int) -> int:
    """The shade of a country, 0 to 5, on a scale of powers of ten."""
    if not n:
        return 0
    return 1 + min(4, int(5 * log10(n + 1) / log10(top + 1) * 0.999))


def _in_time(ask: Callable[[], T]) -> T | None:
    """What was asked, or None where that took too long."""
    try:
        return ask()
    except TooLongError:
        return None
