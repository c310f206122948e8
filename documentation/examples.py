"""The commands and the Python of a page, run in the order in which they stand.

A block ``console`` holds ``$ steelyard ...`` lines and what they print (``...`` stands for anything); ``python``
is run; ``text title="FILE"`` is written to FILE. ``<!-- file: PLACE as NAME -->`` asks for a file of a data set, and the
page is not run where it is missing. Blocks without a name are shown only, but every command and option in
them must exist.
"""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from contextlib import chdir, redirect_stdout
from dataclasses import dataclass
from fnmatch import fnmatchcase
from io import StringIO
from pathlib import Path
from typing import Any

import typer
from typer.testing import CliRunner

from steelyard.cli.commands import app

_FENCE = re.compile(r"^```([a-z]*)(?: title=\"([^\"]+)\")?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"<!-- file: (\S+)(?: as (\S+))? -->")
_OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]+")
_CALL = re.compile(r"steelyard ([a-z]+)\b((?:(?!steelyard )[^\n`#;])*)")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of a page: its language, its title and its text."""

    language: str
    title: str
    text: str


def blocks(page: str) -> list[Block]:
    """Return the fenced blocks of a page."""
    return [Block(*found.groups(default="")) for found in _FENCE.finditer(page)]


def files(page: str) -> list[str]:
    """Return the files of data sets that a page asks for."""
    return [place for place, _ in _FILE.findall(page)]


def run(page: str, folder: Path, data: Path | None) -> int:
    """Run the examples of a page in a folder, and return how many there were.

    Args:
        page: The Markdown.
        folder: An empty folder.
        data: The folder of the files that the page asks for.

    Raises:
        AssertionError: A command ended otherwise than with 0, or printed something else.
    """
    for place, name in _FILE.findall(page):
        assert data is not None, f"{place} is asked for, and no folder of data is given"
        shutil.copy(data / place, folder / (name or Path(place).name))
    scope: dict[str, Any] = {"__name__": "__main__"}
    ran = 0
    with chdir(folder):
        for block in blocks(page):
            if block.language == "text" and block.title:
                Path(block.title).parent.mkdir(parents=True, exist_ok=True)
                Path(block.title).write_text(block.text, encoding="utf-8")
            elif block.language == "python":
                with redirect_stdout(StringIO()):
                    exec(compile(block.text, "example", "exec"), scope)
                ran += 1
            elif block.language == "console":
                ran += sum(1 for _ in _console(block.text))
    return ran


def _console(text: str) -> Iterator[str]:
    """Run the commands of a block, and hold what they print against what stands below them."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        line, _, shown = part.partition("\n")
        program, *arguments = shlex.split(line)
        assert program == "steelyard", f"only steelyard is run: {line}"
        result = CliRunner().invoke(app, arguments)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == 0, (
            f"{line} ended with {result.exit_code}: {result.output[-500:]}"
        )
        if shown.strip():
            assert fits(result.output, shown), f"{line} printed:\n{result.output}\nnot:\n{shown}"
        yield line


def fits(printed: str, shown: str) -> bool:
    """Say whether output is what a page shows, where ``...`` stands for anything."""
    pattern = re.sub(r"\[", "[[]", shown.strip()).replace("...", "*")
    return fnmatchcase(printed.strip(), pattern)


def unknown_words(page: str) -> list[str]:
    """Return the commands and options that a page names and that there are not."""
    group: Any = typer.main.get_command(app)
    wrong = []
    for name, rest in _CALL.findall(_prose_is_no_command(page)):
        command = group.commands.get(name)
        if command is None:
            wrong.append(f"steelyard {name}")
            continue
        known = {option for one in command.params for option in one.opts} | {"--help"}
        wrong += [
            f"steelyard {name} {option}" for option in _OPTION.findall(rest) if option not in known
        ]
    return wrong


def _prose_is_no_command(page: str) -> str:
    """The code of a page: fenced blocks, and code within lines."""
    fenced = [block.text for block in blocks(page) if block.language in ("", "console")]
    inline = re.findall(r"`(steelyard [^`]+)`", _FENCE.sub("", page))
    return "\n".join((*fenced, *inline))
