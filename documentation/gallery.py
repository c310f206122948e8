"""The gallery: eight briefs, weighed by the build from rows that ship or that lie at hand.

Rows of others are never committed: where the file of a data set is missing, the gallery names the case, its
known end and the commands, and shows no brief. Of rows that do not ship it shows the verdict and the
findings, and none of the rows.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import steelyard as sy
from steelyard import cases, vocabulary
from steelyard.pipeline import history
from steelyard.records import Archive, Case

#: The file of KEDS in a folder of data.
KEDS = "keds/balkans.weis.csv.gz"

#: A probability of a turn above this points to one.
EVEN = 0.5

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")


@dataclass(frozen=True, slots=True)
class Entry:
    """A brief of the gallery: what it is an example of, and whether its rows ship."""

    name: str
    shows: str
    ships: bool


ENTRIES = (
    Entry(
        "balkans-2019", "the case that the tool was made for: a chronology searched by hand", True
    ),
    Entry("new-case", "six rows: what a record that is too thin can say", True),
    Entry("serbia-2000", "a turn that everybody knows, in event data", False),
    Entry("croatia-2000", "a change of government that opened the way west", False),
    Entry("bulgaria-nato-1997", "a turn by decision of a new government", False),
    Entry("greece-turkey-1999", "a rapprochement of two that stayed where they were", False),
    Entry("serbia-russia-1994", "a close pair in a war", False),
    Entry("albania-calm", "nothing happened: what is said of an ordinary day", False),
)


def weighed(to: Path, data: Path | None) -> dict[str, Path]:
    """Weigh the entries whose rows are at hand, and return the folder of each brief.

    Args:
        to: Folder of the briefs; one that was made by the same code from the same rows is kept.
        data: Folder with the files of data sets, if any.
    """
    keds = data / KEDS if data else None
    archive: Archive | None = None
    folders = {}
    for entry in ENTRIES:
        folder = to / entry.name
        if entry.ships:
            key = _key()
        elif keds is not None and keds.exists():
            key = _key(keds)
        else:
            continue
        mark = folder / "made-from.txt"
        if not mark.exists() or mark.read_text(encoding="utf-8") != key:
            shutil.rmtree(folder, ignore_errors=True)
            if not entry.ships and archive is None and keds is not None:
                archive = _archive(keds, to)
            sy.weigh(_case(entry.name), archive=None if entry.ships else archive).save(folder)
            mark.write_text(key, encoding="utf-8")
        folders[entry.name] = folder
    return folders


def _archive(keds: Path, to: Path) -> Archive:
    file = to / "keds.duckdb"
    file.unlink(missing_ok=True)
    to.mkdir(parents=True, exist_ok=True)
    sy.load("keds", [keds], file)
    return sy.open_archive(file)


def _case(name: str) -> Case:
    if name == "new-case":
        return replace(sy.load_case(cases.blank()), name=name)
    if name in cases.names():
        return sy.load_case(name)
    case = next(one.case for one in history.own() if one.name == name)
    whom, rival = vocabulary.name(case.clients[0], case.shock.day), case.pole("rival")
    actors = ", ".join(vocabulary.name(code, case.shock.day) for code in rival.actors)
    return replace(
        case,
        title=f"{whom}: {case.shock.what}",
        question=f"After that, did {whom} move toward {actors}?",
    )


def _key(*inputs: Path) -> str:
    """A digest of the package and of the inputs: a brief made under another one is made anew."""
    found = hashlib.sha256()
    home = Path(sy.__file__).parent
    for path in (
        *sorted(p for p in home.rglob("*") if p.suffix in (".py", ".csv", ".json", ".toml")),
        *inputs,
    ):
        found.update(path.read_bytes())
    return found.hexdigest()


def write(folders: dict[str, Path], to: Path) -> None:
    """Write the pages of the gallery: a page a brief, and the list of all."""
    place = to / "gallery"
    place.mkdir(parents=True, exist_ok=True)
    rows = []
    for entry in ENTRIES:
        folder = folders.get(entry.name)
        if folder is None:
            rows.append(
                f"| {entry.name} | {entry.shows} | not made here: its rows do not ship (see below) | {_end(entry.name)} |"
            )
            continue
        brief = json.loads((folder / "brief.json").read_text(encoding="utf-8"))
        if entry.ships:
            (place / entry.name).mkdir(exist_ok=True)
            shutil.copy(folder / "brief.html", place / entry.name / "brief.html")
        text = "\n\n".join(_page(brief, entry)) + "\n"
        (place / f"{entry.name}.md").write_text(text, encoding="utf-8")
        rows.append(
            f"| [{entry.name}]({entry.name}.md) | {entry.shows} | {_safe(brief['answer'])} | {_end(entry.name, brief)} |"
        )
    (place / "index.md").write_text(_INDEX.format(rows="\n".join(rows)), encoding="utf-8")


_INDEX = """# Gallery

Briefs made by the build of these pages, with the code of this version. Where rows ship with the tool the whole brief is
shown. Where they belong to others, the page shows the verdict and the findings and none of the rows.

| case | an example of | the answer | the end |
|---|---|---|---|
{rows}

The end is what history showed years later, where it is known; *missed* says that the answer points the other way.

The cases of KEDS need its file, which [its section](../sources.md#keds) says how to get. `make docs DATA=DIR` makes their pages,
where `DIR/keds/balkans.weis.csv.gz` is that file. [The track record](../track-record.md) lists their known ends.
"""


def _page(brief: dict[str, Any], entry: Entry) -> Iterator[str]:
    yield f"# {_safe(brief['answer'])}"
    yield f"*{_safe(brief['title'])}* {_safe(brief['question'])}"
    if entry.ships:
        yield f"[The whole brief]({entry.name}/brief.html), one page with every row."
    if _known(entry.name):
        yield (
            f"**What is known of the end:** {_end(entry.name, brief)}. It is one of the cases from which the "
            "weights were learned."
        )
    yield from (_safe(sentence) for sentence in brief["sentences"])
    yield "## The readings"
    titles = {one["name"]: one["title"] for one in brief["readings"]} | {"none": "none of these"}
    for client, families in brief["verdict"].items():
        for family, title in (("what", "what is it?"), ("driver", "who drives it?")):
            rows = sorted(families[family].items(), key=lambda row: -row[1])
            yield "\n".join(
                (
                    f"| {_safe(vocabulary.name(client))}: {title} | probability |",
                    "|---|---|",
                    *(f"| {_safe(titles.get(name, name))} | {100 * p:.0f} % |" for name, p in rows),
                )
            )
    yield "## The findings"
    rows = [
        f"| {f['client']} | {f['diagnostic']} | {f['grade'].replace('_', ' ')} | {_safe(f['sentence'])} |"
        for f in brief["findings"]
    ]
    yield "\n".join(("| client | question | grade | answer |", "|---|---|---|---|", *rows))
    yield "## How far to trust it"
    yield _safe(brief["confidence"])
    yield "## The record"
    for card in brief["sources"]:
        yield f"- **{_safe(card['title'])}** ({_safe(card['publisher'])}; {_safe(card['licence'])}). {_safe(card['limitation'])}"


def _known(name: str) -> history.KnownCase | None:
    return next((one for one in history.own() if one.name == name), None)


def _end(name: str, brief: dict[str, Any] | None = None) -> str:
    """What history showed of a case, and whether the answer points the other way."""
    end = _known(name)
    if end is None:
        return "not known"
    said = f"a lasting turn ({end.what})" if end.turned else f"no lasting turn ({end.what})"
    if brief is None:
        return said
    turn = brief["verdict"][end.client]["what"]["realignment"]
    return f"{said}; *missed*" if (turn > EVEN) != end.turned else said


def _safe(text: object) -> str:
    """Text that Markdown shows as it is."""
    return _SPECIAL.sub(r"\\\1", " ".join(str(text).split()))
