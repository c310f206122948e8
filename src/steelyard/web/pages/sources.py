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
from steelyard.fetch.addresses import address as address_of
from steelyard.fetch.addresses import addresses
from steelyard.pipeline import all_sources
from steelyard.web.answers import Answer, command
from steelyard.web.desk import DROPPED, FETCHED, Desk, is_news, news_files, safe_name
from steelyard.web.jobs import Job
from steelyard.web.look import Look, of_archive

#: Files that may be dropped at once, and bytes that they may have together.
MOST_FILES, MOST_BYTES = 5_000, 4_000_000_000

#: Kinds of addresses whose files are told apart by days: somebody must say which.
DATED = ("daily", "master")

#: What files may be taken for beside the data sets by name.
NEWS, ANY = "news", "any"


@of_archive
def sources(look: Look) -> Answer:
    """Show the sources of an archive, the months they cover, the files loaded, and what could be fetched."""
    with look.held.reading() as index:
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
        data={
            **look.common(),
            "calendars": _calendars(months),
            "fetchable": _fetchable(months, cards),
        },
        command=command("events", look.held.path, "--count", "source"),
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


def _fetchable(months: list[Cover], cards: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What can be had from publishers, the sources of this archive first, from the days after the last on."""
    held = {card["name"] for card in cards}
    last = {one.source: one for one in months}
    rows = []
    for address in addresses():
        if not address.source:
            continue
        since = None
        if one := last.get(address.source):
            since = (one.month.replace(day=1) + timedelta(days=32)).replace(day=1)
        rows.append(
            {
                "name": address.name,
                "held": address.source in held,
                "since": since,
                "days": address.kind in DATED,
                "terms": address.terms,
                "known": address.known,
                "address": address.address,
                "by_hand": address.by_hand if address.kind == "by_hand" else (),
            }
        )
    return sorted(rows, key=lambda row: (not row["held"], bool(row["by_hand"])))


def start_fetching(request: Request, said: dict[str, str]) -> Response:
    """Fetch files of a publisher, and load them into an archive when they are there."""
    desk: Desk = request.app.state.desk
    held = desk.archive(request.path_params["archive"])
    entry = address_of(said.get("name", ""))
    since, until = _day(said.get("since", "")), _day(said.get("until", ""))
    if entry.kind in DATED and not (since and until):
        msg = f"{entry.name} is a file a day or more; say from which day and before which day."
        raise SteelyardError(msg)
    folder = desk.workspace / FETCHED / entry.name
    work = {
        "work": "fetch",
        "name": entry.name,
        "folder": str(folder),
        "since": since,
        "until": until,
        "mirror": said.get("mirror", ""),
    }

    def load(job: Job) -> None:
        loading = request.app.state.jobs.start(
            f"Loading what was fetched of {entry.name} into archive {held.name}",
            {
                "work": "load",
                "source": entry.source,
                "archive": str(held.file),
                "inputs": list(job.result["files"]),
            },
            command=command("load", entry.source, folder, "--to", held.path),
            ways=_ways(held.name),
            during=held.alone(),
        )
        job.then = f"/jobs/{loading.number}"

    words = [f"--{name}={value}" for name in ("since", "until", "mirror") if (value := work[name])]
    job = request.app.state.jobs.start(
        f"Fetching {entry.name} from its publisher",
        work,
        command=command("fetch", entry.name, "--to", folder, *words),
        then=f"/archives/{held.name}/sources",
        back=f"/archives/{held.name}/sources",
        after=load,
    )
    return RedirectResponse(f"/jobs/{job.number}", 303)


async def fetch(request: Request) -> Response:
    """Start a fetch from the form."""
    async with request.form(max_files=0, max_fields=20) as form:
        said = {name: str(value) for name, value in form.items()}
    return await run_in_threadpool(start_fetching, request, said)


async def date_articles(request: Request) -> Response:
    """Read the articles that stated no day once more, each with the day that it was given."""
    async with request.form(max_files=0, max_fields=1_000) as form:
        said = {name: str(value) for name, value in form.items()}
    return await run_in_threadpool(_date_articles, request, said)


def _date_articles(request: Request, said: dict[str, str]) -> Response:
    before = request.app.state.jobs[request.path_params["number"]]
    undated = [str(path) for path in before.result.get("undated", ())]
    days = {
        path: day
        for number, path in enumerate(undated)
        if (day := _day(said.get(f"day-{number}", "") or said.get("all", "")))
    }
    if not days:
        msg = "No article was given a day. Go back and say when each was printed."
        raise SteelyardError(msg)
    held = request.app.state.desk.archive_at(Path(before.work["archive"]))
    work = {**before.work, "work": "read", "inputs": list(days), "dated": days, "date": None}
    job = request.app.state.jobs.start(
        f"Reading {_files(len(days))} into archive {held.name} with their days",
        work,
        command=command("read", "FILE", "--to", held.path, "--date", next(iter(days.values()))),
        ways=_ways(held.name, news=True),
        during=held.alone(),
    )
    return RedirectResponse(f"/jobs/{job.number}", 303)


def _ways(name: str, *, news: bool = False) -> list[tuple[str, str]]:
    """Where to go on when rows have come into an archive."""
    read = [("Correct what the coder read", f"/archives/{name}/review")] if news else []
    return [
        ("Look through the events", f"/archives/{name}/explore"),
        *read,
        ("Make a case of them", f"/new-case?archive={name}"),
    ]


def _files(n: int) -> str:
    return f"{n:,} {'file' if n == 1 else 'files'}"


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
    work: dict[str, Any] = {"archive": str(held.file), "inputs": inputs}
    if kind == NEWS:
        work |= {"work": "read", "date": day, "systematic": said.get("systematic") == "on"}
        same = command(
            "read",
            shown,
            "--to",
            held.path,
            *(["--date", day] if day else []),
            *(["--systematic"] if said.get("systematic") == "on" else []),
        )
    elif kind == ANY:
        work |= {
            "work": "add",
            "days": days,
            "date": day,
            "systematic": said.get("systematic") == "on",
        }
        same = command("load", "SOURCE", shown, "--to", held.path)
    else:
        work |= {"work": "load", "source": kind, "days": days}
        same = command("load", kind, shown, "--to", held.path)
    job = request.app.state.jobs.start(
        f"{'Reading' if kind == NEWS else 'Loading'} {_files(len(inputs))} into archive {name}",
        work,
        command=same,
        back="/add",
        ways=_ways(name, news=kind == NEWS or any(is_news(Path(path)) for path in inputs)),
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
