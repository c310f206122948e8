"""The review sheet as a page to fill in, and as a workbook, by the name of the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, Template

from steelyard import vocabulary
from steelyard.errors import SourceError
from steelyard.pipeline.review.sheet import CHANGEABLE, NAMES, VERDICTS, Suggestion
from steelyard.vocabulary.ontology import ACTS, STATUSES

#: What may stand in a cell, where only a few words may.
CHOICES: Mapping[str, tuple[str, ...]] = {
    "verdict": VERDICTS,
    "type": tuple(vocabulary.TYPES),
    "status": tuple(STATUSES),
    "act": tuple(ACTS),
}

#: Widths of the columns of a workbook, in letters.
WIDTHS: Mapping[str, int] = {"sentence": 70, "why": 60, "note": 30, "event": 12}


def check(path: Path) -> None:
    """Refuse a file that could not be written, before any work.

    Raises:
        SourceError: Its suffix names no format, or its folder is not there.
    """
    if path.suffix.lower() not in FORMATS:
        found = f"'{path.suffix}'" if path.suffix else "no suffix"
        msg = f"{path} has {found}; allowed are {', '.join(FORMATS)}. Name the sheet after one."
        raise SourceError(msg)
    if not path.parent.is_dir():
        msg = f"{path} needs a folder '{path.parent}'. Make it, or name another file."
        raise SourceError(msg)


def write(path: Path, rows: Sequence[Suggestion]) -> None:
    """Write a sheet with one row for each event.

    Raises:
        SourceError: As :func:`check`, or the file cannot be written.
    """
    check(path)
    try:
        FORMATS[path.suffix.lower()](path, rows)
    except OSError as error:
        msg = f"{path} cannot be written ({error.strerror or error}). Name another file."
        raise SourceError(msg) from error


def _page(path: Path, rows: Sequence[Suggestion]) -> None:
    filled = _template().render(
        names=NAMES,
        choices=CHOICES,
        changeable=CHANGEABLE,
        rows=[dict(zip(NAMES, row.cells(), strict=True)) for row in rows],
        export=f"{path.stem}.reviewed.csv",
    )
    path.write_text(filled, encoding="utf-8")


@cache
def _template() -> Template:
    text = (files("steelyard.pipeline.review") / "sheet.html").read_text(encoding="utf-8")
    return Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(text)


def _workbook(path: Path, rows: Sequence[Suggestion]) -> None:
    import xlsxwriter  # it loads slowly, and few ask for it

    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("events")
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        sheet.freeze_panes(1, 0)
        for place, name in enumerate(NAMES):
            sheet.set_column(place, place, WIDTHS.get(name, 12), wrapped)
            sheet.write_string(0, place, name, book.add_format({"bold": True}))
            if name in CHOICES and rows:
                allowed = {"validate": "list", "source": list(CHOICES[name])}
                sheet.data_validation(1, place, len(rows), place, allowed)
        for line, row in enumerate(rows, start=1):
            for place, cell in enumerate(row.cells()):
                sheet.write_string(line, place, cell)


#: How a sheet is written, by the suffix of its name.
FORMATS: Mapping[str, Callable[[Path, Sequence[Suggestion]], None]] = {
    ".html": _page,
    ".xlsx": _workbook,
}
