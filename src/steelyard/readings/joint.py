"""The joint weighing: learned weights where worlds can answer, declared ones where they cannot.

Log odds against "none of these", which stands at zero, are the sum of three things: what the learned
classifier makes of all findings that worlds can answer, taken together; the declared decibans of the
others (ties, votes, texts) and of a case's own readings; and what a case has set itself, in the place of
what was learned. "None of these" gains by itself where no world looks like the record.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from steelyard.readings.declared import NONE, TELLING, readings_for, weights_for
from steelyard.readings.learned import CloudWorld, Learned
from steelyard.readings.weighing import SEARCHED, weigh
from steelyard.records import Case, Family, FamilyVerdict, Finding, Likeness, Reading
from steelyard.wording import count

#: A record that fewer worlds than this lie as far from all others is like none of them.
UNLIKE = 0.02

#: How "none of these" is expected to show: p values crowd near zero as ``SLOPE p^(SLOPE - 1)`` (the
#: family of alternatives of Sellke, Bayarri and Berger 2001, The American Statistician 55:62).
SLOPE = 0.3

#: Where wide and narrow worlds differ by more than this, words are held to "likely".
APART = 0.15

_LOG = math.log(10) / 10  # natural logs in a deciban


@dataclass(frozen=True, slots=True)
class _Asked:
    """One family weighed for one client: what is the same in every run of it."""

    case: Case
    client: str
    family: Family
    model: Learned
    readings: tuple[Reading, ...]

    @property
    def core(self) -> tuple[str, ...]:
        """The readings that the weights were learned for."""
        return self.model.wide[self.family].classes


def weigh_joint(
    case: Case,
    findings: Sequence[Finding],
    model: Learned,
    *,
    client: str,
    family: Family,
    readings: Sequence[Reading] | None = None,
) -> FamilyVerdict:
    """Weigh a family of readings for a client with learned weights.

    Args:
        case: Gives priors, readings and weights of its own, if any.
        findings: What the diagnostics found, for every client.
        model: The learned weights.
        client: The client.
        family: ``what`` or ``driver``.
        readings: The readings with other priors than those of the case.
    """
    over = tuple(r for r in readings or readings_for(case, measured=True) if r.family == family)
    asked = _Asked(case, client, family, model, over)
    mine = [finding for finding in findings if finding.client == client]
    declared = _declared(asked, mine)
    told = any(f.grade in TELLING and f.diagnostic in model.diagnostics for f in mine)
    if not told:
        return declared
    known = model.values(mine, searched=case.searched)
    learned = _replaced(asked, model.leave_one_out(known, family, searched=case.searched), mine)
    fit, near = model.surprise(known)
    supports = {
        narrow: model.support(known, family, searched=case.searched, narrow=narrow)
        for narrow in (False, True)
    }
    wide, narrow = (_posterior(declared, supports[kind], learned, fit) for kind in (False, True))
    held = tuple(name for name in wide if abs(wide[name] - narrow[name]) > APART)
    shown = {d: {r: x for r, (x, _) in said.items()} for d, said in learned.items()}
    return FamilyVerdict(
        client=client,
        family=family,
        prior=declared.prior,
        probabilities=wide,
        decibans={**shown, **declared.decibans},
        declared=declared.declared,
        caps=(*declared.caps, *_held_words(held, wide, narrow)),
        learned=tuple(learned),
        labels={d: said for d, said in model.labels[family].items() if d in learned},
        narrow=narrow,
        held=held,
        likeness=_likeness(asked, fit, [model.cloud.worlds[at] for at in near]),
    )


def probabilities_if(
    case: Case,
    findings: Sequence[Finding],
    model: Learned,
    *,
    client: str,
    family: Family,
    fit: float | None,
) -> dict[str, float]:
    """Return the probabilities alone, as they would be if a few findings were other than they are.

    How like the record is to the worlds (``fit``) is taken as it stands, since the search for what
    would change our mind asks this hundreds of times.
    """
    over = tuple(r for r in readings_for(case, measured=True) if r.family == family)
    asked = _Asked(case, client, family, model, over)
    mine = [finding for finding in findings if finding.client == client]
    declared = _declared(asked, mine)
    if not any(f.grade in TELLING and f.diagnostic in model.diagnostics for f in mine):
        return dict(declared.probabilities)
    known = model.values(mine, searched=case.searched)
    own = any(said.decibans for said in case.readings)
    alone = model.leave_one_out(known, family, searched=case.searched) if own else {}
    support = model.support(known, family, searched=case.searched)
    return _posterior(declared, support, _replaced(asked, alone, mine), fit)


def _declared(asked: _Asked, mine: Sequence[Finding]) -> FamilyVerdict:
    """What no world covers: other diagnostics, and the readings that the case brings itself."""
    core = set(asked.core)
    weights = [
        weight
        for weight in weights_for(asked.case, mine)
        if weight.diagnostic not in asked.model.diagnostics or weight.reading not in core
    ]
    return weigh(
        mine,
        asked.readings,
        weights,
        client=asked.client,
        family=asked.family,
        searched=asked.case.searched,
    )


def _replaced(
    asked: _Asked, learned: Mapping[str, Mapping[str, float]], mine: Sequence[Finding]
) -> dict[str, dict[str, tuple[float, float]]]:
    """Decibans shown for each finding and reading, and what the case's own weight adds to the sum.

    A weight of the case stands in the place of what was learned for that finding and reading.
    """
    own = {
        (*key.split("."), said.name): decibans * (SEARCHED if asked.case.searched else 1.0)
        for said in asked.case.readings
        for key, decibans in said.decibans.items()
    }
    grades = {finding.diagnostic: finding.grade for finding in mine}
    found: dict[str, dict[str, tuple[float, float]]] = {}
    for diagnostic, said in learned.items():
        found[diagnostic] = {}
        for reading, decibans in said.items():
            set_to = own.get((diagnostic, grades.get(diagnostic, ""), reading))
            found[diagnostic][reading] = (
                (decibans, 0.0) if set_to is None else (set_to, set_to - decibans)
            )
    return found


def _posterior(
    declared: FamilyVerdict,
    support: Mapping[str, float],
    learned: Mapping[str, Mapping[str, tuple[float, float]]],
    fit: float | None,
) -> dict[str, float]:
    logs = {}
    for name, prior in declared.prior.items():
        if prior <= 0:
            continue
        said = sum(by.get(name, 0.0) for by in declared.decibans.values())
        set_by_case = sum(by[name][1] for by in learned.values() if name in by)
        logs[name] = math.log(prior) + support.get(name, 0.0) + _LOG * (said + set_by_case)
    logs[NONE] += none_factor(fit)
    top = max(logs.values())
    masses = {name: math.exp(log - top) for name, log in logs.items()}
    whole = sum(masses.values())
    return {name: masses.get(name, 0.0) / whole for name in declared.prior}


def none_factor(fit: float | None) -> float:
    """Return the log of how much likelier a record so far from all worlds is under none of these."""
    if fit is None:
        return 0.0
    factor = SLOPE * fit ** (SLOPE - 1)
    if fit < UNLIKE:
        factor = max(factor, 10.0)  # nine in ten of the prior on the readings listed: even odds
    return math.log(factor)


def _held_words(
    held: Sequence[str], wide: Mapping[str, float], narrow: Mapping[str, float]
) -> tuple[str, ...]:
    return tuple(
        f"{name}: worlds with less noise say {narrow[name]:.2f}, those with more {wide[name]:.2f}, so "
        "that its likelihood is called no more than likely or unlikely"
        for name in held
    )


def _likeness(asked: _Asked, fit: float | None, near: Sequence[CloudWorld]) -> Likeness | None:
    if fit is None:
        return None
    true = [world.what if asked.family == "what" else world.driver for world in near]
    among = {name: true.count(name) for name in asked.core}
    return Likeness(fit=fit, among=among, nearest=tuple(map(_described, near[:2])))


def _described(world: CloudWorld) -> str:
    kept = {
        "archive": "a wire coded whole",
        "news": "news with announcements",
        "searched": "a record searched by hand",
    }[world.record]
    return (
        f"{world.what}, driven by {world.driver}, where {world.shock}; "
        f"{count(world.events, 'event')} with the rival in {kept}"
    )
