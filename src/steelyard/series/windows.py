"""Before and after: what passed between a client and a pole on either side of the shock."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from steelyard.records import Archive, Case, Effort, PoleRole, Window
from steelyard.series.calendar import Calendar, calendar, exposure_days, vague_volume, volume
from steelyard.series.dyads import DyadEvents, Mask, dyad_events
from steelyard.series.record import once
from steelyard.series.searched.complete import Listed, listed
from steelyard.series.searched.memberships import Member, membership_changes
from steelyard.series.searched.occasions import by_occasion


@dataclass(frozen=True, slots=True)
class Split:
    """A dyad's events on either side of a shock.

    ``before`` and ``after`` hold every status, those of the windows ``earlier`` and ``later``;
    ``undated`` counts events that happened and may lie in a window but whose precision leaves
    that open. ``days_*`` are the days of a window that no gap covers, ``gap_*`` the share that a
    gap does. ``systematic`` are the sources of these events whose effort does not depend on
    topic or day; where there are none, ``selective`` is true and no count here is a tempo.
    ``aside`` are systematic sources that know the pair and cover less than half of a window: no
    count rests on them where anything else knows the pair.
    ``others_*`` count the other events of the record in the window, whoever acts in them: those
    of the systematic sources where there are any, dated to the day; of a searched record also those dated to a
    month or year that lies wholly in the window. ``calendar`` has the volume of the record and
    the gaps day by day, from the first day of the earlier window to the last of the later. ``seed``
    is that of the case: whoever draws by chance for these windows draws from it.
    In a record that was searched by hand, ``before`` and ``after`` hold one event an occasion
    (:mod:`steelyard.series.searched.occasions`), and ``rows_*`` every row. ``effort`` is how much harder one side of
    a comparison may have been searched than the other; ``lists`` are complete lists of one kind of event, and
    ``memberships`` which of the pole's organisations the client joined or left since the shock.
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
    calendar: Calendar
    rows_before: DyadEvents
    rows_after: DyadEvents
    seed: int = 0
    aside: tuple[str, ...] = ()
    effort: Effort = field(default_factory=Effort)
    lists: tuple[Listed, ...] = ()
    memberships: tuple[Member, ...] = ()

    def countable(self, events: DyadEvents) -> Mask:
        """True for the events that happened and that a count over time may rest on.

        Where systematic sources know the pair, theirs alone: rows that people searched for
        would bring the search back in.
        """
        if self.selective:
            return events.happened & ~np.isin(events.source, self.aside)
        return events.happened & np.isin(events.source, self.systematic)


#: A source that covers less of a window than this is no measure of how often things happened in it.
LEAST_COVER = 0.5

