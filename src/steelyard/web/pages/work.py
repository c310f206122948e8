"""Work that goes on: its progress as it comes, and a stop."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from steelyard.web.answers import Answer


def work(request: Request) -> Answer:
    """Show all work of this server."""
    told = [job.told() for job in request.app.state.jobs][::-1]
    return Answer(template="work", content=told, rows=told)


def one(request: Request) -> Answer:
    """Show one piece of work."""
    job = request.app.state.jobs[request.path_params["number"]]
    return Answer(template="job", content=job.told(), command=job.command)


async def progress(request: Request) -> Response:
    """Tell of one piece of work as it goes on, as server-sent events."""
    jobs = request.app.state.jobs
    job = jobs[request.path_params["number"]]

    async def lines() -> AsyncIterator[str]:
        version = -1
        while not jobs.closed:
            version = await to_thread.run_sync(job.wait, version, 1.0, abandon_on_cancel=True)
            told = job.told()
            yield f"data: {json.dumps(told)}\n\n"
            if told["state"] != "running":
                return

    return StreamingResponse(lines(), media_type="text/event-stream")


def stop(request: Request) -> Response:
    """Stop one piece of work."""
    number = request.path_params["number"]
    request.app.state.jobs.stop(number)
    return RedirectResponse(f"/jobs/{number}", 303)
