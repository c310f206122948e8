"""Anybody can read the page: axe finds nothing, it fits, prints, and asks nothing of the network."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from tests.brief.conftest import pages_of
from tests.conftest import needs_chromium

from steelyard.brief import to_html
from steelyard.records import Brief

pytestmark = needs_chromium

#: What is alike a hundred times over on the whole page is looked at a few times.
ALIKE = [
    ".evidence tbody tr:nth-child(n+4)",
    ".finding:nth-of-type(n+3)",
    ".weights tbody tr:nth-child(n+4)",
    ".open tbody tr:nth-child(n+4)",
    "#claims tbody tr:nth-child(n+4)",
    "#poles table tr:nth-child(n+4)",
]


def violations(page: Any, exclude: list[str]) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

    context = {"exclude": [[one] for one in exclude]}
    found = Axe().run(page, context=context).response["violations"]
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


def of_one(brief: Brief, client: str) -> Brief:
    """The brief of one client alone, with the rows that its page names."""
    families = tuple(family for family in brief.verdict.families if family.client == client)
    small = replace(
        brief,
        case=replace(brief.case, clients=(client,)),
        findings=tuple(found for found in brief.findings if found.client == client),
        claims=tuple(claim for claim in brief.claims if claim.client == client),
        timeline=tuple(row for row in brief.timeline if row["client"] == client),
        verdict=replace(brief.verdict, families=families),
    )
    named = set(re.findall(r'href="#([et][0-9a-f]{15})"', to_html(small)))
    return replace(small, evidence={k: v for k, v in brief.evidence.items() if k in named})


def test_axe_finds_nothing_on_a_phone(browser: Any, address: str) -> None:
    page = browser.new_page(
        color_scheme="light", viewport={"width": 390, "height": 800}, bypass_csp=True
    )
    page.goto(address)
    assert violations(page, ALIKE) == []
    page.close()


@pytest.fixture(scope="module")
def small(brief: Brief, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("small") / "brief.html"
    path.write_text(to_html(of_one(brief, "MKD")), encoding="utf-8")
    return path.as_uri()


def test_axe_finds_nothing_with_every_part_row_and_timeline_open(browser: Any, small: str) -> None:
    page = browser.new_page(
        color_scheme="dark", viewport={"width": 1280, "height": 800}, bypass_csp=True
    )
    page.goto(small)
    page.get_by_role("button", name="open all parts").click()
    assert page.locator(".tl").first.is_visible()
    assert page.locator(".evidence tbody tr").last.is_visible()
    assert violations(page, []) == []
    page.close()


def test_it_fits_at_twice_the_size_and_in_forced_colours(browser: Any, address: str) -> None:
    page = browser.new_page(viewport={"width": 640, "height": 400}, forced_colors="active")
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
    assert page.locator(".wp").count() > 6
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


def test_it_logs_no_error_asks_for_nothing_and_fits_a_desktop_and_a_phone(
    browser: Any, address: str
) -> None:
    said: list[str] = []
    asked: list[str] = []
    page = browser.new_page(viewport={"width": 1280, "height": 800}, color_scheme="dark")
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    end = page.evaluate("document.querySelector('#answer').getBoundingClientRect().bottom")
    assert end <= 830
    page.set_viewport_size({"width": 360, "height": 800})
    page.get_by_role("button", name="open all parts").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.locator("tr").count() > 100
    assert said == []
    assert [url for url in asked if not url.startswith("data:")] == [address]
    page.close()


def test_one_client_and_two_print_on_two_pages_and_no_row_is_broken(
    browser: Any, address: str, small: str
) -> None:
    for at in (address, small):
        page = browser.new_page()
        page.goto(at)
        for paper in ("A4", "Letter"):
            assert pages_of(page.pdf(format=paper)) == 2, (at, paper)
        page.emulate_media(media="print")
        broken = "[...document.querySelectorAll('tr')].filter(r=>getComputedStyle(r).breakInside!='avoid').length"
        assert page.evaluate(broken) == 0
        assert page.locator("tfoot").count() == 0  # which print would repeat on each page
        page.close()
