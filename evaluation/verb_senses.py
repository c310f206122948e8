"""Write the kinds of act that WordNet's verbs are: ``python -m evaluation.verb_senses``.

Reads WordNet 3.0 (Debian's ``wordnet-base``) and writes ``verbs.csv`` of the English coder: each
verb, also with a particle ("tear_down"), with the senses above its two commonest ones. A sense is
named by its first verb and the place among that verb's senses; one that fewer than FEWEST verbs
share is left out, since it likens a verb to nothing.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

WORDNET = Path("/usr/share/wordnet")
TABLE = Path(__file__).parent.parent / "src/steelyard/coding/english/data/verbs.csv"
FEWEST, COMMONEST, DEEPEST = 8, 2, 6


def main(argv: list[str] | None = None) -> int:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wordnet", type=Path, default=WORDNET)
    folder = parser.parse_args(argv).wordnet
    above, names = synsets(folder / "data.verb"), senses(folder / "index.verb")
    titles = {
        offset: f"{verb}.{names[verb].index(offset) + 1}" for offset, (verb, _) in above.items()
    }
    found = {
        verb: list(
            dict.fromkeys(titles[o] for first in offsets[:COMMONEST] for o in chain(above, first))
        )
        for verb, offsets in names.items()
    }
    shared = Counter(sense for kinds in found.values() for sense in kinds)
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("verb", "senses"))
        for verb, kinds in sorted(found.items()):
            kept = [kind for kind in kinds if shared[kind] >= FEWEST]
            if kept:
                table.writerow((verb, " ".join(kept)))
    return 0


def synsets(path: Path) -> dict[str, tuple[str, str | None]]:
    """Return the first verb of each synset, and the synset above it."""
    found: dict[str, tuple[str, str | None]] = {}
    for line in lines(path):
        parts = line.split(" | ")[0].split()
        at = 4 + 2 * int(parts[3], 16)
        pointers = [parts[at + 1 + 4 * k : at + 5 + 4 * k] for k in range(int(parts[at]))]
        found[parts[0]] = (
            parts[4].lower(),
            next((offset for symbol, offset, *_ in pointers if symbol == "@"), None),
        )
    return found


def senses(path: Path) -> dict[str, list[str]]:
    """Return the synsets of each verb, the commonest first."""
    rows = (line.split() for line in lines(path))
    return {row[0]: row[-int(row[2]) :] for row in rows}


def chain(above: dict[str, tuple[str, str | None]], offset: str | None) -> Iterator[str]:
    """Yield a synset and those above it."""
    seen: set[str] = set()
    while offset is not None and offset not in seen and len(seen) < DEEPEST:
        seen.add(offset)
        yield offset
        offset = above[offset][1]


def lines(path: Path) -> list[str]:
    """Return the lines of a WordNet file below its licence."""
    return [
        line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("  ")
    ]


if __name__ == "__main__":
    sys.exit(main())
