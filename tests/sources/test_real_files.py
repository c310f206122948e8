"""The field's own files: every row accounted for, and the built-in cases that rest on them.

Totals are held against one-line DuckDB queries over the raw files, which know nothing of our
mappings. The files are no part of the project: without ``../shared/data`` these tests skip.
One test an archive, since loading is most of the work.
"""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from tests.brief.conftest import pages_of, screens
from tests.conftest import SHARED

import steelyard as sy
from steelyard.brief import to_markdown
from steelyard.brief.printing import BROWSERS, to_pdf
from steelyard.records import Brief, Finding, Window

DATA = SHARED / "data"
KEDS = DATA / "keds" / "balkans.weis.csv.gz"
MERGED = DATA / "icews" / "merged_2018-01_2019-03.csv.gz"
DAILY = DATA / "icews" / "daily"
SAMPLE = DATA / "icews" / "events.2018.sample.tab.gz"
GDELT = DATA / "gdelt"
PHOENIX = DATA / "phoenix" / "samplePhox.csv.gz"

CROSSWALKS = Path(__file__).parents[2] / "src" / "steelyard" / "vocabulary" / "data"

pytestmark = pytest.mark.skipif(not DATA.exists(), reason="../shared/data is not here")


def one(query: str) -> Any:
    """The answer of a one-line query over raw files."""
    found = duckdb.sql(query).fetchone()
    assert found is not None
    return found[0] if len(found) == 1 else found


def raw(path: Path, *, tabs: bool = False, header: bool = True) -> str:
    """A raw file as a table of DuckDB, all text."""
    shape = "delim='\t', quote='', strict_mode=false" if tabs else "delim=',', quote='\"'"
    return f"read_csv('{path}', all_varchar=true, header={str(header).lower()}, {shape})"


def load(source: str, paths: list[Path], to: Path) -> dict[str, tuple[int, int, int, int]]:
    """Load files and return (read, kept, merged, rejected) of each by the name of the file."""
    sy.load(source, [str(path) for path in paths], to)
    rows = sy.open_archive(to).manifest.to_pyarrow().to_pylist()
    found = {
        row["file"]: (row["read"], row["kept"], row["merged"], row["rejected"])
        for row in rows
        if row["source"] == source
    }
    assert all(read == sum(rest) for read, *rest in found.values())
    return found


def pair(archive: Any, one_side: tuple[str, ...], other: tuple[str, ...]) -> Any:
    """The reports between two sets of actors, both ways."""
    reports = archive.reports

    def has(codes: tuple[str, ...]) -> Any:
        actors = reports.actor.concat(reports.recipient)
        tests = [actors.contains(code) for code in codes]
        return tests[0] if len(tests) == 1 else tests[0] | tests[1]

    return reports.filter(has(one_side) & has(other))


def finding(brief: Brief, diagnostic: str) -> Finding:
    return next(found for found in brief.findings if found.diagnostic == diagnostic)


def outcomes(brief: Brief) -> dict[str, str]:
    return {claim.id: claim.outcome for claim in brief.claims}


def is_short(brief: Brief) -> None:
    """What is handed on of it: two pages of paper, three screens of text."""
    assert screens(to_markdown(brief).partition("\n# Appendix\n")[0]) <= 3
    if any(map(shutil.which, BROWSERS)):
        assert pages_of(to_pdf(brief)) == 2


