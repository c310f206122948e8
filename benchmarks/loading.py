"""What loading costs beside what one would write oneself, in one run: ``python benchmarks/loading.py``.

    python benchmarks/loading.py [--millions 1] [--runs 3] [--series 20] [--folder DIR]

The file is of GDELT 2.0 rows made by resampling the 2,414 real rows of
``../shared/data/gdelt`` (chosen at random with new ids, the days spread over 300), so lengths,
codes and gaps are real and the news is not; one original row comes back some hundred times, so
that there is far more to merge than in a real file. Every step is a process of its own with two
threads; steps take turns, and the middle of ``--runs`` counts.

    bare      DuckDB's read_csv of the file, typed by itself, into Parquet: nothing mapped or merged
    load      steelyard load: typed, mapped, each event once, into a new archive
    pandas    chunks of 200,000 rows, vectorised, the same mapping, dates, crosswalk, runs of days
    loop      the same by iterrows over the first 3,000 rows, prolonged to all; it merges less well

``--series N`` then multiplies the archive to N million events (days shifted, ids renumbered) and
asks it for one series of a dyad.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

HERE = Path(__file__).parent
SAMPLE = HERE.parent.parent / "shared" / "data" / "gdelt" / "20180101000000.export.CSV.gz"
MILLION = 1_000_000
LOOP_ROWS = 3_000
CHUNK = 200_000

#: Columns of GDELT 2.0 that the mapping reads, by their places.
ID, DAY, NAME_1, COUNTRY_1, GROUP_1, KIND_1 = 0, 1, 6, 7, 8, 12
CODE_2, NAME_2, COUNTRY_2, GROUP_2, KIND_2 = 15, 16, 17, 18, 22
CODE_1, EVENT, QUAD, SCORE, ARTICLES, PLACE, COUNTRY, URL = 5, 26, 29, 30, 33, 52, 53, 60
_SIDES = (CODE_1, NAME_1, COUNTRY_1, GROUP_1, KIND_1, CODE_2, NAME_2, COUNTRY_2, GROUP_2, KIND_2)
USED = sorted((ID, DAY, *_SIDES, EVENT, QUAD, SCORE, ARTICLES, PLACE, COUNTRY, URL))
LOCAL = ("ASSAULT", "COERCE", "PROTEST")
JOINT = ("CONSULT", "AGREE", "COOPERATE")


def make_file(path: Path, rows: int) -> None:
    """Write a file of resampled rows."""
    with gzip.open(SAMPLE, "rt", encoding="utf-8") as lines:
        real = [line.rstrip("\n").split("\t") for line in lines]
    chance = random.Random(0)
    with path.open("w", encoding="utf-8") as out:
        for number in range(rows):
            cells = list(chance.choice(real))
            day = f"{date(2018, 1, 1) + timedelta(days=number * 300 // rows):%Y%m%d}"
            cells[ID], cells[DAY] = str(800_000_000 + number), day
            cells[2:4] = day[:6], day[:4]
            out.write("\t".join(cells) + "\n")


def bare(file: Path, folder: Path) -> None:
    """Read and write, nothing more."""
    import duckdb

    connection = duckdb.connect()
    connection.execute("SET threads = 2; SET memory_limit = '1GB'")
    target = folder / "bare.parquet"
    connection.execute(
        f"COPY (FROM read_csv('{file}', delim = '\t', header = false, quote = '')) TO '{target}'"
    )


def load(file: Path, folder: Path) -> None:
    """Load into a new archive."""
    from steelyard.pipeline import load as load_files

    target = folder / "load.duckdb"
    target.unlink(missing_ok=True)
    load_files("gdelt", [file], target)


def _tables() -> dict[str, Any]:
    """The crosswalks as dictionaries."""
    from steelyard import vocabulary
    from steelyard.sources.actors import cameo_countries
    from steelyard.vocabulary.tables import rows

    return {
        "country": {code: row["actor"] for code, row in cameo_countries().items()},
        "group": {row.code: row.actor for row in vocabulary.data_codes("cameo", "group")},
        "role": {row.code: row.role for row in vocabulary.data_codes("cameo", "type")},
        "place": {row.code: row.actor for row in vocabulary.data_codes("fips")},
        "cameo": {row["cameo"]: row for row in rows("cameo")},
    }


def pandas(file: Path, folder: Path) -> None:
    """Do the same with pandas, a chunk at a time and no row alone."""
    import pandas as pd

    tables = _tables()
    chunks = pd.read_csv(
        file, sep="\t", header=None, usecols=USED, dtype=str, quoting=3, chunksize=CHUNK
    )
    whole = pd.concat([_mapped(chunk, tables) for chunk in chunks], ignore_index=True)
    _merged(whole).to_parquet(folder / "pandas.parquet")


def _mapped(rows: Any, tables: dict[str, Any]) -> Any:
    import pandas as pd

    cameo = {
        name: {code: row[name] for code, row in tables["cameo"].items()}
        for name in ("type", "mode", "act")
    }
    kind = rows[EVENT].map(cameo["type"]).replace("", None)
    actor = rows[GROUP_1].map(tables["group"]).fillna(rows[COUNTRY_1].map(tables["country"]))
    recipient = rows[GROUP_2].map(tables["group"]).fillna(rows[COUNTRY_2].map(tables["country"]))
    hosts = rows[EVENT] == "043"
    found = pd.DataFrame(
        {
            "source_id": rows[ID],
            "day": pd.to_datetime(rows[DAY], format="%Y%m%d", errors="coerce"),
            "actor": recipient.where(hosts, actor),
            "recipient": actor.where(hosts, recipient),
            "actor_role": rows[KIND_1].map(tables["role"]),
            "recipient_role": rows[KIND_2].map(tables["role"]),
            "actor_name": rows[NAME_1].fillna(rows[CODE_1]),
            "recipient_name": rows[NAME_2].fillna(rows[CODE_2]),
            "type": kind,
            "mode": rows[EVENT].map(cameo["mode"]),
            "act": rows[EVENT].map(cameo["act"]),
            "quad": pd.to_numeric(rows[QUAD], errors="coerce"),
            "intensity": pd.to_numeric(rows[SCORE], errors="coerce"),
            "reports": pd.to_numeric(rows[ARTICLES], errors="coerce").fillna(1),
            "place": rows[COUNTRY].map(tables["place"]),
            "locality": rows[PLACE],
            "publisher": rows[URL].str.extract(r"^https?://(?:www\.)?([^/:?#]+)", expand=False),
            "url": rows[URL],
            "code": rows[EVENT],
        }
    )
    return found[found["type"].notna() & found["day"].notna()]


def _merged(rows: Any) -> Any:
    """Join reports of a day and the next, runs of days cut into pairs."""
    first = rows["actor"].fillna(rows["actor_name"]).fillna(rows["source_id"])
    second = rows["recipient"].fillna(rows["recipient_name"]).fillna("")
    joint = rows["type"].isin(JOINT) & (rows["mode"] != "visit")
    turned = joint & (first > second)
    low, high = second.where(turned, first), first.where(turned, second)
    local = rows["type"].isin(LOCAL)
    place = (rows["day"].astype(str) + rows["locality"].fillna("")).where(local, "")
    link = low + "|" + high + "|" + rows["type"] + "|" + rows["mode"] + "|" + place
    rows = rows.assign(link=link, turned=turned)
    days = rows[["link", "day"]].drop_duplicates().sort_values(["link", "day"])
    number = days["day"].astype("datetime64[s]").astype("int64") // 86_400
    new = (days["link"] != days["link"].shift()) | (number.diff() != 1)
    run = new.cumsum()
    since = number - number.groupby(run).transform("min")
    days = days.assign(event=run.astype("int64") * 100_000 + since // 2)
    rows = rows.merge(days, on=["link", "day"]).sort_values(["event", "day", "source_id"])
    grouped = rows.groupby("event", sort=False)
    events = grouped.first()
    events["reports"] = grouped["reports"].sum()
    events["mutual"] = grouped["turned"].max() != grouped["turned"].min()
    named = rows[["event", "publisher"]].drop_duplicates().sort_values(["event", "publisher"])
    events["publishers"] = named.groupby("event")["publisher"].agg(list)
    return events


def loop(file: Path, folder: Path) -> None:
    """Do the same a row at a time."""
    import pandas as pd

    tables = _tables()
    rows = pd.read_csv(
        file, sep="\t", header=None, usecols=USED, dtype=str, quoting=3, nrows=LOOP_ROWS
    ).fillna("")
    events: dict[Any, dict[str, Any]] = {}
    last: dict[Any, tuple[date, Any]] = {}
    for _, row in rows.iterrows():
        found = _read_row(row, tables)
        if found is None:
            continue
        key = (found["actor"], found["recipient"], found["type"], found["mode"])
        head = last.get(key)
        if head and (found["day"] - head[0]).days in (0, 1):
            events[head[1]]["reports"] += found["reports"]
            events[head[1]]["publishers"].add(found["publisher"])
            continue
        last[key] = (found["day"], found["source_id"])
        events[found["source_id"]] = {**found, "publishers": {found["publisher"]}}
    kept = [{**event, "publishers": sorted(event["publishers"])} for event in events.values()]
    pd.DataFrame(kept).to_parquet(folder / "loop.parquet")


def _read_row(row: Any, tables: dict[str, Any]) -> dict[str, Any] | None:
    coding = tables["cameo"].get(row[EVENT])
    if not coding or not coding["type"]:
        return None
    country, group, role = tables["country"], tables["group"], tables["role"]
    return {
        "source_id": row[ID],
        "day": datetime.strptime(row[DAY], "%Y%m%d").replace(tzinfo=UTC).date(),
        "actor": group.get(row[GROUP_1]) or country.get(row[COUNTRY_1]) or "UNK",
        "recipient": group.get(row[GROUP_2]) or country.get(row[COUNTRY_2]) or "UNK",
        "actor_role": role.get(row[KIND_1]),
        "recipient_role": role.get(row[KIND_2]),
        "actor_name": row[NAME_1] or row[CODE_1],
        "recipient_name": row[NAME_2] or row[CODE_2],
        "type": coding["type"],
        "mode": coding["mode"],
        "act": coding["act"],
        "quad": int(row[QUAD]),
        "intensity": float(row[SCORE] or 0),
        "reports": int(row[ARTICLES] or 1),
        "place": tables["place"].get(row[COUNTRY]),
        "locality": row[PLACE],
        "publisher": (urlsplit(row[URL]).hostname or "").removeprefix("www."),
        "url": row[URL],
        "code": row[EVENT],
    }


STEPS: dict[str, Callable[[Path, Path], None]] = {
    "bare": bare,
    "load": load,
    "pandas": pandas,
    "loop": loop,
}


def series(archive: Path, millions: int) -> dict[str, float]:
    """Multiply an archive and ask it for one dyad, from a cold start and again."""
    import duckdb

    import steelyard as sy

    connection = duckdb.connect(str(archive))
    connection.execute("SET memory_limit = '1GB'; SET preserve_insertion_order = false")
    held = connection.execute("SELECT count(*) FROM lines WHERE head").fetchone()
    times = max(0, millions * MILLION // (held or (1,))[0] - 1)
    connection.execute(
        "INSERT INTO lines SELECT lines.* REPLACE ('e' || md5(event_id || n)[:15] AS event_id, "
        f"day + (300 * (n % 30))::INTEGER AS day) FROM lines, range(1, {times + 1}) AS r(n) WHERE head"
    )
    connection.close()
    store = sy.open_archive(archive)
    asked = store.events.filter(
        store.events.actor.contains("USA") & store.events.recipient.contains("MEX")
    )
    asked = asked.group_by(["day", "quad"]).agg(n=asked.count(), reports=asked.reports.sum())
    took = []
    for _ in range(3):
        start = time.perf_counter()
        asked.to_pyarrow()
        took.append(time.perf_counter() - start)
    number = int(store.events.count().to_pyarrow().as_py())
    return {"millions": number / MILLION, "first": took[0], "again": min(took[1:])}


def step(name: str, file: Path, folder: Path) -> dict[str, float]:
    """Run one step in a process of its own: seconds without its imports, and its peak in MB."""
    call = [sys.executable, __file__, "--step", name, "--file", str(file), "--folder", str(folder)]
    told = subprocess.run(call, capture_output=True, text=True, check=True).stdout
    found: dict[str, float] = json.loads(told.splitlines()[-1])
    return found


def _run_step(name: str, file: Path, folder: Path) -> None:
    import duckdb  # noqa: F401 - imports are not what is measured
    import pandas as pd  # noqa: F401

    import steelyard.archive
    import steelyard.sources.gdelt  # noqa: F401

    start, cpu = time.perf_counter(), time.process_time()
    STEPS[name](file, folder)
    seconds, worked = time.perf_counter() - start, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "cpu": worked, "peak": peak}))


def main() -> None:
    """Run the steps in turns and print the middle of each beside the bare one."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--millions", type=float, default=1)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--series", type=int, default=0)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--step")
    parser.add_argument("--file", type=Path)
    asked = parser.parse_args()
    if asked.step:
        _run_step(asked.step, asked.file, asked.folder)
        return
    if not SAMPLE.exists():
        sys.exit(f"{SAMPLE} is absent; the file is made by resampling it.")
    with tempfile.TemporaryDirectory(dir=asked.folder) as held:
        _measure(Path(held), int(asked.millions * MILLION), asked.runs, asked.series)


