"""What callers write, checked by mypy and pyright; nothing here runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, assert_type

import steelyard as sy


def programs(frame: Any) -> None:
    """Call every public function as docs/python.md does."""
    case = sy.case(
        client="UKR",
        partner=["EU", "USA"],
        rival=["RUS"],
        shock="2018-11-25",
        before=("2018-01-01", "2018-11-25"),
        after=("2018-11-25", "2019-03-01"),
        events=frame,
    )
    assert_type(case, sy.Case)
    assert_type(sy.load_case("balkans-2019"), sy.Case)
    brief = sy.weigh(case, seed=0)
    assert_type(brief, sy.Brief)
    assert_type(brief.verdict, sy.Verdict)
    assert_type(brief.save("out"), tuple[Path, ...])
    findings = sy.diagnose(case, only=["tempo"])
    assert_type(findings, tuple[sy.Finding, ...])
    assert_type(findings[0].grade == "supports", bool)
    assert_type(sy.read(["article.html"]), Iterator[sy.Event])
    archive = sy.open_archive("a.duckdb")
    assert_type(archive, sy.TableArchive)
    archive.dyad("UKR", "RUS", freq="W", stream="deeds")
    archive.dyad("UKR", ["RUS", "BLR"], freq="M", to="polars")
    moved = sy.suppose(case, ["AGREE SRB RUS deeds 2020-02-01"])
    assert_type(str(moved), str)
    assert_type(sy.rerun("out").same, bool)
    sy.compare("a", "b")
    change = sy.statistics.rate_change(
        [1, 2, 3], [4, 5, 6], exposure_before=None, exposure_after=None, seed=0
    )
    assert_type(change.ratio, float)


def mistakes(archive: sy.TableArchive, case: sy.Case) -> None:
    """What a type checker must refuse."""
    archive.dyad("UKR", "RUS", freq="weekly")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    sy.weigh("balkans-2019")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    sy.case(client="UKR")  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    sy.weigh(case).findings[0].grade = "supports"  # type: ignore[misc] # pyright: ignore[reportAttributeAccessIssue]
