"""The case and the archive of a run where its lock says they lay, and whether they hold what they held."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from steelyard.archive import open_archive
from steelyard.case_file import load_case
from steelyard.errors import CaseError, SteelyardError
from steelyard.pipeline.runs.inputs import inputs_of, values_of
from steelyard.pipeline.runs.lock import read_lock
from steelyard.pipeline.runs.reading import archive_from, read_run
from steelyard.records import Archive, Case

#: Engines that lie on this machine.
_LOCAL = ("pyspark", "duckdb")


def case_there(lock: Mapping[str, Any], folder: Path) -> Case:
    """Return the case where it lay; one built in code from the rows that brief.json holds.

    Raises:
        CaseError: It is not there any more.
    """
    where = lock["case"]["where"]
    if where is not None:
        beside = folder / where  # an unpacked crate has the case in itself
        found = load_case(beside if beside.is_dir() else where)
        return replace(found, name=lock["case"]["name"])
    past = read_run(folder)
    if not past.whole:
        msg = (
            f"The case of {folder} was built in code, from more rows than its brief.json keeps. Build it "
            "again and hand it over: sy.rerun(FOLDER, case=CASE)."
        )
        raise CaseError(msg)
    made = past.case()
    rows = archive_from(past.rows, made, past.content["record"]["covered"])
    return replace(made, rows=rows)


def archive_there(lock: Mapping[str, Any], *, offline: bool) -> Archive | None:
    """Return the archive that a run drew on; None where it drew on none.

    Raises:
        CaseError: It lay in memory, or needs a network.
        ArchiveError: It is not there any more.
    """
    if lock["archive"] is None:
        return None
    where = lock["archive"]["where"]
    if where is None:
        msg = (
            "The run drew on an archive in memory. Hand it over: sy.rerun(FOLDER, archive=ARCHIVE)."
        )
        raise CaseError(msg)
    scheme = where.partition("://")[0] if "://" in where else ""
    if offline and scheme and scheme not in _LOCAL:
        msg = f"The run drew on {where}, which is not on this machine. Run it again without --offline."
        raise CaseError(msg)
    return open_archive(where)


def rows_there(folder: Path | None) -> Archive | str:
    """Return the record that a run was made from, or why it cannot be had any more.

    Args:
        folder: The run, with its lock; None where only its brief.json was given.
    """
    from steelyard.pipeline.weighing import evidence

    if folder is None:
        return "only its brief.json was given, not its folder"
    try:
        lock = read_lock(folder)
        case, archive = case_there(lock, folder), archive_there(lock, offline=True)
        now = _record(values_of(inputs_of(case, archive, None)))
        then = _record(lock["inputs"])
        if now != then:
            changed = sorted({name for name in {*now, *then} if now.get(name) != then.get(name)})
            return f"{', '.join(changed)} no longer {'holds' if len(changed) == 1 else 'hold'} what it was made from"
        return evidence(case, archive)
    except SteelyardError as error:
        return str(error).rstrip(".").partition(". ")[0]


def _record(inputs: Any) -> dict[str, str]:
    """The hashes of what rows come from, by name."""
    kinds = ("events", "ties", "archive")
    return {one["name"]: one["sha256"] for one in inputs if one["kind"] in kinds}
