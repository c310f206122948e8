"""Inputs: files, folders, globs and standard input, each handed to the reader of its format."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import ModuleType
from typing import BinaryIO, cast

from steelyard.articles import feed, jsonl, markdown, table, text
from steelyard.articles.decoding import mended
from steelyard.articles.documents import mail, word
from steelyard.articles.mapping import Mapping
from steelyard.articles.packed.archives import is_archive, members
from steelyard.articles.packed.gzipped import Unpacked
from steelyard.articles.pages import page, warc
from steelyard.articles.pieces import pieces
from steelyard.records import Article, Skipped
from steelyard.sheets import begins_other, packed_other

#: The formats that are read, each a module with SUFFIXES and read().
FORMATS: tuple[ModuleType, ...] = (text, markdown, page, jsonl, table, feed, warc, word, mail)

_BY_SUFFIX = {suffix: module for module in FORMATS for suffix in module.SUFFIXES}


def read_articles(
    inputs: Iterable[str], mapping: Mapping | None = None
) -> Iterator[Article | Skipped]:
    """Yield the articles of ``inputs``, and what could not be read, in a fixed order.

    Args:
        inputs: Files, folders (searched to the bottom), globs, or ``-`` for JSON Lines on
            standard input. Any file may be packed (gzip, bzip2, xz), and many in a .zip or .tar.
        mapping: Which key holds which field, for JSON Lines and CSV.
    """
    for found in _read(inputs, mapping or Mapping({})):
        if isinstance(found, Skipped):
            yield found
        else:
            for one in mended(found):
                if isinstance(one, Skipped):
                    yield one
                else:
                    yield from pieces(one)


def files_of(inputs: Iterable[str]) -> Iterator[Path | Skipped]:
    """Yield the files that ``inputs`` name, in the order in which they are read."""
    for name in inputs:
        yield from _files(name)


def _read(inputs: Iterable[str], mapping: Mapping) -> Iterator[Article | Skipped]:
    for name in inputs:
        if name == "-":
            yield from jsonl.read(sys.stdin.buffer, "standard input", mapping)
            continue
        for path in _files(name):
            if isinstance(path, Skipped):
                yield path
            else:
                yield from _read_file(path, mapping)


def _files(name: str) -> Iterator[Path | Skipped]:
    path = Path(name)
    if path.is_dir():
        yield from _folder(path)
    elif os.path.lexists(path):
        yield path
    elif glob.has_magic(name):
        found = sorted(glob.glob(name, recursive=True))  # noqa: PTH207 - patterns may be absolute
        if not found:
            yield Skipped(name, "no such file", "nothing matches the pattern")
        for match in found:
            yield from _files(match)
    else:
        yield Skipped(name, "no such file")


def _folder(folder: Path) -> Iterator[Path | Skipped]:
    """The files below a folder that bear a known suffix; a folder linked twice is read once."""
    seen: set[str] = set()
    for root, folders, files in os.walk(folder, followlinks=True, onerror=None):
        real = os.path.realpath(root)
        if real in seen:
            folders.clear()
            yield Skipped(root, "a folder that was read before", "a link leads back to it")
            continue
        seen.add(real)
        folders.sort()
        if not os.access(root, os.R_OK | os.X_OK):
            yield Skipped(root, "no permission")
        for name in sorted(files):
            path = Path(root, name)
            if _format(path) is None and not is_archive(path.name):
                yield Skipped(str(path), "not a format that is read", path.suffix or "no suffix")
            else:
                yield path


def _format(path: Path) -> ModuleType | None:
    name = path.name.lower().removesuffix(".gz")
    return _BY_SUFFIX.get(Path(name).suffix)


def _read_file(path: Path, mapping: Mapping) -> Iterator[Article | Skipped]:
    if not is_archive(path.name):
        yield from _read_plain(path, str(path), mapping)
    elif not path.is_file():
        yield Skipped(str(path), "not a file")
    else:
        for one in members(path, str(path)):
            if isinstance(one, Skipped):
                yield one
            elif _format(one.path) is None:
                yield Skipped(one.where, "not a format that is read", _other(one.path))
            else:
                yield from _read_plain(one.path, one.where, mapping)


def _other(path: Path) -> str:
    """What a file is that is not read, by its first bytes or else by its name."""
    with suppress(OSError):
        with path.open("rb") as stream:
            head = stream.read(512)
        if what := begins_other(head) or (head.startswith(b"PK") and packed_other(path)):
            return f"{what}; save it as text, HTML or Word (.docx)"
    return path.suffix or "no suffix"


def _read_plain(path: Path, where: str, mapping: Mapping) -> Iterator[Article | Skipped]:
    module = _format(path)
    if module is None:
        other = _other(path) if path.is_file() else ""
        known = ", ".join(sorted(_BY_SUFFIX))
        detail = other if ";" in other else f"known are {known}"
        yield Skipped(where, "not a format that is read", detail)
        return
    try:
        if not path.is_file():  # a pipe or a device would keep the reader waiting
            path.stat()
            yield Skipped(where, "not a file")
            return
        with _opened(path) as stream:
            yield from module.read(stream, where, mapping)
    except EOFError as error:
        yield Skipped(where, "the file breaks off", str(error))
    except PermissionError:
        yield Skipped(where, "no permission")
    except OSError as error:
        yield Skipped(where, "cannot be opened", error.strerror or str(error))


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """The bytes of a file, unpacked where they are gzip, whatever the name says."""
    with path.open("rb") as raw:
        magic = raw.read(2)
        raw.seek(0)
        if magic != b"\x1f\x8b":
            yield raw
            return
        yield cast(BinaryIO, Unpacked(raw))
