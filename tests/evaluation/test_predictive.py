"""The posterior predictive check, placebo days of old quarrels, and a stranger's worlds."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from evaluation import strangers
from evaluation.history.hostile import hostile_draws
from evaluation.history.predictive import compare, world_features

from steelyard.archive import archive_of
from steelyard.readings.worlds import Truth, draw, simulate
from steelyard.records import TIE, Event, event_table


def test_a_feature_far_from_its_worlds_is_off_and_one_amid_them_is_not() -> None:
    worlds = np.random.default_rng(1).normal(0, 1, 200).tolist()
    far = compare([4.0, 4.2, 3.8, 4.1, 4.0, 3.9], worlds)
    near = compare([-0.4, 0.1, 0.0, 0.3, -0.2, 0.2], worlds)
    wide = compare([-5.0, 5.0, 0.1, -0.1, 6.0, -6.0], worlds)
    assert far is not None
    assert "OFF" in far
    assert near is not None
    assert "OFF" not in near
    assert "WIDE" not in near
    assert wide is not None
    assert wide.endswith("WIDE")
    assert "OFF" not in wide
    assert compare([1.0], worlds) is None


def test_a_world_has_the_effects_and_the_gauges() -> None:
    found = world_features(3, "realignment", 0)
    assert {"tempo", "tone.warmth", "balance.partner_line", "distrust.force"} <= set(found)
    assert found == world_features(3, "realignment", 0)


def test_on_a_wire_a_turn_binds_more_often_than_a_signal() -> None:
    def bound(what: str) -> float:
        signed = friendly = 0
        for seed in range(40):
            asked = draw(seed, truth=Truth(what, "client_pull"), record="archive")  # type: ignore[arg-type]
            if asked.base.signed_share:
                rows = simulate(asked).rival
                later = rows.select(rows.start >= np.datetime64(asked.shock_day, "D"))
                signed += int((later.rung == "commitment").sum())
                friendly += int((later.type == "SUPPORT").sum())
        return signed / friendly

    assert bound("realignment") > 1.3 * bound("leverage")


def _event(number: int, day: date, pair: tuple[str, str], kind: str, quad: int) -> Event:
    return Event(
        event_id=f"e{number}",
        day=day,
        precision="day",
        actor=(pair[0],),
        recipient=(pair[1],),
        type=kind,
        quad=quad,
        act="words",
        status="happened",
        source="made",
        source_id=str(number),
        coder="hand",
    )


def test_only_partners_of_a_years_quarrel_are_drawn() -> None:
    start = date(2018, 1, 1)
    rows = []
    for at in range(0, 440, 5):
        day = start + timedelta(days=at)
        rows += [
            _event(3 * at, day, ("SRB", "USA"), "ACCUSE", 3),
            _event(3 * at + 1, day, ("SRB", "RUS"), "CONSULT", 1),
            _event(3 * at + 2, day, ("RUS", "USA"), "CONSULT", 1),
        ]
    drawn = list(hostile_draws(archive_of(event_table(rows), TIE.empty_table(), ()), "icews", 8, 1))
    assert len(drawn) == 8
    assert all({one.client, one.partner} == {"SRB", "USA"} for one in drawn)
    assert all(one.day >= start + timedelta(days=365) for one in drawn)


def test_a_strangers_turn_signs_what_his_bluff_does_not() -> None:
    def signed(what: str) -> float:
        worlds = [strangers.drawn(seed, what, "client_pull") for seed in range(6)]
        rows = [
            row
            for world in worlds
            for row in strangers.rows(world)
            if row.day > 60 and row.pole == strangers.RIVAL
        ]
        return sum(row.kind[3] == "commitment" for row in rows) / len(rows)

    assert signed("realignment") > 2 * signed("leverage")
    world = strangers.drawn(1, "audience", "reactive")
    assert list(strangers.events(world)) == list(strangers.events(world))
