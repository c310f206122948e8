"""The application: which address is answered by which page, and how an error is told."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib.resources import files
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
from steelyard.web.casework import OpenCases
from steelyard.web.desk import Desk
from steelyard.web.jobs import Jobs
from steelyard.web.pages import case, explore, review, sources, start, weigh, words, work
from steelyard.web.security import Guard

PARTS = (start, case, explore, review, sources, weigh, words, work)


def application(desk: Desk, *, port: int, token: str) -> ASGIApp:
    """Return the workbench of a desk, behind its guard."""
    static = str(files("steelyard.web") / "static")

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        app.state.jobs.close()
        app.state.benches.close()
        await run_in_threadpool(review.flush_all, app.state.reviews)

    app = Starlette(
        lifespan=lifespan,
        routes=[
            *(_route(*row) for part in PARTS for row in part.ROUTES),
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
    app.state.cases = OpenCases()
    return Guard(app, port=port, token=token)


Page = Callable[[Request], Answer | Response]


def _route(path: str, page: Callable[..., Any], method: str = "GET") -> Route:
    """A page is a plain function, run in a thread: it may wait for an archive."""
    from inspect import iscoroutinefunction

    async def endpoint(request: Request) -> Response:
        if iscoroutinefunction(page):
            made = await page(request)
        else:
            made = await run_in_threadpool(page, request)
        return made if isinstance(made, Response) else respond(request, made)

    return Route(path, endpoint, methods=[method])


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
