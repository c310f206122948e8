"""POLECAT, ACLED, UCDP GED and PLOVER JSON: small files made here in the published formats."""

from __future__ import annotations

import json
from datetime import date

import pytest
from tests.sources.conftest import Mapped, line
from tests.sources.published import ACLED, POLECAT, UCDP, WIDE

from steelyard.sources import event_source, event_sources


def test_polecat(mapped: Mapped) -> None:
    told = {
        "Event_ID": "P1",
        "Event_Date": "2019-10-25",
        "Event_Type": "Cooperate",
        "Intensity": "7.4",
    }
    serbia = {
        "Actor_Name": "Aleksandar Vulin",
        "Actor_Country": "SRB",
        "Primary_Actor_Sector": "GOV",
    }
    russia = {"Recipient_Name": "Russia", "Recipient_Country": "RUS"}
    body = {"Actor_Name": "European Union", "Actor_Country": "None"}
    lines = [
        {
            **told,
            **serbia,
            **russia,
            "Contexts": "military; Diplomatic;no such",
            "Source": "Tanjug",
        },
        {
            **told,
            **body,
            **russia,
            "Event_Type": "CONSULT",
            "Event_Mode": "visit",
            "Country": "SRB",
        },
        {**told, **serbia, "Recipient_Country": "QQQ", "Event_Mode": "visit"},
        {**told, "Event_Type": "GREET"},
        {**told, "Latitude": "100", "Longitude": "1"},
        {**told, "Event_Date": "None"},
    ]
    text = "\n".join(("\t".join(POLECAT), *(line(POLECAT, "\t", **cells) for cells in lines)))
    rows = mapped("polecat", "polecat.txt", text + "\n")
    assert (rows[0]["actor"], rows[0]["actor_role"], rows[0]["recipient"]) == ("SRB", "GOV", "RUS")
    assert rows[0]["context"] == ["military", "diplomatic"]
    assert (rows[0]["type"], rows[0]["intensity"], rows[0]["publishers"]) == (
        "COOPERATE",
        7.4,
        "Tanjug",
    )
    assert (rows[1]["actor"], rows[1]["mode"], rows[1]["place"]) == ("EU", "visit", "SRB")
    # COOPERATE has no modes, and nobody knows QQQ.
    assert (rows[2]["mode"], rows[2]["recipient"], rows[2]["unknown"]) == (None, "UNK", "QQQ")
    assert [row["problem"] for row in rows] == [
        None,
        None,
        None,
        "unknown type GREET",
        "coordinates beyond the globe",
        "no day: (empty)",
    ]


def test_acled(mapped: Mapped) -> None:
    told = {"event_id_cnty": "SRB1", "event_date": "2023-05-03", "time_precision": "1"}
    protest = {
        "sub_event_type": "Peaceful protest",
        "actor1": "Protesters (Serbia)",
        "inter1": "Protesters",
    }
    police = {"actor1": "Police Forces of Serbia (2017-)", "inter1": "State forces"}
    lines = [
        {**told, **protest, "country": "Serbia", "source": "N1; Danas", "notes": "A march."},
        {
            **told,
            **police,
            "sub_event_type": "Arrests",
            "actor2": "Civilians (Kosovo)",
            "inter2": "7",
        },
        {
            **told,
            **police,
            "time_precision": "3",
            "event_date": "18 May 2023",
            "sub_event_type": "Attack",
        },
        {**told, **protest, "sub_event_type": "Change to group/activity"},
        {**told, **protest, "sub_event_type": "Picnic"},
        {**told, **protest, "time_precision": "9"},
    ]
    text = "\n".join((",".join(ACLED), *(line(ACLED, ",", **cells) for cells in lines)))
    rows = mapped("acled", "acled.csv", text + "\n")
    assert (rows[0]["actor"], rows[0]["actor_role"], rows[0]["recipient"]) == ("SRB", "CVL", None)
    assert (rows[0]["type"], rows[0]["mode"], rows[0]["place"]) == ("PROTEST", "demo", "SRB")
    assert (rows[0]["publishers"], rows[0]["sentence"]) == (["Danas", "N1"], "A march.")
    assert (rows[1]["actor"], rows[1]["actor_role"]) == ("SRB", "COP")
    assert (rows[1]["recipient"], rows[1]["recipient_role"]) == ("XKX", "CVL")
    assert (rows[2]["day"], rows[2]["precision"]) == (date(2023, 5, 1), "month")
    assert rows[3]["outside"] == "no PLOVER type: Change to group/activity"
    assert rows[3]["problem"] is None
    assert [row["problem"] for row in rows[4:]] == [
        "sub-event Picnic",
        "time_precision is none of 1, 2, 3",
    ]


