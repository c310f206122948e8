"""What is wrong with a case, gathered so that it is told all at once, each with its line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from steelyard.errors import CaseError
from steelyard.sheets import Problems

_TABLE = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?")
_KEY = re.compile(
    r"\s*((?:[\w-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[\w-]+|\"[^\"]*\"|'[^']*'))*)\s*="
)
_PART = re.compile(r"[\w-]+|\"[^\"]*\"|'[^']*'")


@dataclass(frozen=True, slots=True)
class Complaints:
    """The problems of one case.

    Attributes:
        path: What messages call the case.
        lines: The lines of its keys, where the case is a file.
        problems: What was found so far.
    """

    path: Path
    lines: Mapping[str, int] = field(default_factory=dict)
    problems: Problems = field(default_factory=Problems)

    def say(self, key: str, text: str) -> None:
        """Add what is wrong with a key."""
        self.problems.add(f"{self.path}{self._line(key)}: {key} {text}")

    def add(self, key: str, text: str) -> None:
        """Add a sentence that names the key itself."""
        self.problems.add(f"{self.path}{self._line(key)}: {text}")

    def choose(self, key: str, value: str, allowed: Iterable[str]) -> None:
        """Complain where a value is none of those that are allowed, and name the nearest."""
        names = tuple(allowed)
        if value in names:
            return
        near = get_close_matches(value, names, n=1, cutoff=0.5)
        hint = f"Did you mean '{near[0]}'?" if near else "Choose one of them."
        self.say(key, f"has '{value}'; allowed are {', '.join(names)}. {hint}")

    def check(self) -> None:
        """Raise one error for all problems, where there are any.

        Raises:
            CaseError: Something is wrong.
        """
        self.problems.check(CaseError)

    def _line(self, key: str) -> str:
        """Where a key stands, or the table that it belongs to."""
        parts = key.split(".")
        for size in range(len(parts), 0, -1):
            if line := self.lines.get(".".join(parts[:size])):
                return f" line {line}"
        return ""


def key_lines(text: str) -> dict[str, int]:
    r"""Return the line of each table and key of a TOML file, by its name with points.

    >>> key_lines('title = "x"\n[shock]\nday = 2019-10-18')
    {'title': 1, 'shock': 2, 'shock.day': 3}
    """
    lines: dict[str, int] = {}
    counts: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if found := _TABLE.fullmatch(line):
            table = _dotted(found[2])
            if found[1] == "[[":
                place = counts.get(table, -1) + 1
                counts[table] = place
                lines.setdefault(table, number)
                table = f"{table}.{place}"
            lines.setdefault(table, number)
        elif found := _KEY.match(line):
            key = _dotted(found[1])
            lines.setdefault(f"{table}.{key}" if table else key, number)
    return lines


def _dotted(name: str) -> str:
    return ".".join(part.strip("\"'") for part in _parts(name))


def _parts(name: str) -> Iterator[str]:
    for found in _PART.finditer(name):
        yield found[0]
