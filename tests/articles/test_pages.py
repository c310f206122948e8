"""Pages: the day of publication and no other, headings apart, an article for each live entry."""

from __future__ import annotations

import gzip
import json
import time
import zlib
from datetime import date
from pathlib import Path

import pytest
from tests.articles.test_inputs import BODY, put, read, warc_of

from steelyard.articles import read_articles
from steelyard.records import Article

THE_18TH = date(2024, 3, 18)


def page(head: str = "", before: str = "", after: str = "", title: str = "Talks") -> str:
    return (
        f"<!doctype html><html><head><title>{title}</title>{head}</head><body>{before}<article>"
        f"<h1>{title}</h1><p>{BODY}</p><p>{BODY} And more was said on the sidelines.</p></article>"
        f"{after}</body></html>"
    )


def linked(**item: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(item)}</script>'


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


def article(tmp_path: Path, text: str) -> Article:
    (found,), _ = read(put(tmp_path / "a.html", text))
    return found


@pytest.mark.parametrize(
    "text",
    [
        page(linked(**{"@type": "NewsArticle", "datePublished": "2024-03-18T23:30:00-05:00"})),
        page(linked(**{"@graph": [{"@type": "WebPage", "datePublished": "2024-03-18T10:00:00Z"}]})),
        page(
            linked(**{"@type": "WebPage", "datePublished": "2020-01-01"})
            + linked(**{"@type": ["NewsArticle"], "datePublished": "2024-03-18"})
        ),
        page(meta("article:modified_time", "2024-05-02T00:00:00Z") + meta("pubdate", "03/18/2024")),
        page(
            meta("article:modified_time", "2024-05-02T00:00:00Z"),
            '<time datetime="2024-03-18T09:00">18 Mar</time>',
        ),
        page("", 'Updated <time datetime="2024-05-02">x</time><p>Published 18 March 2024</p>'),
        page(meta("og:url", "https://daily.example/2024/03/18/talks")),
        page("<script>var o={'expires':'2021-01-31'}</script>", '<p class="date">18.3.2024</p>'),
        page(meta("dateModified", "2024-03-18")),
    ],
)
def test_publication_beats_all_else(tmp_path: Path, text: str) -> None:
    assert article(tmp_path, text).date == THE_18TH


@pytest.mark.parametrize(
    "text",
    [
        page("", "", "<footer>&copy; 2026 Daily Media</footer>"),
        page("", "", "<p>&copy; 2019-2024 Daily</p><p>In 2023 it rained.</p>"),
        page(meta("expires", "2021-01-31")),
        page("", "", '<aside><time datetime="2024-03-01">1 March</time></aside>'),
        page("", "", '<div class="related-stories"><p>18 March 2024</p></div>'),
        page(meta("article:published_time", "2024-13-18") + meta("lastmod", "2024-05-02")),
    ],
)
def test_a_day_that_is_not_that_of_publication_is_none(tmp_path: Path, text: str) -> None:
    assert article(tmp_path, text).date is None


def test_an_ambiguous_day_is_said(tmp_path: Path) -> None:
    (found,), (note,) = read(put(tmp_path / "a.html", page(meta("pubdate", "03/04/2024"))))
    assert found.date is None
    assert "03/04/2024" in note.detail
    both = page(meta("pubdate", "03/04/2024"), '<time datetime="2024-04-03">3 April</time>')
    assert article(tmp_path, both).date == date(2024, 4, 3)


def test_a_heading_is_no_part_of_the_first_sentence(tmp_path: Path) -> None:
    assert article(tmp_path, page(title="Serbia meets")).text.startswith(f"{BODY}\n\n")
    text = put(tmp_path / "a.txt", f"Serbia meets\n2024-03-18\n{BODY}")
    (found,), _ = read(text)
    assert found.text.split("\n\n") == ["Serbia meets", "2024-03-18", BODY]
    wrapped = "Serbian President Aleksandar Vucic met\nRussian President Vladimir Putin in Sochi."
    (found,), _ = read(put(tmp_path / "b.txt", wrapped))
    assert found.text == wrapped


