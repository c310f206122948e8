"""The five jobs in a real browser, by somebody who sees the pages for the first time."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from tests.conftest import needs_chromium
from tests.processes import until

from steelyard.web.application import application
from steelyard.web.desk import Desk
from steelyard.web.serving import listening

pytestmark = needs_chromium

HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>"
NEWS = (
    "Serbia signed a free trade agreement with Russia on Friday. Russia delivered six tanks to Serbia.",
    "President Aleksandar Vucic visited Moscow. North Macedonia accused Russia of meddling.",
    f"Russia expelled two Serbian diplomats. {HOSTILE} Serbia criticised Russia.",
)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk")
    (folder / "press").mkdir()
    for number, text in enumerate(NEWS):
        (folder / "press" / f"{number}.txt").write_text(f"2019-10-2{number}\n\n{text}\n")
    return folder


@pytest.fixture(scope="module")
def home(workspace: Path) -> Iterator[str]:
    taken = listening(0)
    port = taken.getsockname()[1]
    app = application(Desk([workspace]), port=port, token="secret")
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)
    taken.close()


@pytest.fixture(scope="module")
def page(home: str, browser: Any) -> Iterator[Any]:
    """A page that was given the token; whatever a script or the policy complains of fails the test."""
    context = browser.new_context()
    made = context.new_page()
    made.set_default_timeout(60_000)
    complaints: list[str] = []
    made.on("pageerror", lambda error: complaints.append(str(error)))
    made.on(
        "console",
        lambda said: (
            complaints.append(said.text)
            if said.type == "error" and "400" not in said.text
            else None
        ),
    )
    made.on("dialog", lambda dialog: complaints.append(f"a dialog: {dialog.message}"))
    made.goto(f"{home}/?token=secret")
    made.complaints = complaints
    yield made
    context.close()


#: Pages that a screen reader is tried on; those of a case come from the five jobs.
PAGES = (
    "/",
    "/archives/press/explore",
    "/archives/press/review",
    "/archives/press/sources",
    "/new-case",
    "/cases/my-case",
    "/cases/my-case/rows",
)


def text_of(page: Any, place: str) -> str:
    found: str = page.locator(place).inner_text()
    return found


def weighed(page: Any) -> str:
    """Press Weigh, wait until the page has gone to the run, and return its address."""
    page.get_by_role("button", name="Weigh", exact=True).click()
    page.wait_for_url("**/runs/*", timeout=120_000)
    found: str = page.url
    return found


def test_the_five_jobs(page: Any, home: str, workspace: Path) -> None:
    assert "token" not in page.url
    # 1 read news
    page.get_by_role("button", name="Read the 3 files of news").click()
    page.get_by_role("link", name="Look through the events").click(timeout=120_000)
    page.locator(".facet li").first.wait_for()
    assert page.locator(".events tbody tr").count() >= 4
    page.locator(".facet", has_text="Type").get_by_role("link", name="SUPPORT").click()
    page.locator(".chip", has_text="SUPPORT").wait_for()
    page.go_back()
    assert not page.locator(".chip").count()

    # 2 correct what the coder read
    page.get_by_role("link", name="Review").click()
    until(lambda: text_of(page, "#coded"))
    first = text_of(page, "#coded")
    page.keyboard.press("a")
    until(lambda: text_of(page, "#coded") != first)
    page.keyboard.press("r")
    page.keyboard.press("e")
    page.keyboard.type("FRA")
    page.keyboard.press("Enter")
    until(lambda: "3 reviewed" in text_of(page, "#saved"))
    assert "1 accepted, 1 corrected, 1 rejected" in text_of(page, "#score")
    page.keyboard.press("u")
    until(lambda: "Undone: correct" in text_of(page, "#saved"))

    # 3 make a case, and fill its chronology by a paste
    page.goto(f"{home}/new-case")
    form = {
        "clients": "Serbia",
        "partner": "EU;NATO",
        "rival": "RUS",
        "day": "2019-10-18",
        "shock_actor": "FRA",
        "what": "France refused.",
        "title": HOSTILE,
    }
    for name, value in form.items():
        page.locator(f"[name={name}]").fill(value)
    page.locator("[name=archive]").select_option("")
    page.get_by_role("button", name="Make it").click()
    page.get_by_text("Nothing is wrong with it").first.wait_for()
    page.get_by_role("link", name="Chronology").first.click()
    page.locator(".tabulator-placeholder, .tabulator-row").first.wait_for()
    rows = ["day\tactor\trecipient\ttype\ttext"]
    rows += [f"2019-{10 + n % 3}-2{n % 9}\tSRB\tRUS\tCONSULT\t{HOSTILE}" for n in range(9)]
    rows += [f"201{7 + n % 2}-0{1 + n % 9}-11\tSRB\tEU\tAGREE\ttalks {n}" for n in range(9)]
    rows.append("2019-11-03\tSRB\tXXQ\tAGREE\tunknown")
    page.evaluate(
        """text => { const data = new DataTransfer(); data.setData('text/plain', text);
        document.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true})); }""",
        "\n".join(rows),
    )
    until(lambda: "19 rows, 1 problem" in text_of(page, "#count"))
    wrong = page.locator(".tabulator-cell.wrong")
    assert wrong.inner_text() == "XXQ"
    wrong.click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("russ")
    page.locator("ul.types li", has_text="RUS").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    until(lambda: "19 rows, no problem" in text_of(page, "#count"))
    assert "SRB,RUS,AGREE" in (workspace / "my-case" / "chronology.csv").read_text()

    # 4 weigh, and weigh again without a row
    page.get_by_role("link", name="Weigh").click()
    page.locator("[name=archive]").select_option("")
    page.locator("[name=extras]").uncheck()
    first_run = weighed(page)
    assert page.frame_locator("iframe").locator("h1").inner_text()
    page.get_by_role("link", name="What if").click()
    page.locator(".bars li").first.wait_for()
    page.locator("#rows input").first.click()
    until(lambda: text_of(page, "#time"))
    page.get_by_role("link", name="Weigh").click()
    page.locator("[name=seed]").fill("1")
    assert weighed(page) != first_run

    with page.expect_download() as download:
        page.get_by_role("link", name="Word").click()
    assert Path(download.value.path()).read_bytes().startswith(b"PK")
    if page.get_by_role("link", name="PDF", exact=True).count():  # a busy machine may print none
        with page.expect_download() as download:
            page.get_by_role("link", name="PDF", exact=True).click()
        assert Path(download.value.path()).read_bytes().startswith(b"%PDF")

    # 5 compare, and hand on
    page.get_by_role("button", name="Compare").click()
    page.frame_locator("iframe").locator("h1").wait_for()
    assert not page.complaints
    page.goto(f"{home}/runs")
    assert page.locator("main p a").count() >= 2


def test_two_tabs_see_one_another(page: Any, home: str) -> None:
    if not page.locator("main").count():
        pytest.skip("the pages did not open")
    page.goto(f"{home}/new-case")
    form = {"name": "tabs", "title": "Tabs", "clients": "SRB", "partner": "EU", "rival": "RUS"}
    for name, value in {**form, "day": "2019-10-18", "what": "x"}.items():
        page.locator(f"[name={name}]").fill(value)
    page.get_by_role("button", name="Make it").click()
    page.locator("[data-path='shock.what']").wait_for()
    other = page.context.new_page()
    other.goto(f"{home}/cases/tabs")
    other.locator("[data-path='shock.what']").fill("The other tab was first.")
    other.locator("[data-path='title']").focus()
    until(lambda: "Kept" in text_of(other, "#saved"))
    other.close()
    page.locator("[data-path='shock.what']").fill("This one was late.")
    page.locator("[data-path='title']").focus()
    until(lambda: "Not kept" in text_of(page, "#saved"))
    assert "The other tab was first." in text_of(page, "#problems")


def test_pages_are_fit_for_a_screen_reader(page: Any, home: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page.context.set_default_timeout(60_000)
    for path in PAGES:
        page.goto(home + path)
        page.wait_for_load_state("networkidle")
        found = _axe(axe, page)
        bad = [v["id"] for v in found if v["impact"] in ("serious", "critical")]
        assert not bad, f"{path}: {bad}"


def _axe(axe: Any, page: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = axe.run(page).response["violations"]
    return found
