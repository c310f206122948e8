"""Articles into an archive: it accumulates, forgets nothing, takes nothing twice, and can be weighed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.pipeline.ingest.conftest import story

import steelyard as sy
from steelyard.errors import ArchiveError
from steelyard.pipeline.ingest import Options, archive_sink, read_to
from steelyard.records import EVENT, Case

News = Callable[..., Path]


def held(path: Path, table: str = "events") -> list[dict[str, Any]]:
    archive = sy.open_archive(path)
    rows: list[dict[str, Any]] = getattr(archive, table).to_pyarrow().to_pylist()
    archive.connection.disconnect()
    return rows


def dated(number: int) -> dict[str, Any]:
    """A story of its own week, so that no two are reports of one event."""
    day = date(2019, 9, 5) + timedelta(weeks=number)
    return {**story(number), "date": day.isoformat()}


def write(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


def test_articles_events_and_reports_are_in_the_archive(tmp_path: Path) -> None:
    rows = [dated(number) for number in (1, 2, 9, 4)]
    copy = {**dated(1), "id": "copy", "publisher": "wire.example"}
    path = tmp_path / "a.duckdb"
    read_to(path, write(tmp_path / "news.jsonl", *rows, copy))
    events = sorted(held(path), key=lambda row: str(row["document_id"]))
    assert [row["document_id"] for row in events] == ["n1", "n2", "n9"]
    assert list(events[0]) == EVENT.names
    assert (events[0]["reports"], events[0]["publishers"]) == (
        2,
        ["paper1.example", "wire.example"],
    )
    articles = {row["document_id"]: row for row in held(path, "articles")}
    assert {name: row["document"] for name, row in articles.items()} == {
        "n1": "n1", "n2": "n2", "n9": "n9", "n4": "n4", "copy": "n1",
    }  # fmt: skip
    start, end = events[0]["start"], events[0]["end"]
    assert articles["n1"]["text"][start:end] == events[0]["sentence"]
    assert articles["n4"]["file"].endswith("news.jsonl line 4")


def test_an_archive_accumulates_and_takes_nothing_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive_sink, "AT_ONCE", 2)
    path = tmp_path / "a.duckdb"
    first = write(tmp_path / "monday.jsonl", *map(dated, (1, 2, 3)))
    second = write(tmp_path / "tuesday.jsonl", *map(dated, (3, 5, 6)))
    read_to(path, first)
    assert read_to(path, second).known == 1
    assert read_to(path, [first, second]).coded == 0
    assert [row["document_id"] for row in held(path)] == ["n1", "n2", "n3", "n5", "n6"]
    path.unlink()
    told = list(read_to(path, first).lines())  # it is stored again where the archive is new
    assert any("brought back 2 articles" in line and ".finished keeps" in line for line in told)
    assert {row["document_id"] for row in held(path)} == {"n1", "n2", "n3", "n5", "n6"}


def test_a_copy_that_comes_later_is_a_report_of_its_document(tmp_path: Path) -> None:
    path = tmp_path / "a.duckdb"
    news = write(tmp_path / "news.jsonl", dated(1))
    read_to(path, news)
    copy = {**dated(1), "id": "copy", "publisher": "wire.example"}
    read_to(path, write(news, dated(1), copy))
    (event,) = held(path)
    assert (event["reports"], event["publishers"]) == (2, ["paper1.example", "wire.example"])


def test_a_file_that_is_no_archive_is_refused_before_any_work(news: News, tmp_path: Path) -> None:
    path = tmp_path / "a.duckdb"
    path.write_text("no archive", encoding="utf-8")
    with pytest.raises(ArchiveError):
        read_to(path, news(1))
    assert path.read_text(encoding="utf-8") == "no archive"


def test_a_case_is_weighed_on_articles_alone_or_beside_its_chronology(
    tmp_path: Path, small_case: Case
) -> None:
    path = tmp_path / "a.duckdb"
    options = Options(systematic=True)
    read_to(path, write(tmp_path / "news.jsonl", *map(dated, (1, 2, 9))), options)
    archive = sy.open_archive(path)
    assert [(card.name, card.sampling, card.rows) for card in archive.sources] == [
        ("steelyard", "systematic", 3)
    ]
    case = replace(sy.load_case("balkans-2019"), clients=("MKD",), claims=())
    beside = sy.weigh(case, archive=archive, seed=0)
    assert "steelyard" in {card.name for card in beside.sources}
    alone = sy.weigh(small_case, archive=archive, seed=0)  # it has no files of its own
    assert {card.name for card in alone.sources} == {"steelyard"}
    archive.connection.disconnect()
