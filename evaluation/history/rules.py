"""Rules that turn the counts of a case into numbers: the simple ones and the one that was chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import log

from evaluation.history.counts import Counts, When
from steelyard.records import PoleRole

#: Events taken to have been seen besides, so that a thin line says little: of ten acts of a usual
#: pair of states about two are costly hostile ones (measured on the pairs of the bench).
USUAL_ENGAGED, USUAL_COSTLY = 8.0, 2.0

#: With as many events after the shock as this, a change of tone speaks at half its weight.
HALF = 10.0

#: How far each number of the chosen rule may speak.
WARMTH = (-1.5, 2.0)
PARTNER = (-3.0, 0.5)
COMMITMENTS = (-1.0, 3.0)
HOSTILITY = (-2.0, 1.5)
FORCE = (-0.5, 2.5)
BURST = (-1.5, 2.0)

Rule = Callable[[Counts], tuple[float, ...]]


def line(counts: Counts, role: PoleRole, when: When) -> float:
    """Log of what the client and the pole had with each other to what they did to each other."""
    tally = counts.of[role, when]
    return log((tally.engaged + USUAL_ENGAGED) / (tally.costly + USUAL_COSTLY))


def evidence(counts: Counts) -> tuple[float, ...]:
    """Warmth, partner's line, commitments, burst: the rule that was chosen."""
    warmth = line(counts, "rival", "after") - line(counts, "rival", "before")
    after = counts.of["rival", "after"].all
    warmth *= after / (after + HALF)
    signed = [counts.of["rival", when].commitments for when in ("before", "after")]
    most = [counts.of["rival", when].densest for when in ("before", "after")]
    return (
        _kept(warmth, WARMTH),
        _kept(-line(counts, "partner", "after"), PARTNER),
        _kept(_ratio(counts, signed[0], signed[1], 2.0), COMMITMENTS),
        _kept(log((most[1] + 1) / (most[0] + 1)), BURST),
    )


def quarrel(counts: Counts) -> tuple[float, ...]:
    """Hostility and force between client and rival: the two numbers of a rupture."""
    before, after = counts.of["rival", "before"], counts.of["rival", "after"]
    return (
        _kept(log((after.hostile + 2) / (after.friendly + 2)), HOSTILITY),
        _kept(_ratio(counts, before.costly, after.costly, 2.0), FORCE),
    )


def plain(counts: Counts) -> tuple[float, ...]:
    """Friendly events grew, the pair warmed, the partner's line is hostile: as `tools/plain_rule.py`."""
    (f0, h0), (f1, h1) = (counts.of["rival", when].plain for when in ("before", "after"))
    (pf, ph) = counts.of["partner", "after"].plain
    days = counts.days
    grows = log((f1 + 1) / max(days["after"], 1)) - log((f0 + 1) / max(days["before"], 1))
    warms = log((f1 + 1) / (h1 + 1)) - log((f0 + 1) / (h0 + 1))
    return grows, warms, -log((pf + 1) / (ph + 1))


def volume(counts: Counts) -> tuple[float, ...]:
    """Log ratio of all client-rival events a day."""
    before, after = (counts.of["rival", when].all for when in ("before", "after"))
    return (_ratio(counts, before, after, 2.0),)


def tempo(counts: Counts) -> tuple[float, ...]:
    """Log ratio of friendly client-rival events a day."""
    before, after = (counts.of["rival", when].friendly for when in ("before", "after"))
    return (_ratio(counts, before, after, 2.0),)


def goldstein(counts: Counts) -> tuple[float, ...]:
    """Change of the net Goldstein score a day with the rival less that with the partner."""
    change = {
        role: counts.of[role, "after"].goldstein / max(counts.days["after"], 1)
        - counts.of[role, "before"].goldstein / max(counts.days["before"], 1)
        for role in ("rival", "partner")
    }
    return (change["rival"] - change["partner"],)


def nothing(counts: Counts) -> tuple[float, ...]:
    """No number at all: the base rate."""
    del counts
    return ()


#: Rules by name, in the order of the table.
RULES: Mapping[str, Rule] = {
    "base rate": nothing,
    "raw volume": volume,
    "net Goldstein change": goldstein,
    "tempo alone": tempo,
    "plain rule": plain,
    "plain rule and commitments": lambda counts: (*plain(counts), evidence(counts)[2]),
    "warmth and partner's line": lambda counts: evidence(counts)[:2],
    "evidence without bursts": lambda counts: evidence(counts)[:3],
    "evidence": evidence,
    "evidence and tempo": lambda counts: (*evidence(counts), *tempo(counts)),
}


def _ratio(counts: Counts, before: float, after: float, besides: float) -> float:
    """Log rate ratio; ``besides`` events are shared out by days, so that few events say little."""
    days = counts.days["before"], counts.days["after"]
    whole = sum(days) or 1
    later = (after + besides * days[1] / whole) / max(days[1], 1)
    earlier = (before + besides * days[0] / whole) / max(days[0], 1)
    return log(later / earlier) if min(later, earlier) > 0 else 0.0


def _kept(value: float, bounds: tuple[float, float]) -> float:
    return min(max(value, bounds[0]), bounds[1])
