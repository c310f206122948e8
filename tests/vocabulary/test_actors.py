from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steelyard import vocabulary
from steelyard.errors import VocabularyError

# Spellings that several actors share on one day; the coder must look at the sentence.
SHARED = {
    "brussels": {"BEL", "EU", "NATO"},
    "congo": {"COD", "COG"},
    "congolese": {"COD", "COG"},
    "dominican": {"DMA", "DOM"},
    "dominicans": {"DMA", "DOM"},
    "korean": {"KOR", "PRK"},
}
NO_DEMONYM = {"SCG", "VAT"}

CODES = [row.code for row in vocabulary.actors()]


def test_all_united_nations_members_and_four_more_are_states_now() -> None:
    now = {row.code for row in vocabulary.states(date(2020, 1, 1))}
    united_nations = vocabulary.members("UN", date(2020, 1, 1))
    assert len(united_nations) == 193
    assert now - united_nations == {"PSE", "TWN", "VAT", "XKX"}
    assert united_nations <= now


def test_states_come_and_go_with_the_day() -> None:
    before = {row.code for row in vocabulary.states(date(1989, 6, 1))}
    after = {row.code for row in vocabulary.states(date(1994, 6, 1))}
    assert {"SUN", "YUG", "CSK", "DDR"} <= before
    assert {"RUS", "UKR", "SVN", "CZE", "YUG"} <= after
    assert not {"SUN", "CSK", "DDR", "SRB", "SCG"} & after


def test_serbia_is_followed_through_serbia_and_montenegro_and_yugoslavia() -> None:
    assert vocabulary.predecessors("SRB") == ("SCG", "YUG")
    assert vocabulary.predecessors("SCG") == ("YUG",)
    assert vocabulary.predecessors("RUS") == ("SUN",)
    assert vocabulary.predecessors("CZE") == vocabulary.predecessors("SVK") == ("CSK",)
    assert vocabulary.predecessors("MNE") == vocabulary.predecessors("FRA") == ()


def test_a_predecessor_is_gone_when_its_successor_begins() -> None:
    for code in CODES:
        chain = (code, *vocabulary.predecessors(code))
        for later, earlier in pairwise(chain):
            assert vocabulary.actor(earlier).end == vocabulary.actor(later).start


def test_the_name_is_that_of_the_day() -> None:
    old = "the former Yugoslav Republic of Macedonia"
    assert vocabulary.name("MKD", date(2019, 2, 11)) == old
    assert vocabulary.name("MKD", date(2019, 2, 12)) == "North Macedonia"
    assert vocabulary.name("MKD") == "North Macedonia"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Serbia", "SRB"),
        ("  serbian ", "SRB"),
        ("Serbs", "SRB"),
        ("Macedonia", "MKD"),
        ("FYROM", "MKD"),
        ("the Former Yugoslav Republic of Macedonia", "MKD"),
        ("Kosovo", "XKX"),
        ("KOS", "XKX"),
        ("Moscow", "RUS"),
        ("the Kremlin", "RUS"),
        ("White House", "USA"),
        ("the US", "USA"),
        ("U.S.", "USA"),
        ("Britons", "GBR"),
        ("Holland", "NLD"),
        ("Cote d\N{RIGHT SINGLE QUOTATION MARK}Ivoire", "CIV"),
        ("European Commission", "EU"),
        ("Nato", "NATO"),
        ("Eurasian Economic Union", "EAEU"),
        ("SRB", "SRB"),
    ],
)
def test_what_the_press_writes_is_found(text: str, code: str) -> None:
    assert vocabulary.find(text) == code


@pytest.mark.parametrize("text", ["us", "who", "un", "", "Ruritania", "Korean", "Brussels"])
def test_what_names_nobody_or_several_is_not_found(text: str) -> None:
    assert vocabulary.find(text) is None


def test_a_capital_belongs_to_the_state_of_its_day() -> None:
    assert vocabulary.find("Belgrade", date(1999, 5, 1)) == "YUG"
    assert vocabulary.find("Belgrade", date(2003, 2, 4)) == "SCG"
    assert vocabulary.find("Belgrade", date(2019, 10, 18)) == "SRB"
    assert vocabulary.find("Moscow", date(1985, 1, 1)) == "SUN"
    assert vocabulary.find("Prague", date(1992, 12, 31)) == "CSK"


def test_brussels_means_three() -> None:
    assert {row.code for row in vocabulary.meanings("Brussels")} == {"BEL", "EU", "NATO"}


@pytest.mark.parametrize("day", [date(1988, 1, 1), date(1999, 1, 1), date(2019, 10, 18)])
def test_spellings_mean_one_actor_on_a_day_except_those_listed(day: date) -> None:
    found = {}
    for row in vocabulary.names():
        if vocabulary.meanings(row.name, day) and vocabulary.find(row.name, day) is None:
            found[row.name.casefold()] = {kind.code for kind in vocabulary.meanings(row.name, day)}
    assert found == SHARED


def test_every_state_has_an_adjective_a_capital_and_demonyms_except_those_listed() -> None:
    kinds = {
        row.code: {name.kind for name in vocabulary.names(row.code)} for row in vocabulary.states()
    }
    assert [code for code, has in kinds.items() if not {"adjective", "capital"} <= has] == []
    assert {code for code, has in kinds.items() if "demonym" not in has} == NO_DEMONYM


@given(st.sampled_from(vocabulary.names()))
def test_every_name_leads_back_to_its_actor(row: vocabulary.Name) -> None:
    assert row.code in {meaning.code for meaning in vocabulary.meanings(row.name, row.start)}
    assert vocabulary.find(row.name, row.start) in (row.code, None) or row.kind not in (
        "name",
        "long",
    )


@given(st.sampled_from(CODES))
def test_every_code_is_known_and_nearest_to_itself(code: str) -> None:
    assert vocabulary.known(code)
    assert vocabulary.actor(code).code == code
    assert vocabulary.find(code) == code
    assert vocabulary.nearest(code) == (code,)


@given(st.text(max_size=12), st.integers(min_value=1, max_value=5))
def test_nearest_gives_known_codes_once_and_no_more_than_asked(text: str, n: int) -> None:
    near = vocabulary.nearest(text, n)
    assert len(near) == len(set(near)) <= n
    assert all(vocabulary.known(code) for code in near)


@pytest.mark.parametrize(
    ("wrong", "near"),
    [("SERB", "SRB"), ("Serbija", "SRB"), ("ROM", "ROU"), ("Macedonnia", "MKD"), ("KOS", "XKX")],
)
def test_an_unknown_code_is_refused_with_the_nearest(wrong: str, near: str) -> None:
    assert not vocabulary.known(wrong)
    with pytest.raises(VocabularyError, match=re.escape(f"Did you mean '{near}' (")) as caught:
        vocabulary.actor(wrong)
    assert f"'{wrong}' is not an actor in the vocabulary" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_names_and_predecessors_of_an_unknown_code_are_refused() -> None:
    for ask in (vocabulary.name, vocabulary.names, vocabulary.predecessors):
        with pytest.raises(VocabularyError, match="'XQZ' is not an actor in the vocabulary"):
            ask("XQZ")
