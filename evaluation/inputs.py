"""Small files that once failed, each with its command and what is right: ``python -m evaluation.inputs``.

The files lie beside the project in ../shared/inputs, each of a kind that people met; what is right is
written here. A folder that is not there is left out. ``--save`` writes the dated result.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from steelyard.archive import open_archive
from steelyard.errors import SteelyardError

INPUTS = Path(__file__).resolve().parents[2] / "shared" / "inputs"
RESULTS = Path(__file__).parent / "results"

#: Says what is wrong with what a command gave, None where it is right.
Verdict = Callable[[Any], str | None]


@dataclass(frozen=True, slots=True)
class Check:
    """One folder: how it is read, and whether what comes of it is right."""

    folder: str
    run: Callable[[Path], Any]
    right: Verdict


def loaded(source: str, *, days: str | None = None, mapped: bool = False) -> Callable[[Path], Any]:
    """Load a folder's files of a source; give the events, ties and warnings, or the error."""

    def run(folder: Path) -> Any:
        from steelyard.pipeline import load

        files = [path for path in sorted(folder.iterdir()) if path.suffix != ".toml"]
        columns = folder / "map.toml" if mapped else None
        with TemporaryDirectory() as work:
            archive = Path(work) / "a.duckdb"
            try:
                done = load(source, files, archive, columns=columns, days=days)  # type: ignore[arg-type]
            except SteelyardError as error:
                return str(error)
            opened = open_archive(archive)
            return {
                "events": opened.events.to_pyarrow().to_pylist(),
                "ties": opened.ties.to_pyarrow().to_pylist(),
                "unknown": sorted(done.unknown),
                "warnings": " ".join(done.warnings),
                "rejected": sum(file.rejected for file in done.loaded),
            }

    return run


def coded(folder: Path) -> Any:
    """Read the articles of a folder; give the events by file and article."""
    import steelyard as sy

    return list(sy.read([str(folder)]))


def weighed(folder: Path) -> Any:
    """Weigh a case; give the brief or the error."""
    import steelyard as sy

    try:
        return sy.weigh(sy.load_case(folder), seed=0)
    except SteelyardError as error:
        return str(error)


def says(*parts: str) -> Verdict:
    """Right is a refusal in one line that says so."""

    def right(found: Any) -> str | None:
        if not isinstance(found, str):
            return "it was taken"
        lost = [part for part in parts if part not in found]
        return f"it says: {found}" if lost or "\n" in found else None

    return right


def events(*wanted: tuple[str, str, str, str], note: str = "") -> Verdict:
    """Right are these events and no others: day, actors, recipients, type."""

    def right(found: Any) -> str | None:
        if isinstance(found, str):
            return found
        have = sorted(
            (str(e["day"]), ";".join(e["actor"]), ";".join(e["recipient"]), e["type"])
            for e in found["events"]
        )
        if note not in found["warnings"]:
            return f"nothing is said of '{note}': {found['warnings']}"
        return None if have == sorted(wanted) else f"events are {have}"

    return right


def parties(*wanted: tuple[str, str], days: set[str] | None = None) -> Verdict:
    """Right are events with these actors and recipients among them, nobody unknown."""

    def right(found: Any) -> str | None:
        if isinstance(found, str):
            return found
        have = {(";".join(e["actor"]), ";".join(e["recipient"])) for e in found["events"]}
        lost = [pair for pair in wanted if pair not in have]
        if lost or found["rejected"]:
            return f"without {lost}, {found['rejected']} rejected: {sorted(have)}"
        if days is not None and {str(e["day"]) for e in found["events"]} != days:
            return f"days are {sorted({str(e['day']) for e in found['events']})}"
        return None

    return right


def ties(
    indicator: str, wanted: dict[tuple[str, str, int], float | None], way: str = ""
) -> Verdict:
    """Right are these values of an indicator, to a tenth."""

    def right(found: Any) -> str | None:
        if isinstance(found, str):
            return found
        have = {
            (t["state"], t["partner"], t["year"]): t["value"]
            for t in found["ties"]
            if t["indicator"] == indicator and way in (t["method"] or "")
        }
        wrong = {
            key: have.get(key, "none")
            for key, value in wanted.items()
            if key not in have or not _alike(have[key], value)
        }
        return f"values are {wrong}" if wrong else None

    return right


