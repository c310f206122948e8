"""Trading partners of a client in a printed list: how far either pole is ahead in exports and in imports.

A list names the first partners of a state; whoever is not named had no more than the smallest share named. So a pole's
share has a least and a most, and a ratio of two poles that holds for both needs no search.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from steelyard import vocabulary
from steelyard.diagnostics import evidence
from steelyard.diagnostics.effort import bounded
from steelyard.records import Case, Exhibit, Grade, PoleRole
from steelyard.series import client_codes, pole_of, pole_spans
from steelyard.statistics import INTERESTING_RATIO
from steelyard.vocabulary import PartnerList
from steelyard.wording import figure

#: A list may be so many years older or younger than the shock.
NEAR = 5

#: What a share may be off by, in per cent: the later lists are rounded to whole ones.
ROUNDED = 0.5

#: A list that is more years older than the shock than this is named as old.
RECENT = 2

#: What the ends of an answer from a list are.
UNIT = "times the rival's, in exports and in imports"

#: Both are needed: a state may sell to one pole and buy from the other.
FLOWS = ("exports", "imports")


@dataclass(frozen=True, slots=True)
class Flow:
    """What a list says of one flow: the least and the most that each pole had of it, in per cent; ``poles`` by name."""

    flow: str
    year: int
    source: str
    partner: tuple[float, float]
    rival: tuple[float, float]
    poles: tuple[str, str]

    @property
    def least(self) -> float:
        """How many times the rival's the partner's share was, at least."""
        return self.partner[0] / self.rival[1]

    @property
    def most(self) -> float | None:
        """How many times the rival's the partner's share was, at most; None where no limit is known."""
        return self.partner[1] / self.rival[0] if self.rival[0] else None


def flows_of(case: Case, client: str) -> tuple[Flow, ...]:
    """Return exports and imports by the list nearest to the shock; nothing where either has no list near it.

    A list of the years up to the shock goes before one of the years after it.
    """
    shock = case.shock.day
    near = [one for one in vocabulary.trade_partners(client) if abs(one.year - shock.year) <= NEAR]
    past = [one.year for one in near if one.year <= shock.year]
    later = [one.year for one in near if one.year > shock.year]
    if not near:
        return ()
    year = max(past) if past else min(later)
    lists = {one.flow: one for one in near if one.year == year}
    if set(lists) != set(FLOWS):
        return ()
    partner, rival = (_states(case, role, shock) for role in ("partner", "rival"))
    both = partner.core & rival.core
    poles = partner.name, rival.name
    if not (partner.core - both and rival.core - both):
        return ()
    return tuple(
        Flow(
            flow,
            year,
            lists[flow].source,
            _share(lists[flow], partner.core - both, partner.all - rival.core),
            _share(lists[flow], rival.core - both, rival.all - partner.core),
            poles,
        )
        for flow in FLOWS
    )


def ends(flows: Sequence[Flow]) -> tuple[float, float | None]:
    """How many times the rival's the partner's trade was, at least and at most, over exports and imports."""
    mosts = [flow.most for flow in flows]
    known = [most for most in mosts if most is not None]
    return min(flow.least for flow in flows), max(known) if len(known) == len(mosts) else None


def lead(flows: Sequence[Flow]) -> Grade:
    """Whether the partner is well ahead in exports and in imports, or the rival is; neither where there is no list."""
    if not flows:
        return "cannot_tell"
    least, most = ends(flows)
    if least >= INTERESTING_RATIO:
        return "supports"
    return "opposes" if most is not None and most <= 1 / INTERESTING_RATIO else "cannot_tell"


def leaves_open(flows: Sequence[Flow], grade: Grade, shock: int) -> tuple[str, ...]:
    """What a list leaves open: whom it does not name, what it does not decide, and its year."""
    year = flows[0].year
    said = [
        "by a list of its first trading partners, in which whoever is not named may have had as much as the last one that is"
    ]
    if grade == "cannot_tell":
        said.append("by that list neither pole is well ahead in exports and in imports alike")
    if year > shock:
        said.append(f"the list is of {year}, after the shock")
    elif shock - year > RECENT:
        said.append(f"the list is of {year}")
    return tuple(said)


def tells(flows: Sequence[Flow]) -> bool:
    """Whether a list has one pole well ahead, or rules out that the other is far ahead."""
    return bool(flows) and (lead(flows) != "cannot_tell" or bounded(ends(flows), "ratio"))


def told(flows: Sequence[Flow], name: str) -> str:
    """Both flows in a sentence without its stop: with whom exports and imports were, by the list."""
    year, (partner, rival) = flows[0].year, flows[0].poles
    parts = [
        f"{_text(flow.partner)} of its {flow.flow} with {partner} and {_text(flow.rival)} with {rival}"
        for flow in flows
    ]
    return f"By the list of its first trading partners in {year} {name} had {'; and '.join(parts)}"


def exhibit(flows: Sequence[Flow]) -> tuple[Exhibit, ...]:
    """The table of both flows, with their list."""
    return evidence.table(
        "Trade by a list of the first partners, per cent of the whole: at least and at most",
        ("of what", "year", "with the partner", "with the rival", "source"),
        map(_line, flows),
        "A state that the list leaves out had no more than the last one named; half a per cent either "
        "way for rounding.",
    )


def _line(flow: Flow) -> evidence.Line:
    partner, rival = (
        f"{figure(least)} to {figure(most)}" for least, most in (flow.partner, flow.rival)
    )
    return (flow.flow, flow.year, partner, rival, flow.source), ()


def _text(share: tuple[float, float]) -> str:
    """The least and the most in words."""
    least, most = share
    if least <= 0:
        return f"at most {figure(most)}\u00a0%"
    return f"{figure(least)} to {figure(most)}\u00a0%"


@dataclass(frozen=True, slots=True)
class _States:
    """The states of a pole, and these with the members of every organisation that it names."""

    name: str
    core: frozenset[str]
    all: frozenset[str]


def _states(case: Case, role: PoleRole, day: date) -> _States:
    """The states of a pole on a day; a client is in none."""
    pole = case.pole(role)
    spans = pole_spans(case, pole)
    core = frozenset(
        code
        for code in spans
        if vocabulary.actor(code).kind == "state" and pole_of(spans, code, day)
    )
    listed = vocabulary.organisations_with_members()
    named = [vocabulary.members(name, day) for name in pole.actors if name in listed]
    clients = {code for client in case.clients for code in client_codes(client)}
    return _States(pole.title or pole.name, core, core.union(*named) - clients)


def _share(
    one: PartnerList, core: AbstractSet[str], states: AbstractSet[str]
) -> tuple[float, float]:
    """The least that the core of a pole had, and the most that it had with all that may be counted to it."""
    least = sum(max(0.0, share - ROUNDED) for code, share in one.shares.items() if code in core)
    named = [share + ROUNDED for code, share in one.shares.items() if code in states]
    unnamed = min(
        (min(one.shares.values()) + ROUNDED) * len(states - one.shares.keys()),
        max(0.0, 100.0 + ROUNDED * len(one.shares) - sum(one.shares.values())),
    )
    return least, min(100.0, sum(named) + unnamed)
