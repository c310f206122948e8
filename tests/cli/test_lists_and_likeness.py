"""What printed lists and likeness add, typed: from the case to the page, from the text to the event."""

from __future__ import annotations

import json
from pathlib import Path

from tests.forks import typed

CASE = """
title = "A made-up case"
question = "Did Ecuador turn to Venezuela?"
clients = ["ECU"]
[shock]
day = 2018-06-01
actor = ["USA"]
recipient = ["ECU"]
what = "Nothing that happened"
[windows]
before = [2017-06-01, 2018-06-01]
after = [2018-06-01, 2019-01-01]
[poles.partner]
role = "partner"
actors = ["USA"]
[poles.rival]
role = "rival"
actors = ["VEN"]
[evidence]
events = ["chronology.csv"]
ties = []
"""

ROWS = """id,day,actor,recipient,type,act,text,url
E1,2017-09-01,ECU,USA,CONSULT,words,Ministers of the two met in Quito.,https://example.org/1
E2,2017-11-01,ECU,VEN,CONSULT,words,Envoys of the two met in Caracas.,https://example.org/2
E3,2018-07-01,ECU,USA,CONSULT,words,Ministers of the two met in Washington.,https://example.org/3
E4,2018-08-01,ECU,VEN,CONSULT,words,Envoys of the two met in Quito.,https://example.org/4
"""


def test_a_record_made_by_hand_shows_the_list_of_trading_partners(tmp_path: Path) -> None:
    made = tmp_path / "made"
    made.mkdir()
    (made / "case.toml").write_text(CASE, encoding="utf-8")
    (made / "chronology.csv").write_text(ROWS, encoding="utf-8")
    said = typed("weigh", "made", "--out", "out", cwd=tmp_path)
    assert said.returncode == 0, said.stderr
    page = (tmp_path / "out" / "brief.html").read_text(encoding="utf-8")
    assert "By the list of its first trading partners in 2014 Ecuador had" in page
    assert "Trade by a list of the first partners" in page


def test_the_page_of_the_built_in_case_shows_who_joined_an_organisation(typed_run: Path) -> None:
    page = (typed_run / "run" / "brief.html").read_text(encoding="utf-8")
    assert "It joined NATO on 27 March 2020." in page


def test_an_act_by_likeness_is_read_and_explained(tmp_path: Path) -> None:
    text = "Israel has put up a field hospital in a part of the Philippines that the typhoon hit."
    (tmp_path / "news.txt").write_text(f"{text}\n", encoding="utf-8")
    said = typed(
        *("read", "news.txt", "--date", "2013-11-20", "--explain", "--to", "events.jsonl"),
        cwd=tmp_path,
    )
    assert said.returncode == 0, said.stderr
    assert "likeness put -> AID" in said.stdout + said.stderr
    (event,) = map(json.loads, (tmp_path / "events.jsonl").read_text("utf-8").splitlines())
    assert (event["actor"], event["recipient"], event["type"]) == (["ISR"], ["PHL"], "AID")
    assert event["coder"].endswith("by likeness")
