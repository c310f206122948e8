"""A run as a research object: one zip with the brief, its inputs and what made it (RO-Crate).

The files of the case travel with it; archives do not, since many data sets may not be passed on: they are
named with the hash of their rows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

from steelyard import cases
from steelyard.errors import CaseError
from steelyard.pipeline.runs.lock import FILE, read_lock
from steelyard.pipeline.runs.reading import read_run

#: The profile that the crate keeps: one process with its inputs and outputs.
PROFILE = "https://w3id.org/ro/wfrun/process/0.5"

#: The folder of a crate in which the files of the case lie.
INPUTS = "inputs"

_FORMATS = {
    ".html": "text/html",
    ".json": "application/json",
    ".md": "text/markdown",
    ".csv": "text/csv",
    ".toml": "application/toml",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def write_crate(folder: str | Path, to: str | Path) -> Path:
    """Write a run as an RO-Crate.

    Args:
        folder: What ``brief.save`` wrote.
        to: The zip file to write.

    Returns:
        The file.

    Raises:
        CaseError: The folder holds no run, rocrate is not installed, or the file cannot be written.

    >>> import tempfile, steelyard as sy
    >>> brief = sy.weigh(sy.load_case("balkans-2019"))
    >>> with tempfile.TemporaryDirectory() as out:
    ...     _ = brief.save(out)
    ...     sy.write_crate(out, f"{out}/run.zip").name
    'run.zip'
    """
    try:
        from rocrate.rocrate import ROCrate
    except ImportError as error:
        msg = "An RO-Crate needs the rocrate package. Install it with: pip install 'steelyard[crate]'."
        raise CaseError(msg) from error
    folder, to = Path(folder), Path(to)
    if to.suffix.lower() != ".zip":
        msg = f"A crate is a zip file; {to} is none. Name a .zip file."
        raise CaseError(msg)
    lock, past = read_lock(folder), read_run(folder)
    crate = ROCrate()
    crate.name = f"Steelyard: {past.content.get('title') or past.content['case']}"
    crate.description = past.content["answer"]
    when = datetime.fromtimestamp((folder / FILE).stat().st_mtime, tz=UTC)
    crate.datePublished = when
    crate.license = "Each input under the terms of its publisher; see brief.json, sources"
    crate.root_dataset.append_to("conformsTo", {"@id": PROFILE})
    results = [
        crate.add_file(path, path.name, properties=_about(path))
        for path in sorted(folder.iterdir())
        if path.is_file() and path.name in lock["files"]
    ]
    inputs = list(_case_files(lock, folder))
    kept = {**_about(folder / FILE), "name": "What the run was made from"}
    results.append(crate.add_file(StringIO(_portable(lock, inputs)), FILE, properties=kept))
    objects = [
        crate.add_file(path, f"{INPUTS}/{path.name}", properties=_about(path)) for path in inputs
    ]
    objects += [crate.add(_named(crate, one)) for one in lock["inputs"] if one["kind"] == "archive"]
    tool = crate.add(_tool(crate, lock))
    action = _action(crate, lock, when)
    action["instrument"], action["object"], action["result"] = tool, objects, results
    crate.add(action)
    try:
        crate.write_zip(to)
    except OSError as error:
        msg = f"{to} cannot be written ({error.strerror}). Choose another place with --crate."
        raise CaseError(msg) from error
    return to


def _about(path: Path) -> dict[str, Any]:
    kind = _FORMATS.get(path.suffix.lower())
    return {"contentSize": str(path.stat().st_size), **({"encodingFormat": kind} if kind else {})}


def _portable(lock: Mapping[str, Any], inputs: Sequence[Path]) -> str:
    """The lock without the places of this machine: the case lies in the crate itself."""
    where = INPUTS if inputs else None
    found = {**lock, "case": {**lock["case"], "where": where}}
    if lock["archive"] is not None:
        found["archive"] = {"where": None}
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def _case_files(lock: Mapping[str, Any], folder: Path) -> Iterator[Path]:
    """case.toml and the evidence files of the case, where they still lie there."""
    where = lock["case"]["where"]
    if where is None:
        return
    home = cases.folder(where) if where in cases.names() else folder / where
    names = [one["name"] for one in lock["inputs"] if one["kind"] in ("case", "events", "ties")]
    for name in names:
        if (home / name).is_file():
            yield home / name


def _named(crate: Any, one: Mapping[str, Any]) -> Any:
    """A data set that is named and does not travel."""
    from rocrate.model.contextentity import ContextEntity

    about = {
        "@type": "Dataset",
        "name": one["name"],
        "description": f"{one['rows'] or 'no'} rows of an archive; not passed on with this crate",
        "identifier": f"sha256:{one['sha256']}",
    }
    return ContextEntity(crate, f"#archive-{one['name']}", properties=about)


def _tool(crate: Any, lock: Mapping[str, Any]) -> Any:
    from rocrate.model.contextentity import ContextEntity

    about = {
        "@type": "SoftwareApplication",
        "name": "Steelyard",
        "version": lock["steelyard"],
        "softwareVersion": lock["steelyard"],
        "softwareRequirements": [f"{name} {its}" for name, its in lock["libraries"].items()],
    }
    return ContextEntity(crate, "#steelyard", properties=about)


def _action(crate: Any, lock: Mapping[str, Any], when: datetime) -> Any:
    from rocrate.model.contextentity import ContextEntity

    about = {
        "@type": "CreateAction",
        "name": f"weigh {lock['case']['name']}, seed {lock['seed']}",
        "endTime": when.isoformat(),
    }
    return ContextEntity(crate, "#weighing", properties=about)
