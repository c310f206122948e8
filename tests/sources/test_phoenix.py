"""Phoenix: lost zeros, bodies beside IGO, several addresses in a row."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.sources.conftest import Mapped, layout_for, line
from tests.sources.published import DAILY, PHOENIX

from steelyard.records import Window

HEADER = ",".join(PHOENIX)


def _rows(mapped: Mapped, *told: dict[str, str]) -> list[dict[str, object]]:
    usual = {"GID": "1", "Date": "20151018", "CAMEO": "51", "RootCode": "5", "QuadClass": "1"}
    lines = (line(PHOENIX, ",", **{**usual, **cells}) for cells in told)
    return mapped("phoenix", "phoenix.csv", "\n".join((HEADER, *lines)) + "\n")


def test_the_root_gives_the_zero_back(mapped: Mapped) -> None:
    codes = {("51", "5"): "051", ("100", "10"): "100", ("311", "3"): "0311"}
    rows = _rows(mapped, *({"CAMEO": code, "RootCode": root} for code, root in codes))
    assert [row["code"] for row in rows] == list(codes.values())
    assert {row["problem"] for row in rows} == {None}


WHO: list[tuple[dict[str, str], str, str | None]] = [
    ({"Source": "SRBGOV", "SrcActor": "SRB", "SrcAgent": "GOV"}, "SRB", "GOV"),
    ({"Source": "IGOEUREEC", "SrcActor": "IGO", "SOthAgent": "EUR;EEC"}, "EU", "IGO"),
    ({"Source": "IGOUNOHLHWHO", "SrcActor": "IGO", "SOthAgent": "UNO;HLH;WHO"}, "WHO", "IGO"),
    ({"Source": "IGOUNOGOV", "SrcActor": "IGO", "SOthAgent": "UNO;GOV"}, "UN", "IGO"),
    ({"Source": "IMGMUSISI", "SrcActor": "IMG", "SOthAgent": "MUS;ISI"}, "UNK", "REB"),
    ({"Source": "MNCUSAMED", "SrcActor": "MNC", "SOthAgent": "USA;MED"}, "USA", "BUS"),
    ({"Source": "KSVGOV"}, "XKX", None),
    ({"Source": "MED"}, "UNK", "MED"),
]


def test_who_an_actor_is(mapped: Mapped) -> None:
    rows = _rows(mapped, *(cells for cells, _, _ in WHO))
    found = [(row["actor"], row["actor_role"], row["unknown"]) for row in rows]
    assert found == [(actor, role, None) for _, actor, role in WHO]


def test_what_no_table_knows_is_named(mapped: Mapped) -> None:
    row = _rows(mapped, {"Source": "QQQ", "SrcActor": "QQQ"})[0]
    assert (row["actor"], row["unknown"]) == ("UNK", "QQQ")


def test_a_daily_file_has_no_header_and_covers_its_day(tmp_path: Path, mapped: Mapped) -> None:
    name = "events.full.20151018.txt"
    told = {"GID": "1", "Date": "20151018", "CAMEO": "051", "RootCode": "05", "QuadClass": "1"}
    row = mapped("phoenix", name, line(DAILY, "\t", **told, Source="SRB", SrcActor="SRB") + "\n")[0]
    assert (row["code"], row["actor"], row["problem"]) == ("051", "SRB", None)
    layout = layout_for(tmp_path, "phoenix", name, "\t".join("x" for _ in DAILY) + "\n")
    assert layout.covers is not None
    assert layout.covers(name) == Window(date(2015, 10, 18), date(2015, 10, 19))


def test_quad_zero_falls_back_to_the_type_and_addresses_are_reports(mapped: Mapped) -> None:
    told = {"CAMEO": "20", "RootCode": "2", "QuadClass": "0", "ID": "a_1;b_2"}
    row = _rows(mapped, {**told, "URL": "http://x;http://y", "sourcetxt": "x;y"})[0]
    assert (row["type"], row["quad"], row["reports"]) == ("REQUEST", 3, 2)
    assert row["publishers"] == ["x", "y"]
    assert (row["url"], row["document_id"]) == ("http://x", "a_1")
