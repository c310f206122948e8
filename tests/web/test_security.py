"""Who may ask: only the browser that was given the token, from this machine, by our own pages."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from steelyard.web.application import application
from steelyard.web.desk import Desk

from .conftest import HOME, PORT, TOKEN, client_of


@pytest.fixture(scope="module")
def stranger(desk: Desk) -> TestClient:
    return TestClient(application(desk, port=PORT, token=TOKEN), base_url=HOME)


def test_the_token_becomes_a_cookie_and_leaves_the_address(stranger: TestClient) -> None:
    answer = stranger.get(f"/?token={TOKEN}&a=b", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/?a=b"
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"steelyard-{PORT}=")
    assert TOKEN not in cookie
    assert {"HttpOnly", "SameSite=strict"} <= {part.strip() for part in cookie.split(";")}
    assert answer.headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/", {}),
        ("/?token=wrong", {}),
        (f"/?token={TOKEN}", {"Host": "evil.example"}),
        (f"/?token={TOKEN}", {"Host": "127.0.0.1"}),
        (f"/?token={TOKEN}", {"Origin": "http://evil.example"}),
        (f"/?token={TOKEN}", {"Sec-Fetch-Site": "cross-site"}),
        ("/static/workbench.js", {}),
        ("/archives/balkans/explore", {"Cookie": f"steelyard-{PORT}=wrong"}),
        ("/archives/balkans/explore", {"Cookie": f"steelyard-{PORT}={TOKEN}"}),
    ],
)
def test_a_stranger_is_refused(desk: Desk, path: str, headers: dict[str, str]) -> None:
    fresh = TestClient(application(desk, port=PORT, token=TOKEN), base_url=HOME)
    answer = fresh.get(path, headers=headers, follow_redirects=False)
    assert answer.status_code in (403, 421)
    assert "set-cookie" not in answer.headers
    assert "balkans" not in answer.text


def test_a_redirect_never_leaves_this_server(stranger: TestClient) -> None:
    answer = stranger.get(f"//evil.example/%5C?token={TOKEN}", follow_redirects=False)
    assert not answer.headers.get("location", "/").startswith(("//", "/\\", "http"))


def test_a_change_needs_an_origin_of_ours(desk: Desk) -> None:
    client = client_of(desk)
    del client.headers["Origin"]
    assert client.post("/jobs/1/stop").status_code == 403
    assert client.post("/jobs/1/stop", headers={"Origin": "null"}).status_code == 403


def test_every_answer_forbids_scripts_but_our_own(client: TestClient) -> None:
    for path in ("/", "/nowhere", "/static/workbench.css", "/archives/balkans/explore"):
        headers = client.get(path).headers
        assert "script-src 'self'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "name", ["%2e%2e%2fx", "/etc/passwd", "..%2f..%2fetc", "balkans/../../x", "\0", "a" * 5000]
)
def test_names_reach_no_path(client: TestClient, name: str) -> None:
    part = quote(name, safe="%")
    for path in ("/archives/{}/explore", "/static/{}", "/archives/balkans/events/{}"):
        answer = client.get(path.format(part))
        assert answer.status_code in (400, 404)
        assert "root:" not in answer.text


def test_what_is_hostile_is_shown_as_text(client: TestClient) -> None:
    script = "<script>alert(1)</script>\u202e"
    page = client.get("/archives/balkans/explore", params={"text": script}).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
