"""Comparing two runs: what changed, and how much of it is method and how much the world.

Method is how the record is looked at: version, weights, windows, poles, seed. World is the record itself:
rows added, dropped, revised. Where both changed, run 1's rows are weighed with run 2's method: from run 1 to
there the move is method, from there to run 2 it is the world.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import steelyard
from steelyard import brief, diagnostics, readings
from steelyard.errors import CaseError
from steelyard.pipeline.measuring import measured
from steelyard.pipeline.progress import Progress, silent
from steelyard.pipeline.runs.differences import (
    WORLD,
    finding_moves,
    input_changes,
    method_changes,
    reading_moves,
    row_changes,
    same_files,
)
from steelyard.pipeline.runs.places import rows_there
from steelyard.pipeline.runs.reading import PastRun, archive_from, read_run
from steelyard.readings.measured import shipped_history
from steelyard.records import (
    FAMILIES,
    Archive,
    Case,
    Comparison,
    FamilyVerdict,
    Finding,
    RunSide,
    Split,
)
from steelyard.series import Record

#: Two probabilities that differ by less than this are the same.
CLOSE = 0.005


class _Weighed(NamedTuple):
    """Probabilities by client, family and reading, and findings by client and diagnostic."""

    probabilities: Mapping[tuple[str, str, str], float]
    findings: Sequence[Finding] | None


class _Changed(NamedTuple):
    """Whether method and world differ."""

    method: bool
    world: bool


class _Split(NamedTuple):
    """How the part of the method was found, what it is, and what must be known of that."""

    how: Split
    between: _Weighed | None
    notes: tuple[str, ...]


def compare(
    run1: str | Path,
    run2: str | Path,
    *,
    weights: str | Path | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """Say what changed from one run to another, method apart from world.

    Args:
        run1: The earlier run: a folder that ``weigh`` wrote, or its brief.json.
        run2: The later one.
        weights: The file of weights that run 2 was weighed with, where it was not those that came with
            the tool.
        progress: Told of each step.

    Returns:
        The comparison; ``print`` it, ``.save(folder)`` it, or ask its parts.

    Raises:
        CaseError: One of them is no run, or they have no client in common.

    >>> import tempfile, steelyard as sy
    >>> brief = sy.weigh(sy.load_case("balkans-2019"))
    >>> with tempfile.TemporaryDirectory() as out:
    ...     _ = brief.save(f"{out}/a"), brief.save(f"{out}/b")
    ...     found = sy.compare(f"{out}/a", f"{out}/b")
    >>> found.lines() != []
    True
    """
    first, second = read_run(run1), read_run(run2)
    both = [c for c in first.content["clients"] if c in second.content["clients"]]
    if not both:
        msg = (
            f"Run 1 is about {', '.join(first.content['clients'])}, run 2 about "
            f"{', '.join(second.content['clients'])}: they have no client in common. Compare two runs "
            "about the same state."
        )
        raise CaseError(msg)
    rows, reread = row_changes(first, second)
    method = (*method_changes(first, second), *reread)
    world = input_changes(first, second)
    changed = _Changed(bool(method), bool(rows or world))
    split = _split(first, second, changed, _weights(second, weights), progress or silent)
    return Comparison(
        runs=(_side(first), _side(second)),
        method=method,
        world=world,
        rows=rows,
        hold_all=first.whole and second.whole,
        readings=reading_moves(
            first, second, both, split.between.probabilities if split.between else None
        ),
        findings=finding_moves(
            first, second, both, split.between.findings if split.between else None
        ),
        split=split.how,
        notes=split.notes,
        teller=brief.tell_comparison,
        writer=brief.write_comparison,
    )


def _side(run: PastRun) -> RunSide:
    content = run.content
    return RunSide(
        case=content["case"],
        title=content.get("title", content["case"]),
        answer=content["answer"],
        version=content["version"],
        seed=run.seed,
        rows=len(run.rows) if run.whole else None,
    )


class _Unknown(NamedTuple):
    """Weights that are neither those of the tool nor the file that was given."""

    why: str


def _weights(run: PastRun, said: str | Path | None) -> readings.Learned | _Unknown | None:
    """The weights of a run, None for the declared ones alone."""
    used = {name: one["sha256"] for (kind, name), one in run.inputs.items() if kind == "weights"}
    if not used:
        return _Unknown("run 2 does not say what weights it was weighed with")
    if "declared" in used:
        return None
    learned = used["simulated worlds"]
    for model in (readings.shipped(), *([readings.read_weights(Path(said))] if said else [])):
        if model.hash == learned:
            return model
    return _Unknown(
        "run 2 was weighed with weights that did not come with this version; name their file with --weights"
    )


def _split(
    first: PastRun,
    second: PastRun,
    changed: _Changed,
    model: readings.Learned | _Unknown | None,
    tell: Progress,
) -> _Split:
    """Run 1's rows by run 2's method, or why that could not be weighed."""
    if not changed.method:
        return _Split("not needed", _given(first), ())
    if not changed.world:
        return _Split("not needed", _given(second), ())
    if isinstance(model, _Unknown):
        return _Split("not possible", None, (f"How much is method cannot be told: {model.why}.",))
    if not second.settings or not first.settings:
        note = "How much is method cannot be told: one of the runs was made by a version that did not keep its settings."
        return _Split("not possible", None, (note,))
    case = _by_method_of(second, first)
    notes = _versions(second)
    if first.whole and second.whole:
        tell("weighing run 1's rows with run 2's method", 0, 2)
        same = same_files(first, second)
        rows = {k: row for k, row in first.rows.items() if row["source"] not in same}
        rows |= {k: row for k, row in second.rows.items() if row["source"] in same}
        between = _weigh(rows, case, first.content["record"]["covered"], model)
        tell("weighing run 2 again", 1, 2)
        again = _weigh(second.rows, second.case(), second.content["record"]["covered"], model)
        tell("done", 2, 2)
        return _Split("rows", between, (*notes, *_repeats(second, again)))
    held = rows_there(first.folder)
    if not isinstance(held, str):
        tell("weighing run 1's rows with run 2's method", 0, 1)
        between = _weigh_record(measured(held, case, seed=second.seed), case, model)
        tell("done", 1, 1)
        return _Split("rows", between, (*notes, *_repeats(second, _again(second, model))))
    between = _of_findings(first.findings(), case, model)
    note = (
        "A run's rows were too many to keep in brief.json, and run 1's cannot be read again "
        f"({held}), so that its findings, not its rows, were weighed with run 2's weights and priors: what other "
        "windows or poles changed counts as the world here."
    )
    return _Split("findings", between, (*notes, note, *_repeats(second, _again(second, model))))


def _again(run: PastRun, model: readings.Learned | None) -> _Weighed:
    """A run weighed again from its findings, where its rows are not kept."""
    return _of_findings(run.findings(), run.case(), model)


def _by_method_of(method: PastRun, world: PastRun) -> Case:
    """Run 2's case over run 1's record: what is said of the record itself stays run 1's."""
    own = world.case()
    return replace(method.case(), **{key: getattr(own, key) for key in WORLD})


