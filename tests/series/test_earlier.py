"""Earlier windows: sums by hand, weeks counted away from the shock, gaps left out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from steelyard.archive import archive_of
from steelyard.records import TIE, Case, Event, SourceCard, Window, event_table
from steelyard.series import Split, daily, earlier_windows, share_in_time, split

Make = Callable[..., Event]

SHOCK = date(2019, 4, 1)


@pytest.fixture
def windows(small_case: Case, make_event: Make, selective: SourceCard) -> Split:
    """Fifty days before, ten after, one event a day of which every fifth is hostile."""
    days = [SHOCK + timedelta(days=n) for n in range(-50, 10)]
    kinds = ["ACCUSE" if n % 5 == 0 else "CONSULT" for n in range(60)]
    events = [
        make_event(day, "SRB", "RUS", kind, reports=2)
        for day, kind in zip(days, kinds, strict=True)
    ]
    case = replace(
        small_case,
        shock=replace(small_case.shock, day=SHOCK),
        windows={
            "before": Window(days[0], SHOCK),
            "after": Window(SHOCK, days[-1] + timedelta(days=1)),
        },
    )
    card = replace(selective, sampling="systematic")
    return split(archive_of(event_table(events), TIE.empty_table(), (card,)), case, "SRB", "rival")


def test_windows_are_a_week_apart_and_as_long_as_the_later_one(windows: Split) -> None:
    earlier = earlier_windows(windows)
    counted = daily(windows, windows.before.happened, windows.after.happened)
    assert earlier.starts.tolist() == [0, 7, 14, 21, 28, 35]
    assert earlier.windows(counted).tolist() == [10] * 6
    assert (earlier.before(counted), earlier.after(counted)) == (50, 10)


def test_reports_are_counted_where_asked(windows: Split) -> None:
    both = windows.before.happened, windows.after.happened
    assert daily(windows, *both, reports=True).sum() == 2 * daily(windows, *both).sum() == 120


def test_weeks_are_counted_away_from_the_shock(windows: Split) -> None:
    counted = daily(windows, windows.before.happened, windows.after.happened)
    before, after = earlier_windows(windows).weeks(counted)
    assert before.tolist() == [7] * 7  # the fiftieth day is no week
    assert after.tolist() == [7, 3]


def test_a_week_of_gaps_is_nan_and_a_window_of_them_is_not_compared(windows: Split) -> None:
    covered = np.ones(60, dtype=np.bool_)
    covered[1:15] = False
    holed = replace(windows, calendar=replace(windows.calendar, covered=covered))
    earlier = earlier_windows(holed)
    assert earlier.starts.tolist() == [14, 21, 28, 35]
    before, _ = earlier.weeks(daily(holed, holed.before.happened, holed.after.happened))
    assert np.isnan(before[:2]).all()
    assert before[2:].tolist() == [7] * 5


def test_a_steady_share_has_no_rank_to_speak_of(windows: Split) -> None:
    before, after = windows.before, windows.after
    friendly = daily(windows, before.cooperative, after.cooperative)
    found = share_in_time(
        earlier_windows(windows), friendly, daily(windows, before.happened, after.happened)
    )
    assert found.windows == 6
    assert found.rank > 0.5
    assert found.spread == 1.0
    assert found.fewer(10, 4) == (10, 4)
