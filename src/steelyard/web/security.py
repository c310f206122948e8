"""Who may ask: this machine's own browser, with the token that the command printed.

Every request is checked for its Host (a name that an attacker has pointed at 127.0.0.1 is refused),
for its Origin (a page of another site is refused), and for the session's cookie. The token is traded
for the cookie by the first page and leaves the address at once. Every answer forbids scripts, styles
and frames but our own.
"""

from __future__ import annotations

import secrets
from functools import cache
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Nothing but what this server itself serves; no script or style in the page's own text.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; frame-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)

_HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

#: Methods that change nothing.
_SAFE = ("GET", "HEAD")

_LOST = (
    "This workbench opens with the address that 'steelyard serve' printed, token and all. "
    "Copy it from the terminal once more.\n"
)


@cache
def brief_policy() -> str:
    """The policy of a brief, a page that is made elsewhere with its styles and its one script in its text.

    It may be framed, and of scripts only that one runs, known by its hash.
    """
    from steelyard.brief.page import script_hash  # it loads charts, which the first page need not
    from steelyard.brief.rendering import text_of

    return (
        f"default-src 'none'; script-src '{script_hash(text_of('page.js'))}'; style-src 'unsafe-inline'; "
        "img-src data:; font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
        "sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox allow-modals"
    )


class Guard:
    """Lets a request through to ``app`` where it comes from the browser that was given the token."""

    def __init__(self, app: ASGIApp, *, port: int, token: str) -> None:
        self._app = app
        self._token = token
        self._session = secrets.token_urlsafe(32)
        self._cookie = f"steelyard-{port}"
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
        self._origins = {f"http://{host}" for host in self._hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        refusal = self._refusal(scope)
        guarded = _with_headers(send)
        if refusal is not None:
            await refusal(scope, receive, guarded)
            return
        await self._app(scope, receive, guarded)

    def _refusal(self, scope: Scope) -> Response | None:
        """The answer to a request that is not let through; None for one that is."""
        headers = Headers(scope=scope)
        if headers.getlist("host") != [headers.get("host", "")] or (
            headers.get("host") not in self._hosts
        ):
            return PlainTextResponse("This server answers to 127.0.0.1 only.\n", 421)
        origin = headers.get("origin")
        # A form of ours has no origin to tell, since no page tells where it comes from; the browser
        # says itself that it is of this site, and no page of another can make it say so.
        ours = origin == "null" and headers.get("sec-fetch-site") == "same-origin"
        if origin is not None and origin not in self._origins and not ours:
            return PlainTextResponse("A page of another site may not ask here.\n", 403)
        if scope["method"] not in _SAFE and origin is None:
            return PlainTextResponse("A change needs the header Origin.\n", 403)
        if headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
            return PlainTextResponse("A page of another site may not ask here.\n", 403)
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        offered = [value for name, value in query if name == "token"]
        if offered and scope["method"] == "GET":
            if not _same(offered[0], self._token):
                return PlainTextResponse(_LOST, 403)
            rest = urlencode([pair for pair in query if pair[0] != "token"])
            path = "/" + scope["path"].lstrip("/\\")
            answer = RedirectResponse(path + (f"?{rest}" if rest else ""), 303)
            answer.set_cookie(self._cookie, self._session, httponly=True, samesite="strict")
            return answer
        if not _same(_cookie(headers, self._cookie), self._session):
            return PlainTextResponse(_LOST, 403)
        return None


def _same(offered: str, right: str) -> bool:
    return secrets.compare_digest(offered.encode("utf-8", "replace"), right.encode())


def _cookie(headers: Headers, name: str) -> str:
    try:
        jar = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        return ""
    return jar[name].value if name in jar else ""


def _with_headers(send: Send) -> Send:
    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers[name] = value
            headers.setdefault("Content-Security-Policy", POLICY)
            headers.setdefault("Cache-Control", "no-store")
        await send(message)

    return guarded
