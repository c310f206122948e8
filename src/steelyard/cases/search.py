"""How a record was searched, complete lists and calendars of a case: read, and every problem told at once."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from steelyard.cases.log import read_log
from steelyard.errors import CaseError
from steelyard.records import COMPARISONS, UNLIMITED, CompleteList, Effort, Span, Window

#: Keys of ``[evidence.search]`` and of a complete list.
SEARCH_KEYS = ("favours", "gamma", "log")
LIST_KEYS = ("what", "listed_by", "from", "until", "source", "rows", "client")


@dataclass(slots=True)
class Searched:
    """What a case says of its search."""

    effort: Effort = field(default_factory=Effort)
    lists: tuple[CompleteList, ...] = ()
    log: Path | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the rest of a case the check needs: its windows, gaps, files and clients."""

    path: Path
    before: Window
    after: Window
    gaps: tuple[Window, ...]
    files: tuple[str, ...]
    clients: tuple[str, ...]


def read_search(
    search: Mapping[str, Any],
    lists: Sequence[Mapping[str, Any]],
    calendar: Sequence[tuple[date, str]],
    asked: Asked,
) -> Searched:
    """Read what a case says of its search.

    Args:
        search: ``[evidence.search]``.
        lists: ``[[evidence.complete]]``, and one for each source that is a complete list.
        calendar: Day and name of each election that the case brings.
        asked: The rest of the case.

    Raises:
        CaseError: Something is wrong; the message has a line for each problem.
    """
    problems: list[str] = []
    found = Searched(_effort(search, problems))
    problems += [
        f"evidence.search.{key} is not known; allowed are {', '.join(SEARCH_KEYS)}. Take it out."
        for key in search
        if key not in SEARCH_KEYS
    ]
    if (log := search.get("log")) is not None:
        found.log = asked.path.parent / str(log)
        if not found.log.exists():
            problems.append(
                f"evidence.search.log names '{log}', which is not beside the case. Write it, or take it out."
            )
        else:
            problems += read_log(found.log)[1]
    made = [_complete(at, one, asked, problems) for at, one in enumerate(lists)]
    found.lists = tuple(one for one in made if one is not None)
    last = asked.after.end
    for day, what in calendar:
        if day >= last and (day - last).days > _CAMPAIGN:
            problems.append(
                f"calendar has the election of {day} ({what}), whose campaign begins after the last window "
                f"ends on {last}; a day up to {_CAMPAIGN} days after it is allowed. Take it out or correct it."
            )
    if problems:
        error = CaseError(" ".join(f"{asked.path}: {problem}" for problem in problems))
        error.problems = tuple(f"{asked.path}: {problem}" for problem in problems)
        raise error
    return found


#: Days before an election that belong to its campaign.
_CAMPAIGN = 90


def _effort(search: Mapping[str, Any], problems: list[str]) -> Effort:
    """The declared ranges: a side that the search favoured, a factor, or both."""
    favoured = _favoured(search.get("favours", []), problems)
    gamma = search.get("gamma")
    said = _by_comparison(gamma, favoured, problems) if isinstance(gamma, Mapping) else {}
    one = None if isinstance(gamma, Mapping) else gamma
    if one is not None and _span("gamma", one, None, problems) is None:
        return Effort()
    for key in COMPARISONS:
        if key in said:
            continue
        if one is not None and (span := _span("gamma", one, favoured.get(key), problems)):
            said[key] = span
        elif key in favoured:
            first = Span(1.0, UNLIMITED, assumed=False)
            second = Span(1 / UNLIMITED, 1.0, assumed=False)
            said[key] = second if favoured[key] else first
    return Effort(tuple(sorted(said.items())))


def _favoured(favours: Any, problems: list[str]) -> dict[str, int]:
    """Which side of each comparison the search favoured: 0 the first, 1 the second."""
    sides = dict.fromkeys(side for pair in COMPARISONS.values() for side in pair)
    favoured: dict[str, int] = {}
    for name in [favours] if isinstance(favours, str) else list(favours):
        if name not in sides:
            problems.append(
                f"evidence.search.favours has '{name}'; allowed are {', '.join(sides)}. Choose among them."
            )
        for key, pair in COMPARISONS.items():
            if name in pair:
                favoured.setdefault(key, pair.index(name))
    return favoured


