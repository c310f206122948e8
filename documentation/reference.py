"""The reference, made from docstrings and from the help of the commands."""

from __future__ import annotations

import dataclasses
import inspect
import re
from collections.abc import Iterable
from typing import Any

import typer

import steelyard
from steelyard import statistics
from steelyard.cli.commands import app

_SECTION = re.compile(
    r"^(Args|Arguments|Returns|Raises|Yields|Example|Examples|Attributes|Source):\s*$"
)
_ENTRY = re.compile(r"^(\*{0,2}[\w.,\[\] *]+?)(?: \([^)]*\))?:\s+(.*)$")
_ROLE = re.compile(r":[a-z]+:`~?([^`]+)`")


EXIT_CODES = """Exit codes: 0 done, 1 the input is wrong (one line says what was found, what is allowed and what \
to do next), 2 the command was not called rightly."""


def commands() -> str:
    """Return the page of the commands: what each does, its arguments and options."""
    group: Any = typer.main.get_command(app)
    parts = [
        "# Commands",
        group.help,
        EXIT_CODES,
    ]
    for name, command in group.commands.items():
        context = typer.Context(command, info_name=f"steelyard {name}")
        usage = " ".join(command.get_usage(context).split()).removeprefix("Usage: ")
        parts += [f"## {name}", f"```\n{usage}\n```", " ".join(_plain(command.help or "").split())]
        rows = [_parameter(context, one) for one in command.params if one.name != "help"]
        if rows:
            parts.append("| | |\n|---|---|\n" + "\n".join(rows))
    return "\n\n".join(parts) + "\n"


def _parameter(context: Any, parameter: Any) -> str:
    """A row of a command's table: the name as it is written, and what it is for."""
    record = parameter.get_help_record(context)
    if record is None:
        names, text = parameter.make_metavar(context), getattr(parameter, "help", "") or ""
    else:
        names, text = record
    return f"| `{_cell(names)}` | {_cell(_plain(text))} |"


def python() -> str:
    """Return the page of the public names of ``steelyard``."""
    names = [name for name in steelyard.__all__ if not inspect.ismodule(getattr(steelyard, name))]
    parts = ["# Python", "```python\nimport steelyard as sy\n```", _list(names)]
    parts += [part for name in names for part in _thing(f"sy.{name}", getattr(steelyard, name))]
    return "\n\n".join(parts) + "\n"


def numbers() -> str:
    """Return the page of the public names of ``steelyard.statistics``."""
    opening = inspect.getdoc(statistics) or ""
    names = [n for n in statistics.__all__ if callable(getattr(statistics, n))]
    parts = [
        "# Statistics",
        _text(opening.split("\n\n")[0]),
        "[How they perform](../statistics.md) has the measurements.",
        "```python\nimport steelyard as sy\n\nsy.statistics\n```",
        _list(names),
    ]
    parts += [
        part
        for name in names
        for part in _thing(f"sy.statistics.{name}", getattr(statistics, name))
    ]
    return "\n\n".join(parts) + "\n"


def _list(names: Iterable[str]) -> str:
    return " · ".join(f"[`{name}`](#{_anchor(name)})" for name in names)


def _anchor(name: str) -> str:
    return name.rpartition(".")[2]


def _thing(title: str, thing: Any) -> list[str]:
    """A public name: its signature, its docstring, and of a class the fields and methods."""
    parts = [f"## {title} {{ #{_anchor(title)} }}"]
    if inspect.isclass(thing):
        parts += [_docstring(thing), *_fields(thing)]
        for name, member in vars(thing).items():
            told = (
                member.fget if isinstance(member, property) else getattr(member, "__func__", member)
            )
            if name.startswith("_") or not inspect.isfunction(told) or not told.__doc__:
                continue
            call = "" if isinstance(member, property) else str(_signature(told))
            parts += [
                f"### {thing.__name__}.{name}",
                f"```python\n{name}{call}\n```",
                _docstring(told),
            ]
        return parts
    if callable(thing):
        parts.append(f"```python\n{title}{_signature(thing)}\n```")
    return [*parts, _docstring(thing)]


def _signature(thing: Any) -> str:
    text = str(inspect.signature(thing)).replace("steelyard.", "")
    return text.replace("'", "").replace("(self, ", "(").replace("(self)", "()")


def _fields(thing: type) -> list[str]:
    """The fields of a record, with their types as they are written."""
    if not dataclasses.is_dataclass(thing):
        return []
    shown = [field for field in dataclasses.fields(thing) if not field.name.startswith("_")]
    rows = [f"| `{field.name}` | `{_cell(str(field.type))}` |" for field in shown]
    return ["| field | type |\n|---|---|\n" + "\n".join(rows)]


def _docstring(thing: Any) -> str:
    """A Google docstring as Markdown; doctests as Python."""
    lines = (inspect.getdoc(thing) or "").splitlines()
    parts: list[str] = []
    block: list[str] = []
    for line in lines:
        found = _SECTION.match(line)
        if found:
            parts += _flushed(block)
            block = [f"**{found.group(1).replace('Args', 'Arguments')}**"]
        else:
            block.append(line)
    return "\n\n".join([*parts, *_flushed(block)])


def _flushed(block: list[str]) -> list[str]:
    """The paragraphs of one section: entries as a list, doctests fenced, text as text."""
    if not block:
        return []
    head, body = (block[:1], block[1:]) if block[0].startswith("**") else ([], block)
    text = inspect.cleandoc("\n".join(body))
    parts = list(head)
    for paragraph in re.split(r"\n\s*\n", text):
        if not paragraph.strip():
            continue
        if paragraph.lstrip().startswith(">>>") or (head and head[0].startswith("**Example")):
            parts.append(f"```python\n{inspect.cleandoc(paragraph)}\n```")
        elif head and head[0] in ("**Arguments**", "**Raises**", "**Attributes**"):
            parts.append(_entries(paragraph))
        elif paragraph.startswith("    "):
            parts.append(f"```\n{inspect.cleandoc(paragraph)}\n```")
        else:
            parts.append(_text(" ".join(paragraph.split())))
    return parts


def _entries(paragraph: str) -> str:
    """``name: text`` lines, whose text may go on over indented lines."""
    items: list[str] = []
    for line in paragraph.splitlines():
        found = _ENTRY.match(line)
        if found and not line.startswith(" "):
            items.append(f"- `{found.group(1)}`: {found.group(2)}")
        elif items:
            items[-1] += f" {line.strip()}"
        else:
            items.append(f"- {line.strip()}")
    return _text("\n".join(items))


def _text(text: str) -> str:
    """Prose with code marked as Markdown has it."""
    return _ROLE.sub(r"`\1`", text).replace("``", "`")


def _plain(text: str) -> str:
    return text.replace("``", "`").replace("\b", "")


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
