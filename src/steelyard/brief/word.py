"""brief.docx: the brief for people who comment in a word processor."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import docx
from docx.shared import Cm, Pt

from steelyard.brief.first_screen import first_screen, name_of, question_text, quotation
from steelyard.brief.labels import GRADES, OUTCOMES, range_text, value_text
from steelyard.brief.open_questions import known_text, open_questions, shared_lines
from steelyard.brief.pictures import pictures, png
from steelyard.brief.timeline import acts_in_words
from steelyard.records import Brief
from steelyard.wording import capital

#: The file bears no time, so that the same brief gives the same text.
NEVER = datetime(2000, 1, 1)  # noqa: DTZ001 - python-docx takes days without a zone


def to_docx(brief: Brief) -> bytes:
    """Return the brief as a Word document."""
    document: Any = docx.Document()
    document.core_properties.created = document.core_properties.modified = NEVER
    document.core_properties.author = f"Steelyard {brief.version}"
    document.core_properties.title = brief.verdict.answer
    document.styles["Normal"].font.size = Pt(10.5)
    _answer(document, brief)
    _happened(document, brief)
    _open(document, brief)
    document.add_heading("What would change our mind", 1)
    for post in brief.verdict.would_change:
        document.add_paragraph(_plain(post.sentence.partition(" Needed: ")[0]), "List Bullet")
    _findings(document, brief)
    if brief.claims:
        document.add_heading("The claims of the case, checked", 1)
        _table(
            document,
            ("claim", "outcome", "what the record says"),
            ((c.text, OUTCOMES[c.outcome], c.sentence) for c in brief.claims),
        )
    document.add_heading("Where the rows come from", 1)
    for card in brief.sources:
        document.add_paragraph(
            _plain(
                f"{card.title} ({card.publisher}; {card.rows} rows). Limitation: {card.limitation}"
            )
        )
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def _answer(document: Any, brief: Brief) -> None:
    first = first_screen(brief)
    document.add_heading(_plain(brief.verdict.answer), 0)
    document.add_paragraph(first["warrant"])
    for head, text in (("Why. ", first["why"]), ("What it rests on. ", first["rests"])):
        paragraph = document.add_paragraph()
        paragraph.add_run(head).bold = True
        paragraph.add_run(_plain(text))
    drawn = pictures(brief)
    for client in brief.case.clients:
        document.add_picture(io.BytesIO(png(drawn[f"weighing-{client}.svg"])), width=Cm(16))
    document.add_heading("The findings that decide", 1)
    for item in first["decisive"]:
        document.add_paragraph(_plain(quotation(brief, item["record"])), "List Number")


def _happened(document: Any, brief: Brief) -> None:
    document.add_heading("What happened", 1)
    document.add_paragraph(_plain(question_text(brief)))
    for client in brief.case.clients:
        document.add_heading(_plain(capital(name_of(brief, client))), 2)
        for act in acts_in_words(brief, client):
            document.add_paragraph(
                _plain(f"{act['day']}: {act['text']} ({act['label']})"), "List Bullet"
            )


def _open(document: Any, brief: Brief) -> None:
    left = open_questions(brief)
    for line in shared_lines(left, brief):
        document.add_paragraph(_plain(line))
    for head, known, found in (
        ("What the record bounds", "figure and bounds", left["held"]),
        ("What cannot be told", "what little is known", left["rows"]),
    ):
        if not found:
            continue
        document.add_heading(head, 1)
        rows = (
            (
                f"{row['question']} ({row['diagnostic']})",
                known_text(row),
                "; ".join(row["wants"]),
            )
            for row in found
        )
        _table(document, ("question", known, "what would settle it"), rows)


def _findings(document: Any, brief: Brief) -> None:
    document.add_heading("The findings", 1)
    for finding in brief.findings:
        if finding.grade not in ("supports", "opposes"):
            continue
        name = f"{capital(finding.diagnostic)}, {name_of(brief, finding.client)}"
        document.add_heading(_plain(f"{name}: {GRADES[finding.grade]}"), 2)
        document.add_paragraph(_plain(f"{finding.question} {finding.sentence}"))
        document.add_paragraph(_plain(f"Size: {range_text(finding)}."))
        if finding.reasons:
            document.add_paragraph(_plain(f"Because {'; '.join(finding.reasons)}."))


def _table(document: Any, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    table = document.add_table(rows=1, cols=len(columns), style="Light Grid Accent 1")
    for cell, name in zip(table.rows[0].cells, columns, strict=True):
        cell.text = name
    for row in rows:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            cell.text = _plain(value_text(value))


def _plain(text: str) -> str:
    """Text without the control characters that XML cannot hold."""
    return "".join(letter for letter in text if letter >= " " or letter in "\t\n")
