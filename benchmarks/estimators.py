"""The estimators beside others on the same series, in one run: CPU seconds and error.

    python benchmarks/estimators.py [--replicates N] [--bayes N] [--to FILE]

`rate_change` beside a negative binomial regression (statsmodels), a Gaussian structural series
(bsts-causalimpact) and the Bayesian state space (`statistics.bayes`, on fewer series: half a minute
each); `excitation` beside a likelihood in continuous time (intensify, and a plain one of thirty lines
that scipy minimises, on day stamps and on the same stamps scattered in their day). What is not
installed is named and left out: make a scratch environment with
`pip install statsmodels bsts-causalimpact intensify numpyro` and run it there with `PYTHONPATH=src:.`.
"""

from __future__ import annotations

import argparse
import platform
import time
import warnings
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from importlib.util import find_spec
from itertools import product
from pathlib import Path

import numpy as np
from evaluation.counts import World, series
from numpy.typing import NDArray
from scipy.optimize import minimize, minimize_scalar

from steelyard.statistics import bayes, excitation, rate_change

Floats = NDArray[np.float64]
Interval = Callable[[Floats, Floats], tuple[float, float, float]]

#: Two years of weeks, a quarter after, eight events a week: the last cell of the grid.
WORLD = World(8.0, 104, 13)


def ours(before: Floats, after: Floats) -> tuple[float, float, float]:
    """Return ratio, low and high of the 90 % interval."""
    found = rate_change(before, after)
    return found.ratio, found.low, found.high


def negative_binomial(before: Floats, after: Floats) -> tuple[float, float, float]:
    """Negative binomial regression on a step, dispersion estimated, errors of independence."""
    api = import_module("statsmodels.api")
    y = np.concatenate([before, after])
    step = np.repeat([0.0, 1.0], [len(before), len(after)])
    fit = api.NegativeBinomial(y, api.add_constant(step)).fit(disp=0)
    low, high = np.exp(fit.conf_int(alpha=0.1)[1])
    return float(np.exp(fit.params[1])), float(low), float(high)


def causal_impact(before: Floats, after: Floats) -> tuple[float, float, float]:
    """Gaussian local level; effects turned into ratios of the prediction."""
    y = np.concatenate([before, after])[:, None]
    ends = [0, len(before) - 1], [len(before), len(y) - 1]
    stats = import_module("causal_impact").CausalImpact(y, *ends, alpha=0.1).summary_stats
    usual = float(after.mean()) - stats["point_effect_mean"]
    effects = (stats["point_effect_mean"], stats["ci_lower"], stats["ci_upper"])
    point, low, high = (1 + effect / usual for effect in effects)
    return point, low, high


RATES: dict[str, tuple[str | None, Interval]] = {
    "rate_change": (None, ours),
    "statsmodels negative binomial": ("statsmodels", negative_binomial),
    "bsts-causalimpact": ("causal_impact", causal_impact),
}


def rates(replicates: int) -> list[str]:
    """Compare the rate changes; one Markdown row each."""
    rows = [
        "| rate change | ms of CPU a call | coverage of 90 %, ratio 1 | ratio 2 | rms log error |"
    ]
    rows.append("|---|---|---|---|---|")
    for name, (needs, estimate) in RATES.items():
        if needs and find_spec(needs) is None:
            rows.append(f"| {name} | not installed | | | |")
            continue
        held: dict[int, list[bool]] = {1: [], 2: []}
        errors, seconds = [], 0.0
        estimate(*series(np.random.default_rng(0), WORLD, 1))  # imports are not counted
        for at in range(replicates):
            for ratio, hits in held.items():
                before, after = series(np.random.default_rng((9, at, ratio)), WORLD, ratio)
                start = time.process_time()
                point, low, high = estimate(before, after)
                seconds += time.process_time() - start
                hits.append(low <= ratio <= high)
                errors.append(np.log(max(point, 1e-3) / ratio))
        cost = 1e3 * seconds / (2 * replicates)
        shown = f"{np.mean(held[1]):.2f} | {np.mean(held[2]):.2f}"
        rows.append(
            f"| {name} | {cost:.1f} | {shown} | {np.sqrt(np.mean(np.square(errors))):.3f} |"
        )
    return rows


def state_space(replicates: int) -> list[str]:
    """Compare the Bayesian state space with the light estimator on the same few series."""
    if not replicates:
        return []
    rows = [
        f"| rate change, {replicates} series a ratio | s of CPU a call | held | rms log error | log width |"
    ]
    rows.append("|---|---|---|---|---|")
    if find_spec("numpyro") is None:
        return [*rows, "| statistics.bayes | not installed | | | |", ""]
    for name, estimate in (("rate_change", rate_change), ("statistics.bayes", bayes.rate_change)):
        held, errors, widths, seconds = 0, [], [], 0.0
        for at, ratio in product(range(replicates), (1, 2)):
            before, after = series(np.random.default_rng((9, at, ratio)), WORLD, ratio)
            start = time.process_time()
            found = estimate(before, after)
            seconds += time.process_time() - start
            held += found.low <= ratio <= found.high
            errors.append(np.log(found.ratio / ratio))
            widths.append(np.log(found.high / found.low))
        error = np.sqrt(np.mean(np.square(errors)))
        rows.append(
            f"| {name} | {seconds / (2 * replicates):.3f} | {held} of {2 * replicates} | {error:.3f} | "
            f"{np.mean(widths):.3f} |"
        )
    return [*rows, ""]


