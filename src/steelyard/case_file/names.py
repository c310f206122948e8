"""Every name in a case: actors, organisations, diagnostics, sources, files.

The values are looked at as they stand in the file, so that a name is checked where another key is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from steelyard import diagnostics, sources, vocabulary
from steelyard.case_file.complaints import Complaints
from steelyard.records import GRADES


def check_names(values: Mapping[str, Any], told: Complaints) -> None:
    """Check every actor, organisation, diagnostic and client that a case names."""
    _check_actors(values, told)
    questions = [diagnostic.name for diagnostic in diagnostics.ALL]
    for name in _table(values, "windows"):
        told.choose(f"windows.{name}", name, ("before", "after", *questions))
    for number, claim in enumerate(_tables(values, "claims")):
        for diagnostic in _texts(claim, "diagnostic"):
            told.choose(f"claims.{number}.diagnostic", diagnostic, diagnostics.names())
        for grade in _texts(claim, "grade"):
            told.choose(f"claims.{number}.grade", grade, GRADES)
    clients = _texts(values, "clients")
    for part in ("claims", "calendar"):
        for number, said in enumerate(_tables(values, part)):
            for client in _texts(said, "client"):
                told.choose(f"{part}.{number}.client", client, clients)
    evidence = _table(values, "evidence")
    for name in _texts(evidence, "archive"):
        told.choose("evidence.archive", name, sources.NAMES)
    files = (*_texts(evidence, "events"), *_texts(evidence, "ties"))
    for name in _table(values, "sources"):
        told.choose(f"sources.{name}", name, files)


def _check_actors(values: Mapping[str, Any], told: Complaints) -> None:
    shock = _table(values, "shock")
    for key, codes in (
        ("clients", _texts(values, "clients")),
        ("peers", _texts(values, "peers")),
        ("shock.actor", _texts(shock, "actor")),
        ("shock.recipient", _texts(shock, "recipient")),
    ):
        _known(key, codes, told)
    for name, pole in _table(values, "poles").items():
        if isinstance(pole, Mapping):
            _known(f"poles.{name}.actors", _texts(pole, "actors"), told)
            for organisation in _texts(pole, "members_of"):
                told.choose(
                    f"poles.{name}.members_of",
                    organisation,
                    vocabulary.organisations_with_members(),
                )


def _known(key: str, codes: list[str], told: Complaints) -> None:
    for code in codes:
        if not vocabulary.known(code):
            told.say(key, f"has '{code}', which is {vocabulary.unknown_actor(code)}")


def _table(values: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = values.get(key)
    return found if isinstance(found, Mapping) else {}


def _tables(values: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    found = values.get(key)
    return (
        [one if isinstance(one, Mapping) else {} for one in found]
        if isinstance(found, list)
        else []
    )


def _texts(values: Mapping[str, Any], key: str) -> list[str]:
    """The texts of a key, in a list or alone; what is none is the form's to refuse."""
    found = values.get(key)
    if isinstance(found, str):
        return [found]
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []
