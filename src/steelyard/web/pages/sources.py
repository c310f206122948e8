"""What is loaded, which days are missing, and how more comes in: files dropped, news read, data loaded."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from steelyard.archive.index import Cover, coverage
from steelyard.errors import SteelyardError
from steelyard.fetch.addresses import addresses
from steelyard.pipeline import all_sources
from steelyard.web.answers import Answer, command
from steelyard.web.desk import DROPPED, ArchiveDesk, Desk, is_news, news_files, safe_name
from steelyard.web.pages.explore import make_ready

#: Files that may be dropped at once, and bytes that they may have together.
MOST_FILES, MOST_BYTES = 5_000, 4_000_000_000

#: What files may be taken for beside the data sets by name.
NEWS, ANY = "news", "any"


def sources(request: Request) -> Answer | Response:
    """Show the sources of an archive, the months they cover, and the files that were loaded."""
    name = request.path_params["archive"]
    held: ArchiveDesk = request.app.state.desk.archive(name)
    if not held.ready:
        return make_ready(request, held)
    with held.reading() as index:
        months, files, cards = coverage(index)
    return Answer(
        template="sources",
        content={"sources": cards, "files": files, "coverage": months},
        rows=[
            {
                "source": m.source,
                "month": m.month,
                "whole": m.whole,
                "partial": m.partial,
                "missing": m.missing,
            }
            for m in months
        ],
        data={"archive": name, "calendars": _calendars(months), "next": _next(months, cards)},
        command=command("events", held.path, "--count", "source"),
    )


def _calendars(months: list[Cover]) -> dict[str, list[dict[str, Any]]]:
    """By source: a row a year, a cell a month."""
    found: dict[str, dict[int, dict[int, Cover]]] = {}
    for one in months:
        found.setdefault(one.source, {}).setdefault(one.month.year, {})[one.month.month] = one
    return {
        source: [
            {"year": year, "months": [cells.get(month) for month in range(1, 13)]}
            for year, cells in sorted(years.items())
        ]
        for source, years in found.items()
    }


def _next(months: list[Cover], cards: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What fetch would add: for each source that has an address, the days after the last one held."""
    known = {address.source: address for address in addresses()}
    last = {one.source: one for one in months}
    rows = []
    for card in cards:
        address = known.get(card["name"])
        if address is None:
            continue
        since = None
        if one := last.get(card["name"]):
            since = (one.month.replace(day=1) + timedelta(days=32)).replace(day=1)
        by_hand = address.kind == "by_hand"
        rows.append(
            {
                "source": card["name"],
                "since": since,
                "by_hand": address.by_hand if by_hand else (),
                "command": ""
                if by_hand
                else command(
                    "fetch",
                    address.name,
                    "--to",
                    card["name"],
                    *(["--since", since.isoformat()] if since else []),
                ),
            }
        )
    return rows


def add(request: Request) -> Answer:
    """Show how files come in."""
    desk: Desk = request.app.state.desk
    desk.look()
    kinds = [
        {"name": source.name, "title": source.card.title} for source in all_sources() if source.name
    ]
    content = {
        "archives": list(desk.archives),
        "archive": request.query_params.get("archive", ""),
        "news": [{"name": n, "files": len(news_files(path))} for n, path in desk.news.items()],
        "sources": list({kind["name"]: kind for kind in kinds}.values()),
    }
    return Answer(
        template="add", content=content, command=command("read", "FOLDER", "--to", "ARCHIVE.duckdb")
    )


def read(request: Request, said: dict[str, str]) -> Response:
    """Read a folder of news that is on the desk into an archive."""
    desk: Desk = request.app.state.desk
    folder = desk.news.get(said.get("folder", ""))
    if folder is None:
        msg = "There is no such folder of news on the desk. Choose one on the page 'Read news or load data'."
        raise SteelyardError(msg)
    return _start(request, said, NEWS, [str(path) for path in news_files(folder)], folder)


def _start(
    request: Request, said: dict[str, str], kind: str, inputs: list[str], shown: Path
) -> Response:
    """Start reading or loading into the archive that was chosen, or a new one."""
    desk: Desk = request.app.state.desk
    days = said.get("days") or None
    day = _day(said.get("date", ""))
    if kind not in (NEWS, ANY) and kind not in {source.name for source in all_sources()}:
        msg = f"'{kind}' is no kind of file. Choose one from the list."
        raise SteelyardError(msg)
    if days not in (None, "dmy", "mdy", "ymd"):
        msg = f"The order of days is '{days}'; allowed are dmy, mdy and ymd."
        raise SteelyardError(msg)
    chosen = said.get("archive", "")
    name = chosen or desk.add_archive(desk.new_place(said.get("new") or "archive", ".duckdb"))
    held = desk.archive(name)
    work = {"archive": str(held.file), "inputs": inputs}
    if kind == NEWS:
        work |= {"work": "read", "date": day, "systematic": said.get("systematic") == "on"}  # type: ignore[dict-item]
        same = command(
            "read",
            shown,
            "--to",
            held.path,
            *(["--date", day] if day else []),
            *(["--systematic"] if said.get("systematic") == "on" else []),
        )
    else:
        work |= {"work": "load", "source": kind, "days": days}  # type: ignore[dict-item]
        same = command("load", kind if kind != ANY else "SOURCE", shown, "--to", held.path)
    files = f"{len(inputs)} {'file' if len(inputs) == 1 else 'files'}"
    job = request.app.state.jobs.start(
        f"{'Reading' if kind == NEWS else 'Loading'} {files} into archive {name}",
        work,
        command=same,
        then=f"/archives/{name}/explore",
        during=held.alone(),
    )
    return RedirectResponse(f"/jobs/{job.number}", 303)


def _day(text: str) -> str | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        msg = f"{text!r} is not a day; write days as 2019-10-18."
        raise SteelyardError(msg) from error


async def dropped(request: Request) -> Response:
    """Take files that were dropped into the browser, and read or load them."""
    desk: Desk = request.app.state.desk
    stamp = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%S")
    async with request.form(max_files=MOST_FILES, max_fields=50) as form:
        files = [
            part for part in form.getlist("files") if isinstance(part, UploadFile) and part.filename
        ]
        said = {name: str(value) for name, value in form.items() if isinstance(value, str)}
        if sum(part.size or 0 for part in files) > MOST_BYTES:
            msg = "These files are larger than a browser should carry. Load them with the command line."
            raise SteelyardError(msg)
        if not files and said.get("folder"):
            return await run_in_threadpool(read, request, said)
        if not files:
            msg = "No file was dropped. Drop files, or choose a folder of news."
            raise SteelyardError(msg)
        folder = desk.workspace / DROPPED / stamp
        await run_in_threadpool(folder.mkdir, parents=True, exist_ok=True)
        inputs = []
        for part in files:
            target = _free(folder, part.filename or "file")
            with target.open("wb") as out:
                while piece := await part.read(1 << 20):
                    await run_in_threadpool(out.write, piece)
            inputs.append(str(target))
    kind = said.get("kind") or ANY
    if kind == ANY and all(is_news(Path(name)) for name in inputs):
        kind = NEWS
    return await run_in_threadpool(_start, request, said, kind, inputs, folder)


def _free(folder: Path, name: str) -> Path:
    plain = safe_name(Path(name.replace("\\", "/")).name)
    number, place = 1, folder / plain
    while place.exists():
        number += 1
        place = folder / f"{number}-{plain}"
    return place
