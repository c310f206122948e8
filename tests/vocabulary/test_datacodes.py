"""Codes of event data sets: every row leads somewhere, and what is known of the traps."""

from __future__ import annotations

from datetime import date

import pytest

from steelyard import vocabulary
from steelyard.errors import VocabularyError
from steelyard.vocabulary.datacodes import SCHEMES


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_code_is_listed_once_a_kind_with_its_source(scheme: str) -> None:
    rows = vocabulary.data_codes(scheme)
    assert len({(row.kind, row.code) for row in rows}) == len(rows) > 0
    assert all(row.source and row.code for row in rows)
    assert all(row.actor is None or vocabulary.known(row.actor) for row in rows)
    assert all(row.role is None or row.role in vocabulary.roles() for row in rows)
    assert all(row.start is None or row.end is None or row.start < row.end for row in rows)


def test_the_same_letters_mean_different_states_by_scheme() -> None:
    keds = {row.code: row.actor for row in vocabulary.data_codes("keds")}
    cameo = {row.code for row in vocabulary.data_codes("cameo", "country")}
    assert keds["AUS"] == "AUT"
    assert keds["UNK"] == "GBR"
    assert keds["CHE"] == "RUS"
    assert keds["MAC"] == "MKD"
    # In CAMEO these are what ISO 3166 says, so its table of exceptions leaves them out.
    assert not {"AUS", "CHE", "MAC"} & cameo
    assert vocabulary.actor("MAC").name == "Macao"


def test_officials_of_an_organisation_are_not_their_passport_and_only_while_in_office() -> None:
    names = {row.code: row for row in vocabulary.data_codes("icews", "name")}
    stoltenberg = names["Jens Stoltenberg"]
    assert stoltenberg.actor == "NATO"
    assert stoltenberg.start == date(2014, 10, 1)
    assert names["Emmanuel Macron"].actor == "FRA"


def test_a_continuing_state_has_its_predecessors_by_day() -> None:
    serbia = [row for row in vocabulary.successions() if row[0] in ("SRB", "SCG")]
    assert [row[1] for row in serbia] == ["SCG", "YUG"]
    assert serbia[0][2] > serbia[1][2]


def test_an_unknown_scheme_says_what_there_is() -> None:
    with pytest.raises(VocabularyError, match="Allowed are cameo, fips, icews, keds"):
        vocabulary.data_codes("cow")
