"""Headlines are written out as sentences before they are parsed; other texts stay as they are."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from steelyard.coding.english.article import written_out

Coded = Callable[..., set[str]]


@pytest.mark.parametrize(
    ("headline", "sentence"),
    [
        ("Latvia bars Fijian sailors", "Latvia barred Fijian sailors"),
        ("Chile, Peru sign copper pact", "Chile and Peru signed copper pact"),
        ("NORWAY THREATENS ICELAND WITH TARIFFS", "Norway threatened Iceland with tariffs"),
        ("Ghana Expels Three Malian Diplomats", "Ghana expelled Three Malian diplomats"),
        ("Omani premier in Delhi for talks", "Omani premier was in Delhi for talks"),
        ("Angolan police raid Congolese camp", "Angolan police raided Congolese camp"),
        ("Israel strikes kill nine", "Israel strikes killed nine"),
        ("Benin to recall envoy from Niger", "Benin will recall envoy from Niger"),
        ("Benin recalled its envoy from Niger", "Benin recalled its envoy from Niger"),
        ("Benin has recalled its envoy from Niger", "Benin has recalled its envoy from Niger"),
        ("Benin recalls its envoy.", "Benin recalls its envoy."),
        ("Togo frees captured Chadian pilot", "Togo freed captured Chadian pilot"),
        ("Togo strikes killed nine in Chad", "Togo strikes killed nine in Chad"),
        ("Togo to Benin: free the crew", "Togo told Benin to free the crew"),
        ("Togo to Benin: leave the shoal", "Togo told Benin to leave the shoal"),
        ("Togo to Benin: don't touch the dam", "Togo told Benin not to touch the dam"),
        ("Togo to Benin: hands off the dam", "Togo told Benin to keep hands off the dam"),
        ("Togo to Benin: no gas this year", "Togo refused Benin gas this year"),
        ("Togo: no talks with Benin", "Togo rejected talks with Benin"),
    ],
)
def test_a_headline_is_written_out(headline: str, sentence: str) -> None:
    assert written_out(headline) == sentence


@pytest.mark.parametrize(
    "headline", ["Togo to Benin: war in its fourth year", "Togo: no survivors in Benin crash"]
)
def test_what_a_colon_only_explains_is_told_nobody(headline: str) -> None:
    assert not {"told", "refused", "rejected"} & set(written_out(headline).split())


@pytest.mark.parametrize(
    ("headline", "event"),
    [
        ("Latvia bars Fijian sailors", "LVA"),
        ("Chile, Peru sign copper pact", "CHL+PER SUPPORT CHL+PER happened"),
        ("NORWAY THREATENS ICELAND WITH TARIFFS", "NOR THREATEN ISL threatened"),
        ("Ghana Expels Three Malian Diplomats", "GHA SANCTION MLI happened"),
        ("Togo to Benin: free the crew", "TGO REQUEST BEN happened"),
        ("Togo: no talks with Benin", "TGO REJECT BEN happened"),
        ("Omani premier in Delhi for talks", "OMN CONSULT IND happened"),
        ("Chad hails Belize", "TCD SUPPORT BLZ happened"),
    ],
)
def test_a_headline_is_coded(coded: Coded, headline: str, event: str) -> None:
    assert any(found.startswith(event) for found in coded(headline)), coded(headline)
