"""KEDS: machine-coded events from the leads of a news wire, in WEIS codes.

Shape: ``date,source,target,code,desc`` with a header, days as ``1999-03-24``. A party's code is
that of a state (``SER``) with, at times, a role after it (``SERGOV``).

Traps: the publishers have already left one of several equal events a day; rows have no id, so
the line stands for it; a code such as MAC is Macedonia here and Macao in GDELT; codes 02x are
comments, which PLOVER does not count as events.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from steelyard import vocabulary
from steelyard.records import EventSource, Layout, SourceCard, columns_of
from steelyard.sources import mapping
from steelyard.sources.actors import NOBODY, Side, both_unknown, code_table, joined, on_day

#: Letters of a role after the code of a state.
SUFFIX = 3

#: A day of six digits; events begin in 1979.
_SHORT = r"^\d{6}$"
_EIGHTIES = "7"

COLUMNS = columns_of("keds")

#: The order of files without a header.
FIVE = ("date", "source", "target", "code", "desc")


def _side(rows: ir.Table, column: str, day: ir.DateValue) -> tuple[ir.Table, Side]:
    """Read a party: its whole code where that is listed, else the state and a role after it."""
    code, prefix = rows[column], f"_{column}"
    states = code_table(vocabulary.data_codes("keds", "code"))
    roles = code_table(vocabulary.data_codes("keds", "suffix"))
    rows = joined(rows, code, states, f"{prefix}_whole")
    rows = joined(rows, code.substr(0, code.length() - SUFFIX), states, f"{prefix}_state")
    rows = joined(rows, code.right(SUFFIX), roles, f"{prefix}_role")
    whole = rows[f"{prefix}_whole_listed"].notnull()
    apart = rows[f"{prefix}_state_listed"].notnull() & rows[f"{prefix}_role_listed"].notnull()
    actor = whole.ifelse(rows[f"{prefix}_whole_actor"], rows[f"{prefix}_state_actor"])
    named = (whole | apart).ifelse(actor, ibis.null(str)).fill_null(NOBODY)
    side = Side(
        actor=rows[column].isnull().ifelse(ibis.null(str), on_day(named, day)),
        role=whole.ifelse(rows[f"{prefix}_whole_role"], rows[f"{prefix}_role_role"]),
        name=rows[column],
        unknown=(whole | apart).ifelse(ibis.null(str), rows[column]),
    )
    return rows, side


def reports(rows: ir.Table) -> ir.Table:
    """Map rows of the file to columns of REPORT."""
    text = {column.name: rows[column.name].strip() for column in COLUMNS}
    # The project's own files write 990324.
    short = text["date"].re_search(_SHORT)
    century = (text["date"].substr(0, 1) >= _EIGHTIES).ifelse("19", "20")
    long = ibis.literal("-").join(
        [
            century.concat(text["date"].substr(0, 2)),
            text["date"].substr(2, 2),
            text["date"].substr(4, 2),
        ]
    )
    rows = rows.select("line", **{**text, "date": short.ifelse(long, text["date"])})
    day = mapping.day_of(rows.date, "YYYY-MM-DD")
    rows, actor = _side(rows, "source", day)
    rows, recipient = _side(rows, "target", day)
    rows = rows.mutate(
        **actor.columns("actor"),
        **recipient.columns("recipient"),
        unknown=both_unknown(actor, recipient),
        day=mapping.day_of(rows.date, "YYYY-MM-DD"),
    )
    rows = mapping.visitor_first(mapping.coded(rows, "code", "weis"))
    return rows.select(
        *mapping.PAIR,
        *mapping.CODED,
        "line",
        "day",
        "code",
        "unknown",
        sentence=rows["desc"],
        problem=mapping.first_reason(
            (rows.day.isnull(), mapping.no_day(rows.date)),
            (rows.source.isnull(), "no source"),
            (rows.code.isnull(), "no code"),
            (~rows.known, ibis.literal("unknown WEIS code ").concat(rows.code)),
        ),
        outside=mapping.first_reason(
            (rows.type.isnull(), ibis.literal("no PLOVER type: WEIS ").concat(rows.code)),
        ),
    )


KEDS = EventSource(
    name="keds",
    card=SourceCard(
        name="keds",
        title="KEDS Balkans, WEIS codes, 1989-2003",
        publisher="Kansas Event Data System project (Schrodt)",
        address="https://eventdata.parusanalytics.com",
        licence="no licence stated by the publisher",
        citation="Kansas Event Data System (KEDS) project: Balkans data set, WEIS codes.",
        coverage="1989-04-02 to 2003-07-31, the former Yugoslavia and who dealt with it",
        limitation=(
            "Coded by machine from the leads of one news wire; equal events of a day were left "
            "once by its makers, so that the number of reports of an event is not known; the "
            "place of an event is not coded."
        ),
        sampling="systematic",
    ),
    layouts=(
        Layout(
            name="keds-weis",
            columns=COLUMNS,
            reports=reports,
            quote='"',
            positions={len(FIVE): FIVE, len(FIVE) - 1: FIVE[:-1]},
            days=("date",),
            codes={"code": "weis"},
            numbered=True,
            cover="span",
        ),
    ),
    sizes={"keds-weis": (1_000, 500_000)},
)
