"""Tries of one case, a line of JSON each, until standard input ends: ``python -m steelyard.web.trier``."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from steelyard.errors import SteelyardError


def main() -> None:
    """Answer the tries that come on standard input, until it ends."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    trial = None
    for line in sys.stdin:
        said = json.loads(line)
        try:
            if "case" in said:
                trial = _opened(said)
                answer: dict[str, Any] = {"rows": _texts(trial.rows())}
            else:
                assert trial is not None
                answer = _tried(trial, said)
        except SteelyardError as error:
            answer = {"problems": list(error.problems or (str(error),))}
        out.write(json.dumps(answer, ensure_ascii=False) + "\n")
        out.flush()


def _opened(said: dict[str, Any]) -> Any:
    from steelyard.archive import open_archive
    from steelyard.case_file import load_case
    from steelyard.pipeline.editing.trial import Trial
    from steelyard.pipeline.weighing import weights_of

    archive = open_archive(said["archive"]) if said.get("archive") else None
    return Trial(load_case(said["case"]), archive=archive, model=weights_of(None))


def _tried(trial: Any, said: dict[str, Any]) -> dict[str, Any]:
    from steelyard.pipeline.editing.trial import attempt_of

    found: dict[str, Any] = trial.attempt(attempt_of(said)).to_dict()
    return found


def _texts(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**row, "day": row["day"].isoformat()} for row in rows]


if __name__ == "__main__":
    main()
