"""Votes: does the state vote, align and stay away differently since?

Idea: at the United Nations, how far a state leans is its agreement with the rival minus its
agreement with the partner's members, minus the same for comparable states; the agenda, which moves
everybody, cancels. Compare the lean on roll calls in the windows before and after the shock. Shown
with it are the lean by year with every dated step, and where the state stood, or that it was
absent, when the partner's members voted together against the rival. Where the record has no roll
calls, the yearly number of the partner's declarations that the state joined is compared across the
shock: joining fewer means moving away from the partner.
Misleads when: the shock moved the peers themselves, most votes are on one theme, or a state stays
away because it has no staff. Absence is a class of its own and never dissent.
Source: agreement of votes, Lijphart 1963, American Political Science Review 57:902; correction for
chance, Häge 2011, Political Analysis 19:287; agenda effects, Bailey, Strezhnev and Voeten 2017,
Journal of Conflict Resolution 61:430; steps, Bai and Perron 2003, Journal of Applied Econometrics
18:1; intervals by bootstrap over roll calls.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from steelyard.diagnostics import evidence, measures, reasons
from steelyard.diagnostics.assemble import judgement, weights_of
from steelyard.records import Account, Archive, Case, Diagnostic, Grade, Judgement, Measure
from steelyard.series import TieRow, Yearly, client_ties, yearly
from steelyard.statistics import INTERESTING_SHARE, MINIMAL_SHARE, Estimate, grade_share
from steelyard.statistics.grades import error_of, normal_estimate
from steelyard.wording import actor_name, first, percent, possessive

NAME = "votes"

#: The change across the shock, and the lean by year, as shares and corrected for chance.
CHANGE, CHANCE_CHANGE = "unga.lean_change", "unga.kappa_lean_change"
LEAN, CHANCE_LEAN = "unga.lean_gap", "unga.kappa_lean_gap"

#: Where it stood on roll calls that split the poles.
SPLITS = (
    "unga.split_with_pole",
    "unga.split_against_pole",
    "unga.split_absent",
    "unga.split_neither",
)

#: The share of the partner's declarations that the state joined.
JOINED = "cfsp.alignment"

#: How a row says on how many declarations its share rests.
COUNTED = re.compile(r"\b\d+ of (?:the )?(\d+)\b")

ASSUMED = "where the number of a year's declarations is not published, that of the nearest year stands for it"

#: Years after that of the shock whose declarations count: a government that turns does so early.
YEARS = 2

WANTED = (
    "the votes of the General Assembly (steelyard load unga; docs/ties.md says where they are), or the "
    "partner's yearly count of declarations joined (cfsp.alignment)"
)


@dataclass(frozen=True, slots=True)
class Arrays:
    """The client's rows of votes: the change across the shock, leans by year, splits, alignment."""

    client: str
    start: date
    shock: date
    change: tuple[TieRow, ...]
    leans: tuple[TieRow, ...]
    splits: tuple[TieRow, ...]
    joined: tuple[TieRow, ...]


def gather(archive: Archive, case: Case, client: str) -> Arrays:
    """Return what the archive's ties say of the client's votes."""
    wanted = (CHANGE, CHANCE_CHANGE, LEAN, CHANCE_LEAN, *SPLITS, JOINED)
    rows = [row for row in client_ties(archive, case, client, wanted) if row.value is not None]

    def of(*names: str) -> tuple[TieRow, ...]:
        return tuple(row for row in rows if row.indicator in names)

    return Arrays(
        client,
        case.before.start,
        case.shock.day,
        of(CHANGE, CHANCE_CHANGE),
        of(LEAN, CHANCE_LEAN),
        tuple(row for row in of(*SPLITS) if row.side == "partner"),
        of(JOINED),
    )


@dataclass(frozen=True, slots=True)
class _Declarations:
    """Declarations joined of those made in some years; ``assumed`` where a year's number is not published."""

    years: tuple[int, ...]
    joined: float
    of: int
    assumed: bool

    @property
    def share(self) -> float:
        """The share that the state joined."""
        return self.joined / self.of


@dataclass(frozen=True, slots=True)
class _Basis:
    """The change across the shock, the lean by year (plain, corrected for chance), and declarations.

    ``declared`` is what the change rests on where the record has no roll calls, before and after.
    """

    found: Estimate | None
    series: tuple[Yearly, Yearly]
    declared: tuple[_Declarations, _Declarations] | None


