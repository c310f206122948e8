"""What a printed list of a client's first trading partners says in a searched record where nothing was counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from steelyard import diagnostics
from steelyard.archive import archive_of
from steelyard.brief.labels import range_text
from steelyard.diagnostics.partners import FLOWS, flows_of
from steelyard.records import Case, Finding, Pole, Shock, SourceCard, event_table, tie_table
from steelyard.vocabulary import actor, states, trade_partners


def case_of(
    case: Case, client: str, partner: tuple[str, ...], rival: tuple[str, ...], year: int
) -> Case:
    poles = (Pole("one", "partner", partner), Pole("other", "rival", rival))
    shock = Shock(date(year, 6, 1), partner[:1], (client,), "nothing")
    return replace(case, clients=(client,), shock=shock, poles=poles)


def asked(case: Case, card: SourceCard) -> Finding:
    store = archive_of(event_table([]), tie_table([]), (card,))
    case = replace(case, sources=(card,))
    one, client = diagnostics.get("weight"), case.clients[0]
    return diagnostics.finding(one, client, one.gather(store, case, client))


@pytest.mark.parametrize(
    ("who", "year", "answer"),
    [
        ("ECU USA VEN", 2018, "supports, graded"),
        ("ECU VEN USA", 2018, "opposes, graded"),
        ("MYS JPN CHN", 2018, "cannot_tell, bounded"),
        ("PNG FRA DEU", 2018, "cannot_tell, open"),  # neither is named
        ("ECU USA VEN", 2008, "cannot_tell, open"),  # no list near
        ("ECU USA USA", 2018, "cannot_tell, open"),  # the poles are one
    ],
)
def test_a_list_grades_what_holds_whatever_it_leaves_out(
    small_case: Case, selective: SourceCard, who: str, year: int, answer: str
) -> None:
    client, partner, rival = who.split()
    found = asked(case_of(small_case, client, (partner,), (rival,), year), selective)
    assert f"{found.grade}, {found.answered}" == answer
    assert ("first trading partners in 2014" in found.sentence) == ("open" not in answer)


def test_a_systematic_record_is_not_answered_by_a_list(
    small_case: Case, selective: SourceCard
) -> None:
    card = replace(selective, sampling="systematic")
    found = asked(case_of(small_case, "ECU", ("USA",), ("VEN",), 2018), card)
    assert (found.answered, found.low) == ("open", None)


def test_a_treaty_and_a_list_that_contradict_each_other_leave_it_open(
    small_case: Case, selective: SourceCard
) -> None:
    case = case_of(small_case, "PHL", ("USA",), ("JPN", "CHN"), 2018)
    found = asked(case, selective)
    assert found.grade == "cannot_tell"
    assert "bound to one pole by treaty, and trades more with the other" in found.reasons[1]


def test_a_list_up_to_the_shock_goes_before_a_later_one(small_case: Case) -> None:
    def year(shock: int) -> int:
        return flows_of(case_of(small_case, "ECU", ("USA",), ("VEN",), shock), "ECU")[0].year

    assert [year(shock) for shock in (2010, 2019, 2020, 2026)] == [2014, 2014, 2023, 2023]


def test_members_of_an_organisation_may_be_counted_to_its_pole_and_need_not(
    small_case: Case,
) -> None:
    alone = flows_of(case_of(small_case, "ARM", ("RUS",), ("USA",), 2013), "ARM")[0]
    union = flows_of(case_of(small_case, "ARM", ("RUS",), ("USA", "EU"), 2013), "ARM")[0]
    assert union.rival[0] == alone.rival[0]
    assert union.rival[1] > alone.rival[1]


def test_bounds_without_a_figure_are_said_as_bounds(
    small_case: Case, selective: SourceCard
) -> None:
    one = asked(case_of(small_case, "ECU", ("USA",), ("VEN",), 2018), selective)
    other = asked(case_of(small_case, "ECU", ("VEN",), ("USA",), 2018), selective)
    assert range_text(one).startswith("at least 5.") or "to" in range_text(one)
    assert range_text(other).startswith("at most 0.18 times the rival's")


def test_lists_name_known_states_the_largest_first_and_no_more_than_the_whole() -> None:
    for state in states():
        for one in trade_partners(state.code):
            shares = list(one.shares.values())
            assert one.flow in FLOWS
            assert shares == sorted(shares, reverse=True), one
            assert sum(shares) <= 101
            assert len(shares) >= 3
            assert state.code not in one.shares
            assert all(actor(code).code == code for code in one.shares)
