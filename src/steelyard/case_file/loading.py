"""A case found, read and checked whole: all that is wrong with it, and with its tables, is told at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from steelyard import cases, diagnostics, readings, sources, ties
from steelyard.case_file.building import built
from steelyard.case_file.complaints import Complaints, key_lines
from steelyard.case_file.form import CaseForm, filled
from steelyard.case_file.names import check_names
from steelyard.case_file.spans import check_order, check_poles, check_windows
from steelyard.cases.search import Asked, read_search
from steelyard.errors import CaseError, SourceError
from steelyard.records import Case
from steelyard.sheets import Problems
from steelyard.sheets.toml_file import parse_toml, toml_text
from steelyard.vocabulary.time import ORDERS

FILE = "case.toml"


def load_case(name: str | Path) -> Case:
    """Read and check a case.

    Args:
        name: The name of a built-in case, or a folder with a case.toml.

    Raises:
        CaseError: There is no such case, or keys, names, dates or files in it are wrong; the message
            has a line for each problem, twenty at most.
        SourceError: An evidence file is missing or its header does not fit.

    >>> import steelyard as sy
    >>> sy.load_case("balkans-2019").clients
    ('SRB', 'MKD')
    """
    path = _find(name)
    try:
        text = toml_text(path)
        values = parse_toml(text, str(path))
    except SourceError as error:
        raise CaseError(str(error)) from error
    return _checked(values, Complaints(path, key_lines(text)))


def case_of(values: Mapping[str, Any], where: Path) -> Case:
    """Check a case whose keys and values are those of a case.toml, and return it.

    Args:
        values: The tables of the case.
        where: What errors call the place; files of evidence are named from its folder.

    Raises:
        CaseError: Keys, names or dates in it are wrong.
        SourceError: An evidence file is missing or its header does not fit.
    """
    return _checked(values, Complaints(where))


def _checked(values: Mapping[str, Any], told: Complaints) -> Case:
    check_names(values, told)
    known = not told.problems.found
    form, wrong = filled(values)
    for key, text in wrong:
        told.say(key, text)
    case = built(told.path, form) if form and check_order(form, told) else None
    if form and case:
        check_windows(case, told)
        if known:  # who belongs to whom is known of actors alone
            check_poles(case, told)
        case = _searched(form, case, told)
        _check_readings(case, told)
    if case is None or told.problems.found:
        _check_tables(values, told)
        told.check()
        raise AssertionError(values)  # what gives no case has a problem
    _check_headers(case)
    return case


def _check_readings(case: Case, told: Complaints) -> None:
    known: list[str] = []
    try:
        known = [reading.name for reading in readings.readings_for(case)]
        readings.check_weights(case, diagnostics.names())
    except CaseError as error:
        told.add("readings", str(error))
    if case.decision is not None and known:
        told.choose("decision.reading", case.decision.reading, known)


def _searched(form: CaseForm, case: Case, told: Complaints) -> Case:
    """The case with what it says of its search; every problem of that is told with the others."""
    whole = [
        {
            "key": f"sources.'{name}'",
            "what": source.title,
            "listed_by": source.listed_by or None,
            "from": source.covers[0] if source.covers else None,
            "until": source.covers[1] if source.covers else None,
            "source": name,
        }
        for name, source in form.sources.items()
        if source.complete
    ]
    try:
        found = read_search(
            form.evidence.search,
            [*form.evidence.complete, *whole],
            [(day.day, day.what) for day in form.calendar],
            Asked(
                path=told.path,
                before=case.before,
                after=case.after(),
                gaps=case.gaps,
                files=tuple(form.evidence.events),
                clients=case.clients,
            ),
        )
    except CaseError as error:
        told.problems.add(error)
        return case
    return replace(case, effort=found.effort, lists=found.lists, searches=found.log)


def _check_tables(values: Mapping[str, Any], told: Complaints) -> None:
    """Add what is wrong with the tables of a case that is refused anyway: one round of mending will do."""
    evidence = values.get("evidence")
    named = evidence if isinstance(evidence, Mapping) else {}
    order = named.get("days")
    days = order if order in ORDERS else None
    for part, problems_of in (
        ("events", lambda file: sources.table.problems_of(file, days)),
        ("ties", ties.table.problems_of),
    ):
        listed = named.get(part)
        for name in listed if isinstance(listed, list) else []:
            if isinstance(name, str):
                for problem in problems_of(told.path.parent / name):
                    told.problems.add(problem)


def _check_headers(case: Case) -> None:
    """Refuse files whose header does not fit: all of them at once."""
    problems = Problems()
    for check, files in (
        (sources.table.check_header, case.events),
        (ties.table.check_header, case.ties),
    ):
        for file in files:
            with problems.gathered():
                check(file)
    problems.check()


def _find(name: str | Path) -> Path:
    path = Path(name)
    if path.name == FILE and path.is_file():
        return path
    if (path / FILE).is_file():
        return path / FILE
    if str(name) in cases.names():
        return cases.folder(str(name)) / FILE
    if path.is_dir():
        named = [p.name for p in path.iterdir() if p.name.lower() in (FILE, f"{FILE}.txt")]
        advice = (
            f"Rename '{named[0]}' to '{FILE}'" if named else "Write one with 'steelyard new DIR'"
        )
        msg = f"{path} has no {FILE}. {advice}."
        raise CaseError(msg)
    near = get_close_matches(str(name), cases.names(), n=1, cutoff=0.4)
    hint = f"Did you mean '{near[0]}'?" if near else "Start one with 'steelyard new DIR'."
    msg = (
        f"Case '{name}' is neither a built-in case ({', '.join(cases.names())}) "
        f"nor a folder with a {FILE}. {hint}"
    )
    raise CaseError(msg)
