"""Every data set from its publisher's file to a weighing, and in a dozen disguises alike."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pytest
from tests.archive.test_engines import needs_spark
from tests.forks import typed
from tests.sheets.workbooks import xlsx
from tests.sources.files_as_published import ALL, DAYS, EVENTS, TIES, Published

from steelyard import sources, ties, weigh
from steelyard.archive import find_files, open_archive, unpacked
from steelyard.archive.files.csv_rows import RawRows
from steelyard.archive.files.shapes import shaped
from steelyard.pipeline import diagnose, load
from steelyard.pipeline.loading import source_named
from steelyard.records import Case, Pole, Shock, TieSource, Window

OF_TIE = ("state", "partner", "year", "indicator", "value")
OF_EVENT = ("day", "actor", "recipient", "type", "sentence", "intensity", "source_id")

#: The data sets with the most rows, which Spark has to read as well.
LARGEST = ("gdelt", "icews", "acled", "polecat", "ucdp", "tie unga")


def case() -> Case:
    return Case(
        name="every-set",
        title="Did Serbia turn?",
        question="Did Serbia turn to Russia?",
        clients=("SRB",),
        shock=Shock(date(2019, 1, 1), ("EU",), ("SRB",), "Made up."),
        windows={
            "before": Window(date(2018, 1, 1), date(2019, 1, 1)),
            "after": Window(date(2019, 1, 1), date(2020, 1, 1)),
        },
        poles=(
            Pole("west", "partner", ("EU", "USA"), (), "the West"),
            Pole("russia", "rival", ("RUS",), (), "Russia"),
        ),
        events=(),
        ties=(),
        needs=(),
        gaps=(),
        readings=(),
        claims=(),
        sources=(),
        notes=(),
        peers=(),
    )


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The archive of one data set, loaded when first asked for."""

    @cache
    def archive_of(name: str) -> Path:
        folder = tmp_path_factory.mktemp("set")
        path = folder / ALL[name].name
        path.write_text(ALL[name].text, encoding="utf-8")
        load(name.removeprefix("tie "), [path], folder / "a.duckdb")
        return folder / "a.duckdb"

    return archive_of


def taken(name: str, archive: Path) -> list[Any]:
    """The events, or ties, of an archive, without what their file is called."""
    opened = open_archive(archive)
    if name.startswith("tie "):
        rows = opened.ties.select(*OF_TIE).to_pyarrow().to_pylist()
    else:
        rows = opened.events.select("day", "actor", "recipient", "type").to_pyarrow().to_pylist()
    return sorted(tuple(map(str, row.values())) for row in rows)


def mapped_rows(
    name: str, path: Path, folder: Path, known: dict[tuple[Any, ...], list[Any]]
) -> list[Any]:
    """What the reader of a data set makes of a file, without an archive.

    Where the cells of a file are to the letter those of one that is ``known``, so is what is made of them.
    """
    (packed,) = find_files([str(path)])
    source = ties.table.SOURCE if name == "tie table" else source_named(name.removeprefix("tie "))
    with unpacked(packed, folder) as file:
        if isinstance(source, TieSource):
            found = source.read(file.path).tables["ties"]
            table = found if isinstance(found, pa.Table) else found.read_all()
            rows = table.select(list(OF_TIE)).to_pylist()
        else:
            shape = shaped(source, file, folder)
            raw = RawRows(ibis.duckdb.connect(), shape)
            table = raw.table(numbered=shape.layout.numbered)
            cells = table.to_pyarrow()
            said = shape.layout.name, tuple(sorted(map(str, cells.to_pylist())))
            if said in known:
                return known[said]
            mapped = shape.layout.reports(table)
            columns = [name for name in OF_EVENT if name in mapped.columns]
            rows = mapped.select(*columns).to_pyarrow().to_pylist()
            return known.setdefault(said, sorted(tuple(map(str, row.values())) for row in rows))
    return sorted(tuple(map(str, row.values())) for row in rows)


def test_every_set_has_a_file_here() -> None:
    assert set(EVENTS) == {*sources.NAMES, "table"}
    assert set(TIES) == {*ties.NAMES, "table"}


@pytest.mark.parametrize("name", ALL)
def test_a_published_file_becomes_events_or_ties(loaded: Callable[[str], Path], name: str) -> None:
    rows = taken(name, loaded(name))
    if name.startswith("tie "):
        assert {("SRB", "RUS"), ("RUS", "SRB"), ("SRB", "SRB")} & {row[:2] for row in rows}
    else:
        assert [row[:3] for row in rows] == [(str(day), "['SRB']", "['RUS']") for day in DAYS]


