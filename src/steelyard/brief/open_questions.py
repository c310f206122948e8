"""What cannot be told, in one table: the question, what little is known, what would settle it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import Any

from steelyard.brief.first_screen import anchor, name_of
from steelyard.brief.labels import GRADES, range_text
from steelyard.records import Brief, Finding
from steelyard.wording import capital, count, listing

#: Grades that leave a question open.
OPEN = ("cannot_tell", "not_applicable")

#: A want that so many answers share is named once, above the table.
SHARED = 3

#: Words by which two wants are taken for the same.
ALIKE = 5


def open_questions(brief: Brief) -> dict[str, Any]:
    """Return a row for each question that was left open for any client, and the wants that many share."""
    left = [finding for finding in brief.findings if finding.grade in OPEN]
    shared = _shared(brief, left)
    by_question: dict[str, list[Finding]] = {}
    for finding in left:
        by_question.setdefault(finding.diagnostic, []).append(finding)
    return {
        "rows": [_row(brief, findings, shared) for findings in by_question.values()],
        "shared": [
            {"key": key, "want": want, "questions": number}
            for key, (want, number) in shared.items()
        ],
        "open": len(left),
        "of": len(brief.findings),
    }


def _row(
    brief: Brief, findings: Sequence[Finding], shared: dict[str, tuple[str, int]]
) -> dict[str, Any]:
    return {
        "diagnostic": findings[0].diagnostic,
        "question": findings[0].question,
        "known": [
            {
                "client": name_of(brief, finding.client),
                "anchor": anchor(finding),
                "figure": _known(finding),
                "grade": GRADES[finding.grade],
                "reason": finding.reasons[0] if finding.reasons else "",
                "evidence": finding.evidence,
            }
            for finding in findings
        ],
        "wants": _wants(brief, findings, shared),
    }


def _known(finding: Finding) -> str:
    """What little is known: the figure with its bounds, or that there is none."""
    return range_text(finding) if finding.effect is not None else "no figure"


def _wants(
    brief: Brief, findings: Sequence[Finding], shared: dict[str, tuple[str, int]]
) -> list[str]:
    """What would settle a question: the letter of a shared want with what is special, or the want."""
    found = []
    for finding in findings:
        if not finding.needed:
            continue
        want = _general(brief, finding)
        letter = next((key for key, (stem, _) in shared.items() if want.startswith(stem)), None)
        if letter is None:
            found.append(finding.needed.rstrip("."))
        else:
            rest = want.removeprefix(shared[letter][0]).strip(" ,;")
            found.append(f"{letter}: {rest}" if rest else letter)
    return list(dict.fromkeys(found))


def _general(brief: Brief, finding: Finding) -> str:
    """A want without the name of the client that it is about."""
    return (finding.needed or "").rstrip(".").replace(name_of(brief, finding.client), "the client")


def _shared(brief: Brief, findings: Iterable[Finding]) -> dict[str, tuple[str, int]]:
    """Wants that begin alike and that many questions have, by letter, the commonest first."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for finding in findings:
        want = _general(brief, finding)
        if want:
            groups.setdefault(tuple(want.split()[:ALIKE]), []).append(want)
    common = sorted((g for g in groups.values() if len(g) >= SHARED), key=len, reverse=True)
    return {
        chr(ord("A") + at): (_stem(group), len(group)) for at, group in enumerate(common[:4])
    }


def _stem(wants: Sequence[str]) -> str:
    """What all of some wants begin with, in whole words, and up to a comma where there is one."""
    columns = zip(*(want.split() for want in wants), strict=False)
    alike = takewhile(lambda words: len(set(words)) == 1, columns)
    return " ".join(words[0] for words in alike).rstrip(",;:")


def shared_lines(found: dict[str, Any], brief: Brief) -> list[str]:
    """Return the shared wants as sentences, the clients named."""
    names = listing(name_of(brief, client) for client in brief.case.clients)
    return [
        (
            f"{want['key']}: {capital(want['want'].replace('the client', names))} would help with "
            f"{count(want['questions'], 'open answer')}."
        )
        for want in found["shared"]
    ]
