"""A brief of the built-in case, and one whose every text is hostile."""

from __future__ import annotations

import math
import re
import zlib
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from steelyard.brief import to_html
from steelyard.records import Brief

#: Text that would run, or break out of where it stands, if any part of the page believed it.
HOSTILE = """</script><script>alert(1)</script><img src=x onerror=alert(1)>"'|`{{7*7}}=cmd"""


def pages_of(pdf: bytes) -> int:
    """How many pages a PDF has, whether or not its objects are packed."""
    packed = re.findall(rb"/ObjStm.*?stream\r?\n(.*?)endstream", pdf, re.DOTALL)
    objects = [pdf, *(zlib.decompressobj().decompress(one) for one in packed)]
    return sum(len(re.findall(rb"/Type\s*/Page\b", one)) for one in objects)


def screens(markdown: str) -> float:
    """How many screens of 50 lines and 120 columns a text fills."""
    lines = sum(max(1, math.ceil(len(line) / 120)) for line in markdown.splitlines())
    return lines / 50


@pytest.fixture(scope="session")
def html(brief: Brief) -> str:
    return to_html(brief)


@pytest.fixture(scope="session")
def address(html: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("page") / "brief.html"
    path.write_text(html, encoding="utf-8")
    return path.as_uri()


@pytest.fixture(scope="session")
def hostile(brief: Brief) -> Brief:
    """The brief with hostile text in every field that people write."""
    evidence = {
        name: {
            **row,
            "text": HOSTILE,
            "sentence": HOSTILE,
            "url": f"javascript:alert(1)//{HOSTILE}",
            "publishers": [HOSTILE],
            "reporter": HOSTILE,
            "method": HOSTILE,
            "source_id": HOSTILE,
        }
        for name, row in brief.evidence.items()
    }
    kept = {"diagnostic", "client", "grade", "outcome", "evidence", "family", "change", "sampling"}
    kept |= {"scale", "kind", "chart"}  # types
    kept |= {"strongest_for", "strongest_against"}  # ids, which nobody writes

    def poison(value: Any, name: str = "") -> Any:
        if isinstance(value, str):
            return value if name in kept else HOSTILE
        if isinstance(value, tuple):
            return tuple(poison(part, name) for part in value)
        if is_dataclass(value) and not isinstance(value, type):
            new = {f.name: poison(getattr(value, f.name), f.name) for f in fields(value)}
            return replace(value, **new)
        return value

    return replace(
        brief,
        evidence=evidence,
        findings=poison(brief.findings),
        claims=poison(brief.claims),
        sources=tuple(replace(card, title=HOSTILE, limitation=HOSTILE) for card in brief.sources),
        verdict=replace(
            brief.verdict,
            answer=HOSTILE,
            sentences=(HOSTILE,),
            key_points=(HOSTILE,),
            confidence=HOSTILE,
            would_change=poison(brief.verdict.would_change),
        ),
        timeline=tuple({**row, "text": HOSTILE} for row in brief.timeline),
    )
