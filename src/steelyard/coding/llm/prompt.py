"""What the model is asked: the rules of prompt.md, and the text with its day and publisher."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from steelyard import vocabulary
from steelyard.records.articles import Article

#: Characters of text in one request; a longer article is asked in pieces.
PIECE = 12_000

Message = dict[str, str]


def about(article: Article, text: str) -> list[Message]:
    """Return the messages that ask for the events of a text out of an article."""
    head = [
        f"Date of the article: {article.date or 'unknown'}",
        f"Title: {article.title or 'none'}",
        "Text:",
    ]
    return [_rules(), {"role": "user", "content": "\n".join([*head, text])}]


def second_look(article: Article, text: str, sentences: Sequence[str]) -> list[Message]:
    """Return the messages that ask for the events of some sentences, with the text around them."""
    listed = "\n".join(f"- {sentence}" for sentence in sentences)
    asked = f"{text}\n\nCode only the events that these sentences of the text state:\n{listed}"
    return about(article, asked)


def pieces(text: str) -> list[str]:
    """Return a text in pieces of at most PIECE characters, cut at paragraphs where it has any."""
    found = [""]
    for paragraph in text.split("\n\n"):
        for at in range(0, max(1, len(paragraph)), PIECE):
            part = paragraph[at : at + PIECE]
            if len(found[-1]) + len(part) > PIECE and found[-1]:
                found.append("")
            found[-1] += f"\n\n{part}" if found[-1] else part
    return [piece for piece in found if piece.strip()]


@cache
def _rules() -> Message:
    rules = Path(__file__).with_name("prompt.md").read_text(encoding="utf-8")
    types = (f"- {name}: {vocabulary.definition(name)}" for name in vocabulary.TYPES)
    return {"role": "system", "content": rules + "\n".join(types)}
