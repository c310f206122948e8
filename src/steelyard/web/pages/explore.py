"""Looking through an archive: rows, facets, time, places, pairs, one event."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from math import log10
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from steelyard import vocabulary
from steelyard.archive.index import FACETS, Choice, event_page, pair
from steelyard.errors import SteelyardError, TooLongError
from steelyard.records import EVENT
from steelyard.vocabulary.rungs import RUNGS
from steelyard.web import world
from steelyard.web.answers import Answer, command
from steelyard.web.desk import ArchiveDesk

#: Rows on a page.
PAGE = 50

#: Seconds that a count may take where the reader has said that she will wait.
PATIENT = 60.0

#: Height of the bars of a timeline and width of one period, in units of its picture.
HEIGHT, BROAD = 120, 10


def choice_of(request: Request) -> Choice:
    """Return what an address asks for."""
    query = request.query_params
    return Choice.of({name: query.getlist(name) for name in query})


def options_of(choice: Choice) -> list[str]:
    """Return a choice as options of the command line."""
    return [word for name, value in choice.pairs() for word in (f"--{name}", value)]


def explore(request: Request) -> Answer | Response:
    """Show a page of the events that fit, with facets and time beside it."""
    name = request.path_params["archive"]
    held: ArchiveDesk = request.app.state.desk.archive(name)
    if not held.ready:
        return make_ready(request, held)
    choice = choice_of(request)
    query = request.query_params
    newest = query.get("order") == "newest"
    whole = query.get("format") in ("json", "csv")
    size = min(int(query.get("size") or PAGE), 10_000) if query.get("size", "1").isdigit() else PAGE
    with held.reading() as index:
        try:
            page = index.page(
                choice,
                after=query.get("after"),
                size=size,
                newest=newest,
                limit=_limit(request),
                **({"columns": EVENT.names} if whole else {}),
            )
            late = False
        except TooLongError:
            page, late = None, True
        found = _or_none(lambda: index.count(choice, limit=_limit(request)))
    rows = list(page.rows) if page else []
    return Answer(
        template="explore",
        content={"found": found, "after": page.after if page else None, "events": rows},
        rows=rows,
        data={
            "archive": name,
            "choice": choice,
            "chosen": [
                (key, value, _without(request, key, value)) for key, value in choice.pairs()
            ],
            "facets": FACETS,
            "late": late,
            "found": found,
            "newest": newest,
            "query": urlencode(choice.pairs()),
        },
        command=command(
            "events", held.path, *options_of(choice), *(["--newest"] if newest else [])
        ),
    )


def facet(request: Request) -> Answer:
    """Count the events of each value of one facet."""
    name, facet_name = request.path_params["archive"], request.path_params["facet"]
    held: ArchiveDesk = request.app.state.desk.archive(name)
    if facet_name not in FACETS:
        msg = f"'{facet_name}' is no facet; there are {', '.join(FACETS)}."
        raise SteelyardError(msg)
    choice = choice_of(request)
    most = 200 if request.query_params.get("all") else 12
    chosen = getattr(choice, facet_name)
    with held.reading() as index:
        try:
            counted = index.facet(facet_name, choice, most=most, limit=_limit(request))
            late = False
        except TooLongError:
            counted, late = [], True
    values = [value for value, _ in counted]
    counted += [(value, 0) for value in chosen if value not in values]
    rows = [{"value": value, "events": n} for value, n in counted]
    most_events = max((n for _, n in counted), default=1) or 1
    return Answer(
        template="facet",
        content={"facet": facet_name, "late": late, "values": rows},
        rows=rows,
        data={
            "archive": name,
            "facet": facet_name,
            "title": FACETS[facet_name],
            "late": late,
            "more": len(counted) >= most,
            "patient": _address(request, wait="1"),
            "all": _address(request, all="1"),
            "values": [
                {
                    "value": value,
                    "n": n,
                    "on": value in chosen,
                    "title": meaning(facet_name, value),
                    "width": round(100 * n / most_events, 1),
                    "address": f"/archives/{name}/explore?"
                    + urlencode(_toggled(choice, facet_name, value)),
                }
                for value, n in counted
            ],
        },
        command=command("events", held.path, *options_of(choice), "--count", facet_name),
    )


def timeline(request: Request) -> Answer:
    """Count the events of each period by rung, to be brushed."""
    name = request.path_params["archive"]
    held: ArchiveDesk = request.app.state.desk.archive(name)
    choice = choice_of(request)
    with held.reading() as index:
        try:
            period, counted = index.timeline(choice, limit=_limit(request))
            late = False
        except TooLongError:
            period, counted, late = "month", [], True
    rows = [{"first": day, "rung": rung, "events": n} for day, rung, n in counted]
    return Answer(
        template="timeline",
        content={"period": period, "late": late, "times": rows},
        rows=rows,
        data={
            "archive": name,
            "late": late,
            "patient": _address(request, wait="1"),
            "picture": picture(period, counted),
            "query": urlencode(
                [pair for pair in choice.pairs() if pair[0] not in ("since", "until")]
            ),
            "choice": choice,
        },
        command=command("events", held.path, *options_of(choice), "--count", "day"),
    )


def places(request: Request) -> Answer | Response:
    """Show where events took place, as far as their rows say."""
    name = request.path_params["archive"]
    held: ArchiveDesk = request.app.state.desk.archive(name)
    if not held.ready:
        return make_ready(request, held)
    choice = choice_of(request)
    with held.reading() as index:
        counted = index.facet("place", choice, most=400, limit=PATIENT)
        found = index.count(choice.without("place"), limit=PATIENT)
    rows = [{"value": value, "events": n} for value, n in counted]
    numbers = dict(counted)
    placed = sum(numbers.values())
    top = max(numbers.values(), default=1)
    drawn = [
        {
            "code": code,
            "title": title,
            "path": path,
            "n": numbers.get(code or "", 0),
            "step": _step(numbers.get(code or "", 0), top),
            "address": f"/archives/{name}/explore?"
            + urlencode([*choice.without("place").pairs(), ("place", code or "")]),
        }
        for code, title, path in world.shapes()
    ]
    return Answer(
        template="map",
        content={"placed": placed, "without_place": found - placed, "places": rows},
        rows=rows,
        data={
            "archive": name,
            "choice": choice,
            "query": urlencode(choice.pairs()),
            "drawn": drawn,
            "counted": counted,
            "size": (world.WIDTH, world.HEIGHT),
        },
        command=command("events", held.path, *options_of(choice), "--count", "place"),
    )


def dyad(request: Request) -> Answer | Response:
    """Show what two sides did to one another."""
    name = request.path_params["archive"]
    held: ArchiveDesk = request.app.state.desk.archive(name)
    if not held.ready:
        return make_ready(request, held)
    choice = choice_of(request)
    first = next(iter(choice.actor), None)
    second = next(iter(choice.recipient), None)
    both = None
    if first and second:
        with held.reading() as index:
            both = pair(index, first, second, choice, limit=PATIENT)
    rows = [
        {"actor": one.actor, "recipient": one.recipient, "first": day, "rung": rung, "events": n}
        for one in both or ()
        for day, rung, n in one.times
    ]
    scale = _scale(both or ())
    span = _span(both or ())
    return Answer(
        template="pair",
        content=list(both or ()),
        rows=rows,
        data={
            "archive": name,
            "choice": choice,
            "first": first,
            "second": second,
            "query": urlencode(choice.pairs()),
            "reverse": urlencode(
                [
                    *choice.without("actor").without("recipient").pairs(),
                    ("actor", second or ""),
                    ("recipient", first or ""),
                ]
            ),
            "both": [(one, picture(one.period, one.times, scale, span)) for one in both or ()],
            "rungs": RUNGS,
        },
        command=command("events", held.path, *options_of(choice), "--count", "rung"),
    )


def event(request: Request) -> Answer | Response:
    """Show one event with all that the archive knows of it."""
    name = request.path_params["archive"]
    held: ArchiveDesk = request.app.state.desk.archive(name)
    if not held.ready:
        return make_ready(request, held)
    with held.reading() as index:
        found = event_page(index, request.path_params["event"])
    return Answer(
        template="event",
        content=found,
        rows=list(found.reports),
        data={"archive": name, "page": found},
        command=command("events", held.path, "--id", found.event["event_id"]),
    )


def make_ready(request: Request, held: ArchiveDesk) -> Response:
    """Make the counts of an archive, and show how far that is."""
    jobs = request.app.state.jobs
    back = str(request.url.path) + (f"?{request.url.query}" if request.url.query else "")
    job = jobs.running(archive=str(held.file))
    if job is None:
        job = jobs.start(
            f"Counting what archive {held.name} holds (once, and when it has changed)",
            {"work": "index", "archive": str(held.file)},
            then=back,
        )
    return RedirectResponse(f"/jobs/{job.number}", 303)


def meaning(facet_name: str, value: str) -> str:
    """Return what a value of a facet means, for people."""
    if facet_name in ("actor", "recipient", "place"):
        return vocabulary.name(value) if vocabulary.known(value) else ""
    if facet_name == "type":
        return vocabulary.definition(value)
    if facet_name in ("act", "rung", "status"):
        return vocabulary.terms(facet_name).get(value, "")
    return ""


def picture(
    period: str,
    counted: Iterable[tuple[date, str, int]],
    top: int | None = None,
    span: tuple[date, date] | None = None,
) -> dict[str, Any]:
    """Return the bars of a timeline: each period from its first to its last, empty ones too."""
    by_day: dict[date, dict[str, int]] = {}
    for day, rung, n in counted:
        by_day.setdefault(day, {})[rung] = n
    if not by_day and span is None:
        return {"bars": [], "width": 0, "height": HEIGHT, "period": period, "top": 0}
    first, last = span or (min(by_day), max(by_day))
    highest = top or max(sum(rungs.values()) for rungs in by_day.values())
    bars: list[dict[str, Any]] = []
    day = first
    while day <= last:
        rungs = by_day.get(day, {})
        bars.append(_bar(day, _next(day, period), rungs, len(bars), highest))
        day = _next(day, period)
    return {
        "bars": bars,
        "width": len(bars) * BROAD,
        "height": HEIGHT,
        "period": period,
        "top": highest,
        "years": [bar for bar in bars if bar["first"].timetuple().tm_yday <= _STEP[period]],
    }


def _bar(day: date, until: date, rungs: dict[str, int], place: int, highest: int) -> dict[str, Any]:
    bottom = float(HEIGHT)
    parts = []
    for rung in RUNGS:
        if n := rungs.get(rung, 0):
            height = HEIGHT * n / highest
            bottom -= height
            parts.append({"rung": rung, "y": round(bottom, 2), "height": round(height, 2)})
    return {
        "first": day,
        "until": until,
        "x": place * BROAD,
        "n": sum(rungs.values()),
        "rungs": rungs,
        "parts": parts,
    }


#: Days in a period, at most.
_STEP = {"day": 1, "week": 7, "month": 31}


def _next(day: date, period: str) -> date:
    if period == "month":
        return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return day + timedelta(days=_STEP[period])


def _scale(both: Iterable[Any]) -> int | None:
    """The highest bar of both directions, so that they can be compared."""
    totals: dict[tuple[str, date], int] = {}
    for one in both:
        for day, _, n in one.times:
            totals[one.actor, day] = totals.get((one.actor, day), 0) + n
    return max(totals.values(), default=None)


def _span(both: Iterable[Any]) -> tuple[date, date] | None:
    days = [day for one in both for day, _, _ in one.times]
    return (min(days), max(days)) if days else None


def _step(n: int, top: int) -> int:
    """The shade of a country, 0 to 5, on a scale of powers of ten."""
    if not n:
        return 0
    return 1 + min(4, int(5 * log10(n + 1) / log10(top + 1) * 0.999))


def _or_none(ask: Any) -> int | None:
    try:
        return int(ask())
    except TooLongError:
        return None


def _limit(request: Request) -> float:
    return PATIENT if request.query_params.get("wait") else 2.0


def _toggled(choice: Choice, name: str, value: str) -> list[tuple[str, str]]:
    pairs = choice.pairs()
    one = (name, value)
    return [pair for pair in pairs if pair != one] if one in pairs else [*pairs, one]


def _without(request: Request, name: str, value: str) -> str:
    kept = [
        pair
        for pair in request.query_params.multi_items()
        if pair != (name, value) and pair[0] != "after"
    ]
    return request.url.path + (f"?{urlencode(kept)}" if kept else "")


def _address(request: Request, **more: str) -> str:
    return f"{request.url.path}?{urlencode([*request.query_params.multi_items(), *more.items()])}"
