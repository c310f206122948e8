"""Arrays and counts in, numbers out: the estimators, and the rule by which they are graded.

Knows nothing of records. Intervals are 90 %; probabilities of direction are posteriors under
Jeffreys priors, computed by quadrature, so that the same counts always give the same numbers.
"""

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
from steelyard.statistics.odds import odds_ratio
from steelyard.statistics.rates import predictive_tail, rate_ratio, smallest_fall
from steelyard.statistics.shares import share, share_difference

__all__ = [
    "DETECTABLE",
    "INTERESTING_RATIO",
    "INTERESTING_SHARE",
    "LEVEL",
    "MINIMAL_RATIO",
    "MINIMAL_SHARE",
    "POWER",
    "SURE",
    "Estimate",
    "grade_half",
    "grade_ratio",
    "grade_share",
    "odds_ratio",
    "predictive_tail",
    "rate_ratio",
    "share",
    "share_difference",
    "smallest_fall",
]
