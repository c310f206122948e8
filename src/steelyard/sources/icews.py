"""ICEWS: events coded by machine from world news, 1995 to April 2023, in CAMEO codes.

Shapes: the publisher's 20 tab-separated columns, a file a year or a day; and a merged CSV of ten
columns in which ``n`` raw rows stand behind a line.

Traps: the EU, NATO and the UN have an empty country and are told by name, their officials bear
the country of their passport (Juncker Luxembourg), the President of France that of Andorra;
copies saved by other tools write ``NA`` for empty; one visit is told by dozens of rows, from the
host's side as often as from the guest's; a daily file holds late rows of other days, so that
the days covered are those of the files.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

import ibis
import ibis.expr.types as ir

from steelyard import vocabulary
from steelyard.records import Column, EventSource, Layout, SourceCard, Window, columns_of
from steelyard.sources import actors, mapping
from steelyard.sources.actors import NOBODY, Side
from steelyard.sources.mapping import raw
from steelyard.sources.periods import named_period
from steelyard.vocabulary.tables import rows as vocabulary_rows

COLUMNS = columns_of("icews")

#: The columns of a merged copy.
MERGED = columns_of("icews-merged")

_DAILY = re.compile(r"(\d{4})(\d{2})(\d{2})-icews-events", re.IGNORECASE)
#: The two halves of a yearly file's name: ``events.2018.20200427084805.tab``.
_YEAR = re.compile(r"events\.(\d{4})\.\d{8,}\.", re.IGNORECASE)
_MADE = re.compile(r"events\.\d{4}\.(\d{4})(\d{2})(\d{2})\d*\.", re.IGNORECASE)

#: What never matters in an event text.
_MARKS = "[^a-z0-9]"

_IN_BRACKETS = r"\(([^()]*)\)\s*$"
_BEFORE_BRACKETS = r"^(.*?)\s*\([^()]*\)\s*$"


def reports(rows: ir.Table) -> ir.Table:
    """Map the publisher's rows."""
    rows = _read(rows, COLUMNS, "Event Date")
    rows, actor = _side(rows, raw("Source Name"), raw("Source Country"), "_a")
    rows, recipient = _side(rows, raw("Target Name"), raw("Target Country"), "_b")
    rows, place = _place(rows, rows[raw("Country")], "_p")
    sectors = _sector_role(rows[raw("Source Sectors")]), _sector_role(rows[raw("Target Sectors")])
    rows = _with_sides(rows, actor, recipient, *sectors)
    # Copies without the code keep the words of the code list; where both stand the code speaks.
    words = rows[raw("Event Text")]
    rows = actors.joined(rows, words.lower().re_replace(_MARKS, ""), _texts(), "_t")
    code = ibis.coalesce(rows[raw("CAMEO Code")], rows["_t_code"])
    return _coded(
        rows.mutate(code=code, number=rows[raw("Intensity")], words=words),
        bad=(
            (rows[raw("Event ID")].isnull(), "no event id"),
            (
                mapping.beyond_the_globe(rows[raw("Latitude")], rows[raw("Longitude")]),
                "coordinates beyond the globe",
            ),
        ),
        place=place,
        source_id=rows[raw("Event ID")],
        document_id=rows[raw("Story ID")],
        sentence=rows[raw("Event Text")],
        publishers=rows[raw("Publisher")],
        locality=rows[raw("City")],
    )


def merged_reports(rows: ir.Table) -> ir.Table:
    """Map the merged shape; ``reports`` is its ``n``."""
    rows = _read(rows, MERGED, "date")
    rows, actor = _side(rows, raw("source"), raw("source_country"), "_a")
    rows, recipient = _side(rows, raw("target"), raw("target_country"), "_b")
    rows, first = _generic_role(rows, raw("source"), "_ra")
    rows, second = _generic_role(rows, raw("target"), "_rb")
    rows = _with_sides(rows, actor, recipient, first, second)
    count = rows[raw("n")].try_cast("int32")
    return _coded(
        rows.mutate(
            code=rows[raw("cameo")], number=rows[raw("intensity")], words=ibis.null("string")
        ),
        bad=((count.isnull() | (count < 1), "n is no count of rows"),),
        sentence=rows[raw("relation")],
        reports=count,
    )


def _read(rows: ir.Table, columns: Sequence[Column], day: str) -> ir.Table:
    """The cells of the file, null where empty or the ``NA`` of a copy, and the day."""
    rows = mapping.cells(rows, columns, "NA")
    text = rows[raw(day)]
    return rows.mutate(day=mapping.day_of(text, "YYYY-MM-DD"), day_text=text)


def _coded(
    rows: ir.Table, bad: Sequence[tuple[ir.BooleanValue, str]], **more: ir.Value
) -> ir.Table:
    """Add what the CAMEO code says and return the columns of REPORT, with ``more`` of them."""
    rows = rows.mutate(**more, **{f"_bad{n}": check for n, (check, _) in enumerate(bad)})
    rows = mapping.visitor_first(mapping.coded(rows, "code", "cameo"))
    own = rows["number"].try_cast("float64")
    return rows.select(
        *mapping.PAIR,
        *(name for name in mapping.CODED if name != "intensity"),
        *("line", "day", "code", "unknown"),
        *more,
        intensity=ibis.coalesce(own, rows["intensity"]),
        problem=mapping.first_reason(
            (rows["day"].isnull(), mapping.no_day(rows["day_text"])),
            (rows["code"].isnull() & rows["words"].isnull(), "no code"),
            (
                rows["code"].isnull(),
                ibis.literal("no code, and an event text that is not in the code list: ").concat(
                    rows["words"]
                ),
            ),
            (~rows["known"], ibis.literal("unknown CAMEO code ").concat(rows["code"])),
            *((rows[f"_bad{n}"], reason) for n, (_, reason) in enumerate(bad)),
        ),
        outside=mapping.first_reason(
            (rows["type"].isnull(), ibis.literal("no PLOVER type: CAMEO ").concat(rows["code"]))
        ),
    )


def _side(rows: ir.Table, name: str, country: str, prefix: str) -> tuple[ir.Table, Side]:
    """Read a party: an official of a body by name, else its country, else what it is called."""
    rows = actors.joined(rows, rows[name], _officials(), f"{prefix}o")
    named = rows[f"{prefix}o_listed"].notnull() & _in_office(rows, prefix)
    inside = rows[name].re_extract(_IN_BRACKETS, 1).nullif("")
    rows, place = _place(rows, ibis.coalesce(rows[country], inside, rows[name]), prefix)
    listed = rows[f"{prefix}p_listed"].notnull()
    missing = rows[name].isnull() & rows[country].isnull()
    side = Side(
        actor=ibis.cases(
            (named, rows[f"{prefix}o_actor"]),
            (missing, ibis.null(str)),
            else_=place.fill_null(NOBODY),
        ),
        role=named.ifelse(rows[f"{prefix}o_role"], rows[f"{prefix}p_role"]),
        name=rows[name],
        unknown=(named | listed | missing).ifelse(
            ibis.null(str), ibis.coalesce(rows[name], rows[country])
        ),
    )
    return rows, side


def _place(rows: ir.Table, text: ir.StringValue, prefix: str) -> tuple[ir.Table, ir.StringValue]:
    """Join the countries and bodies, and return the code that ``text`` had on the day."""
    key = actors.spelled_column(text)
    rows = actors.joined(rows, key, _places(), f"{prefix}p")
    return rows, actors.on_day(rows[f"{prefix}p_actor"], rows["day"])


def _in_office(rows: ir.Table, prefix: str) -> ir.BooleanValue:
    day = rows["day"].cast("string")
    start, end = rows[f"{prefix}o_start"], rows[f"{prefix}o_end"]
    return (start.isnull() | (start <= day)) & (end.isnull() | (day < end))


def _with_sides(
    rows: ir.Table, actor: Side, recipient: Side, first: ir.StringValue, second: ir.StringValue
) -> ir.Table:
    sides: dict[str, ir.Value] = {}
    for side, party, role in (("actor", actor, first), ("recipient", recipient, second)):
        sides |= party.columns(side) | {f"{side}_role": ibis.coalesce(party.role, role)}
    return rows.mutate(**sides, unknown=actors.both_unknown(actor, recipient))


def _sector_role(sectors: ir.StringValue) -> ir.StringValue:
    """The first role, in the order of the table, one of whose sectors is among these."""
    whole = ibis.literal(",").concat(sectors, ",")
    cases = [
        (whole.contains(f",{row.code},"), row.role)
        for row in vocabulary.data_codes("icews", "sector")
    ]
    return ibis.cases(*cases, else_=ibis.null(str))


