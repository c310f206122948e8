"""Before and after: what passed between a client and a pole on either side of the shock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from steelyard.records import Archive, Case, PoleRole, Window
from steelyard.series.dyads import DyadEvents, Mask, dyad_events
from steelyard.series.volume import exposure_days, volume


@dataclass(frozen=True, slots=True)
class Split:
    """A dyad's events on either side of a shock.

    ``before`` and ``after`` hold every status, those of the windows ``earlier`` and ``later``;
    ``undated`` counts events that happened and may lie in a window but whose precision leaves
    that open. ``days_*`` are the days of a window that no gap covers, ``gap_*`` the share that a
    gap does. ``systematic`` are the sources of these events whose effort does not depend on
    topic or day; where there are none, ``selective`` is true and no count here is a tempo.
    ``others_*`` count the other events of the record in the window, whoever acts in them: those
    of the systematic sources where there are any.
    """

    client: str
    pole: str
    shock: date
    before: DyadEvents
    after: DyadEvents
    undated: int
    days_before: int
    days_after: int
    gap_before: float
    gap_after: float
    others_before: int
    others_after: int
    selective: bool
    systematic: tuple[str, ...]
    earlier: Window
    later: Window
    gaps: tuple[Window, ...]

    def countable(self, events: DyadEvents) -> Mask:
        """True for the events that happened and that a count over time may rest on.

        Where systematic sources know the pair, theirs alone: rows that people searched for
        would bring the search back in.
        """
        if self.selective:
            return events.happened
        return events.happened & np.isin(events.source, self.systematic)


def split(
    archive: Archive, case: Case, client: str, role: PoleRole, diagnostic: str | None = None
) -> Split:
    """Return what passed between ``client`` and the pole of ``role`` before and after.

    Args:
        archive: The rows.
        case: Gives the windows; a window named after ``diagnostic`` replaces ``after``.
        client: A client of the case.
        role: ``partner`` or ``rival``.
        diagnostic: Who asks.
    """
    pole = case.pole(role)
    events = dyad_events(archive, case, client, pole)
    earlier, later = case.before, case.after(diagnostic)
    before, after = events.select(events.within(earlier)), events.select(events.within(later))
    undated = events.happened & (events.undated(earlier) | events.undated(later))
    systematic = _systematic(archive, later, before, after)
    counted = systematic or None
    return Split(
        client=client,
        pole=pole.title or pole.name,
        shock=case.shock.day,
        before=before,
        after=after,
        undated=int(undated.sum()),
        days_before=exposure_days(earlier, case.gaps),
        days_after=exposure_days(later, case.gaps),
        gap_before=_gap(earlier, case.gaps),
        gap_after=_gap(later, case.gaps),
        others_before=volume(archive, earlier, counted) - _counted(before, systematic),
        others_after=volume(archive, later, counted) - _counted(after, systematic),
        selective=not systematic,
        systematic=systematic,
        earlier=earlier,
        later=later,
        gaps=case.gaps,
    )


def _systematic(archive: Archive, later: Window, *parts: DyadEvents) -> tuple[str, ...]:
    """The systematic sources that know the pair; where nobody does, those that cover ``later``."""
    names = {card.name for card in archive.sources if card.sampling == "systematic"}
    used = {str(name) for part in parts for name in part.source}
    if not used:
        used = {name for name in names if volume(archive, later, (name,))}
    return tuple(sorted(names & used))


def _gap(window: Window, gaps: tuple[Window, ...]) -> float:
    return 1 - exposure_days(window, gaps) / window.days if window.days else 1.0


def _counted(events: DyadEvents, sources: tuple[str, ...]) -> int:
    """The events that :func:`volume` counts as well: dated to the day, and happened."""
    mask = events.happened & (events.precision == "day")
    if sources:
        mask &= np.isin(events.source, sources)
    return int(mask.sum())
