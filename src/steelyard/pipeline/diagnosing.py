"""Diagnosing: one or several questions put to the record of a case, without weighing readings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from steelyard import diagnostics
from steelyard.pipeline.behind import standing
from steelyard.pipeline.measuring import measured
from steelyard.pipeline.weighing import evidence
from steelyard.records import Archive, Case, Finding
from steelyard.series import Record

if TYPE_CHECKING:
    from steelyard.pipeline.progress import Progress


def diagnose(
    case: Case,
    *,
    only: str | Sequence[str] = (),
    archive: Archive | None = None,
    seed: int = 0,
    progress: Progress | None = None,
) -> tuple[Finding, ...]:
    """Put the diagnostics to the record of ``case``, client by client.

    They share what they read: the first question to an archive takes as long as all the others
    together, so that asking them side by side in processes of their own would only repeat it.

    Args:
        case: A checked case.
        only: Names of the diagnostics to ask, or one text with names split by commas; all where
            none is given.
        archive: Rows to use beside the case's own evidence files, if any.
        seed: Feeds whatever is random.
        progress: Told of each step.

    Raises:
        CaseError: A name is no diagnostic's, or the case has no evidence at all.
        SourceError: An evidence file is wrong.

    >>> import steelyard as sy
    >>> [f.client for f in sy.diagnose(sy.load_case("balkans-2019"), only="distrust")]
    ['SRB', 'MKD']
    """
    names = [name.strip() for name in only.split(",")] if isinstance(only, str) else only
    asked = tuple(dict.fromkeys(map(diagnostics.get, filter(None, names)))) or diagnostics.ALL
    steps = 1 + len(case.clients) * len(asked)
    if progress:
        progress("reading the record", 0, steps)
    rows = measured(evidence(case, archive), case, seed=seed)
    case = replace(case, sources=rows.sources, seed=seed)
    record = Record(rows, case)
    found: list[Finding] = []
    for client in case.clients:
        for diagnostic in asked:
            if progress:
                progress(f"asking: {diagnostic.name}, {client}", 1 + len(found), steps)
            found.append(diagnostics.ask(diagnostic, record, case, client))
    if progress:
        progress("done", steps, steps)
    return standing(found, record, case)
