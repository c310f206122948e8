"""The public face: each name is documented by an example that runs, checked by mypy and pyright, and kept."""

from __future__ import annotations

import doctest
import functools
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import pytest

import steelyard as sy
from steelyard.pipeline import weighing

ROOT = Path(__file__).parents[1]

#: Their examples take minutes, and are not run.
LONG = {"calibrate"}


@pytest.fixture(scope="module", autouse=True)
def one_weighing(brief: sy.Brief) -> Any:
    """Weigh the built-in case once for all examples: they are many, and it is always the same brief."""
    known: dict[Any, Any] = {(brief.case.name, 0, None): brief}
    weigh = weighing.weigh

    @functools.wraps(weigh)
    def remembered(case: Any, **more: Any) -> Any:
        asked = (case.name, more.get("seed", 0), more.get("weights"))
        if case.rows is not None or asked not in known:
            known[asked] = weigh(case, **more)
        return known[asked]

    weighing.weigh = remembered
    yield
    weighing.weigh = weigh


@pytest.mark.parametrize("name", sy.__all__)
def test_every_public_name_has_an_example_that_runs(name: str) -> None:
    thing = getattr(sy, name)
    found = doctest.DocTestFinder().find(thing, name, globs={})
    examples = [example for test in found for example in test.examples]
    ran = [e for e in examples if name in LONG or not e.options.get(doctest.SKIP)]
    assert any("sy." in example.source for example in ran), f"{name} has no example that runs"
    runner = doctest.DocTestRunner(
        verbose=False, optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    )
    said: list[str] = []
    for test in found:
        runner.run(test, out=said.append)
    assert runner.failures == 0, "".join(said)


def test_the_list_is_whole_and_everything_on_it_is_there() -> None:
    assert list(sy.__all__) == sorted(sy.__all__, key=lambda name: (name.islower(), name))
    assert set(sy.__all__) <= set(dir(sy))
    public = {
        "case", "compare", "calibrate", "diagnose", "load_case", "open_archive", "read", "rerun", "suppose", "weigh",
    }  # fmt: skip
    assert public <= set(sy.__all__)
    assert "rate_change" in sy.statistics.__all__
    with pytest.raises(AttributeError, match="has no attribute 'wiegh'"):
        sy.wiegh  # noqa: B018 - to look is the test


def test_a_name_that_was_changed_works_on_and_names_the_new_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sy._RENAMED, "weigh_case", ("weigh", "0.3"))
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        assert sy.weigh_case is sy.weigh
    (warning,) = said
    assert warning.category is DeprecationWarning
    assert str(warning.message) == (
        "steelyard.weigh_case is now steelyard.weigh and goes with version 0.3. Change the name."
    )
    assert Path(warning.filename).name == Path(__file__).name


def test_pyright_agrees_with_mypy_on_the_types_that_callers_see() -> None:
    # mypy checks the same file with all the others, in `make check`.
    said = subprocess.run(
        [sys.executable, "-m", "pyright", "--pythonpath", sys.executable, "tests/typing/api.py"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    if "error installing" in said.stderr or "ENOTFOUND" in said.stderr:
        pytest.skip("pyright cannot be fetched here")
    assert said.returncode == 0, said.stdout + said.stderr
