"""The model coder: what a model says is checked, what fails is counted, what is known is not asked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from tests.coding.llm.fake import FakeServer, Reply, completion

from steelyard.coding.batches import BatchCoder, Outcome
from steelyard.coding.llm import Model, answers, endpoint
from steelyard.coding.llm.coder import NO_ANSWER, OVER_BUDGET, ModelCoder
from steelyard.coding.llm.endpoint import Endpoint, FailedError
from steelyard.coding.llm.prompt import PIECE, pieces
from steelyard.errors import CodingError
from steelyard.records import Article

MET = "Serbian President Aleksandar Vucic met Vladimir Putin in Sochi on Wednesday."
DULL = "The hall was cold and the coffee was late."
ARTICLE = Article(
    id="a1",
    text=f"{MET} {DULL}",
    date=date(2019, 12, 5),
    publisher="daily.example",
    url="https://daily.example/a",
)
EVENT = {
    "sentence": MET,
    "type": "CONSULT",
    "status": "happened",
    "act": "words",
    "actors": [{"code": "SRB", "name": "Aleksandar Vucic", "role": "GOV"}],
    "recipients": [{"code": "RUS", "name": "Vladimir Putin", "role": "GOV"}],
    "day": "2019-12-04",
    "place": "RUS",
    "confidence": 0.9,
}
PING = [{"role": "user", "content": "?"}]


@pytest.fixture
def coder(model: Model) -> Iterator[ModelCoder]:
    made = ModelCoder(model)
    yield made
    made.close()


def event(**changes: Any) -> dict[str, Any]:
    return {**EVENT, **changes}


def code(coder: ModelCoder, server: FakeServer, *events: dict[str, Any]) -> Outcome:
    server.script.append(completion({"events": list(events)}))
    return coder.code(ARTICLE)


def test_an_event_comes_with_its_sentence(coder: ModelCoder, server: FakeServer) -> None:
    (found,) = code(coder, server, EVENT).events
    assert (found.actor, found.recipient, found.type) == (("SRB",), ("RUS",), "CONSULT")
    assert (found.day, found.precision, found.place) == (date(2019, 12, 4), "day", "RUS")
    assert (found.sentence, found.start, found.end) == (MET, 0, len(MET))
    assert (found.coder, found.confidence) == ("model fake-1", 0.9)
    assert (found.document_id, found.publishers) == ("a1", ("daily.example",))


def test_the_request_is_one_that_servers_know(coder: ModelCoder, server: FakeServer) -> None:
    code(coder, server)
    (request,) = server.requests
    assert server.paths == ["/v1/chat/completions"]
    assert (request["model"], request["temperature"]) == ("fake-1", 0)
    form = request["response_format"]["json_schema"]
    assert form["strict"] is True
    assert form["schema"]["additionalProperties"] is False
    assert ARTICLE.text in request["messages"][1]["content"]
    assert "2019-12-05" in request["messages"][1]["content"]
    assert all(kind in request["messages"][0]["content"] for kind in ("ASSAULT", "RETREAT"))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"sentence": "Vucic sold the country."}, "sentence is not in the article"),
        ({"sentence": "   "}, "sentence is not in the article"),
        ({"type": "MEET"}, "another form"),
        ({"status": "maybe"}, "another form"),
        ({"confidence": 7}, "another form"),
        ({"actors": "SRB"}, "another form"),
        ({"day": "soon"}, "without a day"),
        (
            {
                "actors": [{"code": "XXQ", "name": "The committee", "role": None}],
                "recipients": [],
            },
            "no code",
        ),
    ],
)
def test_what_does_not_hold_is_dropped_and_counted(
    coder: ModelCoder, server: FakeServer, changes: dict[str, Any], reason: str
) -> None:
    (found,) = code(coder, server, event(**changes), EVENT).events
    assert found.sentence == MET
    ((said, count),) = coder.budget.dropped.items()
    assert reason in said
    assert count == 1
    assert any(reason in line for line in coder.budget.lines())


def test_a_quotation_may_differ_in_spaces_and_marks_only(model: Model, server: FakeServer) -> None:
    text = f"“We’ll sign,”\nsaid Russia’s envoy to   Serbia. {DULL}"
    article = Article(id="q", text=text, date=date(2019, 12, 5))
    coder = ModelCoder(model)
    quoted = "\"We'll sign,\" said Russia's envoy to Serbia."
    server.script.append(completion({"events": [event(sentence=quoted)]}))
    (found,) = coder.code(article).events
    assert text[found.start : found.end] == found.sentence
    assert found.sentence is not None
    assert found.sentence.endswith("Serbia.")
    coder.close()


def test_a_name_stands_in_for_a_code_that_is_none(coder: ModelCoder, server: FakeServer) -> None:
    parties = [{"code": "??", "name": "Russia", "role": "boss"}]
    (found,) = code(coder, server, event(recipients=parties)).events
    assert (found.recipient, found.recipient_role) == (("RUS",), ("",))


def test_plans_are_named_the_manuals_way_where_that_is_asked(
    model: Model, server: FakeServer
) -> None:
    coder = ModelCoder(model, "plover")
    (found,) = code(coder, server, event(status="planned", day="2019-12")).events
    assert (found.type, found.quad, found.precision) == ("AGREE", 1, "month")
    assert found.announced == ARTICLE.date
    coder.close()


def test_an_answer_that_is_known_is_not_asked_for(model: Model, server: FakeServer) -> None:
    for _ in range(2):
        coder = ModelCoder(model)
        server.script.append(completion({"events": [EVENT]}))
        assert len(coder.code(ARTICLE).events) == 1
        spent, cached = coder.budget.spent, coder.budget.cached
        coder.close()
    assert len(server.requests) == 1
    assert (spent, cached) == (0, 1)


def test_the_budget_is_never_exceeded(model: Model, server: FakeServer) -> None:
    server.otherwise = lambda _: completion({"events": []}, tokens=6_000)
    coder = ModelCoder(
        Model(name="fake-1", address=model.address, budget=15_000, cache=model.cache)
    )
    articles = [Article(id=str(n), text=f"{MET} {n}", date=ARTICLE.date) for n in range(5)]
    problems = [coder.code(article).problem for article in articles]
    assert problems == ["", "", OVER_BUDGET, OVER_BUDGET, OVER_BUDGET]
    assert coder.budget.spent <= 15_000
    assert len(server.requests) == 2
    coder.close()


@pytest.mark.parametrize(
    "failure",
    [
        (500, {}, b"oops"),
        (503, {"Retry-After": "0"}, b""),
        (429, {"Retry-After": "0"}, b"slow down"),
        (
            429,
            {"Retry-After": format_datetime(datetime.now(UTC) - timedelta(minutes=1), usegmt=True)},
            b"",
        ),
        (429, {"Retry-After": "soon"}, b""),
        (0, {}, b""),
        (200, {"Content-Length": "999"}, b'{"choices"'),
    ],
)
def test_what_passes_is_tried_again(coder: ModelCoder, server: FakeServer, failure: Reply) -> None:
    server.script.append(failure)
    assert len(code(coder, server, EVENT).events) == 1
    assert len(server.requests) == 2


def test_the_server_says_how_long_to_wait(
    server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    monkeypatch.setattr(endpoint, "FIRST_WAIT", 1.0)
    monkeypatch.setattr(endpoint, "LONGEST_WAIT", 60.0)
    monkeypatch.setattr("time.sleep", waits.append)
    server.script += [
        (429, {"Retry-After": "7"}, b""),
        (500, {}, b""),
        (429, {"Retry-After": "9999"}, b""),
    ]
    Endpoint(server.address, "fake-1").ask(PING)
    assert waits == [7.0, 2.0, 60.0]


@pytest.mark.parametrize(
    "failure",
    [
        (200, {}, b"<html>busy</html>"),
        (200, {}, b"[]"),
        (200, {}, b'{"choices": []}'),
        (200, {}, b'{"choices": [{"message": {"content": null}}]}'),
        (200, {}, b"[" * 100_000),
        (418, {}, b"I am a teapot"),
        (302, {"Location": "http://127.0.0.1:9/"}, b""),
        completion("I would rather not."),
        completion({"events": "none"}),
        completion([1, 2]),
        completion({"events": [EVENT]}, finish="length"),
    ],
)
def test_what_is_no_answer_loses_one_article(
    coder: ModelCoder, server: FakeServer, failure: Reply
) -> None:
    server.script.append(failure)
    assert coder.code(ARTICLE).problem == NO_ANSWER
    assert len(code(coder, server, EVENT).events) == 1  # and nothing of it was kept
    assert len(server.requests) == 2


def test_an_answer_without_end_is_cut(server: FakeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoint, "LARGEST", 1_000)
    monkeypatch.setattr(endpoint, "ATTEMPTS", 1)
    server.script.append((200, {}, b"x" * 100_000))
    with pytest.raises(FailedError):
        Endpoint(server.address, "fake-1").ask(PING)


@pytest.mark.parametrize("status", [401, 403, 404])
def test_what_cannot_succeed_ends_the_reading(
    coder: ModelCoder, server: FakeServer, status: int
) -> None:
    server.script.append((status, {}, b"no"))
    with pytest.raises(CodingError, match=f"cannot be asked \\({status}\\)"):
        coder.code(ARTICLE)
    assert len(server.requests) == 1


def test_a_server_that_is_gone_ends_the_reading(coder: ModelCoder, server: FakeServer) -> None:
    server.otherwise = lambda _: (503, {}, b"")
    assert [coder.code(ARTICLE).problem for _ in range(2)] == [NO_ANSWER, NO_ANSWER]
    with pytest.raises(CodingError, match="gives no answer"):
        coder.code(ARTICLE)


def test_servers_that_know_no_schema_are_asked_for_less(
    coder: ModelCoder, server: FakeServer
) -> None:
    server.script += [(400, {}, b"response_format"), (422, {}, b"response_format")]
    fenced = f"```json\n{json.dumps({'events': [EVENT]})}\n```"
    server.script.append(completion(fenced))
    assert len(coder.code(ARTICLE).events) == 1
    forms = [request.get("response_format", {}).get("type") for request in server.requests]
    assert forms == ["json_schema", "json_object", None]


def test_the_key_goes_to_the_server_and_nowhere_else(
    model: Model, server: FakeServer, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    key = "sk-very-secret"
    monkeypatch.setenv(endpoint.KEY, key)
    caplog.set_level("DEBUG")
    coder = ModelCoder(model)
    server.script.append((418, {}, f"your key {key} is odd".encode()))
    refused = coder.code(ARTICLE)
    code(coder, server, EVENT)
    assert all(headers["Authorization"] == f"Bearer {key}" for headers in server.headers)
    coder.close()
    assert key not in refused.detail
    assert key not in caplog.text
    assert key.encode() not in model.cache.read_bytes()
    assert key not in json.dumps(server.requests)


@pytest.mark.parametrize("address", ["", "localhost:8000", "ftp://x/", "http://", "/v1"])
def test_an_address_that_is_none_is_an_error(address: str, tmp_path: Path) -> None:
    with pytest.raises(CodingError, match="is no address of a model"):
        ModelCoder(Model(name="m", address=address, cache=tmp_path / "c"))


def test_long_articles_are_asked_in_pieces(coder: ModelCoder, server: FakeServer) -> None:
    text = "\n\n".join([MET, *[DULL * 20] * 30, MET.replace("Sochi", "Moscow")])
    server.otherwise = lambda request: completion(
        {"events": [event(sentence=s) for s in (MET, MET.replace("Sochi", "Moscow"))
                    if s in request["messages"][1]["content"]]}
    )  # fmt: skip
    (found,) = coder.code(Article(id="long", text=text, date=ARTICLE.date)).events
    assert len(server.requests) == 3
    assert found.start == 0  # told twice, it is one event
    assert "".join(pieces("x" * 3 * PIECE)) == "x" * 3 * PIECE


def test_the_types_asked_for_are_those_of_the_vocabulary() -> None:
    form = answers.schema()
    assert form["required"] == ["events"]
    assert set(form["properties"]["events"]["items"]["required"]) >= {"sentence", "type", "day"}


UNSURE = "Serbia reportedly told the envoy of Russia that it would weigh the offer."
BOTH = Article(id="b", text=f"{MET} {UNSURE}", date=date(2019, 12, 5))


def rules(article: Article, monkeypatch: pytest.MonkeyPatch, sure: float) -> Outcome:
    """What the rules give, everything below ``sure`` counting as unsure."""
    monkeypatch.setattr("steelyard.coding.llm.second.SURE", sure)
    (outcome,) = BatchCoder(detailed=True).code([article])
    assert outcome.events
    return outcome


def test_the_model_is_not_asked_where_the_rules_are_sure(
    coder: ModelCoder, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = rules(ARTICLE, monkeypatch, 0.0)
    assert coder.second_look(ARTICLE, given).events == given.events
    assert server.requests == []


def test_where_rules_are_unsure_the_model_confirms_adds_or_rejects(
    coder: ModelCoder, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = rules(ARTICLE, monkeypatch, 1.1)
    (event_,) = given.events
    server.script.append(completion({"events": [event(confidence=0.99), event(type="AGREE")]}))
    looked = coder.second_look(ARTICLE, given).events
    assert [one.type for one in looked] == ["CONSULT", "AGREE"]
    assert looked[0].event_id == event_.event_id
    assert (looked[0].confidence, looked[0].coder) == (0.99, f"{event_.coder} + model fake-1")
    other = Article(id="other", text=f"{DULL} {MET}", date=ARTICLE.date)
    (given,) = BatchCoder(detailed=True).code([other])
    server.script.append(completion({"events": []}))
    assert coder.second_look(other, given).events == ()
    assert DULL in server.requests[-1]["messages"][1]["content"]


def test_where_the_model_fails_the_rules_stand(
    coder: ModelCoder, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = rules(ARTICLE, monkeypatch, 1.1)
    server.script.append((418, {}, b""))
    assert coder.second_look(ARTICLE, given).events == given.events
    assert any("left to the rules" in reason for reason in coder.budget.dropped)