def _alike(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) < 0.05


def states(*wanted: tuple[str, int]) -> Verdict:
    """Right is a tie for each of these states and years."""

    def right(found: Any) -> str | None:
        if isinstance(found, str):
            return found
        have = {(t["state"], t["year"]) for t in found["ties"]}
        lost = [pair for pair in wanted if pair not in have]
        return f"without {lost}" if lost else None

    return right


def every(**wanted: Any) -> Verdict:
    """Right is at least one coded event, and each with these values."""

    def right(found: Sequence[Any]) -> str | None:
        if not found:
            return "no event"
        for event in found:
            for name, value in wanted.items():
                have = getattr(event, name)
                allowed = value if isinstance(value, (set, list)) else {value}
                if have not in allowed:
                    return f"{event.document_id}: {name} is {have} ({event.sentence})"
        return None

    return right


def none(**but: Any) -> Verdict:
    """Right is no coded event, or none with these values."""

    def right(found: Sequence[Any]) -> str | None:
        wrong = [e for e in found if all(getattr(e, name) in value for name, value in but.items())]
        if not wrong:
            return None
        first = wrong[0]
        return f"{len(wrong)} events, as {first.type} of {first.actor} ({first.sentence})"

    return right


def nobody(*codes: str) -> Verdict:
    """Right is no coded event in which one of these takes part."""

    def right(found: Sequence[Any]) -> str | None:
        wrong = [e for e in found if {*e.actor, *e.recipient} & set(codes)]
        return f"{len(wrong)} events, as '{wrong[0].sentence}'" if wrong else None

    return right


def exactly(number: int, **wanted: Any) -> Verdict:
    """Right is so many coded events, each with these values."""

    def right(found: Sequence[Any]) -> str | None:
        if len(found) != number:
            return f"{len(found)} events: {[(e.type, e.actor, str(e.day)) for e in found]}"
        return every(**wanted)(found) if wanted else None

    return right


def of_days(*wanted: str) -> Verdict:
    """Right are coded events of these days and of no others."""

    def right(found: Sequence[Any]) -> str | None:
        have = {str(event.day) for event in found}
        return None if have == set(wanted) else f"days are {sorted(have)}"

    return right


def taken(found: Any) -> str | None:
    """Right is whatever was taken, and no refusal."""
    return found if isinstance(found, str) else None


def all_of(*verdicts: Verdict) -> Verdict:
    """Right is what each of these calls right."""

    def right(found: Sequence[Any]) -> str | None:
        return next((why for verdict in verdicts if (why := verdict(found))), None)

    return right


def no_force(found: Sequence[Any]) -> str | None:
    """Right is no attack by storks, storms or shares; that of hackers on a parliament is one."""
    return none(type={"ASSAULT"})([e for e in found if "hackers" not in e.sentence])


def recent_none(found: Sequence[Any]) -> str | None:
    """Right is no event of the past that is dated today; what follows from it may be of today."""
    past = [e for e in found if e.type not in ("REQUEST", "SUPPORT", "COOPERATE")]
    wrong = [e for e in past if e.day.year >= 2023 and e.precision == "day"]
    return f"{len(wrong)} events, as '{wrong[0].sentence}' on {wrong[0].day}" if wrong else None


def with_itself_none(found: Sequence[Any]) -> str | None:
    """Right are events, and none of a state with itself."""
    wrong = [e.sentence for e in found if e.actor == e.recipient or not e.actor]
    return f"as '{wrong[0]}'" if wrong else (None if found else "no event")


def clean_sentences(found: Sequence[Any]) -> str | None:
    """Right are events whose sentences hold no entity and no tag."""
    wrong = [e.sentence for e in found if "&" in (e.sentence or "") or "<" in (e.sentence or "")]
    return f"as '{wrong[0]}'" if wrong else (None if found else "no event")


def old_none(found: Any) -> str | None:
    """Right is no event of 1920."""
    if isinstance(found, str):
        return found
    wrong = [e for e in found["events"] if e["day"].year < 1979]
    return f"{len(wrong)} events of {wrong[0]['day'].year}" if wrong else None


