"""The verdict in words: the answer, its sentences, its confidence, what would change it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from steelyard.readings.declared import NONE, TELLING, readings_for, weights_for
from steelyard.readings.weighing import weigh
from steelyard.readings.words import likelihood, number, phrase
from steelyard.records import Case, FamilyVerdict, Finding, Reading, Signpost, Verdict
from steelyard.wording import actor_name, capital, listing

#: A reading stands out when it is at least this probable and this far ahead of the next.
STANDS_OUT, AHEAD = 0.45, 0.10

#: Key points that the first screen shows.
POINTS = 3

#: A probability that moves by less than this across the checks is steady.
STEADY = 0.10
SHAKY = 0.20

Level = Literal["low", "moderate", "high"]


def build_verdict(
    case: Case, findings: Sequence[Finding], families: Sequence[FamilyVerdict]
) -> Verdict:
    """Put the weighing of every client into words."""
    what = {f.client: f for f in families if f.family == "what"}
    driver = {f.client: f for f in families if f.family == "driver"}
    titles = {reading.name: reading for reading in readings_for(case)}
    level, reasons = _confidence(case, findings, list(what.values()))
    return Verdict(
        answer=_answer(case, what, titles),
        sentences=tuple(
            _sentence(case, client, what[client], driver[client], titles) for client in case.clients
        ),
        key_points=_key_points(findings, what),
        confidence_level=level,
        confidence=f"Confidence in this is {level}: {'; '.join(reasons)}.",
        confidence_reasons=reasons,
        families=tuple(families),
        would_change=_signposts(case, findings, families),
    )


def _name(case: Case, client: str) -> str:
    return actor_name(client, case.shock.day)


def _answer(
    case: Case,
    what: dict[str, FamilyVerdict],
    titles: dict[str, Reading],
) -> str:
    """The title of the brief: how likely it is that each client was changing sides."""
    told = [client for client in case.clients if what[client].decibans]
    untold = listing(_name(case, client) for client in case.clients if client not in told)
    if not told:
        return f"The record cannot tell whether {untold} changed sides"
    said: dict[str, list[str]] = {}
    for client in told:
        p = what[client].probabilities["realignment"]
        said.setdefault(likelihood(p)[0], []).append(client)
    parts = [
        _part(case, word, clients, what, not at) for at, (word, clients) in enumerate(said.items())
    ]
    text = capital(", ".join(parts))
    if untold:
        return f"{text}; whether {untold} changed sides the record cannot tell"
    leading = {_leading(what[client]) for client in case.clients}
    if len(leading) == 1 and (name := leading.pop()) is not None and name != "realignment":
        text += f"; {titles[name].title.lower()} explains the record best"
    return text


def _part(
    case: Case, word: str, clients: list[str], what: dict[str, FamilyVerdict], opening: bool
) -> str:
    numbers = [number(what[client].probabilities["realignment"]) for client in clients]
    names = [_name(case, client) for client in clients]
    verb = ("was" if len(names) == 1 else "were") + (" changing sides" if opening else "")
    article = "a " if word.startswith("roughly") else ""
    shown = numbers[0] if len(set(numbers)) == 1 else " and ".join(numbers)
    return f"{article}{word} ({shown}) that {listing(names)} {verb}"


def _leading(verdict: FamilyVerdict) -> str | None:
    """The reading that stands out, None where none does."""
    ranked = sorted(verdict.probabilities.items(), key=lambda item: -item[1])
    (top, p), (_, second) = ranked[0], ranked[1]
    return top if top != NONE and p >= STANDS_OUT and p - second >= AHEAD else None


def _sentence(
    case: Case,
    client: str,
    what: FamilyVerdict,
    driver: FamilyVerdict,
    titles: dict[str, Reading],
) -> str:
    name, rival = _name(case, client), case.pole("rival").title
    p = what.probabilities["realignment"]
    if not what.decibans:
        return (
            f"Whether {name} was really moving to {rival} the record cannot tell: the probability "
            f"stays where it was set before looking ({number(p)})."
        )
    low, high = what.span("realignment")
    text = (
        f"{_there_is(phrase(p, low, high))} that {name} was really moving to {rival}, and "
        f"{phrase(1 - p)} that it was not"
    )
    best = _best(what, titles, "What fits best is", "What it was")
    return f"{text}. {best} {_best(driver, titles, 'What drove it was', 'Who drove it')}"


def _there_is(found: str) -> str:
    """The opening of a sentence whose likelihood is a chance or an adjective."""
    if found.startswith("almost no"):
        return f"There is {found}"
    return f"There is a {found}" if found.startswith("roughly") else f"It is {found}"


def _best(verdict: FamilyVerdict, titles: dict[str, Reading], opening: str, subject: str) -> str:
    if not verdict.decibans:
        return f"{subject}: the record cannot tell."
    leading = _leading(verdict)
    if leading is not None:
        low, high = verdict.span(leading)
        found = phrase(verdict.probabilities[leading], low, high)
        return f"{opening} {titles[leading].title.lower()}, {found}: {titles[leading].sentence}."
    ranked = sorted(verdict.probabilities.items(), key=lambda item: -item[1])[:2]
    shown = " and ".join(
        f"{titles[name].title.lower() if name in titles else 'none of these'} ({number(p)})"
        for name, p in ranked
    )
    return f"{subject}: no reading stands out; ahead are {shown}."


def _key_points(findings: Sequence[Finding], what: dict[str, FamilyVerdict]) -> tuple[str, ...]:
    """What was public before the shock, then the findings that moved realignment most."""
    first = [
        finding for finding in findings if finding.diagnostic == "anticipation" and finding.n_before
    ]

    def moved(finding: Finding) -> float:
        said = what[finding.client].decibans.get(finding.diagnostic, {})
        return abs(said.get("realignment", 0.0))

    ranked = sorted((f for f in findings if moved(f)), key=moved, reverse=True)
    chosen: list[Finding] = []
    for finding in [*first, *ranked]:
        if finding.diagnostic not in {other.diagnostic for other in chosen}:
            chosen.append(finding)
    return tuple(finding.sentence for finding in chosen[:POINTS])


def _confidence(
    case: Case, findings: Sequence[Finding], what: Sequence[FamilyVerdict]
) -> tuple[Level, tuple[str, ...]]:
    """The level by rule: how many questions could be told, from what, and how steadily."""
    asked = [finding for finding in findings if finding.grade != "not_applicable"]
    told = [finding for finding in asked if finding.grade in TELLING]
    spans = [verdict.span("realignment") for verdict in what]
    widest = max((high - low for low, high in spans), default=0.0)
    reasons = [f"{len(told)} of {len(asked)} questions that apply could be told from the record"]
    score = 2 if len(told) >= 0.7 * len(asked) else 1 if len(told) >= 0.35 * len(asked) else 0
    if case.searched:
        score = min(score, 1)
        reasons.append("all of it was searched by hand, none of it is a systematic count")
    if widest > SHAKY:
        score = 0
    elif widest > STEADY:
        score = min(score, 1)
    if not told:
        return "low", tuple(reasons)
    swing = f"leaving out any one question or family of publishers moves the probability by up to {100 * widest:.0f} points"
    reasons.append(swing)
    reasons.append("the weights are declared by judgement, not learned from cases with known ends")
    levels: tuple[Level, Level, Level] = ("low", "moderate", "high")
    return levels[score], tuple(reasons)


def _signposts(
    case: Case, findings: Sequence[Finding], families: Sequence[FamilyVerdict]
) -> tuple[Signpost, ...]:
    """Open questions, those first that could move the probability of realignment most."""
    found = []
    for finding in findings:
        if finding.grade != "cannot_tell" or not finding.needed:
            continue
        now = next(
            f for f in families if f.client == finding.client and f.family == "what"
        ).probabilities["realignment"]
        either = {grade: _if_told(case, findings, finding, grade) for grade in TELLING}
        swing = max(abs(p - now) for p in either.values())
        name = _name(case, finding.client)
        sentence = (
            f"{capital(finding.diagnostic)} for {name} is open. If it were found that "
            f"{finding.proposition}, realignment would stand at {number(either['supports'])}, if the "
            f"contrary at {number(either['opposes'])} (now {number(now)}). Needed: {finding.needed}."
        )
        found.append(
            (
                swing,
                Signpost(client=finding.client, diagnostic=finding.diagnostic, sentence=sentence),
            )
        )
    found.sort(key=lambda item: -item[0])
    return tuple(post for _, post in found)


def _if_told(case: Case, findings: Sequence[Finding], open_one: Finding, grade: str) -> float:
    """The probability of realignment if one open finding came out with ``grade``."""
    told = [
        replace(finding, grade=grade) if finding is open_one else finding  # type: ignore[arg-type]
        for finding in findings
    ]
    readings = [reading for reading in readings_for(case) if reading.family == "what"]
    weighed = weigh(
        told,
        readings,
        weights_for(case),
        client=open_one.client,
        family="what",
        searched=case.searched,
    )
    return weighed.probabilities["realignment"]
