"""Tables that people keep, loaded: what is assumed is said, and what may be two things is asked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.sheets.workbooks import xlsx

from steelyard.archive import open_archive
from steelyard.errors import SourceError
from steelyard.pipeline import LoadRun, load

HEADER = "day,actor,recipient,type\n"


def put(tmp_path: Path, text: str, **more: object) -> LoadRun:
    path = tmp_path / "own.csv"
    path.write_text(text, encoding="utf-8")
    return load("table", [path], tmp_path / "a.duckdb", **more)  # type: ignore[arg-type]


def days(tmp_path: Path) -> list[date]:
    return sorted(open_archive(tmp_path / "a.duckdb").events.day.to_pyarrow().to_pylist())


def test_the_whole_column_settles_how_days_are_written(tmp_path: Path) -> None:
    run = put(tmp_path, HEADER + "03/04/2019,SRB,RUS,CONSULT\n18/10/2019,SRB,RUS,SUPPORT\n")
    assert days(tmp_path) == [date(2019, 4, 3), date(2019, 10, 18)]
    assert run.warnings == ("own.csv: Days were read as day, month, year.",)


@pytest.mark.parametrize(("order", "day"), [("dmy", date(2019, 4, 3)), ("mdy", date(2019, 3, 4))])
def test_a_day_that_may_be_two_is_asked_for(tmp_path: Path, order: str, day: date) -> None:
    text = HEADER + "03/04/2019,SRB,RUS,CONSULT\n"
    with pytest.raises(SourceError, match=r"own\.csv: the day '03/04/2019' may be .*--days dmy"):
        put(tmp_path, text)
    put(tmp_path, text, days=order)
    assert days(tmp_path) == [day]


def test_two_habits_in_one_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="'13/04/2019' has the day first and '04/13/2019'"):
        put(tmp_path, HEADER + "13/04/2019,SRB,RUS,AID\n04/13/2019,SRB,RUS,AID\n")


def test_what_a_spreadsheet_made_of_days_is_told(tmp_path: Path) -> None:
    rows = "43756,SRB,RUS,AID\nSep-17,SRB,RUS,CONSULT\n"
    run = put(tmp_path, HEADER + rows)
    assert days(tmp_path) == [date(2019, 10, 18)]
    assert any("43756 were read as Excel's numbers (2019-10-18)" in w for w in run.warnings)
    assert any("'Sep-17' is what Excel makes of" in w for w in run.warnings)
    assert run.loaded[0].rejected == 1


def test_zeros_that_a_spreadsheet_dropped_are_put_back_and_told(tmp_path: Path) -> None:
    head = "day,actor,recipient,cameo\n"
    run = put(tmp_path, head + "2019-10-18,SRB,RUS,42\n2019-10-19,SRB,RUS,190\n")
    types = open_archive(tmp_path / "a.duckdb").events.order_by("day").type.to_pyarrow()
    assert types.to_pylist() == ["CONSULT", "ASSAULT"]
    assert any("42 were read as 042" in warning for warning in run.warnings)


def test_a_root_beside_codes_is_read_as_one_and_told(tmp_path: Path) -> None:
    head = "day,actor,recipient,cameo\n"
    run = put(tmp_path, head + "2019-10-18,SRB,RUS,14\n2019-10-19,SRB,RUS,190\n")
    assert any("14 were read as roots" in warning for warning in run.warnings)


def test_a_workbook_is_loaded_with_its_days_and_the_sheet_is_named(tmp_path: Path) -> None:
    header = ["Day", "Actor", "Recipient", "Type", "Intensity"]
    path = xlsx(
        tmp_path / "own.xlsx",
        {
            "About": [["Notes"]],
            "Events": [header, [date(2019, 10, 18), "SRB", "RUS", "consult", 2.5]],
        },
    )
    run = load("table", [path], tmp_path / "a.duckdb")
    (event,) = open_archive(tmp_path / "a.duckdb").events.to_pyarrow().to_pylist()
    assert (event["day"], event["type"], event["intensity"]) == (date(2019, 10, 18), "CONSULT", 2.5)
    assert run.warnings == ("own.xlsx was read from sheet 'Events'.",)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("day,day,actor,recipient,type\n2019,2019,SRB,RUS,AID\n", "names the column 'day' twice"),
        ("day,actr,recipient,type\n2019,SRB,RUS,AID\n", "Did you mean 'actor'?"),
        ("when,who,type\n2019,SRB,AID\n", "no column 'actor' (for every event)"),
        ("day,actor,recipient\n2019,SRB,RUS\n", "no column 'type' or 'cameo' or 'weis'"),
        ("\x01\x02\x03\x04\x05" * 100, "bytes that no text has"),
    ],
)
def test_a_table_that_cannot_be_read_says_why(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(SourceError) as caught:
        put(tmp_path, text)
    assert reason in str(caught.value)
