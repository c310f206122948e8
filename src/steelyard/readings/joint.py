"""The joint weighing: prior odds, and what the findings say of them, each thing once.

Log odds are the prior's plus the decibans of the findings, and nothing else. What a finding says comes from
three places. Real cases with known ends decide how much its gauges speak for a turn or a quarrel
(``measured``). Simulated worlds part the readings that no real record labels: routine, leverage and
audience, and who drives it. What neither covers (ties, votes, texts, a case's own readings) is declared, and
together says little of a turn. Two signs of readings that exclude each other speak for "none of these".
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from steelyard.readings.declared import ASKED, NONE, driver_grades, readings_for, weights_for
from steelyard.readings.features import EFFECT, GRADE, OPPOSES, SUPPORTS, UNASKED
from steelyard.readings.learned import NOTICED, CloudWorld, Learned
from steelyard.readings.measured import Measured, bounded, shipped_history
from steelyard.readings.weighing import SEARCHED, weigh
from steelyard.records import Case, Family, FamilyVerdict, Finding, Likeness, Reading
from steelyard.wording import count

#: A record that fewer worlds than this lie as far from all others is like none of them.
UNLIKE = 0.02

#: How much of what worlds say is believed: they agree with each other more than with the world, and with
#: all of it routine cases among the real ones are called a show for home.
TEMPER = 0.35

#: What judgement alone may say of a turn, all of it together, in decibans.
JUDGED = 6.0

#: The reading that client and rival quarrelled or fought.
BROKE = "rupture"

#: Where wide and narrow worlds differ by more than this, no word is stronger than "likely".
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
    history: Measured

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
    history: Measured | None = None,
) -> FamilyVerdict:
    """Weigh a family of readings for a client with learned weights.

    Args:
        case: Gives priors, readings and weights of its own, if any.
        findings: What the diagnostics found, for every client.
        model: The learned weights.
        client: The client.
        family: ``what`` or ``driver``.
        readings: The readings with other priors than those of the case.
        history: Weights of gauges from other real cases than those that ship, as where a state is left out.
    """
    over = tuple(r for r in readings or readings_for(case, measured=True) if r.family == family)
    asked = _Asked(case, client, family, model, over, history or shipped_history())
    mine = [finding for finding in findings if finding.client == client]
    declared = _declared(asked, mine)
    wide, narrow = (_evidence(asked, mine, declared, narrow=kind) for kind in (False, True))
    if not wide:
        return declared
    p, q = (_probabilities(declared.prior, found, family) for found in (wide, narrow))
    mild_words = tuple(name for name in p if abs(p[name] - q[name]) > APART)
    told = tuple(d for d in wide if d in model.diagnostics or d not in declared.decibans)
    fit, near = model.surprise(model.values(mine))
    return FamilyVerdict(
        client=client,
        family=family,
        prior=declared.prior,
        probabilities=p,
        decibans=wide,
        declared=declared.declared,
        caps=(*declared.caps, *_mild_notes(mild_words, p, q)),
        learned=told,
        labels={d: said for d, said in model.labels[family].items() if d in told},
        narrow=q,
        mild_words=mild_words,
        likeness=_likeness(asked, fit, [model.cloud.worlds[at] for at in near]),
    )


def probabilities_if(
    case: Case,
    findings: Sequence[Finding],
    model: Learned,
    *,
    client: str,
    family: Family,
    readings: Sequence[Reading] | None = None,
) -> dict[str, float]:
    """Return the probabilities alone, as they would be if a few findings, or the readings, were others."""
    over = tuple(r for r in readings or readings_for(case, measured=True) if r.family == family)
    asked = _Asked(case, client, family, model, over, shipped_history())
    mine = [finding for finding in findings if finding.client == client]
    declared = _declared(asked, mine)
    return _probabilities(declared.prior, _evidence(asked, mine, declared), family)


def _evidence(
    asked: _Asked, mine: Sequence[Finding], declared: FamilyVerdict, *, narrow: bool = False
) -> dict[str, dict[str, float]]:
    """Decibans by finding and reading, from real cases, from worlds and by declaration, each once.

    A weight that the case sets itself stands in the place of what was learned.
    """
    found: dict[str, dict[str, float]] = {}
    searched = asked.case.searched
    share = SEARCHED if searched else 1.0
    history = asked.history.says(mine, searched=searched) if asked.family == "what" else {}
    for part in (history, _from_worlds(asked, mine, narrow=narrow)):
        for diagnostic, said in part.items():
            by = found.setdefault(diagnostic, {})
            for reading, decibans in said.items():
                by[reading] = by.get(reading, 0.0) + decibans
    grades = {finding.diagnostic: finding.grade for finding in mine}
    for own in asked.case.readings:
        for key, decibans in own.decibans.items():
            diagnostic, grade = key.split(".")
            learned = diagnostic in asked.model.diagnostics and own.name in asked.core
            if grades.get(diagnostic) == grade and learned:
                found.setdefault(diagnostic, {})[own.name] = decibans * share
    for diagnostic, said in _judged(declared).items():
        by = found.setdefault(diagnostic, {})
        for reading, decibans in said.items():
            by[reading] = by.get(reading, 0.0) + decibans
    found = {d: said for d, said in found.items() if any(abs(x) >= NOTICED for x in said.values())}
    return _with_discord(found)


def _judged(declared: FamilyVerdict) -> dict[str, dict[str, float]]:
    """What is declared by judgement; for the reading asked about it is held, since no case checked it."""
    said = {d: dict(by) for d, by in declared.decibans.items()}
    whole = sum(by.get(ASKED, 0.0) for by in said.values())
    if abs(whole) > JUDGED:
        for by in said.values():
            if ASKED in by:
                by[ASKED] *= JUDGED / abs(whole)
    return said


def _from_worlds(
    asked: _Asked, mine: Sequence[Finding], *, narrow: bool
) -> dict[str, dict[str, float]]:
    """What simulated worlds say of the readings that no real record can label, finding by finding.

    Findings come in one after the other in the order of the brief, and each is given what it adds to
    those before it: two that rest on the same thing are counted once. Of who drives it only those grades
    speak that did so rightly in real cases (``driver_grades``): with the rest the driver of 46 real cases
    was told no better than by always saying the client.
    """
    model = asked.model
    known = model.values(mine)
    measured = {weight.reading for weight in asked.history.gauges.values()}
    rest = [name for name in asked.core if asked.family == "driver" or name not in measured]
    so_far = np.full_like(known, np.nan)
    so_far[:, GRADE] = UNASKED
    steps, names = [so_far.copy()], []
    grades = {finding.diagnostic: finding.grade for finding in mine}
    for at, name in enumerate(model.diagnostics):
        told = known[at, GRADE] in (SUPPORTS, OPPOSES)
        if asked.family == "driver":
            told = (name, grades.get(name)) in driver_grades()
        elif asked.case.searched:
            told = told or bool(np.isfinite(known[at, EFFECT]))
        if told:
            so_far[at] = known[at]
            steps.append(so_far.copy())
            names.append(name)
    if not names:
        return {}
    supports = model.supports(
        np.array(steps), asked.family, searched=asked.case.searched, narrow=narrow
    )
    among = supports[:, [asked.core.index(name) for name in rest]]
    among = among - among.mean(axis=1, keepdims=True)
    added = TEMPER * np.diff(among, axis=0) / _LOG
    return {
        name: dict(zip(rest, map(float, row), strict=True))
        for name, row in zip(names, added, strict=True)
    }


def _with_discord(found: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    """Let "none of these" gain where the record shows what no listed reading expects together.

    A pair that warms and quarrels at once is strange across the readings; more of the one alone is not.
    """
    turned = sum(by.get(ASKED, 0.0) for by in found.values())
    broke = sum(by.get(BROKE, 0.0) for by in found.values())
    discord = min(turned, broke)
    if discord > 0:
        most = max(found, key=lambda name: found[name].get(BROKE, 0.0))
        found[most][NONE] = found[most].get(NONE, 0.0) + discord
    return found


def _probabilities(
    prior: Mapping[str, float], found: Mapping[str, Mapping[str, float]], family: Family
) -> dict[str, float]:
    """Prior odds times what the findings say, within what the real cases bear."""
    logs = {
        name: math.log(p) + _LOG * sum(by.get(name, 0.0) for by in found.values())
        for name, p in prior.items()
        if p > 0
    }
    top = max(logs.values())
    masses = {name: math.exp(value - top) for name, value in logs.items()}
    whole = sum(masses.values())
    p = {name: masses.get(name, 0.0) / whole for name in prior}
    return bounded(p, (ASKED,)) if family == "what" else p


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


def _mild_notes(
    mild_words: Sequence[str], wide: Mapping[str, float], narrow: Mapping[str, float]
) -> tuple[str, ...]:
    return tuple(
        f"{name}: worlds with less noise say {narrow[name]:.2f}, those with more {wide[name]:.2f}, so "
        "that its likelihood is called no more than likely or unlikely"
        for name in mild_words
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
