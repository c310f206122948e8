"""Files as they should not be: good rows are kept, bad ones counted, the archive never damaged."""

from __future__ import annotations

import gzip
import io
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from steelyard.archive import Store, find_files
from steelyard.archive.connection import connect
from steelyard.archive.files import unpacking
from steelyard.errors import ArchiveError, ShapeError, SourceError
from steelyard.sources.gdelt import COLUMNS_2

from .conftest import QUARTER, Shelf, gdelt_row, gdelt_rows

GOOD = gdelt_rows(30)


def reasons(shelf: Shelf, rows: list[str] | bytes) -> tuple[int, tuple[str, ...]]:
    """What of a file was kept, and why the rest was not."""
    loaded = shelf.load(shelf.write(rows))[0]
    assert loaded.read == loaded.kept + loaded.merged + loaded.rejected
    return loaded.kept, loaded.reasons


def test_a_row_of_62_columns_among_good_ones_is_counted_with_its_line(shelf: Shelf) -> None:
    rows = [*GOOD[:4], GOOD[4] + "\textra", *GOOD[5:]]
    assert reasons(shelf, rows) == (29, ("1 x more cells than columns (line 5)",))


def test_a_file_of_62_columns_is_refused_whole(shelf: Shelf) -> None:
    path = shelf.write([row + "\textra" for row in GOOD])
    with pytest.raises(ShapeError, match="62 cells in its first line"):
        shelf.load(path)
    assert shelf.events() == []


def test_a_row_cut_short_is_counted_with_its_line(shelf: Shelf) -> None:
    rows = [*GOOD[:29], GOOD[29][:40]]
    assert reasons(shelf, rows) == (29, ("1 x fewer cells than columns (line 30)",))


def test_a_header_where_none_belongs_is_read_as_one(shelf: Shelf) -> None:
    kept, why = reasons(shelf, ["\t".join(COLUMNS_2), *GOOD])
    assert kept == 30
    assert why == ()


def test_a_tab_in_a_quoted_field_does_not_shift_the_columns(shelf: Shelf) -> None:
    rows = [*GOOD[:2], gdelt_row(2, Actor1Name='"SER\tBIA"'), *GOOD[3:]]
    assert reasons(shelf, rows) == (29, ("1 x more cells than columns (line 3)",))


def test_a_quote_alone_is_a_letter_like_any_other(shelf: Shelf) -> None:
    rows = [*GOOD[:2], gdelt_row(2, SQLDATE="20190107", Actor1Name='"SERBIA'), *GOOD[3:]]
    assert reasons(shelf, rows)[0] == 30


def test_nul_bytes_spoil_their_line_only(shelf: Shelf) -> None:
    rows = [*GOOD[:6], GOOD[6].replace("SERBIA", "SER\0BIA"), *GOOD[7:]]
    assert reasons(shelf, rows) == (29, ("1 x NUL bytes (line 7)",))


def test_latin_1_in_utf_8_spoils_its_line_only(shelf: Shelf) -> None:
    lines = [row.encode() for row in GOOD]
    lines[9] = lines[9].replace(b"SERBIA", "SÉRBIE".encode("latin-1"))
    kept, why = reasons(shelf, b"\n".join(lines) + b"\n")
    assert (kept, why) == (29, ("1 x bytes that are not UTF-8 (line 10)",))


def test_lines_keep_their_numbers_behind_lines_that_were_left_out(shelf: Shelf) -> None:
    rows = [*GOOD[:2], "\0" + GOOD[2], *GOOD[3:6], GOOD[6] + "\tx", *GOOD[7:]]
    rows[20] = gdelt_row(20, SQLDATE="00000000")
    _, why = reasons(shelf, rows)
    assert set(why) == {
        "1 x NUL bytes (line 3)",
        "1 x more cells than columns (line 7)",
        "1 x the day is none (line 21)",
    }


