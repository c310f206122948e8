"""The declared readings, and how much each grade of a diagnostic weighs for them.

Both are tables in ``data/`` that a reader can dispute row by row. A case may replace weights and
priors and may define readings of its own.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import cast

from steelyard.errors import CaseError
from steelyard.records import FAMILIES, Case, CaseReading, Family, Finding, Grade, Reading, Weight

#: Prior probability of "none of these": that the truth is something nobody listed.
NONE_PRIOR = 0.05
NONE = "none"

#: The reading that the question of every case is about.
ASKED = "realignment"

#: The largest weight of a single diagnostic, in decibans (about four to one).
LOUDEST = 6.0

#: The grades that carry weight; the others carry none.
TELLING: tuple[Grade, Grade] = ("supports", "opposes")


def declared_readings(*, measured: bool = False) -> tuple[Reading, ...]:
    """Return the readings of the tool, each with its prior.

    Args:
        measured: The priors that go with learned weights (``data/priors.csv``), where real turns are
            rarer than the rest; else flat ones, as go with declared weights.
    """
    rates = {row["reading"]: float(row["prior"]) for row in _rows("priors")} if measured else {}
    rows = _rows("readings")
    rest = {
        family: _rest([row["reading"] for row in rows if row["family"] == family], rates)
        for family in FAMILIES
    }
    return tuple(
        Reading(
            name=row["reading"],
            family=(family := cast(Family, row["family"])),
            title=row["title"],
            sentence=row["sentence"],
            prior=rates.get(row["reading"], rest[family]),
        )
        for row in rows
    )


def _rest(names: Sequence[str], rates: Mapping[str, float]) -> float:
    """The prior of each reading of a family whose base rate nobody measured."""
    known = [rates[name] for name in names if name in rates]
    return (1 - NONE_PRIOR - sum(known)) / max(len(names) - len(known), 1)


def readings_for(case: Case, *, measured: bool = False) -> tuple[Reading, ...]:
    """Return the readings that are weighed for ``case``, with its priors.

    Where a case gives a prior for some readings of a family, the others share what is left
    in proportion to their own; "none of these" keeps its prior unless the case gives one to ``none``,
    which then holds in both families.

    Args:
        case: Gives readings and priors of its own, if any.
        measured: The priors that go with learned weights, else flat ones.

    Raises:
        CaseError: A reading is unknown and not defined, or the priors of a family do not fit.
    """
    found = {reading.name: reading for reading in declared_readings(measured=measured)}
    for entry in case.readings:
        _check_prior(entry)
        if entry.name == NONE:
            _check_none(entry)
            continue
        found[entry.name] = _reading(entry, found)
    return tuple(
        reading for family in FAMILIES for reading in _with_priors(case, family, found.values())
    )


def weights_for(case: Case, findings: Iterable[Finding]) -> tuple[Weight, ...]:
    """Return the weights of the findings; those that the case sets replace them."""
    found = {(w.diagnostic, w.grade, w.reading): w for f in findings for w in f.weights}
    for entry in case.readings:
        for key, decibans in entry.decibans.items():
            diagnostic, grade = key.split(".")
            found[diagnostic, grade, entry.name] = Weight(
                diagnostic, grade, entry.name, decibans, "set in the case"
            )
    return tuple(found.values())


@cache
def driver_grades() -> frozenset[tuple[str, str]]:
    """Return the findings, each with its grade, that real cases let speak of who drives (``data/drivers.csv``)."""
    return frozenset(
        (row["diagnostic"], row["grade"]) for row in _rows("drivers") if row["speaks"] == "yes"
    )


def title_of(case: Case, name: str) -> str:
    """Return the title of a reading as it is written in mid-sentence.

    A title defined by the case keeps its capitals, since it may begin with a name.
    """
    if name == NONE:
        return "none of these"
    if any(reading.name == name for reading in declared_readings()):
        return next(r.title for r in declared_readings() if r.name == name).lower()
    return next(entry.title or name for entry in case.readings if entry.name == name)


def phrase_of(case: Case, name: str) -> str:
    """Return a reading as a headline names it: ``a bid for concessions from the West``."""
    found = {row["reading"]: row["phrase"] for row in _rows("readings")}
    if name not in found:
        return f"“{title_of(case, name)}”"
    titles = {role: case.pole(role).title for role in ("partner", "rival")}
    return found[name].format(**titles)


def _reading(entry: CaseReading, known: dict[str, Reading]) -> Reading:
    if entry.name in known:
        declared = known[entry.name]
        if entry.family not in (None, declared.family):
            msg = (
                f"Reading '{entry.name}' belongs to the family '{declared.family}', not "
                f"'{entry.family}'. Give a reading of your own another name."
            )
            raise CaseError(msg)
        return declared
    if not (entry.family and entry.title and entry.sentence):
        raise _unknown("Reading", entry.name, known, "or define it: family, title and sentence")
    if entry.family not in FAMILIES:
        raise _unknown("Family", entry.family, FAMILIES, f"in readings.{entry.name}")
    return Reading(entry.name, entry.family, entry.title, entry.sentence, 0.0)


def _check_prior(entry: CaseReading) -> None:
    if entry.prior is not None and not 0 < entry.prior < 1:
        msg = (
            f"readings.{entry.name} has the prior {entry.prior:g}; more than 0 and less than 1 is "
            "allowed, since nothing is ruled out or settled before looking."
        )
        raise CaseError(msg)


def _check_none(entry: CaseReading) -> None:
    """Refuse anything but a prior for "none of these", against which the others are weighed."""
    if entry.decibans or entry.family or entry.title or entry.sentence:
        msg = (
            f"readings.{NONE} may have a prior only: 'none of these' stays at 0 decibans, since the "
            "others are weighed against it. Give a reading of your own another name."
        )
        raise CaseError(msg)


def check_weights(case: Case, diagnostics: Collection[str]) -> None:
    """Check the weights that a case sets itself.

    Args:
        case: The case.
        diagnostics: The names that it may give.

    Raises:
        CaseError: A weight names no diagnostic or grade, or is too loud.
    """
    for entry in case.readings:
        _check_weights(entry, diagnostics)


def _check_weights(entry: CaseReading, diagnostics: Collection[str]) -> None:
    for key, decibans in entry.decibans.items():
        diagnostic, _, grade = key.partition(".")
        if diagnostic not in diagnostics:
            raise _unknown("Diagnostic", diagnostic, diagnostics, f"in readings.{entry.name}")
        if grade not in TELLING:
            raise _unknown("Grade", grade, TELLING, f"in readings.{entry.name}.decibans")
        if not abs(decibans) <= LOUDEST:
            msg = (
                f"readings.{entry.name} gives {key} {decibans:g} decibans; from -{LOUDEST:g} to "
                f"{LOUDEST:g} is allowed, since no single diagnostic is surer than four to one."
            )
            raise CaseError(msg)


def _unknown(what: str, found: str, allowed: Iterable[str], hint: str) -> CaseError:
    names = sorted(allowed)
    near = get_close_matches(found, names, n=1, cutoff=0.4)
    meant = f" Did you mean '{near[0]}'?" if near else ""
    return CaseError(f"{what} '{found}' is none of {', '.join(names)} ({hint}).{meant}")


def _with_priors(case: Case, family: Family, known: Iterable[Reading]) -> Sequence[Reading]:
    """The readings of a family: priors given by the case, the rest shared out among the others."""
    readings = [reading for reading in known if reading.family == family]
    given = {entry.name: entry.prior for entry in case.readings if entry.prior is not None}
    stated = {r.name: given[r.name] for r in readings if r.name in given}
    others = len(readings) - len(stated)
    none = given.get(NONE, NONE_PRIOR)
    left = 1 - none - sum(stated.values())
    if left < -1e-9 or (others and left <= 0) or (not others and abs(left) > 1e-9):
        msg = (
            f"The priors given for the family '{family}' sum to {sum(stated.values()):g}; "
            f"with 'none of these' at {none:g} they may use up {1 - none:g}"
            f"{' and must leave some for the others' if others else ' and must use all of it'}."
        )
        raise CaseError(msg)
    usual = max((reading.prior for reading in readings), default=0.0) or 1.0
    parts = {r.name: r.prior or usual for r in readings if r.name not in stated}
    whole = sum(parts.values())
    return [
        replace(r, prior=stated[r.name] if r.name in stated else left * parts[r.name] / whole)
        for r in readings
    ]


@cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    text = (files("steelyard.readings") / "data" / f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))
