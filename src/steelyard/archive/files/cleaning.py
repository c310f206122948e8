"""Lines that no reader can take: NUL bytes and bytes that are not UTF-8.

A clean file, which is nearly every file, is only looked at and never copied.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from steelyard.records import Reject

_CHUNK = 8 * 1024**2

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
            if not _is_utf8(rest + chunk[:end] if rest else memoryview(chunk)[:end]):
                return False
            rest = rest + chunk[end:] if not end else chunk[end:]
        return _is_utf8(rest)


def _is_utf8(text: bytes | memoryview) -> bool:
    """Whether bytes are UTF-8: Arrow only looks at them, in a tenth of the time that Python decodes them in."""
    ends = pa.array([0, len(text)], pa.int32()).buffers()[1]
    cell = pa.Array.from_buffers(pa.binary(), 1, [None, ends, pa.py_buffer(text)])
    try:
        cell.cast(pa.string())
    except pa.ArrowInvalid:
        return False
    return True
