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
