"""The record of balkans-2019: closed sets, true links, days that were said before they came."""

from __future__ import annotations

import csv
from pathlib import Path

from steelyard import cases
from steelyard.sources.table import read_events
from steelyard.ties.table import read_ties
from steelyard.vocabulary import parse_day, period, publisher_family
from steelyard.vocabulary.tables import rows as vocabulary_rows

FOLDER = cases.folder("balkans-2019")


def table(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


EVENTS = {row["id"]: row for row in table("chronology.csv")}
TIES = table("structural-facts.csv")


def test_nothing_of_the_collection_was_lost() -> None:
    assert len(EVENTS) == 317
    assert {int(row["row"]) for row in TIES} == set(range(1, 150))
    assert read_events(FOLDER / "chronology.csv", "x").num_rows == 317
    assert read_ties(FOLDER / "structural-facts.csv", "x").num_rows == len(TIES)


def test_every_row_has_the_address_of_its_page() -> None:
    for row in (*EVENTS.values(), *TIES):
        assert row["url"].startswith(("http://", "https://")), row
        assert row["text"], row


def test_every_publisher_is_listed_with_a_source() -> None:
    listed = {row["publisher"]: row for row in vocabulary_rows("publishers")}
    assert {row["publisher"] for row in EVENTS.values()} <= listed.keys()
    assert all(row["source"] for row in listed.values())
    assert publisher_family("tass.com") == "state_outlet"


def test_announcements_come_before_their_acts() -> None:
    for row in EVENTS.values():
        if row["announced"]:
            said = period(*parse_day(row["announced"]))[0]
            assert said < period(*parse_day(row["day"]))[1], row["id"]


def test_plans_lead_to_rows_and_carry_their_day_over() -> None:
    for row in EVENTS.values():
        if not row["plan_of"]:
            continue
        end = EVENTS[row["plan_of"]]
        assert row["status"] in ("planned", "rumoured"), row["id"]
        assert end["status"] in ("happened", "denied"), row["id"]
        if row["status"] == "planned" and row["announced"]:
            assert end["announced"] == row["announced"], row["id"]


def test_the_headline_acts_were_public_before_the_veto() -> None:
    assert (EVENTS["C201"]["day"], EVENTS["C201"]["announced"]) == ("2019-10-19", "2019-09-14")
    assert (EVENTS["C209"]["day"], EVENTS["C209"]["announced"]) == ("2019-10-25", "2019-08-20")
    assert (EVENTS["C206"]["day"], EVENTS["C206"]["announced"]) == ("2019-10-23", "2019-09")


def test_conventions_hold_over_all_rows() -> None:
    for row in EVENTS.values():
        codes = {*row["actor"].split(";"), *row["recipient"].split(";")}
        assert "KOS" not in codes, row["id"]
        if row["type"] == "THREATEN":
            assert row["status"] == "threatened", row["id"]
        if row["status"] == "threatened":
            assert row["type"] == "THREATEN", row["id"]
        assert row["type"] != "PROTEST", row["id"]
        if row["type"] in ("COOPERATE", "AID", "SANCTION", "COERCE"):
            assert row["act"] == "deeds", row["id"]
        if row["type"] in ("CONSULT", "ACCUSE", "REQUEST", "THREATEN"):
            assert row["act"] == "words", row["id"]


def test_every_changed_cell_stands_in_the_notes() -> None:
    shared = Path(__file__).parents[3] / "shared" / "case" / "chronology.csv"
    notes = (FOLDER / "NOTES.md").read_text(encoding="utf-8")
    if not shared.exists():
        assert notes.count("\n| C") > 200
        return
    with shared.open(encoding="utf-8", newline="") as lines:
        old = {row["id"]: row for row in csv.DictReader(lines)}
    for name, row in EVENTS.items():
        for now, was in (
            ("type", "plover"),
            ("act", "mode"),
            ("status", "status"),
            ("day", "date"),
        ):
            if row[now] != old[name][was]:
                assert f"| {name} | {now} | {old[name][was]} | {row[now]} |" in notes
        assert row["text"] == old[name]["description"]
