"""One event, once: what joins, what does not, and that the order of loading does not matter."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pytest

from steelyard.archive.load.deduplication import decided

from .conftest import Shelf

HEAD = "day,actor,recipient,type,mode,status,place,publisher,id\n"


def row(
    day: str, actor: str, recipient: str, kind: str, *, publisher: str = "a.example", **more: str
) -> str:
    """A line of a table of reports."""
    values = {"mode": "", "status": "", "place": "", "id": "", **more}
    tail = (values["mode"], values["status"], values["place"], publisher, values["id"])
    return ",".join((day, actor, recipient, kind, *tail)) + "\n"


def loaded(shelf: Shelf, *rows: str) -> list[dict[str, Any]]:
    """The events of a table of these reports."""
    shelf.load_table(HEAD + "".join(rows))
    return shelf.events()


def test_reports_of_a_day_and_the_next_are_one_event_with_their_publishers(shelf: Shelf) -> None:
    events = loaded(
        shelf,
        row("2019-10-19", "FRA", "MKD", "REJECT", publisher="b.example"),
        row("2019-10-18", "FRA", "MKD", "REJECT", publisher="a.example"),
        row("2019-10-18", "FRA", "MKD", "REJECT", publisher="c.example"),
    )
    assert len(events) == 1
    assert events[0]["day"] == date(2019, 10, 18)
    assert events[0]["reports"] == 3
    assert events[0]["publishers"] == ["a.example", "b.example", "c.example"]


def test_22_days_of_accusations_are_not_one_event(shelf: Shelf) -> None:
    days = [date(2019, 10, 1) + timedelta(days=n) for n in range(22)]
    events = loaded(shelf, *(row(str(day), "SRB", "XKX", "ACCUSE") for day in days))
    assert [event["day"] for event in events] == days[::2]
    assert {event["reports"] for event in events} == {2}


def test_a_day_without_a_report_ends_an_event(shelf: Shelf) -> None:
    days = ("2019-10-01", "2019-10-02", "2019-10-04", "2019-10-05")
    events = loaded(shelf, *(row(day, "SRB", "XKX", "ACCUSE") for day in days))
    assert [str(event["day"]) for event in events] == ["2019-10-01", "2019-10-04"]


@pytest.mark.parametrize(
    "other",
    [
        row("2019-10-18", "FRA", "ALB", "REJECT"),
        row("2019-10-18", "DEU", "MKD", "REJECT"),
        row("2019-10-18", "MKD", "FRA", "REJECT"),
        row("2019-10-18", "FRA", "MKD", "ACCUSE"),
        row("2019-10-18", "FRA", "MKD", "REJECT", mode="assist"),
        row("2019-10-18", "FRA", "MKD", "REJECT", status="denied"),
        row("2019-10-20", "FRA", "MKD", "REJECT"),
    ],
)
def test_what_differs_is_another_event(shelf: Shelf, other: str) -> None:
    assert len(loaded(shelf, row("2019-10-18", "FRA", "MKD", "REJECT"), other)) == 2


@pytest.mark.parametrize("kind", ["ASSAULT", "COERCE", "PROTEST"])
def test_violence_joins_only_on_one_day_at_one_place(shelf: Shelf, kind: str) -> None:
    events = loaded(
        shelf,
        row("2019-10-18", "SRB", "XKX", kind, place="SRB"),
        row("2019-10-18", "SRB", "XKX", kind, place="SRB", publisher="b.example"),
        row("2019-10-18", "SRB", "XKX", kind, place="XKX"),
        row("2019-10-19", "SRB", "XKX", kind, place="SRB"),
    )
    assert sorted(event["reports"] for event in events) == [1, 1, 2]


@pytest.mark.parametrize(("kind", "mode"), [("CONSULT", ""), ("AGREE", ""), ("COOPERATE", "")])
def test_a_joint_act_in_both_directions_is_one_mutual_event(
    shelf: Shelf, kind: str, mode: str
) -> None:
    events = loaded(
        shelf,
        row("2019-10-18", "SRB", "RUS", kind, mode=mode),
        row("2019-10-19", "RUS", "SRB", kind, mode=mode, publisher="b.example"),
    )
    assert [(e["actor"], e["recipient"], e["reports"]) for e in events] == [(["RUS", "SRB"], [], 2)]


def test_a_joint_act_in_one_direction_keeps_it(shelf: Shelf) -> None:
    events = loaded(
        shelf,
        row("2019-10-18", "SRB", "RUS", "CONSULT"),
        row("2019-10-18", "SRB", "RUS", "CONSULT", publisher="b.example"),
    )
    assert [(e["actor"], e["recipient"]) for e in events] == [(["SRB"], ["RUS"])]


@pytest.mark.parametrize("kind", ["ACCUSE", "SUPPORT", "REQUEST", "AID"])
def test_other_acts_in_both_directions_are_two_events(shelf: Shelf, kind: str) -> None:
    events = loaded(
        shelf, row("2019-10-18", "SRB", "RUS", kind), row("2019-10-18", "RUS", "SRB", kind)
    )
    assert len(events) == 2


def test_a_visit_told_by_host_and_visitor_is_one_with_the_visitor_as_actor(shelf: Shelf) -> None:
    shelf.load_table(
        "day,actor,recipient,cameo\n2019-01-17,SRB,RUS,043\n2019-01-17,RUS,SRB,042\n"
        "2019-01-18,SRB,RUS,043\n"
    )
    events = shelf.events()
    assert [(e["actor"], e["recipient"], e["reports"]) for e in events] == [(["RUS"], ["SRB"], 3)]


def test_strangers_are_not_one_another(shelf: Shelf) -> None:
    shelf.load_table(
        "day,actor,actor_name,recipient,type\n"
        "2019-01-17,ZZX,Rebels,SRB,ACCUSE\n2019-01-17,ZZY,Students,SRB,ACCUSE\n"
        "2019-01-17,ZZZ,Rebels,SRB,ACCUSE\n"
    )
    assert sorted(event["reports"] for event in shelf.events()) == [1, 2]


def test_reports_stay_as_they_were_printed(shelf: Shelf) -> None:
    loaded(
        shelf,
        row("2019-10-18", "SRB", "RUS", "CONSULT"),
        row("2019-10-19", "RUS", "SRB", "CONSULT", publisher="b.example"),
    )
    reports = shelf.everything()["reports"]
    said = {(str(r["day"]), *r["actor"], *r["recipient"], *r["publishers"]) for r in reports}
    assert said == {
        ("2019-10-18", "SRB", "RUS", "a.example"),
        ("2019-10-19", "RUS", "SRB", "b.example"),
    }
    assert {report["reports"] for report in reports} == {1}
    assert len({report["event_id"] for report in reports}) == 1
    assert {report["line"] for report in reports} == {2, 3}


def test_a_plan_names_the_event_that_it_became_one_report_of(shelf: Shelf) -> None:
    text = (
        "id,day,actor,recipient,type,status,announced,plan_of\n"
        "v1,2019-10-19,RUS,SRB,CONSULT,happened,,\nv2,2019-10-18,RUS,SRB,CONSULT,happened,,\n"
        "p1,2019-10-18,RUS,SRB,CONSULT,planned,2019-10-01,v1\n"
    )
    shelf.load_table(text)
    happened, planned = sorted(shelf.events(), key=lambda event: str(event["status"]))
    assert planned["plan_of"] == happened["event_id"]


POOL = [
    row(f"2019-10-{day:02d}", *sides, kind, publisher=f"p{paper}.example")
    for day in range(1, 8)
    for sides in (("SRB", "RUS"), ("RUS", "SRB"))
    for kind in ("CONSULT", "ACCUSE", "PROTEST")
    for paper in range(3)
]


def plain(shelf: Shelf) -> list[tuple[Any, ...]]:
    """Events without what names their files."""
    left_out = ("event_id", "source_id", "plan_of", "coder")
    return sorted(
        tuple(str(value) for name, value in event.items() if name not in left_out)
        for event in shelf.events()
    )


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_loading_does_not_matter(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    rows = chance.sample(POOL, k=20 * (seed + 1))
    whole, parts = Shelf(tmp_path / "whole"), Shelf(tmp_path / "parts")
    whole.load_table(HEAD + "".join(rows))
    chance.shuffle(rows)
    cuts = sorted(chance.sample(range(1, len(rows)), k=3))
    for number, (start, end) in enumerate(zip([0, *cuts], [*cuts, None], strict=True)):
        parts.load_table(HEAD + "".join(rows[start:end]), f"part{number}.csv")
    assert plain(parts) == plain(whole)
    assert max(event["reports"] for event in whole.events()) > 2


@pytest.mark.parametrize("seed", range(3))
def test_a_run_of_days_far_longer_than_a_file_is_cut_as_if_it_came_at_once(
    tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    first = date(2019, 1, 1)
    days = [first + timedelta(days=n) for n in range(120) if n not in (50, 97)]
    rows = [row(str(day), "SRB", "XKX", "ACCUSE") for day in days]
    rows += [row(str(day), "SRB", "RUS", "AID") for day in chance.sample(days, k=40)]
    rows.sort()
    whole, parts = Shelf(tmp_path / "whole"), Shelf(tmp_path / "parts")
    whole.load_table(HEAD + "".join(rows))
    pieces = [rows[start : start + 20] for start in range(0, len(rows), 20)]
    chance.shuffle(pieces)
    for number, piece in enumerate(pieces):
        parts.load_table(HEAD + "".join(piece), f"part{number}.csv")
    assert plain(parts) == plain(whole)
    # A piece is taken out again, another put in its place: the runs behind it are cut anew.
    gone = pieces[1]
    parts.load_table(HEAD + row("2018-01-01", "SRB", "RUS", "AID"), "part1.csv")
    left = [line for line in rows if line not in gone]
    fewer = Shelf(tmp_path / "fewer")
    fewer.load_table(HEAD + "".join([row("2018-01-01", "SRB", "RUS", "AID"), *left]))
    assert plain(parts) == plain(fewer)


@pytest.mark.parametrize("seed", range(2))
def test_a_changed_file_replaces_its_rows_as_if_they_had_never_been(
    tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    stays, old, new = (chance.sample(POOL, k=20) for _ in range(3))
    changed, fresh = Shelf(tmp_path / "changed"), Shelf(tmp_path / "fresh")
    changed.load_table(HEAD + "".join(old), "moving.csv")
    for shelf in (changed, fresh):
        shelf.load_table(HEAD + "".join(stays), "staying.csv")
        shelf.load_table(HEAD + "".join(new), "moving.csv")
    assert changed.everything() == fresh.everything()


def test_the_same_file_twice_changes_nothing(shelf: Shelf) -> None:
    text = HEAD + "".join(POOL)
    assert not shelf.load_table(text).same
    before = shelf.everything()
    assert shelf.load_table(text).same
    assert shelf.load_table(text, "another-name.csv").same
    assert shelf.everything() == before


def test_one_report_that_two_files_carry_is_one_report(shelf: Shelf) -> None:
    first = row("2019-10-18", "FRA", "MKD", "REJECT", id="r1")
    second = row("2019-10-18", "FRA", "MKD", "REJECT", id="r2", publisher="b.example")
    shelf.load_table(HEAD + first + second, "day.csv")
    shelf.load_table(HEAD + first + row("2019-11-01", "FRA", "MKD", "AID", id="r3"), "year.csv")
    assert sorted(event["reports"] for event in shelf.events()) == [1, 2]
    manifest = {entry["file"]: entry for entry in shelf.everything()["manifest"]}
    assert (manifest["year.csv"]["kept"], manifest["year.csv"]["merged"]) == (1, 1)


def _decided(keys: pa.Table, *, simple: bool) -> list[dict[str, Any]]:
    connection = ibis.duckdb.connect()
    rows = connection.create_table("keys", keys)
    found: list[dict[str, Any]] = (
        decided(rows, simple=simple).order_by("row").to_pyarrow().to_pylist()
    )
    connection.disconnect()
    return found


def test_what_is_simple_is_decided_as_anything_else() -> None:
    chance = random.Random(7)
    count = 600
    publisher = [chance.choice((None, "a.example", "b.example", "c.example")) for _ in range(count)]
    keys = pa.table(
        {
            "row": pa.array(range(count), pa.int64()),
            "link": pa.array((chance.randrange(40) for _ in range(count)), pa.uint64()),
            "day": [date(2020, 1, 1) + timedelta(days=chance.randrange(25)) for _ in range(count)],
            "event_id": [f"e{chance.getrandbits(60):015x}" for _ in range(count)],
            "source_id": [str(number) for number in chance.sample(range(5000), count)],
            "mention": pa.array([False] * count),
            "reports": pa.array((chance.randrange(1, 9) for _ in range(count)), pa.int32()),
            "publishers": pa.array(
                ([name] if name else [] for name in publisher), pa.list_(pa.string())
            ),
            "publisher": pa.array(publisher, pa.string()),
            "sides": pa.array((chance.randrange(4) for _ in range(count)), pa.int8()),
        }
    )
    found = _decided(keys, simple=True)
    assert found == _decided(keys, simple=False)
    assert len(found) > count / 2
    assert any(row["publishers"] == [] for row in found if row["head"])
    assert any(len(row["publishers"] or ()) > 1 for row in found)
