"""Commands that put a case to its record: weigh, compare, calibrate, diagnose."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

import steelyard
from steelyard.cli.app import app
from steelyard.cli.completing import case_names, diagnostic_names
from steelyard.cli.printing import as_json, progress, say, warn
from steelyard.cli.streams import print_data

CaseName = Annotated[
    str,
    typer.Argument(help="A built-in case or a folder with a case.toml.", autocompletion=case_names),
]


@app.command(short_help="Weigh a case and write its brief.")
def weigh(
    case: CaseName,
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
            "table of events. No brief is written; with --out, what would move is.",
        ),
    ] = None,
    pdf: Annotated[
        bool, typer.Option("--pdf", help="Write brief.pdf as well, on two pages.")
    ] = False,
    appendix: Annotated[
        bool, typer.Option("--appendix", help="Print all parts into brief.pdf.")
    ] = False,
    docx: Annotated[
        bool, typer.Option("--docx", help="Write brief.docx as well, for comments.")
    ] = False,
    pictures: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Write pictures for a slide there, SVG and PNG.", show_default=False
        ),
    ] = None,
) -> None:
    """Weigh a case: print the answer, write brief.html, .json, .md and findings.csv."""
    from steelyard.case_file import load_case
    from steelyard.pipeline import weigh as weigh_case
    from steelyard.pipeline import what_if
    from steelyard.pipeline.weighing import weights_of

    checked = load_case(case)
    held = steelyard.open_archive(archive) if archive else None
    if suppose:
        model = weights_of(weights)
        moved = what_if.suppose(checked, suppose, archive=held, model=model, seed=seed)
        say(*what_if.move_lines(moved))
        if out:
            say("", f"Written: {what_if.save(moved, out)}")
        return
    with progress() as tell:
        brief = weigh_case(
            checked, archive=held, seed=seed, progress=tell, weights=weights, warn=warn
        )
    written = brief.save(
        out or Path(f"brief-{checked.name}"),
        pdf=pdf or appendix,
        appendix=appendix,
        docx=docx,
        pictures=pictures,
    )
    verdict = brief.verdict
    say(verdict.answer, "", *verdict.sentences, "", verdict.confidence, "")
    for point in verdict.key_points:
        say(f"- {point}")
    say("", f"The brief: {written[0]}", f"Beside it: {', '.join(p.name for p in written[1:])}")


class Form(StrEnum):
    """How a comparison is printed."""

    text = "text"
    json = "json"
    html = "html"


@app.command(short_help="Say what changed between two runs.")
def compare(
    run1: Annotated[
        str, typer.Argument(help="The earlier run: a folder of a brief, or brief.json.")
    ],
    run2: Annotated[str, typer.Argument(help="The later run.")],
    form: Annotated[Form, typer.Option("--format", help="What is printed.")] = Form.text,
    out: Annotated[
        Path | None,
        typer.Option(
            help="Folder for compare.html, compare.json and compare.txt.", show_default=False
        ),
    ] = None,
    weights: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="The file of weights of run 2, where it was not those that came with the tool.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Say what changed from one run to another: method apart from world.

    Where both changed, the rows of the earlier run are weighed with the method of the later one, to see
    how much of the change is method.
    """
    from steelyard.pipeline import compare as compare_runs

    with progress() as tell:
        found = compare_runs(run1, run2, weights=weights, progress=tell)
    if form is Form.text:
        say(*found.lines())
    else:
        print_data()
        print(found.to_json() if form is Form.json else found.to_html(), end="")
    if out:
        written = found.save(out)
        warn(f"Written: {', '.join(str(path) for path in written)}")


