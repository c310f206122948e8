"""The verdict in words: the answer, a sentence for each client, and the points it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from steelyard.readings.confidence import LEVELS, confidence, record_of_cases, track_record
from steelyard.readings.declared import (
    ASKED,
    NONE,
    driver_grades,
    phrase_of,
    readings_for,
    title_of,
)
from steelyard.readings.joint import UNLIKE
from steelyard.readings.learned import Learned
from steelyard.readings.measured import shipped_history
from steelyard.readings.signposts import signposts
from steelyard.readings.words import NOUNS, across, likelihood, number, phrase, word_of
from steelyard.records import Case, FamilyVerdict, Finding, Fragile, Hinge, Verdict
from steelyard.wording import actor_name, capital, listing

#: A reading stands out when it is more probable than this and this far ahead of the next.
STANDS_OUT, AHEAD = 0.45, 0.10

#: About even odds: a verdict hangs on a question that takes it from below them to above, or back.
EVEN = (0.45, 0.55)

#: Key points that the first screen shows.
POINTS = 3


def build_verdict(
    case: Case,
    findings: Sequence[Finding],
    families: Sequence[FamilyVerdict],
    model: Learned | None = None,
) -> Verdict:
    """Put the weighing of every client into words.

    Args:
        case: Gives the names of clients and poles, and readings of its own.
        findings: What the diagnostics found, for every client.
        families: Both families weighed for every client, by ``weigh_case``.
        model: The learned weights that they were weighed with, if any.
    """
    what = {f.client: f for f in families if f.family == "what"}
    driver = {f.client: f for f in families if f.family == "driver"}
    level, reasons = confidence(case, findings, list(what.values()))
    if level == LEVELS[0]:
        families = [replace(f, mild_words=tuple(f.probabilities)) for f in families]
        what = {f.client: f for f in families if f.family == "what"}
        driver = {f.client: f for f in families if f.family == "driver"}
    families = [_hinged(case, _as_printed(f), findings) for f in families]
    what = {f.client: f for f in families if f.family == "what"}
    learned = [f for f in what.values() if f.decibans and f.learned]
    record = f" {track_record(case, learned)}" if learned else ""
    return Verdict(
        answer=_answer(case, what),
        sentences=tuple(
            _sentence(case, client, what[client], driver[client]) for client in case.clients
        ),
        key_points=_key_points(findings, what),
        confidence_level=level,
        confidence=f"Confidence in this is {level}: {'; '.join(reasons)}.{record}",
        confidence_reasons=reasons,
        families=tuple(families),
        would_change=signposts(case, findings, families, model),
        track_record=record_of_cases() if learned else {},
    )


def _as_printed(verdict: FamilyVerdict) -> FamilyVerdict:
    """The verdict, fragile only where the loss of an affair changes the word that is printed."""
    if verdict.fragile is None:
        return verdict
    mild = ASKED in verdict.mild_words
    now = likelihood(verdict.probabilities[ASKED], mild=mild)[0]
    then = likelihood(verdict.fragile.probability, mild=mild)[0]
    if now == then:
        return replace(verdict, fragile=None)
    printed = word_of(verdict.fragile.probability, mild=mild)
    return replace(verdict, fragile=replace(verdict.fragile, word=printed))


def _hinged(case: Case, verdict: FamilyVerdict, findings: Sequence[Finding]) -> FamilyVerdict:
    """The verdict with the question that it hangs on: without it the answer lies clear beyond one half."""
    if verdict.family != "what":
        return verdict
    now = verdict.probabilities[ASKED]
    if EVEN[0] < now <= EVEN[1]:
        return verdict
    beyond = [
        (run.probabilities[ASKED], run.change.removeprefix("without "))
        for run in verdict.sensitivity
        if run.kind == "question"
        and (
            run.probabilities[ASKED] > EVEN[1]
            if now <= EVEN[0]
            else run.probabilities[ASKED] <= EVEN[0]
        )
    ]
    if not beyond:
        return verdict
    then, name = max(beyond, key=lambda one: abs(one[0] - now))
    subject = next(
        f.subject for f in findings if (f.client, f.diagnostic) == (verdict.client, name)
    )
    subject = subject.replace("its partner", case.pole("partner").title)
    word = word_of(then, mild=ASKED in verdict.mild_words)
    return replace(verdict, hinge=Hinge(name, subject or f"the question “{name}”", then, word))


def _name(case: Case, client: str) -> str:
    return actor_name(client, case.shock.day)


def _answer(case: Case, what: Mapping[str, FamilyVerdict]) -> str:
    """The headline of the brief: how likely it is that each client was turning to the rival pole."""
    weighed = [client for client in case.clients if what[client].decibans]
    unweighed = listing(_name(case, client) for client in case.clients if client not in weighed)
    rival = case.pole("rival").title
    if not weighed:
        return f"The record cannot tell whether {unweighed} {_was(case.clients)} turning to {rival}"
    alike: dict[tuple[str, str], list[str]] = {}
    for client in weighed:
        word = word_of(what[client].probabilities[ASKED], mild=ASKED in what[client].mild_words)
        alone = client if what[client].hinge else ""
        alike.setdefault((word, alone), []).append(client)
    parts = [
        _part(case, word, clients, what, opening=not at)
        for at, ((word, _), clients) in enumerate(alike.items())
    ]
    text = capital("; ".join(parts))
    if fragile := [client for client in weighed if what[client].fragile]:
        whose = "" if len(what) == 1 else f" for {listing(_name(case, c) for c in fragile)}"
        several = any(len((what[c].fragile or _NO_ROW).rows) > 1 for c in fragile)
        text = f"{text}, but the answer{whose} rests on one {'affair' if several else 'row'}"
    if unweighed:
        return f"{text}; of {unweighed} the record cannot tell"
    leading = {_leading(what[client]) for client in case.clients}
    best = leading.pop() if len(leading) == 1 else None
    if best == NONE:
        return f"{text}; no reading explains the record"
    if best is not None and best != ASKED:
        return f"{text}; {phrase_of(case, best)} explains the record best"
    return text


def _part(
    case: Case,
    word: str,
    clients: Sequence[str],
    what: Mapping[str, FamilyVerdict],
    *,
    opening: bool,
) -> str:
    """Clients that share a word: ``Serbia is unlikely to have been turning to Russia (9 %; 4 to 14 % ...)``."""
    names = listing(_name(case, client) for client in clients)
    rival = case.pole("rival").title
    figures = _figures([what[client] for client in clients], opening=opening)
    turning = f"turning to {rival}"
    if word in NOUNS:
        chance = f"there is {_with_article(word)}"
        if opening:
            return f"{chance} that {names} {_was(clients)} {turning} ({figures})"
        return f"for {names} {chance} ({figures})"
    verb = "is" if len(clients) == 1 else "are"
    return f"{names} {verb} {word} to have been{f' {turning}' if opening else ''} ({figures})"


def _was(clients: Sequence[str]) -> str:
    return "was" if len(clients) == 1 else "were"


def _figures(verdicts: Sequence[FamilyVerdict], *, opening: bool) -> str:
    """The probabilities of clients that share a word, and how far the checks, or one question, take them."""
    if hinge := verdicts[0].hinge:
        p = number(verdicts[0].probabilities[ASKED])
        return f"{p}; {number(hinge.probability)} leaving out {hinge.subject}"
    numbers = list(dict.fromkeys(number(verdict.probabilities[ASKED]) for verdict in verdicts))
    ends = [verdict.span(ASKED) for verdict in verdicts]
    span = across(min(low for low, _ in ends), max(high for _, high in ends))
    moved = any(round(100 * low) != round(100 * high) for low, high in ends)
    if not moved:
        return listing(numbers)
    return f"{listing(numbers)}; {span}{' across the checks' if opening else ''}"


def _leading(verdict: FamilyVerdict) -> str | None:
    """The reading that stands out (it may be "none of these"), None where none does."""
    ranked = sorted(verdict.probabilities.items(), key=lambda item: -item[1])
    (top, p), (_, second) = ranked[0], ranked[1]
    return top if p > STANDS_OUT and p - second >= AHEAD else None


def _sentence(case: Case, client: str, what: FamilyVerdict, driver: FamilyVerdict) -> str:
    name, rival = _name(case, client), case.pole("rival").title
    p = what.probabilities[ASKED]
    if what.decibans:
        mild = ASKED in what.mild_words
        yes = _there_is(phrase(p, *what.span(ASKED), mild=mild))
        whether = f"{capital(yes)} that {name} was really turning to {rival}; the chance that it was not is {number(1 - p)}."
        whether = " ".join([whether, *_range(what), _best(case, what, "What it was")])
    else:
        whether = (
            f"Whether {name} was really turning to {rival} the record cannot tell: the probability "
            f"stays where it was set before looking ({number(p)})."
        )
        if not driver.decibans:
            return whether
    return " ".join([whether, *_alike(case, what), _best(case, driver, "Who drove it")])


#: No driver is named that is less probable than this: the priors alone put one ahead of the others.
NAMED = 0.5

#: Stands for no affair at all.
_NO_ROW = Fragile("", (), 0.0, "")


def _range(what: FamilyVerdict) -> list[str]:
    """Which checks reach the ends of the range, and the affair that the answer rests on."""
    low, high = what.ends(ASKED)
    ends = [
        f"{word} {number(end)}, {check}"
        for word, end, check in zip(
            ("down to", "up to"), what.span(ASKED), (low, high), strict=True
        )
        if check is not None and round(100 * end) != round(100 * what.probabilities[ASKED])
    ]
    said = [f"The checks take it {', and '.join(ends)}."] if ends else []
    if what.hinge is not None:
        then = _would_be(what.hinge.word, what.hinge.probability)
        said.append(f"It hangs on one question: leaving out {what.hinge.subject}, {then}.")
    if what.fragile is not None:
        affair = "row" if len(what.fragile.rows) == 1 else "affair"
        then = _would_be(what.fragile.word, what.fragile.probability)
        said.append(f"It is fragile: without one {affair}, {what.fragile.what}, {then}.")
    return said


def _alike(case: Case, what: FamilyVerdict) -> list[str]:
    """What was true in the simulated worlds most like the record, or that there are none."""
    if what.likeness is None:
        return []
    if what.likeness.fit < UNLIKE:
        return ["Hardly any simulated world looks like this record."]
    # Real cases decide about a turn and a quarrel: what worlds tell apart is beside the point there.
    if _leading(what) in {weight.reading for weight in shipped_history().gauges.values()}:
        return []
    whole = sum(what.likeness.among.values())
    ranked = sorted(what.likeness.among.items(), key=lambda item: -item[1])
    (first, most), *others = ranked
    counted = listing(
        [
            f"{most} {'was' if most == 1 else 'were'} {title_of(case, first)}",
            *(
                f"{number_of} {title_of(case, reading)}"
                for reading, number_of in others
                if number_of
            ),
        ]
    )
    return [
        (
            f"Of the {whole} simulated worlds whose findings are most like these, {counted}; "
            "such worlds serve to tell routine, leverage and audience apart, not to find a turn."
        )
    ]


def _there_is(found: str) -> str:
    """A likelihood as the opening of a clause, whether it is a chance or an adjective."""
    return f"there is {_with_article(found)}" if found.startswith(NOUNS) else f"it is {found}"


def _would_be(word: str, probability: float) -> str:
    """A likelihood under another record, as a clause."""
    opening = f"there would be {_with_article(word)}" if word in NOUNS else f"it would be {word}"
    return f"{opening} ({number(probability)})"


def _with_article(found: str) -> str:
    return f"a {found}" if found.startswith("roughly") else found


def _best(case: Case, verdict: FamilyVerdict, subject: str) -> str:
    unnamed = verdict.family == "driver" and max(verdict.probabilities.values()) < NAMED
    if unnamed and not verdict.decibans.keys() & {name for name, _ in driver_grades()}:
        return f"{subject}: nothing in the record says who moved first, and no driver is named."
    if not verdict.decibans:
        return f"{subject}: the record cannot tell."
    leading = None if unnamed else _leading(verdict)
    if leading is None:
        ranked = sorted(verdict.probabilities.items(), key=lambda item: -item[1])[:2]
        leaders = " and ".join(f"“{title_of(case, name)}” ({number(p)})" for name, p in ranked)
        return f"{subject}: no reading stands out; the first two are {leaders}."
    found = _with_article(
        phrase(
            verdict.probabilities[leading],
            *verdict.span(leading),
            mild=leading in verdict.mild_words,
        )
    )
    if leading == NONE:
        return f"{subject}: none of the readings listed, {found}."
    meant = next(r.sentence for r in readings_for(case) if r.name == leading)
    return f"{subject}: {title_of(case, leading)}, {found}. The reading says: {meant.rstrip('.')}."


def _key_points(findings: Sequence[Finding], what: Mapping[str, FamilyVerdict]) -> tuple[str, ...]:
    """Findings marked as key points by their diagnostic, then those that moved the verdict most."""
    marked = [finding for finding in findings if finding.key_point]

    def weight(finding: Finding) -> float:
        """Decibans between realignment and the most probable of the other readings."""
        verdict = what[finding.client]
        others = {name: p for name, p in verdict.probabilities.items() if name != ASKED}
        by_reading = verdict.decibans.get(finding.diagnostic, {})
        nearest = max(others, key=others.__getitem__)
        return abs(by_reading.get(nearest, 0.0) - by_reading.get(ASKED, 0.0))

    ranked = sorted((f for f in findings if weight(f)), key=weight, reverse=True)
    chosen: dict[str, Finding] = {}
    for finding in [*marked, *ranked]:
        chosen.setdefault(finding.diagnostic, finding)
    return tuple(finding.sentence for finding in chosen.values())[:POINTS]
