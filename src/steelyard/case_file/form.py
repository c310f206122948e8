"""The form of case.toml: its tables and keys, each value's kind; what does not fit is told key by key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from steelyard.records import PoleRole
from steelyard.vocabulary.time import Order


class Part(BaseModel):
    """A table of case.toml; a key that is not known is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Interval = Annotated[list[date], Field(min_length=2, max_length=2)]
Codes = Annotated[list[str], Field(min_length=1)]


class ShockPart(Part):
    """The event asked about."""

    day: date
    actor: list[str] = []
    recipient: list[str] = []
    what: str


class PolePart(Part):
    """A set of actors that pulls."""

    role: PoleRole
    actors: Codes
    members_of: list[str] = []
    title: str = ""


class EvidencePart(Part):
    """Where the rows are, and what is known of their search."""

    events: list[str] = []
    ties: list[str] = []
    archive: list[str] = []
    days: Order | None = None
    gaps: list[Interval] = []
    search: dict[str, Any] = {}
    complete: list[dict[str, Any]] = []


class ReadingPart(Part):
    """A reading, or a change to one's weights."""

    prior: Annotated[float, Field(gt=0, lt=1)] | None = None
    decibans: dict[str, float] = {}
    family: Literal["what", "driver"] | None = None
    title: str | None = None
    sentence: str | None = None


class ClaimPart(Part):
    """A sentence of somebody else to check."""

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


class SourcePart(Part):
    """What is said of a file of evidence."""

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


class CalendarDayPart(Part):
    """A day of the clients' calendar."""

    day: date
    what: Annotated[str, Field(min_length=1)]
    source: Annotated[str, Field(min_length=1)]
    client: str | None = None


class DecisionPart(Part):
    """What hangs on the answer."""

    act: Annotated[str, Field(min_length=1)]
    wait: Annotated[str, Field(min_length=1)] = "wait"
    false_alarm: Annotated[float, Field(gt=0)]
    missed: Annotated[float, Field(gt=0)]
    unit: str = ""
    reading: str = "realignment"


class CaseForm(Part):
    """A whole case.toml."""

    title: str
    question: str
    clients: Codes
    shock: ShockPart
    windows: dict[str, Interval]
    poles: dict[str, PolePart]
    evidence: EvidencePart = EvidencePart()
    readings: dict[str, ReadingPart] = {}
    claims: list[ClaimPart] = []
    sources: dict[str, SourcePart] = {}
    notes: list[str] = []
    peers: list[str] = []
    calendar: list[CalendarDayPart] = []
    decision: DecisionPart | None = None


#: The form of the tables that a case holds by name or in a list.
_TABLES: dict[str, type[BaseModel]] = {
    "shock": ShockPart,
    "poles": PolePart,
    "evidence": EvidencePart,
    "readings": ReadingPart,
    "claims": ClaimPart,
    "sources": SourcePart,
    "calendar": CalendarDayPart,
    "decision": DecisionPart,
}


def filled(values: Mapping[str, Any]) -> tuple[CaseForm | None, list[tuple[str, str]]]:
    """Return the form filled with values, or None and what is to be said of each key."""
    try:
        return CaseForm.model_validate(values), []
    except ValidationError as error:
        return None, list(_complaints(error))


def _complaints(error: ValidationError) -> Iterator[tuple[str, str]]:
    found = error.errors()
    strange = [tuple(map(str, one["loc"])) for one in found if one["type"] == "extra_forbidden"]
    lost = [tuple(map(str, one["loc"])) for one in found if one["type"] == "missing"]
    # A key that is misspelled is both strange and missing: one mistake, told once.
    meant = {place: key for place in strange if (key := _meant(place, lost))}
    for one in found:
        place = tuple(map(str, one["loc"]))
        name = ".".join(place)
        if one["type"] == "missing":
            if place not in meant.values():
                yield name, "is missing. Add it."
        elif one["type"] == "extra_forbidden":
            also = f" ({'.'.join(meant[place])} is missing)" if place in meant else ""
            yield name, f"is not a key that cases have{_nearest_key(place)}{also}. Correct it."
        else:
            said = one["msg"][0].lower() + one["msg"][1:]
            yield name, f"is wrong ({one['input']!r}): {said}. Correct it."


def _meant(place: Sequence[str], lost: Sequence[tuple[str, ...]]) -> tuple[str, ...] | None:
    """The missing key of the same table that a strange one most likely is."""
    beside = {key[-1]: key for key in lost if key[:-1] == tuple(place[:-1])}
    near = get_close_matches(place[-1], beside, n=1, cutoff=0.5)
    return beside[near[0]] if near else None


def _nearest_key(place: Sequence[str]) -> str:
    part = _TABLES.get(place[0], CaseForm) if len(place) > 1 else CaseForm
    keys = tuple(part.model_fields)
    near = get_close_matches(place[-1], keys, n=1, cutoff=0.5)
    return f"; did you mean '{near[0]}'?" if near else f"; allowed are {', '.join(keys)}"
