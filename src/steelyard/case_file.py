"""Cases: case.toml in, a checked records.Case out; every name and date before any work.

An error names the file, the key, the value, what is allowed and the nearest valid name.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from steelyard import cases, diagnostics, readings, series, sources, ties, vocabulary
from steelyard.cases.search import Asked, read_search
from steelyard.errors import CaseError
from steelyard.records import (
    GRADES,
    CalendarDay,
    Case,
    CaseReading,
    Claim,
    Decision,
    Pole,
    PoleRole,
    Shock,
    SourceCard,
    Window,
)
from steelyard.vocabulary.time import Order
from steelyard.wording import pole_name

FILE = "case.toml"

#: What is said of an evidence file on which the case says nothing.
UNSTATED = "Kept by hand for this case; nobody has measured what it misses."


class _Part(BaseModel):
    """A table of case.toml; a key that is not known is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Interval = Annotated[list[date], Field(min_length=2, max_length=2)]
Codes = Annotated[list[str], Field(min_length=1)]


class _Shock(_Part):
    day: date
    actor: list[str] = []
    recipient: list[str] = []
    what: str


class _Pole(_Part):
    role: PoleRole
    actors: Codes
    members_of: list[str] = []
    title: str = ""


class _Evidence(_Part):
    events: list[str] = []
    ties: list[str] = []
    archive: list[str] = []
    days: Order | None = None
    gaps: list[Interval] = []
    search: dict[str, Any] = {}
    complete: list[dict[str, Any]] = []


class _Reading(_Part):
    prior: Annotated[float, Field(gt=0, lt=1)] | None = None
    decibans: dict[str, float] = {}
    family: Literal["what", "driver"] | None = None
    title: str | None = None
    sentence: str | None = None


class _Claim(_Part):
    text: str
    diagnostic: str
    id: str | None = None
    client: str | None = None
    measure: str | None = None
    value: float | None = None
    ratio: float | None = None
    low: float | None = None
    high: float | None = None
    grade: str | None = None


class _Source(_Part):
    title: str
    publisher: str = "unpublished"
    address: str | None = None
    licence: str = "not stated"
    citation: str = ""
    coverage: str = "not stated"
    limitation: Annotated[str, Field(min_length=1)]
    sampling: Literal["systematic", "selective"] = "selective"
    complete: bool = False
    listed_by: str = ""
    covers: Interval | None = None


class _CalendarDay(_Part):
    day: date
    what: Annotated[str, Field(min_length=1)]
    source: Annotated[str, Field(min_length=1)]
    client: str | None = None


class _Decision(_Part):
    act: Annotated[str, Field(min_length=1)]
    wait: Annotated[str, Field(min_length=1)] = "wait"
    false_alarm: Annotated[float, Field(gt=0)]
    missed: Annotated[float, Field(gt=0)]
    unit: str = ""
    reading: str = "realignment"


class _CaseFile(_Part):
    title: str
    question: str
    clients: Codes
    shock: _Shock
    windows: dict[str, Interval]
    poles: dict[str, _Pole]
    evidence: _Evidence = _Evidence()
    readings: dict[str, _Reading] = {}
    claims: list[_Claim] = []
    sources: dict[str, _Source] = {}
    notes: list[str] = []
    peers: list[str] = []
    calendar: list[_CalendarDay] = []
    decision: _Decision | None = None


def load_case(name: str | Path) -> Case:
    """Read and check a case.

    Args:
        name: The name of a built-in case, or a folder with a case.toml.

    Raises:
        CaseError: There is no such case, or a key, name, date or file in it is wrong.
        SourceError: An evidence file is missing or its header does not fit.

    >>> import steelyard as sy
    >>> sy.load_case("balkans-2019").clients
    ('SRB', 'MKD')
    """
    path = _find(name)
    return _checked(path, _content(path))


def case_of(values: Mapping[str, Any], where: Path) -> Case:
    """Check a case whose keys and values are those of a case.toml, and return it.

    Args:
        values: The tables of the case.
        where: What errors call the place; files of evidence are named from its folder.

    Raises:
        CaseError: A key, name or date in it is wrong.
        SourceError: An evidence file is missing or its header does not fit.
    """
    return _checked(where, _validated(values, where))


