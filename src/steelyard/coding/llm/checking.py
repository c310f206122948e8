"""Checking: a model's event against the article and the vocabulary; nothing is taken on trust."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import cast

from steelyard import vocabulary
from steelyard.coding.coder import Labels
from steelyard.coding.event_rows import plover_type
from steelyard.coding.explain import Explanation
from steelyard.coding.llm.answers import ModelEvent, ModelParty
from steelyard.errors import VocabularyError
from steelyard.records.articles import Article
from steelyard.records.events import Event, Precision, Rung, event_id

Span = tuple[int, int]

_SAME_MARK = {
    "'": "['\u2018\u2019]",
    "\u2019": "['\u2018\u2019]",
    '"': '["\u201c\u201d]',
    "-": "[-\u2010-\u2014]",
}


def checked(
    article: Article, stated: ModelEvent, spans: Sequence[Span], coder: str, labels: Labels
) -> Event | str:
    """Return the event of the table that a model's event is, or why it is none.

    Args:
        article: The article.
        stated: The event as the model states it.
        spans: The sentences of the article, in order.
        coder: Goes into the column ``coder``.
        labels: ``plover`` names plans and denials the manual's way.
    """
    span = sentence_of(article.text, stated.sentence, spans)
    if span is None:
        return "events whose sentence is not in the article"
    actor, recipient = (_party(side, article.date) for side in (stated.actors, stated.recipients))
    if not actor and not recipient:
        return "events whose actors have no code"
    day = _day(stated.day, article.date)
    if day is None:
        return "events without a day"
    kind = plover_type(stated.type, stated.status) if labels == "plover" else stated.type
    codes = tuple(code for code, _, _ in actor), tuple(code for code, _, _ in recipient)
    document = article.document or article.id
    return Event(
        event_id=event_id(
            document, span[0], "model", kind, stated.status, *codes[0], "/", *codes[1]
        ),
        day=day[0],
        precision=day[1],
        announced=article.date if stated.status == "planned" and stated.day else None,
        actor=codes[0],
        actor_role=tuple(role for _, role, _ in actor),
        actor_name=tuple(name for _, _, name in actor),
        recipient=codes[1],
        recipient_role=tuple(role for _, role, _ in recipient),
        recipient_name=tuple(name for _, _, name in recipient),
        type=kind,
        quad=vocabulary.quad(kind),
        rung=_rung(stated),
        act=stated.act,
        status=stated.status,
        intensity=vocabulary.score(kind),
        place=stated.place if stated.place and vocabulary.known(stated.place) else None,
        publishers=(article.publisher,) if article.publisher else (),
        confidence=round(stated.confidence, 3),
        source="steelyard",
        source_id=f"{article.id}:{span[0]}:{'+'.join(codes[0])}:{kind}:{'+'.join(codes[1])}",
        document_id=document,
        sentence=article.text[span[0] : span[1]],
        start=span[0],
        end=span[1],
        url=article.url,
        coder=coder,
    )


def explanation(event: Event) -> Explanation:
    """Return why a model's event is what it is: the model says so, for no reason that it gives."""
    sides = [
        ", ".join(f"{code} '{name}'" for code, name in zip(codes, names, strict=True))
        for codes, names in (
            (event.actor, event.actor_name),
            (event.recipient, event.recipient_name),
        )
    ]
    return Explanation(
        event_id=event.event_id,
        rule=f"{event.type} by {event.coder}",
        trigger="the sentence",
        actor=sides[0] or "nobody named",
        recipient=sides[1] or "nobody named",
        status=event.status,
        day=f"{event.day} ({event.precision})",
        signs=(("stated by the model", event.confidence or 0.0),),
    )


def sentence_of(text: str, quoted: str, spans: Sequence[Span]) -> Span | None:
    """Return the sentence of a text that holds a quotation, None where the text does not hold it.

    Spaces, line ends and the shape of quotation marks and dashes may differ; words may not.
    """
    words = quoted.split()
    if not words:
        return None
    start = text.find(quoted.strip())
    length = len(quoted.strip())
    if start < 0:
        found = re.search(r"\s+".join(map(_pattern, words)), text)
        if found is None:
            return None
        start, length = found.start(), len(found.group())
    held = [span for span in spans if span[0] < start + length and start < span[1]]
    return (held[0][0], held[-1][1]) if held else None


def _pattern(word: str) -> str:
    return "".join(_SAME_MARK.get(letter) or re.escape(letter) for letter in word)


def _party(stated: Sequence[ModelParty], day: date | None) -> list[tuple[str, str, str]]:
    """Code, role and name of each party that the vocabulary has a code for, each once."""
    roles = vocabulary.roles()
    found: dict[str, tuple[str, str, str]] = {}
    for one in stated:
        code = one.code.strip().upper()
        known = code if vocabulary.known(code) else vocabulary.find(one.name, day)
        if known and known not in found:
            found[known] = (known, one.role if one.role in roles else "", one.name)
    return list(found.values())


def _rung(stated: ModelEvent) -> Rung:
    """How costly the act is; only what happened counts above talk."""
    if stated.status != "happened":
        return "talk"
    return cast("Rung", vocabulary.rung_of_text(stated.type, None, stated.sentence))


def _day(stated: str | None, article: date | None) -> tuple[date, Precision] | None:
    """The day that a model states, else the article's; None where there is neither."""
    if stated:
        try:
            day, precision = vocabulary.parse_day(stated)
        except VocabularyError:
            return None
        return day, cast("Precision", precision)
    return (article, "day") if article else None
