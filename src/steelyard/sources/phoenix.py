"""Phoenix (OEDA): events coded by machine from news sites, 2014 on, in CAMEO codes.

Shapes: 28 comma-separated columns with a header whose first name is empty, as the published sample
has them; and the daily files, whose 26 tab-separated columns are the same without the first two and
without a header. Several addresses of one event stand in one row, split by ``;``.

Traps: codes were saved as numbers and have lost their leading zero (``42`` under root 4 is 042,
``100`` under root 10 is 100: the root tells); the quad class 0 holds statements and appeals; the EU is actor ``IGO`` with ``EUR;EEC`` beside it; Kosovo stands in the whole code alone
(``KSVGOV``); ``NA`` is empty.
"""

from __future__ import annotations

import re
from functools import cache

import ibis
import ibis.expr.types as ir

from steelyard import vocabulary
from steelyard.records import EventSource, Layout, SourceCard, Window, columns_of
from steelyard.sources import actors, mapping
from steelyard.sources.actors import NOBODY, Side
from steelyard.sources.mapping import raw
from steelyard.sources.periods import named_period

COLUMNS = columns_of("phoenix")

#: The columns of the daily files in order.
DAILY = (
    *("GID", "Date", "Year", "Month", "Day", "Source", "SrcActor", "SrcAgent", "SOthAgent"),
    *("Target", "TgtActor", "TgtAgent", "TOthAgent", "CAMEO", "RootCode", "QuadClass"),
    *("Goldstein", "None", "Lat", "Lon", "Geoname", "AdminInfo", "CountryCode", "ID", "URL"),
    "sourcetxt",
)

_DAY = re.compile(r"events\.full\.(\d{4})(\d{2})(\d{2})\.", re.IGNORECASE)

#: Parts of the other agents that may name a group: ``UNO;HLH;WHO``.
_PARTS = 3


def reports(rows: ir.Table) -> ir.Table:
    """Map the rows of either shape."""
    rows = mapping.cells(rows, COLUMNS, "NA")
    rows = rows.mutate(day=mapping.day_of(rows[raw("Date")], "YYYY-MM-DD"))
    rows, actor = _side(rows, "Source", "SrcActor", "SrcAgent", "SOthAgent")
    rows, recipient = _side(rows, "Target", "TgtActor", "TgtAgent", "TOthAgent")
    rows = rows.mutate(
        **actor.columns("actor"),
        **recipient.columns("recipient"),
        unknown=actors.both_unknown(actor, recipient),
        code=_code(rows[raw("CAMEO")], rows[raw("RootCode")]),
    )
    rows = actors.joined(rows, rows[raw("CountryCode")], _states(), "_place")
    rows = mapping.visitor_first(mapping.coded(rows, "code", "cameo"))
    own_quad = rows[raw("QuadClass")].try_cast("int8")
    addresses = rows[raw("URL")].split(";")
    return rows.select(
        *mapping.PAIR,
        *(name for name in mapping.CODED if name not in ("quad", "intensity")),
        *("line", "day", "code", "unknown"),
        quad=own_quad.isin([1, 2, 3, 4]).ifelse(own_quad, rows["quad"]),
        intensity=ibis.coalesce(rows[raw("Goldstein")].try_cast("float64"), rows["intensity"]),
        place=actors.on_day(rows["_place_actor"], rows["day"]),
        reports=rows[raw("ID")].split(";").length().cast("int32"),
        source_id=rows[raw("GID")],
        document_id=rows[raw("ID")].split(";")[0],
        url=addresses[0],
        publishers=rows[raw("sourcetxt")].split(";").unique().sort(),
        locality=rows[raw("Geoname")],
        problem=mapping.first_reason(
            (rows[raw("GID")].isnull(), "no event id"),
            (rows["day"].isnull(), mapping.no_day(rows[raw("Date")])),
            (rows["code"].isnull(), "no code"),
            (~rows["known"], ibis.literal("unknown CAMEO code ").concat(rows["code"])),
            (
                mapping.beyond_the_globe(rows[raw("Lat")], rows[raw("Lon")]),
                "coordinates beyond the globe",
            ),
        ),
        outside=mapping.first_reason(
            (rows["type"].isnull(), ibis.literal("no PLOVER type: CAMEO ").concat(rows["code"]))
        ),
    )


