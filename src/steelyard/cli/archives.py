"""Commands about event data and archives: fetch, load, events, sources."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

import steelyard
from steelyard.cli.app import app
from steelyard.cli.completing import case_names, source_names
from steelyard.cli.ending import fail
from steelyard.cli.printing import as_json, bytes_progress, day, note, progress, say, table, warn
from steelyard.cli.streams import print_data
from steelyard.vocabulary.time import Order

Source = Annotated[
    str,
    typer.Argument(
        help="A data set, as 'steelyard sources' lists them.", autocompletion=source_names
    ),
]


class Days(StrEnum):
    """The orders of day, month and year."""

    dmy = "dmy"
    mdy = "mdy"
    ymd = "ymd"


class Forms(StrEnum):
    """How events are written."""

    table = "table"
    csv = "csv"
    jsonl = "jsonl"


@app.command(short_help="Fetch the official files of a data set.")
def fetch(
    source: Source,
    to: Annotated[Path, typer.Option(help="Folder for the files.")],
    since: Annotated[str | None, typer.Option(help="First day wanted, as 2019-10-18.")] = None,
    until: Annotated[
        str | None, typer.Option(help="The day after the last wanted, as 2020-01-01.")
    ] = None,
    for_case: Annotated[
        str | None,
        typer.Option(
            "--for",
            metavar="CASE",
            help="Only the days that this case looks at.",
            autocompletion=case_names,
        ),
    ] = None,
    mirror: Annotated[
        str | None,
        typer.Option(help="http://host:port to ask instead of the publisher, same paths."),
    ] = None,
    allow_host: Annotated[
        list[str] | None, typer.Option(help="Another host that a redirect may lead to.")
    ] = None,
) -> None:
    """Fetch the official files of a data set, resumed and checked."""
    from steelyard.fetch import fetch as fetch_files

    first, last = day("--since", since), day("--until", until)
    if for_case is not None:
        from steelyard.case_file import load_case
        from steelyard.pipeline.case_archive import days_of

        days = days_of(load_case(for_case))
        first, last = first or days.start, last or days.end
    with bytes_progress() as tell:
        got = fetch_files(
            source,
            to,
            since=first,
            until=last,
            mirror=mirror,
            allow_hosts=allow_host or (),
            progress=tell,
        )
    for failure in got.failed:
        warn(str(failure))
    say(
        f"{source}: {len(got.new)} new, {len(got.kept)} already there, {len(got.failed)} failed, in {to}."
    )
    if got.failed:
        raise typer.Exit(1)


@app.command(short_help="Load files of a data set into an archive.")
def load(
    source: Source,
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH...", help="Files, folders or patterns; .gz and .zip too."),
    ],
    to: Annotated[
        str,
        typer.Option(
            help="The archive: a .duckdb file, or FOLDER/ for Parquet as well; made anew."
        ),
    ],
    columns: Annotated[
        Path | None,
        typer.Option(help="For source 'table': a TOML file that says which column holds what."),
    ] = None,
    days: Annotated[
        Days | None,
        typer.Option(help="How 03/04/2024 is meant, where no other day of the file settles it."),
    ] = None,
    for_case: Annotated[
        str | None,
        typer.Option(
            "--for",
            metavar="CASE",
            autocompletion=case_names,
            help="Keep only what this case needs: its clients' events, and counts of all others.",
        ),
    ] = None,
) -> None:
    """Load files of a data set into an archive: each whole or not at all, each event once."""
    from steelyard.pipeline import load as load_files

    case = None
    if for_case is not None:
        from steelyard.case_file import load_case

        case = load_case(for_case)
    if Path(to).is_dir():
        note(f"{to} is a folder: the archive is {Path(to) / 'archive.duckdb'}, Parquet beside it.")
    with progress() as tell:
        order: Order | None = days.value if days else None
        run = load_files(
            source, paths, to, columns=columns, days=order, for_case=case, progress=tell
        )
    say(*run.lines())
    for warning in run.warnings:
        warn(warning)
    if run.refused:
        more = f"{len(run.refused)} of {len(run.refused) + len(run.loaded)} files were refused: "
        fail(more + str(run.refused[0]))


@app.command(short_help="Show the events of an archive.")
def events(
    archive: Annotated[str, typer.Argument(help="An archive: file, folder or pyspark:///FOLDER.")],
    actor: Annotated[list[str] | None, typer.Option(help="Who acts: a code such as SRB.")] = None,
    recipient: Annotated[
        list[str] | None, typer.Option(help="On whom: a code such as RUS.")
    ] = None,
    kind: Annotated[
        list[str] | None, typer.Option("--type", help="A type such as CONSULT.")
    ] = None,
    since: Annotated[str | None, typer.Option(help="The first day, as 2019-10-18.")] = None,
    until: Annotated[str | None, typer.Option(help="The day after the last.")] = None,
    act: Annotated[list[str] | None, typer.Option(help="words or deeds.")] = None,
    rung: Annotated[list[str] | None, typer.Option(help="talk, commitment or delivery.")] = None,
    status: Annotated[list[str] | None, typer.Option(help="A status such as planned.")] = None,
    source: Annotated[list[str] | None, typer.Option(help="A data set, as it is loaded.")] = None,
    publisher_kind: Annotated[
        list[str] | None, typer.Option("--kind", help="A kind of publisher such as state_outlet.")
    ] = None,
    place: Annotated[list[str] | None, typer.Option(help="Where: a code such as MKD.")] = None,
    text: Annotated[
        str | None,
        typer.Option(help="Words that the sentence has; 'side by side' in double quotes."),
    ] = None,
    count: Annotated[
        str | None,
        typer.Option(metavar="FACET", help="Count them instead: by day, actor, type, rung, ..."),
    ] = None,
    event: Annotated[str | None, typer.Option("--id", help="One event, by its id.")] = None,
    newest: Annotated[bool, typer.Option("--newest", help="The newest first.")] = False,
    form: Annotated[Forms, typer.Option("--format", help="How they are written.")] = Forms.table,
    limit: Annotated[
        int | None, typer.Option(min=1, help="At most so many.  [default: 50 in a table]")
    ] = None,
) -> None:
    """Show the events of an archive that fit, in order of day; several of one option are alternatives."""
    from steelyard.pipeline import event_query

    first, last = day("--since", since), day("--until", until)
    said = {
        "actor": actor,
        "recipient": recipient,
        "type": kind,
        "act": act,
        "rung": rung,
        "status": status,
        "source": source,
        "kind": publisher_kind,
        "place": place,
        "since": [first.isoformat()] if first else None,
        "until": [last.isoformat()] if last else None,
        "text": [text] if text else None,
    }
    chosen = {name: values for name, values in said.items() if values}
    if count is not None:
        table([(name, f"{n:>12,}") for name, n in event_query.counted(archive, chosen, count)])
        return
    found = event_query.chosen_events(steelyard.open_archive(archive), chosen, archive, event)
    if newest:
        found = event_query.newest_first(found)
    if form is Forms.table:
        say(*event_query.table_lines(found, limit or event_query.SHOWN))
        return
    print_data()
    write = event_query.write_csv if form is Forms.csv else event_query.write_jsonl
    write(found.limit(limit) if limit else found, sys.stdout)


@app.command(short_help="List the data sets that can be loaded.")
def sources(
    json: Annotated[
        bool, typer.Option("--json", help="As JSON, with licence and limitation.")
    ] = False,
) -> None:
    """List the data sets that can be loaded, a line each."""
    from dataclasses import asdict

    from steelyard.pipeline import all_sources

    if json:
        as_json([{**asdict(one.card), "name": one.name} for one in all_sources()])
    else:
        table([(s.name, f"{s.card.title} ({s.card.publisher})") for s in all_sources()])
