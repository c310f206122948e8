"""Spark gives the file that coding here gives, to the byte."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from steelyard.errors import CodingError
from steelyard.pipeline.ingest import Options, Run

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("pyspark") is None or shutil.which("java") is None,
    reason="PySpark or Java is not installed (pip install 'steelyard[spark]', Java 17)",
)

SENTENCES = (
    "Serbian President Aleksandar Vucic met Russian President Vladimir Putin on Monday.",
    "France rejected the opening of accession talks with North Macedonia.",
    "Russia delivered four helicopters to Serbia.",
    "The European Union is expected to sign a trade agreement with Montenegro next week.",
)


def article(name: str, text: str) -> str:
    return json.dumps({"id": name, "text": text, "date": "2019-10-21", "publisher": "wire"})


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """A folder of files with events, a copy, a bad line, another language and nothing at all."""
    folder = tmp_path / "news"
    folder.mkdir()
    long = " ".join(SENTENCES) + " Officials in both capitals gave no further details of the talks."
    lines = [article("a", long), "{broken", article("b", SENTENCES[1]), article("a", SENTENCES[2])]
    (folder / "one.jsonl").write_text("\n".join(lines) + "\n")
    serbian = "Predsednik Srbije razgovarao je sa predsednikom Rusije o gasu i o vojnoj saradnji."
    more = [article("c", long), article("d", serbian), article("e", SENTENCES[3])]
    (folder / "three.jsonl").write_text("\n".join(more) + "\n")
    (folder / "two.txt").write_text("A title\n\n" + SENTENCES[2])
    (folder / "notes.bin").write_text("nothing")
    return folder


def steelyard(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "steelyard", "read", str(folder), "--date", "2019-10-22"]
    return subprocess.run([*command, *words], capture_output=True, text=True, check=False)


def test_the_output_is_that_of_coding_here(news: Path, tmp_path: Path) -> None:
    here, there = tmp_path / "here.jsonl", tmp_path / "there.jsonl"
    local = steelyard(news, "--to", str(here))
    spark = steelyard(news, "--to", str(there), "--engine", "pyspark://?master=local[2]")
    assert local.returncode == spark.returncode == 0, spark.stderr[-2000:]
    assert len(here.read_text().splitlines()) >= 4
    assert there.read_text() == here.read_text()
    told = [line for line in local.stderr.splitlines() if "here.jsonl" not in line]
    assert told
    assert all(line in spark.stderr for line in told)


def test_what_an_engine_cannot_do_is_said(news: Path) -> None:
    with pytest.raises(CodingError, match="allowed is pyspark"):
        Run([str(news)], Options(engine="bigquery://x"))
