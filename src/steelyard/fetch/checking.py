"""Checking: is what arrived the file that was asked for, whole?"""

from __future__ import annotations

import gzip
import hashlib
import zipfile
import zlib
from pathlib import Path

from steelyard.errors import FetchError

_PIECE = 1 << 20

#: What a page that stands in for a file begins with.
_PAGES = (b"<!doctype html", b"<html", b"<?xml version", b"<head")


def digest(path: Path, method: str = "sha256") -> str:
    """Return the checksum of a file as ``method:hexadecimal``."""
    made = hashlib.new(method, usedforsecurity=False)
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            made.update(piece)
    return f"{method}:{made.hexdigest()}"


def check(path: Path, name: str, size: int | None, checksum: str | None) -> None:
    """Hold a file against what its publisher and its name say.

    Args:
        path: The file.
        name: Its name, whose ending says what it should hold.
        size: Bytes as the publisher states them, if it does.
        checksum: ``md5:...`` or ``sha256:...``, if the publisher states one.

    Raises:
        FetchError: It is another file, a web page, or cut short.
    """
    there = path.stat().st_size
    if there == 0:
        msg = f"{name} is empty. Try again later."
        raise FetchError(msg)
    _is_no_page(path, name)
    if size is not None and there != size:
        msg = f"{name} has {there:,} bytes; its publisher says {size:,}. Try again later."
        raise FetchError(msg)
    if checksum is not None and digest(path, checksum.split(":")[0]) != checksum:
        msg = (
            f"{name} has another checksum than its publisher says ({checksum}): it was damaged or "
            "changed. Try again later."
        )
        raise FetchError(msg)
    _is_whole(path, name)


def _is_no_page(path: Path, name: str) -> None:
    if name.lower().endswith((".html", ".htm", ".xml")):
        return
    with path.open("rb") as file:
        head = file.read(512).lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(_PAGES):
        msg = (
            f"{name} is a web page, not the file: the publisher may want a form filled in or the "
            "address has moved. Open it in a browser and see."
        )
        raise FetchError(msg)


def _is_whole(path: Path, name: str) -> None:
    """A zip ends with its directory, a gzip with its checksum: one cut short has neither."""
    try:
        if name.lower().endswith(".zip"):
            _test_zip(path)
        elif name.lower().endswith(".gz"):
            with gzip.open(path) as file:
                while file.read(_PIECE):
                    pass
    except (zipfile.BadZipFile, gzip.BadGzipFile, EOFError, zlib.error, OSError) as error:
        msg = f"{name} is damaged or cut short ({error}). Try again later."
        raise FetchError(msg) from error


def _test_zip(path: Path) -> None:
    with zipfile.ZipFile(path) as box:
        bad = box.testzip()
    if bad is not None:
        raise zipfile.BadZipFile(bad)
