"""Print how many probes the coder types right: ``python -m evaluation.probes``.

``data/probes.csv`` holds sentences of our own with the one type that each is about. They were
written in rounds, type by type beside PLOVER's modes and CAMEO's codes, to find the verbs and
nouns that the lexicon lacked; each round was run once unseen and then mended. So they guard what
the lexicon covers, and measure nothing else: ``labelling.md`` has the unseen figures.
"""

from __future__ import annotations

import csv
import sys
from datetime import date
from pathlib import Path

from evaluation.coding import NO_DAY
from steelyard import vocabulary
from steelyard.coding import Coder

PROBES = Path(__file__).parent / "data" / "probes.csv"


def probes() -> list[tuple[str, str]]:
    """Return the type and the text of each probe."""
    with PROBES.open(encoding="utf-8", newline="") as file:
        return [(row["type"], row["text"]) for row in csv.DictReader(file)]


def coded(coder: Coder, text: str) -> str:
    """Return the type of the surest event of a text, empty where there is none."""
    found = coder.code_sentence(text, date.fromisoformat(NO_DAY))
    return found[0].type if found else ""


def shares() -> tuple[float, float, list[str]]:
    """Return the shares of types and of quads that are right, and a line for each wrong type."""
    coder, told = Coder(labels="plover"), probes()
    found = [(wanted, coded(coder, text), text) for wanted, text in told]
    wrong = [
        f"{wanted} <- {got or 'nothing'}: {text}" for wanted, got, text in found if got != wanted
    ]
    quads = sum(
        bool(got) and vocabulary.quad(got) == vocabulary.quad(wanted) for wanted, got, _ in found
    )
    return 1 - len(wrong) / len(told), quads / len(told), wrong


def main() -> int:
    """Print the wrong ones and the shares."""
    types, quads, wrong = shares()
    print("\n".join(wrong))
    print(f"{len(probes())} probes: type {types:.3f}, quad {quads:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
