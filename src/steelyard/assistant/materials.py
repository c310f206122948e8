"""What a server was started on: the only cases, archives and runs that its tools can reach."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from threading import RLock
from typing import TypeVar

from steelyard import cases as built_in
from steelyard.archive import open_archive
from steelyard.case_file import load_case
from steelyard.errors import CaseError
from steelyard.pipeline import evidence, weigh
from steelyard.pipeline.measuring import measured
from steelyard.pipeline.runs.reading import read_run
from steelyard.records import Archive, Brief, Case

Thing = TypeVar("Thing")

#: Verdicts that are kept: nobody fills the memory by asking for one seed after another.
KEPT = 6

#: What makes a folder a run of ``steelyard weigh``.
RUN_FILE = "brief.json"


@dataclass(frozen=True)
class Materials:
    """Cases, archives and runs by the names that tools call them.

    ``lock`` is held by each tool while it asks: an archive's connection serves one at a time.
    """

    cases: Mapping[str, Case]
    archives: Mapping[str, Archive]
    runs: Mapping[str, Path]
    lock: RLock = field(default_factory=RLock, repr=False)
    _records: dict[tuple[str, str], Archive] = field(default_factory=dict, repr=False)
    _briefs: dict[tuple[str, str, int], Brief] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, given: Iterable[str]) -> Materials:
        """Open what the command line names; the built-in cases where it names nothing.

        Args:
            given: Built-in cases, folders with a case.toml, archives, folders of runs.

        Raises:
            CaseError: One of them is none of these, or a case is wrong.
            ArchiveError: An archive cannot be opened.
        """
        cases: dict[str, Case] = {}
        archives: dict[str, Archive] = {}
        runs: dict[str, Path] = {}
        for text in tuple(given) or built_in.names():
            path = Path(text)
            taken = {*cases, *archives, *runs}
            if _is_archive(text):
                archives[_free(path.name, taken)] = open_archive(text)
            elif (path / RUN_FILE).is_file() and not (path / "case.toml").is_file():
                read_run(path)
                runs[_free(path.resolve().name, taken)] = path
            else:
                case = load_case(text)
                cases[_free(case.name, taken)] = case
        return cls(cases, archives, runs)

    def case(self, name: str) -> Case:
        """Return a case that the server was started on.

        Raises:
            CaseError: It was not started on a case of this name.
        """
        return _named(name, self.cases, "case")

    def record(self, source: str, archive: str = "") -> Archive:
        """Return the rows of a case, of an archive, or of a case with those of an archive.

        Raises:
            CaseError: There is none of this name here.
            ArchiveError: The archive is not one for this case.
            SourceError: An evidence file of the case is wrong.
        """
        if source in self.archives and not archive:
            return self.archives[source]
        if (source, archive) not in self._records:
            case = _named(
                source, self.cases, "case" if archive else "case or archive", self.archives
            )
            rows = evidence(case, self.archive(archive))
            self._records[source, archive] = measured(rows, case)
        return self._records[source, archive]

    def archive(self, name: str) -> Archive | None:
        """Return an archive that the server was started on, None where none is named.

        Raises:
            CaseError: It was not started on an archive of this name.
        """
        return _named(name, self.archives, "archive") if name else None

    def brief(self, name: str, archive: str = "", seed: int = 0) -> Brief:
        """Return a case weighed; the last :data:`KEPT` are kept, so that asking again takes no time.

        Raises:
            CaseError: There is no such case or archive here, or the case lacks evidence.
            ArchiveError: The archive is not one for this case.
            SourceError: An evidence file of the case is wrong.
        """
        key = (name, archive, seed)
        if key not in self._briefs:
            made = weigh(self.case(name), archive=self.archive(archive), seed=seed)
            while len(self._briefs) >= KEPT:
                del self._briefs[next(iter(self._briefs))]
            self._briefs[key] = made
        return self._briefs[key]

    def run(self, name: str) -> Path:
        """Return the folder of a run that the server was started on.

        Raises:
            CaseError: It was not started on a run of this name.
        """
        return _named(name, self.runs, "run")


def _is_archive(text: str) -> bool:
    path = Path(text)
    return "://" in text or path.suffix == ".duckdb" or (path / "steelyard.json").is_file()


def _free(name: str, taken: set[str]) -> str:
    """The name, with a number where something bears it already."""
    at = 2
    free = name
    while free in taken:
        free, at = f"{name}-{at}", at + 1
    return free


def _named(
    name: str, there: Mapping[str, Thing], what: str, more: Mapping[str, object] | None = None
) -> Thing:
    if name in there:
        return there[name]
    known = [*there, *(more or {})]
    near = get_close_matches(name, known, n=1)
    hint = f" Did you mean '{near[0]}'?" if near else ""
    started = ", ".join(known) or "none"
    msg = f"The server was started on no {what} '{name[:80]}'. Here: {started}.{hint}"
    raise CaseError(msg)
