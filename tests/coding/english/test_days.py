"""Days: resolved from what a sentence says against the article's date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from steelyard.coding import Coder
from steelyard.coding.english.article import days
from steelyard.coding.english.text import Sentence

#: A Wednesday.
PRINTED = date(2020, 1, 15)


@pytest.mark.parametrize(
    ("text", "ahead", "day", "precision"),
    [
        ("on 3 October 2019", False, date(2019, 10, 3), "day"),
        ("on October 3, 2019", False, date(2019, 10, 3), "day"),
        ("on 2019-10-03", False, date(2019, 10, 3), "day"),
        ("on Monday", False, date(2020, 1, 13), "day"),
        ("on Monday", True, date(2020, 1, 20), "day"),
        ("last Wednesday", False, date(2020, 1, 8), "day"),
        ("next Wednesday", True, date(2020, 1, 22), "day"),
        ("yesterday", False, date(2020, 1, 14), "day"),
        ("tomorrow", True, date(2020, 1, 16), "day"),
        ("three days ago", False, date(2020, 1, 12), "day"),
        ("in December", False, date(2019, 12, 1), "month"),
        ("in March", True, date(2020, 3, 1), "month"),
        ("in May 2018", False, date(2018, 5, 1), "month"),
        ("last month", False, date(2019, 12, 1), "month"),
        ("in 2014", False, date(2014, 1, 1), "year"),
        ("last year", False, date(2019, 1, 1), "year"),
        ("in two years", True, date(2022, 1, 1), "year"),
        ("on 20 December", False, date(2019, 12, 20), "day"),
        ("on 20 February", True, date(2020, 2, 20), "day"),
    ],
)
def test_expressions(text: str, ahead: bool, day: date, precision: str) -> None:
    found = days.expressions(f"They met {text}.", PRINTED, ahead=ahead)
    assert [(when.day, when.precision) for _, when in found] == [(day, precision)]


@pytest.mark.parametrize(
    ("text", "coded"),
    [
        ("Serbia attacked Bulgaria in 2014.", 1),
        ("Serbia attacked Bulgaria on 3 October 1985.", 1),
        ("Serbia attacked Bulgaria in 1985.", 0),
        ("Serbia attacked Bulgaria in October 1985.", 0),
        ("Serbia changed sides in 1985, attacking Bulgaria.", 0),
        ("Serbia attacked Bulgaria on 3 October 1955.", 0),
    ],
)
def test_what_has_no_day_is_history_sooner(coder: Coder, text: str, coded: int) -> None:
    assert len(coder.code_sentence(text, PRINTED)) == coded


@pytest.mark.parametrize("text", ["on 31 February", "in the year 12", "on 2019-13-40"])
def test_impossible_days_are_no_days(text: str) -> None:
    assert days.expressions(f"They met {text}.", PRINTED, ahead=False) == []


@pytest.mark.parametrize("printed", [date(1, 1, 1), date(25, 3, 1), date(9999, 12, 31)])
@pytest.mark.parametrize(
    "text",
    [
        "999 weeks ago",
        "in 900 days",
        "next Monday",
        "last week",
        "in 99 decades",
        "on Friday",
        "tomorrow",
        "yesterday",
        "last year",
        "next year",
        "next month",
    ],
)
def test_articles_from_the_ends_of_time_break_nothing(printed: date, text: str) -> None:
    for ahead in (True, False):
        days.expressions(f"They met {text}.", printed, ahead=ahead)


def test_each_act_has_the_day_of_its_own_clause(parsed: Callable[[str], Sentence]) -> None:
    sentence = parsed(
        "On Monday Chad expelled a diplomat, and on Tuesday Niger recalled its envoy."
    )
    at = {word.text: word.i for word in sentence.words}
    first = days.resolve(sentence, at["expelled"], PRINTED, ahead=False)
    second = days.resolve(sentence, at["recalled"], PRINTED, ahead=False)
    assert first is not None
    assert second is not None
    assert (first.day, second.day) == (date(2020, 1, 13), date(2020, 1, 14))


def test_without_any_day_an_act_has_none(parsed: Callable[[str], Sentence], coder: Coder) -> None:
    sentence = parsed("Chad expelled a Belgian diplomat.")
    assert days.resolve(sentence, 1, None, ahead=False) is None
    assert coder.code_sentence("Chad expelled a Belgian diplomat.", None) == []
    assert coder.code_sentence("Chad expelled a Belgian diplomat in 2012.", None)


@pytest.mark.parametrize(
    "text",
    [
        "Centuries ago Norway invaded Sweden.",
        "Decades ago Norway bombed Sweden.",
        "In the late 1990s Norway bombed Sweden.",
        "During the Second World War Norway bombed Sweden.",
        "In 1523 Norway attacked Sweden.",
        "Under Haakon the Great, Norway attacked Sweden.",
        "Under the tsars Norway bombed Sweden.",
    ],
)
def test_what_lies_far_back_is_no_event_of_a_day(coder: Coder, text: str) -> None:
    assert coder.code_sentence(text, date(2024, 3, 19)) == []


@pytest.mark.parametrize(
    ("text", "day", "status"),
    [
        ("Twenty-five years ago Norway bombed Sweden.", date(1999, 1, 1), "happened"),
        ("Half a century ago Norway bombed Sweden.", date(1974, 1, 1), "happened"),
        (
            "Tomorrow the Norwegian premier meets his Swedish colleague.",
            date(2024, 3, 20),
            "planned",
        ),
        ("Norway's king flies to Riga on Sunday.", date(2024, 3, 24), "planned"),
        ("Norway's king flew to Riga on Sunday.", date(2024, 3, 17), "happened"),
    ],
)
def test_days_in_words_and_presents_that_plan(
    coder: Coder, text: str, day: date, status: str
) -> None:
    (event,) = coder.code_sentence(text, date(2024, 3, 19))
    assert (event.day, event.status) == (day, status)


def test_what_so_many_years_after_means_is_of_its_own_clause(coder: Coder) -> None:
    found = coder.code_sentence(
        "Two decades after Norway bombed Sweden, Finland thanked Norway.", date(2024, 3, 19)
    )
    assert {(event.type, event.day, event.precision) for event in found} == {
        ("ASSAULT", date(2004, 1, 1), "year"),
        ("SUPPORT", date(2024, 3, 19), "day"),
    }
    (event,) = coder.code_sentence(
        "Two years after the war, Norway thanked Sweden.", date(2024, 3, 19)
    )
    assert event.day == date(2024, 3, 19)