UPDATES = [
    {"@type": "BlogPosting", "headline": "b", "datePublished": "2024-03-18", "articleBody": BODY},
    {"@type": "BlogPosting", "datePublished": "2024-03-17T23:00-05:00", "articleBody": "Old."},
]
MARKED = (
    '<html><head><title>Live</title></head><body class="live-blog"><article><h1>Live</h1>'
    '<section><time datetime="2024-03-18T10:00Z">10:00</time><h3>Talks</h3><p>One.</p><p>Two.</p></section>'
    '<section><time datetime="2024-03-17T10:00Z">10:00</time><p>Old.</p></section></article></body></html>'
)


def test_every_entry_of_a_live_blog_has_its_own_day(tmp_path: Path) -> None:
    blog = {"@type": "LiveBlogPosting", "datePublished": "2024-03-16", "liveBlogUpdate": UPDATES}
    entries, _ = read(put(tmp_path / "a.html", page(linked(**blog))))
    assert [(one.date, one.text) for one in entries] == [
        (THE_18TH, BODY),
        (date(2024, 3, 17), "Old."),
    ]
    entries, _ = read(put(tmp_path / "b.html", MARKED))
    assert [(one.date, one.text) for one in entries] == [
        (THE_18TH, "Talks\n\nOne.\n\nTwo."),
        (date(2024, 3, 17), "Old."),
    ]
    assert len({one.id for one in entries}) == 2


def test_a_tag_of_many_attributes_takes_no_minute(tmp_path: Path) -> None:
    attributes = " ".join(f"a{n}='<>'" for n in range(200_000))
    began = time.process_time()
    found = article(tmp_path, page("", f"<div {attributes}></div>"))
    assert BODY in found.text
    assert time.process_time() - began < 20


def test_a_deep_page_gives_an_answer(tmp_path: Path) -> None:
    articles, skipped = read(put(tmp_path / "a.html", f"<html>{'<div>' * 50_000}<p>{BODY}"))
    assert len(articles) + len(skipped) == 1


def http(body: bytes, *headers: str) -> bytes:
    """A crawl of one page that was sent with these headers."""
    crawl = warc_of(("https://daily.example/a", b"@@"))
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    sent = head[:-2] + "".join(f"{one}\r\n" for one in headers).encode() + b"\r\n" + body
    length = f"Content-Length: {len(head) + 2}".encode()
    assert length in crawl
    return crawl.replace(length, f"Content-Length: {len(sent)}".encode()).replace(
        head + b"@@", sent
    )


def chunked(body: bytes, size: int = 100) -> bytes:
    parts = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x;x=1\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


HTML = page(meta("date", "2024-03-18")).encode()


@pytest.mark.parametrize(
    "crawl",
    [
        http(HTML),
        http(chunked(HTML), "Transfer-Encoding: chunked"),
        http(HTML, "Transfer-Encoding: chunked"),
        http(gzip.compress(HTML), "Content-Encoding: gzip"),
        http(HTML, "Content-Encoding: gzip"),
        http(chunked(gzip.compress(HTML)), "Transfer-Encoding: chunked", "Content-Encoding: gzip"),
        http(
            chunked(zlib.compress(HTML)), "Transfer-Encoding: chunked", "Content-Encoding: deflate"
        ),
    ],
)
def test_a_body_is_read_as_it_was_sent(tmp_path: Path, crawl: bytes) -> None:
    for name, data in (("a.warc", crawl), ("b.warc.gz", gzip.compress(crawl))):
        (found,), _ = read(put(tmp_path / name, data))
        assert found.date == THE_18TH
        assert found.text == f"{BODY}\n\n{BODY} And more was said on the sidelines."


