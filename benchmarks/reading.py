"""What `steelyard read` costs: seconds to the first event, one worker against two, memory as input grows.

    python benchmarks/reading.py [--articles N] [--runs N] [--pages N]

The articles are made of our own labelled sentences (evaluation/data/sentences.jsonl), drawn at
random, twenty an article; the crawl (WARC) wraps such articles in HTML. One worker and two take
turns, each run a process of its own, and the middle one counts; memory is the sum over all
processes of the reading, sampled ten times a second. The seconds of the busiest process are what a
reading cannot do without however many cores are free: on a busy machine they say more than the clock.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

ROOT = Path(__file__).parents[1]
SENTENCES = ROOT / "evaluation" / "data" / "sentences.jsonl"
MEGABYTE = 1_000_000


def texts(count: int, seed: int = 0) -> Iterator[str]:
    """Yield texts of twenty sentences each, drawn from our own."""
    lines = SENTENCES.read_text(encoding="utf-8").splitlines()
    sentences = [json.loads(line)["text"] for line in lines]
    draw = random.Random(seed)
    for _ in range(count):
        yield "\n\n".join(" ".join(draw.choices(sentences, k=5)) for _ in range(4))


def write_lines(path: Path, count: int) -> None:
    """Write articles as JSON Lines."""
    with path.open("w", encoding="utf-8") as out:
        for number, text in enumerate(texts(count)):
            record = {"id": f"n{number}", "date": "2019-12-05", "text": text}
            out.write(json.dumps(record) + "\n")


def write_crawl(path: Path, count: int) -> None:
    """Write articles as the pages of a crawl."""
    with path.open("wb") as out:
        for number, text in enumerate(texts(count, seed=1)):
            _write_page(out, f"https://daily.example/{number}", text)


def _write_page(out: BinaryIO, url: str, text: str) -> None:
    paragraphs = "".join(f"<p>{part}</p>" for part in text.split("\n\n"))
    body = (
        f"<html><head><title>Page {url}</title>"
        '<meta property="article:published_time" content="2019-12-05"></head>'
        f"<body><nav>Home News</nav><article><h1>Page</h1>{paragraphs}</article></body></html>"
    ).encode()
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        f"WARC-Target-URI: {url}\r\nWARC-Date: 2019-12-05T00:00:00Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    out.write(head.encode() + http + b"\r\n\r\n")


def read(path: Path, out: Path, workers: int) -> tuple[float, float, float, float]:
    """Return the seconds, those of processor in all and of the busiest process, and the peak megabytes."""
    for old in (out, out.with_name(out.name + ".finished")):
        old.unlink(missing_ok=True)
    before = os.times()
    start = time.perf_counter()
    words = [sys.executable, "-m", "steelyard", "read", str(path), "--to", str(out)]
    peak, busiest = 0.0, 0.0
    with subprocess.Popen(
        [*words, "--workers", str(workers)], stderr=subprocess.DEVNULL
    ) as process:
        while process.poll() is None:
            family = list(_family(process.pid))
            peak = max(peak, sum(map(_resident, family)))
            busiest = max(busiest, *map(_busy, family))
            time.sleep(0.1)
    seconds = time.perf_counter() - start
    if process.returncode:
        msg = "the reading failed"
        raise SystemExit(msg)
    after = os.times()
    used = sum(after[2:4]) - sum(before[2:4])
    return seconds, used, busiest, peak


def _family(pid: int) -> Iterator[int]:
    """A process and all below it."""
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
        for task in Path(f"/proc/{pid}/task").iterdir():
            if task.name != str(pid):
                children += (task / "children").read_text(encoding="ascii").split()
    except OSError:
        return
    for child in children:
        yield from _family(int(child))


def _resident(pid: int) -> float:
    """Megabytes of a process that are in memory."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / MEGABYTE


def _busy(pid: int) -> float:
    """Seconds of processor that a process has had."""
    try:
        words = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def speed(folder: Path, articles: int, runs: int) -> None:
    """Compare one worker with two on the same articles."""
    path, out = folder / "news.jsonl", folder / "out.jsonl"
    write_lines(path, 1)
    first = min(read(path, out, 1)[0] for _ in range(max(2, runs)))
    print(f"one article, from start to end      {first:6.2f} s")
    write_lines(path, articles)
    taken: dict[int, list[tuple[float, float, float, float]]] = {1: [], 2: []}
    events: dict[int, bytes] = {}
    for _ in range(runs):
        for workers, found in taken.items():
            found.append(read(path, out, workers))
            events[workers] = out.read_bytes()
    for workers, found in taken.items():
        wall, used, busiest = (statistics.median(run[at] for run in found) for at in range(3))
        peak = max(run[3] for run in found)
        print(
            f"{workers} worker(s), {articles:,} articles          {wall:6.1f} s, "
            f"{used:6.1f} s of processor, {busiest:6.1f} s in the busiest process, "
            f"{articles / wall:5.1f} articles/s, {peak:5.0f} MB"
        )
    ratios = [one[0] / two[0] for one, two in zip(taken[1], taken[2], strict=True)]
    print(f"two workers against one             {statistics.median(ratios):6.2f} x  (target 1.7)")
    print(f"the same bytes                      {events[1] == events[2]}")


def memory(folder: Path, pages: int) -> None:
    """Watch memory as a crawl grows."""
    path, out = folder / "crawl.warc", folder / "out.parquet"
    for times in (1, 2, 4):
        write_crawl(path, pages * times)
        seconds, _, _, peak = read(path, out, 2)
        print(
            f"crawl of {pages * times:6,} pages, {path.stat().st_size / MEGABYTE:5.0f} MB     "
            f"{seconds:6.1f} s, {pages * times / seconds:5.1f} pages/s, peak {peak:5.0f} MB  (target 1200)"
        )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--pages", type=int, default=500)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        if asked.runs:
            speed(Path(name), asked.articles, asked.runs)
        if asked.pages:
            memory(Path(name), asked.pages)


if __name__ == "__main__":
    main()
