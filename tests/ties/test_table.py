"""A table of ties: its rows become ties, or the cell that is wrong is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from steelyard.errors import SourceError
from steelyard.records import TIE
from steelyard.ties import table

HEADER = "id,state,partner,year,indicator,value,unit,reporter,text"


def rows(folder: Path, *lines: str) -> Path:
    path = folder / "ties.csv"
    path.write_text("\n".join((HEADER, *lines)) + "\n", encoding="utf-8")
    return path


def test_a_row_becomes_a_tie_and_a_gap_stays_a_gap(tmp_path: Path) -> None:
    path = rows(
        tmp_path,
        "T1,SRB,EU,2018,trade.total,25.7,billion EUR,Jamestown,said",
        "T2,SRB,RUS,2018,trade.total,,billion EUR,,not published",
    )
    read = table.read_ties(path, "facts")
    assert read.schema == TIE
    full, gap = read.to_pylist()
    assert (full["state"], full["partner"], full["year"], full["value"]) == (
        "SRB",
        "EU",
        2018,
        25.7,
    )
    assert gap["value"] is None
    assert full["tie_id"] != gap["tie_id"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("T1,SRB,EU,18,trade.total,1,EUR,,", "year is '18'"),
        ("T1,SRB,EU,2018,trade.total,much,EUR,,", "value is 'much'"),
        ("T1,SRB,EUU,2018,trade.total,1,EUR,,", "partner is 'EUU'"),
        ("T1,SRB,EU,2018,,1,EUR,,", "indicator is empty"),
        ("T1,SRB,EU,2018,trade.share,104,percent,,", "a share is from 0 to 100 percent"),
        ("T1,SRB,EU,2018,trade.total,-1,EUR,,", "trade.total cannot be negative"),
        ("T1,SRB,EU,2018,trade.total,1,,,", "unit is empty"),
    ],
)
def test_a_wrong_cell_is_named(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(SourceError) as caught:
        table.read_ties(rows(tmp_path, line), "facts")
    assert said in str(caught.value)


def test_a_comma_splits_cells_or_thousands_and_else_nobody_can_tell(tmp_path: Path) -> None:
    line = 'T1,SRB,EU,2018,trade.total,"1,234",EUR,,'
    (row,) = table.read_ties(rows(tmp_path, line), "facts").to_pylist()
    assert row["value"] == 1234.0
    path = tmp_path / "ties.csv"
    line = "T1;SRB;EU;2018;trade.total;1,234;EUR;;"
    path.write_text(f"{HEADER.replace(',', ';')}\n{line}\n", encoding="utf-8")
    with pytest.raises(SourceError, match="'1,234' may be a whole number"):
        table.read_ties(path, "facts")


def test_a_table_of_ties_is_told_from_one_of_events(tmp_path: Path) -> None:
    path = rows(tmp_path, "T1,SRB,EU,2018,trade.share,63,percent,,")
    assert table.fits(path)
    read = table.SOURCE.read(path)
    assert read.read == 1
    other = tmp_path / "events.csv"
    other.write_text("day,actor,recipient,type\n", encoding="utf-8")
    assert not table.fits(other)
    assert not table.fits(tmp_path / "none.csv")
