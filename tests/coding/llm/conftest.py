"""What tests of the model coder share: a server on this machine, and the model behind it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.coding.llm.fake import FakeServer, serving

from steelyard.coding.llm import Model, endpoint


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeServer]:
    """A fake server; nobody waits long between two attempts."""
    monkeypatch.setattr(endpoint, "FIRST_WAIT", 0.001)
    monkeypatch.setattr(endpoint, "LONGEST_WAIT", 0.01)
    with serving() as fake:
        yield fake


@pytest.fixture
def model(server: FakeServer, tmp_path: Path) -> Model:
    """The model behind the fake server."""
    return Model(name="fake-1", address=server.address, cache=tmp_path / "cache.sqlite")
