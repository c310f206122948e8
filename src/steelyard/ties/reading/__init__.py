"""What every connector needs: publishers' files as relations, codes to states, ties in bulk."""

from steelyard.ties.reading.dyads import code_dyads, dyad_rejects, label_spells
from steelyard.ties.reading.making import code_rows, line_ties, pair_ties, tie_rows
from steelyard.ties.reading.rows import Rows, header_of, open_rows, origin, rejected, the_tables
from steelyard.ties.reading.shares import share_ties
from steelyard.ties.reading.states import name_states, state_known, state_spells, year_known

__all__ = [
    "Rows",
    "code_dyads",
    "code_rows",
    "dyad_rejects",
    "header_of",
    "label_spells",
    "line_ties",
    "name_states",
    "open_rows",
    "origin",
    "pair_ties",
    "rejected",
    "share_ties",
    "state_known",
    "state_spells",
    "the_tables",
    "tie_rows",
    "year_known",
]
