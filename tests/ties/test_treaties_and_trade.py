"""Treaties, trade as each side counts it, and the slow data sets."""

from __future__ import annotations

import http.server
import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar

import httpx
import pyarrow as pa
import pytest

from steelyard import ties
from steelyard.errors import SourceError
from steelyard.records import FLOWS, MEMBERS, TIE, Case, Tie, tie_table
from steelyard.records.sources import TieTables
from steelyard.ties.measures import adds, trade_ties, treaty_ties
from steelyard.ties.publishers import atop, baci, colt, comtrade, cow_trade, desta, igo, imts, vdem
from steelyard.ties.publishers import unga_ideal_points as ideal


def write(folder: Path, name: str, *lines: str) -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def rows(read: TieTables, name: str = "ties") -> list[dict[str, Any]]:
    table = read.tables[name]
    whole = table if isinstance(table, pa.Table) else table.read_all()
    found: list[dict[str, Any]] = whole.to_pylist()
    return found


def reasons(read: TieTables) -> Counter[str]:
    return Counter(reject.reason for reject in read.rejects)


DESTA = "number;base_treaty;name;entry_type;year;entryforceyear;c1;c2;c3"


def test_a_treaty_binds_every_two_of_its_members(tmp_path: Path) -> None:
    read = desta.read(
        write(
            tmp_path,
            "DESTA.csv",
            DESTA,
            '"1";1;"Russia Serbia";"base_treaty";2000;2006;643;688;NA',
            '"2";2;"Serbia Ukraine";"negotiation";NA;NA;688;804;NA',
            '"3";3;"Odd";"base_treaty";2001;2002;688;9999;900',
            '"4";4;"Odd";"pact";2001;2002;688;643;NA',
        )
    )
    assert read.tables["members"].schema == MEMBERS
    assert reasons(read) == {
        "member '9999' is no code that the vocabulary knows": 1,
        "entry_type 'pact' is not one that we know": 1,
    }
    found = {(r["state"], r["partner"], r["year"], r["source_id"]) for r in rows(read)}
    assert found == {
        ("RUS", "SRB", 2006, "1"),
        ("SRB", "RUS", 2006, "1"),
        ("SRB", "XKX", 2002, "3"),
        ("XKX", "SRB", 2002, "3"),
    }


def test_what_is_added_is_a_difference_of_sets() -> None:
    found = adds({"RUS", "ARM", "KGZ"}, [("old", ["RUS", "BLR"]), ("older", ["RUS"])])
    assert found.new == ("ARM", "KGZ")
    assert found.bound == {"RUS": ("old", "older")}


def test_the_eurasian_deal_adds_armenia_and_kyrgyzstan(
    shared: Callable[[str], Path], holding: Callable[..., Any], small_case: Case
) -> None:
    """Russia 2000 and Belarus 2009 are in DESTA; Kazakhstan is in the case's own facts."""

    def fact(partner: str, year: int, method: str) -> Tie:
        return Tie(
            tie_id=f"t{partner}{year}{method}",
            state="SRB",
            partner=partner,
            year=year,
            indicator="treaty.fta",
            value=1.0,
            unit="agreement",
            method=method,
            source="facts",
            source_id=partner,
        )

    facts = [fact(p, 2019, "new: EAEU") for p in ("RUS", "BLR", "KAZ", "ARM", "KGZ")]
    facts.append(fact("KAZ", 2010, "prior: bilateral"))
    read = desta.read(shared("desta/DESTA.csv"))
    assert read.read == 1_217
    store = holding(read, ties=tie_table(facts))
    (made,) = treaty_ties(store, small_case).to_pylist()
    assert (made["indicator"], made["value"], made["partner"]) == ("treaty.adds", 2.0, "ARM;KGZ")
    assert "RUS by desta 651 Russia Serbia and Montenegro (2000)" in made["text"]
    assert "BLR by desta 112 Belarus Serbia (2009)" in made["text"]
    assert "KAZ by prior: bilateral" in made["text"]


