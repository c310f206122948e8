"""The site built: pages staged and made, Zensical, then llms.txt and a Markdown twin of each page."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from documentation import gallery, links, pages, record, reference

ROOT = pages.ROOT


class BuildError(Exception):
    """The site cannot be built, or is not whole; the message lists why."""


def build(to: Path, briefs: dict[str, Path]) -> Path:
    """Build the site, check it, and return its folder.

    Args:
        to: A folder for the staged pages and the site.
        briefs: The folder of each brief of the gallery that is at hand.

    Raises:
        BuildError: Zensical warns, a page is in no list, a link leads nowhere.
    """
    to = to.resolve()
    staged, site = to / "pages", to / "site"
    names = pages.stage(staged)
    made = {
        "reference/commands.md": reference.commands(),
        "reference/python.md": reference.python(),
        "reference/statistics.md": reference.numbers(),
        "track-record.md": record.page(),
    }
    (staged / "reference").mkdir()
    for name, text in made.items():
        (staged / name).write_text(text, encoding="utf-8")
    gallery.write(briefs, staged)
    settings = tomllib.loads((ROOT / "zensical.toml").read_text(encoding="utf-8"))["project"]
    listed = list(_listed(settings["nav"]))
    _check_listed([*names, *made, "gallery/index.md"], [name for _, name in listed])
    _zensical(to, staged, site)
    _write_twins(staged, site)
    (site / "llms.txt").write_text(_llms(settings, staged), encoding="utf-8")
    wrong = links.problems(site)
    if wrong:
        raise BuildError("\n".join(wrong))
    return site


def _listed(nav: Iterable[Any]) -> Iterator[tuple[str, str]]:
    """The pages of the navigation: title and name."""
    for entry in nav:
        for title, what in entry.items():
            if isinstance(what, str):
                yield title, what
            else:
                yield from _listed(what)


def _check_listed(there: Iterable[str], listed: list[str]) -> None:
    """Refuse a page that the navigation lacks, and one that it names and that there is not."""
    loose = {name for name in there if not name.startswith(("decisions/0", "diagnostics/"))}
    wanted = loose | {"diagnostics/README.md"}
    wrong = [f"{name} is in no list of zensical.toml" for name in sorted(wanted - set(listed))]
    wrong += [
        f"zensical.toml lists {name}, which is not there" for name in listed if name not in wanted
    ]
    if wrong:
        raise BuildError("\n".join(wrong))


def _zensical(to: Path, staged: Path, site: Path) -> None:
    shutil.rmtree(site, ignore_errors=True)
    text = (ROOT / "zensical.toml").read_text(encoding="utf-8")
    text = text.replace('"build/pages"', f'"{staged.name}"').replace(
        '"build/site"', f'"{site.name}"'
    )
    (to / "zensical.toml").write_text(text, encoding="utf-8")
    command = [str(Path(sys.executable).parent / "zensical"), "build", "--clean", "--strict"]
    ran = subprocess.run(command, cwd=to, capture_output=True, text=True, check=False)
    if ran.returncode:
        said = re.sub(r"\x1b\[[0-9;]*m", "", ran.stdout + ran.stderr)
        raise BuildError(said.split("Traceback")[0].strip() or said)


def _write_twins(staged: Path, site: Path) -> None:
    """Put the Markdown of each page beside it, as ``index.md``."""
    for path in staged.rglob("*.md"):
        name = path.relative_to(staged)
        home = name.parent if name.stem in ("index", "README") else name.with_suffix("")
        target = site / home / "index.md"
        if not target.with_name("index.html").exists():
            msg = f"{name} has no page on the site"
            raise BuildError(msg)
        shutil.copy(path, target)


def _llms(settings: dict[str, Any], staged: Path) -> str:
    """The list of pages for language models: titles, addresses of the twins, first sentences."""
    parts = [f"# {settings['site_name']}", f"> {settings['site_description']}"]
    for entry in settings["nav"]:
        for section, what in entry.items():
            listed = [(section, what)] if isinstance(what, str) else list(_listed(what))
            lines = []
            for title, name in listed:
                home = (
                    Path(name).parent
                    if Path(name).stem in ("index", "README")
                    else Path(name).with_suffix("")
                )
                address = (home / "index.md").as_posix()
                lines.append(f"- [{title}]({address}): {_first_sentence(staged / name)}")
            parts += [f"## {section}", "\n".join(lines)]
    return "\n\n".join(parts) + "\n"


def _first_sentence(path: Path) -> str:
    """The first sentence of a page's prose."""
    text = re.sub(
        r"^```.*?^```$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL
    )
    for paragraph in text.split("\n\n"):
        if paragraph.startswith(("#", "|", "<!--", "- ", "* ", "[", "!", "    ")):
            continue
        plain = re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", " ".join(paragraph.split()))
        sentence = re.split(r"(?<=[.?])(?<!\.\.\.) ", plain.replace("**", ""))[0]
        if sentence.endswith((".", "?")):  # what ends with a colon leads to code or a list
            return sentence
    return "tables and lists."