def _checked(path: Path, content: _CaseFile) -> Case:
    _check_names(path, content)
    case = _build(path, content)
    _check_windows(path, case)
    _check_poles(path, case)
    case = _searched(path, content, case)
    try:
        known = [reading.name for reading in readings.readings_for(case)]
        readings.check_weights(case, diagnostics.names())
    except CaseError as error:
        msg = f"{path}: {error}"
        raise CaseError(msg) from error
    if case.decision is not None:
        _one_of(path, "decision.reading", case.decision.reading, known)
    for file in case.events:
        sources.table.check_header(file)
    for file in case.ties:
        ties.table.check_header(file)
    return case


def _searched(path: Path, content: _CaseFile, case: Case) -> Case:
    """The case with what it says of its search; every problem of that is told at once."""
    whole = [
        {
            "key": f"sources.'{name}'",
            "what": source.title,
            "listed_by": source.listed_by or None,
            "from": source.covers[0] if source.covers else None,
            "until": source.covers[1] if source.covers else None,
            "source": name,
        }
        for name, source in content.sources.items()
        if source.complete
    ]
    found = read_search(
        content.evidence.search,
        [*content.evidence.complete, *whole],
        [(day.day, day.what) for day in content.calendar],
        Asked(
            path=path,
            before=case.before,
            after=case.after(),
            gaps=case.gaps,
            files=tuple(content.evidence.events),
            clients=case.clients,
        ),
    )
    return replace(case, effort=found.effort, lists=found.lists, searches=found.log)


def _find(name: str | Path) -> Path:
    path = Path(name)
    if path.name == FILE and path.is_file():
        return path
    if (path / FILE).is_file():
        return path / FILE
    if str(name) in cases.names():
        return cases.folder(str(name)) / FILE
    if path.is_dir():
        msg = f"{path} has no {FILE}. Write one with 'steelyard new DIR'."
        raise CaseError(msg)
    near = get_close_matches(str(name), cases.names(), n=1, cutoff=0.4)
    hint = f"Did you mean '{near[0]}'?" if near else "Start one with 'steelyard new DIR'."
    msg = (
        f"Case '{name}' is neither a built-in case ({', '.join(cases.names())}) "
        f"nor a folder with a {FILE}. {hint}"
    )
    raise CaseError(msg)


def _content(path: Path) -> _CaseFile:
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        msg = f"{path}: {error}. Days are written 2019-10-18, text in quotes; mend that line."
        raise CaseError(msg) from error
    except RecursionError as error:
        msg = f"{path} has brackets within brackets beyond all reason. See 'steelyard new' for its form."
        raise CaseError(msg) from error
    except UnicodeDecodeError as error:
        msg = f"{path} is not in UTF-8 (byte {error.start}). Save it as UTF-8."
        raise CaseError(msg) from error
    except OSError as error:
        msg = f"{path} cannot be read ({error.strerror}). Check its permissions."
        raise CaseError(msg) from error
    return _validated(values, path)


def _validated(values: Mapping[str, Any], path: Path) -> _CaseFile:
    try:
        return _CaseFile.model_validate(values)
    except ValidationError as error:
        raise _first(path, error) from error


def _first(path: Path, error: ValidationError) -> CaseError:
    """One line for the first of the errors that pydantic found, and how many more there are."""
    first, *more = error.errors()
    place = [str(part) for part in first["loc"]]
    found = f" ({first['input']!r})" if first["type"] not in ("missing", "extra_forbidden") else ""
    if first["type"] == "extra_forbidden":
        complaint = "is not a key that cases have" + _nearest_key(place)
    elif first["type"] == "missing":
        complaint = "is missing"
    else:
        complaint = f"is wrong{found}: {first['msg'][0].lower()}{first['msg'][1:]}"
    rest = f" (and {len(more)} more)" if more else ""
    return CaseError(f"{path}: {'.'.join(place)} {complaint}{rest}. Correct it and try again.")


