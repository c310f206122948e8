"""The case: its form with every check live, its poles on the map."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
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
from steelyard.pipeline.editing.history import Splice
from steelyard.records import Case
from steelyard.web import world
from steelyard.web.answers import Answer, command
from steelyard.web.casework import OpenCase, opened_case
from steelyard.web.desk import Desk
from steelyard.web.naming import actor_codes

#: Columns that a new chronology has.
COLUMNS = (
    "id", "day", "actor", "recipient", "type", "status", "act", "text", "publisher", "url", "announced",
    "plan_of", "occasion", "rung", "mode", "context", "place", "precision", "reports", "title", "note",
)  # fmt: skip

#: The file of a chronology that is made here.
CHRONOLOGY = "chronology.csv"

_POLE = re.compile(r"poles\.([A-Za-z0-9_-]{1,40})\.(title|role|actors|members_of)")


def _interval(text: str) -> list[date]:
    parts = [part for part in re.split(r"[;,\s]+", text) if part]
    if len(parts) != 2:
        msg = f"A window has two days, the first and the one after the last; found {text!r}."
        raise CaseError(msg)
    return [case_file.day(part) for part in parts]


#: Keys of case.toml that the form changes, and how their text is read.
KEYS: Mapping[str, Callable[[str], Any]] = {
    "title": str,
    "question": str,
    "clients": actor_codes,
    "peers": lambda text: actor_codes(text) or None,
    "shock.day": case_file.day,
    "shock.actor": actor_codes,
    "shock.recipient": actor_codes,
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
    return actor_codes(text) if found[2] in ("actors", "members_of") else text


def case(request: Request) -> Answer:
    """Show a case: its form, what is wrong with it, its poles on the map."""
    desk: Desk = request.app.state.desk
    name = request.path_params["case"]
    opened = opened_case(request)
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
            "drawn": world.shapes(),
            "roles": _roles(checked),
            "rows": opened.count_rows(),
            "archive": desk.archive_beside(name),
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


def _roles(checked: Case | None) -> dict[str, str]:
    """What each country is in the case on the day of the shock."""
    roles: dict[str, str] = {}
    if checked is not None:
        for pole in checked.poles:
            spans = series.pole_spans(checked, pole)
            for actor in spans:
                if series.pole_of(spans, actor, checked.shock.day):
                    roles[actor] = pole.role
        roles |= dict.fromkeys(checked.clients, "client")
    return roles


async def change(request: Request) -> Response:
    """Change keys of case.toml; what was sent is kept where it can be written at all."""
    said = await request.json()
    return await run_in_threadpool(_change, request, said)


def _change(request: Request, said: Mapping[str, Any]) -> Response:
    opened = opened_case(request, to_change=True)
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
            "values": {path: _at(case_file.values(text), path) for path in _paths(text)},
            "roles": _roles(checked),
        }
    )


def _paths(text: str) -> list[str]:
    """The keys that the form has a field for."""
    poles = case_file.values(text).get("poles", {})
    named = poles if isinstance(poles, Mapping) else {}
    fields = ("title", "role", "actors", "members_of")
    return [*KEYS, *(f"poles.{pole}.{field}" for pole in named for field in fields)]


def undo(request: Request) -> Response:
    """Take back the last change of case.toml."""
    opened = opened_case(request, to_change=True)
    opened.file.undo()
    return _state(opened)


def redo(request: Request) -> Response:
    """Make it again."""
    opened = opened_case(request, to_change=True)
    opened.file.redo()
    return _state(opened)


def new(request: Request) -> Answer:
    """Show the form of a new case."""
    desk: Desk = request.app.state.desk
    archives = [name for name, held in desk.archives.items() if held.file.exists()]
    return Answer(
        template="new_case",
        content={"archives": archives},
        data={"archive": request.query_params.get("archive", "")},
        command=command("new", "FOLDER"),
    )


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
    folder = desk.new_place(said.get("name") or said.get("title") or "case")
    archive = said.get("archive", "")
    if archive:
        desk.archive(archive)
    text = _new_text(said, chronology=not archive)
    new_case(folder)
    try:
        (folder / FILE).write_text(text(folder / FILE), encoding="utf-8")
        if archive:
            (folder / CHRONOLOGY).unlink()
        else:
            (folder / CHRONOLOGY).write_text(",".join(COLUMNS) + "\n", encoding="utf-8")
    except SteelyardError:
        shutil.rmtree(folder)
        raise
    name = desk.add_case(folder)
    desk.put_beside(name, archive)
    return RedirectResponse(f"/cases/{name}", 303)


def _new_text(said: Mapping[str, str], *, chronology: bool) -> Callable[[Any], str]:
    """The template of a case with what the form says in the place of the example."""
    day = case_file.day(said.get("day", ""))
    client, partner, rival, members = (
        actor_codes(said.get(name, "")) for name in ("clients", "partner", "rival", "members_of")
    )
    title = said.get("title", "").strip() or (
        f"Did {_named(client)} turn to {_named(rival)} after {day:%-d %B %Y}?"
    )
    changes: dict[str, Any] = {
        "title": title,
        "question": said.get("question")
        or "After the shock, did the client move toward the rival, in words or in deeds, and was it more than routine?",
        "clients": client,
        "shock.day": day,
        "shock.actor": actor_codes(said.get("shock_actor", "")),
        "shock.recipient": actor_codes(said.get("shock_recipient", "")),
        "shock.what": said.get("what") or "not yet said",
        "windows.before": [_years_before(day), day],
        "windows.after": [day, day + timedelta(days=90)],
        "poles.west": None,
        "poles.russia": None,
        "poles.partner": {"role": "partner", "actors": partner, "members_of": members},
        "poles.rival": {"role": "rival", "actors": rival},
        "evidence.events": [CHRONOLOGY] if chronology else [],
    }

    def text(path: Any) -> str:
        made = case_file.changed(path.read_text(encoding="utf-8"), changes)
        return case_file.changed_source(made, CHRONOLOGY, _card(title), present=chronology)

    return text


def _card(title: str) -> dict[str, str]:
    return {
        "title": f"Chronology of {title}",
        "publisher": "whoever made the case, from public pages",
        "coverage": "not yet said",
        "limitation": "Kept by hand; nobody has measured what it misses.",
    }


def _named(codes: list[str]) -> str:
    names = [vocabulary.name(code) if vocabulary.known(code) else code for code in codes]
    return " and ".join(names) or "the client"


def _years_before(day: date) -> date:
    return day.replace(year=day.year - 2, day=min(day.day, 28))


def add_chronology(request: Request) -> Response:
    """Give a case that has none a chronology of its own."""
    opened = opened_case(request, to_change=True)
    with opened.file.lock:
        text = opened.text
        values = case_file.values(text)
        held = _at(values, "evidence.events")
        if not held:
            path = opened.folder / CHRONOLOGY
            if not path.exists():
                path.write_text(",".join(COLUMNS) + "\n", encoding="utf-8")
            made = case_file.changed(text, {"evidence.events": [CHRONOLOGY]})
            card = _card(str(values.get("title", "")))
            new_text = case_file.changed_source(made, CHRONOLOGY, card, present=True)
            opened.file.change([Splice(0, (text,), (new_text,))], "a chronology added")
    return RedirectResponse(f"/cases/{request.path_params['case']}/rows", 303)
