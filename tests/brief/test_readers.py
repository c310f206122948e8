"""What readers come for, driven in a browser at the width of a desktop and of a phone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.conftest import needs_chromium

from steelyard.records import Brief

pytestmark = needs_chromium

#: Copying is watched, since a page without a window has no clipboard.
WATCH = (
    "window.said=[];document.addEventListener('copy',()=>said.push(document.activeElement.value?.slice(0)));"
    "Object.defineProperty(navigator,'clipboard',{value:undefined})"
)


def in_view(page: Any, place: Any) -> bool:
    """Whether a reader sees a place without scrolling."""
    box = place.bounding_box()
    size = page.viewport_size
    return bool(
        box is not None and -1 <= box["y"] < size["height"] and -1 <= box["x"] < size["width"]
    )


def follow(page: Any, link: Any) -> Any:
    """Click a link within the page and return the place that it leads to, which must be in view."""
    target = str(link.get_attribute("href")).removeprefix("#")
    link.click()
    place = page.locator(f'[id="{target}"]')
    place.wait_for(state="visible")
    assert in_view(page, place)
    return place


@pytest.mark.parametrize("width", [1280, 390])
def test_five_tasks_take_a_few_clicks_each(
    browser: Any, address: str, brief: Brief, tmp_path: Path, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(address)
    page.evaluate(WATCH)

    # Find the answer, with its number and range.
    answer = page.locator("h1")
    assert in_view(page, answer)
    assert "unlikely to have been turning to Russia" in answer.inner_text()
    assert "across the checks" in answer.inner_text()

    # Find the row behind the strongest finding.
    finding = follow(page, page.locator(".decide a").first)
    row = follow(page, finding.locator("a.ref").first)
    assert page.evaluate("document.querySelector('tr:target').id") == row.get_attribute("id")

    # Find why a question cannot be told.
    follow(page, page.locator("nav a", has_text="What cannot be told"))
    (why,) = [f for f in brief.findings if (f.diagnostic, f.client) == ("priority", "SRB")]
    told = follow(page, page.locator('#open a[href="#SRB-priority"]'))
    assert why.reasons[0][:60] in told.inner_text()

    # Quote the answer.
    page.locator(".warrant button.copy").click()
    (quoted,) = page.evaluate("said")
    assert quoted.startswith(brief.verdict.answer)
    assert quoted.endswith("low confidence)")
    assert page.locator(".warrant button.copy").inner_text() == "copied"

    # Get the timeline as a picture.
    follow(page, page.locator("nav a", has_text="What happened"))
    with page.expect_download() as found:
        page.locator("#happened a.picture").first.click()
    assert found.value.suggested_filename == "timeline-SRB.png"
    found.value.save_as(tmp_path / "saved.png")
    assert (tmp_path / "saved.png").read_bytes().startswith(b"\x89PNG")
    page.close()
