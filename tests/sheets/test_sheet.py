"""One table in any format: the same rows come out, and what was assumed is said."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.sheets.workbooks import Cell, ods, xlsx

from steelyard.errors import SourceError
from steelyard.records.columns import columns
from steelyard.sheets import Sheet, open_sheet
from steelyard.sheets.header import folded

WANTED = columns(("day", "actor", "recipient", "value"))
ROWS = [["2019-10-18", "SRB", "RUS", "1.5"], ["2019-10-25", "SRB", "Größe", "2"]]
HEADER = ["day", "actor", "recipient", "value"]


def text_of(*rows: list[str], mark: str = ",") -> str:
    return "".join(mark.join(row) + "\n" for row in rows)


def write(name: str, text: str, encoding: str = "utf-8") -> Callable[[Path], Path]:
    def made(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(text.encode(encoding))
        return path

    return made


def cells_of(sheet: Sheet) -> list[list[str]]:
    width = len(sheet.header)
    return [cells[:width] for _, cells in sheet.rows()]


TYPED: list[list[Cell]] = [
    list(HEADER),
    [date(2019, 10, 18), "SRB", "RUS", 1.5],
    [date(2019, 10, 25), "SRB", "Größe", 2],
]


@pytest.mark.parametrize(
    ("made", "assumption"),
    [
        (write("t.csv", text_of(HEADER, *ROWS)), None),
        (write("t.csv", text_of(HEADER, *ROWS), "utf-8-sig"), None),
        (write("t.csv", text_of(HEADER, *ROWS).replace("\n", "\r\n")), None),
        (write("t.tsv", text_of(HEADER, *ROWS, mark="\t")), None),
        (write("t.csv", text_of(HEADER, *ROWS, mark=";")), "split by semicolons"),
        (write("t.txt", text_of(HEADER, *ROWS, mark="|")), "split by bars"),
        (write("t.csv", "sep=;\n" + text_of(HEADER, *ROWS, mark=";")), "split by semicolons"),
        (write("t.csv", text_of(HEADER, *ROWS), "utf-16"), "in UTF-16"),
        (write("t.csv", text_of(HEADER, *ROWS, mark="\t"), "utf-16-le"), "in UTF-16"),
        (write("t.csv", text_of(HEADER, *ROWS), "cp1252"), "in Windows-1252"),
        (write("t.csv", "Chronology,,,\n,,,\n" + text_of(HEADER, *ROWS)), "the header of line 3"),
        (
            write(
                "t.csv", text_of([*HEADER, "", ""], *([*row, "", ""] for row in ROWS)) + ",,,,,\n"
            ),
            None,
        ),
        (write("t.csv", text_of(HEADER, ROWS[0], HEADER, ROWS[1])), None),
        (write("t.csv", text_of(HEADER, ["", "", "", ""], *ROWS)), None),
        (lambda folder: xlsx(folder / "t.xlsx", {"Events": TYPED}), None),
        (
            lambda folder: xlsx(folder / "t.xlsx", {"Notes": [["about"]], "Events": TYPED}),
            "from sheet 'Events'",
        ),
        (lambda folder: xlsx(folder / "t.xlsx", {"Events": TYPED}, first_day_1904=True), None),
        (lambda folder: xlsx(folder / "t.csv", {"Events": TYPED}), None),
        (lambda folder: ods(folder / "t.ods", {"Events": TYPED}), None),
    ],
)
def test_the_same_rows_come_out_of_every_format(
    tmp_path: Path, made: Callable[[Path], Path], assumption: str | None
) -> None:
    sheet = open_sheet(made(tmp_path), WANTED)
    assert list(sheet.header) == HEADER
    assert cells_of(sheet) == ROWS
    if assumption is None:
        assert sheet.assumption is None
    else:
        assert assumption in str(sheet.assumption)


def test_parquet_is_read_with_its_types(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    days = pa.array([date(2019, 10, 18)])
    pq.write_table(pa.table({"day": days, "actor": [["SRB", "MKD"]], "value": [1.5]}), path)
    sheet = open_sheet(path, WANTED)
    assert cells_of(sheet) == [["2019-10-18", "SRB;MKD", "1.5"]]


def test_lines_are_those_of_the_file(tmp_path: Path) -> None:
    path = write("t.csv", 'title\n\nday,actor\n2019,"A\nB"\n\n2020,C\n')(tmp_path)
    assert [line for line, _ in open_sheet(path, WANTED).rows()] == [4, 7]
    rows: list[list[Cell]] = [
        ["title"],
        [],
        ["day", "actor"],
        ["2019", "A"],
        [],
        ["2020", "C"],
    ]
    book = xlsx(tmp_path / "t.xlsx", {"S": rows})
    assert [line for line, _ in open_sheet(book, WANTED).rows()] == [4, 6]


def test_of_two_sheets_that_fit_the_first_is_read_and_the_other_named(tmp_path: Path) -> None:
    book = xlsx(tmp_path / "t.xlsx", {"A": TYPED, "B": TYPED[:2]})
    assert "without 'B', which has the same columns" in str(open_sheet(book, WANTED).assumption)
    book = xlsx(tmp_path / "u.xlsx", {"A": TYPED, "B": TYPED[:2]}, hidden=["A"])
    assert open_sheet(book, WANTED).name == "B"


def test_a_lone_line_in_another_encoding_is_read_beside_utf8(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    lines = "day,actor\n1,Größe\n2,Größe\n".encode() + "3,Größe\n".encode("cp1252")
    path.write_bytes(lines)
    sheet = open_sheet(path, WANTED)
    assert [cells[1] for _, cells in sheet.rows()] == ["Größe"] * 3
    assert "lines that are not UTF-8" in str(sheet.assumption)


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1254", "Dışişleri Bakanı Şanlıurfa'da konuştu; anlaşma imzalandı"),
        ("cp1250", "Ministr zahraničí řekl, že Česko vyhostí dva ruské diplomaty"),
        ("cp1251", "Сербия выслала двух российских дипломатов"),
        ("cp1252", "Präsident Müller besuchte Köln und lobte die Brücke"),
        ("cp1253", "Η Ελλάδα κατηγόρησε τη Σερβία για την καθυστέρηση"),
    ],
)
def test_older_encodings_are_told_by_their_words(tmp_path: Path, encoding: str, text: str) -> None:
    path = write("t.csv", f'day,actor\n2019,"{text}"\n', encoding)(tmp_path)
    assert cells_of(open_sheet(path, WANTED)) == [["2019", text]]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"  \n\n", "is empty"),
        (b"PK\x03\x04" + b"0" * 400, "damaged or cut short"),
        (b"<!doctype html><html><body>Not found</body></html>", "is a web page"),
        (b'<?xml version="1.0"?><a/>', "is XML and no table"),
        (b"PAR1 and no more", "damaged Parquet"),
        (b'day,actor\n2019,"SRB\n2020,RUS\n', 'line 2: a quotation mark (") is never closed'),
    ],
)
def test_what_is_no_table_is_refused_in_one_line(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    with pytest.raises(SourceError) as caught:
        list(open_sheet(path, WANTED).rows())
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)


def test_workbooks_that_would_fill_the_memory_are_refused(tmp_path: Path) -> None:
    bomb = xlsx(tmp_path / "bomb.xlsx", {"S": [["day"]]})
    with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet9.xml", b"0" * (80 * 1024**2))
    with pytest.raises(SourceError, match="unpacks to more than"):
        open_sheet(bomb, WANTED)
    far = xlsx(tmp_path / "far.xlsx", {"S": [["day"]]})
    with zipfile.ZipFile(far, "a") as book:
        book.writestr(
            "xl/worksheets/sheet8.xml",
            '<worksheet><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>',
        )
    with pytest.raises(SourceError, match="spreads over 1,048,576 rows and 16,384 columns"):
        open_sheet(far, WANTED)


def test_an_external_entity_is_never_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("do not read", encoding="utf-8")
    entity = f'<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file://{secret}">]>'
    book = xlsx(tmp_path / "t.xlsx", {"S": [["day", "actor"], ["2019", "&x;"]]}, extra=entity)
    raw = tmp_path / "u.xlsx"
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(raw, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"&amp;x;", b"&x;"))
    try:
        found = str(list(open_sheet(raw, WANTED).rows()))
    except SourceError as error:
        found = str(error)
    assert "do not read" not in found


def test_the_answer_of_a_service_is_a_table(tmp_path: Path) -> None:
    path = tmp_path / "answer.json"
    records = [{"id": "1", "n": 1.5, "who": ["A", "B"], "gap": None}, {"id": "2", "more": True}]
    for text in (
        json.dumps(records),
        json.dumps({"count": 2, "data": {"rows": records}}, indent=1),
        "".join(json.dumps(record) + "\n" for record in records),
    ):
        path.write_bytes(b"\xef\xbb\xbf" + text.encode())
        sheet = open_sheet(path, columns(("id",)))
        assert sheet.header == ("id", "n", "who", "gap", "more")
        assert list(sheet.rows()) == [
            (1, ["1", "1.5", "A;B", "", ""]),
            (2, ["2", "", "", "", "true"]),
        ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"error": "no key", "data": []}', "It says: no key"),
        ('[{"id": 1}', "is none"),
        ('{"a":' * 50_000, "is none"),
    ],
)
def test_json_without_records_is_one_line(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "answer.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=said):
        open_sheet(path, columns(("id",)))


def test_a_cell_of_a_megabyte_is_never_taken_for_a_name(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "id,text\n" + f"1,{'long ' * 200_000}\n" * 3 + "id,text\n2,x\n", encoding="utf-8"
    )
    before = folded.cache_info().currsize
    sheet = open_sheet(path, columns(("id",)))
    assert [cells[0] for _, cells in sheet.rows()] == ["1", "1", "1", "2"]
    assert folded.cache_info().currsize - before < 10  # nothing long is folded and kept


def test_a_tar_and_a_header_with_nul_bytes_are_one_line(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    for content, said in (
        (b"a.csv".ljust(257, b"\0") + b"ustar" + b"\0" * 250, "Unpack it"),
        (b"id,d\0ay\n1,2019-10-18\n" * 20, "its header, holds NUL bytes"),
    ):
        path.write_bytes(content)
        with pytest.raises(SourceError, match=said):
            open_sheet(path, columns(("id",)))


def test_a_row_filled_down_to_the_end_of_the_sheet_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("steelyard.sheets.workbook.MOST_ALIKE", 20)
    path = tmp_path / "t.xlsx"
    xlsx(path, {"S": [TYPED[0], *[TYPED[1]] * 30]})
    with pytest.raises(
        SourceError, match=r"^t\.xlsx, sheet 'S', repeats the row of line 2 more than 20 times"
    ):
        open_sheet(path, WANTED)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"<stata_dta><header>", "a file of Stata"),
        (b"r\x02\x01\x00" + bytes(60), "a file of Stata"),
        (b"$FL2@(#) SPSS", "a file of SPSS"),
        (b"RDX3\nX\n", "a file of R"),
        (b"%PDF-1.7", "a PDF"),
        (b"7z\xbc\xaf\x27\x1c", "packed with 7-Zip (.7z)"),
        (bytes(8) + b"DUCK" + bytes(60), "an archive or another database of DuckDB"),
    ],
)
def test_what_is_no_table_is_called_by_name(tmp_path: Path, content: bytes, what: str) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    with pytest.raises(
        SourceError, match=f"^t.csv is {re.escape(what)}, and no table that is read"
    ):
        open_sheet(path, WANTED)
