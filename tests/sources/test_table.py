"""A chronology: its rows become events, or the cell that is wrong is named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from steelyard.errors import SourceError
from steelyard.records import EVENT
from steelyard.sources import table

HEADER = "id,day,announced,actor,recipient,type,mode,context,act,status,plan_of,publisher,text"


def rows(folder: Path, *lines: str, header: str = HEADER) -> Path:
    path = folder / "chronology.csv"
    path.write_text("\n".join((header, *lines)) + "\n", encoding="utf-8")
    return path


def test_a_row_becomes_an_event(tmp_path: Path) -> None:
    path = rows(
        tmp_path,
        "A1,2019-10-19,2019-09-14,RUS,SRB,CONSULT,visit,,words,happened,,tass.com,Medvedev came.",
    )
    read = table.read_events(path, "mine")
    assert read.schema == EVENT
    (event,) = read.to_pylist()
    assert event["day"] == date(2019, 10, 19)
    assert event["announced"] == date(2019, 9, 14)
    assert (event["actor"], event["recipient"]) == (["RUS"], ["SRB"])
    assert (event["quad"], event["act"], event["precision"]) == (1, "words", "day")
    assert (event["source"], event["source_id"]) == ("mine", "A1")


def test_a_month_keeps_its_precision_and_an_announced_month_is_its_last_day(tmp_path: Path) -> None:
    path = rows(tmp_path, "A1,2019-11,2019-09,RUS,SRB,AID,,,deeds,happened,,,Arms came.")
    (event,) = table.read_events(path, "mine").to_pylist()
    assert (event["day"], event["precision"]) == (date(2019, 11, 1), "month")
    assert event["announced"] == date(2019, 9, 30)


def test_plans_are_linked_to_what_they_became(tmp_path: Path) -> None:
    path = rows(
        tmp_path,
        "A1,2019-10-19,,RUS,SRB,CONSULT,visit,,words,planned,A2,,Due to come.",
        "A2,2019-10-19,,RUS,SRB,CONSULT,visit,,words,happened,,,Came.",
    )
    plan, visit = table.read_events(path, "mine").to_pylist()
    assert plan["plan_of"] == visit["event_id"]
    assert visit["plan_of"] is None


def test_the_same_row_has_the_same_id_and_another_row_another(tmp_path: Path) -> None:
    line = "A1,2019-10-19,,RUS,SRB,CONSULT,,,words,happened,,,Came."
    first = table.read_events(rows(tmp_path, line), "mine").to_pylist()
    again = table.read_events(rows(tmp_path, line), "mine").to_pylist()
    other = table.read_events(rows(tmp_path, line.replace("Came", "Left")), "mine").to_pylist()
    assert first[0]["event_id"] == again[0]["event_id"] != other[0]["event_id"]


def test_cameo_and_weis_codes_are_read(tmp_path: Path) -> None:
    path = rows(
        tmp_path,
        "2019-10-19,RUS,SRB,042",
        "2019-10-20,USA,SRB,172",
        header="day,actor,recipient,cameo",
    )
    visit, sanction = table.read_events(path, "mine").to_pylist()
    assert (visit["type"], visit["mode"]) == ("CONSULT", "visit")
    assert sanction["quad"] == 4


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("A1,2019-13-01,,RUS,SRB,AID,,,,,,,x", "line 2: day is '2019-13-01'"),
        ("A1,,,RUS,SRB,AID,,,,,,,x", "day is empty"),
        ("A1,2019-10-01,,RUX,SRB,AID,,,,,,,x", "actor is 'RUX'"),
        ("A1,2019-10-01,,,SRB,AID,,,,,,,x", "actor is empty"),
        ("A1,2019-10-01,,RUS,SRB,HELP,,,,,,,x", "type is 'HELP'"),
        ("A1,2019-10-01,,RUS,SRB,AID,visit,,,,,,x", "mode is 'visit'"),
        ("A1,2019-10-01,,RUS,SRB,AID,,weather,,,,,x", "context is 'weather'"),
        ("A1,2019-10-01,,RUS,SRB,AID,,,talk,,,,x", "act is 'talk'; one of words, deeds"),
        ("A1,2019-10-01,,RUS,SRB,AID,,,,maybe,,,x", "status is 'maybe'"),
        ("A1,2019-10-01,,RUS,SRB,AID,,,,,Z9,,x", "plan_of is 'Z9'"),
        ("A1,2019-10-01,soon,RUS,SRB,AID,,,,,,,x", "announced is 'soon'"),
    ],
)
def test_a_wrong_cell_is_named(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(SourceError) as caught:
        table.read_events(rows(tmp_path, line), "mine")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_two_rows_of_one_id_are_refused(tmp_path: Path) -> None:
    line = "A1,2019-10-01,,RUS,SRB,AID,,,,,,,x"
    with pytest.raises(SourceError, match="line 3: id is 'A1'"):
        table.read_events(rows(tmp_path, line, line), "mine")


def test_a_table_without_rows_or_without_types_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no rows"):
        table.read_events(rows(tmp_path), "mine")
    with pytest.raises(SourceError, match="'type', 'cameo' or 'weis'"):
        table.check_header(rows(tmp_path, header="day,actor,recipient"))
