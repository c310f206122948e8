"""Archive: the protocol that stages speak to when they ask for rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from steelyard.records.case import SourceCard, Window


class Archive(Protocol):
    """A store of events and ties, whatever engine holds it.

    ``events`` and ``ties`` are Ibis tables in the schemas :data:`~steelyard.records.EVENT`
    and :data:`~steelyard.records.TIE`; ask them with Ibis expressions only, so that the same
    question runs on every engine. The other tables are in the schemas that bear their names
    in :mod:`steelyard.records.reports`; an archive that does not have one gives it empty.
    """

    @property
    def events(self) -> ir.Table:
        """The events, one row each."""
        ...

    @property
    def ties(self) -> ir.Table:
        """The ties, one row each."""
        ...

    @property
    def sources(self) -> tuple[SourceCard, ...]:
        """A card for every source that rows come from."""
        ...

    @property
    def reports(self) -> ir.Table:
        """The reports behind the events, one row each, in the schema REPORT."""
        ...

    @property
    def articles(self) -> ir.Table:
        """The articles that were read, in the schema ARTICLE."""
        ...

    @property
    def coverage(self) -> ir.Table:
        """The days that each source covers whole, in part or not, in the schema COVERAGE."""
        ...

    @property
    def manifest(self) -> ir.Table:
        """One row for every file that was loaded, in the schema MANIFEST."""
        ...

    def table(self, name: str) -> ir.Table | None:
        """Return a typed table that a tie source added (``votes``), None where there is none."""
        ...

    def gaps(self, source: str, window: Window) -> tuple[Window, ...]:
        """Return the days of ``window`` that ``source`` does not cover whole, oldest first.

        Days before its first and after its last covered day are gaps as well. A source that
        states no coverage at all (a chronology kept by hand) has none.
        """
        ...
