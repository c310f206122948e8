"""What the record behind an answer covers, and what it does not: a gap is never a zero."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from steelyard.assistant.quoting import visible
from steelyard.records import Archive, Case, Window

#: Gaps that an answer names, the longest; the days of all of them are counted.
NAMED = 4

BY_HAND = "no coverage is stated: rows were searched by hand, so a day without a row is no day without an event"
WHOLE = "every day is covered"


def coverage(
    record: Archive, case: Case | None = None, window: Window | None = None
) -> list[dict[str, Any]]:
    """Return a card for each source of a record: its days, its gaps, what its rows cannot say.

    Args:
        record: The rows behind the answer.
        case: The case asked of them, whose known holes count as gaps.
        window: The days asked of; those of the case, or else of each source's own rows.
    """
    asked = window or (_hull(case) if case else None)
    stated = {
        row["source"]
        for row in record.coverage.select("source").distinct().to_pyarrow().to_pylist()
    }
    spans = _spans(record)
    return [
        {
            "source": visible(card.name),
            "sampling": card.sampling,
            **spans.get(card.name, {"events": 0}),
            **_gaps(record, card.name, asked or _own(spans.get(card.name)), stated),
            "quoted": {
                "title": visible(card.title, 200),
                "limitation": visible(card.limitation, 400),
            },
        }
        for card in record.sources
    ] + (_holes(case) if case else [])


def _hull(case: Case) -> Window:
    windows = case.windows.values()
    return Window(min(window.start for window in windows), max(window.end for window in windows))


def _spans(record: Archive) -> dict[str, dict[str, Any]]:
    """Events of each source, and the days from the first to the last."""
    events = record.events
    counted = events.group_by("source").agg(
        n=events.count(), low=events.day.min(), high=events.day.max()
    )
    return {
        row["source"]: {
            "events": row["n"],
            "first": row["low"].isoformat(),
            "last": row["high"].isoformat(),
        }
        for row in counted.to_pyarrow().to_pylist()
    }


def _own(span: dict[str, Any] | None) -> Window | None:
    if span is None:
        return None
    last = date.fromisoformat(span["last"])
    return Window(date.fromisoformat(span["first"]), last + timedelta(days=1))


def _gaps(record: Archive, source: str, window: Window | None, stated: set[str]) -> dict[str, Any]:
    if source not in stated or window is None:
        return {"coverage": BY_HAND}
    gaps = record.gaps(source, window)
    if not gaps:
        return {"coverage": WHOLE}
    longest = sorted(sorted(gaps, key=lambda gap: -gap.days)[:NAMED])
    return {
        "gap_days": sum(gap.days for gap in gaps),
        "of_days": window.days,
        "gaps": [[gap.start.isoformat(), gap.end.isoformat()] for gap in longest],
    }


def _holes(case: Case) -> list[dict[str, Any]]:
    """The holes that the case itself names."""
    if not case.gaps:
        return []
    holes = [[gap.start.isoformat(), gap.end.isoformat()] for gap in case.gaps]
    return [{"source": "the case", "gaps": holes, "gap_days": sum(gap.days for gap in case.gaps)}]
