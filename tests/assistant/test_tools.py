from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.assistant.conftest import ORDER

from steelyard.assistant import Materials, comparing, events, weighings
from steelyard.assistant.budget import tokens
from steelyard.assistant.materials import KEPT
from steelyard.errors import CaseError, SteelyardError

PLANTED: dict[str, Any] = {"case": "small", "archive": "rows.duckdb"}


def unquoted(value: Any) -> Iterator[str]:
    """Every text of an answer that does not stand below a key ``quoted...``."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield key
            if not key.startswith("quoted"):
                yield from unquoted(part)
    elif isinstance(value, list):
        for part in value:
            yield from unquoted(part)


def test_what_had_been_public_before_a_day_is_found_by_the_rows_that_planned_it(
    materials: Materials,
) -> None:
    answer = events.find_events(
        materials,
        source="rows.duckdb",
        since="2019-10-18",
        status="happened",
        public_before="2019-10-18",
    )
    (row,) = answer["rows"]
    assert (row["day"], row["public_since"], row["days_before"]) == ("2019-11-02", "2019-09-20", 28)
    (plan,) = row["planned_by"]
    assert plan["status"] == "planned"
    assert "a visit is planned" in plan["quoted"]["sentence"]
    early = events.find_events(materials, source="rows.duckdb", public_before="2019-09-20")
    assert early["total"] == 0
    assert early["nothing"] == events.NOTHING


def test_a_gap_is_said_with_every_answer(materials: Materials) -> None:
    answer = events.find_events(
        materials, source="rows.duckdb", since="2019-11-01", until="2019-12-01"
    )
    (card,) = answer["coverage"]
    assert (card["gap_days"], card["of_days"]) == (23, 30)
    assert card["gaps"] == [["2019-11-08", "2019-12-01"]]
    whole = events.find_events(
        materials, source="rows.duckdb", since="2019-02-01", until="2019-03-01"
    )
    assert whole["coverage"][0]["coverage"] == "every day is covered"


def test_pages_follow_one_another_without_loss(materials: Materials) -> None:
    seen: list[str] = []
    offset: int | None = 0
    while offset is not None:
        page = events.find_events(
            materials, source="rows.duckdb", party="SRB", offset=offset, limit=25, budget=1500
        )
        seen += [row["id"] for row in page["rows"]]
        offset = page.get("next_offset")
    assert page["total"] == len(seen) == len(set(seen)) == 70


def test_filters_narrow(materials: Materials) -> None:
    def number(**said: Any) -> int:
        return int(events.find_events(materials, source="rows.duckdb", **said)["total"])

    assert number(actor="RUS") == 2
    assert number(actor="SRB", recipient="EU") == 34
    assert number(party="RUS") == 36
    assert number(status="planned") == 1
    assert number(act="deeds") == 0
    assert number(text="VISITS srb") == 1
    assert number(text="%") == 0


def test_evidence_comes_with_the_plan_and_the_plan_with_what_it_came_to(
    materials: Materials,
) -> None:
    found = events.find_events(materials, source="rows.duckdb", actor="RUS")["rows"]
    ids = [row["id"] for row in found]
    answer = events.show_evidence(materials, source="rows.duckdb", ids=[*ids, "e0", *ids])
    assert answer["not_found"] == ["e0"]
    assert len(answer["rows"]) == 2
    by_status = {row["status"]: row for row in answer["rows"]}
    assert by_status["happened"]["planned_by"][0]["id"] == by_status["planned"]["id"]
    assert by_status["planned"]["came_to"]["id"] == by_status["happened"]["id"]


def test_words_of_others_stand_under_quoted_keys_alone_and_show_nothing_hidden(
    materials: Materials,
) -> None:
    answers = [
        events.list_sources(materials),
        events.find_events(materials, source="rows.duckdb", budget=12_000),
        events.show_evidence(
            materials,
            source="rows.duckdb",
            ids=[row["id"] for row in events.find_events(materials, source="rows.duckdb")["rows"]],
        ),
        weighings.weigh_case(materials, **PLANTED, budget=12_000),
        weighings.explain_finding(materials, **PLANTED, diagnostic="anticipation", budget=12_000),
        weighings.explain_finding(materials, **PLANTED, diagnostic="amplification", budget=12_000),
        weighings.suppose(
            materials, **PLANTED, event="AGREE SRB RUS deeds 2019-11-20", budget=12_000
        ),
    ]
    for answer in answers:
        assert ORDER in json.dumps(answer)
        assert not [text for text in unquoted(answer) if ORDER in text]
        assert not {"\u202e", "\U000e0041", "\x1b"} & set(json.dumps(answer, ensure_ascii=False))
        assert answer["notice"]


def test_a_finding_is_explained_with_its_rows_and_for_a_client_of_the_case(
    materials: Materials,
) -> None:
    answer = weighings.explain_finding(materials, **PLANTED, diagnostic="anticipation")
    assert answer["client"] == "SRB"
    assert (answer["figures"]["n_before"], answer["figures"]["n_after"]) == (1, 5)
    assert answer["answered"] in ("graded", "bounded", "estimated", "open")
    table = answer["quoted_tables"][0]
    assert table["rows"][0]["cells"][0] == "2019-09-20"
    ids = {row["id"] for row in answer["rows"]}
    assert set(table["rows"][0]["row_ids"]) <= ids == set(answer["row_ids"])
    with pytest.raises(CaseError, match=r"'MKD' is no client; allowed are SRB"):
        weighings.explain_finding(materials, **PLANTED, diagnostic="tempo", client="MKD")


def test_what_if_moves_what_the_command_line_moves(materials: Materials) -> None:
    answer = weighings.suppose(
        materials, **PLANTED, event="ACCUSE SRB RUS words 2019-11-20", budget=6000
    )
    moved = {row["diagnostic"]: row for row in answer["findings_that_move"]}
    assert moved["distrust"]["then"]["n_after"] == moved["distrust"]["now"]["n_after"] + 1
    for family in answer["readings"]:
        for now_or_then in zip(*family["now_then"].values(), strict=True):
            assert sum(now_or_then) == pytest.approx(1, abs=0.01)


def test_every_tool_keeps_to_a_small_budget(materials: Materials) -> None:
    for answer in (
        events.list_sources(materials, budget=600),
        events.find_events(materials, source="rows.duckdb", limit=200, budget=600),
        weighings.weigh_case(materials, **PLANTED, budget=600),
        weighings.explain_finding(materials, **PLANTED, diagnostic="balance", budget=600),
        weighings.suppose(
            materials, **PLANTED, event="ACCUSE SRB RUS words 2019-11-20", budget=600
        ),
    ):
        assert tokens(answer) <= 600
        assert "left_out" in answer or "cut" in answer or tokens(answer) < 600


@pytest.mark.parametrize(
    "event",
    [
        "chronology.csv",
        "AGREE SRB RUS deeds chronology.csv",
        "/etc/passwd",
        "AGREE SRB RUS deeds 2019-11-20 ; rm",
        "AGREE SRB RUS deeds 2019-11-20\n",
        "agree SRB RUS deeds 2019-11-20",
        "AGREE SRB RUS deeds 2019-13-41",
        "AGREE SRB QQQQ deeds 2019-11-20",
        "",
    ],
)
def test_nothing_but_an_event_is_supposed(
    materials: Materials, event: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("chronology.csv", "AGREE SRB RUS deeds chronology.csv"):
        (tmp_path / name).write_text("day,actor,recipient,type\n2019-11-20,SRB,RUS,AGREE\n")
    with pytest.raises(SteelyardError):
        weighings.suppose(materials, **PLANTED, event=event)


def test_only_what_the_server_was_started_on_has_a_name(materials: Materials) -> None:
    for name in ("balkans-2019", "/etc/passwd", "../small", "rows", "small/../small", ""):
        with pytest.raises(CaseError, match=r"Here: small, rows\.duckdb"):
            events.find_events(materials, source=name)
        with pytest.raises(CaseError, match=r"started on no case"):
            weighings.weigh_case(materials, case=name)


@pytest.fixture
def runs(materials: Materials, tmp_path: Path) -> list[str]:
    """Two runs of the same case; of the second a row is gone."""
    brief = materials.brief("small", "rows.duckdb")
    folders = [tmp_path / place / "brief" for place in ("one", "two")]
    for folder in folders:
        brief.save(folder)
    path = folders[1] / "brief.json"
    said = json.loads(path.read_text())
    gone = next(name for name, row in said["evidence"].items() if row["status"] == "planned")
    for rows in (said["evidence"], said["record"]["rows"]):
        if gone in rows:
            del rows[gone]
    path.write_text(json.dumps(said))
    return [str(folder) for folder in folders]


def test_two_runs_are_compared_with_the_row_that_is_gone(runs: list[str]) -> None:
    opened = Materials.of([runs[0], "balkans-2019", runs[1]])
    assert (list(opened.runs), list(opened.cases)) == (["brief", "brief-2"], ["balkans-2019"])
    same = comparing.compare_runs(opened, first="brief", second="brief")
    assert same["same"] is True
    answer = comparing.compare_runs(opened, first="brief", second="brief-2")
    assert answer["same"] is False
    (change,) = answer["rows"]
    assert (change["fate"], change["row"]["status"]) == ("dropped", "planned")
    assert change["row"]["quoted"]["sentence"].startswith(ORDER)
    assert ORDER in answer["coverage"][0]["quoted"]["limitation"]
    assert not [text for text in unquoted(answer) if ORDER in text]
    assert (
        tokens(comparing.compare_runs(opened, first="brief", second="brief-2", budget=600)) <= 600
    )
    with pytest.raises(CaseError, match=r"no run 'one'\. Here: brief, brief-2"):
        comparing.compare_runs(opened, first="one", second="brief")


def test_only_the_last_verdicts_are_kept(
    materials: Materials, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def weigh(case: Any, *, archive: Any, seed: int) -> Any:
        del case, archive
        asked.append(seed)
        return seed

    monkeypatch.setattr("steelyard.assistant.materials.weigh", weigh)
    own = Materials(materials.cases, materials.archives, {})
    for seed in (1, 1, *range(2, 2 + KEPT), 1):
        assert own.brief("small", "rows.duckdb", seed) == seed
    assert asked == [1, *range(2, 2 + KEPT), 1]
    assert len(own._briefs) == KEPT


def test_a_folder_that_is_neither_case_nor_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match=r"neither a built-in case"):
        Materials.of([str(tmp_path / "none")])
    (tmp_path / "brief.json").write_text("{}")
    with pytest.raises(CaseError, match=r"brief\.json"):
        Materials.of([str(tmp_path)])
