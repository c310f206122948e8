"""Weighing a case, the runs that are kept, what-if by ticking rows, and two runs side by side."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response

from steelyard import readings
from steelyard.case_file import FILE
from steelyard.errors import CaseError, SteelyardError
from steelyard.pipeline.runs import compare as compare_runs
from steelyard.web.answers import Answer, actor_title, command
from steelyard.web.bench import Bench, Benches
from steelyard.web.casework import opened_case
from steelyard.web.desk import RUNS, Desk, title_of
from steelyard.web.pages.review import flush_all
from steelyard.web.security import brief_policy

#: Files of a run that may be had, with their media types.
FILES = {
    "brief.html": "text/html; charset=utf-8",
    "brief.pdf": "application/pdf",
    "brief.json": "application/json",
    "brief.md": "text/markdown; charset=utf-8",
    "brief.docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "findings.csv": "text/csv; charset=utf-8",
    "run.lock.json": "application/json",
}


def weigh(request: Request) -> Answer:
    """Show how a case is weighed, and its runs."""
    desk: Desk = request.app.state.desk
    name = request.path_params["case"]
    case = desk.case(name)
    desk.look()
    runs = [row for row in map(_run_row, desk.runs.items()) if row["case"] == case.name][::-1]
    return Answer(
        template="weigh",
        content={"case": name, "title": case.title, "needs": case.needs, "runs": runs},
        rows=runs,
        data={
            "archives": list(desk.archives),
            "archive": desk.archive_beside(name),
            "case": name,
            "rows": opened_case(request).count_rows() if not desk.is_built_in(name) else None,
        },
        command=command("weigh", desk.case_word(name), "--out", f"{RUNS}/{name}"),
    )


def _run_row(run: tuple[str, Path]) -> dict[str, Any]:
    """A run on a list: its case, its answer, the hashes of what it was made from."""
    name, folder = run
    try:
        brief = json.loads((folder / "brief.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {
            "name": name,
            "title": title_of(name),
            "case": "",
            "answer": "cannot be read",
            "inputs": [],
            "seed": None,
        }
    return {
        "name": name,
        "title": title_of(name),
        "case": _named(brief.get("case")),
        "answer": brief.get("answer", ""),
        "seed": brief.get("seed"),
        "version": brief.get("version"),
        "inputs": [
            {"name": one.get("name"), "rows": one.get("rows"), "sha256": one.get("sha256")}
            for one in brief.get("inputs", [])
        ],
    }


def _named(case: Any) -> str:
    return str(case.get("name", "")) if isinstance(case, Mapping) else str(case or "")


def start_weighing(request: Request, said: Mapping[str, str]) -> Response:
    """Weigh a case as it is now; the run is kept."""
    desk: Desk = request.app.state.desk
    name = request.path_params["case"]
    folder = desk.case_folder(name)
    case = desk.case(name)
    seed = said.get("seed") or "0"
    if not seed.isdigit():
        msg = f"The seed is {seed!r}; it is a whole number such as 0."
        raise CaseError(msg)
    archive = desk.archive(said["archive"]) if said.get("archive") else None
    desk.put_beside(name, archive.name if archive else "")
    flush_all(request.app.state.reviews)
    stamp = datetime.now(UTC).strftime("%Y-%m-%d-%H%M%S")
    out = _new_run(desk, f"{name}-{stamp}")
    work = {
        "work": "weigh",
        "case": str(folder if not desk.is_built_in(name) else case.name),
        "archive": str(archive.file) if archive else None,
        "seed": int(seed),
        "extras": said.get("extras") == "on",
        "out": str(out),
    }
    job = request.app.state.jobs.start(
        f"Weighing {name}",
        work,
        command=command(
            "weigh",
            desk.case_word(name),
            *(["--archive", str(archive.path)] if archive else []),
            "--seed",
            seed,
            "--out",
            out,
            *(["--pdf", "--docx"] if work["extras"] else []),
        ),
        then=f"/runs/{out.name}",
        back=f"/cases/{name}/weigh",
        after=lambda _: desk.add_run(out) and None,
    )
    return RedirectResponse(f"/jobs/{job.number}", 303)


def _new_run(desk: Desk, name: str) -> Path:
    number, place = 1, desk.workspace / RUNS / name
    while place.exists() or place.name in desk.runs:
        number += 1
        place = desk.workspace / RUNS / f"{name}-{number}"
    return place


def runs(request: Request) -> Answer:
    """List the runs that are kept, the newest first."""
    desk: Desk = request.app.state.desk
    desk.look()
    rows = [_run_row(run) for run in desk.runs.items()][::-1]
    return Answer(
        template="runs", content=rows, rows=rows, command=command("compare", "RUN1", "RUN2")
    )


def run(request: Request) -> Answer:
    """Show one run: its brief in a frame, its files, what it was made from."""
    desk: Desk = request.app.state.desk
    name = request.path_params["run"]
    folder = desk.run(name)
    row = _run_row((name, folder))
    return Answer(
        template="run",
        content=row,
        data={
            "run": name,
            "title": row["title"],
            "files": [file for file in FILES if (folder / file).is_file() and file != "brief.html"],
            "others": _others(desk, name, row["case"]),
            "case": row["case"] if row["case"] in desk.cases else None,
        },
        command=command(
            "weigh", row["case"] or "CASE", "--seed", str(row["seed"]), "--out", folder
        ),
    )


def _others(desk: Desk, name: str, case: str) -> list[dict[str, str]]:
    """The runs that one may be held against, those of the same case first, the newest first."""
    rows = [_run_row(run) for run in desk.runs.items() if run[0] != name][::-1]
    rows.sort(key=lambda row: row["case"] != case)
    return [{key: row[key] for key in ("name", "title", "case")} for row in rows]


def run_file(request: Request) -> Response:
    """Give one file of a run."""
    name, file = request.path_params["run"], request.path_params["file"]
    folder = request.app.state.desk.run(name)
    if file not in FILES or not (folder / file).is_file():
        msg = f"Run '{name}' has no file '{file}'; it has {', '.join(f for f in FILES if (folder / f).is_file())}."
        raise SteelyardError(msg)
    headers = (
        {}
        if file == "brief.html"
        else {"Content-Disposition": f'attachment; filename="{name}-{file}"'}
    )
    if file == "brief.html":
        headers["Content-Security-Policy"] = brief_policy()
    return FileResponse(folder / file, media_type=FILES[file], headers=headers)


def compare(request: Request) -> Answer:
    """Show two runs side by side: what changed, method apart from world."""
    desk: Desk = request.app.state.desk
    desk.look()
    first, second = (request.query_params.get(name, "") for name in ("first", "second"))
    if not first or not second:
        return Answer(
            template="choose",
            content={"runs": list(desk.runs)[::-1], "first": first, "second": second},
            data={"titles": {name: title_of(name) for name in desk.runs}},
            command=command("compare", "RUN1", "RUN2"),
        )
    one, two = desk.run(first), desk.run(second)
    found = compare_runs(one, two)
    return Answer(
        template="compare",
        content=found.to_dict(),
        data={
            "first": first,
            "second": second,
            "titles": (title_of(first), title_of(second)),
            "lines": found.lines(),
        },
        command=command("compare", one, two),
    )


def compared(request: Request) -> Response:
    """Give the page that compares two runs, for the frame."""
    desk: Desk = request.app.state.desk
    first, second = (request.query_params.get(name, "") for name in ("first", "second"))
    page = compare_runs(desk.run(first), desk.run(second)).to_html()
    return HTMLResponse(page, headers={"Content-Security-Policy": brief_policy()})


def what_if(request: Request) -> Answer:
    """Show the rows of a case to be ticked, and the bars that move."""
    desk: Desk = request.app.state.desk
    name = request.path_params["case"]
    case = desk.case(name)
    weighed = readings.readings_for(case, measured=True)
    rows: list[dict[str, Any]] = []
    content: dict[str, Any] = {
        "titles": {reading.name: reading.title for reading in weighed},
        "clients": {code: actor_title(code) for code in case.clients},
    }
    if request.query_params.get("format") in ("json", "csv"):  # the page asks for these itself
        bench = _bench(request)
        rows = bench.rows
        content |= {"rows": rows, **bench.ask({})}
    return Answer(
        template="what_if",
        content=content,
        rows=rows,
        data={
            "case": name,
            "record": case,
            "archive": _archive_of(request),
            "archives": list(desk.archives),
            "priors": [
                {"name": one.name, "title": one.title, "prior": one.prior} for one in weighed
            ],
            "span": (case.windows["after"].end - case.shock.day).days,
        },
        command=command(
            "weigh",
            desk.case_word(name),
            "--suppose",
            f"AGREE {case.clients[0]} {case.pole('rival').actors[0]} deeds {case.shock.day}",
        ),
    )


async def attempt(request: Request) -> Response:
    """Weigh the case with what was ticked."""
    said = await request.json()
    return JSONResponse(await run_in_threadpool(lambda: _bench(request).ask(dict(said))))


def _archive_of(request: Request) -> str:
    """The archive that the address names, else the one that the case was last weighed with."""
    said = request.query_params.get("archive")
    desk: Desk = request.app.state.desk
    return desk.archive_beside(request.path_params["case"]) if said is None else said


def _bench(request: Request) -> Bench:
    desk: Desk = request.app.state.desk
    name = request.path_params["case"]
    benches: Benches = request.app.state.benches
    archive = _archive_of(request)
    held = desk.archive(archive) if archive else None
    folder = desk.case_folder(name)
    return benches.of(folder, held.file if held else None, _state(folder))


def _state(folder: Path) -> str:
    """What tells whether the files of a case have changed."""
    found = hashlib.sha256((folder / FILE).read_bytes())
    for path in sorted(folder.iterdir()):
        if path.is_file() and not path.name.startswith("."):
            stat = path.stat()
            found.update(f"{path.name} {stat.st_size} {stat.st_mtime_ns}".encode())
    return found.hexdigest()


async def _form(request: Request) -> dict[str, str]:
    async with request.form(max_files=1, max_fields=200) as form:
        return {name: str(value) for name, value in form.items() if isinstance(value, str)}


async def post_weigh(request: Request) -> Response:
    """Start a weighing from the form."""
    said = await _form(request)
    return await run_in_threadpool(start_weighing, request, said)
