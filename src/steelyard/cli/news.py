"""The command that reads news: read."""

from __future__ import annotations

import sys
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from steelyard.cli.app import app
from steelyard.cli.printing import note, progress, say
from steelyard.cli.signals import STOPPED
from steelyard.cli.streams import CLOSED, print_data
from steelyard.errors import SteelyardError

if TYPE_CHECKING:
    from steelyard.coding import SentenceReport
    from steelyard.coding.llm import Model
    from steelyard.pipeline.ingest import Options, Summary
    from steelyard.pipeline.ingest.run import Explain
    from steelyard.records import Article, Event


class Coders(StrEnum):
    """What may code the news."""

    rules = "rules"
    llm = "llm"
    both = "both"


class Labels(StrEnum):
    """Under which types events are written."""

    steelyard = "steelyard"
    plover = "plover"


@app.command(short_help="Read news: text in, events out.")
def read(
    inputs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="INPUT...",
            help="Files (.txt .md .html .jsonl .csv .xml .warc .docx .eml, also .gz and .zip), folders, globs, "
            "or - for JSON Lines on standard input.",
            show_default=False,
        ),
    ] = None,
    to: Annotated[
        Path | None,
        typer.Option(
            help="FILE.jsonl, .csv, .parquet or an archive .duckdb.  [default: JSON Lines on standard output]",
            show_default=False,
        ),
    ] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes that code.")] = 1,
    coder: Annotated[
        Coders, typer.Option(help="both: the rules, and a model where they are unsure.")
    ] = Coders.rules,
    model: Annotated[str | None, typer.Option(help="The model, for llm and both.")] = None,
    endpoint: Annotated[
        str | None,
        typer.Option(help="Its OpenAI-compatible address; the key is STEELYARD_MODEL_KEY."),
    ] = None,
    budget: Annotated[int, typer.Option(min=0, help="Tokens that it may cost.")] = 2_000_000,
    labels: Annotated[
        Labels, typer.Option(help="plover: plans and denials under the manual's own types.")
    ] = Labels.steelyard,
    explain: Annotated[
        bool,
        typer.Option("--explain", help="Print what made each event, and why a sentence has none."),
    ] = False,
    columns: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="FIELD=KEY", help="The key or column that holds a field."),
    ] = None,
    date: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The day of articles that state none."),
    ] = None,
    systematic: Annotated[
        bool,
        typer.Option(
            "--systematic",
            help="The articles are all that was printed: an archive may count their tempo.",
        ),
    ] = False,
    engine: Annotated[
        str | None,
        typer.Option(help="Read on Spark: pyspark://?master=local[2].  [default: here]"),
    ] = None,
    review: Annotated[
        Path | None,
        typer.Option(help="A sheet of the events to review as well: SHEET.html or .xlsx."),
    ] = None,
    reviewed: Annotated[
        Path | None,
        typer.Option(help="Take a filled sheet (.xlsx, or the .csv its page saves) into --to."),
    ] = None,
    reviewer: Annotated[
        str | None, typer.Option(help="Who reviewed it.  [default: your login]")
    ] = None,
) -> None:
    """Read news: print the events, one JSON object a line, or write them into a file."""
    from steelyard.articles import Mapping
    from steelyard.pipeline import ingest
    from steelyard.pipeline import review as reviewing

    if reviewed is not None:
        _take(reviewed, to, reviewer, inputs)
        return
    if not inputs:
        msg = (
            "Nothing to read. Name files, folders or globs, or - for JSON Lines on standard input."
        )
        raise typer.BadParameter(msg)
    if "-" in inputs and 0 in CLOSED:
        msg = "Standard input is closed, so that - names nothing. Pipe articles in, or name files."
        raise SteelyardError(msg)
    if review is not None:
        reviewing.check(review)
    sheet: list[reviewing.Suggestion] = []
    options = ingest.Options(
        workers=workers,
        coder=coder.value,
        model=_model(model, endpoint, budget),
        labels=labels.value,
        mapping=Mapping.parse(columns or []),
        undated=date.date() if date else None,
        systematic=systematic,
        engine=engine,
    )

    def tell_all(
        article: Article, reports: tuple[SentenceReport, ...], events: tuple[Event, ...]
    ) -> None:
        if explain:
            _explain(article, reports)
        if review is not None:
            sheet.extend(reviewing.suggestions(events, reports))

    told = tell_all if explain or review is not None else None
    summary = _read(to, inputs, options, told, silent=explain)
    note(*summary.lines())
    if review is not None:
        reviewing.write(review, sheet)
        note(f"{len(sheet):,} events on {review}; fill it in, then: {_next(review)}")


def _read(
    to: Path | None, inputs: list[str], options: Options, told: Explain | None, *, silent: bool
) -> Summary:
    """Read into a file, or print the events unless ``silent``; return what was read."""
    from steelyard.pipeline import ingest

    try:
        if not silent:
            print_data()
        with progress() as tell:
            if to is not None:
                summary = ingest.read_to(to, inputs, options, explain=told, progress=tell)
            else:
                with ingest.Run(inputs, options, explain=told, progress=tell) as run:
                    for event in run.events():
                        if not silent:
                            print(ingest.to_line(event))
                    summary = run.summary
        sys.stdout.flush()
    except SteelyardError as error:
        if STOPPED.is_set() and to is not None and _kept(to):
            msg = f"Interrupted; the articles that were finished are kept beside {to}, the same command goes on."
            raise SteelyardError(msg) from error
        raise
    return summary


def _kept(to: Path) -> bool:
    """Whether anything is there with which the same command goes on: the file, or its ledger."""
    return to.exists() or to.with_name(f"{to.name}.finished").exists()


def _next(sheet: Path) -> str:
    """Return the command that takes a filled sheet."""
    filled = sheet if sheet.suffix.lower() == ".xlsx" else sheet.with_suffix(".reviewed.csv")
    return f"steelyard read --reviewed {filled.name} --to ARCHIVE.duckdb"


def _take(sheet: Path, to: Path | None, reviewer: str | None, inputs: list[str] | None) -> None:
    """Take a filled review sheet into an archive, or print its rows, and say how the coder did."""
    from getpass import getuser

    from steelyard.pipeline import ingest
    from steelyard.pipeline import review as reviewing

    if inputs:
        msg = f"--reviewed reads its sheet alone; {inputs[0]} is an input. Run it by itself."
        raise SteelyardError(msg)
    if to is not None and to.suffix.lower() != ".duckdb":
        msg = f"--reviewed puts verdicts into an archive; {to} is none. Name a .duckdb file."
        raise SteelyardError(msg)
    found = reviewing.take(sheet, reviewer or getuser())
    if to is None:
        print_data()
        for event in found.events:
            print(ingest.to_line(event))
    else:
        new = reviewing.keep(to, found.events)
        note(f"{new:,} verdicts are new in {to}.")
    note(*found.lines())


def _model(name: str | None, address: str | None, budget: int) -> Model | None:
    from steelyard.coding.llm import Model

    if not name and not address:
        return None
    if not name or not address:
        given, missing = ("--model", "--endpoint") if name else ("--endpoint", "--model")
        msg = f"{given} is given without {missing}. Give both, or neither."
        raise SteelyardError(msg)
    return Model(name=name, address=address, budget=budget)


def _explain(article: Article, reports: tuple[SentenceReport, ...]) -> None:
    """Print why each sentence of an article gave what it gave."""
    say(f"{article.title or article.id}, {article.date or 'no day'}", "")
    for report in reports:
        say(*report.lines())
    say("")
