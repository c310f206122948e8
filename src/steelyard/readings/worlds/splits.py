"""A world as the arrays that ``gather`` yields, and as the case that would be asked of it."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from steelyard.readings.worlds.parameters import Parameters
from steelyard.readings.worlds.record import SOURCE, World
from steelyard.records import Case, Pole, PoleRole, Shock, SourceCard, Window
from steelyard.series import DyadEvents, Split, by_occasion, exposure_days
from steelyard.series.calendar import FEWEST, Calendar

#: Real codes stand for the sides: the vocabulary knows no others.
CLIENT, RIVAL, PARTNER, NEAR = "SRB", "RUS", "EU", "BIH"
TITLES: dict[PoleRole, str] = {"rival": "the rival", "partner": "the partner"}


def windows(world: Parameters) -> dict[str, Window]:
    """The windows of the case that a world is asked about."""
    shock = _day(world, 0)
    return {
        "before": Window(_day(world, -world.days_before), shock),
        "after": Window(shock, _day(world, world.days_after)),
        "concession": Window(shock, _day(world, world.days_response)),
    }


def gaps(world: Parameters) -> tuple[Window, ...]:
    """The known holes of a world's record."""
    return tuple(Window(_day(world, start), _day(world, end)) for start, end in world.gaps)


def case_of(world: Parameters) -> Case:
    """The case that asks about a world; real codes stand for its three sides."""
    searched = world.record == "searched"
    return Case(
        name=f"world-{world.seed}",
        title="A simulated world",
        question="Which reading is true?",
        clients=(CLIENT,),
        shock=Shock(_day(world, 0), (PARTNER,), (CLIENT,), world.politics.shock),
        windows=windows(world),
        poles=(
            Pole("partner", "partner", (PARTNER,), (), TITLES["partner"]),
            Pole("rival", "rival", (RIVAL,), (), TITLES["rival"]),
        ),
        gaps=gaps(world),
        sources=(card(searched=searched),),
        seed=world.seed,
    )


def card(*, searched: bool) -> SourceCard:
    """The card of a simulated record."""
    return SourceCard(
        name=SOURCE,
        title="A simulated record",
        publisher="Steelyard",
        address=None,
        licence="Apache-2.0",
        citation="Steelyard, readings/worlds",
        coverage="one simulated world",
        limitation="Nothing in it happened.",
        sampling="selective" if searched else "systematic",
    )


def split_of(world: World, role: PoleRole, diagnostic: str | None = None) -> Split:
    """Return what ``series.split`` would return for the archive of ``world``."""
    asked = world.parameters
    spans = windows(asked)
    earlier, later = spans["before"], spans.get(diagnostic or "after", spans["after"])
    if (role, later) not in world.cut:
        world.cut[role, later] = _split(world, role, earlier, later)
    found: Split = world.cut[role, later]
    return found


def _split(world: World, role: PoleRole, earlier: Window, later: Window) -> Split:
    asked = world.parameters
    mine, other = (world.rival, world.partner)[:: 1 if role == "rival" else -1]
    rows = mine.select(mine.within(earlier)), mine.select(mine.within(later))
    undated = mine.happened & (mine.undated(earlier) | mine.undated(later))
    selective = asked.record == "searched"
    before, after = (by_occasion(part) for part in rows) if selective else rows
    holes = gaps(asked)
    days = _calendar(world, Window(earlier.start, later.end), holes)
    return Split(
        client=CLIENT,
        pole=TITLES[role],
        shock=_day(asked, 0),
        before=before,
        after=after,
        undated=int(undated.sum()),
        days_before=exposure_days(earlier, holes),
        days_after=exposure_days(later, holes),
        gap_before=1 - exposure_days(earlier, holes) / earlier.days,
        gap_after=1 - exposure_days(later, holes) / later.days,
        others_before=days.total(earlier) - _dated(rows[0]) + _vague(other, earlier),
        others_after=days.total(later) - _dated(rows[1]) + _vague(other, later),
        selective=selective,
        systematic=() if selective else (SOURCE,),
        earlier=earlier,
        later=later,
        gaps=holes,
        calendar=days,
        rows_before=rows[0],
        rows_after=rows[1],
        seed=asked.seed,
    )


def _dated(events: DyadEvents) -> int:
    return int((events.happened & events.dated).sum())


def _vague(events: DyadEvents, window: Window) -> int:
    """Rows of the other pair that lie in a window on a day that nobody knows; whole wires have none."""
    return int((events.happened & ~events.dated & events.within(window)).sum())


def _calendar(world: World, span: Window, holes: tuple[Window, ...]) -> Calendar:
    """How much the record holds of each day, whoever acts."""
    size = span.days
    covered = np.ones(size, dtype=np.bool_)
    met = int(world.home[: world.parameters.days_before].sum())
    near = (NEAR,) if met >= FEWEST else ()
    none = np.zeros(size)
    blank = Calendar(span.start, none, none, none, none, covered, near)
    events = (world.far + world.near + world.home)[:size].astype(np.float64)
    reports = world.reports[:size].astype(np.float64)
    friendly = world.friendly[:size].astype(np.float64)
    for dyad in (world.rival, world.partner):
        counted = np.flatnonzero(dyad.happened & dyad.dated)
        days = dyad.start[counted]
        events += blank.daily(days)
        reports += blank.daily(days, dyad.reports[counted])
        friendly += blank.daily(days, dyad.cooperative[counted])
    for gap in holes:
        covered[blank.slots(gap)] = False
    region = world.near[:size].astype(np.float64) if near else none
    return Calendar(span.start, events, reports, friendly, region, covered, near)


def _day(world: Parameters, day: int) -> date:
    return date(1970, 1, 1) + timedelta(days=world.shock_day + day)
