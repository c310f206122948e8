"""The first screen: the answer, why, what it rests on, the weighing as a picture, three findings that decide."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from textwrap import shorten
from typing import Any

from steelyard.brief.labels import (
    ASKED,
    GRADES,
    decibans,
    percent_shown,
    range_text,
    span_shown,
    weighed_text,
)
from steelyard.records import Brief, FamilyVerdict, Finding
from steelyard.wording import (
    actor_name,
    capital,
    count,
    day_text,
    figure,
    listing,
    percent,
    possessive,
)

#: The reading that is on no list.
NONE = "none"

#: Findings that the first screen names, and the least that one must say, in decibans.
DECIDE, NOTICED = 3, 0.25

#: Decibans from which one question alone is strong evidence: it makes the odds more than three times as high.
STRONG = 5.0

#: A reading is the most probable one where it is so far ahead of the next.
AHEAD = 0.10

#: The end of a sentence: a full stop before a space and a capital, not one of an abbreviation.
_END = re.compile(r"(?<=[a-z0-9%)”])\. (?=[A-Z“])")


def first_screen(brief: Brief) -> dict[str, Any]:
    """Return what the first screen shows."""
    what = [family for family in brief.verdict.families if family.family == "what"]
    return {
        "why": why(brief, what),
        "rests": rests_on(brief, what),
        "warrant": warrant(brief),
        "panels": [panel(brief, family) for family in what],
        "decisive": decisive(brief),
    }


def name_of(brief: Brief, client: str) -> str:
    """Return the name of a client on the day of the shock."""
    return actor_name(client, brief.case.shock.day)


def why(brief: Brief, what: Sequence[FamilyVerdict]) -> str:
    """Return in a sentence or two which reading explains the record best, and what it means."""
    told = [family for family in what if family.decibans]
    if not told:
        return "Nothing in the record speaks for one reading against another, so that the probabilities stay where they began."
    by_reading: dict[str, list[FamilyVerdict]] = {}
    parts = []
    for family in told:
        best, second = sorted(family.probabilities, key=lambda name: -family.probabilities[name])[
            :2
        ]
        if family.probabilities[best] - family.probabilities[second] >= AHEAD:
            by_reading.setdefault(best, []).append(family)
        else:
            first_two = " and ".join(
                f"“{_title(brief, name)}” ({percent_shown(family.probabilities[name], name)}; {_ends(family, name)})"
                for name in (best, second)
            )
            parts.append(
                f"No reading stands out for {name_of(brief, family.client)}: {first_two} lead."
            )
    for at, (reading, families) in enumerate(by_reading.items()):
        figures = listing(
            f"{percent_shown(f.probabilities[reading], reading)} ({_ends(f, reading)}) for {name_of(brief, f.client)}"
            for f in families
        )
        verb = "is" if at else "is the most probable reading"
        parts.append(f"“{_title(brief, reading)}” {verb}: {figures}.")
    first = next(iter(by_reading), None)
    meant = next((r.sentence for r in brief.readings if r.name == first), None)
    if meant and len(by_reading) == 1:
        parts.append(f"It means: {_named(brief, meant.rstrip('.'), by_reading[str(first)])}.")
    parts += [_both_ways(brief, family) for family in told]
    return " ".join(filter(None, parts))


def _both_ways(brief: Brief, family: FamilyVerdict) -> str:
    """The questions that speak loudest for a turn and against it; empty unless each alone is strong."""
    said = {name: by.get(ASKED, 0.0) for name, by in family.decibans.items()}
    if max(said.values(), default=0.0) < STRONG or min(said.values()) > -STRONG:
        return ""
    subjects = {f.diagnostic: f.subject for f in brief.findings if f.client == family.client}
    most, least = (
        f"{_subject(brief, subjects.get(name) or name)} ({abs(said[name]):.1f} decibans)"
        for name in (max(said, key=said.__getitem__), min(said, key=said.__getitem__))
    )
    return (
        f"The evidence on {name_of(brief, family.client)} pulls both ways. Strongest for a turn: {most}; "
        f"strongest against it: {least}."
    )


def _subject(brief: Brief, text: str) -> str:
    """What a question is about, with the name of the partner."""
    return text.replace("its partner", brief.case.pole("partner").title)


def _named(brief: Brief, text: str, families: Sequence[FamilyVerdict]) -> str:
    """A text about client, rival and partner with their names, where one name will do."""
    names = {
        "the rival": brief.case.pole("rival").title,
        "the partner": brief.case.pole("partner").title,
    }
    if len(families) == 1:
        names["the client"] = name_of(brief, families[0].client)
    for word, name in names.items():
        text = text.replace(f"{word}'s", possessive(name)).replace(word, name)
    return text


def _ends(family: FamilyVerdict, reading: str) -> str:
    low, high = family.span(reading)
    if round(100 * low) == round(100 * high):
        return f"{percent_shown(low, reading)} in every check"
    return span_shown(low, high, reading)


def rests_on(brief: Brief, what: Sequence[FamilyVerdict]) -> str:
    """Return in a sentence or two how far the answer can be trusted: the record, and the track record."""
    verdict = brief.verdict
    reasons = "; ".join(verdict.confidence_reasons[:2])
    text = f"Confidence is {verdict.confidence_level}{f': {reasons}' if reasons else ''}."
    bands = verdict.track_record.get("bands", ())
    parts = []
    for family in what:
        p = family.probabilities.get(ASKED)
        if not family.learned or p is None:
            continue
        band = next((b for b in bands if p <= b["high"]), None)
        if band is None:
            continue
        span = f"{100 * band['low']:.0f} to {100 * band['high']:.0f}\u00a0%"
        parts.append((span, band, name_of(brief, family.client)))
    record: list[str] = []
    for span, band in {part[0]: part[1] for part in parts}.items():
        names = [name for other, _, name in parts if other == span]
        cases = f"{band['cases']:,}" if record else count(band["cases"], "real case")
        record.append(
            f"of {cases} given {span}, as {listing(names)} {'was' if len(names) == 1 else 'were'}, "
            f"{_turned(band['turns'], band['cases'])}"
        )
    if record:
        text += f" {capital('; '.join(record))}."
    for family in what:
        if family.fragile:
            text += (
                f" Without {short(family.fragile.what, 140)}, the answer for {name_of(brief, family.client)} would be "
                f"“{family.fragile.word}” ({percent_shown(family.fragile.probability, ASKED)})."
            )
    return text


def _turned(turns: int, cases: int) -> str:
    """How many of some cases were lasting turns, as a clause."""
    if turns == cases > 1:
        return "all were lasting turns"
    if turns <= 1:
        return f"{'one' if turns else 'none'} was a lasting turn"
    return f"{count(turns, 'was', 'were')} lasting turns"


def warrant(brief: Brief) -> str:
    """Return what a sentence must carry when it is pasted alone: version, rows, last day, confidence."""
    last = brief.case.after().end - timedelta(days=1)
    rows = [one["rows"] or 0 for one in brief.inputs if one["kind"] in ("events", "archive")]
    number = sum(rows) or sum(card.rows for card in brief.sources)
    return (
        f"(Steelyard {brief.version}, {brief.case.name}, {number:,} rows to {last.day} {last:%b} "
        f"{last.year}, {brief.verdict.confidence_level} confidence)"
    )


def panel(brief: Brief, family: FamilyVerdict) -> dict[str, Any]:
    """Return the readings of a client as bars with ranges, each with the findings that push it."""
    names = sorted(
        family.probabilities,
        key=lambda name: (name != ASKED, name == NONE, -family.probabilities[name]),
    )
    pushes = {name: _pushes(family, name) for name in names}
    down = max([0.0, *(-sum(x for _, x in said if x < 0) for said in pushes.values())])
    up = max([0.0, *(sum(x for _, x in said if x > 0) for said in pushes.values())])
    whole = (down + up) or 1.0
    zero = 100 * down / whole
    rows = []
    for name in names:
        low, high = family.span(name)
        rows.append(
            {
                "name": name,
                "title": _title(brief, name),
                "p": family.probabilities[name],
                "low": low,
                "high": high,
                "ends": _checks(family, name),
                "prior": family.prior.get(name, 0.0),
                "pieces": _pieces(pushes[name], zero, 100 / whole),
            }
        )
    return {
        "client": family.client,
        "name": name_of(brief, family.client),
        "rows": rows,
        "zero": zero,
        "asked": family.probabilities.get(ASKED),
    }


def _checks(family: FamilyVerdict, reading: str) -> str:
    """Which checks reach the lowest and the highest probability of a reading."""
    low, high = family.ends(reading)
    parts = (("lowest", low), ("highest", high))
    return "; ".join(f"{end} {check}" for end, check in parts if check)


def short(text: str, longest: int) -> str:
    """Return a text cut between two words."""
    return shorten(text.rstrip(". "), longest, placeholder="…")


def _title(brief: Brief, name: str) -> str:
    return next((r.title for r in brief.readings if r.name == name), "None of these")


def _pushes(family: FamilyVerdict, reading: str) -> list[tuple[str, float]]:
    """What each finding adds to a reading, largest first; what nobody would notice is left out."""
    said = [(d, by.get(reading, 0.0)) for d, by in family.decibans.items()]
    return sorted((part for part in said if abs(part[1]) >= NOTICED), key=lambda p: -abs(p[1]))


def _pieces(said: Sequence[tuple[str, float]], zero: float, scale: float) -> list[dict[str, Any]]:
    """Pieces of a bar in per cent of its width: against to the left of zero, for to the right."""
    at = {True: zero, False: zero}
    pieces = []
    for diagnostic, x in said:
        width = abs(x) * scale
        left = at[True] if x > 0 else at[False] - width
        at[x > 0] = left + width if x > 0 else left
        pieces.append({"diagnostic": diagnostic, "decibans": x, "left": left, "width": width})
    return pieces


def decisive(brief: Brief) -> list[dict[str, Any]]:
    """Return the findings that moved the reading asked about most, each question once."""
    families = {f.client: f for f in brief.verdict.families if f.family == "what"}

    def said(finding: Finding) -> float:
        return families[finding.client].decibans.get(finding.diagnostic, {}).get(ASKED, 0.0)

    ranked = sorted(brief.findings, key=lambda finding: -abs(said(finding)))
    chosen: dict[str, Finding] = {}
    for finding in ranked:
        if abs(said(finding)) >= NOTICED:
            chosen.setdefault(finding.diagnostic, finding)
    return [
        {
            "record": finding,
            "client": name_of(brief, finding.client),
            "sentence": first_sentence(finding.sentence),
            "weighed": weighed_text(finding),
            "decibans": said(finding),
            "pull": pull(said(finding)),
            "anchor": anchor(finding),
        }
        for finding in list(chosen.values())[:DECIDE]
    ]


def pull(decibans_for: float) -> str:
    """Return how much a finding says for a turn, or against one."""
    which = "for" if decibans_for > 0 else "against"
    return f"{abs(decibans_for):.1f}\u00a0decibans {which} a turn"


def first_sentence(text: str) -> str:
    """Return the first sentence of a text."""
    head = _END.split(text, maxsplit=1)[0]
    return head if head.endswith((".", "!", "?")) else f"{head}."


def anchor(finding: Finding) -> str:
    """Return the id of a finding on the page."""
    return f"{finding.client}-{finding.diagnostic}"


def quotation(brief: Brief, finding: Finding) -> str:
    """Return a finding as it may be pasted alone: sentence, number, range, date, case, version, place."""
    figure = range_text(finding)
    number = "" if figure == "not measured" else f" [{figure}]"
    added = decibans(finding, brief.verdict.families).get(ASKED, 0.0)
    weight = f"; {pull(added)}" if abs(added) >= NOTICED else ""
    return (
        f"{finding.sentence}{number} ({finding.diagnostic} for {name_of(brief, finding.client)}: "
        f"{GRADES[finding.grade]}{weight}) {warrant(brief)} brief.html#{anchor(finding)}"
    )


def headline(brief: Brief) -> str:
    """Return the answer as it may be pasted alone."""
    return f"{brief.verdict.answer} {warrant(brief)}"


def question_text(brief: Brief) -> str:
    """Return the question, the shock and the two windows, each as a sentence."""
    case = brief.case
    shock = f"The shock: {case.shock.what}" if case.shock.what else ""
    return " ".join(_ended(text) for text in (case.question, shock, spans(brief)) if text)


def _ended(text: str) -> str:
    """A text that people wrote, with a full stop where it has no end."""
    text = text.rstrip()
    return text if text.endswith((".", "?", "!", "…", '"', "”")) else f"{text}."


def spans(brief: Brief) -> str:
    """Return the two windows in words: ``Before is 1 January 2017 to 17 October 2019``."""
    one = timedelta(days=1)
    windows = (("Before", brief.case.before), ("after", brief.case.after()))
    return "; ".join(
        f"{name} is {day_text(window.start)} to {day_text(window.end - one)}"
        for name, window in windows
    )


def decision(brief: Brief) -> dict[str, Any] | None:
    """Return at which probability the better choice changes, and whether each range crosses it.

    None where the case does not say what hangs on the answer.
    """
    asked = brief.case.decision
    if asked is None:
        return None
    rows = []
    for family in brief.verdict.families:
        if asked.reading not in family.probabilities:
            continue
        p = family.probabilities[asked.reading]
        low, high = family.span(asked.reading)
        rows.append(
            {
                "client": name_of(brief, family.client),
                "p": p,
                "low": low,
                "high": high,
                "choice": asked.act if p >= asked.threshold else asked.wait,
                "crosses": low < asked.threshold <= high,
            }
        )
    unit = f" {asked.unit}" if asked.unit else ""
    return {
        "reading": _title(brief, asked.reading),
        "threshold": asked.threshold,
        "sentence": (
            f"To “{asked.act}” for nothing costs {figure(asked.false_alarm)}{unit}, to “{asked.wait}” where "
            f"“{_title(brief, asked.reading).lower()}” is true {figure(asked.missed)}{unit}. From a probability of "
            f"{percent(asked.threshold)} on, “{asked.act}” costs less on average."
        ),
        "rows": rows,
    }
