"""The command line: the answer first, one line for an error, nothing half-written."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.brief.conftest import pages_of
from tests.forks import typed as run
from tests.processes import PATIENCE, until_it_heeds

import steelyard as sy
from steelyard.vocabulary import ACTS, RUNGS, STATUSES, TYPES

COMMAND = [sys.executable, "-m", "steelyard"]


def without_progress(said: str) -> list[str]:
    """The lines of standard error but those that a slow machine is told how far it is."""
    return [line for line in said.splitlines() if not re.match(r"steelyard: \d+ of \d+: ", line)]


def assert_one_line(result: subprocess.CompletedProcess[str], said: str) -> None:
    assert result.returncode == 1, result.stderr
    assert said in result.stderr
    assert len(without_progress(result.stderr)) == 1
    assert "Traceback" not in result.stderr


def test_weigh_prints_the_answer_first_and_writes_its_files(typed_run: Path) -> None:
    out = typed_run / "run"
    assert {path.name for path in out.iterdir()} == {
        "brief.docx",
        "brief.html",
        "brief.json",
        "brief.md",
        "brief.pdf",
        "findings.csv",
        "run.lock.json",
    }
    answer = json.loads((out / "brief.json").read_text(encoding="utf-8"))["answer"]
    assert (typed_run / "said.txt").read_text(encoding="utf-8").splitlines()[0] == answer


def test_the_same_seed_gives_the_same_bytes(
    typed_run: Path, brief: sy.Brief, tmp_path: Path
) -> None:
    """Weighed by the command and from Python, in two processes whose hashes differ."""
    brief.save(tmp_path)
    for file in ("brief.json", "brief.html", "brief.md", "findings.csv"):
        assert (tmp_path / file).read_bytes() == (typed_run / "run" / file).read_bytes()


def test_suppose_takes_the_seed_and_writes_what_would_move(tmp_path: Path) -> None:
    event = "COOPERATE SRB RUS deeds 2019-12-20"
    out = tmp_path / "if"
    options = ("--suppose", event, "--seed", "3", "--out", str(out))
    result = run("weigh", "balkans-2019", *options, cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    written = (out / "suppose.txt").read_text(encoding="utf-8")
    assert "Readings:" in written
    assert result.stdout.startswith(written)
    assert [path.name for path in out.iterdir()] == ["suppose.txt"]


@pytest.mark.parametrize("command", ["cases", "diagnostics", "readings"])
def test_lists_are_a_line_each(command: str) -> None:
    result = run(command)
    assert result.returncode == 0
    assert result.stdout.strip()
    assert all("  " in line for line in result.stdout.splitlines())


def test_a_new_case_can_be_weighed_as_it_is_and_printed_without_a_browser(tmp_path: Path) -> None:
    made = run("new", "mine", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    assert "README.md explains each word" in made.stdout
    result = run("weigh", "mine", "--pdf", cwd=tmp_path, PATH=str(tmp_path))
    assert result.returncode == 0, result.stderr
    assert pages_of((tmp_path / "brief-mine" / "brief.pdf").read_bytes()) == 2
    brief = json.loads((tmp_path / "brief-mine" / "brief.json").read_text(encoding="utf-8"))
    assert {row["source_id"] for row in brief["evidence"].values()} >= {"C159", "C201", "C209"}


def test_a_client_in_no_row_is_a_warning_and_no_error(tmp_path: Path) -> None:
    assert run("new", "mine", cwd=tmp_path).returncode == 0
    file = tmp_path / "mine" / "case.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('["SRB"]', '["SRB", "GEO"]'), encoding="utf-8")
    result = run("weigh", "mine", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    said = [line for line in result.stderr.splitlines() if "occurs in no row" in line]
    assert len(said) == 1
    assert "Client GEO" in said[0]
    assert (tmp_path / "brief-mine" / "brief.json").is_file()


def test_types_explains_every_word_that_a_row_may_hold() -> None:
    result = run("types")
    assert result.returncode == 0, result.stderr
    told = dict(
        line.strip().split("  ", 1) for line in result.stdout.splitlines() if line[:2] == "  "
    )
    assert {*TYPES, *ACTS, *RUNGS, *STATUSES} <= told.keys()
    assert told["a visit"].strip() == "the visitor is the actor, the host the recipient"


def test_unknown_cases_and_missing_files_are_one_line(tmp_path: Path) -> None:
    assert_one_line(run("weigh", "balkan-2019"), "Did you mean 'balkans-2019'?")
    assert_one_line(run("weigh", str(tmp_path / "none")), "neither a built-in case")
    assert run("new", "mine", cwd=tmp_path).returncode == 0
    header = (tmp_path / "mine" / "chronology.csv").read_text(encoding="utf-8").splitlines()[0]
    (tmp_path / "mine" / "chronology.csv").write_text(f"{header}\n", encoding="utf-8")
    assert_one_line(run("weigh", "mine", cwd=tmp_path), "no rows")
    (tmp_path / "mine" / "chronology.csv").unlink()
    assert_one_line(run("weigh", "mine", cwd=tmp_path), "does not exist")
    assert not (tmp_path / "brief-mine").exists()


def test_diagnose_asks_what_is_named_and_nothing_else() -> None:
    result = run("diagnose", "balkans-2019", "--only", "tone, tempo")
    assert result.returncode == 0, result.stderr
    heads = [line for line in result.stdout.splitlines() if line and line[0] != " "]
    assert [head.split(":")[0] for head in heads] == [
        "SRB tone",
        "SRB tempo",
        "MKD tone",
        "MKD tempo",
    ]
    assert_one_line(run("diagnose", "balkans-2019", "--only", "tomo"), "Did you mean 'tempo'?")


def test_usage_errors_exit_with_2() -> None:
    assert run("weigh").returncode == 2
    assert run("weigh", "balkans-2019", "--speed", "9").returncode == 2
    assert run("wiegh").returncode == 2


def test_a_place_that_cannot_be_written_to_is_one_line(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("in the way", encoding="utf-8")
    assert run("new", "mine", cwd=tmp_path).returncode == 0
    assert_one_line(run("weigh", "mine", "--out", str(file), cwd=tmp_path), str(file))
    assert_one_line(run("weigh", "mine", "--out", str(file / "deeper"), cwd=tmp_path), "file")
    assert file.read_text(encoding="utf-8") == "in the way"


@pytest.mark.parametrize("wait", [0.0, 0.8, 2.5])
def test_ctrl_c_leaves_nothing_behind(tmp_path: Path, wait: float) -> None:
    out = tmp_path / "out"
    process = subprocess.Popen(
        [*COMMAND, "weigh", "balkans-2019", "--out", str(out)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
    )
    until_it_heeds(process)
    time.sleep(wait)
    os.kill(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=PATIENCE)
    left = sorted(path.name for path in tmp_path.iterdir())
    if process.returncode == 0:  # it was done before the signal came
        assert left == ["out"]
        assert len(list(out.iterdir())) == 5
    else:
        assert process.returncode == 1
        assert "Traceback" not in said
        assert "Interrupted" in said
        assert left == []


def test_version() -> None:
    result = run("--version")
    assert result.returncode == 0
    assert result.stdout.startswith("steelyard ")
