"""Cases that are open for change: their histories, kept as long as the server runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from steelyard.case_file import FILE
from steelyard.errors import CaseError
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

    def chronology(self, name: str = "") -> Chronology:
        """Return one of the case's chronologies, the first where none is named.

        Raises:
            CaseError: The case names none, or not this one; or it cannot be changed here.
        """
        values = case_file.values(self.text)
        evidence = values.get("evidence")
        named = evidence.get("events", []) if isinstance(evidence, Mapping) else []
        names = [str(one) for one in named] if isinstance(named, Sequence) else []
        if not names:
            msg = f"Case '{self.name}' names no chronology. Add one on the page of the case."
            raise CaseError(msg)
        chosen = name or names[0]
        if chosen not in names or Path(chosen).name != chosen:
            msg = f"Case '{self.name}' has no chronology '{chosen}' in its own folder; it names {', '.join(names)}."
            raise CaseError(msg)
        if chosen not in self.chronologies:
            order = evidence.get("days") if isinstance(evidence, Mapping) else None
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


def _split(content: bytes) -> list[str]:
    try:
        return [content.decode("utf-8")]
    except UnicodeDecodeError as error:
        msg = f"{FILE} is not in UTF-8 (byte {error.start}). Save it as UTF-8."
        raise CaseError(msg) from error


def _join(texts: Sequence[str]) -> bytes:
    return "".join(texts).encode("utf-8", "replace")
