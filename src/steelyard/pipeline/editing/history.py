"""Changes of a case's files, one after the other in a log: undo and redo without end.

An entry says which texts stood where and which stand there now, so that its inverse is an entry
like it and an undone change leaves the very bytes that were there. The entry is on the disk before
the file is, and the file is written whole: whatever happens in between, the next start finds the
entry and finishes it. Where another program has changed the file since, what came before can no
longer be undone, and is not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from typing import Any

from steelyard.errors import CaseError
from steelyard.pipeline.editing.logs import append, clear, entries, replace_file

#: The log in the folder of a case.
LOG = ".edits.jsonl"


@dataclass(frozen=True, slots=True)
class Splice:
    """Texts that stood at a place, and those that stand there now."""

    at: int
    before: tuple[str, ...]
    after: tuple[str, ...]

    def inverse(self) -> Splice:
        """Return the splice that takes this one back."""
        return Splice(self.at, self.after, self.before)

    def apply(self, texts: list[str]) -> None:
        """Put the texts in their place.

        Raises:
            CaseError: Other texts stand there.
        """
        end = self.at + len(self.before)
        if tuple(texts[self.at : end]) != self.before:
            msg = "The rows have changed since. They are shown as they are now; make the change again."
            raise CaseError(msg)
        texts[self.at : end] = self.after


@dataclass
class History:
    """The history of one file of a case.

    Attributes:
        path: The file.
        split: How a content becomes the texts that are counted.
        join: How they become a content.
    """

    path: Path
    split: Callable[[bytes], list[str]]
    join: Callable[[Sequence[str]], bytes]
    texts: list[str] = field(default_factory=list)
    lock: RLock = field(default_factory=RLock)
    version: int = 0
    _done: list[dict[str, Any]] = field(default_factory=list)
    _undone: list[dict[str, Any]] = field(default_factory=list)
    _hash: str = ""
    _stat: tuple[int, int] = (0, 0)

    def __post_init__(self) -> None:
        """Read the log, and finish what was broken off."""
        self._open()

    @property
    def log(self) -> Path:
        """The log."""
        return self.path.with_name(LOG)

    def _open(self) -> None:
        clear(self.path)
        content = self.path.read_bytes()
        mine = [e for e in entries(self.log) if e.get("file") == self.path.name]
        self._done, self._undone = [], []
        for entry in mine:
            self._remember(entry)
        self.version = max((int(entry["n"]) for entry in mine), default=0)
        found = _hash(content)
        if mine and mine[-1]["hash_after"] != found:
            if mine[-1]["hash_before"] == found:  # killed between the log and the file
                texts = self.split(content)
                for splice in _splices(mine[-1]):
                    splice.apply(texts)
                content = self.join(texts)
                replace_file(self.path, content)
            else:  # another program has changed it: the older changes no longer fit
                self._done, self._undone = [], []
        self._take(content)

    def _take(self, content: bytes) -> None:
        self.texts = self.split(content)
        self._hash = _hash(content)
        self._stat = _stat(self.path)

    def refresh(self) -> bool:
        """Read the file again where another program has changed it; say whether it had."""
        with self.lock:
            if _stat(self.path) == self._stat:
                return False
            content = self.path.read_bytes()
            self._stat = _stat(self.path)
            if _hash(content) == self._hash:
                return False
            self._done, self._undone = [], []
            self.version += 1
            self._take(content)
            return True

    @property
    def can_undo(self) -> int:
        """How many changes can be undone."""
        return len(self._done)

    @property
    def can_redo(self) -> int:
        """How many can be done again."""
        return len(self._undone)

    def change(self, splices: Sequence[Splice], what: str) -> int:
        """Make a change, and return the version that the file then has; it is on the disk.

        Raises:
            CaseError: The file has changed meanwhile, or cannot be written.
        """
        return self._write(splices, {"what": what})

    def undo(self) -> tuple[str, list[Splice]] | None:
        """Take back the last change; return what it was and how it was taken back, None without one."""
        with self.lock:
            if not self._done:
                return None
            entry = self._done[-1]
            back = [splice.inverse() for splice in reversed(_splices(entry))]
            self._write(back, {"what": entry["what"], "undoes": entry["n"]})
            return str(entry["what"]), back

    def redo(self) -> tuple[str, list[Splice]] | None:
        """Make the change again that was taken back last; None where there is none."""
        with self.lock:
            if not self._undone:
                return None
            entry = self._undone[-1]
            again = _splices(entry)
            self._write(again, {"what": entry["what"], "redoes": entry["n"]})
            return str(entry["what"]), again

    def _write(self, splices: Sequence[Splice], more: dict[str, Any]) -> int:
        with self.lock:
            if self.refresh():
                msg = "Another program has changed the file. It is shown as it is now; make the change again."
                raise CaseError(msg)
            texts = list(self.texts)
            for splice in splices:
                splice.apply(texts)
            content = self.join(texts)
            entry = {
                "n": self.version + 1,
                "time": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S"),
                "file": self.path.name,
                **more,
                "splices": [[s.at, list(s.before), list(s.after)] for s in splices],
                "hash_before": self._hash,
                "hash_after": _hash(content),
            }
            try:
                append(self.log, entry)
                replace_file(self.path, content)
            except OSError as error:
                msg = f"{self.path} cannot be written ({error.strerror}). Check the disk and the permissions."
                raise CaseError(msg) from error
            self.version += 1
            self._remember(entry)
            self._take(content)
            return self.version

    def _remember(self, entry: dict[str, Any]) -> None:
        if "undoes" in entry:
            self._undone += [e for e in self._done if e["n"] == entry["undoes"]]
            self._done = [e for e in self._done if e["n"] != entry["undoes"]]
        elif "redoes" in entry:
            self._undone = [e for e in self._undone if e["n"] != entry["redoes"]]
            self._done.append(entry)
        else:
            self._done.append(entry)
            self._undone = []


def _splices(entry: dict[str, Any]) -> list[Splice]:
    return [Splice(int(at), tuple(b), tuple(a)) for at, b, a in entry["splices"]]


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _stat(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_size, found.st_mtime_ns
