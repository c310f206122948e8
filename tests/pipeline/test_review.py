"""Review: events on a sheet, verdicts back as rows, and what weighings make of them."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner, Result

from steelyard.archive import open_archive, reviewed
from steelyard.cli.commands import app
from steelyard.pipeline.review.sheet import NAMES
from steelyard.pipeline.weighing import evidence
from steelyard.records import Case

TEXT = """Serbia and Russia sign a deal
18 March 2024

Russia expelled two Montenegrin diplomats on 12 March 2024. China accused the United States of interference on \
17 March 2024. Turkey delivered three drones to Kosovo on 18 March 2024.
"""


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, ["read", *map(str, words)])


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    (tmp_path / "one.txt").write_text(TEXT, encoding="utf-8")
    path = tmp_path / "news.duckdb"
    result = run(tmp_path / "one.txt", "--to", path, "--review", tmp_path / "sheet.xlsx")
    assert result.exit_code == 0, result.output
    assert "steelyard read --reviewed sheet.xlsx" in result.output
    return path


def on_sheet(path: Path) -> list[dict[str, str]]:
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    header = [str(name) for name in rows[0]]
    return [dict(zip(header, map(str, row), strict=True)) for row in rows[1:]]


def filled(path: Path, rows: list[dict[str, str]], second: int = 0) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for line, cells in enumerate([dict(zip(NAMES, NAMES, strict=True)), *rows]):
            for place, name in enumerate(NAMES):
                sheet.write_string(line, place, cells[name])
    os.utime(path, (1_750_000_000 + second,) * 2)
    return path


def verdict(rows: list[dict[str, str]], actor: str, word: str, **cells: str) -> None:
    (row,) = (row for row in rows if row["actor"] == actor)
    row.update(verdict=word, **cells)


def events(archive: Any) -> dict[str, dict[str, Any]]:
    return {";".join(row["actor"]): row for row in archive.events.to_pyarrow().to_pylist()}


def test_a_sheet_says_what_was_coded_and_why(archive: Path) -> None:
    rows = {row["actor"]: row for row in on_sheet(archive.with_name("sheet.xlsx"))}
    expelled = rows["RUS"]
    assert expelled["sentence"].startswith("Russia expelled two")
    assert (expelled["recipient"], expelled["type"], expelled["day"]) == (
        "MNE",
        "SANCTION",
        "2024-03-12",
    )
    assert "rule expel" in expelled["why"]
    assert 0.5 < float(expelled["confidence"]) <= 1
    assert json.loads(expelled["event"])["actor"] == ["RUS"]


def test_verdicts_stand_beside_what_they_correct(archive: Path) -> None:
    sheet = archive.with_name("sheet.xlsx")
    rows = on_sheet(sheet)
    verdict(rows, "RUS", "correct", recipient="MKD", day="2024-03")
    verdict(rows, "CHN", "reject")
    verdict(rows, "TUR", "accept")
    words = ("--reviewed", filled(sheet, rows), "--to", archive, "--reviewer", "anna")
    result = run(*words)
    assert "3 verdicts are new" in result.output
    assert "right in every respect in 1 of 3 (33 %)" in result.output
    assert "recipient 1 of 2 (50 %), type 2 of 2 (100 %)" in result.output
    assert "0 verdicts are new" in run(*words).output

    opened = open_archive(archive)
    held = opened.reports.to_pyarrow().to_pylist()
    mine = [row for row in held if row["source"] == "review"]
    assert [row["coder"] for row in mine] == ["review:anna"] * 3
    assert {row["corrects"] for row in mine} < {row["event_id"] for row in held}
    assert len(held) - len(mine) == len(rows)

    found = events(reviewed(opened))
    assert "CHN" not in found
    corrected = found["RUS"]
    assert (corrected["recipient"], corrected["precision"]) == (["MKD"], "month")
    assert found["TUR"]["confidence"] == 1
    assert {row["source"] for row in found.values()} == {"steelyard"}
    assert len(found) == len(rows) - 1
    opened.connection.disconnect()


def test_the_newest_verdict_holds(archive: Path) -> None:
    sheet = archive.with_name("sheet.xlsx")
    for second, word in enumerate(("reject", "accept", "reject", "accept")):
        rows = on_sheet(sheet)
        verdict(rows, "TUR", word)
        result = run(
            "--reviewed", filled(sheet, rows, second), "--to", archive, "--reviewer", "anna"
        )
        assert "1 verdicts are new" in result.output
        opened = open_archive(archive)
        assert ("TUR" in events(reviewed(opened))) == (word == "accept")
        opened.connection.disconnect()


def test_weighings_take_what_the_reviewers_say(archive: Path, small_case: Case) -> None:
    sheet = archive.with_name("sheet.xlsx")
    rows = on_sheet(sheet)
    verdict(rows, "RUS", "reject")
    run("--reviewed", filled(sheet, rows), "--to", archive)
    opened = open_archive(archive)
    assert "RUS" not in events(evidence(small_case, opened))
    opened.connection.disconnect()


def test_an_archive_without_verdicts_is_as_it_was(archive: Path) -> None:
    opened = open_archive(archive)
    assert reviewed(opened) is opened
    opened.connection.disconnect()


def test_the_page_holds_the_same_rows_and_its_file_comes_back(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(TEXT.replace("Turkey", "Turkey <b>"), encoding="utf-8")
    page = tmp_path / "sheet.html"
    result = run(tmp_path / "one.txt", "--review", page)
    assert "sheet.reviewed.csv" in result.output
    text = page.read_text(encoding="utf-8")
    assert "<b>" not in text
    assert "http" not in text.split("<script>")[1]
    assert text.count("<tr data-event=") == len(
        [line for line in result.output.splitlines() if line[:1] == "{"]
    )

    run(tmp_path / "one.txt", "--review", tmp_path / "sheet.xlsx")
    rows = on_sheet(tmp_path / "sheet.xlsx")
    verdict(rows, "RUS", "correct", type="COERCE")
    saved = tmp_path / "sheet.reviewed.csv"
    with saved.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, NAMES, quoting=csv.QUOTE_ALL)
        writer.writeheader()
        writer.writerows(rows)
    result = run("--reviewed", saved, "--reviewer", "bo")
    (row,) = (json.loads(line) for line in result.output.splitlines() if line[:1] == "{")
    assert (row["type"], row["quad"], row["mode"], row["coder"]) == ("COERCE", 4, None, "review:bo")
    assert row["rung"] == "delivery"


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"verdict": "acept"}, "acept"),
        ({"verdict": "correct", "type": "INVADE"}, "INVADE"),
        ({"verdict": "correct", "recipient": "Narnia"}, "Narnia"),
        ({"verdict": "accept", "event": "{}"}, "as the sheet was written"),
        ({}, "has no verdict"),
    ],
)
def test_what_no_sheet_may_say_is_named(archive: Path, cells: dict[str, str], said: str) -> None:
    sheet = archive.with_name("sheet.xlsx")
    rows = on_sheet(sheet)
    rows[0].update(cells)
    result = run("--reviewed", filled(sheet, rows), "--to", archive)
    assert result.exit_code != 0
    assert said in str(result.exception) + result.output


def test_a_sheet_that_cannot_be_written_is_refused_before_any_work(tmp_path: Path) -> None:
    for name, said in (
        ("sheet.pdf", "allowed are .html, .xlsx"),
        ("no/sheet.html", "needs a folder"),
    ):
        result = run("missing.txt", "--review", tmp_path / name)
        assert said in str(result.exception) + result.output
