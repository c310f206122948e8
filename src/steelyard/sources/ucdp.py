"""UCDP GED: single fights and killings of organised violence, coded by people, 1989 on.

Shape: a release with a header, whose columns go by name (``vocabulary/data/columns.csv``), or the
49 columns of recent ones without a header; names of conflicts and wording of places are not read.

Traps: states are numbers of Gleditsch and Ward (345 was Yugoslavia, 340 is Serbia); an event may
span days (``date_start`` to ``date_end``) and its day may be known to the month or year only.
Written from the published list of columns and not yet run on a real file.
"""

from __future__ import annotations

from functools import cache

import ibis
import ibis.expr.types as ir

from steelyard import vocabulary
from steelyard.records import EventSource, Layout, SourceCard, columns_of
from steelyard.sources import actors, mapping
from steelyard.sources.actors import NOBODY, Side
from steelyard.sources.mapping import raw

COLUMNS = columns_of("ucdp")

#: The columns of recent releases in order: those of Candidate Events may come without a header.
WIDE = (
    *("id", "relid", "year", "active_year", "code_status", "type_of_violence"),
    *("conflict_dset_id", "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id"),
    *("dyad_name", "side_a_dset_id", "side_a_new_id", "side_a", "side_b_dset_id"),
    *("side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office"),
    *("source_date", "source_headline", "source_original", "where_prec", "where_coordinates"),
    *("where_description", "adm_1", "adm_2", "latitude", "longitude", "geom_wkt"),
    *("priogrid_gid", "country", "country_id", "region", "event_clarity", "date_prec"),
    *("date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"),
    *("best", "high", "low", "gwnoa", "gwnob"),
)

#: How exactly a day is known: 1 to the day, 2 and 3 to a week, 4 to the month, 5 to the year.
_PRECISION = {"1": "day", "2": "month", "3": "month", "4": "month", "5": "year"}


def reports(rows: ir.Table) -> ir.Table:
    """Map the rows of a release: every row is an ASSAULT."""
    rows = mapping.cells(rows, COLUMNS)
    day = mapping.day_of(rows[raw("date_start")], "YYYY-MM-DD")
    exact = rows[raw("date_prec")]
    precision = exact.cases(*_PRECISION.items(), else_=ibis.null(str))
    rows = rows.mutate(day=mapping.period_start(day, precision), precision=precision)
    rows, actor = _side(rows, "a")
    rows, recipient = _side(rows, "b")
    rows = actors.joined(rows, rows[raw("country_id")], _states(), "_p")
    count = rows[raw("number_of_sources")].try_cast("int32")
    beyond = mapping.beyond_the_globe(rows[raw("latitude")], rows[raw("longitude")])
    return rows.select(
        *("line", "day"),
        **actor.columns("actor"),
        **recipient.columns("recipient"),
        precision=rows["precision"].fill_null("day"),
        type=ibis.literal("ASSAULT"),
        context=ibis.literal("military"),
        code=rows[raw("type_of_violence")],
        scheme=ibis.literal("ucdp"),
        reports=(count >= 1).ifelse(count, 1),
        place=actors.on_day(rows["_p_actor"], rows["day"]),
        publishers=rows[raw("source_office")]
        .re_replace(r"\s*;\s*", ";")
        .split(";")
        .unique()
        .sort(),
        source_id=rows[raw("id")],
        sentence=rows[raw("source_article")],
        unknown=actors.both_unknown(actor, recipient),
        problem=mapping.first_reason(
            (rows[raw("id")].isnull(), "no event id"),
            (rows["day"].isnull(), mapping.no_day(rows[raw("date_start")])),
            (precision.isnull(), "date_prec is none of 1 to 5"),
            (
                ~rows[raw("type_of_violence")].isin(["1", "2", "3"]),
                "type_of_violence is none of 1, 2, 3",
            ),
            (beyond, "coordinates beyond the globe"),
        ),
    )


def _side(rows: ir.Table, side: str) -> tuple[ir.Table, Side]:
    """Read a party by its numbers, of which a coalition has several in one cell.

    Groups of no state keep their name.
    """
    number, name = rows[raw(f"gwno{side}")], rows[raw(f"side_{side}")]
    known = ibis.literal(
        {code: row["actor"] for code, row in _states().items()}, type="map<string, string>"
    )
    numbers = number.re_replace(r"\.0\b", "").re_replace(r"[,;\s]+", ",").split(",")
    numbers = numbers.filter(lambda part: part != "")
    states = numbers.map(lambda part: actors.on_day(known.get(part, NOBODY), rows["day"]))
    strange = numbers.filter(lambda part: known.get(part, "") == "")
    somebody = ibis.array([ibis.literal(NOBODY)])
    nobody = ibis.literal([], type="array<string>")
    civilians = name == "Civilians"
    return rows, Side(
        actor=ibis.cases((number.notnull(), states), (name.isnull(), nobody), else_=somebody),
        role=ibis.cases(
            (civilians, "CVL"),
            (number.notnull(), "GOV"),
            (name.isnull(), ibis.null(str)),
            else_="REB",
        ),
        name=name,
        unknown=strange.join(";").nullif(""),
    )


@cache
def _states() -> dict[str, dict[str, str | None]]:
    """States by their number; one that later states continue is read as the latest of them."""
    later = {former: state for state, former, _ in vocabulary.successions() if state != "SVK"}
    found: dict[str, dict[str, str | None]] = {}
    for row in vocabulary.state_codes("gw"):
        actor = row.actor
        # 315 is Czechoslovakia alone: no successor bears its number.
        while actor in later and actor != "CSK":
            actor = later[actor]
        found[row.code] = {"actor": actor, "listed": row.code}
    return found


UCDP = EventSource(
    name="ucdp",
    card=SourceCard(
        name="ucdp",
        title="UCDP Georeferenced Event Dataset (GED)",
        publisher="Uppsala Conflict Data Program",
        address="https://ucdp.uu.se/downloads/",
        licence="CC BY 4.0 by the publisher's download page; check it there",
        citation=(
            "Sundberg, Melander: Introducing the UCDP Georeferenced Event Dataset, Journal of Peace "
            "Research 50 (2013), 523-532."
        ),
        coverage="organised violence with at least one death, the world, 1989 on",
        limitation=(
            "This reader was written from the published list of columns and has not yet been run on "
            "a real file. Only killings are in it: nothing of words, visits, trade or pressure; a "
            "quiet dyad is empty here whatever passes between its states."
        ),
        sampling="systematic",
    ),
    layouts=(
        Layout(
            name="ucdp-ged",
            columns=COLUMNS,
            reports=reports,
            positions={len(WIDE): WIDE},
            quote='"',
            days=("date_start",),
            encoding="any",
            cover="span",
        ),
    ),
)
