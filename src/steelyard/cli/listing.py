"""Commands that list what there is, and write a blank case: cases, diagnostics, readings, types, new."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from steelyard.cli.app import app
from steelyard.cli.printing import say, table


@app.command()
def cases() -> None:
    """List the built-in cases, a line each."""
    from steelyard import cases as built_in
    from steelyard.case_file import load_case

    table([(name, load_case(name).title) for name in built_in.names()])


@app.command()
def diagnostics() -> None:
    """List the diagnostics and the question that each puts to the record."""
    from steelyard.diagnostics import ALL

    table([(diagnostic.name, diagnostic.question) for diagnostic in ALL])


@app.command()
def readings() -> None:
    """List the readings, the rival explanations that are weighed."""
    from steelyard.readings import declared_readings

    table([(r.name, f"{r.title}: {r.sentence}") for r in declared_readings()])


@app.command()
def types() -> None:
    """List what each type, act, rung and status means, and who is actor and who recipient."""
    from steelyard.wording import glossary

    for number, (title, rows) in enumerate(glossary().items()):
        say(*([""] if number else []), f"{title}:")
        table([(f"  {name}", text) for name, text in rows.items()])


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(help="A folder that does not exist yet.")],
) -> None:
    """Write a commented case with example rows, and a sheet that explains every word."""
    from steelyard.cases.template import SHEET, new_case

    written = new_case(folder)
    say(f"Wrote {', '.join(path.name for path in written)} in {folder}.")
    say(
        f"Put your own case in their place ({SHEET} explains each word), then: steelyard weigh {folder}"
    )
