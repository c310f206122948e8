from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from tests.fetch.server import Publisher

from steelyard.fetch import Patience

#: Quick to give up, so that the tests are.
QUICK = Patience(connect=2, stall=0.5, attempts=3, first_wait=0.01, longest_wait=0.05)


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    server = Publisher()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def quick() -> Patience:
    return QUICK
