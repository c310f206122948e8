"""Formats that are neither tables nor texts here, told by their first bytes, so that a reader can name them."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import BinaryIO

#: First bytes, and what they begin.
_BEGINS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF"),
    (b"{\\rtf", "a document in Rich Text (RTF)"),
    (b"<stata_dta>", "a file of Stata"),
    (b"$FL2", "a file of SPSS"),
    (b"$FL3", "a file of SPSS"),
    (b"RDX", "a file of R"),
    (b"RDA", "a file of R"),
    (b"X\n\0\0\0", "a file of R"),
    (b"A\n2\n", "a file of R"),
    (b"A\n3\n", "a file of R"),
    (b"SQLite format 3", "a database of SQLite"),
    (b"\x89HDF", "a file in HDF5"),
    (b"ARROW1", "a file of Arrow (Feather)"),
    (b"Obj\x01", "a file of Avro"),
    (b"ORC", "a file in ORC"),
    (b"\x28\xb5\x2f\xfd", "packed with Zstandard (.zst)"),
    (b"7z\xbc\xaf\x27\x1c", "packed with 7-Zip (.7z)"),
    (b"Rar!\x1a\x07", "packed with RAR"),
    (b"\xfd7zXZ\0", "packed with xz"),
    (b"BZh", "packed with bzip2"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
)

#: What stands in the head of a DuckDB database, and where.
_DUCK, _DUCK_PLACE = b"DUCK", 8

#: The head of files of Stata before version 13: release, order of bytes, kind.
_STATA_RELEASES, _STATA_ORDERS, _STATA_KIND = range(102, 116), (1, 2), 1

#: Members, or first words of the member ``mimetype``, by which a packed document is told.
_MEMBERS = (
    ("word/document.xml", "a document of Word"),
    ("ppt/presentation.xml", "slides of PowerPoint"),
    ("Index/Document.iwa", "a document of Apple Numbers or Pages"),
    ("Index.zip", "a document of Apple Numbers or Pages"),
)
_MIMETYPES = (
    (b"application/epub+zip", "an e-book (EPUB)"),
    (b"application/vnd.oasis.opendocument.text", "a text of LibreOffice"),
    (b"application/vnd.oasis.opendocument.presentation", "slides of LibreOffice"),
)


def begins_other(head: bytes) -> str | None:
    """Say what the first bytes of a file begin that is neither a table nor a text; else None.

    >>> begins_other(b"%PDF-1.7")
    'a PDF'
    """
    if head[_DUCK_PLACE : _DUCK_PLACE + len(_DUCK)] == _DUCK:
        return "an archive or another database of DuckDB"
    is_stata = (
        len(head) > len("rok ")
        and head[0] in _STATA_RELEASES
        and head[1] in _STATA_ORDERS
        and head[2] == _STATA_KIND
        and head[3] == 0
    )
    if is_stata:
        return "a file of Stata"
    return next((what for first, what in _BEGINS if head.startswith(first)), None)


def packed_other(file: Path | BinaryIO) -> str | None:
    """Say which document a .zip is that holds neither tables nor articles; None where it is none."""
    try:
        with zipfile.ZipFile(file) as packed:
            names = set(packed.namelist())
            for name, what in _MEMBERS:
                if name in names:
                    return what
            if "mimetype" in names:
                with packed.open("mimetype") as stream:
                    kind = stream.read(64)
                return next((what for first, what in _MIMETYPES if kind == first), None)
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError, RuntimeError):
        return None
    return None
