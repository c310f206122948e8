"""Files of keys and values that people keep: a case, a column map. Read whole, or refused in one line."""

from __future__ import annotations

import codecs
import re
import tomllib
from pathlib import Path
from typing import Any

from steelyard.errors import SourceError

#: No case is larger; a file that is takes the parser minutes.
LARGEST = 8 * 1024**2

#: No key has more parts, and no list more lists within it.
DEEPEST = 64

_DOTTED = re.compile(rf"(?:[\w\"'-]+\s*\.\s*){{{DEEPEST}}}")
_NESTED = re.compile(rf"(?:[\[{{]\s*){{{DEEPEST}}}")

_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file.

    Raises:
        SourceError: It is missing, no file, no TOML, or nested beyond all reason.
    """
    return parse_toml(toml_text(path), str(path))


def parse_toml(text: str, where: str) -> dict[str, Any]:
    """Read the text of a TOML file, which errors call ``where``.

    Raises:
        SourceError: It is no TOML, or nested beyond all reason.
    """
    if _DOTTED.search(text) or _NESTED.search(text):
        msg = f"{where} has keys or brackets within one another beyond all reason ({DEEPEST} are allowed)."
        raise SourceError(msg)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        msg = f"{where}: {error}. Days are written 2019-10-18, text in quotes; mend that line."
        raise SourceError(msg) from error
    except RecursionError as error:
        msg = f"{where} has brackets within brackets beyond all reason. Take them out."
        raise SourceError(msg) from error


def toml_text(path: Path) -> str:
    """Return the text of a TOML file.

    Raises:
        SourceError: It is missing, no file, too large, or in another encoding.
    """
    try:
        if not path.is_file() and path.exists():
            msg = f"{path} is a folder, a pipe or a device, and no file. Name a TOML file."
            raise SourceError(msg)
        if path.stat().st_size > LARGEST:
            msg = f"{path} has {path.stat().st_size:,} bytes; {LARGEST:,} are allowed. Is it the right file?"
            raise SourceError(msg)
        raw = path.read_bytes()
    except OSError as error:
        msg = f"{path} cannot be read ({error.strerror}). Check its name and permissions."
        raise SourceError(msg) from error
    encoding = "utf-16" if raw.startswith(_MARKS) else "utf-8-sig"
    try:
        return raw.decode(encoding).replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        msg = f"{path} is not in UTF-8 (byte {error.start}). Save it as UTF-8."
        raise SourceError(msg) from error
