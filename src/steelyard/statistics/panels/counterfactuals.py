"""What would have happened without the shock: comparisons with units that it did not reach.

Three estimators with one interface: plain difference in differences, synthetic control (Abadie and Gardeazabal
2003, AER 93:113; Abadie, Diamond and Hainmueller 2010, JASA 105:493) and synthetic difference
in differences (Arkhangelsky, Athey, Hirshberg, Imbens and Wager 2021, AER 111:4088). All assume
donors that the shock did not affect; a regional shock affects neighbours too.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from steelyard.statistics.grades import LEVEL
from steelyard.statistics.panels.simplex import simplex_weights, sparse_simplex_weights

Floats = NDArray[np.float64]
Method = Literal["did", "control", "synthetic_did"]

#: Fewest donors and earlier periods that allow a comparison.
FEWEST_DONORS, FEWEST_PERIODS = 2, 2

#: Iterations of the search for the weights of the predictors.
SEARCH = 1000


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """The effect on the treated, and its basis.

    Attributes:
        effect: Mean over the later periods of the treated minus their counterfactual.
        low: Lower end of the 90 % interval, from placebo donors; NaN without them.
        high: Upper end.
        p_value: Rank of the effect among those of the donors, each treated in turn, by size (for
            synthetic control by size relative to the earlier misfit); at least 1 / (donors + 1).
        gaps: Treated minus counterfactual in every period, shape (periods,); NaN where the
            treated are missing.
        donor_weights: Shape (donors,); zero for donors with a missing value.
        period_weights: Weights of the earlier periods, shape (before,).
        misfit: Root mean square of the earlier gaps around their weighted mean.
    """

    effect: float
    low: float
    high: float
    p_value: float
    gaps: Floats
    donor_weights: Floats
    period_weights: Floats
    misfit: float


@dataclass(frozen=True, slots=True)
class _Panel:
    """One treated series and its donors without missing values; ``before`` counts earlier periods.

    In a ``placebo`` a donor stands for the treated.
    """

    treated: Floats
    donors: Floats
    before: int
    units: int = 1
    placebo: bool = False

    @property
    def noise(self) -> float:
        """Standard deviation of the donors' steps before the shock."""
        steps = np.diff(self.donors[:, : self.before], axis=1)
        return float(steps.std(ddof=1)) if steps.size > 1 else 0.0


Weigher = Callable[[_Panel], tuple[Floats, Floats]]


def difference_in_differences(
    treated: ArrayLike, donors: ArrayLike, before: int
) -> Counterfactual | None:
    """Compare the change of the treated with the donors' mean change.

    Args:
        treated: Outcome of the treated, shape (periods,), or (units, periods), which is averaged.
        donors: Outcomes of the donors, shape (donors, periods). NaN is a gap: periods that the
            treated lack are left out, and so are donors that lack any other period.
        before: Number of periods before the shock.

    Returns:
        None with fewer than two donors, two earlier periods or one later period.
    """
    return _compare(treated, donors, before, _equal, relative=False)


def synthetic_did(treated: ArrayLike, donors: ArrayLike, before: int) -> Counterfactual | None:
    """Compare the change of the treated with that of donors and earlier periods weighted to match.

    Arguments and result are those of :func:`difference_in_differences`.
    """
    return _compare(treated, donors, before, _both, relative=False)


