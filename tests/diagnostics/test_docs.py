"""The pages on the diagnostics say what their modules say."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from steelyard import diagnostics, statistics
from steelyard.diagnostics import reasons
from steelyard.records import Diagnostic
from steelyard.statistics.rates import rate_change

PAGES = Path(__file__).parents[2] / "docs" / "diagnostics"


def page(name: str) -> str:
    return (PAGES / f"{name}.md").read_text(encoding="utf-8")


def told(diagnostic: Diagnostic, part: str) -> str:
    """What the module docstring says under one of its headings."""
    text = import_module(f"steelyard.diagnostics.questions.{diagnostic.name}").__doc__ or ""
    after = " ".join(text.split()).split(f"{part}: ", 1)[1]
    for other in ("Idea", "Misleads when", "Source"):
        after = after.split(f" {other}: ", 1)[0]
    return after


def test_every_diagnostic_has_its_page_and_no_other_has() -> None:
    names = [diagnostic.name for diagnostic in diagnostics.ALL]
    assert sorted(path.stem for path in PAGES.glob("*.md")) == sorted(["README", *names])
    listed = [
        line.split("]")[0][3:] for line in page("README").splitlines() if line.startswith("| [")
    ]
    assert listed == names


@pytest.mark.parametrize("diagnostic", diagnostics.ALL, ids=lambda d: d.name)
def test_its_page_says_what_the_module_says(diagnostic: Diagnostic) -> None:
    section = " ".join(page(diagnostic.name).split())
    assert diagnostic.question in section
    assert f'"{diagnostic.proposition}"' in section
    for part in ("Idea", "Misleads when", "Source"):
        assert told(diagnostic, part) in section, part
    for grade in ("supports", "opposes", "cannot_tell"):
        assert f"`{grade}`" in section


def test_the_rule_of_grading_has_the_values_of_the_code() -> None:
    rule = page("README").split("## The rule of grading")[1]
    values = [line.split("|")[2].strip() for line in rule.splitlines() if line.startswith("| ")]
    assert values[1:14] == [
        f"{value:g}"
        for value in (
            statistics.LEVEL,
            statistics.SURE,
            statistics.INTERESTING_RATIO,
            statistics.MINIMAL_RATIO,
            statistics.INTERESTING_SHARE,
            statistics.MINIMAL_SHARE,
            statistics.PLACEBO,
            statistics.POWER,
            statistics.DETECTABLE,
            reasons.FEW,
            reasons.LARGEST_GAP,
            rate_change.BLUNT,
            reasons.AMONG_COUNTS,
        )
    ]


@pytest.mark.parametrize("diagnostic", diagnostics.ALL, ids=lambda d: d.name)
def test_its_picture_shows_what_it_sees_and_where_it_cannot_tell(diagnostic: Diagnostic) -> None:
    """If this fails, a judge has changed: `python -m evaluation.pictures` draws them again."""
    picture = (PAGES / f"{diagnostic.name}.svg").read_text(encoding="utf-8")
    for grade in ("supports", "cannot_tell"):
        assert f"{diagnostic.name}: {grade}<" in picture
