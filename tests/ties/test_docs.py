"""docs/ties.md tells of every connector in four lines, and of every indicator that is made."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from steelyard import ties

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "ties.md").read_text(encoding="utf-8")
CODE = "\n".join(
    path.read_text(encoding="utf-8") for path in (ROOT / "src/steelyard/ties").rglob("*.py")
)


@pytest.mark.parametrize("name", [*ties.NAMES, "table"])
def test_a_connector_has_its_four_lines(name: str) -> None:
    section = PAGE.split(f"### {name}\n", 1)[1].split("\n#", 1)[0]
    lines = [line.split(":")[0] for line in section.strip().splitlines()]
    assert [line.removesuffix("s") for line in lines] == ["Get", "Shape", "Use", "Mind"]


def test_every_indicator_that_the_code_names_is_in_the_table() -> None:
    made = set(
        re.findall(r'"((?:unga|trade|arms|treaty|sanctions|visits|igo|regime)\.[a-z_]+)"', CODE)
    )
    made -= {"trade.total", "trade.exports", "trade.imports", "treaty.fta"}  # a user's own rows
    made -= {"unga.split"}  # the start of four names
    assert made
    assert {name for name in made if f"`{name}`" not in PAGE} == set()
