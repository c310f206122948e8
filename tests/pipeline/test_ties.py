"""Votes loaded into an archive stand beside the gestures of the case, and walk back to rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from steelyard import diagnostics
from steelyard.archive import open_archive
from steelyard.case_file import load_case
from steelyard.pipeline.loading import load
from steelyard.pipeline.measuring import measured
from steelyard.pipeline.weighing import evidence
from steelyard.records import Finding
from steelyard.records.sources import TieTables
from steelyard.ties.publishers import unga

SHARED = Path(__file__).parents[3] / "shared" / "data" / "ties"


def _without_pairs(path: Path) -> TieTables:
    """The votes alone: the ties of all pairs of states take half a minute and are not asked for."""
    read = unga.read(path)
    return replace(read, tables={n: t for n, t in read.tables.items() if n != "ties"})


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Finding]:
    votes = SHARED / "unga_votes" / "unvd_votes_2000_2022.parquet"
    if not votes.exists():
        pytest.skip("../shared/data/ties/unga_votes is not there")
    file = tmp_path_factory.mktemp("ties") / "a.duckdb"
    load(replace(unga.SOURCE, read=_without_pairs), [votes], file)
    case = load_case("balkans-2019")
    store = measured(evidence(case, open_archive(file)), case)

    def ask(client: str) -> Finding:
        votes = diagnostics.get("votes")
        finding = diagnostics.ask(votes, store, case, client)
        named = {name for measure in finding.measures for name in measure.evidence}
        rows = store.ties.filter(store.ties.tie_id.isin(sorted(named | set(finding.evidence))))
        assert rows.count().to_pyarrow().as_py() == len(named | set(finding.evidence))
        return finding

    return ask


def test_the_step_in_serbias_votes_against_its_neighbours(found: Callable[[str], Finding]) -> None:
    finding = found("SRB")
    steps = {m.name: m for m in finding.measures if m.name.startswith("step lean_gap")}
    assert list(steps) == ["step lean_gap 2008"]
    step = steps["step lean_gap 2008"]
    assert step.value is not None and step.low is not None and step.high is not None
    assert step.low < 0.2 < step.high
    assert step.low > 0.05
    assert "2008" in finding.sentence
    # The move is older than the shock; across the shock the record cannot tell one.
    assert finding.grade == "cannot_tell"
    assert finding.low is not None and finding.high is not None
    assert finding.low < 0 < finding.high


def test_absence_stands_beside_the_splits(found: Callable[[str], Finding]) -> None:
    (table,) = found("SRB").exhibits
    year = next(row for row in table.rows if row[0] == 2019)
    assert year[4:] == (14.0, 7.0, 5.0, 1.0)
    stood = {m.name: m.value for m in found("SRB").measures if m.name.startswith("split_")}
    assert stood["split_absent 2019"] == 5.0


def test_north_macedonia_did_not_move(found: Callable[[str], Finding]) -> None:
    assert found("MKD").grade == "opposes"
