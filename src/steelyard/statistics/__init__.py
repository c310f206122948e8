"""The estimators, and the rule by which their answers are graded.

This package takes arrays and counts and returns numbers; it knows nothing about records. Intervals
are 90 %. Random draws come from ``seed``: the same input always gives the same output.
"""

from steelyard.statistics.counts.odds_ratios import odds_ratio
from steelyard.statistics.counts.power import detectable_ratio
from steelyard.statistics.counts.rate_ratios import (
    fewer_than,
    predictive_tail,
    rate_ratio,
    smallest_fall,
)
from steelyard.statistics.counts.scores import (
    PLACEBO,
    dispersion,
    odds_score,
    placebo_rank,
    rate_score,
    share_score,
)
from steelyard.statistics.counts.shares import share, share_difference
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
from steelyard.statistics.lags.excitation import Excitation, excitation
from steelyard.statistics.lags.habit import Anniversaries, OwnLag, anniversaries, own_lag
from steelyard.statistics.lags.leads import Lead, lead
from steelyard.statistics.panels.counterfactuals import (
    Counterfactual,
    difference_in_differences,
    predictor_importance,
    synthetic_control,
    synthetic_did,
)
from steelyard.statistics.panels.simplex import simplex_weights
from steelyard.statistics.rates import bayes
from steelyard.statistics.rates.contrast import Contrast, contrast
from steelyard.statistics.rates.half_life import HalfLife, half_life
from steelyard.statistics.rates.rate_change import RateChange, rate_change
from steelyard.statistics.segments.bursts import Burst, bursts
from steelyard.statistics.segments.rate_steps import RateStep, rate_step, rate_steps

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
    "Estimate",
    "Excitation",
    "HalfLife",
    "Lead",
    "OwnLag",
    "RateChange",
    "RateStep",
    "anniversaries",
    "bayes",
    "bursts",
    "contrast",
    "detectable_ratio",
    "difference_in_differences",
    "dispersion",
    "excitation",
    "fewer_than",
    "grade_half",
    "grade_ratio",
    "grade_share",
    "half_life",
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
    "rate_step",
    "rate_steps",
    "share",
    "share_difference",
    "share_score",
    "simplex_weights",
    "smallest_fall",
    "synthetic_control",
    "synthetic_did",
]
