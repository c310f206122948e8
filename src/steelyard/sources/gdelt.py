"""GDELT: events coded by machine from world news, in CAMEO codes.

Shapes: GDELT 2.0 (61 columns, a file every 15 minutes since February 2015), GDELT 1.0 (58 columns,
57 before April 2013 when the address of the article was added; a file a day, month or year), and
the mentions of GDELT 2.0 (16 columns), which join the event that they name.

Traps: no file has a header. Serbia's whole code is ``SCGSRB``, the EU's ``IGOEUREEC``, NATO's
``IGOWSTNAT`` and a government's ``RUSGOV``: the country and group columns tell who it is, not the
whole code; only Romania's country column is empty. The place is FIPS 10-4, where ``RS`` is Russia and ``AU`` Austria. ``NumArticles``
counts the articles of the first 15 minutes only; mentions of these minutes are inside it.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Any

import ibis
import ibis.expr.types as ir

from steelyard import vocabulary
from steelyard.records import EventSource, Layout, SourceCard, Window, columns_of
from steelyard.sources import actors, mapping
from steelyard.sources.actors import NOBODY, Side
from steelyard.sources.periods import named_period

_ACTOR = (
    "Code",
    "Name",
    "CountryCode",
    "KnownGroupCode",
    "EthnicCode",
    "Religion1Code",
    "Religion2Code",
    "Type1Code",
    "Type2Code",
    "Type3Code",
)
_GEO_1 = ("Type", "FullName", "CountryCode", "ADM1Code", "Lat", "Long", "FeatureID")
_GEO_2 = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")


def _columns(geo: tuple[str, ...]) -> tuple[str, ...]:
    return (
        *("GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate"),
        *(f"Actor{n}{part}" for n in (1, 2) for part in _ACTOR),
        *("IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass"),
        *("GoldsteinScale", "NumMentions", "NumSources", "NumArticles", "AvgTone"),
        *(f"{of}Geo_{part}" for of in ("Actor1", "Actor2", "Action") for part in geo),
        *("DATEADDED", "SOURCEURL"),
    )


COLUMNS_1 = _columns(_GEO_1)
COLUMNS_2 = _columns(_GEO_2)

MENTIONS = (
    "GLOBALEVENTID",
    "EventTimeDate",
    "MentionTimeDate",
    "MentionType",
    "MentionSourceName",
    "MentionIdentifier",
    "SentenceID",
    "Actor1CharOffset",
    "Actor2CharOffset",
    "ActionCharOffset",
    "InRawText",
    "Confidence",
    "MentionDocLen",
    "MentionDocTone",
    "MentionDocTranslationInfo",
    "Extras",
)

#: What the mapping reads of them.
COLUMNS = columns_of("gdelt")
_MENTIONED = columns_of("gdelt-mentions")

#: Slips of its coder are dated 1920; no file of events reaches back beyond this day.
_BEGINS = date(1979, 1, 1)

_STAMP = re.compile(r"^(\d{4})(\d{2})(\d{2})\d{6}\.")
_DAY = re.compile(r"^(\d{4})(\d{2})(\d{2})\.")
_MONTH = re.compile(r"^(\d{4})(\d{2})\.")
_YEAR = re.compile(r"^(\d{4})\.")

#: The host of an address; ``www.`` is taken off by itself, since a pattern with nothing to try
#: again takes half the time.
_HOST = r"^(?i:https?)://([^/:?#]+)"
_WWW = "www."
_QUARTERS_OF_AN_HOUR = 96


def reports(rows: ir.Table) -> ir.Table:
    """Map event rows of either version."""
    rows = rows.select("line", *(column.name for column in COLUMNS))
    # Trimming 28 cells a row would cost as much as all the rest: only blank codes are made null.
    codes = {name: rows[name] for name in ("Actor1Code", "Actor2Code")}
    rows = rows.mutate(
        **{name: (cell < "!").ifelse(ibis.null(str), cell) for name, cell in codes.items()}
    )
    rows = rows.mutate(day=mapping.day_of(rows["SQLDATE"], "YYYYMMDD"), code=rows["EventCode"])
    rows, actor = _side(rows, "Actor1", "_a")
    rows, recipient = _side(rows, "Actor2", "_b")
    rows, place = _place(rows)
    rows = rows.mutate(
        **actor.columns("actor"),
        **recipient.columns("recipient"),
        place=place,
        unknown=actors.both_unknown(actor, recipient),
        host=rows["SOURCEURL"].re_extract(_HOST, 1),
    )
    rows = mapping.visitor_first(mapping.coded(rows, "code", "cameo"))
    own_quad = rows["QuadClass"].try_cast("int8")
    articles = rows["NumArticles"].try_cast("int32")
    address = rows["SOURCEURL"]
    return rows.select(
        *mapping.PAIR,
        *(name for name in mapping.CODED if name not in ("quad", "intensity")),
        *("line", "day", "code", "place", "unknown"),
        quad=own_quad.isin([1, 2, 3, 4]).ifelse(own_quad, rows["quad"]),
        intensity=ibis.coalesce(rows["GoldsteinScale"].try_cast("float64"), rows["intensity"]),
        reports=(articles >= 1).ifelse(articles, 1),
        source_id=rows["GLOBALEVENTID"],
        url=address,
        publishers=_publisher(rows["host"]),
        locality=rows["ActionGeo_FullName"],
        problem=mapping.first_reason(
            (rows["GLOBALEVENTID"].try_cast("int64").isnull(), "no event id"),
            (rows["day"].isnull(), "the day is none"),
            (rows["day"] < _BEGINS, "the day is before 1979, when GDELT begins"),
            (rows["code"].isnull(), "no code"),
            (~rows["known"], ibis.literal("unknown CAMEO code ").concat(rows["code"])),
            (
                mapping.beyond_the_globe(rows["ActionGeo_Lat"], rows["ActionGeo_Long"]),
                "coordinates beyond the globe",
            ),
        ),
        outside=mapping.first_reason(
            (rows["type"].isnull(), ibis.literal("no PLOVER type: CAMEO ").concat(rows["code"]))
        ),
    )


def mentions(rows: ir.Table) -> ir.Table:
    """Map rows of a mentions file; those of the event's own 15 minutes count as no new report."""
    day = mapping.day_of(rows["MentionTimeDate"].substr(0, 8), "YYYYMMDD")
    first = rows["MentionTimeDate"] == rows["EventTimeDate"]
    no_event = rows["GLOBALEVENTID"].try_cast("int64").isnull()
    return rows.select(
        "line",
        day=day,
        type=ibis.null(str),
        mention_of=no_event.ifelse(ibis.null(str), rows["GLOBALEVENTID"]),
        reports=first.ifelse(0, 1).cast("int32"),
        publishers=ibis.coalesce(
            _publisher(rows["MentionIdentifier"].re_extract(_HOST, 1)), rows["MentionSourceName"]
        ),
        url=rows["MentionIdentifier"],
        confidence=rows["Confidence"].try_cast("float64") / 100,
        problem=mapping.first_reason((no_event, "no event id"), (day.isnull(), "the day is none")),
    )