def test_ucdp_reads_states_by_number_and_day(mapped: Mapped) -> None:
    told = {"id": "1", "type_of_violence": "1", "date_prec": "1", "side_b": "UCK"}
    lines = [
        {
            **told,
            "side_a": "Government of Yugoslavia",
            "gwnoa": "345",
            "date_start": "1999-03-24 00:00:00.000",
        },
        {
            **told,
            "side_a": "Government of Russia",
            "gwnoa": "365",
            "date_start": "2000-01-10",
            "date_prec": "4",
        },
        {
            **told,
            "side_b": "Civilians",
            "type_of_violence": "3",
            "date_start": "2019-05-01",
            "date_prec": "5",
        },
        {**told, "gwnoa": "9999", "date_start": "2019-05-01"},
        {**told, "date_start": "2019-05-01", "date_prec": "7"},
    ]
    text = "\n".join((",".join(UCDP), *(line(UCDP, ",", **cells) for cells in lines)))
    rows = mapped("ucdp", "ged.csv", text + "\n")
    assert (rows[0]["actor"], rows[0]["actor_role"]) == (["YUG"], "GOV")
    assert (rows[0]["recipient"], rows[0]["recipient_role"], rows[0]["type"]) == (
        ["UNK"],
        "REB",
        "ASSAULT",
    )
    assert (rows[1]["actor"], rows[1]["day"], rows[1]["precision"]) == (
        ["RUS"],
        date(2000, 1, 1),
        "month",
    )
    assert (rows[2]["recipient_role"], rows[2]["precision"]) == ("CVL", "year")
    assert rows[3]["unknown"] == "9999"
    assert rows[4]["problem"] == "date_prec is none of 1 to 5"


def test_ucdp_in_the_shape_of_recent_releases(mapped: Mapped) -> None:
    told = {"id": "1", "type_of_violence": "1", "date_prec": "1", "date_start": "2019-05-01"}
    cells = line(WIDE, ",", **told, gwnoa="340", side_a="Government of Serbia", side_b="X")
    row = mapped("ucdp", "GEDEvent.csv", ",".join(WIDE) + "\n" + cells + "\n")[0]
    assert (row["actor"], row["recipient_name"], row["problem"]) == (["SRB"], "X", None)
    assert len(WIDE) == 49
    assert set(UCDP) < set(WIDE)


@pytest.mark.parametrize("cell", ["900, 200, 2", "900;200;2", "900,200,2"])
def test_a_coalition_in_one_cell_is_several_actors(mapped: Mapped, cell: str) -> None:
    told = {"id": "1", "type_of_violence": "1", "date_prec": "1", "date_start": "2003-03-24"}
    cells = line(UCDP, ",", **told, gwnoa=f'"{cell}"', gwnob="645", side_a="Three", side_b="Iraq")
    row = mapped("ucdp", "GEDEvent.csv", ",".join(UCDP) + "\n" + cells + "\n")[0]
    assert (row["actor"], row["recipient"]) == (["AUS", "GBR", "USA"], ["IRQ"])
    assert row["unknown"] is None