def test_importer_and_exporter_stand_side_by_side(
    tmp_path: Path, holding: Callable[..., Any], small_case: Case
) -> None:
    read = imts.read(
        write(
            tmp_path,
            "imts.csv",
            "DATAFLOW,COUNTRY,INDICATOR,COUNTERPART_COUNTRY,FREQUENCY,TIME_PERIOD,OBS_VALUE",
            "D,SRB,MG_CIF_USD,RUS,A,2016,10",
            "D,SRB,MG_CIF_USD,DEU,A,2016,60",
            "D,SRB,MG_CIF_USD,CHN,A,2016,30",
            "D,RUS,XG_FOB_USD,SRB,A,2016,3",
            "D,DEU,XG_FOB_USD,SRB,A,2016,97",
            "D,SRB,MG_CIF_USD,RUS,M,2016-01,1",
            "D,SRB,MG_FOB_USD,RUS,A,2016,9",
            "D,SRB,MG_CIF_USD,World,A,2016,100",
            "D,SRB,MG_CIF_USD,FRA,A,2016,-4",
            "D,SRB,MG_CIF_USD,FRA,A,2017,much",
            "D,SRB,MG_CIF_USD,RUS,A,2018,0",  # no trade at all, and none with a pole: no share
            "D,SRB,MG_CIF_USD,CHN,A,2019,5",
        )
    )
    assert read.tables["flows"].schema == FLOWS
    assert reasons(read) == {
        "a group of states, or no state": 1,
        "an indicator other than imports CIF and exports FOB in US dollars": 1,
        "negative trade": 1,
        "a figure is no number": 1,
    }
    made = trade_ties(holding(read), small_case).to_pylist()
    shares = {(r["partner"], r["reporter"], r["method"]): r["value"] for r in made}
    assert shares == {("EU", "importer", "imports, imts.csv"): 60.0}
    pair = {
        (r["reporter"], r["method"]): r["value"]
        for r in rows(read)
        if (r["state"], r["partner"]) == ("SRB", "RUS")
    }
    assert pair == {
        ("importer", "imports, imts.csv"): 10.0,
        ("exporter", "imports, imts.csv"): None,
    }
    assert {r["text"] for r in rows(read) if r["value"] is None and r["state"] == "SRB"} == {
        "cannot be told: as 2 of its partners counted it; the others are not in the file",
        "cannot be told: one partner alone is in the file, and not the trade with the world",
    }
    assert read.notes == (
        (
            "What CHN traded with the world in 2016 (and 4 more such totals) is not in the file: shares are of the few partners that are, or cannot be told. "
            "Choose the counterpart World (G001) as well."
        ),
    )


def test_a_share_is_of_the_world_in_a_brief_as_in_the_archive(
    tmp_path: Path, holding: Callable[..., Any], small_case: Case
) -> None:
    read = imts.read(
        write(
            tmp_path,
            "imts.csv",
            "COUNTRY,INDICATOR,COUNTERPART_COUNTRY,FREQUENCY,TIME_PERIOD,OBS_VALUE,SCALE",
            "SRB,MG_CIF_USD,DEU,A,2016,20,Millions",
            "SRB,MG_CIF_USD,ITA,A,2016,10,Millions",
            "SRB,MG_CIF_USD,RUS,A,2016,5,Units",
            "SRB,MG_CIF_USD,World,A,2016,100,Millions",
            "SRB,MG_CIF_USD,DEU,A,2017,200,Millions",
            "SRB,MG_CIF_USD,World,A,2017,100,Millions",
            "SRB,MG_CIF_USD,DEU,A,2018,20,Millions",
            "SRB,MG_CIF_USD,ITA,A,2018,nan,Millions",
            "SRB,MG_CIF_USD,ITA,A,2019,1e400,Millions",
            "SRB,MG_CIF_USD,World,A,2018,100,Millions",
            "SRB,MG_CIF_USD,World,A,2018,200,Millions",
        )
    )
    made = trade_ties(holding(read), small_case).to_pylist()
    assert [(r["partner"], r["year"], r["value"]) for r in made] == [("EU", 2016, 30.0)]
    assert reasons(read)["a figure is no number"] == 2
    untold = {
        (r["partner"], r["year"]): r["text"]
        for r in rows(read)
        if r["value"] is None and r["reporter"] == "importer" and r["method"].startswith("imports")
    }
    assert untold == {
        ("RUS", 2016): "cannot be told: in another unit than the trade with the world",
        ("DEU", 2017): "cannot be told: more than the trade with the world in the file",
        ("DEU", 2018): "cannot be told: two figures for the trade with the world",
    }


def test_a_wide_download_is_read_too(tmp_path: Path) -> None:
    read = imts.read(
        write(
            tmp_path,
            "wide.csv",
            "COUNTRY,INDICATOR,COUNTERPART_COUNTRY,FREQUENCY,SCALE,2015,2016",
            'Serbia,"Exports of goods, Free on board (FOB), US dollar",Germany,Annual,Millions,,7',
        )
    )
    (flow,) = rows(read, "flows")
    assert (flow["exporter"], flow["importer"], flow["year"], flow["value"]) == (
        "SRB",
        "DEU",
        2016,
        7,
    )
    assert flow["unit"] == "USD, scale Millions"


