"""An archive without what was read from one language: told in another too, an event stays."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

import pytest

from steelyard.archive import open_archive, without_language
from steelyard.pipeline.ingest.run import read_to

NEWS = [
    ("en1", "reuters", "The Serbian president visited Minsk on Wednesday."),
    ("ru1", "tass", "Президент Сербии посетил Минск."),
    ("ru2", "tass", "Польша выслала двух российских дипломатов."),
    ("en2", "reuters", "France praised Serbia."),
]


@pytest.mark.skipif(find_spec("slovnet") is None, reason="the extra ru is not installed")
def test_a_visit_told_in_two_languages_is_one_and_stays_without_one_of_them(tmp_path: Path) -> None:
    news, path = tmp_path / "news.jsonl", tmp_path / "a.duckdb"
    rows = [
        {"id": i, "publisher": publisher, "text": text, "date": "2021-05-12"}
        for i, publisher, text in NEWS
    ]
    news.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    read_to(path, [str(news)])
    held = open_archive(path)
    events = {
        (tuple(e["actor"]), e["type"], e["reports"]) for e in held.events.to_pyarrow().to_pylist()
    }
    assert events == {
        (("SRB",), "CONSULT", 2),
        (("POL",), "SANCTION", 1),
        (("FRA",), "SUPPORT", 1),
    }
    left = without_language(held, "ru").events.to_pyarrow().to_pylist()
    assert {e["type"] for e in left} == {"CONSULT", "SUPPORT"}
    held.connection.disconnect()
