"""An archive for one case: the rows of its clients, and what it counts over all the others.

The questions are put to the whole archive once, and what they counted over everybody's events is kept
beside the clients' own rows. So every finding is that of the whole, in a small part of its size.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path

from steelyard.archive import open_archive, reduce
from steelyard.errors import ArchiveError
from steelyard.pipeline.progress import Progress, silent
from steelyard.records import Archive, Case, Window
from steelyard.series import client_codes, collected

#: The table of an archive that says for which case it was loaded.
FOR_CASE = "for_case"


def days_of(case: Case) -> Window:
    """Return the days that the questions of a case look at."""
    windows = case.windows.values()
    return Window(min(window.start for window in windows), max(window.end for window in windows))


def check_case(case: Case, archive: Archive) -> None:
    """Refuse an archive that was loaded for another case, or before this one was changed.

    Raises:
        ArchiveError: It was.
    """
    table = archive.table(FOR_CASE)
    if table is None:
        return
    (row,) = table.to_pyarrow().to_pylist()
    if row["name"] != case.name:
        msg = (
            f"The archive holds only what case '{row['name']}' needs, and this is '{case.name}'. "
            f"Load the files for it: steelyard load SOURCE FILES --to NEW.duckdb --for {case.name}."
        )
        raise ArchiveError(msg)
    if row["digest"] != digest(case):
        msg = (
            f"Case '{case.name}' has changed since the archive was loaded for it (clients, windows, "
            f"poles, gaps, shock or evidence). Load the files again with --for {case.name}."
        )
        raise ArchiveError(msg)


def digest(case: Case) -> str:
    """Return a digest of all that the questions of a case depend on, its evidence files included."""
    found = blake2b(digest_size=12)
    parts = (case.clients, case.poles, sorted(case.windows.items()), case.gaps, case.shock.day)
    found.update(repr((*parts, case.peers)).encode())
    for path in (*case.events, *case.ties):
        found.update(path.read_bytes())
    return found.hexdigest()


@contextmanager
def whole_beside(target: Path) -> Iterator[Path]:
    """A file for the whole archive, beside the one that is to be made; it is gone at the end.

    Raises:
        ArchiveError: The archive to be made is there already.
    """
    if target.exists():
        msg = (
            f"{target} is there already, and an archive for one case is made in one go. "
            "Name a new file, and give all files of events in one command."
        )
        raise ArchiveError(msg)
    whole = target.with_name(f".{target.name}.whole")
    try:
        yield whole
    finally:
        for name in (whole, whole.with_name(f"{whole.name}.wal")):
            name.unlink(missing_ok=True)


def reduce_to(case: Case, whole: Path, target: Path, progress: Progress | None = None) -> None:
    """Make ``target``, the archive of one case, from an archive of all rows.

    Raises:
        ArchiveError: The disk is full.
        SourceError: An evidence file of the case is wrong.
    """
    archive = open_archive(whole)
    try:
        aggregates = counted(case, archive, progress or silent)
    finally:
        archive.connection.disconnect()
    codes = {code for client in case.clients for code in client_codes(client)}
    named = {"name": case.name, "digest": digest(case)}
    part = target.with_name(f".{target.name}.part")
    try:
        reduce(whole, part, codes, named, aggregates)
        part.replace(target)
    finally:
        for name in (part, part.with_name(f"{part.name}.wal")):
            name.unlink(missing_ok=True)


def counted(case: Case, archive: Archive, progress: Progress) -> dict[str, bytes]:
    """Return what weighing a case counts over all rows of an archive, by question.

    It is weighed once for that: whatever else weighing comes to ask is then kept as well.
    """
    from steelyard.pipeline.weighing import weigh

    with collected() as found:
        weigh(case, archive=archive, progress=progress)
    return found
