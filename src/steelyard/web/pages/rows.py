"""The chronology of a case as a grid, and what an archive holds beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from steelyard import vocabulary
from steelyard.errors import CaseError
from steelyard.pipeline.editing.grid import Chronology
from steelyard.pipeline.editing.matches import as_row, same_affair, untold
from steelyard.vocabulary.ontology import ACTS, STATUSES
from steelyard.vocabulary.rungs import RUNGS
from steelyard.web.answers import Answer, command
from steelyard.web.casework import opened_case
from steelyard.web.desk import Desk


def grid(request: Request) -> Answer:
    """Show the chronology as a grid."""
    desk: Desk = request.app.state.desk
    name = request.path_params["case"]
    opened = opened_case(request)
    if not opened.chronology_names():
        return Answer(
            template="no_rows",
            content={"case": name},
            data={"case": name, "built_in": desk.is_built_in(name)},
            command=command("check", desk.case_word(name)),
        )
    file = request.query_params.get("file", "")
    chronology = opened.chronology(file)
    found = chronology.rows()
    return Answer(
        template="rows",
        content={
            "columns": chronology.columns,
            "rows": [[key, *cells] for key, cells in found],
            "meanings": dict(vocabulary.terms("column")),
            "choices": {
                "type": list(vocabulary.TYPES),
                "status": list(STATUSES),
                "act": list(ACTS),
                "rung": list(RUNGS),
                "precision": ["day", "month", "year"],
            },
            "locked": desk.is_built_in(name),
            **chronology.state(),
        },
        rows=[dict(zip(chronology.columns, cells, strict=True)) for _, cells in found],
        data={
            "case": name,
            "file": chronology.path.name,
            "built_in": desk.is_built_in(name),
            "archives": list(desk.archives),
            "archive": desk.archive_beside(name),
        },
        command=command("check", desk.case_word(name)),
    )


def problems(request: Request) -> Answer:
    """Give everything that is wrong with the chronology, by row and column."""
    chronology = _chronology(request)
    told = [asdict(problem) for problem in chronology.problems()]
    return Answer(template="problems", content=told, rows=told)


def _chronology(request: Request, *, to_change: bool = False) -> Chronology:
    return opened_case(request, to_change=to_change).chronology(
        request.query_params.get("file", "")
    )


async def edit(request: Request) -> Response:
    """Change the chronology: cells, rows added, pasted or deleted, undo, redo."""
    said = await request.json()
    return JSONResponse(await run_in_threadpool(_edit, request, said))


def _edit(request: Request, said: Mapping[str, Any]) -> dict[str, Any]:
    chronology = _chronology(request, to_change=True)
    told: dict[str, Any] | None
    try:
        if "edits" in said:
            told = chronology.edit(list(said["edits"]))
        elif "insert" in said:
            rows = [{str(k): str(v) for k, v in row.items()} for row in said["insert"]]
            told = chronology.insert(rows, _key(said.get("after")))
        elif "delete" in said:
            told = chronology.delete([int(key) for key in said["delete"]])
        elif "paste" in said:
            told = chronology.paste(
                str(said["paste"]), _key(said.get("key")), str(said.get("column", ""))
            )
        elif said.get("turn") == "undo":
            told = chronology.undo()
        elif said.get("turn") == "redo":
            told = chronology.redo()
        else:
            msg = "Nothing was asked for: edits, insert, delete, paste, or turn."
            raise CaseError(msg)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        msg = f"The change cannot be read ({error}). Reload the page."
        raise CaseError(msg) from error
    return told or {"what": None, "gone": [], "rows": [], **chronology.state()}


def _key(value: Any) -> int | None:
    return None if value is None else int(value)


def matches(request: Request) -> Answer:
    """Give what an archive holds of the same affair as a row, or what no row tells yet."""
    desk: Desk = request.app.state.desk
    chronology = _chronology(request)
    held = desk.archive(request.query_params.get("archive", ""))
    key = request.query_params.get("key")
    with held.reading() as index:
        if key is not None and key.isdigit():
            found = same_affair(index, chronology.row(int(key)))
        else:
            rows = [
                dict(zip(chronology.columns, cells, strict=True)) for _, cells in chronology.rows()
            ]
            checked = desk.case(request.path_params["case"])
            found = untold(index, checked, rows)
    columns = set(chronology.columns)
    told = [
        {
            "event": event["event_id"],
            "reports": event["reports"],
            "cells": {name: text for name, text in as_row(event).items() if name in columns},
        }
        for event in found
    ]
    return Answer(template="problems", content=told, rows=[one["cells"] for one in told])