@app.command(short_help="Learn the weights of the readings anew.")
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
    history: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Weigh real cases with known ends instead: a folder with their events. The file "
            "history.json is written beside --to, with the hashes of what was read.",
        ),
    ] = None,
) -> None:
    """Learn the weights of the readings anew from simulated worlds, and check them.

    Without options it rebuilds the weights that came with the tool, byte for byte. With --history it
    rebuilds those that rest on real cases; without the event files the shipped ones are kept.
    """
    if history is not None:
        _from_history(history, to.with_name("history.json"))
        return
    from steelyard.pipeline.calibration import calibrate as learn
    from steelyard.pipeline.calibration import shipped_call
    from steelyard.pipeline.checking import check_lines
    from steelyard.readings.learned import write_weights

    as_shipped = shipped_call()
    with progress() as tell:
        content = learn(
            worlds or as_shipped.worlds,
            seed=as_shipped.seed if seed is None else seed,
            date=date.date().isoformat() if date else as_shipped.date,
            workers=workers,
            told=tell,
        )
    write_weights(content, to)
    say(*check_lines(content), "", f"The weights: {to}")


def _from_history(home: Path, to: Path) -> None:
    """Rebuild the weights of real cases where their event files lie, else keep the shipped ones."""
    from steelyard.pipeline import history
    from steelyard.readings.measured import history_text, parsed_history

    if history.known_cases(home):
        history.written(history.learned_from_history(home), to)
        source = f"the events in {home}"
    else:
        to.write_text(history_text(), encoding="utf-8")
        source = "the aggregates that came with the tool, since no events of cases lie there"
    found = parsed_history(to.read_text(encoding="utf-8"), str(to))
    say(
        f"{found.cases} real cases, {found.turns} of them turns, from {source}.",
        *(f"{name}: {gauge.decibans:+.1f} decibans a unit" for name, gauge in found.gauges.items()),
        "",
        f"The weights: {to}",
    )


@app.command(short_help="Check a case and its search.")
def check(
    case: CaseName,
) -> None:
    """Check a case: every problem at once, and how evenly its record was searched."""
    from steelyard.pipeline.searched.case_check import check_case_file

    say(*check_case_file(case))


@app.command(short_help="Put diagnostics to a case.")
def diagnose(
    case: CaseName,
    only: Annotated[
        str | None,
        typer.Option(
            help="Diagnostics to ask, by name, split by commas.", autocompletion=diagnostic_names
        ),
    ] = None,
    archive: Annotated[
        str | None,
        typer.Option(help="An archive whose rows are used: file, folder or pyspark:///FOLDER."),
    ] = None,
    seed: Annotated[int, typer.Option(help="Same inputs, same seed: the same findings.")] = 0,
) -> None:
    """Put one or several diagnostics to a case: grade, sentence, reasons, strongest rows."""
    from steelyard.case_file import load_case
    from steelyard.pipeline import diagnose as ask_case
    from steelyard.wording import finding_lines

    checked = load_case(case)
    held = steelyard.open_archive(archive) if archive else None
    names = [name.strip() for name in (only or "").split(",") if name.strip()]
    with progress() as tell:
        findings = ask_case(checked, only=names, archive=held, seed=seed, progress=tell)
    for finding in findings:
        say(*finding_lines(finding), "")


@app.command(short_help="Run a run again: the same bytes, or what differs.")
def rerun(
    run: Annotated[Path, typer.Argument(help="The folder that 'steelyard weigh' wrote.")],
    archive: Annotated[
        str | None, typer.Option(help="The archive, where it lies elsewhere now.")
    ] = None,
    offline: Annotated[
        bool, typer.Option("--offline", help="Ask nothing that is not on this machine.")
    ] = False,
    crate: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.zip", help="Write the run as an RO-Crate, where the bytes are the same."
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False,
) -> None:
    """Weigh the case of a run again, as its lock says: the same bytes, or what differs and may be why.

    Ends with 1 where anything differs.
    """
    held = steelyard.open_archive(archive) if archive else None
    with progress() as tell:
        found = steelyard.rerun(run, archive=held, offline=offline, progress=tell)
    if json:
        as_json(found.to_dict())
    else:
        say(*found.lines())
    if not found.same:
        raise typer.Exit(1)
    if crate is not None:
        warn(f"Written: {steelyard.write_crate(run, crate)}")
