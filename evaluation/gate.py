"""The gate: no measure of the coder falls below its floor unseen.

    python -m evaluation.gate                          check
    python -m evaluation.gate --update                 raise the floors to what is measured now
    python -m evaluation.gate --update --lower REASON  lower them too, and write down why

``floors.json`` keeps a floor for each measure of each split of our own sentences, and of the parts
of ``wire``, ``articles``, ``prose``, ``fresh``, ``mixed`` and ``quiet`` that may be looked at (a
sentence below what was measured, since their errors guide the rules); and the hash of the sentences
that it was measured on: other sentences make other figures, so that a changed corpus fails until the
floors are pinned again. ``articles`` is left out where its articles do not lie beside the project.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from evaluation import labelled
from evaluation.coding import OWN, day_of, measure, rows
from evaluation.measures import Stated, Tally
from steelyard.coding import Coder

FLOORS = Path(__file__).parent / "floors.json"

#: Measures of which less is better; their floor is a ceiling.
LESS_IS_BETTER = frozenset(("false events per 100 eventless", "sign errors per 100"))

#: How far a measure may move before it counts: one sentence more or less, by the machine's arithmetic.
SLACK = 0.002

CHANGED = (
    "The labelled sentences have changed since the floors were pinned. "
    "Look at the figures, then run 'python -m evaluation.gate --update'."
)


def corpus_hash(path: Path = OWN) -> str:
    """Return the SHA-256 of the labelled sentences that have floors."""
    found = hashlib.sha256(path.read_bytes())
    for name in labelled.SETS:
        found.update((labelled.DATA / f"{name}.dev.jsonl").read_bytes())
    return found.hexdigest()


def measured(names: Iterable[str] = labelled.SETS) -> dict[str, dict[str, float]]:
    """Return the figures of our own splits and of the parts of other sets that may be looked at."""
    own = {split: measure(rows(OWN, split)).figures() for split in ("tune", "held")}
    sets = {name: part_of(name) for name in names}
    return own | {f"{name} dev": t.figures() for name, t in sets.items() if t.sentences}


def part_of(name: str) -> Tally:
    """Return the tally of the part of a labelled set that may be looked at."""
    coder, tally = Coder(), Tally()
    for row in labelled.sentences(name, "dev"):
        events = coder.code_sentence(row["text"], day_of(row))
        tally.add([Stated.of(event) for event in row["events"]], events)
    return tally


def less_one_sentence(figures: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    """Return figures with those of the sets that guide the rules a sentence lower."""
    found = dict(figures)
    for name in labelled.SETS:
        part = f"{name} dev"
        if part in found:
            texts = labelled.sentences(name, "dev")
            stated = sum(not e.get("optional") for row in texts for e in row["events"])
            quiet = sum(not row["events"] for row in texts)
            found[part] = {
                measure: round(_a_sentence_worse(measure, value, stated, quiet), 4)
                for measure, value in found[part].items()
            }
    return found


def _a_sentence_worse(measure: str, value: float, stated: int, quiet: int) -> float:
    if measure in LESS_IS_BETTER:
        return value + 100 / (quiet if measure.startswith("false") else stated)
    return value - 1 / stated


def shortfalls(floors: dict[str, Any], figures: dict[str, dict[str, float]]) -> list[str]:
    """Return a line for each measure that is worse than its floor."""
    return [
        f"{split}: {name} is {figures[split].get(name, 0.0):.4f}, its floor {floor:.4f}"
        for split, measures in floors["floors"].items()
        if split in figures  # the articles may not lie beside the project
        for name, floor in measures.items()
        if _worse(name, figures[split].get(name, 0.0), floor)
    ]


def check(
    floors: dict[str, Any], figures: dict[str, dict[str, float]], corpus: Path = OWN
) -> list[str]:
    """Return what is wrong: a corpus that has changed, measures that have fallen."""
    if floors["corpus"] != corpus_hash(corpus):
        return [CHANGED]
    return shortfalls(floors, figures)


def updated(
    floors: dict[str, Any],
    figures: dict[str, dict[str, float]],
    reason: str,
    corpus: Path = OWN,
) -> dict[str, Any]:
    """Return floors raised to the figures; lowered only for a reason, which is kept.

    Raises:
        ValueError: a floor would fall and no reason is given.
    """
    lost = shortfalls(floors, figures) if floors else []
    if lost and not reason:
        msg = "A floor is lowered only with --lower and the reason for it: " + "; ".join(lost)
        raise ValueError(msg)
    lowered = [*floors.get("lowered", []), *([{"why": reason, "what": lost}] if lost else [])]
    return {"corpus": corpus_hash(corpus), "floors": figures, "lowered": lowered}


def main(argv: list[str] | None = None) -> int:
    """Check the floors, or pin them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--lower", metavar="REASON", default="")
    options = parser.parse_args(argv)
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    figures = measured()
    if options.update:
        pinned = less_one_sentence(figures)
        try:
            floors = updated(floors, pinned, options.lower)
        except ValueError as refusal:
            print(refusal)
            return 1
        FLOORS.write_text(json.dumps(floors, indent=1) + "\n", encoding="utf-8")
    wrong = check(floors, figures) if floors else [f"There is no {FLOORS.name}: run with --update."]
    print("\n".join(wrong) or "Every measure is at its floor or above.")
    return 1 if wrong else 0


def _worse(name: str, figure: float, floor: float) -> bool:
    if name in LESS_IS_BETTER:
        return figure > floor + 100 * SLACK
    return figure < floor - SLACK


if __name__ == "__main__":
    sys.exit(main())
