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
from steelyard.readings.weighing import SEARCHED
from steelyard.records import FAMILIES, Case, CaseReading, Finding, Grade, Reading, Weight

NAMES = [diagnostic.name for diagnostic in diagnostics.ALL]
GRADE = st.sampled_from(["supports", "opposes", "cannot_tell"])

#: Either side leading speaks against neither leading, so both grades are rarer under it.
TOLD_LESS = {("initiative", "reactive")}

#: How far half-decibans may miss: two rounding errors of a quarter of a deciban each.
ROUNDING = 10 ** (0.25 / 10) - 1


def finding(name: str, grade: str, evidence: Iterable[str] = (), client: str = "SRB") -> Finding:
    told = grade in ("supports", "opposes")
    return Finding(
        diagnostic=name,
        client=client,
        question="?",
        proposition="it is so",
        sentence=f"{name} says {grade}.",
        scale="ratio",
        null=1.0,
        weights=diagnostics.get(name).weights if name in NAMES else (),
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
    for weight in diagnostics.weights():
        assert weight.reason
        assert abs(weight.decibans) <= LOUDEST
        assert weight.diagnostic in NAMES
        assert weight.grade in grades
        assert weight.reading in names
    keys = [(w.diagnostic, w.grade, w.reading) for w in diagnostics.weights()]
    assert len(keys) == len(set(keys))
    assert {w.diagnostic for w in diagnostics.weights()} == set(NAMES)


def test_no_diagnostic_speaks_for_a_reading_whichever_way_it_comes_out() -> None:
    table = {(w.diagnostic, w.grade, w.reading): w.decibans for w in diagnostics.weights()}
    for name in NAMES:
        for reading in readings.declared_readings():
            both = [
                table.get((name, grade, reading.name), 0.0) for grade in ("supports", "opposes")
            ]
            if (name, reading.name) not in TOLD_LESS:
                assert min(both) <= 0 <= max(both), (name, reading.name, both)


@pytest.mark.parametrize("name", NAMES)
def test_weights_of_a_diagnostic_are_those_of_one_table_of_probabilities(name: str) -> None:
    """Under every reading the two grades must sum to what they sum to under none of these."""
    table = {(w.diagnostic, w.grade, w.reading): w.decibans for w in diagnostics.weights()}
    known = [r.name for r in readings.declared_readings() if (name, r.name) not in TOLD_LESS]
    ratios = [
        [10 ** (table.get((name, grade, r), 0.0) / 10) for grade in ("supports", "opposes")]
        for r in known
    ]

    def worst(base: float) -> float:
        return max(abs(base * yes + (1 - base) * no - 1) for yes, no in ratios)

    assert min(worst(base / 100) for base in range(10, 91)) <= ROUNDING


def test_every_diagnostic_says_something_of_every_reading_of_what_it_is() -> None:
    said = {(w.diagnostic, w.grade, w.reading) for w in diagnostics.weights()}
    for reading in readings.declared_readings():
        if reading.family == "what" and reading.name != "rupture":  # real cases weigh it alone
            for name in NAMES:
                assert (name, "supports", reading.name) in said
                assert (name, "opposes", reading.name) in said


#: What a record would look like in which each reading had its way.
WORLDS = {
    "realignment": {
        "anticipation": "opposes",
        "routine": "opposes",
        "tempo": "supports",
        "tone": "supports",
        "balance": "supports",
        "substance": "supports",
        "novelty": "supports",
        "reversal": "supports",
        "distrust": "opposes",
        "concession": "opposes",
    },
    "leverage": {
        "anticipation": "opposes",
        "tempo": "supports",
        "tone": "supports",
        "substance": "opposes",
        "novelty": "opposes",
        "reversal": "opposes",
        "distrust": "supports",
        "initiative": "supports",
        "concession": "supports",
    },
    "routine": {
        "anticipation": "supports",
        "routine": "supports",
        "tempo": "opposes",
        "tone": "opposes",
        "balance": "opposes",
        "novelty": "opposes",
    },
    "audience": {
        "routine": "supports",
        "tempo": "supports",
        "balance": "opposes",
        "substance": "opposes",
        "concession": "opposes",
    },
    "patron_push": {"initiative": "opposes", "routine": "opposes"},
    "client_pull": {"initiative": "supports", "routine": "opposes"},
    "reactive": {"anticipation": "supports", "routine": "supports"},
}


@pytest.mark.parametrize("reading", WORLDS)
def test_each_reading_wins_the_record_that_it_expects(reading: str, small_case: Case) -> None:
    found = [finding(name, grade) for name, grade in WORLDS[reading].items()]
    family = next(r.family for r in readings.declared_readings() if r.name == reading)
    p = weigh(found, small_case, family)
    assert max(p, key=p.__getitem__) == reading


def test_one_diagnostic_settles_nothing(small_case: Case) -> None:
    for name in NAMES:
        for grade in ("supports", "opposes"):
            for family in FAMILIES:
                assert max(weigh([finding(name, grade)], small_case, family).values()) < 0.62


@given(st.lists(st.tuples(st.sampled_from(NAMES), GRADE), unique_by=lambda pair: pair[0]))
def test_probabilities_sum_to_one_in_any_order(told: list[tuple[str, str]]) -> None:
    found = [finding(name, grade) for name, grade in told]
    known = [r for r in readings.declared_readings() if r.family == "what"]
    weights = diagnostics.weights()
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
    assert sum(said["a"] for said in held.decibans.values()) == pytest.approx(10)
    assert held.caps
    assert sum(said["a"] for said in free.decibans.values()) == pytest.approx(18)
    assert not free.caps


def test_only_the_sum_over_the_same_rows_is_held() -> None:
    known = [Reading("a", "what", "A", "a", 0.5)]
    signs = {"tempo": 6.0, "tone": 6.0, "balance": -6.0}
    weights = [Weight(name, "supports", "a", x, "test") for name, x in signs.items()]
    found = [finding(name, "supports", ("e1", "e2")) for name in signs]
    verdict = readings.weigh(found, known, weights, client="SRB", family="what")
    assert not verdict.caps
    assert {name: said["a"] for name, said in verdict.decibans.items()} == signs


@pytest.mark.parametrize(
    ("rows", "together"),
    [
        ({"tempo": "abcd", "tone": "cdefgh"}, True),  # half of the smaller set
        ({"tempo": "abcd", "tone": "defghi"}, False),  # a quarter of it
        ({"tempo": "ab", "tone": "bc", "balance": "cd"}, True),  # linked by the one between
    ],
)
def test_rows_in_common_make_a_group(rows: dict[str, str], together: bool) -> None:
    known = [Reading("a", "what", "A", "a", 0.5)]
    weights = [Weight(name, "supports", "a", 6.0, "test") for name in rows]
    found = [finding(name, "supports", ids) for name, ids in rows.items()]
    verdict = readings.weigh(found, known, weights, client="SRB", family="what")
    assert bool(verdict.caps) is together
    if together:
        assert all(name in verdict.caps[0] for name in rows)


ROW = st.sampled_from("abcdef")


@given(
    st.dictionaries(
        st.sampled_from(NAMES),
        st.tuples(GRADE, st.sets(ROW, min_size=1), st.floats(-40, 40)),
    ),
    st.booleans(),
)
def test_no_diagnostic_is_louder_than_its_cap(
    told: dict[str, tuple[str, set[str], float]], searched: bool
) -> None:
    known = [Reading("a", "what", "A", "a", 0.5)]
    weights = [Weight(name, grade, "a", x, "test") for name, (grade, _, x) in told.items()]
    found = [finding(name, grade, sorted(rows)) for name, (grade, rows, _) in told.items()]
    verdict = readings.weigh(found, known, weights, client="SRB", family="what", searched=searched)
    loudest = 6 * SEARCHED if searched else 6
    for said in verdict.decibans.values():
        assert abs(said["a"]) <= loudest + 1e-9
    assert sum(verdict.probabilities.values()) == pytest.approx(1)


def test_a_searched_record_speaks_at_a_share_of_its_weight(small_case: Case) -> None:
    found = [finding("balance", "opposes")]
    known = [r for r in readings.declared_readings() if r.family == "what"]
    weights = diagnostics.weights()
    full = readings.weigh(found, known, weights, client="SRB", family="what")
    half = readings.weigh(found, known, weights, client="SRB", family="what", searched=True)
    for name, decibans in full.decibans["balance"].items():
        assert half.decibans["balance"][name] == pytest.approx(decibans * SEARCHED)
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
    assert p["routine"] == pytest.approx(0.65 / 4)
    assert weigh([finding("tempo", "supports")], case)["leverage"] < 0.15
    verdict = readings.weigh_case(case, [], client="SRB", family="what")
    assert verdict.sensitivity[-1].change == "with flat priors"


def test_a_case_may_set_the_prior_of_none_of_these(small_case: Case) -> None:
    case = replace(small_case, readings=(CaseReading(NONE, prior=0.28),))
    for family, others in (("what", 5), ("driver", 3)):
        p = weigh([], case, family)
        assert p.pop(NONE) == pytest.approx(0.28)
        assert p == pytest.approx(dict.fromkeys(p, 0.72 / others))
    assert NONE not in {reading.name for reading in readings.readings_for(case)}


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
        (CaseReading("leverage", prior=0.0), "more than 0 and less than 1"),
        (CaseReading("leverage", prior=-0.2), "more than 0 and less than 1"),
        (CaseReading("leverage", prior=float("nan")), "more than 0 and less than 1"),
        (CaseReading("leverage", decibans={"tempo.supports": float("nan")}), "from -6 to 6"),
        (CaseReading("leverage", decibans={"tempo": 1.0}), "Grade '' is none of"),
        (CaseReading(NONE, prior=0.2, decibans={"tempo.supports": 1.0}), "a prior only"),
        (CaseReading(NONE, prior=1.0), "more than 0 and less than 1"),
        (
            CaseReading("drift", family="wat", title="Drift", sentence="nobody steers"),
            "Did you mean 'what'",
        ),
    ],
)
def test_what_does_not_fit_is_named(small_case: Case, said: CaseReading, message: str) -> None:
    case = replace(small_case, readings=(said,))
    with pytest.raises(CaseError) as caught:
        readings.check_weights(case, NAMES if readings.readings_for(case) else ())
    assert message in str(caught.value)


def test_weights_alone_are_checked_too(small_case: Case) -> None:
    case = replace(small_case, readings=(CaseReading("leverage", decibans={"tempo": 1.0}),))
    with pytest.raises(CaseError, match="Grade"):
        readings.check_weights(case, NAMES)


def test_grades_are_those_of_the_records() -> None:
    grade: Grade = "supports"
    assert finding("tone", grade).grade == "supports"
