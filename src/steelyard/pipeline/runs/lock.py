"""The lock of a run: all that must be the same for the same bytes, and where its inputs lay.

brief.json names inputs by content alone, so that it is the same on every machine; what belongs to the
machine (places, versions of libraries) stands in the lock beside it.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from steelyard import cases
from steelyard.errors import CaseError
from steelyard.pipeline.runs.inputs import Input
from steelyard.records import Archive, Case

FILE = "run.lock.json"

#: Changes when what a lock holds does.
FORM = 1

#: Libraries on which a number or a byte of the brief depends.
LIBRARIES = (
    "altair",
    "duckdb",
    "ibis-framework",
    "jinja2",
    "numpy",
    "pyarrow",
    "scipy",
    "vl-convert-python",
)


def lock_of(
    case: Case,
    archive: Archive | None,
    *,
    seed: int,
    weights: str | Path | None,
    inputs: tuple[Input, ...],
    steelyard: str,
) -> dict[str, Any]:
    """Return the lock of a weighing, but for the hashes of the files that are still to be written."""
    where = getattr(archive, "where", None)
    return {
        "form": FORM,
        "steelyard": steelyard,
        "python": platform.python_version(),
        "libraries": {name: version(name) for name in LIBRARIES},
        "case": {"name": case.name, "where": _place(case)},
        "archive": None if archive is None else {"where": _absolute(where)},
        "seed": seed,
        "weights": None if weights is None else _weights(weights),
        "inputs": [asdict(one) for one in inputs],
    }


def _place(case: Case) -> str | None:
    """The name of a built-in case, the folder of another; None for a case built in code."""
    if case.folder is None:
        return None
    if case.name in cases.names() and cases.folder(case.name) == case.folder:
        return case.name
    return str(case.folder.resolve())


def _absolute(where: str | None) -> str | None:
    return where if where is None or "://" in where else str(Path(where).resolve())


def _weights(said: str | Path) -> str:
    return "declared" if str(said) == "declared" else str(Path(said).resolve())


def read_lock(folder: Path) -> Mapping[str, Any]:
    """Read the lock of a run.

    Raises:
        CaseError: There is none, or it is none that this version can read.
    """
    path = folder / FILE
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        msg = (
            f"{path} cannot be read ({error.strerror}). Give the folder of a run that "
            "'steelyard weigh' or brief.save() wrote."
        )
        raise CaseError(msg) from error
    except ValueError as error:
        msg = f"{path} is no JSON ({error}). Weigh the case again; the lock is written with the brief."
        raise CaseError(msg) from error
    if not isinstance(found, dict) or found.get("form") != FORM or "files" not in found:
        msg = f"{path} is no lock of form {FORM}, which this version reads. Weigh the case again."
        raise CaseError(msg)
    return found
