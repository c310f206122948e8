"""UN Comtrade: yearly totals of bilateral trade as each reporter counted them.

The answers of the API saved as JSON, or the table of the site, old or new. Rows that break a total
down are left out, months are never made years, and shares are of the trade with the world where
the file states it. :func:`answers` asks the API page by
page through a function that it is given, so that nothing here opens a connection by itself.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pa_csv

from steelyard.errors import SourceError
from steelyard.records import SourceCard, columns_of
from steelyard.records.reports import Reject
from steelyard.records.sources import TieSource, TieTables
from steelyard.sheets.header import places
from steelyard.ties.tables import (
    STATED,
    Rows,
    code_dyads,
    counted_flows,
    dyad_rejects,
    open_rows,
    rejected,
    share_notes,
    share_ties,
    state_spells,
    tie_tables,
)
from steelyard.vocabulary.state_names import group_codes

NAME = "comtrade"

#: Where the API answers: with a key up to 250,000 rows a call, without one 500.
ADDRESS = "https://comtradeapi.un.org"
MOST = {True: 250_000, False: 500}

#: The most reporters and years that one call may name.
REPORTERS, PERIODS = 5, 12

_COLUMNS = columns_of(NAME)

#: SQL over the rows: codes and words of the API, and of the site until 2023.
_IMPORTS = "lower(flowCode) in ('m', '1', 'import', 'imports')"
_EXPORTS = "lower(flowCode) in ('x', '2', 'export', 'exports')"
_TOTAL = "upper(cmdCode) = 'TOTAL'"
_YEARLY = "(coalesce(freqCode, 'A') = 'A' and length(coalesce(period, refYear)) < 6)"
_WHOLE = (
    f"({_YEARLY} and coalesce(upper(typeCode), 'C') = 'C' and coalesce(ltrim(partner2Code, '0'), '') = '' and coalesce(upper(customsCode), 'C00') "
    "in ('C00', '0', '') and coalesce(ltrim(motCode, '0'), '') = '' and coalesce(ltrim(mosCode, '0'), '') = '')"
)

CARD = SourceCard(
    name=NAME,
    title="UN Comtrade, yearly totals by partner",
    publisher="United Nations Statistics Division",
    address="https://comtradeplus.un.org",
    licence="UN Comtrade's policy on use: no redistribution of the data without permission",
    citation="United Nations, UN Comtrade Database, comtradeplus.un.org",
    coverage="since 1962, by reporter; the latest years are incomplete",
    limitation="Each reporter's own figures: some states do not report, some years are missing, importer and exporter differ. "
    "Kosovo reports nothing; Taiwan stands as 'Other Asia'.",
    sampling="systematic",
)

#: Fetches an address with parameters and returns the text of the answer.
Get = Callable[[str, Mapping[str, str]], str]


def answers(
    get: Get,
    reporters: Sequence[str | int],
    years: Sequence[int],
    *,
    key: str | None = None,
    address: str = ADDRESS,
) -> Iterator[tuple[str, str]]:
    """Yield a name for a file and the JSON text for each call that the question needs.

    Args:
        get: ``(address, parameters) -> text``; raises what it raises.
        reporters: Comtrade codes of the states whose figures are wanted.
        years: Years wanted.
        key: Subscription key of the reader's own; without one the API gives 500 rows a call.
        address: Of the API.

    Raises:
        SourceError: An answer is an error, no JSON, or cut off at the limit of rows.
    """
    path = "/data/v1/get/C/A/HS" if key else "/public/v1/preview/C/A/HS"
    most = MOST[bool(key)]
    for some in _parts(list(reporters), REPORTERS if key else 1):
        for period in _parts(list(years), PERIODS if key else 1):
            question = {
                "reportercode": ",".join(str(code) for code in some),
                "period": ",".join(str(year) for year in period),
                "flowCode": "M,X",
                "cmdCode": "TOTAL",
                "partner2Code": "0",
                "customsCode": "C00",
                "motCode": "0",
                "maxRecords": str(most),
                **({"subscription-key": key} if key else {}),
            }
            text = get(address + path, question)
            found = _checked(
                text, f"the answer for {question['reportercode']}, {question['period']}"
            )
            if len(found) >= most:
                msg = (
                    f"Comtrade cut its answer off at {most} rows. Ask for fewer reporters or years"
                    f"{'' if key else ', or with a key (COMTRADE_KEY)'}."
                )
                raise SourceError(msg)
            yield f"comtrade-{'-'.join(map(str, some))}-{period[0]}-{period[-1]}.json", text


def read(path: Path) -> TieTables:
    """Read saved answers: flows by reporter, and the share of each partner.

    Raises:
        SourceError: The file is no answer of the API, holds months, or no row could be taken.
    """
    rows = _opened(path)
    code_dyads(
        rows,
        state_spells("comtrade"),
        {"mine": "reporterCode", "partner": "partnerCode"},
        "refYear",
        {"value": "primaryValue"},
        groups=group_codes("comtrade"),
    )
    # What the world trades as a reporter, and what a group does, is nobody's tie.
    rejects = (
        *dyad_rejects(rows),
        *rejected(
            rows,
            f"select line, if({_YEARLY}, 'a part of a total (by second partner, transport, customs or supply), or services', "
            f"'a month') from rows where not ({_WHOLE})",
            bad=False,
        ),
        *rejected(
            rows,
            "select line, 'no total of imports or exports' as reason from coded join rows using (line) "
            f"where problem is null and {_WHOLE} and not ({_TOTAL} and ({_IMPORTS} or {_EXPORTS}))",
            bad=False,
        ),
        *counted_flows(
            rows, _EXPORTS, _IMPORTS, unit="'USD'", product="TOTAL", kept=f"{_WHOLE} and {_TOTAL}"
        ),
    )
    flows = rows.table("select * from flows order by year, exporter, importer, reporter, line")
    if not flows.num_rows:
        months = rows.sql(f"select 1 from rows where not {_YEARLY} limit 1").fetchone()
        hint = (
            "It holds months, of which no year is made: ask for the frequency Annual."
            if months
            else "Ask for TOTAL, by partner."
        )
        msg = f"{path.name}: no yearly total of imports or exports between two states in it. {hint}"
        raise SourceError(msg)
    ties = share_ties(rows, STATED)
    notes = (*rows.notes, *share_notes(ties, "Ask for the partner World (0) as well."))
    return tie_tables(rows.count, _once(rejects), {"flows": flows, "ties": ties}, notes)


def _once(rejects: tuple[Reject, ...]) -> list[Reject]:
    """One reason a line: a part of a total may be of a group as well."""
    return list({reject.line: reject for reject in reversed(rejects)}.values())


def _opened(path: Path) -> Rows:
    """The rows of a table as they are, those of JSON by way of a CSV of the same columns."""
    figures = ("primaryValue",)
    if not _is_json(path):
        rows = open_rows(NAME, path, _COLUMNS, figures=figures)
    else:
        text = path.read_text(encoding="utf-8-sig", errors="replace")
        data = _checked(text, path.name)
        if not data:
            msg = f"{path.name} is an answer without rows. Ask for other reporters, partners or years."
            raise SourceError(msg)
        known = {key for row in data for key in row}
        named = {column.name: places(sorted(known), (column,)) for column in _COLUMNS}
        keys = {name: sorted(known)[at[name]] for name, at in named.items() if at}
        columns = {name: [_text(row.get(key)) for row in data] for name, key in keys.items()}
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / f"{path.stem}.csv"
            pa_csv.write_csv(
                pa.table({n: pa.array(c, pa.string()) for n, c in columns.items()}), copy
            )
            opened = open_rows(NAME, copy, _COLUMNS, figures=figures)
        rows = Rows(opened.connection, opened.columns, opened.count, path, NAME, opened.notes)
    for column in _COLUMNS:
        if column.name not in rows.columns:
            rows.connection.execute(f'alter table rows add column "{column.name}" varchar')
    rows.connection.execute(
        """
        alter table rows add column world boolean;
        update rows set world = regexp_full_match(partnerCode, '0+(\\.0)?')
        """
    )
    return rows


def _is_json(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")


def _checked(text: str, what: str) -> list[dict[str, Any]]:
    """The rows of an answer; an error of the API is told in its own words."""
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError) as error:
        msg = f"{what} is no JSON ({error}). Ask again, or check the address."
        raise SourceError(msg) from error
    data = answer
    if isinstance(answer, dict):  # the old API called it otherwise
        data = answer.get("data", answer.get("dataset"))
    message = answer.get("error") or answer.get("message") if isinstance(answer, dict) else None
    if not isinstance(data, list) or (message and not data):
        msg = f"{what} is no table of Comtrade ({message or 'it has no data'}). Check key and question."
        raise SourceError(msg)
    if not all(isinstance(row, dict) for row in data):
        msg = f"{what} has rows that are no records. Save the API's answer as it is."
        raise SourceError(msg)
    return data


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _parts(values: list[Any], size: int) -> Iterator[list[Any]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]


SOURCE = TieSource(name=NAME, card=CARD, read=read, files=("*.json", "*.csv", "*.xlsx"))
