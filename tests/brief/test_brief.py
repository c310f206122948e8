"""The four files of a brief: valid, the same every time, and safe whatever the data say."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.brief.conftest import HOSTILE, screens

from steelyard.brief import findings_csv, to_dict, to_html, to_json, to_markdown
from steelyard.brief.first_screen import decision, first_screen, name_of
from steelyard.brief.labels import search_text
from steelyard.brief.open_questions import open_questions
from steelyard.brief.page import _ratio_rows, _strip, script_hash
from steelyard.errors import CaseError
from steelyard.records import Brief, Decision, Finding, Measure, MeasureKind
from steelyard.wording import capital

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
def page(html: str) -> Page:
    return Page(html)


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


def test_the_page_needs_no_network_and_runs_one_script_of_its_own(
    page: Page, brief: Brief, html: str
) -> None:
    assert page.tags.count("script") == 1
    assert page.handlers == []
    assert "default-src 'none'" in html
    (script,) = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    assert f"script-src '{script_hash(script)}'" in html
    assert "fetch(" not in script
    assert "innerHTML" not in script
    drawn = "data:image/svg+xml;base64,"
    outer = [link for link in page.links if not link.startswith(("#", drawn))]
    known = {str(row["url"]) for row in brief.evidence.values()}
    known |= {str(card.address) for card in brief.sources}
    assert set(outer) <= known
    assert "link" not in page.tags
    assert not re.search(r"@import|url\((?!#)", html)


def test_every_number_of_a_finding_leads_to_a_row(brief: Brief, html: str) -> None:
    """The property that the page stands on: what was counted links to what was counted."""
    for found in brief.findings:
        (article,) = re.findall(
            rf'<article id="{found.client}-{found.diagnostic}".*?</article>', html, re.DOTALL
        )
        linked = set(re.findall(r'href="#([et][0-9a-f]{15})"', article))
        assert set(found.evidence[:12]) <= linked
        for table in found.exhibits:
            for ids in table.evidence:
                assert set(ids[:12]) <= linked


def test_the_page_is_small_and_its_first_paint_needs_no_script(html: str) -> None:
    assert len(html.encode()) < 1_500_000
    assert html.index("<script>") > html.index("</main>")


def test_all_parts_stand_open_in_the_appendix(brief: Brief) -> None:
    closed = re.findall(r"<details class=\"part[^>]*>", to_html(brief))
    opened = re.findall(r"<details class=\"part[^>]*>", to_html(brief, appendix=True))
    assert len(closed) == len(opened) > 8
    assert not any(" open" in tag for tag in closed)
    assert all(" open" in tag for tag in opened)


def test_the_first_screen_says_why_and_what_it_rests_on(brief: Brief) -> None:
    first = first_screen(brief)
    assert first["why"].startswith("“Routine” is the most probable reading: 75")
    assert "Confidence is low: the record answers 8 of 35 questions that apply, " in first["rests"]
    assert "real case" in first["rests"]
    assert re.fullmatch(
        r"\(Steelyard [\d.]+, balkans-2019, 317 rows to 31 Dec 2019, low confidence\)",
        first["warrant"],
    )
    assert len(first["decisive"]) == 3
    asked = {f.client: f for f in brief.verdict.families if f.family == "what"}
    sizes = [abs(item["decibans"]) for item in first["decisive"]]
    assert sizes == sorted(sizes, reverse=True)
    # What a question rests on in the weighing stands beside what it found.
    weighed = {item["record"].diagnostic: item["weighed"] for item in first["decisive"]}
    assert "commit themselves (weighed by real cases)" in weighed["substance"]
    assert not weighed["novelty"]
    for item in first["decisive"]:
        found = item["record"]
        assert item["decibans"] == asked[found.client].decibans[found.diagnostic]["realignment"]


def test_the_pieces_of_a_bar_are_what_the_findings_add(brief: Brief) -> None:
    for panel in first_screen(brief)["panels"]:
        family = brief.verdict.family(panel["client"], "what")
        for row in panel["rows"]:
            for piece in row["pieces"]:
                said = family.decibans[piece["diagnostic"]][row["name"]]
                assert piece["decibans"] == said
                right = piece["left"] + piece["width"] / 2 > panel["zero"]
                assert right is (said > 0)
                assert -0.01 <= piece["left"] <= piece["left"] + piece["width"] <= 100.01


def test_what_is_not_graded_stands_once_bounded_apart_from_open(brief: Brief) -> None:
    found = open_questions(brief)
    left = [f for f in brief.findings if f.grade in ("cannot_tell", "not_applicable")]
    held = {f"{f.client}-{f.diagnostic}" for f in left if f.answered in ("bounded", "estimated")}
    told = {
        key: [
            one["anchor"] for row in found[key] for k in row["known"] for one in (k, *k["others"])
        ]
        for key in ("held", "rows")
    }
    assert set(told["held"]) == held
    assert sorted(told["held"] + told["rows"]) == sorted(f"{f.client}-{f.diagnostic}" for f in left)
    assert found["open"] == len(told["rows"])
    assert found["bounded"] + found["estimated"] == len(held)
    for key in ("held", "rows"):
        assert len({row["question"] for row in found[key]}) == len(found[key])
    wants = [want for key in ("held", "rows") for row in found[key] for want in row["wants"]]
    (most,) = found["shared"][:1]
    assert most.letter == "A"
    assert not any(want.startswith(most.stem) for want in wants)
    assert sum(want.startswith("A") for want in wants) > len(wants) / 3


def test_a_bounded_answer_names_its_bounds_and_what_would_change_its_grade(
    brief: Brief, html: str
) -> None:
    (table,) = re.findall(r'<details class="part two" id="bounds".*?</details>', html, re.DOTALL)
    assert "answers have bounds" in table
    assert "it would have another grade" in table
    for found in brief.findings:
        if found.answered == "bounded" and found.effort:
            assert f"[{search_text(found)}" in table


def test_a_sentence_copied_alone_carries_its_warrant(brief: Brief, html: str) -> None:
    copies = re.findall(r'data-copy="([^"]*)"', html)
    assert len(copies) > len(brief.findings)
    for text in copies:
        assert "317 rows to 31 Dec 2019, low confidence)" in text
        assert "/work" not in text
    assert any("brief.html#SRB-balance" in text for text in copies)


def test_the_answer_is_the_title_and_the_first_heading(brief: Brief, html: str) -> None:
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
    assert page.tags.count("script") == 1  # the page's own
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


@pytest.mark.parametrize(
    ("turns", "said"),
    [
        (0, "none was a lasting turn"),
        (1, "one was a lasting turn"),
        (7, "seven were lasting turns"),
        (16, "all were lasting turns"),
    ],
)
def test_the_track_record_is_said_in_plain_words(brief: Brief, turns: int, said: str) -> None:
    bands = [{"low": 0.0, "high": 1.0, "cases": 16, "turns": turns}]
    verdict = replace(brief.verdict, track_record={"bands": bands})
    told = first_screen(replace(brief, verdict=verdict))["rests"]
    assert (
        f"Of 16 real cases given 0 to 100\u00a0%, as Serbia and North Macedonia were, {said}."
        in told
    )


def test_markdown_says_what_the_page_says(brief: Brief) -> None:
    text = to_markdown(brief)
    assert text.startswith("# ")
    for finding in brief.findings:
        assert f"{capital(name_of(brief, finding.client))} · {finding.diagnostic}" in text
    assert screens(text.partition("\n# Appendix\n")[0]) <= 3


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


def test_a_row_read_from_another_language_says_so(brief: Brief) -> None:
    name = next(f.evidence[0] for f in brief.findings if f.evidence and f.diagnostic == "distrust")
    row = {**brief.evidence[name], "coder": "rules ru 1"}
    html = to_html(replace(brief, evidence={**brief.evidence, name: row}))
    assert html.count("Read from Russian by machine; the sentence is the original.") == 1
    assert "1 of these rows was read from Russian by machine" in html
    assert "by machine" not in to_html(brief)


@pytest.mark.parametrize(
    ("missed", "choice", "crosses"), [(1, "wait", False), (999, "act", False), (None, None, True)]
)
def test_the_price_of_a_wrong_call(
    brief: Brief, missed: float | None, choice: str | None, *, crosses: bool
) -> None:
    low, high = brief.verdict.family("SRB", "what").span("realignment")
    cost = 2 / (low + high) - 1 if missed is None else missed  # the threshold between both ends
    asked = Decision(act="act", wait="wait", false_alarm=1, missed=cost)
    given = replace(brief, case=replace(brief.case, decision=asked))
    found = decision(given)
    assert found is not None
    row = found["rows"][0]
    assert row["crosses"] is crosses
    assert choice in (None, row["choice"])
    assert "What a wrong call costs" in to_html(given)
    assert "What a wrong call costs" in to_markdown(given)
    assert json.loads(to_json(given))["decision"]["threshold"] == pytest.approx(
        1 / (1 + cost), 1e-4
    )


def test_without_a_decision_nothing_is_said_of_it(brief: Brief) -> None:
    assert decision(brief) is None
    assert "wrong call" not in to_html(brief)


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


def test_a_note_of_the_keeper_stands_beside_its_row(brief: Brief, html: str) -> None:
    name = next(n for n in brief.evidence if n.startswith("e") and f'id="{n}"' in html)
    noted = {**brief.evidence, name: {**brief.evidence[name], "note": "the day is a guess"}}
    assert "Note: the day is a guess" in to_html(replace(brief, evidence=noted))
