"""Verdict: the rival readings weighed; Brief: the page that shows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from steelyard.records.case import Case, SourceCard
from steelyard.records.findings import Finding
from steelyard.records.views import frames, notebook

Family = Literal["what", "driver"]
FAMILIES: tuple[Family, ...] = ("what", "driver")
Outcome = Literal["borne_out", "qualified", "contradicted", "cannot_tell"]


@dataclass(frozen=True, slots=True)
class Reading:
    """A rival explanation of the whole record, and the family that it competes in."""

    name: str
    family: Family
    title: str
    sentence: str
    prior: float


#: What a check changes: a question or several left out, publishers left out, the day moved, the priors, the
#: noise of the worlds, an affair left out, rows put in that a search may have missed.
CheckKind = Literal["question", "group", "publishers", "day", "priors", "noise", "affair", "missed"]


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """The probabilities of a family when one thing is changed."""

    change: str
    probabilities: Mapping[str, float]
    kind: CheckKind = "publishers"


@dataclass(frozen=True, slots=True)
class Fragile:
    """The affair without which the answer would be another word of the scale.

    ``what`` names it, ``rows`` are its ids; ``probability`` is what the reading asked about would have.
    """

    what: str
    rows: tuple[str, ...]
    probability: float
    word: str


@dataclass(frozen=True, slots=True)
class Hinge:
    """The question whose answer alone keeps the verdict on its side of one half.

    ``subject`` says in plain words what is set aside without it; ``probability`` is what the reading asked
    about would have then, and ``word`` what it would be called.
    """

    diagnostic: str
    subject: str
    probability: float
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """What simulated worlds like the record were.

    ``fit`` is the share of worlds that lie as far from all others as the record does: below .02 no
    world looks like it. ``among[reading]`` counts the nearest worlds by what was true in them;
    ``nearest`` describes the two nearest, a sentence each.
    """

    fit: float
    among: Mapping[str, int]
    nearest: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class FamilyVerdict:
    """One family of readings weighed for one client.

    ``probabilities`` sum to one and hold ``none``. ``decibans[diagnostic][reading]`` is what
    was added, after the caps; ``declared`` is before them, ``caps`` says where they bit.

    ``learned`` names the diagnostics whose weights come from simulated worlds: their decibans are
    those of the finding left out of the whole, so they need not add up. ``labels`` says where a
    grade of a diagnostic all but excludes a reading (``hoop``) or all but proves it (``smoking gun``).
    ``narrow`` are the probabilities under worlds with less noise; where they differ by more than .15
    for a reading it is in ``mild_words``, and its likelihood is called no more than "likely" or "unlikely".
    ``fragile`` names the affair of a searched record without which the answer would be another word,
    ``hinge`` the question without which it would be on the other side of one half.
    """

    client: str
    family: Family
    prior: Mapping[str, float]
    probabilities: Mapping[str, float]
    decibans: Mapping[str, Mapping[str, float]]
    declared: Mapping[str, Mapping[str, float]]
    caps: tuple[str, ...] = ()
    sensitivity: tuple[Sensitivity, ...] = ()
    learned: tuple[str, ...] = ()
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    narrow: Mapping[str, float] | None = None
    mild_words: tuple[str, ...] = ()
    likeness: Likeness | None = None
    fragile: Fragile | None = None
    hinge: Hinge | None = None

    def __repr__(self) -> str:
        """One line: whose, and the readings, the likeliest first."""
        return f"<FamilyVerdict {self.client}, {self.family}: {notebook.shares(self)}>"

    def span(self, reading: str) -> tuple[float, float]:
        """Return the lowest and highest probability of ``reading`` over all sensitivity runs."""
        values = [run.probabilities[reading] for run in self.sensitivity]
        values.append(self.probabilities[reading])
        return min(values), max(values)

    def ends(self, reading: str) -> tuple[str | None, str | None]:
        """Return which checks reach lowest and highest, None where none moves that way."""
        now = self.probabilities[reading]
        found = []
        for end, beyond in ((min, -1), (max, 1)):
            run = end(self.sensitivity, key=lambda one: one.probabilities[reading], default=None)
            moves = run is not None and beyond * (run.probabilities[reading] - now) > 0
            found.append(run.change if run is not None and moves else None)
        return found[0], found[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimCheck:
    """A claim of the case, compared with the findings."""

    id: str
    text: str
    diagnostic: str
    client: str | None
    outcome: Outcome
    sentence: str
    claimed: float | None = None
    found: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Signpost:
    """What would change our mind: a question still open with the data that would settle it, or an event.

    ``move`` is the largest change of a probability. An event is given as ``supposed``, in the form that
    ``--suppose`` takes; ``chance`` is how likely it is within weeks at the pair's own pace, and
    ``diagnostic`` the question that it would move most. For an open question both are None.
    """

    client: str
    diagnostic: str
    sentence: str
    move: float = 0.0
    supposed: str | None = None
    chance: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Verdict:
    """The readings weighed for every client of a case.

    ``answer`` is the title of the brief; ``sentences`` are one verdict sentence a client;
    ``confidence`` is a sentence of its own, never joined with a likelihood (ICD 203).

    >>> import steelyard as sy
    >>> verdict = sy.weigh(sy.load_case("balkans-2019")).verdict
    >>> round(sum(verdict.family("SRB", "what").probabilities.values()), 6)
    1.0
    """

    answer: str
    sentences: tuple[str, ...]
    key_points: tuple[str, ...]
    confidence_level: Literal["low", "moderate", "high"]
    confidence: str
    confidence_reasons: tuple[str, ...]
    families: tuple[FamilyVerdict, ...]
    would_change: tuple[Signpost, ...]
    #: What became of real cases that were given so much; empty where nothing was told.
    track_record: Mapping[str, Any] = field(default_factory=dict)

    def __repr__(self) -> str:
        """One line: the answer."""
        return f"<Verdict: {self.answer}>"

    def __str__(self) -> str:
        """A few lines: the answer, the readings, how sure it is."""
        return notebook.verdict_text(self)

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        return notebook.verdict(self)

    def family(self, client: str, family: Family) -> FamilyVerdict:
        """Return the weighing of ``family`` for ``client``."""
        return next(f for f in self.families if f.client == client and f.family == family)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extras:
    """What is written beside the four files of every brief."""

    pdf: bool = False
    appendix: bool = False
    docx: bool = False
    pictures: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Brief:
    """Everything that the page shows, and nothing that it would have to compute.

    ``evidence`` maps each id that a finding, claim or chart names to its row (an event or a
    tie as plain values). ``timeline``, ``acts`` and ``weeks`` are rows for the charts: single events,
    words and deeds per window, and counts a week where the record is a systematic count.

    >>> import steelyard as sy
    >>> brief = sy.weigh(sy.load_case("balkans-2019"))
    >>> brief.to_pandas("findings").grade.isin(["supports", "opposes", "cannot_tell", "not_applicable"]).all()
    np.True_
    """

    case: Case
    verdict: Verdict
    readings: tuple[Reading, ...]
    findings: tuple[Finding, ...]
    claims: tuple[ClaimCheck, ...]
    evidence: Mapping[str, Mapping[str, Any]]
    sources: tuple[SourceCard, ...]
    timeline: tuple[Mapping[str, Any], ...]
    acts: tuple[Mapping[str, Any], ...]
    weeks: tuple[Mapping[str, Any], ...]
    seed: int
    version: str
    #: What happened by rung (talk, commitment, delivery), per client, pole and window.
    rungs: tuple[Mapping[str, Any], ...] = ()
    #: From whose press the events behind each finding come.
    publishers: tuple[Mapping[str, Any], ...] = ()
    #: What it was made from, by content: files, sources of an archive, weights.
    inputs: tuple[Mapping[str, Any], ...] = ()
    #: The case as plain values, so that the run can be weighed again.
    settings: Mapping[str, Any] = field(default_factory=dict)
    #: The rest of the record where it is small: ``rows`` that no number names, by id (None where they are
    #: too many), and the days that each source ``covered``.
    record: Mapping[str, Any] = field(default_factory=dict)
    #: What must be the same for the same bytes, and where it lay: written as run.lock.json.
    lock: Mapping[str, Any] = field(default_factory=dict, compare=False)
    #: How to write it; the pipeline gives it, since the page is a stage above the records.
    writer: Callable[[Brief, Path, Extras], tuple[Path, ...]] = field(compare=False, repr=False)

    def save(
        self,
        folder: str | Path,
        *,
        pdf: bool = False,
        appendix: bool = False,
        docx: bool = False,
        pictures: str | Path | None = None,
    ) -> tuple[Path, ...]:
        """Write brief.html, brief.json, brief.md, findings.csv and run.lock.json into ``folder``.

        Either all are written or none: they are made in a temporary folder first.

        Args:
            folder: Where to; files of the same names are replaced.
            pdf: Write brief.pdf as well, on two pages.
            appendix: Print all parts into it, not the two pages alone.
            docx: Write brief.docx as well, for comments.
            pictures: A folder for pictures as SVG and PNG, made for a slide.

        Raises:
            CaseError: A folder cannot be written to.
            SteelyardError: A PDF is asked for and no program is there that prints.
        """
        where = None if pictures is None else Path(pictures)
        extras = Extras(pdf=pdf, appendix=appendix, docx=docx, pictures=where)
        return self.writer(self, Path(folder), extras)

    def __repr__(self) -> str:
        """One line: the case and the answer."""
        return f"<Brief {self.case.name}: {self.verdict.answer}>"

    def __str__(self) -> str:
        """The first screen in plain lines."""
        return str(self.summary())

    def _repr_html_(self) -> str:
        """What a notebook shows: the first screen."""
        return notebook.brief(self)

    def summary(self) -> notebook.Summary:
        """Return the first screen: the answer, the readings, the grade of each finding.

        >>> import steelyard as sy
        >>> brief = sy.weigh(sy.load_case("balkans-2019"))
        >>> brief.summary().splitlines()[0] == brief.verdict.answer
        True
        """
        return notebook.summary(self)

    def to_pandas(self, table: str = "findings", to: frames.Form = "pandas") -> Any:
        """Return one table of the brief as a frame, one fact a row.

        Args:
            table: ``findings``; ``readings``: the probability of each reading for each client;
                ``decibans``: what each diagnostic adds to each reading; ``measures``: every named
                figure; ``claims``; ``evidence``: the rows behind the numbers; ``weeks``: counts a
                week, where the record is a systematic count.
            to: The frame that is wanted: ``pandas``, ``polars`` or ``arrow``.

        Raises:
            CaseError: There is no such table or frame.

        >>> import steelyard as sy
        >>> brief = sy.weigh(sy.load_case("balkans-2019"))
        >>> brief.to_pandas("readings").query("client == 'SRB'").probability.sum().round(6)
        np.float64(2.0)
        """
        return frames.framed(frames.brief_table(self, table), to)

    def plot(self, client: str | None = None) -> Any:
        """Return a chart of the record of a client and of the readings; the first client by default.

        Raises:
            CaseError: The case has no such client.
        """
        from steelyard.records.views.plots import brief_plot

        return brief_plot(self, client or self.case.clients[0])
