"""A world as the arrays that ``gather`` yields, and as the case that would be asked of it."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from steelyard.readings.worlds.parameters import Parameters
from steelyard.readings.worlds.record import SOURCE, World
from steelyard.records import Case, Pole, PoleRole, Shock, SourceCard, Window
from steelyard.series import DyadEvents, Split, exposure_days

CLIENT, RIVAL, PARTNER = "SRB", "RUS", "EU"
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
    mine, other = (world.rival, world.partner) if role == "rival" else (world.partner, world.rival)
    before, after = mine.select(mine.within(earlier)), mine.select(mine.within(later))
    undated = mine.happened & (mine.undated(earlier) | mine.undated(later))
    selective = asked.record == "searched"
    holes = gaps(asked)
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
        others_before=_others(world, earlier, other),
        others_after=_others(world, later, other),
        selective=selective,
        systematic=() if selective else (SOURCE,),
        earlier=earlier,
        later=later,
        gaps=holes,
    )


def _others(world: World, window: Window, dyad: DyadEvents) -> int:
    """Third parties' events in a window, and those with the other pole."""
    first = (window.start - _day(world.parameters, -world.parameters.days_before)).days
    third = int(world.others[first : first + window.days].sum())
    dated = dyad.happened & (dyad.precision == "day")
    inside = (dyad.start >= np.datetime64(window.start)) & (dyad.start < np.datetime64(window.end))
    return third + int((dated & inside).sum())


def _day(world: Parameters, day: int) -> date:
    return date(1970, 1, 1) + timedelta(days=world.shock_day + day)
