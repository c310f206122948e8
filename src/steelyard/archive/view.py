"""An archive seen with other rows than its own: evidence put beside it, publishers left out.

Nothing is copied and nothing is asked; any archive will do, whatever holds its rows.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from steelyard.records import (
    ARTICLE,
    COVERAGE,
    EVENT,
    MANIFEST,
    REPORT,
    TIE,
    Archive,
    SourceCard,
    Window,
)

#: The source of reviewers' verdicts.
REVIEW = "review"


@dataclass(frozen=True, eq=False)
class View:
    """``base`` with ``events``, ``ties`` and ``sources`` in the place of its own."""

    base: Archive
    events: ir.Table
    ties: ir.Table
    sources: tuple[SourceCard, ...]

    @property
    def reports(self) -> ir.Table:
        """The reports of the archive itself."""
        return self.base.reports

    @property
    def articles(self) -> ir.Table:
        """The articles of the archive itself."""
        return self.base.articles

    @property
    def coverage(self) -> ir.Table:
        """The coverage of the archive itself."""
        return self.base.coverage

    @property
    def manifest(self) -> ir.Table:
        """The files of the archive itself."""
        return self.base.manifest

    def table(self, name: str) -> ir.Table | None:
        """Return a typed table of the archive itself."""
        return self.base.table(name)

    def gaps(self, source: str, window: Window) -> tuple[Window, ...]:
        """Return the gaps of a source of the archive itself."""
        return self.base.gaps(source, window)


def beside(
    archive: Archive,
    *,
    events: pa.Table | None = None,
    ties: pa.Table | None = None,
    sources: tuple[SourceCard, ...] = (),
) -> Archive:
    """Return ``archive`` with more rows beside its own.

    Args:
        archive: Any archive.
        events: Rows in the schema EVENT.
        ties: Rows in the schema TIE.
        sources: Cards of the sources added. A card of the same name replaces the archive's, so
            that no source is shown twice.
    """
    added = {card.name: card for card in sources}
    cards = [card for card in archive.sources if card.name not in added]
    return View(
        archive,
        events=_joined(archive.events, events, EVENT),
        ties=_joined(archive.ties, ties, TIE),
        sources=(*cards, *added.values()),
    )


def together(archive: Archive, other: Archive) -> Archive:
    """Return two archives as one: the rows, coverage and tables of both, whatever holds them.

    The rows of ``other`` are read into memory; of a source or table that both have, the other's
    card and table count.
    """
    cards = {card.name: card for card in (*archive.sources, *other.sources)}
    return _Both(
        archive,
        events=_joined(archive.events, other.events.to_pyarrow(), EVENT),
        ties=_joined(archive.ties, other.ties.to_pyarrow(), TIE),
        sources=tuple(cards.values()),
        other=other,
    )


@dataclass(frozen=True, eq=False)
class _Both(View):
    """``base`` and ``other`` as one archive."""

    other: Archive

    @property
    def reports(self) -> ir.Table:
        """The reports of both."""
        return _joined(self.base.reports, self.other.reports.to_pyarrow(), REPORT)

    @property
    def articles(self) -> ir.Table:
        """The articles of both."""
        return _joined(self.base.articles, self.other.articles.to_pyarrow(), ARTICLE)

    @property
    def coverage(self) -> ir.Table:
        """The coverage of both."""
        return _joined(self.base.coverage, self.other.coverage.to_pyarrow(), COVERAGE)

    @property
    def manifest(self) -> ir.Table:
        """The files of both."""
        return _joined(self.base.manifest, self.other.manifest.to_pyarrow(), MANIFEST)

    def table(self, name: str) -> ir.Table | None:
        """Return a typed table of either."""
        found = self.other.table(name)
        return self.base.table(name) if found is None else ibis.memtable(found.to_pyarrow())

    def gaps(self, source: str, window: Window) -> tuple[Window, ...]:
        """Return the gaps of a source of either."""
        its = self.other if source in {card.name for card in self.other.sources} else self.base
        return its.gaps(source, window)


def without_publishers(archive: Archive, publishers: Collection[str]) -> Archive:
    """Return ``archive`` without the events that only ``publishers`` report."""
    events = archive.events
    names = ibis.array([ibis.literal(name) for name in sorted(publishers)])
    left = events.publishers.filter(lambda name: ~names.contains(name))
    keep = (left.length() > 0) | (events.publishers.length() == 0)
    return View(archive, events.filter(keep), archive.ties, archive.sources)


def without_language(archive: Archive, language: str) -> Archive:
    """Return ``archive`` without the events that were read from one language only.

    An event that is told in another language too, or comes from a data set, stays.
    """
    reports, events = archive.reports, archive.events
    read = reports.coder.startswith(f"rules {language} ")
    others = reports.filter(~read).event_id
    keep = ~events.coder.startswith(f"rules {language} ") | events.event_id.isin(others)
    return View(archive, events.filter(keep), archive.ties, archive.sources)


def without_events(archive: Archive, ids: Collection[str]) -> Archive:
    """Return ``archive`` without some of its events, by their ids."""
    events = archive.events
    return View(
        archive, events.filter(~events.event_id.isin(sorted(ids))), archive.ties, archive.sources
    )


def reviewed(archive: Archive) -> Archive:
    """Return ``archive`` as its reviewers have it.

    Of an event that was reviewed the newest verdict counts: what it says where it accepts or
    corrects, nothing where it rejects. The rows themselves stay in the archive, all of them.
    """
    if REVIEW not in {card.name for card in archive.sources}:
        return archive
    reports = archive.reports
    verdicts = reports.filter(reports.corrects.notnull())
    latest = ibis.row_number().over(
        group_by="corrects", order_by=[verdicts.source_id.desc(), verdicts.report_id]
    )
    newest = verdicts.mutate(latest=latest).filter(lambda rows: rows.latest == 0)
    standing = newest.filter(newest.confidence > 0).event_id
    # An event may be told by several reports; the one on the sheet bears its digits.
    said_of = ibis.literal("e").concat(reports.report_id.substr(1))
    reviewed_ones = reports.filter(said_of.isin(verdicts.corrects))
    events = archive.events
    untouched = events.filter(
        events.corrects.isnull() & ~events.event_id.isin(reviewed_ones.event_id)
    )
    # What a reviewer says of an event belongs to the source of the event.
    origin = reviewed_ones.select(of=said_of, its=reviewed_ones.source)
    said = events.filter(events.corrects.notnull() & events.event_id.isin(standing))
    said = said.left_join(origin, said.corrects == origin.of)
    said = said.mutate(source=ibis.coalesce(said.its, said.source)).select(*EVENT.names)
    # A plan of a corrected event is a plan of what it was corrected to.
    link = said.select(linked=said.corrects, to=said.event_id)
    both = untouched.union(said)
    both = both.left_join(link, both.plan_of == link.linked)
    both = both.mutate(plan_of=ibis.coalesce(both.to, both.plan_of)).select(*EVENT.names)
    return View(archive, both, archive.ties, archive.sources)


def _joined(held: ir.Table, added: pa.Table | None, schema: pa.Schema) -> ir.Table:
    if added is None or not added.num_rows:
        return held
    return held.union(ibis.memtable(added.cast(schema)).cast(held.schema()))
