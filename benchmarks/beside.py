"""Our estimators beside those of statsmodels, scipy, synthdid and CausalImpact: what agrees, and where it differs.

    python benchmarks/beside.py [--draws 300]

Prints the rows of the table in docs/estimators.md.
"""

from __future__ import annotations

import argparse
import csv
from collections import defaultdict
from importlib import import_module
from importlib.resources import files
from importlib.util import find_spec
from typing import Any

import numpy as np
import statsmodels.api as sm
from scipy.stats.contingency import odds_ratio as scipy_odds_ratio
from statsmodels.stats.rates import confint_poisson_2indep
from synthdid import synthdid_estimate

from steelyard import statistics

#: Weeks before and after of the series without any effect, and their spread: variance over mean.
BEFORE, AFTER, MEAN, SPREAD = 104, 13, 6.0, 3.0


def row(*cells: str) -> None:
    """Print a row of a Markdown table."""
    print(f"| {' | '.join(cells)} |")


def two_counts() -> None:
    """11 events in 75 days after 22 in 1,020, as Serbia and Russia in the built-in case."""
    ours = statistics.rate_ratio(22, 11, 1020, 75)
    assert ours is not None
    low, high = confint_poisson_2indep(11, 75, 22, 1020, method="score", compare="ratio", alpha=0.1)
    row(
        "two counts: 11 in 75 days after 22 in 1,020",
        f"`rate_ratio`: {ours.effect:.2f} ({ours.low:.2f} to {ours.high:.2f})",
        f"statsmodels `confint_poisson_2indep`, score: {11 / 75 / (22 / 1020):.2f} ({low:.2f} to {high:.2f})",
    )


def two_shares() -> None:
    """3 deeds of 8 friendly acts after 10 of 26."""
    ours = statistics.odds_ratio((10, 16), (3, 5))
    assert ours is not None
    found = scipy_odds_ratio([[3, 5], [10, 16]], kind="conditional")
    ends = found.confidence_interval(0.9)
    row(
        "two shares: 3 deeds of 8 acts after 10 of 26",
        f"`odds_ratio`: {ours.effect:.2f} ({ours.low:.2f} to {ours.high:.2f})",
        f"scipy `odds_ratio`, conditional: {found.statistic:.2f} ({ends.low:.2f} to {ends.high:.2f})",
    )


def false_alarms(draws: int) -> None:
    """Series without any change, three times as restless as Poisson: how often is a change claimed?"""
    rng = np.random.default_rng(7)
    claimed = dict.fromkeys(("ours", "poisson", "hac"), 0)
    step = np.r_[np.zeros(BEFORE), np.ones(AFTER)]
    for at in range(draws):
        size = MEAN / (SPREAD - 1)
        counts = rng.negative_binomial(size, size / (size + MEAN), BEFORE + AFTER)
        ours = statistics.rate_change(counts[:BEFORE], counts[BEFORE:], seed=at)
        claimed["ours"] += not ours.low <= 1 <= ours.high
        model = sm.GLM(counts, sm.add_constant(step), family=sm.families.Poisson())
        claimed["poisson"] += bool(model.fit().pvalues[1] < 0.1)
        robust = model.fit(cov_type="HAC", cov_kwds={"maxlags": 4})
        claimed["hac"] += bool(robust.pvalues[1] < 0.1)
    share = {name: f"{100 * n / draws:.0f} %" for name, n in claimed.items()}
    row(
        f"false alarms at 10 %, {draws} restless series without a change",
        f"`rate_change`: {share['ours']}",
        f"statsmodels Poisson: {share['poisson']}; with HAC errors: {share['hac']}",
    )


def _states() -> tuple[Any, Any]:
    """California and the other states, packs a head by year, whose rows come with synthdid."""
    text = files("synthdid").joinpath("data/california_prop99.csv").read_text(encoding="utf-8")
    series: dict[str, list[float]] = defaultdict(list)
    mark = ";" if ";" in text.splitlines()[0] else ","
    lines = csv.DictReader(text.splitlines(), delimiter=mark)
    for line in sorted(lines, key=lambda one: one["Year"]):
        series[line["State"]].append(float(line["PacksPerCapita"]))
    own = np.array(series.pop("California"))
    return own, np.array(list(series.values()))


def california() -> None:
    """The tobacco tax of California 1989."""
    own, donors = _states()
    theirs = float(synthdid_estimate(np.vstack([donors, own]), len(donors), 19))
    ours = statistics.synthetic_did(own, donors, 19)
    plain = statistics.difference_in_differences(own, donors, 19)
    assert ours is not None
    assert plain is not None
    row(
        "California's tobacco tax, packs a head",
        f"`synthetic_did`: {ours.effect:.2f}",
        f"synthdid `synthdid_estimate`: {theirs:.2f}",
    )
    whole = np.vstack([donors, own])
    treated = np.repeat(np.arange(len(whole)) == len(donors), whole.shape[1]).astype(float)
    after = np.tile(np.arange(whole.shape[1]) >= 19, len(whole)).astype(float)
    design = sm.add_constant(np.column_stack([treated, after, treated * after]))
    fitted = sm.OLS(whole.ravel(), design).fit()
    row(
        "the same, difference in differences",
        f"`difference_in_differences`: {plain.effect:.2f}",
        f"statsmodels OLS with an interaction: {fitted.params[3]:.2f}",
    )


def causal_impact() -> None:
    """The same by CausalImpact with all donors as regressors, where bsts-causalimpact is installed."""
    if find_spec("causal_impact") is None:
        print("CausalImpact: pip install bsts-causalimpact to measure it")
        return
    own, donors = _states()
    rows = np.column_stack([own, *donors])
    ends = [0, 18], [19, len(own) - 1]
    model = import_module("causal_impact").CausalImpact
    said = model(rows, *ends, alpha=0.1, model_args={"seed": 0}).summary_stats
    ours = statistics.synthetic_did(own, donors, 19)
    assert ours is not None
    row(
        "the same, 38 states as regressors",
        f"`synthetic_did`: {ours.effect:.2f}",
        f"CausalImpact: {said['point_effect_mean']:.0f} ({said['ci_lower']:.0f} to {said['ci_upper']:.0f})",
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=300)
    draws = parser.parse_args().draws
    row("what", "ours", "beside it")
    row("---", "---", "---")
    two_counts()
    two_shares()
    false_alarms(draws)
    california()
    causal_impact()


if __name__ == "__main__":
    main()
