"""Fetching: the files of one source into a folder, four at a time, each whole or not at all."""

from __future__ import annotations

import fcntl
import json
import logging
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Lock, Thread
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from steelyard.errors import FetchError
from steelyard.fetch.addresses import Address, address
from steelyard.fetch.checking import check, digest
from steelyard.fetch.listing import Remote, Span, remotes
from steelyard.fetch.transfer import AT_ONCE, Client, Patience, discard

#: What was fetched, from where, when, with which checksum; kept in the folder.
RECORD = "fetched.json"

#: Told of bytes: the files done, of how many, bytes arrived, bytes expected where known.
Progress = Callable[[int, int, int, int | None], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What a fetch brought: paths of new files, of files that were there, and what failed."""

    new: tuple[Path, ...]
    kept: tuple[Path, ...]
    failed: tuple[str, ...]


def fetch(
    name: str,
    folder: str | Path,
    *,
    since: date | None = None,
    until: date | None = None,
    mirror: str | None = None,
    allow_hosts: Sequence[str] = (),
    patience: Patience | None = None,
    progress: Progress | None = None,
) -> Fetched:
    """Fetch the official files of a data set into ``folder``.

    A file that is there and has the checksum that was recorded is left alone; one that broke off
    is resumed. A publisher's checksum is checked where there is one; else the checksum is
    recorded at first sight and held against it ever after.

    Args:
        name: A name of the table of addresses.
        folder: Where the files go; made if need be.
        since: First day that is wanted.
        until: The day after the last that is wanted.
        mirror: ``http://host[:port]`` to ask instead of the official host, with the same paths.
        allow_hosts: Other hosts to which a redirect may lead.
        patience: How long to wait for a server.
        progress: Told as bytes arrive.

    Raises:
        FetchError: The data set must be had by hand, its list cannot be read, the folder is not
            writable or in use, or none of the files could be had.
    """
    entry = _mirrored(address(name), mirror, allow_hosts)
    if entry.kind == "by_hand":
        raise FetchError(_steps(entry))
    target = Path(folder)
    with _locked(target), Client.opened(patience or Patience()) as client:
        listed = remotes(
            entry,
            Span(since, until),
            lambda url: client.lines(url, entry.hosts),
        )
        if mirror is not None:
            listed = [replace(one, url=_elsewhere(one.url, name, mirror)) for one in listed]
        return _Round(entry, target, client, listed, progress).run()


class _Round:
    """One run over the files of a list."""

    def __init__(
        self,
        entry: Address,
        folder: Path,
        client: Client,
        listed: Sequence[Remote],
        progress: Progress | None,
    ) -> None:
        self.entry, self.folder, self.client, self.listed = entry, folder, client, listed
        self.progress = progress
        self.lock = Lock()
        self.record = _read_record(folder)
        self.done, self.bytes = 0, 0
        sizes = [remote.size for remote in listed]
        self.expected = sum(s for s in sizes if s) if all(sizes) else None
        self.new: list[Path] = []
        self.kept: list[Path] = []
        self.failed: list[str] = []
        self.crashed: list[Exception] = []

    def run(self) -> Fetched:
        """Bring every file; one that cannot be had does not keep the others from coming."""
        todo = deque(self.listed)
        # Daemons: a thread that waits for a silent server must not hold up a command that is stopped.
        threads = [Thread(target=self._work, args=(todo,), daemon=True) for _ in range(AT_ONCE)]
        for thread in threads:
            thread.start()
        try:
            self._watch(threads)
        except BaseException:
            self.client.gate.stopped.set()
            raise
        if self.crashed:
            raise self.crashed[0]
        if self.failed and not (self.new or self.kept):
            more = f" ({len(self.failed) - 1} more failed)" if len(self.failed) > 1 else ""
            msg = f"{self.failed[0]}{more} The address is {self.entry.known}. {self.entry.if_dead}."
            raise FetchError(msg)
        return Fetched(new=tuple(self.new), kept=tuple(self.kept), failed=tuple(self.failed))

    def _watch(self, threads: Sequence[Thread]) -> None:
        """Wait in short steps, so that Ctrl-C and the progress bar come through."""
        for thread in threads:
            while thread.is_alive():
                thread.join(timeout=0.1)
                self._tell()
        self._tell()  # threads may have ended before anybody looked

    def _tell(self) -> None:
        if self.progress is not None:
            self.progress(self.done, len(self.listed), self.bytes, self.expected)

    def _work(self, todo: deque[Remote]) -> None:
        """Bring files until none is left."""
        while todo and not self.client.gate.stopped.is_set() and not self.crashed:
            try:
                remote = todo.popleft()
            except IndexError:  # another thread took the last one
                return
            try:
                self._one(remote)
            except Exception as error:  # noqa: BLE001 - raised again by the thread that waits
                self.crashed.append(error)

    def _one(self, remote: Remote) -> None:
        try:
            fresh = self._bring(remote)
        except FetchError as error:
            with self.lock:
                self.failed.append(str(error))
                self.done += 1
            return
        with self.lock:
            (self.new if fresh else self.kept).append(self.folder / remote.name)
            self.done += 1

    def _bring(self, remote: Remote) -> bool:
        """Bring one file unless it is there; say whether it was brought."""
        path, known = self.folder / remote.name, self.record.get(remote.name)
        if path.exists() and _is_same(path, remote, known):
            self._arrived(path.stat().st_size)
            if known is None:
                self._note(remote, path)
            return False
        if path.exists() and known is None and remote.checksum is None:
            msg = (
                f"{path} is there already but was not fetched by this command. Move it away first."
            )
            raise FetchError(msg)
        self._retrieve(remote, known)
        self._note(remote, path)
        return True

    def _retrieve(self, remote: Remote, known: dict[str, Any] | None) -> None:
        """Let pooch place the file: it comes under its name only when its checksum is right."""
        import pooch

        pooch.get_logger().setLevel(logging.ERROR)
        wanted = remote.checksum or (known or {}).get("checksum")

        def download(url: str, output: str, _: object, *, check_only: bool = False) -> bool | None:
            del check_only
            part = self.folder / f"{remote.name}.part"
            self.client.download(url, part, self.entry.hosts, self._arrived)
            self._check(part, remote, known)
            part.replace(output)
            discard(part)
            return None

        pooch.retrieve(
            remote.url,
            known_hash=wanted,
            fname=remote.name,
            path=self.folder,
            downloader=download,
        )

    def _check(self, part: Path, remote: Remote, known: dict[str, Any] | None) -> None:
        """Refuse what is not the file, and leave nothing of it to be resumed."""
        try:
            check(part, remote.name, remote.size, remote.checksum)
            if known is not None and remote.checksum is None:
                _is_unchanged(part, remote.name, known)
        except FetchError:
            self._arrived(-part.stat().st_size)
            discard(part)
            raise

    def _note(self, remote: Remote, path: Path) -> None:
        """Keep where the file came from, and its checksum, in the folder's record."""
        entry = {
            "source": self.entry.name,
            "url": remote.url,
            "bytes": path.stat().st_size,
            "checksum": digest(path),
            "publisher_checksum": remote.checksum,
            "fetched": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        with self.lock:
            self.record[remote.name] = entry
            _write_record(self.folder, self.record)

    def _arrived(self, count: int) -> None:
        with self.lock:
            self.bytes += count


def _mirrored(entry: Address, mirror: str | None, allow_hosts: Sequence[str]) -> Address:
    entry = replace(entry, hosts=(*entry.hosts, *allow_hosts))
    if mirror is None:
        return entry
    there = urlsplit(mirror)
    if there.scheme not in ("http", "https") or not there.netloc:
        msg = f"--mirror {mirror!r} is not an address; it is written http://host:port."
        raise FetchError(msg)
    return replace(entry, address=_elsewhere(entry.address, entry.name, mirror))


def _elsewhere(url: str, name: str, mirror: str) -> str:
    """The same path at a mirror, where ``url`` is at the official host of ``name``."""
    here, there = urlsplit(url), urlsplit(mirror)
    if here.netloc != urlsplit(address(name).address).netloc:
        return url
    return urlunsplit(here._replace(scheme=there.scheme, netloc=there.netloc))


def _steps(entry: Address) -> str:
    """What a person has to do, in one line."""
    steps = "; ".join(f"{at}. {step}" for at, step in enumerate(entry.by_hand, start=1))
    return (
        f"{entry.name} cannot be fetched by a program ({entry.terms}). By hand: go to "
        f"{entry.address} ({entry.known}): {steps}. Then: steelyard load {entry.source} FILE --to "
        f"ARCHIVE.duckdb. If the address is dead: {entry.if_dead}."
    )


def _is_same(path: Path, remote: Remote, known: dict[str, Any] | None) -> bool:
    """Say whether the file that is there is the one that was, or would be, fetched."""
    if remote.checksum is not None:
        return digest(path, remote.checksum.split(":")[0]) == remote.checksum
    return known is not None and digest(path) == known["checksum"]


def _is_unchanged(part: Path, name: str, known: dict[str, Any]) -> None:
    if digest(part) != known["checksum"]:
        msg = (
            f"{name} is not the file that was fetched on {known['fetched'][:10]}: its checksum has "
            f"changed. To take the new one, remove its entry from {RECORD} and fetch again."
        )
        raise FetchError(msg)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the folder for this command alone."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / ".fetch.lock").open("w")
    except OSError as error:
        msg = f"{folder} cannot be written to ({error.strerror}). Choose another folder with --to."
        raise FetchError(msg) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            msg = f"Another fetch is writing to {folder}. Wait for it, or choose another folder."
            raise FetchError(msg) from error
        yield


def _read_record(folder: Path) -> dict[str, dict[str, Any]]:
    path = folder / RECORD
    if not path.exists():
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        msg = f"{path} is not readable ({error}). Correct it, or delete it to start a new record."
        raise FetchError(msg) from error
    return dict(found)


def _write_record(folder: Path, record: dict[str, dict[str, Any]]) -> None:
    beside = folder / f"{RECORD}.part"
    beside.write_text(json.dumps(record, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    beside.replace(folder / RECORD)
