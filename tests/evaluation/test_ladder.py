"""The dose ladder: stronger evidence of a turn never lowers its probability."""

from __future__ import annotations

from itertools import pairwise

from evaluation.ladder import STREAMS, ladder, world


def test_a_larger_dose_is_never_believed_less() -> None:
    turned = [p for p, _ in ladder(0, (0.4, 1.0, 2.0, 4.0))]
    assert all(low <= high for low, high in pairwise(turned)), turned
    assert turned[0] < 0.5
    assert turned[2] >= 0.85, turned


def test_a_larger_dose_adds_to_what_rises_and_takes_from_what_falls() -> None:
    small, large = (
        {kind: {(e.day, e.event_id) for e in world(1, dose) if e.type == kind} for kind in kinds()}
        for dose in (0.4, 2.0)
    )
    assert small["COOPERATE"] < large["COOPERATE"]
    assert large["SANCTION"] - small["SANCTION"]  # costlier with the partner ...
    assert small["SANCTION"] - large["SANCTION"]  # ... and less so with the rival


def kinds() -> set[str]:
    return {stream.type for stream in STREAMS}
