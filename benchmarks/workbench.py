"""Measure the workbench against its targets: ``python -m benchmarks.workbench ARCHIVE [--rows N]``.

ARCHIVE is a real sample, as ``steelyard load`` made it. It is multiplied to N events (other days, other ids)
in a folder of its own, with a million of coded sentences beside it in another archive; what the pages ask is
then asked over HTTP from a server in a process of its own, one question after the other. Times are of the
wall; the CPU seconds of the server are printed beside them, since a machine that is shared shows more wall
than a quiet one would.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import httpx

from steelyard import cases

#: What an analyst asks of a large archive, one after the other.
CHOICES = (
    "",
    "actor=SRB",
    "recipient=RUS",
    "actor=USA&recipient=RUS",
    "type=CONSULT",
    "rung=delivery&since=2012-01-01&until=2018-06-01",
    "actor=UKR&actor=RUS&type=ASSAULT&type=COERCE",
    "actor=DEU&status=happened&rung=commitment",
    "kind=unknown",
)
FACETS = ("actor", "recipient", "type", "act", "rung", "status", "source", "kind", "place")

WORDS = ("visit", '"free trade"', "tank* Serbia", "minister agreement Moscow", "the")


def main(argv: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--rows", type=int, default=20_000_000)
    parser.add_argument("--sentences", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, help="where the large archives are, or are made")
    parser.add_argument("--only", default="", help="parts, split by commas")
    options = parser.parse_args(argv)
    folder = options.folder or Path(tempfile.mkdtemp(prefix="workbench-"))
    folder.mkdir(parents=True, exist_ok=True)
    only = set(filter(None, options.only.split(",")))
    parts: dict[str, Callable[[], None]] = {
        "explore": lambda: explore(multiplied(options.archive, folder, options.rows)),
        "words": lambda: words(spoken(options.archive, folder, options.sentences)),
        "case": lambda: case(folder),
        "flood": lambda: flood(folder),
        "kills": lambda: kills(folder),
    }
    for name, part in parts.items():
        if not only or name in only:
            part()
    return 0


def multiplied(sample: Path, folder: Path, rows: int) -> Path:
    """Make an archive of so many events from a sample: the same events on other days."""
    target = folder / f"events-{rows}.duckdb"
    if target.exists():
        return target
    part = folder / "part.duckdb"
    shutil.copy(sample, part)
    with duckdb.connect(str(part), config={"memory_limit": "2GB"}) as connection:
        connection.execute("CREATE TEMP TABLE base AS SELECT * FROM lines WHERE head")
        held = connection.execute("SELECT count(*) FROM base").fetchone()
        assert held is not None
        for turn in range(1, -(-rows // held[0])):
            connection.execute(
                "INSERT INTO lines SELECT * REPLACE ((day - to_days(? * 91))::DATE AS day, "
                "'e' || substr(md5(event_id || ?), 1, 15) AS event_id, "
                "'r' || substr(md5(event_id || ?), 1, 15) AS report_id) FROM base ORDER BY day",
                [turn, turn, turn],
            )
    part.replace(target)
    return target


def spoken(sample: Path, folder: Path, count: int) -> Path:
    """Make an archive of so many coded sentences, each another one: words of the vocabulary at random."""
    target = folder / f"sentences-{count}.duckdb"
    if target.exists():
        return target
    chance = random.Random(0)
    chronology = (cases.folder("balkans-2019") / "chronology.csv").read_text(encoding="utf-8")
    lexicon = re.findall(r"[A-Za-z]{2,}", chronology)
    texts = [" ".join(chance.choices(lexicon, k=22)) for _ in range(count)]
    part = folder / "part.duckdb"
    shutil.copy(sample, part)
    with duckdb.connect(str(part), config={"memory_limit": "2GB"}) as connection:
        connection.execute("CREATE TEMP TABLE said (n BIGINT, text VARCHAR)")
        for start in range(0, count, 50_000):
            some = texts[start : start + 50_000]
            connection.execute(
                "INSERT INTO said SELECT unnest(range(?, ?)), unnest(?)",
                [start, start + len(some), some],
            )
        connection.execute(
            "CREATE TEMP TABLE base AS SELECT *, row_number() OVER () - 1 AS numbered FROM lines WHERE head"
        )
        held = connection.execute("SELECT count(*) FROM base").fetchone()
        assert held is not None
        connection.execute("DELETE FROM lines")
        connection.execute(
            "INSERT INTO lines SELECT base.* EXCLUDE (numbered) REPLACE ("
            "'e' || substr(md5(n::VARCHAR), 1, 15) AS event_id, 'r' || substr(md5(n::VARCHAR), 1, 15) AS report_id, "
            "text AS sentence, 'steelyard' AS source) FROM said JOIN base ON base.numbered = n % ?",
            [held[0]],
        )
    part.replace(target)
    return target


class Served:
    """A server in a process of its own, and a browser's session with it."""

    def __init__(self, *what: Path | str, folder: Path) -> None:
        self.begun = time.perf_counter()
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "steelyard",
                "serve",
                "--no-browser",
                "--port",
                "8799",
                *map(str, what),
            ],
            stdout=subprocess.PIPE,
            text=True,
            cwd=folder,
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        address = re.search(r"http://\S+", line)
        assert address, line
        self.home = address[0].split("/?")[0]
        self.session = httpx.Client(
            headers={"Origin": self.home}, timeout=600, follow_redirects=True
        )
        self.session.get(address[0])
        self.first_page = time.perf_counter() - self.begun
        self.first_cpu = self.cpu()

    def get(self, path: str) -> httpx.Response:
        """Ask for a page."""
        return self.session.get(self.home + path)

    def cpu(self) -> float:
        """Seconds of CPU that the server has used."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        """Gigabytes that it has held at most."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        found = re.search(r"VmHWM:\s+(\d+)", status)
        return int(found[1]) / 1e6 if found else 0.0

    def ready(self, path: str) -> float:
        """Wait until the counts of an archive are made; return the seconds."""
        begun = time.perf_counter()
        while "/jobs/" in str(self.get(path).url):
            time.sleep(0.5)
        return time.perf_counter() - begun

    def timed(self, path: str) -> tuple[float, float]:
        """Ask for a page and return milliseconds of the wall and of the server's CPU."""
        cpu, wall = self.cpu(), time.perf_counter()
        answer = self.get(path)
        assert answer.status_code == 200, (path, answer.status_code, answer.text[:300])
        assert "took longer" not in answer.text.lower() or "wait=1" in path, path
        return 1000 * (time.perf_counter() - wall), 1000 * (self.cpu() - cpu)


