"""What was not graded: what the record bounds or measures all the same, and what cannot be told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from steelyard.brief.first_screen import anchor, name_of
from steelyard.brief.labels import range_text, search_text
from steelyard.records import Brief, Finding
from steelyard.wording import count, figure, listing

#: Grades that leave a question open.
OPEN = ("cannot_tell", "not_applicable")

#: Ways in which a record answers a question without a grade.
HELD = ("bounded", "estimated")

#: A want that so many answers share is named once, above the table.
SHARED = 3

#: Letters that such a want has at least, and how many of them are named.
SHORTEST, MOST = 24, 3


class _Want(NamedTuple):
    """Data that many answers ask for: all of its words, those up to the last comma, and how many ask."""

    letter: str
    stem: str
    head: str
    answers: int


def open_questions(brief: Brief) -> dict[str, Any]:
    """Return what was not graded: what the record bounds or measures all the same, and what stays open.

    Each has a row a question; what many of them ask for is named once.
    """
    left = [finding for finding in brief.findings if finding.grade in OPEN]
    shared = _shared(brief, left)
    held = [finding for finding in left if finding.answered in HELD]
    rest = [finding for finding in left if finding.answered not in HELD]
    return {
        "held": _rows(brief, held, shared),
        "rows": _rows(brief, rest, shared),
        "shared": shared,
        "open": len(rest),
        "of": len(brief.findings),
        "bounded": sum(finding.answered == "bounded" for finding in left),
        "estimated": sum(finding.answered == "estimated" for finding in left),
        "said": _said(held),
    }


def _rows(
    brief: Brief, findings: Iterable[Finding], shared: Sequence[_Want]
) -> list[dict[str, Any]]:
    by_question: dict[str, list[Finding]] = {}
    for finding in findings:
        by_question.setdefault(finding.diagnostic, []).append(finding)
    return [_row(brief, same, shared) for same in by_question.values()]


def _said(held: Sequence[Finding]) -> str:
    """What the table of bounds shows, and how to read its figures."""
    bounded = sum(finding.answered == "bounded" for finding in held)
    alone = len(held) - bounded
    parts = [
        *(
            [f"{count(bounded, 'answer')} {'has' if bounded == 1 else 'have'} bounds"]
            if bounded
            else []
        ),
        *([_alone(alone, after=bounded)] if alone else []),
    ]
    text = (
        f"The record does not settle these questions, yet it limits the answers: {listing(parts)}."
    )
    return " ".join(filter(None, (text, _search(held))))


def _alone(number: int, *, after: int) -> str:
    """How many answers have an estimate only; what is counted is said once, by whoever counts first."""
    answers = count(number, "answer")
    return f"{answers.split()[0] if after else answers} {'has' if number == 1 else 'have'} an estimate only"


def _search(findings: Sequence[Finding]) -> str:
    """What the second range of the table stands for, where any figure has one."""
    found = [f.effort for f in findings if f.effort is not None and search_text(f)]
    if not found:
        return ""
    lows = [effort.low for effort in found]
    highs = [effort.high for effort in found]
    ends = (
        "whatever the effort"
        if None in highs
        else f"{figure(min(lows))} to {figure(max(high for high in highs if high is not None))} times as hard as the other"
    )
    assumed = " (assumed)" if any(effort.assumed for effort in found) else ""
    return (
        "Round brackets hold what chance allows, square brackets what holds if one side was searched "
        f"{ends}{assumed}."
    )


def _row(brief: Brief, findings: Sequence[Finding], shared: Sequence[_Want]) -> dict[str, Any]:
    units = dict.fromkeys(f.unit for f in findings if f.effect is not None and f.unit)
    return {
        "diagnostic": findings[0].diagnostic,
        "question": findings[0].question,
        "known": _alike(
            [
                {
                    "client": name_of(brief, finding.client),
                    "anchor": anchor(finding),
                    "figure": _known(finding, with_unit=len(units) > 1),
                    "search": search_text(finding),
                    "how": finding.answered if finding.answered in HELD else "",
                    "overturned": finding.effort.overturned if finding.effort else None,
                    "measured": finding.effect is not None,
                    "applies": finding.grade != "not_applicable",
                    "reason": finding.reasons[0] if finding.reasons else "",
                    "evidence": finding.evidence,
                }
                for finding in findings
            ]
        ),
        "unit": next(iter(units)) if len(units) == 1 else "",
        "wants": _wants(brief, findings, shared),
    }


def _alike(known: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The entries of a row, each with ``others``: clients that follow and of whom no more is known."""
    kept: list[dict[str, Any]] = []
    for one in known:
        same = kept and not one["measured"] and kept[-1]["figure"] == one["figure"]
        if same:
            kept[-1]["others"].append(one)
        else:
            kept.append({**one, "others": []})
    return kept


