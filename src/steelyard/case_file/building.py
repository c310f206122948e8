"""The form of a case made the Case that the stages read."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any, get_args

from steelyard import vocabulary
from steelyard.case_file.form import CaseForm, ClaimPart, SourcePart
from steelyard.records import (
    CalendarDay,
    Case,
    CaseReading,
    Claim,
    Decision,
    Pole,
    PoleRole,
    Shock,
    SourceCard,
    Window,
)
from steelyard.wording import pole_name

#: What is said of an evidence file on which the case says nothing.
UNSTATED = "Kept by hand for this case; nobody has measured what it misses."


def built(path: Path, form: CaseForm) -> Case:
    """Return the case that a form describes; its windows are taken as they stand."""
    folder = path.parent
    return Case(
        name=folder.resolve().name,
        title=form.title,
        question=form.question,
        clients=tuple(dict.fromkeys(form.clients)),
        shock=Shock(
            form.shock.day,
            tuple(form.shock.actor),
            tuple(form.shock.recipient),
            form.shock.what,
        ),
        windows={name: Window(*span) for name, span in form.windows.items()},
        poles=tuple(
            Pole(
                name,
                pole.role,
                tuple(pole.actors),
                tuple(pole.members_of),
                pole.title or _pole_title(name, dict.fromkeys([*pole.actors, *pole.members_of])),
            )
            for name, pole in form.poles.items()
        ),
        events=tuple(folder / name for name in form.evidence.events),
        ties=tuple(folder / name for name in form.evidence.ties),
        needs=tuple(form.evidence.archive),
        days=form.evidence.days,
        gaps=tuple(Window(*gap) for gap in form.evidence.gaps),
        readings=tuple(
            CaseReading(name, **reading.model_dump()) for name, reading in form.readings.items()
        ),
        claims=tuple(_claim(n, claim) for n, claim in enumerate(form.claims, start=1)),
        sources=tuple(
            _card(name, form.sources.get(name))
            for name in (*form.evidence.events, *form.evidence.ties)
        ),
        notes=tuple(form.notes),
        peers=tuple(dict.fromkeys(form.peers)),
        calendar=tuple(CalendarDay(**day.model_dump()) for day in form.calendar),
        decision=Decision(**form.decision.model_dump()) if form.decision else None,
        folder=folder,
    )


def _pole_title(name: str, codes: Collection[str]) -> str:
    """What sentences call a pole that has no title: ``west`` is the West, ``russia`` Russia.

    A pole that is called by its role alone is named after its actors.
    """
    if name in get_args(PoleRole) and codes:
        return pole_name(codes)
    title = name.replace("_", " ").title()
    return title if vocabulary.find(title) else f"the {title}"


def _claim(number: int, claim: ClaimPart) -> Claim:
    values: dict[str, Any] = claim.model_dump(exclude={"ratio", "id"})
    if claim.value is None:
        values["value"] = claim.ratio
    return Claim(id=claim.id or f"claim-{number}", **values)


def _card(name: str, source: SourcePart | None) -> SourceCard:
    if source is None:
        source = SourcePart(title=name, limitation=UNSTATED)
    said = source.model_dump(exclude={"complete", "listed_by", "covers"})
    return SourceCard(name=name, **said)
