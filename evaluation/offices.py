"""Print what the gazetteer of offices covers, as the table in docs/coding.md has it.

python -m evaluation.offices
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from steelyard import vocabulary
from steelyard.coding.english import lexicon

#: Offices that have a column of their own; the rest are counted together.
COLUMNS = {
    "head of state": ("head_of_state", "presidency_chair"),
    "head of government": ("head_of_government", "commission_president", "secretary_general"),
    "foreign": ("foreign_minister", "high_representative"),
    "defence": ("defence_minister",),
    "interior": ("interior_minister",),
    "speaker": ("speaker", "senate_speaker", "parliament_president"),
}

#: Actors with fewer rows than this are counted in one line.
FEW = 4


def table() -> Iterator[str]:
    """Yield the lines of a Markdown table: spells in office by actor and kind."""
    counts: dict[str, Counter[str]] = {}
    for row in lexicon.rows("offices"):
        counts.setdefault(row["country"], Counter())[row["office"]] += 1
    yield f"| actor | {' | '.join(COLUMNS)} | other | all |"
    yield "|---|" + "---|" * (len(COLUMNS) + 2)
    many = [code for code, found in counts.items() if found.total() >= FEW]
    for code in sorted(many, key=lambda code: (-counts[code].total(), code)):
        yield _line(vocabulary.name(code), counts[code])
    few = [code for code in counts if code not in many]
    together: Counter[str] = sum((counts[code] for code in few), Counter())
    yield _line(f"{len(few)} others", together)


def _line(name: str, found: Counter[str]) -> str:
    cells = [sum(found[office] for office in offices) for offices in COLUMNS.values()]
    row = [*cells, found.total() - sum(cells), found.total()]
    return f"| {name} | " + " | ".join(str(n) if n else "" for n in row) + " |"


if __name__ == "__main__":
    print("\n".join(table()))
