"""Pages staged for the site: what stands in the repository, each under its place on the site."""

from __future__ import annotations

import re
import shutil
from os.path import relpath
from pathlib import Path

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"

#: Pages of the root of the repository, and where they stand on the site.
OF_THE_ROOT = {
    "ARCHITECTURE.md": "architecture.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
}

_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\(([^)#\s]+)(#[^)\s]*)?\)")
_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def stage(to: Path) -> list[str]:
    """Copy the pages into ``to``, made anew, and return their names.

    A link to a file that is no page (a module, a table) becomes plain text: the site has no source.
    """
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(DOCS, to)
    for name, page in OF_THE_ROOT.items():
        shutil.copy(ROOT / name, to / page)
    (to / "decisions" / "index.md").write_text(_decisions(), encoding="utf-8")
    names = sorted(path.relative_to(to).as_posix() for path in to.rglob("*.md"))
    places = {DOCS / name: name for name in names} | {
        ROOT / name: page for name, page in OF_THE_ROOT.items()
    }
    homes = {name: DOCS / name for name in names} | {
        page: ROOT / name for name, page in OF_THE_ROOT.items()
    }
    for name in names:
        path = to / name
        text = _rewritten(path.read_text(encoding="utf-8"), homes[name], name, places)
        path.write_text(text, encoding="utf-8")
    return names


def _rewritten(text: str, home: Path, name: str, places: dict[Path, str]) -> str:
    """The text of a page with links as the site has them; code stays as it is."""

    def link(found: re.Match[str]) -> str:
        words, target, anchor = found.group(1), found.group(2), found.group(3) or ""
        if "://" in target or target.startswith(("mailto:", "#")):
            return found.group()
        path = (home.parent / target).resolve()
        if path.is_dir() and path / "index.md" in places:
            path = path / "index.md"
        if path in places:
            return f"[{words}]({_relative(places[path], name)}{anchor})"
        made = home.is_relative_to(DOCS) and path.is_relative_to(DOCS)
        if (
            made or not path.exists()
        ):  # a page that the build makes, or a link that the check will find
            return found.group()
        return words

    parts, last = [], 0
    for fence in _FENCED.finditer(text):
        parts += [_LINK.sub(link, text[last : fence.start()]), fence.group()]
        last = fence.end()
    return "".join([*parts, _LINK.sub(link, text[last:])])


def _relative(page: str, of: str) -> str:
    return relpath(page, Path(of).parent.as_posix())


def _decisions() -> str:
    """The list of the decision notes, by number."""
    lines = []
    for path in sorted((DOCS / "decisions").glob("[0-9]*.md")):
        title = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
        lines.append(f"- [{title}]({path.name})")
    return (
        "# Decisions\n\nChoices that would surprise a reader, with their reasons.\n\n"
        + "\n".join(lines)
        + "\n"
    )
