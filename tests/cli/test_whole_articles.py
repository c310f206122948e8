"""What an article says of whom, typed: from its file to the events and to the page that shows them."""

from __future__ import annotations

import json
from pathlib import Path

from tests.forks import typed

ARTICLES = """title,date,text
A visit,2019-10-04,"BERLIN, Oct 4 - Angela Merkel received Ukraine's prime minister in Berlin on Friday. Ukraine and Germany signed a gas deal. Poland welcomed the deal."
A demand,2021-06-01,"Ankara to Athens: hands off our islands"
A raid,2022-09-20,"Kyrgyz officials said on Tuesday that Tajik tanks had shelled the town of Batkenia."
"""

WANTED = {
    ("UKR", "CONSULT", "DEU"),
    ("DEU+UKR", "SUPPORT", "DEU+UKR"),
    ("POL", "SUPPORT", "DEU+UKR"),
    ("TUR", "REQUEST", "GRC"),
    ("TJK", "ASSAULT", "KGZ"),
}


def test_whole_articles_are_read_to_events_and_to_the_sheet_that_shows_them(tmp_path: Path) -> None:
    (tmp_path / "news.csv").write_text(ARTICLES, encoding="utf-8")
    said = typed(
        *("read", "news.csv", "--to", "events.jsonl", "--review", "sheet.html"), cwd=tmp_path
    )
    assert said.returncode == 0, said.stderr
    lines = (tmp_path / "events.jsonl").read_text(encoding="utf-8").splitlines()
    events = [json.loads(line) for line in lines]
    assert {
        ("+".join(sorted(e["actor"])), e["type"], "+".join(sorted(e["recipient"]))) for e in events
    } == WANTED
    page = (tmp_path / "sheet.html").read_text(encoding="utf-8")
    assert all(event["event_id"] in page for event in events)
    assert "Poland welcomed the deal." in page
