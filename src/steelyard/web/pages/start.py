"""The first page: what is on the desk, and what to do next."""

from __future__ import annotations

from starlette.requests import Request

from steelyard import cases
from steelyard.case_file import load_case
from steelyard.errors import SteelyardError
from steelyard.web.answers import Answer, command
from steelyard.web.desk import news_files


def start(request: Request) -> Answer:
    """Show archives, cases, runs and folders of news."""
    desk = request.app.state.desk
    desk.look()
    content = {
        "workspace": desk.workspace.name,
        "archives": [
            {
                "name": name,
                "megabytes": round(held.file.stat().st_size / 1e6, 1),
                "ready": held.ready,
            }
            for name, held in desk.archives.items()
            if held.file.exists()
        ],
        "cases": [_case(name, desk.case_folder(name)) for name in desk.cases],
        "built_in": [
            {"name": name, "title": load_case(name).title}
            for name in cases.names()
            if name not in desk.cases
        ],
        "runs": list(desk.runs)[::-1],
        "news": [{"name": n, "files": len(news_files(path))} for n, path in desk.news.items()],
    }
    named = [*desk.archives, *desk.cases]
    return Answer(template="start", content=content, command=command("serve", *named))


def _case(name: str, folder: object) -> dict[str, object]:
    try:
        return {"name": name, "title": load_case(folder).title, "problems": []}  # type: ignore[arg-type]
    except SteelyardError as error:
        return {"name": name, "title": name, "problems": list(error.problems or (str(error),))}


ROUTES = (("/", start),)
