"""Events as series: who met whom in which window, counted with exposure and gaps.

One layer below the stages, so that every diagnostic's ``gather`` may build with it.
"""

from steelyard.series.attention import Attention, Contacts, attention, contacts, third_states
from steelyard.series.calendar import Calendar, calendar, exposure_days, neighbours, volume
from steelyard.series.dyad_table import DYAD, Frequency, dyad_table
from steelyard.series.dyads import Days, DyadEvents, Mask, dyad_events
from steelyard.series.earlier import (
    UNRANKED,
    Earlier,
    InTime,
    daily,
    earlier_windows,
    share_in_time,
)
from steelyard.series.like_for_like import Pair, TieRow, client_ties, pairs
from steelyard.series.panel import Panel, Series, Unit, dyad_series, panel
from steelyard.series.poles import Span, client_codes, pole_of, pole_spans
from steelyard.series.precedents import NEAR, YEARS, Precedents, precedents
from steelyard.series.rates import change
from steelyard.series.record import AGGREGATES, Record, aggregate, collected
from steelyard.series.rows import client_meetings
from steelyard.series.searched.complete import Listed
from steelyard.series.searched.memberships import (
    Member,
    last_of,
    membership_changes,
    organisations_of,
    organisations_since,
)
from steelyard.series.searched.occasions import Occasion, by_occasion, occasions
from steelyard.series.searched.thinned import Side, with_rows, without_rows
from steelyard.series.supposed import Act, beside_act, last_day, with_act
from steelyard.series.windows import Split, split, systematic_sources
from steelyard.series.yearly import Yearly, yearly

__all__ = [
    "AGGREGATES",
    "DYAD",
    "NEAR",
    "UNRANKED",
    "YEARS",
    "Act",
    "Attention",
    "Calendar",
    "Contacts",
    "Days",
    "DyadEvents",
    "Earlier",
    "Frequency",
    "InTime",
    "Listed",
    "Mask",
    "Member",
    "Occasion",
    "Pair",
    "Panel",
    "Precedents",
    "Record",
    "Series",
    "Side",
    "Span",
    "Split",
    "TieRow",
    "Unit",
    "Yearly",
    "aggregate",
    "attention",
    "beside_act",
    "by_occasion",
    "calendar",
    "change",
    "client_codes",
    "client_meetings",
    "client_ties",
    "collected",
    "contacts",
    "daily",
    "dyad_events",
    "dyad_series",
    "dyad_table",
    "earlier_windows",
    "exposure_days",
    "last_day",
    "last_of",
    "membership_changes",
    "neighbours",
    "occasions",
    "organisations_of",
    "organisations_since",
    "pairs",
    "panel",
    "pole_of",
    "pole_spans",
    "precedents",
    "share_in_time",
    "split",
    "systematic_sources",
    "third_states",
    "volume",
    "with_act",
    "with_rows",
    "without_rows",
    "yearly",
]