#: Cells that cannot be, and what is said of their row.
BAD: tuple[tuple[dict[str, str], str], ...] = (
    ({"SQLDATE": "00000000"}, "the day is none"),
    ({"ActionGeo_Lat": "144.8"}, "coordinates beyond the globe"),
    ({"EventCode": "999"}, "unknown CAMEO code 999"),
    ({"EventCode": ""}, "no code"),
    ({"GLOBALEVENTID": "x"}, "no event id"),
    ({"SQLDATE": "00250101"}, "the day is none"),
    ({"SQLDATE": "20190231"}, "the day is none"),
    ({"ActionGeo_Long": "-200"}, "coordinates beyond the globe"),
)


def test_bad_values_are_counted_with_their_lines(shelf: Shelf) -> None:
    rows = gdelt_rows(40)
    lines: dict[str, list[int]] = {}
    for at, (cells, reason) in enumerate(BAD):
        rows[3 * at + 2] = gdelt_row(3 * at + 2, **cells)
        lines.setdefault(reason, []).append(3 * at + 3)
    kept, why = reasons(shelf, rows)
    assert kept == 40 - len(BAD)
    assert set(why) == {
        f"{len(at)} x {reason} (line{'s' if len(at) > 1 else ''} {', '.join(map(str, at))})"
        for reason, at in lines.items()
    }


def test_a_file_that_is_mostly_bad_is_refused_whole(shelf: Shelf) -> None:
    shelf.load(shelf.write(GOOD[:5], "20191018110000.export.CSV"))
    before = shelf.everything()
    bad = [gdelt_row(n, SQLDATE="00000000") for n in range(20)]
    path = shelf.write([*GOOD, *bad])
    with pytest.raises(SourceError, match=r"20 of 50 rows are bad .*at most 25%"):
        shelf.load(path)
    assert shelf.everything() == before


def test_an_empty_file_is_refused(shelf: Shelf) -> None:
    with pytest.raises(SourceError, match="is empty"):
        shelf.load(shelf.write(b""))


@pytest.mark.parametrize("name", ["20191018120000.export.CSV.zip", QUARTER])
def test_an_error_page_of_the_server_is_no_data(shelf: Shelf, name: str) -> None:
    page = b"<!DOCTYPE html>\n<html><body>404 Not Found</body></html>\n"
    with pytest.raises(SourceError, match="is a web page"):
        shelf.load(shelf.write(page, name))


