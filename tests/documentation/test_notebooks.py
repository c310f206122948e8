"""The two notebooks run from the first cell to the last; `make docs` runs them as scripts of their own."""

from __future__ import annotations

import runpy
import shutil
from pathlib import Path
from typing import Any

import pytest
from documentation.notebooks import FOLDER

import steelyard as sy
from steelyard.pipeline.weighing import weigh


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("what_would_have_told_us", "Serbia and North Macedonia are at best unlikely to have been"),
        ("serbia_2000", "Serbia is "),
    ],
)
def test_a_notebook_runs(  # noqa: PLR0917 - fixtures
    name: str,
    said: str,
    brief: sy.Brief,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def known(case: sy.Case, **more: Any) -> sy.Brief:
        """The brief that all tests share, where it is asked for."""
        return brief if case.name == brief.case.name else weigh(case, **more)

    monkeypatch.setattr(sy, "weigh", known, raising=False)
    monkeypatch.chdir(tmp_path)
    shutil.copy(FOLDER / f"{name}.py", tmp_path)
    runpy.run_path(str(tmp_path / f"{name}.py"), run_name="__main__")
    assert said in capsys.readouterr().out
