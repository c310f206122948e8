"""Like for like: nothing is divided that was not counted alike."""

from __future__ import annotations

from dataclasses import replace

import pytest

from steelyard.series import TieRow, pairs

WEST = TieRow(
    tie_id="t1",
    side="partner",
    partner="EU",
    year=2018,
    indicator="trade.share",
    value=60.0,
    low=None,
    high=None,
    unit="percent",
    counter="importer",
    method="imports",
    text="",
)
RUSSIA = replace(WEST, tie_id="t2", side="rival", partner="RUS", value=20.0)


def test_two_ties_that_were_counted_alike_are_a_pair() -> None:
    (pair,) = pairs((WEST, RUSSIA))
    assert (pair.partner, pair.rival, pair.ratio, pair.ids) == ("EU", "RUS", 3.0, ("t1", "t2"))


@pytest.mark.parametrize(
    "change",
    [
        {"year": 2017},
        {"indicator": "trade.imports"},
        {"unit": "EUR"},
        {"counter": "exporter"},
        {"method": "exports"},
        {"side": "other"},
        {"value": None},
    ],
    ids=lambda change: next(iter(change)),
)
def test_ties_that_differ_in_anything_are_no_pair(change: dict[str, object]) -> None:
    assert pairs((WEST, replace(RUSSIA, **change))) == ()  # type: ignore[arg-type]


def test_an_organisation_stands_for_its_members_and_states_are_added_up() -> None:
    state = replace(WEST, tie_id="t3", partner="DEU", value=25.0)
    (whole,) = pairs((state, WEST, RUSSIA))
    assert (whole.partner, whole.partner_value, whole.partial) == ("EU", 60.0, False)
    other = replace(state, tie_id="t4", partner="ITA", value=15.0)
    (summed,) = pairs((state, other, RUSSIA))
    assert (summed.partner, summed.partner_value, summed.partial) == ("DEU+ITA", 40.0, True)


def test_nothing_is_divided_by_zero() -> None:
    (pair,) = pairs((WEST, replace(RUSSIA, value=0.0)))
    assert pair.ratio is None
