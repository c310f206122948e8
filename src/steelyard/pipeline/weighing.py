"""Weighing: evidence, findings, readings, claims, brief, in this order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import reduce
from operator import or_
from pathlib import Path

import pyarrow as pa

import steelyard
from steelyard import brief, diagnostics, readings, vocabulary
from steelyard.archive import (
    archive_of,
    beside,
    reviewed,
    together,
    without_language,
    without_publishers,
)
from steelyard.errors import CaseError
from steelyard.pipeline import brief_rows
from steelyard.pipeline.behind import standing
from steelyard.pipeline.case_archive import check_case
from steelyard.pipeline.event_signposts import event_signposts, worth_having
from steelyard.pipeline.measuring import measured
from steelyard.pipeline.progress import Progress, silent
from steelyard.pipeline.runs.inputs import covered, inputs_of, settings_of, unnamed_rows, values_of
from steelyard.pipeline.runs.lock import lock_of
from steelyard.pipeline.searched.row_checks import row_checks
from steelyard.records import (
    EVENT,
    TIE,
    Archive,
    Brief,
    Case,
    FamilyVerdict,
    Finding,
    Window,
    language_of,
)
from steelyard.records.verdict import FAMILIES
from steelyard.series import Record, aggregate, client_codes
from steelyard.sheets import Problems
from steelyard.sources import table as event_file
from steelyard.ties import table as tie_file

#: Publisher families whose rows are left out, together, to see whether the verdict rests on
#: them; the words are those of the brief.
LEFT_OUT: Mapping[str, tuple[str, ...]] = {
    "without state outlets": ("state_outlet", "state_affiliated"),
    "without aggregators and blogs": ("aggregator", "blog"),
}


#: Languages whose rows are left out, one after the other, as the brief names them. English is the
#: language of what all the other rows are compared with.
READ_FROM: Mapping[str, str] = {"ru": "Russian"}


#: Days that a window has at least where its day is moved.
SHORTEST = 14


def weigh(
    case: Case,
    *,
    archive: Archive | None = None,
    seed: int = 0,
    progress: Progress | None = None,
    weights: str | Path | None = None,
    warn: Callable[[str], None] | None = None,
) -> Brief:
    """Put every diagnostic to the record of ``case`` and weigh the readings.

    Args:
        case: A checked case.
        archive: Rows to use beside the case's own evidence files, if any.
        seed: Feeds whatever is random; same inputs and seed, same bytes of JSON.
        progress: Told of each step.
        weights: A file that ``steelyard calibrate`` wrote, or ``declared`` for the declared weights
            alone; by default the learned weights that came with the tool.
        warn: Told, before anything is asked, of what was assumed about the files of the case, and of each
            client that occurs in no row.

    Returns:
        The brief; ``brief.save(folder)`` writes it.

    Raises:
        SourceError: An evidence file is wrong.
        CaseError: The case has no evidence at all, or sets a weight that there is not.
        WeightsError: The weights are not ones that this version can use.

    >>> import steelyard as sy
    >>> brief = sy.weigh(sy.load_case("balkans-2019"), seed=0)
    >>> [family.family for family in brief.verdict.families if family.client == "SRB"]
    ['what', 'driver']
    """
    model = weights_of(weights)
    readings.check_weights(case, diagnostics.names())
    tell = progress or silent
    asked = diagnostics.ALL
    subsets = 1 + len(LEFT_OUT) + len(READ_FROM)
    steps = 2 + len(case.clients) * len(asked) * subsets
    tell("reading the record", 0, steps)
    rows = measured(evidence(case, archive, told=warn), case, seed=seed)
    if warn is not None:
        for client in absent(rows, case):
            warn(
                f"Client {client} occurs in no row of the record, so nothing can be found of it. "
                "Check its code in case.toml and in the tables."
            )
    case = replace(case, sources=rows.sources, seed=seed)
    record = Record(rows, case)
    done = 1

    def ask_all(store: Archive, what: str) -> tuple[Finding, ...]:
        nonlocal done
        found = []
        for client in case.clients:
            for diagnostic in asked:
                tell(f"{what}: {diagnostic.name}, {client}", done, steps)
                found.append(diagnostics.ask(diagnostic, store, case, client))
                done += 1
        return tuple(found)

    findings = ask_all(record, "asking")
    alternatives = {
        subset.left_out: ask_all(subset, subset.left_out) for subset in subsets_of(record)
    }
    alternatives |= _shifted(record, case, findings)
    tell("weighing the readings", steps - 1, steps)
    families = _weigh_families(case, findings, alternatives, model)
    families = row_checks(record, case, findings, families, model)
    verdict = readings.build_verdict(case, findings, families, model)
    events = event_signposts(record, case, findings, families, model)
    verdict = replace(verdict, would_change=worth_having((*events, *verdict.would_change)))
    claims = [brief_rows.trimmed_claim(claim) for claim in readings.check_claims(case, findings)]
    findings = tuple(
        replace(brief_rows.trimmed(finding), precedent=readings.precedent(case, finding))
        for finding in standing(findings, record, case)
    )
    timeline, acts = brief_rows.timeline(record, case), brief_rows.acts(record, case)
    rungs = brief_rows.rungs(record, case)
    ids = brief_rows.named(findings, claims, timeline, acts, rungs)
    named = brief_rows.rows_behind(record, ids)
    counts = {card.name: card.rows for card in record.sources}
    inputs = inputs_of(case, archive, model, rows=counts)
    made = Brief(
        case=case,
        verdict=verdict,
        readings=readings.readings_for(case, measured=model is not None),
        findings=findings,
        claims=tuple(claims),
        evidence=named,
        sources=record.sources,
        timeline=timeline,
        acts=acts,
        rungs=rungs,
        weeks=brief_rows.weeks(record, case),
        publishers=brief_rows.publishers_behind(case, findings, named),
        seed=seed,
        version=steelyard.__version__,
        inputs=values_of(inputs),
        lock=lock_of(
            case,
            archive,
            seed=seed,
            weights=weights,
            inputs=inputs,
            steelyard=steelyard.__version__,
        ),
        settings=settings_of(case),
        record={"rows": unnamed_rows(record, named), "covered": covered(record)},
        writer=brief.write,
    )
    tell("done", steps, steps)
    return made


def absent(rows: Archive, case: Case) -> tuple[str, ...]:
    """Return the clients that occur in no event and no tie, under their predecessors' codes neither."""
    events, ties = rows.events, rows.ties
    found = []
    for client in case.clients:
        codes = client_codes(client)
        met = [part.contains(code) for part in (events.actor, events.recipient) for code in codes]
        tied = ties.state.isin(codes) | ties.partner.isin(codes)
        if not events.filter(reduce(or_, met)).limit(1).count().to_pyarrow().as_py() and not (
            ties.filter(tied).limit(1).count().to_pyarrow().as_py()
        ):
            found.append(client)
    return tuple(found)


