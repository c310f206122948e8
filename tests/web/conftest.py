"""One small archive and one client for all tests of the workbench."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from steelyard import cases, pipeline
from steelyard.archive.index import build
from steelyard.web.application import application
from steelyard.web.desk import Desk

TOKEN = "a-token-of-the-tests"
PORT = 8765
HOME = f"http://127.0.0.1:{PORT}"


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The chronology of the built-in case as an archive, with its index."""
    path = tmp_path_factory.mktemp("archive") / "balkans.duckdb"
    pipeline.load("table", [cases.folder("balkans-2019") / "chronology.csv"], path)
    build(path)
    return path


@pytest.fixture(scope="session")
def desk(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk([archive], tmp_path_factory.mktemp("workspace"))


def client_of(desk: Desk) -> TestClient:
    """A browser that was given the token."""
    client = TestClient(
        application(desk, port=PORT, token=TOKEN),
        base_url=HOME,
        headers={"Origin": HOME},
        raise_server_exceptions=False,
    )
    client.get("/", params={"token": TOKEN})
    return client


@pytest.fixture(scope="session")
def client(desk: Desk) -> Iterator[TestClient]:
    with client_of(desk) as made:
        yield made
