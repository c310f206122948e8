"""Archives of articles, documents, mail and the exports of services: what is in them is read, each by its own day."""

from __future__ import annotations

import bz2
import io
import json
import lzma
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from steelyard.articles import read_articles
from steelyard.articles.packed import archives
from steelyard.records import Article, Skipped
from steelyard.sheets import packing

NOTE = "A note\n18 March 2024\n\nSerbia expelled two Russian diplomats.\n"


def zipped(**files: bytes | str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", ".").replace("_OF_", "/"), content)
    return packed.getvalue()


def tarred(files: dict[str, str], mode: str) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content.encode()))
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return packed.getvalue()


def found(path: Path) -> tuple[list[Article], list[Skipped]]:
    everything = list(read_articles([str(path)]))
    articles = [one for one in everything if isinstance(one, Article)]
    return articles, [one for one in everything if isinstance(one, Skipped)]


def days(path: Path) -> list[str]:
    return [str(one.date) for one in found(path)[0]]


ARCHIVES: dict[str, Callable[[], bytes]] = {
    "n.zip": lambda: zipped(
        a__txt=NOTE, __MACOSX_OF_a__txt=b"\0", b__zip=zipped(c__txt=NOTE + "Two.")
    ),
    "n.tar": lambda: tarred({"../../a.txt": NOTE, "b.txt": NOTE + "Two."}, "w"),
    "n.tar.gz": lambda: tarred({"a.txt": NOTE, "b.txt": NOTE + "Two."}, "w:gz"),
    "n.tgz": lambda: tarred({"a.txt": NOTE, "b.txt": NOTE + "Two."}, "w:gz"),
}