_MEETS = ("2019-10-18", "SRB", "RUS", "CONSULT")
_SIGNS = ("2019-10-25", "SRB", "RUS", "SUPPORT")
_CLASH = parties(("TUR", "SYR"), ("COD", "RWA"), days={"2024-03-05"})
_UCDP = parties(("AUS;GBR;USA", "YUG"), ("RUS", "UKR"), ("AUS;GBR;USA", "IRQ"))

CHECKS = (
    Check(
        "001-acled-maritime-and-names",
        loaded("acled"),
        parties(("SWZ", "SWZ"), ("XKX", "SRB"), ("PRK", "KOR"), ("CIV", "MLI")),
    ),
    Check("002-acled-2022-31cols", loaded("acled"), _CLASH),
    Check("003-acled-population-cols", loaded("acled"), parties(("XKX", "SRB"))),
    Check("004-acled-api-no-timestamp", loaded("acled"), parties(("XKX", "SRB"))),
    Check("005-acled-alphabetical", loaded("acled"), parties(("XKX", "SRB"))),
    Check("006-acled-semicolon-bom", loaded("acled"), parties(("XKX", "SRB"))),
    Check("009-acled-newlines-in-notes", loaded("acled"), parties(("XKX", "SRB"))),
    Check("020-ucdp-49", loaded("ucdp"), _UCDP),
    Check("022-ucdp-42cols", loaded("ucdp"), _UCDP),
    Check("023-ucdp-bom-crlf", loaded("ucdp"), _UCDP),
    Check(
        "030-sipri-2024-17cols",
        loaded("sipri"),
        ties(
            "arms.tiv",
            {("SRB", "RUS", 2017): 60, ("SRB", "RUS", 2018): 40, ("SRB", "CHN", 2022): 40},
        ),
    ),
    Check(
        "034-comtrade-breakdown-plus",
        loaded("comtrade"),
        ties("trade.share", {("SRB", "RUS", 2020): 10, ("SRB", "CHN", 2020): 20}, "imports"),
    ),
    Check("036-comtrade-monthly", loaded("comtrade"), says("months", "Annual")),
    Check(
        "037-comtrade-odd-codes",
        loaded("comtrade"),
        states(("USA", 1975), ("SDN", 2005), ("IND", 2020), ("CHE", 2020)),
    ),
    Check(
        "038-comtrade-json-bom",
        loaded("comtrade"),
        ties("trade.share", {("SRB", "RUS", 2020): 10}, "imports"),
    ),
    Check(
        "041-comtrade-fob-cif-xlsx-csv-sci",
        loaded("comtrade"),
        ties("trade.share", {("SRB", "RUS", 2020): 0.01}, "imports"),
    ),
    Check(
        "047-vdem-codes",
        loaded("vdem"),
        states(
            ("SCG", 2004), ("YUG", 1995), ("YUG", 1930), ("SUN", 1985), ("CSK", 1985), ("SRB", 2020)
        ),
    ),
    Check("062-rss-cdata-entities", coded, clean_sentences),
    Check("065-html-captions-byline", coded, nobody("HUN", "AUT", "JOR", "ISR", "GEO")),
    Check("067-liveblog", coded, of_days("2024-03-18", "2024-03-16")),
    # 2024-077 is the seventy-seventh day of a leap year, 17 March.
    Check("070-rss-dates2", coded, of_days("2024-03-18", "2024-03-17", "2024-12-31")),
    Check("072-html-dates-alone", coded, of_days("2024-03-18")),
    Check("074-headline-glue", coded, none(type={"COERCE"})),
    Check("075-liveblog-order", coded, of_days("2024-03-18", "2024-03-17")),
    Check("076-invisible", coded, with_itself_none),
    Check("077-datelines", coded, nobody("FRA", "AUT", "XKX", "UN")),
    Check("078-invisible-unique", coded, every(actor=[("SRB",), ("TUR",)], recipient=[("RUS",)])),
    Check("080-questions-fiction", coded, none(status={"happened", "planned"})),
    Check("081-sports", coded, none()),
    # The mayor of a town in Texas may well thank Mexico; New Mexico is not it.
    Check(
        "083-places-and-firms",
        coded,
        all_of(nobody("GEO", "GRC", "SRB"), none(actor={("MEX",)})),
    ),
    Check("084-weather-economy", coded, no_force),
    Check("085-person-names2", coded, nobody("JOR", "TCD", "KEN")),
    Check("091-icews-no-cameo", loaded("icews"), parties(("SRB", "RUS"))),
    Check("094-icews-quoted-r", loaded("icews"), parties(("SRB", "RUS"))),
    Check("096-polecat-csv", loaded("polecat"), parties(("SRB", "RUS"))),
    Check("097-polecat-extra-col", loaded("polecat"), parties(("SRB", "RUS"))),
    Check("082-ago", coded, recent_none),
    Check("099-gdelt-csv-pandas", loaded("gdelt"), taken),
    Check("100-gdelt-1920", loaded("gdelt"), old_none),
    Check("110-table-excel-de", loaded("table", mapped=True), events(_MEETS, _SIGNS)),
    Check("111-table-excel-de-nomap", loaded("table"), events(_MEETS)),
    Check(
        "112-table-ddmmyyyy",
        loaded("table"),
        events(_MEETS, _SIGNS, ("2019-04-03", "SRB", "RUS", "SUPPORT"), note="day, month, year"),
    ),
    Check(
        "113-table-mmdd-single-digits",
        loaded("table", mapped=True),
        events(("2019-01-08", "SRB", "RUS", "CONSULT"), _SIGNS),
    ),
    Check(
        "114-table-cameo-zero-lost",
        loaded("table"),
        lambda found: None if "spreadsheet" in found["warnings"] else "the lost zeros are not told",
    ),
    Check("115-table-merged-header", loaded("table"), events(_MEETS, note="the header of line 3")),
    Check("118-table-utf16", loaded("table"), events(_MEETS, _SIGNS, note="UTF-16")),
    Check("120-table-xlsx", loaded("table"), says("damaged or cut short")),
    Check("123-table-trailing-cols", loaded("table"), events(_MEETS)),
    Check("128-ties-excel", loaded("table"), ties("gas.share", {("SRB", "RUS", 2019): 87.5})),
    Check(
        "129-ties-thousands",
        loaded("table"),
        ties(
            "invest",
            {
                ("SRB", "RUS", 2019): 1234.5,
                ("SRB", "RUS", 2020): 1234.0,
                ("SRB", "RUS", 2021): 87.0,
                ("SRB", "RUS", 2022): None,
            },
        ),
    ),
    Check("131-real-xlsx", loaded("table"), says("damaged workbook")),
    Check("134-news-csv", coded, of_days("2024-03-18", "2024-03-19")),
    Check("141-case-excel-de", weighed, taken),
    Check("151-warc-chunked-cut", coded, lambda found: None if found else "no event"),
    Check(
        "152-comtrade-world-share",
        loaded("comtrade"),
        ties("trade.share", {("SRB", "RUS", 2020): 10, ("SRB", "CHN", 2020): 5}, "imports"),
    ),
    Check(
        "154-comtrade-partner-classic-dup",
        loaded("comtrade"),
        ties("trade.share", {("SRB", "RUS", 2020): 50, ("SRB", "CHN", 2020): 50}, "imports"),
    ),
    Check("158-imts-names", loaded("imts"), taken),
)


def main() -> int:
    """Run every folder and print whether what comes is right."""
    if not INPUTS.exists():
        print(f"{INPUTS} is not here: the files are no part of the project.")
        return 1
    named = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    results: dict[str, str | None] = {}
    for check in CHECKS:
        folder = INPUTS / check.folder
        if not folder.exists() or (named and not any(check.folder.startswith(n) for n in named)):
            continue
        try:
            wrong = check.right(check.run(folder))
        except Exception as error:  # noqa: BLE001 - whatever is not meant is wrong
            wrong = f"{type(error).__name__}: {error}"
        results[check.folder] = wrong
        print(
            f"{check.folder:36} {'right' if wrong is None else 'WRONG ' + wrong[:200]}", flush=True
        )
    right = sum(wrong is None for wrong in results.values())
    print(f"{right} of {len(results)} come out right")
    if "--save" in sys.argv:
        day = datetime.now(UTC).date().isoformat()
        (RESULTS / f"inputs-{day}.json").write_text(
            json.dumps(
                {
                    "command": "python -m evaluation.inputs --save",
                    "right": right,
                    "of": len(results),
                    "wrong": sorted(name for name, wrong in results.items() if wrong),
                },
                indent=1,
            )
            + "\n",
            encoding="utf-8",
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
