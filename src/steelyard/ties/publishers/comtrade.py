"""UN Comtrade: yearly totals of bilateral trade as each reporter counted them.

The answers of the API, saved as JSON (or the site's CSV). :func:`answers` asks the API page by
page through a function that it is given, so that nothing here opens a connection by itself.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pa_csv

from steelyard.errors import SourceError
from steelyard.records import SourceCard
from steelyard.records.sources import TieSource, TieTables
from steelyard.ties.tables import (
    Rows,
    code_dyads,
    dyad_rejects,
    open_rows,
    rejected,
    share_ties,
    state_spells,
    tie_tables,
)

NAME = "comtrade"

#: Where the API answers: with a key up to 250,000 rows a call, without one 500.
ADDRESS = "https://comtradeapi.un.org"
MOST = {True: 250_000, False: 500}

#: The most reporters and years that one call may name.
REPORTERS, PERIODS = 5, 12

_COLUMNS = ("reporterCode", "partnerCode", "flowCode", "refYear", "cmdCode", "primaryValue")

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
        SourceError: The file is no answer of the API, or no row could be taken.
    """
    rows = _opened(path)
    code_dyads(
        rows,
        state_spells("comtrade"),
        {"mine": "reporterCode", "partner": "partnerCode"},
        "refYear",
        {"value": "primaryValue"},
    )
    imports, exports, total = "flowCode = 'M'", "flowCode = 'X'", "cmdCode = 'TOTAL'"
    rows.connection.execute(
        f"""
        create table flows as
        select case when {exports} then mine else partner end as exporter,
            case when {exports} then partner else mine end as importer,
            year, c.value, 'USD' as unit,
            case when {exports} then 'exporter' else 'importer' end as reporter,
            'TOTAL' as product, line
        from coded c join rows using (line)
        where problem is null and c.value >= 0 and {total} and ({imports} or {exports})
        """
    )
    rejects = (
        *dyad_rejects(rows),
        *rejected(
            rows,
            "select line, 'negative trade' as reason from coded where problem is null and value < 0",
        ),
        *rejected(
            rows,
            "select line, 'no total of imports or exports' as reason from coded join rows using (line) "
            f"where problem is null and not ({total} and ({imports} or {exports}))",
            bad=False,
        ),
    )
    flows = rows.table("select * from flows order by year, exporter, importer, reporter, line")
    if not flows.num_rows:
        msg = (
            f"{path.name}: no total of imports or exports between two states in it. Ask for TOTAL."
        )
        raise SourceError(msg)
    return tie_tables(rows.count, rejects, {"flows": flows, "ties": share_ties(rows)})


def _opened(path: Path) -> Rows:
    """The rows of a CSV as they are, those of JSON by way of a CSV of the same columns."""
    if path.suffix.lower() != ".json":
        return open_rows(NAME, path, _COLUMNS)
    import tempfile

    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        msg = f"{path.name} cannot be read ({error}). Save the API's answer as it is."
        raise SourceError(msg) from error
    data = _checked(text, path.name)
    columns = {name: [_text(row.get(name)) for row in data] for name in _COLUMNS}
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / path.name.replace(".json", ".csv")
        pa_csv.write_csv(pa.table({n: pa.array(c, pa.string()) for n, c in columns.items()}), copy)
        rows = open_rows(NAME, copy, _COLUMNS)
    return Rows(rows.connection, rows.columns, rows.count, path, NAME)


def _checked(text: str, what: str) -> list[dict[str, Any]]:
    """The rows of an answer; an error of the API is told in its own words."""
    try:
        answer = json.loads(text)
    except ValueError as error:
        msg = f"{what} is no JSON ({error}). Ask again, or check the address."
        raise SourceError(msg) from error
    data = answer.get("data") if isinstance(answer, dict) else None
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


SOURCE = TieSource(name=NAME, card=CARD, read=read, files=("*.json", "*.csv"))
