"""Signposts from single events: which commitment in the next weeks would change our mind, and how likely it is.

Each of a few kinds of commitment, to either pole or against it, is put into the record on the last day that
it covers; the questions that rest on events are asked again, and the readings weighed again. What moves the
question asked most is shown first, with its chance where the pace of the record tells one. Questions that
rest on ties, on texts or on the archive as a whole stay as they are.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from steelyard import diagnostics
from steelyard.pipeline.judge_splits import SplitOf, judge_split, on_events
from steelyard.readings import ASKED, Learned, likelihood, readings_for, weigh_once
from steelyard.readings.declared import title_of
from steelyard.readings.signposts import reweighed
from steelyard.readings.words import number
from steelyard.records import (
    Archive,
    Case,
    FamilyVerdict,
    Finding,
    Judgement,
    PoleRole,
    Signpost,
)
from steelyard.series import Act, Split, beside_act, last_day, split, with_act
from steelyard.wording import actor_name

#: Days within which an event is called likely or not.
SOON = 56

#: Events shown for a client, signposts shown in all, and the least that one must move the question asked by
#: where it does not move it across a word of the scale.
SHOWN, SHOWN_IN_ALL, NOTICED = 3, 5, 0.03

#: More events than this after the shock, and no single one is looked for: none would be noticed.
MANY = 1000

#: The kinds of commitment that are looked for, each with its act and its words: who does what to whom.
COMMITMENTS: tuple[tuple[PoleRole, Act, str], ...] = (
    (
        "rival",
        Act("mutual", "SUPPORT", 1, "words", "commitment"),
        "{client} and {pole} signed an alliance, an accession or another treaty that binds",
    ),
    (
        "rival",
        Act("pole", "COOPERATE", 2, "deeds"),
        "{pole} opened a base in {client}, or delivered arms or money to it",
    ),
    (
        "partner",
        Act("client", "SANCTION", 4, "deeds"),
        "{client} joined sanctions against {pole}, or expelled its envoys or soldiers",
    ),
    (
        "partner",
        Act("client", "REJECT", 3, "deeds"),
        "{client} cancelled a drill with {pole}, or left an agreement with it",
    ),
    (
        "partner",
        Act("mutual", "SUPPORT", 1, "words", "commitment"),
        "{client} and {pole} signed a treaty that binds",
    ),
    (
        "rival",
        Act("client", "SANCTION", 4, "deeds"),
        "{client} joined sanctions against {pole}, or expelled its envoys",
    ),
)

#: The window after the shock, whoever asks.
LATER = "after"


@dataclass(frozen=True, slots=True)
class _Candidate:
    """An act with a pole, how likely it is soon, and what the probabilities would be."""

    role: PoleRole
    act: Act
    day: date
    told: str
    chance: float | None
    findings: tuple[Finding, ...]
    size: float


def event_signposts(
    archive: Archive,
    case: Case,
    findings: Sequence[Finding],
    families: Sequence[FamilyVerdict],
    model: Learned | None,
) -> tuple[Signpost, ...]:
    """Return the single events that would change our mind most, for every client.

    Args:
        archive: The record, the case's own evidence in it.
        case: Gives windows, poles and readings.
        findings: What the diagnostics found, for every client.
        families: Both families weighed for every client.
        model: The learned weights; the declared ones where there are none.
    """
    found: list[Signpost] = []
    for client in case.clients:
        mine = tuple(verdict for verdict in families if verdict.client == client)
        found += _of_client(archive, _Weighed(case, client, tuple(findings), mine, model))
    return tuple(found)


def _of_client(archive: Archive, weighed: _Weighed) -> list[Signpost]:
    def splits(role: PoleRole, name: str) -> Split:
        return split(archive, weighed.case, weighed.client, role, name)

    day = last_day(splits("rival", LATER))
    if day is None or len(splits("rival", LATER).after) > MANY:
        return []
    trial = _Trial(splits, day, weighed.of_client())
    sizes: dict[tuple[object, ...], float] = {}  # many acts change the same findings alike

    def size(changed: Sequence[Finding]) -> float:
        key = tuple((finding.diagnostic, _figures(finding)) for finding in changed)
        if key not in sizes:
            sizes[key] = weighed.size(changed)
        return sizes[key]

    tried = [
        _Candidate(role, act, day, told, _chance(splits(role, LATER), act), changed, size(changed))
        for role, act, told in COMMITMENTS
        if (changed := trial.changed(role, act))
    ]
    tried.sort(key=lambda c: -c.size)
    posts = [weighed.signpost(candidate) for candidate in tried]
    return [post for post in posts if post.move >= NOTICED][:SHOWN]


def worth_having(posts: Sequence[Signpost]) -> tuple[Signpost, ...]:
    """Return the signposts that move the question asked most, a few of them, the largest first."""
    return tuple(sorted(posts, key=lambda post: -post.move)[:SHOWN_IN_ALL])


class _Trial:
    """One more act at a time: which findings on one client it changes."""

    def __init__(self, splits: SplitOf, day: date, findings: Mapping[str, Finding]) -> None:
        self._splits, self._day, self._findings = splits, day, findings
        self._asked = [d for d in on_events() if d.name in findings]
        self._now = {d.name: judge_split(d, splits) for d in self._asked}
        self._known: dict[tuple[object, ...], Judgement] = {}

    def changed(self, role: PoleRole, act: Act) -> tuple[Finding, ...]:
        """Return the findings that would be other than they are."""
        made: dict[int, Split] = {}

        def supposed(asked: PoleRole, name: str) -> Split:
            now = self._splits(asked, name)
            if not now.later.start <= self._day < now.later.end:
                return now
            if id(now) not in made:
                put = with_act if asked == role else beside_act
                made[id(now)] = put(now, act, self._day)
            return made[id(now)]

        found = []
        for diagnostic in self._asked:
            name = diagnostic.name
            kind = act.type if diagnostic.depends_on == "type" else ""
            key = (name, role, act.direction, act.quad, act.act, act.rung, kind)
            if key not in self._known:
                self._known[key] = judge_split(diagnostic, supposed)
            then = self._known[key]
            if _figures(then) != _figures(self._now[name]):
                found.append(diagnostics.with_judgement(self._findings[name], then))
        return tuple(found)


def _soon(chance: float | None) -> str:
    if chance is None:
        return ""
    return f" At the pace of the record the chance of that within eight weeks is {number(chance)}."


def _points(moved: float) -> str:
    points = round(100 * moved)
    return f"{points:+d} {'point' if abs(points) == 1 else 'points'}"


def _figures(answer: Finding | Judgement) -> tuple[object, ...]:
    """What the weights look at."""
    return (
        answer.grade,
        answer.effect,
        answer.low,
        answer.high,
        answer.n_before,
        answer.n_after,
        tuple(sorted(answer.numbers.items())),
    )


def _chance(now: Split, act: Act) -> float | None:
    """Chance of at least one such act within SOON days, from the pair's rate in both windows.

    Poisson with half an event added, the mean under Jeffreys' prior. None where the record was
    searched by hand: its pace is that of the search.
    """
    if now.selective:
        return None
    seen = 0
    for events in (now.before, now.after):
        same = (events.type == act.type) & (events.act == act.act) & events.happened
        seen += int((same & (events.direction == act.direction)).sum())
    days = max(now.days_before + now.days_after, 1)
    return -math.expm1(-(seen + 0.5) / days * SOON)


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A client as it was weighed: what is compared with what would be."""

    case: Case
    client: str
    findings: tuple[Finding, ...]
    verdicts: tuple[FamilyVerdict, ...]
    model: Learned | None

    def of_client(self) -> dict[str, Finding]:
        """Return the findings on the client by diagnostic."""
        return {f.diagnostic: f for f in self.findings if f.client == self.client}

    def replaced(self, changed: Sequence[Finding]) -> list[Finding]:
        """Return the findings with those of ``changed`` in the place of their like."""
        then = {finding.diagnostic: finding for finding in changed}
        return [then.get(f.diagnostic, f) if f.client == self.client else f for f in self.findings]

    def size(self, changed: Sequence[Finding]) -> float:
        """Return how far the question asked would move."""
        would_be = self.replaced(changed)
        return max(
            abs(
                reweighed(self.case, would_be, verdict, self.model)[ASKED]
                - verdict.probabilities[ASKED]
            )
            for verdict in self.verdicts
            if verdict.family == "what"
        )

    def signpost(self, candidate: _Candidate) -> Signpost:
        """Weigh an event in full, and say what it would move."""
        now, then = self._asked(self.replaced(candidate.findings))
        moved = then - now
        words = [likelihood(p)[0] for p in (now, then)]
        crossed = f", from {words[0]} to {words[1]}" if words[0] != words[1] else ""
        command = f'steelyard weigh {self.case.name} --suppose "{self._as_supposed(candidate)}"'
        return Signpost(
            client=self.client,
            diagnostic=max(candidate.findings, key=lambda f: self.size((f,))).diagnostic,
            sentence=(
                f"If {self._happening(candidate)}, “{title_of(self.case, ASKED)}” would stand at "
                f"{number(then)} (now {number(now)}, {_points(moved)}){crossed}.{_soon(candidate.chance)} "
                f"Shown by: {command}"
            ),
            move=abs(moved),
            supposed=self._as_supposed(candidate),
            chance=candidate.chance,
        )

    def _asked(self, would_be: Sequence[Finding]) -> tuple[float, float]:
        """The probability of the question asked now, and then."""
        verdict = next(one for one in self.verdicts if one.family == "what")
        over = readings_for(self.case, measured=self.model is not None)
        then = weigh_once(
            self.case,
            would_be,
            [reading for reading in over if reading.family == verdict.family],
            client=self.client,
            family=verdict.family,
            model=self.model,
        ).probabilities
        return verdict.probabilities[ASKED], then[ASKED]

    def _as_supposed(self, candidate: _Candidate) -> str:
        pole, act = self.case.pole(candidate.role).actors[0], candidate.act
        sides = {
            "client": (self.client, pole),
            "pole": (pole, self.client),
            "mutual": (f"{self.client};{pole}",) * 2,
        }[act.direction]
        rung = f" {act.rung}" if act.rung else ""
        return f"{act.type} {' '.join(sides)} {act.act} {candidate.day.isoformat()}{rung}"

    def _happening(self, candidate: _Candidate) -> str:
        client = actor_name(self.client, self.case.shock.day)
        return candidate.told.format(client=client, pole=self.case.pole(candidate.role).title)


__all__ = ["event_signposts", "worth_having"]
