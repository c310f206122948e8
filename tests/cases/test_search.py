"""What a case says of its search: ranges, complete lists, logs, and every problem at once."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest

import steelyard as sy
from steelyard.cases.log import read_log
from steelyard.cli import weighing  # noqa: F401 - the commands register themselves
from steelyard.errors import CaseError, SourceError
from steelyard.pipeline.searched.case_check import check_case_file
from steelyard.records import UNLIMITED, Span
from steelyard.sources.table import read_events

CASE = """
title = "Did it turn?"
question = "Did Serbia turn to Russia?"
clients = ["SRB"]
[shock]
day = 2019-10-18
what = "A veto."
[windows]
before = [2017-01-01, 2019-10-18]
after = [2019-10-18, 2020-01-01]
[poles.west]
role = "partner"
actors = ["EU"]
[poles.russia]
role = "rival"
actors = ["RUS"]
[evidence]
events = ["chronology.csv"]
gaps = [[2018-02-01, 2018-03-01]]
"""
ROWS = "id,day,actor,recipient,type,occasion,text\nA,2019-11-01,RUS,SRB,CONSULT,x,A visit\n"


def write(folder: Path, more: str = "", rows: str = ROWS) -> Path:
    (folder / "case.toml").write_text(CASE + more, encoding="utf-8")
    (folder / "chronology.csv").write_text(rows, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("said", "comparison", "span"),
    [
        ("gamma = 3", "deeds to words", Span(1 / 3, 3.0, assumed=False)),
        ('favours = "rival"', "rival to partner", Span(1.0, UNLIMITED, assumed=False)),
        ('favours = "partner"', "rival to partner", Span(1 / UNLIMITED, 1.0, assumed=False)),
        ('favours = "after"\ngamma = 4', "after to before", Span(1.0, 4.0, assumed=False)),
        ('favours = "rival"', "after to before", Span(0.5, 2.0, assumed=True)),
        (
            'gamma = { "rival to partner" = [1, 3] }',
            "rival to partner",
            Span(1.0, 3.0, assumed=False),
        ),
    ],
)
def test_a_case_declares_how_it_was_searched(
    tmp_path: Path, said: str, comparison: str, span: Span
) -> None:
    case = sy.load_case(write(tmp_path, f"[evidence.search]\n{said}\n"))
    found = case.effort.of(comparison)
    assert math.isclose(found.low, span.low)
    assert math.isclose(found.high, span.high)
    assert found.assumed is span.assumed


def test_every_problem_of_the_search_is_told_at_once(tmp_path: Path) -> None:
    log = "day,where,words,hits\n2020-01-01,,Serbia Russia,3\n1.1.,a paper,,many\n"
    (tmp_path / "searches.csv").write_text(log, encoding="utf-8")
    more = """
[evidence.search]
favours = "moscow"
gamma = { "rival to partner" = 0, "after to before" = "much" }
log = "searches.csv"
[[evidence.complete]]
what = "meetings"
listed_by = "a counter"
from = 2018-01-01
until = 2021-01-01
[[calendar]]
day = 2023-04-02
what = "presidential"
source = "a gazette"
"""
    with pytest.raises(CaseError) as caught:
        sy.load_case(write(tmp_path, more))
    told = caught.value.problems
    for part in (
        "favours has 'moscow'; allowed are after, before, rival",
        "is 0; Γ says how many times harder",
        "is 'much'; a number above 0",
        "line 2: where is empty",
        "line 3: day is '1.1.'",
        "line 3: words is empty",
        "line 3: hits is 'many'",
        "leaves days of windows.before out",
        "runs over the gap 2018-02-01 to 2018-03-01",
        "the election of 2023-04-02 (presidential)",
    ):
        assert sum(part in line for line in told) == 1, part
    assert all("\n" not in line for line in told)


def test_an_occasion_that_spans_a_year_is_refused_with_its_line(tmp_path: Path) -> None:
    rows = f"{ROWS}B,2018-11-01,RUS,SRB,CONSULT,x,Another visit\n"
    with pytest.raises(SourceError, match=r"occasion is 'x'; its rows lie 365 days apart"):
        read_events(write(tmp_path, rows=rows) / "chronology.csv", "chronology.csv")


def test_a_log_is_read(tmp_path: Path) -> None:
    path = tmp_path / "searches.csv"
    path.write_text("day,where,words,hits\n2020-01-01,a paper,Serbia Russia,3\n", encoding="utf-8")
    (query,), problems = read_log(path)
    assert (query.where, query.hits, problems) == ("a paper", 3, [])


def test_the_check_tells_occasions_rows_and_publishers(tmp_path: Path) -> None:
    rows = (
        "id,day,actor,recipient,type,publisher,url,text\n"
        "A,2019-11-01,RUS,SRB,CONSULT,tass.com,https://tass.com/1,A visit\n"
        "B,2019-11-01,RUS,SRB,AID,,,Tanks are handed over\n"
        "C,2019-12,SRB,EU,CONSULT,,https://b92.net/1,A call\n"
    )
    (tmp_path / "searches.csv").write_text(
        "day,where,words,hits\n2020-01-01,a paper,Serbia Russia,3\n", encoding="utf-8"
    )
    told = "\n".join(
        check_case_file(write(tmp_path, '[evidence.search]\nlog = "searches.csv"\n', rows))
    )
    for part in (
        "Russia after: two rows, one occasion",
        "thin: fewer than 5 occasions with",
        "one row without an address (33\u00a0%): B",
        "one row known to the month or year only (33\u00a0%): C",
        "Searches: one query in searches.csv",
        "Russia is named one time",
        "Publishers by kind: state outlet",
    ):
        assert part in told, part
    assert re.search(r"one occasion with Russia: (A and B|B and A) \(the same day\)", told)


def test_a_complete_list_that_names_a_row_of_no_table_has_a_hole(tmp_path: Path) -> None:
    more = (
        '[[evidence.complete]]\nwhat = "visits"\nlisted_by = "an office"\n'
        'from = 2017-01-01\nuntil = 2020-01-01\nrows = ["A", "Z"]\n'
    )
    folder = write(tmp_path, more)
    whole = (folder / "case.toml").read_text(encoding="utf-8")
    whole = whole.replace("gaps = [[2018-02-01, 2018-03-01]]", "")
    (folder / "case.toml").write_text(whole, encoding="utf-8")
    with pytest.raises(CaseError, match="'visits' names Z, which no table of the case has"):
        check_case_file(folder)
