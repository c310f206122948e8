"""An indicator by year: a missing year is a gap, and a step is named by its years."""

from __future__ import annotations

from steelyard.series import TieRow, yearly


def row(year: int, value: float | None, name: str = "") -> TieRow:
    return TieRow(
        tie_id=name or f"t{year}",
        side="rival",
        partner="RUS",
        year=year,
        indicator="unga.lean_gap",
        value=value,
        low=None,
        high=None,
        unit="share",
        counter="UN",
        method="votes.csv",
        text="",
    )


def test_a_step_is_named_by_its_year_across_a_gap() -> None:
    years = [year for year in range(2000, 2024) if year != 2004]
    noise = [0.01 * ((7 * year) % 5 - 2) for year in years]
    rows = [
        row(year, (1.0 if year >= 2010 else 0.0) + wobble)
        for year, wobble in zip(years, noise, strict=True)
    ]
    found = yearly(rows, "unga.lean_gap")
    assert found.course is not None
    assert found.course.n == len(years)
    (step,) = found.course.steps
    assert found.year(step.at) == 2010
    assert found.when(step).startswith("2010")
    assert found.around(step) == ("t2009", "t2010")


def test_of_two_rows_of_a_year_the_first_counts() -> None:
    found = yearly([row(2019, 0.1, "first"), row(2019, 0.9, "second"), row(2020, None)], "x")
    assert [one.tie_id for one in found.rows] == ["first"]
    assert found.course is None


def test_nothing_is_nothing() -> None:
    found = yearly([], "x")
    assert (found.rows, found.course) == ((), None)
