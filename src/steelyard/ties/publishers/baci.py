"""BACI: bilateral trade by product, importer's and exporter's figures reconciled by CEPII.

Files ``BACI_HS.._Y...._V......csv``: t (year), i (exporter), j (importer), k (product), v (thousand
USD), q. Products are added up when the file is read; codes are those of UN Comtrade.
"""

from __future__ import annotations

from pathlib import Path

from steelyard.errors import SourceError
from steelyard.records import SourceCard, columns_of
from steelyard.records.reports import Reject
from steelyard.records.sources import TieSource, TieTables
from steelyard.ties.tables import (
    Rows,
    code_dyads,
    dyad_rejects,
    open_rows,
    rejected,
    share_notes,
    share_ties,
    state_spells,
    tie_tables,
)
from steelyard.vocabulary.state_names import group_codes

NAME = "baci"

CARD = SourceCard(
    name=NAME,
    title="BACI, international trade database at the product level",
    publisher="CEPII",
    address="https://www.cepii.fr/DATA_DOWNLOAD/baci/doc/baci_webpage.html",
    licence="Etalab 2.0 as CEPII states it on the page; read it before passing data on",
    citation="Gaulier and Zignago 2010, BACI: International Trade Database at the Product-Level, CEPII Working Paper 2010-23",
    coverage="yearly since 1995 (HS92), by the HS revision of the file",
    limitation="One reconciled figure a flow: who reported what is no longer in it. Kosovo is not a reporter; "
    "groups such as the Southern African Customs Union are no states and are left out.",
    sampling="systematic",
)


def read(path: Path) -> TieTables:
    """Read one year of BACI: flows by pair, and the share of each partner.

    Raises:
        SourceError: The file is none of BACI's, or no row could be taken.
    """
    rows = open_rows(NAME, path, columns_of("baci"), figures=("v",))
    code_dyads(
        rows,
        state_spells("comtrade"),
        {"exporter": "i", "importer": "j"},
        "t",
        {"value": "v"},
        groups=group_codes("comtrade"),
    )
    rejects = (*dyad_rejects(rows), *_negative(rows))
    rows.connection.execute(
        """
        create table flows as
        select exporter, importer, year, sum(value) as value, 'thousand USD' as unit,
            'reconciled' as reporter, 'all' as product, min(line) as line
        from coded where problem is null and value >= 0 group by exporter, importer, year
        """
    )
    flows = rows.table("select * from flows order by year, exporter, importer")
    if not flows.num_rows:
        msg = (
            f"{path.name}: no row could be taken ({rejects[0].reason}). Take CEPII's file as it is."
        )
        raise SourceError(msg)
    ties = share_ties(rows)
    notes = (*rows.notes, *share_notes(ties, "Take the publisher's file whole."))
    return tie_tables(rows.count, rejects, {"flows": flows, "ties": ties}, notes)


def _negative(rows: Rows) -> tuple[Reject, ...]:
    return rejected(
        rows,
        "select line, case when value < 0 then 'negative trade' else 'no figure' end as reason "
        "from coded where problem is null and (value < 0 or value is null)",
    )


SOURCE = TieSource(name=NAME, card=CARD, read=read, files=("BACI_*.csv", "baci_*.csv"))
