"""One request to a model's server, and what is done when it fails.

Any server that speaks the chat completions of OpenAI will do. The key is read from the
environment when a request is made; it stands in no message, no cache and no error.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from steelyard.coding.llm.answers import schema
from steelyard.coding.llm.prompt import Message
from steelyard.errors import CodingError

#: The variable of the environment that holds the key.
KEY = "STEELYARD_MODEL_KEY"

#: Times that a request is sent at most, seconds before the second time (doubled each time), and
#: seconds at most between two.
ATTEMPTS, FIRST_WAIT, LONGEST_WAIT = 5, 1.0, 60.0

#: Seconds that an answer may take altogether, and bytes that it may have.
PATIENCE, LARGEST = 180.0, 5_000_000

#: Tokens that an answer may have.
ANSWER = 4_000

_LOCAL = ("127.0.0.1", "localhost", "::1")
_MEND_THE_CALL = {
    401: f"the key was refused; set {KEY}",
    403: f"the key was refused; set {KEY}",
    404: "there is no such model or address",
    405: "there is no such address",
}


#: Refusals of a form of answer that the server does not know, and of requests that come too soon.
_NO_SUCH_FORM, _LATER = (400, 422), (408, 409, 425, 429)


class FailedError(Exception):
    """The server gave no answer to one request; another one may succeed."""


class Endpoint:
    """A server by its address, and the name of a model that it has."""

    def __init__(self, address: str, model: str) -> None:
        """Check the address; nothing is sent.

        Raises:
            CodingError: it is no address of the web.
        """
        try:
            url = httpx.URL(address)
        except (httpx.InvalidURL, TypeError) as error:
            raise _no_address(address) from error
        if url.scheme not in ("http", "https") or not url.host:
            raise _no_address(address)
        path = url.path.rstrip("/") or "/v1"
        if not path.endswith("/chat/completions"):
            path += "/chat/completions"
        self._url = url.copy_with(path=path)
        self.model = model
        self.host = url.host
        self._form: str | None = "json_schema"
        self._client = httpx.Client(
            timeout=httpx.Timeout(60.0, connect=10.0),
            follow_redirects=False,  # the key is for this address
            trust_env=url.host not in _LOCAL,
        )

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def ask(self, messages: list[Message]) -> tuple[str, int]:
        """Return the text of an answer and the tokens that the server says it cost.

        Raises:
            FailedError: no answer came, however often it was asked.
            CodingError: no request to this address with this key and model can succeed.
        """
        said = ""
        for attempt in range(ATTEMPTS):
            form = self._form
            wait = FIRST_WAIT * 2**attempt
            try:
                status, headers, body = self._send(messages, form)
            except httpx.HTTPError as error:
                said = type(error).__name__
            else:
                if status == httpx.codes.OK:
                    return _content(body)
                said = f"the server answered {status}: {_clean(body)}"
                if self._ask_for_less(status, form):
                    continue
                self._give_up(status, said)
                wait = _retry_after(headers, wait)
            if attempt < ATTEMPTS - 1:
                time.sleep(min(LONGEST_WAIT, wait))
        raise FailedError(said)

    def _send(
        self, messages: list[Message], form: str | None
    ) -> tuple[int, Mapping[str, str], bytes]:
        """Send a request and read the answer, within the time and size that answers may have."""
        until = time.monotonic() + PATIENCE
        key = os.environ.get(KEY)
        body = bytearray()
        with self._client.stream(
            "POST",
            self._url,
            json=self._request(messages, form),
            headers={"Authorization": f"Bearer {key}"} if key else {},
        ) as response:
            for part in response.iter_bytes():
                body += part
                if len(body) > LARGEST or time.monotonic() > until:
                    msg = "the answer has no end"
                    raise httpx.ReadError(msg)
            return response.status_code, response.headers, bytes(body)

    def _request(self, messages: list[Message], form: str | None) -> dict[str, Any]:
        request: dict[str, Any] = {
            "model": self.model,
            "messages": messages,
            "temperature": 0,
            "max_tokens": ANSWER,
        }
        if form == "json_schema":
            asked = {"name": "events", "strict": True, "schema": schema()}
            request["response_format"] = {"type": "json_schema", "json_schema": asked}
        elif form == "json_object":
            request["response_format"] = {"type": "json_object"}
        return request

    def _ask_for_less(self, status: int, form: str | None) -> bool:
        """Say whether to ask again without the form that the server may not know."""
        if status not in _NO_SUCH_FORM or form is None:
            return False
        if self._form == form:  # else another thread has learned it already
            self._form = "json_object" if form == "json_schema" else None
        return True

    def _give_up(self, status: int, said: str) -> None:
        """Raise where asking again is of no use."""
        if status in _MEND_THE_CALL:
            msg = f"The model '{self.model}' at {self.host} cannot be asked ({status}): {_MEND_THE_CALL[status]}."
            raise CodingError(msg)
        if status < httpx.codes.INTERNAL_SERVER_ERROR and status not in _LATER:
            raise FailedError(said)


def _content(body: bytes) -> tuple[str, int]:
    try:
        answer = json.loads(body)
        choice = answer["choices"][0]
        content = choice["message"]["content"]
        used = (answer.get("usage") or {}).get("total_tokens") or 0
    except (ValueError, RecursionError, LookupError, TypeError, AttributeError) as error:
        msg = "the answer is no chat completion"
        raise FailedError(msg) from error
    if choice.get("finish_reason") == "length":
        msg = "the answer was cut off"
        raise FailedError(msg)
    if not isinstance(content, str) or not isinstance(used, int):
        msg = "the answer is empty"
        raise FailedError(msg)
    return content, max(0, used)


def _retry_after(headers: Mapping[str, str], otherwise: float) -> float:
    """Seconds that the server asks to wait, given as a number or as a date."""
    stated = headers.get("retry-after", "").strip()
    if stated.isdigit():
        return float(stated)
    try:
        until = parsedate_to_datetime(stated)
    except ValueError:
        return otherwise
    return max(0.0, (until - datetime.now(until.tzinfo or UTC)).total_seconds())


def _clean(body: bytes) -> str:
    """The beginning of what a server says, on one line and without the key."""
    text = " ".join(body[:2000].decode("utf-8", "replace").split())
    key = os.environ.get(KEY)
    return (text.replace(key, "...") if key else text)[:200]


def _no_address(address: str) -> CodingError:
    return CodingError(
        f"'{address}' is no address of a model. Give one such as http://127.0.0.1:8000/v1 with --endpoint."
    )