def test_a_comma_splits_cells_or_thousands_and_else_nobody_can_tell(tmp_path: Path) -> None:
    header = "DATAFLOW,COUNTRY,INDICATOR,COUNTERPART_COUNTRY,FREQUENCY,TIME_PERIOD,OBS_VALUE"
    line = "D,SRB,MG_CIF_USD,RUS,A,2016,"
    read = imts.read(write(tmp_path, "imts.csv", header, f'{line}"1,234"'))
    assert [flow["value"] for flow in rows(read, "flows")] == [1234.0]
    split = [text.replace(",", ";") for text in (header, line)]
    with pytest.raises(SourceError, match="'1,234' may be a whole number"):
        imts.read(write(tmp_path, "imts.csv", split[0], f"{split[1]}1,234"))


def test_products_are_added_up(tmp_path: Path) -> None:
    read = baci.read(
        write(
            tmp_path,
            "BACI_HS17_Y2019_V202401.csv",
            "t,i,j,k,v,q",
            "2019,688,276,010121,5.5,1",
            "2019,688,276,010129,4.5,1",
            "2019,688,251,010129,10,1",
            "2019,688,58,010129,10,1",
            "2019,688,643,010129,-1,1",
        )
    )
    flows = {(r["exporter"], r["importer"]): r["value"] for r in rows(read, "flows")}
    assert flows == {("SRB", "DEU"): 10.0, ("SRB", "FRA"): 10.0}
    assert reasons(read)["negative trade"] == 1
    shares = {(r["state"], r["partner"]): r["value"] for r in rows(read)}
    assert shares["SRB", "DEU"] == 50.0
    assert all(value is None or value <= 100 for value in shares.values())


def test_a_missing_flow_is_a_gap(tmp_path: Path) -> None:
    read = cow_trade.read(
        write(
            tmp_path,
            "Dyadic_COW_4.0.csv",
            "ccode1,ccode2,year,importer1,importer2,flow1,flow2,smoothflow1,smoothflow2",
            "2,345,1995,USA,Yugoslavia,5,-9,5,7",
            "2,347,1995,USA,Kosovo,5,6,5,6",
            "2,200,1995,USA,UK,-9,-9,1,1",
        )
    )
    (flow,) = rows(read, "flows")
    assert (flow["exporter"], flow["importer"], flow["value"]) == ("YUG", "USA", 5.0)
    assert reasons(read) == {
        "the state did not exist in that year": 1,
        "no figure either way (-9)": 1,
    }


ANSWER = {
    "data": [
        {"reporterCode": 688, "partnerCode": 643, "flowCode": "M", "refYear": 2019, "cmdCode": "TOTAL", "primaryValue": 25.0},
        {"reporterCode": 688, "partnerCode": 276, "flowCode": "M", "refYear": 2019, "cmdCode": "TOTAL", "primaryValue": 75.0},
        {"reporterCode": 688, "partnerCode": 0, "flowCode": "M", "refYear": 2019, "cmdCode": "TOTAL", "primaryValue": 100.0},
    ]
}  # fmt: skip


class Fake(http.server.BaseHTTPRequestHandler):
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        Fake.asked.append(self.path)
        wrong = "subscription-key=wrong" in self.path
        text = json.dumps({"error": "Access denied", "data": None} if wrong else ANSWER)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    Fake.asked.clear()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Fake)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def get(address: str, asked: Mapping[str, str]) -> str:
    return httpx.get(address, params=dict(asked)).text


def test_comtrade_is_asked_in_parts_and_its_answers_are_read(tmp_path: Path, address: str) -> None:
    found = list(comtrade.answers(get, [688], range(2001, 2020), key="mine", address=address))
    assert [name for name, _ in found] == [
        "comtrade-688-2001-2012.json",
        "comtrade-688-2013-2019.json",
    ]
    assert all("subscription-key=mine" in path and "/data/v1/get/" in path for path in Fake.asked)
    path = tmp_path / found[0][0]
    path.write_text(found[0][1], encoding="utf-8")
    read = comtrade.read(path)
    shares = {r["partner"]: (r["value"], r["reporter"]) for r in rows(read) if r["state"] == "SRB"}
    assert shares == {"RUS": (25.0, "importer"), "DEU": (75.0, "importer")}
    assert sum(reject.bad for reject in read.rejects) == 0


