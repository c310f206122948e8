"""Series cut from one aggregate: direction, stream, period, unit, volume and gaps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from steelyard.archive import archive_of
from steelyard.errors import CaseError
from steelyard.records import TIE, Case, Event, Pole, SourceCard, Window, event_table
from steelyard.series import dyad_series, neighbours, panel, pole_spans, split

Make = Callable[..., Event]

FIRST = date(2019, 1, 7)


@pytest.fixture
def case(small_case: Case) -> Case:
    windows = {
        "before": Window(FIRST, FIRST + timedelta(days=28)),
        "after": Window(FIRST + timedelta(days=28), FIRST + timedelta(days=42)),
    }
    return replace(small_case, windows=windows)


@pytest.fixture
def card(selective: SourceCard) -> SourceCard:
    return replace(selective, sampling="systematic")


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def test_a_series_counts_by_direction_stream_period_and_unit(
    case: Case, make_event: Make, card: SourceCard
) -> None:
    events = [
        make_event(day(0), "SRB", "RUS", reports=5),
        make_event(day(8), "SRB", "RUS", "ACCUSE"),
        make_event(day(8), "RUS", "SRB", "AID", act="deeds"),
        make_event(day(9), "SRB;RUS", "SRB;RUS"),
        make_event(day(9), "USA", "SRB"),
        make_event(day(9), "SRB", "RUS", status="planned"),
        make_event(day(41), "RUS", "SRB"),
    ]
    archive = archive_of(event_table(events), TIE.empty_table(), (card,))
    rival = case.pole("rival")

    def counts(**asked: object) -> list[float]:
        return dyad_series(archive, case, "SRB", rival, **asked).counts.tolist()  # type: ignore[arg-type, no-any-return]

    assert counts() == [1, 3, 0, 0, 0, 1]
    assert counts(direction="client") == [1, 1, 0, 0, 0, 0]
    assert counts(direction="mutual") == [0, 1, 0, 0, 0, 0]
    assert counts(stream="deeds") == [0, 1, 0, 0, 0, 0]
    assert counts(stream="quad3") == [0, 1, 0, 0, 0, 0]
    assert counts(stream="CONSULT", direction="client") == [1, 0, 0, 0, 0, 0]
    assert counts(unit="reports") == [5, 3, 0, 0, 0, 1]
    assert len(counts(period="day")) == 42
    assert dyad_series(archive, case, "SRB", rival).total.tolist() == [1, 4, 0, 0, 0, 1]
    with pytest.raises(CaseError, match="'quads' is not a stream; there are all, words"):
        counts(stream="quads")


def test_a_gap_is_never_a_zero(case: Case, make_event: Make, card: SourceCard) -> None:
    events = [make_event(day(n), "SRB", "RUS", number=n) for n in range(42)]
    archive = archive_of(event_table(events), TIE.empty_table(), (card,))
    gaps = (Window(day(7), day(14)), Window(day(16), day(18)))
    found = dyad_series(archive, replace(case, gaps=gaps), "SRB", case.pole("rival"))
    assert np.isnan(found.counts[1])
    assert found.counts[[0, 2, 3]].tolist() == [7, 5, 7]
    assert found.days.tolist() == [7, 0, 5, 7, 7, 7]
    assert found.total[1] == 0


def test_days_that_no_systematic_source_covers_are_gaps(
    case: Case, make_event: Make, card: SourceCard
) -> None:
    class Holed:
        """An archive whose two sources miss different days."""

        def __init__(self) -> None:
            events = [make_event(day(1), "SRB", "RUS", source=name) for name in ("a", "b")]
            held = archive_of(event_table(events), TIE.empty_table())
            self.events, self.ties = held.events, held.ties
            self.sources = tuple(replace(card, name=name) for name in ("a", "b"))

        def table(self, name: str) -> None:
            del name

        def gaps(self, source: str, window: Window) -> tuple[Window, ...]:
            del window
            return (Window(day(3), day(6)),) if source == "a" else (Window(day(5), day(9)),)

    found = split(Holed(), case, "SRB", "rival")  # type: ignore[arg-type]
    assert found.gaps == (Window(day(5), day(6)),)
    assert found.days_before == 27
    assert np.flatnonzero(~found.calendar.covered).tolist() == [5]


def test_the_region_is_who_the_client_deals_with_for_its_size(
    case: Case, make_event: Make, card: SourceCard
) -> None:
    events = [make_event(day(n), "SRB", "BIH", number=n) for n in range(6)]
    events += [make_event(day(n), "SRB", "CHN", number=n) for n in range(6)]
    events += [make_event(day(n), "CHN", "IND", number=n) for n in range(28)]
    events += [make_event(day(n), "SRB", "EU", number=n) for n in range(9)]
    events += [make_event(day(30), "BIH", "HRV")]
    archive = archive_of(event_table(events), TIE.empty_table(), (card,))
    assert neighbours(archive, case, "SRB") == ("BIH", "CHN")
    cut = panel(archive, case, "SRB", Window(day(0), day(42)), region=True)
    assert cut.calendar.neighbours == ("BIH", "CHN")
    assert cut.calendar.region.sum() == 29  # China's with India and Bosnia's with Croatia
    everyone = cut.series(pole_spans(case, Pole("x", "other", ("BIH",))))
    assert everyone.counts.sum() == 6


def test_the_sums_of_a_split_are_those_of_its_calendar(
    case: Case, make_event: Make, card: SourceCard
) -> None:
    events = [make_event(day(n), "SRB", "RUS", number=n) for n in range(30)]
    events += [make_event(day(n), "USA", "MKD", number=n) for n in range(40)]
    archive = archive_of(event_table(events), TIE.empty_table(), (card,))
    found = split(archive, case, "SRB", "rival")
    assert (found.others_before, found.others_after) == (28, 12)
    assert found.calendar.total(case.before) == 56
