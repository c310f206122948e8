"""Cases that are open for change: their histories, kept as long as the server runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from starlette.requests import Request

from steelyard.case_file import FILE
from steelyard.errors import CaseError, SteelyardError
from steelyard.pipeline.editing import case_file
from steelyard.pipeline.editing.grid import Chronology
from steelyard.pipeline.editing.history import History
from steelyard.web.desk import Desk


@dataclass
class OpenCase:
    """A case that is changed: its case.toml, and the chronologies that it names."""

    name: str
    folder: Path
    file: History
    chronologies: dict[str, Chronology]

    @property
    def text(self) -> str:
        """The text of case.toml as it is now."""
        self.file.refresh()
        return self.file.texts[0]

    def _evidence(self) -> Mapping[str, Any]:
        found = case_file.values(self.text).get("evidence")
        return found if isinstance(found, Mapping) else {}

    def chronology_names(self) -> list[str]:
        """Return the chronologies that the case names."""
        try:
            named = self._evidence().get("events", [])
        except CaseError:  # case.toml cannot be read, and its own page says why
            return []
        return [str(one) for one in named] if isinstance(named, list) else []

    def count_rows(self) -> int:
        """Return how many rows the case has of its own, as far as they can be counted."""
        total = 0
        for name in self.chronology_names():
            with suppress(SteelyardError):
                total += len(self.chronology(name).rows())
        return total

    def chronology(self, name: str = "") -> Chronology:
        """Return one of the case's chronologies, the first where none is named.

        Raises:
            CaseError: The case names none, or not this one; or it cannot be changed here.
        """
        names = self.chronology_names()
        if not names:
            msg = f"Case '{self.name}' names no chronology. Add one on its page 'Chronology'."
            raise CaseError(msg)
        chosen = name or names[0]
        if chosen not in names or Path(chosen).name != chosen:
            msg = f"Case '{self.name}' has no chronology '{chosen}' in its own folder; it names {', '.join(names)}."
            raise CaseError(msg)
        if chosen not in self.chronologies:
            order = self._evidence().get("days")
            self.chronologies[chosen] = Chronology(self.folder / chosen, order)
        return self.chronologies[chosen]


_LOCK = Lock()


def open_case(
    held: dict[str, OpenCase], desk: Desk, name: str, *, to_change: bool = False
) -> OpenCase:
    """Return a case of the desk, opened for change; ``held`` are those that are open.

    Raises:
        CaseError: There is none, or it came with Steelyard and is to be changed.
    """
    folder = desk.case_folder(name)
    if to_change and desk.is_built_in(name):
        msg = f"Case '{name}' came with Steelyard and stays as it is. Copy it, and change the copy."
        raise CaseError(msg)
    with _LOCK:
        if name not in held:
            held[name] = OpenCase(name, folder, History(folder / FILE, _split, _join), {})
        return held[name]


def opened_case(request: Request, *, to_change: bool = False) -> OpenCase:
    """Return the case that an address names.

    Raises:
        CaseError: There is none, or it came with Steelyard and is to be changed.
    """
    state = request.app.state
    return open_case(state.cases, state.desk, request.path_params["case"], to_change=to_change)


def _split(content: bytes) -> list[str]:
    try:
        return [content.decode("utf-8")]
    except UnicodeDecodeError as error:
        msg = f"{FILE} is not in UTF-8 (byte {error.start}). Save it as UTF-8."
        raise CaseError(msg) from error


def _join(texts: Sequence[str]) -> bytes:
    return "".join(texts).encode("utf-8", "replace")
