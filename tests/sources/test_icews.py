"""ICEWS: bodies without a country, officials with the wrong one, visits, days, covered days."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.sources.conftest import Mapped, layout_for, line
from tests.sources.published import ICEWS as COLUMNS
from tests.sources.published import MERGED

from steelyard.records import Window

HEADER = "\t".join(COLUMNS)
NAME = "20190117-icews-events.tab"


def _line(**cells: str) -> str:
    told = {"Event_ID": "1", "Event_Date": "2019-01-17", "CAMEO_Code": "051", "Intensity": "3.4"}
    return line(COLUMNS, "\t", **{**told, **cells})


def _rows(mapped: Mapped, *lines: str, name: str = NAME) -> list[dict[str, object]]:
    return mapped("icews", name, "\n".join((HEADER, *lines)) + "\n")


def test_a_body_has_no_country_and_is_told_by_its_name(mapped: Mapped) -> None:
    rows = _rows(
        mapped,
        _line(Source_Name="European Union", Target_Name="North Atlantic Treaty Organization"),
        _line(Source_Name="Ministry (European Union)", Target_Name="UN Security Council"),
    )
    assert [(row["actor"], row["recipient"]) for row in rows] == [("EU", "NATO"), ("EU", "UN")]
    assert [row["unknown"] for row in rows] == [None, None]


def test_an_official_acts_for_the_body_only_while_in_office(mapped: Mapped) -> None:
    juncker = {"Source_Name": "Jean-Claude Juncker", "Source_Country": "Luxembourg"}
    rows = _rows(
        mapped,
        _line(**juncker, Target_Name="Emmanuel Macron", Target_Country="Andorra"),
        _line(**juncker, Event_Date="2009-05-01", Target_Name="Serbia", Target_Country="Serbia"),
    )
    assert [(row["actor"], row["recipient"]) for row in rows] == [("EU", "FRA"), ("LUX", "SRB")]


def test_states_bear_the_code_of_their_day_and_macedonia_its_old_name(mapped: Mapped) -> None:
    macedonia = "the former Yugoslav Republic of Macedonia"
    rows = _rows(
        mapped,
        *(
            _line(
                Event_Date=day,
                Source_Name="Serbia",
                Source_Country="Serbia",
                Target_Name="Macedonia",
                Target_Country=macedonia,
            )
            for day in ("1999-03-24", "2003-02-04", "2006-06-05")
        ),
    )
    assert [row["actor"] for row in rows] == ["YUG", "SCG", "SRB"]
    assert {row["recipient"] for row in rows} == {"MKD"}


def test_the_visitor_is_the_actor_whoever_tells_of_it(mapped: Mapped) -> None:
    serbia = {"Target_Name": "Serbia", "Target_Country": "Serbia"}
    russia = {"Source_Name": "Vladimir Putin", "Source_Country": "Russian Federation"}
    hosts = {
        "Source_Name": "Serbia",
        "Source_Country": "Serbia",
        "Target_Name": "Vladimir Putin",
        "Target_Country": "Russian Federation",
    }
    rows = _rows(
        mapped, _line(CAMEO_Code="042", **russia, **serbia), _line(CAMEO_Code="043", **hosts)
    )
    assert [(row["actor"], row["recipient"]) for row in rows] == [("RUS", "SRB")] * 2
    assert [row["actor_name"] for row in rows] == ["Vladimir Putin"] * 2
    assert [row["code"] for row in rows] == ["042", "043"]


def test_roles_come_from_sectors_in_any_order(mapped: Mapped) -> None:
    rows = _rows(
        mapped,
        _line(Source_Name="a", Source_Sectors="Parties,Executive,Government"),
        _line(Source_Name="b", Source_Sectors="Government,Military"),
        _line(Source_Name="c", Source_Sectors="Education Ministry,Labor NGOs"),
    )
    assert [row["actor_role"] for row in rows] == ["GOV", "MIL", None]


def test_its_own_intensity_is_kept_and_na_is_empty(mapped: Mapped) -> None:
    row = _rows(mapped, _line(Intensity="-7.5", Source_Country="NA", Source_Name="NA"))[0]
    assert row["intensity"] == -7.5
    assert row["actor"] is None
    assert row["unknown"] is None


def test_what_nobody_knows_is_kept_and_named(mapped: Mapped) -> None:
    row = _rows(mapped, _line(Source_Name="Google", Target_Name="Africa"))[0]
    assert (row["actor"], row["recipient"], row["unknown"]) == ("UNK", "UNK", "Google")


def test_statements_are_outside_and_bad_rows_say_why(mapped: Mapped) -> None:
    rows = _rows(
        mapped,
        _line(CAMEO_Code="010"),
        _line(CAMEO_Code="99"),
        _line(Event_Date="0000-00-00"),
        _line(Event_Date="0025-01-01"),
        _line(Latitude="91", Longitude="20"),
        _line(Event_ID=""),
    )
    assert rows[0]["outside"] == "no PLOVER type: CAMEO 010"
    assert rows[0]["problem"] is None
    assert [row["problem"] for row in rows[1:]] == [
        "unknown CAMEO code 99",
        "no day: 0000-00-00",
        "no day: 0025-01-01",
        "coordinates beyond the globe",
        "no event id",
    ]


def test_a_file_covers_the_day_or_year_of_its_name(tmp_path: Path) -> None:
    for name, layout, window in (
        ("20181004-icews-events.tab", "icews-daily", (date(2018, 10, 4), date(2018, 10, 5))),
        ("events.2018.20190309171013.tab", "icews-yearly", (date(2018, 1, 1), date(2019, 1, 1))),
        ("events.2020.20200906120000.tab", "icews-yearly", (date(2020, 1, 1), date(2020, 9, 6))),
        ("events.2018.sample.tab", "icews-extract", None),
    ):
        found = layout_for(tmp_path, "icews", name, HEADER + "\n")
        assert found.name == layout
        covered = found.covers(name) if found.covers else None
        assert covered == (Window(*window) if window else None)


def test_the_merged_shape_counts_the_rows_behind_a_line(mapped: Mapped) -> None:
    text = "\n".join(
        (
            ",".join(MERGED),
            '2019-01-17,"Police (Serbia)",Serbia,Host a visit,043,2.8,Russia,Russian Federation,64,daily',
            "2019-01-17,Zoran Zaev,the former Yugoslav Republic of Macedonia,Praise,051,,Serbia,Serbia,x,daily",
        )
    )
    first, second = mapped("icews", "merged.csv", text + "\n")
    assert (first["actor"], first["recipient"], first["reports"]) == ("RUS", "SRB", 64)
    assert first["recipient_role"] == "COP"
    assert second["problem"] == "n is no count of rows"
    assert second["intensity"] == 3.4
