"""Work in a process of its own: ``python -m steelyard.web.worker``, one piece of work on standard input.

The work is a JSON object: its name, and what it needs. Progress and the end are lines of JSON on standard
output; whoever started it may end the process at any time, as Ctrl-C would.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from steelyard.errors import SteelyardError


def main() -> int:
    """Do the work that standard input names."""
    # What a library prints must not be taken for a line of ours.
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    said = json.loads(sys.stdin.readline())

    def write(**line: Any) -> None:
        out.write(json.dumps(line, ensure_ascii=False) + "\n")
        out.flush()

    def tell(what: str, done: int, of: int) -> None:
        write(what=what, done=done, of=of)

    try:
        result = WORK[said.pop("work")](said, tell)
    except SteelyardError as error:
        write(failed=list(error.problems or (str(error),)))
        return 1
    except OSError as error:
        write(failed=[f"{error.filename or 'A file'} cannot be used ({error.strerror or error})."])
        return 1
    except KeyboardInterrupt:
        return 1
    write(result=result)
    return 0


Tell = Callable[[str, int, int], None]


def _index(said: Mapping[str, Any], tell: Tell) -> dict[str, Any]:
    from steelyard.archive.index import build

    build(Path(said["archive"]), tell)
    return {"lines": []}


def _read(said: Mapping[str, Any], tell: Tell) -> dict[str, Any]:
    from datetime import date

    from steelyard.pipeline.ingest import Options, read_to

    day = date.fromisoformat(said["date"]) if said.get("date") else None
    options = Options(undated=day, systematic=bool(said.get("systematic")))
    summary = read_to(Path(said["archive"]), said["inputs"], options, progress=tell)
    _index(said, tell)
    return {"lines": list(summary.lines())}


def _load(said: Mapping[str, Any], tell: Tell) -> dict[str, Any]:
    from steelyard.pipeline import load

    run = load(
        said["source"], said["inputs"], said["archive"], days=said.get("days"), progress=tell
    )
    _index(said, tell)
    refused = [f"refused: {error}" for error in run.refused]
    return {"lines": [*run.lines(), *run.warnings, *refused]}


def _weigh(said: Mapping[str, Any], tell: Tell) -> dict[str, Any]:
    from steelyard.archive import open_archive
    from steelyard.case_file import load_case
    from steelyard.pipeline import weigh

    warnings: list[str] = []
    archive = open_archive(said["archive"]) if said.get("archive") else None
    brief = weigh(
        load_case(said["case"]),
        archive=archive,
        seed=said["seed"],
        progress=tell,
        warn=warnings.append,
    )
    out = Path(said["out"])
    try:
        brief.save(out, pdf=bool(said.get("extras")), docx=bool(said.get("extras")))
    except SteelyardError as error:
        if not said.get("extras"):
            raise
        brief.save(out, docx=True)  # no program is there that prints
        warnings.append(str(error))
    return {"lines": [brief.verdict.answer, *brief.verdict.sentences, *warnings]}


#: What may be asked for.
WORK: Mapping[str, Callable[[Mapping[str, Any], Tell], dict[str, Any]]] = {
    "index": _index,
    "read": _read,
    "load": _load,
    "weigh": _weigh,
}

if __name__ == "__main__":
    sys.exit(main())
