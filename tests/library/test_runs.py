"""What if and calibrate, from code."""

from __future__ import annotations

from pathlib import Path

import pytest

import steelyard as sy


def test_suppose_shows_what_would_move() -> None:
    case = sy.load_case("balkans-2019")
    moved = sy.suppose(case, "ACCUSE SRB RUS words 2019-12-01")
    assert "ACCUSE SRB RUS words 2019-12-01" in repr(moved)
    assert "\n" not in repr(moved)
    assert str(moved).startswith("If this had happened: Supposed: ACCUSE SRB RUS")
    frame = moved.to_pandas()
    assert list(frame.columns) == ["client", "family", "reading", "now", "then"]
    assert frame.groupby(["client", "family"]).then.sum().round(9).eq(1).all()
    assert (frame.now != frame.then).any()
    assert "<pre>" in moved._repr_html_()


def test_suppose_refuses_weights_that_are_none(tmp_path: Path) -> None:
    case = sy.load_case("balkans-2019")
    with pytest.raises(sy.SteelyardError, match=r"none\.json"):
        sy.suppose(case, ["ACCUSE SRB RUS words 2019-12-01"], weights=tmp_path / "none.json")
    with pytest.raises(sy.SteelyardError, match="an event has five or six"):
        sy.suppose(case, ["ACCUSE SRB"])
