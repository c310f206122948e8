"""Files as publishers ship them: folders, patterns, .gz and .zip, unpacked one at a time.

Nothing is believed that a packed file says of itself: sizes are counted while unpacking, names
inside a .zip are used as names and never as paths, and a member that swells out of proportion,
or past what the disk holds, is refused.
"""

from __future__ import annotations

import glob
import gzip
import hashlib
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import IO, Any, cast

from steelyard.errors import SourceError
from steelyard.sheets import is_workbook, packed_other
from steelyard.sheets.packing import MOST_SWELLING, SMALL, is_litter, most_bytes

#: Left free on the disk whatever is unpacked.
SPARE = 256 * 1024**2
_CHUNK = 4 * 1024**2


@dataclass(frozen=True, slots=True)
class Packed:
    """One file of a publisher: ``member`` of the .zip at ``path``, or the file at ``path``.

    ``inner`` is the member's own member, where a .zip of .zip files was given (the Dataverse makes such).

    ``name`` is the publisher's name of it, without ``.gz``; a second load under the same name
    replaces the first. ``named`` is false where a folder, or a .zip of several files, was named and
    not the file itself; ``alone`` is false for a member beside which the .zip holds others.
    """

    path: Path
    name: str
    member: str | None = None
    named: bool = True
    alone: bool = True
    inner: str | None = None


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A plain file ready to be read: ``sha256`` and ``bytes`` are of the file as it came.

    Of a .zip that holds several files they are the member's, since the .zip is that of them all.
    """

    path: Path
    name: str
    sha256: str
    bytes: int


def find_files(paths: Sequence[str | Path], patterns: Sequence[str] = ("*",)) -> tuple[Packed, ...]:
    """Return every file that ``paths`` name: files, folders (deeply) and glob patterns.

    Files in folders and members of .zip files are taken where their name fits a pattern;
    a file that is named itself is always taken.

    Raises:
        SourceError: A path does not exist, a .zip cannot be read, two files bear one name.
    """
    found: dict[str, Packed] = {}
    for packed in _walk(paths, patterns):
        other = found.setdefault(packed.name, packed)
        same = other.member == packed.member and other.inner == packed.inner
        if other.path.resolve() != packed.path.resolve() or not same:
            msg = (
                f"{other.path} and {packed.path} both hold a file '{packed.name}'; one would "
                "replace the other. Load the folder above them, or one of them."
            )
            raise SourceError(msg)
    if not found:
        shown = ", ".join(str(path) for path in paths)
        msg = (
            f"{shown} holds no file to load. Name files, folders or patterns such as 'data/*.zip'."
        )
        raise SourceError(msg)
    return tuple(found.values())


def _walk(paths: Sequence[str | Path], patterns: Sequence[str]) -> Iterator[Packed]:
    for given in paths:
        path = Path(given)
        if path.is_dir():
            for file in sorted(p for p in path.rglob("*") if p.is_file() and not _litter(p.name)):
                yield from _members(file, str(file.relative_to(path)), patterns, named=False)
        elif path.is_symlink() and not path.exists():
            msg = f"{given} is a link that leads to no file. Name the file itself."
            raise SourceError(msg)
        elif path.exists() and not path.is_file():
            msg = f"{given} is a pipe or a device, and no file. Save its content into a file first."
            raise SourceError(msg)
        elif path.is_file():
            yield from _members(path, path.name, patterns, named=True)
        else:
            matches = sorted(glob.glob(str(given), recursive=True))  # noqa: PTH207 - may be absolute
            if not matches:
                msg = f"{given} does not exist. Check the name; patterns need quotes in a shell."
                raise SourceError(msg)
            yield from _walk(matches, patterns)


def _members(file: Path, name: str, patterns: Sequence[str], *, named: bool) -> Iterator[Packed]:
    try:
        name.encode()
    except UnicodeEncodeError as error:
        msg = f"{file} has a name that is not in UTF-8. Rename it."
        raise SourceError(msg) from error
    if not zipfile.is_zipfile(file) or is_workbook(file) or packed_other(file):
        plain = name.removesuffix(".gz")
        if named or any(fnmatch(Path(plain).name, pattern) for pattern in patterns):
            yield Packed(file, plain, named=named)
        return
    try:
        with zipfile.ZipFile(file) as packed:
            infos = _infos(packed)
            inner = {i.filename: _inner_names(file, packed, i) for i in infos if _is_zip(i)}
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, zlib.error) as error:
        raise _damaged(file, str(error)) from error
    for info in infos:
        member = _member_name(file, info.filename)
        for deep in inner.get(info.filename, ()):
            last = _member_name(file, deep)
            if len(inner[info.filename]) == 1 or any(fnmatch(last, p) for p in patterns):
                shown = f"{name}/{member}/{last}"
                yield Packed(file, shown, info.filename, named=False, alone=False, inner=deep)
        if info.filename in inner:
            continue
        if len(infos) == 1 or any(fnmatch(member, pattern) for pattern in patterns):
            folder = str(PurePosixPath(name).parent)
            alone = member if folder == "." else f"{folder}/{member}"
            shown = alone if len(infos) == 1 else f"{name}/{member}"
            yield Packed(
                file,
                shown,
                info.filename,
                named=named and len(infos) == 1,
                alone=len(infos) == 1,
            )


def _infos(packed: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    return [i for i in packed.infolist() if not i.is_dir() and not _litter(i.filename)]


def _is_zip(info: zipfile.ZipInfo) -> bool:
    return info.filename.lower().endswith(".zip")


def _inner_names(file: Path, packed: zipfile.ZipFile, info: zipfile.ZipInfo) -> list[str]:
    """The members of a .zip within a .zip; of .zip files further in nothing is looked at."""
    with packed.open(info) as stream, _spooled(stream, file) as copy, zipfile.ZipFile(copy) as deep:
        return [one.filename for one in _infos(deep) if not _is_zip(one)]


@contextmanager
def _spooled(stream: IO[bytes], file: Path) -> Iterator[IO[bytes]]:
    """A copy of a stream that one can go back in, kept in memory while it is small."""
    with tempfile.SpooledTemporaryFile(max_size=SMALL) as copy:
        _counted(stream, copy, file, file.stat().st_size, Path(tempfile.gettempdir()))
        copy.seek(0)
        yield cast("IO[bytes]", copy)


def _member_name(file: Path, name: str) -> str:
    """The plain name of a member; one that reaches outside its archive is refused."""
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or path.drive or ":" in path.parts[0]:
        msg = (
            f"{file.name} holds a member named '{name}', which reaches outside the archive. "
            "It is not a publisher's file; get it again from the official address."
        )
        raise SourceError(msg)
    return path.name


def _litter(name: str) -> bool:
    return is_litter(PurePosixPath(name.replace("\\", "/")).parts)


@contextmanager
def unpacked(packed: Packed, folder: Path) -> Iterator[Unpacked]:
    """Give the file as a plain file: itself where it is plain, else a copy in ``folder``.

    Raises:
        SourceError: It is damaged, cut short, a bomb, or the disk cannot hold it.
    """
    digest, size = _digest(packed.path)
    if packed.member is None and not _is_gzip(packed.path):
        yield Unpacked(packed.path, packed.name, digest, size)
        return
    target = folder / "unpacked"
    target.mkdir(parents=True, exist_ok=True)
    copy = target / Path(packed.name).name
    try:
        with _opened(packed) as stream:
            _copy(stream, copy, packed, size)
        if not packed.alone:
            digest, size = _digest(copy)
        yield Unpacked(copy, packed.name, digest, size)
    except (zipfile.BadZipFile, EOFError, zlib.error, gzip.BadGzipFile, RuntimeError) as error:
        raise _damaged(packed.path, str(error)) from error
    except NotImplementedError as error:
        raise _damaged(packed.path, f"its way of packing is not known: {error}") from error
    finally:
        copy.unlink(missing_ok=True)


def _digest(path: Path) -> tuple[str, int]:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest(), path.stat().st_size
    except OSError as error:
        msg = f"{path} cannot be read ({error.strerror}). Check the path and its permissions."
        raise SourceError(msg) from error


def _is_gzip(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(2) == b"\x1f\x8b"


@contextmanager
def _opened(packed: Packed) -> Iterator[IO[bytes]]:
    if packed.member is None:
        with gzip.open(packed.path) as stream:
            yield cast("IO[bytes]", stream)
        return
    with zipfile.ZipFile(packed.path) as archive, archive.open(packed.member) as stream:
        if packed.inner is not None:
            with (
                _spooled(stream, packed.path) as copy,
                zipfile.ZipFile(copy) as deep,
                deep.open(packed.inner) as inmost,
            ):
                yield inmost
        elif packed.member.endswith(".gz"):
            with gzip.open(stream) as inner:
                yield cast("IO[bytes]", inner)
        else:
            yield stream


def _copy(stream: IO[bytes], target: Path, packed: Packed, packed_size: int) -> None:
    with target.open("wb") as out:
        _counted(stream, out, packed.path, packed_size, target.parent)


def _counted(stream: IO[bytes], out: Any, file: Path, packed_size: int, folder: Path) -> None:
    """Copy a stream; one that swells out of proportion, or past what the folder's disk holds, is refused."""
    limit = most_bytes(packed_size)
    room = shutil.disk_usage(folder).free - SPARE
    written = 0
    while chunk := stream.read(_CHUNK):
        written += len(chunk)
        if written > limit:
            msg = (
                f"{file.name} swells to more than {MOST_SWELLING} times its size; no "
                "event data packs so well. Get it again from the official address."
            )
            raise SourceError(msg)
        if written > room:
            msg = (
                f"{file.name} unpacked does not fit on the disk of {folder}. "
                "Free some space, or set TMPDIR to a disk that has it."
            )
            raise SourceError(msg)
        out.write(chunk)


def _damaged(path: Path, why: str) -> SourceError:
    why = why.strip().rstrip(".") or "it ends before its end"
    if "password" in why or "encrypted" in why:
        return SourceError(f"{path.name} is locked with a password. Unpack it, and name the files.")
    return SourceError(
        f"{path.name} is damaged or cut short ({why}). Get it again from the official address."
    )