def test_of_a_crawl_cut_short_the_whole_records_are_read(tmp_path: Path) -> None:
    pages = [warc_of((f"https://daily.example/{n}", HTML)) for n in range(4)]
    packed = b"".join(map(gzip.compress, pages))
    one = gzip.compress(b"".join(pages))
    for name, data in (
        ("a.warc.gz", packed[: len(packed) * 7 // 8]),
        ("b.warc", b"".join(pages)[:-400]),
        ("c.warc.gz", one[:-12]),
    ):
        articles, skipped = read(put(tmp_path / name, data))
        assert len(articles) == 3, name
        assert {found.reason for found in skipped} == {"the file breaks off"}


def test_paragraphs_of_a_short_page_stay_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(
        "<html><head><title>x</title></head><body><article><h1>Serbia acts</h1>"
        '<p class="byline">By A. B., in Paris</p><p>Serbia expelled  two <b>Russian</b> diplomats.</p>'
        "<p>Hungary thanked Serbia.</p></article></body></html>",
        encoding="utf-8",
    )
    (article,), _ = read(path)
    assert article.text.split("\n\n") == [
        "By A. B., in Paris",
        "Serbia expelled two Russian diplomats.",
        "Hungary thanked Serbia.",
    ]


ONE = (
    "Serbia expelled two Russian diplomats, the foreign ministry in Belgrade said in a short note."
)
TWO = "Turkey praised Serbia for a new road over the hills to the coast, in a speech of an hour."
THREE = "Hungary thanked Serbia for guarding the border in the long winter of floods and of storms."


def _entry(tag: str, day: int, text: str, kind: str = "") -> str:
    time = f'<time datetime="2024-03-{day}T10:00Z">10:00</time>'
    return f'<{tag} class="{kind}">{time}<p>{text}</p></{tag}>'


@pytest.mark.parametrize(
    ("title", "body", "days"),
    [
        ("Live: the region", _entry("section", 18, ONE) + _entry("section", 16, TWO), [18, 16]),
        (
            "As it happened",
            (
                f'<ol><li><time datetime="2024-03-18">18 March</time> {ONE}</li>'
                f'<li><time datetime="2024-03-17">17 March</time> {TWO}</li></ol>'
            ),
            [18, 17],
        ),
        (
            "The region",
            _entry("div", 18, ONE) + _entry("div", 17, TWO) + _entry("div", 15, THREE),
            [18, 17, 15],
        ),
        (
            "The region",
            f"<h2>18 March 2024</h2><p>{ONE}</p><h2>17 March 2024</h2><p>{TWO}</p><ul><li>{THREE}</li></ul>",
            [18, 17],
        ),
        (
            "The region",
            f"<article><p>{ONE}</p><p>{TWO}</p></article>"
            + _entry("div", 20, THREE, "comment") * 3,
            [16],
        ),
        ("The region", _entry("article", 16, ONE * 5) + _entry("div", 20, TWO) * 2, [16]),
    ],
)
def test_entries_of_a_page_bear_their_own_days(
    tmp_path: Path, title: str, body: str, days: list[int]
) -> None:
    path = tmp_path / "a.html"
    stated = '<meta property="article:published_time" content="2024-03-16T08:00:00Z">'
    path.write_text(
        f"<html><head><title>{title}</title>{stated}</head><body><h1>{title}</h1>{body}</body></html>",
        encoding="utf-8",
    )
    found = [one for one in read_articles([str(path)]) if isinstance(one, Article)]
    assert [one.date and one.date.day for one in found] == days
    assert not any("10:00" in one.text or "March" in one.text for one in found)


def test_factiva_and_the_internet_archive_as_pages(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    parts = "".join(
        f'<div class="article enArticle"><div id="hd"><span class="enHeadline">Title {day}</span></div>'
        f'<div>{day} March 2024</div><p class="articleParagraph enarticleParagraph">{text}</p></div>'
        for day, text in ((18, ONE), (20, TWO))
    )
    path.write_text(f"<html><body>{parts}</body></html>", encoding="utf-8")
    found = [one for one in read_articles([str(path)]) if isinstance(one, Article)]
    assert [(str(one.date), one.title, one.text) for one in found] == [
        ("2024-03-18", "Title 18", ONE),
        ("2024-03-20", "Title 20", TWO),
    ]
    toolbar = '<div id="wm-ipp-base"><span>02 Jan 2025</span></div>'
    page = f"<html><body>{toolbar}<article><p>18 March 2024</p><p>{ONE}</p><p>{TWO}</p></article></body></html>"
    path.write_text(page, encoding="utf-8")
    (article,) = (one for one in read_articles([str(path)]) if isinstance(one, Article))
    assert str(article.date) == "2024-03-18"


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("", "<p>On 1 February 2023 the two had met.</p>"),
        ('<header><span id="clock">Monday, 2 June 2025</span></header>', ""),
        ('<div class="top-bar"><p>2 June 2025</p></div>', ""),
    ],
)
def test_days_of_the_text_and_of_the_site_date_no_page(
    tmp_path: Path, above: str, below: str
) -> None:
    path = tmp_path / "a.html"
    text = f"<article><h1>A note</h1><p>{ONE}</p><p>{TWO}</p>{below}</article>"
    path.write_text(f"<html><body>{above}{text}</body></html>", encoding="utf-8")
    (article,) = (one for one in read_articles([str(path)]) if isinstance(one, Article))
    assert article.date is None
