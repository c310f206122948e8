"""Rows: what was found in a sentence as an event of the table, under the labels asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace

from steelyard import vocabulary
from steelyard.coding import lexicon
from steelyard.coding.days import When
from steelyard.coding.events import Found
from steelyard.coding.parse import Sentence
from steelyard.coding.parties import Parties
from steelyard.coding.party import Party
from steelyard.coding.sentences import Span
from steelyard.coding.settling import place
from steelyard.records.articles import Article
from steelyard.records.events import Act, Event, event_id

#: Name and version, as the ``coder`` column has it. Rises with every change of the rules.
CODER = "rules 3"


#: What is left of the confidence of a later act, where one act of a sentence is to be chosen.
LATER = 0.83


@dataclass(frozen=True, slots=True)
class Told:
    """An event found in a sentence: where it stands, when it was and how sure it is."""

    article: Article
    span: Span
    parties: Parties
    found: Found
    when: When
    sure: float


def known(party: Party) -> bool:
    """Say whether a party has a code that the vocabulary knows."""
    return any(vocabulary.known(code) for code in party.codes)


def plover(found: Found) -> Found:
    """Return an event under the manual's own type: what is announced is AGREE or THREATEN."""
    kind = plover_type(found.type, found.status.status)
    if found.mode == "convict" and kind == "SANCTION":
        kind = "ACCUSE"  # as the published crosswalk has CAMEO 116, "find guilty"
    return found if kind == found.type else replace(found, type=kind, mode=None)


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
    """Return an event that its sentence tells after another: news tells first what it is about."""
    return replace(event, confidence=round((event.confidence or 0.0) * LATER, 3))


def row(told: Told) -> Event:
    """Return the event of the table; groups that no state speaks for have no code in it."""
    article, span, found = told.article, told.span, told.found
    actor, recipient = _coded(found.actor), _coded(found.recipient)
    mode = found.mode if found.mode in vocabulary.modes(found.type) else None
    planned = found.status.status == "planned"
    return Event(
        event_id=_identity(told, actor, recipient),
        day=told.when.day,
        precision=told.when.precision,
        announced=article.date if planned and told.when.words else None,
        actor=actor.codes,
        actor_role=actor.roles,
        actor_name=actor.names,
        recipient=recipient.codes,
        recipient_role=recipient.roles,
        recipient_name=recipient.names,
        type=found.type,
        mode=mode,
        context=_contexts(told.parties.sentence),
        quad=vocabulary.quad(found.type),
        act=_act(found),
        status=found.status.status,
        intensity=vocabulary.score(found.type, mode),
        place=place(told.parties, found),
        reports=1,
        publishers=(article.publisher,) if article.publisher else (),
        confidence=told.sure,
        source="steelyard",
        source_id=f"{article.id}:{span.start}:{found.trigger}",
        document_id=article.document or article.id,
        sentence=article.text[span.start : span.end],
        start=span.start,
        end=span.end,
        url=article.url,
        coder=CODER,
    )


def _identity(told: Told, actor: Party, recipient: Party) -> str:
    found, document = told.found, told.article.document or told.article.id
    what = (document, told.span.start, found.trigger, found.type, found.status.status)
    return event_id(*what, *actor.codes, "/", *recipient.codes)


def _coded(party: Party) -> Party:
    return party.of_codes(code for code in party.codes if vocabulary.known(code))


def _act(found: Found) -> Act:
    return found.act or ("deeds" if vocabulary.from_type(found.type).act == "deeds" else "words")


def _contexts(sentence: Sentence) -> tuple[str, ...]:
    table = lexicon.contexts()
    return tuple(sorted({table[word.lemma] for word in sentence.words if word.lemma in table}))
