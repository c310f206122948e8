"""What a command line is expected to do: any terminal, any stream, any signal, any place of an option."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from tests.forks import typed
from tests.processes import PATIENCE, until, until_it_heeds
from typer.testing import CliRunner

from steelyard.cli import printing, signals, streams
from steelyard.cli.commands import app
from steelyard.errors import SteelyardError

COMMAND = [sys.executable, "-m", "steelyard"]
#: Closes streams as a shell does with `<&-`, and becomes the command.
CLOSING = """
import os, sys
for number in sys.argv[1].split(","):
    os.close(int(number))
os.execv(sys.executable, [sys.executable, *sys.argv[2:]])
"""
ASCII = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*COMMAND, *words], capture_output=True, check=False, env={**os.environ, **environment}
    )


def closed(numbers: str, *words: str) -> subprocess.CompletedProcess[bytes]:
    words = (sys.executable, "-c", CLOSING, numbers, *words)
    return subprocess.run(words, capture_output=True, check=False)


def test_an_ascii_terminal_gets_plain_letters_and_data_stays_whole() -> None:
    said = run("sources", **ASCII)
    assert said.returncode == 0, said.stderr
    assert b"Dag Hammarskjold Library" in said.stdout
    said = run("sources", "--json", **ASCII)
    titles = {one["name"]: one["publisher"] for one in json.loads(said.stdout.decode("utf-8"))}
    assert "Hammarskjöld" in titles["unga"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [("5\u00a0%, “so”", '5 %, "so"'), ("Vučić – Łódź", "Vucic - ?odz"), ("→ Путин", "-> ?????")],
)
def test_letters_that_a_terminal_lacks_become_the_nearest(text: str, shown: str) -> None:
    streams.open_all()
    assert text.encode("ascii", "steelyard.plain").decode() == shown


def test_closed_streams_are_no_error() -> None:
    said = closed("0,1,2", "-m", "steelyard", "cases")
    assert said.returncode == 0
    said = closed("0", "-m", "steelyard", "read", "-")
    assert said.returncode == 1
    assert said.stderr.decode().strip().endswith("Pipe articles in, or name files.")
    assert said.stderr.count(b"\n") == 1


def test_a_closed_input_does_not_lead_a_library_astray() -> None:
    # The renderer of charts waits for its threads on pipes; with 0 free it panicked.
    chart = {"mark": "point", "data": {"values": [{"a": 1}]}, "encoding": {"x": {"field": "a"}}}
    code = (
        "from steelyard.cli.streams import open_all; open_all(); import vl_convert;"
        f"print(vl_convert.vegalite_to_svg({chart})[:4])"
    )
    said = closed("0", "-c", code)
    assert said.returncode == 0, said.stderr[-300:]
    assert said.stdout.strip() == b"<svg"


def test_it_runs_where_python_leaves_docstrings_out() -> None:
    said = run("diagnose", "balkans-2019", "--only", "distrust", PYTHONOPTIMIZE="2")
    assert said.returncode == 0, said.stderr[-300:]
    assert said.stdout.startswith(b"SRB distrust: ")
    plain, bare = (run("load", "--help", PYTHONOPTIMIZE=level) for level in ("0", "2"))
    assert b"each whole or not at all" in bare.stdout
    assert bare.stdout == plain.stdout


@pytest.mark.parametrize("command", ["cases", "diagnostics", "readings", "types", "sources"])
def test_every_listing_is_json_for_programs(command: str) -> None:
    plain = CliRunner().invoke(app, [command])
    made = CliRunner().invoke(app, [command, "--json"])
    assert made.exit_code == 0
    found = json.loads(made.stdout)
    names = list(found) if isinstance(found, dict) else [one["name"] for one in found]
    assert names
    assert all(name in plain.stdout for name in names)


def test_options_of_every_command_may_stand_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    for words in (["--quiet", "cases"], ["cases", "-q"]):
        assert CliRunner().invoke(app, words).exit_code == 0
        assert printing.QUIET.is_set()
    assert CliRunner().invoke(app, ["cases", "--no-color"]).exit_code == 0
    assert os.environ["NO_COLOR"] == "1"
    assert not printing.QUIET.is_set()
    monkeypatch.delenv("NO_COLOR", raising=False)


def test_quiet_keeps_notes_and_warnings_back_and_no_error(capsys: Any) -> None:
    printing.QUIET.set()
    try:
        printing.note("a note")
        printing.warn("a warning")
        printing.complain("an error")
    finally:
        printing.QUIET.clear()
    assert capsys.readouterr().err == "steelyard: an error\n"


def test_without_a_terminal_progress_is_a_line_now_and_then(
    capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "EVERY", 0.02)
    with printing.progress() as tell:
        tell("asking: tempo", 3, 40)
        said: list[str] = []

        def something_is_said() -> bool:
            said.append(capsys.readouterr().err)
            return any(said)

        until(something_is_said)
    said.append(capsys.readouterr().err)
    assert set("".join(said).splitlines()) == {"steelyard: 3 of 40: asking: tempo"}


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_every_wish_to_end_is_one_error(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    number = getattr(signal, name)
    before = {one: signal.getsignal(one) for one in signals._NUMBERS}
    hook = sys.unraisablehook
    monkeypatch.setattr(signals, "_last", [0.0])
    try:
        signal.signal(number, signal.SIG_DFL)
        signals.listen()
        with pytest.raises(SteelyardError, match="nothing was left half-written"):
            signal.raise_signal(number)
        signal.raise_signal(number)  # the same wish again does not disturb the clearing up
        with pytest.raises(SteelyardError), printing.progress() as tell:
            tell("anything", 1, 2)
        signal.signal(number, signal.SIG_IGN)  # as nohup does
        signals.listen()
        signal.raise_signal(number)
    finally:
        signals.STOPPED.clear()
        sys.unraisablehook = hook
        for one, handler in before.items():
            signal.signal(one, handler)


@pytest.mark.parametrize("wait", [0.9])
def test_a_request_to_end_leaves_nothing_that_stops_the_next_run(
    tmp_path: Path, wait: float
) -> None:
    rows = tmp_path / "rows.csv"
    lines = [f"2019-01-{1 + n % 28:02},SRB,RUS,CONSULT,text {n}" for n in range(200)]
    rows.write_text("\n".join(["day,actor,recipient,type,text", *lines]) + "\n", encoding="utf-8")
    words = [*COMMAND, "load", "table", str(rows), "--to", str(tmp_path / "a.duckdb")]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        until_it_heeds(process)
        time.sleep(wait)
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode in (0, 1)
    assert b"Traceback" not in said
    left = {path.name for path in tmp_path.iterdir()} - {"rows.csv"}
    assert left <= {"a.duckdb"}
    again = typed(*words[len(COMMAND) :])
    assert again.returncode == 0, again.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"rows.csv", "a.duckdb"}


def test_doctor_tells_a_sound_archive_from_one_that_is_none(tmp_path: Path) -> None:
    bad = tmp_path / "bad.duckdb"
    bad.write_bytes(b"no archive")
    said = CliRunner().invoke(app, ["doctor", str(bad), "--json"])
    assert said.exit_code == 1
    checks = json.loads(said.stdout)
    states = {check["what"]: check["state"] for check in checks}
    assert states["python"] == "ok"
    assert states["duckdb"] == "ok"
    assert states[f"archive {bad}"] == "wrong"
    assert {"extra mcp", "extra spark", "java", "chromium", "disk, this folder"} <= states.keys()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_printed_for_every_shell(shell: str) -> None:
    said = CliRunner().invoke(app, ["completion", shell])
    assert said.exit_code == 0
    assert "_STEELYARD_COMPLETE=complete_" in said.stdout


def test_words_and_names_are_completed() -> None:
    asked = {
        "steelyard weigh bal": (2, "balkans-2019"),
        "steelyard diagnose balkans-2019 --only tempo,to": (4, "tempo,tone"),
    }
    for line, (at, found) in asked.items():
        said = run(_STEELYARD_COMPLETE="complete_bash", COMP_WORDS=line, COMP_CWORD=str(at))
        assert said.stdout.decode().split() == [found]


def test_help_fits_a_screen() -> None:
    from typer.main import get_command

    group: Any = get_command(app)
    for name, command in group.commands.items():
        said = CliRunner().invoke(
            app, [name, "--help"], env={"COLUMNS": "80", "TERMINAL_WIDTH": "80"}
        )
        lines = said.stdout.splitlines()
        assert command.short_help, name
        assert len(lines) <= 45, name
        assert max(map(len, lines)) <= 80, name
    said = CliRunner().invoke(app, ["--help"], env={"COLUMNS": "80", "TERMINAL_WIDTH": "80"})
    assert not any(line.endswith("...") for line in said.stdout.splitlines()[1:])
    assert max(map(len, said.stdout.splitlines())) <= 82
