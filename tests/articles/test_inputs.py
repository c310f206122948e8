"""Inputs: every format gives its article; whatever is broken is reported, nothing hangs."""

from __future__ import annotations

import gzip
import io
import json
import os
import sys
import time
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies
from tests.conftest import SHARED

from steelyard.articles import Mapping, detect_language, read_articles
from steelyard.errors import SourceError
from steelyard.records import Article, Skipped

BODY = (
    "Serbian President Aleksandar Vucic met Russian President Vladimir Putin in Sochi on "
    "Wednesday. The two leaders discussed gas supplies and railway projects. Officials said "
    "that further talks would be held in Belgrade next month, and that a deal was near."
)

PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Leaders meet - Daily</title>
<meta property="article:published_time" content="2019-12-04T10:00:00Z">
<meta property="og:site_name" content="Daily"><link rel="canonical" href="https://www.daily.example/a"></head>
<body><nav>Home News Sport</nav><article><h1>Leaders meet</h1><p>{BODY}</p><p>{BODY} And more was said
about the region by diplomats from both of the countries on the sidelines.</p></article></body></html>"""

FEED = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>Daily</title>
<item><title>Leaders meet</title><link>https://daily.example/a</link>
<pubDate>Wed, 04 Dec 2019 10:00:00 GMT</pubDate><description>&lt;p&gt;{BODY}&lt;/p&gt;</description></item>
<item><title>Nothing</title></item></channel></rss>"""

