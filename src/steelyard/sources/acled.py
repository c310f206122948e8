"""ACLED: political violence and protest, coded by people from local publishers.

Shape: an export with a header; columns go by name (``vocabulary/data/columns.csv``).

Traps: a row may stand for a week or month (``time_precision``); the second actor is empty in
protests; actors are names (``Military Forces of Serbia (2017-)``, ``Protesters (Serbia)``); its terms
forbid passing rows on, so that reports print ids and figures and the citation, never rows.
Written from the published list of columns and not yet run on a real file.
"""

from __future__ import annotations

from functools import cache

import ibis
import ibis.expr.types as ir

from steelyard.records import EventSource, Layout, SourceCard, columns_of
from steelyard.sources import actors, mapping
from steelyard.sources.actors import NOBODY, Side
from steelyard.sources.mapping import raw
from steelyard.vocabulary.tables import rows as vocabulary_rows

COLUMNS = columns_of("acled")

#: Who an actor is: the words of the export since 2024, and the numbers before.
INTER = {
    "state forces": "MIL",
    "1": "MIL",
    "rebel group": "REB",
    "rebel forces": "REB",
    "2": "REB",
    "political militia": "REB",
    "3": "REB",
    "identity militia": "REB",
    "4": "REB",
    "rioters": "CVL",
    "5": "CVL",
    "protesters": "CVL",
    "6": "CVL",
    "civilians": "CVL",
    "7": "CVL",
}

_OF_A_STATE = r"\b(?:of|Forces of) (?:the )?([A-Za-z][^()]*?) \(\d{4}"
#: Forces of a state whose years somebody has taken off.
_FORCES_OF = r"^(?:Military|Police) Forces of (?:the )?([A-Za-z][^()]*?)\s*$"
_IN_BRACKETS = r"\(([^()0-9]+)\)"


def reports(rows: ir.Table) -> ir.Table:
    """Map the rows of an export."""
    rows = mapping.cells(rows, COLUMNS)
    exact = rows[raw("time_precision")]
    day = mapping.day_of(rows[raw("event_date")], "YYYY-MM-DD")
    precision = (exact == "1").ifelse("day", "month")
    rows = rows.mutate(day=mapping.period_start(day, precision), precision=precision)
    rows, actor = _side(rows, "1", "_a")
    rows, recipient = _side(rows, "2", "_b")
    country = actors.spelled_column(rows[raw("country")])
    rows = actors.joined(rows, country, actors.places(), "_p")
    # Before 2019 an event had a type and no finer one.
    kind = ibis.coalesce(rows[raw("sub_event_type")], rows[raw("event_type")])
    rows = actors.joined(rows.mutate(kind=kind), kind.lower(), _sub_events(), "_t")
    return rows.select(
        *("line", "day", "precision"),
        **actor.columns("actor"),
        **recipient.columns("recipient"),
        type=rows["_t_type"],
        mode=rows["_t_mode"],
        code=rows["kind"],
        scheme=ibis.literal("acled"),
        place=actors.on_day(rows["_p_actor"], rows["day"]),
        locality=rows[raw("location")],
        publishers=rows[raw("source")].re_replace(r"\s*;\s*", ";").split(";").unique().sort(),
        source_id=rows[raw("event_id_cnty")],
        sentence=rows[raw("notes")],
        unknown=actors.both_unknown(actor, recipient),
        problem=mapping.first_reason(
            (rows[raw("event_id_cnty")].isnull(), "no event id"),
            (rows["day"].isnull(), mapping.no_day(rows[raw("event_date")])),
            (~exact.isin(["1", "2", "3"]), "time_precision is none of 1, 2, 3"),
            (rows["_t_listed"].isnull(), _strange("sub-event", rows["kind"])),
            (
                mapping.beyond_the_globe(rows[raw("latitude")], rows[raw("longitude")]),
                "coordinates beyond the globe",
            ),
        ),
        outside=mapping.first_reason(
            (rows["_t_type"].isnull(), _strange("no PLOVER type:", rows["kind"]))
        ),
    )


def _strange(what: str, text: ir.StringValue) -> ir.StringValue:
    return ibis.literal(f"{what} ").concat(text.fill_null("(empty)"))


def _side(rows: ir.Table, number: str, prefix: str) -> tuple[ir.Table, Side]:
    """Read a party by the state in its name; groups of no state keep their name."""
    name, inter = rows[raw(f"actor{number}")], rows[raw(f"inter{number}")].lower()
    state = ibis.coalesce(
        name.re_extract(_OF_A_STATE, 1).nullif(""),
        name.re_extract(_IN_BRACKETS, 1).nullif(""),
        name.re_extract(_FORCES_OF, 1).nullif(""),
    )
    rows = actors.joined(rows, actors.spelled_column(state), actors.places(), prefix)
    cases = [(inter == code, role) for code, role in INTER.items()]
    police = name.contains("Police Forces")
    found = actors.on_day(rows[f"{prefix}_actor"], rows["day"])
    return rows, Side(
        actor=name.isnull().ifelse(ibis.null(str), found.fill_null(NOBODY)),
        role=ibis.cases((police, "COP"), *cases, else_=ibis.null(str)),
        name=name,
        unknown=(state.notnull() & rows[f"{prefix}_listed"].isnull()).ifelse(name, ibis.null(str)),
    )


@cache
def _sub_events() -> dict[str, dict[str, str | None]]:
    return {
        row["sub_event"].lower(): {
            "listed": row["sub_event"],
            "type": row["type"] or None,
            "mode": row["mode"] or None,
        }
        for row in vocabulary_rows("acled")
    }


ACLED = EventSource(
    name="acled",
    card=SourceCard(
        name="acled",
        title="ACLED: Armed Conflict Location and Event Data",
        publisher="Armed Conflict Location and Event Data (ACLED)",
        address="https://acleddata.com",
        licence=(
            "an account is needed; the terms forbid passing rows on: bring your own file, cite ACLED, "
            "publish ids and figures only"
        ),
        citation=(
            "Raleigh, Kishi, Linke: Political instability patterns are obscured by conflict dataset "
            "scope conditions, sources, and coding choices, 2023; ACLED, https://acleddata.com."
        ),
        coverage="violence, protest and strategic developments; the Balkans from 2018",
        limitation=(
            "This reader was written from the published list of columns and has not yet been run on "
            "a real file. Diplomacy, trade and words are not in it, so that it says nothing of a "
            "state's tone toward a pole; most rows are of one state with itself."
        ),
        sampling="systematic",
    ),
    layouts=(
        Layout(
            name="acled",
            columns=COLUMNS,
            reports=reports,
            quote='"',
            days=("event_date",),
            encoding="any",
            cover="span",
        ),
    ),
)