@contextmanager
def served(*what: Path | str, folder: Path) -> Iterator[Served]:
    """A server until the end of the block."""
    made = Served(*what, folder=folder)
    try:
        yield made
    finally:
        made.process.send_signal(signal.SIGINT)
        made.process.wait(20)


def told(title: str, times: list[tuple[float, float]]) -> None:
    """Print the median and the worst of some times."""
    wall, cpu = zip(*times, strict=True)
    print(
        f"{title:<34} {len(times):>4} asked   wall median {statistics.median(wall):6.0f} ms, worst {max(wall):6.0f}   "
        f"CPU median {statistics.median(cpu):6.0f} ms, worst {max(cpu):6.0f}",
        flush=True,
    )


def explore(archive: Path) -> None:
    """Views, facets and pages of a large archive."""
    name = archive.stem
    home = f"/archives/{name}"
    with served(archive, folder=archive.parent) as desk:
        print(
            f"first page after the command: {desk.first_page:.1f} s of the wall, {desk.first_cpu:.1f} s of CPU"
        )
        print(f"counts made once: {desk.ready(f'{home}/explore'):.0f} s")
        wait = "&wait=1"
        kinds: dict[str, list[tuple[float, float]]] = {
            "rows": [],
            "further rows": [],
            "facets": [],
            "timeline": [],
        }
        for choice in CHOICES:
            kinds["rows"].append(desk.timed(f"{home}/explore?{choice}{wait}"))
            after = desk.get(f"{home}/explore?{choice}&format=json&size=50{wait}").json()["after"]
            if after:
                kinds["further rows"].append(
                    desk.timed(f"{home}/explore?{choice}&after={after}{wait}")
                )
            kinds["timeline"].append(desk.timed(f"{home}/timeline?{choice}{wait}"))
            kinds["facets"] += [
                desk.timed(f"{home}/facets/{facet}?{choice}{wait}") for facet in FACETS
            ]
        for kind, times in kinds.items():
            told(kind, times)
        told("all", [one for times in kinds.values() for one in times])
        told("pair", [desk.timed(f"{home}/pair?actor=USA&recipient=RUS")])
        told("map", [desk.timed(f"{home}/map?actor=RUS")])
        print(f"memory of the server at most: {desk.memory():.2f} GB")


def words(archive: Path) -> None:
    """Full text in a million coded sentences."""
    home = f"/archives/{archive.stem}"
    with served(archive, folder=archive.parent) as desk:
        print(f"counts and words made once: {desk.ready(f'{home}/explore'):.0f} s")
        found = [desk.timed(f"{home}/explore?text={text}&wait=1") for text in WORDS]
        told("words in sentences", found)
        print(f"memory of the server at most: {desk.memory():.2f} GB")


