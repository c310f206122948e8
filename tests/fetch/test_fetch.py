"""Fetching from a publisher that does everything that publishers do."""

from __future__ import annotations

import hashlib
import io
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from datetime import date
from email.utils import formatdate
from pathlib import Path
from random import Random

import pytest
from tests.fetch.server import Handler, Publisher, answer, cut_off, first, good, lying, stalled
from tests.forks import typed
from tests.processes import PATIENCE, until

from steelyard.errors import FetchError
from steelyard.fetch import Fetched, Patience, addresses, fetch
from steelyard.fetch.fetching import RECORD

LIST = "/gdeltv2/masterfilelist.txt"
DAY = "/events/20191018.export.CSV.zip"
STATES = "/wp-content/uploads/states2016.csv"
SHORT = b"ccode,name\n" * 90
LONG = b"ccode,name\n" * 9_000


def zipped(seed: int, size: int = 200_000) -> bytes:
    """A zip that does not compress, so that its size is that of its content."""
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as file:
        file.writestr("export.CSV", Random(seed).randbytes(size))
    return box.getvalue()


def offer(publisher: Publisher, files: int = 1) -> dict[str, bytes]:
    """Serve GDELT's list and so many files of 18 October 2019; return them by name."""
    found, lines = {}, ["this line is broken"]
    for at in range(files):
        name, body = f"20191018{at:02d}0000.export.CSV.zip", zipped(at)
        found[name] = body
        publisher.routes[f"/gdeltv2/{name}"] = good(body)
        md5 = hashlib.md5(body).hexdigest()
        lines.append(f"{len(body)} {md5} http://data.gdeltproject.org/gdeltv2/{name}")
    publisher.routes[LIST] = good("\n".join(lines).encode(), etag='"list"')
    return found


def bring(publisher: Publisher, folder: Path, quick: Patience, name: str = "gdelt") -> Fetched:
    since, until = date(2019, 10, 18), date(2019, 10, 19)
    return fetch(name, folder, since=since, until=until, mirror=publisher.address, patience=quick)


