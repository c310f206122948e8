"""What a shell may complete where a command takes a name: cases, sources, diagnostics.

A shell that finds nothing here completes the names of files, which stand where names do.
"""

from __future__ import annotations


def case_names(incomplete: str) -> list[str]:
    """Return the built-in cases that begin so."""
    from steelyard import cases

    return _beginning(incomplete, cases.names())


def source_names(incomplete: str) -> list[str]:
    """Return the data sets that begin so."""
    from steelyard import sources, ties

    return _beginning(incomplete, sorted({*sources.NAMES, *ties.NAMES}))


def diagnostic_names(incomplete: str) -> list[str]:
    """Return the lists of diagnostics, split by commas, that begin so."""
    from steelyard.diagnostics import ORDER

    *before, last = incomplete.split(",")
    return [",".join((*before, name)) for name in _beginning(last, ORDER) if name not in before]


def _beginning(incomplete: str, names: tuple[str, ...] | list[str]) -> list[str]:
    return [name for name in names if name.startswith(incomplete)]
