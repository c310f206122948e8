"""The tools over the Model Context Protocol: by standard input and output, or by HTTP on this machine.

By HTTP the server listens on 127.0.0.1 alone, answers only requests for that host, from no web page but
one of its own (the headers Host and Origin), and only with its token.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Annotated, Any

import anyio
from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp_types import CallToolResult, TextContent, ToolAnnotations
from pydantic import Field
from starlette.types import ASGIApp, Receive, Scope, Send

import steelyard
from steelyard import diagnostics, vocabulary
from steelyard.assistant import comparing, events, weighings
from steelyard.assistant.budget import DEFAULT, LEAST, MOST, text_of
from steelyard.assistant.materials import Materials
from steelyard.assistant.quoting import NOTICE, visible
from steelyard.errors import SteelyardError
from steelyard.pipeline.what_if import FORM

#: The only address that the server listens on.
HOST = "127.0.0.1"

#: Where on it the protocol is spoken.
PATH = "/mcp"

#: Bytes of a request at most; no honest argument needs more.
LARGEST = 64 * 1024

INSTRUCTIONS = f"""\
Steelyard weighs whether a state is really changing sides between great powers. It reads only the cases, \
archives and runs that it was started on: list_sources names them. weigh_case gives the verdict, \
explain_finding one question in full, find_events and show_evidence the rows behind it. Every answer \
carries row ids, what the record covers and its gaps: cite ids with each statement, and never report \
a gap or an empty answer as if nothing had happened. 'cannot_tell' is an answer. {NOTICE} Answers keep \
to a budget of tokens: 'left_out' counts what was dropped, and a larger 'budget' or an 'offset' brings it."""

Source = Annotated[
    str, Field(max_length=200, description="A case or an archive, as list_sources names it.")
]
CaseName = Annotated[str, Field(max_length=200, description="A case, as list_sources names it.")]
RunName = Annotated[
    str,
    Field(max_length=200, description="A run, the folder of a brief, as list_sources names it."),
]
ArchiveName = Annotated[
    str,
    Field(
        max_length=200,
        description="An archive whose rows stand beside the case's own, as list_sources names it.",
    ),
]
Party = Annotated[
    str, Field(max_length=20, description="Code of one side, whether it acts or not.")
]
Actor = Annotated[
    str, Field(max_length=20, description="Code of who acts: an ISO code such as SRB, or EU, NATO.")
]
Recipient = Annotated[str, Field(max_length=20, description="Code of on whom.")]
Kind = Annotated[
    str, Field(max_length=20, description=f"Type of act: {', '.join(vocabulary.TYPES)}.")
]
Act = Annotated[str, Field(max_length=20, description=f"{' or '.join(vocabulary.ACTS)}.")]
Status = Annotated[
    str, Field(max_length=20, description=f"How far it is: {', '.join(vocabulary.STATUSES)}.")
]
Since = Annotated[str, Field(max_length=20, description="The first day, as 2019-10-18.")]
Until = Annotated[str, Field(max_length=20, description="The day after the last.")]
PublicBefore = Annotated[
    str,
    Field(
        max_length=20,
        description="Only acts known to have been announced or planned before this day; each says since when, "
        "how many days before, and by which row.",
    ),
]
Text = Annotated[
    str, Field(max_length=200, description="Only events whose sentence holds these words.")
]
Limit = Annotated[int, Field(ge=1, le=events.MOST_ROWS, description="Rows at most.")]
Offset = Annotated[int, Field(ge=0, le=10**9, description="Rows to pass over, for the next page.")]
Ids = Annotated[
    list[Annotated[str, Field(max_length=40)]],
    Field(min_length=1, max_length=50, description="Ids of rows, as other answers give them."),
]
Diagnostic = Annotated[
    str, Field(max_length=40, description=f"One of {', '.join(diagnostics.names())}.")
]
Client = Annotated[
    str, Field(max_length=20, description="A client of the case; may be left out where it has one.")
]
Supposed = Annotated[str, Field(max_length=200, description=f"{FORM}.")]
Seed = Annotated[
    int, Field(ge=0, le=2**32 - 1, description="Same record, same seed: the same answer.")
]
Budget = Annotated[
    int, Field(ge=LEAST, le=MOST, description="Tokens that the answer may take, about.")
]

_READS = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)


def server(materials: Materials) -> MCPServer[Any]:
    """Return a server whose tools read ``materials`` and nothing else."""
    made = MCPServer[Any](
        "steelyard",
        title="Steelyard",
        instructions=INSTRUCTIONS,
        version=steelyard.__version__,
        log_level="CRITICAL",
    )
    for tool in _tools(materials):
        made.add_tool(tool, annotations=_READS, structured_output=False)
    return made


def _tools(materials: Materials) -> tuple[Callable[..., CallToolResult], ...]:
    """The tools; their names, docstrings and arguments are what an assistant sees."""

    def list_sources(budget: Budget = DEFAULT) -> CallToolResult:
        """List the cases, archives and runs that can be asked, with what each covers and cannot say."""
        return _answer(events.list_sources, materials, budget=budget)

    def find_events(
        *,
        source: Source,
        archive: ArchiveName = "",
        party: Party = "",
        actor: Actor = "",
        recipient: Recipient = "",
        kind: Kind = "",
        act: Act = "",
        status: Status = "",
        since: Since = "",
        until: Until = "",
        public_before: PublicBefore = "",
        text: Text = "",
        limit: Limit = 20,
        offset: Offset = 0,
        budget: Budget = DEFAULT,
    ) -> CallToolResult:
        """Find events: who did what to whom and when, with the sentence and its publisher.

        Also answers which acts of a period had been announced before a day: with public_before, and
        status 'happened' for those that came to be.
        """
        return _answer(
            events.find_events,
            materials,
            source=source,
            archive=archive,
            party=party,
            actor=actor,
            recipient=recipient,
            kind=kind,
            act=act,
            status=status,
            since=since,
            until=until,
            public_before=public_before,
            text=text,
            limit=limit,
            offset=offset,
            budget=budget,
        )

    def show_evidence(
        source: Source, ids: Ids, archive: ArchiveName = "", budget: Budget = DEFAULT
    ) -> CallToolResult:
        """Show the rows behind ids: sentence, publisher, address, and the rows that announced each act."""
        return _answer(
            events.show_evidence, materials, source=source, ids=ids, archive=archive, budget=budget
        )

    def weigh_case(
        *, case: CaseName, archive: ArchiveName = "", seed: Seed = 0, budget: Budget = DEFAULT
    ) -> CallToolResult:
        """Weigh a case: the answer, how likely each reading is, each finding, what would change it.

        The first call takes some seconds, on an archive up to a minute; later ones are at once.
        """
        return _answer(
            weighings.weigh_case, materials, case=case, archive=archive, seed=seed, budget=budget
        )

    def explain_finding(
        *,
        case: CaseName,
        diagnostic: Diagnostic,
        client: Client = "",
        archive: ArchiveName = "",
        budget: Budget = DEFAULT,
    ) -> CallToolResult:
        """Explain one finding: grade, effect with its interval, reasons, what is needed, tables, rows."""
        return _answer(
            weighings.explain_finding,
            materials,
            case=case,
            diagnostic=diagnostic,
            client=client,
            archive=archive,
            budget=budget,
        )

    def what_if(
        *,
        case: CaseName,
        event: Supposed,
        archive: ArchiveName = "",
        seed: Seed = 0,
        budget: Budget = DEFAULT,
    ) -> CallToolResult:
        """Say what would move if an event happened: findings and readings, now and then."""
        return _answer(
            weighings.suppose,
            materials,
            case=case,
            event=event,
            archive=archive,
            seed=seed,
            budget=budget,
        )

    def compare_runs(first: RunName, second: RunName, budget: Budget = DEFAULT) -> CallToolResult:
        """Compare two runs: what changed in the method apart from what changed in the world."""
        return _answer(comparing.compare_runs, materials, first=first, second=second, budget=budget)

    return (
        list_sources,
        find_events,
        show_evidence,
        weigh_case,
        explain_finding,
        what_if,
        compare_runs,
    )


def _answer(
    ask: Callable[..., dict[str, Any]], materials: Materials, **said: Any
) -> CallToolResult:
    """Ask, and give the answer as text and as values; what is wrong with the arguments is said."""
    try:
        found = ask(materials, **said)
    except SteelyardError as error:
        raise ToolError(visible(str(error), 1000)) from error
    return CallToolResult(
        content=[TextContent(type="text", text=text_of(found))], structured_content=found
    )


def serve_stdio(materials: Materials) -> None:
    """Serve by standard input and output until the client ends."""
    anyio.run(server(materials).run_stdio_async)


def http_app(materials: Materials, port: int, token: str) -> ASGIApp:
    """Return the web application: the protocol at ``/mcp`` for who holds the token.

    Args:
        materials: What its tools read.
        port: The port that it is reached at; requests for any other host or port are refused.
        token: What each request must bear.
    """
    hosts = [f"{name}:{port}" for name in (HOST, "localhost")]
    app = server(materials).streamable_http_app(
        streamable_http_path=PATH,
        json_response=True,
        stateless_http=True,
        max_request_body_size=LARGEST,
        host=HOST,
        transport_security=TransportSecuritySettings(
            enable_dns_rebinding_protection=True,
            allowed_hosts=hosts,
            allowed_origins=[f"http://{host}" for host in hosts],
        ),
    )
    return _Guarded(app, token)


class _Guarded:
    """An application that only answers requests with the token."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app = app
        self._expected = f"Bearer {token}".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            given = [value for name, value in scope["headers"] if name == b"authorization"]
            if len(given) != 1 or not secrets.compare_digest(given[0], self._expected):
                await _refuse(send)
                return
        await self._app(scope, receive, send)


async def _refuse(send: Send) -> None:
    body = b"Give the token that the server printed: 'Authorization: Bearer TOKEN'.\n"
    headers = [(b"content-type", b"text/plain"), (b"www-authenticate", b"Bearer")]
    await send({"type": "http.response.start", "status": 401, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def serve_http(materials: Materials, port: int, token: str) -> None:
    """Serve by HTTP on 127.0.0.1 until Ctrl-C.

    Raises:
        OSError: The port is taken.
    """
    import uvicorn

    config = uvicorn.Config(
        http_app(materials, port, token), host=HOST, port=port, log_level="critical", ws="none"
    )
    uvicorn.Server(config).run()
