"""ARCHITECTURE.md says what the code is: its tables are compared with it."""

from __future__ import annotations

import re
from pathlib import Path

from steelyard import cases, diagnostics, readings, sources, ties
from steelyard.records import EVENT, TIE

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
PACKAGE = ROOT / "src" / "steelyard"

#: Modules that need no row: the package itself and its door for `python -m`.
UNLISTED = {"__init__.py", "__main__.py"}


def inventory(title: str) -> set[str]:
    """The names listed after a title, up to the full stop."""
    found = re.search(rf"^{title}: (.*?)\.(?:\s|$)", PAGE, re.MULTILINE | re.DOTALL)
    assert found, f"ARCHITECTURE.md has no inventory '{title}'"
    text = re.sub(r"\(.*?\)", "", found.group(1))
    return {name.strip() for name in re.split(r"[,;]", text)}


def modules(folder: str) -> set[str]:
    return {path.stem for path in (PACKAGE / folder).glob("*.py") if path.name != "__init__.py"}


def test_the_module_map_is_the_package() -> None:
    listed = set(re.findall(r"^\| `([a-z_]+(?:\.py|/))` \|", PAGE, re.MULTILINE))
    there = {path.name for path in PACKAGE.glob("*.py")} - UNLISTED
    there |= {f"{path.name}/" for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
    assert listed == there


def test_the_inventories_are_the_code() -> None:
    assert inventory("Diagnostics") == {diagnostic.name for diagnostic in diagnostics.ALL}
    assert inventory("Readings") == {reading.name for reading in readings.declared_readings()}
    assert inventory("Cases") == set(cases.names())
    assert inventory("Sources") == {*sources.NAMES, "table"}
    assert inventory("Ties") == {*ties.NAMES, "table"}


def test_every_question_is_a_diagnostic() -> None:
    assert modules("diagnostics/questions") == set(diagnostics.ORDER)
    assert [diagnostic.name for diagnostic in diagnostics.ALL] == list(diagnostics.ORDER)


def test_it_is_one_page() -> None:
    assert len(PAGE.splitlines()) <= 110


def test_the_conventions_explain_every_column() -> None:
    text = (ROOT / "docs" / "conventions.md").read_text(encoding="utf-8")
    for title, schema in (("event", EVENT), ("tie", TIE)):
        table = text.split(f"## The {title} table")[1].split("\n## ")[0]
        cells = re.findall(r"^\| (`.*?) \|", table, re.MULTILINE)
        assert {name.strip("`") for cell in cells for name in cell.split(", ")} == set(schema.names)


def test_no_folder_of_the_code_has_more_than_fifteen_modules() -> None:
    #: The eighteen questions; moved to a folder of their own they are its only exception.
    many = {
        str(folder.relative_to(PACKAGE))
        for folder in {path.parent for path in PACKAGE.rglob("*.py")}
        if len([path for path in folder.glob("*.py") if path.name != "__init__.py"]) > 15
    }
    assert many <= {"diagnostics", "diagnostics/questions"}