def _nearest_key(place: Sequence[str]) -> str:
    part: type[BaseModel] = _CaseFile
    tables: dict[str, type[BaseModel]] = {
        "shock": _Shock,
        "poles": _Pole,
        "evidence": _Evidence,
        "readings": _Reading,
        "claims": _Claim,
        "sources": _Source,
        "calendar": _CalendarDay,
        "decision": _Decision,
    }
    if len(place) > 1:
        part = tables.get(place[0], _CaseFile)
    keys = tuple(part.model_fields)
    near = get_close_matches(place[-1], keys, n=1, cutoff=0.5)
    return f"; did you mean '{near[0]}'?" if near else f"; allowed are {', '.join(keys)}"


def _check_names(path: Path, content: _CaseFile) -> None:
    """Check every actor, organisation, diagnostic and client that the file names."""
    _actors(path, "clients", content.clients)
    _actors(path, "peers", content.peers)
    _actors(path, "shock.actor", content.shock.actor)
    _actors(path, "shock.recipient", content.shock.recipient)
    for name, pole in content.poles.items():
        _actors(path, f"poles.{name}.actors", pole.actors)
        for organisation in pole.members_of:
            _one_of(
                path,
                f"poles.{name}.members_of",
                organisation,
                vocabulary.organisations_with_members(),
            )
    questions = [diagnostic.name for diagnostic in diagnostics.ALL]
    for name in content.windows:
        _one_of(path, f"windows.{name}", name, ("before", "after", *questions))
    for number, claim in enumerate(content.claims):
        _one_of(path, f"claims.{number}.diagnostic", claim.diagnostic, diagnostics.names())
        if claim.grade is not None:
            _one_of(path, f"claims.{number}.grade", claim.grade, GRADES)
    _check_clients(path, content)
    for name in content.evidence.archive:
        _one_of(path, "evidence.archive", name, sources.NAMES)
    files = (*content.evidence.events, *content.evidence.ties)
    for name in content.sources:
        _one_of(path, f"sources.{name}", name, files)


def _check_clients(path: Path, content: _CaseFile) -> None:
    """Check that what is said of one client names a client of the case."""
    said = {
        **{f"claims.{n}.client": claim.client for n, claim in enumerate(content.claims)},
        **{f"calendar.{n}.client": day.client for n, day in enumerate(content.calendar)},
    }
    for key, client in said.items():
        if client is not None:
            _one_of(path, key, client, content.clients)


def _actors(path: Path, key: str, codes: Iterable[str]) -> None:
    for code in codes:
        if not vocabulary.known(code):
            msg = f"{path}: {key} has '{code}', which is {vocabulary.unknown_actor(code)}"
            raise CaseError(msg)


def _one_of(path: Path, key: str, value: str, allowed: Iterable[str]) -> None:
    names = tuple(allowed)
    if value in names:
        return
    near = get_close_matches(value, names, n=1, cutoff=0.5)
    hint = f"Did you mean '{near[0]}'?" if near else "Choose one of them."
    msg = f"{path}: {key} has '{value}'; allowed are {', '.join(names)}. {hint}"
    raise CaseError(msg)


def _build(path: Path, content: _CaseFile) -> Case:
    folder = path.parent
    return Case(
        name=folder.resolve().name,
        title=content.title,
        question=content.question,
        clients=tuple(dict.fromkeys(content.clients)),
        shock=Shock(
            content.shock.day,
            tuple(content.shock.actor),
            tuple(content.shock.recipient),
            content.shock.what,
        ),
        windows={name: _window(path, f"windows.{name}", w) for name, w in content.windows.items()},
        poles=tuple(
            Pole(
                name,
                pole.role,
                tuple(pole.actors),
                tuple(pole.members_of),
                pole.title or _pole_title(name, dict.fromkeys([*pole.actors, *pole.members_of])),
            )
            for name, pole in content.poles.items()
        ),
        events=tuple(folder / name for name in content.evidence.events),
        ties=tuple(folder / name for name in content.evidence.ties),
        needs=tuple(content.evidence.archive),
        days=content.evidence.days,
        gaps=tuple(_window(path, "evidence.gaps", gap) for gap in content.evidence.gaps),
        readings=tuple(
            CaseReading(name, **reading.model_dump()) for name, reading in content.readings.items()
        ),
        claims=tuple(_claim(n, claim) for n, claim in enumerate(content.claims, start=1)),
        sources=tuple(
            _card(name, content.sources.get(name))
            for name in (*content.evidence.events, *content.evidence.ties)
        ),
        notes=tuple(content.notes),
        peers=tuple(dict.fromkeys(content.peers)),
        calendar=tuple(CalendarDay(**day.model_dump()) for day in content.calendar),
        decision=Decision(**content.decision.model_dump()) if content.decision else None,
        folder=folder,
    )


