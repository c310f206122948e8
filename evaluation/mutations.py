"""Do the tests of a package notice a fault in it? ``python -m evaluation.mutations statistics``.

``data/mutations.toml`` lists faults that would change what the program says, each with the reason why it
matters; the list was written before the tests that kill them. Each fault is planted in a copy of the
project, the tests of its package run there until the first failure, and the fault is *killed* where one
fails. ``--random 60`` plants faults drawn with a seed from all places in the packages where an operator
of :mod:`evaluation.mutation_operators` applies.

Tests that fail in the unchanged copy are named and left out. Answers are appended to ``--results`` as they
come: a run that is stopped goes on where it was, and ``--again`` repeats the faults that survived.
``--table`` prints what the file holds.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from evaluation.mutation_operators import sites

ROOT = Path(__file__).parents[1]
LISTED = Path(__file__).parent / "data" / "mutations.toml"
PACKAGES = (
    "statistics",
    "series",
    "sources",
    "ties",
    "archive",
    "diagnostics",
    "readings",
    "coding",
)

#: What a copy needs for its tests to run.
COPIED = ("src", "tests", "evaluation", "benchmarks", "docs", "pyproject.toml")

#: Seconds after which a run of tests counts as killed: a fault may make a loop endless.
LONGEST = 420

#: Tests that read a clock fail on a busy machine whatever the code does.
CLOCKED = "not seconds and not quick and not fast"


@dataclass(frozen=True, slots=True)
class Mutation:
    """A fault: in ``file``, ``place`` (which stands there once) becomes ``replacement``."""

    package: str
    file: str
    place: str
    replacement: str
    why: str

    @property
    def key(self) -> str:
        """The name of the fault in a file of results; it stays when the module moves."""
        text = f"{self.package}\0{self.place}\0{self.replacement}"
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def misfit(self, tree: Path) -> str | None:
        """Say what is wrong where the fault does not fit the code; None where it fits."""
        path = tree / "src" / "steelyard" / self.file
        if not path.exists():
            return f"{self.file} does not exist"
        found = path.read_text(encoding="utf-8").count(self.place)
        if found != 1:
            return f"{self.file}: the place stands there {found} times, not once: {self.place!r}"
        return None

    @contextmanager
    def planted(self, tree: Path) -> Iterator[None]:
        """Hold the fault in a copy of the project, and mend it afterwards."""
        path = tree / "src" / "steelyard" / self.file
        source = path.read_text(encoding="utf-8")
        path.write_text(source.replace(self.place, self.replacement), encoding="utf-8")
        try:
            yield
        finally:
            path.write_text(source, encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Result:
    """What the tests said of a fault: ``killed`` (by which test), ``survived`` or ``misfit``."""

    key: str
    package: str
    file: str
    status: str
    by: str
    seconds: float
    drawn: bool
    revision: str
    what: str


def listed() -> list[Mutation]:
    """Return the faults of the list, in its order."""
    rows = tomllib.loads(LISTED.read_text(encoding="utf-8"))["mutation"]
    return [Mutation(**row) for row in rows]


def drawn(count: int, seed: int, packages: tuple[str, ...] = PACKAGES) -> list[Mutation]:
    """Return faults drawn at random, as many from each package as the count allows."""
    rng = random.Random(seed)
    found = []
    for at, package in enumerate(packages):
        many = count // len(packages) + (at < count % len(packages))
        places = [
            (path, site)
            for path in sorted((ROOT / "src" / "steelyard" / package).rglob("*.py"))
            for site in sites(path.read_text(encoding="utf-8"))
        ]
        for path, site in rng.sample(places, min(many, len(places))):
            found.append(_as_mutation(package, path, site.start, site.end, site.replacement))
    return found


def _as_mutation(package: str, path: Path, start: int, end: int, replacement: str) -> Mutation:
    """A fault at a place of the file, with as many lines around it as make the place unique."""
    source = path.read_text(encoding="utf-8")
    first, last = source.rfind("\n", 0, start) + 1, source.find("\n", end)
    while source.count(source[first:last]) > 1:
        first = source.rfind("\n", 0, max(first - 1, 0)) + 1
        last = source.find("\n", last + 1)
    place = source[first:last]
    changed = source[first:start] + replacement + source[end:last]
    file = str(path.relative_to(ROOT / "src" / "steelyard"))
    return Mutation(package, file, place, changed, "drawn at random")


@contextmanager
def copy() -> Iterator[Path]:
    """A copy of the project in a temporary folder, with the data that lie beside it."""
    with tempfile.TemporaryDirectory(prefix="mutations-") as folder:
        tree = Path(folder) / "project"
        skipped = shutil.ignore_patterns("__pycache__", ".venv", "*.pyc")
        for name in COPIED:
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, tree / name, ignore=skipped)
            else:
                shutil.copy(ROOT / name, tree / name)
        for page in ROOT.glob("*.md"):
            shutil.copy(page, tree / page.name)
        if (ROOT.parent / "shared").exists():
            (Path(folder) / "shared").symlink_to((ROOT.parent / "shared").resolve())
        yield tree


def run_tests(tree: Path, package: str, file: str, left_out: list[str]) -> tuple[bool, str]:
    """Run the tests of a package, those named like the changed file first, to the first failure.

    Returns:
        Whether one failed, and which.
    """
    return _pytest(tree, _ordered(tree, package, file), left_out, ["-x"])


def _pytest(
    tree: Path, files: list[Path], left_out: list[str], more: list[str], longest: float = LONGEST
) -> tuple[bool, str]:
    command = [sys.executable, "-B", "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider"]
    command += ["--no-header", "--tb=no", "-k", CLOCKED, *more]
    command += [f"--deselect={name}" for name in left_out]
    command += [str(path.relative_to(tree)) for path in files]
    env = os.environ | {"PYTHONPATH": str(tree / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            command, cwd=tree, env=env, capture_output=True, text=True, timeout=longest, check=False
        )
    except subprocess.TimeoutExpired:
        return True, f"no end after {longest:g} s"
    failed = re.findall(r"^(?:FAILED|ERROR) (.+?)(?: - .*)?$", done.stdout, re.MULTILINE)
    if done.returncode not in {0, 1, 5}:
        failed = failed or [(done.stdout + done.stderr).strip().splitlines()[-1]]
    return done.returncode not in {0, 5}, "; ".join(failed)


def _ordered(tree: Path, package: str, file: str) -> list[Path]:
    """The test files of a package, those that share most of their name with the file first."""
    stems = {part for part in re.split(r"[/_.]", file) if part not in {"py", package}}

    def far(path: Path) -> tuple[int, str]:
        own = set(re.split(r"[_.]", path.stem)) | {path.stem.removeprefix("test_")}
        full = path.stem.removeprefix("test_") == Path(file).stem
        return -len(own & stems) - 10 * full, str(path)

    return sorted((tree / "tests" / package).rglob("test_*.py"), key=far)


def baseline(tree: Path, package: str) -> list[str]:
    """Return the tests of a package that fail without any fault."""
    failed, names = _pytest(tree, _ordered(tree, package, ""), [], [], 4 * LONGEST)
    return names.split("; ") if failed else []


def run(mutations: list[Mutation], results: Path, *, at_random: bool, again: bool) -> None:
    """Plant the faults one by one in one copy and append what the tests say to the results."""
    known, revision = read_results(results), _revision()
    left_out: dict[str, list[str]] = {}
    with copy() as tree:
        for mutation in mutations:
            before = known.get(mutation.key)
            if before is not None and not (again and before.status != "killed"):
                continue
            package, file = mutation.package, mutation.file
            if package not in left_out:
                left_out[package] = baseline(tree, package)
                print(f"{package}: fails unchanged: {left_out[package]}", flush=True)
            start, misfit = time.monotonic(), mutation.misfit(tree)
            if misfit:
                status, by = "misfit", misfit
            else:
                with mutation.planted(tree):
                    failed, by = run_tests(tree, package, file, left_out[package])
                status = "killed" if failed else "survived"
            taken, what = round(time.monotonic() - start, 1), _what(mutation)
            result = Result(
                mutation.key, package, file, status, by, taken, at_random, revision, what
            )
            with results.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps(asdict(result), ensure_ascii=False) + "\n")
            print(f"{status:9}{taken:6.0f} s  {file}: {what}  [{by[:90]}]", flush=True)


def _what(mutation: Mutation) -> str:
    """The fault in a line: the reason of a listed one, the changed lines of a drawn one."""
    if mutation.why != "drawn at random":
        return mutation.why
    pairs = zip(mutation.place.splitlines(), mutation.replacement.splitlines(), strict=False)
    changed = next(((a.strip(), b.strip()) for a, b in pairs if a != b), ("", ""))
    return f"`{changed[0]}` -> `{changed[1]}`"


def read_results(path: Path) -> dict[str, Result]:
    """Return the last answer for each fault."""
    if not path.exists():
        return {}
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return {row["key"]: Result(**row) for row in rows}


def table(results: Path, mutations: list[Mutation]) -> str:
    """Return the results as a page: a row a package, and the faults that survived."""
    known = read_results(results)
    keys = {mutation.key for mutation in mutations}
    chosen = [row for row in known.values() if row.key in keys]
    by_chance = [row for row in known.values() if row.drawn]
    lines = ["| package | listed | killed | drawn | killed |", "|---|---|---|---|---|"]
    names = [*PACKAGES, *sorted({m.package for m in mutations} - set(PACKAGES))]
    for name in [*names, "all"]:
        cells = []
        for rows in (chosen, by_chance):
            of = [row for row in rows if name in {row.package, "all"} and row.status != "misfit"]
            cells += [str(len(of)), str(sum(row.status == "killed" for row in of))]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    left = [row for row in [*chosen, *by_chance] if row.status != "killed"]
    lines += ["", "Not killed:", ""]
    lines += [
        f"- {'drawn' if row.drawn else 'listed'}, {row.status}, `{row.file}`: {row.what}"
        for row in left
    ]
    return "\n".join(lines)


def _revision() -> str:
    command = ["git", "rev-parse", "--short", "HEAD"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip()


def main(arguments: list[str] | None = None) -> int:
    """Run the listed or the drawn faults of the packages named, or print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("packages", nargs="*", help="all that have listed faults by default")
    parser.add_argument("--random", type=int, default=0, metavar="N", help="draw N faults instead")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--results", type=Path, default=ROOT / "mutations.jsonl")
    parser.add_argument("--again", action="store_true", help="repeat the faults that survived")
    parser.add_argument("--table", action="store_true", help="print what the results hold")
    asked = parser.parse_args(arguments)
    if asked.table:
        print(table(asked.results, listed()))
        return 0
    chosen = drawn(asked.random, asked.seed) if asked.random else listed()
    if asked.packages:
        chosen = [mutation for mutation in chosen if mutation.package in asked.packages]
    run(chosen, asked.results, at_random=bool(asked.random), again=asked.again)
    return 0


if __name__ == "__main__":
    sys.exit(main())
