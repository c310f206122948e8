"""The words that every stage shares: actors, memberships, the ontology of events, days.

Everything here is looked up in the tables of ``data/``, read when first asked for; each of
their rows names its source, and ``data/README.md`` says what they cover and what they lack.

    actors       codes and names of states and organisations, and whom they succeed
    alliances    treaties of mutual help between two states
    membership   which states belonged to which organisation on a day
    ontology     PLOVER's types, modes, contexts and roles; CAMEO and WEIS mapped to them
    bonds        treaties, bases and memberships, and how deep each binds
    datacodes    codes of event data sets (CAMEO, KEDS, ICEWS), and what they lack
    rungs        how costly and hard to undo an act is
    statecodes   codes of other lists (COW, Gleditsch-Ward, ISO numeric) by day
    elections    national election days, as far as a source was opened for them
    publishers   which family a publishing house belongs to
    trade_partners  with whom a state's exports and imports of a year were
    time         days known to the day, month or year
"""

from __future__ import annotations

from steelyard.vocabulary.actors import (
    Actor,
    Name,
    actor,
    actors,
    find,
    known,
    meanings,
    name,
    names,
    nearest,
    predecessors,
    states,
    unknown_actor,
)
from steelyard.vocabulary.alliances import Alliance, alliances
from steelyard.vocabulary.bonds import (
    BINDING,
    PAPER,
    UNKNOWN_BOND,
    Bond,
    BondAct,
    bond_indicators,
    bond_of_indicator,
    bond_of_text,
)
from steelyard.vocabulary.datacodes import DataCode, data_codes, successions
from steelyard.vocabulary.elections import Election, elections, elections_known
from steelyard.vocabulary.membership import (
    Membership,
    members,
    memberships,
    organisations_with_members,
)
from steelyard.vocabulary.ontology import (
    ACTS,
    QUADS,
    STATUSES,
    TYPES,
    Coding,
    contexts,
    definition,
    from_cameo,
    from_type,
    from_weis,
    lost_zeros,
    mode_definitions,
    modes,
    plain_code,
    quad,
    recipient_required,
    roles,
    score,
    terms,
    type_written,
)
from steelyard.vocabulary.publishers import publisher_country, publisher_family
from steelyard.vocabulary.rungs import RUNGS, rung_of_code, rung_of_text, rung_of_type
from steelyard.vocabulary.statecodes import StateCode, state, state_code, state_codes
from steelyard.vocabulary.time import PRECISIONS, parse_day, period
from steelyard.vocabulary.trade_partners import PartnerList, trade_partners

__all__ = [
    "ACTS",
    "BINDING",
    "PAPER",
    "PRECISIONS",
    "QUADS",
    "RUNGS",
    "STATUSES",
    "TYPES",
    "UNKNOWN_BOND",
    "Actor",
    "Alliance",
    "Bond",
    "BondAct",
    "Coding",
    "DataCode",
    "Election",
    "Membership",
    "Name",
    "PartnerList",
    "StateCode",
    "actor",
    "actors",
    "alliances",
    "bond_indicators",
    "bond_of_indicator",
    "bond_of_text",
    "contexts",
    "data_codes",
    "definition",
    "elections",
    "elections_known",
    "find",
    "from_cameo",
    "from_type",
    "from_weis",
    "known",
    "lost_zeros",
    "meanings",
    "members",
    "memberships",
    "mode_definitions",
    "modes",
    "name",
    "names",
    "nearest",
    "organisations_with_members",
    "parse_day",
    "period",
    "plain_code",
    "predecessors",
    "publisher_country",
    "publisher_family",
    "quad",
    "recipient_required",
    "roles",
    "rung_of_code",
    "rung_of_text",
    "rung_of_type",
    "score",
    "state",
    "state_code",
    "state_codes",
    "states",
    "successions",
    "terms",
    "trade_partners",
    "type_written",
    "unknown_actor",
]
