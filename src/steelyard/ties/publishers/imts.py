"""IMF International Trade in Goods by partner country (IMTS, once DOTS): CSV of its data portal.

Long (TIME_PERIOD and OBS_VALUE, as the API gives it) or wide (a column a year, as the explorer
exports it). Imports are what the importer counted, with freight (CIF), exports what the exporter
counted (FOB): the two stand side by side and are never averaged.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from steelyard.errors import SourceError
from steelyard.records import Column, SourceCard, columns_of
from steelyard.records.sources import TieSource, TieTables
from steelyard.ties.tables import (
    STATED,
    Rows,
    code_dyads,
    counted_flows,
    dyad_rejects,
    header_of,
    label_spells,
    open_rows,
    rejected,
    share_notes,
    share_ties,
    tie_tables,
)
from steelyard.vocabulary.state_names import names_a_group, state_named

NAME = "imts"

_COLUMNS = columns_of(NAME)

#: What the partner is called that is the whole world, as code or in words.
_WORLD = ("world", "w00", "g001", "001")

#: SQL over the text of the indicator, as code or in words.
_EXPORTS = (
    "(indicator ilike 'XG\\_FOB\\_USD%' escape '\\' or indicator ilike 'TXG\\_FOB\\_USD%' escape '\\' or "
    "indicator ilike 'exports%dollar%' or indicator ilike 'goods, value of exports%dollar%')"
)
_IMPORTS = (
    "(indicator ilike 'MG\\_CIF\\_USD%' escape '\\' or indicator ilike 'TMG\\_CIF\\_USD%' escape '\\' or "
    "indicator ilike 'imports%c%i%f%dollar%' or indicator ilike 'goods, value of imports%c%i%f%dollar%')"
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
    texts = [label for (label,) in labels if label]
    groups = [text for text in texts if state_named(text) is None and _is_group(text)]
    code_dyads(
        rows,
        label_spells(texts),
        {"mine": "country", "partner": "partner"},
        "period",
        {"value": "value"},
        groups=groups,
    )
    rejects = (
        *dyad_rejects(rows),
        *rejected(
            rows,
            "select line, 'an indicator other than imports CIF and exports FOB in US dollars' as reason "
            f"from coded join rows using (line) where problem is null and not ({_EXPORTS} or {_IMPORTS})",
            bad=False,
        ),
        *counted_flows(
            rows,
            _EXPORTS,
            _IMPORTS,
            unit="'USD' || coalesce(', scale ' || scale, '')",
            product="all",
        ),
    )
    flows = rows.table("select * from flows order by year, exporter, importer, reporter, line")
    if not flows.num_rows:
        msg = (
            f"{path.name}: no yearly figure in US dollars (XG_FOB_USD or MG_CIF_USD) between two "
            "states. Choose these indicators and the frequency Annual in the data explorer."
        )
        raise SourceError(msg)
    ties = share_ties(rows, STATED)
    notes = (*rows.notes, *share_notes(ties, "Choose the counterpart World (G001) as well."))
    lines = dict(rows.sql("select line, file_line from rows").fetchall())
    placed = [replace(one, line=lines.get(one.line, one.line)) for one in rejects]
    return tie_tables(rows.count, placed, {"flows": flows, "ties": ties}, notes)


def _is_group(text: str) -> bool:
    """Whether a name or code that is no state's is that of a group (``G163``, ``Euro Area``)."""
    return names_a_group(text) or any(letter.isdigit() for letter in text)


def _opened(path: Path) -> Rows:
    """The rows in the long shape; only yearly ones, since months add up to years themselves."""
    header = header_of(path, _COLUMNS)
    years = [name for name in header if name.strip().isdecimal() and len(name.strip()) == 4]
    figures = ("OBS_VALUE", *years)
    rows = open_rows(NAME, path, (*_COLUMNS, *map(Column, years)), figures=figures)
    if "TIME_PERIOD" in rows.columns and "OBS_VALUE" in rows.columns:
        melted = "select *, TIME_PERIOD as period, OBS_VALUE as value from rows"
    elif years:
        listed = ", ".join(f'"{year}"' for year in years)
        melted = f"unpivot rows on {listed} into name period value value"
    else:
        msg = (
            f"{path.name} has neither TIME_PERIOD and OBS_VALUE nor a column a year (found: "
            f"{', '.join(header[:8])}). Export IMTS as CSV from data.imf.org."
        )
        raise SourceError(msg)
    attribute = "ATTRIBUTE" if "ATTRIBUTE" in rows.columns else "'Value'"
    frequency = "FREQUENCY" if "FREQUENCY" in rows.columns else "'A'"
    scale = "SCALE" if "SCALE" in rows.columns else "cast(null as varchar)"
    world = ", ".join(f"'{name}'" for name in _WORLD)
    rows.connection.execute(
        f"""
        create table long as
        select COUNTRY as country, COUNTERPART_COUNTRY as partner, INDICATOR as indicator,
            period, value, {scale} as scale, line as file_line,
            lower(COUNTERPART_COUNTRY) in ({world}) as world,
            row_number() over (order by line, period) as line
        from ({melted})
        where {frequency} in ('A', 'Annual') and value is not null and length(period) <= 4
            and coalesce({attribute}, 'Value') = 'Value';
        drop table rows; alter table long rename to rows;
        """
    )
    (count,) = rows.sql("select count(*) from rows").fetchone() or (0,)
    return replace(rows, count=int(count))


SOURCE = TieSource(name=NAME, card=CARD, read=read, files=("*.csv", "*.xlsx"))