def _side(rows: ir.Table, party: str, prefix: str) -> tuple[ir.Table, Side]:
    """Read a party by its group, else by its country; the whole code is never compared."""
    code = rows[f"{party}Code"]
    rows = actors.joined(rows, rows[f"{party}KnownGroupCode"], _groups(), f"{prefix}g")
    rows = actors.joined(rows, _country(rows, party), actors.cameo_countries(), f"{prefix}c")
    state = actors.on_day(rows[f"{prefix}c_actor"], rows["day"])
    actor = ibis.coalesce(rows[f"{prefix}g_actor"], state)
    side = Side(
        actor=code.isnull().ifelse(ibis.null(str), actor.fill_null(NOBODY)),
        role=ibis.coalesce(
            *(_role(rows[f"{party}Type{n}Code"]) for n in (1, 2, 3)), rows[f"{prefix}g_role"]
        ),
        name=ibis.coalesce(rows[f"{party}Name"], code),
        unknown=_is_unknown(rows, party, prefix).ifelse(code, ibis.null(str)),
    )
    return rows, side


def _country(rows: ir.Table, party: str) -> ir.StringValue:
    """The country column; where it is empty, as it is for Romania, what the whole code begins with."""
    others = ("KnownGroupCode", "EthnicCode", "Religion1Code")
    silent = ibis.and_(*(rows[f"{party}{part}"].isnull() for part in others))
    first = rows[f"{party}Code"].substr(0, 3)
    return ibis.coalesce(rows[f"{party}CountryCode"], silent.ifelse(first, ibis.null(str)))


