"""The same archive as a file, as a folder of Parquet and on Spark gives the same answers."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from tests.archive.answers import answers, asked

from steelyard import diagnostics
from steelyard.archive import INNER, Store, export, open_archive
from steelyard.errors import ArchiveError
from steelyard.pipeline import load
from steelyard.records import ARTICLE, Event, SourceCard, event_id, event_table

ACTORS = ("SRB", "RUS", "EU", "USA", "MKD", "NATO", "FRA", "EAEU", "BIH", "UNK")
TYPES = (("CONSULT", 1), ("AGREE", 1), ("AID", 2), ("COOPERATE", 2), ("ACCUSE", 3), ("SANCTION", 4))
STATUSES = ("happened", "happened", "happened", "planned", "denied", "rumoured")

#: Seeds of the random archives that Spark is asked as well.
SEEDS = (1, 2)

needs_spark = pytest.mark.skipif(
    importlib.util.find_spec("pyspark") is None or shutil.which("java") is None,
    reason="PySpark or Java is not installed (pip install 'steelyard[spark]', Java 17)",
)


def random_event(random: Random, number: int) -> Event:
    kind, quad = random.choice(TYPES)
    actors = random.sample(ACTORS, random.choice((1, 1, 1, 2)))
    others = [code for code in ACTORS if code not in actors]
    recipients = random.sample(others, random.choice((0, 1, 1, 1)))
    day = date(2017, 1, 1) + timedelta(days=random.randrange(1090))
    return Event(
        event_id=event_id("random", number),
        day=day,
        precision=random.choice(("day", "day", "day", "month")),
        announced=day - timedelta(days=random.randrange(90)) if random.random() < 0.2 else None,
        actor=tuple(actors),
        actor_role=("GOV",) * len(actors),
        actor_name=("",) * len(actors),
        recipient=tuple(recipients),
        recipient_role=("GOV",) * len(recipients),
        recipient_name=("",) * len(recipients),
        type=kind,
        quad=quad,
        act="deeds" if quad in (2, 4) else "words",
        context=("military",) if random.random() < 0.3 else (),
        status=random.choice(STATUSES),  # type: ignore[arg-type]
        intensity=random.uniform(-10, 10) if random.random() < 0.5 else None,
        reports=random.randrange(1, 9),
        publishers=tuple(random.sample(("rt.com", "n1", "tanjug"), random.randrange(4))),
        source="wire",
        source_id=str(number),
        document_id=f"d{number}",
        sentence=f"Sentence {number}, “quoted”" if random.random() < 0.9 else None,
        coder="test",
    )


def random_folder(folder: Path, seed: int, card: SourceCard) -> Path:
    """An archive of random events in a folder, with its export."""
    random = Random(seed)
    events = event_table([random_event(random, number) for number in range(1500)])
    folder.mkdir()
    with Store(folder / INNER) as store:
        store.put_coded(card, ARTICLE.empty_table(), events)
    export(folder)
    return folder


@pytest.fixture(scope="module")
def wire() -> SourceCard:
    return SourceCard(
        name="wire",
        title="A wire",
        publisher="Nobody",
        address=None,
        licence="none",
        citation="",
        coverage="all",
        limitation="made up for a test",
        sampling="systematic",
    )


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory, wire: SourceCard) -> dict[int, Path]:
    base = tmp_path_factory.mktemp("engines")
    return {seed: random_folder(base / str(seed), seed, wire) for seed in SEEDS}


@pytest.fixture(scope="module")
def on_duckdb(folders: dict[int, Path]) -> list[dict[str, Any]]:
    return [
        answers(open_archive(folder / INNER), weighed=not place)
        for place, folder in enumerate(folders.values())
    ]


@pytest.fixture(scope="module")
def on_spark(folders: dict[int, Path]) -> list[dict[str, Any]]:
    addresses = [f"pyspark://{folder}?master=local[2]" for folder in folders.values()]
    words = [sys.executable, "-m", "tests.archive.answers", *addresses]
    root = Path(__file__).parents[2]
    done = subprocess.run(words, capture_output=True, text=True, cwd=root, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_folder_answers_as_its_file_does(
    folders: dict[int, Path], on_duckdb: list[dict[str, Any]]
) -> None:
    for place, folder in enumerate(folders.values()):
        assert open_archive(folder).sources == open_archive(folder / INNER).sources
        assert answers(open_archive(folder), weighed=not place) == on_duckdb[place]


@needs_spark
@pytest.mark.parametrize("diagnostic", [diagnostic.name for diagnostic in diagnostics.ALL])
def test_every_diagnostic_says_the_same_on_spark(
    on_duckdb: list[dict[str, Any]], on_spark: list[dict[str, Any]], diagnostic: str
) -> None:
    for duck, spark in zip(on_duckdb, on_spark, strict=True):
        assert len(duck["findings"][diagnostic]) == len(asked().clients)
        assert spark["findings"][diagnostic] == duck["findings"][diagnostic]


@needs_spark
def test_series_and_events_are_the_same_on_spark(
    on_duckdb: list[dict[str, Any]], on_spark: list[dict[str, Any]]
) -> None:
    for duck, spark in zip(on_duckdb, on_spark, strict=True):
        assert len(duck["events"]) > 5
        assert sum(duck["series"][0][0]) > 10
        assert spark["events"] == duck["events"]
        assert spark["series"] == duck["series"]


@needs_spark
def test_a_weighing_on_spark_is_the_same_to_the_byte(
    on_duckdb: list[dict[str, Any]], on_spark: list[dict[str, Any]]
) -> None:
    assert json.loads(on_duckdb[0]["brief"])["findings"]
    assert on_spark[0]["brief"] == on_duckdb[0]["brief"]


def test_loading_into_a_folder_keeps_the_last_export_whole(tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_text("day,actor,recipient,type\n2019-10-19,RUS,SRB,CONSULT\n")
    folder = f"{tmp_path / 'archive'}/"
    load("table", [table], folder)
    first = open_archive(folder)
    assert first.events.count().to_pyarrow().as_py() == 1
    table.write_text(
        "day,actor,recipient,type\n2019-10-19,RUS,SRB,CONSULT\n2020-10-19,SRB,RUS,AGREE\n"
    )
    load("table", [table], folder)
    assert open_archive(folder).events.count().to_pyarrow().as_py() == 2
    assert first.events.count().to_pyarrow().as_py() == 1  # who reads the old one is not disturbed


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("nowhere://x", "cannot be opened"),
        ("{}", "no readable steelyard.json"),
        ("{}/none.duckdb", "does not exist"),
    ],
)
def test_what_is_no_archive_is_said_so(tmp_path: Path, where: str, said: str) -> None:
    with pytest.raises(ArchiveError, match=said):
        open_archive(where.format(tmp_path))
