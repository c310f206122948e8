"""A case built in code: the keys of a case.toml as arguments, its rows from frames or files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from steelyard.archive import together
from steelyard.case_file import case_of
from steelyard.errors import CaseError
from steelyard.library.frames import archive_of_frames, is_frame
from steelyard.records import Archive, Case, Pole, SourceCard
from steelyard.series import client_codes
from steelyard.wording import actor_name, day_text, listing, pole_name

Day = str | date
Codes = str | Sequence[str]

#: The days before and after the shock that are looked at where a case does not say.
BEFORE, AFTER = 730, 90

#: What errors call the place of a case that stands in no file.
_WHERE = Path("sy.case")

#: The keys of a case.toml as errors name them, and the argument that stands for each.
_ARGUMENTS = {
    "clients": "client",
    "shock.day": "shock",
    "shock.actor": "shock_actor",
    "shock.recipient": "shock_recipient",
    "windows.before": "before",
    "windows.after": "after",
    "evidence.gaps": "gaps",
    "evidence.events": "events",
    "evidence.ties": "ties",
    " Set role in [poles.NAME].": "",
}


def case(
    *,
    client: Codes,
    partner: Codes | Pole,
    rival: Codes | Pole,
    shock: Day,
    before: Sequence[Day] | None = None,
    after: Sequence[Day] | None = None,
    events: Any = None,
    ties: Any = None,
    source: str | SourceCard | None = None,
    columns: Mapping[str, str] | None = None,
    sampling: str | None = None,
    what: str = "",
    shock_actor: Codes = (),
    shock_recipient: Codes = (),
    members_of: Mapping[str, Codes] | None = None,
    windows: Mapping[str, Sequence[Day]] | None = None,
    gaps: Sequence[Sequence[Day]] = (),
    peers: Codes = (),
    readings: Mapping[str, Mapping[str, Any]] | None = None,
    claims: Sequence[Mapping[str, Any]] = (),
    name: str = "case",
    title: str = "",
    question: str = "",
) -> Case:
    """Build a case in code: after a shock, did a client move from a partner toward a rival?

    Args:
        client: The state whose alignment is asked about (``"UKR"``), or several.
        partner: The pole that the client belongs to or seeks: codes of actors, or a ``Pole``.
        rival: The pole that it is said to turn to.
        shock: The day of the event asked about, as ``"2018-11-25"`` or a ``date``.
        before: The first day of the window before and the day after its last; two years up to the
            shock where it is not given.
        after: The window after; ninety days from the shock on where it is not given.
        events: Rows of events: a frame of pandas, Polars or Arrow, an archive, or a path or list of
            paths of tables. A frame may bear the columns of a publisher (ICEWS, GDELT, POLECAT,
            ...) or ours (``day``, ``actor``, ``recipient``, ``type`` or ``cameo``, ...).
            Without any, give an archive to ``weigh``.
        ties: Rows of ties: a frame, or a path or list of paths.
        source: The data set that the frame is of, found by its columns where it is not given; or a
            ``SourceCard`` that says what a table of your own is and cannot say.
        columns: For a table of your own: which column holds what, ours = theirs, as
            ``{"day": "EventDate", "cameo": "EventCode"}``.
        sampling: For a table of your own: ``"systematic"`` where nobody searched for its rows by
            topic or day, so that it measures how often things happened; else ``"selective"``.
        what: What the shock was, in a sentence.
        shock_actor: Who caused it.
        shock_recipient: Whom it struck.
        members_of: Organisations whose members of the day belong to a pole, as
            ``{"partner": "EU"}``.
        windows: Windows of single diagnostics, by name.
        gaps: Known holes in the record, each as first day and day after the last.
        peers: States that the client's ties are held against.
        readings: Priors and decibans of readings, as in a case.toml.
        claims: Statements to hold against the findings, as in a case.toml.
        name: A short name; the folder of the brief bears it.
        title: The title of the brief; made from the rest where it is not given.
        question: The question; made from the rest where it is not given.

    Returns:
        A checked case for ``weigh``, ``diagnose`` and ``suppose``.

    Raises:
        CaseError: A code, day or name is wrong; the message says what is allowed.
        SourceError: The rows are in no known shape, or wrong.

    >>> import pandas as pd, steelyard as sy
    >>> rows = pd.DataFrame({
    ...     "day": ["2018-10-02", "2018-11-25", "2018-12-10", "2019-01-21"],
    ...     "actor": ["RUS", "RUS", "UKR", "RUS"],
    ...     "recipient": ["UKR", "UKR", "RUS", "UKR"],
    ...     "cameo": ["111", "190", "112", "130"],
    ... })
    >>> case = sy.case(client="UKR", partner=["EU", "USA"], rival="RUS", shock="2018-11-25",
    ...                before=("2018-01-01", "2018-11-25"), after=("2018-11-25", "2019-03-01"),
    ...                events=rows)
    >>> case
    <Case case: UKR; shock 2018-11-25; partner EU, USA; rival RUS>
    >>> sy.diagnose(case, only=["distrust"])[0].grade
    'cannot_tell'
    """
    day = _day("shock", shock)
    sides = {
        said.name if isinstance(said, Pole) else role: _pole(said, role, members_of)
        for role, said in (("partner", partner), ("rival", rival))
    }
    files, rows = _rows(events, ties, source, columns, sampling)
    clients = _codes(client)
    values = {
        "title": title,
        "question": question,
        "clients": list(clients),
        "shock": {
            "day": day,
            "actor": list(_codes(shock_actor)),
            "recipient": list(_codes(shock_recipient)),
            "what": what,
        },
        "windows": {
            "before": _days("before", before or (day - timedelta(days=BEFORE), day)),
            "after": _days("after", after or (day, day + timedelta(days=AFTER))),
            **{at: _days(f"windows.{at}", window) for at, window in (windows or {}).items()},
        },
        "poles": sides,
        "evidence": {
            **files,
            "gaps": [_days(f"gaps.{at}", gap) for at, gap in enumerate(gaps)],
        },
        "readings": {at: dict(said) for at, said in (readings or {}).items()},
        "claims": [dict(claim) for claim in claims],
        "peers": list(_codes(peers)),
    }
    try:
        made = case_of(values, _WHERE)
    except CaseError as error:
        raise CaseError(_in_arguments(str(error))) from error
    made = replace(made, name=name, rows=rows, folder=None)
    return _titled(replace(made, notes=_notes(made)))


#: A record of which this share is about the clients alone says nothing of how much was printed.
_ALONE = 0.95

#: So few rows were kept by hand, and nobody takes them for a count.
_FEW = 200


def _notes(made: Case) -> tuple[str, ...]:
    """What the brief says of a frame that was cut down to the clients, as people cut frames."""
    if made.rows is None or all(card.sampling == "selective" for card in made.rows.sources):
        return ()
    events = made.rows.events
    codes = [code for client in made.clients for code in client_codes(client)]
    theirs = events.actor.intersect(codes).length() + events.recipient.intersect(codes).length() > 0
    (held,) = events.aggregate(n=events.count(), own=theirs.sum()).to_pyarrow().to_pylist()
    if held["n"] < _FEW or held["own"] < _ALONE * held["n"]:
        return ()
    note = (
        f"Of the {held['n']:,} events, {held['own']:,} are of the clients themselves: what was printed "
        "of others meanwhile is not in this record, so that more printing looks like more events. Give "
        "the whole data set where you have it."
    )
    return (note,)


def _titled(made: Case) -> Case:
    """The case with the title, question and poles that were not given, in plain words."""
    day = made.shock.day
    poles = tuple(
        replace(pole, title=pole_name((*pole.actors, *pole.members_of), day))
        if pole.name == pole.role
        else pole
        for pole in made.poles
    )
    who = listing(actor_name(client, day) for client in made.clients)
    rival = next(pole.title for pole in poles if pole.role == "rival")
    question = f"After {day_text(day)}, did {who} move toward {rival}, in words or in deeds?"
    what = made.shock.what or f"What happened on {day_text(day)}."
    return replace(
        made,
        poles=poles,
        title=made.title or f"{who[:1].upper()}{who[1:]}, {day:%B %Y}",
        question=made.question or question,
        shock=replace(made.shock, what=what),
    )


def _pole(said: Codes | Pole, role: str, members_of: Mapping[str, Codes] | None) -> dict[str, Any]:
    if isinstance(said, Pole):
        return {
            "role": role,
            "actors": list(said.actors),
            "members_of": list(said.members_of),
            "title": said.title or said.name,
        }
    for side in members_of or {}:
        if side not in ("partner", "rival"):
            msg = f"sy.case: members_of names '{side}'; allowed are partner, rival. Choose one."
            raise CaseError(msg)
    return {
        "role": role,
        "actors": list(_codes(said)),
        "members_of": list(_codes((members_of or {}).get(role, ()))),
    }


def _codes(said: Codes) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(said)


def _day(key: str, said: object) -> date:
    if hasattr(said, "date") and callable(said.date):  # a datetime, or a Timestamp of pandas
        said = said.date()
    if isinstance(said, date):
        return said
    try:
        return date.fromisoformat(str(said))
    except ValueError as error:
        msg = f"sy.case: {key} has '{said}', which is not a day; write days as '2018-11-25'."
        raise CaseError(msg) from error


def _days(key: str, said: Sequence[Day]) -> list[date]:
    if isinstance(said, str) or len(said) != _ENDS:
        msg = (
            f"sy.case: {key} is {said!r}; a window is its first day and the day after its last, as "
            "('2018-01-01', '2018-11-25')."
        )
        raise CaseError(msg)
    return [_day(key, day) for day in said]


_ENDS = 2


def _rows(
    events: Any,
    ties: Any,
    source: str | SourceCard | None,
    columns: Mapping[str, str] | None,
    sampling: str | None,
) -> tuple[dict[str, list[str]], Archive | None]:
    """The files that the case names, and the archive of the frames that it brings."""
    files = {
        key: _paths(key, said)
        for key, said in (("events", events), ("ties", ties))
        if said is not None and not is_frame(said) and not _is_archive(said)
    }
    frames = {
        key: said
        for key, said in (("events", events), ("ties", ties))
        if said is not None and is_frame(said)
    }
    rows: Archive | None = events if _is_archive(events) else None
    if "events" not in frames and (source or columns or sampling):
        msg = (
            "sy.case: source, columns and sampling say what a frame of events is, and none is given. "
            "Give events=, or leave them out."
        )
        raise CaseError(msg)
    if frames:
        made = archive_of_frames(**frames, source=source, columns=columns, sampling=sampling)
        rows = made if rows is None else together(rows, made)
    return files, rows


def _is_archive(thing: object) -> bool:
    return hasattr(thing, "manifest") and hasattr(thing, "coverage")


def _paths(key: str, said: Any) -> list[str]:
    """Paths of tables, absolute, since the case stands in no folder."""
    several = [said] if isinstance(said, str | Path) else said
    if not isinstance(several, Sequence) or not all(isinstance(one, str | Path) for one in several):
        msg = (
            f"sy.case: {key} is a {type(said).__name__}; allowed are a frame of pandas, Polars or Arrow, "
            "an archive, a path, or a list of paths. Give one of them."
        )
        raise CaseError(msg)
    return [str(Path(one).resolve()) for one in several]


def _in_arguments(message: str) -> str:
    """The message with the names of arguments for the keys of a case.toml."""
    for side in ("partner", "rival"):
        message = message.replace(f"poles.{side}.actors", side)
        message = message.replace(f"poles.{side}.members_of", f"members_of['{side}']")
    for key, argument in _ARGUMENTS.items():
        message = message.replace(key, argument)
    return message
