"""The verdict in words: likelihood with its number, confidence apart, and good grammar."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

import pytest
from tests.readings.test_weighing import finding

from steelyard import readings
from steelyard.readings.declared import NONE
from steelyard.readings.words import WORDS, across, number
from steelyard.records import (
    FAMILIES,
    Case,
    CaseReading,
    Claim,
    Family,
    FamilyVerdict,
    Finding,
    Likeness,
    Measure,
    Sensitivity,
    SourceCard,
    Verdict,
)
from steelyard.wording import pole_name


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
        (0.201, "unlikely"),
        (0.45, "unlikely"),
        (0.451, "roughly even chance"),
        (0.55, "roughly even chance"),
        (0.551, "likely"),
        (0.8, "likely"),
        (0.801, "very likely"),
        (0.95, "very likely"),
        (0.951, "almost certain"),
        (1.0, "almost certain"),
    ],
)
def test_words_are_those_of_icd_203(probability: float, word: str) -> None:
    assert readings.likelihood(probability)[0] == word


def test_nothing_is_ever_certain() -> None:
    assert number(0.0) == "under 3\u00a0%"
    assert number(1.0) == "over 97\u00a0%"
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
    assert said.answer == "The record cannot tell whether Serbia was turning to Russia"
    assert said.confidence_level == "low"
    assert "record cannot tell" in said.sentences[0]
    assert "unlikely" not in said.sentences[0]


def test_a_client_of_whom_nothing_is_told_is_not_called_unlikely(small_case: Case) -> None:
    case = replace(small_case, clients=("SRB", "MKD"))
    said = verdict(case, [finding("balance", "opposes")])
    assert said.answer.startswith("Serbia is ")
    assert said.answer.endswith("; of North Macedonia the record cannot tell")


@pytest.mark.parametrize("clients", [("SRB",), ("SRB", "MKD"), ("SRB", "MKD", "MNE")])
def test_the_answer_names_every_client_once(small_case: Case, clients: tuple[str, ...]) -> None:
    case = replace(small_case, clients=clients)
    found = [finding("balance", "opposes", client=client) for client in clients]
    answer = verdict(case, found).answer
    for name in ("Serbia", "North Macedonia", "Montenegro")[: len(clients)]:
        assert answer.count(name) == 1
    assert (" are " in answer) is (len(clients) > 1)
    assert "to have been turning to Russia (" in answer
    assert any(word in answer.lower() for _, word in WORDS)
    assert "%" in answer


@pytest.mark.parametrize(("leads", "told"), [("realignment", False), ("routine", True)])
def test_simulated_worlds_are_named_where_they_decide(
    small_case: Case, leads: str, told: bool
) -> None:
    """Of a turn that real cases decide, what simulated worlds tell apart says nothing."""
    found = [finding("balance", "opposes")]
    what, driver = (
        readings.weigh_case(small_case, found, client="SRB", family=family) for family in FAMILIES
    )
    rest = 0.1 / (len(what.probabilities) - 1)
    what = replace(
        what,
        probabilities={name: 0.9 if name == leads else rest for name in what.probabilities},
        likeness=Likeness(fit=0.5, among={"audience": 7, "routine": 3}, nearest=("a", "b")),
    )
    (sentence,) = readings.build_verdict(small_case, found, (what, driver)).sentences
    assert ("7 were audience and 3 routine; such worlds serve" in sentence) is told


def test_likelihood_and_confidence_never_share_a_sentence(small_case: Case) -> None:
    said = verdict(small_case, [finding("balance", "opposes"), finding("tempo", "cannot_tell")])
    for sentence in (said.answer, *said.sentences):
        assert "confidence" not in sentence.lower()
    assert not any(f"{word} (" in said.confidence for _, word in WORDS)
    assert said.confidence_reasons


def test_signposts_lead_with_what_could_move_most(small_case: Case) -> None:
    found = [finding(name, "cannot_tell") for name in ("weight", "balance", "initiative")]
    posts = verdict(small_case, [*found, finding("distrust", "supports")]).would_change
    # Who moves first says nothing of whether it was a turn, which is what the list is about.
    assert [post.diagnostic for post in posts] == ["balance", "weight"]
    assert all("Needed: more rows. Shown by: steelyard weigh" in post.sentence for post in posts)


def test_a_signpost_says_what_weighing_again_would_say(small_case: Case) -> None:
    told = finding("distrust", "supports")
    (post,) = verdict(small_case, [told, finding("balance", "cannot_tell")]).would_change

    def probability(*found: Finding) -> str:
        weighed = readings.weigh_case(small_case, found, client="SRB", family="what")
        return number(weighed.probabilities["realignment"])

    now = probability(told)
    supports, opposes = (
        probability(told, finding("balance", grade)) for grade in ("supports", "opposes")
    )
    assert f"“realignment” would stand at {supports}" in post.sentence
    assert f"if the contrary, at {opposes}" in post.sentence
    assert f"(now {now}" in post.sentence


@pytest.mark.parametrize("line", [-3.0, 0.5])
def test_an_answer_moves_the_verdict_no_further_against_itself(
    small_case: Case, line: float
) -> None:
    open_question = replace(finding("balance", "cannot_tell"), numbers={"partner_line": line})
    model = readings.shipped()
    families = [
        readings.weigh_case(small_case, [open_question], client="SRB", family=family, model=model)
        for family in FAMILIES
    ]
    (post,) = readings.build_verdict(small_case, [open_question], families, model).would_change
    supports, opposes, now = (
        int(share) for share in re.findall(r"(\d+).%", post.sentence.split("Needed")[0])
    )
    assert opposes <= now <= supports


def test_what_cannot_change_anything_is_no_signpost(small_case: Case) -> None:
    assert verdict(small_case, [finding("astrology", "cannot_tell")]).would_change == ()


def weighed(client: str, family: Family, **probabilities: float) -> FamilyVerdict:
    """A family as if it had been weighed: what is not said is spread over the others."""
    names = [r.name for r in readings.declared_readings() if r.family == family]
    others = [name for name in (*names, NONE) if name not in probabilities]
    left = (1 - sum(probabilities.values())) / len(others)
    p = {**dict.fromkeys(others, left), **probabilities}
    told = {"tone": dict.fromkeys(names, 1.0)}
    return FamilyVerdict(
        client=client,
        family=family,
        prior=p,
        probabilities=p,
        decibans=told,
        declared=told,
        sensitivity=(Sensitivity("without tone", p),),
    )


def said_of(case: Case, drivers: dict[str, float] | None = None, **what: float) -> Verdict:
    """The words for clients whose probabilities are given: realignment, then leverage."""
    families = [
        verdict
        for client in case.clients
        for verdict in (weighed(client, "what", **what), weighed(client, "driver", **drivers or {}))
    ]
    told = [finding("tone", "supports", client=client) for client in case.clients]
    return readings.build_verdict(case, told, families)


@pytest.mark.parametrize(
    ("p", "answer", "yes"),
    [
        (0.03, "There is almost no chance that {} was {}", "There is almost no chance"),
        (0.3, "{} is unlikely to have been {}", "It is unlikely"),
        (0.5, "There is a roughly even chance that {} was {}", "There is a roughly even chance"),
        (0.7, "{} is likely to have been {}", "It is likely"),
        (0.97, "{} is almost certain to have been {}", "It is almost certain"),
    ],
)
def test_the_headline_is_a_sentence(small_case: Case, p: float, answer: str, yes: str) -> None:
    for client, name, rival, pole in (
        ("SRB", "Serbia", "RUS", "Russia"),
        ("PHL", "The Philippines", "NATO;USA", "NATO and the United States"),
    ):
        title = pole_name(rival.split(";"))
        poles = tuple(replace(q, title=title) if q.role == "rival" else q for q in small_case.poles)
        said = said_of(replace(small_case, clients=(client,), poles=poles), realignment=p)
        turning = answer.format(name, f"turning to {pole}").replace("that The", "that the")
        assert said.answer == f"{turning} ({number(p)})"
        assert said.sentences[0].startswith(
            f"{yes} ({number(p)}) that {name.replace('The', 'the')} was really turning to {pole}; the chance that "
            f"it was not is {number(1 - p)}."
        )


def test_the_headline_has_the_range_of_the_checks(small_case: Case) -> None:
    for ends, said in (
        ((0.04, 0.25), "4 to 25\u00a0% across the checks"),
        ((0.02, 0.25), "up to 25\u00a0% across the checks"),
        ((0.01, 0.99), "3 to 97\u00a0% across the checks"),
    ):
        what = weighed("SRB", "what", realignment=0.1)
        runs = tuple(Sensitivity("x", {**what.probabilities, "realignment": end}) for end in ends)
        families = [replace(what, sensitivity=runs), weighed("SRB", "driver")]
        answer = readings.build_verdict(small_case, [finding("tone", "supports")], families).answer
        assert answer.endswith(f"unlikely to have been turning to Russia (10\u00a0%; {said})")
    assert across(0.85, 0.98) == "85\u00a0% or more"


def test_clients_alike_share_a_word(small_case: Case) -> None:
    case = replace(small_case, clients=("SRB", "MKD", "MNE"))
    families = []
    for client, p in zip(case.clients, (0.06, 0.09, 0.30), strict=True):
        families += [weighed(client, "what", realignment=p), weighed(client, "driver")]
    answer = readings.build_verdict(case, [finding("tone", "supports")], families).answer
    assert answer == (
        "Serbia and North Macedonia are very unlikely to have been turning to Russia (6\u00a0% and 9\u00a0%); "
        "Montenegro is unlikely to have been (30\u00a0%)"
    )


def test_what_stands_out_is_named_with_its_meaning(small_case: Case) -> None:
    said = said_of(small_case, {"client_pull": 0.6}, realignment=0.1, leverage=0.6)
    assert said.answer.endswith("; leverage on the West explains the record best")
    (sentence,) = said.sentences
    assert (
        "What it was: leverage, likely (60\u00a0%). The reading says: the client signals"
        in sentence
    )
    assert (
        "Who drove it: the client pulls, likely (60\u00a0%). The reading says: the client seeks"
        in sentence
    )


def test_what_hardly_leads_does_not_stand_out(small_case: Case) -> None:
    for leverage, routine in ((0.45, 0.1), (0.48, 0.39)):
        said = said_of(small_case, leverage=leverage, routine=routine)
        assert "explains" not in said.answer
        assert (
            "What it was: no reading stands out; the first two are “leverage”" in said.sentences[0]
        )


def test_none_of_these_may_stand_out(small_case: Case) -> None:
    said = said_of(small_case, none=0.7)
    assert said.answer.endswith("; no reading explains the record")
    assert "What it was: none of the readings listed, likely (70\u00a0%)." in said.sentences[0]


def test_a_title_of_the_case_keeps_its_capitals(small_case: Case) -> None:
    own = CaseReading(
        "nato", family="what", title="NATO fatigue", sentence="Tired.", decibans={"tone.opposes": 6}
    )
    case = replace(small_case, readings=(replace(own, prior=0.6),))
    said = verdict(case, [finding("tone", "opposes")])
    assert "What it was: NATO fatigue, " in said.sentences[0]
    assert said.sentences[0].count("The reading says: Tired. ") == 1


def test_key_points_are_what_moved_most(small_case: Case) -> None:
    public = replace(finding("anticipation", "cannot_tell"), n_before=3, key_point=True)
    found = [
        finding("weight", "supports"),
        finding("initiative", "supports"),
        finding("concession", "supports"),
        finding("tempo", "cannot_tell"),
        public,
    ]
    points = verdict(small_case, found).key_points
    assert points == (
        "anticipation says cannot_tell.",
        "concession says supports.",
        "weight says supports.",
    )
    assert verdict(small_case, [replace(public, key_point=False)]).key_points == ()


def card(selective: SourceCard, sampling: str) -> SourceCard:
    return replace(selective, sampling=sampling)  # type: ignore[arg-type]


def test_confidence_follows_its_rule(small_case: Case, selective: SourceCard) -> None:
    told = [finding(name, "opposes") for name in ("balance", "tone", "reversal")]
    open_ones = [finding(name, "cannot_tell") for name in ("tempo", "balance", "substance")]
    systematic = card(selective, "systematic")
    for found, sources, level in (
        (told, (systematic,), "high"),
        (told, (systematic, selective), "high"),
        (told, (selective,), "moderate"),
        ([*told, *open_ones], (systematic,), "moderate"),
        ([told[0], *open_ones], (systematic,), "low"),
        (told[:1], (systematic,), "moderate"),  # without it the probability moves by 14 points
        (open_ones, (systematic,), "low"),
        ([], (systematic,), "low"),
    ):
        said = verdict(replace(small_case, sources=sources), found)
        assert said.confidence_level == level, (found, sources)
        assert said.confidence.startswith(f"Confidence in this is {level}: ")
        assert all(reason in said.confidence for reason in said.confidence_reasons)
    part = verdict(replace(small_case, sources=(systematic, selective)), told)
    assert "part of its rows were searched by hand" in part.confidence_reasons


def test_confidence_names_the_check_that_moves_most(small_case: Case) -> None:
    found = [finding("concession", "supports"), finding("weight", "supports")]
    families = [
        readings.weigh_case(
            small_case,
            found,
            client="SRB",
            family=family,
            alternatives={"without state outlets": [finding("concession", "opposes")]},
        )
        for family in FAMILIES
    ]
    p = families[0].probabilities["realignment"]
    runs = {r.change: abs(r.probabilities["realignment"] - p) for r in families[0].sensitivity}
    said = readings.build_verdict(small_case, found, families)
    by_question = round(100 * runs["without concession"])
    by_publisher = round(100 * runs["without state outlets"])
    assert (
        f"leaving out one question (concession for Serbia) moves realignment by {by_question} points"
        in said.confidence_reasons
    )
    assert f"leaving out state outlets moves it by {by_publisher} points for Serbia" in (
        said.confidence_reasons
    )
    assert said.confidence_level == "low"


def test_priors_of_the_case_are_held_against_flat_ones(small_case: Case) -> None:
    case = replace(small_case, readings=(CaseReading("realignment", prior=0.6),))
    said = verdict(case, [finding("weight", "opposes")])
    flat = next(
        run.probabilities["realignment"]
        for run in said.families[0].sensitivity
        if run.change == "with flat priors"
    )
    moved = round(100 * abs(said.families[0].probabilities["realignment"] - flat))
    assert f"flat priors move it by {moved} points" in said.confidence_reasons
    assert said.confidence_level == "low"


def claim(**values: object) -> Claim:
    return Claim(id="c", text="Ten times.", diagnostic="weight", client="SRB", **values)  # type: ignore[arg-type]


def measured(value: float, low: float | None = None) -> Finding:
    ratio = Measure(
        name="trade EU:EAEU",
        kind="ratio",
        label="trade",
        value=value,
        low=low,
        unit="times",
        evidence=("t1",),
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


@pytest.mark.parametrize(
    ("asked", "told"), [("initiative", "the client pulls"), ("votes", "who moved first")]
)
def test_a_driver_is_named_where_somebody_moved_first(
    small_case: Case, asked: str, told: str
) -> None:
    found = [readings.shipped().as_if(finding(asked, "supports"), "supports")]
    what, driver = (
        readings.weigh_case(
            small_case, found, client="SRB", family=family, model=readings.shipped()
        )
        for family in FAMILIES
    )
    assert (driver.probabilities["client_pull"] >= 0.5) is (asked == "initiative")
    (sentence,) = readings.build_verdict(small_case, found, (what, driver)).sentences
    assert told in sentence.split("Who drove it: ")[1]
