"""What is shipped: the wheel is whole, the locks cover it, the workflows hold what they promise."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml

from steelyard.library import health

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "steelyard"
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))[
    "project"
]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def named(requirement: str) -> str:
    return re.split(r"[\[=<>!~; ]", requirement, maxsplit=1)[0].lower()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel as `make dist` builds it."""
    to = tmp_path_factory.mktemp("dist")
    uv = str(Path(sys.executable).parent / "uv")
    command = [uv, "build", "-q", "--wheel", "--no-build-isolation", "--python", sys.executable]
    subprocess.run([*command, "-o", str(to), str(ROOT)], check=True)
    return zipfile.ZipFile(next(to.glob("*.whl")))


def test_the_wheel_holds_every_file_of_the_package_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "src/steelyard"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split()
    there = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert {name.removeprefix("src/") for name in tracked} <= there
    assert {name.split("/")[0] for name in there} == {"steelyard"}
    assert "steelyard/py.typed" in there


def test_the_metadata_says_what_it_needs_and_under_which_licence(wheel: zipfile.ZipFile) -> None:
    place = next(name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    text = wheel.read(place).decode()
    assert "License-Expression: Apache-2.0" in text
    assert any(name.endswith("licenses/LICENSE") for name in wheel.namelist())
    for extra in ("mcp", "ru", "pdf", "crate", "spark", "bayes"):
        assert f"Provides-Extra: {extra}" in text
    for minor in (11, 12, 13, 14):
        assert f"Programming Language :: Python :: 3.{minor}" in text
    assert (
        "steelyard = steelyard.cli:main"
        in wheel.read(place.replace("METADATA", "entry_points.txt")).decode()
    )


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_each_dependency_is_locked_with_hashes_and_within_its_bounds(name: str) -> None:
    from packaging.requirements import Requirement

    text = (ROOT / name).read_text(encoding="utf-8")
    pins = dict(re.findall(r"^([a-z0-9._-]+)==([^ ;\\]+)", text, re.MULTILINE))
    assert text.count("--hash=sha256:") > len(pins)
    for requirement in map(Requirement, PROJECT["dependencies"]):
        assert requirement.specifier.contains(pins[requirement.name.lower()]), requirement


def test_a_library_that_only_tests_import_is_no_dependency() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    needed = {named(one) for one in PROJECT["dependencies"]}
    for package, module in (
        ("scikit-learn", "sklearn"),
        ("statsmodels", "statsmodels"),
        ("pandas", "pandas"),
    ):
        imported = re.search(rf"^\s*(?:import|from) {module}\b", source, re.MULTILINE) is not None
        assert package not in needed or imported, package


def test_what_doctor_asks_for_is_what_an_installation_brings() -> None:
    needed = {named(one) for one in PROJECT["dependencies"]}
    assert set(health.CORE) - {"pandas"} <= needed  # which ibis-framework[duckdb] brings


def test_every_action_is_pinned_by_its_content() -> None:
    assert {path.name for path in WORKFLOWS} == {"ci.yml", "release.yml"}
    for path in WORKFLOWS:
        uses = re.findall(r"uses: (\S+)(.*)", path.read_text(encoding="utf-8"))
        assert uses
        for action, comment in uses:
            assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", action), action
            assert re.search(r"# v\d+\.\d+\.\d+", comment), action


def test_only_the_job_that_publishes_may_prove_who_it_is_and_no_secret_is_used() -> None:
    for path in WORKFLOWS:
        text = path.read_text(encoding="utf-8")
        content = yaml.safe_load(text)
        assert content["permissions"] == {"contents": "read"}
        assert "secrets." not in text
        asked = {
            name
            for name, job in content["jobs"].items()
            if "id-token" in job.get("permissions", {})
        }
        assert asked == ({"publish"} if path.name == "release.yml" else set())
    publish = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text(encoding="utf-8"))[
        "jobs"
    ]["publish"]
    assert publish["environment"] == {"name": "pypi"}
    assert [step["uses"].split("@")[0] for step in publish["steps"]] == [
        "actions/download-artifact",
        "pypa/gh-action-pypi-publish",
    ]


def test_the_make_targets_and_tests_that_workflows_name_are_there() -> None:
    targets = set(
        re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    )
    for path in WORKFLOWS:
        for called in re.findall(
            r"run: make ([a-z ]+)$", path.read_text(encoding="utf-8"), re.MULTILINE
        ):
            assert set(called.split()) <= targets
        for name in re.findall(r"\btests/[\w./]+", path.read_text(encoding="utf-8")):
            assert (ROOT / name).exists(), name


def test_the_container_copies_files_that_are_there_and_runs_as_nobody_special() -> None:
    text = (ROOT / "Containerfile").read_text(encoding="utf-8")
    allowed = (ROOT / ".containerignore").read_text(encoding="utf-8").splitlines()
    for files in re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.MULTILINE):
        for name in files.split():
            assert (ROOT / name).exists()
            assert f"!{name}" in allowed
    assert "--require-hashes" in text
    assert text.index("USER 1000") < text.index("ENTRYPOINT")
    assert (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() == allowed
