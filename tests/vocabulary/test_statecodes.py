"""A code and a day give a state: the states that changed are the test."""

from __future__ import annotations

from datetime import date

import pytest

from steelyard import vocabulary
from steelyard.errors import VocabularyError
from steelyard.vocabulary import state, state_code, state_codes

CHANGED = [
    ("345", "cow", 1990, "YUG"),
    ("345", "cow", 2004, "SCG"),
    ("345", "cow", 2019, "SRB"),
    ("345", "gw", 2004, "SCG"),
    ("340", "gw", 2019, "SRB"),
    ("688", "iso", 2019, "SRB"),
    ("891", "iso", 2000, "YUG"),
    ("891", "iso", 2005, "SCG"),
    ("347", "cow", 2019, "XKX"),
    ("347", "gw", 2019, "XKX"),
    ("341", "cow", 2019, "MNE"),
    ("341", "gw", 2019, "MNE"),
    ("625", "cow", 2000, "SDN"),
    ("625", "cow", 2019, "SDN"),
    ("626", "cow", 2019, "SSD"),
    ("260", "cow", 1980, "DEU"),
    ("255", "cow", 1995, "DEU"),
    ("260", "gw", 1995, "DEU"),
    ("265", "cow", 1980, "DDR"),
    ("678", "cow", 1980, "YEM"),
    ("679", "cow", 1995, "YEM"),
    ("678", "gw", 1995, "YEM"),
    ("680", "gw", 1980, "YMD"),
    ("315", "cow", 1980, "CSK"),
    ("316", "cow", 1995, "CZE"),
    ("317", "gw", 1995, "SVK"),
    ("365", "cow", 1980, "SUN"),
    ("365", "cow", 1995, "RUS"),
    ("810", "iso", 1980, "SUN"),
    ("251", "comtrade", 2019, "FRA"),
    ("4", "comtrade", 2019, "AFG"),
]


@pytest.mark.parametrize(("code", "system", "year", "wanted"), CHANGED)
def test_a_code_means_the_state_of_its_day(code: str, system: str, year: int, wanted: str) -> None:
    assert state(code, system=system, day=date(year, 7, 1)) == wanted
    assert state(int(code), system, date(year, 7, 1)) == wanted
    assert state(code.zfill(3), system, date(year, 7, 1)) == wanted


def test_serbia_changes_its_code_on_the_day_it_is_alone() -> None:
    assert state("345", "gw", date(2006, 6, 4)) == "SCG"
    assert state("340", "gw", date(2006, 6, 5)) == "SRB"
    with pytest.raises(VocabularyError, match=r"gw 345 meant no state on 2006-06-05; it meant YUG"):
        state("345", "gw", date(2006, 6, 5))
    with pytest.raises(VocabularyError, match="meant no state on 2006-06-04"):
        state("340", "gw", date(2006, 6, 4))
    assert state("345", "cow", date(2006, 6, 5)) == "SRB"
    assert state("345", "cow", date(2006, 6, 4)) == "SCG"


def test_without_a_day_the_code_means_its_last_state() -> None:
    assert state("345", "cow") == "SRB"
    assert state("345", "gw") == "SCG"


@pytest.mark.parametrize(
    ("code", "system", "day", "said"),
    [
        ("347", "cow", date(2007, 1, 1), "meant no state on 2007-01-01"),
        ("9999", "cow", None, "not a code of cow"),
        ("345", "cows", None, "there are cow, gw"),
        ("SRB", "iso3", date(1999, 1, 1), "did not exist on 1999-01-01"),
        ("SBR", "iso3", None, "Did you mean"),
        ("Atlantis", "name", None, "names no state"),
        ("300", "cow", date(1900, 1, 1), "not a code of cow"),  # Austria-Hungary is not ours
    ],
)
def test_what_was_no_state_is_an_error(code: str, system: str, day: date | None, said: str) -> None:
    with pytest.raises(VocabularyError) as caught:
        state(code, system=system, day=day)
    assert said in str(caught.value)


def test_letters_and_names_answer_too() -> None:
    assert state("SRB", system="iso3", day=date(2019, 1, 1)) == "SRB"
    assert state("Yugoslavia", system="name", day=date(1999, 1, 1)) == "YUG"
    assert state("Congo", system="sipri") == "COG"
    assert state("Egypt, Arab Rep.", system="gsdb") == "EGY"
    assert state("Serbia", system="gsdb") == "SRB"


def test_the_way_back() -> None:
    assert state_code("SRB", "cow", date(2019, 1, 1)) == "345"
    assert state_code("SRB", "gw", date(2019, 1, 1)) == "340"
    assert state_code("SRB", "iso") == "688"
    with pytest.raises(VocabularyError, match="has no code for XKX"):
        state_code("XKX", "iso")


@pytest.mark.parametrize("system", ["cow", "gw", "iso", "comtrade", "desta"])
def test_a_code_never_means_two_states_on_a_day(system: str) -> None:
    spells: dict[str, list[tuple[date, date]]] = {}
    for row in state_codes(system):
        span = (row.start or date.min, row.end or date.max)
        assert span[0] < span[1], row
        for start, end in spells.get(row.code, []):
            assert not (start < span[1] and span[0] < end), row
        spells.setdefault(row.code, []).append(span)
        assert vocabulary.known(row.actor)


def test_every_member_of_the_united_nations_has_its_codes() -> None:
    day = date(2015, 7, 1)
    for member in vocabulary.members("UN", day):
        assert state(state_code(member, "cow", day), "cow", day) == member
        assert state(state_code(member, "gw", day), "gw", day) == member
        assert state(state_code(member, "iso", day), "iso", day) == member
