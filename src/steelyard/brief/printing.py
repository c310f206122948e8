"""brief.pdf: the page printed on two pages, or with its appendix, by a browser that is there or WeasyPrint."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from steelyard.brief.page import to_html
from steelyard.brief.rendering import text_of
from steelyard.errors import SteelyardError
from steelyard.records import Brief

#: Names under which a browser that prints without a window is installed.
BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
)

#: Seconds that printing may take.
PATIENCE = 120

_FLAGS = (
    "--headless",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-pdf-header-footer",
)

#: A custom property of the stylesheet, where it is used, the rules for timelines, and where one begins.
_COLOUR = re.compile(r"--(\w+):([^;}]+)")
_CUSTOM = re.compile(r"var\(--(\w+)\)")
_DRAWN = re.compile(r"^\.tl [^\n]*", re.MULTILINE)
_DRAWING = re.compile(r'<svg [^>]*class="tl[^>]*>')

#: Where neither a browser nor WeasyPrint can print.
NOBODY = (
    "No program was found that prints a page as PDF: neither a browser (Chromium, Chrome, Edge) nor WeasyPrint. "
    "Install Chromium, or run: pip install 'steelyard[pdf]'. Or open brief.html and print it."
)


def to_pdf(brief: Brief, *, appendix: bool = False) -> bytes:
    """Return the brief as PDF on A4.

    Args:
        brief: What is printed.
        appendix: Whether all parts are printed, not the two pages alone.

    Raises:
        SteelyardError: There is no program that prints, or it failed.
    """
    page = to_html(brief, appendix=appendix).replace("</style>", "@page{size:A4}</style>", 1)
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    return _by_browser(browser, page) if browser else _by_weasyprint(page)


def _by_browser(browser: str, page: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="steelyard-print-") as folder:
        source, target = Path(folder) / "brief.html", Path(folder) / "brief.pdf"
        source.write_text(page, encoding="utf-8")
        words = [browser, *_FLAGS, f"--user-data-dir={folder}/profile", f"--print-to-pdf={target}"]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            words.append("--no-sandbox")  # Chromium refuses to run as root with it
        try:
            subprocess.run(  # noqa: S603 - a program found by its name, a page of our own
                [*words, source.as_uri()], capture_output=True, timeout=PATIENCE, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            msg = f"{browser} did not print the page ({error}). Open brief.html and print it there."
            raise SteelyardError(msg) from error
        if not target.is_file():
            msg = f"{browser} did not print the page. Open brief.html and print it there."
            raise SteelyardError(msg)
        return target.read_bytes()


def _by_weasyprint(page: str) -> bytes:
    try:
        import weasyprint  # type: ignore[import-untyped]  # an extra
    except (ImportError, OSError) as error:  # its own libraries may be lacking
        raise SteelyardError(NOBODY) from error
    return bytes(weasyprint.HTML(string=plain(page)).write_pdf())


def plain(page: str) -> str:
    """Return the page for a printer that knows neither custom properties nor the styles of drawings inside it."""
    colours = dict(_COLOUR.findall(page[page.index("@media print{:root{") :].partition("}")[0]))
    page = _CUSTOM.sub(lambda found: colours.get(found[1], "inherit"), page)
    rules = "".join(dict.fromkeys(_DRAWN.findall(page.partition("</style>")[0])))
    page = _DRAWING.sub(lambda found: f"{found[0]}<style>{rules}</style>", page)
    return page.replace("</style>", f"{text_of('weasyprint.css')}</style>", 1)
