"""Tables kept by hand: whatever is wrong is named with its line, and nothing is lost."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from steelyard.errors import SourceError
from steelyard.records.columns import Column, columns
from steelyard.sheets import MOST_PROBLEMS, Figures, Problems, Row, read_header, read_rows
from steelyard.sheets.figures import is_gap

DAY_ACTOR = columns(("day", "actor"))


def rows_of(path: Path, wanted: tuple[Column, ...], **more: Any) -> tuple[Row, ...]:
    """The rows of a table without a problem."""
    problems = Problems()
    table = read_rows(path, wanted, problems, **more)
    problems.check()
    return table.rows


def write(folder: Path, text: str, name: str = "rows.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_rows_bear_the_line_of_the_file(tmp_path: Path) -> None:
    path = write(tmp_path, 'day,actor\n2019,"A\nB"\n\n2020,C\n')
    rows = rows_of(path, columns(("day",), ("actor",)))
    assert [(row.line, row.get("day"), row.get("actor")) for row in rows] == [
        (2, "2019", "A\nB"),
        (5, "2020", "C"),
    ]


def test_a_byte_order_mark_and_spaces_are_no_part_of_a_name(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(b"\xef\xbb\xbfday , actor\n2019, SRB \n")
    (row,) = rows_of(path, DAY_ACTOR)
    assert row.get("actor") == "SRB"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("day,actr\n2019,SRB\n", "Did you mean 'actor'?"),
        ("day\n2019\n", "no column 'actor' (for every row). Found: day."),
        ("day,actor,day\n", "names the column 'day' twice"),
    ],
)
def test_a_wrong_header_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SourceError, match=r"rows\.csv") as caught:
        read_header(write(tmp_path, text), DAY_ACTOR)
    assert said in str(caught.value)


def test_a_column_of_the_keeper_is_left_alone(tmp_path: Path) -> None:
    path = write(tmp_path, "day,actor,my notes\n2019,SRB,x\n")
    (row,) = rows_of(path, DAY_ACTOR)
    assert row.get("actor") == "SRB"


def test_too_many_cells_name_the_line(tmp_path: Path) -> None:
    path = write(tmp_path, "day,actor\n2019,SRB\n2019,SRB,RUS\n")
    with pytest.raises(SourceError, match=r"line 3 has 3 cells for 2 columns"):
        rows_of(path, DAY_ACTOR)


def test_letters_in_an_older_encoding_are_read_and_said(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes("day,actor\n2019,Vučić je otišao u Niš\n".encode("cp1250"))
    problems = Problems()
    table = read_rows(path, DAY_ACTOR, problems)
    assert table.rows[0].get("actor") == "Vučić je otišao u Niš"
    assert table.sheet.assumption == "rows.csv was read in Windows-1250."


def test_a_missing_file_and_a_folder_are_one_line(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="does not exist"):
        read_header(tmp_path / "none.csv", columns(("day",)))
    with pytest.raises(SourceError, match="is no file"):
        read_header(tmp_path, columns(("day",)))


def test_numbers_are_finite_and_marks_for_none_are_gaps(tmp_path: Path) -> None:
    path = write(tmp_path, "value\n1.5\nn/a\n1e999\n1;5\n")
    good, gap, *bad = rows_of(path, columns(("value",)))
    assert (good.number("value"), gap.number("value")) == (1.5, None)
    for row in bad:
        with pytest.raises(SourceError, match=f"line {row.line}"):
            row.number("value")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ('a,value\nx,"1,234.5"\ny,1.5\n', [1234.5, 1.5]),
        ("a;value\nx;1.234,5\ny;1,5\n", [1234.5, 1.5]),
        ("a;value\nx;87,5\ny;12\n", [87.5, 12.0]),
        ("a\tvalue\nx\t1 234.5\n", [1234.5]),
        ("a;value\nx;1'234.50\n", [1234.5]),
        ('a,value\nx,"1,234"\n', [1234.0]),
    ],
)
def test_the_decimal_mark_is_that_of_the_column(
    tmp_path: Path, text: str, values: list[float]
) -> None:
    rows = rows_of(write(tmp_path, text), columns(("a", "value")), figures=("value",))
    assert [row.number("value") for row in rows] == values


def test_a_number_that_may_be_two_is_asked_for(tmp_path: Path) -> None:
    path = write(tmp_path, "a;value\nx;1,234\n")
    with pytest.raises(SourceError, match=r"line 2: '1,234' may be"):
        rows_of(path, columns(("a", "value")), figures=("value",))


def test_days_are_read_as_the_whole_column_writes_them(tmp_path: Path) -> None:
    path = write(tmp_path, "day,actor\n03/04/2019,SRB\n25/10/2019,RUS\n")
    rows = rows_of(path, DAY_ACTOR, days=("day",))
    assert [row.day("day") for row in rows] == [
        (date(2019, 4, 3), "day"),
        (date(2019, 10, 25), "day"),
    ]


def test_days_that_may_be_two_are_asked_for_once(tmp_path: Path) -> None:
    path = write(tmp_path, "day,actor\n05/05/2019,SRB\n03/04/2019,SRB\n04/03/2019,SRB\n")
    with pytest.raises(SourceError) as caught:
        rows_of(path, DAY_ACTOR, days=("day",))
    assert 'days = "dmy" or days = "mdy" under [evidence]' in str(caught.value)
    assert "line 3: '03/04/2019'" in str(caught.value)
    assert len(caught.value.problems) == 1
    rows = rows_of(path, DAY_ACTOR, days=("day",), order="mdy")
    assert rows[1].day("day") == (date(2019, 3, 4), "day")


def test_days_in_two_habits_are_refused_by_their_lines(tmp_path: Path) -> None:
    path = write(tmp_path, "day,actor\n13/04/2019,SRB\n04/13/2019,SRB\n")
    with pytest.raises(SourceError, match=r"'13/04/2019' \(line 2\).*'04/13/2019' \(line 3\)"):
        rows_of(path, DAY_ACTOR, days=("day",))


def test_problems_are_told_at_once_and_the_rest_counted() -> None:
    problems = Problems()
    for number in range(MOST_PROBLEMS + 3):
        problems.add(f"problem {number}")
    with pytest.raises(SourceError) as caught:
        problems.check()
    assert len(caught.value.problems) == MOST_PROBLEMS + 1
    assert caught.value.problems[-1] == "and 3 more problems"


def test_sources_below_a_table_and_lines_of_comment_are_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(
        "day,actor,text\n# made by hand,,\n2019-10-18,SRB,x\n2019-10-19,RUS,\n,,\nSource: my own,,\n",
        encoding="utf-8",
    )
    problems = Problems()
    table = read_rows(path, columns(("day", "actor"), ("text",)), problems, days=("day",))
    assert [row.get("actor") for row in table.rows] == ["SRB", "RUS"]
    assert [note.split(" line ")[1][:1] for note in table.notes] == ["2", "6"]
    assert not problems.found


def test_numbers_of_accountants_and_of_spreadsheets() -> None:
    figures = Figures.of(["(3,5)", "1.234,5"])
    assert figures.number("(3,5)") == -3.5
    assert figures.number("'12,5") == 12.5
    assert Figures().number("12.5\u00b2") is None  # the number of a note is no digit
    assert is_gap("#N/A")