def _zipped(member: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(member, data)
    return out.getvalue()


DATA = ("\n".join(GOOD) + "\n").encode()


def test_zip_and_gzip_hold_what_the_plain_file_holds(shelf: Shelf) -> None:
    shelf.load(shelf.write(DATA))
    plain = shelf.events()
    for name, packed in (
        ("a.zip", _zipped(QUARTER, DATA)),
        (f"{QUARTER}.gz", gzip.compress(DATA, mtime=0)),
    ):
        other = Shelf(shelf.folder / name.replace(".", "-"))
        other.load(other.write(packed, name))
        assert other.events() == plain


@pytest.mark.parametrize(
    "packed", [gzip.compress(DATA, mtime=0), _zipped(QUARTER, DATA)], ids=["gzip", "zip"]
)
def test_a_packed_file_cut_short_is_refused(shelf: Shelf, packed: bytes) -> None:
    name = "a.gz" if packed[:2] == b"\x1f\x8b" else "a.zip"
    for part in (0.3, 0.6, 0.98):
        path = shelf.write(packed[: int(len(packed) * part)], name)
        with pytest.raises(SourceError, match="damaged or cut short"):
            shelf.load(path)


def test_a_zip_that_lies_of_its_size_is_refused(shelf: Shelf) -> None:
    packed = bytearray(_zipped(QUARTER, DATA))
    for signature, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = packed.rindex(signature)
        packed[start + at : start + at + 4] = (100).to_bytes(4, "little")
    with pytest.raises(SourceError, match="damaged or cut short"):
        shelf.load(shelf.write(bytes(packed), "a.zip"))


def test_a_gzip_that_lies_of_its_size_is_refused(shelf: Shelf) -> None:
    packed = gzip.compress(DATA, mtime=0)
    with pytest.raises(SourceError, match="damaged or cut short"):
        shelf.load(shelf.write(packed[:-4] + (7).to_bytes(4, "little"), "a.gz"))


@pytest.mark.parametrize("name", ["../evil.CSV", "/etc/evil.CSV", "..\\evil.CSV", "C:\\evil.CSV"])
def test_a_member_that_reaches_outside_is_refused(shelf: Shelf, name: str) -> None:
    path = shelf.write(_zipped(name, DATA), "a.zip")
    with pytest.raises(SourceError, match="reaches outside the archive"):
        shelf.load(path)
    assert not (shelf.folder.parent / "evil.CSV").exists()


def test_a_bomb_is_refused_before_it_fills_the_disk(shelf: Shelf) -> None:
    packed = _zipped(QUARTER, b"\t" * 100_000_000)
    assert len(packed) * 500 < 100_000_000
    with pytest.raises(SourceError, match="swells to more than"):
        shelf.load(shelf.write(packed, "a.zip"))


def test_a_file_that_the_disk_cannot_hold_is_refused(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(shelf.folder)
    full = usage._replace(free=unpacking.SPARE)
    monkeypatch.setattr("steelyard.archive.files.unpacking.shutil.disk_usage", lambda _: full)
    with pytest.raises(SourceError, match="does not fit on the disk"):
        shelf.load(shelf.write(gzip.compress(DATA, mtime=0), f"{QUARTER}.gz"))
    assert shelf.events() == []


def test_a_disk_that_fills_while_writing_leaves_the_archive_as_it_was(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.load(shelf.write(GOOD[:5], "20191018110000.export.CSV"))
    before = shelf.everything()

    def full(*_: object) -> None:
        msg = "Could not write all bytes to file: No space left on device"
        raise duckdb.IOException(msg)

    monkeypatch.setattr("steelyard.archive.load.store.merge", full)
    with pytest.raises(ArchiveError, match="the disk is full"):
        shelf.load(shelf.write(GOOD))
    monkeypatch.undo()
    assert shelf.everything() == before


def test_two_files_of_one_name_are_refused(shelf: Shelf) -> None:
    first, second = shelf.write(GOOD, f"a/{QUARTER}"), shelf.write(GOOD[:4], f"b/{QUARTER}")
    with pytest.raises(SourceError, match="both hold a file"):
        find_files([first, second])


def test_two_files_of_one_day_are_both_kept_and_named(shelf: Shelf) -> None:
    shelf.load(shelf.write(GOOD[:9]), shelf.write(GOOD[9:], "20191018121500.export.CSV"))
    days = shelf.everything()["coverage"]
    assert [day["state"] for day in days] == ["partial"]
    assert days[0]["file"] == "20191018120000.export.CSV;20191018121500.export.CSV"


def test_a_second_writer_is_told_so(shelf: Shelf) -> None:
    with Store(shelf.path):
        script = (
            "import sys\nfrom steelyard.archive import Store\n"
            "from steelyard.errors import ArchiveError\n"
            f"try:\n    Store({str(shelf.path)!r})\n"
            "except ArchiveError as error:\n    print(error)\n"
        )
        told = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True
        ).stdout
    assert "is in use by process" in told
    assert told.count("\n") == 1


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: path.write_bytes(b"not a database" * 1000), "is no archive"),
        (lambda path: path.write_bytes(b""), "is empty|is no archive"),
        (lambda path: path.mkdir(), "is no place for an archive"),
        (lambda _: None, "does not exist"),
    ],
)
def test_what_is_no_archive_is_refused(
    tmp_path: Path, make: Callable[[Path], object], said: str
) -> None:
    path = tmp_path / "x.duckdb"
    make(path)
    with pytest.raises(ArchiveError, match=said):
        connect(path, write=False)
