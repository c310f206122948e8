"""Work that takes longer than an answer may: a process of its own each, told of as it goes on."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Condition, Thread
from typing import Any, Literal

from steelyard.errors import SteelyardError

State = Literal["running", "done", "failed", "stopped"]

#: Seconds that a process is given to end before it is killed.
PATIENCE = 5.0


@dataclass
class Job:
    """One piece of work."""

    number: int
    title: str
    work: Mapping[str, Any]
    command: str
    then: str
    ways: Sequence[tuple[str, str]] = ()
    back: str = "/"
    state: State = "running"
    what: str = "starting"
    done: int = 0
    of: int = 0
    lines: list[str] = field(default_factory=list)
    result: Mapping[str, Any] = field(default_factory=dict)
    begun: float = field(default_factory=time.monotonic)
    seconds: float = 0.0
    process: subprocess.Popen[str] | None = None
    news: Condition = field(default_factory=Condition)
    version: int = 0

    def told(self) -> dict[str, Any]:
        """Return how far it is, as plain values."""
        running = self.state == "running"
        return {
            "number": self.number,
            "title": self.title,
            "state": self.state,
            "what": self.what,
            "done": self.done,
            "of": self.of,
            "lines": self.lines,
            "command": self.command,
            "then": self.then,
            "ways": [{"title": title, "address": where} for title, where in self.ways],
            "back": self.back,
            "undated": [Path(path).name for path in self.result.get("undated", ())],
            "warnings": list(self.result.get("warnings", ())),
            "seconds": round(time.monotonic() - self.begun if running else self.seconds, 1),
        }

    def change(self, **values: Any) -> None:
        """Change what is told, and wake those who wait for it."""
        with self.news:
            for name, value in values.items():
                setattr(self, name, value)
            self.version += 1
            self.news.notify_all()

    def wait(self, version: int, seconds: float) -> int:
        """Wait until there is news since ``version``, or for so many seconds."""
        with self.news:
            self.news.wait_for(lambda: self.version != version, timeout=seconds)
            return self.version


class Jobs:
    """The work of this server, the newest last."""

    def __init__(self) -> None:
        self._jobs: dict[int, Job] = {}
        self.closed = False

    def __iter__(self) -> Iterator[Job]:
        """Give the jobs, the oldest first."""
        return iter(list(self._jobs.values()))

    def __getitem__(self, number: int) -> Job:
        """Return a job by its number.

        Raises:
            SteelyardError: There is none.
        """
        if number not in self._jobs:
            msg = f"There is no work number {number}. See what there is under Work."
            raise SteelyardError(msg)
        return self._jobs[number]

    def running(self, **work: Any) -> Job | None:
        """Return running work that has these values, None where there is none."""
        for job in self:
            if job.state == "running" and work.items() <= dict(job.work).items():
                return job
        return None

    def start(
        self,
        title: str,
        work: Mapping[str, Any],
        *,
        command: str = "",
        then: str = "",
        ways: Sequence[tuple[str, str]] = (),
        back: str = "/",
        during: contextlib.AbstractContextManager[Any] | None = None,
        after: Callable[[Job], None] | None = None,
    ) -> Job:
        """Start work and return at once.

        Args:
            title: What people read.
            work: What the worker is told: ``work`` names it.
            command: The command line that does the same.
            then: The address of what it makes: the page goes there when all went well.
            ways: Where to go on from there, by title and address; the page stays, with what was done.
            back: Where somebody goes for whom it failed.
            during: What is held while it runs (an archive, for writing); entered at once.
            after: Called when it has succeeded, its result at hand.
        """
        held = contextlib.ExitStack()
        if during is not None:
            held.enter_context(during)
        number = len(self._jobs) + 1
        job = Job(number, title, dict(work), command, then, ways, back)
        self._jobs[number] = job
        Thread(target=self._run, args=(job, held, after), daemon=True).start()
        return job

    def _run(
        self, job: Job, held: contextlib.ExitStack, after: Callable[[Job], None] | None
    ) -> None:
        state, lines = "failed", ["The work ended without a word. See the terminal."]
        try:
            with held:
                job.process = subprocess.Popen(
                    [sys.executable, "-m", "steelyard.web.worker"],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                    encoding="utf-8",
                    start_new_session=True,
                )
                assert job.process.stdin is not None
                assert job.process.stdout is not None
                job.process.stdin.write(json.dumps(job.work) + "\n")
                job.process.stdin.close()
                for line in job.process.stdout:
                    told = json.loads(line)
                    if "result" in told:
                        state, job.result = "done", told["result"]
                        lines = told["result"]["lines"]
                    elif "failed" in told:
                        lines = told["failed"]
                    else:
                        job.change(**told)
                job.process.wait()
                job.process.stdout.close()
            if state == "done" and after is not None:
                after(job)
        except (OSError, SteelyardError) as error:
            state, lines = "failed", [str(error)]
        if job.state == "stopped":
            state, lines = "stopped", ["Stopped; nothing was left half-written."]
        job.change(state=state, lines=lines, seconds=time.monotonic() - job.begun)

    def stop(self, number: int) -> None:
        """End running work, with all that it has started."""
        job = self[number]
        if job.state == "running" and job.process is not None:
            job.state = "stopped"
            _end(job.process)

    def close(self) -> None:
        """End all work."""
        self.closed = True
        for job in self:
            self.stop(job.number)
            job.change()


def _end(process: subprocess.Popen[str]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGINT)
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
