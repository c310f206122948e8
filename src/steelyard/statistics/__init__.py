"""Arrays and counts in, numbers out: the estimators, and the rule by which they are graded.

Knows nothing of records. Intervals are 90 %. Where draws are needed they come from ``seed``, so
that the same numbers in always give the same numbers out.
"""

from steelyard.statistics.bursts import Burst, bursts
from steelyard.statistics.contrast import Contrast, contrast
from steelyard.statistics.dated import DatedChange, dated_change, dated_changes
from steelyard.statistics.detectable import detectable_ratio
from steelyard.statistics.donors import (
    Counterfactual,
    difference_in_differences,
    predictor_importance,
    synthetic_control,
    synthetic_did,
)
from steelyard.statistics.excitation import Excitation, excitation
from steelyard.statistics.fading import Fading, fading
from steelyard.statistics.grades import (
    DETECTABLE,
    INTERESTING_RATIO,
    INTERESTING_SHARE,
    LEVEL,
    MINIMAL_RATIO,
    MINIMAL_SHARE,
    POWER,
    SURE,
    Estimate,
    grade_half,
    grade_ratio,
    grade_share,
)
from steelyard.statistics.habit import Anniversaries, OwnLag, anniversaries, own_lag
from steelyard.statistics.leads import Lead, lead
from steelyard.statistics.odds import odds_ratio
from steelyard.statistics.rates import predictive_tail, rate_ratio, smallest_fall
from steelyard.statistics.scores import (
    PLACEBO,
    dispersion,
    odds_score,
    placebo_rank,
    rate_score,
    share_score,
)
from steelyard.statistics.shares import share, share_difference
from steelyard.statistics.simplex import closest
from steelyard.statistics.tempo import RateChange, rate_change

__all__ = [
    "DETECTABLE",
    "INTERESTING_RATIO",
    "INTERESTING_SHARE",
    "LEVEL",
    "MINIMAL_RATIO",
    "MINIMAL_SHARE",
    "PLACEBO",
    "POWER",
    "SURE",
    "Anniversaries",
    "Burst",
    "Contrast",
    "Counterfactual",
    "DatedChange",
    "Estimate",
    "Excitation",
    "Fading",
    "Lead",
    "OwnLag",
    "RateChange",
    "anniversaries",
    "bursts",
    "closest",
    "contrast",
    "dated_change",
    "dated_changes",
    "detectable_ratio",
    "difference_in_differences",
    "dispersion",
    "excitation",
    "fading",
    "grade_half",
    "grade_ratio",
    "grade_share",
    "lead",
    "odds_ratio",
    "odds_score",
    "own_lag",
    "placebo_rank",
    "predictive_tail",
    "predictor_importance",
    "rate_change",
    "rate_ratio",
    "rate_score",
    "share",
    "share_difference",
    "share_score",
    "smallest_fall",
    "synthetic_control",
    "synthetic_did",
]
