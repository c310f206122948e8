"""Correcting what the coder read: verdicts are kept at once, undone one by one, and used."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from starlette.testclient import TestClient

import steelyard
from steelyard.archive import reviewed
from steelyard.archive.index import build, is_fresh, revise
from steelyard.archive.index.build import COUNTS, folder_of
from steelyard.errors import SourceError
from steelyard.pipeline import ingest
from steelyard.pipeline.review import Ledger
from steelyard.pipeline.review.ledger import coded
from steelyard.web.desk import Desk

from .conftest import client_of

NEWS = """Serbia signed a free trade agreement with Russia on Friday.
President Aleksandar Vucic visited Moscow. Russia delivered six tanks to Serbia.
North Macedonia accused Russia of meddling. Bulgaria expelled two Russian diplomats.
"""


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("news")
    (folder / "one.txt").write_text(f"2019-10-25\n\n{NEWS}", encoding="utf-8")
    ingest.read_to(folder / "news.duckdb", [str(folder / "one.txt")])
    return folder / "news.duckdb"


@pytest.fixture
def archive(news: Path, tmp_path: Path) -> Path:
    shutil.copy(news, tmp_path / "news.duckdb")
    return tmp_path / "news.duckdb"


@pytest.fixture
def client(archive: Path) -> Iterator[TestClient]:
    with client_of(Desk([archive], archive.parent)) as made:
        yield made


def shown(archive: Path) -> dict[str, tuple[str, ...]]:
    held = steelyard.open_archive(archive)
    rows = reviewed(held).events.select("event_id", "corrects", "actor").to_pyarrow().to_pylist()
    held.connection.disconnect()
    return {row["corrects"] or row["event_id"]: tuple(row["actor"]) for row in rows}


def events_of(client: TestClient) -> list[dict[str, object]]:
    found: list[dict[str, object]] = client.get(
        "/archives/news/review", params={"format": "json"}
    ).json()["events"]
    return found


def test_verdicts_are_kept_used_and_undone(client: TestClient, archive: Path) -> None:
    events = events_of(client)
    assert len(events) >= 3
    assert all(str(event["said"]) in NEWS.replace("\n", " ") or event["said"] for event in events)
    first, second, third = (str(event["event_id"]) for event in events[:3])
    said = client.post("/archives/news/review", json={"event": first, "verdict": "accept"}).json()
    assert said["reviewed"] == 1
    client.post("/archives/news/review", json={"event": second, "verdict": "reject"})
    changes = {"actor": "France; DEU"}
    said = client.post(
        "/archives/news/review", json={"event": third, "verdict": "correct", "changes": changes}
    ).json()
    assert "1 accepted, 1 corrected, 1 rejected" in said["score"][0]

    ledger = Ledger(archive, _me())
    assert set(ledger.standing) == {first, second, third}  # another process has them already
    _flush(client)
    now = shown(archive)
    assert second not in now
    assert now[third] == ("FRA", "DEU")

    undone = client.post("/archives/news/review/undo").json()
    assert undone["entry"]["event_id"] == third
    client.post("/archives/news/review/undo")
    _flush(client)
    now = shown(archive)
    assert second in now
    assert now[third] != ("FRA", "DEU")

    again = client.post("/archives/news/review/redo").json()
    assert again["entry"]["event_id"] == second
    _flush(client)
    assert second not in shown(archive)
    assert [str(e["event_id"]) for e in events_of(client)] == [
        str(e["event_id"]) for e in events if e["event_id"] not in (first, second)
    ]


def dump(archive: Path) -> tuple[object, ...]:
    """What an index shows: its rows in order with their sides, and its counts."""
    with duckdb.connect(str(folder_of(archive) / COUNTS), read_only=True) as connection:
        connection.execute(f"ATTACH '{archive}' AS archive (READ_ONLY)")
        sides = ", ".join(
            f"(SELECT list_sort(list(code)) FROM {side}_sets WHERE n = t.{side})"
            for side in ("actor", "recipient")
        )
        rows = (
            f"SELECT t.day, t.id, l.event_id = t.id, {sides}, t.type, t.rung, t.status, t.source, t.sentence IS NULL "
            "FROM thin t LEFT JOIN archive.lines l ON l.rowid = t.line ORDER BY place_in_order"
        )
        places = "SELECT count(*) = count(DISTINCT place_in_order) FROM thin"
        asked = (rows, places, "FROM counts ORDER BY ALL", "FROM days ORDER BY ALL")
        return tuple(connection.execute(sql).fetchall() for sql in asked)


@pytest.mark.parametrize("day", ["2018-02-03", "2021-02-03"])  # before the others and after them
def test_a_review_changes_the_rows_that_it_judged_and_no_others(archive: Path, day: str) -> None:
    held = steelyard.open_archive(archive)
    rows = held.events.order_by("day", "event_id").to_pyarrow().to_pylist()
    held.connection.disconnect()
    events = [coded(row) for row in rows]
    build(archive)
    ledger = Ledger(archive, "ann")
    steps = (
        lambda: ledger.say(events[0], "correct", {"actor": "FRA;DEU", "day": day}),
        lambda: (ledger.say(events[1], "reject"), ledger.say(events[0], "accept")),
        lambda: (ledger.undo(), ledger.undo(), ledger.say(events[2], "correct", {"type": "AID"})),
    )
    for step in steps:
        step()
        ledger.flush()
        assert revise(archive)
    assert is_fresh(archive)
    changed = dump(archive)
    build(archive)
    assert changed == dump(archive)


def test_a_verdict_that_cannot_be_is_told_and_not_kept(client: TestClient, archive: Path) -> None:
    event = str(events_of(client)[0]["event_id"])
    for changes, word in (
        ({"actor": "XX9"}, "actor is 'XX9'"),
        ({"type": "TALK"}, "TALK"),
        ({"quad": "1"}, "quad"),
    ):
        answer = client.post(
            "/archives/news/review?format=json",
            json={"event": event, "verdict": "correct", "changes": changes},
        )
        assert answer.status_code == 400
        assert word in " ".join(answer.json()["problems"])
        assert "line 2" not in answer.text
    assert (
        client.post(
            "/archives/news/review?format=json", json={"event": "e0", "verdict": "accept"}
        ).status_code
        == 400
    )
    assert not Ledger(archive, _me()).standing


def test_a_half_written_line_spoils_no_other(archive: Path) -> None:
    ledger = Ledger(archive, "ann")
    event = _first(archive)
    ledger.say(event, "accept")
    with ledger.path.open("a") as log:
        log.write('{"n": 2, "reviewer": "ann", "verd')
    again = Ledger(archive, "ann")
    again.say(event, "reject")
    last = Ledger(archive, "ann")
    assert last.standing[event.event_id]["verdict"] == "reject"
    assert not Ledger(archive, "bob").standing
    with pytest.raises(SourceError, match="maybe"):
        last.say(event, "maybe")


def _first(archive: Path) -> steelyard.Event:
    held = steelyard.open_archive(archive)
    (row,) = held.events.order_by("day", "event_id").limit(1).to_pyarrow().to_pylist()
    held.connection.disconnect()
    return coded(row)


def _me() -> str:
    from getpass import getuser

    return getuser()


def _flush(client: TestClient) -> None:
    from steelyard.web.pages.review import flush_all

    flush_all(client.app._app.state.reviews)  # type: ignore[attr-defined]
