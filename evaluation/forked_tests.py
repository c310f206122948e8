"""The tests of a package run in forks: once unchanged, then in the order that finds a fault soonest."""

from __future__ import annotations

import math
import os
import re
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

#: A run of tests that takes so many times as long as without a fault has no end; at least these seconds.
ENDLESS, LONGEST = 5, 600

#: Exit code of a fork in which pytest itself did not run; its own codes end at 5.
BROKEN = 70

#: Imported before the tests are run in forks.
LIBRARIES = ("pytest", "scipy.optimize", "scipy.stats", "pyarrow", "ibis", "duckdb")

#: Tests that read a clock fail on a busy machine whatever the code does.
CLOCKED = "not seconds and not quick and not fast"


@dataclass(frozen=True, slots=True)
class Baseline:
    """The tests of a package without a fault: the seconds of each, and which fail."""

    seconds: dict[str, float]
    failed: tuple[str, ...]

    def ordered(self, names: list[str], file: str, slowest: float = math.inf) -> list[str]:
        """Return tests in the order to run: new ones, those named like the file, then the quick.

        Tests that take more than ``slowest`` seconds are left out.
        """
        stem = Path(file).stem

        def late(name: str) -> tuple[bool, bool, float]:
            known = self.seconds.get(name)
            return known is not None, stem not in name.split("::", maxsplit=1)[0], known or 0.0

        wanted = (name for name in names if name not in self.failed)
        return sorted((n for n in wanted if self.seconds.get(n, 0.0) <= slowest), key=late)

    @property
    def longest(self) -> float:
        """Seconds after which a run has no end."""
        return max(LONGEST, ENDLESS * sum(self.seconds.values()))


def run_tests(tree: Path, names: list[str], longest: float = LONGEST) -> tuple[str, str]:
    """Run tests in the order given up to the first failure.

    Returns:
        ``killed``, ``survived`` or ``endless``, and the test that failed.
    """
    try:
        code, said = _pytest(tree, ["-x", "--tb=no", *names], longest)
    except TimeoutError:
        return "endless", f"no end after {longest:.0f} s"
    if code == BROKEN:
        msg = f"pytest did not run: {said}"
        raise RuntimeError(msg)
    failed = re.findall(r"^(?:FAILED|ERROR) (.+?)(?: - .*)?$", said, re.MULTILINE)
    if code and not failed:
        failed = (said.strip() or f"exit code {code}").splitlines()[-1:]
    return "killed" if code else "survived", "; ".join(failed)


def baseline(tree: Path, package: str, tests: Sequence[str] = ()) -> Baseline:
    """Run the tests of a package, or those named, unchanged.

    Raises:
        RuntimeError: They did not run to their end.
    """
    code, said = _pytest(
        tree, ["--tb=no", "--durations=0", "-vv", *(tests or [f"tests/{package}"])]
    )
    if code not in {0, 1}:
        msg = f"tests/{package} ended with exit code {code}: {said[-500:]}"
        raise RuntimeError(msg)
    seconds: dict[str, float] = {}
    for spent, name in re.findall(r"^([\d.]+)s (?:call|setup) +(.+)$", said, re.MULTILINE):
        seconds[name] = seconds.get(name, 0.0) + float(spent)
    failed = re.findall(r"^(?:FAILED|ERROR) (.+?)(?: - .*)?$", said, re.MULTILINE)
    return Baseline(seconds, tuple(failed))


def collected(tree: Path, package: str) -> list[str]:
    """Return the names of all tests of a package."""
    _, said = _pytest(tree, ["--collect-only", f"tests/{package}"])
    return [line for line in said.splitlines() if line.startswith("tests/")]


def _pytest(tree: Path, arguments: list[str], longest: float | None = None) -> tuple[int, str]:
    """Run pytest in a fork, which has the libraries already, and return its exit code and text.

    Raises:
        TimeoutError: It did not end within ``longest`` seconds.
    """
    command = ["-q", "-n", "0", "-p", "no:cacheprovider", "--no-header", "-k", CLOCKED, *arguments]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out:
        child = os.fork()
        if not child:
            _in_child(tree, command, out.fileno())
        start = time.monotonic()
        while True:
            ended, status = os.waitpid(child, os.WNOHANG)
            if ended:
                break
            if longest is not None and time.monotonic() - start > longest:
                os.killpg(child, signal.SIGKILL)
                os.waitpid(child, 0)
                raise TimeoutError
            time.sleep(0.1)
        out.seek(0)
        return os.waitstatus_to_exitcode(status), out.read()


def _in_child(tree: Path, command: list[str], out: int) -> NoReturn:
    """Run pytest on the copy and leave; nothing of the parent is cleaned up here."""
    code = BROKEN
    try:
        os.setsid()
        os.chdir(tree)
        os.dup2(out, 1)
        os.dup2(out, 2)
        os.environ["PYTHONPATH"] = str(tree / "src")
        sys.path[:0] = [str(tree / "src"), str(tree)]
        for name in [name for name in sys.modules if name.split(".")[0] == "evaluation"]:
            del sys.modules[name]  # the copy's own is meant
        sys.argv = ["pytest", *command]
        sys.stdout = sys.stderr = os.fdopen(1, "w", closefd=False)
        import pytest

        code = int(pytest.main(command))
        sys.stdout.flush()
    except BaseException:  # noqa: BLE001 - whatever it is, the parent has to see it
        os.write(2, traceback.format_exc().encode())
    finally:
        os._exit(code)


def preload() -> None:
    """Import the libraries that tests of many packages need, once for all forks."""
    for name in LIBRARIES:
        if find_spec(name.split(".", maxsplit=1)[0]) is not None:
            import_module(name)
