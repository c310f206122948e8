"""Tools that show rows: what there is, the events that fit, the evidence behind an id."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import ibis.expr.types as ir

from steelyard import vocabulary
from steelyard.assistant.budget import DEFAULT, fitted
from steelyard.assistant.coverage import coverage
from steelyard.assistant.materials import Materials
from steelyard.assistant.quoting import NOTICE, event_row, plain, tie_row, visible
from steelyard.errors import CaseError
from steelyard.pipeline import find_events as find
from steelyard.pipeline.runs.reading import read_run
from steelyard.records import Archive, Case, Window

#: Rows that one answer holds at most, whatever its budget.
MOST_ROWS = 200

#: What an empty answer means.
NOTHING = "No row fits. That is a statement about this record only: see 'coverage' for what it does not hold."


def list_sources(materials: Materials, *, budget: int = DEFAULT) -> dict[str, Any]:
    """Return the cases, archives and runs that the other tools take by name.

    Args:
        materials: What the server was started on.
        budget: Tokens that the answer may take.
    """
    with materials.lock:
        answer = {
            "cases": [_case_card(name, case) for name, case in materials.cases.items()],
            "archives": [
                {"name": visible(name), "sources": coverage(archive)}
                for name, archive in materials.archives.items()
            ],
            "runs": [
                _run_card(name, read_run(materials.run(name)).content) for name in materials.runs
            ],
            "notice": NOTICE,
        }
        return fitted(answer, budget, ("runs", "archives", "cases"))


def _case_card(name: str, case: Case) -> dict[str, Any]:
    return {
        "name": visible(name),
        "clients": list(case.clients),
        "shock_day": case.shock.day.isoformat(),
        "windows": {
            what: [window.start.isoformat(), window.end.isoformat()]
            for what, window in case.windows.items()
        },
        "poles": [
            {"name": visible(pole.name), "role": pole.role, "actors": list(pole.actors)}
            for pole in case.poles
        ],
        "needs_archive_with": [visible(need) for need in case.needs],
        "quoted": {
            "title": visible(case.title),
            "question": visible(case.question),
            "shock": visible(case.shock.what),
            "notes": plain(case.notes),
        },
        "sources": [
            {
                "source": visible(card.name),
                "sampling": card.sampling,
                "quoted": {"limitation": visible(card.limitation, 400)},
            }
            for card in case.sources
        ],
    }


def _run_card(name: str, run: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": visible(name),
        "case": visible(str(run["case"]), 120),
        "seed": plain(run["seed"]),
        "version": visible(str(run["version"]), 40),
        "quoted": {"answer": visible(str(run["answer"]))},
    }


def find_events(
    materials: Materials,
    *,
    source: str,
    archive: str = "",
    party: str = "",
    actor: str = "",
    recipient: str = "",
    kind: str = "",
    act: str = "",
    status: str = "",
    since: str = "",
    until: str = "",
    public_before: str = "",
    text: str = "",
    limit: int = 20,
    offset: int = 0,
    budget: int = DEFAULT,
) -> dict[str, Any]:
    """Return the events of a case or archive that fit, in order of day, with what the record covers.

    Args:
        materials: What the server was started on.
        source: A case or an archive.
        archive: For a case, an archive whose rows stand beside its own.
        party: Code of one side, whether it acts or is acted on; a state is followed through its predecessors.
        actor: Code of who acts.
        recipient: Code of on whom.
        kind: A type of event.
        act: ``words`` or ``deeds``.
        status: How far the act is.
        since: The first day.
        until: The day after the last.
        public_before: Only events known to have been announced or planned before this day.
        text: Only events whose sentence holds these words, in any case of letters.
        limit: Rows at most.
        offset: Rows to pass over, for the next page.
        budget: Tokens that the answer may take.

    Raises:
        CaseError: A name or argument is not one of those allowed.
        VocabularyError: A code or type is not in the vocabulary.
        ArchiveError: The archive is not one for this case.
    """
    days = {name: _day(name, said) for name, said in (("since", since), ("until", until))}
    early = _day("public_before", public_before)
    for name, said, allowed in (
        ("act", act, vocabulary.ACTS),
        ("status", status, vocabulary.STATUSES),
    ):
        if said and said not in allowed:
            msg = f"{name} is '{said[:40]}'; allowed are {', '.join(allowed)}."
            raise CaseError(msg)
    with materials.lock:
        record = materials.record(source, archive)
        found = find(
            record, actor=actor or None, recipient=recipient or None, kind=kind or None, **days
        )
        if party:
            sides = [find(record, actor=party).event_id, find(record, recipient=party).event_id]
            found = found.filter(found.event_id.isin(sides[0]) | found.event_id.isin(sides[1]))
        if act:
            found = found.filter(found.act == act)
        if status:
            found = found.filter(found.status == status)
        if text:
            found = found.filter(found.sentence.lower().contains(text.lower()))
        if early:
            found = _public_before(record, found, early)
        number = int(found.count().to_pyarrow().as_py())
        page = found.limit(min(limit, MOST_ROWS), offset=offset).to_pyarrow().to_pylist()
        rows = [event_row(row) for row in page]
        if early:
            _add_plans(record, page, rows, early)
        answer = {
            "total": number,
            "offset": offset,
            "rows": rows,
            **({} if rows else {"nothing": NOTHING}),
            "coverage": coverage(record, materials.cases.get(source), _window(days)),
            "notice": NOTICE,
        }
    small = fitted(answer, budget, ("rows", "coverage"))
    after = offset + len(small["rows"])
    return {**small, "next_offset": after} if after < number else small


def _public_before(record: Archive, found: ir.Table, day: date) -> ir.Table:
    """The events that were announced, or planned by another row, before a day."""
    events = record.events
    said = events.announced.fill_null(events.day)
    plans = events.filter(events.plan_of.notnull() & (said < day)).select("plan_of").distinct()
    return found.filter((found.announced < day) | found.event_id.isin(plans.plan_of))


def _add_plans(
    record: Archive, page: list[dict[str, Any]], rows: list[dict[str, Any]], day: date
) -> None:
    """Say of each row how it is known to have been public: by its own column, by rows that plan it."""
    plans = _plans_of(record, [row["event_id"] for row in page])
    for row, shown in zip(page, rows, strict=True):
        told = [plan for plan in plans.get(row["event_id"], []) if _said(plan) < day]
        first = min(filter(None, (row["announced"], *(_said(plan) for plan in told))))
        shown["public_since"] = first.isoformat()
        shown["days_before"] = (day - first).days
        if told:
            shown["planned_by"] = [event_row(plan) for plan in told]


def _plans_of(record: Archive, ids: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """The rows that plan each event, the earliest first."""
    events = record.events
    found: dict[str, list[dict[str, Any]]] = {}
    rows = events.filter(events.plan_of.isin(list(ids))).order_by("day", "event_id")
    for row in rows.to_pyarrow().to_pylist():
        found.setdefault(row["plan_of"], []).append(row)
    return {name: sorted(plans, key=_said) for name, plans in found.items()}


def _said(plan: dict[str, Any]) -> date:
    day: date = plan["announced"] or plan["day"]
    return day


def show_evidence(
    materials: Materials,
    *,
    source: str,
    ids: Sequence[str],
    archive: str = "",
    budget: int = DEFAULT,
) -> dict[str, Any]:
    """Return the rows behind ids: the sentence, who published it and where, and how it was announced.

    Args:
        materials: What the server was started on.
        source: A case or an archive.
        ids: Ids of events and ties, as other answers give them.
        archive: For a case, an archive whose rows stand beside its own.
        budget: Tokens that the answer may take.

    Raises:
        CaseError: A name is not one of those allowed.
        ArchiveError: The archive is not one for this case.
    """
    with materials.lock:
        record = materials.record(source, archive)
        rows, missing = rows_of(record, ids)
        answer = {
            "rows": rows,
            "not_found": [visible(name, 40) for name in missing],
            "coverage": coverage(record, materials.cases.get(source)),
            "notice": NOTICE,
        }
    return fitted(answer, budget, ("not_found", "rows", "coverage"))


def rows_of(record: Archive, ids: Sequence[str]) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the rows behind ids in the order asked, and the ids that no row has.

    An event comes with the rows that announced it, and with the event that it was a plan of.
    """
    wanted = list(dict.fromkeys(ids))
    events, ties = record.events, record.ties
    found = {
        row["event_id"]: row
        for row in events.filter(events.event_id.isin(wanted)).to_pyarrow().to_pylist()
    }
    plans = _plans_of(record, list(found)) if found else {}
    carried = [row["plan_of"] for row in found.values() if row["plan_of"]]
    outcomes = {
        row["event_id"]: row
        for row in events.filter(events.event_id.isin(carried)).to_pyarrow().to_pylist()
    }
    shown: dict[str, dict[str, Any]] = {}
    for name, row in found.items():
        shown[name] = event_row(row)
        if name in plans:
            shown[name]["planned_by"] = [event_row(plan) for plan in plans[name]]
        if row["plan_of"] in outcomes:
            shown[name]["came_to"] = event_row(outcomes[row["plan_of"]])
    rest = [name for name in wanted if name not in found]
    for row in ties.filter(ties.tie_id.isin(rest)).to_pyarrow().to_pylist():
        shown[row["tie_id"]] = tie_row(row)
    return [shown[name] for name in wanted if name in shown], [n for n in wanted if n not in shown]


def _day(name: str, said: str) -> date | None:
    if not said:
        return None
    try:
        return date.fromisoformat(said)
    except ValueError as error:
        msg = f"{name} is '{said[:40]}', which is not a day; write days as 2019-10-18."
        raise CaseError(msg) from error


def _window(days: dict[str, date | None]) -> Window | None:
    """The days asked of, where both ends are named and in order."""
    since, until = days["since"], days["until"]
    return Window(since, until) if since and until and since < until else None
