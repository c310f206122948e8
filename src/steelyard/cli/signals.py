"""Ctrl-C, a request to end, a terminal that is gone: an error like any other, so that all is cleaned up."""

from __future__ import annotations

import signal
import sys
import time
from threading import Event

from steelyard.errors import SteelyardError

INTERRUPTED = "Interrupted; nothing was left half-written."

#: Set by the first signal; every step of a progress bar looks at it.
STOPPED = Event()

#: Seconds in which a second signal is taken for the same wish: what is half-done is being cleared up.
PATIENCE = 3.0

_NUMBERS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
_last = [0.0]


def listen() -> None:
    """Turn the signals that ask a command to end into an error."""
    for number in _NUMBERS:
        # A command that was started to outlive its terminal (nohup) goes on.
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _interrupt)
    sys.unraisablehook = _unraisable


def deaf() -> None:
    """Heed no signal any more: the command has ended, and how it did is its answer."""
    for number in _NUMBERS:
        signal.signal(number, signal.SIG_IGN)


def _interrupt(number: int, frame: object) -> None:
    del number, frame
    now = time.monotonic()
    if STOPPED.is_set() and now - _last[0] < PATIENCE:
        return
    _last[0] = now
    STOPPED.set()
    raise SteelyardError(INTERRUPTED)


def _unraisable(lost: sys.UnraisableHookArgs) -> None:
    """Say nothing of a signal that came where Python cannot raise; the next step will stop."""
    if not isinstance(lost.exc_value, SteelyardError):
        sys.__unraisablehook__(lost)
