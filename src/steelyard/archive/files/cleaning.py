"""Lines that no reader can take: NUL bytes and bytes that are not UTF-8.

A clean file, which is nearly every file, is only looked at and never copied.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from steelyard.errors import SourceError
from steelyard.records import Reject

_CHUNK = 8 * 1024**2
_BOM = b"\xef\xbb\xbf"

NUL = "NUL bytes"
NOT_UTF8 = "bytes that are not UTF-8"


@dataclass(frozen=True, slots=True)
class Clean:
    """A file that a reader can take; ``rejects`` are the lines that were left out of it."""

    path: Path
    rejects: tuple[Reject, ...] = ()


def cleaned(path: Path, folder: Path, *, latin: bool = False) -> Clean:
    """Return ``path`` where it is clean, else a copy in ``folder`` without the unreadable lines.

    Args:
        path: A plain file.
        folder: Where a copy may be written.
        latin: Read lines that are not UTF-8 as Latin-1, instead of leaving them out.
    """
    if _is_clean(path):
        return Clean(path)
    rejects: list[Reject] = []
    copy = folder / f"clean-{path.name}"
    with path.open("rb") as lines, copy.open("wb") as out:
        for number, line in enumerate(lines, start=1):
            reason = _reason(line)
            if reason == NOT_UTF8 and latin:
                out.write(line.decode("latin-1").encode())
            elif reason:
                rejects.append(Reject(number, reason))
            else:
                out.write(line)
    return Clean(copy, tuple(rejects))


def _reason(line: bytes) -> str | None:
    if b"\0" in line:
        return NUL
    try:
        line.decode()
    except UnicodeDecodeError:
        return NOT_UTF8
    return None


def _is_clean(path: Path) -> bool:
    with path.open("rb") as stream:
        rest = b""
        while chunk := stream.read(_CHUNK):
            if b"\0" in chunk:
                return False
            end = chunk.rfind(b"\n") + 1
            try:
                (rest + chunk[:end]).decode()
            except UnicodeDecodeError:
                return False
            rest = rest + chunk[end:] if not end else chunk[end:]
        try:
            rest.decode()
        except UnicodeDecodeError:
            return False
    return True


def first_lines(path: Path, most: int = 20) -> tuple[str, ...]:
    """Return the first lines of a file, to tell its shape by.

    Raises:
        SourceError: The file is empty, a web page, or no text.
    """
    with path.open("rb") as stream:
        head = stream.read(256 * 1024)
    if not head.strip():
        msg = f"{path.name} is empty. Get it again from the official address."
        raise SourceError(msg)
    if head.startswith(b"PK"):
        msg = f"{path.name} is a .zip that is damaged or cut short. Get it again."
        raise SourceError(msg)
    start = head.removeprefix(_BOM).lstrip()[:200].lower()
    if start.startswith((b"<!doctype html", b"<html", b"<?xml")):
        msg = (
            f"{path.name} is a web page, probably the server's error message, and no data. "
            "Open it in a browser to see what it says; get the file again."
        )
        raise SourceError(msg)
    text = head.removeprefix(_BOM).decode("utf-8", errors="replace")
    return tuple(line.rstrip("\r") for line in text.split("\n")[:most] if line.strip())