def _by_comparison(
    gamma: Mapping[str, Any], favoured: Mapping[str, int], problems: list[str]
) -> dict[str, Span]:
    said: dict[str, Span] = {}
    for key, value in gamma.items():
        if key not in COMPARISONS:
            problems.append(
                f"evidence.search.gamma has '{key}'; allowed are {', '.join(COMPARISONS)}. Choose one."
            )
        elif (span := _span(f"gamma.'{key}'", value, favoured.get(key), problems)) is not None:
            said[key] = span
    return said


def _span(key: str, value: Any, favoured: int | None, problems: list[str]) -> Span | None:
    """A factor as a range about one, or a range as it is."""
    numbers = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
    if not numbers or any(isinstance(x, bool) or not isinstance(x, int | float) for x in numbers):
        problems.append(
            f"evidence.search.{key} is {value!r}; a number above 0, or two of them, is allowed. Correct it."
        )
        return None
    ends = sorted(float(x) for x in numbers)
    if any(not x > 0 or not math.isfinite(x) for x in ends) or len(ends) > 2:
        problems.append(
            f"evidence.search.{key} is {value!r}; Γ says how many times harder one side was searched, so that "
            "a number above 0, or two of them, is allowed. Correct it."
        )
        return None
    if len(ends) == 2:
        return Span(ends[0], ends[1], assumed=False)
    most = max(ends[0], 1 / ends[0])
    low, high = 1 / most, most
    if favoured == 0:
        low = 1.0
    elif favoured == 1:
        high = 1.0
    return Span(low, high, assumed=False)


def _complete(
    at: int, said: Mapping[str, Any], asked: Asked, problems: list[str]
) -> CompleteList | None:
    """A complete list, None where something is wrong with it."""
    key = str(said.get("key", f"evidence.complete.{at}"))
    before = len(problems)
    problems += [
        f"{key}.{name} is not known; allowed are {', '.join(LIST_KEYS)}. Take it out."
        for name in said
        if name not in (*LIST_KEYS, "key")
    ]
    problems += [
        (
            f"{key}.{name} is missing; a complete list says what it lists, who listed it, and from when "
            "until when. Add it, or do not call it complete."
        )
        for name in ("what", "listed_by", "from", "until")
        if not said.get(name)
    ]
    days = [said.get(name) for name in ("from", "until")]
    if all(isinstance(day, date) for day in days):
        problems += _holes(key, days[0], days[1], asked)
    elif all(days):
        problems.append(f"{key}.from and until are days, written 2019-10-18. Correct them.")
    source = str(said.get("source") or (asked.files[0] if len(asked.files) == 1 else ""))
    if source not in asked.files:
        allowed = ", ".join(asked.files) or "none, since evidence.events is empty"
        problems.append(f"{key}.source has '{source}'; allowed are {allowed}. Name the file.")
    client = said.get("client")
    if client is not None and client not in asked.clients:
        problems.append(
            f"{key}.client has '{client}'; allowed are {', '.join(asked.clients)}. Choose one."
        )
    if len(problems) > before:
        return None
    return CompleteList(
        what=said["what"],
        listed_by=said["listed_by"],
        window=Window(said["from"], said["until"]),
        source=source,
        rows=tuple(map(str, said.get("rows", ()))),
        client=client,
    )


def _holes(key: str, start: Any, end: Any, asked: Asked) -> list[str]:
    """What a list that is called complete leaves out."""
    if not start < end:
        return [f"{key} runs from {start} to {end}; the first day must be before the second."]
    found = []
    for name, window in (("before", asked.before), ("after", asked.after)):
        if not (start <= window.start and window.end <= end):
            found.append(
                f"{key} runs from {start} to {end} and leaves days of windows.{name} out ({window.start} to "
                f"{window.end}): a list with a hole is not complete. Complete it, or do not call it so."
            )
    found += [
        (
            f"{key} runs over the gap {gap.start} to {gap.end} of evidence.gaps: a list with a hole is not "
            "complete. Close the gap, or do not call it so."
        )
        for gap in asked.gaps
        if gap.meets(start, end)
    ]
    return found
