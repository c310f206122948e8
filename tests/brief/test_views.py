"""What Python shows of a brief and a finding: frames, plots, the views of a notebook."""

from __future__ import annotations

import copy
import pickle
from dataclasses import replace

import pandas as pd
import polars as pl
import pytest

from steelyard.errors import CaseError
from steelyard.records import Brief, Finding
from steelyard.records.views.frames import TABLES


@pytest.fixture(scope="module")
def finding(brief: Brief) -> Finding:
    return brief.findings[0]


def test_every_table_is_a_tidy_frame(brief: Brief) -> None:
    shapes = {name: brief.to_pandas(name) for name in TABLES}
    assert all(isinstance(frame, pd.DataFrame) for frame in shapes.values())
    assert len(shapes["findings"]) == len(brief.findings)
    assert len(shapes["evidence"]) == len(brief.evidence)
    sums = shapes["readings"].groupby(["client", "family"]).probability.sum()
    assert sums.round(9).tolist() == [1.0] * len(brief.verdict.families)
    assert (shapes["readings"].low <= shapes["readings"].high).all()
    told = shapes["decibans"].groupby(["client", "family", "reading"]).decibans.sum()
    row = shapes["readings"].query("client == 'SRB' and reading == 'routine'").iloc[0]
    assert told["SRB", "what", "routine"] == pytest.approx(row.decibans)
    assert shapes["evidence"].day.dtype.kind == "M"
    assert isinstance(brief.to_pandas("claims", to="polars"), pl.DataFrame)
    with pytest.raises(CaseError, match="is no table of a brief; there are findings, readings"):
        brief.to_pandas("reading")


def test_a_finding_leads_to_its_rows_and_a_plot(finding: Finding) -> None:
    rows = finding.rows()
    assert rows.id.tolist() == list(finding.evidence)
    assert {"day", "actor", "recipient", "type", "sentence", "url", "source_id"} <= set(
        rows.columns
    )
    chart = finding.plot().to_dict()
    assert chart["title"]["text"][0].startswith("anticipation, SRB")
    assert len(chart["vconcat"]) == 2  # the record and the answer
    bare = replace(finding, effect=None).plot().to_dict()
    assert len(bare["vconcat"]) == 1


def test_a_finding_travels_without_its_rows(finding: Finding) -> None:
    assert copy.deepcopy(finding) == finding
    there = pickle.loads(pickle.dumps(finding))
    assert there == finding
    with pytest.raises(CaseError, match="Weigh or diagnose the case again"):
        there.rows()


def test_the_plot_of_a_brief_has_the_record_and_both_families(brief: Brief) -> None:
    chart = brief.plot("MKD").to_dict()
    assert [len(part.get("hconcat", ())) for part in chart["vconcat"]] == [0, 2]


def test_a_prompt_shows_one_line_and_print_a_screen(brief: Brief, finding: Finding) -> None:
    for thing in (brief, brief.case, brief.verdict, finding, brief.verdict.families[0]):
        assert repr(thing).startswith("<")
        assert "\n" not in repr(thing)
        assert len(repr(thing)) < 240
    assert len(str(brief.verdict).splitlines()) < 12
    summary = brief.summary()
    assert summary.splitlines()[0] == brief.verdict.answer
    assert repr(summary) == str(summary)
    assert "SRB  anticipation" in summary


def test_a_notebook_shows_text_that_cannot_run(brief: Brief, finding: Finding) -> None:
    hostile = "<script>alert(1)</script>"
    verdict = replace(brief.verdict, answer=hostile, sentences=(hostile,), key_points=(hostile,))
    shown = [
        replace(brief, verdict=verdict)._repr_html_(),
        replace(finding, sentence=hostile, reasons=(hostile,))._repr_html_(),
        replace(brief.case, title=hostile, question=hostile)._repr_html_(),
        verdict._repr_html_(),
    ]
    for page in shown:
        assert "<script" not in page
        assert "&lt;script&gt;" in page
