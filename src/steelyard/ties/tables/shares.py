"""Shares of each partner in a state's trade, from flows: what every trade data set gives alike."""

from __future__ import annotations

import pyarrow as pa

from steelyard.ties.tables.files import Rows
from steelyard.ties.tables.ids import tie_rows

#: The indicator; ``method`` says which way and which edition, ``reporter`` who counted.
SHARE = "trade.share"


def share_ties(rows: Rows, wholes: str | None = None) -> pa.Table:
    """Return the share of every partner in a state's imports and exports, in per cent.

    Args:
        rows: Holds the table ``flows`` (exporter, importer, year, value, reporter); flows of one
            pair, year and reporter are added up (products), null figures are left out.
        wholes: SQL that gives ``state, year, reporter, way, whole`` where the publisher states
            the trade with the world. Else a whole is the sum of the partners in the file.
    """
    ways = " union all ".join(
        f"""
        select {mine} as state, {theirs} as partner, year, reporter, '{way}' as way, sum(value) as value
        from flows where value is not null and exporter <> importer group by all
        """
        for way, mine, theirs in (
            ("imports", "importer", "exporter"),
            ("exports", "exporter", "importer"),
        )
    )
    found = rows.sql(
        f"""
        with counted as ({ways}),
        summed as (
            select state, year, reporter, way, sum(value) as whole from counted group by all
        ),
        stated as ({wholes or "select * from summed where false"}),
        wholes as (
            select state, year, reporter, way, coalesce(t.whole, s.whole) as whole
            from summed s left join stated t using (state, year, reporter, way)
        )
        select state, partner, year, '{SHARE}' as indicator, 100 * value / whole as value,
            'percent' as unit, reporter, way, cast(year as varchar) as source_id
        from counted join wholes using (state, year, reporter, way)
        where whole > 0 order by year, way, reporter, state, partner
        """
    ).to_arrow_table()
    edition = rows.path.name.replace("'", "''")
    rows.connection.register("found", found)
    named = rows.sql(
        f"select * exclude way, way || ', {edition}' as method, '{rows.source}' as source from found"
    ).to_arrow_table()
    rows.connection.unregister("found")
    return tie_rows(named)
