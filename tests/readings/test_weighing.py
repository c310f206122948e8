"""Weighing: laws of the sum, the caps, and what a case may change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steelyard import diagnostics, readings
from steelyard.errors import CaseError
from steelyard.readings.declared import LOUDEST, NONE, NONE_PRIOR
from steelyard.readings.weighing import TOGETHER
from steelyard.records import FAMILIES, Case, CaseReading, Finding, Grade, Reading, Weight

NAMES = [diagnostic.name for diagnostic in diagnostics.ALL]
GRADE = st.sampled_from(["supports", "opposes", "cannot_tell"])


def finding(name: str, grade: str, evidence: Iterable[str] = (), client: str = "SRB") -> Finding:
    told = grade in ("supports", "opposes")
    return Finding(
        diagnostic=name,
        client=client,
        question="?",
        proposition="it is so",
        sentence=f"{name} says {grade}.",
        grade=grade,  # type: ignore[arg-type]
        reasons=() if told else ("thin",),
        needed=None if told else "more rows",
        evidence=tuple(evidence) or (f"e-{name}",),
    )


def weigh(found: Iterable[Finding], case: Case, family: str = "what") -> dict[str, float]:
    verdict = readings.weigh_case(case, list(found), client="SRB", family=family)  # type: ignore[arg-type]
    return dict(verdict.probabilities)


def test_every_weight_has_a_reason_and_is_held_within_bounds() -> None:
    grades = {"supports", "opposes"}
    names = {reading.name for reading in readings.declared_readings()}
    for weight in readings.declared_weights():
        assert weight.reason
        assert abs(weight.decibans) <= LOUDEST
        assert weight.diagnostic in NAMES
        assert weight.grade in grades
        assert weight.reading in names
    keys = [(w.diagnostic, w.grade, w.reading) for w in readings.declared_weights()]
    assert len(keys) == len(set(keys))
    assert {w.diagnostic for w in readings.declared_weights()} == set(NAMES)


def test_no_diagnostic_speaks_for_a_reading_whichever_way_it_comes_out() -> None:
    table = {(w.diagnostic, w.grade, w.reading): w.decibans for w in readings.declared_weights()}
    for name in NAMES:
        for reading in readings.declared_readings():
            both = [
                table.get((name, grade, reading.name), 0.0) for grade in ("supports", "opposes")
            ]
            allowed = {
                ("initiative", "reactive")
            }  # either side leading speaks against neither leading
            if (name, reading.name) not in allowed:
                assert not (min(both) > 0 or max(both) < 0), (name, reading.name, both)


@given(st.lists(st.tuples(st.sampled_from(NAMES), GRADE), unique_by=lambda pair: pair[0]))
def test_probabilities_sum_to_one_in_any_order(told: list[tuple[str, str]]) -> None:
    found = [finding(name, grade) for name, grade in told]
    known = [r for r in readings.declared_readings() if r.family == "what"]
    weights = readings.declared_weights()
    one = readings.weigh(found, known, weights, client="SRB", family="what")
    other = readings.weigh(found[::-1], known, weights, client="SRB", family="what")
    assert sum(one.probabilities.values()) == pytest.approx(1)
    assert one.probabilities == pytest.approx(other.probabilities)
    assert all(p > 0 for p in one.probabilities.values())


def test_nothing_told_gives_the_prior(small_case: Case) -> None:
    for found in ([], [finding(name, "cannot_tell") for name in NAMES]):
        for family in FAMILIES:
            p = weigh(found, small_case, family)
            assert p[NONE] == pytest.approx(NONE_PRIOR)
            assert len({round(x, 9) for name, x in p.items() if name != NONE}) == 1


def test_three_decibans_are_two_to_one() -> None:
    known = [Reading("a", "what", "A", "a", 0.5)]
    weights = [Weight("tempo", "supports", "a", 3.0103, "test")]
    verdict = readings.weigh(
        [finding("tempo", "supports")], known, weights, client="SRB", family="what"
    )
    assert verdict.probabilities["a"] == pytest.approx(2 / 3, abs=1e-5)


def test_diagnostics_on_the_same_rows_are_held_together() -> None:
    known = [Reading("a", "what", "A", "a", 0.5)]
    names = ["tempo", "tone", "balance"]
    weights = [Weight(name, "supports", "a", 6.0, "test") for name in names]
    same = [finding(name, "supports", ("e1", "e2")) for name in names]
    apart = [finding(name, "supports") for name in names]
    held = readings.weigh(same, known, weights, client="SRB", family="what")
    free = readings.weigh(apart, known, weights, client="SRB", family="what")
    assert sum(said["a"] for said in held.decibans.values()) == pytest.approx(TOGETHER)
    assert held.caps
    assert sum(said["a"] for said in free.decibans.values()) == pytest.approx(18)
    assert not free.caps


def test_a_searched_record_speaks_at_half_its_weight(small_case: Case) -> None:
    found = [finding("balance", "opposes")]
    known = [r for r in readings.declared_readings() if r.family == "what"]
    weights = readings.declared_weights()
    full = readings.weigh(found, known, weights, client="SRB", family="what")
    half = readings.weigh(found, known, weights, client="SRB", family="what", searched=True)
    for name, decibans in full.decibans["balance"].items():
        assert half.decibans["balance"][name] == pytest.approx(decibans / 2)
    assert small_case.sources == ()


def test_leaving_one_out_is_listed_for_all_that_tell(small_case: Case) -> None:
    found = [
        finding("tone", "supports"),
        finding("tempo", "cannot_tell"),
        finding("weight", "supports"),
    ]
    other = {"without state outlets": [finding("tone", "opposes")]}
    verdict = readings.weigh_case(
        small_case, found, client="SRB", family="what", alternatives=other
    )
    assert [run.change for run in verdict.sensitivity] == [
        "without tone",
        "without weight",
        "without state outlets",
    ]
    low, high = verdict.span("realignment")
    assert low < verdict.probabilities["realignment"] < high


def test_a_case_may_set_priors_and_weights(small_case: Case) -> None:
    case = replace(
        small_case,
        readings=(CaseReading("leverage", prior=0.3, decibans={"tempo.supports": -6.0}),),
    )
    p = weigh([], case)
    assert p["leverage"] == pytest.approx(0.3)
    assert p["routine"] == pytest.approx(0.2)
    assert weigh([finding("tempo", "supports")], case)["leverage"] < 0.15
    verdict = readings.weigh_case(case, [], client="SRB", family="what")
    assert verdict.sensitivity[-1].change == "with flat priors"


def test_a_case_may_bring_a_reading(small_case: Case) -> None:
    own = CaseReading(
        "drift",
        family="what",
        title="Drift",
        sentence="nobody steers",
        decibans={"tone.opposes": 4.0},
    )
    p = weigh([finding("tone", "opposes")], replace(small_case, readings=(own,)))
    assert p["drift"] > p["routine"]
    assert sum(p.values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("said", "message"),
    [
        (CaseReading("leverge", prior=0.2), "Did you mean 'leverage'"),
        (CaseReading("leverage", decibans={"temp.supports": 1.0}), "Did you mean 'tempo'"),
        (CaseReading("leverage", decibans={"tempo.support": 1.0}), "Did you mean 'supports'"),
        (CaseReading("leverage", decibans={"tempo.supports": 9.0}), "from -6 to 6"),
        (CaseReading("leverage", prior=0.95), "sum to 0.95"),
        (CaseReading("leverage", family="driver"), "belongs to the family 'what'"),
    ],
)
def test_what_does_not_fit_is_named(small_case: Case, said: CaseReading, message: str) -> None:
    with pytest.raises(CaseError) as caught:
        readings.readings_for(replace(small_case, readings=(said,)))
    assert message in str(caught.value)


def test_grades_are_those_of_the_records() -> None:
    grade: Grade = "supports"
    assert finding("tone", grade).grade == "supports"
