"""The built-in cases: one folder each, with case.toml and the evidence files it names."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).parent


def names() -> tuple[str, ...]:
    """Return the names of the built-in cases in alphabetical order."""
    return tuple(sorted(path.parent.name for path in _FOLDER.glob("[!_]*/case.toml")))


def folder(name: str) -> Path:
    """Return the folder of the built-in case ``name``, which :func:`names` lists."""
    return _FOLDER / name


def blank() -> Path:
    """Return the folder with the commented case that ``steelyard new`` copies."""
    return _FOLDER / "_blank"
