"""case.toml changed key by key: its comments, its order and all that nobody touched stay as they are."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from steelyard.case_file import FILE, case_of
from steelyard.errors import CaseError, SteelyardError
from steelyard.records import Case


def changed(text: str, changes: Mapping[str, Any]) -> str:
    """Return the text of a case.toml with some keys changed.

    Args:
        text: The text as it is.
        changes: Values by the path of their key (``windows.after``); None takes a key away. Days are
            ``date``; a table is a mapping.

    Raises:
        CaseError: The text is no TOML.
    """
    try:
        document = tomlkit.parse(text)
    except TOMLKitError as error:
        msg = f"{FILE}: {error}. Correct that line in an editor; the form cannot be used before."
        raise CaseError(msg) from error
    for path, value in changes.items():
        *above, key = path.split(".")
        table: Any = document
        for part in above:
            if part not in table:
                table[part] = tomlkit.table()
            table = table[part]
        _set(table, key, value)
    return tomlkit.dumps(document)


def changed_source(text: str, file: str, card: Mapping[str, str], *, present: bool) -> str:
    """Return the text of a case.toml with the card of one evidence file, or without it."""
    document = tomlkit.parse(text)
    cards: Any = document.get("sources")
    if not present:
        if cards is not None and file in cards:
            del cards[file]
            if not cards:
                del document["sources"]
        return tomlkit.dumps(document)
    if cards is None:
        cards = document["sources"] = tomlkit.table(is_super_table=True)
    if file not in cards:
        cards[file] = tomlkit.table()
    for key, value in card.items():
        _set(cards[file], key, value)
    return tomlkit.dumps(document)


def _set(table: Any, key: str, value: Any) -> None:
    if value is None:
        if key in table:
            del table[key]
    elif key not in table:
        table[key] = value
    elif _plain(table[key]) != value:
        old, item = table[key], tomlkit.item(value)
        # What stands behind the value on its line is somebody's remark, and stays.
        if getattr(old, "trivia", None) is not None and old.trivia.comment:
            item.trivia.comment_ws = old.trivia.comment_ws
            item.trivia.comment = old.trivia.comment
        table[key] = item


def _plain(value: Any) -> Any:
    return value.unwrap() if hasattr(value, "unwrap") else value


def values(text: str) -> dict[str, Any]:
    """Return the keys and values of a case.toml.

    Raises:
        CaseError: The text is no TOML.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        msg = f"{FILE}: {error}. Days are written 2019-10-18, text in quotes; correct that line."
        raise CaseError(msg) from error


def checked(text: str, folder: Path) -> tuple[Case | None, tuple[str, ...]]:
    """Return the case that a text would be in a folder, or None and what is wrong with it."""
    try:
        return case_of(values(text), folder / FILE), ()
    except SteelyardError as error:
        problems = error.problems or (str(error),)
        place = f"{folder / FILE}: "
        return None, tuple(problem.removeprefix(place) for problem in problems)


def day(text: str) -> date:
    """Read a day of a form.

    Raises:
        CaseError: It is none.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        msg = f"{text!r} is not a day; write days as 2019-10-18."
        raise CaseError(msg) from error
