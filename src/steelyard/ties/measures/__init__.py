"""Measures that need a case: what its clients' ties with each pole are, year by year.

Functions over the typed tables of an archive; the pipeline calls :func:`pole_ties` and puts what
comes back beside the archive's own ties.
"""

from __future__ import annotations

import pyarrow as pa

from steelyard.records import TIE, Archive, Case
from steelyard.ties.measures.arms import arms_ties
from steelyard.ties.measures.sanctions import sanction_ties
from steelyard.ties.measures.trade import trade_ties
from steelyard.ties.measures.treaties import adds, treaty_ties
from steelyard.ties.measures.votes import vote_ties

__all__ = [
    "adds",
    "arms_ties",
    "pole_ties",
    "sanction_ties",
    "trade_ties",
    "treaty_ties",
    "vote_ties",
]


def pole_ties(archive: Archive, case: Case, *, seed: int = 0) -> pa.Table:
    """Return every measure that the archive's typed tables allow for the clients of ``case``.

    Returns:
        A table in the schema TIE; empty where the archive holds no typed table.
    """
    made = [
        vote_ties(archive, case, seed=seed),
        trade_ties(archive, case),
        arms_ties(archive, case),
        treaty_ties(archive, case),
        sanction_ties(archive, case),
    ]
    return pa.concat_tables([TIE.empty_table(), *made])