def judge(arrays: Arrays) -> Judgement:
    """Grade whether the lean toward the rival grew across the shock."""
    change = next((row for row in arrays.change if row.indicator == CHANGE), None)
    found = _estimate(change) if change else None
    leans = [
        yearly([row for row in arrays.leans if row.indicator == name], name)
        for name in (LEAN, CHANCE_LEAN)
    ]
    years = [row.year for row in leans[0].rows]
    numbers: tuple[int | None, int | None] = (
        sum(year <= arrays.shock.year for year in years) or None,
        sum(year > arrays.shock.year for year in years) or None,
    )
    declared = _declared(arrays) if found is None else None
    caveats = [*_steps(leans)]
    if declared:
        before, after = declared
        found, numbers = _turned_away(before, after), (before.of, after.of)
        if before.assumed or after.assumed:
            caveats.append(ASSUMED)
    return judgement(
        _grade(found),
        found,
        numbers,
        needed="votes of the sessions after the one that follows the shock" if found else WANTED,
        caveats=caveats,
        basis=_Basis(found, (leans[0], leans[1]), declared),
    )


def _declared(arrays: Arrays) -> tuple[_Declarations, _Declarations] | None:
    """Declarations joined in the years before and after, a year being where its middle lies."""
    known = {
        row.year: int(counted[1])
        for row in arrays.joined
        if (counted := COUNTED.search(f"{row.method} {row.text}"))
    }
    shares = {row.year: (row.value or 0.0) / 100 for row in arrays.joined}
    sides: tuple[list[int], list[int]] = ([], [])
    for year in shares:
        later = date(year, 7, 1) >= arrays.shock
        if year >= arrays.start.year and (not later or year <= arrays.shock.year + YEARS):
            sides[later].append(year)
    if not known or not all(sides):
        return None
    numbers = {
        year: known.get(year) or known[min(known, key=lambda other: abs(other - year))]
        for year in shares
    }
    before, after = (
        _Declarations(
            years=tuple(sorted(years)),
            joined=sum(shares[year] * numbers[year] for year in years),
            of=sum(numbers[year] for year in years),
            assumed=any(year not in known for year in years),
        )
        for years in sides
    )
    return before, after


def _turned_away(before: _Declarations, after: _Declarations) -> Estimate:
    """The share of declarations not joined, after less before."""
    variance = sum(part.share * (1 - part.share) / part.of for part in (before, after))
    # Where every declaration was joined, or none, a share still has an error.
    least = sum(1 / (4 * part.of**2) for part in (before, after))
    return normal_estimate(
        before.share - after.share, max(variance, least) ** 0.5, minimal=MINIMAL_SHARE
    )


def _estimate(row: TieRow) -> Estimate | None:
    """The change as an estimate; its error is read off the ends of the bootstrap interval."""
    if row.value is None or row.low is None or row.high is None or row.high <= row.low:
        return None
    ends = row.low, row.high
    return normal_estimate(row.value, error_of(*ends), minimal=MINIMAL_SHARE, ends=ends)


def _grade(found: Estimate | None) -> reasons.Decision:
    if found is None:
        return "cannot_tell", ("the record holds no votes on both sides of the shock",)
    grade: Grade = grade_share(found)
    if grade != "cannot_tell":
        return grade, ()
    if found.high < INTERESTING_SHARE:
        return "opposes", (f"a move of {100 * INTERESTING_SHARE:.0f} points or more is ruled out",)
    least = found.smallest_detectable or 0.0
    seen = f"the smallest shift that would be seen four times in five is {100 * least:.0f} points"
    return grade, (f"{reasons.UNSURE}; {seen}",)


def _steps(leans: list[Yearly]) -> Iterator[str]:
    """The steps of each series in words: they say what had moved long before."""
    for lean in leans:
        what = "corrected for chance " if lean.name == CHANCE_LEAN else ""
        if lean.course is None:
            continue
        for step in lean.course.steps:
            yield (
                f"the lean {what}stepped in {lean.when(step)} by {_points(step.size)} "
                f"({_points(step.low)} to {_points(step.high)})"
            )
        if not lean.course.steps and (likeliest := lean.course.likeliest) is not None:
            yield (
                f"the lean {what}has no step that is told from drift; the likeliest is "
                f"{lean.year(likeliest.at)}, by {_points(likeliest.size)}"
            )


def _points(value: float) -> str:
    return f"{100 * value:+.0f} points"


def tell(arrays: Arrays, judged: Judgement) -> Account:
    """Tell how the lean changed, when it had stepped, and where the state stood on splits."""
    basis: _Basis = judged.basis
    plain = basis.series[0]
    rows = (*arrays.change, *arrays.leans, *arrays.splits, *arrays.joined)
    leans = [row.value or 0.0 for row in plain.rows]
    return Account(
        sentence=_sentence(arrays, basis, plain),
        unit="share of declarations, those not joined after less before"
        if basis.declared
        else None,
        evidence=first([row.tie_id for row in rows]),
        measures=(
            *_changes(arrays),
            *(
                m
                for one in basis.series
                for m in measures.course(one, one.name.removeprefix("unga."))
            ),
            *_levels(arrays),
        ),
        exhibits=evidence.table(
            "Lean toward the rival by year, and where it stood when the poles split",
            (
                "year",
                "lean",
                "low",
                "high",
                "with the partner",
                "with the rival",
                "absent",
                "neither",
            ),
            _lines(arrays, plain),
            "Lean: agreement with the rival less that with the partner's members, less the same of "
            "the peers. Absence from a split is no dissent. A year without a lean has too few votes.",
        ),
        strongest_for=plain.rows[int(np.argmax(leans))].tie_id if leans else None,
        strongest_against=plain.rows[int(np.argmin(leans))].tie_id if leans else None,
        would_change=_would_change(judged.grade, basis),
    )


