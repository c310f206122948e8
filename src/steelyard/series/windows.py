"""Before and after: what passed between a client and a pole on either side of the shock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from steelyard.records import Archive, Case, PoleRole, Window
from steelyard.series.dyads import DyadEvents, dyad_events
from steelyard.series.volume import exposure_days, volume


@dataclass(frozen=True, slots=True)
class Split:
    """A dyad's events on either side of a shock.

    ``before`` and ``after`` hold every status; ``undated`` counts events that may lie in a
    window but whose precision leaves that open. ``days_*`` are the days of a window that no
    gap covers, ``gap_*`` the share that a gap does. ``others_*`` count the other events of the
    record in the window, whoever acts in them. ``selective`` says that every event here comes
    from a source that people searched, so that its counts are no tempo.
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
    undated = events.undated(earlier) | events.undated(later)
    sampling = {card.name: card.sampling for card in archive.sources}
    used = {str(name) for name in np.concatenate([before.source, after.source])}
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
        others_before=volume(archive, earlier) - _counted(before),
        others_after=volume(archive, later) - _counted(after),
        selective=all(sampling.get(name) != "systematic" for name in used),
    )


def _gap(window: Window, gaps: tuple[Window, ...]) -> float:
    return 1 - exposure_days(window, gaps) / window.days


def _counted(events: DyadEvents) -> int:
    """The events that :func:`volume` counts as well: dated to the day, and happened."""
    return int((events.happened & (events.precision == "day")).sum())
