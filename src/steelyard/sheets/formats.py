"""What a file is, by its first bytes and never by its name, and what no table can be."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Literal

from steelyard.errors import ShapeError, SourceError
from steelyard.sheets.encodings import unmarked_utf16
from steelyard.sheets.json_rows import begins_json
from steelyard.sheets.others import begins_other, packed_other

Kind = Literal["text", "workbook", "parquet", "json"]

_HEAD = 256 * 1024
_BOM = b"\xef\xbb\xbf"
_PARQUET = b"PAR1"
_ZIP = b"PK"
#: The first bytes of the workbooks of Excel 97 to 2003, and of a locked workbook of later ones.
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WEB = (b"<!doctype html", b"<html")
_XML = b"<?xml"
#: What stands in the head of a member of a .tar, and where.
_TAR, _TAR_PLACE = b"ustar", 257
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
#: Control codes that no text uses, and the share of them above which a file is binary.
_CONTROL = bytes(code for code in range(32) if code not in (0, 7, 8, 9, 10, 12, 13, 27))
_BINARY_SHARE = 0.02

#: A member that every workbook of its kind has.
_WORKBOOKS = ("xl/workbook.xml", "xl/workbook.bin", "content.xml")


def kind_of(path: Path) -> Kind:
    """Say in which format a table is kept.

    Raises:
        SourceError: The file is missing, empty, a web page, or a damaged workbook.
    """
    head = head_of(path)
    if not head.strip(b" \t\r\n\0"):
        msg = f"{path.name} is empty. Get or save it again."
        raise SourceError(msg)
    if head.startswith(_PARQUET):
        return "parquet"
    if head.startswith(_OLE):
        return "workbook"
    if head.startswith(_ZIP):
        return _workbook(path)
    if (what := begins_other(head)) is not None:
        raise _no_table(path, what)
    start = head.removeprefix(_BOM).lstrip()[:2000].lower()
    if start.startswith(_WEB) or (start.startswith(_XML) and b"<html" in start):
        msg = (
            f"{path.name} is a web page, probably the server's error message, and no table. "
            "Open it in a browser to see what it says; get the file again."
        )
        raise SourceError(msg)
    if head[_TAR_PLACE : _TAR_PLACE + len(_TAR)] == _TAR:
        msg = f"{path.name} is a .tar of files. Unpack it, and name the files."
        raise SourceError(msg)
    if _is_binary(head):
        msg = f"{path.name} holds bytes that no text has. Save the table as CSV or as a workbook."
        raise SourceError(msg)
    if start.startswith(_XML):
        msg = f"{path.name} is XML and no table. Save it as CSV or as a workbook (.xlsx, .ods)."
        raise SourceError(msg)
    return "json" if begins_json(head) else "text"


def _workbook(path: Path) -> Kind:
    if is_workbook(path):
        return "workbook"
    if (what := packed_other(path)) is not None:
        raise _no_table(path, what)
    msg = (
        f"{path.name} begins as a workbook or .zip and is damaged or cut short. "
        "Get or save it again."
    )
    raise SourceError(msg)


def _no_table(path: Path, what: str) -> ShapeError:
    advice = "Unpack it first." if "packed" in what else "Save the table as CSV or as a workbook."
    return ShapeError(f"{path.name} is {what}, and no table that is read. {advice}")


def _is_binary(head: bytes) -> bool:
    """Whether too many of the first bytes are control codes; UTF-16 has a NUL in every other."""
    if head.startswith(_UTF16) or unmarked_utf16(head[:4096]):
        return False
    return len(head) - len(head.translate(None, _CONTROL)) > _BINARY_SHARE * len(head)


def head_of(path: Path) -> bytes:
    """Return the first bytes of a file.

    Raises:
        SourceError: There is no such file, or it is no plain file, or it cannot be read.
    """
    if not path.exists():
        msg = f"{path} does not exist. Check the name, or take it out of the case."
        raise SourceError(msg)
    if not path.is_file():
        msg = f"{path} is no file (a folder, pipe or device). Name a file."
        raise SourceError(msg)
    try:
        with path.open("rb") as stream:
            return stream.read(_HEAD)
    except OSError as error:
        msg = f"{path} cannot be read ({error.strerror}). Check the path and its permissions."
        raise SourceError(msg) from error


def is_workbook(path: Path) -> bool:
    """Say whether a file is a workbook of Excel or LibreOffice, which is a .zip inside."""
    try:
        with zipfile.ZipFile(path) as packed:
            names = set(packed.namelist())
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError):
        return False
    if "content.xml" in names:
        return "mimetype" in names
    return any(name in names for name in _WORKBOOKS)