def _sentence(arrays: Arrays, basis: _Basis, lean: Yearly) -> str:
    name, found = actor_name(arrays.client, arrays.shock), basis.found
    if not lean.rows and found is None:
        return f"The record holds no votes of {name} beside both poles."
    parts = []
    if found is not None and basis.declared is not None:
        before, after = (f"{percent(x.share)} in {_span(x.years)}" for x in basis.declared)
        parts.append(
            f"{name} joined {before} and {after} of the EU's foreign-policy declarations: its distance "
            f"changed by {_points(found.effect)} ({_points(found.low)} to {_points(found.high)})"
        )
    elif found is not None:
        parts.append(
            f"{possessive(name)} lean toward the rival in UN votes, beside its peers, changed by "
            f"{_points(found.effect)} across the shock ({_points(found.low)} to {_points(found.high)})"
        )
    if lean.rows:
        last = lean.rows[-1]
        start = "it" if parts else f"{possessive(name)} lean toward the rival in UN votes"
        parts.append(f"{start} was {_points(last.value or 0.0)} in {last.year}")
    if lean.course is not None and lean.course.steps:
        step = max(lean.course.steps, key=lambda s: abs(s.size))
        parts.append(f"its largest step was in {lean.year(step.at)} ({_points(step.size)})")
    return "; ".join(parts) + "."


def _span(years: tuple[int, ...]) -> str:
    """Years as a reader writes them: 2019, or 2018 to 2019."""
    return str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}"


def _changes(arrays: Arrays) -> Iterator[Measure]:
    labels = {
        CHANGE: "lean after less lean before the shock",
        CHANCE_CHANGE: "the same, agreement corrected for chance (kappa)",
    }
    rows = {row.indicator: row for row in reversed(arrays.change)}
    for name, label in labels.items():
        if (row := rows.get(name)) is not None:
            yield Measure(
                name=name.removeprefix("unga."),
                kind="step",
                label=f"{label}: {row.text}" if row.text else label,
                value=row.value,
                low=row.low,
                high=row.high,
                unit=row.unit,
                evidence=(row.tie_id,),
            )


def _levels(arrays: Arrays) -> Iterator[Measure]:
    """Where it stood on the splits of the year of the shock, or the last year before it; what it joined."""
    last = max((row.year for row in arrays.splits if row.year <= arrays.shock.year), default=None)
    for row in arrays.splits:
        if row.year == last:
            name = f"{row.indicator.removeprefix('unga.')} {row.year}"
            side = row.indicator.removeprefix("unga.split_").replace("_", " ")
            ids = (row.tie_id,)
            yield measures.level(name, f"{side}, {row.text}", row.value, ids, unit=row.unit)
    for row in arrays.joined:
        label = f"of the EU's foreign-policy declarations, {row.year} ({row.counter})"
        name = f"declarations joined {row.year}"
        yield measures.level(name, label, row.value, (row.tie_id,), unit=row.unit)


def _lines(arrays: Arrays, lean: Yearly) -> Iterator[evidence.Line]:
    leans = {row.year: row for row in lean.rows}
    stood = {(row.year, row.indicator): row for row in arrays.splits}
    for year in sorted({row.year for row in (*lean.rows, *arrays.splits)}):
        mine = [stood.get((year, name)) for name in SPLITS]
        one = leans.get(year)
        ends = (None, None, None) if one is None else (one.value, one.low, one.high)
        rounded = (None if x is None else round(x, 3) for x in ends)
        shown = (None if row is None else row.value for row in mine)
        yield (year, *rounded, *shown), tuple(x.tie_id for x in (one, *mine) if x is not None)


def _would_change(grade: Grade, basis: _Basis) -> str | None:
    found = basis.found
    if found is None or grade == "cannot_tell":
        return None
    short = abs(found.low - MINIMAL_SHARE) if grade == "supports" else abs(found.high)
    if basis.declared is not None:
        more = INTERESTING_SHARE - found.high if grade == "opposes" else short
        which = "fewer" if grade == "opposes" else "more"
        return f"{100 * more:.0f} points {which} of the later declarations joined"
    return f"a change of the lean that is {100 * short:.0f} points smaller, or peers that moved as much"


DIAGNOSTIC = Diagnostic(
    name=NAME,
    question="Does the state vote, align and stay away differently since?",
    subject="its votes",
    proposition="it moved toward the rival",
    scale="difference",
    unit="share of roll calls, the lean after less the lean before",
    gather=gather,
    judge=judge,
    tell=tell,
    weights=weights_of(NAME),
)
