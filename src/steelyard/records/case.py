"""Case: the question asked of an archive, every name already checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

from steelyard.records.views import notebook
from steelyard.vocabulary.time import Order

PoleRole = Literal["partner", "rival", "other"]


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """A half-open interval of days ``[start, end)``.

    >>> from datetime import date
    >>> import steelyard as sy
    >>> sy.Window(date(2019, 10, 18), date(2020, 1, 1)).days
    75
    """

    start: date
    end: date

    @property
    def days(self) -> int:
        """Length in days."""
        return (self.end - self.start).days

    def holds(self, start: date, end: date) -> bool:
        """Say whether the whole of ``[start, end)`` lies in this window."""
        return self.start <= start and end <= self.end

    def meets(self, start: date, end: date) -> bool:
        """Say whether ``[start, end)`` and this window share a day."""
        return start < self.end and self.start < end


@dataclass(frozen=True, slots=True)
class Shock:
    """The event asked about; ``day`` is its first day.

    >>> from datetime import date
    >>> import steelyard as sy
    >>> sy.Shock(date(2019, 10, 18), ("FRA",), ("MKD", "ALB"), "A veto.").day.isoformat()
    '2019-10-18'
    """

    day: date
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    what: str


@dataclass(frozen=True, slots=True)
class Pole:
    """A set of actors that pulls.

    ``actors`` belong to it always, and so do, on each day, the members of the organisations
    in ``members_of``.

    >>> import steelyard as sy
    >>> west = sy.Pole("west", "partner", ("EU", "NATO", "USA"), members_of=("EU",), title="the West")
    >>> west.role
    'partner'
    """

    name: str
    role: PoleRole
    actors: tuple[str, ...]
    members_of: tuple[str, ...] = ()
    title: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement of the case's author that a finding can bear out or not.

    ``about`` names what is measured: an ``indicator`` of the claim's diagnostic, or its
    effect. ``value`` is the claimed figure; ``low`` and ``high`` bound what still counts as
    agreeing with it (default: a fifth either way).
    """

    id: str
    text: str
    diagnostic: str
    client: str | None = None
    measure: str | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    grade: str | None = None