def left(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {".fetch.lock", RECORD}


def test_files_come_whole_and_the_second_time_nothing_is_asked(
    publisher: Publisher, tmp_path: Path, quick: Patience
) -> None:
    files = offer(publisher, 3)
    got = bring(publisher, tmp_path, quick)
    assert {path.name: path.read_bytes() for path in got.new} == files
    assert left(tmp_path) == set(files)
    again = bring(publisher, tmp_path, quick)
    assert not again.new
    assert len(again.kept) == 3
    assert all(publisher.count[f"/gdeltv2/{name}"] == 1 for name in files)
    record = json.loads((tmp_path / RECORD).read_text())
    assert all(record[name]["publisher_checksum"].startswith("md5:") for name in files)


def test_days_outside_the_span_are_not_asked_for(
    publisher: Publisher, tmp_path: Path, quick: Patience
) -> None:
    offer(publisher)
    since, until = date(2019, 10, 19), date(2019, 10, 20)
    with pytest.raises(FetchError, match="names no file"):
        fetch("gdelt", tmp_path, since=since, until=until, mirror=publisher.address, patience=quick)
    assert [path for path, _, _ in publisher.asked] == [LIST]


def test_a_connection_that_breaks_again_and_again_is_resumed_without_a_byte_lost(
    publisher: Publisher, tmp_path: Path, quick: Patience
) -> None:
    (name, body), *_ = offer(publisher).items()
    publisher.routes[f"/gdeltv2/{name}"] = cut_off(body, 30_000)
    assert bring(publisher, tmp_path, quick).new[0].read_bytes() == body
    ranges = [said for path, _, said in publisher.asked if path.endswith(name)]
    assert ranges[0] is None
    assert ranges[1:] == [f"bytes={at}-" for at in range(30_000, len(body), 30_000)]


def test_a_command_that_gave_up_goes_on_where_it_stopped(
    publisher: Publisher, tmp_path: Path, quick: Patience
) -> None:
    (name, body), *_ = offer(publisher).items()
    publisher.routes[f"/gdeltv2/{name}"] = first(1, cut_off(body, 50_000), answer(500))
    with pytest.raises(FetchError, match="500"):
        bring(publisher, tmp_path, quick)
    assert (tmp_path / f"{name}.part").stat().st_size == 50_000
    assert not (tmp_path / name).exists()
    publisher.routes[f"/gdeltv2/{name}"] = good(body)
    assert bring(publisher, tmp_path, quick).new[0].read_bytes() == body
    assert publisher.asked[-1][2] == "bytes=50000-"
    assert left(tmp_path) == {name}


def test_a_file_that_changed_meanwhile_starts_anew(
    publisher: Publisher, tmp_path: Path, quick: Patience
) -> None:
    publisher.routes[STATES] = first(1, cut_off(LONG, 40_000), answer(500))
    with pytest.raises(FetchError):
        bring(publisher, tmp_path, quick, "cow-states")
    changed = LONG.upper()
    publisher.routes[STATES] = good(changed, etag='"v2"')
    assert bring(publisher, tmp_path, quick, "cow-states").new[0].read_bytes() == changed


def test_a_server_without_ranges_starts_anew(
    publisher: Publisher, tmp_path: Path, quick: Patience
) -> None:
    publisher.routes[STATES] = first(1, cut_off(LONG, 40_000), answer(200, LONG))
    assert bring(publisher, tmp_path, quick, "cow-states").new[0].read_bytes() == LONG


def test_a_stall_is_left_and_resumed(publisher: Publisher, tmp_path: Path, quick: Patience) -> None:
    publisher.routes[STATES] = first(1, stalled(LONG, 600), good(LONG))
    began = time.monotonic()
    assert bring(publisher, tmp_path, quick, "cow-states").new[0].read_bytes() == LONG
    assert time.monotonic() - began < 300
    assert publisher.asked[-1][2] == f"bytes={len(LONG) // 2}-"


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_retry_after_is_honoured(
    publisher: Publisher, tmp_path: Path, quick: Patience, form: str
) -> None:
    def slow_down(handler: Handler) -> None:
        # A date is counted from the answer on, and says no fractions of a second.
        said = "1" if form == "seconds" else formatdate(time.time() + 2, usegmt=True)
        handler.say(429, b"slow", Retry_After=said)

    publisher.routes[STATES] = first(1, slow_down, good(SHORT))
    assert bring(publisher, tmp_path, quick, "cow-states").new[0].read_bytes() == SHORT
    times = [when for path, when, _ in publisher.asked if path == STATES]
    assert times[1] - times[0] >= 0.9


def test_while_a_host_asks_to_wait_nobody_asks_it(
    publisher: Publisher, tmp_path: Path, quick: Patience
) -> None:
    files = offer(publisher, 8)
    for name, body in files.items():
        publisher.routes[f"/gdeltv2/{name}"] = good(body, slow=0.6)
    busy = next(iter(files))
    slow_down = answer(429, b"", Retry_After="1")
    publisher.routes[f"/gdeltv2/{busy}"] = first(1, slow_down, good(files[busy]))
    assert len(bring(publisher, tmp_path, quick).new) == 8
    told = next(when for path, when, _ in publisher.asked if path.endswith(busy))
    # The four under way when the word came may still end; none begins while the host is at rest.
    zips = [when for path, when, _ in publisher.asked if path.endswith(".zip")]
    assert sum(when < told + 0.9 for when in zips) <= 4


def test_a_wait_of_hours_is_told_not_slept(
    publisher: Publisher, tmp_path: Path, quick: Patience
) -> None:
    publisher.routes[STATES] = answer(503, b"", Retry_After="7200")
    with pytest.raises(FetchError, match="7200 seconds"):
        bring(publisher, tmp_path, quick, "cow-states")


def test_no_more_than_four_at_once(publisher: Publisher, tmp_path: Path, quick: Patience) -> None:
    for name, body in offer(publisher, 16).items():
        publisher.routes[f"/gdeltv2/{name}"] = good(body, slow=0.05)
    bring(publisher, tmp_path, quick)
    assert 2 <= publisher.most <= 4


def test_a_page_that_stands_in_for_a_zip_is_refused(
    publisher: Publisher, tmp_path: Path, quick: Patience
) -> None:
    publisher.routes[DAY] = answer(200, b"<!DOCTYPE html><html>Sorry, please log in</html>")
    with pytest.raises(FetchError, match="web page"):
        bring(publisher, tmp_path, quick, "gdelt-1")
    assert left(tmp_path) == set()


def test_a_server_that_says_too_little_or_too_much_of_its_length_is_found_out(
    publisher: Publisher, tmp_path: Path, quick: Patience
) -> None:
    body = zipped(1)
    publisher.routes[DAY] = lying(body, 90_000)
    with pytest.raises(FetchError, match="cut short"):
        bring(publisher, tmp_path, quick, "gdelt-1")
    assert left(tmp_path) == set()
    publisher.routes[DAY] = lying(body, len(body) + 5_000)
    with pytest.raises(FetchError, match="attempts"):
        bring(publisher, tmp_path, quick, "gdelt-1")
    assert not (tmp_path / DAY.rsplit("/", 1)[-1]).exists()


def test_a_damaged_file_is_refused_by_the_publishers_checksum(
    publisher: Publisher, tmp_path: Path, quick: Patience
) -> None:
    (name, body), *_ = offer(publisher).items()
    publisher.routes[f"/gdeltv2/{name}"] = good(body[:-1] + b"x")
    with pytest.raises(FetchError, match="checksum"):
        bring(publisher, tmp_path, quick)
    assert left(tmp_path) == set()


def test_a_file_that_is_another_than_at_first_sight_is_refused(
    publisher: Publisher, tmp_path: Path, quick: Patience
) -> None:
    publisher.routes[STATES] = good(b"ccode,name\n2,USA\n")
    path = bring(publisher, tmp_path, quick, "cow-states").new[0]
    path.write_bytes(b"damaged here")
    assert bring(publisher, tmp_path, quick, "cow-states").new == (path,)  # mended
    path.unlink()
    publisher.routes[STATES] = good(b"ccode,name\n2,Usa\n")
    with pytest.raises(FetchError, match=r"has changed"):
        bring(publisher, tmp_path, quick, "cow-states")
    assert left(tmp_path) == set()


def test_a_file_of_the_users_own_is_left_alone(
    publisher: Publisher, tmp_path: Path, quick: Patience
) -> None:
    publisher.routes[STATES] = good(SHORT)
    (tmp_path / "states2016.csv").write_text("mine")
    with pytest.raises(FetchError, match="Move it away"):
        bring(publisher, tmp_path, quick, "cow-states")
    assert (tmp_path / "states2016.csv").read_text() == "mine"


def test_redirects_are_followed_to_the_publisher_and_no_further(
    publisher: Publisher, tmp_path: Path, quick: Patience
) -> None:
    publisher.routes["/moved.csv"] = good(SHORT)
    publisher.routes[STATES] = answer(302, b"", Location="/moved.csv")
    assert bring(publisher, tmp_path / "a", quick, "cow-states").new[0].read_bytes() == SHORT
    publisher.routes["/moved.csv"] = answer(302, b"", Location=STATES)
    with pytest.raises(FetchError, match="loop"):
        bring(publisher, tmp_path / "b", quick, "cow-states")
    other = f"http://localhost:{publisher.server_address[1]}/other.csv"
    publisher.routes["/other.csv"] = good(SHORT)
    publisher.routes[STATES] = answer(301, b"", Location=other)
    with pytest.raises(FetchError, match="--allow-host localhost"):
        bring(publisher, tmp_path / "c", quick, "cow-states")
    address, hosts = publisher.address, ["localhost"]
    got = fetch("cow-states", tmp_path, mirror=address, allow_hosts=hosts, patience=quick)
    assert got.new[0].read_bytes() == SHORT


@pytest.mark.parametrize(
    ("code", "said"), [(404, "not there"), (410, "not there"), (403, "registration")]
)
def test_an_answer_that_is_final_is_not_asked_again(
    publisher: Publisher, tmp_path: Path, quick: Patience, code: int, said: str
) -> None:
    publisher.routes[STATES] = answer(code, b"no")
    with pytest.raises(FetchError, match=said) as caught:
        bring(publisher, tmp_path, quick, "cow-states")
    assert publisher.count[STATES] == 1
    assert "State System Membership" in str(caught.value)  # what to try instead


def test_one_missing_day_does_not_keep_the_others_away(
    publisher: Publisher, tmp_path: Path, quick: Patience
) -> None:
    publisher.routes[DAY] = good(zipped(1))
    since, until = date(2019, 10, 18), date(2019, 10, 20)
    got = fetch(
        "gdelt-1", tmp_path, since=since, until=until, mirror=publisher.address, patience=quick
    )
    assert [path.name for path in got.new] == ["20191018.export.CSV.zip"]
    assert len(got.failed) == 1
    assert "20191019" in got.failed[0]


def test_a_dataverse_entry_names_its_files(
    publisher: Publisher, tmp_path: Path, quick: Patience
) -> None:
    body = zipped(4)
    md5 = hashlib.md5(body).hexdigest()
    events = {"id": 7, "filename": "events.2018.tab.zip", "filesize": len(body), "md5": md5}
    book = {"id": 8, "filename": "codebook.pdf", "filesize": 3}
    files = [{"dataFile": events}, {"dataFile": book}]
    described = json.dumps({"data": {"latestVersion": {"files": files}}})
    publisher.routes["/api/datasets/:persistentId/"] = good(described.encode())
    publisher.routes["/api/access/datafile/7"] = good(body)
    with pytest.raises(FetchError, match="names no file"):  # 2018 is outside the days asked
        bring(publisher, tmp_path, quick, "icews")
    got = fetch("icews", tmp_path, mirror=publisher.address, patience=quick)
    assert [path.read_bytes() for path in got.new] == [body]


def test_data_that_a_person_must_get_are_told_in_steps() -> None:
    entries = [entry for entry in addresses() if entry.kind == "by_hand"]
    assert entries
    for entry in entries:
        with pytest.raises(FetchError) as caught:
            fetch(entry.name, "/nonexistent")
        assert entry.address in str(caught.value)
        assert "1. " in str(caught.value)
        assert "\n" not in str(caught.value)


def test_names_days_and_folders_are_checked(tmp_path: Path) -> None:
    with pytest.raises(FetchError, match="Did you mean 'gdelt'"):
        fetch("gdlt", tmp_path)
    with pytest.raises(FetchError, match="--since"):
        fetch("gdelt-1", tmp_path)
    with pytest.raises(FetchError, match="not before"):
        fetch("gdelt-1", tmp_path, since=date(2020, 1, 2), until=date(2020, 1, 1))
    with pytest.raises(FetchError, match="is not an address"):
        fetch("cow-states", tmp_path, mirror="elsewhere")
    (tmp_path / "file").touch()
    with pytest.raises(FetchError, match="cannot be written"):
        fetch("cow-states", tmp_path / "file" / "x")


def test_ctrl_c_keeps_what_has_arrived(publisher: Publisher, tmp_path: Path) -> None:
    body = zipped(9, 400_000)
    publisher.routes[DAY] = first(1, stalled(body, 600), good(body))
    words = [sys.executable, "-m", "steelyard", "fetch", "gdelt-1", "--to", "out"]
    words += ["--since", "2019-10-18", "--until", "2019-10-19", "--mirror", publisher.address]
    process = subprocess.Popen(words, cwd=tmp_path, stderr=subprocess.PIPE, text=True)
    part = tmp_path / "out" / (DAY.rsplit("/", 1)[-1] + ".part")
    until(lambda: part.exists() and part.stat().st_size)
    os.kill(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert "Traceback" not in said
    assert part.stat().st_size > 0
    again = typed(*words[3:], cwd=tmp_path)
    assert "1 new" in again.stdout
    assert (tmp_path / "out" / DAY.rsplit("/", 1)[-1]).read_bytes() == body
