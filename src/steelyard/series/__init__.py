"""Events as series: who met whom in which window, counted with exposure and gaps.

One layer below the stages, so that every diagnostic's ``gather`` may build with it.
"""

from steelyard.series.dyads import Days, DyadEvents, Mask, dyad_events
from steelyard.series.likes import Pair, TieRow, client_ties, pairs
from steelyard.series.poles import Span, client_codes, pole_of, pole_spans
from steelyard.series.volume import exposure_days, volume
from steelyard.series.windows import Split, split

__all__ = [
    "Days",
    "DyadEvents",
    "Mask",
    "Pair",
    "Span",
    "Split",
    "TieRow",
    "client_codes",
    "client_ties",
    "dyad_events",
    "exposure_days",
    "pairs",
    "pole_of",
    "pole_spans",
    "split",
    "volume",
]
