"""Tables of news: any mark, encoding and export gives the same articles."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path

import pytest
from tests.articles.test_inputs import BODY, put, read

from steelyard.articles.markup import without_markup

NAMES = ("ID", "Published Date", "Headline", "Body", "URL")
ROWS = (
    ("1", "2024-03-18", "Talks", BODY, "https://daily.example/1"),
    ("2", "2024-03-19", "Mäp", f"Ein mäp. {BODY}", "https://daily.example/2"),
)


def table(mark: str, names: tuple[str, ...] = NAMES) -> str:
    return "".join(mark.join(f'"{cell}"' for cell in row) + "\r\n" for row in (names, *ROWS))


@pytest.mark.parametrize(
    "data",
    [
        table(",").encode(),
        table(";").encode("utf-8-sig"),
        table("\t").encode(),
        table("|").encode(),
        f"sep=;\r\n{table(';')}".encode(),
        table(";").encode("cp1252"),
        table(",").encode("utf-16"),
        table("\t").encode("utf-16-le"),
        table(",").replace("Talks", "Ta\0lks").encode(),
        gzip.compress(table(";").encode()),
        table(",", ("article_id", "publishedAt", "Title", "full text", "link")).encode(),
    ],
)
def test_one_table_in_many_disguises(tmp_path: Path, data: bytes) -> None:
    articles, _ = read(put(tmp_path / "a.csv", data))
    assert [(a.id, a.date, a.title, a.text) for a in articles] == [
        ("1", date(2024, 3, 18), "Talks", BODY),
        ("2", date(2024, 3, 19), "Mäp", f"Ein mäp. {BODY}"),
    ]
    assert articles[0].publisher == "daily.example"


def test_a_workbook_is_a_table(tmp_path: Path) -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((NAMES, *ROWS)):
            sheet.write_row(number, 0, row)
    articles, _ = read(path)
    assert [(one.date, one.text) for one in articles] == [
        (date(2024, 3, 18), BODY),
        (date(2024, 3, 19), f"Ein mäp. {BODY}"),
    ]


def test_the_whole_column_shows_how_its_days_are_written(tmp_path: Path) -> None:
    rows = f'date,text\n03/04/2024,"{BODY}"\n18/03/2024,"{BODY}"\n'
    articles, _ = read(put(tmp_path / "a.csv", rows))
    assert [one.date for one in articles] == [date(2024, 4, 3), date(2024, 3, 18)]
    articles, (note,) = read(put(tmp_path / "b.csv", rows.replace("18/03/2024", "05/05/2024")))
    assert [one.date for one in articles] == [None, date(2024, 5, 5)]
    assert "03/04/2024" in note.detail


def test_marks_of_html_are_no_text(tmp_path: Path) -> None:
    text = "<p>Serbia&nbsp;expelled <b>two</b>.</p><p>France&amp;#8217;s a&amp;b</p>"
    (found,), _ = read(put(tmp_path / "a.jsonl", json.dumps({"text": text})))
    assert found.text == "Serbia expelled two.\n\nFrance\u2019s a&b"
    for plain in ("a < b and c > d", "AT&T; R&D", "x <3 y"):
        assert without_markup(plain) == plain
    assert without_markup("&lt;p&gt;One&lt;/p&gt;&lt;p&gt;Two") == "One\n\nTwo"


def test_a_feed_keeps_its_paragraphs_and_the_day_of_its_publisher(tmp_path: Path) -> None:
    feed = (
        '<rss version="2.0"><channel><item><title>T</title><pubDate>{}</pubDate><description><![CDATA['
        '<p>Serbia&nbsp;won.</p><img alt="Germany attacks"/><p>France&#8217;s move</p>]]></description>'
        "</item></channel></rss>"
    )
    late = feed.format("Mon, 18 Mar 2024 23:30:00 -0500")
    (found,), _ = read(put(tmp_path / "a.xml", late))
    assert found.date == date(2024, 3, 18)
    assert found.text == "Serbia won.\n\nFrance\u2019s move"
    (found,), (note,) = read(put(tmp_path / "b.xml", feed.format("03/04/2024")))
    assert (found.date, "undated" in note.reason) == (None, True)
    for wrong in ("2024-13-18", "2023-02-29", "18 Mar"):
        articles, (note,) = read(put(tmp_path / "c.xml", feed.format(wrong)))
        assert (articles, note.reason) == ([], "a date that cannot be")


def test_days_that_a_spreadsheet_has_numbered_are_read_and_said(tmp_path: Path) -> None:
    (article,), (note,) = read(put(tmp_path / "a.csv", f'date,hlead\n45369,"{BODY}"\n'))
    assert article.date == date(2024, 3, 18)
    assert "45369 were read as Excel's numbers" in note.detail


def test_a_list_of_articles_and_an_answer_that_holds_one_are_read(tmp_path: Path) -> None:
    records = [{"id": n, "publishedAt": day, "content": f"{n}. {BODY}"} for n, day, *_ in ROWS]
    answer = {"status": "ok", "totalResults": 2, "articles": records}
    for number, document in enumerate((records, answer)):
        for indent in (None, 2):
            text = json.dumps(document, indent=indent)
            path = put(tmp_path / f"{number}-{indent}.json.gz", gzip.compress(text.encode()))
            articles, skipped = read(path)
            assert [article.date for article in articles] == [date(2024, 3, 18), date(2024, 3, 19)]
            assert not skipped
    one = put(tmp_path / "one.jsonl", json.dumps({**records[0], "tags": [{"name": "x"}]}) + "\n")
    assert [article.id for article in read(one)[0]] == ["1"]


def test_columns_named_in_german_and_french(tmp_path: Path) -> None:
    text = f"Datum;Titel;Inhalt\n18. März 2024;Ein;{BODY}\n"
    (article,), _ = read(put(tmp_path / "de.csv", text))
    assert (article.date, article.title) == (date(2024, 3, 18), "Ein")
