"""Does a change of form leave what is said as it was? ``python -m evaluation.redesign house-before HEAD``.

Two revisions are checked out as temporary worktrees. ``learned.json`` must be the same to the byte, and so
must be what ``--worlds N`` learns anew from the first N simulated worlds; ``brief.json`` of every built-in
case of the earlier revision must be the same but for new keys. What differs is printed; the exit code is
then 1. ``--brief`` adds the pages themselves (brief.md and findings.csv), to the byte. Cases that draw on a
data set need its files: ``--data keds=FILE --data icews=FILE,FILE``; without them they are named and left
out.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]

#: Differences of one file that are printed.
SHOWN = 20

#: Letters of a value that are printed.
WIDE = 100


@dataclass(frozen=True, slots=True)
class Checkout:
    """A revision of the project in a folder of its own."""

    revision: str
    tree: Path

    def run(self, *arguments: str) -> str:
        """Run the command line of this revision and return what it prints.

        Raises:
            SystemExit: It failed; its last lines say why.
        """
        env = os.environ | {"PYTHONPATH": str(self.tree / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, "-m", "steelyard", *arguments]
        done = subprocess.run(
            command, cwd=self.tree, env=env, capture_output=True, text=True, check=False
        )
        if done.returncode:
            said = "\n".join((done.stdout + done.stderr).strip().splitlines()[-5:])
            msg = f"{self.revision}: steelyard {' '.join(arguments)} failed:\n{said}"
            raise SystemExit(msg)
        return done.stdout

    def cases(self) -> list[str]:
        """Return the names of the built-in cases."""
        folders = sorted((self.tree / "src" / "steelyard" / "cases").glob("*/case.toml"))
        return [path.parent.name for path in folders if not path.parent.name.startswith("_")]

    def learned(self) -> bytes:
        """Return the weights that this revision ships."""
        (path,) = (self.tree / "src").rglob("learned.json")
        return path.read_bytes()

    def needs(self, case: str) -> list[str]:
        """Return the data sets that a case draws on."""
        path = self.tree / "src" / "steelyard" / "cases" / case / "case.toml"
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
        named: list[str] = settings.get("evidence", {}).get("archive", [])
        return named

    def load(self, source: str, files: Sequence[str], out: Path) -> Path:
        """Load the files of a data set and return the archive."""
        archive = out / self.tree.name / f"{source}.duckdb"
        if not archive.exists():
            archive.parent.mkdir(exist_ok=True)
            self.run("load", source, *files, "--to", str(archive))
        return archive

    def weigh(self, case: str, out: Path, data: Mapping[str, Sequence[str]]) -> Path:
        """Weigh a built-in case and return the folder of its brief."""
        folder = out / self.tree.name / case
        archives = [self.load(name, data[name], out) for name in self.needs(case)]
        options = [option for path in archives for option in ("--archive", str(path))]
        self.run("weigh", case, "--out", str(folder), "--seed", "0", *options)
        return folder

    def calibrate(self, worlds: int, out: Path) -> bytes:
        """Learn weights from a few worlds and return them."""
        path = out / f"{self.tree.name}.json"
        self.run("calibrate", "--worlds", str(worlds), "--to", str(path))
        return path.read_bytes()


@contextmanager
def checkouts(*revisions: str) -> Iterator[list[Checkout]]:
    """Revisions as temporary worktrees, taken away afterwards."""
    with tempfile.TemporaryDirectory(prefix="redesign-") as folder:
        found = [
            Checkout(revision, Path(folder) / f"{at}") for at, revision in enumerate(revisions)
        ]
        try:
            for one in found:
                _git("worktree", "add", "--quiet", "--detach", str(one.tree), one.revision)
            yield found
        finally:
            for one in found:
                if one.tree.exists():
                    _git("worktree", "remove", "--force", str(one.tree))


def differences(before: Any, after: Any, at: str = "") -> Iterator[str]:
    """Yield a line for everything that is not the same; keys that only ``after`` has are new.

    ``-0.0`` is not ``0.0`` and ``1`` is not ``1.0``: the text of the file is what counts.
    """
    if isinstance(before, dict) and isinstance(after, dict):
        for key, value in before.items():
            if key in after:
                yield from differences(value, after[key], f"{at}.{key}" if at else key)
            else:
                yield f"{at}.{key} is gone"
        order = [key for key in after if key in before]
        if order != [key for key in before if key in after]:
            yield f"{at or 'the whole'}: the keys are in another order"
    elif isinstance(before, list) and isinstance(after, list):
        if len(before) != len(after):
            yield f"{at}: {len(before)} rows became {len(after)}"
        for number, (one, other) in enumerate(zip(before, after, strict=False)):
            yield from differences(one, other, f"{at}[{number}]")
    elif json.dumps(before) != json.dumps(after):
        yield f"{at}: {_short(before)} became {_short(after)}"


def compare_learned(before: bytes, after: bytes, name: str) -> list[str]:
    """Return a line where the weights are not the same to the byte."""
    if before == after:
        return []
    hashes = (hashlib.sha256(text).hexdigest()[:12] for text in (before, after))
    return [f"{name}: {' became '.join(hashes)}", *_first(before, after)]


def compare_briefs(before: Path, after: Path, *, pages: bool) -> list[str]:
    """Return what differs between the briefs of one case."""
    briefs = [json.loads((folder / "brief.json").read_bytes()) for folder in (before, after)]
    found = list(differences(*briefs))
    if pages:
        found += [
            f"{name} differs"
            for name in ("brief.md", "findings.csv")
            if (before / name).read_bytes() != (after / name).read_bytes()
        ]
    return found


def _first(before: bytes, after: bytes) -> list[str]:
    return [f"  {line}" for line in differences(json.loads(before), json.loads(after))]


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= WIDE else text[: WIDE - 3] + "..."


def _git(*arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr.strip())
    return done.stdout.strip()


def _say(name: str, found: list[str]) -> bool:
    print(f"{'same' if not found else 'DIFFERS':8} {name}")
    for line in found[:SHOWN]:
        print(f"         {line}")
    if len(found) > SHOWN:
        print(f"         and {len(found) - SHOWN} more")
    return not found


def main(arguments: list[str] | None = None) -> int:
    """Compare two revisions and print what differs; 1 where anything does."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("before", help="a revision")
    parser.add_argument("after", nargs="?", default="HEAD", help="another; HEAD by default")
    parser.add_argument("--worlds", type=int, default=0, metavar="N", help="learn anew as well")
    parser.add_argument("--brief", action="store_true", help="compare the pages as well")
    parser.add_argument(
        "--data", action="append", default=[], metavar="SOURCE=FILE,...", help="files of a data set"
    )
    asked = parser.parse_args(arguments)
    data = {name: files.split(",") for name, _, files in (one.partition("=") for one in asked.data)}
    named = [(one, _git("rev-parse", "--short", one)) for one in (asked.before, asked.after)]
    print(" against ".join(f"{one} ({short})" for one, short in named))
    with (
        checkouts(asked.before, asked.after) as (before, after),
        tempfile.TemporaryDirectory(prefix="briefs-") as out,
        ThreadPoolExecutor(2) as pool,
    ):
        folder = Path(out)
        same = _say("learned.json", compare_learned(before.learned(), after.learned(), "weights"))
        for case in before.cases():
            if missing := set(before.needs(case)) - set(data):
                print(f"left out brief of {case}: it draws on {', '.join(missing)}")
                continue
            one, other = pool.map(
                lambda tree, name=case: tree.weigh(name, folder, data), (before, after)
            )
            same &= _say(f"brief of {case}", compare_briefs(one, other, pages=asked.brief))
        if asked.worlds:
            one, other = pool.map(
                lambda tree: tree.calibrate(asked.worlds, folder), (before, after)
            )
            same &= _say(
                f"learned from {asked.worlds} worlds", compare_learned(one, other, "weights")
            )
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
