"""What-if in a warm process: a case is read once, and every try after that takes less than a second.

:class:`Benches` keeps one process (:mod:`steelyard.web.trier`) for each case that is tried at present.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

from steelyard.errors import CaseError

#: Cases that are held warm at once; the one that was not tried for longest is let go.
MOST = 2


@dataclass
class Bench:
    """One warm process."""

    key: tuple[str, str | None, str]
    process: subprocess.Popen[str]
    rows: list[dict[str, Any]] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def ask(self, said: dict[str, Any]) -> dict[str, Any]:
        """Ask the process, and wait for its answer.

        Raises:
            CaseError: What was tried cannot be, or the process has ended.
        """
        with self.lock:
            assert self.process.stdin is not None
            assert self.process.stdout is not None
            try:
                self.process.stdin.write(json.dumps(said) + "\n")
                self.process.stdin.flush()
                line = self.process.stdout.readline()
            except OSError:
                line = ""
        if not line:
            msg = "The what-if has ended; the terminal says why. Reload the page."
            raise CaseError(msg)
        answer: dict[str, Any] = json.loads(line)
        if "problems" in answer:
            error = CaseError("\n".join(answer["problems"]))
            error.problems = tuple(answer["problems"])
            raise error
        return answer

    def close(self) -> None:
        """End the process."""
        self.process.kill()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        self.process.wait()


class Benches:
    """The warm processes, by case, archive and state of the case's files."""

    def __init__(self) -> None:
        self._held: dict[tuple[str, str | None, str], Bench] = {}
        self._lock = Lock()

    def of(self, case: Path, archive: Path | None, state: str) -> Bench:
        """Return the bench of a case, opened where there is none for the case as it is now.

        Raises:
            CaseError: The case cannot be weighed.
        """
        key = (str(case), str(archive) if archive else None, state)
        with self._lock:
            bench = self._held.pop(key, None)
            if bench is not None and bench.process.poll() is None:
                self._held[key] = bench
                return bench
            while len(self._held) >= MOST:
                self._held.pop(next(iter(self._held))).close()
            for old in [k for k in self._held if k[:2] == key[:2]]:
                self._held.pop(old).close()
            bench = Bench(key, _process())
            try:
                bench.rows = bench.ask({"case": key[0], "archive": key[1]})["rows"]
            except CaseError:
                bench.close()
                raise
            self._held[key] = bench
            return bench

    def close(self) -> None:
        """End all of them; an archive that one holds open may be written to afterwards."""
        with self._lock:
            for bench in self._held.values():
                bench.close()
            self._held.clear()


def _process() -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "steelyard.web.trier"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )
