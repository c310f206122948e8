"""A comparison of two runs told: as text, as JSON for programs, and as one self-contained page."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from markupsafe import Markup

from steelyard.brief.labels import GRADES, evidence_label, parties, value_text
from steelyard.brief.rendering import template, text_of
from steelyard.brief.writing import write_files
from steelyard.records import (
    Comparison,
    FindingMove,
    ReadingMove,
    RowChange,
    Told,
)
from steelyard.wording import actor_name, capital, count

#: What a family of readings is called in a table.
FAMILY = {"what": "what is it?", "driver": "who drives it?"}

#: What became of a row.
FATES = {"added": "added", "dropped": "dropped", "revised": "revised"}

#: What is said where a record was too large for a brief to hold all of it.
PART = "Of the rows that the two briefs name; the whole records were too large to keep"

#: Rows that the text shows one by one; the page and the JSON show all.
SHOWN = 12

SPLIT = {
    "rows": "Run 1's rows were weighed again with run 2's method: from run 1 to there is method, from there to "
    "run 2 is the world.",
    "findings": "Run 1's findings were weighed again with run 2's weights and priors.",
    "not needed": "Only one of the two changed, so that all of the move is of that kind.",
    "not possible": "",
}


def tell_comparison(comparison: Comparison, form: str) -> str:
    """Return a comparison as ``text``, ``json`` or ``html``."""
    return _FORMS[form](comparison)


def write_comparison(comparison: Comparison, folder: Path) -> tuple[Path, ...]:
    """Write compare.html, compare.json and compare.txt into ``folder``, all of them or none.

    Raises:
        CaseError: The folder cannot be written to.
    """
    files = {"html": "compare.html", "json": "compare.json", "text": "compare.txt"}
    return write_files({name: _FORMS[form](comparison) for form, name in files.items()}, folder)


def summary(comparison: Comparison) -> str:
    """Return in two sentences what changed: the verdict, and what lies behind it."""
    if comparison.same:
        return "Nothing changed: the same record, the same method, the same verdict."
    return f"{headline(comparison)} {capital(_changed(comparison))}."


def headline(comparison: Comparison) -> str:
    """Return in one sentence what became of the verdict."""
    moved = [move for move in comparison.readings if abs(move.after - move.before) >= ROUND]
    if not moved:
        return "No probability moved by as much as a point."
    most = max(moved, key=lambda move: abs(move.after - move.before))
    return (
        f"“{most.title}” for {actor_name(most.client)} moved most, from {_percent(most.before)} to "
        f"{_percent(most.after)}{_shares(most)}."
    )


#: A move of less than this is not a point.
ROUND = 0.005


def _shares(move: ReadingMove) -> str:
    if move.by_method is None or move.by_world is None:
        return ""
    return f": {_points(move.by_method)} by method, {_points(move.by_world)} by the world"


def _changed(comparison: Comparison) -> str:
    counts = {fate: sum(change.fate == fate for change in comparison.rows) for fate in FATES}
    rows = ", ".join(f"{count(n, 'row')} {fate}" for fate, n in counts.items() if n)
    method = (
        f"{count(len(comparison.method), 'change')} of method"
        if comparison.method
        else "the method is the same"
    )
    other = "other data" if comparison.world else "the record is the same"
    return f"{method}; {rows or other}"


def _text(comparison: Comparison) -> str:
    if comparison.same:
        return f"{summary(comparison)}\n\n{comparison.runs[1].answer}\n"
    first, second = comparison.runs
    lines = [summary(comparison), "", f"Run 1: {first.answer}", f"Run 2: {second.answer}", ""]
    lines += ["Changes of method" if comparison.method else "Changes of method: none"]
    lines += [f"  {d.what}: {_change(d.before, d.after)}" for d in comparison.method]
    nothing = not (comparison.world or comparison.rows)
    lines += ["", "Changes of the world" + (": none" if nothing else "")]
    lines += [f"  {d.what}: {_change(d.before, d.after)}" for d in comparison.world]
    if comparison.rows and not comparison.hold_all:
        lines.append(f"  ({PART.lower()})")
    lines += [f"  {_row_line(change)}" for change in comparison.rows[:SHOWN]]
    if len(comparison.rows) > SHOWN:
        lines.append(f"  and {len(comparison.rows) - SHOWN} more rows (--out DIR or --format json)")
    lines += ["", *_reading_lines(comparison), SPLIT[comparison.split], *comparison.notes]
    regraded, moved = _by_grade(comparison.findings)
    lines += ["", "Findings with another grade" + ("" if regraded else ": none")]
    lines += [f"  {_finding_line(move)}" for move in regraded]
    if moved:
        lines += [
            "",
            f"{capital(count(len(moved), 'finding'))} with the same grade and other figures",
        ]
        lines += [f"  {_finding_line(move)}" for move in moved[:SHOWN]]
        if len(moved) > SHOWN:
            lines.append(f"  and {len(moved) - SHOWN} more (--out DIR or --format json)")
    return "\n".join(lines) + "\n"


def _by_grade(moves: Iterable[FindingMove]) -> tuple[list[FindingMove], list[FindingMove]]:
    """Findings whose grade changed, and those of which only the figures did."""
    regraded: list[FindingMove] = []
    moved: list[FindingMove] = []
    for move in moves:
        grades = {told.grade if told else None for told in (move.before, move.after)}
        (regraded if len(grades) > 1 else moved).append(move)
    return regraded, moved


def _change(before: str, after: str) -> str:
    return f"{before} -> {after}" if before else after


def _row_line(change: RowChange) -> str:
    sign = {"added": "+", "dropped": "-", "revised": "~"}[change.fate]
    row = change.row
    what = (
        f"{row['day']} {parties(row)} {row['type']}, {row['status']}: {_short(row['sentence'])}"
        if row["kind"] == "event"
        else f"{row['year']} {parties(row)} {row['indicator']} {value_text(row['value'])} {row['unit']}"
    )
    return f"{sign} {evidence_label(row)} {what}{_cells(change)}"


def _cells(change: RowChange) -> str:
    if change.was is None:
        return ""
    told = (
        f"{column} {_short(change.was.get(column))} -> {_short(change.row.get(column))}"
        for column in change.columns
    )
    return f" ({'; '.join(told)})"


def _short(value: Any) -> str:
    if isinstance(value, list):
        value = ", ".join(map(str, value))
    text = value_text(value)
    return text if len(text) <= 60 else f"{text[:57].rstrip()}..."


def _reading_lines(comparison: Comparison) -> list[str]:
    """A table of the probabilities that moved, with method and world apart."""
    moved = [m for m in comparison.readings if _moved(m)]
    if not moved:
        return ["Readings: none moved by as much as a point"]
    wide = 2 + max(len(m.title) for m in moved)
    head = f"{'':<{wide + 4}}{'run 1':>7}{'run 2':>7}{'move':>7}{'method':>8}{'world':>7}"
    lines = ["Readings that moved, in per cent and points", head]
    for client, family in dict.fromkeys((m.client, m.family) for m in moved):
        lines.append(f"  {capital(actor_name(client))}, {FAMILY[family]}")
        for m in moved:
            if (m.client, m.family) == (client, family):
                parts = (m.after - m.before, m.by_method, m.by_world)
                moves = "".join(
                    f"{_bare(part):>{width}}" for part, width in zip(parts, (7, 8, 7), strict=True)
                )
                lines.append(
                    f"    {m.title:<{wide}}{100 * m.before:>7.0f}{100 * m.after:>7.0f}{moves}"
                )
    return lines


def _moved(move: ReadingMove) -> bool:
    """Whether a probability moved by half a point, as a whole or by either cause."""
    parts = (move.after - move.before, move.by_method, move.by_world)
    return any(part is not None and abs(part) >= ROUND for part in parts)


def _bare(part: float | None) -> str:
    if part is None:
        return "?"
    return "0" if abs(part) < ROUND else f"{100 * part:+.0f}"


def _points(part: float) -> str:
    if abs(part) < ROUND:
        return "nothing"
    size = f"{100 * part:+.0f}".replace("-", "\N{MINUS SIGN}")
    return f"{size} {'point' if size[1:] == '1' else 'points'}"


def _percent(p: float) -> str:
    return f"{100 * p:.0f}\u00a0%"


def _finding_line(move: FindingMove) -> str:
    steps = " -> ".join(_told(step) for step in (move.before, move.after))
    name = capital(actor_name(move.client))
    return f"{name}, {move.diagnostic}: {steps} {move.unit or ''}".rstrip() + _because(move)


def _because(move: FindingMove) -> str:
    why = _why(move)
    return f" [{why}]" if why else ""


def _told(told: Told | None) -> str:
    if told is None:
        return "not asked"
    if told.effect is None:
        return GRADES[told.grade]
    ends = "" if told.low is None else f", {value_text(told.low)} to {_high(told.high)}"
    return f"{GRADES[told.grade]} ({value_text(told.effect)}{ends})"


def _high(value: float | None) -> str:
    return "no upper bound" if value is None else value_text(value)


def _why(move: FindingMove) -> str:
    """Whether method, world or both moved a finding; nothing where that is not known."""
    if move.between is None or move.before is None or move.after is None:
        return ""
    method, world = move.between != move.before, move.between != move.after
    return "both" if method and world else "method" if method else "world"


def comparison_values(comparison: Comparison) -> dict[str, Any]:
    """Return the comparison as plain values."""
    kept = {f.name: getattr(comparison, f.name) for f in fields(Comparison)}
    del kept["teller"], kept["writer"]
    return {
        "summary": summary(comparison),
        "same": comparison.same,
        "runs": [asdict(side) for side in comparison.runs],
        "method": [asdict(d) for d in comparison.method],
        "world": [asdict(d) for d in comparison.world],
        "rows": [{**asdict(change), "row": dict(change.row)} for change in comparison.rows],
        "hold_all": comparison.hold_all,
        "readings": [
            {**asdict(m), "by_method": m.by_method, "by_world": m.by_world}
            for m in comparison.readings
        ],
        "findings": [{**asdict(m), "by": _why(m) or None} for m in comparison.findings],
        "split": comparison.split,
        "notes": list(comparison.notes),
    }


def _json(comparison: Comparison) -> str:
    return json.dumps(_rounded(comparison_values(comparison)), ensure_ascii=False, indent=1) + "\n"


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.6g}")
    if isinstance(value, Mapping):
        return {key: _rounded(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_rounded(part) for part in value]
    return value


def _html(comparison: Comparison) -> str:
    groups = dict.fromkeys((m.client, m.family) for m in comparison.readings)
    rendered: str = template("compare.html.j2").render(
        c=comparison,
        css=Markup(text_of("page.css")),  # noqa: S704 - our own file
        headline=summary(comparison) if comparison.same else headline(comparison),
        changed="" if comparison.same else f"{capital(_changed(comparison))}.",
        split=SPLIT[comparison.split],
        tables=[
            {
                "title": f"{capital(actor_name(client))}: {FAMILY[family]}",
                "moves": [
                    m for m in comparison.readings if (m.client, m.family) == (client, family)
                ],
            }
            for client, family in groups
        ],
        rows=list(_row_cells(comparison.rows)),
        findings=[
            {
                "client": capital(actor_name(m.client)),
                "diagnostic": m.diagnostic,
                "before": _told(m.before),
                "between": "" if m.between is None else _told(m.between),
                "after": _told(m.after),
                "unit": m.unit or "",
                "why": _why(m),
            }
            for m in comparison.findings
        ],
        points=_bare,
        part=PART,
    )
    return rendered


def _row_cells(changes: Iterable[RowChange]) -> Iterable[dict[str, Any]]:
    for change in changes:
        row = change.row
        yield {
            "fate": change.fate,
            "row": row,
            "cells": [
                (
                    column,
                    value_text(_flat(change.was.get(column))),
                    value_text(_flat(row.get(column))),
                )
                for column in change.columns
                if change.was is not None
            ],
        }


def _flat(value: Any) -> Any:
    return ", ".join(map(str, value)) if isinstance(value, list) else value


_FORMS: Mapping[str, Callable[[Comparison], str]] = {"text": _text, "json": _json, "html": _html}
