"""The case and its chronology in the browser: kept at once, checked at once, two tabs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import steelyard
from steelyard.case_file import load_case
from steelyard.web.desk import Desk

from .conftest import client_of

FORM = {
    "name": "veto",
    "title": "Did the veto turn Serbia?",
    "clients": "SRB",
    "partner": "EU;NATO",
    "members_of": "EU",
    "rival": "RUS",
    "day": "2019-10-18",
    "shock_actor": "FRA",
    "shock_recipient": "MKD",
    "what": "France refused.",
}


@pytest.fixture
def client(tmp_path: Path, archive: Path) -> Iterator[TestClient]:
    with client_of(Desk([archive], tmp_path)) as made:
        made.post("/cases", data=FORM)
        yield made


def edit(client: TestClient, **said: object) -> dict[str, object]:
    answer = client.post("/cases/veto/rows?format=json", json=said)
    found: dict[str, object] = answer.json()
    return found


def test_a_case_is_made_checked_and_read_by_the_command_line(
    client: TestClient, tmp_path: Path
) -> None:
    page = client.get("/cases/veto")
    assert "Nothing is wrong with it" in page.text
    case = load_case(tmp_path / "veto")
    assert case.clients == ("SRB",)
    assert case.pole("partner").members_of == ("EU",)
    assert case.before.days > 700
    assert (
        "# the states whose alignment is asked about" in (tmp_path / "veto/case.toml").read_text()
    )


def test_a_field_is_kept_although_it_is_wrong_and_can_be_undone(
    client: TestClient, tmp_path: Path
) -> None:
    said = client.post(
        "/cases/veto", json={"path": "clients", "value": "SBR", "before": "SRB"}
    ).json()
    assert "SBR" in said["problems"][0]
    assert '"SBR"' in (tmp_path / "veto/case.toml").read_text()
    other = client.post(
        "/cases/veto?format=json", json={"path": "clients", "value": "MKD", "before": "SRB"}
    )
    assert other.status_code == 400  # the other tab did not know
    assert client.post("/cases/veto/undo").json()["problems"] == []
    assert load_case(tmp_path / "veto").clients == ("SRB",)
    for path, value in (
        ("evidence.events", "../../x"),
        ("poles.a.b.c", "x"),
        ("shock.day", "soon"),
    ):
        wrong = client.post("/cases/veto?format=json", json={"path": path, "value": value})
        assert wrong.status_code == 400


def test_a_case_of_an_archive_needs_no_rows_of_its_own(
    client: TestClient, tmp_path: Path, archive: Path
) -> None:
    said = {**FORM, "name": "held", "title": "", "clients": "Serbia", "rival": "Russia"}
    page = client.post("/cases", data={**said, "archive": "balkans"})
    assert "Did Serbia turn to Russia after 18 October 2019?" in page.text
    assert "Nothing is wrong with it" in page.text
    weigh = client.get("/cases/held/weigh").text
    assert '<option value="balkans" selected>' in weigh
    assert "No chronology yet" in client.get("/cases/held/rows").text
    client.post("/cases/held/chronology")
    assert client.get("/cases/held/rows?format=json").json()["rows"] == []
    case = load_case(tmp_path / "held")
    assert [path.name for path in case.events] == ["chronology.csv"]
    held = steelyard.open_archive(archive)
    found = steelyard.evidence(case, held)  # what was only begun stands in nobody's way
    assert found.events.count().to_pyarrow().as_py() == 314
    assert {card.name for card in found.sources} == {"table"}
    held.connection.disconnect()
    undone = client.post("/cases/held/undo").json()
    assert undone["roles"]["SRB"] == "client"
    assert load_case(tmp_path / "held").events == ()


def test_rows_are_pasted_checked_and_undone(client: TestClient, tmp_path: Path) -> None:
    text = "day\tactor\trecipient\ttype\n2019-11-01\tSRB\tRUS\tCONSULT\n2019-11-02\tSRB\tXXQ\tAGREE"
    said = edit(client, paste=text, key=None, column="id")
    assert said["what"] == "2 rows pasted"
    problems = client.get("/cases/veto/rows/problems?format=json").json()
    assert [(one["column"], "XXQ" in one["text"]) for one in problems] == [("recipient", True)]
    key = problems[0]["key"]
    edit(client, edits=[{"key": key, "column": "recipient", "before": "XXQ", "after": "RUS"}])
    assert client.get("/cases/veto/rows/problems?format=json").json() == []
    assert "SRB,RUS,AGREE" in (tmp_path / "veto/chronology.csv").read_text()
    edit(client, turn="undo")
    edit(client, turn="undo")
    assert len((tmp_path / "veto/chronology.csv").read_text().splitlines()) == 1
    assert edit(client, turn="undo")["what"] is None


def test_what_an_archive_holds_of_a_row_is_suggested(client: TestClient) -> None:
    found = client.get("/cases/veto/rows/matches?archive=balkans&format=json").json()
    assert found
    first = found[0]["cells"]
    edit(client, insert=[first])
    key = client.get("/cases/veto/rows?format=json").json()["rows"][-1][0]
    same = client.get(f"/cases/veto/rows/matches?archive=balkans&key={key}&format=json").json()
    assert found[0]["event"] in {one["event"] for one in same}
    rest = client.get("/cases/veto/rows/matches?archive=balkans&format=json").json()
    assert found[0]["event"] not in {one["event"] for one in rest}


def test_a_built_in_case_stays_and_its_copy_changes(client: TestClient, tmp_path: Path) -> None:
    client.post("/cases", data={"built_in": "balkans-2019"})
    said = {"path": "title", "value": "x"}
    assert client.post("/cases/balkans-2019?format=json", json=said).status_code == 400
    assert (
        client.post("/cases/balkans-2019/rows?format=json", json={"delete": [1]}).status_code == 400
    )
    page = client.post("/cases", data={"copy": "balkans-2019"})
    assert page.url.path == "/cases/balkans-2019-copy"
    assert client.post("/cases/balkans-2019-copy", json=said).json()["problems"] == []
    assert load_case(tmp_path / "balkans-2019-copy").title == "x"


@pytest.mark.parametrize(
    "cell", ["<script>alert(1)</script>", "=1+1", "\u202eabc", "x" * 1_000_000]
)
def test_what_is_hostile_is_kept_and_shown_as_text(client: TestClient, cell: str) -> None:
    edit(client, insert=[{"day": "2019-11-01", "actor": "SRB", "type": "AGREE", "text": cell}])
    columns = client.get("/cases/veto/rows?format=json").json()
    row = dict(zip(columns["columns"], columns["rows"][-1][1:], strict=True))
    assert row["text"] == cell
    assert "<script>alert" not in client.get("/cases/veto/rows").text
    table = client.get("/cases/veto/rows?format=csv").text
    assert ",=1+1" not in table


@pytest.mark.parametrize("name", ["../../etc", "/etc/passwd", "case.toml", "..", ""])
def test_only_the_case_names_its_files(client: TestClient, name: str) -> None:
    answer = client.get("/cases/veto/rows", params={"file": name, "format": "json"})
    assert answer.status_code == (200 if name == "" else 400)