def _given(run: PastRun) -> _Weighed:
    """What a run itself says."""
    return _Weighed(
        {
            (client, family, reading): float(p)
            for client, families in run.content["verdict"].items()
            for family, said in families.items()
            for reading, p in said.items()
        },
        run.findings(),
    )


def _weigh(
    rows: Mapping[str, Mapping[str, Any]],
    case: Case,
    covered: Mapping[str, list[list[str]]],
    model: readings.Learned | None,
) -> _Weighed:
    """Ask every question of some rows anew and weigh the answers."""
    return _weigh_record(archive_from(rows, case, covered), case, model)


def _weigh_record(rows: Archive, case: Case, model: readings.Learned | None) -> _Weighed:
    record = Record(rows, case)
    findings = tuple(
        diagnostics.ask(diagnostic, record, case, client)
        for client in case.clients
        for diagnostic in diagnostics.ALL
    )
    return _of_findings(findings, case, model)


def _of_findings(
    findings: Sequence[Finding], case: Case, model: readings.Learned | None
) -> _Weighed:
    over = readings.readings_for(case, measured=model is not None)
    found: list[FamilyVerdict] = [
        readings.weigh_once(
            case,
            findings,
            [reading for reading in over if reading.family == family],
            client=client,
            family=family,
            model=model,
        )
        for client in case.clients
        for family in FAMILIES
    ]
    said: dict[tuple[str, str, str], float] = {
        (v.client, v.family, name): p for v in found for name, p in v.probabilities.items()
    }
    return _Weighed(said, findings)


def _versions(run: PastRun) -> tuple[str, ...]:
    """What of run 2's method this installation does not have."""
    notes = []
    if run.content["version"] != steelyard.__version__:
        notes.append(
            f"Run 2 was made by version {run.content['version']}; the rows were weighed by this one, "
            f"{steelyard.__version__}."
        )
    used = run.inputs.get(("weights", "real cases"))
    if used and used["sha256"] != shipped_history().hash:
        notes.append(
            "The weights from real cases have changed since run 2; these are the new ones."
        )
    return tuple(notes)


def _repeats(run: PastRun, again: _Weighed) -> tuple[str, ...]:
    """A warning where weighing run 2 again does not give run 2."""
    apart = {
        key: abs(p - again.probabilities[key])
        for key, p in _given(run).probabilities.items()
        if key in again.probabilities
    }
    worst = max(apart.values(), default=0.0)
    if worst < CLOSE:
        return ()
    told = (
        f"Weighed again, run 2 itself comes out up to {100 * worst:.0f} points elsewhere: part of its "
        "method is not that of this version, and the split is no more exact than that."
    )
    return (told,)
