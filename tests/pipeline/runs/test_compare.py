"""Two runs compared: method apart from world, from what the runs themselves hold."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

import steelyard as sy
from steelyard.errors import CaseError
from steelyard.records import Comparison

CASE = """
title = "Did it turn?"
question = "Did Serbia turn to Russia?"
clients = ["SRB"]
[shock]
day = 2019-10-18
actor = ["FRA"]
what = "A veto."
[windows]
before = [2019-01-01, 2019-10-18]
after = [2019-10-18, {end}]
[poles.west]
role = "partner"
actors = ["EU"]
[poles.russia]
role = "rival"
actors = ["RUS"]
[evidence]
events = ["chronology.csv"]
"""

HEADER = "id,day,actor,recipient,type,act,status,publisher,url,text\n"


def row(at: int, day: str, actor: str, kind: str, act: str) -> str:
    return f"C{at},{day},{actor},SRB,{kind},{act},happened,tass.com,https://example.org/{at},Row {at}\n"


ROWS = [
    *(row(at, f"2019-0{1 + at % 9}-1{at % 10}", "EU", "CONSULT", "words") for at in range(9)),
    *(row(10 + at, f"2019-0{1 + at % 9}-2{at % 8}", "RUS", "CONSULT", "words") for at in range(6)),
    *(row(20 + at, f"2019-11-{at + 10}", "RUS", "AID", "deeds") for at in range(6)),
    row(30, "2019-12-20", "RUS", "COOPERATE", "deeds").replace("happened", "planned"),
]


def weighed(folder: Path, rows: list[str], end: str = "2020-01-01", **options: Any) -> Path:
    home = folder / "case"
    home.mkdir(parents=True)
    (home / "case.toml").write_text(CASE.format(end=end), encoding="utf-8")
    (home / "chronology.csv").write_text(HEADER + "".join(rows), encoding="utf-8")
    sy.weigh(sy.load_case(home), **options).save(folder)
    shutil.rmtree(home)  # a run needs nothing but itself
    return folder


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    home = tmp_path_factory.mktemp("runs")
    revised = [text.replace("planned", "denied") for text in ROWS]
    world = [*revised[1:], row(99, "2019-11-30", "RUS", "AID", "deeds")]
    return {
        "first": weighed(home / "first", ROWS),
        "method": weighed(home / "method", ROWS, "2019-12-15", weights="declared"),
        "world": weighed(home / "world", world),
        "both": weighed(home / "both", world, "2019-12-15", weights="declared"),
    }


@pytest.fixture(scope="module")
def both(runs: dict[str, Path]) -> Comparison:
    return sy.compare(runs["first"], runs["both"])


def probabilities(run: Path) -> dict[str, float]:
    content = json.loads((run / "brief.json").read_text(encoding="utf-8"))
    found: dict[str, float] = content["verdict"]["SRB"]["what"]
    return found


def test_a_run_beside_itself_has_no_changes(runs: dict[str, Path]) -> None:
    found = sy.compare(runs["first"], runs["first"] / "brief.json")
    assert found.same
    assert found.lines()[0].startswith("Nothing changed")


def test_windows_and_weights_are_method_and_nothing_else(runs: dict[str, Path]) -> None:
    found = sy.compare(runs["first"], runs["method"])
    assert [change.what for change in found.method] == ["weights", "windows.after"]
    assert found.method[0].after == "declared"
    assert not found.world
    assert not found.rows
    assert found.split == "not needed"
    assert all(move.by_world == 0 for move in found.readings)


def test_rows_are_the_world_and_each_is_named(runs: dict[str, Path]) -> None:
    found = sy.compare(runs["first"], runs["world"])
    assert found.method == ()
    told = {change.row["source_id"]: change.fate for change in found.rows}
    assert told == {"C99": "added", "C0": "dropped", "C30": "revised"}
    (revised,) = [change for change in found.rows if change.fate == "revised"]
    assert revised.columns == ("status",)
    assert all(move.by_method == 0 for move in found.readings)


def test_where_both_changed_the_earlier_rows_are_weighed_by_the_later_method(
    runs: dict[str, Path], both: Comparison
) -> None:
    """The run of which only the method is other is what the earlier rows give by the later method."""
    assert both.split == "rows"
    assert both.notes == ()
    expected = probabilities(runs["method"])
    between = {m.reading: m.between for m in both.readings if m.family == "what"}
    assert between == pytest.approx(expected, abs=1e-4)
    for move in both.readings:
        assert move.by_method is not None
        assert move.by_world is not None
        assert move.by_method + move.by_world == pytest.approx(move.after - move.before)


def test_it_is_told_in_three_forms_and_saved(both: Comparison, tmp_path: Path) -> None:
    names = {path.name for path in both.save(tmp_path / "out")}
    assert names == {"compare.html", "compare.json", "compare.txt"}
    values = both.to_dict()
    assert values["split"] == "rows"
    assert {row["fate"] for row in values["rows"]} == {"added", "dropped", "revised"}
    page = both.to_html()
    assert "<script" not in page
    assert "windows.after" in page
    assert "Row 99" in page
    text = str(both)
    assert "windows.after: 2019-10-18 to 2020-01-01 -> 2019-10-18 to 2019-12-15" in text
    assert "+ C99" in text


def test_a_large_record_is_weighed_by_its_findings(runs: dict[str, Path], tmp_path: Path) -> None:
    """Where the rows were too many to keep, weights and priors are all that can be told apart."""
    sides = []
    for name in ("first", "both"):
        content = json.loads((runs[name] / "brief.json").read_text(encoding="utf-8"))
        content["record"]["rows"] = None
        if name == "both":
            content["settings"]["readings"] = [{"name": "routine", "prior": 0.3}]
        sides.append(tmp_path / f"{name}.json")
        sides[-1].write_text(json.dumps(content), encoding="utf-8")
    found = sy.compare(*sides)
    assert found.split == "findings"
    assert not found.hold_all
    assert any("findings" in note for note in found.notes)
    assert any("comes out" in note for note in found.notes)  # run 2 did not have that prior


def test_a_large_record_that_still_lies_where_it_did_is_weighed_by_its_rows(
    runs: dict[str, Path], both: Comparison, tmp_path: Path
) -> None:
    for name in ("first", "both"):
        shutil.copytree(runs[name], tmp_path / name)
        path = tmp_path / name / "brief.json"
        content = json.loads(path.read_text(encoding="utf-8"))
        content["record"]["rows"] = None
        path.write_text(json.dumps(content), encoding="utf-8")
    path = tmp_path / "first" / "run.lock.json"
    lock = json.loads(path.read_text(encoding="utf-8"))
    home = tmp_path / "case"
    lock["case"]["where"] = str(home)
    path.write_text(json.dumps(lock), encoding="utf-8")
    home.mkdir()
    (home / "case.toml").write_text(CASE.format(end="2020-01-01"), encoding="utf-8")
    (home / "chronology.csv").write_text(HEADER + "".join(ROWS), encoding="utf-8")
    found = sy.compare(tmp_path / "first", tmp_path / "both")
    assert found.split == "rows"
    assert [m.by_method for m in found.readings] == pytest.approx(
        [m.by_method for m in both.readings]
    )

    (home / "chronology.csv").write_text(HEADER + "".join(ROWS[1:]), encoding="utf-8")
    found = sy.compare(tmp_path / "first", tmp_path / "both")
    assert found.split == "findings"
    assert any("chronology.csv no longer holds what it was made from" in n for n in found.notes)


@pytest.mark.parametrize(
    ("content", "said"),
    [("no json", "is no JSON"), ("[]", "is no brief"), ('{"case": "x"}', "it lacks verdict")],
)
def test_what_is_no_run_is_refused(
    content: str, said: str, runs: dict[str, Path], tmp_path: Path
) -> None:
    path = tmp_path / "brief.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CaseError, match=said):
        sy.compare(runs["first"], path)


def test_runs_about_other_states_are_not_compared(runs: dict[str, Path], tmp_path: Path) -> None:
    text = (runs["first"] / "brief.json").read_text(encoding="utf-8").replace('"SRB"', '"MKD"')
    (tmp_path / "brief.json").write_text(text, encoding="utf-8")
    with pytest.raises(CaseError, match="no client in common"):
        sy.compare(runs["first"], tmp_path)


def test_inputs_are_named_by_content_never_by_place(runs: dict[str, Path]) -> None:
    text = (runs["first"] / "brief.json").read_text(encoding="utf-8")
    assert str(runs["first"].parent) not in text
    kinds = {(one["kind"], one["name"]): one for one in json.loads(text)["inputs"]}
    assert kinds["events", "chronology.csv"]["rows"] == len(ROWS)
    assert all(one["sha256"] for one in kinds.values())
