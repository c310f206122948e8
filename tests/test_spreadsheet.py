"""Tables kept by hand: whatever is wrong is named with its line, and nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from steelyard.errors import SourceError
from steelyard.spreadsheet import read_header, read_rows


def write(folder: Path, text: str, name: str = "rows.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_rows_bear_the_line_of_the_file(tmp_path: Path) -> None:
    path = write(tmp_path, 'day,actor\n2019,"A\nB"\n\n2020,C\n')
    rows = list(read_rows(path, ("day",), ("actor",)))
    assert [(row.line, row.get("day"), row.get("actor")) for row in rows] == [
        (3, "2019", "A\nB"),
        (5, "2020", "C"),
    ]


def test_a_byte_order_mark_and_spaces_are_no_part_of_a_name(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(b"\xef\xbb\xbfday , actor\n2019, SRB \n")
    (row,) = read_rows(path, ("day", "actor"), ())
    assert row.get("actor") == "SRB"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("day,actr\n2019,SRB\n", "Did you mean 'actor'?"),
        ("day\n2019\n", "has no column 'actor' (found: day)"),
        ("day,actor,day\n", "names the column 'day' twice"),
    ],
)
def test_a_wrong_header_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SourceError, match=r"rows\.csv") as caught:
        read_header(write(tmp_path, text), ("day", "actor"), ())
    assert said in str(caught.value)


def test_a_column_of_the_keeper_is_left_alone(tmp_path: Path) -> None:
    path = write(tmp_path, "day,actor,my notes\n2019,SRB,x\n")
    (row,) = read_rows(path, ("day", "actor"), ())
    assert row.get("actor") == "SRB"


def test_too_many_cells_name_the_line(tmp_path: Path) -> None:
    path = write(tmp_path, "day,actor\n2019,SRB\n2019,SRB,RUS\n")
    with pytest.raises(SourceError, match=r"line 3 has 3 cells for 2 columns"):
        list(read_rows(path, ("day", "actor"), ()))


def test_bytes_that_are_no_utf8_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(b"day,actor\n2019,Vu\xe8i\xe6\n")
    with pytest.raises(SourceError, match="UTF-8"):
        list(read_rows(path, ("day", "actor"), ()))


def test_a_missing_file_and_a_folder_are_one_line(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="does not exist"):
        read_header(tmp_path / "none.csv", ("day",), ())
    with pytest.raises(SourceError, match="cannot be read"):
        read_header(tmp_path, ("day",), ())


def test_numbers_are_finite(tmp_path: Path) -> None:
    path = write(tmp_path, "value\n1.5\nnan\n1e999\n1,5\n".replace("1,5", '"1,5"'))
    good, *bad = read_rows(path, ("value",), ())
    assert good.number("value") == 1.5
    for row in bad:
        with pytest.raises(SourceError, match=f"line {row.line}"):
            row.number("value")
