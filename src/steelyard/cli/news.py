"""The command that reads news: read."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from steelyard.cli.app import app
from steelyard.cli.printing import STOPPED, progress, say
from steelyard.errors import SteelyardError

if TYPE_CHECKING:
    from steelyard.coding import SentenceReport
    from steelyard.coding.llm import Model
    from steelyard.records import Article


class Coders(StrEnum):
    """What may code the news."""

    rules = "rules"
    llm = "llm"
    both = "both"


class Labels(StrEnum):
    """Under which types events are written."""

    steelyard = "steelyard"
    plover = "plover"


@app.command()
def read(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT...",
            help="Files (.txt .md .html .jsonl .csv .xml .warc, also .gz), folders, globs, "
            "or - for JSON Lines on standard input.",
        ),
    ],
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
) -> None:
    """Read news: print the events, one JSON object a line, or write them into a file."""
    from steelyard.articles import Mapping
    from steelyard.pipeline import ingest

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
    told = _explain if explain else None
    try:
        with progress() as tell:
            if to is not None:
                summary = ingest.read_to(to, inputs, options, explain=told, progress=tell)
            else:
                with ingest.Run(inputs, options, explain=told, progress=tell) as run:
                    for event in run.events():
                        if not explain:
                            say(ingest.to_line(event))
                    summary = run.summary
        sys.stdout.flush()
    except BrokenPipeError:
        _seen_enough()
    except SteelyardError as error:
        if STOPPED.is_set() and to is not None and to.exists():
            msg = f"Interrupted; {to} holds the articles that were finished, the same command goes on."
            raise SteelyardError(msg) from error
        raise
    print("\n".join(summary.lines()), file=sys.stderr)


def _seen_enough() -> NoReturn:
    """End quietly: whoever reads our output, `head` say, has closed it, and that is no error."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    raise typer.Exit


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
