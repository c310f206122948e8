"""A diagnostic question, what is judged of it and how that is told; both together are a finding."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol, runtime_checkable

from steelyard.errors import CaseError
from steelyard.records.views import frames, notebook

if TYPE_CHECKING:
    from steelyard.records.archive import Archive
    from steelyard.records.case import Case

Grade = Literal["supports", "opposes", "cannot_tell", "not_applicable"]
GRADES: tuple[Grade, ...] = ("supports", "opposes", "cannot_tell", "not_applicable")

#: What an effect is: a ratio is looked at as its log, a share lies between 0 and 1.
Scale = Literal["ratio", "share", "difference", "count"]

#: The value of each scale that speaks neither for a proposition nor against it.
NULLS: Mapping[Scale, float] = {"ratio": 1.0, "share": 0.5, "difference": 0.0, "count": 0.0}

#: What a measure is: a ratio of like to like, a level, its slope, a shift of it, or a place in a row.
MeasureKind = Literal["ratio", "level", "trend", "step", "rank"]


#: How a question is answered: by a grade, by bounds that hold whatever the search, by an effect without
#: either, or not at all.
Answered = Literal["graded", "bounded", "estimated", "open"]


@dataclass(frozen=True, slots=True)
class EffortPoint:
    """What would be found if one side had been searched ``gamma`` times as hard as the other."""

    gamma: float
    effect: float | None
    low: float | None
    high: float | None
    grade: Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderEffort:
    """An answer from a searched record as a function of how unevenly it was searched.

    ``comparison`` says which side to which (``after to before``); from ``low`` to ``high`` times, which is
    ``assumed`` where the case declares nothing; ``high`` is None where nothing is known but the side that the
    search favoured. ``overturned`` is the effort, above or below one, at which the
    grade at even effort would no longer be given; None where there is none, or none overturns it.
    ``bounds`` hold over the whole range: a sensitivity range, no interval. ``along`` works out the points and
    what overturns the grade; a finding has them spelled out.
    """

    comparison: str
    low: float
    high: float | None
    assumed: bool
    bounds: tuple[float | None, float | None]
    points: tuple[EffortPoint, ...] = ()
    overturned: float | None = None
    along: Callable[[], tuple[tuple[EffortPoint, ...], float | None]] | None = field(
        default=None, compare=False, repr=False
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One named figure of a finding, so that a claim can be held against it.

    ``name`` is stable within its diagnostic (``trade EU:EAEU``); ``kind`` says what sort of figure
    it is, whatever its unit is called; ``low`` and ``high`` span the sources or the 90 % interval,
    as ``label`` says. ``evidence`` are event and tie ids.
    """

    name: str
    kind: MeasureKind
    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    unit: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """A small table that a finding shows; ``evidence[i]`` are the ids behind ``rows[i]``."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | float | int | None, ...], ...]
    evidence: tuple[tuple[str, ...], ...]
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse ragged tables: each row has every column and its own evidence."""
        if any(len(row) != len(self.columns) for row in self.rows):
            msg = f"Exhibit '{self.title}' has rows that do not fit its columns {self.columns}."
            raise ValueError(msg)
        if len(self.evidence) != len(self.rows):
            msg = f"Exhibit '{self.title}' has {len(self.rows)} rows but evidence for {len(self.evidence)}."
            raise ValueError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gauge:
    """A figure of a diagnostic whose weight was measured on real cases with known ends.

    It speaks for one ``reading``: the larger ``measure`` finds it in the arrays of ``judge``, the more.
    Beyond ``low`` and ``high`` it says no more, since few real cases went there. ``neutral`` is the value
    that says nothing; None where the real cases decide that too. A ``level`` is one that may have stood
    for years: it speaks in full only beside figures of change. One that ``binds`` counts acts that are hard to undo, which
    take back part of what a level says against. ``label`` is what a reader calls it, ``counts`` what its ratio is of where the label does not say. One that is
    ``searched`` weighs in records that people searched alone: there somebody chose each row, where a wire's coder
    finds such acts by the dozen. One that is ``counted`` weighs in records that were counted alone: where people searched, the
    rows of one affair are one occasion.
    """

    name: str
    reading: str
    label: str
    measure: Callable[[Any], float | None]
    low: float
    high: float
    neutral: float | None = 0.0
    level: bool = False
    binds: bool = False
    counts: str = ""
    searched: bool = False
    counted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Finding:
    """What one diagnostic says about one client.

    The grade is about ``proposition``. ``low`` and ``high`` are a 90 % interval of
    ``effect`` in ``unit``; ``scale`` says what sort of figure it is, and ``null`` which value would
    speak neither for the proposition nor against it. ``smallest_detectable`` is the smallest effect in the same unit
    that the data could have shown with a power of 80 %. ``needed`` says which data would
    settle the question; it is never empty where the grade is ``cannot_tell``.
    ``evidence`` are ids of events and ties, those that weigh most first; where a brief names
    only the first of many, ``evidence_total`` says how many there are. ``strongest_for`` and
    ``strongest_against`` are the single rows that speak loudest for and against the proposition,
    and ``would_change`` says what would change a grade that was given. A ``key_point`` stands on
    the first screen; ``chart`` names the chart that shows the measures; ``weights`` are what the
    diagnostic's grades are declared to say of each reading; ``numbers`` holds its gauges by name.
    ``precedent`` says what became of real changes of this size, where a table tells; it weighs nothing.
    ``answered`` says which of the kinds of answer this is; ``effort`` is the answer from a searched record as
    a function of how unevenly it was searched; ``subject`` says in plain words what is set aside where the
    question is left out.

    >>> import steelyard as sy
    >>> found = sy.diagnose(sy.load_case("balkans-2019"), only="distrust")[0]
    >>> found.client, found.diagnostic, found.scale
    ('SRB', 'distrust', 'share')
    """

    diagnostic: str
    client: str
    question: str
    proposition: str
    sentence: str
    grade: Grade
    effect: float | None = None
    unit: str | None = None
    scale: Scale
    null: float
    low: float | None = None
    high: float | None = None
    n_before: int | None = None
    n_after: int | None = None
    smallest_detectable: float | None = None
    reasons: tuple[str, ...] = ()
    needed: str | None = None
    evidence: tuple[str, ...] = ()
    evidence_total: int | None = None
    measures: tuple[Measure, ...] = ()
    exhibits: tuple[Exhibit, ...] = ()
    strongest_for: str | None = None
    strongest_against: str | None = None
    would_change: str | None = None
    key_point: bool = False
    chart: Literal["ratios"] | None = None
    weights: tuple[Weight, ...] = field(default=(), repr=False)
    numbers: Mapping[str, float] = field(default_factory=dict)
    precedent: str | None = None
    answered: Answered = "open"
    effort: UnderEffort | None = None
    subject: str = ""

    #: What stands behind it, for :meth:`rows` and :meth:`plot`; the pipeline gives it.
    behind: Behind | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        """Hold every finding to the promises that the brief makes of it."""
        if self.grade not in GRADES:
            msg = f"Grade '{self.grade}' of {self.diagnostic} is not one of {', '.join(GRADES)}."
            raise ValueError(msg)
        if self.grade in ("cannot_tell", "not_applicable") and not (self.reasons and self.needed):
            msg = f"{self.diagnostic} says {self.grade} without a reason or without what is needed."
            raise ValueError(msg)

    def __repr__(self) -> str:
        """One line: what was asked of whom, the grade, the figures."""
        figures = notebook.interval(self)
        told = f", {figures}" if figures else ""
        return f"<Finding {self.diagnostic} {self.client}: {self.grade}{told}>"

    def __str__(self) -> str:
        """The sentence."""
        return self.sentence

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        return notebook.finding(self)

    def rows(self, to: frames.Form = "pandas") -> Any:
        """Return the rows behind this finding, those that weigh most first.

        Args:
            to: The frame that is wanted: ``pandas``, ``polars`` or ``arrow``.

        Returns:
            One row an event or tie: who, on whom, what, when, the sentence, the address, the id
            within its source. All of them, also where a brief names only the first of many.

        Raises:
            CaseError: The finding was not made in this process, so that its rows are not at hand.

        >>> import steelyard as sy
        >>> found = sy.diagnose(sy.load_case("balkans-2019"), only=["anticipation"])[0]
        >>> found.rows()[["day", "actor", "recipient", "type"]].head(1)
                 day    actor recipient   type
        0 2019-10-19  RUS;SRB   RUS;SRB  AGREE
        """
        return frames.framed(frames.rows_table(self._behind().rows()), to)

    def plot(self) -> Any:
        """Return a chart of the finding: the record that it judged, and the answer with its interval.

        Returns:
            An Altair chart: shown by a notebook, and written with ``chart.save("tempo.html")``,
            ``.svg`` or ``.png``.

        Raises:
            CaseError: The finding was not made in this process.

        >>> import steelyard as sy
        >>> found = sy.diagnose(sy.load_case("balkans-2019"), only=["anticipation"])[0]
        >>> type(found.plot()).__name__
        'VConcatChart'
        """
        from steelyard.records.views.plots import finding_plot

        return finding_plot(self, self._behind())

    def _behind(self) -> Behind:
        if self.behind is None:
            msg = (
                f"The rows behind {self.diagnostic} of {self.client} are not at hand: the finding was "
                "made in another process. Weigh or diagnose the case again."
            )
            raise CaseError(msg)
        return self.behind


