"""A load that is killed leaves the archive as before or as after; the full run is evaluation.kills."""

from __future__ import annotations

from pathlib import Path

from evaluation import kills


def test_a_killed_load_leaves_the_archive_as_before_or_as_after(tmp_path: Path) -> None:
    outcomes = kills.run(tmp_path, 3, rows=400, seed=4)
    assert outcomes.total() == 3
