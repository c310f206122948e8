"""What became of real rises stands beside the finding that it is about, where a line fits."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from importlib.resources import files

import pytest

from steelyard import diagnostics, readings
from steelyard.archive import archive_of
from steelyard.pipeline import weigh
from steelyard.records import (
    TIE,
    Case,
    Event,
    Finding,
    Measure,
    Pole,
    SourceCard,
    Window,
    event_table,
)

SHOCK = date(2019, 10, 18)


def tempo(size: float | None) -> Finding:
    asked = diagnostics.get("tempo")
    figure = Measure(
        name="share of cooperation", kind="ratio", label="made", value=size, unit="times"
    )
    return Finding(
        diagnostic="tempo",
        client="SRB",
        question=asked.question,
        proposition=asked.proposition,
        sentence="made",
        grade="supports",
        scale="ratio",
        null=1.0,
        measures=(figure,) if size else (),
    )


def windows(case: Case, before: int, after: int) -> Case:
    spans = {
        "before": Window(SHOCK - timedelta(days=before), SHOCK),
        "after": Window(SHOCK, SHOCK + timedelta(days=after)),
    }
    return replace(case, windows=spans)


@pytest.mark.parametrize("size", [1.25, 1.6, 2.0, 7.0])
@pytest.mark.parametrize(("panel", "after"), [("icews-years", 365), ("keds-halves", 180)])
def test_the_line_is_that_of_the_table(
    small_case: Case, panel: str, after: int, size: float
) -> None:
    path = files("steelyard.readings") / "data" / "bursts.csv"
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    (row,) = (
        row
        for row in rows
        if row["panel"] == panel
        and row["of"] == "all"
        and float(row["from"]) <= size < float(row["to"] or "inf")
    )
    said = readings.precedent(windows(small_case, 1000, after), tempo(size))
    assert said is not None
    lasted = round(100 * int(row["stayed"]) / int(row["n"]))
    assert said.startswith(f"Of {row['n']} real rises of this size")
    assert f"{lasted} in 100 lasted" in said
    assert row["source"] in said and row["limits"] in said


def test_nothing_is_said_where_no_line_fits(small_case: Case) -> None:
    year = windows(small_case, 1000, 365)
    no_power = replace(year, poles=(year.poles[0], Pole("turkey", "rival", ("TUR",))))
    assert readings.precedent(year, tempo(None)) is None
    assert readings.precedent(year, tempo(1.1)) is None
    assert readings.precedent(windows(small_case, 1000, 30), tempo(2.0)) is None
    assert readings.precedent(windows(small_case, 100, 365), tempo(2.0)) is None
    assert readings.precedent(no_power, tempo(2.0)) is None


def test_the_brief_prints_it_beside_the_finding(
    small_case: Case, selective: SourceCard, make_event: Callable[..., Event]
) -> None:
    case = windows(small_case, 600, 300)
    days = [*range(-600, 0, 20), *range(0, 300, 4)]
    pair = [make_event(SHOCK + timedelta(days=n), "SRB", "RUS", number=n) for n in days]
    rest = [
        make_event(SHOCK + timedelta(days=n), "DEU", "FRA", number=n) for n in range(-600, 300, 2)
    ]
    card = replace(selective, sampling="systematic")
    store = archive_of(event_table(pair + rest), TIE.empty_table(), (card,))
    brief = weigh(replace(case, sources=(card,)), archive=store)
    (told,) = (finding for finding in brief.findings if finding.precedent)
    assert told.diagnostic == "tempo"
    assert told.precedent is not None
    assert told.precedent.startswith("Of 160 real rises of this size (3 times or more")
    searched = archive_of(event_table(pair + rest), TIE.empty_table(), (selective,))
    again = weigh(replace(case, sources=(selective,)), archive=searched)
    assert not any(finding.precedent for finding in again.findings)
