"""Standard input, output and error: open whatever the caller did with them, in whatever alphabet."""

from __future__ import annotations

import codecs
import os
import sys
import unicodedata
from io import TextIOWrapper

#: Streams that the caller had closed: 0 for input, 1 for output, 2 for errors.
CLOSED: set[int] = set()

_MODES = {0: ("stdin", "r"), 1: ("stdout", "w"), 2: ("stderr", "w")}

#: Signs of good typography as an old terminal has them; other letters lose their accents.
_PLAIN = str.maketrans(
    {
        "\u00a0": " ",
        "\u202f": " ",
        "\u2013": "-",
        "\u2014": "-",
        "\u2212": "-",
        "\u2018": "'",
        "\u2019": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u2026": "...",
        "\u2192": "->",
        "\u00d7": "x",
        "\u2265": ">=",
        "\u2264": "<=",
    }
)


def open_all() -> None:
    """Open streams that are closed onto nothing, and make any text printable on those that are open.

    A closed stream leaves its number to the next file that is opened, which libraries then take for
    the stream; and what a terminal cannot show is no reason to fail.
    """
    for number, (name, mode) in _MODES.items():
        try:
            os.fstat(number)
        except OSError:
            CLOSED.add(number)
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free: this one
        if getattr(sys, name) is None:
            CLOSED.add(number)
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115
    codecs.register_error("steelyard.plain", _plain)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="steelyard.plain")


def print_data() -> None:
    """Write what follows on standard output in UTF-8, whatever the terminal: data loses no letter."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="strict")


def _plain(error: UnicodeError) -> tuple[str, int]:
    """What stands for letters that the terminal does not have: the nearest that it has, else ``?``."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end].translate(_PLAIN)
    text = unicodedata.normalize("NFKD", text)
    kept = "".join(sign for sign in text if not unicodedata.combining(sign))
    return kept.encode("ascii", "replace").decode(), error.end
