"""Claims against several figures, and the slack of a claim that names none."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.readings.test_weighing import finding

from steelyard import readings
from steelyard.records import Case, Claim, Finding, Measure


def measured(*values: float) -> Finding:
    figures = tuple(
        Measure(name=f"trade EU:{at}", kind="ratio", label="trade", value=value, unit="times")
        for at, value in enumerate(values)
    )
    return replace(finding("weight", "supports"), measures=figures)


@pytest.mark.parametrize(
    ("values", "outcome"),
    [
        ((10.0,), "borne_out"),
        ((12.0,), "borne_out"),
        ((12.1,), "contradicted"),
        ((8.0,), "borne_out"),
        ((7.9,), "contradicted"),
        ((25.0,), "contradicted"),
        ((10.0, 11.0), "borne_out"),
        ((10.0, 25.0), "qualified"),
        ((25.0, 30.0), "contradicted"),
    ],
)
def test_a_figure_within_a_fifth_agrees_and_all_have_to(
    small_case: Case, values: tuple[float, ...], outcome: str
) -> None:
    claim = Claim(
        id="c", text="Ten.", diagnostic="weight", client="SRB", measure="trade EU", value=10.0
    )
    (check,) = readings.check_claims(replace(small_case, claims=(claim,)), [measured(*values)])
    assert check.outcome == outcome
    assert (check.low, check.high) == (min(values), max(values))