def test_all_of_them_in_one_archive_are_weighed(tmp_path: Path) -> None:
    archive = tmp_path / "a.duckdb"
    for name, file in ALL.items():
        path = tmp_path / f"{name.replace(' ', '-')}-{file.name}"
        path.write_text(file.text, encoding="utf-8")
        load(name.removeprefix("tie "), [path], archive)
    found = weigh(case(), archive=open_archive(archive), seed=0)
    weight = next(f for f in found.findings if f.diagnostic == "weight")
    assert weight.evidence
    assert {card.name for card in found.sources} >= {"gdelt", "acled", "ucdp", "sipri", "comtrade"}


@pytest.mark.parametrize("name", list(EVENTS))
def test_a_question_is_put_to_the_events_of_each_set(
    loaded: Callable[[str], Path], name: str
) -> None:
    (finding,) = diagnose(case(), only=["tempo"], archive=open_archive(loaded(name)))
    assert finding.n_before
    assert finding.n_after


@needs_spark
def test_the_largest_sets_are_the_same_on_spark(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    for name in LARGEST:
        path = tmp_path / f"{name.replace(' ', '-')}-{ALL[name].name}"
        path.write_text(ALL[name].text, encoding="utf-8")
        load(name.removeprefix("tie "), [path], folder)
    found = {}
    for engine in (str(folder), f"pyspark://{folder}"):
        done = typed("events", engine, "--format", "jsonl")
        assert done.returncode == 0, done.stderr
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        found[engine] = sorted(json.dumps(line, sort_keys=True) for line in lines)
    one, other = found.values()
    assert one == other
    assert len(one) >= len(DAYS)


def text_of(file: Published, mark: str | None = None) -> str:
    return file.text if mark is None else Published(file.name, mark, file.header, file.rows).text


def order_changed(file: Published) -> Published:
    assert file.header is not None
    return Published(file.name, file.mark, file.header[::-1], tuple(row[::-1] for row in file.rows))


def column_added(file: Published) -> Published:
    assert file.header is not None
    rows = tuple((*row[:1], "new", *row[1:]) for row in file.rows)
    return Published(
        file.name, file.mark, (*file.header[:1], "A new column", *file.header[1:]), rows
    )


def case_changed(file: Published) -> Published:
    assert file.header is not None
    return Published(file.name, file.mark, tuple(n.upper() for n in file.header), file.rows)


def quoted(file: Published) -> str:
    rows = [*([file.header] if file.header else []), *file.rows]
    return "".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in rows)


def trailing(file: Published) -> str:
    return "".join(line + file.mark * 3 + "\n" for line in file.text.splitlines())


def zipped(text: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("inner.csv", text)
    return out.getvalue()


def workbook(file: Published, path: Path) -> None:
    rows = [*([file.header] if file.header else []), *file.rows]
    xlsx(path, {"Notes": [["about"]], "Data": rows})


#: What a file may look like when somebody has opened and saved it; those that need a header apart.
DISGUISES: dict[str, Callable[[Published], str | bytes]] = {
    "byte order mark": lambda file: "\ufeff" + file.text,
    "CRLF": lambda file: file.text.replace("\n", "\r\n"),
    "UTF-16": lambda file: file.text.encode("utf-16"),
    "semicolons": lambda file: "".join(
        ";".join(f'"{cell}"' if ";" in cell else cell for cell in row) + "\n"
        for row in [*([file.header] if file.header else []), *file.rows]
    ),
    "gz": lambda file: gzip.compress(file.text.encode()),
    "zip": lambda file: zipped(file.text),
    "quoted": quoted,
    "trailing marks": trailing,
}
HEADED: dict[str, Callable[[Published], str | bytes]] = {
    "another order": lambda file: order_changed(file).text,
    "a new column": lambda file: column_added(file).text,
    "another case": lambda file: case_changed(file).text,
    "a title above": lambda file: f"A title{file.mark}{file.mark}\n\n" + file.text,
}


@pytest.mark.parametrize("name", [name for name in ALL if name != "plover_json"])
def test_disguises_are_read_alike(tmp_path: Path, name: str) -> None:
    file = ALL[name]
    plain = tmp_path / file.name
    plain.write_text(file.text, encoding="utf-8")
    known: dict[tuple[Any, ...], list[Any]] = {}
    wanted = mapped_rows(name, plain, tmp_path, known)
    disguises = {**DISGUISES, **(HEADED if file.header else {})}
    wrong = {}
    for number, (disguise, made) in enumerate(disguises.items()):
        content = made(file)
        folder = tmp_path / str(number)
        folder.mkdir()
        suffix = {"gz": ".gz", "zip": ".zip"}.get(disguise, "")
        path = folder / f"{file.name}{suffix}"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        try:
            found = mapped_rows(name, path, folder, known)
        except Exception as error:  # noqa: BLE001 - told with the disguise
            wrong[disguise] = f"{type(error).__name__}: {error}"
            continue
        if found != wanted:
            wrong[disguise] = f"{len(found)} rows, as {found[:1]}"
    book = tmp_path / "book.xlsx"
    workbook(file, book)
    if mapped_rows(name, book, tmp_path, known) != wanted:
        wrong["workbook"] = "other rows"
    assert not wrong
