"""The command line: one command is one library call, and an error is one line."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

import steelyard
from steelyard.errors import SteelyardError

if TYPE_CHECKING:
    from steelyard.coding import SentenceReport
    from steelyard.coding.llm import Model
    from steelyard.pipeline import Progress
    from steelyard.records import Archive, Article, Case


class Coders(StrEnum):
    """What may code the news."""

    rules = "rules"
    llm = "llm"
    both = "both"


class Forms(StrEnum):
    """How events are written."""

    table = "table"
    csv = "csv"
    jsonl = "jsonl"


class Labels(StrEnum):
    """Under which types events are written."""

    steelyard = "steelyard"
    plover = "plover"


INTERRUPTED = "Interrupted; nothing was left half-written."
_STOPPED = Event()

app = typer.Typer(
    name="steelyard",
    help="Weigh whether a state is really changing sides, or only making it look that way.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,
)


def main() -> None:
    """Run the command line: exit 0 done, 1 the input is wrong, 2 the usage is."""
    signal.signal(signal.SIGINT, _interrupt)
    sys.unraisablehook = _unraisable
    try:
        app()
    except SteelyardError as error:
        _fail(str(error))
    except Exception:  # Ctrl-C may surface as whatever a library makes of it
        if not _STOPPED.is_set():
            raise
        _fail(INTERRUPTED)
    except BrokenPipeError:
        # The reader of our output, `head` say, has seen enough: that is no error.
        sys.stderr.close()
        sys.exit(0)


def _interrupt(number: int, frame: object) -> None:
    """Turn Ctrl-C into an error like any other, so that it too is one line and cleans up."""
    del number, frame
    _STOPPED.set()
    raise SteelyardError(INTERRUPTED)


def _unraisable(lost: sys.UnraisableHookArgs) -> None:
    """Say nothing of a Ctrl-C that came where Python cannot raise; the next step will stop."""
    if not isinstance(lost.exc_value, SteelyardError):
        sys.__unraisablehook__(lost)


def _fail(message: str) -> None:
    print(f"steelyard: {' '.join(message.split())}", file=sys.stderr)
    sys.exit(1)


def _version(asked: bool) -> None:
    if asked:
        print(f"steelyard {steelyard.__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Options of the command itself."""


@app.command()
def weigh(
    case: Annotated[str, typer.Argument(help="A built-in case or a folder with a case.toml.")],
    out: Annotated[
        Path | None,
        typer.Option(help="Folder for the brief.  [default: brief-CASE]", show_default=False),
    ] = None,
    archive: Annotated[
        str | None,
        typer.Option(help="An archive whose rows are used: file, folder or pyspark:///FOLDER."),
    ] = None,
    seed: Annotated[int, typer.Option(help="Same inputs, same seed: the same brief.")] = 0,
    weights: Annotated[
        str | None,
        typer.Option(
            metavar="FILE|declared",
            help="Weights that `calibrate` wrote, or the declared ones alone.  [default: as shipped]",
            show_default=False,
        ),
    ] = None,
    suppose: Annotated[
        list[str] | None,
        typer.Option(
            metavar="EVENT|FILE",
            help="Say what would move if this happened: 'AGREE SRB RUS deeds 2020-02-01', or a "
            "table of events. Nothing is written.",
        ),
    ] = None,
) -> None:
    """Weigh a case: print the answer, write brief.html, .json, .md and findings.csv."""
    from steelyard.case import load_case
    from steelyard.pipeline import weigh as weigh_case

    checked = load_case(case)
    held = steelyard.open_archive(archive) if archive else None
    if suppose:
        _suppose(checked, suppose, held, weights)
        return
    with _progress() as tell:
        brief = weigh_case(checked, archive=held, seed=seed, progress=tell, weights=weights)
    written = brief.save(out or Path(f"brief-{checked.name}"))
    verdict = brief.verdict
    _say(verdict.answer, "", *verdict.sentences, "", verdict.confidence, "")
    for point in verdict.key_points:
        _say(f"- {point}")
    _say("", f"The brief: {written[0]}", f"Beside it: {', '.join(p.name for p in written[1:])}")


def _suppose(case: Case, said: list[str], held: Archive | None, weights: str | None) -> None:
    """Print which findings and readings would move, and by how much."""
    from steelyard.pipeline.supposing import suppose, told
    from steelyard.pipeline.weighing import weights_of

    _say(*told(suppose(case, said, archive=held, model=weights_of(weights))))


