"""The tool that holds two runs side by side: what changed in the method, what in the world."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from steelyard.assistant.budget import DEFAULT, fitted
from steelyard.assistant.materials import Materials
from steelyard.assistant.quoting import NOTICE, event_row, plain, tie_row, visible
from steelyard.pipeline.runs import compare
from steelyard.pipeline.runs.reading import read_run

#: A probability that moved less is not listed.
MOVED = 0.005


def compare_runs(
    materials: Materials, *, first: str, second: str, budget: int = DEFAULT
) -> dict[str, Any]:
    """Return what differs between two runs: settings, inputs, rows, probabilities, findings.

    Args:
        materials: What the server was started on.
        first: The earlier run.
        second: The later one.
        budget: Tokens that the answer may take.

    Raises:
        CaseError: It was not started on a run of this name, or the two have no client in common.
    """
    with materials.lock:
        places = [materials.run(name) for name in (first, second)]
        found = compare(*places).to_dict()
        later = read_run(places[1]).content
    answer = {
        "quoted_summary": found["summary"],
        "same": found["same"],
        "runs": [
            {
                **{key: run[key] for key in ("case", "version", "seed", "rows")},
                "quoted": {key: run[key] for key in ("title", "answer")},
            }
            for run in found["runs"]
        ],
        "quoted_method": found["method"],
        "quoted_world": found["world"],
        "readings": [
            {key: value for key, value in move.items() if key != "title"}
            for move in found["readings"]
            if abs(move["after"] - move["before"]) >= MOVED
        ],
        "findings": [_finding(move) for move in found["findings"]],
        "rows": [_row(change) for change in found["rows"]],
        "all_rows_compared": found["hold_all"],
        "quoted_notes": found["notes"],
        "coverage": [_card(card) for card in later.get("sources", ())],
        "gaps": later.get("gaps", []),
        "notice": NOTICE,
    }
    return fitted(plain(answer), budget, ("rows", "findings", "coverage", "gaps", "readings"))


def _finding(move: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "client": move["client"],
        "diagnostic": move["diagnostic"],
        "unit": move["unit"],
        **{side: _told(move[side]) for side in ("before", "between", "after")},
    }


def _told(said: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if said is None:
        return None
    figures = {key: said[key] for key in ("grade", "effect", "low", "high")}
    return {**figures, "quoted": {"sentence": said["sentence"]}}


def _row(change: Mapping[str, Any]) -> dict[str, Any]:
    row = change["row"]
    shown = event_row(row) if "event_id" in row else tie_row(row)
    return {"fate": change["fate"], "row": shown, "columns": change["columns"]}


def _card(card: Mapping[str, Any]) -> dict[str, Any]:
    """A card of a source as the brief keeps it."""
    return {
        "source": visible(str(card["name"])),
        "sampling": card["sampling"],
        "rows": card["rows"],
        "quoted": {key: card[key] for key in ("title", "coverage", "limitation")},
    }
