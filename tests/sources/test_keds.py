"""KEDS: a party is its whole code, or a state and a known role; nothing else is guessed."""

from __future__ import annotations

import pytest
from tests.sources.conftest import Mapped

HEADER = "date,source,target,code,desc"


def row(mapped: Mapped, text: str) -> dict[str, object]:
    (found,) = mapped("keds", "balkans.weis.csv", f"{HEADER}\n{text}\n")
    return found


def test_a_state_and_a_role_after_it(mapped: Mapped) -> None:
    found = row(mapped, "1999-03-24,SERGOV,USA,112,REJECT")
    assert (found["actor"], found["actor_role"]) == ("YUG", "GOV")
    assert found["unknown"] is None


@pytest.mark.parametrize("code", ["SERXQZ", "XQZGOV", "XQZ"])
def test_a_code_of_which_a_part_is_not_known_names_nobody(mapped: Mapped, code: str) -> None:
    found = row(mapped, f"1999-03-24,{code},USA,112,REJECT")
    assert found["actor"] == "UNK"
    assert found["unknown"] == code
    assert found["problem"] is None


def test_rows_without_a_source_a_day_or_a_known_code_are_bad(mapped: Mapped) -> None:
    assert row(mapped, "1999-03-24,,USA,112,REJECT")["problem"] == "no source"
    assert row(mapped, "1999-03-99,SER,USA,112,REJECT")["problem"] == "no day: 1999-03-99"
    assert row(mapped, "1999-03-24,SER,USA,,REJECT")["problem"] == "no code"
    assert row(mapped, "1999-03-24,SER,USA,999,REJECT")["problem"] == "unknown WEIS code 999"