def weights_of(said: str | Path | None) -> readings.Learned | None:
    """Return the learned weights meant, None for the declared ones alone.

    Raises:
        WeightsError: There is no such file, or it is not one that this version can use.
    """
    if said is None:
        return readings.shipped()
    return None if str(said) == "declared" else readings.read_weights(Path(said))


def evidence(
    case: Case, archive: Archive | None = None, told: Callable[[str], None] | None = None
) -> Archive:
    """Read the evidence files of ``case`` into an archive in memory, or beside another archive.

    Args:
        case: A checked case.
        archive: Rows to use beside its files.
        told: Takes what was assumed about a file, a line each.

    Raises:
        SourceError: A file is missing or wrong.
        CaseError: The case names no file of events and none of ties, and there is no archive; or
            it draws on a data set that the archive does not hold.
        ArchiveError: The archive was loaded for another case.

    >>> import steelyard as sy
    >>> sy.evidence(sy.load_case("balkans-2019")).ties.count().to_pyarrow().as_py() > 100
    True
    """
    _check_needs(case, archive)
    if archive is not None:
        check_case(case, archive)
        archive = reviewed(archive)
    if case.rows is not None:
        archive = case.rows if archive is None else together(archive, case.rows)
    if not case.events and not case.ties:
        if archive is not None:
            return archive
        msg = (
            f"Case '{case.name}' has no evidence: evidence.events and evidence.ties are empty. "
            "Name a chronology or a table of ties in case.toml."
        )
        raise CaseError(msg)
    problems = Problems()
    events: list[pa.Table] = []
    ties: list[pa.Table] = []
    for path in case.events:
        with problems.gathered():
            # A chronology that was only begun stands in nobody's way where an archive has rows.
            rows_of = event_file.read_events(
                path, path.name, case.days, may_be_empty=archive is not None, told=told
            )
            events.append(rows_of)
    for path in case.ties:
        with problems.gathered():
            ties.append(tie_file.read_ties(path, path.name, told))
    problems.check()
    rows = {
        path.name: read.num_rows
        for path, read in zip((*case.events, *case.ties), (*events, *ties), strict=True)
    }
    begun = {name for name, n in rows.items() if not n}
    cards = tuple(
        card.counting(rows.get(card.name, 0)) for card in case.sources if card.name not in begun
    )
    rows_of_events = pa.concat_tables([EVENT.empty_table(), *events])
    rows_of_ties = pa.concat_tables([TIE.empty_table(), *ties])
    if archive is None:
        return archive_of(rows_of_events, rows_of_ties, cards)
    return beside(archive, events=rows_of_events, ties=rows_of_ties, sources=cards)


