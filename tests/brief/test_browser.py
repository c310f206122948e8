"""The page in a real browser: it fits a phone, asks nothing of the network, logs no error."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from steelyard.brief import to_html
from steelyard.records import Brief

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--enable-logging=stderr",
]

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

#: A page around the page: a frame as wide as a phone, which reports how wide its content is.
FRAME = """<!DOCTYPE html><iframe id=f src="brief.html" style="width:360px;height:800px;border:0"></iframe>
<pre id=o></pre><script>f.onload=()=>{{const d=f.contentDocument.documentElement;
o.textContent='width '+d.scrollWidth+' rows '+f.contentDocument.querySelectorAll('tr').length}}</script>"""


def chromium(folder: Path, page: str, *flags: str) -> subprocess.CompletedProcess[str]:
    assert CHROMIUM is not None
    address = (folder / page).as_uri()
    words = [CHROMIUM, *FLAGS, f"--user-data-dir={folder / 'profile'}", *flags, address]
    return subprocess.run(words, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture
def folder(brief: Brief, tmp_path: Path) -> Path:
    (tmp_path / "brief.html").write_text(to_html(brief), encoding="utf-8")
    return tmp_path


def test_it_fits_a_phone_without_scrolling_sideways(folder: Path) -> None:
    (folder / "frame.html").write_text(
        FRAME.replace("{{", "{").replace("}}", "}"), encoding="utf-8"
    )
    flags = ("--dump-dom", "--allow-file-access-from-files", "--virtual-time-budget=4000")
    said = re.search(r"width (\d+) rows (\d+)", chromium(folder, "frame.html", *flags).stdout)
    assert said is not None
    assert int(said.group(1)) <= 360
    assert int(said.group(2)) > 100


def test_it_logs_no_error_and_asks_for_nothing(folder: Path) -> None:
    result = chromium(folder, "brief.html", "--dump-dom")
    assert "CONSOLE" not in result.stderr
    assert "Refused to" not in result.stderr
    assert "Very" in result.stdout or "nlikely" in result.stdout


@pytest.mark.parametrize("scheme", [0, 1])
def test_it_is_drawn_in_either_scheme(folder: Path, scheme: int) -> None:
    shot = folder / "shot.png"
    chromium(
        folder,
        "brief.html",
        f"--screenshot={shot}",
        "--window-size=800,600",
        f"--blink-settings=preferredColorScheme={scheme}",
    )
    assert shot.stat().st_size > 10_000


def test_it_prints(folder: Path) -> None:
    target = folder / "brief.pdf"
    chromium(folder, "brief.html", f"--print-to-pdf={target}", "--no-pdf-header-footer")
    assert target.read_bytes().startswith(b"%PDF")
