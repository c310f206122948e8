"""An archive for one case: every finding is that of the whole archive, in a small part of its rows."""

from __future__ import annotations

import csv
import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

import steelyard as sy
from steelyard.errors import ArchiveError
from steelyard.pipeline import case_archive
from steelyard.pipeline.case_archive import days_of
from steelyard.pipeline.loading import load
from steelyard.pipeline.weighing import subsets_of
from steelyard.records import Archive, Case
from steelyard.series import Record, volume

STATES = ("SRB", "RUS", "USA", "FRA", "DEU", "HRV", "BIH", "MNE", "HUN", "ROU", "CHN", "IRN", "IND")
TYPES = ("CONSULT", "AGREE", "SUPPORT", "ACCUSE", "COOPERATE", "SANCTION")
PAPERS = ("reuters.com", "tass.com", "rt.com", "blic.rs", "apnews.com")


def rows(number: int) -> list[dict[str, str]]:
    """Made-up rows of two and a half years, the same each time; Serbia is in one of seven."""
    chance = random.Random(1)
    made = []
    for n in range(number):
        actor, recipient = chance.sample(STATES, 2)
        made.append(
            {
                "id": f"w{n}",
                "day": (date(2017, 7, 1) + timedelta(days=chance.randrange(915))).isoformat(),
                "actor": actor,
                "recipient": recipient,
                "type": chance.choice(TYPES),
                "publisher": chance.choice(PAPERS),
            }
        )
    return made


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("wire") / "wire.csv"
    made = rows(6000)
    with path.open("w", encoding="utf-8", newline="") as out:
        table = csv.DictWriter(out, made[0])
        table.writeheader()
        table.writerows(made)
    return path


@pytest.fixture(scope="module")
def columns(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up wire says that it prints whatever happens, so that its counts are a tempo."""
    path = tmp_path_factory.mktemp("map") / "map.toml"
    names = ("id", "day", "actor", "recipient", "type", "publisher")
    own = "\n".join(f'{name} = "{name}"' for name in names)
    path.write_text(
        f'[columns]\n{own}\n[source]\nname = "wire"\nlimitation = "made up"\nsampling = "systematic"\n',
        encoding="utf-8",
    )
    return path


@pytest.fixture(scope="module")
def case() -> Case:
    return replace(sy.load_case("balkans-2019"), clients=("SRB",))


@pytest.fixture(scope="module")
def whole(file: Path, columns: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("whole") / "whole.duckdb"
    load("table", [file], path, columns=columns)
    return path


@pytest.fixture(scope="module")
def reduced(
    file: Path, columns: Path, case: Case, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    path = tmp_path_factory.mktemp("reduced") / "reduced.duckdb"
    load("table", [file], path, columns=columns, for_case=case)
    return path


def test_every_finding_is_that_of_the_whole(whole: Path, reduced: Path, case: Case) -> None:
    one = sy.weigh(case, archive=sy.open_archive(whole))
    other = sy.weigh(case, archive=sy.open_archive(reduced))
    assert other.findings == one.findings
    assert other.verdict == one.verdict
    assert other.sources == one.sources
    assert list(other.weeks) == list(one.weeks)
    assert sum(finding.n_after or 0 for finding in one.findings) > 100


def test_only_the_events_of_the_clients_are_kept(whole: Path, reduced: Path) -> None:
    kept = sy.open_archive(reduced).events.to_pyarrow().to_pylist()
    touching = [
        row
        for row in sy.open_archive(whole).events.to_pyarrow().to_pylist()
        if "SRB" in (*row["actor"], *row["recipient"])
    ]
    assert {row["event_id"] for row in kept} == {row["event_id"] for row in touching}
    assert 0 < len(kept) < 1000


def test_coverage_and_manifest_are_those_of_the_whole(whole: Path, reduced: Path) -> None:
    one, other = sy.open_archive(whole), sy.open_archive(reduced)
    for name in ("coverage", "manifest"):
        tables = [getattr(archive, name).to_pyarrow().to_pylist() for archive in (one, other)]
        for rows_ in tables:
            for row in rows_:
                row.pop("loaded", None)
        assert sorted(map(str, tables[0])) == sorted(map(str, tables[1]))


def test_leaving_publishers_out_counts_over_the_whole_as_well(
    whole: Path, reduced: Path, case: Case
) -> None:
    def counts(archive: Archive) -> dict[str, int]:
        record = Record(archive, case)
        everything = volume(record, case.before)
        return {"": everything} | {
            one.left_out: len(one.events.to_pyarrow()) for one in subsets_of(record)
        }

    case_archive.check_case(case, sy.open_archive(reduced))
    with pytest.raises(ArchiveError, match=r"asks something else now"):
        counts(sy.open_archive(reduced))  # nobody asked for this volume when it was loaded
    assert set(counts(sy.open_archive(whole))) == {"", "without state outlets"}


def test_another_case_is_refused_by_name(reduced: Path) -> None:
    other = replace(sy.load_case("serbia-2000"), needs=())
    with pytest.raises(ArchiveError, match=r"only what case 'balkans-2019' needs.*'serbia-2000'"):
        sy.weigh(other, archive=sy.open_archive(reduced))


def test_a_case_that_has_changed_is_refused(reduced: Path, case: Case) -> None:
    with pytest.raises(ArchiveError, match=r"has changed since.*--for balkans-2019"):
        sy.weigh(replace(case, clients=("MKD",)), archive=sy.open_archive(reduced))


def test_more_events_are_refused_and_the_archive_stays(reduced: Path, file: Path) -> None:
    before = reduced.read_bytes()
    with pytest.raises(ArchiveError, match=r"holds only what case 'balkans-2019' needs"):
        load("table", [file], reduced)
    with pytest.raises(ArchiveError, match=r"is there already"):
        load("table", [file], reduced, for_case=sy.load_case("balkans-2019"))
    assert reduced.read_bytes() == before


def test_nothing_is_left_beside_it(reduced: Path) -> None:
    assert [path.name for path in reduced.parent.iterdir()] == ["reduced.duckdb"]


def test_a_load_that_fails_leaves_nothing(tmp_path: Path, case: Case) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("no,such\n1,2\n", encoding="utf-8")
    with pytest.raises(sy.SteelyardError):
        load("gdelt", [bad], tmp_path / "a.duckdb", for_case=case)
    assert [path.name for path in tmp_path.iterdir()] == ["bad.csv"]


def test_a_folder_cannot_be_for_one_case(tmp_path: Path, file: Path, case: Case) -> None:
    with pytest.raises(ArchiveError, match=r"Name a \.duckdb file"):
        load("table", [file], f"{tmp_path}/folder/", for_case=case)


def test_the_days_of_a_case_are_those_of_its_windows() -> None:
    days = days_of(sy.load_case("serbia-2000"))
    assert (days.start, days.end) == (date(1995, 12, 14), date(2001, 10, 5))
