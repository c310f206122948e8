"""What the model must answer, as pydantic models: an answer of another form is no answer."""

from __future__ import annotations

import json
import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from steelyard.records.events import Act, Status
from steelyard.vocabulary import TYPES

_FENCE = re.compile(r"\A\s*```(?:json)?\s*(.*?)\s*```\s*\Z", re.DOTALL)

Text = Annotated[str, Field(min_length=1, max_length=4000)]
Type = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip


class ModelParty(BaseModel):
    """An actor or recipient: its code, and the words that name it."""

    model_config = ConfigDict(extra="ignore")

    code: Text
    name: Text
    role: str | None = None


class ModelEvent(BaseModel):
    """An event as the model states it."""

    model_config = ConfigDict(extra="ignore")

    sentence: Text
    type: Type
    status: Status
    act: Act
    actors: Annotated[list[ModelParty], Field(max_length=40)]
    recipients: Annotated[list[ModelParty], Field(max_length=40)]
    day: str | None = None
    place: str | None = None
    confidence: Annotated[float, Field(ge=0, le=1)]


class NoAnswerError(Exception):
    """The text is no answer of the form that was asked for."""


def schema() -> dict[str, Any]:
    """Return the JSON schema of an answer, as servers that keep to one take it."""
    event = ModelEvent.model_json_schema()
    parts = event.pop("$defs", {})
    _strict(event)
    for part in parts.values():
        _strict(part)
    return {
        "type": "object",
        "properties": {"events": {"type": "array", "items": event}},
        "required": ["events"],
        "additionalProperties": False,
        "$defs": parts,
    }


def parse(text: str) -> tuple[list[ModelEvent], int]:
    """Return the events of an answer and how many more had not the form of one.

    Raises:
        NoAnswerError: the text is not JSON, or holds no list of events.
    """
    fenced = _FENCE.match(text)
    try:
        answer = json.loads(fenced.group(1) if fenced else text)
    except (ValueError, RecursionError) as error:
        raise NoAnswerError(str(error)) from error
    stated = answer.get("events") if isinstance(answer, dict) else None
    if not isinstance(stated, list):
        msg = "it holds no list of events"
        raise NoAnswerError(msg)
    events = []
    for one in stated:
        try:
            events.append(ModelEvent.model_validate(one))
        except ValidationError:
            continue
    return events, len(stated) - len(events)


def _strict(part: dict[str, Any]) -> None:
    """Make every property required and no other allowed: what servers call strict."""
    part["required"] = list(part["properties"])
    part["additionalProperties"] = False


assert set(Type.__args__) == set(TYPES)  # type: ignore[attr-defined]  # a Literal has them