def synthetic_control(
    treated: ArrayLike,
    donors: ArrayLike,
    before: int,
    *,
    predictors: ArrayLike | None = None,
    donor_predictors: ArrayLike | None = None,
    importance: ArrayLike | None = None,
) -> Counterfactual | None:
    """Compare the treated with a weighted mean of donors that matches them before the shock.

    Without predictors, the earlier outcomes are matched. With them, the predictors are matched,
    weighted by ``importance`` or by the importance under which the earlier outcomes fit best
    (:func:`predictor_importance`).

    Args:
        treated: As in :func:`difference_in_differences`.
        donors: As in :func:`difference_in_differences`.
        before: As in :func:`difference_in_differences`.
        predictors: Predictors of the treated, shape (predictors,).
        donor_predictors: Predictors of the donors, shape (predictors, donors).
        importance: Weights of the predictors, shape (predictors,).
    """
    if predictors is None or donor_predictors is None:
        return _compare(treated, donors, before, _outcomes, relative=True)
    own = np.asarray(predictors, dtype=np.float64)
    others = np.asarray(donor_predictors, dtype=np.float64)
    given = None if importance is None else np.asarray(importance, dtype=np.float64)

    def weigher(panel: _Panel) -> tuple[Floats, Floats]:
        columns, target = standardise(own, others)
        early = panel.donors[:, : panel.before].T
        weights = given
        if weights is None:
            weights = predictor_importance(own, others, panel.treated[: panel.before], early)
        return _matching(columns, target, weights), np.zeros(panel.before)

    return _compare(treated, donors, before, weigher, relative=True, placebos=False)


def predictor_importance(
    predictors: ArrayLike, donor_predictors: ArrayLike, outcome: ArrayLike, donor_outcome: ArrayLike
) -> Floats:
    """Return the weights of the predictors under which the matched donors fit the outcome best.

    The nested search of Abadie and Gardeazabal (2003, appendix B), with Nelder and Mead's method from
    equal weights. Other weights may fit equally well.

    Args:
        predictors: Shape (predictors,).
        donor_predictors: Shape (predictors, donors).
        outcome: Outcome of the treated over the periods to fit, shape (periods,).
        donor_outcome: Outcomes of the donors, shape (periods, donors).

    Returns:
        Shape (predictors,), summing to one.
    """
    from scipy.optimize import minimize

    own = np.asarray(predictors, dtype=np.float64)
    columns, target = standardise(own, np.asarray(donor_predictors, dtype=np.float64))
    wanted, offered = np.asarray(outcome, np.float64), np.asarray(donor_outcome, np.float64)

    def loss(raw: Floats) -> float:
        weights = np.abs(raw) / np.abs(raw).sum()
        return float(np.mean((wanted - offered @ _matching(columns, target, weights)) ** 2))

    start = np.full(len(own), 1 / len(own))
    found = minimize(loss, start, method="Nelder-Mead", options={"maxiter": SEARCH})
    best = np.abs(np.asarray(found.x, dtype=np.float64))
    best /= best.sum()
    return best


def standardise(own: Floats, others: Floats) -> tuple[Floats, Floats]:
    """Return the predictors of donors and treated, each divided by its standard deviation over all."""
    spread = np.column_stack([others, own]).std(axis=1, ddof=1)
    spread = np.where(spread > 0, spread, 1.0)
    return others / spread[:, None], own / spread


def _matching(columns: Floats, target: Floats, importance: Floats) -> Floats:
    root = np.sqrt(importance)
    return simplex_weights(columns * root[:, None], target * root)


def _equal(panel: _Panel) -> tuple[Floats, Floats]:
    size = len(panel.donors)
    return np.full(size, 1 / size), np.full(panel.before, 1 / panel.before)


def _outcomes(panel: _Panel) -> tuple[Floats, Floats]:
    early, target = panel.donors[:, : panel.before].T, panel.treated[: panel.before]
    return _sparse(panel, early, target, 1e-6), np.zeros(panel.before)


def _both(panel: _Panel) -> tuple[Floats, Floats]:
    """Donor weights with the ridge that the theory asks for, period weights with almost none."""
    early, late = panel.donors[:, : panel.before], panel.donors[:, panel.before :]
    target = panel.treated[: panel.before]
    ridge = (panel.units * late.shape[1]) ** 0.25
    columns = early.T - early.T.mean(axis=0)
    over = _sparse(panel, columns, target - target.mean(), ridge)
    later = late.mean(axis=1)
    return over, _sparse(panel, early - early.mean(axis=0), later - later.mean(), 1e-6)


