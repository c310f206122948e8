"""The case: its form with every check live, its poles on the map, its chronology as a grid."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from steelyard import series, vocabulary
from steelyard.case_file import FILE
from steelyard.cases.template import new_case
from steelyard.errors import CaseError, SteelyardError
from steelyard.pipeline.editing import case_file
from steelyard.pipeline.editing.grid import Chronology
from steelyard.pipeline.editing.history import Splice
from steelyard.pipeline.editing.matches import as_row, same_affair, untold
from steelyard.records import Case
from steelyard.vocabulary.ontology import ACTS, STATUSES
from steelyard.vocabulary.rungs import RUNGS
from steelyard.web import world
from steelyard.web.answers import Answer, command
from steelyard.web.casework import OpenCase, open_case
from steelyard.web.desk import Desk

#: Columns that a new chronology has.
COLUMNS = (
    "id", "day", "precision", "announced", "actor", "recipient", "type", "mode", "context", "act", "rung",
    "status", "place", "plan_of", "occasion", "publisher", "reports", "url", "title", "text", "note",
)  # fmt: skip

_POLE = re.compile(r"poles\.([A-Za-z0-9_-]{1,40})\.(title|role|actors|members_of)")


def _codes(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[;,\s]+", text) if part.strip()]


def _interval(text: str) -> list[date]:
    parts = _codes(text)
    if len(parts) != 2:
        msg = f"A window has two days, the first and the one after the last; found {text!r}."
        raise CaseError(msg)
    return [case_file.day(part) for part in parts]


#: Keys of case.toml that the form changes, and how their text is read.
KEYS: Mapping[str, Callable[[str], Any]] = {
    "title": str,
    "question": str,
    "clients": _codes,
    "peers": lambda text: _codes(text) or None,
    "shock.day": case_file.day,
    "shock.actor": _codes,
    "shock.recipient": _codes,
    "shock.what": str,
    "windows.before": _interval,
    "windows.after": _interval,
    "windows.concession": lambda text: _interval(text) if text.strip() else None,
}


def _read(path: str, text: str) -> Any:
    if path in KEYS:
        return KEYS[path](text)
    found = _POLE.fullmatch(path)
    if not found:
        msg = f"'{path}' cannot be changed in the form. Change it in {FILE}."
        raise CaseError(msg)
    return _codes(text) if found[2] in ("actors", "members_of") else text


def case(request: Request) -> Answer:
    """Show a case: its form, what is wrong with it, its poles on the map."""
    desk: Desk = request.app.state.desk
    name = request.path_params["case"]
    opened = _open(request)
    text = opened.text
    checked, problems = case_file.checked(text, opened.folder)
    values = case_file.values(text)
    return Answer(
        template="case",
        content={
            "case": name,
            "values": values,
            "problems": problems,
            "version": opened.file.version,
            "can_undo": opened.file.can_undo,
            "can_redo": opened.file.can_redo,
        },
        data={
            "case": name,
            "built_in": desk.is_built_in(name),
            "text": text,
            "poles": values.get("poles", {}) if isinstance(values.get("poles"), Mapping) else {},
            "organisations": vocabulary.organisations_with_members(),
            "drawn": _map(checked),
            "size": (world.WIDTH, world.HEIGHT),
            "at": lambda path: _at(values, path),
        },
        command=command("check", desk.case_word(name)),
    )


def _at(values: Any, path: str) -> str:
    """What stands under a key, as the form writes it."""
    for key in path.split("."):
        values = values.get(key, "") if isinstance(values, Mapping) else ""
    if isinstance(values, list):
        return (
            " ".join(map(str, values)) if path.startswith("windows") else ";".join(map(str, values))
        )
    return str(values)


def _map(checked: Case | None) -> list[dict[str, str]]:
    """Each country with what it is in the case on the day of the shock."""
    roles: dict[str, str] = {}
    if checked is not None:
        for pole in checked.poles:
            spans = series.pole_spans(checked, pole)
            for actor in spans:
                if series.pole_of(spans, actor, checked.shock.day):
                    roles[actor] = pole.role
        roles |= dict.fromkeys(checked.clients, "client")
    return [
        {"title": title, "path": path, "role": roles.get(code or "", "none")}
        for code, title, path in world.shapes()
    ]


def _open(request: Request, *, to_change: bool = False) -> OpenCase:
    state = request.app.state
    return open_case(state.cases, state.desk, request.path_params["case"], to_change=to_change)


async def change(request: Request) -> Response:
    """Change keys of case.toml; what was sent is kept where it can be written at all."""
    said = await request.json()
    return await run_in_threadpool(_change, request, said)


def _change(request: Request, said: Mapping[str, Any]) -> Response:
    opened = _open(request, to_change=True)
    with opened.file.lock:
        text = opened.text
        if "text" in said:
            if said.get("before") != text:
                msg = "case.toml was changed elsewhere meanwhile. Reload the page to see it as it is now."
                raise CaseError(msg)
            new = str(said["text"])
            case_file.values(new)
            what = f"{FILE} changed"
        else:
            path = str(said.get("path"))
            now = _at(case_file.values(text), path)
            if "before" in said and str(said["before"]) != now:
                msg = f"'{path}' was changed elsewhere meanwhile: it is now '{now[:100]}'. It is shown as it is."
                raise CaseError(msg)
            new = case_file.changed(text, {path: _read(path, str(said.get("value", "")))})
            what = f"{path} changed"
        if new != text:
            opened.file.change([Splice(0, (text,), (new,))], what)
    return _state(opened)


def _state(opened: OpenCase) -> Response:
    text = opened.text
    checked, problems = case_file.checked(text, opened.folder)
    return JSONResponse(
        {
            "version": opened.file.version,
            "can_undo": opened.file.can_undo,
            "can_redo": opened.file.can_redo,
            "problems": [] if checked else problems,
            "text": text,
        }
    )


def undo(request: Request) -> Response:
    """Take back the last change of case.toml."""
    opened = _open(request, to_change=True)
    opened.file.undo()
    return _state(opened)


def redo(request: Request) -> Response:
    """Make it again."""
    opened = _open(request, to_change=True)
    opened.file.redo()
    return _state(opened)


def new(request: Request) -> Answer:
    """Show the form of a new case."""
    del request  # every route gets one
    return Answer(template="new_case", content={}, command=command("new", "FOLDER"))


async def make(request: Request) -> Response:
    """Make a new case, copy one, or put a built-in one on the desk."""
    async with request.form(max_files=0, max_fields=60) as form:
        said = {name: str(value) for name, value in form.items()}
    return await run_in_threadpool(_make, request, said)


def _make(request: Request, said: Mapping[str, str]) -> Response:
    desk: Desk = request.app.state.desk
    if built_in := said.get("built_in"):
        from steelyard import cases

        if built_in not in cases.names():
            msg = f"'{built_in}' is no built-in case; there are {', '.join(cases.names())}."
            raise CaseError(msg)
        return RedirectResponse(f"/cases/{desk.add_case(desk.workspace / built_in, built_in)}", 303)
    if copied := said.get("copy"):
        folder = desk.new_place(f"{copied}-copy")
        shutil.copytree(desk.case_folder(copied), folder, ignore=shutil.ignore_patterns(".*"))
        return RedirectResponse(f"/cases/{desk.add_case(folder)}", 303)
    folder = desk.new_place(said.get("name") or "case")
    text = _new_text(said)
    new_case(folder)
    try:
        (folder / FILE).write_text(text(folder / FILE), encoding="utf-8")
        (folder / "chronology.csv").write_text(",".join(COLUMNS) + "\n", encoding="utf-8")
    except SteelyardError:
        shutil.rmtree(folder)
        raise
    return RedirectResponse(f"/cases/{desk.add_case(folder)}", 303)


def _new_text(said: Mapping[str, str]) -> Callable[[Any], str]:
    """The template of a case with what the form says in the place of the example."""
    day = case_file.day(said.get("day", ""))
    client, partner, rival = (
        _codes(said.get(name, "")) for name in ("clients", "partner", "rival")
    )
    members = _codes(said.get("members_of", ""))
    changes: dict[str, Any] = {
        "title": said.get("title") or "A new case",
        "question": said.get("question")
        or "After the shock, did the client move toward the rival, in words or in deeds, and was it more than routine?",
        "clients": client,
        "shock.day": day,
        "shock.actor": _codes(said.get("shock_actor", "")),
        "shock.recipient": _codes(said.get("shock_recipient", "")),
        "shock.what": said.get("what") or "not yet said",
        "windows.before": [_years_before(day), day],
        "windows.after": [day, day + timedelta(days=90)],
        "poles.west": None,
        "poles.russia": None,
        "poles.partner": {"role": "partner", "actors": partner, "members_of": members},
        "poles.rival": {"role": "rival", "actors": rival},
        "evidence.events": ["chronology.csv"] if said.get("chronology", "on") == "on" else [],
    }

    def text(path: Any) -> str:
        made = case_file.changed(path.read_text(encoding="utf-8"), changes)
        return case_file.changed_source(
            made,
            "chronology.csv",
            {
                "title": f"Chronology of {said.get('title') or 'the case'}",
                "publisher": "whoever made the case, from public pages",
                "coverage": "not yet said",
                "limitation": "Kept by hand; nobody has measured what it misses.",
            },
            present=bool(changes["evidence.events"]),
        )

    return text


def _years_before(day: date) -> date:
    return day.replace(year=day.year - 2, day=min(day.day, 28))


def grid(request: Request) -> Answer:
    """Show the chronology as a grid."""
    desk: Desk = request.app.state.desk
    name = request.path_params["case"]
    opened = _open(request)
    file = request.query_params.get("file", "")
    chronology = opened.chronology(file)
    found = chronology.rows()
    return Answer(
        template="rows",
        content={
            "columns": chronology.columns,
            "rows": [[key, *cells] for key, cells in found],
            "meanings": {
                **vocabulary.terms("column"),
            },
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
        },
        command=command("check", desk.case_word(name)),
    )


def problems(request: Request) -> Answer:
    """Give everything that is wrong with the chronology, by row and column."""
    chronology = _chronology(request)
    told = [asdict(problem) for problem in chronology.problems()]
    return Answer(template="problems", content=told, rows=told)


def _chronology(request: Request, *, to_change: bool = False) -> Chronology:
    return _open(request, to_change=to_change).chronology(request.query_params.get("file", ""))


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
