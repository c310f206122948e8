"""SIPRI's two shapes and broken rows; GSDB's lists with commas inside names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from steelyard.errors import SourceError
from steelyard.records import DEALS, SANCTIONS, Case
from steelyard.ties.measures import arms_ties, sanction_ties
from steelyard.ties.publishers import gsdb, sipri
from steelyard.ties.publishers.gsdb import split_names

HEADER = (
    "Recipient,Supplier,Year of order, ,Number ordered, ,Weapon designation,Weapon description,"
    "Number delivered, ,Year(s) of delivery,status,Comments,SIPRI TIV per unit,"
    "SIPRI TIV for total order,SIPRI TIV of delivered weapons"
)
PREAMBLE = "Transfers of major conventional arms.\nFigures are in millions; Türkiye\n\n"
CASES = "case_id,sanctioned_state,sanctioning_state,begin,end,trade,arms,travel,objective"


def register(folder: Path, *rows: str, preamble: str = "", encoding: str = "utf-8-sig") -> Path:
    path = folder / "trade-register.csv"
    path.write_bytes((preamble + "\n".join((HEADER, *rows)) + "\n").encode(encoding))
    return path


def cases(folder: Path, *rows: str) -> Path:
    path = folder / "GSDB_V3.csv"
    path.write_text("\n".join((CASES, *rows)) + "\n", encoding="utf-8")
    return path


def deal(recipient: str, supplier: str, years: str, tiv: float) -> str:
    return f"{recipient},{supplier},2015,?,4,,MiG-29,aircraft,4,?,{years},New,told,1,{tiv},{tiv}"


@pytest.mark.parametrize(("preamble", "encoding"), [("", "utf-8-sig"), (PREAMBLE, "latin-1")])
def test_both_shapes_give_the_same_deals(tmp_path: Path, preamble: str, encoding: str) -> None:
    path = register(
        tmp_path, deal("Serbia", "Russia", "2017; 2018", 30), preamble=preamble, encoding=encoding
    )
    read = sipri.read(path)
    deals = read.tables["deals"]
    assert deals.schema == DEALS
    (row,) = deals.to_pylist()  # type: ignore[union-attr]
    assert (row["recipient"], row["supplier"], row["delivered"]) == ("SRB", "RUS", [2017, 2018])
    assert row["uncertain"] == ["ordered", "number_delivered"]
    assert row["comment"] == "told"
    ties = {
        (t["indicator"], t["year"]): t["value"]
        for t in read.tables["ties"].to_pylist()  # type: ignore[union-attr]
    }
    assert ties["arms.tiv", 2017] == ties["arms.tiv", 2018] == 15
    assert ties["arms.tiv_share", 2018] == 100


def test_an_export_of_deliveries_is_a_deal_and_a_year_a_row(tmp_path: Path) -> None:
    path = tmp_path / "deliveries.csv"
    path.write_text(
        "SIPRI AT Database ID,Supplier,Recipient,Order date,Order date is estimate,Numbers delivered,"
        "Delivery year,TIV delivery values\n"
        "1,Russia,Serbia,2016,Yes,2,2019,12.5\n"
        "2,Germany,Serbia,2018,No,1,2019,2.5\n",
        encoding="utf-8",
    )
    read = sipri.read(path)
    rows = read.tables["deals"].to_pylist()  # type: ignore[union-attr]
    assert [(r["supplier"], r["ordered"], r["delivered"], r["tiv_delivered"]) for r in rows] == [
        ("RUS", 2016, [2019], 12.5),
        ("DEU", 2018, [2019], 2.5),
    ]
    assert [r["uncertain"] for r in rows] == [["ordered"], []]
    assert [r["comment"] for r in rows] == [None, None]


def test_what_cannot_be_taken_is_counted(tmp_path: Path) -> None:
    whole = deal("Thailand", "Ukraine", "2010", 3).split(",")
    read = sipri.read(
        register(
            tmp_path,
            ",".join(whole[:13]),  # a comment broken over two lines ...
            ",0.25,3.5,3.25",  # ... its figures below
            deal("Hezbollah (Lebanon)*", "Iran", "2010", 1),
            deal("Serbia", "unknown supplier(s)", "2010", 1),
            deal("Serbia", "Russia", "in 2010", 1),
            deal("Serbia", "Russia", "2010", -1),
            deal("Biafra", "Portugal", "1968", 1),
        )
    )
    assert Counter((r.reason, r.bad) for r in read.rejects) == {
        ("a comment broken over two lines; joined to the line before", False): 1,
        ("a party that is no state (SIPRI marks it with *)", False): 1,
        ("years of delivery 'in 2010' are no years such as 2017; 2018", True): 1,
        ("tiv_ordered is no number of at least zero", True): 1,
        ("party 'Biafra' is not in the vocabulary", False): 1,
    }
    rows = read.tables["deals"].to_pylist()  # type: ignore[union-attr]
    assert [(r["recipient"], r["supplier"], r["tiv_delivered"]) for r in rows] == [
        ("THA", "UKR", 3.25),
        ("SRB", "UNK", 1.0),
    ]
    assert read.read == 7


def test_no_register_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(SourceError, match="no column 'Recipient'"):
        sipri.read(path)


def test_arms_of_a_pole_are_shares_of_five_years(
    tmp_path: Path, holding: Callable[..., Any], small_case: Case
) -> None:
    read = sipri.read(
        register(
            tmp_path,
            *[deal("Serbia", "Russia", str(y), 10) for y in range(2013, 2018)],
            deal("Serbia", "Germany", "2017", 50),
        )
    )
    made = arms_ties(holding(read), small_case).to_pylist()
    assert {(r["partner"], r["year"]): r["value"] for r in made} == {
        ("EU", 2017): 50.0,
        ("RUS", 2017): 50.0,
        ("USA", 2017): 0.0,
    }


def test_the_shared_registers_are_read(shared: Callable[[str], Path]) -> None:
    read = sipri.read(shared("sipri/trade-register_Aditya-1711.csv"))
    assert read.read == 29_507
    assert sum(reject.bad for reject in read.rejects) == 0
    assert read.tables["deals"].num_rows == 29_507 - len(read.rejects)  # type: ignore[union-attr]
    old = sipri.read(shared("sipri/trade-register_Bingsongl.csv"))
    assert old.read == 29_058
    assert sum(reject.bad for reject in old.rejects) == 0


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("Egypt, Arab Rep.", ["EGY"]),
        ("Korea, South, Japan", ["KOR", "JPN"]),
        ("Mauritania, Yemen, North, Niger", ["MRT", "YEM", "NER"]),
        ("Congo, Democratic Republic of the, Kenya", ["COD", "KEN"]),
        ("EU, Macedonia, Atlantis", ["EU", "MKD", None]),
        ("", []),
    ],
)
def test_names_with_commas_stay_whole(cell: str, codes: list[str | None]) -> None:
    assert [code for _, code in split_names(cell)] == codes


def test_cases_of_sanctions(tmp_path: Path, holding: Callable[..., Any], small_case: Case) -> None:
    read = gsdb.read(
        cases(
            tmp_path,
            '1,Belarus,"EU, Serbia, Montenegro",2018,2020,1,0,1,democracy',
            '2,Syria,"EU, Montenegro",2019,2021,1,1,0,end_war',
            "3,Serbia,EU,2019,2019,0,0,1,other",
            "4,Iran,CoCom,2019,2018,0,0,1,other",
            "5,Iran,CoCom,2019,2020,0,0,1,other",
        )
    )
    table = read.tables["sanctions"]
    assert table.schema == SANCTIONS
    assert [(r.line, r.bad) for r in read.rejects] == [(5, True), (6, False)]
    made = sanction_ties(holding(read), small_case).to_pylist()
    joined = {row["year"]: (row["value"], row["text"]) for row in made if row["partner"] == "EU"}
    assert joined == {
        2018: (100.0, "1 of 1 cases in force"),
        2019: (50.0, "1 of 2 cases in force"),
        2020: (50.0, "1 of 2 cases in force"),
        2021: (0.0, "0 of 1 cases in force"),
    }


def test_the_shared_cases_are_read(shared: Callable[[str], Path]) -> None:
    read = gsdb.read(shared("gsdb/GSDB_V3.csv"))
    assert read.read == 1_325
    assert sum(reject.bad for reject in read.rejects) == 0
    assert len(read.rejects) == 49
