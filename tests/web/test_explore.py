"""Looking through an archive: rows, facets, time, pairs, places, one event."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient

import steelyard
from steelyard.archive.index import FACETS
from steelyard.archive.index.event import context_of
from steelyard.pipeline.event_query import chosen_events

HOME = "/archives/balkans"


def ids(archive: Path, **chosen: list[str]) -> list[str]:
    held = steelyard.open_archive(archive)
    found: list[str] = chosen_events(held, chosen, archive).event_id.to_pyarrow().to_pylist()
    held.connection.disconnect()
    return found


def test_rows_are_those_of_the_command_line_page_after_page(
    client: TestClient, archive: Path
) -> None:
    asked = {"actor": "SRB", "status": "happened", "format": "json", "size": "7"}
    found: list[str] = []
    after = None
    while True:
        answer = client.get(f"{HOME}/explore", params=asked | ({"after": after} if after else {}))
        found += [row["event_id"] for row in answer.json()["events"]]
        after = answer.json()["after"]
        if after is None:
            break
    assert found == ids(archive, actor=["SRB"], status=["happened"])
    assert len(found) == answer.json()["found"] > 7


def test_the_newest_come_first_where_asked(client: TestClient) -> None:
    asked = {"format": "json", "size": "5", "order": "newest"}
    first = client.get(f"{HOME}/explore", params=asked).json()
    second = client.get(f"{HOME}/explore", params=asked | {"after": first["after"]}).json()
    days = [row["day"] for row in (*first["events"], *second["events"])]
    assert days == sorted(days, reverse=True)
    assert len({row["event_id"] for row in (*first["events"], *second["events"])}) == 10


def test_every_value_of_a_facet_finds_as_many_as_it_says(client: TestClient) -> None:
    for facet in FACETS:
        answer = client.get(
            f"{HOME}/facets/{facet}", params={"since": "2019-01-01", "format": "json"}
        )
        for value in answer.json()["values"][:3]:
            asked = {facet: value["value"], "since": "2019-01-01", "format": "json"}
            found = client.get(f"{HOME}/explore", params=asked).json()["found"]
            if facet in ("actor", "recipient"):  # a state is followed through its predecessors
                assert found >= value["events"]
            else:
                assert found == value["events"]


def test_words_are_found_in_sentences(client: TestClient, archive: Path) -> None:
    answer = client.get(f"{HOME}/explore", params={"text": '"free trade"', "format": "json"})
    rows = answer.json()["events"]
    assert rows
    assert all("free trade" in row["sentence"].lower() for row in rows)
    assert {row["event_id"] for row in rows} == set(ids(archive, text=['"free trade"']))


def test_the_timeline_adds_up(client: TestClient) -> None:
    for params in ({}, {"actor": "SRB"}, {"since": "2019-10-01", "until": "2019-12-01"}):
        times = client.get(f"{HOME}/timeline", params={**params, "format": "json"}).json()
        found = client.get(f"{HOME}/explore", params={**params, "format": "json"}).json()["found"]
        assert sum(row["events"] for row in times["times"]) == found > 0


@pytest.mark.parametrize(
    ("since", "until", "period"),
    [
        ("2019-10-01", "2019-12-01", "day"),
        ("2018-01-01", "2019-12-31", "week"),
        ("2010-01-01", "2019-12-31", "month"),
    ],
)
def test_a_timeline_goes_by_day_week_or_month(
    client: TestClient, since: str, until: str, period: str
) -> None:
    asked = {"since": since, "until": until, "format": "json"}
    assert client.get(f"{HOME}/timeline", params=asked).json()["period"] == period


def test_a_pair_has_both_directions(client: TestClient) -> None:
    asked = {"actor": "SRB", "recipient": "RUS", "format": "json"}
    there, back = client.get(f"{HOME}/pair", params=asked).json()
    assert (there["actor"], back["actor"]) == ("SRB", "RUS")
    assert there["of"] == client.get(f"{HOME}/explore", params=asked).json()["found"]
    assert sum(there["rungs"].values()) == there["of"]


def test_an_event_names_its_file_and_row(client: TestClient) -> None:
    row = client.get(f"{HOME}/explore", params={"format": "json", "size": "1"}).json()["events"][0]
    page = client.get(f"{HOME}/events/{row['event_id']}", params={"format": "json"}).json()
    assert page["event"]["event_id"] == row["event_id"]
    assert page["reports"][0]["file"] == "chronology.csv"
    assert row["sentence"] in client.get(f"{HOME}/events/{row['event_id']}").text.replace(
        "&#39;", "'"
    ).replace("&#34;", '"')


def test_csv_has_every_column_and_runs_nothing(client: TestClient) -> None:
    text = client.get(f"{HOME}/explore", params={"format": "csv", "size": "20"}).text
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 20
    assert {"event_id", "day", "actor", "sentence", "coder"} <= set(rows[0])


def test_what_cannot_be_is_told_with_what_can(client: TestClient) -> None:
    answer = client.get(f"{HOME}/explore", params={"actor": "SBR", "status": "done"})
    assert answer.status_code == 400
    assert "not an actor in the vocabulary" in answer.text
    assert "happened" in answer.text


def test_a_facet_that_takes_too_long_says_so(client: TestClient, monkeypatch: object) -> None:
    from steelyard.archive.index import Index
    from steelyard.errors import TooLongError

    def late(*_: object, **__: object) -> None:
        raise TooLongError

    monkeypatch.setattr(Index, "facet", late)  # type: ignore[attr-defined]
    page = client.get(f"{HOME}/facets/type").text
    assert "longer than two seconds" in page
    assert "wait=1" in page


def test_all_pages_lead_on_within_the_workbench(client: TestClient) -> None:
    for path in ("", "/map", "/pair?actor=SRB&recipient=RUS", "/explore?actor=SRB"):
        page = client.get(f"{HOME}{path}" if path else "/")
        assert page.status_code == 200
        assert "The same on the command line" in page.text
        assert urlsplit(str(page.url)).hostname == "127.0.0.1"


def test_a_piece_of_an_article_begins_and_ends_with_a_whole_word() -> None:
    text = f"{'many ' * 200}The sentence. {'words ' * 200}"
    start = text.index("The")
    row = {"start": start, "end": start + 13, "sentence": "The sentence."}
    before, said, after = context_of(text, row)
    assert said == "The sentence."
    assert set(before.split()) == {"…", "many"}
    assert set(after.split()) == {"words", "…"}
    assert context_of("A. The sentence. B", {**row, "start": 3, "end": 16}) == (
        "A. ",
        "The sentence.",
        " B",
    )