@runtime_checkable
class Behind(Protocol):
    """What stands behind a finding: its rows, and the record that it was asked of."""

    @property
    def case(self) -> Case:
        """The case that was asked."""
        ...

    def rows(self) -> list[dict[str, Any]]:
        """Return the events and ties, as plain values, those that weigh most first."""
        ...

    def weeks(self) -> Sequence[Mapping[str, Any]]:
        """Return counts a week of the client with partner and rival; empty without a systematic count."""
        ...

    def timeline(self) -> Sequence[Mapping[str, Any]]:
        """Return what passed between the client and each pole, event by event."""
        ...


@dataclass(frozen=True, slots=True)
class Weight:
    """A declared likelihood ratio, with its reason.

    It says how much a grade of a diagnostic speaks for a reading against ``none of these``,
    in decibans (10 log10 of the ratio).
    """

    diagnostic: str
    grade: str
    reading: str
    decibans: float
    reason: str


class Answer(Protocol):
    """What the weighing looks at: a judgement, or a finding that has one."""

    @property
    def grade(self) -> Grade:
        """What is said of the proposition."""

    @property
    def effect(self) -> float | None:
        """How large it is."""

    @property
    def low(self) -> float | None:
        """Lower end of the 90 % interval."""

    @property
    def high(self) -> float | None:
        """Upper end of the 90 % interval."""

    @property
    def n_before(self) -> int | None:
        """How many events before the shock stand behind it."""

    @property
    def n_after(self) -> int | None:
        """How many after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a diagnostic decides from its arrays, without a word about it.

    ``null`` is the value that speaks neither way, where it is not that of the scale. ``basis`` is
    what was worked out on the way; only the diagnostic's own ``tell`` knows what is in it. ``numbers``
    are its gauges by name, those that could be told, whatever the grade. ``effort`` is the answer as a
    function of how unevenly a record was searched.
    """

    grade: Grade
    effect: float | None = None
    null: float | None = None
    low: float | None = None
    high: float | None = None
    n_before: int | None = None
    n_after: int | None = None
    smallest_detectable: float | None = None
    reasons: tuple[str, ...] = ()
    needed: str | None = None
    basis: Any = field(default=None, compare=False, repr=False)
    numbers: Mapping[str, float] = field(default_factory=dict)
    effort: UnderEffort | None = None

    def __post_init__(self) -> None:
        """Refuse an answer that stands down without a reason."""
        if self.grade not in GRADES:
            msg = f"Grade '{self.grade}' is not one of {', '.join(GRADES)}."
            raise ValueError(msg)
        if self.grade in ("cannot_tell", "not_applicable") and not (self.reasons and self.needed):
            msg = f"A judgement says {self.grade} without a reason or without what is needed."
            raise ValueError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """How a judgement is told: the sentence, the figures, and the rows behind them.

    ``unit`` is that of the effect where it is not the diagnostic's own. A ``key_point`` stands on
    the first screen of the brief whatever it weighs.
    """

    sentence: str
    unit: str | None = None
    evidence: tuple[str, ...] = ()
    measures: tuple[Measure, ...] = ()
    exhibits: tuple[Exhibit, ...] = ()
    strongest_for: str | None = None
    strongest_against: str | None = None
    would_change: str | None = None
    key_point: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One question that can be put to any archive, and all that is known of it.

    ``gather`` asks the archive for small arrays, the only part that queries; ``judge`` turns
    them into a judgement and is pure, so that simulated worlds, what-if and signposts can call it;
    ``tell`` puts the judgement into words. ``from_splits`` makes the arrays of ``judge`` from the
    client's events alone, where they are all that it looks at: only then can simulated worlds be
    asked. ``depends_on`` says what of an event's type decides: the type itself, or no more than
    its kind (quad class, words or deeds). ``weights`` are the declared ones, ``gauges`` the figures
    whose weights real cases decide. ``chart`` names the chart of the brief that shows its measures;
    ``subject`` is what is set aside where the question is left out, in plain words.
    """

    name: str
    question: str
    proposition: str
    scale: Scale
    unit: str
    gather: Callable[[Archive, Case, str], Any]
    judge: Callable[..., Judgement]
    tell: Callable[..., Account]
    from_splits: Callable[..., Any] | None = None
    depends_on: Literal["type", "kind"] = "type"
    weights: tuple[Weight, ...] = ()
    gauges: tuple[Gauge, ...] = ()
    chart: Literal["ratios"] | None = None
    subject: str = ""
