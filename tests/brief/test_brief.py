"""The four files of a brief: valid, the same every time, and safe whatever the data say."""

from __future__ import annotations

import csv
import json
import re
from html.parser import HTMLParser
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.brief.conftest import HOSTILE

from steelyard.brief import findings_csv, to_dict, to_html, to_json, to_markdown
from steelyard.brief.page import _ratio_rows, _strip
from steelyard.errors import CaseError
from steelyard.records import Brief, Finding, Measure, MeasureKind

SCHEMA = json.loads((files("steelyard.brief") / "brief.schema.json").read_text(encoding="utf-8"))


class Page(HTMLParser):
    """What a browser would make of the page: its elements, ids and links."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.handlers: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name in ("href", "src", "xlink:href"):
                self.links.append(value or "")
            if name.startswith("on"):
                self.handlers.append(name)

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def page(brief: Brief) -> Page:
    return Page(to_html(brief))


def test_the_json_twin_fits_its_published_schema(brief: Brief, hostile: Brief) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    validator = jsonschema.Draft202012Validator(SCHEMA)
    for one in (brief, hostile):
        errors = [e.message for e in validator.iter_errors(json.loads(to_json(one)))]
        assert errors == []


def test_the_schema_refuses_what_is_no_brief(brief: Brief) -> None:
    whole: dict[str, Any] = json.loads(to_json(brief))
    validator = jsonschema.Draft202012Validator(SCHEMA)
    whole["findings"][0]["grade"] = "maybe"
    assert not validator.is_valid(whole)


def test_the_keys_that_scripts_rely_on_are_there(brief: Brief) -> None:
    whole = to_dict(brief)
    for key in [
        "case",
        "question",
        "answer",
        "confidence",
        "verdict",
        "findings",
        "claims",
        "would_change",
        "evidence",
        "sources",
        "seed",
        "version",
    ]:
        assert key in whole
    assert set(whole["verdict"]) == {"SRB", "MKD"}
    assert set(whole["verdict"]["SRB"]["what"]) == {
        "realignment",
        "leverage",
        "routine",
        "audience",
        "rupture",
        "none",
    }
    assert set(whole["verdict"]["SRB"]["driver"]) == {
        "patron_push",
        "client_pull",
        "reactive",
        "none",
    }
    for finding in whole["findings"]:
        for key in [
            "diagnostic",
            "client",
            "question",
            "sentence",
            "grade",
            "effect",
            "unit",
            "low",
            "high",
            "n_before",
            "n_after",
            "smallest_detectable",
            "reasons",
            "decibans",
            "evidence",
        ]:
            assert key in finding


def test_every_link_within_the_page_leads_somewhere(page: Page) -> None:
    assert len(page.ids) == len(set(page.ids))
    inner = {link[1:] for link in page.links if link.startswith("#")}
    assert inner <= set(page.ids)
    assert len(inner) > 100


def test_the_page_needs_no_network_and_no_script(page: Page, brief: Brief) -> None:
    html = to_html(brief)
    assert "script" not in page.tags
    assert page.handlers == []
    assert "default-src 'none'" in html
    outer = [link for link in page.links if not link.startswith("#")]
    known = {str(row["url"]) for row in brief.evidence.values()}
    known |= {str(card.address) for card in brief.sources}
    assert set(outer) <= known
    assert "link" not in page.tags
    assert not re.search(r"@import|url\((?!#)", html)


def test_the_answer_is_the_title_and_the_first_heading(brief: Brief) -> None:
    html = to_html(brief)
    assert f"<title>{brief.verdict.answer}</title>" in html
    assert html.index("<h1>") < html.index("<h2")
    assert re.findall(r"<h1[ >]", html).__len__() == 1


def test_headings_are_in_order(brief: Brief) -> None:
    levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", to_html(brief))]
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_every_source_shows_its_limitation(page: Page, brief: Brief) -> None:
    for card in brief.sources:
        assert " ".join(card.limitation.split())[:60] in " ".join(page.text.split())


def test_hostile_text_is_shown_and_never_run(hostile: Brief) -> None:
    page = Page(to_html(hostile))
    assert "script" not in page.tags
    assert page.handlers == []
    assert "img" not in page.tags
    assert HOSTILE in page.text
    assert not [link for link in page.links if "javascript" in link.lower()]


def test_hostile_text_stays_text_in_markdown_and_spreadsheets(hostile: Brief) -> None:
    assert not re.search(r"(?<!\\)[<`]", to_markdown(hostile))
    for row in csv.reader(findings_csv(hostile).splitlines()):
        assert not any(cell.startswith(("=", "+", "@")) for cell in row)


def test_the_table_has_a_row_a_finding(brief: Brief) -> None:
    rows = list(csv.DictReader(findings_csv(brief).splitlines()))
    assert [(r["client"], r["diagnostic"]) for r in rows] == [
        (f.client, f.diagnostic) for f in brief.findings
    ]


def test_markdown_says_what_the_page_says(brief: Brief) -> None:
    text = to_markdown(brief)
    assert text.startswith("# ")
    for finding in brief.findings:
        assert f"{finding.client} · {finding.diagnostic}" in text


def test_all_files_are_the_same_every_time(brief: Brief) -> None:
    for make in (to_html, to_json, to_markdown, findings_csv):
        assert make(brief) == make(brief)


def test_files_appear_together_and_replace_their_own(brief: Brief, tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    (tmp_path / "a").mkdir()
    written = brief.save(folder)
    (folder / "mine.txt").write_text("kept", encoding="utf-8")
    again = brief.save(folder)
    assert written == again
    assert {path.name for path in folder.iterdir()} == {*(p.name for p in written), "mine.txt"}


def test_a_folder_that_cannot_be_made_leaves_nothing(brief: Brief, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(CaseError, match="cannot be written to"):
        brief.save(tmp_path / "file" / "deeper")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_failure_half_way_leaves_nothing(
    brief: Brief, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(CaseError, match="No space left"):
        brief.save(tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def finding(**values: Any) -> Finding:
    known: dict[str, Any] = {
        "diagnostic": "votes",
        "client": "SRB",
        "question": "Does it vote differently since?",
        "proposition": "it moved",
        "sentence": "It moved.",
        "grade": "supports",
        "effect": 0.0,
        "low": -0.5,
        "high": 0.5,
        "scale": "difference",
        "null": 0.0,
    }
    return Finding(**{**known, **values})


@pytest.mark.parametrize(
    ("values", "strip"),
    [
        ({}, {"low": 25.0, "effect": 50.0, "high": 75.0, "none": 50.0}),
        (
            {"scale": "ratio", "null": 1.0, "effect": 1.0, "low": 0.125, "high": None},
            {"low": 0.0, "effect": 300 / 7, "high": 100.0, "none": 300 / 7},
        ),
        (
            {"scale": "share", "null": 0.2, "effect": 0.3, "low": 0.1, "high": 0.9},
            {"low": 10.0, "effect": 30.0, "high": 90.0, "none": 20.0},
        ),
        ({"scale": "count"}, None),
        ({"low": None}, None),
    ],
)
def test_a_strip_has_the_scale_of_its_effect_whatever_the_words(
    values: dict[str, Any], strip: dict[str, float] | None
) -> None:
    found = _strip(finding(**values))
    assert found == (strip if strip is None else pytest.approx(strip))


def test_only_ratios_are_drawn_as_ratios(brief: Brief) -> None:
    tie = next(name for name, row in brief.evidence.items() if row["kind"] == "tie")
    kinds: tuple[MeasureKind, ...] = ("ratio", "level", "trend", "step", "rank")
    measures = tuple(
        Measure(name=kind, kind=kind, label=kind, value=2.0, unit="times", evidence=(tie,))
        for kind in kinds
    )
    rows = _ratio_rows(brief, [finding(measures=measures)])
    assert [row["label"] for row in rows] == ["ratio"]
