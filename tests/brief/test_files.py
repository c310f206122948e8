"""What a brief is given away as: pictures, a PDF of two pages, a document for comments."""

from __future__ import annotations

import io
import re
import shutil
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import docx
import pytest
from tests.brief.conftest import pages_of

from steelyard.brief import printing
from steelyard.brief.pictures import HEIGHT, WIDTH, pictures, png
from steelyard.brief.printing import BROWSERS
from steelyard.brief.word import to_docx
from steelyard.brief.writing import write
from steelyard.errors import SteelyardError
from steelyard.records import Brief, Extras


@pytest.fixture(scope="module")
def drawn(brief: Brief) -> dict[str, str]:
    return pictures(brief)


def texts(svg: str) -> str:
    return " ".join(element.text or "" for element in ET.fromstring(svg).iter() if element.text)


def test_each_client_has_three_pictures_that_say_what_they_are(
    brief: Brief, drawn: dict[str, str]
) -> None:
    names = {
        f"{kind}-{c}.svg" for kind in ("weighing", "timeline", "poles") for c in ("SRB", "MKD")
    }
    assert set(drawn) == names
    for svg in drawn.values():
        said = texts(svg)
        assert brief.case.title in said
        assert "17 October 2019" in said
        assert "Source: " in said
        assert "317 rows to 31 Dec 2019, low confidence" in said
        assert "var(" not in svg
        assert ET.fromstring(svg).get("viewBox") == f"0 0 {WIDTH} {HEIGHT}"


def test_a_picture_says_the_probability_and_its_range(drawn: dict[str, str]) -> None:
    said = texts(drawn["weighing-SRB.svg"])
    assert re.search(r"Serbia: <?\d+\s% that it was really turning to Russia \(\d+ to \d+ %", said)


def test_a_picture_becomes_a_png(drawn: dict[str, str]) -> None:
    image = png(drawn["poles-MKD.svg"])
    assert image.startswith(b"\x89PNG")
    assert int.from_bytes(image[16:20], "big") == 1.5 * WIDTH


def test_hostile_text_stays_text_in_pictures(hostile: Brief) -> None:
    for svg in pictures(hostile).values():
        tags = {element.tag.rpartition("}")[2] for element in ET.fromstring(svg).iter()}
        assert tags <= {"svg", "rect", "text", "style", "g", "path", "line", "tspan"}


@pytest.mark.skipif(not any(map(shutil.which, BROWSERS)), reason="no browser that prints")
def test_the_command_prints_on_two_pages(typed_run: Path) -> None:
    found = (typed_run / "run" / "brief.pdf").read_bytes()
    assert found.startswith(b"%PDF")
    assert pages_of(found) == 2


def test_where_nothing_prints_it_is_said_what_to_do(
    brief: Brief, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(printing, "BROWSERS", ())
    monkeypatch.setitem(__import__("sys").modules, "weasyprint", None)
    with pytest.raises(SteelyardError, match="Install Chromium"):
        write(brief, tmp_path / "out", Extras(pdf=True))
    assert not (tmp_path / "out").exists()


def test_the_document_holds_answer_findings_and_claims(brief: Brief, hostile: Brief) -> None:
    document = docx.Document(io.BytesIO(to_docx(brief)))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert document.paragraphs[0].text == brief.verdict.answer
    for found in brief.findings:
        if found.grade in ("supports", "opposes"):
            assert found.sentence in text
    cells = [cell.text for table in document.tables for cell in table.columns[0].cells]
    assert {claim.text for claim in brief.claims} <= set(cells)
    assert len(document.inline_shapes) == len(brief.case.clients)
    assert to_docx(replace(hostile, timeline=()))


def test_extras_are_written_beside_the_four_files(brief: Brief, tmp_path: Path) -> None:
    written = write(brief, tmp_path / "out", Extras(docx=True, pictures=tmp_path / "slides"))
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "brief.html",
        "brief.json",
        "brief.md",
        "findings.csv",
        "run.lock.json",
        "brief.docx",
    }
    assert len(list((tmp_path / "slides").glob("*.png"))) == 6
    assert all(path.is_file() for path in written)
