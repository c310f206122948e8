"""Anybody can read the page: axe finds no violation, in light and dark, wide and narrow, folded and open."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from steelyard.brief import to_html
from steelyard.records import Brief

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()


@pytest.fixture(scope="module")
def address(brief: Brief, tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = tmp_path_factory.mktemp("page") / "brief.html"
    path.write_text(to_html(brief), encoding="utf-8")
    return path.as_uri()


#: What is alike a hundred times over is looked at a few times.
ALIKE = [
    ".evidence tbody tr:nth-child(n+4)",
    ".finding:nth-of-type(n+3)",
    ".weights tbody tr:nth-child(n+4)",
    ".open tbody tr:nth-child(n+4)",
    "#claims tbody tr:nth-child(n+4)",
    "#poles table tr:nth-child(n+4)",
    ".tl",
]


def violations(page: Any) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

    context = {"exclude": [[one] for one in ALIKE]}
    found = Axe().run(page, context=context).response["violations"]
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize(
    ("scheme", "width", "opened"),
    [("dark", 1280, True), ("light", 390, False)],
)
def test_axe_finds_nothing(
    browser: Any, address: str, scheme: str, width: int, *, opened: bool
) -> None:
    page = browser.new_page(
        color_scheme=scheme, viewport={"width": width, "height": 800}, bypass_csp=True
    )
    page.goto(address)
    if opened:
        page.get_by_role("button", name="open all parts").click()
    assert violations(page) == []
    page.close()


def test_it_fits_at_twice_the_size_and_in_forced_colours(browser: Any, address: str) -> None:
    page = browser.new_page(viewport={"width": 640, "height": 400}, forced_colors="active")
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
    bars = page.locator(".wp")
    assert bars.count() > 6
    assert page.evaluate("getComputedStyle(document.querySelector('.wp')).backgroundColor") != ""
    page.close()


def test_the_keyboard_reaches_a_finding_and_its_row(browser: Any, address: str) -> None:
    """From the first screen to the strongest finding and the row behind it, folded parts opening."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(address)
    link = page.locator(".decide a").first
    target = str(link.get_attribute("href")).removeprefix("#")
    link.focus()
    page.keyboard.press("Enter")
    article = page.locator(f'[id="{target}"]')
    article.wait_for(state="visible")
    row = article.locator("a.ref").first
    name = str(row.get_attribute("href")).removeprefix("#")
    row.focus()
    page.keyboard.press("Enter")
    page.locator(f'[id="{name}"]').wait_for(state="visible")
    page.close()


def test_a_button_copies_the_sentence_with_its_warrant(browser: Any, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(address)
    page.evaluate(
        "window.said=[];document.addEventListener('copy',()=>said.push(document.activeElement.value"
        "?.slice(0)));Object.defineProperty(navigator,'clipboard',{value:undefined})"
    )
    button = page.locator(".warrant button.copy")
    button.click()
    assert page.evaluate("said.length") == 1
    assert "low confidence)" in page.evaluate("said[0]")
    assert button.inner_text() == "copied"
    context.close()


def test_the_timeline_is_saved_as_a_picture(browser: Any, address: str, tmp_path: Path) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto(address)
    page.locator("nav a", has_text="What happened").click()
    with page.expect_download() as found:
        page.locator("#happened a.picture").first.click()
    assert found.value.suggested_filename == "timeline-SRB.png"
    found.value.save_as(tmp_path / "saved.png")
    assert (tmp_path / "saved.png").read_bytes().startswith(b"\x89PNG")
    page.close()


def test_the_first_screen_fits_a_desktop(browser: Any, address: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(address)
    end = page.evaluate("document.querySelector('#answer').getBoundingClientRect().bottom")
    assert end <= 830
    page.close()
