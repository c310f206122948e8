"""What a case's record holds of the client and each pole, before and after: small counts, no judgement."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from evaluation.history.bench import Known
from steelyard.records import Archive, Case, PoleRole, Window
from steelyard.series import DyadEvents, split

When = Literal["before", "after"]
ROLES: tuple[PoleRole, ...] = ("rival", "partner")
WHENS: tuple[When, ...] = ("before", "after")

#: Labels of CAMEO 057 and 054: a signature or a recognition, not an intention.
COMMITMENTS = ("sign formal agreement", "grant diplomatic recognition")
#: Labels of appeals and proposals, friendly in CAMEO and WEIS though PLOVER calls them requests.
APPEALS = ("appeal", "make an appeal", "propose", "offer proposal")
#: Types by which two sides bind or back each other, and the days within which the most of them are counted.
BINDING, FORTNIGHT = ("AGREE", "SUPPORT"), 14


@dataclass(frozen=True, slots=True)
class Tally:
    """Events of a client and a pole in one window."""

    friendly: int = 0  # verbal and material cooperation
    requests: int = 0
    reproaches: int = 0  # verbal conflict but requests
    costly: int = 0  # material conflict
    commitments: int = 0  # friendly ones
    densest: int = 0  # most agreements and words of backing within two weeks
    goldstein: float = 0.0
    #: For the plain rule: one a day and type; appeals are friendly.
    plain: tuple[int, int] = (0, 0)

    @property
    def hostile(self) -> int:
        """Verbal and material conflict."""
        return self.requests + self.reproaches + self.costly

    @property
    def engaged(self) -> int:
        """Cooperation and requests: what those have with each other who deal with each other."""
        return self.friendly + self.requests

    @property
    def all(self) -> int:
        """Every event."""
        return self.friendly + self.hostile


@dataclass(frozen=True, slots=True)
class Counts:
    """The tallies of a case and the days that they cover."""

    days: dict[When, int]
    of: dict[tuple[PoleRole, When], Tally] = field(default_factory=dict)


def counted(one: Known, archive: Archive, shift: int = 0) -> Counts:
    """Count a case; ``shift`` moves the day that parts the windows by so many days."""
    case = replace(_shifted(one.case, shift), sources=archive.sources)
    found: dict[tuple[PoleRole, When], Tally] = {}
    days: dict[When, int] = {"before": 0, "after": 0}
    for role in ROLES:
        parts = split(archive, case, one.client, role)
        days = {"before": parts.days_before, "after": parts.days_after}
        scores = _scores(archive, parts.before, parts.after)
        for when, events in (("before", parts.before), ("after", parts.after)):
            mine = events.select(parts.countable(events))
            found[role, when] = _tally(mine, scores)  # type: ignore[index]
    return Counts(days, found)


def _shifted(case: Case, shift: int) -> Case:
    if not shift:
        return case
    day = case.before.end + timedelta(days=shift)
    before = Window(case.before.start, day)
    after = Window(day, case.windows["after"].end)
    return replace(case, windows={**case.windows, "before": before, "after": after})


def _scores(archive: Archive, *parts: DyadEvents) -> dict[str, float]:
    ids = [identity for events in parts for identity in events.ids]
    if not ids:
        return {}
    events = archive.events
    rows = events.filter(events.event_id.isin(ids)).select("event_id", "intensity").to_pyarrow()
    pairs = zip(
        rows.column("event_id").to_pylist(), rows.column("intensity").to_pylist(), strict=True
    )
    return {identity: score for identity, score in pairs if score is not None}


def _tally(events: DyadEvents, scores: dict[str, float]) -> Tally:
    quad, kind = events.quad, events.type
    label = [str(text or "").lower().strip("() ") for text in events.sentence]
    request: NDArray[np.bool_] = np.asarray(kind == "REQUEST", dtype=np.bool_) & (quad == 3)
    friend = quad <= 2
    appeal = np.array([text.startswith(APPEALS) for text in label], dtype=np.bool_)
    plain = {
        (str(day), one, bool(side))
        for day, one, side in zip(events.start, kind, friend | appeal, strict=True)
    }
    sides = sum(side for _, _, side in plain)
    return Tally(
        friendly=int(friend.sum()),
        requests=int(request.sum()),
        reproaches=int(((quad == 3) & ~request).sum()),
        costly=int((quad == 4).sum()),
        commitments=sum(text in COMMITMENTS for text in label),
        densest=_densest(events.start[friend & np.isin(kind, BINDING)]),
        goldstein=sum(scores.get(identity, 0.0) for identity in events.ids),
        plain=(sides, len(plain) - sides),
    )


def _densest(days: NDArray[np.datetime64]) -> int:
    numbers = days.astype("datetime64[D]").astype(np.int64)
    return max(
        (int(((numbers >= n) & (numbers < n + FORTNIGHT)).sum()) for n in numbers), default=0
    )
