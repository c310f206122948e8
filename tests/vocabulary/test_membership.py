from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steelyard import vocabulary
from steelyard.errors import VocabularyError

EVERY = [
    row for code in vocabulary.organisations_with_members() for row in vocabulary.memberships(code)
]

# Seats older than the independence of their state: republics, mandates and protectorates.
OLDER_THAN_THE_STATE = {
    ("UN", "BLR"),
    ("UN", "UKR"),
    ("UN", "IND"),
    ("UN", "PHL"),
    ("UN", "SYR"),
    ("UN", "TZA"),
    ("ARAB", "SYR"),
    ("ARAB", "JOR"),
    ("CEFTA", "XKX"),
    ("CIS", "RUS"),
    ("OPEC", "ARE"),
    ("OPEC", "KWT"),
    ("OPEC", "QAT"),
}


@pytest.mark.parametrize(
    ("organisation", "day", "count"),
    [
        ("EU", date(1958, 1, 1), 6),
        ("EU", date(1973, 1, 1), 9),
        ("EU", date(1981, 1, 1), 10),
        ("EU", date(1986, 1, 1), 12),
        ("EU", date(1995, 1, 1), 15),
        ("EU", date(2004, 4, 30), 15),
        ("EU", date(2004, 5, 1), 25),
        ("EU", date(2007, 1, 1), 27),
        ("EU", date(2013, 7, 1), 28),
        ("EU", date(2019, 6, 1), 28),
        ("EU", date(2020, 1, 31), 28),
        ("EU", date(2020, 2, 1), 27),
        ("EU", date(2021, 1, 1), 27),
        ("NATO", date(1949, 4, 4), 12),
        ("NATO", date(1982, 5, 30), 16),
        ("NATO", date(1999, 3, 12), 19),
        ("NATO", date(2004, 3, 29), 26),
        ("NATO", date(2009, 4, 1), 28),
        ("NATO", date(2017, 6, 5), 29),
        ("NATO", date(2020, 3, 27), 30),
        ("NATO", date(2023, 4, 4), 31),
        ("NATO", date(2024, 3, 7), 32),
        ("EAEU", date(2014, 12, 31), 0),
        ("EAEU", date(2015, 1, 1), 3),
        ("EAEU", date(2015, 8, 12), 5),
        ("CSTO", date(1998, 1, 1), 9),
        ("CSTO", date(2000, 1, 1), 6),
        ("CSTO", date(2010, 1, 1), 7),
        ("CSTO", date(2019, 10, 18), 6),
        ("CIS", date(2019, 10, 18), 9),
        ("UN", date(2019, 10, 18), 193),
        ("COE", date(2019, 10, 18), 47),
        ("COE", date(2022, 3, 16), 46),
        ("OSCE", date(2019, 10, 18), 57),
        ("OECD", date(2019, 10, 18), 36),
        ("EFTA", date(2019, 10, 18), 4),
        ("SCO", date(2019, 10, 18), 8),
        ("ASEAN", date(2019, 10, 18), 10),
        ("AU", date(2019, 10, 18), 55),
        ("ARAB", date(2019, 10, 18), 22),
        ("GCC", date(2019, 10, 18), 6),
        ("OIC", date(2019, 10, 18), 57),
        ("CEFTA", date(2019, 10, 18), 7),
        ("VISEGRAD", date(2019, 10, 18), 4),
        ("BRICS", date(2019, 10, 18), 5),
        ("G7", date(2019, 10, 18), 7),
        ("G20", date(2019, 10, 18), 20),
        ("OPEC", date(2019, 10, 18), 14),
        ("ECOWAS", date(2019, 10, 18), 15),
        ("MERCOSUR", date(2019, 10, 18), 5),
    ],
)
def test_as_many_members_as_the_organisation_says(organisation: str, day: date, count: int) -> None:
    assert len(vocabulary.members(organisation, day)) == count


def test_the_kingdom_left_the_union_on_the_first_of_february_2020() -> None:
    assert "GBR" in vocabulary.members("EU", date(2020, 1, 31))
    assert "GBR" not in vocabulary.members("EU", date(2020, 2, 1))


@pytest.mark.parametrize(
    ("member", "day"),
    [
        ("MNE", date(2017, 6, 5)),
        ("MKD", date(2020, 3, 27)),
        ("FIN", date(2023, 4, 4)),
        ("SWE", date(2024, 3, 7)),
    ],
)
def test_allies_are_members_from_their_first_day(member: str, day: date) -> None:
    assert member in vocabulary.members("NATO", day)
    assert member not in vocabulary.members("NATO", day - timedelta(days=1))


def test_serbia_is_in_neither_alliance_nor_union() -> None:
    for organisation in ("EU", "NATO", "EAEU", "CSTO"):
        assert not {"SRB", "SCG", "YUG"} & {
            row.member for row in vocabulary.memberships(organisation)
        }


def test_uzbekistan_left_the_treaty_twice() -> None:
    spells = [row for row in vocabulary.memberships("CSTO") if row.member == "UZB"]
    assert [(row.start.year, row.end and row.end.year) for row in spells] == [
        (1994, 1999),
        (2006, 2012),
    ]


def test_one_seat_is_handed_on_without_a_gap_or_an_overlap() -> None:
    for day in (date(1991, 12, 24), date(1991, 12, 25)):
        assert len({"SUN", "RUS"} & vocabulary.members("UN", day)) == 1
    for day in (date(2003, 2, 3), date(2003, 2, 4), date(2006, 6, 4), date(2006, 6, 5)):
        assert len({"YUG", "SCG", "SRB"} & vocabulary.members("UN", day)) == 1


def test_spells_of_one_member_do_not_overlap() -> None:
    last: dict[tuple[str, str], date] = {}
    for row in sorted(EVERY, key=lambda row: (row.organisation, row.member, row.start)):
        key = (row.organisation, row.member)
        assert last.get(key, date.min) <= row.start, row
        last[key] = row.end or date.max


def test_members_exist_while_they_are_members_except_those_listed() -> None:
    for row in EVERY:
        member = vocabulary.actor(row.member)
        if (row.organisation, row.member) in OLDER_THAN_THE_STATE:
            assert member.start is not None
            assert member.start > row.start, f"{row} need not be listed"
        else:
            assert member.start is None or member.start <= row.start, row
        assert member.end is None or (row.end is not None and row.end <= member.end), row


@given(
    st.sampled_from(EVERY),
    st.dates(min_value=date(1940, 1, 1), max_value=date(2030, 1, 1)),
)
def test_a_spell_covers_its_days_and_no_others(row: vocabulary.Membership, day: date) -> None:
    inside = row.start <= day and (row.end is None or day < row.end)
    spells = [spell for spell in EVERY if spell.organisation == row.organisation]
    others = any(
        spell is not row
        and spell.member == row.member
        and spell.start <= day
        and (spell.end is None or day < spell.end)
        for spell in spells
    )
    assert (row.member in vocabulary.members(row.organisation, day)) == (inside or others)


def test_an_organisation_without_a_list_is_refused_with_those_that_have_one() -> None:
    with pytest.raises(VocabularyError, match=r"'IMF'.*has no members.*CSTO, EAEU.*NATO"):
        vocabulary.memberships("IMF")
    with pytest.raises(
        VocabularyError, match=r"'NATTO' is not an actor in the vocabulary.* Did you mean 'NATO'"
    ):
        vocabulary.members("NATTO", date(2020, 1, 1))