@dataclass(frozen=True, slots=True)
class CaseReading:
    """What a case says of one reading: its prior and its weights.

    ``decibans`` replace the declared weights (``{"tempo.supports": 2.0}``); a reading that
    the case brings itself has a family, a title and a definition as well.
    """

    name: str
    prior: float | None = None
    decibans: Mapping[str, float] = field(default_factory=dict)
    family: str | None = None
    title: str | None = None
    sentence: str | None = None


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day on which a client votes, as a case names it; for every client where it names none."""

    day: date
    what: str
    source: str
    client: str | None = None


#: An effort beyond any that is thought of.
UNLIMITED = 1e6


@dataclass(frozen=True, slots=True)
class Span:
    """From how much less to how much harder one side of a comparison was searched than the other.

    ``assumed`` where nobody declared it. ``high`` is :data:`UNLIMITED` where only the side is known that the
    search favoured.
    """

    low: float = 0.5
    high: float = 2.0
    assumed: bool = True


#: What may be compared, and which words say that the search favoured its first or second side.
COMPARISONS: Mapping[str, tuple[str, str]] = {
    "after to before": ("after", "before"),
    "rival to partner": ("rival", "partner"),
    "deeds to words": ("deeds", "words"),
    "friendly to hostile": ("friendly", "hostile"),
    "client to rival": ("client", "rival"),
    "campaigns to other days": ("campaigns", "other days"),
    "later to earlier": ("later", "earlier"),
}


@dataclass(frozen=True, slots=True)
class Effort:
    """How a record was searched, comparison by comparison; see :data:`COMPARISONS`."""

    declared: tuple[tuple[str, Span], ...] = ()

    def of(self, comparison: str) -> Span:
        """Return the range for a comparison; from half to double where nobody declared one."""
        return dict(self.declared).get(comparison, Span())


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteList:
    """A list of all events of one kind that somebody counted: no search, and graded as counts.

    ``rows`` are ids of the case's table; empty where the whole file ``source`` is the list.
    """

    what: str
    listed_by: str
    window: Window
    source: str
    rows: tuple[str, ...] = ()
    client: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What hangs on the answer: acting now or waiting, and what each costs where it was wrong.

    ``false_alarm`` is the cost of acting where the client was not changing sides, ``missed`` that of
    waiting where it was, both in ``unit``. ``reading`` is the one that acting would be right for.
    """

    act: str
    wait: str
    false_alarm: float
    missed: float
    unit: str = ""
    reading: str = "realignment"

    @property
    def threshold(self) -> float:
        """The probability of the reading from which acting costs less than waiting."""
        return self.false_alarm / (self.false_alarm + self.missed)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCard:
    """Where rows come from, and how far they may be trusted; shown on the brief.

    ``sampling`` is ``systematic`` where the publisher's effort does not depend on the topic
    or the day (a wire coded whole), ``selective`` where people searched: counts of a
    selective source are not a tempo. ``limitation`` may never be empty.

    >>> import steelyard as sy
    >>> card = sy.SourceCard(name="mine", title="My rows", publisher="unpublished", address=None,
    ...                      licence="not stated", citation="", coverage="2018",
    ...                      limitation="Read by one person from two papers.", sampling="selective")
    >>> card.sampling
    'selective'
    """

    name: str
    title: str
    publisher: str
    address: str | None
    licence: str
    citation: str
    coverage: str
    limitation: str
    sampling: Literal["systematic", "selective"]
    rows: int = 0

    def __post_init__(self) -> None:
        """Refuse a card without a limitation: no source is without one."""
        if not self.limitation.strip():
            msg = f"Source '{self.name}' names no limitation; write what its rows cannot say."
            raise ValueError(msg)

    def counting(self, rows: int) -> SourceCard:
        """Return this card with the number of rows that were read."""
        return replace(self, rows=rows)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Case:
    """One question: after ``shock``, did each client move toward the rival pole?

    ``windows`` holds ``before`` and ``after`` and any window that is named after a
    diagnostic, which then replaces ``after`` for it. ``gaps`` are known holes in the record.
    ``events`` and ``ties`` are files beside the case file. ``peers`` are the states that a
    client's structural ties are held against; where none are named, measures choose their own.
    ``calendar`` has election days that the vocabulary does not list. ``decision`` is what hangs on the
    answer, where the case says so. ``effort`` says how a record was searched, ``lists`` which of its rows
    are complete lists, ``searches`` where a log of queries is kept. ``days`` is the order of day, month
    and year in tables whose days do not settle it themselves.
    ``seed`` is what every draw of chance comes from; the run that asks the case sets it.
    ``rows`` is the archive that a case built in code brings itself; a case from a file has none.

    >>> import steelyard as sy
    >>> sy.load_case("balkans-2019")
    <Case balkans-2019: SRB, MKD; shock 2019-10-18; partner EU, NATO, USA, GBR; rival RUS, EAEU, CSTO>
    """

    name: str
    title: str
    question: str
    clients: tuple[str, ...]
    shock: Shock
    windows: Mapping[str, Window]
    poles: tuple[Pole, ...]
    events: tuple[Path, ...] = ()
    ties: tuple[Path, ...] = ()
    needs: tuple[str, ...] = ()
    gaps: tuple[Window, ...] = ()
    readings: tuple[CaseReading, ...] = ()
    claims: tuple[Claim, ...] = ()
    sources: tuple[SourceCard, ...] = ()
    notes: tuple[str, ...] = ()
    peers: tuple[str, ...] = ()
    calendar: tuple[CalendarDay, ...] = ()
    decision: Decision | None = None
    effort: Effort = field(default_factory=Effort)
    lists: tuple[CompleteList, ...] = ()
    searches: Path | None = None
    days: Order | None = None
    folder: Path | None = None
    seed: int = 0
    rows: Any = field(default=None, compare=False)

    def __repr__(self) -> str:
        """One line: who, when, between whom."""
        poles = "; ".join(f"{pole.role} {', '.join(pole.actors)}" for pole in self.poles)
        return f"<Case {self.name}: {', '.join(self.clients)}; shock {self.shock.day}; {poles}>"

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        return notebook.case(self)

    @property
    def before(self) -> Window:
        """The window before the shock."""
        return self.windows["before"]

    @property
    def searched(self) -> bool:
        """Whether all that the case rests on was searched by hand."""
        return bool(self.sources) and all(card.sampling == "selective" for card in self.sources)

    def after(self, diagnostic: str | None = None) -> Window:
        """The window after the shock; a diagnostic may have one of its own."""
        return self.windows.get(diagnostic or "after", self.windows["after"])

    def pole(self, role: PoleRole) -> Pole:
        """The pole that plays ``role``; a checked case has one partner and one rival."""
        return next(pole for pole in self.poles if pole.role == role)