@pytest.mark.parametrize("name", ARCHIVES)
def test_an_archive_of_articles_is_read_member_by_member(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(ARCHIVES[name]())
    articles, skipped = found(path)
    assert [str(one.date) for one in articles] == ["2024-03-18"] * 2
    assert all((one.where or "").startswith(f"{path}/") for one in articles)
    links = [one.where for one in skipped if one.reason == "not a file"]
    assert links == ([] if name == "n.zip" else [f"{path}/link.txt"])
    assert [p.name for p in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(("suffix", "pack"), [(".bz2", bz2.compress), (".xz", lzma.compress)])
def test_a_file_packed_otherwise_is_read(
    tmp_path: Path, suffix: str, pack: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / f"a.txt{suffix}"
    path.write_bytes(pack(NOTE.encode()))
    assert days(path) == ["2024-03-18"]
    path.write_bytes(pack(NOTE.encode() * 99)[:-20])
    assert found(path)[1][0].reason == "the archive is damaged or breaks off"


def test_what_swells_is_too_deep_locked_or_damaged_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packing, "SMALL", 10_000)
    path = tmp_path / "a.zip"
    deep = zipped(a__txt=NOTE)
    for _ in range(archives.DEEPEST):
        deep = zipped(a__zip=deep)
    for content, reason in (
        (zipped(a__txt=b"0" * 1_000_000), "it swells out of proportion"),
        (deep, "an archive too deep"),
        (zipped(a__txt=NOTE)[:-30], "the archive is damaged or breaks off"),
        (b"", "the archive is damaged or breaks off"),
    ):
        path.write_bytes(content)
        assert [one.reason for one in found(path)[1]] == [reason]


NEXIS = """1 of 2 DOCUMENTS

    The X Times

    March 18, 2024 Monday

One title

LENGTH: 200 words

Serbia expelled two Russian diplomats.

LOAD-DATE: March 19, 2025

2 of 2 DOCUMENTS

    The Y Times

    March 20, 2024 Wednesday

Another title

LENGTH: 100 words

Turkey praised Serbia.

LOAD-DATE: March 21, 2025
"""
FACTIVA = """One title

200 words
18 March 2024
10:00
The X Times
LBA
English
(c) 2024 X. All rights reserved.

Serbia expelled two Russian diplomats.

Document LBA0000020240318ek3i000b9

Another title

100 words
20 March 2024
The Y Times
LBA
English

Turkey praised Serbia.

Document LBA0000020240320ek3i000c1
"""
TAGS = """HD One title
WC 200 words
PD 18 March 2024
SN The X Times
LP
Serbia expelled two Russian diplomats.
AN Document LBA0000020240318ek3i000b9

HD Another title
PD 20 March 2024
SN The Y Times
LP Turkey praised Serbia.
AN Document LBA0000020240320ek3i000c1
"""


@pytest.mark.parametrize("text", [NEXIS, FACTIVA, TAGS, "docx"])
def test_an_export_of_many_articles_gives_each_its_own_day(tmp_path: Path, text: str) -> None:
    path = tmp_path / ("a.docx" if text == "docx" else "a.txt")
    if text == "docx":
        document = docx.Document()
        for line in NEXIS.splitlines():
            document.add_paragraph(line)
        document.save(str(path))
    else:
        path.write_text(text, encoding="utf-8")
    assert [
        (str(a.date), a.title, a.publisher, " ".join(a.text.split())) for a in found(path)[0]
    ] == [
        ("2024-03-18", "One title", "The X Times", "Serbia expelled two Russian diplomats."),
        ("2024-03-20", "Another title", "The Y Times", "Turkey praised Serbia."),
    ]


MAIL = (
    "From: A <a@x.example>\nSubject: One title\nDate: Mon, 18 Mar 2024 10:00:00 +0100\nMIME-Version: 1.0\n"
    "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
    "Serbia expelled =\ntwo Russian diplomats.\n\n-- \nUnsubscribe here\n"
)


def test_mail_is_read_by_its_own_day(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_text(MAIL, encoding="utf-8")
    (article,) = found(path)[0]
    assert (article.title, str(article.date)) == ("One title", "2024-03-18")
    assert article.text == "Serbia expelled two Russian diplomats."
    box = tmp_path / "a.mbox"
    box.write_text("".join(f"From a Mon Mar {day} 10:00:00 2024\n{MAIL}\n" for day in (18, 19)))
    assert days(box) == ["2024-03-18"] * 2
    path.write_bytes(b"\0\1\2" * 9)
    assert found(path)[0] == []


@pytest.mark.parametrize(
    ("record", "text"),
    [
        ({"created_at": "Mon Mar 18 10:00:00 +0000 2024", "full_text": "Serbia."}, "Serbia."),
        ({"date": "2024-03-18", "text": [{"type": "bold", "text": "Serb"}, "ia."]}, "Serbia."),
        ({"webPublicationDate": "2024-03-18", "fields": {"bodyText": "Serbia."}}, "Serbia."),
        ({"seendate": "20240318T101500Z", "title": "Serbia expels", "url": "u"}, "Serbia expels"),
    ],
)
def test_records_of_services_are_read(tmp_path: Path, record: dict[str, object], text: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(record, indent=1), encoding="utf-8")
    (article,) = found(path)[0]
    assert (article.text, str(article.date)) == (text, "2024-03-18")


@pytest.mark.parametrize(
    "text",
    [
        "+++\ntitle = 'One title'\ndate = 2024-03-18\n+++\n\nSerbia expelled two.\n",
        "One title\n=========\n\n*18 March 2024*\n\nSerbia expelled two.\n",
        "# One title\n\nPublished on 18 March 2024\n\nSerbia expelled two.\n",
    ],
)
def test_markdown_in_other_hands(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.md"
    path.write_text(text, encoding="utf-8")
    (article,) = found(path)[0]
    assert (article.title, str(article.date)) == ("One title", "2024-03-18")
    assert "=" not in article.text


def test_other_formats_are_called_by_name(tmp_path: Path) -> None:
    for name, content, what in (
        ("a.txt", b"%PDF-1.7 x", "a PDF"),
        ("a.zip", zipped(b__rtf=b"{\\rtf1 x}"), "Rich Text"),
        ("a.odt", zipped(mimetype=b"application/vnd.oasis.opendocument.text"), "LibreOffice"),
        ("a.json", b'{"what": 1}', "(found: what); say which holds it with --map text=KEY"),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        articles, skipped = found(path)
        assert not articles
        assert what in skipped[0].detail
