"""Ingest: the same events whatever the workers, the format, or how often it was interrupted."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet
from tests.pipeline.ingest.conftest import story

import steelyard as sy
from steelyard.coding import languages
from steelyard.errors import CodingError, SourceError
from steelyard.pipeline.ingest import Options, Run, coders, read_to, run
from steelyard.records import EVENT, Event

News = Callable[..., Path]


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_events_come_in_the_order_of_the_articles(news: News) -> None:
    events = list(sy.read([news(8)]))
    assert [event.document_id for event in events] == ["n1", "n2", "n3", "n5", "n6", "n7"]
    first = events[0]
    assert (first.actor, first.recipient, first.type) == (("SRB",), ("RUS",), "CONSULT")
    assert first.day == date(2019, 12, 4)
    assert first.sentence == story(1)["text"][first.start : first.end]


def test_two_workers_write_the_bytes_that_one_writes(news: News, tmp_path: Path) -> None:
    path = news(40)
    read_to(tmp_path / "one.jsonl", path)
    summary = read_to(tmp_path / "two.jsonl", path, Options(workers=2))
    assert (summary.read, summary.coded, summary.events) == (40, 40, 30)
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()


def test_every_format_holds_the_same_events(news: News, tmp_path: Path) -> None:
    path = news(6)
    for name in ("a.jsonl", "a.csv", "a.parquet"):
        read_to(tmp_path / name, path)
    lines = rows(tmp_path / "a.jsonl")
    assert [list(row) for row in lines] == [EVENT.names] * 4
    assert lines[0]["actor"] == ["SRB"]
    table = parquet.read_table(tmp_path / "a.parquet")
    assert table.schema.equals(EVENT)
    assert table.column("event_id").to_pylist() == [row["event_id"] for row in lines]
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        cells = list(csv.DictReader(file))
    assert [row["event_id"] for row in cells] == [row["event_id"] for row in lines]
    assert (cells[0]["day"], cells[0]["actor"], cells[0]["announced"]) == ("2019-12-04", "SRB", "")


def test_a_copy_is_a_report_of_its_document(news: News, tmp_path: Path) -> None:
    copy = {**story(1), "id": "copy", "publisher": "wire.example", "date": "2019-12-07"}
    events = list(sy.read([news(3, copy)]))
    assert [event.document_id for event in events] == ["n1", "n2"]
    assert (events[0].reports, events[0].publishers) == (2, ("paper1.example", "wire.example"))
    summary = read_to(tmp_path / "a.jsonl", tmp_path / "news.jsonl")
    assert (summary.copies, summary.coded) == (1, 3)
    assert [row["reports"] for row in rows(tmp_path / "a.jsonl")] == [2, 1]


def test_only_what_is_new_is_coded_again(news: News, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    read_to(out, news(6))
    changed = {**story(7), "id": "n3"}
    path = news(8)
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[3] = json.dumps(changed)
    path.write_text("\n".join(lines[1:]), encoding="utf-8")
    summary = read_to(out, path)
    assert (summary.known, summary.coded, summary.copies) == (4, 2, 1)
    fresh = tmp_path / "fresh.jsonl"
    read_to(fresh, path)
    assert out.read_bytes() == fresh.read_bytes()


def test_other_labels_are_another_run(news: News, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    read_to(out, news(3))
    assert read_to(out, news(3)).known == 3
    assert read_to(out, news(3), Options(labels="plover")).known == 0


def test_what_is_not_english_is_reported_and_not_coded(news: News) -> None:
    text = "Predsednik Srbije Aleksandar Vučić sastao se sa predsednikom Rusije u Sočiju. " * 4
    with Run([str(news(2, {"id": "sr", "text": text, "date": "2019-12-05"}))], Options()) as run_:
        assert len(list(run_.events())) == 1
        (reason,) = run_.summary.skipped
    assert reason.startswith("in a language that is not coded")
    assert run_.summary.places[reason][0].endswith("line 3")


def test_russian_without_its_extra_is_reported_with_what_to_install(
    news: News, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(languages, "find_spec", lambda _: None)
    text = "Президент Сербии посетил Минск и провел переговоры с белорусским коллегой."
    row = {"id": "ru", "text": text, "date": "2019-12-05"}
    with Run([str(news(2, row))], Options()) as run_:
        assert len(list(run_.events())) == 1
        (reason,) = run_.summary.skipped
    assert reason == "in a language (ru) that needs: pip install 'steelyard[ru]'"


def test_an_id_that_comes_twice_is_reported(news: News) -> None:
    with Run([str(news(3, story(1), {**story(5), "id": "n2"}))], Options()) as run_:
        list(run_.events())
    assert run_.summary.skipped == {
        "an article that was read before": 1,
        "the id of another article": 1,
    }


def test_articles_without_a_day_take_the_one_given(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    record = {key: value for key, value in story(1).items() if key != "date"}
    path.write_text(json.dumps(record), encoding="utf-8")
    with Run([str(path)], Options()) as run_:
        assert list(run_.events()) == []
        assert run_.summary.undated == 1
        assert any(str(path) in line for line in run_.summary.lines())
    (event,) = sy.read(path, undated=date(2019, 12, 5))
    assert event.day == date(2019, 12, 4)


def test_events_are_held_back_for_a_while_only(news: News, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "HELD_BACK", 1)
    monkeypatch.setattr(coders.Local, "batch", 1)
    copies = [{**story(n), "id": f"copy{n}", "publisher": "wire.example"} for n in (1, 7)]
    events = list(sy.read([news(8, *copies)]))
    assert {event.document_id: event.reports for event in events} == {
        "n1": 1, "n2": 1, "n3": 1, "n5": 1, "n6": 1, "n7": 2,
    }  # fmt: skip


def test_what_breaks_the_coder_is_reported(news: News, monkeypatch: pytest.MonkeyPatch) -> None:
    from steelyard.coding import Coder

    whole = Coder._coded

    def broken(self: Coder, article: Any, *rest: Any) -> Any:
        if article.id == "n2":
            message = "odd"
            raise RecursionError(message)
        return whole(self, article, *rest)

    monkeypatch.setattr(Coder, "_coded", broken)
    with Run([str(news(4))], Options()) as run_:
        assert len(list(run_.events())) == 2
    assert run_.summary.skipped == {"cannot be coded": 1}


def test_a_pipeline_that_is_loaded_afresh_codes_the_same(
    news: News, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = news(24)
    whole = list(sy.read(path))
    monkeypatch.setattr("steelyard.coding.batches.LIFE", 8)
    assert list(sy.read(path)) == whole


def test_nothing_to_read_is_an_error_and_leaves_nothing(tmp_path: Path) -> None:
    empty = tmp_path / "a.txt"
    empty.touch()
    with pytest.raises(SourceError, match="1 empty"):
        list(sy.read([empty]))
    with pytest.raises(SourceError, match="Nothing could be read"):
        read_to(tmp_path / "out.jsonl", empty)
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.parametrize(
    ("name", "said"), [("a.xlsx", "allowed are"), ("a", "no suffix"), ("none/a.csv", "folder")]
)
def test_where_nothing_can_be_written_nothing_is_read(
    news: News, tmp_path: Path, name: str, said: str
) -> None:
    with pytest.raises(SourceError, match=said):
        read_to(tmp_path / name, news(1))


def test_options_that_no_run_has_are_refused() -> None:
    with pytest.raises(CodingError, match="0 workers"):
        Options(workers=0)
    with pytest.raises(SourceError, match="Did you mean 'text=body'"):
        list(sy.read(["-"], columns={"txt": "body"}))


def test_events_are_records() -> None:
    assert sy.Event is Event
