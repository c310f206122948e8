"""A verdict that hangs on one question says so in its headline, from the command to the page."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.forks import typed
from tests.readings.test_weighing import finding

from steelyard import readings
from steelyard.readings.verdict import EVEN
from steelyard.records import FAMILIES, Case, Sensitivity, Verdict

SHOCK = date(2019, 1, 1)

CASE = """
title = "A made-up case"
question = "Did Serbia turn?"
clients = ["SRB"]
[shock]
day = 2019-01-01
actor = ["USA"]
recipient = ["SRB"]
what = "Nothing that happened"
[windows]
before = [2018-01-01, 2019-01-01]
after = [2019-01-01, 2019-07-01]
[poles.partner]
role = "partner"
actors = ["USA"]
[poles.rival]
role = "rival"
actors = ["RUS"]
[evidence]
events = []
ties = []
"""

COLUMNS = """
[columns]
id = "id"
day = "day"
actor = "actor"
recipient = "recipient"
type = "type"
act = "act"
[source]
name = "wire"
limitation = "made up"
sampling = "systematic"
"""

#: An old quarrel with the rival ends in talk alone, and the partner stays a friend: how many in how many days.
STREAMS = (
    ("RUS", "COERCE", "deeds", 60, 4),
    ("RUS", "CONSULT", "words", 20, 60),
    ("USA", "CONSULT", "words", 100, 50),
    ("HRV", "CONSULT", "words", 100, 50),
)


def rows() -> Iterator[dict[str, str]]:
    """A year before the shock and half a year after it, spread evenly."""
    for other, kind, act, *numbers in STREAMS:
        for start, days, number in zip((-365, 0), (365, 181), numbers, strict=True):
            for at in range(number):
                day = SHOCK + timedelta(days=start + at * days // number)
                yield {
                    "id": f"{other}{kind}{day}",
                    "day": day.isoformat(),
                    "actor": "SRB",
                    "recipient": other,
                    "type": kind,
                    "act": act,
                }


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the brief that the command wrote."""
    place = tmp_path_factory.mktemp("hinge")
    (place / "made").mkdir()
    (place / "made" / "case.toml").write_text(CASE, encoding="utf-8")
    (place / "map.toml").write_text(COLUMNS, encoding="utf-8")
    made = list(rows())
    with (place / "wire.csv").open("w", encoding="utf-8", newline="") as out:
        table = csv.DictWriter(out, made[0])
        table.writeheader()
        table.writerows(made)
    for words in (
        ("load", "table", "wire.csv", "--to", "wire.duckdb", "--columns", "map.toml"),
        ("weigh", "made", "--archive", "wire.duckdb", "--out", "out"),
    ):
        said = typed(*words, cwd=place)
        assert said.returncode == 0, said.stderr
    return place / "out"


def test_from_the_command_to_the_page(page: Path) -> None:
    brief = json.loads((page / "brief.json").read_text(encoding="utf-8"))
    family = next(one for one in brief["weighing"] if one["family"] == "what")
    hinge, now = family["hinge"], family["probabilities"]["realignment"]
    without = next(one for one in family["sensitivity"] if one["change"] == "without balance")
    assert hinge["diagnostic"] == "balance"
    assert hinge["probability"] == without["probabilities"]["realignment"] > EVEN[1]
    assert now <= EVEN[0]
    p, then = (f"{100 * one:.0f}\u00a0%" for one in (now, hinge["probability"]))
    said = f"unlikely to have been turning to Russia ({p}; {then} leaving out its relations with the United States)"
    assert said in brief["answer"]
    told = (page / "brief.md").read_text(encoding="utf-8")
    against = -family["applied"]["balance"]["realignment"]
    assert (
        f"strongest against it: its relations with the United States ({against:.1f} decibans)"
        in told
    )
    # 50 friendly acts and 8 usual ones to no costly hostile act and 2 usual ones
    assert (
        "how cold client and partner are after the shock (costly hostile acts to cooperation and requests, weighed by "
        "real cases): 1 to 29"
    ) in told
    assert said in (page / "brief.html").read_text(encoding="utf-8").replace("&nbsp;", "\u00a0")
    assert (
        f"It hangs on one question: leaving out its relations with the United States, it would be {hinge['word']}"
        in " ".join(brief["sentences"])
    )


def moved(case: Case, clients: dict[str, float], start: float) -> Verdict:
    """A verdict that starts at a probability and goes to another without balance, client by client."""
    case = replace(case, clients=tuple(clients))
    found = [
        replace(finding("balance", "opposes", client=one), subject="its relations with its partner")
        for one in clients
    ]
    families = [
        readings.weigh_case(case, found, client=one, family=family)
        for one in clients
        for family in FAMILIES
    ]
    made = [
        replace(
            f,
            probabilities={**f.probabilities, "realignment": start},
            sensitivity=(
                Sensitivity(
                    "without balance",
                    {**f.probabilities, "realignment": clients[f.client]},
                    "question",
                ),
                Sensitivity("another day", {**f.probabilities, "realignment": 0.9}, "day"),
            ),
        )
        if f.family == "what"
        else f
        for f in families
    ]
    return readings.build_verdict(case, found, made)


@pytest.mark.parametrize(
    ("start", "without", "hangs"),
    [
        (0.29, 0.87, True),
        (0.29, 0.54, False),
        (0.50, 0.87, False),
        (0.62, 0.2, True),
        (0.62, 0.47, False),
    ],
)
def test_it_hangs_where_one_question_takes_it_beyond_even_odds(
    small_case: Case, start: float, without: float, hangs: bool
) -> None:
    said = moved(small_case, {"SRB": without}, start)
    assert ("leaving out" in said.answer) is hangs
    assert (said.families[0].hinge is not None) is hangs
    assert ("It hangs on one question" in said.sentences[0]) is hangs


def test_a_client_whose_answer_hangs_has_figures_of_its_own(small_case: Case) -> None:
    said = moved(small_case, {"SRB": 0.87, "MKD": 0.3}, 0.29)
    assert (
        "(29\u00a0%; 87\u00a0% leaving out its relations with the West); North Macedonia is"
        in said.answer
    )
    assert said.answer.count("Serbia") == said.answer.count("North Macedonia") == 1