def _is_unknown(rows: ir.Table, party: str, prefix: str) -> ir.BooleanValue:
    """Whether no table knows the party: neither its state, its group, nor what it is."""
    country, group = rows[f"{party}CountryCode"], rows[f"{party}KnownGroupCode"]
    in_group, in_country = rows[f"{prefix}g_listed"].notnull(), rows[f"{prefix}c_listed"].notnull()
    kinds = (f"{party}EthnicCode", f"{party}Religion1Code", f"{party}Type1Code")
    code = rows[f"{party}Code"]
    described = ibis.or_(*(rows[kind].notnull() for kind in kinds))
    strange = (country.notnull() & ~in_country) | (group.notnull() & ~in_group & ~in_country)
    # In this order few rows are left for the last, which takes longest.
    return ibis.cases(
        (code.isnull(), False),
        (strange, True),
        (in_group | in_country | described, False),
        else_=~mapping.among(code, sorted(_types())),
    )


def _role(kind: ir.StringValue) -> ir.StringValue:
    table = _types()
    same = [code for code, role in table.items() if role == code]
    cases = [(kind == code, role) for code, role in table.items() if role and role != code]
    return ibis.cases(
        (kind.isnull(), ibis.null(str)),
        (mapping.among(kind, same), kind),
        *cases,
        else_=ibis.null(str),
    )


def _place(rows: ir.Table) -> tuple[ir.Table, ir.StringValue]:
    places = actors.code_table(vocabulary.data_codes("fips"))
    rows = actors.joined(rows, rows["ActionGeo_CountryCode"], places, "_p")
    return rows, actors.on_day(rows["_p_actor"], rows["day"])


def _publisher(host: ir.StringValue) -> ir.StringValue:
    """The host of an address as publishers are named."""
    longer = host.startswith(_WWW) & (host.length() > len(_WWW))
    return longer.ifelse(host.substr(len(_WWW)), host).lower().nullif("")


@cache
def _groups() -> dict[str, dict[str, str | None]]:
    rows = vocabulary.data_codes("cameo", "group")
    return actors.code_table(rows)


@cache
def _types() -> dict[str, str | None]:
    return {row.code: row.role for row in vocabulary.data_codes("cameo", "type")}


def _quarter_hour(name: str) -> Window | None:
    return named_period(_STAMP, name)


def _period(name: str) -> Window | None:
    """The day, month or year that a file of GDELT 1.0 is named after."""
    return next((w for shape in (_DAY, _MONTH, _YEAR) if (w := named_period(shape, name))), None)


def _layout(name: str, positions: dict[int, tuple[str, ...]], **more: Any) -> Layout:
    return Layout(
        name=name,
        columns=COLUMNS,
        reports=reports,
        positions=positions,
        codes={"EventCode": "cameo"},
        **more,
    )


# Lines of 1.0 lack the address before April 2013, and one file may hold both.
_1 = {len(COLUMNS_1) - 1: COLUMNS_1, len(COLUMNS_1): COLUMNS_1}
_2 = {len(COLUMNS_2): COLUMNS_2}

GDELT = EventSource(
    name="gdelt",
    card=SourceCard(
        name="gdelt",
        title="GDELT Event Database 1.0 and 2.0, with mentions",
        publisher="The GDELT Project",
        address="http://data.gdeltproject.org/gdeltv2/masterfilelist.txt (2.0), "
        "http://data.gdeltproject.org/events/index.html (1.0)",
        licence="free for any use with a citation of the GDELT Project and a link to it",
        citation=(
            "Leetaru, Schrodt: GDELT: Global Data on Events, Location and Tone, 1979-2012, ISA 2013; "
            "The GDELT Project, https://www.gdeltproject.org."
        ),
        coverage="the world; 1.0 from 1979, 2.0 every 15 minutes from February 2015",
        limitation=(
            "Coded by machine from whatever is on the web that day: the number of publishers grows "
            "year by year, one happening makes hundreds of rows, a third party or a past act is "
            "often coded as today's, and no sentence is kept. Compare shares, not counts, over "
            "years. Before April 2013 rows have no address."
        ),
        sampling="systematic",
    ),
    layouts=(
        _layout(
            "gdelt-2.0",
            _2,
            cover="file",
            covers=_quarter_hour,
            share_of_day=1 / _QUARTERS_OF_AN_HOUR,
            named=lambda name: _quarter_hour(name) is not None,
        ),
        _layout("gdelt-2.0-extract", _2, cover="days"),
        _layout(
            "gdelt-1.0",
            _1,
            optional=1,
            cover="file",
            covers=_period,
            named=lambda name: _period(name) is not None,
        ),
        _layout("gdelt-1.0-extract", _1, optional=1, cover="days"),
        Layout(
            name="gdelt-mentions",
            columns=_MENTIONED,
            reports=mentions,
            positions={len(MENTIONS): MENTIONS},
        ),
    ),
    sizes={"gdelt-2.0": (100, 20_000), "gdelt-1.0": (1_000, 12_000_000)},
)
