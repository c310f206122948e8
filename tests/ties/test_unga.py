"""UN votes: three shapes, bad rows counted, and the figures that must come out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from steelyard.errors import SourceError
from steelyard.records import TIE, VOTES, Case
from steelyard.records.sources import TieTables
from steelyard.ties.measures import vote_ties
from steelyard.ties.publishers import unga

LIBRARY = (
    "undl_id,ms_code,ms_name,ms_vote,date,session,resolution,draft,committee_report,meeting,"
    "title,agenda_title,subjects,total_yes,total_no,total_abstentions,total_non_voting,total_ms,undl_link"
)


def library(folder: Path, *rows: tuple[str, str, str, str]) -> Path:
    path = folder / "2025_7_21_ga_voting.csv"
    lines = [
        f'{call},{code},NAME,{vote},{day},74,A/RES/74/{call},,,,"On, something : resolution",,,,,,,,https://x/{call}'
        for call, code, vote, day in rows
    ]
    path.write_text("\n".join((LIBRARY, *lines)) + "\n", encoding="utf-8")
    return path


def voeten(folder: Path, *rows: tuple[Any, ...]) -> Path:
    path = folder / "UNVotes.csv"
    lines = [",".join(str(cell) for cell in row) for row in rows]
    path.write_text("\n".join(("rcid,ccode,session,vote,date,unres", *lines)) + "\n", "utf-8")
    return path


def whole(read: TieTables, name: str) -> pa.Table:
    table = read.tables[name]
    return table if isinstance(table, pa.Table) else table.read_all()


def reasons(read: TieTables) -> Counter[str]:
    return Counter(reject.reason for reject in read.rejects)


def test_the_library_keeps_those_who_did_not_vote(tmp_path: Path) -> None:
    read = unga.read(
        library(
            tmp_path,
            ("1", "SRB", "Y", "2019-12-18"),
            ("1", "RUS", "N", "2019-12-18"),
            ("1", "FRA", "X", "2019-12-18"),
            ("1", "DEU", "A", "2019-12-18"),
        )
    )
    votes = whole(read, "votes")
    assert votes.schema == VOTES
    assert dict(zip(votes["state"].to_pylist(), votes["vote"].to_pylist(), strict=True)) == {
        "SRB": "yes",
        "RUS": "no",
        "FRA": "absent",
        "DEU": "abstain",
    }
    (call,) = whole(read, "rollcalls").to_pylist()
    assert call["title"] == "On, something : resolution"
    assert call["url"] == "https://x/1"
    assert read.read == 4
    assert read.rejects == ()


def test_what_is_wrong_with_a_row_is_counted(tmp_path: Path) -> None:
    read = unga.read(
        voeten(
            tmp_path,
            (1, 345, 74, 1, "2019-12-18", ""),
            (1, 345, 74, 1, "2019-12-18", ""),  # the same again
            (1, 365, 74, 1, "2019-12-18", ""),
            (1, 365, 74, 3, "2019-12-18", ""),  # another vote: neither is believed
            (1, 9999, 74, 1, "2019-12-18", ""),
            (1, 347, 74, 9, "2019-12-18", ""),
            (1, 626, 50, 1, "1995-12-18", ""),  # South Sudan in 1995
            (1, 2, 74, 7, "2019-12-18", ""),
            (1, 2, 74, 1, "", ""),
        )
    )
    assert reasons(read) == {
        "the same vote twice": 1,
        "one state, two different votes on a roll call": 2,
        "state code that the vocabulary does not know": 1,
        "the state was no member": 1,
        "the state did not exist on that day": 1,
        "vote is no mark that the publisher explains": 1,
        "no day that can be read": 1,
    }
    assert [r.bad for r in read.rejects if r.reason == "the state was no member"] == [False]
    assert whole(read, "votes")["state"].to_pylist() == ["SRB"]
    assert {reject.line for reject in read.rejects} == set(range(3, 11))


def test_a_code_is_the_state_of_its_day(tmp_path: Path) -> None:
    rows = [
        (n, 345, 60, 1, day, "") for n, day in enumerate(("1999-12-01", "2005-12-01", "2019-12-01"))
    ]
    votes = whole(unga.read(voeten(tmp_path, *rows)), "votes")
    assert votes["state"].to_pylist() == ["YUG", "SCG", "SRB"]


def test_a_table_split_by_tabs_is_read_too(tmp_path: Path) -> None:
    path = voeten(tmp_path, (1, 345, 74, 1, "2019-12-18", ""))
    tabs = tmp_path / "UNVotes.tab"
    tabs.write_text(path.read_text(encoding="utf-8").replace(",", "\t"), encoding="utf-8")
    assert whole(unga.read(tabs), "votes")["state"].to_pylist() == ["SRB"]


def test_ties_go_both_ways_and_absence_is_not_counted(tmp_path: Path) -> None:
    rows = []
    for call in range(1, 9):
        rows.append((str(call), "SRB", "Y" if call < 7 else "X", "2019-12-18"))
        rows.append((str(call), "RUS", "Y" if call < 4 else "N", "2019-12-18"))
    read = unga.read(library(tmp_path, *rows))
    ties = whole(read, "ties")
    assert ties.schema == TIE
    found = [row for row in ties.to_pylist() if row["indicator"] == "unga.agreement"]
    assert {(row["state"], row["partner"]) for row in found} == {("SRB", "RUS"), ("RUS", "SRB")}
    assert {row["value"] for row in found} == {0.5}
    assert found[0]["text"] == "6 roll calls in common"
    assert len({row["tie_id"] for row in ties.to_pylist()}) == ties.num_rows


def test_a_pair_with_few_roll_calls_in_common_has_no_tie(tmp_path: Path) -> None:
    rows = [(str(c), code, "Y", "2019-12-18") for c in range(4) for code in ("SRB", "RUS")]
    assert whole(unga.read(library(tmp_path, *rows)), "ties").num_rows == 0


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("votes.csv", "a,b\n1,2\n", "in no shape of UN votes"),
        ("votes.csv", "", "is empty"),
        ("votes.csv", f"{LIBRARY}\n", "no rows"),
        ("votes.parquet", "PAR1", "a damaged Parquet file"),
    ],
)
def test_another_file_is_refused(tmp_path: Path, name: str, text: str, said: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=said) as caught:
        unga.read(path)
    assert "\n" not in str(caught.value)


@pytest.fixture(scope="module")
def votes(shared: Callable[[str], Path]) -> TieTables:
    path = shared("unga_votes/unvd_votes_2000_2022.parquet")
    read = unga.read(path)
    return replace(read, tables={n: t for n, t in read.tables.items() if n != "ties"})


def test_the_shared_file_is_read_whole(votes: TieTables) -> None:
    assert votes.read == 324_754
    assert reasons(votes) == {"the same vote twice": 3}
    assert whole(votes, "rollcalls").num_rows == 1857


def test_serbia_in_2019(votes: TieTables, holding: Callable[..., Any], small_case: Case) -> None:
    """Agreement, kappa and splits as research/ties.md, section 0, defines them."""
    case = replace(small_case, peers=("ALB", "BIH", "MKD", "MNE"))
    made = vote_ties(holding(votes), case).to_pylist()
    year = {(r["indicator"], r["partner"]): r for r in made if r["year"] == 2019}
    assert year["unga.agreement", "EU"]["value"] == pytest.approx(0.72, abs=0.005)
    assert year["unga.kappa", "EU"]["value"] == pytest.approx(0.56, abs=0.005)
    splits = {
        name: year[f"unga.split_{name}", "EU"]["value"]
        for name in ("with_pole", "against_pole", "absent", "neither")
    }
    assert splits == {"with_pole": 14, "against_pole": 7, "absent": 5, "neither": 1}
    assert "of 27 roll calls" in year["unga.split_absent", "EU"]["text"]
    for row in made:
        if row["low"] is not None:
            assert row["low"] <= row["value"] <= row["high"]
    assert made == vote_ties(holding(votes), case).to_pylist()


def test_serbia_and_russia_in_2019(votes: TieTables) -> None:
    table = whole(votes, "votes")
    states, choices = unga.ballots(
        table.filter(pa.array([f"{day}"[:4] == "2019" for day in table["day"].to_pylist()]))
    )
    found, _ = unga.measured(choices[[states.index("RUS"), states.index("SRB")]])
    agreed, kappa = found["unga.agreement"][0][0], found["unga.kappa"][0][0]
    assert agreed == pytest.approx(0.62, abs=0.005)
    assert kappa == pytest.approx(0.33, abs=0.005)
    assert found["unga.s"][0][0] == pytest.approx(0.62, abs=0.005)  # inflated beside kappa


def test_of_two_editions_of_a_year_one_speaks(
    tmp_path: Path, holding: Callable[..., Any], small_case: Case
) -> None:
    """The smaller edition would turn Serbia round; nothing of it is added to the larger."""
    states = ("SRB", "RUS", "FRA", "DEU", "ITA")

    def rows(calls: range, serbia: str) -> list[tuple[str, str, str, str]]:
        votes = dict.fromkeys(states, "Y") | {"SRB": serbia, "RUS": "N"}
        return [(str(c), code, votes[code], "2019-12-18") for c in calls for code in states]

    large = unga.read(library(tmp_path, *rows(range(40), "Y")))
    (tmp_path / "old").mkdir()
    small = library(tmp_path / "old", *rows(range(100, 135), "N"))
    other = unga.read(small.rename(small.with_name("2024_ga_voting.csv")))
    made = vote_ties(holding(large, other), replace(small_case, peers=())).to_pylist()
    agreed = [r for r in made if (r["indicator"], r["partner"]) == ("unga.agreement", "EU")]
    assert [(r["value"], r["method"]) for r in agreed] == [(1.0, "2025_7_21_ga_voting.csv")]


def test_a_year_with_few_roll_calls_is_a_gap(
    tmp_path: Path, holding: Callable[..., Any], small_case: Case
) -> None:
    calls = [
        (str(c), code, "Y", "2019-12-18")
        for c in range(29)
        for code in ("SRB", "RUS", "FRA", "DEU", "MKD")
    ]
    made = vote_ties(holding(unga.read(library(tmp_path, *calls))), small_case).to_pylist()
    names = {row["indicator"] for row in made}
    assert "unga.agreement" in names
    assert not any(name.endswith("_gap") for name in names)