RECORDS = [
    # As 'steelyard read' writes it.
    {
        "event_id": "e1",
        "day": "2019-10-18",
        "actor": ["SRB"],
        "actor_name": ["Vucic"],
        "actor_role": ["GOV"],
        "recipient": ["RUS", "EAEU"],
        "type": "SUPPORT",
        "status": "planned",
        "announced": "2019-09-14",
        "source": "steelyard",
        "publishers": ["a.rs"],
    },
    # As the gold records of PLOVER have it.
    {
        "id": "g1",
        "date": "2000-01-01",
        "event": "INVESTIGATE",
        "source": ["USAGOV"],
        "target": [{"code": "IGOEUREEC", "name": "Brussels"}],
        "text": "It looked into it.",
        "context": "Legal",
    },
    {"id": "c1", "date": "2000-01-02", "cameo": "057", "source": "Serbia", "target": "QQQ"},
    {"id": "s1", "date": "2000-01-02", "cameo": "010", "source": "SRB", "target": "RUS"},
    {"id": "x1", "date": "2000-01-03", "event": "GREET", "source": "SRB"},
    {"id": "x2", "date": "someday", "event": "AID", "source": "SRB"},
    {"id": "x3", "date": "2000-01-03", "event": "AID", "source": "SRB", "status": "maybe"},
]


def _check(rows: list[dict[str, object]]) -> None:
    ours, gold, cameo, statement, *bad = rows
    assert (ours["actor"], ours["recipient"]) == (["SRB"], ["RUS", "EAEU"])
    assert (ours["actor_name"], ours["actor_role"]) == (["Vucic"], ["GOV"])
    assert (ours["status"], ours["announced"]) == ("planned", date(2019, 9, 14))
    assert (gold["actor"], gold["actor_role"]) == (["USA"], ["GOV"])
    assert (gold["recipient"], gold["recipient_name"]) == (["EU"], ["Brussels"])
    assert (gold["type"], gold["mode"], gold["context"]) == ("ACCUSE", "investigate", ["legal"])
    assert gold["sentence"] == "It looked into it."
    assert (cameo["type"], cameo["code"], cameo["scheme"]) == ("SUPPORT", "057", "cameo")
    assert (cameo["actor"], cameo["recipient"], cameo["unknown"]) == (["SRB"], ["UNK"], "QQQ")
    assert statement["outside"] == "no PLOVER type: CAMEO 010"
    assert [row["problem"] for row in bad] == [
        "unknown type GREET",
        "the day is none",
        "unknown status maybe",
    ]


def test_plover_json_lines(mapped: Mapped) -> None:
    lines = [json.dumps(record) for record in RECORDS]
    rows = mapped("plover_json", "events.jsonl", "\n".join((*lines, "{broken", "[1]")) + "\n")
    _check(rows[: len(RECORDS)])
    assert [row["problem"] for row in rows[len(RECORDS) :]] == ["no JSON object"] * 2


def test_plover_json_with_several_events_of_one_text(mapped: Mapped) -> None:
    two = [
        {"event": "AID", "source": "USA", "target": "SRB"},
        {"event": "PROTEST", "source": ["SRB"]},
    ]
    record = {"id": "t1", "date": "2000-10-09", "text": "It happened.", "events": two}
    rows = mapped("plover_json", "gold.jsonl", json.dumps(record) + "\n")
    assert [row["source_id"] for row in rows] == ["t1-1", "t1-2"]
    assert [row["type"] for row in rows] == ["AID", "PROTEST"]
    assert {(row["day"], row["sentence"]) for row in rows} == {(date(2000, 10, 9), "It happened.")}


def test_plover_json_array(mapped: Mapped) -> None:
    _check(mapped("plover_json", "events.json", json.dumps(RECORDS, indent=1)))


@pytest.mark.parametrize("name", ["acled", "polecat", "ucdp"])
def test_what_has_not_met_a_real_file_says_so(name: str) -> None:
    assert "not yet been run on a real file" in event_source(name).card.limitation


def test_every_source_says_where_it_comes_from_and_what_it_cannot_say() -> None:
    # Tables are the user's own: their files have no publisher and no fixed shape.
    published = [source for source in event_sources() if source.name != "table"]
    assert len(published) == 8
    for source in published:
        card = source.card
        assert source.name == card.name
        assert all((card.title, card.publisher, card.address, card.licence, card.citation))
        assert all((card.coverage, card.limitation, source.layouts))
