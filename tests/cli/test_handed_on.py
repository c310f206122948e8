"""What an analyst types to hand a case on: weigh with its documents, compare, check, serve."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from pathlib import Path

import httpx
from tests.forks import typed


def said(*words: str | Path) -> str:
    done = typed(*words)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_case_is_weighed_handed_on_and_compared(typed_run: Path) -> None:
    run = typed_run / "run"
    printed = (typed_run / "said.txt").read_text(encoding="utf-8")
    assert "have been turning to Russia" in printed.splitlines()[0]
    assert (run / "brief.docx").read_bytes()[:2] == b"PK"
    assert (run / "brief.pdf").read_bytes()[:4] == b"%PDF"
    assert "have been turning to Russia" in (run / "brief.html").read_text(encoding="utf-8")
    kinds = {path.suffix for path in (typed_run / "pictures").iterdir()}
    assert kinds == {".svg", ".png"}
    assert said("compare", run, run).startswith("Nothing changed: the same record")


def test_a_case_is_checked() -> None:
    told = said("check", "balkans-2019")
    assert "Serbia: rows by pole and window" in told
    assert "one occasion with Russia" in told


def test_the_workbench_is_served_until_ctrl_c() -> None:
    words = [
        sys.executable,
        "-m",
        "steelyard",
        "serve",
        "balkans-2019",
        "--no-browser",
    ]
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as run:
        assert run.stdout is not None
        first = run.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+/\?token=\S+", first)
        assert found is not None, first
        try:
            page = httpx.get(found.group(0), follow_redirects=True, timeout=60)
            stranger = httpx.get(found.group(0).split("?")[0], timeout=60)
        finally:
            run.send_signal(signal.SIGINT)
        assert run.wait(timeout=60) == 0
    assert page.status_code == 200
    assert "token=" not in str(page.url)
    assert "balkans-2019" in page.text
    assert stranger.status_code in (401, 403)
