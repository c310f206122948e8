"""The page on the diagnostics says what their modules say."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from steelyard import diagnostics, statistics
from steelyard.diagnostics import grounds
from steelyard.records import Diagnostic

PAGE = Path(__file__).parents[2] / "docs" / "diagnostics.md"


def sections() -> dict[str, str]:
    parts = PAGE.read_text(encoding="utf-8").split("\n## ")[1:]
    return {part.split("\n", 1)[0]: " ".join(part.split("\n", 1)[1].split()) for part in parts}


def told(diagnostic: Diagnostic, part: str) -> str:
    """What the module docstring says under one of its headings."""
    text = sys.modules[diagnostic.judge.__module__].__doc__ or ""
    after = " ".join(text.split()).split(f"{part}: ", 1)[1]
    for other in ("Idea", "Misleads when", "Source"):
        after = after.split(f" {other}: ", 1)[0]
    return after


def test_every_diagnostic_has_its_section_and_no_other_has() -> None:
    found = [name for name in sections() if name != "The rule of grading"]
    assert found == [diagnostic.name for diagnostic in diagnostics.ALL]


@pytest.mark.parametrize("diagnostic", diagnostics.ALL, ids=lambda d: d.name)
def test_its_section_says_what_the_module_says(diagnostic: Diagnostic) -> None:
    section = sections()[diagnostic.name]
    assert diagnostic.question in section
    assert f'"{diagnostic.proposition}"' in section
    for part in ("Idea", "Misleads when", "Source"):
        assert told(diagnostic, part) in section, part
    for grade in ("supports", "opposes", "cannot_tell"):
        assert f"`{grade}`" in section


def test_the_rule_of_grading_has_the_values_of_the_code() -> None:
    page = PAGE.read_text(encoding="utf-8").split("## The rule of grading")[1]
    values = [line.split("|")[2].strip() for line in page.splitlines() if line.startswith("| ")]
    assert values[1:] == [
        f"{value:g}"
        for value in (
            statistics.LEVEL,
            statistics.SURE,
            statistics.INTERESTING_RATIO,
            statistics.MINIMAL_RATIO,
            statistics.INTERESTING_SHARE,
            statistics.MINIMAL_SHARE,
            statistics.POWER,
            statistics.DETECTABLE,
            grounds.FEW,
            grounds.LARGEST_GAP,
        )
    ]