def _measure(folder: Path, rows: int, runs: int, millions: int) -> None:
    file = folder / "20180101.resampled.csv"
    make_file(file, rows)
    taken: dict[str, list[dict[str, float]]] = {name: [] for name in STEPS}
    for _ in range(runs):
        for name, done in taken.items():
            done.append(step(name, file, folder))
    middle = {
        name: {key: statistics.median(run[key] for run in found) for key in found[0]}
        for name, found in taken.items()
    }
    for key in ("seconds", "cpu"):
        middle["loop"][key] *= rows / LOOP_ROWS
    print(f"{rows:,} rows, {file.stat().st_size >> 20} MB, middle of {runs}")
    for name, found in middle.items():
        ratio, work = (found[key] / middle["bare"][key] for key in ("seconds", "cpu"))
        print(
            f"{name:7} {found['seconds']:9.1f} s  x{ratio:6.2f} of bare   "
            f"cpu {found['cpu']:9.1f} s  x{work:6.2f}   peak {found['peak']:6.0f} MB"
        )
    if millions:
        asked = series(folder / "load.duckdb", millions)
        print(
            f"series of a dyad over {asked['millions']:.1f} million events: "
            f"{asked['first']:.2f} s at first, {asked['again']:.2f} s again"
        )


if __name__ == "__main__":
    main()