def network(dimensions: int, days: int) -> tuple[Floats, Floats]:
    """Return a sparse matrix of excitation and day counts that follow it."""
    rng = np.random.default_rng(5)
    matrix = rng.uniform(size=(dimensions, dimensions)) * (
        rng.uniform(size=(dimensions,) * 2) < 0.3
    )
    matrix *= 0.6 / np.abs(np.linalg.eigvals(matrix)).max()
    base, keep = rng.uniform(0.05, 0.2, dimensions), 0.5 ** (1 / 3)
    past, out = np.zeros(dimensions), np.zeros((days, dimensions))
    for day in range(days):
        out[day] = rng.poisson(base + matrix @ past)
        past = keep * past + (1 - keep) * out[day]
    return matrix, out


def stamps_of(counts: Floats, *, scattered: bool) -> list[Floats]:
    """Return the time of each event by series: its day, or a moment drawn within it."""
    rng = np.random.default_rng(6)
    stamps = []
    for column in counts.T:
        days = np.repeat(np.arange(len(column)), column.astype(int)).astype(float)
        stamps.append(np.sort(days + (rng.random(len(days)) if scattered else 0.0)))
    return stamps


def plain(counts: Floats, *, scattered: bool) -> Floats:
    """Minimise the exponential likelihood in continuous time with scipy, row by row, the decay outside.

    Ozaki's recursion (1979) of what each event finds of every earlier one; given the decay each
    row's likelihood is concave in its base rate and its excitations.
    """
    stamps = stamps_of(counts, scattered=scattered)
    who = np.repeat(np.arange(len(stamps)), [len(times) for times in stamps])
    order = np.argsort(np.concatenate(stamps), kind="stable")
    times, who, end = np.concatenate(stamps)[order], who[order], float(len(counts))

    def fit(decay: float) -> tuple[float, Floats]:
        found, left = np.zeros((len(times), len(stamps))), np.zeros(len(stamps))
        fades = np.exp(-decay * np.diff(times, prepend=times[0]))
        for at, (fade, source) in enumerate(zip(fades, who, strict=True)):
            left *= fade
            found[at] = left
            left[source] += decay
        told = np.bincount(who, 1 - np.exp(-decay * (end - times)), len(stamps))
        total, rows = 0.0, list[Floats]()
        for target in range(len(stamps)):
            columns = np.column_stack([np.ones(int((who == target).sum())), found[who == target]])
            mass = np.concatenate([[end], told])

            def loss(
                x: Floats, columns: Floats = columns, mass: Floats = mass
            ) -> tuple[float, Floats]:
                rate = columns @ x
                return float(mass @ x - np.log(rate).sum()), mass - columns.T @ (1 / rate)

            start = np.full(len(mass), 0.05)
            best = minimize(
                loss, start, jac=True, method="L-BFGS-B", bounds=[(1e-6, None)] * len(mass)
            )
            total += float(best.fun)
            rows.append(best.x[1:])
        return total, np.array(rows)

    decay = minimize_scalar(
        lambda d: fit(d)[0], bounds=(0.02, 5.0), method="bounded", options={"xatol": 0.01}
    )
    return fit(float(decay.x))[1]


def continuous(counts: Floats, *, scattered: bool) -> Floats:
    """Fit intensify's likelihood in continuous time to the stamps; rows are excited by columns."""
    intensify = import_module("intensify")
    stamps = stamps_of(counts, scattered=scattered)
    model = intensify.MultivariateHawkes(
        counts.shape[1], 0.1, intensify.ExponentialKernel(0.1, 0.3)
    )
    kernels = model.fit(stamps, T=float(len(counts))).params["kernel_matrix"]
    return np.array([[kernel.alpha for kernel in row] for row in kernels])


def networks(dimensions: int, days: int) -> list[str]:
    """Compare the fits of a network; one Markdown row each."""
    matrix, counts = network(dimensions, days)
    rows = [
        f"| excitation, {dimensions} series, {days} days, {int(counts.sum())} events | s of CPU | rms error |",
        "|---|---|---|",
    ]
    excitation(counts[:100])  # imports are not counted
    start = time.process_time()
    found = excitation(counts)
    seconds = time.process_time() - start
    if found is not None:
        rows.append(f"| excitation | {seconds:.2f} | {rms(found.matrix, matrix):.4f} |")
    for scattered, (title, fit) in product((False, True), FITS.items()):
        name = f"{title}, {'scattered in the day' if scattered else 'day stamps'}"
        if title == "intensify" and find_spec(title) is None:
            rows.append(f"| {name} | not installed | |")
            continue
        start = time.process_time()
        fitted = fit(counts, scattered=scattered)
        rows.append(f"| {name} | {time.process_time() - start:.2f} | {rms(fitted, matrix):.4f} |")
    return rows


FITS: dict[str, Callable[..., Floats]] = {"intensify": continuous, "plain scipy likelihood": plain}


def rms(found: Floats, truth: Floats) -> float:
    """Root mean square error over all pairs."""
    return float(np.sqrt(np.mean((found - truth) ** 2)))


def main() -> None:
    """Run both comparisons and print them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replicates", type=int, default=40)
    parser.add_argument("--bayes", type=int, default=0, help="series a ratio for the state space")
    parser.add_argument("--to", type=Path, help="file to write as well")
    asked = parser.parse_args()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the others warn about their own data
        rows = [*rates(asked.replicates), "", *state_space(asked.bayes), *networks(10, 3650)]
    text = (
        f"# Estimators beside others\n\n{datetime.now(UTC):%Y-%m-%d}, {platform.machine()}, Python "
        f"{platform.python_version()}; {asked.replicates} series a ratio (104 + 13 weeks, 8 a week, "
        "over-dispersed, autocorrelated); one process, one after the other.\n\n"
        + "\n".join(rows)
        + "\n"
    )
    print(text)
    if asked.to:
        asked.to.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
