"""What an archive answers, as JSON: ``python -m tests.archive.answers ADDRESS...``.

A process of its own asks Spark, so that what the Java gateway leaves behind disturbs no other test.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, replace
from datetime import date
from typing import Any

import steelyard as sy
from steelyard import diagnostics, series
from steelyard.archive import open_archive
from steelyard.brief import to_json
from steelyard.case_file import load_case
from steelyard.pipeline import find_events
from steelyard.records import Archive, Case


def asked() -> Case:
    """The case that is put to every engine."""
    return replace(load_case("balkans-2019"), claims=())


def answers(archive: Archive, *, weighed: bool) -> dict[str, Any]:
    """Return every finding, some series and events, and a whole brief where it is asked for."""
    case = asked()
    found: dict[str, Any] = {
        "series": [
            _series(archive, case, stream, unit)
            for stream in ("all", "deeds", "CONSULT")
            for unit in ("events", "reports")
        ],
        "events": find_events(archive, actor="SRB", recipient="RUS", since=date(2018, 1, 1))
        .to_pyarrow()
        .to_pylist(),
    }
    if weighed:
        found["brief"] = to_json(sy.weigh(case, archive=archive))
        findings = json.loads(found["brief"])["findings"]
    else:
        record = series.Record(archive, case)  # what one asks the others need not ask again
        findings = [
            asdict(diagnostics.ask(diagnostic, record, case, client))
            for diagnostic in diagnostics.ALL
            for client in case.clients
        ]
    found["findings"] = {
        name: [one for one in findings if one["diagnostic"] == name] for name in diagnostics.names()
    }
    plain: dict[str, Any] = json.loads(json.dumps(found, default=str))
    return plain


def _series(archive: Archive, case: Case, stream: str, unit: Any) -> list[list[float]]:
    made = series.dyad_series(archive, case, "SRB", case.pole("rival"), stream=stream, unit=unit)
    return [made.counts.tolist(), made.total.tolist(), made.region.tolist()]


if __name__ == "__main__":
    for place, where in enumerate(sys.argv[1:]):
        sys.stdout.write(json.dumps(answers(open_archive(where), weighed=not place)) + "\n")
