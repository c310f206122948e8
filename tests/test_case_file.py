"""Cases: read whole, or refused with one line that says what to do."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from steelyard import cases
from steelyard.case_file import load_case
from steelyard.cases.template import new_case, sheet
from steelyard.errors import CaseError, SourceError
from steelyard.records import Window
from steelyard.sources.table import OPTIONAL, REQUIRED, read_events
from steelyard.vocabulary import ACTS, RUNGS, STATUSES, TYPES, terms

GOOD = """
title = "Did it turn?"
question = "Did Serbia turn to Russia?"
clients = ["SRB"]
[shock]
day = 2019-10-18
actor = ["FRA"]
recipient = ["MKD"]
what = "A veto."
[windows]
before = [2017-01-01, 2019-10-18]
after = [2019-10-18, 2020-01-01]
[poles.west]
role = "partner"
actors = ["EU", "USA"]
members_of = ["EU"]
[poles.russia]
role = "rival"
actors = ["RUS", "EAEU"]
[evidence]
events = ["chronology.csv"]
gaps = [[2019-11-01, 2019-11-08]]
"""

CHRONOLOGY = "day,actor,recipient,type\n2019-10-19,RUS,SRB,CONSULT\n"


def write(folder: Path, text: str = GOOD, chronology: str | None = CHRONOLOGY) -> Path:
    (folder / "case.toml").write_text(text, encoding="utf-8")
    if chronology is not None:
        (folder / "chronology.csv").write_text(chronology, encoding="utf-8")
    return folder


def test_a_good_case_is_read(tmp_path: Path) -> None:
    case = load_case(write(tmp_path))
    assert case.clients == ("SRB",)
    assert case.shock.day == date(2019, 10, 18)
    assert case.before == Window(date(2017, 1, 1), date(2019, 10, 18))
    assert case.after("concession") == case.after()
    assert case.pole("rival").actors == ("RUS", "EAEU")
    assert case.gaps == (Window(date(2019, 11, 1), date(2019, 11, 8)),)
    assert case.sources[0].sampling == "selective"
    assert case.sources[0].limitation


@pytest.mark.parametrize(
    ("name", "actors", "title"),
    [
        ("west", '["EU", "USA"]', "the West"),
        ("partner", '["EU", "USA"]', "the European Union and the United States"),
        ("partner", '["NATO"]', "NATO and the European Union"),
        (
            "partner",
            '["EU", "USA", "FRA", "DEU"]',
            "the European Union, the United States and others",
        ),
    ],
)
def test_a_pole_without_a_title_is_called_by_its_name_or_its_actors(
    tmp_path: Path, name: str, actors: str, title: str
) -> None:
    text = GOOD.replace("[poles.west]", f"[poles.{name}]")
    text = text.replace('actors = ["EU", "USA"]', f"actors = {actors}")
    assert load_case(write(tmp_path, text)).pole("partner").title == title


@pytest.mark.parametrize("name", cases.names())
def test_built_in_cases_load(name: str) -> None:
    case = load_case(name)
    assert case.name == name
    assert all(path.is_file() for path in (*case.events, *case.ties))


def test_balkans_2019_is_the_case_of_the_essay() -> None:
    case = load_case("balkans-2019")
    assert case.clients == ("SRB", "MKD")
    assert case.shock.day == date(2019, 10, 18)
    assert case.before == Window(date(2017, 1, 1), date(2019, 10, 18))
    assert case.after() == Window(date(2019, 10, 18), date(2020, 1, 1))
    assert case.after("concession").end == date(2021, 1, 1)
    assert "GBR" in case.pole("partner").actors


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("day = 2019-10-18", "day = 2019-13-01", "line 6"),
        ("day = 2019-10-18", 'day = "2019-13-01"', "shock.day"),
        ('clients = ["SRB"]', 'clients = ["SRX"]', "'SRX'"),
        ('clients = ["SRB"]', "clients = []", "clients"),
        ('clients = ["SRB"]', 'client = ["SRB"]', "clients is missing"),
        ('clients = ["SRB"]', 'clients = ["RUS"]', "client RUS is named in the rival pole"),
        ('actors = ["RUS", "EAEU"]', 'actors = ["RUSS"]', "poles.russia.actors has 'RUSS'"),
        ('actors = ["RUS", "EAEU"]', 'actors = ["RUS", "EU"]', "EU is in the poles"),
        ('role = "rival"', 'role = "enemy"', "poles.russia.role"),
        ('role = "rival"', 'role = "other"', "one pole has the role 'rival'; found none"),
        ('members_of = ["EU"]', 'members_of = ["RUS"]', "poles.west.members_of has 'RUS'"),
        ("before = [2017-01-01, 2019-10-18]", "before = [2019-10-18, 2017-01-01]", "before"),
        (
            "before = [2017-01-01, 2019-10-18]",
            "before = [2017-01-01, 2019-11-18]",
            "after the shock",
        ),
        (
            "after = [2019-10-18, 2020-01-01]",
            "after = [2019-10-01, 2020-01-01]",
            "before the shock",
        ),
        ("after = [2019-10-18, 2020-01-01]", "", "windows.after is missing"),
        ("[windows]", "[windows]\ntempoo = [2019-10-18, 2020-01-01]", "Did you mean 'tempo'?"),
        ("[evidence]", "[evidence]\nevent = []", "did you mean 'events'?"),
        ('title = "Did it turn?"', "", "title is missing"),
        ("[shock]", "[shocks]", "shock"),
    ],
)
def test_what_is_wrong_is_named_in_one_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in GOOD
    with pytest.raises(CaseError) as caught:
        load_case(write(tmp_path, GOOD.replace(old, new)))
    message = str(caught.value)
    assert said in message
    assert "case.toml" in message
    assert "\n" not in message


def test_all_mistakes_of_a_case_and_its_tables_are_told_at_once_each_with_its_line(
    tmp_path: Path,
) -> None:
    text = GOOD.replace('clients = ["SRB"]', 'clients = ["SRX"]').replace(
        "after = [2019-10-18, 2020-01-01]", "after = [2019-10-18]"
    )
    text = text.replace('role = "rival"', 'role = "enemy"').replace("gaps =", "gap =")
    rows = "day,actor,recipient,type\n2019-10-19,RUSS,SRB,CONSULT\n2019-10-32,RUS,SRB,VISIT\n"
    with pytest.raises(CaseError) as caught:
        load_case(write(tmp_path, text, rows))
    problems = caught.value.problems
    for part in (
        "case.toml line 4: clients has 'SRX'",
        "case.toml line 12: windows.after is wrong",
        "case.toml line 18: poles.russia.role is wrong",
        "case.toml line 22: evidence.gap is not a key that cases have; did you mean 'gaps'?",
        "chronology.csv line 2: actor is 'RUSS'",
        "chronology.csv line 3: day is '2019-10-32'",
    ):
        assert any(part in problem for problem in problems), (part, problems)
    assert len(problems) == 6


def test_more_than_twenty_problems_are_counted(tmp_path: Path) -> None:
    rows = "day,actor,recipient,type\n" + "2019-10-19,RUSS,SRB,CONSULT\n" * 30
    with pytest.raises(CaseError) as caught:
        load_case(write(tmp_path, GOOD.replace('clients = ["SRB"]', 'clients = ["SRX"]'), rows))
    assert len(caught.value.problems) == 21
    assert caught.value.problems[-1] == "and 11 more problems"


def test_an_unknown_case_names_the_nearest() -> None:
    with pytest.raises(CaseError, match="Did you mean 'balkans-2019'"):
        load_case("balkan-2019")


def test_a_folder_without_a_case_file_says_how_to_start(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="steelyard new"):
        load_case(tmp_path)


def test_missing_and_wrong_evidence_is_found_before_any_work(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="does not exist"):
        load_case(write(tmp_path, chronology=None))
    with pytest.raises(SourceError, match="has no column 'actor'"):
        load_case(write(tmp_path, chronology="day,whom,recipient,type\n"))


def test_a_new_case_loads_and_is_never_written_over(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    written = new_case(folder)
    assert {path.name for path in written} == {"README.md", "case.toml", "chronology.csv"}
    assert load_case(folder).clients == ("SRB",)
    with pytest.raises(CaseError, match="not an empty folder"):
        new_case(folder)


def test_the_example_rows_are_rows_of_the_case_of_the_essay(tmp_path: Path) -> None:
    new_case(tmp_path / "mine")
    (essay,) = load_case("balkans-2019").events
    known = {row["source_id"]: row for row in read_events(essay, "x").to_pylist()}
    rows = read_events(tmp_path / "mine" / "chronology.csv", "x").to_pylist()
    assert len(rows) == 6
    assert all(
        {**row, "plan_of": None} == {**known[row["source_id"]], "plan_of": None} for row in rows
    )
    assert {row["status"] for row in rows} == {"happened", "planned", "denied"}


def test_the_sheet_explains_every_column_type_act_and_status() -> None:
    assert tuple(terms("column")) == (*REQUIRED, *OPTIONAL)
    told = sheet()
    for word in (*REQUIRED, *OPTIONAL, *TYPES, *ACTS, *STATUSES, *RUNGS):
        assert f"| `{word}` | " in told


DAY = '\n[[calendar]]\nday = 2019-05-05\nwhat = "parliamentary"\nsource = "a gazette"\n'


def test_a_case_names_days_of_its_clients_calendar(tmp_path: Path) -> None:
    days = load_case(write(tmp_path, GOOD + DAY)).calendar
    assert [(day.day.isoformat(), day.what, day.source, day.client) for day in days] == [
        ("2019-05-05", "parliamentary", "a gazette", None)
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (DAY.replace("a gazette", ""), "calendar.0.source"),
        (DAY.replace("2019-05-05", '"soon"'), "calendar.0.day"),
        (DAY + 'client = "DEU"\n', "calendar.0.client has 'DEU'"),
        (DAY.replace("what", "wat"), "calendar.0"),
    ],
)
def test_a_wrong_day_of_a_calendar_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(CaseError) as error:
        load_case(write(tmp_path, GOOD + text))
    assert said in str(error.value)


DECISION = '\n[decision]\nact = "send an envoy"\nfalse_alarm = 1\nmissed = 4\n'


def test_a_case_says_what_hangs_on_the_answer(tmp_path: Path) -> None:
    found = load_case(write(tmp_path, GOOD + DECISION)).decision
    assert found is not None
    assert (found.act, found.wait, found.reading) == ("send an envoy", "wait", "realignment")
    assert found.threshold == pytest.approx(0.2)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (DECISION.replace("missed = 4", "missed = 0"), "decision.missed"),
        (DECISION + 'reading = "routin"\n', "Did you mean 'routine'?"),
        (DECISION.replace("act =", "akt ="), "decision"),
    ],
)
def test_a_wrong_decision_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(CaseError) as error:
        load_case(write(tmp_path, GOOD + text))
    assert said in str(error.value)


def test_a_case_says_how_the_days_of_its_tables_are_meant(tmp_path: Path) -> None:
    folder = write(tmp_path, chronology="day,actor,recipient,type\n03/04/2019,RUS,SRB,AID\n")
    case = load_case(folder)
    assert case.days is None
    with pytest.raises(SourceError, match=r"'03/04/2019' may be .*days = \"dmy\""):
        read_events(case.events[0], "mine", case.days)
    text = (folder / "case.toml").read_text(encoding="utf-8")
    stated = text.replace("[evidence]", '[evidence]\ndays = "mdy"')
    (folder / "case.toml").write_text(stated, encoding="utf-8")
    again = load_case(folder)
    (event,) = read_events(again.events[0], "mine", again.days).to_pylist()
    assert event["day"] == date(2019, 3, 4)
