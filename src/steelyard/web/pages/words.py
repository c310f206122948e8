"""The words that fields are completed from: actors and types, with what they mean."""

from __future__ import annotations

from functools import cache
from typing import Any

from starlette.requests import Request

from steelyard import vocabulary
from steelyard.errors import SteelyardError
from steelyard.web.answers import Answer


def words(request: Request) -> Answer:
    """Give the words of one kind."""
    kind = request.path_params["kind"]
    if kind not in KINDS:
        msg = f"There are no words of kind '{kind}'; there are {', '.join(KINDS)}."
        raise SteelyardError(msg)
    found = KINDS[kind]()
    return Answer(template="words", content=found, rows=found, data={"kind": kind})


@cache
def _actors() -> list[dict[str, Any]]:
    spellings: dict[str, list[str]] = {}
    for row in vocabulary.names():
        if row.kind in ("name", "long", "variant", "abbreviation"):
            spellings.setdefault(row.code, []).append(row.name)
    return [
        {"code": actor.code, "title": actor.name, "names": spellings.get(actor.code, [])}
        for actor in vocabulary.actors()
    ]


@cache
def _types() -> list[dict[str, Any]]:
    return [
        {"code": name, "title": vocabulary.definition(name), "names": []}
        for name in vocabulary.TYPES
    ]


@cache
def _organisations() -> list[dict[str, Any]]:
    return [
        {"code": code, "title": vocabulary.name(code), "names": []}
        for code in vocabulary.organisations_with_members()
    ]


KINDS = {"actors": _actors, "types": _types, "organisations": _organisations}
