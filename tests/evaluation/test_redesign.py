"""The comparison of two revisions: new keys are allowed, anything else is named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from evaluation.redesign import compare_briefs, compare_learned, differences

FINDINGS: list[dict[str, Any]] = [{"effect": 1.0, "low": None}, {"effect": 2.0, "low": 1.5}]
BRIEF: dict[str, Any] = {"case": "a", "findings": FINDINGS}


def write(folder: Path, brief: dict[str, Any], page: str = "# A") -> Path:
    folder.mkdir()
    (folder / "brief.json").write_text(json.dumps(brief), encoding="utf-8")
    (folder / "brief.md").write_text(page, encoding="utf-8")
    (folder / "findings.csv").write_text("effect\n1.0\n", encoding="utf-8")
    return folder


def test_new_keys_are_no_difference() -> None:
    after = {"case": "a", "kind": "new", "findings": [{**row, "n": 1} for row in FINDINGS]}
    assert not list(differences(BRIEF, after))


@pytest.mark.parametrize(
    ("after", "line"),
    [
        ({"case": "b", "findings": FINDINGS}, 'case: "a" became "b"'),
        ({"findings": FINDINGS}, ".case is gone"),
        ({"case": "a", "findings": FINDINGS[:1]}, "findings: 2 rows became 1"),
        (
            {"case": "a", "findings": [{"effect": 1, "low": None}, FINDINGS[1]]},
            "findings[0].effect: 1.0 became 1",
        ),
        (
            {"findings": FINDINGS, "case": "a"},
            "the whole: the keys are in another order",
        ),
    ],
)
def test_everything_else_is_named(after: dict[str, Any], line: str) -> None:
    assert list(differences(BRIEF, after)) == [line]


def test_pages_are_compared_only_where_that_is_asked(tmp_path: Path) -> None:
    one, other = write(tmp_path / "1", BRIEF), write(tmp_path / "2", BRIEF, page="# B")
    assert not compare_briefs(one, other, pages=False)
    assert compare_briefs(one, other, pages=True) == ["brief.md differs"]


def test_weights_are_compared_to_the_byte() -> None:
    assert not compare_learned(b'{"a": 1}', b'{"a": 1}', "weights")
    spaced = compare_learned(b'{"a": 1}', b'{"a":  1}', "weights")
    assert len(spaced) == 1 and spaced[0].startswith("weights: ")
    assert "a: 1 became 2" in compare_learned(b'{"a": 1}', b'{"a": 2}', "weights")[1]