def _sparse(panel: _Panel, columns: Floats, target: Floats, ridge: float) -> Floats:
    """Match the treated with the published algorithm, placebos exactly.

    This makes forty placebos ten times as fast; the widths of the interval differ by less than two
    in a thousand.
    """
    noise = panel.noise
    if panel.placebo:
        return simplex_weights(columns, target, ridge=ridge * noise)
    return sparse_simplex_weights(columns, target, ridge=ridge * noise, tolerance=1e-5 * noise)


def _compare(
    treated: ArrayLike,
    donors: ArrayLike,
    before: int,
    weigher: Weigher,
    *,
    relative: bool,
    placebos: bool = True,
) -> Counterfactual | None:
    own = np.atleast_2d(np.asarray(treated, dtype=np.float64))
    series, others = own.mean(axis=0), np.atleast_2d(np.asarray(donors, dtype=np.float64))
    if series.shape[0] != others.shape[1]:
        return None
    there = np.isfinite(series)
    whole: NDArray[np.bool_] = np.all(np.isfinite(others[:, there]), axis=1)
    panel = _Panel(series[there], others[whole][:, there], int(there[:before].sum()), len(own))
    enough = len(panel.donors) >= FEWEST_DONORS and panel.before >= FEWEST_PERIODS
    if not enough or len(panel.treated) <= panel.before:
        return None
    found = _effect(panel, weigher)
    if placebos:
        found = _ranked(found, panel, weigher, relative=relative)
    return _spread(found, there, whole, before)


def _effect(panel: _Panel, weigher: Weigher) -> Counterfactual:
    over_donors, over_periods = weigher(panel)
    gaps = panel.treated - over_donors @ panel.donors
    level = float(over_periods @ gaps[: panel.before])
    early = gaps[: panel.before] - level
    return Counterfactual(
        effect=float(gaps[panel.before :].mean()) - level,
        low=math.nan,
        high=math.nan,
        p_value=math.nan,
        gaps=gaps - level,
        donor_weights=over_donors,
        period_weights=over_periods,
        misfit=float(np.sqrt(np.mean(early**2))),
    )


def _ranked(
    found: Counterfactual, panel: _Panel, weigher: Weigher, *, relative: bool
) -> Counterfactual:
    """Treat each donor in turn (placebo in space): the spread of the placebo effects is the error."""
    from scipy.special import stdtrit

    size = len(panel.donors)
    if size <= FEWEST_DONORS:
        return found
    trials = [
        _effect(
            replace(
                panel,
                treated=panel.donors[at],
                donors=np.delete(panel.donors, at, 0),
                units=1,
                placebo=True,
            ),
            weigher,
        )
        for at in range(size)
    ]
    effects = np.array([trial.effect for trial in trials])
    error = float(np.sqrt(np.mean((effects - effects.mean()) ** 2) / panel.units))
    reach = float(stdtrit(size - 1, (1 + LEVEL) / 2)) * error
    sizes = [_size(trial, relative=relative) for trial in trials]
    reached = sum(trial >= _size(found, relative=relative) for trial in sizes)
    return replace(
        found,
        low=found.effect - reach,
        high=found.effect + reach,
        p_value=(1 + reached) / (1 + size),
    )


def _size(found: Counterfactual, *, relative: bool) -> float:
    """Size of an effect, or its ratio to the misfit, which keeps donors with a bad fit from ranking."""
    if not relative:
        return abs(found.effect)
    return abs(found.effect) / found.misfit if found.misfit > 0 else math.inf


def _spread(
    found: Counterfactual, there: NDArray[np.bool_], whole: NDArray[np.bool_], before: int
) -> Counterfactual:
    """Map weights and gaps back to the given periods and donors."""
    gaps = np.full(len(there), np.nan)
    gaps[there] = found.gaps
    over_donors, over_periods = np.zeros(len(whole)), np.zeros(before)
    over_donors[whole] = found.donor_weights
    over_periods[there[:before]] = found.period_weights
    return replace(found, gaps=gaps, donor_weights=over_donors, period_weights=over_periods)