def _generic_role(rows: ir.Table, name: str, prefix: str) -> tuple[ir.Table, ir.StringValue]:
    """The role in the words before the brackets: ``Police (Serbia)``."""
    generic = {row.code: {"role": row.role} for row in vocabulary.data_codes("icews", "generic")}
    words = rows[name].re_extract(_BEFORE_BRACKETS, 1)
    rows = actors.joined(rows, words, generic, prefix)
    return rows, rows[f"{prefix}_role"]


@cache
def _officials() -> dict[str, dict[str, str | None]]:
    """Names whose actor is not that of the country column, with the days of the office."""
    return {
        row.code: {
            "listed": row.code,
            "actor": row.actor,
            "role": row.role,
            "start": row.start.isoformat() if row.start else None,
            "end": row.end.isoformat() if row.end else None,
        }
        for row in vocabulary.data_codes("icews", "name")
        if row.actor
    }


@cache
def _texts() -> dict[str, dict[str, str | None]]:
    """The codes of event texts, by their letters and digits."""
    return {
        re.sub(_MARKS, "", row["text"].lower()): {"code": row["cameo"]}
        for row in vocabulary_rows("icews_texts")
    }


@cache
def _places() -> dict[str, dict[str, str | None]]:
    """Countries and bodies by spelling, and names that are known to be of no state."""
    found: dict[str, dict[str, str | None]] = {
        text: {"listed": text, "actor": code, "role": None}
        for text, code in actors.spellings().items()
    }
    for row in vocabulary.data_codes("icews"):
        if row.kind == "country" or (row.kind == "name" and row.start is None):
            found[actors.spelled(row.code)] = {
                "listed": row.code,
                "actor": row.actor,
                "role": row.role,
            }
    return found


def _daily(name: str) -> Window | None:
    return named_period(_DAILY, name)


def _yearly(name: str) -> Window | None:
    """The year in the name, up to the day on which the file was made."""
    year, made = named_period(_YEAR, name), named_period(_MADE, name)
    return Window(year.start, min(year.end, made.start)) if year and made else None


def _layout(name: str, **more: Any) -> Layout:
    return Layout(
        name=name,
        columns=COLUMNS,
        reports=reports,
        days=("Event Date",),
        either=(("CAMEO Code", "Event Text"),),
        codes={"CAMEO Code": "cameo"},
        **more,
    )


ICEWS = EventSource(
    name="icews",
    card=SourceCard(
        name="icews",
        title="ICEWS Coded Event Data",
        publisher="Lockheed Martin for the ICEWS program; Harvard Dataverse",
        address="https://doi.org/10.7910/DVN/28075 (years), https://doi.org/10.7910/DVN/QI2T9A (days)",
        licence="terms of the two Dataverse pages; read them before passing rows on",
        citation=(
            "Boschee, Lautenschlager, O'Brien, Shellman, Starz, Ward: ICEWS Coded Event Data, "
            "Harvard Dataverse, doi:10.7910/DVN/28075."
        ),
        coverage="the world, 1995 to April 2023, when it ended; about 300 publishers, many languages",
        limitation=(
            "Coded by machine: about three of four events are right (75.6 % over all CAMEO roots, "
            "58.7 % for demands, by the evaluation of its coder) and a third of what the articles "
            "hold is found; one happening is told by as many rows as articles; bodies such as the "
            "EU have no country, and persons without one who are in no table stay unknown."
        ),
        sampling="systematic",
    ),
    layouts=(
        _layout(
            "icews-daily",
            cover="file",
            covers=_daily,
            named=lambda name: _daily(name) is not None,
        ),
        _layout(
            "icews-yearly",
            cover="file",
            covers=_yearly,
            named=lambda name: _yearly(name) is not None,
        ),
        _layout("icews-extract", cover="span"),
        Layout(
            name="icews-merged",
            columns=MERGED,
            reports=merged_reports,
            quote='"',
            days=("date",),
            codes={"cameo": "cameo"},
            numbered=True,
            cover="days",
        ),
    ),
    sizes={"icews-daily": (200, 10_000), "icews-yearly": (100_000, 2_000_000)},
)
