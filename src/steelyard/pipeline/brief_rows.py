"""What a brief shows of a record: the rows behind each number, few enough to be read.

A chronology is shown whole. An archive may hold a hundred thousand rows of a pair: then a finding
names those that weigh most and says how many there are, the timeline shows the weeks as counts
and the rows nearest to the shock one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from steelyard import series, vocabulary
from steelyard.pipeline.runs.inputs import plain
from steelyard.records import (
    Archive,
    Case,
    ClaimCheck,
    Exhibit,
    Finding,
    Measure,
    Pole,
    Window,
)
from steelyard.vocabulary.rungs import RUNGS

#: Rows that one number names at the most; a reader who needs more asks the archive.
NAMED = 120

#: Rows of one client and pole up to which the timeline shows all of them.
WHOLE = 400


def trimmed(finding: Finding) -> Finding:
    """Return a finding that names at most :data:`NAMED` rows a number, and says of how many."""
    return replace(
        finding,
        evidence=finding.evidence[:NAMED],
        evidence_total=len(finding.evidence),
        measures=tuple(_trimmed_measure(measure) for measure in finding.measures),
        exhibits=tuple(_trimmed_exhibit(exhibit) for exhibit in finding.exhibits),
    )


def trimmed_claim(claim: ClaimCheck) -> ClaimCheck:
    """Return a claim that names at most :data:`NAMED` rows."""
    return replace(claim, evidence=claim.evidence[:NAMED])


def _trimmed_measure(measure: Measure) -> Measure:
    return replace(measure, evidence=measure.evidence[:NAMED])


def _trimmed_exhibit(exhibit: Exhibit) -> Exhibit:
    return replace(exhibit, evidence=tuple(names[:NAMED] for names in exhibit.evidence))


def timeline(record: Archive, case: Case) -> tuple[dict[str, Any], ...]:
    """Return what passed between each client and each pole, for the chart.

    All of it where that is little, else the rows nearest to the shock.
    """
    return tuple(
        row
        for client in case.clients
        for pole in case.poles
        for row in _rows(series.dyad_events(record, case, client, pole), case, client, pole)
    )


def _rows(
    events: series.DyadEvents, case: Case, client: str, pole: Pole
) -> Iterable[dict[str, Any]]:
    chosen = events.select(_nearest(events, case.shock.day))
    for at in range(len(chosen)):
        announced = chosen.announced[at].item()
        yield {
            "event_id": chosen.event_id[at],
            "source_id": chosen.source_id[at],
            "client": client,
            "pole": pole.name,
            "pole_role": pole.role,
            "start": chosen.start[at].item().isoformat(),
            "end": chosen.end[at].item().isoformat(),
            "precision": chosen.precision[at],
            "announced": announced.isoformat() if announced else None,
            "type": chosen.type[at],
            "act": chosen.act[at],
            "status": chosen.status[at],
            "direction": chosen.direction[at],
            "text": chosen.sentence[at],
            "url": chosen.url[at],
            "publisher": ", ".join(chosen.publishers[at]),
        }


def _nearest(events: series.DyadEvents, shock: date) -> series.Mask:
    """True for every event where there are few, else for those nearest to the shock."""
    mask: series.Mask = np.ones(len(events), dtype=np.bool_)
    if len(events) > WHOLE:
        apart = np.abs((events.start - np.datetime64(shock)).astype(np.int64))
        mask[:] = False
        mask[np.argsort(apart, kind="stable")[:NAMED]] = True
    return mask


def acts(record: Archive, case: Case) -> tuple[dict[str, Any], ...]:
    """Return what happened in words and in deeds, per client, pole and window, with its rows."""
    windows = {"before": case.before, "after": case.after()}
    return tuple(
        {
            "client": client,
            "pole": pole.name,
            "pole_role": pole.role,
            "window": name,
            "act": act,
            **_counted(events, window, act),
        }
        for client in case.clients
        for pole in case.poles
        for events in (series.dyad_events(record, case, client, pole),)
        for name, window in windows.items()
        for act in ("words", "deeds")
    )


def _counted(events: series.DyadEvents, window: Window, act: str) -> dict[str, Any]:
    inside = events.within(window) & np.asarray(events.status == "happened")
    chosen = inside & (events.deeds == (act == "deeds"))
    ids = events.event_id[np.flatnonzero(chosen)[:NAMED]]
    return {
        "events": int(chosen.sum()),
        "of": int(inside.sum()),
        "evidence": ids.tolist(),
    }


def rungs(record: Archive, case: Case) -> tuple[dict[str, Any], ...]:
    """Return what happened with partner and rival by rung, per client and window, with its rows.

    Of each count it says how many were friendly: a rung is how costly an act is, not how kind.
    """
    windows = {"before": case.before, "after": case.after()}
    return tuple(
        {
            "client": client,
            "pole": pole.name,
            "pole_role": pole.role,
            "window": name,
            "rung": rung,
            **_on_rung(events, window, rung),
        }
        for client in case.clients
        for pole in case.poles
        if pole.role != "other"
        for events in (series.dyad_events(record, case, client, pole),)
        for name, window in windows.items()
        for rung in RUNGS
    )


def _on_rung(events: series.DyadEvents, window: Window, rung: str) -> dict[str, Any]:
    chosen = events.within(window) & np.asarray(
        (events.status == "happened") & (events.rung == rung)
    )
    return {
        "events": int(chosen.sum()),
        "friendly": int((chosen & events.cooperative).sum()),
        "days": window.days,
        "evidence": events.event_id[np.flatnonzero(chosen)[:NAMED]].tolist(),
    }


#: Whose press printed a row, as far as its publishers are rated.
SIDES = ("partner", "rival", "client", "other")

#: From so many rows whose publishers are rated on, a finding can be said to rest on one side.
ENOUGH = 3


def publishers_behind(
    case: Case, findings: Sequence[Finding], rows: Mapping[str, Mapping[str, Any]]
) -> tuple[dict[str, Any], ...]:
    """Return for each finding from whose press its events come, by the ratings of ``publishers.csv``.

    ``state`` counts events that only state outlets and outlets close to a state printed; ``sides`` those of
    publishers that belong to one side; ``rated`` those of which anything is known. Where all of the rated
    ones, three or more, are of one side, ``rests_on`` names it.
    """
    spans: dict[str, Mapping[str, tuple[series.Span, ...]]] = {
        pole.role: series.pole_spans(case, pole) for pole in case.poles
    }
    return tuple(
        {
            "client": finding.client,
            "diagnostic": finding.diagnostic,
            **_of_press([rows[name] for name in finding.evidence], finding.client, spans),
        }
        for finding in findings
    )


def _of_press(
    rows: Iterable[Mapping[str, Any]],
    client: str,
    spans: Mapping[str, Mapping[str, tuple[series.Span, ...]]],
) -> dict[str, Any]:
    events = [row for row in rows if row["kind"] == "event"]
    sides = dict.fromkeys(SIDES, 0)
    state = rated = 0
    for row in events:
        names = [n for n in row["publishers"] if vocabulary.publisher_family(n) != "unknown"]
        if not names:
            continue
        rated += 1
        families = {vocabulary.publisher_family(name) for name in names}
        state += families <= {"state_outlet", "state_affiliated", "government"}
        day = date.fromisoformat(row["day"])
        found = {_side(vocabulary.publisher_country(name), client, spans, day) for name in names}
        sides[found.pop() if len(found) == 1 else "other"] += 1
    one = [side for side in SIDES[:3] if sides[side] == rated]
    return {
        "events": len(events),
        "rated": rated,
        "state": state,
        "sides": sides,
        "rests_on": one[0] if one and rated >= ENOUGH else None,
    }


def _side(
    country: str | None,
    client: str,
    spans: Mapping[str, Mapping[str, tuple[series.Span, ...]]],
    day: date,
) -> str:
    """The side that a publisher of a country is on."""
    if country is None:
        return "other"
    if country in series.client_codes(client):
        return "client"
    return next(
        (
            role
            for role in ("partner", "rival")
            if role in spans and series.pole_of(spans[role], country, day)
        ),
        "other",
    )


def weeks(record: Archive, case: Case) -> tuple[dict[str, Any], ...]:
    """Return counts a week of each client with partner and rival, words and deeds apart.

    Only a record that was counted systematically has such counts; a week of which no day is
    covered has none (None), which is not zero.
    """
    if not series.systematic_sources(record):
        return ()
    span = Window(case.before.start, case.after().end)
    rows = []
    for client in case.clients:
        panel = series.panel(record, case, client, span)
        for pole in case.poles:
            if pole.role == "other":
                continue
            spans = series.pole_spans(case, pole)
            words, deeds = (panel.series(spans, stream=name) for name in ("words", "deeds"))
            rows += [
                {
                    "client": client,
                    "pole": pole.name,
                    "pole_role": pole.role,
                    "week": str(words.starts[at]),
                    "words": _count(words.counts[at]),
                    "deeds": _count(deeds.counts[at]),
                    "days": int(words.days[at]),
                }
                for at in range(len(words))
            ]
    return tuple(rows)


def _count(value: float) -> int | None:
    return None if np.isnan(value) else int(value)


def named(findings: Sequence[Finding], claims: Sequence[ClaimCheck], *tables: Any) -> set[str]:
    """Return every id that the findings, claims and rows of a brief name."""
    ids = {name for claim in claims for name in claim.evidence}
    for finding in findings:
        ids.update(finding.evidence)
        ids.update(filter(None, (finding.strongest_for, finding.strongest_against)))
        ids.update(name for measure in finding.measures for name in measure.evidence)
        ids.update(name for table in finding.exhibits for row in table.evidence for name in row)
    for table in tables:
        for row in table:
            ids.update([row["event_id"]] if "event_id" in row else row["evidence"])
    return ids


def rows_behind(record: Archive, ids: set[str]) -> dict[str, dict[str, Any]]:
    """Return the rows behind ``ids`` as plain values, events by day and then ties by year."""
    names = sorted(ids)
    events = record.events.filter(record.events.event_id.isin(names))
    ties = record.ties.filter(record.ties.tie_id.isin(names))
    rows: dict[str, dict[str, Any]] = {}
    for row in events.order_by("day", "event_id").to_pyarrow().to_pylist():
        rows[row["event_id"]] = {"kind": "event", **plain(row)}
    for row in ties.order_by("year", "indicator", "tie_id").to_pyarrow().to_pylist():
        rows[row["tie_id"]] = {"kind": "tie", **plain(row)}
    lost = ids - rows.keys()
    if lost:  # a finding that names a row nobody holds would break the promise of the brief
        msg = f"Findings name {len(lost)} rows that the archive does not hold: {sorted(lost)[:3]}."
        raise AssertionError(msg)
    return rows
