"""Rows: what was found in a sentence as an event of the table, under the labels asked for."""

from __future__ import annotations

from dataclasses import replace

from steelyard import vocabulary
from steelyard.coding.party import Party
from steelyard.coding.sentences import Span
from steelyard.coding.statement import Statement, When
from steelyard.records.articles import Article
from steelyard.records.events import Act, Event, Rung, event_id

#: What is left of the confidence of a later act, where one act of a sentence is to be chosen.
LATER = 0.83


def is_known(party: Party) -> bool:
    """Say whether a party has a code that the vocabulary knows."""
    return any(vocabulary.known(code) for code in party.codes)


def plover(statement: Statement) -> Statement:
    """Return a statement under the manual's own type: what is announced is AGREE or THREATEN."""
    kind = plover_type(statement.type, statement.status)
    if statement.mode == "convict" and kind == "SANCTION":
        kind = "ACCUSE"  # as the published crosswalk has CAMEO 116, "find guilty"
    if statement.type == "CONSULT" and statement.recipient_how == "subject":
        # CAMEO 043, "host a visit", is the host's, whom the agreed words make the recipient.
        statement = replace(statement, actor=statement.recipient, recipient=statement.actor)
    return statement if kind == statement.type else replace(statement, type=kind, mode=None)


def plover_type(kind: str, status: str) -> str:
    """Return the type that the manual gives to an act of this type and status."""
    quad = vocabulary.quad(kind)
    if status == "denied":
        return "REJECT"
    if status in ("planned", "hypothetical") and quad in (1, 2):
        return "AGREE"
    if (quad == 4 and status in ("planned", "hypothetical")) or (
        kind == "REJECT" and status == "planned"
    ):
        return "THREATEN"
    return kind


def less_sure(event: Event) -> Event:
    """Return a later event of a sentence, less sure: news states first what it is about."""
    return replace(event, confidence=round((event.confidence or 0.0) * LATER, 3))


def row(
    article: Article, span: Span, statement: Statement, *, when: When, sure: float, coder: str
) -> Event:
    """Return the event as a row of the table; groups without a known code are left out of it."""
    actor, recipient = _coded(statement.actor), _coded(statement.recipient)
    mode = statement.mode if statement.mode in vocabulary.modes(statement.type) else None
    planned = statement.status == "planned"
    document = article.document or article.id
    what = (document, span.start, statement.trigger, statement.type, statement.status)
    return Event(
        event_id=event_id(*what, *actor.codes, "/", *recipient.codes),
        day=when.day,
        precision=when.precision,
        announced=article.date if planned and when.words else None,
        actor=actor.codes,
        actor_role=actor.roles,
        actor_name=actor.names,
        recipient=recipient.codes,
        recipient_role=recipient.roles,
        recipient_name=recipient.names,
        type=statement.type,
        mode=mode,
        context=statement.contexts,
        quad=vocabulary.quad(statement.type),
        act=_act(statement),
        rung=_rung(statement, mode),
        status=statement.status,
        intensity=vocabulary.score(statement.type, mode),
        place=statement.place,
        reports=1,
        publishers=(article.publisher,) if article.publisher else (),
        confidence=sure,
        source="steelyard",
        source_id=f"{article.id}:{span.start}:{statement.trigger}",
        document_id=document,
        sentence=article.text[span.start : span.end],
        start=span.start,
        end=span.end,
        url=article.url,
        coder=coder,
    )


def _coded(party: Party) -> Party:
    return party.of_codes(code for code in party.codes if vocabulary.known(code))


def _rung(statement: Statement, mode: str | None) -> Rung:
    """How costly the act is; only what happened counts above talk."""
    if statement.status != "happened":
        return "talk"
    found = vocabulary.rung_of_text(statement.type, mode, statement.word)
    return "delivery" if found == "delivery" else "commitment" if found == "commitment" else "talk"


def _act(statement: Statement) -> Act:
    usual = vocabulary.from_type(statement.type).act
    return statement.act or ("deeds" if usual == "deeds" else "words")