def test_keds_and_the_turn_of_2000(tmp_path: Path) -> None:
    to = tmp_path / "keds.duckdb"
    read, _, _, rejected = load("keds", [KEDS], to)["balkans.weis.csv"]
    assert read == one(f"SELECT count(*) FROM {raw(KEDS)}") == 72_953
    crosswalk = raw(CROSSWALKS / "weis.csv")
    typed = f"code IN (SELECT weis FROM {crosswalk} WHERE type IS NOT NULL)"
    typeless = f"SELECT count(*) FROM {raw(KEDS)} WHERE NOT {typed}"
    assert rejected == one(typeless)

    archive = sy.open_archive(to)
    # Serbia with Russia in 1999, by prefixes of the raw codes: what left Yugoslavia is not Serbia.
    serbia = "regexp_matches({0}, '^(SER|FRY|YUG)') AND {0} NOT IN ('YUGCRO', 'YUGMTN', 'YUGMAC')"
    russia = "({0} LIKE 'RUS%' OR {0} = 'CHE')"
    both = " OR ".join(
        f"({serbia.format(a)} AND {russia.format(b)})"
        for a, b in (("source", "target"), ("target", "source"))
    )
    query = f"SELECT count(*) FROM {raw(KEDS)} WHERE {typed} AND date[1:4] = '1999' AND ({both})"
    ours = pair(archive, ("YUG",), ("RUS",))
    ours = ours.filter((ours.day >= date(1999, 1, 1)) & (ours.day < date(2000, 1, 1)))
    assert ours.count().to_pyarrow().as_py() == one(query) > 100

    brief = sy.weigh(sy.load_case("serbia-2000"), archive=archive, seed=0)
    tone = finding(brief, "tone")
    assert tone.grade == "supports"
    measures = {measure.name: measure.value for measure in tone.measures}
    west = measures["friendly share with the West, change"]
    russia_change = measures["friendly share with Russia, change"]
    assert west is not None
    assert 0.2 < west < 0.4
    assert russia_change is not None
    assert russia_change >= 0
    assert set(outcomes(brief).values()) == {"borne_out"}
    assert [card.name for card in brief.sources] == ["keds"]
    is_short(brief)


def test_icews_merged_and_the_visit_of_2019(tmp_path: Path) -> None:
    to = tmp_path / "icews.duckdb"
    read, _, _, rejected = load("icews", [MERGED], to)[MERGED.name.removesuffix(".gz")]
    assert read == one(f"SELECT count(*) FROM {raw(MERGED)}") == 674_803
    statements = f"SELECT count(*) FROM {raw(MERGED)} WHERE cameo IS NULL OR cameo LIKE '01%'"
    assert rejected == one(statements)

    archive = sy.open_archive(to)
    between = (
        "(source_country = 'Serbia' AND target_country = 'Russian Federation' "
        "OR source_country = 'Russian Federation' AND target_country = 'Serbia')"
    )
    query = (
        f"SELECT count(*), sum(n::INT) FROM {raw(MERGED)} "
        f"WHERE date[1:7] = '2019-01' AND {between} AND cameo NOT LIKE '01%'"
    )
    ours = pair(archive, ("SRB",), ("RUS",))
    ours = ours.filter((ours.day >= date(2019, 1, 1)) & (ours.day < date(2019, 2, 1)))
    assert (ours.count().to_pyarrow().as_py(), ours.reports.sum().to_pyarrow().as_py()) == one(
        query
    )
    events = archive.events.filter(
        archive.events.actor.contains("RUS")
        & (archive.events.recipient.contains("SRB"))
        & (archive.events.day == date(2019, 1, 17))
        & (archive.events["mode"] == "visit")
    )
    # One visit, told by dozens of rows from either side.
    assert events.count().to_pyarrow().as_py() == 1
    assert events.reports.sum().to_pyarrow().as_py() > 60
    assert [card.name for card in archive.sources] == ["icews"]
    # The whole of 2018-10-06 is there; 2019-03-09 has late rows only.
    gaps = archive.gaps("icews", Window(date(2018, 10, 1), date(2019, 3, 20)))
    assert gaps == (Window(date(2019, 3, 9), date(2019, 3, 10)),)

    brief = sy.weigh(sy.load_case("serbia-russia-2019"), archive=archive, seed=0)
    assert finding(brief, "amplification").grade == "supports"
    assert finding(brief, "tempo").grade != "supports"
    assert finding(brief, "tone").grade != "supports"
    assert outcomes(brief)["loud"] == "borne_out"
    what = brief.verdict.family("SRB", "what").probabilities
    assert what["realignment"] < 0.5
    is_short(brief)


