"""The gate: no measure of the coder falls below its floor unseen.

    python -m evaluation.gate                          check
    python -m evaluation.gate --update                 raise the floors to what is measured now
    python -m evaluation.gate --update --lower REASON  lower them too, and write down why

``floors.json`` keeps a floor for each measure of each split of our own sentences, and the hash
of the sentences that it was measured on: other sentences make other figures, so that a changed
corpus fails until the floors are pinned again.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from evaluation.coding import OWN, measure, rows

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
    """Return the SHA-256 of the labelled sentences."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def measured() -> dict[str, dict[str, float]]:
    """Return the figures of both splits of our own sentences."""
    return {split: measure(rows(OWN, split)).figures() for split in ("tune", "held")}


def shortfalls(floors: dict[str, Any], figures: dict[str, dict[str, float]]) -> list[str]:
    """Return a line for each measure that is worse than its floor."""
    return [
        f"{split}: {name} is {figures[split].get(name, 0.0):.4f}, its floor {floor:.4f}"
        for split, measures in floors["floors"].items()
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
        try:
            floors = updated(floors, figures, options.lower)
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
