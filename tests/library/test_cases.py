"""A case built in code: from any frame, checked like a file, weighed like one."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest

import steelyard as sy

ICEWS = Path(__file__).parents[3] / "shared" / "data" / "icews" / "merged_2018-01_2019-03.csv.gz"

ASKED: dict[str, Any] = {
    "client": "UKR",
    "partner": ["EU", "USA"],
    "rival": "RUS",
    "shock": "2018-11-25",
    "before": ("2018-01-01", "2018-11-25"),
    "after": ("2018-11-25", "2019-03-01"),
}


def frame() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "day": pd.to_datetime(["2018-10-02", "2018-11-25", "2018-12-10", "2019-01-21"]),
            "actor": ["RUS", "RUS", "UKR", "RUS"],
            "recipient": ["UKR", "UKR", "RUS", "UKR"],
            "cameo": [42, 190, 112, 13],  # numbers have lost the zeros of 042 and 013
            "text": pd.Categorical(["a", "b", "c", "d"]),
        }
    )


@pytest.mark.parametrize(
    "made",
    [lambda rows: rows, pl.from_pandas, lambda rows: pl.from_pandas(rows).lazy().select(pl.all())],
    ids=["pandas", "polars", "lazy"],
)
def test_frames_of_every_library_give_the_same_rows(made: Any) -> None:
    typed = frame().assign(cameo=["111", "190", "112", "130"])
    case = sy.case(**ASKED, events=made(typed))
    rows = case.rows.events.order_by("day").to_pyarrow().to_pylist()
    assert [row["type"] for row in rows] == ["ACCUSE", "ASSAULT", "ACCUSE", "THREATEN"]
    assert [row["day"] for row in rows][1] == date(2018, 11, 25)
    assert [row["sentence"] for row in rows] == ["a", "b", "c", "d"]
    assert case.rows.sources[0].sampling == "selective"
    assert case.notes == ()


def test_arrow_and_columns_of_other_names() -> None:
    table = pl.from_pandas(frame().rename(columns={"day": "when"})).to_arrow()
    case = sy.case(
        **ASKED, events=table, columns={"day": "when", "cameo": "cameo"}, sampling="systematic"
    )
    rows = case.rows.events.order_by("day").to_pyarrow().to_pylist()
    assert [row["type"] for row in rows] == ["CONSULT", "ASSAULT", "ACCUSE"]  # 013 is no act
    assert case.rows.sources[0].sampling == "systematic"


def test_what_is_not_said_is_put_in_plain_words() -> None:
    case = sy.case(client=["UKR", "MDA"], partner="EU", rival="RUS", shock=datetime(2018, 11, 25))  # noqa: DTZ001
    assert case.title == "Ukraine and Moldova, November 2018"
    assert case.question.endswith(
        "did Ukraine and Moldova move toward Russia, in words or in deeds?"
    )
    assert case.before.days == 730
    assert case.after().days == 90
    west = sy.Pole("west", "partner", ("EU", "NATO"), ("EU",), "the West")
    case = sy.case(**{**ASKED, "partner": west})
    assert case.pole("partner") == west
    assert repr(case).startswith("<Case case: UKR; shock 2018-11-25; partner EU, NATO; rival RUS")
    assert "<h3>Ukraine, November 2018</h3>" in case._repr_html_()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"client": "UKX"}, "sy.case: client has 'UKX', which is not an actor"),
        ({"rival": ["RUS", "EU"]}, "EU is in the poles 'partner' and 'rival'"),
        ({"rival": "UKR"}, "client UKR is named in the rival pole"),
        ({"shock": "25.11.2018"}, "sy.case: shock has '25.11.2018', which is not a day"),
        ({"before": ("2018-01-01", "2019-01-01")}, "sy.case: before ends on 2019-01-01, after"),
        ({"after": "2019"}, "a window is its first day and the day after its last"),
        ({"events": 3}, "allowed are a frame of pandas, Polars or Arrow, an archive, a path"),
        ({"events": frame().head(0)}, "The frame of events has no rows"),
        ({"events": frame().drop(columns="day")}, "The frame of events has no column 'day'"),
        ({"events": frame().assign(actor="XQZ")}, "The frame of events, row 1: actor is 'XQZ'"),
        ({"events": frame(), "source": "icewz"}, "source is 'icewz'; allowed are acled, gdelt"),
        ({"events": frame(), "sampling": "all"}, "allowed are systematic, selective"),
        ({"source": "icews"}, "say what a frame of events is, and none is given"),
        ({"members_of": {"west": "EU"}}, "allowed are partner, rival"),
        ({"claims": [{"text": "x", "diagnostic": "tone", "grade": "yes"}]}, "has 'yes'; allowed"),
    ],
)
def test_errors_name_the_argument_what_was_found_and_what_is_allowed(
    wrong: dict[str, Any], said: str
) -> None:
    with pytest.raises(sy.SteelyardError) as caught:
        sy.case(**{**ASKED, **wrong})
    assert said in str(caught.value)
    assert ".parquet" not in str(caught.value)


def test_files_and_an_archive_stand_for_a_frame(tmp_path: Path) -> None:
    typed = frame().assign(cameo=["111", "190", "112", "130"])
    typed.to_csv(tmp_path / "rows.csv", index=False)
    of_file = sy.case(**ASKED, events=tmp_path / "rows.csv")
    of_frame = sy.case(**ASKED, events=typed)
    of_archive = sy.case(**ASKED, events=of_frame.rows)
    counts = [
        sy.evidence(case).events.count().to_pyarrow().as_py()
        for case in (of_file, of_frame, of_archive)
    ]
    assert counts == [4, 4, 4]
    (found,) = sy.diagnose(of_frame, only="distrust", archive=sy.evidence(of_file))
    assert found.n_after == 3  # both records tell of the same affairs, which count once


@pytest.mark.skipif(not ICEWS.exists(), reason="the rows of ICEWS are not there")
def test_kerch_from_a_frame_of_icews_to_a_plot_and_a_verdict() -> None:
    # The fifteen lines that a political scientist writes herself; the frame is cut to be quick.
    frame = pd.read_csv(ICEWS)
    frame = frame[(frame.source_country == "Ukraine") | (frame.target_country == "Ukraine")]
    case = sy.case(
        client="UKR",
        partner=["EU", "USA"],
        rival=["RUS"],
        shock="2018-11-25",
        before=("2018-01-01", "2018-11-25"),
        after=("2018-11-25", "2019-03-01"),
        events=frame,
    )
    (tempo,) = sy.diagnose(case, only=["tempo"])
    chart = tempo.plot()
    brief = sy.weigh(case)
    assert tempo.grade == "supports"
    # One event once: the rows of a frame are merged as those of the publisher's file.
    assert case.rows.sources[0].name == "icews"
    assert case.rows.events.count().to_pyarrow().as_py() < len(frame)
    assert "are of the clients themselves" in case.notes[0]
    weeks = chart.to_dict()["vconcat"][0]["vconcat"]
    assert len(weeks) == 2
    shares = brief.to_pandas("readings").set_index(["family", "reading"]).probability
    assert shares["what", "rupture"] == shares["what"].max()
    behind = tempo.rows()
    assert len(behind) > 120
    assert set(behind.source) == {"icews"}