BOMB = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>
<rss version="2.0"><channel><item><description>&b;</description></item></channel></rss>"""


def split(found: Iterable[Article | Skipped]) -> tuple[list[Article], list[Skipped]]:
    everything = list(found)
    return (
        [one for one in everything if isinstance(one, Article)],
        [one for one in everything if isinstance(one, Skipped)],
    )


def read(path: Path, **keys: str) -> tuple[list[Article], list[Skipped]]:
    return split(read_articles([str(path)], Mapping(keys)))


def put(path: Path, data: str | bytes) -> Path:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def warc_of(*pages: tuple[str, bytes]) -> bytes:
    """A WARC file with one response a page, as a crawler writes it."""
    out = io.BytesIO()
    for url, body in pages:
        http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
        head = (
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
            f"WARC-Target-URI: {url}\r\nWARC-Date: 2019-12-05T00:00:00Z\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
        )
        out.write(head.encode() + http + b"\r\n\r\n")
    return out.getvalue()


def test_plain_text_states_title_and_day(tmp_path: Path) -> None:
    (article,), skipped = read(
        put(tmp_path / "a.txt", f"Leaders meet\n4 December 2019\n\n{BODY}\n")
    )
    assert (article.title, article.date, skipped) == ("Leaders meet", date(2019, 12, 4), [])
    assert BODY in article.text


@pytest.mark.parametrize(
    "line",
    [
        *("The Guardian, 10 April 2019", "By Jane Doe | Reuters | Apr 10, 2019 10:30 AM EDT"),
        *(
            "Published on 10 April 2019",
            "Jane Doe · 10. April 2019",
            "Veröffentlicht am 10. April 2019",
        ),
    ],
)
def test_a_day_behind_the_paper_or_the_author_is_read(tmp_path: Path, line: str) -> None:
    (article,), _ = read(put(tmp_path / "a.txt", f"Talks in Belgrade\n{line}\n\n{BODY}"))
    assert article.date == date(2019, 4, 10)
    assert f"{line}\n\n" in article.text


def test_the_paper_and_day_may_stand_first(tmp_path: Path) -> None:
    (article,), _ = read(put(tmp_path / "a.txt", f"The Guardian, 10 April 2019\n{BODY}"))
    assert article.date == date(2019, 4, 10)
    assert article.text.endswith(f"2019\n\n{BODY}")


def test_what_a_wire_says_of_its_text_is_no_part_of_its_first_sentence(tmp_path: Path) -> None:
    (article,), _ = read(put(tmp_path / "a.txt", f"(Adds quotes, background)\nBy Jane Doe\n{BODY}"))
    assert article.text == f"(Adds quotes, background)\n\nBy Jane Doe\n\n{BODY}"


def test_a_day_in_a_sentence_or_of_a_change_is_not_that_of_the_text(tmp_path: Path) -> None:
    for text in (
        f"Talks\n{BODY}\nThey had met in Belgrade, 10 April 2019, and parted.",
        f"Talks\nUpdated: on 10 April 2019\n\n{BODY}",
    ):
        (article,), _ = read(put(tmp_path / "a.txt", text))
        assert article.date is None


@pytest.mark.parametrize(
    "day", ["December 4, 2019", "2019-12-04", "Date: 2019-12-04", "Wed, 4 Dec 2019", "20191204"]
)
def test_a_day_is_read_in_the_ways_that_news_writes_it(tmp_path: Path, day: str) -> None:
    (article,), _ = read(put(tmp_path / "a.txt", f"Leaders meet\n\n{day}\n\n{BODY}"))
    assert article.date == date(2019, 12, 4)


def test_markdown_loses_its_marks(tmp_path: Path) -> None:
    text = (
        "---\ntitle: Leaders **meet**\ndate: 2019-12-04\n---\n\n# Heading\n\nVucic met "
        "[Putin](https://x.example) in **Sochi**.\n\n**Related article:** [Other](#)\n\n- He left.\n"
    )
    (article,), _ = read(put(tmp_path / "a.md", text))
    assert (article.title, article.date) == ("Leaders meet", date(2019, 12, 4))
    assert article.text == "Heading\n\nVucic met Putin in Sochi.\n\nHe left."


def test_a_page_gives_title_day_publisher_and_body(tmp_path: Path) -> None:
    (article,), _ = read(put(tmp_path / "a.html", PAGE))
    assert article.date == date(2019, 12, 4)
    assert article.title == "Leaders meet"
    assert article.publisher == "daily.example"
    assert "Vucic met Russian President" in article.text
    assert "Home News Sport" not in article.text


def test_json_lines_with_one_bad_line_lose_only_that_line(tmp_path: Path) -> None:
    rows = [json.dumps({"id": f"n{n}", "text": BODY, "date": "2019-12-04"}) for n in range(100)]
    rows[41] = '{"id": "broken'
    articles, (bad,) = read(put(tmp_path / "a.jsonl", "\n".join(rows)))
    assert len(articles) == 99
    assert bad.where.endswith("line 42")
    assert bad.reason == "not JSON"


def test_columns_are_mapped(tmp_path: Path) -> None:
    path = put(tmp_path / "a.csv", f'lead,when,from\n"{BODY}",2019-12-04,www.daily.example\n')
    (article,), _ = read(path, text="lead", date="when", publisher="from")
    assert (article.date, article.publisher) == (date(2019, 12, 4), "daily.example")
    with pytest.raises(SourceError, match="Did you mean 'text=body'"):
        Mapping.parse(["txt=body"])


def test_a_feed_gives_its_entries(tmp_path: Path) -> None:
    (article, titled), (bare,) = read(put(tmp_path / "a.xml", FEED))
    assert (article.title, article.date) == ("Leaders meet", date(2019, 12, 4))
    assert article.text == BODY
    assert titled.text == titled.title
    assert bare.reason == "read all the same: no text, its title alone"


def test_a_crawl_gives_its_pages(tmp_path: Path) -> None:
    data = warc_of(
        ("https://daily.example/a", PAGE.encode()), ("https://daily.example/b", b"<p></p>")
    )
    for name, content in (("a.warc", data), ("b.warc.gz", gzip.compress(data))):
        (article,), (empty,) = read(put(tmp_path / name, content))
        assert article.url == "https://daily.example/a"
        assert empty.reason == "no text in the page"


def test_gzip_folders_globs_and_standard_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "a.txt.gz", gzip.compress(f"Leaders meet\n2019-12-04\n\n{BODY}".encode()))
    put(tmp_path / "b.md", f"# Leaders\n\n2019-12-04\n\n{BODY}")
    put(tmp_path / "c.pdf", b"%PDF")
    articles, skipped = split(read_articles([str(tmp_path)]))
    assert [a.title for a in articles] == ["Leaders meet", "Leaders"]
    assert [s.reason for s in skipped] == ["not a format that is read"]
    assert len(list(read_articles([str(tmp_path / "*.md")]))) == 1
    stdin = io.TextIOWrapper(io.BytesIO(json.dumps({"text": BODY}).encode()))
    monkeypatch.setattr(sys, "stdin", stdin)
    assert len(list(read_articles(["-"]))) == 1


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b"\x7fELF\x02\x01\x00\x00" * 50, "not text"),
        ("a.jsonl", b"\x00\x01\x02" * 50, "not text"),
        ("a.html", b"<html><body></body></html>", "no text in the page"),
        ("a.xml", BOMB.encode(), "declares XML entities"),
        ("a.xml", b"<a>no feed</a>", "not a feed"),
        ("a.txt.gz", gzip.compress(BODY.encode() * 99, mtime=0)[:60], "the file breaks off"),
        ("a.warc", b"", "no page in the file"),
        (
            "a.warc.gz",
            gzip.compress(warc_of(("https://x.example/", PAGE.encode())), mtime=0)[:300],
            "the file breaks off",
        ),
        ("a.jsonl", b'{"id": "n", "text": "  "}', "no text"),
        ("a.jsonl", b"[1, 2]", "not a record"),
        ("a.jsonl", b'{"text": "\xff\xfe"}', "not UTF-8"),
        ("a.jsonl", b'{"text": "Vucic met Putin", "date": "0025-12-04"}', "a date that cannot be"),
        ("a.txt", b"Leaders\nDate: 0025-12-04\n\nVucic met Putin.", "a date that cannot be"),
        ("a.csv", b'text\n"open', "not CSV"),
    ],
)
def test_what_is_broken_is_reported(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    articles, skipped = read(put(tmp_path / name, data))
    if reason != "not CSV":
        assert articles == []
        assert reason in [one.reason for one in skipped]


def test_a_date_in_the_future_is_reported(tmp_path: Path) -> None:
    later = (datetime.now(UTC).date() + timedelta(days=400)).isoformat()
    articles, (bad,) = read(put(tmp_path / "a.jsonl", json.dumps({"text": BODY, "date": later})))
    assert (articles, bad.reason) == ([], "a date that cannot be")
    assert "future" in bad.detail


def test_a_line_of_many_megabytes_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("steelyard.articles.decoding.LONGEST_LINE", 10_000)
    good = json.dumps({"text": BODY})
    path = put(tmp_path / "a.jsonl", f'{good}\n{{"text": "{"x" * 50_000}"}}\n{good}')
    articles, (bad,) = read(path)
    assert (len(articles), bad.reason, bad.where[-6:]) == (2, "too long", "line 2")


def test_an_article_longer_than_a_novel_is_read_in_pieces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("steelyard.articles.pieces.LONGEST", 1_000)
    text = f"{BODY} " * 9
    articles, (note,) = read(put(tmp_path / "a.txt", text))
    assert "".join(one.text for one in articles) == text.strip()
    assert max(len(one.text) for one in articles) <= 1_000
    assert all(one.text.rstrip().endswith(".") for one in articles)
    assert len({one.id for one in articles}) == len(articles) > 2
    assert (note.reason, note.detail[-8:]) == ("read all the same: in pieces", "3 pieces")


def test_broken_bytes_and_mojibake_are_mended_and_said(tmp_path: Path) -> None:
    (article,), (note,) = read(put(tmp_path / "a.txt", f"Leaders\n\nItâ€™s said. {BODY}"))
    assert "It’s said" in article.text
    assert "mojibake" in note.reason
    (article,), (note,) = read(
        put(tmp_path / "b.txt", "Leaders\n\nVučić said so.".encode("cp1250"))
    )
    assert "said so" in article.text
    assert "not UTF-8" in note.reason


def test_links_that_lead_back_end(tmp_path: Path) -> None:
    put(tmp_path / "a.txt", f"Leaders\n\n{BODY}")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    articles, skipped = split(read_articles([str(tmp_path)]))
    assert len(articles) == 1
    assert {"a folder that was read before", "cannot be opened"} <= {s.reason for s in skipped}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_reported(tmp_path: Path) -> None:
    put(tmp_path / "a.txt", BODY).chmod(0)
    _, (bad,) = split(read_articles([str(tmp_path / "a.txt")]))
    assert bad.reason == "no permission"


def test_what_does_not_exist_is_reported_and_the_rest_is_read(tmp_path: Path) -> None:
    good = put(tmp_path / "a.jsonl", json.dumps({"text": BODY}))
    names = [str(tmp_path / "none.txt"), str(tmp_path / "*.none"), str(good)]
    articles, skipped = split(read_articles(names))
    assert len(articles) == 1
    assert [one.reason for one in skipped] == ["no such file"] * 2


def test_a_bad_row_of_csv_loses_only_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("steelyard.articles.table.LONGEST_CELL", 1_000)
    good = f'"{BODY}",2019-12-04'.encode()
    rows = [b"text,date", good, b"y" * 2_000, "Vučić said so.".encode("cp1250"), good]
    articles, skipped = read(put(tmp_path / "a.csv", b"\n".join(rows)))
    assert len(articles) == 3
    assert [(one.where[-6:], one.reason) for one in skipped] == [
        ("line 3", "not CSV"),
        ("line 4", "read all the same: not UTF-8"),
    ]


def test_halves_of_characters_are_replaced(tmp_path: Path) -> None:
    row = '{"id": "n\\ud800", "title": "\\udfff", "text": "Vucic met Putin in \\ud83d Sochi."}'
    (article,), _ = read(put(tmp_path / "a.jsonl", row))
    assert (article.id, article.title, article.text) == ("n?", "?", "Vucic met Putin in ? Sochi.")


def test_a_feed_is_never_taken_for_an_address(tmp_path: Path) -> None:
    secret = put(tmp_path / "secret.xml", FEED)
    _, (bad,) = read(put(tmp_path / "a.xml", str(secret)))
    assert bad.reason == "not a feed"


def test_the_days_of_a_feed_must_be_possible(tmp_path: Path) -> None:
    _, skipped = read(put(tmp_path / "a.xml", FEED.replace("04 Dec 2019", "04 Dec 2119")))
    assert skipped[0].reason == "a date that cannot be"


def test_a_crawl_gives_only_pages_that_were_found(tmp_path: Path) -> None:
    data = warc_of(("https://daily.example/a", PAGE.encode())).replace(b"200 OK", b"404 No")
    _, (bad,) = read(put(tmp_path / "a.warc", data))
    assert (bad.reason, bad.detail) == ("not a page", "the server answered 404")


SAMPLES = {
    ".txt": f"Leaders meet\n4 December 2019\n\n{BODY}\n".encode(),
    ".md": f"---\ntitle: A\n---\n# Leaders\n\n{BODY}".encode(),
    ".html": PAGE.encode(),
    ".jsonl": (json.dumps({"text": BODY, "date": "2019-12-04"}) + "\n").encode() * 3,
    ".csv": f'text,date\n"{BODY}",2019-12-04\n'.encode(),
    ".xml": FEED.encode(),
    ".warc": warc_of(("https://daily.example/a", PAGE.encode())),
    ".warc.gz": gzip.compress(warc_of(("https://daily.example/a", PAGE.encode())), mtime=0),
}


@pytest.mark.parametrize("suffix", SAMPLES)
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(data=strategies.data())
def test_whatever_the_bytes_there_is_an_answer(
    tmp_path: Path, suffix: str, data: strategies.DataObject
) -> None:
    whole = SAMPLES[suffix]
    at = data.draw(strategies.integers(0, len(whole)))
    length = data.draw(strategies.integers(0, 60))
    noise = data.draw(strategies.binary(max_size=60))
    rest = whole[at + length :] if data.draw(strategies.booleans()) else b""
    path = put(tmp_path / f"a{suffix}", whole[:at] + noise + rest)
    for found in read_articles([str(path)]):
        assert isinstance(found, Skipped) or found.text.strip()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (BODY, "en"),
        ("The Taliban seized Kabul.", "en"),
        ("Putin will meet Recep Tayyip Erdogan in Ankara for talks on Syria.", "en"),
        ("Nigeria blamed Cameroon for training the rebels in Maiduguri.", "en"),
        ("Predsednik Srbije sastao se sa predsednikom Rusije u Sočiju.", "sr"),
        ("Vucic se sastao sa Putinom u Moskvi.", "hr"),
        ("Претседателот на Северна Македонија ја прифати поканата.", "mk"),
        ("Merkel trifft Putin in Sotschi.", "de"),
        ("La France bloque l'ouverture des négociations.", "fr"),
        ("De minister-president van Nederland sprak met Donald Trump in Washington.", "nl"),
        ("Hi", None),
    ],
)
def test_languages_are_told_apart(text: str, language: str | None) -> None:
    assert detect_language(text) == language


@pytest.mark.skipif(not SHARED.exists(), reason="the essay is not here")
def test_the_essay_has_its_title_and_day() -> None:
    (article,), _ = read(SHARED / "case" / "essay.txt")
    assert article.title == "Did Macron Hand the Balkans to Russia?"
    assert article.date == date(2019, 12, 23)
    assert "Related article" not in article.text


@pytest.mark.parametrize("raw", [b"\r\x01", b"\r\x01\ntext\n", b'"\r\x01', b"\r"])
def test_a_header_that_is_no_line_of_a_table_has_an_answer(tmp_path: Path, raw: bytes) -> None:
    for found in read_articles([str(put(tmp_path / "a.csv", raw))]):
        assert isinstance(found, Skipped) or found.text.strip()


@pytest.mark.parametrize("marks", ["[", "[(", "`", "*a ", "# ", "-\n", "---\n", "![a](", "_a"])
def test_a_text_of_nothing_but_marks_has_an_end(tmp_path: Path, marks: str) -> None:
    begun = time.process_time()
    read(put(tmp_path / "a.md", f"# T\n\n{marks * 5_000}\n\n{BODY}"))
    assert time.process_time() - begun < 5


def test_a_picture_in_a_link_leaves_its_words(tmp_path: Path) -> None:
    text = f"# T #\n\n[![A map](m_(1).png)](https://x.example/a) {BODY}"
    (article,), _ = read(put(tmp_path / "a.md", text))
    assert article.title == "T"
    assert f"A map {BODY}"[:40] in article.text


def test_heads_of_markdown_utf_16_without_its_mark_and_a_json_feed(tmp_path: Path) -> None:
    (article,), _ = read(put(tmp_path / "a.md", f"---\npublished: 2019-04-10\n---\n{BODY}"))
    assert article.date == date(2019, 4, 10)
    (article,), _ = read(put(tmp_path / "b.md", f"---\ndate: 10/04/2019\n---\n{BODY}"))
    assert article.date is None  # undated, and listed so
    wide = f"2019-04-10\nTalks\n\n{BODY}".encode("utf-16-le")
    (article,), _ = read(put(tmp_path / "c.txt", wide))
    assert (article.date, article.text.endswith(BODY)) == (date(2019, 4, 10), True)
    items = [{"id": "1", "content_html": f"<p>{BODY}</p>", "date_published": "2019-04-10"}]
    (article,), _ = read(put(tmp_path / "d.json", json.dumps({"version": "1.1", "items": items})))
    assert (article.date, article.text) == (date(2019, 4, 10), BODY)
