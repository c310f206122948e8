"""A run again: the same bytes, or what differs; and as a crate that can be run again elsewhere."""

from __future__ import annotations

import json
import shutil
import tomllib
import zipfile
from pathlib import Path

import pandas as pd
import pytest

import steelyard as sy
from steelyard.pipeline.runs.rerunning import Rerun

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of a new case, which lies beside it."""
    home = tmp_path_factory.mktemp("rerun")
    sy.new_case(home / "mine")
    sy.weigh(sy.load_case(home / "mine"), seed=4).save(home / "run")
    return home / "run"


def test_the_lock_has_versions_inputs_seed_and_the_hash_of_every_file(run: Path) -> None:
    lock = json.loads((run / "run.lock.json").read_text(encoding="utf-8"))
    assert lock["steelyard"] == sy.__version__
    assert lock["seed"] == 4
    assert lock["case"]["where"] == str(run.parent / "mine")
    assert {one["kind"] for one in lock["inputs"]} == {"case", "events", "weights"}
    assert set(lock["files"]) == {"brief.html", "brief.json", "brief.md", "findings.csv"}
    assert lock["libraries"]["duckdb"]
    assert lock["inputs"] == json.loads((run / "brief.json").read_text())["inputs"]


def test_the_same_bytes_also_from_an_unpacked_crate(run: Path, tmp_path: Path) -> None:
    made = sy.write_crate(run, tmp_path / "run.zip")
    with zipfile.ZipFile(made) as crate:
        crate.extractall(tmp_path / "there")
    there = tmp_path / "there"
    assert not any(str(run.parent) in path.read_text() for path in there.glob("*.json"))
    graph = json.loads((there / "ro-crate-metadata.json").read_text(encoding="utf-8"))["@graph"]
    by_id = {one["@id"]: one for one in graph}
    action = by_id["#weighing"]
    assert {one["@id"] for one in action["object"]} == {"inputs/case.toml", "inputs/chronology.csv"}
    assert {"@id": "brief.html"} in action["result"]
    assert by_id["#steelyard"]["softwareVersion"] == sy.__version__
    found = sy.rerun(there, offline=True)
    assert found.same
    assert found.lines() == ["The same bytes: brief.html, brief.json, brief.md, findings.csv."]


def test_what_differs_is_said_and_what_may_be_why(run: Path, tmp_path: Path) -> None:
    shutil.copytree(run.parent / "mine", tmp_path / "mine")
    shutil.copytree(run, tmp_path / "run")
    rows = tmp_path / "mine" / "chronology.csv"
    rows.write_text("\n".join(rows.read_text(encoding="utf-8").splitlines()[:-1]) + "\n", "utf-8")
    path = tmp_path / "run" / "run.lock.json"
    lock = json.loads(path.read_text(encoding="utf-8"))
    lock["case"]["where"] = str(tmp_path / "mine")
    lock["libraries"]["duckdb"] = "0.1"
    path.write_text(json.dumps(lock), encoding="utf-8")
    (tmp_path / "run" / "brief.md").write_text("edited", encoding="utf-8")
    (tmp_path / "run" / "findings.csv").unlink()
    found = sy.rerun(tmp_path / "run")
    assert not found.same
    assert found.edited == ("brief.md",)
    assert "events chronology.csv has other content than then" in found.causes
    assert any(cause.startswith("duckdb was 0.1, is ") for cause in found.causes)
    assert "findings.csv is gone from the folder" in found.causes
    assert any(" -> " in place for place in found.places)
    assert "brief.json: differs" in str(found)
    assert repr(found).startswith("<Rerun ")


def test_a_run_that_cannot_be_repeated_says_what_is_missing(run: Path, tmp_path: Path) -> None:
    with pytest.raises(sy.SteelyardError, match=r"run\.lock\.json cannot be read"):
        sy.rerun(tmp_path)
    (tmp_path / "run.lock.json").write_text("{}", encoding="utf-8")
    with pytest.raises(sy.SteelyardError, match="is no lock of form 1"):
        sy.rerun(tmp_path)
    lock = json.loads((run / "run.lock.json").read_text(encoding="utf-8"))
    lock["archive"] = {"where": "bigquery://project/set"}
    (tmp_path / "run.lock.json").write_text(json.dumps(lock), encoding="utf-8")
    with pytest.raises(sy.SteelyardError, match="without --offline"):
        sy.rerun(tmp_path, offline=True)
    with pytest.raises(sy.SteelyardError, match=r"Name a \.zip file"):
        sy.write_crate(run, tmp_path / "crate.tar")


def test_a_case_built_in_code_is_run_again_from_the_rows_of_its_brief(tmp_path: Path) -> None:
    rows = pd.DataFrame(
        {
            "day": ["2018-10-02", "2018-11-25", "2018-12-10", "2019-01-21"],
            "actor": ["RUS", "RUS", "UKR", "RUS"],
            "recipient": ["UKR", "UKR", "RUS", "UKR"],
            "cameo": ["111", "190", "112", "130"],
        }
    )
    case = sy.case(
        client="UKR", partner=["EU", "USA"], rival="RUS", shock="2018-11-25", events=rows
    )
    sy.weigh(case).save(tmp_path)
    assert sy.rerun(tmp_path, case=case).same
    found = sy.rerun(tmp_path)
    assert isinstance(found, Rerun)
    assert found.same, str(found)


def test_the_citation_names_this_version() -> None:
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {sy.__version__}\n" in text
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert f"\nlicense: {project['license']}\n" in text