def test_icews_as_published_a_missing_file_is_a_gap_though_rows_bear_its_day(
    tmp_path: Path,
) -> None:
    to = tmp_path / "daily.duckdb"
    files = [*(DAILY / f"2018100{day}-icews-events.tab.gz" for day in (4, 5, 7, 8)), SAMPLE]
    found = load("icews", files, to)
    assert len(found) == len(files) == 5
    for path in files:
        read, _, _, rejected = found[path.name.removesuffix(".gz")]
        table = raw(path, tabs=True)
        assert read == one(f"SELECT count(*) FROM {table}")
        assert rejected == one(f"""SELECT count(*) FROM {table} WHERE "CAMEO Code" LIKE '01%'""")

    archive = sy.open_archive(to)
    day = date(2018, 10, 6)
    assert archive.events.filter(archive.events.day == day).count().to_pyarrow().as_py() > 0
    october = Window(date(2018, 10, 4), date(2018, 10, 9))
    assert archive.gaps("icews", october) == (Window(day, date(2018, 10, 7)),)
    tables = " UNION ALL ".join(f"SELECT * FROM {raw(path, tabs=True)}" for path in files)
    query = f"""SELECT count(*) FROM ({tables}) WHERE "CAMEO Code" NOT LIKE '01%'
        AND ("Source Name" = 'European Union' OR "Target Name" = 'European Union')"""
    names = archive.reports.actor_name.concat(archive.reports.recipient_name)
    union = archive.reports.filter(names.contains("European Union"))
    assert union.count().to_pyarrow().as_py() == one(query) > 100
    assert (
        union.filter(~union.actor.concat(union.recipient).contains("EU"))
        .count()
        .to_pyarrow()
        .as_py()
        == 0
    )


def test_gdelt_and_phoenix(tmp_path: Path) -> None:
    to = tmp_path / "both.duckdb"
    names = ("20180101000000.export.CSV.gz", "events.csv.gz", "events1.csv.gz", "mentions.csv.gz")
    found = load("gdelt", [GDELT / name for name in names], to)
    for name in names[:2]:
        table = raw(GDELT / name, tabs=True, header=False)
        read, _, _, rejected = found[name.removesuffix(".gz")]
        assert read == one(f"SELECT count(*) FROM {table}")
        assert rejected == one(f"SELECT count(*) FROM {table} WHERE column26 LIKE '01%'")
    # Rows of 57 and of 58 columns in one file; mentions whose event is not there are no reports.
    assert found["events1.csv"][0] == 100
    events = raw(GDELT / "events.csv.gz", tabs=True, header=False)
    told = f"SELECT column00 FROM {events} WHERE column26 NOT LIKE '01%'"
    mentions = raw(GDELT / "mentions.csv.gz", tabs=True, header=False)
    joined = f"SELECT count(*) FROM {mentions} WHERE column00 IN ({told})"
    assert found["mentions.csv"] == (100, 0, one(joined), 100 - one(joined))

    read, _, _, rejected = load("phoenix", [PHOENIX], to)["samplePhox.csv"]
    assert read == one(f"SELECT count(*) FROM {raw(PHOENIX)}") == 5_000
    bad = f"""SELECT count(*) FROM {raw(PHOENIX)} WHERE "RootCode" = '1' OR "RootCode" = 'NA'"""
    assert rejected == one(bad)
    archive = sy.open_archive(to)
    europe = archive.reports.filter(
        (archive.reports.source == "phoenix") & archive.reports.actor.contains("EU")
    )
    raw_count = f"""SELECT count(*) FROM {raw(PHOENIX)} WHERE "RootCode" <> '1'
        AND CASE WHEN "CAMEO" = '43' THEN "Target" ELSE "Source" END LIKE 'IGOEUREEC%'"""
    assert europe.count().to_pyarrow().as_py() == one(raw_count) > 20


@pytest.mark.parametrize("name", ["serbia-2000", "serbia-russia-2019"])
def test_a_case_that_needs_an_archive_says_how_to_make_it(name: str) -> None:
    with pytest.raises(sy.SteelyardError, match=r"steelyard load \w+ FILE\.\.\. --to A\.duckdb"):
        sy.weigh(sy.load_case(name), seed=0)
