"""Flows of trade as each reporter counted them, and what each traded with the whole world."""

from __future__ import annotations

from steelyard.records.reports import Reject
from steelyard.ties.tables.files import Rows, rejected

#: Reasons of rows that are no flow of their own.
_TWICE = "the same flow twice, with the same figure"
_TWO = "one flow with two figures"


def counted_flows(
    rows: Rows, exports: str, imports: str, *, unit: str, product: str, kept: str = "true"
) -> tuple[Reject, ...]:
    """Make the tables ``flows`` and ``stated`` from ``coded``, and return what is not taken.

    ``flows`` has a row a flow: of two equal ones the first, of two that differ neither. ``stated``
    has what a reporter traded with the world, where the file says it; null where it says two things.

    Args:
        rows: Holds ``coded`` with ``mine``, ``partner`` and ``value``, and ``rows`` with a column
            ``world``, which says whether the partner is the whole world.
        exports: SQL over ``rows`` that is true of exports.
        imports: SQL over ``rows`` that is true of imports.
        unit: SQL that gives the unit.
        product: What is traded.
        kept: SQL over ``rows`` that is true of totals, and not of their parts.
    """
    way = f"case when {exports} then 'exports' when {imports} then 'imports' end"
    rows.connection.execute(
        f"""
        create table counted as
        select c.line, c.year, c.mine, c.partner, c.value, c.problem, r.world, {way} as way,
            {unit} as unit,
            row_number() over (partition by c.mine, c.partner, r.world, c.year, {way} order by c.line) as nth,
            count(distinct c.value) over (partition by c.mine, c.partner, r.world, c.year, {way}) as figures
        from coded c join rows r using (line)
        where ({kept}) and {way} is not null and (c.problem is null or r.world) and c.value >= 0
            and c.mine is not null;
        create table flows as
        select if(way = 'exports', mine, partner) as exporter,
            if(way = 'exports', partner, mine) as importer, year, value, unit,
            if(way = 'exports', 'exporter', 'importer') as reporter, '{product}' as product, line
        from counted where not world and nth = 1 and figures = 1;
        create table stated as
        select mine as state, year, if(way = 'exports', 'exporter', 'importer') as reporter, way,
            unit, if(figures = 1, value, null) as whole
        from counted where world and nth = 1
        """
    )
    return (
        *rejected(
            rows, "select line, 'negative trade' from coded where problem is null and value < 0"
        ),
        *rejected(
            rows, f"select line, '{_TWICE}' from counted where nth > 1 and figures = 1", bad=False
        ),
        *rejected(rows, f"select line, '{_TWO}' from counted where figures > 1"),
    )


#: The wholes of :func:`counted_flows`, for the shares of partners.
STATED = "select state, year, reporter, way, unit, whole from stated"
