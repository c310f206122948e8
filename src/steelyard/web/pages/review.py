"""Correcting what the coder read: one event at a time, a key for each verdict."""

from __future__ import annotations

from dataclasses import dataclass, field
from getpass import getuser
from threading import Lock, Timer
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from steelyard.archive.index import is_fresh, queue, revise
from steelyard.errors import ArchiveError, SteelyardError
from steelyard.pipeline.review import Ledger
from steelyard.pipeline.review.ledger import coded
from steelyard.records import EVENT
from steelyard.vocabulary.ontology import ACTS, STATUSES
from steelyard.web.answers import Answer, command
from steelyard.web.desk import ArchiveDesk
from steelyard.web.look import Look, of_archive
from steelyard.web.naming import actor_codes

#: Events that are given at a time.
AT_ONCE = 100

#: Seconds without a verdict after which what was said goes into the archive.
QUIET = 20.0


@dataclass
class Session:
    """The review of one archive: its ledger, and the events that were given out."""

    held: ArchiveDesk
    ledger: Ledger
    given: dict[str, dict[str, Any]] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)
    _timer: Timer | None = None

    def wait_for_quiet(self) -> None:
        """Put what was said into the archive when nothing more has come for a while."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = Timer(QUIET, self.flush)
        self._timer.daemon = True
        self._timer.start()

    def flush(self) -> None:
        """Put what was said into the archive now; where it is in use, later."""
        if self._timer is not None:
            self._timer.cancel()
        with self.lock:
            if not self.ledger.waiting:
                return
            try:
                with self.held.alone(brief=True) as file:
                    fresh = is_fresh(file)
                    self.ledger.flush()
                    if fresh:  # a few rows of the index have changed, and only these
                        revise(file)
            except ArchiveError:
                self.wait_for_quiet()


def session_of(request: Request, name: str) -> Session:
    """Return the review of an archive."""
    sessions: dict[str, Session] = request.app.state.reviews
    held = request.app.state.desk.archive(name)
    if name not in sessions:
        sessions[name] = Session(held, Ledger(held.file, getuser()))
    return sessions[name]


def flush_all(sessions: dict[str, Session]) -> None:
    """Put all that was said into its archive: before weighing, and at the end."""
    for session in sessions.values():
        session.flush()


@of_archive
def review(look: Look) -> Answer:
    """Show the events to be reviewed; the page walks through them."""
    session = session_of(look.request, look.name)
    by_day = look.said("order") == "day"
    done = session.ledger.standing
    with look.held.reading() as index:
        rows = queue(index, look.choice, by_day=by_day, most=AT_ONCE + len(done))
    rows = [row for row in rows if row["event_id"] not in done][:AT_ONCE]
    with session.lock:
        for row in rows:
            session.given[row["event_id"]] = {column: row[column] for column in EVENT.names}
    return Answer(
        template="review",
        content={"events": rows, "score": session.ledger.score(), "reviewed": len(done)},
        rows=rows,
        data={
            **look.common(),
            "by_day": by_day,
            "statuses": list(STATUSES),
            "acts": list(ACTS),
        },
        command=command("events", look.held.path, *look.command_options(), "--format", "jsonl"),
    )


async def verdict(request: Request) -> Response:
    """Keep a verdict on one event."""
    from starlette.concurrency import run_in_threadpool

    said = await request.json()
    return await run_in_threadpool(_keep, request, said)


def _keep(request: Request, said: dict[str, Any]) -> Response:
    session = session_of(request, request.path_params["archive"])
    with session.lock:
        row = session.given.get(str(said.get("event")))
        if row is None:
            msg = "This event was not given out for review. Reload the page."
            raise SteelyardError(msg)
        changes = {str(k): _written(str(k), str(v)) for k, v in (said.get("changes") or {}).items()}
        entry = session.ledger.say(
            coded(row), str(said.get("verdict")), changes, str(said.get("note") or "")
        )
        told = _told(session, entry)
    session.wait_for_quiet()
    return JSONResponse(told)


def _written(column: str, text: str) -> str:
    """A change as a sheet has it: actors by their codes, whatever they were called."""
    return ";".join(actor_codes(text)) if column in ("actor", "recipient") else text


def undo(request: Request) -> Response:
    """Take back the last verdict."""
    return _turn(request, back=True)


def redo(request: Request) -> Response:
    """Say again what was taken back last."""
    return _turn(request, back=False)


def _turn(request: Request, *, back: bool) -> Response:
    session = session_of(request, request.path_params["archive"])
    with session.lock:
        entry = session.ledger.undo() if back else session.ledger.redo()
        told = _told(session, entry)
        if entry is not None and entry["event_id"] not in session.given:
            from steelyard.pipeline.ingest.json_lines import from_lines, to_row

            (event,) = from_lines(entry["cells"]["event"].encode())
            told["event"] = to_row(event)
            session.given[event.event_id] = {name: getattr(event, name) for name in EVENT.names}
    session.wait_for_quiet()
    return JSONResponse(told)


def _told(session: Session, entry: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "entry": None
        if entry is None
        else {name: entry[name] for name in ("n", "event_id", "verdict", "changed")},
        "score": session.ledger.score(),
        "reviewed": len(session.ledger.standing),
    }


def history(request: Request) -> Answer:
    """Show every verdict that stands, and how often the coder was right."""
    name = request.path_params["archive"]
    session = session_of(request, name)
    rows = [
        {
            "time": e["time"],
            "reviewer": e["reviewer"],
            "event": e["event_id"],
            "verdict": e["verdict"],
            "changed": e["changed"],
            "sentence": e["cells"]["sentence"],
            "note": e["cells"]["note"],
        }
        for e in session.ledger.standing.values()
    ][::-1]
    return Answer(
        template="verdicts",
        content={
            "score": session.ledger.score(),
            "waiting": session.ledger.waiting,
            "verdicts": rows,
        },
        rows=rows,
        data={"archive": name},
        command=command("events", session.held.path, "--source", "review"),
    )
