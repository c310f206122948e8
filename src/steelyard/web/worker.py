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

    archive, systematic = Path(said["archive"]), bool(said.get("systematic"))
    days: dict[str, str] = said.get("dated") or {}
    lines: list[str] = []
    undated: list[str] = []
    for day in sorted({days.get(path, said.get("date") or "") for path in said["inputs"]}):
        inputs = [path for path in said["inputs"] if days.get(path, said.get("date") or "") == day]
        options = Options(undated=date.fromisoformat(day) if day else None, systematic=systematic)
        summary = read_to(archive, inputs, options, progress=tell)
        undated += [path for path in inputs if path in summary.places.get("undated", ())]
        lines += _told(summary)
    _index(said, tell)
    return {"lines": lines, "undated": undated}


def _told(summary: Any) -> list[str]:
    """What came of reading, for somebody who sees file names and no options."""
    lines = [
        f"{summary.read:,} articles were read: {summary.events:,} events in {summary.sentences:,} sentences."
    ]
    if summary.known:
        lines.append(f"{summary.known:,} of them had been read before.")
    if summary.copies:
        lines.append(
            f"{summary.copies:,} report what another one reports: they count as its reports."
        )
    for counts, title in ((summary.skipped, "Passed over"), (summary.notes, "Noted")):
        for reason, n in counts.most_common():
            places = ", ".join(Path(place).name for place in summary.places.get(reason, ()))
            lines.append(f"{title}: {n:,} {reason} ({places})")
    return lines


def _fetch(said: Mapping[str, Any], tell: Tell) -> dict[str, Any]:
    from datetime import date

    from steelyard.fetch import fetch

    def progress(done: int, of: int, arrived: int, expected: int | None) -> None:
        whole = f" of {expected / 1e6:,.1f}" if expected else ""
        tell(f"files, {arrived / 1e6:,.1f}{whole} MB", done, of)

    since, until = (
        date.fromisoformat(said[name]) if said.get(name) else None for name in ("since", "until")
    )
    found = fetch(
        said["name"],
        said["folder"],
        since=since,
        until=until,
        mirror=said.get("mirror") or None,
        progress=progress,
    )
    lines = [f"{len(found.new):,} files fetched, {len(found.kept):,} were there already."]
    return {
        "lines": lines,
        "files": [str(path) for path in (*found.new, *found.kept)],
        "warnings": [f"not fetched: {failed}" for failed in found.failed],
    }


def _load(said: Mapping[str, Any], tell: Tell) -> dict[str, Any]:
    found = _loaded(said["source"], said["inputs"], said, tell)
    _index(said, tell)
    return found


def _loaded(source: str, inputs: list[str], said: Mapping[str, Any], tell: Tell) -> dict[str, Any]:
    from steelyard.pipeline import load

    run = load(source, inputs, said["archive"], days=said.get("days"), progress=tell)
    refused = [f"refused: {error}" for error in run.refused]
    return {"lines": list(run.lines()), "warnings": [*run.warnings, *refused]}


def _add(said: Mapping[str, Any], tell: Tell) -> dict[str, Any]:
    """Take files of all kinds: news is read, and every other file loaded as what its columns tell."""
    from steelyard.pipeline.loading import source_of
    from steelyard.web.desk import is_news

    lines: list[str] = []
    warnings: list[str] = []
    undated: list[str] = []
    by_source: dict[str, list[str]] = {}
    news = [path for path in said["inputs"] if is_news(Path(path))]
    for path in said["inputs"]:
        if path not in news:
            try:
                by_source.setdefault(source_of(path), []).append(path)
            except SteelyardError as error:
                warnings += error.problems or (str(error),)
    if not news and not by_source:
        none = SteelyardError("\n".join(warnings))
        none.problems = tuple(warnings)
        raise none
    for source, paths in by_source.items():
        found = _loaded(source, paths, said, tell)
        lines += [f"As {source}:", *found["lines"]]
        warnings += found["warnings"]
    if news:
        found = _read({**said, "inputs": news, "dated": {}}, tell)
        lines += found["lines"]
        undated = found["undated"]
    else:
        _index(said, tell)
    return {"lines": lines, "warnings": warnings, "undated": undated}


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
    return {"lines": [brief.verdict.answer, *brief.verdict.sentences], "warnings": warnings}


#: What may be asked for.
WORK: Mapping[str, Callable[[Mapping[str, Any], Tell], dict[str, Any]]] = {
    "index": _index,
    "read": _read,
    "load": _load,
    "add": _add,
    "fetch": _fetch,
    "weigh": _weigh,
}

if __name__ == "__main__":
    sys.exit(main())
