"""Files of a data set loaded into an archive, from the file to the events."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import ibis
import pyarrow as pa
import pytest
from tests.sources.conftest import line
from tests.sources.published import ACLED, UCDP

from steelyard.archive import open_archive
from steelyard.archive.load.mappings import Mappings
from steelyard.pipeline import load


def _acled() -> str:
    told = {
        "event_id_cnty": "SRB1",
        "actor1": "Protesters (Serbia)",
        "sub_event_type": "Peaceful protest",
    }
    rows = (
        line(ACLED, ",", **told, event_date="2023-05-18", time_precision=exact)
        for exact in ("1", "3")
    )
    return "\n".join((",".join(ACLED), *rows)) + "\n"


def _ucdp() -> str:
    told = {"side_a": "Government of Serbia", "gwnoa": "340", "side_b": "X"}
    rows = (
        line(
            UCDP,
            ",",
            **told,
            id=str(number),
            type_of_violence="1",
            date_start="2023-05-18",
            date_prec=exact,
        )
        for number, exact in enumerate(("1", "4", "5"))
    )
    return "\n".join((",".join(UCDP), *rows)) + "\n"


@pytest.mark.parametrize(
    ("source", "text", "days"),
    [
        ("acled", _acled(), [date(2023, 5, 1), date(2023, 5, 18)]),
        ("ucdp", _ucdp(), [date(2023, 1, 1), date(2023, 5, 1), date(2023, 5, 18)]),
    ],
)
def test_days_known_to_a_month_or_year_load_as_its_first_day(
    tmp_path: Path, source: str, text: str, days: list[date]
) -> None:
    path = tmp_path / "export.csv"
    path.write_text(text, encoding="utf-8")
    archive = tmp_path / "a.duckdb"
    load(source, [path], archive)
    opened = open_archive(archive)
    assert sorted(opened.events.day.to_pyarrow().to_pylist()) == days


def test_a_mapping_that_truncates_days_still_stages_days() -> None:
    connection = ibis.duckdb.connect()
    rows = ibis.memtable(pa.table({"day": pa.array([date(2023, 5, 18)], pa.date32())}))
    Mappings(connection).create(
        "staged_rows", "key", lambda: (rows.mutate(day=rows.day.truncate("M")), None), "file"
    )
    found = connection.raw_sql("SELECT day, typeof(day) FROM staged_rows").fetchall()
    assert found == [(date(2023, 5, 1), "DATE")]
