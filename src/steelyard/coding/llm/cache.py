"""The cache: answers of a model, kept on disk by the content of the request.

The same article asked of the same model with the same prompt costs nothing the second time, and
gives the same events. Only answers that could be used are kept.
"""

from __future__ import annotations

import os
import sqlite3
from hashlib import blake2b
from pathlib import Path
from threading import Lock

from steelyard.errors import CodingError

#: Seconds to wait for another process that writes.
_PATIENCE = 30


def home() -> Path:
    """Return the file of the cache: below XDG_CACHE_HOME, or ``~/.cache``."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "steelyard" / "model.sqlite"


class Cache:
    """Answers by the content of the request."""

    def __init__(self, path: Path) -> None:
        """Open the cache, or make it.

        Raises:
            CodingError: the file cannot be used.
        """
        self._lock = Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(
                path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
            )
            self._connection.execute(
                "CREATE TABLE IF NOT EXISTS answers (request BLOB PRIMARY KEY, answer TEXT)"
            )
        except (OSError, sqlite3.Error) as error:
            msg = f"The cache {path} cannot be used ({error}). Move it away, or set XDG_CACHE_HOME."
            raise CodingError(msg) from error

    def get(self, request: str) -> str | None:
        """Return the answer to a request, None where it was never asked."""
        with self._lock:
            row = self._connection.execute(
                "SELECT answer FROM answers WHERE request = ?", (_key(request),)
            ).fetchone()
        return None if row is None else str(row[0])

    def put(self, request: str, answer: str) -> None:
        """Keep an answer."""
        with self._lock:
            self._connection.execute(
                "INSERT OR REPLACE INTO answers VALUES (?, ?)", (_key(request), answer)
            )

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def _key(request: str) -> bytes:
    return blake2b(request.encode("utf-8", "replace"), digest_size=16).digest()