def test_comtrade_says_what_the_api_says(address: str) -> None:
    with pytest.raises(SourceError, match="Access denied"):
        list(comtrade.answers(get, [688], [2019], key="wrong", address=address))
    with pytest.raises(SourceError, match="cut its answer off at 500 rows"):
        list(comtrade.answers(lambda *_: json.dumps({"data": [{}] * 500}), [688], [2019]))


def test_visits_alliances_organisations_and_democracy(tmp_path: Path) -> None:
    read = colt.read(
        write(
            tmp_path,
            "colt.csv",
            "TripID,LeaderCountryISO,CountryVisitedISO,TripYear",
            "1,RUS,SRB,2019",
            "2,RUS,SRB,2019",
            "3,RUS,RUS,2019",
        )
    )
    (visit,) = rows(read)
    assert (visit["state"], visit["partner"], visit["value"]) == ("SRB", "RUS", 2.0)
    assert reasons(read) == {"host and visitor are the same": 1}
    read = atop.read(
        write(
            tmp_path,
            "atop5_1ddyr.csv",
            "ddyad,year,atopally,defense,offense,neutral,nonagg,consul,stateA,stateB",
            "1,2018,1,1,0,0,1,0,365,371",
        )
    )
    assert {r["indicator"] for r in rows(read)} == {"alliance.defense", "alliance.nonagg"}
    read = igo.read(
        write(
            tmp_path,
            "state_year_format3.csv",
            "ccode,year,state,UN,COE,NATO",
            "345,2014,yugoslavia,1,1,0",
            "365,2014,russia,1,1,-9",
            "2,2014,usa,1,3,1",
            "347,1999,kosovo,1,0,0",
        )
    )
    counted = {(r["state"], r["partner"]): r["value"] for r in rows(read)}
    assert counted["SRB", "RUS"] == 2.0
    assert counted["SRB", "USA"] == 1.0
    assert reasons(read) == {"the state did not exist in that year": 1}
    read = vdem.read(
        write(
            tmp_path,
            "vdem.csv",
            "country_text_id,year,v2x_polyarchy,v2x_polyarchy_codelow,v2x_polyarchy_codehigh",
            "SRB,2019,0.37,0.33,0.41",
            "SRB,2018,,,",
            "RUS,2019,1.4,,",
        )
    )
    (figure,) = rows(read)
    assert (figure["state"], figure["value"], figure["low"]) == ("SRB", 0.37, 0.33)
    assert reasons(read) == {"no figure": 1, "the index is not from 0 to 1": 1}


def test_distances_of_ideal_points(tmp_path: Path) -> None:
    path = tmp_path / "ideal.csv"
    lines = [
        "Row,ccode,session,NVotes,IdealPoint,Q5%,Q95%,Countryname",
        "1,345,74,80,-0.5,-0.7,-0.3,Serbia",
        "2,365,74,80,-0.8,-1.0,-0.6,Russia",
        "3,347,60,80,-0.8,-1.0,-0.6,Côte d\x92Ivoire",
    ]
    path.write_bytes("\n".join(lines).encode("latin-1"))
    read = ideal.read(path)
    found = rows(read)
    assert {(r["state"], r["partner"], r["year"]) for r in found} == {
        ("SRB", "RUS", 2019),
        ("RUS", "SRB", 2019),
    }
    assert found[0]["value"] == pytest.approx(0.3)
    assert found[0]["low"] == pytest.approx(0.3 - 0.2 * 2**0.5)
    assert reasons(read) == {"no state had that code in that year": 1}


@pytest.mark.parametrize("name", ties.NAMES)
def test_every_connector_refuses_what_it_is_not_given(name: str, tmp_path: Path) -> None:
    source = ties.tie_source(name)
    assert source.name == name == source.card.name
    for number, text in enumerate(("", "<html>no</html>\n", "a,b\n1,2\n")):
        path = write(tmp_path, f"x{number}.csv", text)
        with pytest.raises(SourceError) as caught:
            source.read(path)
        assert "\n" not in str(caught.value)


def test_an_unknown_connector_is_named() -> None:
    with pytest.raises(SourceError, match="Allowed are atop"):
        ties.tie_source("cow")


def test_nothing_typed_makes_no_ties(holding: Callable[..., Any], small_case: Case) -> None:
    from steelyard.ties.measures import pole_ties

    made = pole_ties(holding(), small_case)
    assert made.schema == TIE
    assert made.num_rows == 0
