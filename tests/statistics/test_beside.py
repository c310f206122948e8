"""The table beside other libraries in docs/estimators.md is what the script prints."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks import beside

PAGE = (Path(__file__).parents[2] / "docs" / "estimators.md").read_text(encoding="utf-8")


def test_the_table_is_what_the_script_prints(capsys: Any) -> None:
    beside.two_counts()
    beside.two_shares()
    beside.california()
    rows = capsys.readouterr().out.splitlines()
    assert len(rows) == 4
    assert all(row in PAGE for row in rows)


def test_restless_series_raise_fewer_false_alarms_than_a_regression(capsys: Any) -> None:
    beside.false_alarms(20)
    ours, theirs = capsys.readouterr().out.split("`rate_change`: ")[1].split(" % | ")
    naive = theirs.split("Poisson: ")[1].split(" %")[0]
    assert int(ours) < int(naive)
