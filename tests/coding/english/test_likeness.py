"""Verbs that no rule fits are read as the labelled sentences most like them, and nothing else is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from evaluation import learn

from steelyard import vocabulary
from steelyard.coding import Coder
from steelyard.coding.coder import Coded
from steelyard.coding.english import likeness
from steelyard.coding.english.likeness import Weights, reader
from steelyard.coding.english.likeness.weights import weights as fitted_weights
from steelyard.records import Article

#: Weights that make an act of every clause, an ACCUSE if its verb has this sense, else a CONSULT.
OPEN = Weights(
    {"base": 2.0}, {"base": {"ACCUSE": -2.0, "CONSULT": 1.0}, "sense:reject.1": {"ACCUSE": 6.0}}
)
UNRULED = "Norway swapped Denmark."


@pytest.fixture
def open_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    """Weights under which the test decides what is alike, whatever was fitted last."""
    monkeypatch.setattr(reader, "weights", lambda: OPEN)


def read(coder: Coder, text: str) -> Coded:
    return coder.read_article(Article(id="a1", text=text, date=date(2019, 5, 5)))


@pytest.mark.usefixtures("open_weights")
def test_a_verb_without_a_rule_is_read_and_the_event_says_so(coder: Coder) -> None:
    coded = read(coder, UNRULED)
    (event,) = coded.events
    assert (event.actor, event.recipient, event.type) == (("NOR",), ("DNK",), "CONSULT")
    assert event.coder.endswith(" by likeness")
    (why,) = (reason for report in coded.sentences for reason in report.explanations)
    assert why.rule.startswith("likeness swap -> CONSULT")
    assert {name for name, value in why.signs if value} == {"likeness", "likeness odds"}


@pytest.mark.usefixtures("open_weights")
@pytest.mark.parametrize(
    "text",
    [
        "Norway condemned Denmark.",  # a rule speaks
        "Norway condemned Denmark and swapped Denmark.",  # of the same two
        "Norway swapped the plan.",  # nobody else is named
        "Norwegians swapped Norway.",  # one state
        "Norway ended Denmark.",  # what ends something is read by what it ends
    ],
)
def test_where_a_rule_speaks_or_one_party_is_named_nothing_is_added(
    coder: Coder, text: str
) -> None:
    assert not [event for event in read(coder, text).events if event.coder.endswith("likeness")]


def test_an_unlikely_act_is_not_told(coder: Coder, monkeypatch: pytest.MonkeyPatch) -> None:
    shut = Weights({"base": -4.0}, OPEN.types)
    monkeypatch.setattr(reader, "weights", lambda: shut)
    assert not read(coder, UNRULED).events


def test_types_share_one_probability_and_reasons_are_the_strongest() -> None:
    types = OPEN.of_types({"sense:reject.1": 1.0, "not in the table": 9.0})
    assert sum(types.values()) == pytest.approx(1)
    assert max(types, key=lambda kind: types[kind]) == "ACCUSE"
    assert OPEN.reasons({"sense:reject.1": 1.0}, "ACCUSE") == ["sense:reject.1"]
    assert OPEN.reasons({"sense:reject.1": 1.0}, "CONSULT") == []


def test_the_table_gives_each_type_a_start_and_knows_no_other_type() -> None:
    table = fitted_weights()
    assert set(table.types["base"]) == set(vocabulary.TYPES)
    assert {kind for weights in table.types.values() for kind in weights} == set(vocabulary.TYPES)
    assert "reject.1" in likeness.senses()["brush_off"]


def test_fitting_twice_gives_the_same_table_and_learns_what_is_taught(tmp_path: Path) -> None:
    def told(verb: str, kind: str) -> dict[str, object]:
        event = {"actor": ["NOR"], "recipient": ["DNK"], "type": kind, "status": "happened"}
        return {
            "text": f"Norway {verb} Denmark.",
            "date": "2019-05-05",
            "author": "test",
            "events": [event | {"act": "words"}] if kind else [],
        }

    records = [
        told("condemned", "ACCUSE"),
        told("praised", "SUPPORT"),
        told("swapped", ""),
    ] * 4
    for name in ("one", "two"):
        learn.write(learn.fitted(list(learn.examples(records))), tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    weights = learn.fitted(list(learn.examples(records)))
    assert weights.types["verb:condemn"]["ACCUSE"] > 0 > weights.types["verb:praise"]["ACCUSE"]


@pytest.mark.usefixtures("open_weights")
def test_an_idiom_that_names_no_act_is_not_read_by_likeness(coder: Coder) -> None:
    assert not read(coder, "The Kremlin deeply mistrusts the current Macedonian leadership.").events
