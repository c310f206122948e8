"""A new case: the commented template with its example rows, and a sheet that explains every word of them."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from steelyard import cases, vocabulary
from steelyard.errors import CaseError
from steelyard.wording import glossary

#: The sheet beside the case.
SHEET = "README.md"


def new_case(folder: str | Path) -> tuple[Path, ...]:
    """Write a commented case with example rows, and the sheet that explains them.

    Raises:
        CaseError: The folder exists and is not empty, or cannot be written to.

    >>> import tempfile, steelyard as sy
    >>> with tempfile.TemporaryDirectory() as home:
    ...     written = sy.new_case(f"{home}/mine")
    ...     case = sy.load_case(f"{home}/mine")
    >>> case.clients
    ('SRB',)
    """
    target = Path(folder)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        msg = f"{target} exists and is not an empty folder. Name a new one."
        raise CaseError(msg)
    try:
        shutil.copytree(cases.blank(), target, dirs_exist_ok=True)
        (target / SHEET).write_text(sheet(), encoding="utf-8")
    except OSError as error:
        msg = f"{target} cannot be written to ({error.strerror}). Choose another folder."
        raise CaseError(msg) from error
    return tuple(sorted(target.iterdir()))


def sheet() -> str:
    """Return the sheet: what each column, type, mode, act, status, rung and context means."""
    modes = {
        f"{name} {mode}": text
        for name in vocabulary.TYPES
        for mode, text in vocabulary.mode_definitions(name).items()
    }
    parts = {
        "Columns of chronology.csv": vocabulary.terms("column"),
        **glossary(),
        "Modes (column 'mode')": modes,
        "Contexts (column 'context')": vocabulary.contexts(),
        "Roles (columns 'actor_role', 'recipient_role')": vocabulary.roles(),
    }
    return _OPENING + "".join(_part(title, words) for title, words in parts.items())


def _part(title: str, words: Mapping[str, str]) -> str:
    lines = "".join(f"| `{word}` | {text} |\n" for word, text in words.items())
    return f"\n## {title}\n\n| | |\n|---|---|\n{lines}"


_OPENING = """# How to fill in this case

`case.toml` says what is asked; `chronology.csv` holds the events, a row each (.xlsx and .ods are read as well:
name the file in `case.toml`). `day`, `actor`, `recipient` and `type` are needed, every other column may be left
out. The six rows are examples from the built-in case balkans-2019; delete them.

| row | what it shows |
|---|---|
| C159 | a joint drill: a deed, all sides are actors and recipients |
| C160 | something between the client and its partner |
| C174 | a plan: `day` is the planned day, `announced` the day it was said, `plan_of` the row that tells its end |
| C201 | a visit, known beforehand: the visitor is the actor, the host the recipient |
| C209 | what became of the plan |
| C237 | a denial: the type is that of the act denied |
"""
