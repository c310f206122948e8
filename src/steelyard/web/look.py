"""What the pages of an archive share: its name, its desk, what is asked for, and its counts made ready."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from steelyard.archive.index import Choice
from steelyard.errors import ArchiveError
from steelyard.web.answers import Answer
from steelyard.web.desk import ArchiveDesk

#: Seconds that a count may take, and seconds where the reader has said that she will wait.
HASTE, PATIENT = 2.0, 60.0


@dataclass(frozen=True, slots=True)
class Look:
    """One look at an archive."""

    request: Request
    held: ArchiveDesk
    choice: Choice

    @property
    def name(self) -> str:
        """The name of the archive."""
        return self.held.name

    @property
    def limit(self) -> float:
        """Seconds that an answer may take."""
        return PATIENT if self.said("wait") else HASTE

    def said(self, name: str) -> str | None:
        """Return a parameter of the address."""
        return self.request.query_params.get(name)

    def command_options(self) -> list[str]:
        """Return the choice as options of the command line."""
        return [word for name, value in self.choice.pairs() for word in (f"--{name}", value)]

    def common(self) -> dict[str, Any]:
        """Return what every page of an archive shows."""
        return {
            "archive": self.name,
            "choice": self.choice,
            "query": urlencode(self.choice.pairs()),
        }

    def toggled(self, name: str, value: str) -> str:
        """Return the choice as an address has it, with one condition more, or less where it was there."""
        pairs, one = self.choice.pairs(), (name, value)
        return urlencode([pair for pair in pairs if pair != one] if one in pairs else [*pairs, one])

    def without(self, name: str, value: str) -> str:
        """Return the address of this page without one condition, from its first row on."""
        kept = [
            pair
            for pair in self.request.query_params.multi_items()
            if pair != (name, value) and pair[0] != "after"
        ]
        return self.request.url.path + (f"?{urlencode(kept)}" if kept else "")

    def address(self, **more: str) -> str:
        """Return the address of this page with more parameters."""
        pairs = [*self.request.query_params.multi_items(), *more.items()]
        return f"{self.request.url.path}?{urlencode(pairs)}"


Page = Callable[[Look], Answer]


def of_archive(page: Page) -> Callable[[Request], Answer | Response]:
    """Give a page its archive, whose counts are made first where they are not there yet."""

    @wraps(page)
    def shown(request: Request) -> Answer | Response:
        held = request.app.state.desk.archive(request.path_params["archive"])
        if not held.ready:
            return _make_ready(request, held)
        query = request.query_params
        return page(Look(request, held, Choice.of({name: query.getlist(name) for name in query})))

    return shown


def _make_ready(request: Request, held: ArchiveDesk) -> Response:
    """Make the counts of an archive, and show how far that is."""
    jobs = request.app.state.jobs
    back = str(request.url.path) + (f"?{request.url.query}" if request.url.query else "")
    job = jobs.running(archive=str(held.file))
    if job is None and held.writing:
        msg = f"Archive '{held.name}' is being written to. Reload the page in a moment."
        raise ArchiveError(msg)
    if job is None:
        job = jobs.start(
            f"Counting what archive {held.name} holds (once, and when it has changed)",
            {"work": "index", "archive": str(held.file)},
            then=back,
        )
    return RedirectResponse(f"/jobs/{job.number}", 303)
