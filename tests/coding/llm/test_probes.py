"""The probes of the rules, put to a model: a careful one passes, others do not; any language goes."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from evaluation import families
from tests.coding.llm.fake import FakeServer, Reply, completion

from steelyard.coding.llm import Model
from steelyard.pipeline.ingest import read

Said = dict[str, Any]


def answers() -> dict[str, Said]:
    """What a careful model would say of each probe but the questions."""
    found: dict[str, Said] = {}
    for n, family in enumerate(families.families()):
        actor, recipient = families.PAIRS[n % len(families.PAIRS)]
        for form, status in families.STATUS.items():
            text = family.form(form, actor, recipient)
            found[text] = {
                "sentence": text, "type": family.type, "status": status, "act": "words",
                "actors": [{"code": actor.code, "name": actor.name, "role": "GOV"}],
                "recipients": [{"code": recipient.code, "name": recipient.name, "role": None}],
                "day": None, "place": None, "confidence": 0.9,
            }  # fmt: skip
    return found


def asked(request: dict[str, Any]) -> str:
    """The text that a request asks about."""
    said: str = request["messages"][-1]["content"]
    return said.split("\nText:\n")[1].strip()


def careful(request: dict[str, Any]) -> Reply:
    told = answers().get(asked(request))
    return completion({"events": [told] if told else []})


def careless(request: dict[str, Any]) -> Reply:
    """Codes whatever it is asked as an act that has happened."""
    text = asked(request)
    first = next(iter(answers().values()))
    told = answers().get(text, first)
    return completion({"events": [{**told, "sentence": text, "status": "happened"}]})


def inventive(request: dict[str, Any]) -> Reply:
    """Quotes sentences that are not there."""
    told = answers().get(asked(request), next(iter(answers().values())))
    return completion({"events": [{**told, "sentence": "Both sides welcomed it warmly."}]})


def test_a_careful_model_passes_the_probes(server: FakeServer, model: Model) -> None:
    server.otherwise = careful
    found, wrong = families.shares(families.asked(model))
    assert set(found.values()) == {1.0}, wrong


@pytest.mark.parametrize("manner", [careless, inventive])
def test_others_do_not(
    server: FakeServer, model: Model, manner: Callable[[dict[str, Any]], Reply]
) -> None:
    server.otherwise = manner
    found, _ = families.shares(families.asked(model))
    assert any(found[form] < least for form, least in families.FLOORS.items())
    if manner is careless:
        assert found["questioned"] == found["negated"] == 0


def test_a_model_codes_any_language_by_the_same_checks(
    server: FakeServer, model: Model, tmp_path: Any
) -> None:
    lead = "Srpski predsednik Aleksandar Vucic sastao se u sredu u Sociju sa Vladimirom Putinom."
    more = "Razgovarali su o gasu, o trgovini i o tome sta treba uraditi do kraja godine."
    path = tmp_path / "news.jsonl"
    path.write_text(
        json.dumps({"id": "a", "date": "2019-12-05", "text": f"{lead} {more}"}), encoding="utf-8"
    )
    told = {
        "sentence": lead, "type": "CONSULT", "status": "happened", "act": "words",
        "actors": [{"code": "SRB", "name": "Vucic", "role": "GOV"}],
        "recipients": [{"code": "RUS", "name": "Putin", "role": "GOV"}],
        "day": "2019-12-04", "place": "RUS", "confidence": 0.9,
    }  # fmt: skip
    server.otherwise = lambda _: completion({"events": [told, {**told, "sentence": "Not there."}]})
    (event,) = read([str(path)], coder="llm", model=model)
    assert (event.actor, event.recipient, event.type) == (("SRB",), ("RUS",), "CONSULT")
    assert event.sentence == lead
    assert not list(read([str(path)]))
