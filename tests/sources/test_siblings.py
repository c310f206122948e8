"""Published files in other years, other hands and other programs: read alike, or refused in one line."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pytest
from tests.sheets.workbooks import Cell, xlsx
from tests.sources.files_as_published import EVENTS
from tests.sources.published import ICEWS

from steelyard.archive import find_files, unpacked
from steelyard.archive.files.csv_rows import RawRows
from steelyard.archive.files.shapes import shaped
from steelyard.errors import SourceError
from steelyard.pipeline.loading import load, source_named
from steelyard.records import EventSource
from steelyard.records.sources import TieTables
from steelyard.sources.table import read_events
from steelyard.ties.publishers import comtrade, gsdb, igo, imts, sipri, unga

ACLED_7 = (
    *("GWNO", "EVENT_ID_CNTY", "EVENT_DATE", "TIME_PRECISION", "EVENT_TYPE", "ACTOR1", "INTER1"),
    *("ACTOR2", "INTER2", "COUNTRY", "LOCATION", "LATITUDE", "LONGITUDE", "SOURCE", "NOTES"),
)
GDELT = (
    *("GLOBALEVENTID", "SQLDATE", "Actor1Code", "Actor1CountryCode", "Actor2Code"),
    *("Actor2CountryCode", "EventCode", "NumArticles", "SOURCEURL"),
)


def text_of(header: Sequence[str], rows: Sequence[Sequence[str]], mark: str = ",") -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=mark, lineterminator="\n")
    writer.writerows([*([header] if header else []), *rows])
    return out.getvalue().encode()


def mapped(name: str, path: Path, folder: Path) -> list[dict[str, Any]]:
    """What the reader of a data set makes of a file, without an archive."""
    source = source_named(name)
    assert isinstance(source, EventSource)
    (packed,) = find_files([str(path)])
    with unpacked(packed, folder) as file:
        shape = shaped(source, file, folder)
        raw = RawRows(ibis.duckdb.connect(), shape)
        found = shape.layout.reports(raw.table(numbered=shape.layout.numbered))
        rows: list[dict[str, Any]] = found.to_pyarrow().to_pylist()
    return rows


def what(rows: Sequence[Mapping[str, Any]]) -> list[tuple[str, str, str, str]]:
    """Day, parties and type of rows."""
    return sorted(
        (str(row["day"]), _party(row["actor"]), _party(row["recipient"]), row["type"])
        for row in rows
    )


def _party(cell: str | list[str] | None) -> str:
    return cell or "" if not isinstance(cell, list) else ";".join(cell)


ICEWS_ROW = (
    *("1", "2017-01-04", "Government (Serbia)", "Government", "Serbia", "Make a visit", "42"),
    *("1.9", "Government (Russia)", "Government", "Russian Federation", "99", "1", "X"),
    *("Belgrade", "", "", "Serbia", "44.8", "20.4"),
)
FILES: dict[str, tuple[str, bytes, list[tuple[str, str, str, str]]]] = {
    "ACLED of 2017: capitals, days with words, a type and no finer one": (
        "acled",
        text_of(
            ACLED_7,
            [
                (
                    *("345", "S1", "05-Mar-17", "1", "Battle-No change of territory"),
                    *("Military Forces of Serbia (2017-)", "1", "Police Forces of Kosovo (2021-)"),
                    *("1", "Kosovo", "Zvecan", "42.9", "20.8", "Koha", "x"),
                )
            ],
        ),
        [("2017-03-05", "SRB", "XKX", "ASSAULT")],
    ),
    "ICEWS whose codes have lost their zero in a spreadsheet": (
        "icews",
        text_of(ICEWS, [ICEWS_ROW]),
        [("2017-01-04", "SRB", "RUS", "CONSULT")],
    ),
    "GDELT with a header, some columns, commas and quotes": (
        "gdelt",
        text_of(
            GDELT,
            [
                ("1", "20180105", "SRB", "SRB", "RUS", "RUS", "042", "3", "http://x.y/z,1"),
                ("2", "20180105", "SRB", "SRB", "RUS", "RUS", "051", "3", "http://x.y/z"),
            ],
        ),
        [("2018-01-05", "SRB", "RUS", "CONSULT"), ("2018-01-05", "SRB", "RUS", "SUPPORT")],
    ),
    "KEDS as the project writes it: six digits, no header": (
        "keds",
        text_of((), [("990324", "USA", "SER", "223", "MIL")], "\t"),
        [("1999-03-24", "USA", "YUG", "ASSAULT")],
    ),
    "a table by names, in small letters, with characters nobody sees and short lines": (
        "table",
        "day,actor,recipient,type,status,text\n"
        "18.10.2019,Serbia,rus,Consult,Happened\n"
        "25.10.2019,\u00a0SRB,RUS\u200b,SUPPORT\n".encode(),
        [("2019-10-18", "SRB", "RUS", "CONSULT"), ("2019-10-25", "SRB", "RUS", "SUPPORT")],
    ),
    "a table of WEIS codes without their zero, in KOI8-R": (
        "table",
        "day;actor;recipient;weis;text\n18.10.2019;SRB;RUS;31;Встреча в Белграде\n"
        "19.10.2019;SRB;RUS;42;Президент поблагодарил\n".encode("koi8-r"),
        [("2019-10-18", "SRB", "RUS", "CONSULT"), ("2019-10-19", "SRB", "RUS", "SUPPORT")],
    ),
}


@pytest.mark.parametrize("kind", FILES)
def test_events_of_other_years_and_hands(tmp_path: Path, kind: str) -> None:
    name, content, wanted = FILES[kind]
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    rows = mapped(name, path, tmp_path)
    assert what(rows) == wanted
    if "KOI8" in kind:
        assert rows[0]["sentence"] == "Встреча в Белграде"


TRADE = ("typeCode", "reporterCode", "partnerCode", "flowCode", "refYear", "cmdCode")
FLOWS = [("0", "10000"), ("643", "1000"), ("156", "500")]


def shares(path: Path, reader: Any) -> dict[tuple[str, str], float]:
    table = reader.read(path).tables["ties"]
    rows = table.to_pylist()
    return {
        (row["state"], row["partner"]): round(row["value"], 2)
        for row in rows
        if row["indicator"] == "trade.share" and "imports" in row["method"]
    }


def test_comtrade_by_the_old_api_as_a_list_and_beside_services(tmp_path: Path) -> None:
    rows = [
        {"yr": 2020, "rgCode": 1, "rtCode": 688, "ptCode": p, "cmdCode": "TOTAL", "TradeValue": v}
        for p, v in FLOWS
    ]
    old, bare, mixed = (tmp_path / name for name in ("old.json", "bare.json", "mixed.csv"))
    old.write_text(json.dumps({"validation": {}, "dataset": rows}), encoding="utf-8")
    bare.write_text(json.dumps(rows), encoding="utf-8")
    both = [(kind, "688", p, "M", "2020", "TOTAL", v) for kind in ("C", "S") for p, v in FLOWS]
    mixed.write_bytes(
        text_of((*TRADE, "primaryValue"), [*both[:3], *((*b[:6], "7") for b in both[3:])])
    )
    for path in (old, bare, mixed):
        assert shares(path, comtrade) == {("SRB", "RUS"): 10.0, ("SRB", "CHN"): 5.0}
    deep = tmp_path / "deep.json"
    deep.write_text('{"data":' * 100_000, encoding="utf-8")
    with pytest.raises(SourceError, match="is no JSON"):
        comtrade.read(deep)


def test_the_direction_of_trade_of_the_years_before_imts(tmp_path: Path) -> None:
    header = ("Country Name", "Indicator Name", "Counterpart Country Name", "Attribute", "2020")
    words = "Goods, Value of Imports, Cost, Insurance, Freight (CIF), US Dollars"
    rows = [("Serbia, Rep. of", words, p, "Value", v) for p, v in (("World", "10"), ("China", "1"))]
    path = tmp_path / "DOT.csv"
    path.write_bytes(text_of(header, rows))
    assert shares(path, imts) == {("SRB", "CHN"): 10.0}


DEAL = {
    "SIPRI AT Database ID": "1",
    "Supplier": "Russia",
    "Recipient": "Serbia",
    "Order date": "2016",
    "Numbers delivered": "2",
    "Delivery year": "2019",
    "TIV delivery values": "12,5",
}


def test_sipris_register_with_decimal_commas_and_without_a_column(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_bytes(text_of(tuple(DEAL), [tuple(DEAL.values())], ";"))
    ties = sipri.read(path).tables["ties"].to_pylist()  # type: ignore[union-attr]
    assert [row["value"] for row in ties if row["indicator"] == "arms.tiv"] == [12.5]
    short = {name: cell for name, cell in DEAL.items() if not name.startswith("TIV")}
    path.write_bytes(text_of(tuple(short), [tuple(short.values())]))
    with pytest.raises(SourceError, match="no column 'TIV delivery values'"):
        sipri.read(path)


def test_two_states_of_one_cell_are_two() -> None:
    assert gsdb.split_names("EU, United States") == [("EU", "EU"), ("United States", "USA")]
    assert gsdb.split_names("China, United Kingdom")[1] == ("United Kingdom", "GBR")


def test_labels_of_membership_count_as_their_marks(tmp_path: Path) -> None:
    path = tmp_path / "state_year.csv"
    rows = [("345", "2010", "Full Membership", "1"), ("365", "2010", "full membership", "1")]
    path.write_bytes(text_of(("ccode", "year", "UN", "OSCE"), rows))
    table = igo.read(path).tables["ties"]
    assert {row["value"] for row in table.read_all().to_pylist()} == {2.0}  # type: ignore[union-attr]


VOTES = ("undl_id", "ms_code", "ms_vote", "date", "resolution")


def test_votes_of_the_security_council_are_not_the_assemblys(tmp_path: Path) -> None:
    path = tmp_path / "sc_voting.csv"
    rows = [
        (f"{n}", code, "Y", f"2019-12-0{n}", f"S/RES/24{n}")
        for n in range(1, 7)
        for code in ("POL", "RUS")
    ]
    path.write_bytes(text_of(VOTES, rows))
    found = unga.read(path)
    ties = found.tables["ties"].read_all().to_pylist()  # type: ignore[union-attr]
    assert {row["indicator"].split(".")[0] for row in ties} == {"unsc"}
    assert set(found.tables) == {"ties"}
    assert "Security Council" in found.notes[-1]


def test_days_of_votes_are_asked_for_once(tmp_path: Path) -> None:
    path = tmp_path / "ga.csv"
    rows = [
        (f"{n}", code, "Y", f"{n}/12/2019", "A/RES/74/1")
        for n in range(1, 7)
        for code in ("SRB", "RUS")
    ]
    path.write_bytes(text_of(VOTES, rows))
    with pytest.raises(SourceError, match="--days dmy"):
        unga.read(path)
    votes = unga.read(path, "dmy").tables["votes"].to_pylist()  # type: ignore[union-attr]
    assert {row["day"].month for row in votes} == {12}


def test_a_workbook_of_gdelt_keeps_its_meaning(tmp_path: Path) -> None:
    cells: list[Cell] = [1, 20180105, "SRB", "SRB", "RUS", "RUS", 42, 3, "http://x.y/z"]
    path = xlsx(tmp_path / "gdelt.xlsx", {"Sheet": [list(GDELT), cells]})
    assert what(mapped("gdelt", path, tmp_path)) == [("2018-01-05", "SRB", "RUS", "CONSULT")]


def test_a_table_of_too_many_columns_and_a_broken_array_are_one_line(tmp_path: Path) -> None:
    wide = tmp_path / "wide.csv"
    wide.write_text(",".join(f"c{n}" for n in range(30_000)) + "\n1\n", encoding="utf-8")
    with pytest.raises(SourceError, match="30,000 columns"):
        mapped("table", wide, tmp_path)
    deep = tmp_path / "deep.jsonl"
    deep.write_text("[" * 100_000, encoding="utf-8")
    with pytest.raises(SourceError, match="does not end as one"):
        mapped("plover_json", deep, tmp_path)


def test_a_day_of_2019_by_number(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_bytes(
        text_of(("day", "actor", "recipient", "type"), [("43756", "SRB", "RUS", "AID")])
    )
    assert mapped("table", path, tmp_path)[0]["day"] == date(2019, 10, 18)


def rows_of(found: TieTables, name: str) -> list[dict[str, Any]]:
    table = found.tables[name]
    assert isinstance(table, pa.Table)
    return table.to_pylist()


def test_each_file_of_a_zip_is_a_file_of_its_own(tmp_path: Path) -> None:
    published = EVENTS["icews"]
    half = len(published.rows) // 2
    parts = [
        replace(published, rows=rows) for rows in (published.rows[:half], published.rows[half:])
    ]
    with zipfile.ZipFile(tmp_path / "icews.zip", "w") as packed:
        packed.writestr("README.txt", "Read me.\n")
        for number, part in enumerate(parts):
            packed.writestr(f"events.{number}.tab", part.text)
    run = load("icews", [tmp_path / "icews.zip"], tmp_path / "a.duckdb")
    assert [file.read for file in run.loaded] == [half, len(published.rows) - half]
    assert not run.refused
    assert "README.txt" in run.warnings[-1]
    again = load("icews", [tmp_path / "icews.zip"], tmp_path / "a.duckdb")
    assert all(file.same for file in again.loaded)


def test_a_zip_without_a_fitting_file_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as packed:
        for name in ("README.txt", "LICENCE.txt"):
            packed.writestr(name, "Read me.\n")
    with pytest.raises(SourceError, match="Event ID"):
        load("icews", [tmp_path / "x.zip"], tmp_path / "a.duckdb")
    assert not (tmp_path / "a.duckdb").exists()


def test_acleds_answer_in_json_is_read(tmp_path: Path) -> None:
    published = EVENTS["acled"]
    assert published.header is not None
    records = [dict(zip(published.header, row, strict=True)) for row in published.rows[:2]]
    path = tmp_path / "acled.json"
    path.write_text(json.dumps({"success": True, "count": 2, "data": records}), encoding="utf-8")
    rows = mapped("acled", path, tmp_path)
    assert [(row["actor"], row["recipient"]) for row in rows] == [("SRB", "RUS")] * 2


def test_the_imfs_codes_of_two_letters_and_states_that_are_gone(tmp_path: Path) -> None:
    header = ("REF_AREA", "INDICATOR", "COUNTERPART_AREA", "FREQ", "TIME_PERIOD", "OBS_VALUE")
    path = tmp_path / "imts.csv"
    flows = [("RS", p, "2020", v) for p, v in (("W00", "1000"), ("RU", "100"), ("XK", "5"))]
    flows += [
        ("Yugoslavia, SFR", p, "1985", v)
        for p, v in (("World", "100"), ("Former U.S.S.R.", "30"), ("Eastern Germany", "10"))
    ]
    rows = [(a, "XG_FOB_USD", p, "A", year, v) for a, p, year, v in flows]
    path.write_bytes(text_of(header, rows))
    found = imts.read(path)
    assert {
        (row["state"], row["partner"]): row["value"]
        for row in rows_of(found, "ties")
        if row["state"] in {"SRB", "YUG"} and row["method"].startswith("exports")
    } == {("SRB", "RUS"): 10, ("SRB", "XKX"): 0.5, ("YUG", "SUN"): 30, ("YUG", "DDR"): 10}
    assert [reject.line for reject in found.rejects] == [
        2,
        5,
    ]  # the world, by the lines of the file


def test_votes_with_spelled_out_names_and_marks(tmp_path: Path) -> None:
    path = tmp_path / "votes.csv"
    votes = (("SRB", "Yes"), ("RUS", "No"), ("USA", "Abstain"), ("CHN", "Non-voting"))
    rows = [(str(n), c, v, "12.12.2019") for n in range(6) for c, v in votes]
    path.write_bytes(text_of(("Undl ID", "MS Code", "MS Vote", "Date"), rows, ";"))
    found = unga.read(path)
    assert not found.rejects
    assert len(rows_of(found, "votes")) == len(rows)


def test_deliveries_of_a_span_of_years_and_cases_that_go_on(tmp_path: Path) -> None:
    header = (
        *("SIPRI AT Database ID", "Supplier", "Recipient", "Order date", "Delivery year"),
        "TIV delivery values",
    )
    spans = ("2018-2019", "2018\u20132019", "(2018)", "2019-2018", "some day")
    rows = [(str(n), "Russia", "Serbia", "2016", span, "60") for n, span in enumerate(spans)]
    path = tmp_path / "register.csv"
    path.write_bytes(text_of(header, rows))
    found = sipri.read(path)
    assert [row["delivered"] for row in rows_of(found, "deals")] == [
        *([2018, 2019], [2018, 2019], [2018])
    ]
    assert [reject.line for reject in found.rejects] == [5, 6]
    cases = tmp_path / "gsdb.csv"
    cells = [("1", "Serbia", "France", "2001", end) for end in ("ongoing", "NA", "soon")]
    cases.write_bytes(
        text_of(("case_id", "sanctioned_state", "sanctioning_state", "begin", "end"), cells)
    )
    found = gsdb.read(cases)
    assert [row["until"] for row in rows_of(found, "sanctions")] == [None, None]
    assert [reject.line for reject in found.rejects] == [4]


def test_columns_in_german_several_actors_and_days_in_three_columns(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    for text, days, actors in (
        (
            "Datum;Akteur;Empfänger;Typ\n18.10.2019;Serbia and HUN;RUS;CONSULT\n",
            {date(2019, 10, 18)},
            "SRB;HUN",
        ),
        (
            "year,month,day,actor,recipient,type\n2019,10,18,MKD / ALB,RUS,CONSULT\n",
            {date(2019, 10, 18)},
            "MKD;ALB",
        ),
        (
            "year|month|day|actor|recipient|type\n2019|October|18|MKD, ALB|RUS|CONSULT\n",
            {date(2019, 10, 18)},
            "MKD;ALB",
        ),
        (
            "year,month,day,actor,recipient,type\n2019,,,SRB,RUS,CONSULT\n",
            {date(2019, 1, 1)},
            "SRB",
        ),
    ):
        path.write_text(text, encoding="utf-8")
        rows = mapped("table", path, tmp_path)
        assert {row["day"] for row in rows} == days
        assert rows[0]["actor"] == actors.split(";")
        table = read_events(path, "table")
        assert set(table["day"].to_pylist()) == days
        assert table["actor"].to_pylist() == [actors.split(";")]


def test_names_of_columns_that_are_nearly_right_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("day,actor,recipeint,typpe\n2019-10-18,SRB,RUS,CONSULT\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"'recipeint'.*\n.*'typpe'"):
        mapped("table", path, tmp_path)


def test_icews_without_codes_is_typed_by_its_texts(tmp_path: Path) -> None:
    header = [name for name in ICEWS if name != "CAMEO Code"]
    texts = ("Make a visit", "CONSULT", "Criticize or denounce", "Sing a song")
    lines = ["\t".join(header)]
    for number, text in enumerate(texts, start=1):
        known = {
            "Event ID": str(number),
            "Event Date": f"2019-10-{number:02}",
            "Source Name": "Government (Serbia)",
            "Source Country": "Serbia",
            "Target Name": "Government (Russia)",
            "Target Country": "Russia",
            "Event Text": text,
        }
        lines.append("\t".join(known.get(name, "") for name in header))
    path = tmp_path / "x.tab"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    rows = mapped("icews", path, tmp_path)
    assert [(row["code"], row["type"]) for row in rows[:3]] == [
        ("042", "CONSULT"),
        ("040", "CONSULT"),
        ("111", "ACCUSE"),
    ]
    assert rows[3]["problem"] == (
        "no code, and an event text that is not in the code list: Sing a song"
    )


def test_letters_that_look_alike_and_codes_as_pasted_are_read(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text(
        "day,actor,recipient,type,cameo\n"
        "2019-10-18,\uff33\uff32\uff22,RUS,\u0421ONSULT,\n"
        "2019-10-19,SR\u0412,Russia,,'042\n"
        "2019-10-20,SRB,RUS,,57.0\n"
        "2019-10-21,SRB,RUS,,042 Make a visit\n",
        encoding="utf-8",
    )
    assert what(mapped("table", path, tmp_path)) == [
        ("2019-10-18", "SRB", "RUS", "CONSULT"),
        ("2019-10-19", "SRB", "RUS", "CONSULT"),
        ("2019-10-20", "SRB", "RUS", "SUPPORT"),
        ("2019-10-21", "SRB", "RUS", "CONSULT"),
    ]
    kinds = read_events(path, "own")["type"].to_pylist()
    assert kinds == ["CONSULT", "CONSULT", "SUPPORT", "CONSULT"]


def test_what_was_assumed_about_a_case_table_is_told(tmp_path: Path) -> None:
    path = tmp_path / "c.xlsx"
    header = ["day", "actor", "recipient", "type"]
    xlsx(
        path,
        {
            "2019": [
                header,
                ["10/25/2019", "SRB", "RUS", "CONSULT"],
                ["43756", "SRB", "RUS", "AID"],
            ],
            "2020": [header, ["10/25/2020", "SRB", "RUS", "CONSULT"]],
        },
    )
    told: list[str] = []
    read_events(path, "own", told=told.append)
    assert told == [
        "c.xlsx was read from sheet '2019', without '2020', which has the same columns.",
        "c.xlsx, sheet '2019': days were read as month, day, year.",
        "c.xlsx, sheet '2019': days such as 43756 were read as Excel's numbers (2019-10-18).",
    ]


def test_a_mistyped_type_is_told_with_the_nearest(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text("day,actor,recipient,type\n2019-10-18,SRB,RUS,CONSLT\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"Did you mean 'CONSULT'\? Correct the cell\.$"):
        read_events(path, "own")


def test_names_of_groups_and_columns_of_other_years(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    partners = {
        "World": 1000,
        "Emerging and Developing Europe": 90,
        "Russian Federation": 100,
        "Venezuela, Republica Bolivariana de": 10,
    }
    rows = [
        ("Serbia, Republic of", "MG_CIF_USD", p, "A", "2020", str(v)) for p, v in partners.items()
    ]
    header = (
        "COUNTRY",
        "INDICATOR",
        "COUNTERPART_COUNTRY",
        "FREQUENCY",
        "TIME_PERIOD",
        "OBS_VALUE",
    )
    path.write_bytes(text_of(header, rows))
    assert shares(path, imts) == {("SRB", "RUS"): 10.0, ("SRB", "VEN"): 1.0}
    votes = [("1", "SRB", "Y", "2023-12-01"), ("1", "RUS", "NV", "2023-12-01")]
    path.write_bytes(text_of(("undl_id", "ms_codes", "ms_votes", "date"), votes))
    assert [row["state"] for row in rows_of(unga.read(path), "votes")] == ["SRB", "RUS"]
