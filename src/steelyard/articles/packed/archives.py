"""Archives of articles (.zip, .tar and what packs them): each member is read as a file of its own.

Nothing that an archive says of itself is believed: bytes are counted while they are unpacked, names
of members are shown and never used as paths, links and devices are passed over.
"""

from __future__ import annotations

import bz2
import lzma
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from steelyard.records import Skipped
from steelyard.sheets.packing import MOST_SWELLING, is_litter, most_bytes

#: Suffixes of archives, a .gz taken off first.
_ZIPS = (".zip", ".wacz")
_TARS = (".tar", ".tgz", ".tbz2", ".txz", ".tar.bz2", ".tar.xz")

#: One file packed by itself, and what unpacks it.
_ALONE: dict[str, Any] = {".bz2": bz2.open, ".xz": lzma.open}

#: Archives within archives are opened so many times.
DEEPEST = 3

_CHUNK = 1 << 20

#: The part of a WACZ that holds its pages.
_CRAWL = "archive"

_ERRORS = (
    *(zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError),
    *(EOFError, OSError, NotImplementedError, RuntimeError, ValueError),
)


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive, unpacked at ``path``; ``where`` is its place for the report."""

    path: Path
    where: str


def is_archive(name: str) -> bool:
    """Say whether a file of this name is an archive, or one file packed by bzip2 or xz.

    >>> is_archive("news.tar.gz"), is_archive("news.txt.gz")
    (True, False)
    """
    return _plain(name).endswith((*_ZIPS, *_TARS, *_ALONE))


def members(path: Path, where: str, depth: int = 1) -> Iterator[Member | Skipped]:
    """Yield the files of an archive in the order of their names (of a .tar: as they stand).

    A member is there until the next one is asked for.
    """
    name = _plain(path.name)
    try:
        with tempfile.TemporaryDirectory() as folder:
            if name.endswith(_ZIPS):
                found = _of_zip(path, where, Path(folder), crawl=name.endswith(".wacz"))
            elif name.endswith(_TARS):
                found = _of_tar(path, where, Path(folder))
            else:
                found = _of_one(path, where, Path(folder))
            for one in found:
                if isinstance(one, Skipped) or not is_archive(one.path.name):
                    yield one
                elif depth >= DEEPEST:
                    yield Skipped(one.where, "an archive too deep", f"over {DEEPEST} within others")
                else:
                    yield from members(one.path, one.where, depth + 1)
    except _ERRORS as error:
        yield Skipped(where, *_reason(error))


def _reason(error: Exception) -> tuple[str, str]:
    text = str(error)
    if "password" in text or "encrypted" in text:
        return "locked with a password", "unpack it first"
    if isinstance(error, _BombError):
        return "it swells out of proportion", text
    return "the archive is damaged or breaks off", text or type(error).__name__


def _plain(name: str) -> str:
    return name.lower().removesuffix(".gz")


def _of_zip(path: Path, where: str, folder: Path, *, crawl: bool) -> Iterator[Member | Skipped]:
    budget = _Budget(path.stat().st_size)
    with zipfile.ZipFile(path) as packed:
        for info in sorted(packed.infolist(), key=lambda one: one.filename):
            parts = PurePosixPath(info.filename.replace("\\", "/")).parts
            if info.is_dir() or is_litter(parts) or (crawl and parts[0] != _CRAWL):
                continue
            place = f"{where}/{info.filename}"
            try:
                with (
                    packed.open(info) as stream,
                    _copied(stream, folder, parts[-1], budget) as copy,
                ):
                    yield Member(copy, place)
            except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
                yield Skipped(place, *_reason(error))


def _of_tar(path: Path, where: str, folder: Path) -> Iterator[Member | Skipped]:
    budget = _Budget(path.stat().st_size)
    with tarfile.open(path, "r|*") as packed:
        for info in packed:
            parts = PurePosixPath(info.name).parts
            if info.isdir() or not parts or is_litter(parts):
                continue
            place = f"{where}/{info.name}"
            stream = packed.extractfile(info) if info.isreg() else None
            if stream is None:
                yield Skipped(place, "not a file", "a link, a pipe or a device")
                continue
            with stream, _copied(stream, folder, parts[-1], budget) as copy:
                yield Member(copy, place)


def _of_one(path: Path, where: str, folder: Path) -> Iterator[Member | Skipped]:
    suffix = path.suffix.lower()
    with _ALONE[suffix](path) as stream:
        name = path.name[: -len(suffix)]
        with _copied(stream, folder, name, _Budget(path.stat().st_size)) as copy:
            yield Member(copy, where)


class _BombError(ValueError):
    """What is unpacked swells beyond :data:`MOST_SWELLING` times its size."""


class _Budget:
    """How many bytes an archive may still give."""

    def __init__(self, size: int) -> None:
        self.left = most_bytes(size)

    def take(self, count: int) -> None:
        self.left -= count
        if self.left < 0:
            msg = f"more than {MOST_SWELLING} times its size; get it again"
            raise _BombError(msg)


@contextmanager
def _copied(stream: IO[bytes], folder: Path, name: str, budget: _Budget) -> Iterator[Path]:
    """A member as a plain file under its own last name, which is shortened where it is too long."""
    safe = name.encode("utf-8", "replace")[-100:].decode("utf-8", "ignore").replace("\0", "")
    copy = folder / (safe.lstrip(".") or "member")
    try:
        with copy.open("wb") as out:
            while chunk := stream.read(_CHUNK):
                budget.take(len(chunk))
                out.write(chunk)
        yield copy
    finally:
        copy.unlink(missing_ok=True)
