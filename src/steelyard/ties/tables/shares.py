"""Shares of each partner in a state's trade, from flows: what every trade data set gives alike.

A share is of the trade with the world where the publisher states it, else of the partners in the file,
which the tie then says. A state's trade as its partners counted it is known only where nearly all
of them are in the file: of one reporter's figures its own share would be all, so that there is none.
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from steelyard.ties.tables.files import Rows
from steelyard.ties.tables.ids import tie_rows

#: The indicator; ``method`` says which way and which edition, ``reporter`` who counted.
SHARE = "trade.share"

#: So many partners are taken for all of them: of fewer it is said that the share is of these.
MANY = 20

#: So many reporters are taken for all of them, where a state's trade is what they counted.
NEARLY_ALL = 50

#: SQL: a state's trade as it counted it itself.
_OWN = "(way = 'imports' and reporter = 'importer') or (way = 'exports' and reporter = 'exporter')"

#: How the text of a share of few partners begins, and that of one where the world would settle it.
_FEW = "of the "
_NO_WORLD = f"^{_FEW}|one partner alone"

#: Beyond this the parts are more than the whole: rounding explains no more.
OVER = 1.001


def share_ties(rows: Rows, wholes: str | None = None) -> pa.Table:
    """Return the share of every partner in a state's imports and exports, in per cent.

    Where the whole is not known the value is null and the text says why.

    Args:
        rows: Holds the table ``flows`` (exporter, importer, year, value, unit, reporter); flows of one
            pair, year and reporter are added up (products), null figures are left out.
        wholes: SQL that gives ``state, year, reporter, way, unit, whole`` where the publisher
            states the trade with the world. Else the publisher has merged or listed all
            reporters, and a whole is the sum of the partners in the file.
    """
    ways = " union all ".join(
        f"""
        select {mine} as state, {theirs} as partner, year, reporter, '{way}' as way, unit, sum(value) as value
        from flows where value is not null and exporter <> importer group by all
        """
        for way, mine, theirs in (
            ("imports", "importer", "exporter"),
            ("exports", "exporter", "importer"),
        )
    )
    stated = wholes or ("select state, year, reporter, way, unit, whole from summed where false")
    own = _OWN if wholes else "true"
    found = rows.sql(
        f"""
        with counted as ({ways}),
        summed as (
            select state, year, reporter, way, sum(value) as whole, count(distinct partner) as partners,
                min(unit) as unit, count(distinct unit) > 1 as mixed
            from counted group by all
        ),
        stated as ({stated}),
        placed as (
            select c.*, t.whole as world, s.whole as listed, s.partners, s.mixed, t.unit as world_unit,
                t.way is not null and t.whole is null as doubtful,
                ({own}) as own
            from counted c join summed s using (state, year, reporter, way)
            left join stated t using (state, year, reporter, way)
        ),
        reasoned as (
            select *, case
                when doubtful then 'two figures for the trade with the world'
                when world is not null and unit is distinct from world_unit
                    then 'in another unit than the trade with the world'
                when value > world * {OVER} then 'more than the trade with the world in the file'
                when world is not null then null
                when mixed then 'figures in more than one unit'
                when partners = 1 then 'one partner alone is in the file, and not the trade with the world'
                when not own and partners < {NEARLY_ALL}
                    then 'as ' || partners || ' of its partners counted it; the others are not in the file'
            end as gap
            from placed
        )
        select state, partner, year, '{SHARE}' as indicator,
            if(gap is null, 100 * value / coalesce(world, listed), null) as value,
            'percent' as unit, reporter, way, cast(year as varchar) as source_id,
            case when gap is not null then 'cannot be told: ' || gap
                when world is null and partners < {MANY}
                    then '{_FEW}' || partners || ' partners in the file'
            end as text
        from reasoned
        where coalesce(world, listed) > 0 order by year, way, reporter, state, partner
        """
    ).to_arrow_table()
    edition = rows.path.name.replace("'", "''")
    rows.connection.register("found", found)
    named = rows.sql(
        f"select * exclude way, way || ', {edition}' as method, '{rows.source}' as source from found"
    ).to_arrow_table()
    rows.connection.unregister("found")
    return tie_rows(named)


def share_notes(ties: pa.Table, advice: str) -> tuple[str, ...]:
    """Say for which states and years shares are of a few partners alone, and what to do.

    Args:
        ties: What :func:`share_ties` gave.
        advice: What to ask the publisher for, as a sentence.
    """
    few = ties.filter(pc.match_substring_regex(ties["text"], _NO_WORLD)).select(["year", "state"])
    places = sorted({(row["year"], row["state"]) for row in few.to_pylist()})
    if not places:
        return ()
    (year, state), more = places[0], len(places) - 1
    others = f" (and {more} more such totals)" if more else ""
    return (
        (
            f"What {state} traded with the world in {year}{others} is not in the file: shares are of the few partners "
            f"that are, or cannot be told. {advice}"
        ),
    )
