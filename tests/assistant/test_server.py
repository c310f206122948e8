"""The server asked by the official client, over standard input and output and over HTTP."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import anyio
import httpx
import httpx2
import pytest
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.exceptions import MCPError
from mcp_types import CallToolResult
from tests.processes import until

from steelyard.assistant.budget import BYTES_A_TOKEN, text_of
from steelyard.cli.assistant import mcp
from steelyard.errors import SteelyardError

TOKEN = "a-token-for-the-tests-alone"
COMMAND = (sys.executable, "-m", "steelyard", "mcp", "balkans-2019")
TOOLS = {
    "list_sources",
    "find_events",
    "show_evidence",
    "weigh_case",
    "explain_finding",
    "what_if",
    "compare_runs",
}

#: Calls that must fail with a word of what is allowed, and read nothing.
HOSTILE: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("find_events", {"source": "/etc/passwd"}, "Here: balkans-2019"),
    ("find_events", {"source": "serbia-2000"}, "Here: balkans-2019"),
    ("find_events", {"source": "balkans-2019", "archive": "../../x.duckdb"}, "no archive"),
    (
        "find_events",
        {"source": "balkans-2019", "actor": "' OR 1=1 --"},
        "not an actor in the vocabulary",
    ),
    ("find_events", {"source": "balkans-2019", "kind": "x'); DROP TABLE"}, "type"),
    ("find_events", {"source": "balkans-2019", "since": "yesterday"}, "not a day"),
    ("find_events", {"source": "balkans-2019", "limit": 10**9}, "limit"),
    ("find_events", {"source": "balkans-2019", "offset": -1}, "offset"),
    ("find_events", {"source": "x" * 40_000}, "source"),
    ("find_events", {"source": {"name": "balkans-2019"}}, "source"),
    ("find_events", {}, "source"),
    ("show_evidence", {"source": "balkans-2019", "ids": ["e0"] * 2000}, "ids"),
    ("show_evidence", {"source": "balkans-2019\x00", "ids": ["e0"]}, "started on no"),
    ("weigh_case", {"case": "file:///etc/passwd"}, "started on no case"),
    ("weigh_case", {"case": "balkans-2019", "budget": 10**9}, "budget"),
    ("what_if", {"case": "balkans-2019", "event": "/etc/passwd"}, "no event to suppose"),
    ("explain_finding", {"case": "balkans-2019", "diagnostic": "__import__('os')"}, "diagnostic"),
    ("compare_runs", {"first": "/tmp", "second": "../.."}, "started on no run"),
    ("read_file", {"path": "/etc/passwd"}, "read_file"),
)


def values(result: CallToolResult) -> dict[str, Any]:
    """The answer, whose text and values are the same."""
    assert not result.is_error, result.content
    (block,) = result.content
    assert block.type == "text"
    assert json.loads(block.text) == result.structured_content
    return dict(json.loads(block.text))


async def ask_hostile(client: Client) -> None:
    for name, said, expected in HOSTILE:
        try:
            result = await client.call_tool(name, said)
        except MCPError as error:  # an unknown tool is refused by the protocol itself
            text = str(error)
        else:
            assert result.is_error, (name, said)
            text = " ".join(block.text for block in result.content if block.type == "text")
        assert expected.lower() in text.lower(), (name, text[:300])
        assert "root:" not in text


def in_session(server: Any, ask: Callable[[Client], Awaitable[None]]) -> None:
    async def session() -> None:
        async with Client(server) as client:
            await ask(client)

    anyio.run(session)


def test_which_acts_after_the_veto_had_been_announced_before_it_and_how_do_we_know() -> None:
    async def ask(client: Client) -> None:
        listed = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert listed.keys() == TOOLS
        for tool in listed.values():
            assert tool.annotations is not None
            assert tool.annotations.read_only_hint
            flat = json.dumps(tool.input_schema["properties"])
            assert '"object"' not in flat, tool.name
        assert "quoted" in (client.instructions or "")

        # The day of the veto, from the tools alone.
        (case,) = values(await client.call_tool("list_sources", {}))["cases"]
        assert "France refused" in case["quoted"]["shock"]
        veto, end = case["shock_day"], case["windows"]["after"][1]

        # Which acts: those that happened after it and were public before.
        asked = {"source": case["name"], "since": veto, "until": end, "status": "happened"}
        found = values(
            await client.call_tool("find_events", {**asked, "public_before": veto, "budget": 6000})
        )
        told = {row["day"]: row for row in found["rows"]}
        assert {"2019-10-19", "2019-10-23", "2019-10-25", "2019-12-02"} <= told.keys()
        for row in found["rows"]:
            assert row["day"] >= veto > row["public_since"]
            assert row["days_before"] > 0

        # How do we know: the row that announced it, its sentence and its page.
        visit = values(
            await client.call_tool(
                "show_evidence", {"source": case["name"], "ids": [told["2019-10-19"]["id"]]}
            )
        )
        (plan,) = visit["rows"][0]["planned_by"]
        assert plan["announced"] < veto
        assert "Moscow announced" in plan["quoted"]["sentence"]
        assert plan["quoted"]["url"].startswith("https://")

        # What nobody knows is said to be unknown, and the record to be searched by hand.
        finding = values(
            await client.call_tool(
                "explain_finding",
                {"case": case["name"], "diagnostic": "anticipation", "client": "SRB"},
            )
        )
        cells = [row["cells"] for row in finding["quoted_tables"][0]["rows"]]
        assert {row[2] for row in cells if row[0] != "not known"} <= told.keys()
        assert any(row[0] == "not known" for row in cells)
        assert "searched by hand" in finding["coverage"][0]["coverage"]
        await ask_hostile(client)

    command, *arguments = COMMAND
    in_session(stdio_client(StdioServerParameters(command=command, args=arguments)), ask)


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def started(attempts: int = 5) -> tuple[subprocess.Popen[str], int, str]:
    """A server on a port that was free, and its first line; another program may take the port first."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    running = subprocess.Popen(
        [*COMMAND, "--http", "--port", str(port)],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "STEELYARD_MCP_TOKEN": TOKEN},
    )
    assert running.stderr is not None
    said = running.stderr.readline().strip()
    if "cannot be used" in said and attempts > 1:
        running.communicate()
        return started(attempts - 1)
    return running, port, said


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A server over HTTP, started by the command."""
    running, port, said = started()
    with running:
        assert running.stderr is not None
        assert re.fullmatch(rf"http://127\.0\.0\.1:{port}/mcp", said), said
        assert running.stderr.readline().strip() == f"Authorization: Bearer {TOKEN}"
        until(lambda: answers(port))
        yield said
        running.terminate()


def test_the_client_over_http_has_the_same_tools_and_budgets(address: str) -> None:
    async def ask(client: Client) -> None:
        assert {tool.name for tool in (await client.list_tools()).tools} == TOOLS
        question = {"case": "balkans-2019", "diagnostic": "balance", "client": "SRB"}
        for budget in (600, 3000):
            answer = await client.call_tool("explain_finding", {**question, "budget": budget})
            said = values(answer)
            assert len(text_of(said).encode()) <= budget * BYTES_A_TOKEN
            assert said["coverage"][0]["quoted"]["limitation"].startswith("Searched by hand")
        assert said["rows"][0]["quoted"]["sentence"]
        effort = said["under_uneven_search"]
        assert (
            effort["from_times"] <= 1 < effort["to_times"]
        )  # the case says what was searched harder
        await ask_hostile(client)

    async def session() -> None:
        headers = {"Authorization": f"Bearer {TOKEN}"}
        async with (
            httpx2.AsyncClient(headers=headers, timeout=120) as http,
            Client(streamable_http_client(address, http_client=http)) as client,
        ):
            await ask(client)

    anyio.run(session)


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({}, 200),
        ({"Authorization": None}, 401),
        ({"Authorization": "Bearer wrong"}, 401),
        ({"Authorization": TOKEN}, 401),
        ({"Authorization": "Bearer \xff"}, 401),
        ({"Origin": "https://example.org"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "HERE"}, 200),
        ({"Host": "example.org"}, 421),
        ({"Content-Type": "text/plain"}, 400),
    ],
)
def test_http_answers_its_own_host_and_origin_and_who_holds_the_token(
    address: str, changed: dict[str, str | None], status: int
) -> None:
    sound = {
        "Authorization": f"Bearer {TOKEN}",
        "Accept": "application/json, text/event-stream",
        "Content-Type": "application/json",
    }
    here = address.removesuffix("/mcp")
    merged = {**sound, **{k: here if v == "HERE" else v for k, v in changed.items()}}
    headers = [(k.encode(), v.encode("latin-1")) for k, v in merged.items() if v is not None]
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    response = httpx.post(address, headers=headers, content=json.dumps(body).encode())
    assert response.status_code == status, response.text
    assert ("weigh_case" in response.text) == (status == 200)


def test_a_request_larger_than_any_honest_one_is_refused(address: str) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
    assert httpx.post(address, headers=headers, content=b"x" * 10**6).status_code == 413


def test_without_the_extra_the_command_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name == "mcp" or name.startswith("mcp.")]:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.delitem(sys.modules, "steelyard.assistant.server", raising=False)
    monkeypatch.setitem(sys.modules, "mcp", None)
    with pytest.raises(SteelyardError, match=r"pip install 'steelyard\[mcp\]'"):
        mcp([])


def test_a_short_token_is_refused_and_a_taken_port_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        for token, expected in (("short", "16 or more"), (TOKEN, f"Port {port} cannot be used")):
            monkeypatch.setenv("STEELYARD_MCP_TOKEN", token)
            with pytest.raises(SteelyardError, match=expected):
                mcp(["balkans-2019"], http=True, port=port)