@app.command()
def calibrate(
    worlds: Annotated[
        int | None,
        typer.Option(
            min=200, help="Simulated worlds.  [default: as the shipped weights]", show_default=False
        ),
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(help="Same seed: the same file.  [default: as shipped]", show_default=False),
    ] = None,
    date: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"], help="The date that the file bears.  [default: as shipped]"
        ),
    ] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes that share the work.")] = 1,
    to: Annotated[Path, typer.Option(help="The file to write.")] = Path("learned.json"),
) -> None:
    """Learn the weights of the readings anew from simulated worlds, and check them.

    Without options it rebuilds the weights that came with the tool, byte for byte.
    """
    from steelyard.pipeline.calibration import calibrate as learn
    from steelyard.pipeline.calibration import shipped_call
    from steelyard.pipeline.checking import check_lines
    from steelyard.readings.learned import write_weights

    as_shipped = shipped_call()
    with _progress() as tell:
        content = learn(
            worlds or as_shipped.worlds,
            seed=as_shipped.seed if seed is None else seed,
            date=date.date().isoformat() if date else as_shipped.date,
            workers=workers,
            told=tell,
        )
    write_weights(content, to)
    _say(*check_lines(content), "", f"The weights: {to}")


@app.command()
def diagnose(
    case: Annotated[str, typer.Argument(help="A built-in case or a folder with a case.toml.")],
    only: Annotated[
        str | None, typer.Option(help="Diagnostics to ask, by name, split by commas.")
    ] = None,
    archive: Annotated[
        str | None,
        typer.Option(help="An archive whose rows are used: file, folder or pyspark:///FOLDER."),
    ] = None,
    seed: Annotated[int, typer.Option(help="Same inputs, same seed: the same findings.")] = 0,
) -> None:
    """Put one or several diagnostics to a case: grade, sentence, reasons, strongest rows."""
    from steelyard.case import load_case
    from steelyard.pipeline import diagnose as ask_case
    from steelyard.wording import finding_lines

    checked = load_case(case)
    held = steelyard.open_archive(archive) if archive else None
    names = [name.strip() for name in (only or "").split(",") if name.strip()]
    with _progress() as tell:
        findings = ask_case(checked, only=names, archive=held, seed=seed, progress=tell)
    for finding in findings:
        _say(*finding_lines(finding), "")


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
    from steelyard.pipeline import reading

    options = reading.Options(
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
        with _progress() as tell:
            if to is not None:
                summary = reading.read_to(to, inputs, options, explain=told, progress=tell)
            else:
                with reading.Run(inputs, options, explain=told, progress=tell) as run:
                    for event in run.events():
                        if not explain:
                            _say(reading.to_line(event))
                    summary = run.summary
        sys.stdout.flush()
    except BrokenPipeError:
        _seen_enough()
    except SteelyardError as error:
        if _STOPPED.is_set() and to is not None and to.exists():
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
    _say(f"{article.title or article.id}, {article.date or 'no day'}", "")
    for report in reports:
        _say(*report.lines())
    _say("")


@app.command()
def fetch(
    source: Annotated[str, typer.Argument(help="A data set, as 'steelyard sources' lists them.")],
    to: Annotated[Path, typer.Option(help="Folder for the files.")],
    since: Annotated[str | None, typer.Option(help="First day wanted, as 2019-10-18.")] = None,
    until: Annotated[
        str | None, typer.Option(help="The day after the last wanted, as 2020-01-01.")
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

    with _bytes_progress() as tell:
        got = fetch_files(
            source,
            to,
            since=_day("--since", since),
            until=_day("--until", until),
            mirror=mirror,
            allow_hosts=allow_host or (),
            progress=tell,
        )
    for failure in got.failed:
        print(f"steelyard: {failure}", file=sys.stderr)
    _say(
        f"{source}: {len(got.new)} new, {len(got.kept)} already there, {len(got.failed)} failed, in {to}."
    )
    if got.failed:
        raise typer.Exit(1)


@app.command()
def load(
    source: Annotated[str, typer.Argument(help="A data set, as 'steelyard sources' lists them.")],
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
) -> None:
    """Load files of a data set into an archive: each whole or not at all, each event once."""
    from steelyard.pipeline import load as load_files

    with _progress() as tell:
        run = load_files(source, paths, to, columns=columns, progress=tell)
    _say(*run.lines())
    for warning in run.warnings:
        print(f"steelyard: {warning}", file=sys.stderr)
    if run.refused:
        more = f"{len(run.refused)} of {len(run.refused) + len(run.loaded)} files were refused: "
        _fail(more + str(run.refused[0]))


@app.command()
def events(
    archive: Annotated[str, typer.Argument(help="An archive: file, folder or pyspark:///FOLDER.")],
    actor: Annotated[str | None, typer.Option(help="Who acts: a code such as SRB.")] = None,
    recipient: Annotated[str | None, typer.Option(help="On whom: a code such as RUS.")] = None,
    kind: Annotated[str | None, typer.Option("--type", help="A type such as CONSULT.")] = None,
    since: Annotated[str | None, typer.Option(help="The first day, as 2019-10-18.")] = None,
    until: Annotated[str | None, typer.Option(help="The day after the last.")] = None,
    form: Annotated[Forms, typer.Option("--format", help="How they are written.")] = Forms.table,
    limit: Annotated[
        int | None, typer.Option(min=1, help="At most so many.  [default: 50 in a table]")
    ] = None,
) -> None:
    """Show the events of an archive that fit, in order of day."""
    from steelyard.pipeline import asking

    found = asking.find_events(
        steelyard.open_archive(archive),
        actor=actor,
        recipient=recipient,
        kind=kind,
        since=_day("--since", since),
        until=_day("--until", until),
    )
    if form is Forms.table:
        _say(*asking.table_lines(found, limit or asking.SHOWN))
        return
    write = asking.write_csv if form is Forms.csv else asking.write_jsonl
    write(found.limit(limit) if limit else found, sys.stdout)


@app.command()
def sources() -> None:
    """List the data sets that can be loaded, a line each."""
    from steelyard.pipeline import all_sources

    _table([(s.name, f"{s.card.title} ({s.card.publisher})") for s in all_sources()])


@app.command()
def cases() -> None:
    """List the built-in cases, a line each."""
    from steelyard import cases as built_in
    from steelyard.case import load_case

    _table([(name, load_case(name).title) for name in built_in.names()])


@app.command()
def diagnostics() -> None:
    """List the diagnostics and the question that each puts to the record."""
    from steelyard.diagnostics import ALL

    _table([(diagnostic.name, diagnostic.question) for diagnostic in ALL])


@app.command()
def readings() -> None:
    """List the readings, the rival explanations that are weighed."""
    from steelyard.readings import declared_readings

    _table([(r.name, f"{r.title}: {r.sentence}") for r in declared_readings()])


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(help="A folder that does not exist yet.")],
) -> None:
    """Write a commented case to fill in."""
    from steelyard.case import new_case

    written = new_case(folder)
    _say(f"Wrote {', '.join(path.name for path in written)} in {folder}.")
    _say(f"Fill them in, then: steelyard weigh {folder}")


@contextmanager
def _progress() -> Iterator[Progress]:
    """A progress bar on standard error, where a person is watching."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
    console = Console(stderr=True)
    watched = console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=not watched) as bar:
        task = bar.add_task("", total=None)

        def tell(what: str, done: int, of: int) -> None:
            if _STOPPED.is_set():
                raise SteelyardError(INTERRUPTED)
            bar.update(task, description=what, completed=done, total=of)

        yield tell


@contextmanager
def _bytes_progress() -> Iterator[Callable[[int, int, int, int | None], None]]:
    """A progress bar in bytes, with the time that is left, where a person is watching."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    columns = (
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.description}"),
    )
    console = Console(stderr=True)
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task("reading the list of files", total=None)

        def tell(done: int, of: int, arrived: int, expected: int | None) -> None:
            if _STOPPED.is_set():
                raise SteelyardError(INTERRUPTED)
            bar.update(task, description=f"{done} of {of} files", completed=arrived, total=expected)

        yield tell


def _day(option: str, text: str | None) -> date | None:
    """Read the day that an option names."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        msg = f"{option} is {text!r}, which is no day; days are written 2019-10-18. Mend it."
        raise SteelyardError(msg) from error


def _say(*lines: str) -> None:
    for line in lines:
        print(line)


def _table(rows: list[tuple[str, str]]) -> None:
    width = max(len(name) for name, _ in rows)
    for name, text in rows:
        print(f"{name:<{width}}  {text}")
