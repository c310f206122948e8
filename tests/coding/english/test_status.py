"""Status: what happened, what is planned, threatened, rumoured, denied, only imagined."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from steelyard.coding.english.status import status_of
from steelyard.coding.english.text import Sentence

Parsed = Callable[[str], Sentence]


def read(parsed: Parsed, text: str, word: str) -> str:
    sentence = parsed(text)
    at = next(w.i for w in sentence.words if w.text == word)
    return status_of(sentence, at).status


@pytest.mark.parametrize(
    ("text", "word", "wanted"),
    [
        ("France sold jets to Egypt.", "sold", "happened"),
        ("France has sold jets to Egypt.", "sold", "happened"),
        ("France will sell jets to Egypt.", "sell", "planned"),
        ("France plans to sell jets to Egypt.", "sell", "planned"),
        ("France is about to sell jets to Egypt.", "sell", "planned"),
        ("France said it would sell jets to Egypt.", "sell", "planned"),
        ("France would sell jets to Egypt if it paid.", "sell", "hypothetical"),
        ("France might sell jets to Egypt.", "sell", "hypothetical"),
        ("France is considering selling jets to Egypt.", "selling", "hypothetical"),
        ("France did not sell jets to Egypt.", "sell", "denied"),
        ("France never sold jets to Egypt.", "sold", "denied"),
        ("France denied selling jets to Egypt.", "selling", "denied"),
        ("France denied that it had sold jets to Egypt.", "sold", "denied"),
        ("France reportedly sold jets to Egypt.", "sold", "rumoured"),
        ("France is said to have sold jets to Egypt.", "sold", "rumoured"),
        ("France may have sold jets to Egypt.", "sold", "rumoured"),
        ("France is believed to have sold jets to Egypt.", "sold", "rumoured"),
        ("Had France sold jets to Egypt, Israel would have protested.", "sold", "hypothetical"),
        ("Neither France nor Italy sold jets to Egypt.", "sold", "denied"),
        ("No French firm sold jets to Egypt.", "sold", "denied"),
        ("France left without selling jets to Egypt.", "selling", "denied"),
        ("Peru and Chile to open a joint post.", "open", "planned"),
    ],
)
def test_status_of_a_verb(parsed: Parsed, text: str, word: str, wanted: str) -> None:
    assert read(parsed, text, word) == wanted


@pytest.mark.parametrize(
    ("text", "word", "wanted"),
    [
        ("A planned visit worries Rome.", "visit", "planned"),
        ("An alleged attack worries Rome.", "attack", "rumoured"),
        ("The talks will not take place.", "talks", "denied"),
        ("The talks took place.", "talks", "happened"),
        ("Germany is weighing sanctions.", "sanctions", "hypothetical"),
    ],
)
def test_status_of_a_noun(parsed: Parsed, text: str, word: str, wanted: str) -> None:
    assert read(parsed, text, word) == wanted


def test_a_denied_denial_leaves_the_matter_open(parsed: Parsed) -> None:
    assert read(parsed, "Iran did not deny that it had fired missiles.", "fired") == "rumoured"


def test_a_report_called_untrue_is_denied(coded: Callable[..., set[str]]) -> None:
    assert coded("Mali dismissed as false the report that Togo had expelled its envoy.") == {
        "TGO SANCTION MLI denied"
    }


def test_a_threat_is_threatened_unless_it_is_denied(coded: Callable[..., set[str]]) -> None:
    assert coded("Egypt threatened Sudan with war.") == {"EGY THREATEN SDN threatened"}
    assert coded("Egypt never threatened Sudan with war.") == {"EGY THREATEN SDN denied"}


def test_a_verb_with_a_subject_of_its_own_shares_no_auxiliary(parsed: Parsed) -> None:
    text = "Italy will visit Spain, and Greece expelled a diplomat."
    assert read(parsed, text, "expelled") == "happened"
    assert read(parsed, text, "visit") == "planned"
