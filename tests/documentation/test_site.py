from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from documentation import gallery, links, pages, record, reference, site
from tests.conftest import SHARED

import steelyard as sy
from steelyard import statistics


def test_the_site_is_whole_and_each_page_has_a_markdown_twin(built: Path) -> None:
    assert links.problems(built) == []
    assert (built / "verdict" / "index.html").exists()
    for page in built.rglob("index.html"):
        assert page.with_name("index.md").exists(), page
    assert "# How to read a verdict" in (built / "verdict" / "index.md").read_text(encoding="utf-8")


def test_llms_txt_leads_to_twins_that_are_there(built: Path) -> None:
    text = (built / "llms.txt").read_text(encoding="utf-8")
    assert text.startswith("# Steelyard\n\n> Weighs whether a state")
    named = re.findall(r"^- \[[^\]]+\]\(([^)]+)\): .+[.:?]$", text, re.MULTILINE)
    assert len(named) == len(re.findall(r"^- ", text, re.MULTILINE)) > 25
    for name in named:
        assert (built / name).exists(), name


def test_the_gallery_shows_the_brief_whose_rows_ship_and_none_that_were_not_made(
    built: Path,
) -> None:
    index = (built / "gallery" / "index.md").read_text(encoding="utf-8")
    assert index.count("not made here") == len(gallery.ENTRIES) - 1 == 7
    page = (built / "gallery" / "new-case" / "index.md").read_text(encoding="utf-8")
    assert "| SRB | tempo |" in page
    assert (built / "gallery" / "new-case" / "brief.html").exists()
    assert not (built / "gallery" / "serbia-2000").exists()


def test_an_answer_that_points_the_other_way_is_called_missed() -> None:
    def brief(turn: float) -> dict[str, object]:
        return {"verdict": {"HRV": {"what": {"realignment": turn}}}}

    assert gallery._end("croatia-2000", brief(0.9)) == "a lasting turn (realignment)"
    assert gallery._end("croatia-2000", brief(0.2)) == "a lasting turn (realignment); *missed*"
    assert gallery._end("new-case") == "not known"


def test_rows_of_others_are_not_shown() -> None:
    shipped = {entry.name for entry in gallery.ENTRIES if entry.ships}
    assert shipped == {"balkans-2019", "new-case"}
    if (SHARED / "data" / gallery.KEDS).exists():
        assert all(gallery._case(entry.name).clients for entry in gallery.ENTRIES)


def test_the_reference_names_everything_public() -> None:
    python, numbers, commands = reference.python(), reference.numbers(), reference.commands()
    for name in sy.__all__:
        thing = getattr(sy, name)
        assert (f"## sy.{name} " in python) != hasattr(thing, "__path__"), name
    for name in statistics.__all__:
        assert (f"## sy.statistics.{name} " in numbers) == callable(getattr(statistics, name)), name
    assert "`--suppose EVENT\\|FILE`" in commands
    assert "## mcp" in commands
    assert "- `SteelyardError`" not in reference._docstring(sy.weigh)
    assert re.search(r"\*\*Raises\*\*\n\n- `SourceError`: ", reference._docstring(sy.weigh))


def test_the_track_record_is_that_of_the_weights() -> None:
    text = record.page()
    assert re.search(
        r"weighed by (\d+) real cases with known ends, (\d+) of them lasting turns", text
    )
    bands = re.findall(r"^\| \d+ to \d+ % \| (\d+) \| (\d+) \|", text, re.MULTILINE)
    cases, turns = (sum(int(band[at]) for band in bands) for at in (0, 1))
    assert f"weighed by {cases} real cases with known ends, {turns} of them" in text
    assert "| croatia-2000 | 2000-01-03 |" in text


def test_what_is_wrong_with_a_site_is_found(built: Path, tmp_path: Path) -> None:
    place = tmp_path / "site"
    shutil.copytree(built, place)
    page = place / "scale" / "index.html"
    text = page.read_text(encoding="utf-8")
    wrong = (
        '<a href="../nowhere/">x</a><a href="../verdict/#no-such-part">x</a>'
        '<script src="https://example.org/x.js"></script>'
    )
    page.write_text(text.replace("</body>", f"{wrong}</body>"), encoding="utf-8")
    (place / "lonely").mkdir()
    (place / "lonely" / "index.html").write_text("<p>No page links here.</p>", encoding="utf-8")
    assert links.problems(place) == [
        "scale/index.html: loads https://example.org/x.js from another host",
        "scale/index.html: ../nowhere/ leads nowhere",
        "scale/index.html: ../verdict/#no-such-part names an anchor that is not there",
        "lonely/index.html: no page links to it",
    ]


def test_a_page_in_no_list_and_a_list_without_its_page_are_refused() -> None:
    with pytest.raises(
        site.BuildError, match=r"(?s)b\.md is in no list.*lists a\.md, which is not"
    ):
        site._check_listed(["b.md", "diagnostics/README.md"], ["a.md", "diagnostics/README.md"])


def test_links_to_the_source_become_text_and_links_to_pages_lead_to_them(tmp_path: Path) -> None:
    pages.stage(tmp_path / "pages")
    text = (tmp_path / "pages" / "coding.md").read_text(encoding="utf-8")
    assert "](../src/" not in text
    decisions = (tmp_path / "pages" / "decisions" / "index.md").read_text(encoding="utf-8")
    assert "](0010-rates-and-leads.md)" in decisions
