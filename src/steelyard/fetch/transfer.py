"""Transfer: one file over HTTP, resumed where it broke off, patient but not for ever.

What has arrived stays in ``NAME.part`` with the server's word for the version it belongs to
(ETag or Last-Modified); the next attempt, or the next command, asks for the rest only, and starts
anew where the version has changed. Following RFC 9110 sections 13.1.5 (If-Range) and 14.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from fnmatch import fnmatch
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx

from steelyard.errors import FetchError

#: No more requests than this at one time, whoever the publisher is.
AT_ONCE = 4

#: Redirects followed before it is called a loop.
_HOPS = 5

#: A server that brings less than this in the time of a stall is taken to be stalled.
_LEAST = 1 << 16
_WAITED_OUT = (429, 503)
_BROKEN = (500, 502, 504)
_AGENT = "steelyard (open-source research software)"

#: Told how many more bytes have arrived (fewer than none where a file starts anew).
Arrived = Callable[[int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long to wait for a server, in seconds, and how often to ask again without progress."""

    connect: float = 15.0
    stall: float = 60.0
    attempts: int = 6
    first_wait: float = 1.0
    longest_wait: float = 120.0
    longest_told: float = 900.0

    def wait(self, attempt: int) -> float:
        """Return the seconds to wait after ``attempt`` failures in a row: doubling, bounded."""
        return float(min(self.longest_wait, self.first_wait * 2 ** (attempt - 1)))


@dataclass(frozen=True, slots=True)
class Gate:
    """What all transfers share: so many at once, and a pause for everyone where a host asks."""

    places: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(AT_ONCE))
    until: dict[str, float] = field(default_factory=dict)
    stopped: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def place(self, host: str) -> Iterator[None]:
        """Wait until ``host`` may be asked and a place is free, then hold the place."""
        while (left := self.until.get(host, 0.0) - time.monotonic()) > 0:
            self.sleep(left)
        with self.places:
            self.check()
            yield

    def hold(self, host: str, seconds: float) -> None:
        """Let nobody ask ``host`` for so long."""
        self.until[host] = max(self.until.get(host, 0.0), time.monotonic() + seconds)

    def sleep(self, seconds: float) -> None:
        """Wait, unless the command is stopped."""
        self.stopped.wait(seconds)
        self.check()

    def check(self) -> None:
        """Raise where the command has been stopped."""
        if self.stopped.is_set():
            msg = "Interrupted; what has arrived is kept in .part files and resumed next time."
            raise FetchError(msg)


class _TryAgainError(Exception):
    """Something that may pass: the reason, and how long the server asks to wait."""

    def __init__(self, reason: str, seconds: float | None = None) -> None:
        super().__init__(reason)
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Client:
    """Asks servers, within one gate, with one patience."""

    http: httpx.Client
    gate: Gate
    patience: Patience

    @classmethod
    @contextmanager
    def opened(cls, patience: Patience) -> Iterator[Client]:
        """Open a client; proxies come from the environment (HTTP_PROXY, HTTPS_PROXY, NO_PROXY)."""
        timeout = httpx.Timeout(patience.stall, connect=patience.connect)
        headers = {"User-Agent": _AGENT, "Accept-Encoding": "identity"}
        with httpx.Client(timeout=timeout, headers=headers, follow_redirects=False) as http:
            yield cls(http, Gate(), patience)

    def lines(self, url: str, hosts: Sequence[str]) -> Iterator[str]:
        """Yield the lines of a page or list; it is read whole before the first is given."""
        import tempfile

        with tempfile.TemporaryDirectory() as folder:
            part = Path(folder) / "list.part"
            self.download(url, part, hosts, lambda _: None)
            with part.open(encoding="utf-8", errors="replace") as file:
                yield from (line.rstrip("\r\n") for line in file)

    def download(self, url: str, part: Path, hosts: Sequence[str], arrived: Arrived) -> None:
        """Bring the rest of a file into ``part``.

        Args:
            url: Its address.
            part: Where what has arrived is kept; it may hold the beginning already.
            hosts: Other hosts, as patterns, to which a redirect may lead.
            arrived: Told of every piece.

        Raises:
            FetchError: The file cannot be had.
        """
        failures = 0
        while True:
            before = _size(part)
            try:
                with self.gate.place(urlsplit(url).netloc):
                    self._attempt(url, part, hosts, arrived)
            except (_TryAgainError, httpx.TransportError) as error:
                failures = failures + 1 if _size(part) <= before else 1
                self._pause(url, error, failures)
            else:
                return

    def _pause(self, url: str, error: Exception, failures: int) -> None:
        """Wait before the next attempt, or give up."""
        reason = str(error) or type(error).__name__
        told = error.seconds if isinstance(error, _TryAgainError) else None
        if told is not None and told > self.patience.longest_told:
            msg = f"{url} asks to wait {told:.0f} seconds ({reason}). Come back then."
            raise FetchError(msg) from error
        if failures >= self.patience.attempts:
            msg = (
                f"{url} could not be had after {failures} attempts without progress ({reason}). "
                "What has arrived is kept; run the same command later to go on."
            )
            raise FetchError(msg) from error
        if told is not None:
            self.gate.hold(urlsplit(url).netloc, told)
        else:
            self.gate.sleep(self.patience.wait(failures))

    def _attempt(self, url: str, part: Path, hosts: Sequence[str], arrived: Arrived) -> None:
        """Ask once for what is missing and append it."""
        there, version = _size(part), _version(part)
        headers = {}
        if there and version:
            headers = {"Range": f"bytes={there}-", "If-Range": version}
        for address in _Hops(url, hosts):
            with self.http.stream("GET", address.now, headers=headers) as answer:
                if answer.is_redirect:
                    address.follow(answer.headers.get("Location", ""))
                    continue
                if answer.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
                    if _total(answer) == there:
                        return
                    _start_anew(part, arrived)
                    msg = "the file has changed since the first part came"
                    raise _TryAgainError(msg)
                _refuse(url, answer)
                _make_ready(part, answer, there, arrived)
                self._write(part, answer, arrived)
                return

    def _write(self, part: Path, answer: httpx.Response, arrived: Arrived) -> None:
        """Write what an answer brings, as long as enough of it comes."""
        expected = _total(answer)
        began, came = time.monotonic(), 0
        with part.open("ab") as file:
            for (
                piece
            ) in answer.iter_raw():  # as it comes: a buffer would be lost with the connection
                self.gate.check()
                file.write(piece)
                arrived(len(piece))
                came += len(piece)
                if time.monotonic() - began > self.patience.stall:
                    if came < _LEAST:  # a server that drips never runs into a time-out
                        msg = f"only {came:,} bytes came in {self.patience.stall:g} seconds"
                        raise _TryAgainError(msg)
                    began, came = time.monotonic(), 0
        if expected is not None and _size(part) != expected:
            msg = f"{_size(part):,} of {expected:,} bytes came"
            raise _TryAgainError(msg)


