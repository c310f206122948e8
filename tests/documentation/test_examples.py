from __future__ import annotations

from pathlib import Path

import pytest
from documentation import examples, pages
from tests.conftest import SHARED

DATA = SHARED / "data"
ALL = sorted([*pages.DOCS.rglob("*.md"), pages.ROOT / "README.md"])


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.relative_to(pages.ROOT).as_posix())
def test_every_command_and_option_that_a_page_names_is_there(path: Path) -> None:
    assert examples.unknown_words(path.read_text(encoding="utf-8")) == []


def test_a_case_of_ones_own_is_weighed_as_the_page_says(own_case: Path) -> None:
    assert (own_case / "mycase-brief" / "brief.html").exists()
    assert {path.name for path in (own_case / "mycase").iterdir()} == {
        "README.md",
        "case.toml",
        "chronology.csv",
    }


# The pages whose examples take longest are run by `make docs` alone.
@pytest.mark.parametrize(("name", "number"), [("from-news.md", 3), ("from-event-data.md", 2)])
def test_the_examples_of_a_page_run(name: str, number: int, tmp_path: Path) -> None:
    page = (pages.DOCS / name).read_text(encoding="utf-8")
    if not all((DATA / file).exists() for file in examples.files(page)):
        pytest.skip("a file that the page asks for is not here")
    assert examples.run(page, tmp_path, DATA) == number


def test_an_example_that_fails_or_prints_something_else_is_found(tmp_path: Path) -> None:
    for text, said in (
        ("$ steelyard weigh nowhere-2019\n", "nowhere-2019"),
        ("$ steelyard cases\nserbia-1804 ...\n", "printed"),
        ("$ steelyard cases --wrong\n", "ended with 2"),
        ("$ rm -r .\n", "only steelyard is run"),
    ):
        with pytest.raises(Exception, match=said):
            examples.run(f"```console\n{text}```\n", tmp_path, None)
    with pytest.raises(ZeroDivisionError):
        examples.run("```python\n1 / 0\n```\n", tmp_path, None)
    assert (
        examples.run("```console\n$ steelyard cases\nbalkans-2019...\n```\n", tmp_path, None) == 1
    )


def test_a_command_or_option_that_there_is_not_is_found() -> None:
    page = (
        "```\nsteelyard wiegh CASE\nsteelyard weigh CASE --sede 3\n```\n`steelyard load x --too Y`"
    )
    assert examples.unknown_words(page) == [
        "steelyard wiegh",
        "steelyard weigh --sede",
        "steelyard load --too",
    ]
