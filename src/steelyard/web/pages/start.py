"""The first page: what is on the desk, and what to do next."""

from __future__ import annotations

import tomllib
from pathlib import Path

from starlette.requests import Request

from steelyard import cases
from steelyard.web.answers import Answer, command
from steelyard.web.desk import FILE, news_files, title_of


def start(request: Request) -> Answer:
    """Show archives, cases, runs and folders of news."""
    desk = request.app.state.desk
    desk.look()
    content = {
        "workspace": str(desk.workspace),
        "archives": [
            {
                "name": name,
                "megabytes": round(held.file.stat().st_size / 1e6, 1),
            }
            for name, held in desk.archives.items()
            if held.file.exists()
        ],
        "cases": [_case(name, desk.case_folder(name)) for name in desk.cases],
        "built_in": [
            {"name": name, "title": _title(cases.folder(name))}
            for name in cases.names()
            if name not in desk.cases
        ],
        "runs": [{"name": name, "title": title_of(name)} for name in desk.runs][::-1],
        "news": [{"name": n, "files": len(news_files(path))} for n, path in desk.news.items()],
    }
    named = [*desk.archives, *desk.cases]
    return Answer(template="start", content=content, command=command("serve", *named))


def _case(name: str, folder: Path) -> dict[str, str]:
    return {"name": name, "title": _title(folder)}


def _title(folder: Path) -> str:
    """The title of a case; what is wrong with it is told on its own page, where it is checked."""
    try:
        return str(tomllib.loads((folder / FILE).read_text(encoding="utf-8")).get("title", ""))
    except (OSError, ValueError):
        return "cannot be read: open it to see why"
