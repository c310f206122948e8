"""Do the tests of a package notice a fault in it? ``python -m evaluation.mutations statistics``.

``data/mutations.toml`` lists faults that would change what the program says, each with the reason why it
matters; the list was written before the tests that kill them. Each fault is planted in a copy of the
project, the tests of its package run there until the first failure, and the fault is *killed* where one
fails. ``--random 60`` plants faults drawn with a seed from all places in the packages where an operator
of :mod:`evaluation.mutation_operators` applies. A fault of the list that names ``tests`` is answered by
these alone, in seconds rather than minutes: it is killed all the same, while one that survives them may
still be noticed by the others.

The tests of a package run once unchanged: those that fail are named and left out, and the seconds of the
others are kept beside the results, so that quick tests come first. Answers are appended to ``--results`` as
they come: a run that is stopped goes on where it was, and ``--again`` repeats the faults that survived.
``--table`` prints what the file holds.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import random
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from evaluation.forked_tests import Baseline, baseline, collected, preload, run_tests
from evaluation.mutation_operators import Site, sites

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

#: A fault that makes a loop endless is noticed as well.
KILLED = ("killed", "endless")

#: What a copy needs for its tests to run.
COPIED = ("src", "tests", "evaluation", "benchmarks", "docs", "pyproject.toml")


@dataclass(frozen=True, slots=True)
class Mutation:
    """A fault: in ``file``, ``place`` (which stands there once) becomes ``replacement``."""

    package: str
    file: str
    place: str
    replacement: str
    why: str
    tests: tuple[str, ...] = ()  # where not empty, these alone are run

    @property
    def key(self) -> str:
        """The name of the fault in a file of results; it stays when the module moves."""
        text = f"{self.package}\0{self.place}\0{self.replacement}"
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def path(self, tree: Path) -> Path | None:
        """Return the file in a copy of the project: after a move, the one that holds the place."""
        source = tree / "src" / "steelyard"
        if (source / self.file).exists():
            return source / self.file
        files = (source / self.file.split("/", maxsplit=1)[0]).rglob("*.py")
        found = [path for path in files if self.place in path.read_text(encoding="utf-8")]
        return found[0] if len(found) == 1 else None

    def misfit(self, tree: Path) -> str | None:
        """Say what is wrong where the fault does not fit the code; None where it fits."""
        path = self.path(tree)
        if path is None:
            return f"{self.file} does not exist, and no other file holds {self.place!r}"
        found = path.read_text(encoding="utf-8").count(self.place)
        if found != 1:
            return f"{self.file}: the place stands there {found} times, not once: {self.place!r}"
        return None

    @contextmanager
    def planted(self, tree: Path) -> Iterator[None]:
        """Hold the fault in a copy of the project, and mend it afterwards."""
        path = self.path(tree)
        assert path is not None, "misfit() says so beforehand"
        source = path.read_text(encoding="utf-8")
        path.write_text(source.replace(self.place, self.replacement), encoding="utf-8")
        try:
            yield
        finally:
            path.write_text(source, encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Result:
    """What the tests said of a fault: ``killed`` (by which test), ``survived``, ``endless`` or ``misfit``."""

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
    return [Mutation(**{**row, "tests": tuple(row.get("tests", ()))}) for row in rows]


def drawn(count: int, seed: int, packages: tuple[str, ...] = PACKAGES) -> list[Mutation]:
    """Return faults drawn at random, as many from each package as the count allows."""
    rng = random.Random(seed)
    found = []
    for at, package in enumerate(packages):
        many = count // len(packages) + (at < count % len(packages))
        places = _places(package)
        for path, site in rng.sample(places, min(many, len(places))):
            found.append(_as_mutation(package, path, site.start, site.end, site.replacement))
    return found


@cache
def _places(package: str) -> list[tuple[Path, Site]]:
    """All places of a package where an operator applies, in order."""
    return [
        (path, site)
        for path in sorted((ROOT / "src" / "steelyard" / package).rglob("*.py"))
        for site in sites(path.read_text(encoding="utf-8"))
    ]


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


def _baseline_of(tree: Path, package: str, tests: list[str], beside: Path) -> Baseline:
    """The baseline that is kept beside the results, made where there is none."""
    path = beside.with_suffix(".seconds.json")
    kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    name = " ".join(tests) or package
    if name not in kept:
        made = baseline(tree, package, tests)
        kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        kept[name] = asdict(made)
        path.write_text(json.dumps(kept, indent=1), encoding="utf-8")
    found = Baseline(kept[name]["seconds"], tuple(kept[name]["failed"]))
    print(f"{name}: {sum(found.seconds.values()):.0f} s; fails unchanged: {found.failed}")
    return found


def run(
    mutations: list[Mutation],
    results: Path,
    *,
    at_random: bool,
    again: bool,
    slowest: float = math.inf,
) -> None:
    """Plant the faults one by one in one copy and append what the tests say to the results."""
    known, revision = read_results(results), _revision()
    tests: dict[tuple[str, bool], tuple[Baseline, list[str]]] = {}
    with copy() as tree:
        for mutation in mutations:
            before = known.get(mutation.key)
            if before is not None and not (again and before.status not in KILLED):
                continue
            package, file = mutation.package, mutation.file
            asked = package, bool(mutation.tests)
            if asked not in tests:
                few = sorted({t for m in mutations if m.package == package for t in m.tests})
                usual = _baseline_of(tree, package, few if mutation.tests else [], results)
                tests[asked] = usual, collected(tree, package)
            start, misfit = time.monotonic(), mutation.misfit(tree)
            if misfit:
                status, by = "misfit", misfit
            else:
                usual, names = tests[asked]
                if mutation.tests:
                    names = [name for name in names if name.startswith(mutation.tests)]
                chosen = usual.ordered(names, file, slowest)
                if not chosen:
                    msg = f"{file}: no test is left to run that passes unchanged"
                    raise RuntimeError(msg)
                with mutation.planted(tree):
                    status, by = run_tests(tree, chosen, usual.longest)
            taken, what = round(time.monotonic() - start, 1), _what(mutation)
            result = Result(
                mutation.key, package, file, status, by, taken, at_random, revision, what
            )
            with results.open("a", encoding="utf-8") as lines:
                lines.write(f"{as_line(result)}\n")
            print(f"{status:9}{taken:6.0f} s  {file}: {what}  [{by[:90]}]", flush=True)


def _what(mutation: Mutation) -> str:
    """The fault in a line: the reason of a listed one, the changed lines of a drawn one."""
    if mutation.why != "drawn at random":
        return mutation.why
    pairs = zip(mutation.place.splitlines(), mutation.replacement.splitlines(), strict=False)
    changed = next(((a.strip(), b.strip()) for a, b in pairs if a != b), ("", ""))
    return f"`{changed[0]}` -> `{changed[1]}`"


def as_line(result: Result) -> str:
    """Return an answer as a line of the results."""
    return json.dumps(asdict(result), ensure_ascii=False)


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
            cells += [str(len(of)), str(sum(row.status in KILLED for row in of))]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    left = [row for row in [*chosen, *by_chance] if row.status not in KILLED]
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
    parser.add_argument(
        "--slowest", type=float, default=math.inf, metavar="S", help="leave out slower tests"
    )
    parser.add_argument("--again", action="store_true", help="repeat the faults that survived")
    parser.add_argument("--table", action="store_true", help="print what the results hold")
    asked = parser.parse_args(arguments)
    if asked.table:
        print(table(asked.results, listed()))
        return 0
    chosen = drawn(asked.random, asked.seed) if asked.random else listed()
    if asked.packages:
        chosen = [mutation for mutation in chosen if mutation.package in asked.packages]
    preload()
    run(
        chosen,
        asked.results,
        at_random=bool(asked.random),
        again=asked.again,
        slowest=asked.slowest,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
