from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.assistant.budget import LEAST, fitted, tokens

TEXTS = st.text(max_size=400)
ROWS = st.lists(st.dictionaries(st.sampled_from("abcd"), TEXTS, max_size=4), max_size=40)


@settings(max_examples=40)
@given(rows=ROWS, coverage=ROWS, note=TEXTS, budget=st.integers(LEAST, 4000))
def test_an_answer_keeps_to_its_budget_and_says_what_it_lacks(
    rows: list[Any], coverage: list[Any], note: str, budget: int
) -> None:
    answer = {"rows": rows, "coverage": coverage, "note": note}
    small = fitted(answer, budget, ("rows", "coverage"))
    assert tokens(small) <= budget
    for name, whole in (("rows", rows), ("coverage", coverage)):
        assert len(small[name]) + small.get("left_out", {}).get(name, 0) == len(whole)
    if tokens(answer) <= budget:
        assert small == answer


def test_the_list_that_is_needed_least_goes_first() -> None:
    answer = {"rows": ["r" * 90] * 30, "coverage": ["c" * 90] * 3}
    small = fitted(answer, 600, ("rows", "coverage"))
    assert len(small["coverage"]) == 3
    assert 10 < len(small["rows"]) < 30
    assert small["left_out"] == {"rows": 30 - len(small["rows"])}


def test_texts_are_cut_before_the_last_row_goes() -> None:
    small = fitted({"rows": ["r" * 9000], "note": "n" * 900}, 600, ("rows",))
    assert len(small["rows"]) == 1
    assert small["cut"] is True
    assert small["rows"][0].endswith("…")
