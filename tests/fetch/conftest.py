from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.fetch.server import Publisher, publishing

from steelyard.fetch import Patience

#: Quick to give up, so that the tests are.
QUICK = Patience(connect=20, stall=2, attempts=3, first_wait=0.01, longest_wait=0.05)


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with publishing() as server:
        yield server


@pytest.fixture
def quick() -> Patience:
    return QUICK
