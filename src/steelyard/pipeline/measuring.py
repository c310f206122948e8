"""Measuring: what an archive's typed tables say of a case's poles, as ties beside its own."""

from __future__ import annotations

from steelyard.archive import beside
from steelyard.records import Archive, Case
from steelyard.ties.measures import pole_ties


def measured(archive: Archive, case: Case, *, seed: int = 0) -> Archive:
    """Return ``archive`` with the measures that need the poles of ``case``.

    Shares by pole, splits of roll calls, gaps to peers, what a treaty adds: see
    :mod:`steelyard.ties.measures`. An archive without typed tables comes back as it is.
    """
    made = pole_ties(archive, case, seed=seed)
    return beside(archive, ties=made) if made.num_rows else archive
