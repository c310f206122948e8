"""Windows, gaps and poles of a case beside one another and beside the shock."""

from __future__ import annotations

from steelyard import series, vocabulary
from steelyard.case_file.complaints import Complaints
from steelyard.case_file.form import CaseForm
from steelyard.records import Case, Pole


def check_order(form: CaseForm, told: Complaints) -> bool:
    """Check that each interval begins before it ends, and that the two windows are there."""
    spans = [
        *((f"windows.{name}", span) for name, span in form.windows.items()),
        *(("evidence.gaps", gap) for gap in form.evidence.gaps),
    ]
    wrong = [(key, start, end) for key, (start, end) in spans if not start < end]
    for key, start, end in wrong:
        told.say(key, f"runs from {start} to {end}; the first day must be before the second.")
    lost = [name for name in ("before", "after") if name not in form.windows]
    for name in lost:
        told.say(f"windows.{name}", f"is missing; write {name} = [first day, day after the last].")
    return not wrong and not lost


def check_windows(case: Case, told: Complaints) -> None:
    """Check that the windows lie on their side of the shock."""
    before, day = case.before, case.shock.day
    if before.end > day:
        told.say(
            "windows.before",
            f"ends on {before.end}, after the shock of {day}; it may end on the day of the shock at the latest.",
        )
    for name, window in case.windows.items():
        if name != "before" and window.start < day:
            told.say(
                f"windows.{name}",
                f"starts on {window.start}, before the shock of {day}; it may start on the day of the shock at the "
                "earliest.",
            )


def check_poles(case: Case, told: Complaints) -> None:
    """Check that there is one partner and one rival, and that nobody stands in two places."""
    for role in ("partner", "rival"):
        players = [pole.name for pole in case.poles if pole.role == role]
        if len(players) != 1:
            found = ", ".join(players) or "none"
            told.add(
                "poles", f"one pole has the role '{role}'; found {found}. Set role in [poles.NAME]."
            )
    for pole in case.poles:
        for client in case.clients:
            if how := _belongs(case, pole, client):
                told.add(
                    f"poles.{pole.name}",
                    f"client {client} {how} the {pole.role} pole '{pole.name}'; a client stands between the poles. "
                    "Take it out of one of the two.",
                )
    _check_overlap(case, told)


def _belongs(case: Case, pole: Pole, client: str) -> str:
    """How a client belongs to a pole that it may not belong to; empty where it does not."""
    if client in pole.actors:
        return "is named in"
    day = case.shock.day
    member = [org for org in pole.members_of if client in vocabulary.members(org, day)]
    return f"is, as a member of {member[0]}, in" if member and pole.role == "rival" else ""


def _check_overlap(case: Case, told: Complaints) -> None:
    seen: dict[str, str] = {}
    for pole in case.poles:
        spans = series.pole_spans(case, pole)
        for actor in sorted(spans):
            if not series.pole_of(spans, actor, case.shock.day):
                continue
            if actor in seen:
                told.add(
                    f"poles.{pole.name}",
                    f"{actor} is in the poles '{seen[actor]}' and '{pole.name}' on the day of the shock; an actor is "
                    "in one pole only. Take it out of one.",
                )
            seen.setdefault(actor, pole.name)
