"""An archive that was loaded before a column of events was known: read with nothing in it, and given it by a load."""

from __future__ import annotations

from pathlib import Path

import duckdb

import steelyard as sy
from steelyard.records import EVENT

YOUNG = ("occasion", "note")


def test_an_archive_older_than_a_column_is_read_and_loaded_into(tmp_path: Path) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_text("id,day,actor,recipient,type\n1,2019-10-19,RUS,SRB,CONSULT\n")
    target = tmp_path / "a.duckdb"
    sy.load("table", [rows], target)
    older = ", ".join(f'"{name}"' for name in EVENT.names if name not in YOUNG)
    with duckdb.connect(str(target)) as connection:
        (reports,) = connection.execute(
            "SELECT sql FROM duckdb_views() WHERE view_name = 'reports'"
        ).fetchone() or ("",)
        connection.execute("DROP VIEW events; DROP VIEW reports")
        for name in YOUNG:
            connection.execute(f"ALTER TABLE lines DROP COLUMN {name}")
            reports = reports.replace(f"{name}, ", "").replace(f'"{name}", ', "")
        connection.execute(f"CREATE VIEW events AS SELECT {older} FROM lines WHERE head")
        connection.execute(reports)
    archive = sy.open_archive(target)
    assert archive.events.columns == tuple(EVENT.names)
    assert archive.events.occasion.to_pyarrow().to_pylist() == [None]
    assert archive.reports.occasion.to_pyarrow().to_pylist() == [None]
    assert archive.events.note.to_pyarrow().to_pylist() == [None]
    archive.connection.disconnect()
    later = tmp_path / "later.csv"
    later.write_text(
        "id,day,actor,recipient,type,occasion,note\n2,2019-11-19,RUS,SRB,CONSULT,x,check the day\n"
    )
    sy.load("table", [later], target)
    archive = sy.open_archive(target)
    found = archive.events.order_by("day").occasion.to_pyarrow().to_pylist()
    notes = archive.events.order_by("day").note.to_pyarrow().to_pylist()
    archive.connection.disconnect()
    assert found == [None, "x"]
    assert notes == [None, "check the day"]
