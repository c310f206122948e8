"""How rows come in: files of any kind, articles that state no day, what publishers have."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.fetch.server import Publisher, answer, publishing

from steelyard import cases
from steelyard.web import worker
from steelyard.web.desk import Desk, news_files

from .conftest import client_of

TREATY = "Serbia signed a free trade agreement with Russia."


def quiet(what: str, done: int, of: int) -> None:
    """Nobody listens."""


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with publishing() as server:
        yield server


def test_what_publishers_have_is_fetched(publisher: Publisher, tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        made.writestr("20240102.export.CSV", "rows\n")
    publisher.routes["/events/20240102.export.CSV.zip"] = answer(200, packed.getvalue())
    told: list[tuple[int, int]] = []
    said = {
        "name": "gdelt-1",
        "folder": str(tmp_path / "fetched"),
        "since": "2024-01-02",
        "until": "2024-01-03",
        "mirror": publisher.address,
    }
    found = worker.WORK["fetch"](said, lambda _, done, of: told.append((done, of)))
    assert [Path(file).name for file in found["files"]] == ["20240102.export.CSV.zip"]
    assert told[-1] == (1, 1)
    again = worker.WORK["fetch"](said, quiet)
    assert again["lines"] == ["0 files fetched, 1 were there already."]
    assert publisher.count["/events/20240102.export.CSV.zip"] == 1


def test_a_fetch_without_days_is_refused(client: TestClient) -> None:
    page = client.get("/archives/balkans/sources").text
    assert 'value="gdelt-1"' in page
    assert "To be had by hand only" in page
    for form, word in (
        ({"name": "gdelt-1"}, "from which day"),
        ({"name": "gdelt-1", "since": "soon", "until": "2024-01-03"}, "soon"),
        ({"name": "../x"}, "No address is known"),
    ):
        refused = client.post("/archives/balkans/fetch", data=form)
        assert refused.status_code == 400
        assert word in refused.text


def test_files_of_all_kinds_are_told_apart_and_articles_get_their_day(tmp_path: Path) -> None:
    article, odd = tmp_path / "news.txt", tmp_path / "odd.csv"
    article.write_text(TREATY, encoding="utf-8")
    odd.write_text("a,b\n1,2\n", encoding="utf-8")
    table = cases.folder("balkans-2019") / "chronology.csv"
    archive = str(tmp_path / "a.duckdb")
    inputs = [str(article), str(table), str(odd)]
    found = worker.WORK["add"]({"archive": archive, "inputs": inputs}, quiet)
    assert "As table:" in found["lines"]
    assert any("317 rows read" in line for line in found["lines"])
    assert any("odd.csv" in line for line in found["warnings"])
    assert found["undated"] == [str(article)]
    dated = {"archive": archive, "inputs": [str(article)], "dated": {str(article): "2019-11-02"}}
    again = worker.WORK["read"](dated, quiet)
    assert again["undated"] == []
    assert "1 events" in again["lines"][0]


def test_the_sources_of_a_program_are_no_news(tmp_path: Path) -> None:
    for name in ("README.md", "CHANGELOG.md", "requirements-dev.txt", "LICENSE.txt", "story.txt"):
        (tmp_path / name).write_text("words")
    assert [path.name for path in news_files(tmp_path)] == ["story.txt"]
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "page.md").write_text("words")
    assert "docs" in Desk([tmp_path]).news
    (tmp_path / "pyproject.toml").touch()
    assert "docs" not in Desk([tmp_path]).news


def test_a_day_is_asked_for_where_none_was_given(tmp_path: Path) -> None:
    with client_of(Desk((), tmp_path)) as client:
        assert client.post("/jobs/1/dates", data={"all": "2019-11-02"}).status_code == 400
