"""A noun that names a verb's act shares the verb's frames, wherever its phrases hang."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from steelyard.coding.english import lexicon

Coded = Callable[..., set[str]]


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("A visit by the Chadian premier to Benin ended on Monday.", "TCD CONSULT BEN happened"),
        ("Chadian envoys were on a visit to Benin.", "TCD CONSULT BEN happened"),
        ("The delivery of tanks to Benin by Chad was announced.", "TCD COOPERATE BEN happened"),
        ("Deliveries of Chadian tanks to Benin began on Monday.", "TCD COOPERATE BEN happened"),
        ("The arrest of a Chadian spy by Benin was announced.", "BEN COERCE TCD happened"),
        ("The shelling of a Chadian village by Benin went on.", "BEN ASSAULT TCD happened"),
        ("Condemnation of Chad came from Benin.", "BEN ACCUSE TCD happened"),
        ("A demand by Chad that Benin leave was read out.", "TCD REQUEST BEN happened"),
        ("Chad's refusal to receive Benin's envoy drew notice.", "TCD REJECT BEN happened"),
        ("Mediation by Oman between Chad and Benin goes on.", "OMN CONSULT BEN+TCD happened"),
        ("The vaccination of Chadian children by Benin began.", "BEN AID TCD happened"),
        ("The readmission of Chad by the Arab League was announced.", "ARAB SUPPORT TCD happened"),
        ("Chad's reception of Benin's premier was announced.", "BEN CONSULT TCD happened"),
        ("Chadian resentment of Benin was voiced.", "TCD ACCUSE BEN happened"),
        ("An expression of regret by Chad to Benin was announced.", "TCD CONCEDE BEN happened"),
        ("Chad's vote against Benin's resolution was announced.", "TCD REJECT BEN happened"),
        (
            "The renegotiation of the treaty between Chad and Benin began.",
            "BEN+TCD AGREE BEN+TCD happened",
        ),
        ("A reprieve by Chad for Benin was announced.", "TCD CONCEDE BEN happened"),
        ("Chad's overture to Benin was welcomed.", "TCD AGREE BEN happened"),
        ("The troop withdrawal by Chad from Benin began.", "TCD RETREAT BEN happened"),
        ("A visit by Chad's premier to Benin would anger Togo.", "TCD CONSULT BEN hypothetical"),
    ],
)
def test_a_noun_is_coded_as_its_verb_is(coded: Coded, text: str, event: str) -> None:
    assert event in coded(text)


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("A ban on Chadian beef announced by Togo begins in May.", "TGO SANCTION TCD happened"),
        ("Togo's recall of its envoy from Benin was announced.", "TGO SANCTION BEN happened"),
        ("Togo's gift of rice to Benin was announced by Chad.", "TGO AID BEN happened"),
        ("The landing of 550 Chadian soldiers in Togo went on.", "TCD ASSAULT TGO happened"),
    ],
)
def test_an_act_is_of_whoever_the_noun_says_it_is(coded: Coded, text: str, event: str) -> None:
    assert event in coded(text)


def test_a_noun_that_does_not_name_both_sides_is_no_event(coded: Coded) -> None:
    assert coded("The delivery of tanks was late, Benin said.") == set()


def test_every_nominalisation_has_a_verb_with_frames() -> None:
    assert (
        not {row.verb for row in lexicon.nominalisations().values()} - lexicon.predicates().keys()
    )


def test_a_noun_in_ing_is_read_from_its_verb() -> None:
    for noun, verb in (("bombing", "bomb"), ("seizing", "seize"), ("expelling", "expel")):
        row = lexicon.nominalisation(noun)
        assert row is not None
        assert row.verb == verb
    assert lexicon.nominalisation("ceiling") is None


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Chad's chastisement of Benin over the raids went on.", "TCD ACCUSE BEN happened"),
        ("A barb by the Chadian president at Benin went down badly.", "TCD ACCUSE BEN happened"),
        ("A tirade by Chad against Benin was heard in silence.", "TCD ACCUSE BEN happened"),
        ("Chad's alarm at Benin's decision was plain.", "TCD ACCUSE BEN happened"),
        ("Chad's admiration for Benin is well known.", "TCD SUPPORT BEN happened"),
        ("Chad's frustration with Benin was plain.", "TCD ACCUSE BEN happened"),
        ("Chad's leniency toward Benin surprised many.", "TCD CONCEDE BEN happened"),
        ("Chad's charm offensive toward Benin went on.", "TCD SUPPORT BEN happened"),
        ("A handshake between the leaders of Chad and Benin followed.", "BEN+TCD CONSULT BEN+TCD"),
        ("An airlift of maize by Chad to Benin began on Monday.", "TCD AID BEN happened"),
        ("A Chadian lifeline for Benin was announced.", "TCD AID BEN happened"),
        (
            "Chad's leave for Benin's lorries to pass was good for a year.",
            "TCD CONCEDE BEN happened",
        ),
        ("A concentration of Chadian troops near Benin was seen.", "TCD MOBILIZE BEN happened"),
        ("A drawdown of Chadian troops from Benin began on Monday.", "TCD RETREAT BEN happened"),
        ("A Chadian counteroffensive against Benin began on Monday.", "TCD ASSAULT BEN happened"),
        ("The collapse of talks between Chad and Benin surprised few.", "BEN+TCD REJECT BEN+TCD"),
        ("Chad's embargo of Benin is in its second year.", "TCD SANCTION BEN happened"),
        ("The interdiction of a Beninese ship by Chad went on.", "TCD COERCE BEN happened"),
        ("Chad's announcement of sanctions on Benin came on Monday.", "TCD SANCTION BEN happened"),
        ("A display of solidarity with Benin by Chad followed.", "TCD SUPPORT BEN happened"),
    ],
)
def test_a_plain_word_for_an_act_is_read_as_its_verb_is(
    coded: Coded, text: str, event: str
) -> None:
    assert any(found.startswith(event) for found in coded(text))
