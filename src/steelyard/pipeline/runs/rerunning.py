"""A run again: the same bytes, or what differs and what may be why."""

from __future__ import annotations

import json
import platform
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import steelyard
from steelyard.pipeline.progress import Progress
from steelyard.pipeline.runs.inputs import file_hash, inputs_of, values_of
from steelyard.pipeline.runs.lock import read_lock
from steelyard.pipeline.runs.places import archive_there, case_there
from steelyard.records import Archive, Case

#: The files of every brief; others (PDF, Word) bear the time at which they were made.
COMPARED = ("brief.html", "brief.json", "brief.md", "findings.csv")

#: Places of brief.json that are shown where it differs.
SHOWN = 8


@dataclass(frozen=True, slots=True, repr=False)
class Rerun:
    """What a second run gave beside the first.

    ``files`` says of each file whether its bytes are the same; ``causes`` are the inputs and versions
    that are no longer those of the lock; ``places`` are the places of brief.json that differ, the
    value then and now; ``edited`` are files that were changed after the run wrote them.
    """

    folder: Path
    files: Mapping[str, bool]
    causes: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        """Whether every file has the same bytes."""
        return all(self.files.values())

    def __repr__(self) -> str:
        """One line: the same, or what differs."""
        differ = [name for name, same in self.files.items() if not same]
        return f"<Rerun {self.folder}: {'the same bytes' if self.same else ', '.join(differ) + ' differ'}>"

    def __str__(self) -> str:
        """What was found, in plain lines."""
        return "\n".join(self.lines())

    def lines(self) -> list[str]:
        """Return what was found, in plain lines."""
        if self.same:
            found = [f"The same bytes: {', '.join(self.files)}."]
        else:
            found = [
                f"{name}: {'the same' if same else 'differs'}" for name, same in self.files.items()
            ]
        found += [f"{name} was changed after the run wrote it." for name in self.edited]
        if self.causes:
            found += ["No longer what it was:", *(f"  {cause}" for cause in self.causes)]
        if self.places:
            found += ["In brief.json:", *(f"  {place}" for place in self.places)]
        return found

    def to_dict(self) -> dict[str, Any]:
        """Return what was found as plain values."""
        return {
            "folder": str(self.folder),
            "same": self.same,
            "files": dict(self.files),
            "causes": list(self.causes),
            "places": list(self.places),
            "edited": list(self.edited),
        }


def rerun(
    folder: str | Path,
    *,
    case: Case | None = None,
    archive: Archive | None = None,
    offline: bool = False,
    progress: Progress | None = None,
) -> Rerun:
    """Weigh the case of a run again, as its lock says, and compare the bytes.

    Args:
        folder: What ``brief.save`` wrote.
        case: The case, where it was built in code from a record too large to be kept in brief.json.
        archive: The archive, where it lies elsewhere now.
        offline: Ask nothing that is not on this machine.
        progress: Told of each step.

    Returns:
        Whether the bytes are the same; where they are not, what differs and which inputs and
        versions are no longer the same.

    Raises:
        CaseError: The folder holds no run, or an input of it is missing.
        ArchiveError: The archive is missing, or would need a network.

    >>> import tempfile, steelyard as sy
    >>> with tempfile.TemporaryDirectory() as out:
    ...     _ = sy.weigh(sy.load_case("balkans-2019")).save(out)
    ...     sy.rerun(out).same
    True
    """
    from steelyard.pipeline.weighing import weigh, weights_of

    folder = Path(folder)
    lock = read_lock(folder)
    asked = case or case_there(lock, folder)
    held = archive or archive_there(lock, offline=offline)
    seed, weights = int(lock["seed"]), lock["weights"]
    now = values_of(inputs_of(asked, held, weights_of(weights)))
    causes = (*_inputs(lock["inputs"], now), *_versions(lock))
    brief = weigh(asked, archive=held, seed=seed, weights=weights, progress=progress)
    with tempfile.TemporaryDirectory(prefix="steelyard-") as made:
        brief.save(made)
        there = [name for name in COMPARED if (folder / name).is_file()]
        same = {name: _bytes(folder / name) == _bytes(Path(made) / name) for name in there}
        places = () if same.get("brief.json", True) else _places(folder, Path(made))
    lost = [name for name in COMPARED if name not in there]
    edited = [name for name in there if file_hash(folder / name) != lock["files"].get(name)]
    return Rerun(
        folder,
        {**same, **dict.fromkeys(lost, False)},
        causes=(*causes, *(f"{name} is gone from the folder" for name in lost)),
        places=places,
        edited=tuple(edited),
    )


def _bytes(path: Path) -> bytes:
    return path.read_bytes()


def _inputs(then: Sequence[Mapping[str, Any]], now: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """The inputs that differ, came or went."""
    old = {(one["kind"], one["name"]): one for one in then}
    new = {(one["kind"], one["name"]): one for one in now}
    for kind, name in sorted({*old, *new}):
        before, after = old.get((kind, name)), new.get((kind, name))
        if before is None:
            yield f"{kind} {name} was no input then"
        elif after is None:
            yield f"{kind} {name} is no input now"
        elif before["sha256"] != after["sha256"]:
            yield f"{kind} {name} has other content than then"


def _versions(lock: Mapping[str, Any]) -> Iterator[str]:
    now = {"steelyard": steelyard.__version__, "python": platform.python_version()}
    then = {"steelyard": lock["steelyard"], "python": lock["python"]}
    for name, old in then.items():
        if now[name] != old:
            yield f"{name} was {old}, is {now[name]}"
    for name, old in lock["libraries"].items():
        try:
            new = version(name)
        except PackageNotFoundError:
            new = "not installed"
        if new != old:
            yield f"{name} was {old}, is {new}"


def _places(folder: Path, made: Path) -> tuple[str, ...]:
    """The first places at which brief.json differs, with the value then and now."""
    try:
        then = json.loads((folder / "brief.json").read_text(encoding="utf-8"))
    except ValueError:
        return ("brief.json of the run is no JSON any more",)
    now = json.loads((made / "brief.json").read_text(encoding="utf-8"))
    found = list(_differences(then, now, ""))
    more = len(found) - SHOWN
    return (*found[:SHOWN], *([f"and {more} more places"] if more > 0 else []))


def _differences(then: Any, now: Any, at: str) -> Iterator[str]:
    if isinstance(then, dict) and isinstance(now, dict):
        for key in sorted({*then, *now}):
            yield from _differences(then.get(key), now.get(key), f"{at}.{key}" if at else key)
    elif isinstance(then, list) and isinstance(now, list) and len(then) == len(now):
        for number, (a, b) in enumerate(zip(then, now, strict=True)):
            yield from _differences(a, b, f"{at}[{number}]")
    elif then != now:
        yield f"{at}: {_short(then)} -> {_short(now)}"


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:57]}..."
