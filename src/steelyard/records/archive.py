"""Archive: the protocol that stages speak to when they ask for rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from steelyard.records.case import SourceCard


class Archive(Protocol):
    """A store of events and ties, whatever engine holds it.

    ``events`` and ``ties`` are Ibis tables in the schemas :data:`~steelyard.records.EVENT`
    and :data:`~steelyard.records.TIE`; ask them with Ibis expressions only, so that the same
    question runs on every engine.
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