#: The days within which gaps are asked for.
_EVER = Window(date(1900, 1, 1), date(2100, 1, 1))


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

    Returns:
        From a record the same object for the same question, so that what is derived from its
        columns is derived once for all diagnostics.
    """
    pole, later = case.pole(role), case.after(diagnostic)
    asked = (
        client,
        pole,
        later,
        case.before,
        case.clients,
        case.poles,
        case.gaps,
        case.shock.day,
        case.seed,
        case.effort,
        case.lists,
    )
    return once(archive, ("split", *asked), lambda: _split(archive, case, client, role, later))


def _split(archive: Archive, case: Case, client: str, role: PoleRole, later: Window) -> Split:
    pole = case.pole(role)
    earlier = case.before
    events = dyad_events(archive, case, client, pole)
    rows = events.select(events.within(earlier)), events.select(events.within(later))
    undated = events.happened & (events.undated(earlier) | events.undated(later))
    systematic, aside = _counting(archive, (earlier, later), *rows)
    before, after = rows if systematic else (by_occasion(part, aside) for part in rows)
    counted = systematic or (_others(archive, aside) if aside else ())
    span = Window(min(earlier.start, later.start), max(earlier.end, later.end))
    gaps = record_gaps(archive, case, span, systematic)
    days = calendar(archive, case, client, span, sources=counted, gaps=gaps)
    vague = (0, 0) if systematic else _vague(archive, counted, (earlier, later), rows)
    return Split(
        client=client,
        pole=pole.title or pole.name,
        shock=case.shock.day,
        before=before,
        after=after,
        undated=int(undated.sum()),
        days_before=exposure_days(earlier, gaps),
        days_after=exposure_days(later, gaps),
        gap_before=_gap(earlier, gaps),
        gap_after=_gap(later, gaps),
        others_before=days.total(earlier) - _counted(rows[0], counted) + vague[0],
        others_after=days.total(later) - _counted(rows[1], counted) + vague[1],
        selective=not systematic,
        systematic=systematic,
        earlier=earlier,
        later=later,
        gaps=gaps,
        calendar=days,
        rows_before=rows[0],
        rows_after=rows[1],
        seed=case.seed,
        aside=aside,
        effort=case.effort,
        lists=listed(case, client, events),
        memberships=() if systematic else membership_changes(case, client, role),
    )


def systematic_sources(archive: Archive) -> tuple[str, ...]:
    """Return the sources whose effort does not depend on topic or day."""
    names = {card.name for card in archive.sources if card.sampling == "systematic"}
    return tuple(sorted(names))


def record_gaps(
    archive: Archive, case: Case, span: Window, sources: Collection[str]
) -> tuple[Window, ...]:
    """Return the days of ``span`` of which the record is known to miss something.

    Those that the case names, and those that none of ``sources`` covers whole.
    """
    missed: set[int] | None = None
    for source in sources:
        days = _days(_all_gaps(archive, source), span)
        missed = days if missed is None else missed & days
    return (*case.gaps, *_runs(missed or set()))


def _all_gaps(archive: Archive, source: str) -> tuple[Window, ...]:
    """Every gap of a source, asked once: cases of one archive differ in their days only."""
    return once(archive, ("gaps", source), lambda: archive.gaps(source, _EVER))


def _days(gaps: Collection[Window], span: Window) -> set[int]:
    """The days of ``span`` that lie in a gap, as ordinals."""
    first, end = span.start.toordinal(), span.end.toordinal()
    return {
        day
        for gap in gaps
        for day in range(max(gap.start.toordinal(), first), min(gap.end.toordinal(), end))
    }


def _runs(days: set[int]) -> tuple[Window, ...]:
    """Days as the fewest windows."""
    found: list[list[int]] = []
    for day in sorted(days):
        if found and found[-1][1] == day:
            found[-1][1] = day + 1
        else:
            found.append([day, day + 1])
    return tuple(Window(date.fromordinal(a), date.fromordinal(b)) for a, b in found)


def _counting(
    archive: Archive, windows: tuple[Window, Window], *parts: DyadEvents
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The systematic sources that counts of the pair rest on, and those that are set aside.

    Sources that know the pair count; where nobody does, those that cover the later window.
    """
    names = set(systematic_sources(archive))
    used = {str(name) for part in parts for name in np.unique(part.source.astype(str))}
    if not used:
        used = {name for name in names if volume(archive, windows[1], (name,))}
    known = names & used
    aside = set(uncovering(archive, known, windows))
    if aside == used:  # nothing else tells of the pair: the gap itself is then the answer
        aside = set()
    return tuple(sorted(known - aside)), tuple(sorted(aside))


def uncovering(
    archive: Archive, names: Collection[str], windows: Collection[Window]
) -> tuple[str, ...]:
    """Return the sources that state which days they cover, and cover too little of a window."""
    return tuple(
        name
        for name in sorted(names)
        if any(_gap(window, _all_gaps(archive, name)) > 1 - LEAST_COVER for window in windows)
    )


def _others(archive: Archive, names: Collection[str]) -> tuple[str, ...]:
    """Every source of the archive but these."""
    return tuple(sorted({card.name for card in archive.sources} - set(names)))


def _gap(window: Window, gaps: tuple[Window, ...]) -> float:
    return 1 - exposure_days(window, gaps) / window.days if window.days else 1.0


def _vague(
    archive: Archive,
    names: tuple[str, ...],
    windows: tuple[Window, Window],
    rows: tuple[DyadEvents, DyadEvents],
) -> tuple[int, int]:
    """How many rows of others lie in each window on a day that nobody knows."""
    before, after = (
        vague_volume(archive, window, names) - _counted(events, names, dated=False)
        for window, events in zip(windows, rows, strict=True)
    )
    return before, after


def _counted(events: DyadEvents, sources: tuple[str, ...], *, dated: bool = True) -> int:
    """The events that the volume counts as well: happened, and dated to the day, or not to the day."""
    mask = events.happened & (events.dated == dated)
    if sources:
        mask &= np.isin(events.source, sources)
    return int(mask.sum())
