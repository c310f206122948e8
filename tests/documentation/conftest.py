"""One page run and one site built, for all tests of the docs."""

from __future__ import annotations

from pathlib import Path

import pytest
from documentation import examples, pages, site


@pytest.fixture(scope="session")
def own_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the examples of the page on a case of one's own were run."""
    folder = tmp_path_factory.mktemp("own-case")
    page = (pages.DOCS / "own-case.md").read_text(encoding="utf-8")
    assert examples.run(page, folder, None) == 2
    return folder


@pytest.fixture(scope="session")
def built(own_case: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, with one brief in its gallery."""
    return site.build(tmp_path_factory.mktemp("docs"), {"new-case": own_case / "mycase-brief"})
