"""`steelyard read`: streams, formats, models, and what is left when it is stopped."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from tests.coding.llm.fake import completion, serving
from tests.forks import typed
from tests.pipeline.ingest.conftest import story
from tests.processes import PATIENCE, until

from steelyard.pipeline.ingest import read_to
from steelyard.records import EVENT

COMMAND = [sys.executable, "-m", "steelyard", "read"]
News = Callable[..., Path]


run = partial(typed, "read")


def events(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_events_go_to_standard_output_and_the_summary_beside(news: News) -> None:
    result = run(news(3))
    assert result.returncode == 0
    assert [list(row) for row in events(result.stdout)] == [EVENT.names] * 2
    assert "read        3 articles" in result.stderr
    assert "2 events" in result.stderr


def test_standard_input_and_mapped_columns() -> None:
    line = json.dumps({"lead": story(1)["text"], "when": "2019-12-05"})
    result = run("-", "--map", "text=lead", "--map", "date=when", stdin=f"{line}\n{{bad\n")
    (row,) = events(result.stdout)
    assert (row["day"], row["actor"]) == ("2019-12-04", ["SRB"])
    assert "standard input line 2" in result.stderr
    assert "not JSON" in result.stderr


def test_explanations_stand_in_the_place_of_events(news: News) -> None:
    result = run(news(2), "--explain")
    assert result.returncode == 0
    for words in ("rule ", "actor      SRB", "recipient  RUS", "status     happened", "skipped "):
        assert words in result.stdout
    assert "{" not in result.stdout


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["none.txt"], 1, "1 no such file (none.txt)"),
        (["-", "--to", "events.xlsx"], 1, "allowed are"),
        (["-", "--coder", "llm"], 1, "needs --model NAME and --endpoint ADDRESS"),
        (["-", "--model", "m"], 1, "without --endpoint"),
        (["-", "--map", "txt=a"], 1, "Did you mean 'text=a'"),
        (["-", "--workers", "0"], 2, ""),
        (["-", "--coder", "magic"], 2, ""),
        (["-", "--date", "yesterday"], 2, ""),
        ([], 2, "Nothing to read"),
    ],
)
def test_errors_are_one_line(words: list[str], code: int, said: str) -> None:
    result = run(*words, stdin="")
    assert result.returncode == code
    assert "Traceback" not in result.stderr
    assert said in result.stderr
    assert code == 2 or result.stderr.count("\n") == 1
    assert result.stdout == ""


def test_a_reader_that_has_seen_enough_is_no_error(news: News) -> None:
    path = news(60)
    with subprocess.Popen(
        [*COMMAND, str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        said = process.stderr.read()
    assert b"Traceback" not in said
    assert process.returncode == 0


def test_a_model_codes_and_the_page_of_summary_says_what_it_cost(
    news: News, tmp_path: Path
) -> None:
    lead = story(1)["text"].split(". ")[0] + "."
    told = {
        "sentence": lead, "type": "CONSULT", "status": "happened", "act": "words", "day": None,
        "actors": [{"code": "SRB", "name": "Vucic", "role": None}], "recipients": [],
        "place": None, "confidence": 0.8,
    }  # fmt: skip
    with serving() as server:
        server.otherwise = lambda _: completion({"events": [told]})
        words = (news(3), "--model", "fake-1", "--endpoint", server.address, "--explain")
        result = run(*words, "--coder", "llm", XDG_CACHE_HOME=str(tmp_path))
        asked = len(server.requests)
        again = run(*words, "--coder", "both", XDG_CACHE_HOME=str(tmp_path / "other"))
    assert (result.returncode, again.returncode) == (0, 0)
    assert asked == 3
    assert "CONSULT by model fake-1" in result.stdout
    assert "3 requests, 300 of 2,000,000 tokens" in result.stderr
    assert "1   events whose sentence is not in the article" in result.stderr
    assert "0 requests" in again.stderr  # the rules are sure of what these articles tell


def stopped(path: Path, out: Path, with_: signal.Signals, workers: int) -> int:
    """Start a run, stop it once some articles are finished, and return its exit code."""
    ledger = out.with_name(out.name + ".finished")
    with subprocess.Popen(
        [*COMMAND, str(path), "--to", str(out), "--workers", str(workers)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        until(
            lambda: (
                process.poll() is not None or (ledger.exists() and ledger.stat().st_size > 36_000)
            )
        )
        process.send_signal(with_)
        _, said = process.communicate(timeout=PATIENCE)
    assert "Traceback" not in said
    return process.returncode


@pytest.mark.parametrize(("with_", "workers"), [(signal.SIGINT, 2), (signal.SIGKILL, 1)])
def test_what_was_stopped_goes_on_with_whole_articles(
    news: News, tmp_path: Path, with_: signal.Signals, workers: int
) -> None:
    out = tmp_path / "out.jsonl"
    whole = tmp_path / "whole.jsonl"
    for count in (
        300,
        900,
        2700,
    ):  # more where this machine had read them before it was told to stop
        path = news(count)
        code = stopped(path, out, with_, workers)
        if code:
            break
        out.unlink()
    assert code == (1 if with_ == signal.SIGINT else -signal.SIGKILL)
    left = {entry.name for entry in tmp_path.iterdir()}
    assert left <= {"news.jsonl", "out.jsonl", "out.jsonl.finished", "out.jsonl.finished-journal"}
    read_to(whole, path)
    if with_ == signal.SIGINT:
        part = out.read_text(encoding="utf-8")
        assert 0 < len(part) < whole.stat().st_size
        assert whole.read_text(encoding="utf-8").startswith(part)
    assert read_to(out, path).known > 0
    assert out.read_bytes() == whole.read_bytes()


def test_two_runs_do_not_write_one_file(news: News, tmp_path: Path) -> None:
    path = news(900)
    out = tmp_path / "out.jsonl"
    with subprocess.Popen(
        [*COMMAND, str(path), "--to", str(out)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as first:
        ledger = out.with_name("out.jsonl.finished")
        until(lambda: ledger.exists() and ledger.stat().st_size > 36_000)
        first.send_signal(signal.SIGSTOP)  # it holds its file and gets no further
        second = run(path, "--to", out)
        first.kill()
        first.communicate()
    assert second.returncode == 1
    assert "another 'steelyard read' writes the same file" in second.stderr
