"""What real cases teach: evidence adds up, more of it never says less, and a level alone says little."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date

import pytest

from steelyard import diagnostics, readings
from steelyard.errors import WeightsError
from steelyard.readings.joint import BROKE
from steelyard.readings.measured import (
    LEAST,
    LEVEL_ALONE,
    LOG,
    MOST,
    TAKEN_BACK,
    bounded,
    history_text,
    parsed_history,
    shipped_history,
)
from steelyard.records import Case, FamilyVerdict, Finding, Pole, Shock, Window

CASE = Case(
    name="made",
    title="made",
    question="Did it turn?",
    clients=("SRB",),
    shock=Shock(date(2019, 10, 18), (), ("SRB",), "nothing"),
    windows={
        "before": Window(date(2018, 10, 18), date(2019, 10, 18)),
        "after": Window(date(2019, 10, 18), date(2020, 4, 18)),
    },
    poles=(Pole("west", "partner", ("USA",)), Pole("russia", "rival", ("RUS",))),
)


def finding(name: str, **numbers: float) -> Finding:
    asked = diagnostics.get(name)
    return Finding(
        diagnostic=name,
        client="SRB",
        question=asked.question,
        proposition=asked.proposition,
        sentence="made",
        grade="cannot_tell",
        scale=asked.scale,
        null=0.0,
        reasons=("made",),
        needed="made",
        numbers=numbers,
    )


def weighed(**numbers: Mapping[str, float]) -> FamilyVerdict:
    return readings.weigh_case(
        CASE,
        [finding(name, **said) for name, said in numbers.items()],
        client="SRB",
        family="what",
        model=readings.shipped(),
    )


def test_prior_and_decibans_of_the_listed_findings_equal_the_printed_odds() -> None:
    verdict = weighed(
        tone={"warmth": 0.6},
        balance={"partner_line": -0.9},
        substance={"commitments": 1.0},
        tempo={"burst": 0.7},
        distrust={"hostility": -0.8, "force": 0.3},
    )
    said = {
        name: sum(by.get(name, 0.0) for by in verdict.decibans.values()) for name in verdict.prior
    }
    for name in ("realignment", BROKE, "leverage", "audience", "none"):
        printed = math.log(verdict.probabilities[name] / verdict.probabilities["routine"])
        prior = math.log(verdict.prior[name] / verdict.prior["routine"])
        assert printed == pytest.approx(prior + LOG * (said[name] - said["routine"]), abs=1e-6)


@pytest.mark.parametrize(
    ("diagnostic", "gauge", "reading"),
    [(*name.split("."), weight.reading) for name, weight in shipped_history().gauges.items()],
)
def test_more_of_a_gauge_never_lowers_its_reading_or_its_odds(
    diagnostic: str, gauge: str, reading: str
) -> None:
    usual = {
        "tone": {"warmth": 0.5},
        "balance": {"partner_line": -1.0},
        "breach": {"breaks": 0.0},
        "substance": {"commitments": 0.5},
        "tempo": {"burst": 0.3},
        "distrust": {"hostility": 0.2, "force": 0.5},
    }
    last = (0.0, 0.0)
    for dose in (-4.0, -1.0, 0.0, 0.4, 0.7, 1.0, 2.0, 4.0):
        moved = {name: dict(said) for name, said in usual.items()}
        moved[diagnostic][gauge] = dose
        p = weighed(**moved).probabilities
        now = p[reading], p[reading] / p["routine"]
        assert now[0] >= last[0] - 1e-9 and now[1] >= last[1] - 1e-9
        last = now


def test_a_level_alone_at_most_doubles_the_odds() -> None:
    cold = shipped_history().says([finding("balance", partner_line=5.0)])
    assert 0 < cold["balance"]["realignment"] <= LEVEL_ALONE
    both = shipped_history().says(
        [finding("balance", partner_line=5.0), finding("tone", warmth=1.0)]
    )
    assert both["balance"]["realignment"] > LEVEL_ALONE


def test_a_friendly_line_yields_to_acts_that_bind_and_to_nothing_else() -> None:
    def line(**numbers: Mapping[str, float]) -> float:
        found = [finding(name, **said) for name, said in numbers.items()]
        return shipped_history().says(found)["balance"]["realignment"]

    friendly = {"partner_line": -2.9}
    alone = line(balance=friendly)
    signed = shipped_history().gauges["substance.commitments"].says(2.0)
    assert alone < -10
    assert line(balance=friendly, substance={"commitments": 2.0}) == pytest.approx(
        alone + TAKEN_BACK * signed
    )
    assert line(balance=friendly, tone={"warmth": 2.0}) == alone
    assert line(balance=friendly, substance={"commitments": -1.0}) == alone
    both = {"substance": {"commitments": 3.0}, "tempo": {"burst": 2.0}}
    assert line(balance={"partner_line": -1.2}, **both) == 0


def test_none_of_these_gains_only_where_exclusive_readings_are_both_favoured() -> None:
    def none(**numbers: Mapping[str, float]) -> float:
        said = weighed(**numbers).decibans
        return sum(by.get("none", 0.0) for by in said.values())

    war = {"hostility": 1.5, "force": 2.5}
    assert none(tone={"warmth": 2.0}) == 0
    assert none(distrust=war) == 0
    assert none(tone={"warmth": 2.0}, distrust=war) > 0


def test_probabilities_stay_within_what_real_cases_bear() -> None:
    strong = weighed(
        tone={"warmth": 2.0}, balance={"partner_line": 0.5}, substance={"commitments": 3.0}
    ).probabilities
    assert strong["realignment"] <= MOST
    assert sum(strong.values()) == pytest.approx(1)
    assert bounded({"realignment": 0.0, "routine": 1.0}, ["realignment"])["realignment"] == LEAST


def test_nothing_told_stays_at_the_prior() -> None:
    verdict = weighed(tone={})
    assert verdict.probabilities == pytest.approx(verdict.prior)


def test_the_track_record_counts_every_case_once() -> None:
    history = shipped_history()
    assert sum(band.cases for band in history.bands) == history.cases
    assert sum(band.turns for band in history.bands) == history.turns
    rates = [band.rate for band in history.bands]
    assert rates == sorted(rates)


def test_a_changed_file_is_refused() -> None:
    with pytest.raises(WeightsError, match="changed after it was made"):
        parsed_history(history_text().replace('"turns": 35', '"turns": 36', 1), "x.json")
