"""Did a rate change on a known day? The full Bayesian state-space model.

Counts are negative binomial around a latent level that varies about the pair's own mean (a first-order
autoregression), with a step at the shock, a yearly cycle and a drift. All unknowns are sampled together
with the No-U-Turn sampler (Hoffman and Gelman 2014, JMLR 15:1593). The model is Zeger's (1988, Biometrika
75:621) with over-dispersion; for the step as an effect see Brodersen et al. 2015, Annals of Applied Statistics
9:247. A call takes about 18 seconds; :func:`steelyard.statistics.rate_change` takes milliseconds.

Needs ``pip install 'steelyard[bayes]'`` (numpyro on JAX).
"""

from __future__ import annotations

import math
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from steelyard.errors import SteelyardError
from steelyard.statistics.rates.rate_change import Posterior, RateChange, answer
from steelyard.statistics.rates.shift import YEARS
from steelyard.statistics.rates.windows import Windows, windows

Floats = NDArray[np.float64]

#: Number of chains, and the steps of each that are discarded and retained.
CHAINS, WARMUP, KEPT = 2, 400, 600

#: No answer is given where Gelman and Rubin's factor (split chains) of the step is above this.
MIXED = 1.05


class MissingExtraError(SteelyardError):
    """The request needs packages that are not installed."""


def rate_change(
    before: ArrayLike,
    after: ArrayLike,
    *,
    exposure_before: ArrayLike | None = None,
    exposure_after: ArrayLike | None = None,
    seed: int = 0,
) -> RateChange:
    """Return how the rate of events changed, as :func:`steelyard.statistics.rate_change` does.

    Two years of weekly counts take about 18 seconds on one core.

    Args:
        before: Counts of days or weeks before, oldest first; NaN is a gap.
        after: Counts of the days or weeks from the shock on.
        exposure_before: As in :func:`steelyard.statistics.rate_change`.
        exposure_after: The same for ``after``.
        seed: Seed of the sampler; the same seed gives the same numbers on the same machine.

    Returns:
        ``cannot_tell`` without numbers where the chains disagree.

    Raises:
        MissingExtraError: numpyro is not installed.
    """
    if find_spec("numpyro") is None:
        msg = "The Bayesian model needs numpyro. Install it with: pip install 'steelyard[bayes]'."
        raise MissingExtraError(msg)
    record = windows(before, after, exposure_before, exposure_after)
    return answer(record, lambda known: _posterior(known, seed))


def _posterior(record: Windows, seed: int) -> Posterior | None:
    """Sample the step and the seasonal pattern; None where the chains disagree."""
    season = _season(record)
    chains = _samples(record, season, seed)
    step = chains["step"]
    if split_factor(step) > MIXED:
        return None
    habit = season @ chains["season"].reshape(-1, season.shape[1]).mean(axis=0)
    rate = (record.total(later=False) + 0.5) / record.exposed(later=False)
    expected = rate * record.exposure * np.exp(habit - habit[~record.later].mean())
    return Posterior(step.ravel(), expected, float(step.var()))


def _season(record: Windows) -> Floats:
    """Columns for a yearly cycle (of weekly and of daily periods) and for a drift, each of size one."""
    past = -float(record.time.min())
    waves = [
        wave(2 * math.pi * harmonic * record.time / year) / harmonic
        for year in YEARS
        if past >= year
        for harmonic in (1, 2)
        for wave in (np.cos, np.sin)
    ]
    return np.column_stack([*waves, record.time / max(past, 1.0)])


def _samples(record: Windows, season: Floats, seed: int) -> dict[str, Floats]:
    """Return samples of each quantity, shape (chains, draws, ...)."""
    jax, infer = import_module("jax"), import_module("numpyro.infer")
    with jax.enable_x64(True):
        sampler = infer.MCMC(
            infer.NUTS(_model, target_accept_prob=0.9),
            num_warmup=WARMUP,
            num_samples=KEPT,
            num_chains=CHAINS,
            chain_method="sequential",
            progress_bar=False,
        )
        steps = np.diff(record.time, prepend=record.time[0]) / record.width
        sampler.run(jax.random.PRNGKey(seed), record, season, steps)
        found = sampler.get_samples(group_by_chain=True)
        return {name: np.asarray(found[name], dtype=np.float64) for name in ("step", "season")}


def _model(record: Windows, season: Floats, steps: Floats) -> None:
    """The model in numpyro's terms; the priors are as wide as the grid of ``rate_change``."""
    jax, numpyro = import_module("jax"), import_module("numpyro")
    dist, jnp = numpyro.distributions, jax.numpy
    usual = (record.total(later=False) + 0.5) / record.exposed(later=False)
    level = numpyro.sample("level", dist.Normal(math.log(usual), 1.0))
    step = numpyro.sample("step", dist.Normal(0.0, 2.0))
    spread = numpyro.sample("spread", dist.HalfNormal(0.6))  # its square is 1 / phi
    width = numpyro.sample("width", dist.HalfNormal(0.25))
    scale = jnp.append(jnp.full(season.shape[1] - 1, width), 0.13)
    pulls = numpyro.sample("pulls", dist.Normal(0.0, 1.0).expand([season.shape[1]]))
    weights = numpyro.deterministic("season", scale * pulls)
    swing = _swing(jax, numpyro, steps)
    log_rate = level + step * record.later + season @ weights + swing
    mean = record.exposure * jnp.exp(jnp.clip(log_rate, -30.0, 30.0))
    shape = 1 / (spread**2 + 1e-3)
    numpyro.sample("counts", dist.NegativeBinomial2(mean, shape), obs=record.counts)


def _swing(jax: Any, numpyro: Any, steps: Floats) -> Any:
    """The latent level: an autoregression whose correlation decays over the bins in between."""
    dist, jnp = numpyro.distributions, jax.numpy
    swell = numpyro.sample("swell", dist.HalfNormal(0.5))
    memory = 0.98 * jax.nn.sigmoid(numpyro.sample("memory", dist.Normal(0.6, 1.0)))
    fresh = numpyro.sample("fresh", dist.Normal(0.0, 1.0).expand([len(steps)]))
    fades = memory ** jnp.maximum(jnp.asarray(steps), 1.0)
    shocks = jnp.sqrt(1 - fades**2).at[0].set(1.0) * fresh

    def move(state: Any, now: Any) -> Any:
        state = now[0] * state + now[1]
        return state, state

    return swell * jax.lax.scan(move, 0.0, (fades, shocks))[1]


def split_factor(draws: Floats) -> float:
    """Gelman and Rubin's potential scale reduction of split chains (2013, BDA, section 11.4)."""
    chains = np.concatenate(np.split(draws[:, : draws.shape[1] // 2 * 2], 2, axis=1))
    within = float(chains.var(axis=1, ddof=1).mean())
    between = float(chains.mean(axis=1).var(ddof=1))
    size = chains.shape[1]
    return math.sqrt((size - 1) / size + between / within) if within > 0 else math.inf
