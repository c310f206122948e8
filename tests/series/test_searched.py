"""Occasions: rows of one affair count once; complete lists; records with rows taken out or put in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations

import pytest

from steelyard.archive import archive_of
from steelyard.records import TIE, Case, CompleteList, Event, SourceCard, Window, event_table
from steelyard.series import Act, Split, occasions, split, with_rows, without_rows

Make = Callable[..., Event]
DAY = date(2019, 11, 4)
LATER = date(2019, 11, 6)


@pytest.fixture
def cut(small_case: Case, selective: SourceCard) -> Callable[..., Split]:
    """The split of Serbia and Russia in a record of these rows, searched by hand."""

    def of(events: Sequence[Event], case: Case | None = None) -> Split:
        card = replace(selective, name="test", sampling="selective")
        store = archive_of(event_table(list(events)), TIE.empty_table(), (card,))
        return split(store, replace(case or small_case, sources=(card,)), "SRB", "rival")

    return of


def test_rows_of_one_day_and_sign_are_one_occasion_headed_by_the_costliest(
    cut: Callable[..., Split], make_event: Make
) -> None:
    visit = make_event(DAY, "SRB", "RUS", announced=date(2019, 9, 1), sentence="A visit")
    gift = make_event(DAY, "RUS", "SRB", "AID", act="deeds", rung="delivery", sentence="Tanks")
    quarrel = make_event(DAY, "SRB", "RUS", "ACCUSE", sentence="A spy is named")
    found = cut([visit, gift, quarrel])
    assert len(found.rows_after) == 3
    assert sorted(found.after.type) == ["ACCUSE", "AID"]
    head = found.after.select(found.after.type == "AID")
    assert set(head.rows[0]) == {visit.event_id, gift.event_id}
    assert head.announced[0].item() == date(2019, 9, 1)
    assert head.reports.tolist() == [2]


def test_the_name_that_an_archive_gives_to_a_row_decides_no_affair(
    cut: Callable[..., Split], make_event: Make
) -> None:
    """Three rows of one day that cost alike and one of two days later: whatever their ids, one row stands for all."""
    texts = (
        "Pantsir battery shown at Batajnica",
        "Railway loan signed in Belgrade",
        "Honours awarded by the ambassador",
    )
    answers = set()
    for order in permutations(range(4)):
        ids = [f"e{place:015d}" for place in order]
        later = make_event(
            DAY + timedelta(days=2), "RUS", "SRB", sentence=f"{texts[0]}; {texts[1]}"
        )
        rows = [make_event(DAY, "SRB", "RUS", sentence=text) for text in texts]
        named = [replace(row, event_id=name) for row, name in zip([*rows, later], ids, strict=True)]
        found = occasions(cut(named).rows_after)
        told = {row.event_id: row.sentence for row in named}
        answers.add(tuple((told[one.head], tuple(told[row] for row in one.rows)) for one in found))
    assert len(answers) == 1


@pytest.mark.parametrize(
    ("first", "second", "apart", "number"),
    [
        ("Pantsir battery at Batajnica", "The Pantsir battery leaves Batajnica", 2, 1),
        ("Pantsir battery at Batajnica", "The Pantsir battery leaves Batajnica", 9, 2),
        (
            "The railway signed in Belgrade by Rogozin Beloglazov",
            "Railway, Belgrade, Rogozin, Beloglazov",
            9,
            1,
        ),
        ("A visit to the north", "Wheat is delivered", 2, 2),
    ],
)
def test_near_rows_are_one_occasion_where_they_share_rare_words(
    *, cut: Callable[..., Split], make_event: Make, first: str, second: str, apart: int, number: int
) -> None:
    rows = [
        make_event(DAY, "RUS", "SRB", "COOPERATE", sentence=first),
        make_event(DAY + timedelta(days=apart), "RUS", "SRB", "CONSULT", sentence=second),
    ]
    assert len(cut(rows).after) == number


def test_a_name_in_the_table_joins_and_parts(cut: Callable[..., Split], make_event: Make) -> None:
    far = [
        make_event(date(2019, 10, 20), "RUS", "SRB", occasion="drill", sentence="It begins"),
        make_event(date(2019, 12, 20), "RUS", "SRB", occasion="drill", sentence="It ends"),
    ]
    assert [one.why for one in occasions(cut(far).rows_after)] == ["named so in the table (drill)"]
    same_day = [
        make_event(DAY, "RUS", "SRB", sentence="One thing"),
        make_event(DAY, "RUS", "SRB", occasion="other", sentence="Another"),
    ]
    assert len(cut(same_day).after) == 2


def test_a_plan_points_to_the_row_that_stands_for_what_came_of_it(
    cut: Callable[..., Split], make_event: Make
) -> None:
    visit = make_event(DAY, "SRB", "RUS", sentence="A visit")
    deed = make_event(DAY, "RUS", "SRB", "AID", act="deeds", rung="delivery", sentence="Tanks")
    plan = make_event(
        LATER, "SRB", "RUS", status="planned", plan_of=visit.event_id, sentence="A visit is due"
    )
    found = cut([visit, deed, plan]).after
    at = found.status.tolist().index("planned")
    assert found.plan_of[at] == deed.event_id


def test_rows_are_taken_out_and_put_in(cut: Callable[..., Split], make_event: Make) -> None:
    visit = make_event(DAY, "SRB", "RUS", sentence="A visit")
    deed = make_event(DAY, "RUS", "SRB", "AID", act="deeds", rung="delivery", sentence="Tanks")
    now = cut([visit, deed, make_event(date(2019, 12, 20), "RUS", "SRB", sentence="Later")])
    assert len(now.after) == 2
    assert len(without_rows(now, [visit.event_id, deed.event_id]).after) == 1
    less = without_rows(now, [deed.event_id])
    assert (len(less.after), less.after.type[0]) == (2, "CONSULT")
    assert without_rows(now, ["nowhere"]) is now
    more = with_rows(now, Act("client", "SANCTION", 4, "deeds"), "before", 3)
    assert (len(more.before), more.before.costly.sum()) == (3, 3)


def test_a_complete_list_is_read_to_the_last_window(
    cut: Callable[..., Split], make_event: Make, small_case: Case
) -> None:
    rows = [
        make_event(day, "SRB", "RUS", source_id=name, number=n)
        for n, (name, day) in enumerate(
            (("a", date(2018, 1, 1)), ("b", date(2019, 12, 1)), ("c", date(2020, 6, 1)), ("x", DAY))
        )
    ]
    windows = {**small_case.windows, "concession": Window(date(2019, 10, 18), date(2021, 1, 1))}
    whole = CompleteList(
        what="meetings",
        listed_by="a counter",
        window=Window(date(2017, 1, 1), date(2020, 12, 31)),
        source="test",
        rows=("a", "b", "c"),
    )
    (found,) = cut(rows, replace(small_case, windows=windows, lists=(whole,))).lists
    assert (len(found.before), len(found.after)) == (1, 2)
    assert (found.days_before, found.days_after) == (1020, 440)
    # One day on a side is enough to be counted on it; none is no list of both sides.
    days = [date(2019, 10, 17), date(2019, 10, 18)]
    for first, held in ((days[0], [(1, 440)]), (days[1], [])):
        part = replace(whole, window=Window(first, date(2020, 12, 31)))
        lists = cut(rows, replace(small_case, windows=windows, lists=(part,))).lists
        assert [(one.days_before, one.days_after) for one in lists] == held