def _check_needs(case: Case, archive: Archive | None) -> None:
    """Raise CaseError, with what to do, where a data set that the case draws on is missing."""
    held = {card.name for card in archive.sources} if archive is not None else set()
    missing = [name for name in case.needs if name not in held]
    if missing:
        there = (
            f"the archive holds {', '.join(sorted(held)) or 'nothing'}"
            if archive
            else "no archive is given"
        )
        msg = (
            f"Case '{case.name}' draws on {' and '.join(missing)}, and {there}. Make one from the publisher's "
            f"files (docs/sources.md): steelyard load {missing[0]} FILE... --to A.duckdb; "
            f"steelyard weigh {case.name} --archive A.duckdb"
        )
        raise CaseError(msg)


def subsets_of(record: Record) -> Iterator[Record]:
    """Give the record without each publisher family, and without what was read from one language.

    Only where that takes any row away, and leaves any.

    One after the other, so that no more than one is held beside the whole.
    """
    events = record.events
    named = aggregate(
        record,
        ("publishers",),
        lambda: events.select(name=events.publishers.unnest()).distinct().order_by("name"),
    )
    present = {str(name) for name in named.column("name").to_pylist()}
    for change, families in LEFT_OUT.items():
        gone = {name for name in present if vocabulary.publisher_family(name) in families}
        if gone:
            rows = without_publishers(record.archive, gone)
            yield Record(rows, record.case, left_out=change, ties=record)
    found = events.select("coder").distinct().order_by("coder").to_pyarrow()
    languages = {language_of(str(coder)) for coder in found.column("coder").to_pylist()}
    for language, name in READ_FROM.items():
        if language in languages and len(languages) > 1:
            rows = without_language(record.archive, language)
            yield Record(rows, record.case, left_out=f"without rows read from {name}", ties=record)


#: Days by which the end of the window before is moved, to see how much rests on the day chosen.
SHIFTS: Mapping[str, int] = {
    "with the day a month earlier": -30,
    "with the day a week earlier": -7,
    "with the day a week later": 7,
    "with the day a month later": 30,
}


def _shifted(
    record: Record, case: Case, findings: Sequence[Finding]
) -> dict[str, tuple[Finding, ...]]:
    """The findings with the figures that real cases weigh as they are where the day is another."""
    found = {}
    for change, days in SHIFTS.items():
        moved = _with_day(case, case.before.end + timedelta(days=days))
        if moved is None:
            continue
        other = record.asked_by(moved)
        numbers = {
            (d.name, client): diagnostics.numbers_of(d, d.gather(other, moved, client))
            for d in diagnostics.ALL
            if d.gauges
            for client in case.clients
        }
        found[change] = tuple(
            replace(f, numbers=numbers.get((f.diagnostic, f.client), f.numbers)) for f in findings
        )
    return found


def _with_day(case: Case, day: date) -> Case | None:
    """The case with another day between its windows; None where a window would be too short."""
    after = case.windows["after"]
    if day <= case.before.start or after.end - day < timedelta(days=SHORTEST):
        return None
    windows = {
        **case.windows,
        "before": Window(case.before.start, day),
        "after": Window(day, after.end),
    }
    return replace(case, windows=windows)


def _weigh_families(
    case: Case,
    findings: Sequence[Finding],
    alternatives: Mapping[str, Sequence[Finding]],
    model: readings.Learned | None,
) -> tuple[FamilyVerdict, ...]:
    return tuple(
        readings.weigh_case(
            case,
            findings,
            client=client,
            family=family,
            alternatives=alternatives,
            model=model,
        )
        for client in case.clients
        for family in FAMILIES
    )
