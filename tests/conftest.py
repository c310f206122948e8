"""What tests of several packages need: small archives and cases made for the purpose."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# Threads of linear algebra wait for one another busily: on small arrays they take four times the work,
# all the more beside a second worker. Commands that tests start inherit this.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("MKL_NUM_THREADS", "1")

import steelyard as sy
from steelyard.records import Brief, Case, Event, Pole, Shock, SourceCard, Window, event_id

# Machines that run the tests are shared: a slow example is no failure.
settings.register_profile("steelyard", deadline=None)
# CI draws the same examples each time, so that a failure belongs to the change; other runs draw new ones.
settings.register_profile("steelyard-ci", deadline=None, derandomize=True)
settings.load_profile("steelyard-ci" if os.environ.get("CI") else "steelyard")

# Tests started in the background ignore Ctrl-C, and so would the commands that they start and stop by it.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

SHARED = Path(__file__).parents[2] / "shared"

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

QUADS = {"AGREE": 1, "CONSULT": 1, "SUPPORT": 1, "COOPERATE": 2, "AID": 2, "ACCUSE": 3, "REJECT": 3}


@pytest.fixture(scope="session")
def brief() -> Brief:
    """The built-in case, weighed once for all tests that look at what comes out."""
    return sy.weigh(sy.load_case("balkans-2019"), seed=0)


@pytest.fixture(scope="session")
def typed_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What one `steelyard weigh balkans-2019` with every extra left: run/, pictures/, said.txt.

    It is typed once, whichever worker comes first.
    """
    home = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        home = home.parent
    home = home / "typed"
    home.mkdir(exist_ok=True)
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "said.txt").exists():
            words = ("weigh", "balkans-2019", "--out", home / "run", "--pdf", "--docx")
            done = subprocess.run(
                [sys.executable, "-m", "steelyard", *words, "--pictures", home / "pictures"],
                capture_output=True,
                text=True,
                check=False,
                env={**os.environ, "PYTHONHASHSEED": "12345"},
            )
            assert done.returncode == 0, done.stderr
            (home / "said.txt").write_text(done.stdout, encoding="utf-8")
    return home


@pytest.fixture
def make_event() -> Callable[..., Event]:
    """An event with sensible defaults; every keyword replaces one."""

    def make(day: date, actor: str, recipient: str, kind: str = "CONSULT", **values: Any) -> Event:
        number = values.pop("number", 0)
        actors, recipients = tuple(actor.split(";")), tuple(recipient.split(";"))
        defaults: dict[str, Any] = {
            "event_id": event_id(day, actors, recipients, kind, number, sorted(values.items())),
            "day": day,
            "precision": "day",
            "actor": actors,
            "recipient": recipients,
            "type": kind,
            "quad": QUADS.get(kind, 4),
            "act": "words",
            "status": "happened",
            "publishers": ("example.org",),
            "source": "test",
            "source_id": str(number),
            "coder": "test 1",
        }
        return Event(**{**defaults, **values})

    return make


@pytest.fixture
def small_case() -> Case:
    """Serbia between the West and Russia, 2017 to 2019, without any evidence files."""
    return Case(
        name="small",
        title="Did it turn?",
        question="Did Serbia turn to Russia?",
        clients=("SRB",),
        shock=Shock(date(2019, 10, 18), ("FRA",), ("MKD",), "A veto."),
        windows={
            "before": Window(date(2017, 1, 1), date(2019, 10, 18)),
            "after": Window(date(2019, 10, 18), date(2020, 1, 1)),
        },
        poles=(
            Pole("west", "partner", ("EU", "NATO", "USA"), ("EU",), "the West"),
            Pole("russia", "rival", ("RUS", "EAEU"), (), "Russia"),
        ),
    )


@pytest.fixture
def selective() -> SourceCard:
    """The card of a source that people searched."""
    return SourceCard(
        name="test",
        title="Test rows",
        publisher="Nobody",
        address=None,
        licence="Apache-2.0",
        citation="none",
        coverage="invented",
        limitation="Invented for a test.",
        sampling="selective",
    )


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One Chromium for the tests of a module; while it is open, no loop of asyncio can run beside it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()
