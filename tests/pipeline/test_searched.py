"""How much a verdict rests on single rows, and real cases thinned to a few dozen rows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import steelyard as sy
from steelyard.archive import archive_of
from steelyard.pipeline.searched.thinned_history import ROWS, SAMPLES, fitted, samples
from steelyard.pipeline.weighing import evidence, weigh
from steelyard.records import Brief, event_table, tie_table
from steelyard.series import Record, occasions, split


def test_an_affair_left_out_for_real_lies_in_the_printed_range(brief: Brief) -> None:
    case = brief.case
    rows = evidence(sy.load_case("balkans-2019"))
    record = Record(rows, case)
    affairs = [
        one.rows
        for part in ("rows_before", "rows_after")
        for one in occasions(getattr(split(record, case, "SRB", "rival"), part))
        if len(one.rows) > 1
    ]
    events = rows.events.to_pyarrow()
    kept = [row not in affairs[0] for row in events["event_id"].to_pylist()]
    left = archive_of(
        events.filter(kept).cast(event_table([]).schema),
        rows.ties.to_pyarrow().cast(tie_table([]).schema),
        rows.sources,
    )
    then = weigh(replace(sy.load_case("balkans-2019"), events=(), ties=(), rows=left))
    for client in case.clients:
        low, high = brief.verdict.family(client, "what").span("realignment")
        p = then.verdict.family(client, "what").probabilities["realignment"]
        assert low - 0.005 <= p <= high + 0.005


def test_each_end_of_the_range_names_its_check(brief: Brief) -> None:
    verdict = brief.verdict.family("MKD", "what")
    kinds = {run.kind for run in verdict.sensitivity}
    assert {"question", "affair", "missed", "day", "priors", "publishers"} <= kinds
    low, high = verdict.ends("realignment")
    span = verdict.span("realignment")
    by_change = {run.change: run.probabilities["realignment"] for run in verdict.sensitivity}
    assert high is not None
    assert by_change[high] == span[1]
    assert low is None or by_change[low] == span[0]


def test_three_kinds_of_answer_are_told_apart(brief: Brief) -> None:
    for finding in brief.findings:
        assert (finding.answered == "graded") == (finding.grade in ("supports", "opposes"))
        if finding.answered == "bounded" and finding.effort is not None:
            assert any(end is not None for end in finding.effort.bounds)
            assert any("at most" in reason or "at least" in reason for reason in finding.reasons)
        if finding.effort is not None:
            assert [point.gamma for point in finding.effort.points if point.gamma == 1.0] == [1.0]
    (anticipation,) = (
        f for f in brief.findings if (f.diagnostic, f.client) == ("anticipation", "SRB")
    )
    assert (anticipation.grade, anticipation.n_before, anticipation.n_after) == ("supports", 4, 5)


def test_a_complete_list_is_graded_as_a_count(brief: Brief) -> None:
    (routine,) = (f for f in brief.findings if (f.diagnostic, f.client) == ("routine", "SRB"))
    assert routine.grade == "supports"
    assert "complete list" in routine.reasons[0]
    (tempo,) = (f for f in brief.findings if (f.diagnostic, f.client) == ("tempo", "SRB"))
    assert (tempo.n_before, tempo.n_after) == (6, 2)


def test_samples_of_a_case_hold_few_rows_and_repeat(brief: Brief) -> None:
    rows = evidence(sy.load_case("balkans-2019"))
    found = list(samples(rows, brief.case, "SRB", 0))
    assert len(found) == SAMPLES
    assert rows.events.count().to_pyarrow().as_py() > ROWS
    assert found == list(samples(rows, brief.case, "SRB", 0))
    assert {"tone.warmth", "breach.breaks"} <= found[0].keys()


def test_the_share_of_a_thinned_record_is_found_again() -> None:
    rng = np.random.default_rng(0)
    offset, extra = rng.normal(0, 6, 4000), rng.normal(0, 1, (4000, 1))
    logs = np.log(10) / 10 * (0.6 * offset + 0.6 * 2.0 * extra[:, 0])
    true = rng.random(4000) < 1 / (1 + np.exp(-logs))
    share, decibans = fitted(offset, extra, true)
    assert share == pytest.approx(0.6, abs=0.06)
    assert decibans[0] == pytest.approx(2.0, abs=0.5)
