"""Commands that list what there is, and write a blank case: cases, diagnostics, readings, types, new."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from steelyard.cli.app import app
from steelyard.cli.printing import as_json, listed, say, table

Json = Annotated[bool, typer.Option("--json", help="As JSON, for programs.")]


@app.command(short_help="List the built-in cases.")
def cases(json: Json = False) -> None:
    """List the built-in cases, a line each."""
    from steelyard import cases as built_in
    from steelyard.case_file import load_case

    rows = [(name, load_case(name).title) for name in built_in.names()]
    listed(rows, json=json, names=("name", "title"))


@app.command(short_help="List the diagnostics and their questions.")
def diagnostics(json: Json = False) -> None:
    """List the diagnostics and the question that each puts to the record."""
    from steelyard.diagnostics import ALL

    if json:
        as_json([_plain(one, "name", "question", "proposition", "scale", "unit") for one in ALL])
    else:
        table([(diagnostic.name, diagnostic.question) for diagnostic in ALL])


@app.command(short_help="List the readings that are weighed.")
def readings(json: Json = False) -> None:
    """List the readings, the rival explanations that are weighed."""
    from steelyard.readings import declared_readings

    found = declared_readings()
    if json:
        as_json([_plain(one, "name", "family", "title", "sentence", "prior") for one in found])
    else:
        table([(r.name, f"{r.title}: {r.sentence}") for r in found])


@app.command(short_help="List what types, acts and statuses mean.")
def types(json: Json = False) -> None:
    """List what each type, act, rung and status means, and who is actor and who recipient."""
    from steelyard.wording import glossary

    if json:
        as_json(glossary())
        return
    for number, (title, rows) in enumerate(glossary().items()):
        say(*([""] if number else []), f"{title}:")
        table([(f"  {name}", text) for name, text in rows.items()])


@app.command(short_help="Write a commented case to fill in.")
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


def _plain(thing: object, *names: str) -> dict[str, Any]:
    """The fields of a record by name."""
    return {name: getattr(thing, name) for name in names}
