"""Bad input: nothing is raised, nothing warned of, and nothing is ever significant."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.diagnostics.conftest import record_of

from steelyard import diagnostics
from steelyard.records import Case, Diagnostic, Event, SourceCard, Window

Make = Callable[..., Event]

SHOCK = date(2019, 10, 18)

every = pytest.mark.parametrize("diagnostic", diagnostics.ALL, ids=lambda d: d.name)


def windows(case: Case, before: tuple[date, date], after: tuple[date, date]) -> Case:
    return replace(case, windows={"before": Window(*before), "after": Window(*after)})


@every
@pytest.mark.parametrize(
    "what", ["nothing", "one", "outside", "long", "gap", "empty window", "other pole", "no others"]
)
def test_it_is_never_significant(
    diagnostic: Diagnostic, what: str, make_event: Make, small_case: Case, selective: SourceCard
) -> None:
    card = replace(selective, sampling="systematic")
    days = [SHOCK + timedelta(days=n) for n in range(-200, 60)]
    pair = [make_event(day, "RUS", "SRB", number=n) for n, day in enumerate(days)]
    others = [make_event(day, "USA", "BRA", number=900 + n) for n, day in enumerate(days)]
    case, events = small_case, [*pair, *others]
    if what == "nothing":
        events = []
    elif what == "one":
        events = [pair[210], *others]
    elif what == "outside":
        case = windows(
            case, (date(1990, 1, 1), date(1991, 1, 1)), (date(1991, 1, 1), date(1991, 3, 1))
        )
    elif what == "long":
        case = windows(case, (SHOCK - timedelta(days=30), SHOCK), (SHOCK, date(2023, 1, 1)))
    elif what == "gap":
        case = replace(
            case, gaps=(Window(SHOCK - timedelta(days=1000), SHOCK - timedelta(days=20)),)
        )
    elif what == "empty window":
        case = windows(case, (SHOCK, SHOCK), (SHOCK, SHOCK))
    elif what == "other pole":
        events = [make_event(day, "USA", "SRB", number=n) for n, day in enumerate(days)] + others
    else:
        events = pair[:199]
    store = record_of(case, events, (card,))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = diagnostics.ask(diagnostic, store, case, "SRB")
    if diagnostic.name in ("tempo", "tone", "balance", "substance", "amplification", "initiative"):
        assert found.grade != "supports", found.sentence
    for number in (found.effect, found.low, found.high, found.smallest_detectable):
        assert number is None or math.isfinite(number)
    assert found.reasons or found.grade in ("supports", "opposes")
