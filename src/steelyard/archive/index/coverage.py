"""Coverage by month: how many days each source covers whole, in part, or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from steelyard.archive.index.answers import Index
from steelyard.archive.index.choice import Choice

_MONTHS = """
WITH held AS (SELECT source, day, sum(share) AS share FROM archive.covers GROUP BY source, day),
spans AS (SELECT source, min(day) AS low, max(day) AS high FROM held GROUP BY source),
days AS (SELECT source, unnest(generate_series(low, high, INTERVAL 1 DAY))::DATE AS day FROM spans)
SELECT days.source, date_trunc('month', days.day)::DATE AS month,
    count(*) FILTER (share >= 0.999) AS whole,
    count(*) FILTER (share < 0.999) AS partial,
    count(*) FILTER (share IS NULL) AS missing
FROM days LEFT JOIN held USING (source, day) GROUP BY ALL ORDER BY 1, 2
"""

_FILES = """
SELECT source, file, layout, "read", rejected, reasons, loaded, bytes FROM archive.files
ORDER BY loaded DESC, source, file
"""


@dataclass(frozen=True, slots=True)
class Cover:
    """One month of a source: days from its first to its last that it covers whole, in part, not."""

    source: str
    month: date
    whole: int
    partial: int
    missing: int

    @property
    def state(self) -> str:
        """The worst that is true of a day of the month."""
        return "missing" if self.missing else "partial" if self.partial else "whole"


def coverage(index: Index) -> tuple[list[Cover], list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the months of every source that states its days, the files, and the cards of sources."""
    with index.asking(20.0) as cursor:
        months = [Cover(*row) for row in cursor.execute(_MONTHS).fetchall()]
        files = cursor.execute(_FILES).to_arrow_table().to_pylist()
        counts = dict(index.facet("source", Choice(), most=1000, limit=20.0))
        cards = cursor.execute("FROM archive.cards ORDER BY name").to_arrow_table().to_pylist()
    for card in cards:
        card["events"] = counts.get(card["name"], 0)
    return months, files, cards
