"""A day is read as it is printed, or not at all: no form is guessed and none rolls over."""

from __future__ import annotations

from datetime import date

import pytest

from steelyard.articles.days import is_ambiguous, publication_day

THE_18TH = date(2024, 3, 18)


@pytest.mark.parametrize(
    "text",
    [
        *("2024-03-18", "2024/3/18", "2024.3.18", "20240318", "20240318T101500Z", "2024-W12-1"),
        *("2024W121", "2024-078", "1710756000", "1710756000000", "2024 Mar 18", "18/03/2024"),
        *("03/18/2024", "18.03.2024", "18.3.2024", "18-Mar-2024", "Mon, 18 Mar 24 10:00:00 GMT"),
        *(
            "2024-03-18T23:30:00-05:00",
            "2024-03-18T00:30:00+14:00",
            "18th of March 2024",
            "2024-03-18+01:00",
        ),
        *("10:00 AM EDT, Mon March 18, 2024", "Mon Mar 18 10:00:00 2024", "18/Mar/2024:10:00:00"),
        *("18 mars 2024", "lundi 18 mars 2024 à 18h30", "18. März 2024", "18 de marzo de 2024"),
        *("Montag, 18. März 2024", "18. 3. 2024.", "2024. március 18.", "18. марта 2024"),
        *("Mon Mar 18 10:00:00 +0000 2024", "18 March 2024."),
        *("Mon Mar 18 2024 10:00:00 GMT+0100 (CET)", "Monday 18 March 2024", "20240318101500"),
    ],
)
def test_one_day_in_many_forms(text: str) -> None:
    assert publication_day(text) == (THE_18TH, "")


@pytest.mark.parametrize(
    "text",
    [
        *("2024-13-18", "2023-02-29", "20240230", "2024-W54-1", "2023-366", "31 April 2024"),
        *("18 March 2024 was a long day in Belgrade.", "2 June 2025 is far off."),
        *("18 Mar", "March 2024", "2024", "10:00", "Monday", "2024-W12", "2024-000", "31.02.2024"),
        *("24-03-18", "2024/18/03", "18 listopad 2024", "99999999999", ""),
    ],
)
def test_what_is_no_day_is_none(text: str) -> None:
    day, wrong = publication_day(text)
    assert day is None
    assert wrong
    assert not is_ambiguous(wrong)


def test_which_of_two_days_is_asked_or_shown() -> None:
    day, wrong = publication_day("03/04/2024")
    assert day is None
    assert is_ambiguous(wrong)
    assert publication_day("03/04/2024", "dmy")[0] == date(2024, 4, 3)
    assert publication_day("03/04/2024", "mdy")[0] == date(2024, 3, 4)
    assert publication_day("04/04/2024")[0] == date(2024, 4, 4)