def _code(code: ir.StringValue, root: ir.StringValue) -> ir.StringValue:
    """The code with the zero that it had: its root, of one or two digits, says so."""
    return (root.length() == 1).ifelse(ibis.literal("0").concat(code), code)


def _side(rows: ir.Table, whole: str, state: str, role: str, others: str) -> tuple[ir.Table, Side]:
    """Read a party: a body by its group, else the state, else the home of a company."""
    prefix = f"_{state}"
    # The state's column is empty for Kosovo, for regions and for roles without a state.
    root = ibis.coalesce(rows[raw(state)], rows[raw(whole)].substr(0, 3))
    parts = rows[raw(others)].split(";")
    # A multinational is of the state that comes first beside it.
    home = (root == "MNC").ifelse(parts[0], root)
    rows = actors.joined(rows, home, _states(), f"{prefix}_s")
    bodies = []
    for part in range(_PARTS):
        rows = actors.joined(rows, parts[part], _groups(), f"{prefix}_{part}")
        bodies.append(
            root.isin(["IGO", "NGO"]).ifelse(rows[f"{prefix}_{part}_actor"], ibis.null(str))
        )
    state_then = actors.on_day(rows[f"{prefix}_s_actor"], rows["day"])
    party = ibis.coalesce(*reversed(bodies), state_then)
    kind = root.isin(sorted(_types())) | rows[f"{prefix}_s_listed"].notnull()
    name = ibis.coalesce(rows[raw(whole)], root)
    return rows, Side(
        actor=name.isnull().ifelse(ibis.null(str), party.fill_null(NOBODY)),
        role=ibis.coalesce(_role(rows[raw(role)]), _role(root)),
        name=name,
        unknown=(name.isnull() | kind.fill_null(False)).ifelse(ibis.null(str), name),
    )


def _role(kind: ir.StringValue) -> ir.StringValue:
    cases = [(kind == code, role) for code, role in _types().items() if role]
    return ibis.cases(*cases, else_=ibis.null(str))


@cache
def _groups() -> dict[str, dict[str, str | None]]:
    return actors.code_table(vocabulary.data_codes("cameo", "group"))


@cache
def _types() -> dict[str, str | None]:
    return {row.code: row.role for row in vocabulary.data_codes("cameo", "type")}


@cache
def _states() -> dict[str, dict[str, str | None]]:
    return actors.cameo_countries()


def _covers(name: str) -> Window | None:
    return named_period(_DAY, name)


PHOENIX = EventSource(
    name="phoenix",
    card=SourceCard(
        name="phoenix",
        title="Phoenix event data",
        publisher="Open Event Data Alliance",
        address="http://phoenixdata.org (address not opened); https://github.com/openeventdata",
        licence="none stated with the sample that was read",
        citation="Open Event Data Alliance: Phoenix near-real-time event data, 2014-2016.",
        coverage="the world, June 2014 on; the file that was read is a random sample to May 2016",
        limitation=(
            "Coded by machine (PETRARCH) from some hundred news sites, most of them in English, and "
            "from the first sentences of an article only; a sample says nothing of frequency; rows of "
            "the quad class 0 (statements) are no events here. The daily files were read from their "
            "published list of columns and have not yet been run on a real one."
        ),
        sampling="systematic",
    ),
    layouts=(
        Layout(
            name="phoenix-daily",
            columns=COLUMNS,
            reports=reports,
            positions={len(DAILY): DAILY},
            days=("Date",),
            cover="file",
            covers=_covers,
            named=lambda name: _covers(name) is not None,
        ),
        Layout(
            name="phoenix-28",
            columns=COLUMNS,
            reports=reports,
            positions={len(DAILY): DAILY},
            quote='"',
            days=("Date",),
            cover="days",
        ),
    ),
)
