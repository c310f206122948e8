"""GDELT: who a code is, where a place is, which version, which days, and mentions."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.sources.conftest import Mapped, layout_for, line

from steelyard.records import Window
from steelyard.sources.gdelt import COLUMNS_1, COLUMNS_2, MENTIONS

NAME = "20191018001500.export.CSV"


def _line(**cells: str) -> str:
    return _line_of(COLUMNS_2, **cells)


def _line_of(columns: tuple[str, ...], /, **cells: str) -> str:
    told = {
        "GLOBALEVENTID": "719024875",
        "SQLDATE": "20191018",
        "EventCode": "051",
        "QuadClass": "1",
        "GoldsteinScale": "3.4",
        "NumArticles": "5",
        "SOURCEURL": "https://www.Politika.rs:443/a",
    }
    return line(columns, "\t", **{**told, **cells})


def _party(n: int, code: str, **more: str) -> dict[str, str]:
    parts = {"Code": code, **more}
    return {f"Actor{n}{part}": value for part, value in parts.items()}


def _one(mapped: Mapped, **cells: str) -> dict[str, object]:
    return mapped("gdelt", NAME, _line(**cells) + "\n")[0]


WHO = [
    ("SCGSRB", {"CountryCode": "SRB"}, "SRB", None),
    ("IGOEUREEC", {"CountryCode": "EUR", "KnownGroupCode": "EEC", "Type1Code": "IGO"}, "EU", "IGO"),
    (
        "IGOWSTNAT",
        {"CountryCode": "WST", "KnownGroupCode": "NAT", "Type1Code": "IGO"},
        "NATO",
        "IGO",
    ),
    ("RUSGOV", {"CountryCode": "RUS", "Type1Code": "GOV"}, "RUS", "GOV"),
    ("MKD", {"CountryCode": "MKD"}, "MKD", None),
    ("MAC", {"CountryCode": "MAC"}, "MAC", None),
    ("KSV", {"CountryCode": "KSV"}, "XKX", None),
    ("ROUGOV", {"Type1Code": "GOV"}, "ROU", "GOV"),
    ("MNCUSA", {"CountryCode": "USA", "Type1Code": "MNC"}, "USA", "BUS"),
    ("GOV", {"Type1Code": "GOV"}, "UNK", "GOV"),
    ("MOSSUN", {"Religion1Code": "MOS", "Religion2Code": "SUN"}, "UNK", None),
    ("AFR", {"CountryCode": "AFR"}, "UNK", None),
]


def test_who_a_code_is(mapped: Mapped) -> None:
    lines = [_line(**_party(1, code, **more)) for code, more, _, _ in WHO]
    rows = mapped("gdelt", NAME, "\n".join(lines) + "\n")
    found = [(row["actor"], row["actor_role"], row["unknown"]) for row in rows]
    assert found == [(actor, role, None) for _, _, actor, role in WHO]


def test_what_no_table_knows_is_kept_and_counted(mapped: Mapped) -> None:
    row = _one(
        mapped, **_party(1, "QQQ", CountryCode="QQQ"), **_party(2, "IGOXYZ", KnownGroupCode="XYZ")
    )
    assert (row["actor"], row["recipient"]) == ("UNK", "UNK")
    assert row["unknown"] == "QQQ;IGOXYZ"


def test_a_blank_code_is_nobody(mapped: Mapped) -> None:
    row = _one(mapped, **_party(1, "   "), **_party(2, "RUS", CountryCode="RUS"))
    assert (row["actor"], row["recipient"], row["unknown"]) == (None, "RUS", None)


def test_a_row_without_a_second_actor_has_no_recipient(mapped: Mapped) -> None:
    assert _one(mapped, **_party(1, "RUS", CountryCode="RUS"))["recipient"] is None


def test_the_name_of_today_is_read_by_the_day(mapped: Mapped) -> None:
    serbia = _party(1, "SCGSRB", CountryCode="SRB")
    days = ("19990324", "20030301", "20191018")
    text = "\n".join(_line(SQLDATE=day, **serbia) for day in days)
    assert [row["actor"] for row in mapped("gdelt", NAME, text + "\n")] == ["YUG", "SCG", "SRB"]


def test_places_are_fips_codes(mapped: Mapped) -> None:
    codes = ("RS", "RI", "AU", "KV", "OS")
    text = "\n".join(_line(ActionGeo_CountryCode=code) for code in codes)
    places = [row["place"] for row in mapped("gdelt", NAME, text + "\n")]
    assert places == ["RUS", "SRB", "AUT", "XKX", None]


def test_its_own_quad_intensity_and_articles_are_kept(mapped: Mapped) -> None:
    row = _one(mapped, EventCode="020", QuadClass="1", GoldsteinScale="3.0", NumArticles="366")
    assert (row["type"], row["quad"], row["intensity"], row["reports"]) == ("REQUEST", 1, 3.0, 366)
    assert row["publishers"] == "politika.rs"
    assert row["source_id"] == "719024875"


BAD = [
    ({"SQLDATE": "00000000"}, "the day is none"),
    ({"SQLDATE": "00250101"}, "the day is none"),
    ({"GLOBALEVENTID": "GLOBALEVENTID"}, "no event id"),
    ({"ActionGeo_Lat": "44.8", "ActionGeo_Long": "200"}, "coordinates beyond the globe"),
    ({"EventCode": "999"}, "unknown CAMEO code 999"),
]


def test_bad_rows_say_why(mapped: Mapped) -> None:
    text = "\n".join(_line(**cells) for cells, _ in BAD)
    found = [row["problem"] for row in mapped("gdelt", NAME, text + "\n")]
    assert found == [problem for _, problem in BAD]


def test_version_one_has_fewer_geographic_columns(mapped: Mapped) -> None:
    assert (len(COLUMNS_1), len(COLUMNS_2), len(MENTIONS)) == (58, 61, 16)
    row = mapped(
        "gdelt", "20130402.export.CSV", _line_of(COLUMNS_1, ActionGeo_CountryCode="RI") + "\n"
    )[0]
    assert row["place"] == "SRB"


@pytest.mark.parametrize(
    ("name", "columns", "layout", "window"),
    [
        (NAME, COLUMNS_2, "gdelt-2.0", (date(2019, 10, 18), date(2019, 10, 19))),
        ("20130402.export.CSV", COLUMNS_1, "gdelt-1.0", (date(2013, 4, 2), date(2013, 4, 3))),
        ("200612.csv", COLUMNS_1[:-1], "gdelt-1.0", (date(2006, 12, 1), date(2007, 1, 1))),
        ("1999.csv", COLUMNS_1[:-1], "gdelt-1.0", (date(1999, 1, 1), date(2000, 1, 1))),
        ("mine.csv", COLUMNS_2, "gdelt-2.0-extract", None),
    ],
)
def test_a_file_covers_what_its_name_says(
    tmp_path: Path,
    name: str,
    columns: tuple[str, ...],
    layout: str,
    window: tuple[date, date] | None,
) -> None:
    found = layout_for(tmp_path, "gdelt", name, "\t".join("x" for _ in columns) + "\n")
    assert found.name == layout
    covered = found.covers(name) if found.covers else None
    assert covered == (Window(*window) if window else None)


def test_mentions_name_their_event_and_the_first_minutes_count_once(mapped: Mapped) -> None:
    stamps = {"EventTimeDate": "20191018001500", "MentionType": "1", "Confidence": "40"}
    text = "\n".join(
        line(MENTIONS, "\t", GLOBALEVENTID="7", MentionTimeDate=at, MentionIdentifier=url, **stamps)
        for at, url in (
            ("20191018001500", "https://www.a.rs/1"),
            ("20191019120000", "http://b.mk/2"),
        )
    )
    rows = mapped("gdelt", "20191018001500.mentions.CSV", text + "\n")
    assert [row["mention_of"] for row in rows] == ["7", "7"]
    assert [row["reports"] for row in rows] == [0, 1]
    assert [row["publishers"] for row in rows] == ["a.rs", "b.mk"]
    assert rows[1]["day"] == date(2019, 10, 19)
    assert rows[0]["confidence"] == 0.4
