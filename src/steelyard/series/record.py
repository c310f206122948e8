"""The record of a case: an archive that knows what it has been asked before.

The questions of a case have much in common: who met whom, how much was printed on each day, which
days are missing. Each is put to the archive once; every later asking gets the same object, so that
what is derived from its columns is derived once as well.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

import ibis.expr.types as ir
import pyarrow as pa

from steelyard.errors import ArchiveError
from steelyard.records import Archive, Case, SourceCard, Window

Answer = TypeVar("Answer")


class Record:
    """``archive`` as ``case`` asks it; it stands wherever an archive may stand.

    Nobody else sees what it remembers, and it goes when the record goes.

    Args:
        archive: The rows.
        case: Whose record it is.
        left_out: What is left out of the whole record, where anything is; empty otherwise.
        ties: A record whose ties, and all that was asked of them, are the same as this one's.
    """

    def __init__(
        self, archive: Archive, case: Case, *, left_out: str = "", ties: Record | None = None
    ) -> None:
        self.archive, self.case, self.left_out = archive, case, left_out
        #: What was asked so far.
        self.answers: dict[Hashable, Any] = {}
        #: What was asked of the ties alone.
        self.of_ties: dict[Hashable, Any] = {} if ties is None else ties.of_ties

    def asked_by(self, case: Case) -> Record:
        """The same rows as another case asks them; a question of both is put to the archive once.

        A question names all that its answer rests on, so an answer is right for whichever case asks.
        """
        other = type(self)(self.archive, case, left_out=self.left_out, ties=self)
        other.answers = self.answers
        return other

    def once(self, question: Hashable, answer: Callable[[], Answer]) -> Answer:
        """Return the answer to a question, worked out when it is asked for the first time."""
        return _known(self.answers, question, answer)

    def once_of_ties(self, question: Hashable, answer: Callable[[], Answer]) -> Answer:
        """Return the answer to a question about ties alone, as :meth:`once`."""
        return _known(self.of_ties, question, answer)

    @property
    def events(self) -> ir.Table:
        """The events, one row each."""
        return self.archive.events

    @property
    def ties(self) -> ir.Table:
        """The ties, one row each."""
        return self.archive.ties

    @property
    def sources(self) -> tuple[SourceCard, ...]:
        """A card for every source that rows come from."""
        return self.archive.sources

    @property
    def reports(self) -> ir.Table:
        """The reports behind the events."""
        return self.archive.reports

    @property
    def articles(self) -> ir.Table:
        """The articles that were read."""
        return self.archive.articles

    @property
    def coverage(self) -> ir.Table:
        """The days that each source covers."""
        return self.archive.coverage

    @property
    def manifest(self) -> ir.Table:
        """The files that were loaded."""
        return self.archive.manifest

    def table(self, name: str) -> ir.Table | None:
        """Return a typed table, None where there is none of this name."""
        return self.archive.table(name)

    def gaps(self, source: str, window: Window) -> tuple[Window, ...]:
        """Return the days of ``window`` that ``source`` does not cover whole."""
        return self.archive.gaps(source, window)


def once(archive: Archive, question: Hashable, answer: Callable[[], Answer]) -> Answer:
    """Return the answer to a question that is put to ``archive``.

    A :class:`Record` remembers it; any other archive is asked anew each time.
    """
    return archive.once(question, answer) if isinstance(archive, Record) else answer()


def once_of_ties(archive: Archive, question: Hashable, answer: Callable[[], Answer]) -> Answer:
    """Return the answer to a question that is put to the ties of ``archive``, as :func:`once`."""
    return archive.once_of_ties(question, answer) if isinstance(archive, Record) else answer()


def _known(
    answers: dict[Hashable, Any], question: Hashable, answer: Callable[[], Answer]
) -> Answer:
    if question not in answers:
        answers[question] = answer()
    found: Answer = answers[question]
    return found


#: The typed table in which an archive for one case keeps what was counted over the whole.
AGGREGATES = "aggregates"


def aggregate(
    archive: Archive, question: tuple[Hashable, ...], expression: Callable[[], ir.Table]
) -> pa.Table:
    """Return what ``expression`` counts over all rows of ``archive``, whoever acts in them.

    An archive that was loaded for one case holds the rows of its clients only; of all others it
    keeps what such questions gave on the whole, and they are answered from that.

    Args:
        archive: The rows.
        question: What makes the question this one and no other.
        expression: Gives the query.

    Raises:
        ArchiveError: The archive was loaded for one case, and the case has changed since.
    """
    left_out = archive.left_out if isinstance(archive, Record) else ""
    text = repr((left_out, *question))
    kept = archive.table(AGGREGATES)
    if kept is None:
        found: pa.Table = expression().to_pyarrow()
    else:
        rows = kept.filter(kept.question == text).select("answer").to_pyarrow()
        if not rows.num_rows:
            msg = (
                "The archive holds only what its case asked when it was loaded, and the case asks "
                "something else now. Load the files again with --for."
            )
            raise ArchiveError(msg)
        found = unpacked(rows.column("answer")[0].as_py())
    if (collected := _COLLECTED.get()) is not None:
        collected[text] = packed(found)
    return found


_COLLECTED: ContextVar[dict[str, bytes] | None] = ContextVar("collected", default=None)


@contextmanager
def collected() -> Iterator[dict[str, bytes]]:
    """Collect what is counted over all rows meanwhile, by question, as an archive keeps it."""
    found: dict[str, bytes] = {}
    token = _COLLECTED.set(found)
    try:
        yield found
    finally:
        _COLLECTED.reset(token)


def packed(table: pa.Table) -> bytes:
    """Return a small table as the bytes that an archive keeps of it."""
    out = io.BytesIO()
    with pa.ipc.new_stream(out, table.schema) as stream:
        stream.write_table(table)
    return out.getvalue()


def unpacked(raw: bytes) -> pa.Table:
    """Return the table that :func:`packed` made bytes of."""
    table: pa.Table = pa.ipc.open_stream(raw).read_all()
    return table
