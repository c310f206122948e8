"""Article: one text that somebody published, as it is handed to the coder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One published text.

    ``date`` is the day of publication, None where the file does not say it: relative days
    in the text ("on Tuesday") are resolved against it. ``language`` is an ISO 639-1 code.
    ``document`` is the id of the article that this one is a copy of, its own id where it is
    the first: wire copies are reports of one document. ``where`` is the file that it was read
    from and its place in it.
    """

    id: str
    text: str
    date: date | None = None
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    language: str | None = None
    document: str | None = None
    where: str | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that could not be read or coded: where it stands, and why.

    ``reason`` is a fixed phrase, so that a summary can count it; ``detail`` says more.
    """

    where: str
    reason: str
    detail: str = ""
