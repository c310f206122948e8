"""The application: which address is answered by which page, and how an error is told."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib import import_module
from importlib.resources import files
from inspect import iscoroutinefunction
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from steelyard.errors import SteelyardError, TooLongError
from steelyard.web.answers import Answer, respond
from steelyard.web.bench import Benches
from steelyard.web.desk import Desk
from steelyard.web.jobs import Jobs
from steelyard.web.security import Guard

#: Addresses, and which function of :mod:`steelyard.web.pages` answers them. Its module is imported when it is
#: first asked, or when the first page has been shown: the first page waits for none but its own.
ROUTES = (
    ("/", "start.start", "GET"),
    ("/cases", "case.make", "POST"),
    ("/new-case", "case.new", "GET"),
    ("/cases/{case}", "case.case", "GET"),
    ("/cases/{case}", "case.change", "POST"),
    ("/cases/{case}/undo", "case.undo", "POST"),
    ("/cases/{case}/redo", "case.redo", "POST"),
    ("/cases/{case}/chronology", "case.add_chronology", "POST"),
    ("/cases/{case}/rows", "rows.grid", "GET"),
    ("/cases/{case}/rows", "rows.edit", "POST"),
    ("/cases/{case}/rows/problems", "rows.problems", "GET"),
    ("/cases/{case}/rows/matches", "rows.matches", "GET"),
    ("/archives/{archive}/explore", "explore.explore", "GET"),
    ("/archives/{archive}/facets/{facet}", "explore.facet", "GET"),
    ("/archives/{archive}/timeline", "explore.timeline", "GET"),
    ("/archives/{archive}/map", "explore.places", "GET"),
    ("/archives/{archive}/pair", "explore.dyad", "GET"),
    ("/archives/{archive}/events/{event}", "explore.event", "GET"),
    ("/archives/{archive}/review", "review.review", "GET"),
    ("/archives/{archive}/review", "review.verdict", "POST"),
    ("/archives/{archive}/review/undo", "review.undo", "POST"),
    ("/archives/{archive}/review/redo", "review.redo", "POST"),
    ("/archives/{archive}/verdicts", "review.history", "GET"),
    ("/archives/{archive}/sources", "sources.sources", "GET"),
    ("/archives/{archive}/fetch", "sources.fetch", "POST"),
    ("/add", "sources.add", "GET"),
    ("/read", "sources.dropped", "POST"),
    ("/cases/{case}/weigh", "weigh.weigh", "GET"),
    ("/cases/{case}/weigh", "weigh.post_weigh", "POST"),
    ("/cases/{case}/what-if", "weigh.what_if", "GET"),
    ("/cases/{case}/what-if", "weigh.attempt", "POST"),
    ("/runs", "weigh.runs", "GET"),
    ("/runs/{run}", "weigh.run", "GET"),
    ("/runs/{run}/{file}", "weigh.run_file", "GET"),
    ("/compare", "weigh.compare", "GET"),
    ("/compared", "weigh.compared", "GET"),
    ("/words/{kind}", "words.words", "GET"),
    ("/jobs", "work.work", "GET"),
    ("/jobs/{number:int}", "work.one", "GET"),
    ("/jobs/{number:int}/progress", "work.progress", "GET"),
    ("/jobs/{number:int}/stop", "work.stop", "POST"),
    ("/jobs/{number:int}/dates", "sources.date_articles", "POST"),
)


def application(desk: Desk, *, port: int, token: str) -> ASGIApp:
    """Return the workbench of a desk, behind its guard."""
    static = str(files("steelyard.web") / "static")

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        app.state.jobs.close()
        app.state.benches.close()
        for session in app.state.reviews.values():
            await run_in_threadpool(session.flush)

    app = Starlette(
        lifespan=lifespan,
        routes=[
            *(_route(*row) for row in ROUTES),
            Mount("/static", StaticFiles(directory=static), name="static"),
        ],
        exception_handlers={
            SteelyardError: _told,
            HTTPException: _not_there,
            Exception: _fault,
        },
    )
    app.state.desk = desk
    app.state.jobs = Jobs()
    app.state.reviews = {}
    app.state.benches = Benches()
    app.state.cases = {}
    return Guard(app, port=port, token=token)


def _route(path: str, name: str, method: str) -> Route:
    """A page is a plain function, run in a thread: it may wait for an archive."""

    async def endpoint(request: Request) -> Response:
        page = await run_in_threadpool(_page, name)
        if iscoroutinefunction(page):
            made = await page(request)
        else:
            made = await run_in_threadpool(page, request)
        return made if isinstance(made, Response) else respond(request, made)

    return Route(path, endpoint, methods=[method])


def _page(name: str) -> Callable[[Request], Any]:
    module, _, function = name.partition(".")
    page: Callable[[Request], Any] = getattr(
        import_module(f"steelyard.web.pages.{module}"), function
    )
    return page


def warm() -> None:
    """Import the pages that nobody has asked for yet, while the first one is read."""
    for _, name, _ in ROUTES:
        _page(name)


def _told(request: Request, error: Exception) -> Response:
    """What was wrong, what is allowed, what to do next."""
    assert isinstance(error, SteelyardError)
    problems = list(error.problems or (str(error),))
    return _error(request, problems, 503 if isinstance(error, TooLongError) else 400)


def _not_there(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    what = "There is no such page." if error.status_code == 404 else error.detail
    return _error(request, [what], error.status_code)


def _fault(request: Request, error: Exception) -> Response:
    del error  # the server has written it to the terminal
    return _error(
        request, ["Something went wrong in the workbench itself; the terminal says what."], 500
    )


def _error(request: Request, problems: list[str], status: int) -> Response:
    headers = request.headers
    if "application/json" in (headers.get("accept"), headers.get("content-type")):
        # A script of our own page asks, and shows the problems itself.
        return JSONResponse({"problems": problems}, status)
    return respond(request, Answer(template="error", content={"problems": problems}, status=status))
