"""archive.dyad: counts by calendar period, what is not covered missing and not zero."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import ibis
import pyarrow as pa
import pytest

from steelyard.archive import TableArchive, archive_of
from steelyard.errors import CaseError
from steelyard.records import COVERAGE, TIE, Event, SourceCard, event_table

FIRST, LAST = date(2018, 1, 1), date(2018, 2, 11)  # a Monday, a Sunday: six weeks


@pytest.fixture
def archive(make_event: Callable[..., Event], selective: SourceCard) -> TableArchive:
    days = [FIRST + timedelta(days=n) for n in (0, 3, 8, 30, 30)]
    rows = [make_event(day, "UKR", "RUS", number=n) for n, day in enumerate(days)]
    rows.append(make_event(days[0], "RUS", "UKR", "ACCUSE", reports=5, number=9))
    rows.append(make_event(days[1], "USA", "RUS", number=10))
    rows.append(make_event(FIRST, "UKR", "RUS", precision="month", number=11))
    rows.append(make_event(FIRST, "UKR", "RUS", status="planned", number=12))
    gone = {FIRST + timedelta(days=n) for n in range(14, 22)}  # a week and a day
    held = [
        {"source": "test", "day": day, "file": "f", "state": "whole", "rows": 1}
        for n in range((LAST - FIRST).days + 1)
        if (day := FIRST + timedelta(days=n)) not in gone
    ]
    card = replace(selective, sampling="systematic")
    made = archive_of(event_table(rows), TIE.empty_table(), (card.counting(len(rows)),))
    cover = made.connection.create_table("cover", pa.Table.from_pylist(held, schema=COVERAGE))
    return replace(made, coverage=cover)


def ask(archive: TableArchive, **more: Any) -> Any:
    return archive.dyad("UKR", "RUS", since=FIRST, until=LAST + timedelta(days=1), **more)


def test_weeks_have_counts_exposure_gaps_and_volume(archive: TableArchive) -> None:
    frame = ask(archive)
    assert list(frame.columns) == ["start", "end", "counts", "exposure", "gaps", "volume"]
    assert [str(day.date()) for day in frame.start[:2]] == ["2018-01-01", "2018-01-08"]
    assert frame.counts.tolist()[:2] == [3.0, 1.0]
    assert frame.counts.isna().tolist() == [False, False, True, False, False, False]
    assert frame.exposure.tolist() == [7, 7, 0, 6, 7, 7]
    assert frame.gaps.tolist() == [0, 0, 7, 1, 0, 0]
    assert frame.volume.tolist()[0] == 4  # dated events, whoever acts
    assert (frame.end[:-1].to_numpy() == frame.start[1:].to_numpy()).all()


def test_sides_streams_units_and_periods(archive: TableArchive) -> None:
    assert ask(archive, freq="M").counts.tolist() == [6.0, 0.0]
    assert ask(archive, freq="D").counts.sum() == 6
    assert ask(archive, freq="Y", actor="first").counts.tolist() == [5.0]
    assert ask(archive, freq="Q", actor="second", unit="reports").counts.tolist() == [5.0]
    assert ask(archive, freq="Y", stream="ACCUSE").counts.tolist() == [1.0]
    assert archive.dyad("UKR", ["RUS", "USA"], freq="Y").counts.tolist() == [6.0]
    assert ask(archive, to="polars").shape == (6, 6)
    assert isinstance(ask(archive, to="arrow"), pa.Table)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"freq": "weekly"}, "Did you mean 'W'?"),
        ({"actor": "UKR"}, "allowed are first, second, both"),
        ({"unit": "rows"}, "allowed are events, reports"),
        ({"stream": "noise"}, "is not a stream"),
        ({"to": "table"}, "allowed are pandas, polars, arrow"),
    ],
)
def test_what_is_allowed_is_said(archive: TableArchive, wrong: dict[str, str], said: str) -> None:
    with pytest.raises(CaseError, match=said.replace("?", r"\?")):
        ask(archive, **wrong)


def test_days_and_actors_are_checked(archive: TableArchive) -> None:
    with pytest.raises(CaseError, match="'UKX' is not an actor"):
        archive.dyad("UKX", "RUS")
    with pytest.raises(CaseError, match="since is 'May', which is not a day"):
        archive.dyad("UKR", "RUS", since="May")
    with pytest.raises(CaseError, match="the first day must be before the second"):
        archive.dyad("UKR", "RUS", since="2019-01-01", until="2018-01-01")
    empty = archive_of(event_table([]), TIE.empty_table())
    with pytest.raises(CaseError, match="holds no dated event"):
        empty.dyad("UKR", "RUS")


def test_an_archive_says_what_it_is(archive: TableArchive) -> None:
    assert repr(archive) == "<Archive in memory: 9 events (test), 0 ties; 2018-01-01 to 2018-01-31>"
    assert "Invented for a test." in archive._repr_html_()
    assert isinstance(archive.events, ibis.expr.types.Table)
