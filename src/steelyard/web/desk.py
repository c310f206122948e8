"""What is on the desk: the archives, cases, runs and folders of news that may be asked for by name.

A request names things by the names on these lists; no path of a request ever reaches the disk.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Condition
from typing import TYPE_CHECKING

from steelyard import cases
from steelyard.errors import ArchiveError, CaseError, SteelyardError

if TYPE_CHECKING:  # these load slowly, and the first page needs none of them
    from steelyard.archive.index import Index
    from steelyard.records import Case

#: The file of an archive in a folder, and the file of a case, as their own packages name them.
INNER, FILE = "archive.duckdb", "case.toml"

#: Where runs of weighings lie in the workspace, files that were dropped into the browser, and fetched ones.
RUNS, DROPPED, FETCHED = "runs", "dropped", "fetched"

#: Bytes of an archive below which its counts are made while a reader waits.
SMALL = 40_000_000

#: Seconds that a reader waits for a writer, and for one who has only a few rows to put in.
A_MOMENT, A_WHILE = 0.5, 30.0

#: What a brief's folder holds.
RUN_FILE = "brief.json"

#: Suffixes of files that can hold nothing but news; a table may be anything, and is read when it is named.
NEWS = (".txt", ".md", ".html", ".htm", ".jsonl", ".xml", ".warc", ".docx")

#: Names of files that tell of a program, wherever they lie: nobody means them by news.
_NOT_NEWS = re.compile(
    r"(readme|changelog|changes|license|licence|copying|contributing|code_of_conduct|security|authors|notice|"
    r"architecture|requirements.*|constraints.*|cmakelists|robots|llms)(\.\w+)*",
    re.IGNORECASE,
)

#: The archive that a case was last weighed with, in the folder of the case.
BESIDE = ".workbench.json"

#: What the workbench itself writes beside an archive.
OURS = ".reviews.jsonl"

#: What lies in the folder of a program's sources: the folders beside it are no news.
_PROGRAM = (".git", "pyproject.toml", "package.json", "setup.py")

_UNSAFE = re.compile(r"[^\w.-]+")


@dataclass
class ArchiveDesk:
    """An archive that is looked through by many and written to by one at a time."""

    name: str
    path: Path
    _index: Index | None = None
    _readers: int = 0
    _writing: bool = False
    _brief: bool = False
    _turn: Condition = field(default_factory=Condition)

    @property
    def file(self) -> Path:
        """The file that holds the rows."""
        return self.path / INNER if self.path.is_dir() else self.path

    @property
    def writing(self) -> bool:
        """Whether it is being written to."""
        return self._writing

    @property
    def small(self) -> bool:
        """Whether its counts are made while a reader waits."""
        return self.file.exists() and self.file.stat().st_size < SMALL

    @property
    def ready(self) -> bool:
        """Whether it can be looked through now: its counts are made, or made while a reader waits."""
        from steelyard.archive.index import is_fresh

        with self._turn:
            if not self._written():
                return False
        return self.file.exists() and (self.small or is_fresh(self.file))

    @contextmanager
    def reading(self) -> Iterator[Index]:
        """Give the index; nobody writes meanwhile.

        Raises:
            ArchiveError: It is being written to, or its counts are not made yet.
        """
        from steelyard.archive.index import Index, build, is_fresh

        with self._turn:
            if not self._written():
                msg = f"Archive '{self.name}' is being written to. Wait until the work under Work has ended."
                raise ArchiveError(msg)
            if self._index is not None and not is_fresh(self.file):
                self._close()
            if self._index is None:
                if not is_fresh(self.file) and self.small:
                    build(self.file)
                if not is_fresh(self.file):
                    msg = f"The counts of archive '{self.name}' are not made yet."
                    raise ArchiveError(msg)
                self._index = Index(self.file)
            self._readers += 1
            index = self._index
        try:
            yield index
        finally:
            with self._turn:
                self._readers -= 1
                self._turn.notify_all()

    def _written(self) -> bool:
        """Wait for a writer who is soon done; say whether nobody writes."""
        patience = A_WHILE if self._brief else A_MOMENT
        return self._turn.wait_for(lambda: not self._writing, timeout=patience)

    @contextmanager
    def alone(self, *, brief: bool = False) -> Iterator[Path]:
        """Give the file to whoever writes; what was open for reading is closed first.

        Args:
            brief: Whether readers may wait for it.

        Raises:
            ArchiveError: Somebody else is writing.
        """
        with self._turn:
            if not self._written():
                msg = f"Archive '{self.name}' is being written to. Wait until that has ended."
                raise ArchiveError(msg)
            self._writing, self._brief = True, brief
            self._turn.wait_for(lambda: self._readers == 0, timeout=30)
            self._close()
        try:
            yield self.file
        finally:
            with self._turn:
                self._writing = False
                self._turn.notify_all()

    def _close(self) -> None:
        if self._index is not None:
            self._index.close()
            self._index = None


class Desk:
    """Everything that is served, by name."""

    def __init__(self, said: Sequence[str | Path] = (), workspace: Path | None = None) -> None:
        """Sort what the command names into archives, cases, runs and folders of news.

        Raises:
            SteelyardError: Something is none of these.
        """
        self.archives: dict[str, ArchiveDesk] = {}
        self.cases: dict[str, Path] = {}
        self.runs: dict[str, Path] = {}
        self.news: dict[str, Path] = {}
        self._beside: dict[str, str] = {}
        folders = [Path(name) for name in said if _is_plain_folder(Path(name))]
        self.workspace = (workspace or (folders[0] if folders else Path.cwd())).resolve()
        for name in said:
            self._take(str(name))
        if not said or self.workspace in {folder.resolve() for folder in folders}:
            self.look()

    def _take(self, name: str) -> None:
        path = Path(name)
        if path.suffix == ".duckdb" or (path / INNER).is_file():
            if not path.exists():
                msg = f"Archive {path} is not there. Name one that is, or serve its folder and read or load in the browser."
                raise ArchiveError(msg)
            self.add_archive(path)
        elif name in cases.names() or (path / FILE).is_file() or path.name == FILE:
            self.add_case(path if path.name != FILE else path.parent, name)
        elif (path / RUN_FILE).is_file():
            self._add(self.runs, path.name, path)
        elif path.is_dir():
            self._look_into(path)
        else:
            msg = (
                f"'{name}' is no archive (.duckdb), no case (a built-in one is {', '.join(cases.names())}; "
                "or a folder with case.toml) and no folder. Name one of these."
            )
            raise CaseError(msg)

    def look(self) -> None:
        """Look what the workspace holds by now."""
        self._look_into(self.workspace)

    def _look_into(self, folder: Path) -> None:
        inside = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
        for path in inside:
            if _is_archive(path):
                self.add_archive(path)
            elif path.is_dir() and (path / FILE).is_file():
                self.add_case(path)
            elif path.is_dir() and (path / RUN_FILE).is_file():
                self._add(self.runs, path.name, path)
        program = any((folder / mark).exists() for mark in _PROGRAM)
        runs = folder / RUNS
        if runs.is_dir():
            for path in sorted(runs.iterdir()):
                if (path / RUN_FILE).is_file():
                    self._add(self.runs, path.name, path)
        for place in (folder, *(path for path in inside if path.is_dir() and not program)):
            if (
                place.name not in (RUNS, DROPPED, FETCHED)
                and news_files(place)
                and not (place / FILE).exists()
            ):
                self._add(self.news, place.resolve().name, place)

    def add_archive(self, path: Path) -> str:
        """Put an archive on the desk and return its name."""
        found = {desk.path: name for name, desk in self.archives.items()}
        path = path.resolve()
        if path in found:
            return found[path]
        name = self._free(self.archives, path.stem)
        self.archives[name] = ArchiveDesk(name, path)
        return name

    def add_case(self, path: Path, name: str = "") -> str:
        """Put a case on the desk, a folder or a built-in one, and return its name."""
        folder = cases.folder(name) if name in cases.names() and not path.exists() else path
        return self._add(self.cases, folder.resolve().name, folder)

    def add_run(self, path: Path) -> str:
        """Put a run on the desk and return its name."""
        return self._add(self.runs, path.name, path)

    def add_news(self, path: Path) -> str:
        """Put a folder of news on the desk and return its name."""
        return self._add(self.news, path.name, path)

    def _add(self, shelf: dict[str, Path], name: str, path: Path) -> str:
        path = path.resolve()
        for known, held in shelf.items():
            if held == path:
                return known
        free = self._free(shelf, name)
        shelf[free] = path
        return free

    @staticmethod
    def _free(shelf: object, name: str) -> str:
        plain = safe_name(name)
        number, free = 1, plain
        while free in shelf:  # type: ignore[operator]  # every shelf is a mapping
            number += 1
            free = f"{plain}-{number}"
        return free

    def case(self, name: str) -> Case:
        """Return a case that is on the desk, checked.

        Raises:
            CaseError: There is none of this name, or something in it is wrong.
        """
        from steelyard.case_file import load_case

        return load_case(self.case_folder(name))

    def case_folder(self, name: str) -> Path:
        """Return the folder of a case that is on the desk."""
        if name not in self.cases:
            msg = f"No case '{name}' is on the desk. Choose one on the first page."
            raise CaseError(msg)
        return self.cases[name]

    def is_built_in(self, name: str) -> bool:
        """Say whether a case came with Steelyard: it may be weighed, not changed."""
        return name in cases.names() and self.case_folder(name) == cases.folder(name).resolve()

    def case_word(self, name: str) -> str:
        """Return what the command line calls a case: the name of a built-in one, else its folder."""
        return name if self.is_built_in(name) else str(self.case_folder(name))

    def archive(self, name: str) -> ArchiveDesk:
        """Return an archive that is on the desk.

        Raises:
            ArchiveError: There is none of this name.
        """
        if name not in self.archives:
            msg = f"No archive '{name}' is on the desk. Choose one on the first page."
            raise ArchiveError(msg)
        return self.archives[name]

    def archive_beside(self, case: str) -> str:
        """Return the archive that a case is weighed with: as it was last, or the only one there is.

        Empty where it is weighed by its own rows, or nobody can tell.
        """
        folder = self.case_folder(case)
        said = self._beside.get(case)
        if said is None:
            try:
                found = json.loads((folder / BESIDE).read_text(encoding="utf-8"))
                said = str(found["archive"])
            except (OSError, ValueError, KeyError, TypeError):
                said = ""
        return said if said in self.archives else ""

    def put_beside(self, case: str, archive: str) -> None:
        """Remember which archive a case is weighed with."""
        self._beside[case] = archive
        if not self.is_built_in(case):
            text = json.dumps({"archive": archive})
            with suppress(OSError):  # it is only remembered
                (self.case_folder(case) / BESIDE).write_text(text, encoding="utf-8")

    def run(self, name: str) -> Path:
        """Return the folder of a run that is on the desk."""
        if name not in self.runs:
            msg = f"No run '{name}' is on the desk. Choose one under Runs."
            raise SteelyardError(msg)
        return self.runs[name]

    def archive_at(self, file: Path) -> ArchiveDesk:
        """Return the archive that lies in a file.

        Raises:
            ArchiveError: None on the desk does.
        """
        for held in self.archives.values():
            if held.file == file:
                return held
        msg = f"No archive on the desk lies in {file.name}. Choose one on the first page."
        raise ArchiveError(msg)

    def new_place(self, name: str, suffix: str = "") -> Path:
        """Return a place in the workspace that does not exist yet, named after ``name``."""
        plain = safe_name(name)
        number, place = 1, self.workspace / f"{plain}{suffix}"
        while place.exists():
            number += 1
            place = self.workspace / f"{plain}-{number}{suffix}"
        return place


def safe_name(name: str) -> str:
    """Return a name that may be a file's and stand in an address."""
    return _UNSAFE.sub("-", name).strip(".-")[:80] or "unnamed"


def title_of(name: str) -> str:
    """Return a run's name as people say it: the case, the day and the time."""
    found = re.fullmatch(r"(.+)-(\d{4}-\d\d-\d\d)-(\d\d)(\d\d)(\d\d)(-\d+)?", name)
    return f"{found[1]}, {found[2]} {found[3]}:{found[4]}:{found[5]} UTC" if found else name


def news_files(folder: Path) -> list[Path]:
    """Return the files of a folder that may hold news, by name."""
    try:
        inside = sorted(folder.iterdir())
    except OSError:
        return []
    return [path for path in inside if path.is_file() and is_news(path)]


def is_news(path: Path) -> bool:
    """Whether a file can be nothing but news, by its name."""
    name = path.name.lower()
    hidden = name.startswith(".") or name.endswith(OURS)
    return not hidden and not _NOT_NEWS.fullmatch(name) and name.removesuffix(".gz").endswith(NEWS)


def _is_archive(path: Path) -> bool:
    return (path.is_file() and path.suffix == ".duckdb") or (path / INNER).is_file()


def _is_plain_folder(path: Path) -> bool:
    marks = (INNER, FILE, RUN_FILE)
    return path.is_dir() and not any((path / mark).is_file() for mark in marks)
