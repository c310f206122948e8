"""POLECAT: events coded by machine (NGEC) from world news in many languages, 2018 on, in PLOVER.

Shape: tab-separated text with a header, a file a week or year; columns go by name
(``vocabulary/data/columns.csv``).

Traps: files mix UTF-8 and Latin-1; some rows are malformed; ``None`` is written for empty;
contexts and sectors are lists split by ``;``. Written from the published list of columns and not
yet run on a real file.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from steelyard import vocabulary
from steelyard.records import EventSource, Layout, SourceCard, columns_of
from steelyard.sources import actors, mapping
from steelyard.sources.actors import NOBODY, Side
from steelyard.sources.mapping import raw

COLUMNS = columns_of("polecat")


def reports(rows: ir.Table) -> ir.Table:
    """Map the rows of a file."""
    rows = mapping.cells(rows, COLUMNS, "None")
    rows = rows.mutate(day=mapping.day_of(rows[raw("Event Date")], "YYYY-MM-DD"))
    rows, actor = _side(rows, "Actor", "_a")
    rows, recipient = _side(rows, "Recipient", "_b")
    rows = actors.joined(rows, _spelled(rows[raw("Country")]), actors.places(), "_p")
    kind = rows[raw("Event Type")].upper()
    mode = rows[raw("Event Mode")].lower()
    beyond = mapping.beyond_the_globe(rows[raw("Latitude")], rows[raw("Longitude")])
    return rows.select(
        *("line", "day"),
        **actor.columns("actor"),
        **recipient.columns("recipient"),
        type=kind,
        mode=_mode(kind, mode),
        context=_contexts(rows[raw("Contexts")]),
        code=rows[raw("Event Type")],
        scheme=ibis.literal("plover"),
        intensity=rows[raw("Intensity")].try_cast("float64"),
        place=actors.on_day(rows["_p_actor"], rows["day"]),
        locality=ibis.coalesce(rows[raw("City")], rows[raw("Placename")]),
        publishers=rows[raw("Source")],
        source_id=rows[raw("Event ID")],
        unknown=actors.both_unknown(actor, recipient),
        problem=mapping.first_reason(
            (rows[raw("Event ID")].isnull(), "no event id"),
            (rows["day"].isnull(), mapping.no_day(rows[raw("Event Date")])),
            (kind.isnull(), "no type"),
            (~kind.isin(vocabulary.TYPES), ibis.literal("unknown type ").concat(kind)),
            (beyond, "coordinates beyond the globe"),
        ),
    )


def _side(rows: ir.Table, party: str, prefix: str) -> tuple[ir.Table, Side]:
    """Read a party by its country, a body without one by its name."""
    name, country = rows[raw(f"{party} Name")], rows[raw(f"{party} Country")]
    as_said, sector = rows[raw(f"{party} Name Raw")], rows[raw(f"Primary {party} Sector")]
    rows = actors.joined(rows, _spelled(country), actors.places(), f"{prefix}c")
    rows = actors.joined(rows, _spelled(name), actors.places(), f"{prefix}n")
    state = ibis.coalesce(rows[f"{prefix}c_actor"], rows[f"{prefix}n_actor"])
    label = ibis.coalesce(name, as_said)
    there = label.notnull() | country.notnull()
    # A person without a country is of no state; a country that no table knows is news.
    strange = country.notnull() & state.isnull()
    return rows, Side(
        actor=there.ifelse(actors.on_day(state, rows["day"]).fill_null(NOBODY), ibis.null(str)),
        role=_role(sector),
        name=label,
        unknown=strange.ifelse(country, ibis.null(str)),
    )


def _spelled(text: ir.StringValue) -> ir.StringValue:
    return actors.spelled_column(text)


def _role(sector: ir.StringValue) -> ir.StringValue:
    table = vocabulary.data_codes("cameo", "type")
    cases = [(sector.upper() == row.code, row.role) for row in table if row.role]
    return ibis.cases(*cases, else_=ibis.null(str))


def _mode(kind: ir.StringValue, mode: ir.StringValue) -> ir.StringValue:
    """The mode, where it is one that the type has."""
    fits = [
        (kind == name) & mode.isin(vocabulary.modes(name))
        for name in vocabulary.TYPES
        if vocabulary.modes(name)
    ]
    return ibis.or_(*fits).fill_null(False).ifelse(mode, ibis.null(str))


def _contexts(text: ir.StringValue) -> ir.ArrayValue:
    known = ibis.array(sorted(vocabulary.contexts()))

    def is_known(part: ir.Value) -> ir.Value:
        return known.contains(part)

    return text.lower().re_replace(r"\s*;\s*", ";").split(";").filter(is_known)


POLECAT = EventSource(
    name="polecat",
    card=SourceCard(
        name="polecat",
        title="POLECAT (POLitical Event Classification, Attributes, and Types)",
        publisher="POLECAT project; Harvard Dataverse",
        address="https://doi.org/10.7910/DVN/AJGVIT",
        licence="terms of the Dataverse page; read them before passing rows on",
        citation=(
            "Halterman, Bagozzi, Beger, Schrodt, Scarborough: PLOVER and POLECAT: A New Political "
            "Event Ontology and Dataset, 2023; Harvard Dataverse, doi:10.7910/DVN/AJGVIT."
        ),
        coverage="the world, 2018 on, about 1,000 publishers in seven languages",
        limitation=(
            "This reader was written from the published list of columns and has not yet been run "
            "on a real file. Coded by machine; some rows of the published files are malformed and "
            "are rejected; one happening makes as many rows as articles."
        ),
        sampling="systematic",
    ),
    layouts=(
        Layout(
            name="polecat",
            columns=COLUMNS,
            reports=reports,
            days=("Event Date",),
            encoding="latin-1",
            cover="days",
        ),
    ),
)
