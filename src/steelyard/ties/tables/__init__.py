"""What every connector needs: publishers' files as relations, codes to states, ties in bulk."""

from steelyard.ties.tables.dyads import code_dyads, dyad_rejects, label_spells
from steelyard.ties.tables.files import (
    NamedRows,
    Rows,
    header_of,
    named_rows,
    open_rows,
    origin,
    rejected,
    tie_tables,
)
from steelyard.ties.tables.flows import STATED, counted_flows
from steelyard.ties.tables.ids import code_rows, line_ties, pair_ties, tie_rows
from steelyard.ties.tables.shares import share_notes, share_ties
from steelyard.ties.tables.states import (
    name_states,
    present_spells,
    state_known,
    state_spells,
    year_known,
)

__all__ = [
    "STATED",
    "NamedRows",
    "Rows",
    "code_dyads",
    "code_rows",
    "counted_flows",
    "dyad_rejects",
    "header_of",
    "label_spells",
    "line_ties",
    "name_states",
    "named_rows",
    "open_rows",
    "origin",
    "pair_ties",
    "present_spells",
    "rejected",
    "share_notes",
    "share_ties",
    "state_known",
    "state_spells",
    "tie_rows",
    "tie_tables",
    "year_known",
]
