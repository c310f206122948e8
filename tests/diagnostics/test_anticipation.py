"""Anticipation: what was public before the shock is counted, what is not known stays unknown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from steelyard.records import Event, Finding
from steelyard.wording import day_text

SHOCK = date(2019, 10, 18)
LATER = [SHOCK + timedelta(days=5 * n) for n in range(12)]
SAID = SHOCK - timedelta(days=30)

Make = Callable[..., Event]
Ask = Callable[..., Finding]


@pytest.mark.parametrize(
    ("who", "kind", "values", "scheduled"),
    [
        (("RUS", "SRB"), "CONSULT", {"mode": "visit"}, 1),
        (("RUS", "SRB"), "CONSULT", {"mode": "phone"}, 0),  # a call is made when it is wanted
        (("SRB;RUS", "SRB;RUS"), "SUPPORT", {}, 1),  # a signing
        (("SRB", "RUS"), "SUPPORT", {}, 0),  # praise
        (("SRB", "RUS"), "SUPPORT", {"act": "deeds"}, 1),  # a ratification
        (("RUS", "SRB"), "AID", {"act": "deeds"}, 1),
        (("SRB", "RUS"), "ACCUSE", {}, 0),
        (("RUS", "SRB"), "CONSULT", {"status": "planned"}, 0),
    ],
)
def test_what_somebody_has_to_schedule(
    *,
    ask: Ask,
    make_event: Make,
    who: tuple[str, str],
    kind: str,
    values: dict[str, str],
    scheduled: int,
) -> None:
    found = ask("anticipation", [make_event(LATER[1], *who, kind, **values)])
    assert found.n_after == scheduled


def test_an_unknown_announcement_is_neither_yes_nor_no(ask: Ask, make_event: Make) -> None:
    known = [make_event(d, "RUS", "SRB", announced=SAID) for d in LATER[:4]]
    unknown = [make_event(d, "RUS", "SRB") for d in LATER[4:7]]
    found = ask("anticipation", known + unknown)
    assert found.grade == "cannot_tell"
    assert found.effect == pytest.approx(4 / 7)
    assert found.low == pytest.approx(0.2253, abs=1e-4)  # Clopper and Pearson, 4 of 7
    assert found.high == 1.0  # if all seven had been announced
    assert "at least 4 (57" in found.sentence
    assert all(day_text(event.day) in (found.needed or "") for event in unknown)


def test_what_was_announced_after_the_shock_answers_it(ask: Ask, make_event: Make) -> None:
    events = [make_event(d, "RUS", "SRB", announced=SHOCK) for d in LATER]
    found = ask("anticipation", events)
    assert (found.effect, found.grade) == (0.0, "opposes")


def test_a_plan_carries_its_day_to_the_act(ask: Ask, make_event: Make) -> None:
    act = make_event(LATER[3], "RUS", "SRB", "COOPERATE", act="deeds")
    said, repeated = (
        make_event(
            LATER[3],
            "RUS",
            "SRB",
            "COOPERATE",
            act="deeds",
            status="planned",
            announced=day,
            plan_of=act.event_id,
            number=number,
        )
        for number, day in ((1, SAID), (2, SAID + timedelta(days=9)))
    )
    found = ask("anticipation", [act, said, repeated])
    assert (found.n_before, found.n_after) == (1, 1)
    notice = next(m for m in found.measures if m.name == "longest notice")
    assert notice.value == 30
    assert found.exhibits[0].rows[0][:3] == ("2019-09-18", 30, LATER[3].isoformat())
    assert set(found.exhibits[0].evidence[0]) == {act.event_id, said.event_id, repeated.event_id}
    assert found.grade == "cannot_tell"  # one act is no majority


def test_all_of_many_announced_before(ask: Ask, make_event: Make) -> None:
    found = ask("anticipation", [make_event(d, "RUS", "SRB", announced=SAID) for d in LATER])
    assert (found.grade, found.effect) == ("supports", 1.0)
    assert "at least" not in found.sentence


def test_nothing_that_can_be_scheduled(ask: Ask, make_event: Make) -> None:
    found = ask("anticipation", [make_event(LATER[0], "SRB", "RUS", "ACCUSE")])
    assert (found.grade, found.exhibits) == ("not_applicable", ())