class _Hops:
    """The addresses that one request is led to, no address twice and no unknown host."""

    def __init__(self, url: str, hosts: Sequence[str]) -> None:
        self.now = url
        self._first, self._hosts = url, hosts
        self._seen: set[str] = set()

    def __iter__(self) -> Iterator[_Hops]:
        while self.now not in self._seen and len(self._seen) <= _HOPS:
            self._seen.add(self.now)
            yield self
        msg = f"{self._first} is redirected in a loop or too often. Open it in a browser and see."
        raise FetchError(msg)

    def follow(self, location: str) -> None:
        """Go where a redirect leads, if that is the publisher's or a host it is known to use."""
        self.now = urljoin(self.now, location)
        first, here = urlsplit(self._first), urlsplit(self.now)
        known = here.hostname == first.hostname or any(
            fnmatch(here.hostname or "", pattern) for pattern in self._hosts
        )
        if here.scheme not in ("http", "https") or not known:
            msg = (
                f"{self._first} is redirected to another host, {here.hostname or location!r}, which "
                "is not known to be the publisher's. If you trust it, allow it with "
                f"--allow-host {here.hostname or 'HOST'}."
            )
            raise FetchError(msg)
        if first.scheme == "https" and here.scheme == "http":
            msg = f"{self._first} is redirected from https to http. Open it in a browser and see."
            raise FetchError(msg)


def _refuse(url: str, answer: httpx.Response) -> None:
    """Raise where the answer holds no file: for good, or for now."""
    code = answer.status_code
    said = f"the server answers {code} {answer.reason_phrase}".strip()
    if code in _WAITED_OUT:
        raise _TryAgainError(said, _retry_after(answer))
    if code in _BROKEN:
        raise _TryAgainError(said)
    if code in (401, 403):
        msg = (
            f"{url}: {said}. The publisher wants a registration, a key or its terms accepted: open "
            "it in a browser, do that, and save the file there."
        )
        raise FetchError(msg)
    if code not in (200, 206):
        msg = f"{url}: {said}. The file is not there (any more)."
        raise FetchError(msg)


def _retry_after(answer: httpx.Response) -> float | None:
    """The seconds that ``Retry-After`` asks for: a number of them, or a date."""
    said = answer.headers.get("Retry-After", "").strip()
    if said.isdigit():
        return float(said)
    try:
        return max(0.0, (parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None


def _make_ready(part: Path, answer: httpx.Response, there: int, arrived: Arrived) -> None:
    """Make ready to write what an answer brings: behind what is there, or in its place."""
    begins = re.match(r"bytes (\d+)-", answer.headers.get("Content-Range", ""))
    whole = answer.status_code == httpx.codes.OK
    if not whole and (begins is None or int(begins.group(1)) != there):
        _start_anew(part, arrived)
        msg = "the server sent another part than was asked for"
        raise _TryAgainError(msg)
    if whole and there:
        _start_anew(part, arrived)
    _keep_version(part, answer)


def _total(answer: httpx.Response) -> int | None:
    """Bytes of the whole file as the answer states them."""
    if found := re.search(r"/(\d+)$", answer.headers.get("Content-Range", "")):
        return int(found.group(1))
    said: str = answer.headers.get("Content-Length", "")
    return int(said) if answer.status_code == httpx.codes.OK and said.isdigit() else None


def _size(part: Path) -> int:
    return part.stat().st_size if part.exists() else 0


def _beside(part: Path) -> Path:
    return part.with_name(part.name + ".json")


def _version(part: Path) -> str | None:
    """The server's word for the version that ``part`` belongs to; a weak one does not do."""
    try:
        said = json.loads(_beside(part).read_text(encoding="utf-8"))["version"]
    except (OSError, ValueError, KeyError):
        return None
    return said if isinstance(said, str) and not said.startswith("W/") else None


def _keep_version(part: Path, answer: httpx.Response) -> None:
    version = answer.headers.get("ETag") or answer.headers.get("Last-Modified")
    _beside(part).write_text(json.dumps({"version": version}), encoding="utf-8")


def discard(part: Path) -> None:
    """Remove what has arrived, and the note of its version."""
    part.unlink(missing_ok=True)
    _beside(part).unlink(missing_ok=True)


def _start_anew(part: Path, arrived: Arrived) -> None:
    arrived(-_size(part))
    discard(part)
