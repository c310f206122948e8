"""Commands that tests start and stop: what is waited for is seen, never guessed from a clock."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

#: Seconds after which a test gives up waiting; a machine that runs other work may be slow.
PATIENCE = 120.0


def until(holds: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Wait until something holds, and fail where it never does."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.005)


def until_it_heeds(process: subprocess.Popen[str] | subprocess.Popen[bytes]) -> None:
    """Wait until a command has set up what a signal does to it: before that, Python itself is starting."""
    status = Path(f"/proc/{process.pid}/status")
    if not status.exists():
        time.sleep(1)
        return

    def heeds() -> bool:
        (caught,) = (line for line in status.read_text().splitlines() if line.startswith("SigCgt"))
        return bool(int(caught.split()[1], 16) >> (signal.SIGTERM - 1) & 1)

    until(lambda: process.poll() is not None or heeds())
