"""What if: supposed events move the findings and readings that they bear on, and bad ones are named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import ibis
import pyarrow as pa
import pytest

import steelyard as sy
from steelyard.archive import MemoryArchive, archive_of
from steelyard.errors import CaseError, SteelyardError
from steelyard.pipeline import measuring
from steelyard.pipeline.what_if import move_lines, suppose
from steelyard.readings import shipped
from steelyard.records import EVENT, TIE, Archive, Case, Tie, tie_id, tie_table

DEED = "COOPERATE SRB RUS deeds 2019-12-20"


@pytest.fixture(scope="module")
def case() -> Case:
    return sy.load_case("balkans-2019")


def test_an_event_moves_its_own_client_and_no_other(case: Case) -> None:
    found = suppose(case, [DEED], model=shipped())
    assert found.widened is None
    moved = {(now.diagnostic, now.client) for now, _ in found.moved_findings()}
    assert ("substance", "SRB") in moved
    assert ("substance", "MKD") not in moved
    assert any(DEED in line for line in move_lines(found))


def test_a_day_after_the_window_widens_it_on_both_sides(case: Case) -> None:
    found = suppose(case, ["AGREE SRB RUS deeds 2020-02-01"], model=shipped())
    assert found.widened is not None
    assert found.widened.end.isoformat() == "2020-02-02"
    assert any("widened to 1 February 2020" in line for line in move_lines(found))


def test_a_table_of_events_may_be_supposed(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "if.csv"
    path.write_text("day,actor,recipient,type\n2019-12-20,SRB,RUS,COOPERATE\n", encoding="utf-8")
    found = suppose(case, [str(path)], model=shipped())
    assert len(found.events) == 1
    assert found.moved_findings()


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("AGREE SRB RUS", "five or six"),
        ("AGRE SRB RUS deeds 2019-12-20", "Did you mean 'AGREE'"),
        ("AGREE SRB RUS deed 2019-12-20", "Did you mean 'deeds'"),
        ("AGREE SRB RUS deeds 20-12-2019", "no day"),
        ("AGREE SRB RUS deeds 2019-12-20 hapened", "Did you mean 'happened'"),
        ("AGREE SRB RUS deeds 1999-01-01", "before every window"),
    ],
)
def test_what_cannot_be_supposed_is_named(case: Case, said: str, message: str) -> None:
    with pytest.raises(CaseError, match=message):
        suppose(case, [said], model=shipped())


def test_an_unknown_actor_is_named(case: Case) -> None:
    with pytest.raises(SteelyardError, match="XQQ"):
        suppose(case, ["AGREE SRB XQQ deeds 2019-12-20"], model=shipped())


@pytest.fixture
def with_lean(monkeypatch: pytest.MonkeyPatch) -> MemoryArchive:
    """An archive of typed tables, of which one measure can be made: a lean that grew."""

    def lean(_archive: Archive, asked: Case, *, seed: int = 0) -> pa.Table:
        return tie_table(
            [
                Tie(
                    tie_id=tie_id("lean", client, seed),
                    state=client,
                    partner="RUS",
                    year=2019,
                    indicator="unga.lean_change",
                    value=0.2 + seed / 1000,
                    low=0.1,
                    high=0.3,
                    unit="share",
                    source="test",
                    source_id=client,
                )
                for client in asked.clients
            ]
        )

    monkeypatch.setattr(measuring, "pole_ties", lean)
    empty = archive_of(EVENT.empty_table(), TIE.empty_table(), ())
    return replace(empty, typed={"votes": ibis.memtable(TIE.empty_table())})


@pytest.mark.parametrize("seed", [0, 5])
def test_what_if_starts_from_the_verdict_of_the_brief(
    case: Case, with_lean: MemoryArchive, seed: int
) -> None:
    case = replace(case, clients=("SRB",))
    brief = sy.weigh(case, archive=with_lean, seed=seed)
    found = suppose(case, [DEED], archive=with_lean, model=shipped(), seed=seed)
    votes = next(now for now, _ in found.findings if now.diagnostic == "votes")
    assert votes.effect == pytest.approx(0.2 + seed / 1000)
    for now, _ in found.families:
        shown = brief.verdict.family(now.client, now.family)
        assert dict(now.probabilities) == pytest.approx(dict(shown.probabilities))
