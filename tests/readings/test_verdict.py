"""The verdict in words: likelihood with its number, confidence apart, and good grammar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from tests.readings.test_weighing import finding

from steelyard import readings
from steelyard.readings.words import WORDS, number
from steelyard.records import FAMILIES, Case, Claim, Finding, Measure, Verdict


def verdict(case: Case, found: Iterable[Finding]) -> Verdict:
    told = list(found)
    families = [
        readings.weigh_case(case, told, client=client, family=family)
        for client in case.clients
        for family in FAMILIES
    ]
    return readings.build_verdict(case, told, families)


@pytest.mark.parametrize(
    ("probability", "word"),
    [
        (0.0, "almost no chance"),
        (0.05, "almost no chance"),
        (0.051, "very unlikely"),
        (0.2, "very unlikely"),
        (0.45, "unlikely"),
        (0.5, "roughly even chance"),
        (0.56, "likely"),
        (0.8, "likely"),
        (0.9, "very likely"),
        (0.96, "almost certain"),
        (1.0, "almost certain"),
    ],
)
def test_words_are_those_of_icd_203(probability: float, word: str) -> None:
    assert readings.likelihood(probability)[0] == word


def test_nothing_is_ever_certain() -> None:
    assert number(0.0) == "under 1\u00a0%"
    assert number(1.0) == "over 99\u00a0%"
    with pytest.raises(ValueError, match="between 0 and 1"):
        readings.likelihood(1.2)


def test_the_number_stands_in_the_sentence() -> None:
    assert (
        readings.phrase(0.09, 0.04, 0.14)
        == "very unlikely (9\u00a0%; 4 to 14\u00a0% across the checks)"
    )
    assert readings.phrase(0.09) == "very unlikely (9\u00a0%)"


def test_a_record_that_tells_nothing_says_so(small_case: Case) -> None:
    said = verdict(small_case, [finding("tempo", "cannot_tell")])
    assert said.answer == "The record cannot tell whether Serbia changed sides"
    assert said.confidence_level == "low"
    assert "record cannot tell" in said.sentences[0]
    assert "unlikely" not in said.sentences[0]


def test_a_client_of_whom_nothing_is_told_is_not_called_unlikely(small_case: Case) -> None:
    case = replace(small_case, clients=("SRB", "MKD"))
    said = verdict(case, [finding("balance", "opposes")])
    assert said.answer.endswith("whether North Macedonia changed sides the record cannot tell")
    assert said.answer.count("that Serbia was changing sides") == 1


@pytest.mark.parametrize("clients", [("SRB",), ("SRB", "MKD"), ("SRB", "MKD", "MNE")])
def test_the_answer_names_every_client_once(small_case: Case, clients: tuple[str, ...]) -> None:
    case = replace(small_case, clients=clients)
    found = [finding("balance", "opposes", client=client) for client in clients]
    answer = verdict(case, found).answer
    for name in ("Serbia", "North Macedonia", "Montenegro")[: len(clients)]:
        assert answer.count(name) == 1
    assert ("were changing sides" in answer) is (len(clients) > 1)
    assert any(word in answer.lower() for _, word in WORDS)
    assert "%" in answer


def test_likelihood_and_confidence_never_share_a_sentence(small_case: Case) -> None:
    said = verdict(small_case, [finding("balance", "opposes"), finding("tempo", "cannot_tell")])
    for sentence in (said.answer, *said.sentences):
        assert "confidence" not in sentence.lower()
    assert not any(f"{word} (" in said.confidence for _, word in WORDS)
    assert said.confidence_reasons


def test_signposts_lead_with_what_could_move_most(small_case: Case) -> None:
    found = [finding(name, "cannot_tell") for name in ("weight", "balance", "tone")]
    posts = verdict(small_case, [*found, finding("distrust", "supports")]).would_change
    assert posts[0].diagnostic == "balance"
    assert all("more rows" in post.sentence for post in posts)


def claim(**values: object) -> Claim:
    return Claim(id="c", text="Ten times.", diagnostic="weight", client="SRB", **values)  # type: ignore[arg-type]


def measured(value: float, low: float | None = None) -> Finding:
    ratio = Measure(
        name="trade EU:EAEU", label="trade", value=value, low=low, unit="times", evidence=("t1",)
    )
    return replace(finding("weight", "supports"), measures=(ratio,))


@pytest.mark.parametrize(
    ("value", "low", "outcome"),
    [(10.5, None, "borne_out"), (5.0, None, "contradicted"), (8.0, 8.0, "qualified")],
)
def test_claims_are_held_against_figures(
    small_case: Case, value: float, low: float | None, outcome: str
) -> None:
    case = replace(small_case, claims=(claim(measure="trade EU", value=10.0, low=9.0, high=11.0),))
    (check,) = readings.check_claims(case, [measured(value, low)])
    assert check.outcome == outcome
    assert check.evidence == ("t1",)


def test_claims_are_held_against_grades(small_case: Case) -> None:
    case = replace(small_case, claims=(claim(grade="supports"),))
    for grade, outcome in (
        ("supports", "borne_out"),
        ("opposes", "contradicted"),
        ("cannot_tell", "cannot_tell"),
    ):
        (check,) = readings.check_claims(case, [finding("weight", grade)])
        assert check.outcome == outcome


def test_a_claim_that_nothing_measures_is_not_passed_over(small_case: Case) -> None:
    case = replace(small_case, claims=(claim(), claim(measure="gas", value=1.0)))
    assert [check.outcome for check in readings.check_claims(case, [measured(10)])] == [
        "cannot_tell"
    ] * 2
    assert readings.check_claims(case, [])[0].outcome == "cannot_tell"
