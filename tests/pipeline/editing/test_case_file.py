"""case.toml changed key by key: comments, order and everything else stay."""

from __future__ import annotations

from datetime import date

import pytest

from steelyard import cases
from steelyard.errors import CaseError
from steelyard.pipeline.editing import case_file

TEXT = (cases.blank() / "case.toml").read_text(encoding="utf-8")


def test_a_changed_key_changes_its_line_alone() -> None:
    text = case_file.changed(TEXT, {"clients": ["SRB", "MKD"], "shock.day": date(2019, 10, 19)})
    before, after = TEXT.splitlines(), text.splitlines()
    changed = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
    assert len(changed) == 2
    assert all(a.partition("#")[2] == b.partition("#")[2] for a, b in changed)
    assert case_file.values(text)["clients"] == ["SRB", "MKD"]
    assert case_file.values(text)["shock"]["day"] == date(2019, 10, 19)


def test_the_same_value_changes_nothing_and_none_takes_a_key_away() -> None:
    assert case_file.changed(TEXT, {"clients": ["SRB"], "poles.russia.role": "rival"}) == TEXT
    text = case_file.changed(TEXT, {"poles.russia.title": None})
    assert "title" not in case_file.values(text)["poles"]["russia"]
    assert len(TEXT.splitlines()) - len(text.splitlines()) == 1


def test_a_new_key_is_added_in_its_table() -> None:
    days = [date(2019, 10, 18), date(2021, 1, 1)]
    text = case_file.changed(TEXT, {"windows.concession": days, "peers": ["ALB"]})
    assert case_file.values(text)["windows"]["concession"] == days
    assert case_file.values(text)["peers"] == ["ALB"]


def test_what_is_wrong_is_told_without_writing() -> None:
    folder = cases.folder("balkans-2019")
    text = (folder / "case.toml").read_text(encoding="utf-8")
    assert case_file.checked(text, folder)[0] is not None
    found, problems = case_file.checked(text.replace('"SRB", "MKD"', '"SBR", "MKD"', 1), folder)
    assert found is None
    assert "SBR" in problems[0]
    with pytest.raises(CaseError, match="line 1"):
        case_file.changed('title = "', {"title": "x"})
