"""IMF International Trade in Goods by partner country (IMTS, once DOTS): CSV of its data portal.

Long (TIME_PERIOD and OBS_VALUE, as the API gives it) or wide (a column a year, as the explorer
exports it). Imports are what the importer counted, with freight (CIF), exports what the exporter
counted (FOB): the two stand side by side and are never averaged.
"""

from __future__ import annotations

from pathlib import Path

from steelyard.errors import SourceError
from steelyard.records import SourceCard
from steelyard.records.sources import TieSource, TieTables
from steelyard.ties.tables import (
    Rows,
    code_dyads,
    dyad_rejects,
    header_of,
    label_spells,
    open_rows,
    rejected,
    share_ties,
    tie_tables,
)

NAME = "imts"

_KEYS = ("COUNTRY", "INDICATOR", "COUNTERPART_COUNTRY")
_ALIASES = {
    "COUNTRY.ID": "COUNTRY",
    "INDICATOR.ID": "INDICATOR",
    "COUNTERPART_COUNTRY.ID": "COUNTERPART_COUNTRY",
}

#: SQL over the text of the indicator, as code or in words.
_EXPORTS = "(indicator ilike 'XG\\_FOB\\_USD%' escape '\\' or indicator ilike 'exports%dollar%')"
_IMPORTS = (
    "(indicator ilike 'MG\\_CIF\\_USD%' escape '\\' or indicator ilike 'imports%c%i%f%dollar%')"
)

CARD = SourceCard(
    name=NAME,
    title="International Trade in Goods by partner country (IMTS)",
    publisher="International Monetary Fund",
    address="https://data.imf.org/en/datasets/IMF.STA:IMTS",
    licence="IMF copyright and terms; not to be redistributed",
    citation="International Monetary Fund, International Trade in Goods (by partner country), data.imf.org",
    coverage="yearly since 1948 for most states, to the month of the download",
    limitation="Importers count with freight and by origin, exporters without and by first destination: the two figures "
    "of one flow differ. Gaps of reporters are in part estimates of the Fund.",
    sampling="systematic",
)


def read(path: Path) -> TieTables:
    """Read a download of IMTS: yearly flows by reporter, and the share of each partner.

    Raises:
        SourceError: The file is in neither shape, or holds no yearly figure in US dollars.
    """
    rows = _opened(path)
    labels = rows.sql("select country from rows union select partner from rows").fetchall()
    code_dyads(
        rows,
        label_spells(label for (label,) in labels if label),
        {"mine": "country", "partner": "partner"},
        "period",
        {"value": "value"},
    )
    rows.connection.execute(
        f"""
        create table flows as
        select
            case when {_EXPORTS} then mine else c.partner end as exporter,
            case when {_EXPORTS} then c.partner else mine end as importer,
            year, c.value, 'USD' || coalesce(', scale ' || scale, '') as unit,
            case when {_EXPORTS} then 'exporter' else 'importer' end as reporter,
            'all' as product, line
        from coded c join rows r using (line)
        where problem is null and c.value >= 0 and ({_EXPORTS} or {_IMPORTS})
        """
    )
    flows = rows.table("select * from flows order by year, exporter, importer, reporter, line")
    if not flows.num_rows:
        msg = (
            f"{path.name}: no yearly figure in US dollars (XG_FOB_USD or MG_CIF_USD) between two "
            "states. Choose these indicators and the frequency Annual in the data explorer."
        )
        raise SourceError(msg)
    rejects = (
        *dyad_rejects(rows),
        *rejected(
            rows,
            "select line, 'negative trade' as reason from coded where problem is null and value < 0",
        ),
        *rejected(
            rows,
            "select line, 'an indicator other than imports CIF and exports FOB in US dollars' as reason "
            f"from coded join rows using (line) where problem is null and not ({_EXPORTS} or {_IMPORTS})",
            bad=False,
        ),
    )
    return tie_tables(rows.count, rejects, {"flows": flows, "ties": share_ties(rows)})


def _opened(path: Path) -> Rows:
    """The rows in the long shape; only yearly ones, since months add up to years themselves."""
    found = header_of(path)
    upper = [name.strip().upper() for name in found]
    years = [name for name in found if name.strip().isdecimal() and len(name.strip()) == 4]
    if "TIME_PERIOD" not in upper and not years:
        msg = (
            f"{path.name} has neither TIME_PERIOD nor a column a year (found: {', '.join(found[:8])}). "
            "Export IMTS as CSV from data.imf.org."
        )
        raise SourceError(msg)
    optional = ("FREQUENCY", "SCALE")
    if "TIME_PERIOD" in upper:
        rows = open_rows(
            NAME, path, (*_KEYS, "TIME_PERIOD", "OBS_VALUE"), optional, aliases=_ALIASES
        )
        melted = "select *, TIME_PERIOD as period, OBS_VALUE as value from rows"
    else:
        rows = open_rows(NAME, path, _KEYS, (*optional, *years), aliases=_ALIASES)
        listed = ", ".join(f'"{year}"' for year in years)
        melted = f"unpivot rows on {listed} into name period value value"
    frequency = "FREQUENCY" if "FREQUENCY" in rows.columns else "'A'"
    scale = "SCALE" if "SCALE" in rows.columns else "cast(null as varchar)"
    rows.connection.execute(
        f"""
        create table long as
        select COUNTRY as country, COUNTERPART_COUNTRY as partner, INDICATOR as indicator,
            period, value, {scale} as scale, line as file_line,
            row_number() over (order by line, period) as line
        from ({melted}) where {frequency} in ('A', 'Annual') and value is not null;
        drop table rows; alter table long rename to rows;
        """
    )
    return rows


SOURCE = TieSource(name=NAME, card=CARD, read=read, files=("*.csv",))