def case(folder: Path) -> None:
    """What-if on balkans-2019, and a grid of 5,000 rows."""
    shutil.rmtree(folder / "grid", ignore_errors=True)
    shutil.copytree(cases.folder("balkans-2019"), folder / "grid")
    table = folder / "grid" / "chronology.csv"
    head, *rows = table.read_text(encoding="utf-8").splitlines(keepends=True)
    rows = [row.replace(row.split(",")[0], f"X{n}", 1) for n, row in enumerate((rows * 16)[:5_000])]
    plan = head.split(",").index("plan_of")
    rows = [row for row in rows if row.count('"') or not row.split(",")[plan]]
    table.write_text(head + "".join(rows), encoding="utf-8")
    with served("balkans-2019", folder / "grid", folder=folder) as desk:
        address = f"{desk.home}/cases/balkans-2019/what-if"
        opened = time.perf_counter()
        ids = [
            row["event_id"]
            for row in desk.get("/cases/balkans-2019/what-if?format=json").json()["rows"]
        ]
        print(f"what-if opened: {time.perf_counter() - opened:.1f} s")
        times = []
        for name in ids[::40]:
            cpu, wall = _children(desk), time.perf_counter()
            assert desk.session.post(address, json={"without": [name]}).status_code == 200
            times.append((1000 * (time.perf_counter() - wall), 1000 * (_children(desk) - cpu)))
        told("what-if by one row", times)
        grid = f"{desk.home}/cases/grid/rows"
        print(f"rows of the grid: {len(desk.get('/cases/grid/rows?format=json').json()['rows'])}")
        text = "\n".join(f"Y{n}\t2019-11-{1 + n % 28}\t\t\tSRB\tRUS\tCONSULT" for n in range(500))
        cpu, wall = desk.cpu(), time.perf_counter()
        assert desk.session.post(grid, json={"paste": text, "column": "id"}).status_code == 200
        problems = desk.get("/cases/grid/rows/problems?format=json").json()
        spent = (1000 * (time.perf_counter() - wall), 1000 * (desk.cpu() - cpu))
        told(f"paste 500, validate ({len(problems)} problems)", [spent])


def _children(desk: Served) -> float:
    """Seconds of CPU of the server and of the processes that it has started."""
    total = desk.cpu()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == desk.process.pid:
            total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return total


#: Requests that are sent at once.
FLOOD = 10_000


def flood(folder: Path) -> None:
    """Ten thousand requests at once, three of four without the cookie, each on a connection of its own."""
    allowed = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(allowed, 2 * FLOOD), allowed))
    with served("balkans-2019", folder=folder) as desk:
        begun, cpu = time.perf_counter(), desk.cpu()
        cookie = "; ".join(f"{name}={value}" for name, value in desk.session.cookies.items())
        counts = asyncio.run(_asked(desk.home, cookie))
        seconds = time.perf_counter() - begun
        after = desk.get("/").status_code
        print(
            f"{FLOOD:,} at once: {json.dumps(counts)} by status in {seconds:.0f} s of the wall, "
            f"{desk.cpu() - cpu:.1f} s of CPU; afterwards the page answers {after}; "
            f"memory at most {desk.memory():.2f} GB"
        )


async def _asked(home: str, cookie: str) -> dict[str, int]:
    """Ask for the first page so many times, and count the answers by status."""
    host = home.removeprefix("http://")
    port = int(host.rpartition(":")[2])
    counts: Counter[str] = Counter()

    async def one(number: int) -> None:
        lines = [f"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n"]
        if number % 4 == 0:
            lines.append(f"Cookie: {cookie}\r\n")
        try:
            async with asyncio.timeout(120):
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.write(("".join(lines) + "\r\n").encode())
                first = await reader.readline()
                writer.close()
            counts[first.split()[1].decode() if first else "closed"] += 1
        except (OSError, TimeoutError) as error:
            counts[type(error).__name__] += 1

    await asyncio.gather(*(one(number) for number in range(FLOOD)))
    return dict(sorted(counts.items()))


def kills(folder: Path) -> None:
    """Twenty kills of the server while rows are edited."""
    place = folder / "killed"
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(cases.folder("balkans-2019"), place)
    chance, lost, confirmed = random.Random(0), 0, 0
    for kill in range(20):
        desk = Served(place, folder=folder)
        rows = desk.get("/cases/killed/rows?format=json").json()
        key, last, end = rows["rows"][kill][0], None, time.monotonic() + chance.uniform(0.1, 0.6)
        number = 0
        while time.monotonic() < end:
            change = {"edits": [{"key": key, "column": "text", "after": f"{kill}.{number}"}]}
            if desk.session.post(f"{desk.home}/cases/killed/rows", json=change).status_code == 200:
                last, confirmed = number, confirmed + 1
            number += 1
        desk.process.send_signal(signal.SIGKILL)
        desk.process.wait()
        desk = Served(place, folder=folder)
        rows = desk.get("/cases/killed/rows?format=json").json()
        text = rows["rows"][kill][1:][rows["columns"].index("text")]
        lost += len(rows["rows"]) != 317 or (last is not None and text != f"{kill}.{last}")
        desk.process.send_signal(signal.SIGKILL)
        desk.process.wait()
    print(f"20 kills: {confirmed} changes confirmed, {lost} times something was lost")


if __name__ == "__main__":
    sys.exit(main())
