"""What the command line does with hostile names, places and signals: one line, and nothing half-made."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.forks import typed as run
from tests.processes import PATIENCE, until_it_heeds

import steelyard as sy
from steelyard.archive import find_files
from steelyard.archive.connection import connect
from steelyard.cli.printing import printable
from steelyard.errors import SourceError
from steelyard.pipeline.ingest import read_to
from steelyard.pipeline.loading import load
from steelyard.sources.own_table import read_map
from steelyard.wording import harmless

COMMAND = [sys.executable, "-m", "steelyard"]
TEXT = "Serbian President Aleksandar Vucic met Russian President Vladimir Putin on Wednesday."
SIZE = 200_000
#: The limit is set after the fork: a preexec_fn forks this process, whose libraries run threads.
LIMIT = f"""
import os, resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, ({SIZE}, {SIZE}))
os.execv(sys.executable, [sys.executable, "-m", "steelyard", *sys.argv[1:]])
"""
LIMITED = [sys.executable, "-c", LIMIT]


def one_line(said: subprocess.CompletedProcess[str]) -> str:
    assert said.returncode == 1
    assert "Traceback" not in said.stderr
    lines = said.stderr.splitlines(keepends=True)
    lines = [line for line in lines if not re.match(r"steelyard: \d+ of \d+: ", line)]
    assert len(lines) == 1
    return lines[0]


@pytest.fixture
def news(tmp_path: Path) -> Path:
    path = tmp_path / "news.jsonl"
    row = {"id": "a", "text": TEXT, "date": "2019-12-05"}
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    return path


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("words", [("cases",), ("read", "NEWS")])
def test_a_full_standard_output_ends_in_one_line(words: tuple[str, ...], news: Path) -> None:
    said = run(*(news if word == "NEWS" else word for word in words), out="/dev/full")
    assert "The output cannot be written (No space left on device)" in one_line(said)


def test_names_cannot_command_the_terminal(tmp_path: Path) -> None:
    said = run("load", "gdelt", tmp_path / "a\x1b[31m.csv", "--to", tmp_path / "a.duckdb")
    assert "a\\x1b[31m.csv does not exist" in one_line(said)
    bad = tmp_path / "b\x1b]0;title\x07.jsonl"
    bad.write_text("{bad\n", encoding="utf-8")
    said = run("read", bad)
    assert "\x1b" not in said.stderr
    assert "b\\x1b]0;title\\x07.jsonl" in said.stderr


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain\tand\nnew", "plain\tand\nnew"),
        ("\x1b[2J", "\\x1b[2J"),
        ("\x9b31m", "\\x9b31m"),
        ("a\u202eb", "a\\u202eb"),
        ("Vučić, Путин, 中国", "Vučić, Путин, 中国"),
    ],
)
def test_only_commands_are_escaped(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_a_pipe_is_no_file_to_load(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "f.csv")
    said = run("load", "gdelt", tmp_path / "f.csv", "--to", tmp_path / "a.duckdb")
    assert "is a pipe or a device, and no file" in one_line(said)
    assert not (tmp_path / "a.duckdb").exists()


def test_a_pipe_is_no_evidence_and_a_case_has_an_end(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    assert run("new", folder).returncode == 0
    (folder / "chronology.csv").unlink()
    os.mkfifo(folder / "chronology.csv")
    assert "is no file" in one_line(run("weigh", folder, "--out", tmp_path / "out"))
    deep = (folder / "case.toml").read_text(encoding="utf-8")
    deep += "\nx = " + "[" * 20_000 + "]" * 20_000 + "\n"
    (folder / "case.toml").write_text(deep, encoding="utf-8")
    assert "beyond all reason" in one_line(run("weigh", folder, "--out", tmp_path / "out"))


@pytest.mark.parametrize("text", ["a = " + "[" * 20_000, "a" + ".a" * 20_000 + " = 1", "{" * 9_000])
def test_a_column_map_has_an_end(tmp_path: Path, text: str) -> None:
    path = tmp_path / "map.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match="beyond all reason"):
        read_map(path)


@pytest.mark.parametrize("form", ["'YY'", "'01.02.2019'", "3", "[]"])
def test_a_column_map_names_the_forms_of_days_that_are_allowed(tmp_path: Path, form: str) -> None:
    path = tmp_path / "map.toml"
    path.write_text(f"[file]\nday_format = {form}\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"file\.day_format is .*; allowed are YYYY-MM-DD"):
        read_map(path)


def test_a_column_map_is_a_file_and_a_link_leads_to_one(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "map.toml")
    with pytest.raises(SourceError, match="and no file"):
        read_map(tmp_path / "map.toml")
    (tmp_path / "a.csv").symlink_to("b.csv")
    (tmp_path / "b.csv").symlink_to("a.csv")
    with pytest.raises(SourceError, match="leads to no file"):
        find_files([str(tmp_path / "a.csv")])


def test_a_limit_on_the_size_of_files_is_one_line(tmp_path: Path, news: Path) -> None:
    for name in ("a.duckdb", "a.jsonl"):
        said = subprocess.run(
            [*LIMITED, "read", str(news), "--to", str(tmp_path / "none" / name)],
            capture_output=True,
            text=True,
            check=False,
        )
        one_line(said)
    made = tmp_path / "a.duckdb"
    said = subprocess.run(
        [*LIMITED, "read", str(news), "--to", str(made)],
        capture_output=True,
        text=True,
        check=False,
    )
    one_line(said)
    assert not made.exists()


def test_a_folder_as_output_is_answered_with_a_name_in_it(tmp_path: Path, news: Path) -> None:
    said = one_line(run("read", news, "--to", tmp_path))
    assert f"{tmp_path} is a folder. Name a file in it" in said


def test_a_new_archive_is_one_from_the_first_moment(tmp_path: Path) -> None:
    path = tmp_path / "a.duckdb"
    connect(path, write=True).disconnect()
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.duckdb"]
    assert sy.open_archive(path).events.count().to_pyarrow().as_py() == 0


@pytest.mark.parametrize("after", [0.5, 0.9, 1.3])
def test_ctrl_c_in_the_first_seconds_leaves_no_archive_or_one_that_answers(
    tmp_path: Path, after: float
) -> None:
    news = tmp_path / "news.jsonl"
    rows = [
        {"id": f"n{n}", "text": f"{TEXT} Item {n} of list {n * 7} was dull.", "date": "2019-12-05"}
        for n in range(3000)
    ]
    news.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    path = tmp_path / "a.duckdb"
    with subprocess.Popen(
        [*COMMAND, "read", str(news), "--to", str(path)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        until_it_heeds(process)
        time.sleep(after)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE)
    left = {entry.name for entry in tmp_path.iterdir()} - {"news.jsonl"}
    assert left <= {"a.duckdb", "a.duckdb.finished"}
    if path.exists():
        archive = sy.open_archive(path)
        assert archive.events.count().to_pyarrow().as_py() >= 0
        archive.connection.disconnect()


def test_cells_that_begin_a_formula_are_harmless(tmp_path: Path) -> None:
    assert [harmless(cell) for cell in ("=1+1", "@x", "a", -1.5, None)] == [
        "'=1+1", "'@x", "a", -1.5, None,
    ]  # fmt: skip
    table = tmp_path / "t.csv"
    table.write_text(
        "id,day,actor,recipient,type,text,url\n"
        'e1,2019-10-19,RUS,SRB,CONSULT,"=HYPERLINK(1)",https://a.example/1\n',
        encoding="utf-8",
    )
    load("table", [table], tmp_path / "a.duckdb")
    said = run("events", tmp_path / "a.duckdb", "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(said.stdout))
    assert row["sentence"] == "'=HYPERLINK(1)"
    said = run("events", tmp_path / "a.duckdb", "--format", "jsonl")
    assert json.loads(said.stdout)["sentence"] == "=HYPERLINK(1)"


def test_a_file_of_events_for_a_spreadsheet_is_harmless(tmp_path: Path) -> None:
    news = tmp_path / "n.jsonl"
    record = {"id": "=a", "text": TEXT, "date": "2019-12-05", "publisher": "@paper"}
    news.write_text(json.dumps(record), encoding="utf-8")
    read_to(tmp_path / "a.csv", news)
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["publishers"] == "'@paper"
    assert row["document_id"] == "'=a"