def _known(finding: Finding, *, with_unit: bool) -> str:
    """What little is known: the figure with its bounds, or that there is none."""
    if finding.effect is None and finding.low is None and finding.high is None:
        return "no figure" if finding.grade != "not_applicable" else "does not apply"
    figure = range_text(finding)
    return figure if with_unit or not finding.unit else figure.removesuffix(finding.unit).strip()


def _wants(brief: Brief, findings: Sequence[Finding], shared: Sequence[_Want]) -> list[str]:
    """What would settle a question: the letter of a shared want with what is special, or the want."""
    found = []
    for finding in findings:
        if not finding.needed:
            continue
        text = _general(brief, finding)
        want = next((want for want in shared if text.startswith(want.head)), None)
        if want is None:
            found.append(text if len(brief.case.clients) > 1 else finding.needed.rstrip("."))
        elif text.startswith(want.stem):
            rest = text.removeprefix(want.stem).strip(" ,;")
            found.append(f"{want.letter}, {rest}" if rest else want.letter)
        else:
            found.append(f"{want.letter}, but {text.removeprefix(want.head).strip(' ,;')}")
    return [
        want
        for want in dict.fromkeys(found)
        if not any(other != want and other.startswith(f"{want},") for other in found)
    ]


def _general(brief: Brief, finding: Finding) -> str:
    """A want without the name of the client that it is about."""
    return (finding.needed or "").rstrip(".").replace(name_of(brief, finding.client), "the client")


def _shared(brief: Brief, findings: Iterable[Finding]) -> list[_Want]:
    """Wants that begin alike and that many answers have, the commonest first."""
    groups: dict[str, list[list[str]]] = {}
    for finding in findings:
        parts = _general(brief, finding).split(", ")
        for end in range(1, len(parts) + 1):
            groups.setdefault(", ".join(parts[:end]), []).append(parts)
    common = sorted(
        (stem for stem, group in groups.items() if len(group) >= SHARED),
        key=lambda stem: (-len(groups[stem]) * len(stem), stem),
    )
    chosen: list[_Want] = []
    for stem in common:
        head = ", ".join(stem.split(", ")[:-1]) or stem
        if len(head) < SHORTEST or any(
            w.head.startswith(head) or head.startswith(w.head) for w in chosen
        ):
            continue
        chosen.append(_Want(chr(ord("A") + len(chosen)), stem, head, len(groups[head])))
    return chosen[:MOST]


def shared_lines(found: dict[str, Any], brief: Brief) -> list[str]:
    """Return the shared wants as sentences, the clients named."""
    names = listing(name_of(brief, client) for client in brief.case.clients)
    return [
        (
            f"{want.letter}: {want.stem.replace('the client', names)}. It would help with "
            f"{count(want.answers, 'open answer')}."
        )
        for want in found["shared"]
    ]


def known_text(row: dict[str, Any]) -> str:
    """Return what is known of a question as text: ``Serbia: 0.77 (0.11 to 3.5) [0.04 to 2.5]; ... (unit)``."""
    parts = []
    for known in row["known"]:
        names = ", ".join(one["client"] for one in (known, *known["others"]))
        search = f"[{known['search']}]" if known["search"] else ""
        parts.append(" ".join(filter(None, (f"{names}:", known["figure"], search))))
    return "; ".join(parts) + (f" ({row['unit']})" if row["unit"] else "")
