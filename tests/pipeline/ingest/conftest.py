"""News made for the purpose: short articles, each with one meeting of two presidents."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


def story(number: int) -> dict[str, Any]:
    """An article like no other; every fourth tells of nothing."""
    filler = " ".join(f"Item {number} of list {n * 7 + number} was dull." for n in range(12))
    lead = (
        "Serbian President Aleksandar Vucic met Russian President Vladimir Putin on Wednesday."
        if number % 4
        else "The weather stayed mild and the streets were quiet."
    )
    return {
        "id": f"n{number}",
        "date": "2019-12-05",
        "publisher": f"paper{number % 3}.example",
        "text": f"{lead} {filler}",
    }


@pytest.fixture
def news(tmp_path: Path) -> Callable[..., Path]:
    """Write so many stories, and any further records, as JSON Lines."""

    def write(count: int, *more: dict[str, Any], name: str = "news.jsonl") -> Path:
        path = tmp_path / name
        rows = [*(story(number) for number in range(count)), *more]
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        return path

    return write