def _pole_title(name: str, codes: Collection[str]) -> str:
    """What sentences call a pole that has no title: ``west`` is the West, ``russia`` Russia.

    A pole that is called by its role alone is named after its actors.
    """
    if name in get_args(PoleRole) and codes:
        return pole_name(codes)
    title = name.replace("_", " ").title()
    return title if vocabulary.find(title) else f"the {title}"


def _window(path: Path, key: str, days: Sequence[date]) -> Window:
    start, end = days
    if not start < end:
        msg = f"{path}: {key} runs from {start} to {end}; the first day must be before the second."
        raise CaseError(msg)
    return Window(start, end)


def _claim(number: int, claim: _Claim) -> Claim:
    values: dict[str, Any] = claim.model_dump(exclude={"ratio", "id"})
    if claim.value is None:
        values["value"] = claim.ratio
    return Claim(id=claim.id or f"claim-{number}", **values)


def _card(name: str, source: _Source | None) -> SourceCard:
    if source is None:
        source = _Source(title=name, limitation=UNSTATED)
    said = source.model_dump(exclude={"complete", "listed_by", "covers"})
    return SourceCard(name=name, **said)


def _check_windows(path: Path, case: Case) -> None:
    for name in ("before", "after"):
        if name not in case.windows:
            msg = f"{path}: windows.{name} is missing; write {name} = [first day, day after the last]."
            raise CaseError(msg)
    before, day = case.before, case.shock.day
    if before.end > day:
        msg = (
            f"{path}: windows.before ends on {before.end}, after the shock of {day}; "
            "it may end on the day of the shock at the latest."
        )
        raise CaseError(msg)
    for name, window in case.windows.items():
        if name != "before" and window.start < day:
            msg = (
                f"{path}: windows.{name} starts on {window.start}, before the shock of {day}; "
                "it may start on the day of the shock at the earliest."
            )
            raise CaseError(msg)


def _check_poles(path: Path, case: Case) -> None:
    for role in ("partner", "rival"):
        players = [pole.name for pole in case.poles if pole.role == role]
        if len(players) != 1:
            found = ", ".join(players) or "none"
            msg = (
                f"{path}: one pole has the role '{role}'; found {found}. Set role in [poles.NAME]."
            )
            raise CaseError(msg)
    day = case.shock.day
    for pole in case.poles:
        for client in case.clients:
            member = [org for org in pole.members_of if client in vocabulary.members(org, day)]
            if client in pole.actors or (member and pole.role == "rival"):
                how = (
                    "is named in"
                    if client in pole.actors
                    else f"is, as a member of {member[0]}, in"
                )
                msg = (
                    f"{path}: client {client} {how} the {pole.role} pole '{pole.name}'; "
                    "a client stands between the poles. Take it out of one of the two."
                )
                raise CaseError(msg)
    _check_overlap(path, case)


def _check_overlap(path: Path, case: Case) -> None:
    seen: dict[str, str] = {}
    for pole in case.poles:
        spans = series.pole_spans(case, pole)
        for actor in sorted(spans):
            if not series.pole_of(spans, actor, case.shock.day):
                continue
            if actor in seen:
                msg = (
                    f"{path}: {actor} is in the poles '{seen[actor]}' and '{pole.name}' on the day "
                    "of the shock; an actor is in one pole only. Take it out of one."
                )
                raise CaseError(msg)
            seen[actor] = pole.name
