"""A small file of every data set in the shape that its publisher ships: Serbia and Russia, 2018 and 2019.

``EVENTS`` and ``TIES`` give, by data set, the name of the file, the mark that splits its cells, and its
rows, the header first; a file without a header has None there.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tests.sources.published import ACLED, COLUMNS_2, ICEWS, KEDS, PHOENIX, POLECAT, UCDP

DAYS = tuple(date(2018, 3, 1) + timedelta(days=40 * n) for n in range(14))


@dataclass(frozen=True)
class Published:
    """A file as published: ``mark`` splits its cells, ``header`` is None where it has none."""

    name: str
    mark: str
    header: tuple[str, ...] | None
    rows: tuple[tuple[str, ...], ...]

    @property
    def text(self) -> str:
        lines = [*([self.header] if self.header else []), *self.rows]
        return "".join(
            self.mark.join(_quoted(cell, self.mark) for cell in row) + "\n" for row in lines
        )


def _quoted(cell: str, mark: str) -> str:
    return f'"{cell}"' if mark == "," and ("," in cell or ";" in cell) else cell


def _rows(columns: Sequence[str], *rows: dict[str, str]) -> tuple[tuple[str, ...], ...]:
    for row in rows:
        assert set(row) <= set(columns), set(row) - set(columns)
    return tuple(tuple(row.get(name, "") for name in columns) for row in rows)


def _each(
    columns: Sequence[str], day: str, form: str, number: str, **cells: str
) -> tuple[tuple[str, ...], ...]:
    return _rows(
        columns,
        *(
            {**cells, day: f"{at:{form}}", **({number: f"{n + 1}"} if number else {})}
            for n, at in enumerate(DAYS)
        ),
    )


_GDELT = {
    "Actor1Code": "SCGSRB",
    "Actor1Name": "SERBIA",
    "Actor1CountryCode": "SRB",
    "Actor2Code": "RUS",
    "Actor2Name": "RUSSIA",
    "Actor2CountryCode": "RUS",
    "EventCode": "040",
    "QuadClass": "1",
    "GoldsteinScale": "1.0",
    "NumArticles": "2",
    "SOURCEURL": "https://paper.example/1",
}
_TABLE = ("id", "day", "actor", "recipient", "type", "text")

EVENTS: dict[str, Published] = {
    "acled": Published(
        "acled.csv",
        ",",
        ACLED,
        _each(
            ACLED,
            "event_date",
            "%Y-%m-%d",
            "event_id_cnty",
            time_precision="1",
            event_type="Battles",
            sub_event_type="Armed clash",
            actor1="Military Forces of Serbia (2017-)",
            inter1="State forces",
            actor2="Military Forces of Russia (2000-)",
            inter2="State forces",
            country="Serbia",
            source="N1; Danas",
            notes="A clash, made up.",
        ),
    ),
    "gdelt": Published(
        "mine.CSV", "\t", None, _each(COLUMNS_2, "SQLDATE", "%Y%m%d", "GLOBALEVENTID", **_GDELT)
    ),
    "icews": Published(
        "events.2019.sample.tab",
        "\t",
        ICEWS,
        _each(
            ICEWS,
            "Event Date",
            "%Y-%m-%d",
            "Event ID",
            **{
                "Source Name": "Government (Serbia)",
                "Source Country": "Serbia",
                "CAMEO Code": "051",
                "Intensity": "3.4",
                "Target Name": "Government (Russia)",
                "Target Country": "Russian Federation",
                "Publisher": "X",
                "Event Text": "Praise or endorse",
            },
        ),
    ),
    "keds": Published(
        "balkans.csv",
        ",",
        KEDS,
        _each(KEDS, "date", "%Y-%m-%d", "", source="SER", target="RUS", code="031", desc="MEET"),
    ),
    "phoenix": Published(
        "sample.csv",
        ",",
        PHOENIX,
        _each(
            PHOENIX,
            "Date",
            "%Y%m%d",
            "GID",
            Source="SRB",
            SrcActor="SRB",
            Target="RUS",
            TgtActor="RUS",
            CAMEO="51",
            RootCode="5",
            QuadClass="1",
            Goldstein="3.4",
            ID="a_1",
            URL="http://x",
            sourcetxt="x",
        ),
    ),
    "plover_json": Published(
        "events.jsonl",
        "",
        None,
        tuple(
            (
                json.dumps(
                    {
                        "id": f"p{n}",
                        "day": f"{at}",
                        "actor": ["SRB"],
                        "recipient": ["RUS"],
                        "type": "CONSULT",
                    }
                ),
            )
            for n, at in enumerate(DAYS)
        ),
    ),
    "polecat": Published(
        "ngec.txt",
        "\t",
        POLECAT,
        _each(
            POLECAT,
            "Event Date",
            "%Y-%m-%d",
            "Event ID",
            **{
                "Event Type": "CONSULT",
                "Event Mode": "visit",
                "Actor Name": "Serbia",
                "Actor Country": "SRB",
                "Recipient Name": "Russia",
                "Recipient Country": "RUS",
                "Source": "x.org",
                "Contexts": "None",
            },
        ),
    ),
    "table": Published(
        "chronology.csv",
        ",",
        _TABLE,
        _each(
            _TABLE,
            "day",
            "%Y-%m-%d",
            "id",
            actor="SRB",
            recipient="RUS",
            type="SUPPORT",
            text="Praise, made up.",
        ),
    ),
    "ucdp": Published(
        "GEDEvent.csv",
        ",",
        UCDP,
        _each(
            UCDP,
            "date_start",
            "%Y-%m-%d",
            "id",
            type_of_violence="1",
            date_prec="1",
            side_a="Government of Serbia",
            side_b="Government of Russia (Soviet Union)",
            gwnoa="340",
            gwnob="365",
            number_of_sources="2",
            source_office="Wire",
            country_id="340",
            source_article="Made up, 2019",
        ),
    ),
}

YEARS = ("2017", "2018", "2019")
_FLOWS = ("reporterCode", "partnerCode", "flowCode", "refYear", "cmdCode", "primaryValue")
_IMTS = ("COUNTRY", "INDICATOR", "COUNTERPART_COUNTRY", "FREQUENCY", "TIME_PERIOD", "OBS_VALUE")
_DEALS = (
    "SIPRI AT Database ID",
    "Supplier",
    "Recipient",
    "Designation",
    "Description",
    "Armament category",
    "Order date",
    "Order date is estimate",
    "Numbers delivered",
    "Numbers delivered is estimate",
    "Delivery year",
    "Delivery year is estimate",
    "Status",
    "SIPRI estimate",
    "TIV deal unit",
    "TIV delivery values",
    "Local production",
)
_DESTA = ("number", "base_treaty", "name", "entry_type", "year", "entryforceyear", "c1", "c2", "c3")
_GSDB = (
    "case_id",
    "sanctioned_state",
    "sanctioning_state",
    "begin",
    "end",
    "trade",
    "arms",
    "objective",
)
_VOTES = ("undl_id", "ms_code", "ms_name", "ms_vote", "date", "resolution", "title")
_ATOP = (
    "atopid1",
    "stateA",
    "stateB",
    "year",
    "atopally",
    "defense",
    "offense",
    "neutral",
    "nonagg",
    "consul",
)


def _by_year(*cells: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """The rows, once a year: ``Y`` in a cell stands for the year."""
    return tuple(
        tuple(year if cell == "Y" else cell for cell in row) for year in YEARS for row in cells
    )


TIES: dict[str, Published] = {
    "atop": Published(
        "atop5_1ddyr.csv",
        ",",
        _ATOP,
        _by_year(
            ("1", "345", "365", "Y", "1", "0", "0", "0", "1", "1"),
            ("1", "365", "345", "Y", "1", "0", "0", "0", "1", "1"),
        ),
    ),
    "baci": Published(
        "BACI_HS17_Y2019_V202301.csv",
        ",",
        ("t", "i", "j", "k", "v", "q"),
        _by_year(
            ("Y", "643", "688", "010121", "12.5", "1"), ("Y", "276", "688", "010121", "37.5", "1")
        ),
    ),
    "colt": Published(
        "COLT.csv",
        ",",
        ("TripID", "LeaderCountryISO", "CountryVisitedISO", "TripYear"),
        _by_year(("1", "RUS", "SRB", "Y"), ("2", "SRB", "RUS", "Y")),
    ),
    "comtrade": Published(
        "TradeData.csv",
        ",",
        _FLOWS,
        _by_year(
            ("688", "0", "M", "Y", "TOTAL", "1000"),
            ("688", "643", "M", "Y", "TOTAL", "100"),
            ("688", "276", "M", "Y", "TOTAL", "400"),
        ),
    ),
    "cow-trade": Published(
        "Dyadic_COW_4.0.csv",
        ",",
        ("ccode1", "ccode2", "year", "importer1", "importer2", "flow1", "flow2"),
        _by_year(
            ("345", "365", "Y", "Serbia", "Russia", "10", "20"),
            ("255", "345", "Y", "Germany", "Serbia", "30", "40"),
        ),
    ),
    "desta": Published(
        "desta.csv",
        ",",
        _DESTA,
        (("1", "1", "Serbia-Russia", "base_treaty", "2000", "2001", "688", "643", "NA"),),
    ),
    "gsdb": Published(
        "gsdb.csv",
        ",",
        _GSDB,
        (
            ("1", "Russia", "EU, United States", "2014", "2019", "1", "1", "policy_change"),
            ("2", "Serbia", "Russia", "2018", "2019", "1", "0", "other"),
        ),
    ),
    "igo": Published(
        "state_year_format3.csv",
        ",",
        ("ccode", "year", "state", "UN", "OSCE"),
        _by_year(("345", "Y", "Serbia", "1", "1"), ("365", "Y", "Russia", "1", "1")),
    ),
    "imts": Published(
        "imts.csv",
        ",",
        _IMTS,
        _by_year(
            ("Serbia, Republic of", "MG_CIF_USD", "Russian Federation", "A", "Y", "100"),
            ("Serbia, Republic of", "MG_CIF_USD", "Germany", "A", "Y", "300"),
        ),
    ),
    "sipri": Published(
        "trade-register.csv",
        ",",
        _DEALS,
        _by_year(
            (
                "1",
                "Russia",
                "Serbia",
                "MiG-29",
                "fighter",
                "Aircraft",
                "2016",
                "No",
                "2",
                "No",
                "Y",
                "No",
                "New",
                "2",
                "10",
                "20",
                "No",
            )
        ),
    ),
    "unga": Published(
        "votes.csv",
        ",",
        _VOTES,
        tuple(
            (f"{year}{n}", code, "X", vote, f"{year}-12-0{n + 1}", "A/1", "Title")
            for year in YEARS
            for n in range(6)
            for code, vote in (("SRB", "Y"), ("RUS", "YNY"[n % 3]))
        ),
    ),
    "unga-ideal-points": Published(
        "IdealpointestimatesAll.csv",
        ",",
        ("ccode", "session", "IdealPoint", "Q5%", "Q95%"),
        tuple(
            (code, str(int(year) - 1945), point, "-1", "1")
            for year in YEARS
            for code, point in (("345", "0.5"), ("365", "-0.25"))
        ),
    ),
    "vdem": Published(
        "V-Dem-CY-Core.csv",
        ",",
        ("country_name", "country_text_id", "year", "v2x_polyarchy"),
        _by_year(("Serbia", "SRB", "Y", "0.5"), ("Russia", "RUS", "Y", "0.25")),
    ),
    "table": Published(
        "ties.csv",
        ",",
        ("state", "partner", "year", "indicator", "value", "unit"),
        _by_year(("SRB", "RUS", "Y", "gas.share", "87.5", "percent")),
    ),
}

ALL: dict[str, Published] = {**EVENTS, **{f"tie {name}": file for name, file in TIES.items()}}
