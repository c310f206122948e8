"""Days of publication: what is stated is read, nothing rolls over, what may be two is none."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO

import pytest

from steelyard.articles import feed, jsonl, table
from steelyard.articles.days import publication_day
from steelyard.articles.mapping import Mapping
from steelyard.articles.markup import without_markup
from steelyard.articles.pages import page as html
from steelyard.articles.text import article_of_text
from steelyard.records import Article

BODY = "Hungary thanked Serbia for guarding the border in the long winter of floods. " * 8
DAY = date(2024, 3, 18)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024/3/18", DAY),
        ("2024.3.18", DAY),
        ("2024 Mar 18", DAY),
        ("2024-W12-1", DAY),
        ("1710756000", DAY),
        ("Mon,18 Mar 2024 10:00:00 GMT", DAY),
        ("Monday, 18 March 2024", DAY),
        # One rule for zones: the day counts as its publisher writes it.
        ("2024-03-18T23:30:00-05:00", DAY),
        ("Mon, 18 Mar 2024 00:30:00 +0300", DAY),
        ("03/18/2024", DAY),
        ("03/04/2024", None),
        ("24-03-18", None),
        ("2024-13-18", None),
        ("2024/18/03", None),
        ("2023-02-29", None),
        ("2024-03", None),
        ("18", None),
    ],
)
def test_a_day_is_read_or_refused(text: str, day: date | None) -> None:
    found, doubt = publication_day(text)
    assert found == day
    assert bool(doubt) is (day is None)


def days_of_feed(*days: str) -> list[date | None]:
    items = "".join(
        f"<item><title>t{n}</title><link>http://x.example/{n}</link><pubDate>{day}</pubDate>"
        f"<description>{BODY}</description></item>"
        for n, day in enumerate(days)
    )
    data = f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'.encode()
    found = feed.read(BytesIO(data), "f.xml", Mapping({}))
    return [item.date for item in found if isinstance(item, Article)]


def test_a_feed_is_read_by_its_own_words() -> None:
    assert days_of_feed("2024/03/18", "2024-03-18T23:30:00-05:00", "2024-13-18", "18 Mar") == [
        DAY,
        DAY,
    ]


def days_of_page(head: str = "", body: str = "") -> list[date | None]:
    page = (
        f"<!doctype html><html><head><title>Note</title>{head}</head><body>{body}<article>"
        f"<h1>Note from the region</h1><p>{BODY}</p></article><footer>&copy; 2021 X. All rights "
        "reserved.</footer></body></html>"
    )
    found = html.read(BytesIO(page.encode()), "p.html", Mapping({}))
    return [item.date for item in found if isinstance(item, Article)]


@pytest.mark.parametrize(
    ("head", "body", "day"),
    [
        ("", "", None),  # a year in the footer is no day
        (
            '<meta property="article:modified_time" content="2025-01-02T00:00:00Z">',
            '<time datetime="2024-03-18T09:00">18 Mar 2024</time>',
            DAY,
        ),
        ('<meta name="pubdate" content="03/04/2024">', "", None),
        ('<meta name="pubdate" content="03/18/2024">', "", DAY),
        (
            '<script>var o={"expires":"2021-01-31"};</script>',
            '<p class="date">Published 18 March 2024</p>',
            DAY,
        ),
        (
            (
                '<script type="application/ld+json">{"@graph": [{"@type": "WebPage", '
                '"datePublished": "2024-03-18T23:30:00-05:00"}]}</script>'
            ),
            "",
            DAY,
        ),
        (
            (
                '<meta property="article:published_time" content="2024-03-18">'
                '<meta property="article:modified_time" content="2024-03-20">'
            ),
            "",
            DAY,
        ),
    ],
)
def test_a_page_is_of_the_day_that_it_states(head: str, body: str, day: date | None) -> None:
    assert days_of_page(head, body) == [day]


def test_entries_of_a_live_blog_have_their_own_days() -> None:
    blog = (
        '<script type="application/ld+json">{"@type": "LiveBlogPosting", "datePublished": '
        '"2024-03-16T08:00:00Z", "liveBlogUpdate": [{"headline": "b", "datePublished": '
        '"2024-03-18T10:00:00Z", "articleBody": "Serbia expelled two Russian diplomats."}, '
        '{"headline": "a", "datePublished": "2024-03-17", "articleBody": "Hungary praised Russia."}]}'
        "</script>"
    )
    assert days_of_page(blog) == [DAY, date(2024, 3, 17)]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (f"\ufeffid;date;text\n1;18/03/2024;{BODY}\n".encode(), BODY),
        (f"id,date,text\n1,2024-03-18,{BODY}\n".encode("utf-16"), BODY),
        (f"id|date|text\n1|2024-03-18|{BODY}\n".encode(), BODY),
        (f"ID,Published Date,Body\n1,2024-03-18,{BODY}\n".encode(), BODY),
        (f"id,date,text\n1,2024-03-18,A mäp. {BODY}\n".encode("cp1252"), f"A mäp. {BODY}"),
    ],
)
def test_a_table_of_news_is_read_as_it_was_saved(content: bytes, text: str) -> None:
    found = [
        item
        for item in table.read(BytesIO(content), "t.csv", Mapping({}))
        if isinstance(item, Article)
    ]
    assert [(article.date, article.text) for article in found] == [(DAY, text.strip())]


def test_marks_of_html_are_no_part_of_a_text() -> None:
    text = without_markup("<p>Serbia&amp;#8217;s move&nbsp;was <b>praised</b>.</p><p>5 < 6 & 7</p>")
    assert text == "Serbia’s move was praised.\n\n5 < 6 & 7"
    assert without_markup("A & B < C") == "A & B < C"
    (article,) = jsonl.read(
        BytesIO(json.dumps({"text": f"<p>{BODY}</p>&#8217;"}).encode()), "t.jsonl", Mapping({})
    )
    assert isinstance(article, Article)
    assert "<p>" not in article.text
    assert article.text.endswith("’")


def test_the_headline_of_a_page_does_not_run_into_its_first_sentence() -> None:
    page = f"<html><body><article><h1>Hungary thanks</h1><h2>Farmers glad</h2><p>{BODY}</p></article></body></html>"
    (article,) = html.read(BytesIO(page.encode()), "p.html", Mapping({}))
    assert isinstance(article, Article)
    assert article.text == f"Farmers glad\n\n{BODY.strip()}"


def test_the_dateline_of_an_agency_with_its_year_dates_a_text() -> None:
    text = "Peru opens ties\nQUITO, March 25 2023 (EFE) - Peru opened an embassy on Saturday.\n"
    article = article_of_text(text, "a.txt")
    assert isinstance(article, Article)
    assert article.date == date(2023, 3, 25)
