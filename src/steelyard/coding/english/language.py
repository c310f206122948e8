"""English behind the contract of ``coding.language``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

from steelyard.coding import sentences
from steelyard.coding.english import article, lexicon, likeness, text
from steelyard.coding.english.acts import (
    Candidate,
    find_candidates,
    with_gapped,
    with_opposites,
)
from steelyard.coding.english.parties import Memory, Parties, mentions
from steelyard.coding.sentences import Span
from steelyard.coding.statement import Statement, When

#: Name and version, as the ``coder`` column has it. Rises with every change of the rules.
CODER = "rules 10"

#: What names its actor alone is told from this confidence on, where its type needs another side.
LEAST_OF_HALF = 0.7

#: Statuses whose day lies ahead of the article.
_AHEAD = frozenset(("planned", "threatened", "hypothetical"))


def load(pipeline: str = "") -> English:
    """Return English on the named pipeline, or on the default one."""
    return English(pipeline or text.DEFAULT_PIPELINE)


class English:
    """The rules of English; see :class:`steelyard.coding.language.Language` for each method."""

    coder = CODER

    def __init__(self, pipeline: str) -> None:
        """Load ``pipeline``, an installed spaCy pipeline for English."""
        self._parser = text.Parser(pipeline)
        self.weights: Mapping[str, float] = article.weights()

    def split(self, text: str) -> Iterable[Span]:
        """Return the sentences of a text in order."""
        found = sentences.split(text, "en")
        return article.joined_datelines(article.whole_notices(text, found))

    def reason_to_skip(self, text: str, *, known_before: bool) -> str:
        """Say why a sentence need not be parsed; empty where it must be."""
        return article.reason_to_skip(text, known_before=known_before)

    def parse(self, texts: Iterable[str]) -> Iterator[text.Sentence]:
        """Yield one parsed sentence for each text, in order."""
        bare = map(article.without_dateline, map(article.without_slug, texts))
        written = map(article.written_out, bare)
        return self._parser.parse(map(article.closed_up, written))

    def memory(self) -> Memory:
        """Return what an article has in mind before its first sentence."""
        return Memory()

    def statements(
        self, sentence: text.Sentence, day: date | None, memory: Memory, *, doubtful: bool
    ) -> list[Statement]:
        """Return the acts that a sentence states, and keep in mind what the next may refer to."""
        parties = Parties(sentence, mentions(sentence, day), memory)
        found = with_gapped(parties, find_candidates(parties, doubtful=doubtful))
        found = with_opposites(parties, found)
        found = [candidate for candidate in found if article.is_relevant(sentence, candidate)]
        found = [article.denial(candidate, sentence, memory) for candidate in found]
        named = frozenset(mention.code for mention in parties.mentions)
        found = [article.in_context(candidate, sentence, memory, named) for candidate in found]
        found = likeness.with_alike(parties, found)
        topic = article.topic(sentence.text) if found else ""
        stated = [_statement(parties, candidate, topic) for candidate in found]
        for candidate, statement in zip(found, stated, strict=True):
            article.remember_unproven(candidate, memory)
            if article.is_sure(statement.signs):
                article.remember_pair(candidate, memory)
        article.remember(parties, memory)
        return stated if doubtful else [one for one in stated if not _is_half_a_guess(one)]

    def when(self, sentence: text.Sentence, statement: Statement, day: date | None) -> When | None:
        """Return when an act was or will be."""
        ahead = statement.status in _AHEAD
        found = article.resolve(sentence, statement.trigger, day, ahead=ahead)
        return None if found and day and article.is_history(found, day) else found

    def words_forgotten(self) -> AbstractContextManager[Any]:
        """Return a context at whose end the words that are new in it are forgotten."""
        return self._parser.words_forgotten()

    def release(self) -> None:
        """Release the loaded pipelines."""
        text.forget_pipelines()


def _is_half_a_guess(stated: Statement) -> bool:
    """Say whether a judgement or a refusal names nobody it is of, and is not sure besides.

    Of such events less than a third were right in our labelled sentences.
    """
    alone = not stated.recipient and stated.type in lexicon.words("type that needs another")
    return alone and not article.is_sure(stated.signs, LEAST_OF_HALF)


def _statement(parties: Parties, candidate: Candidate, topic: str) -> Statement:
    """Return a candidate as coding takes it, with its place and its signs."""
    relief = candidate.type in ("AID", "AGREE") and topic == "nature"
    return Statement(
        trigger=candidate.trigger,
        word=parties.sentence.words[candidate.trigger].text,
        rule=candidate.rule,
        type=candidate.type,
        mode=candidate.mode,
        act=candidate.act,
        actor=candidate.actor,
        actor_how=candidate.actor_how,
        recipient=candidate.recipient,
        recipient_how=candidate.recipient_how,
        status=candidate.factuality.status,
        status_words=candidate.factuality.signs,
        place=article.place_of(parties, candidate),
        contexts=article.contexts_of(parties.sentence),
        signs=article.signs(candidate, parties.sentence, topic="" if relief else topic),
        way="by likeness" if candidate.likeness else "",
    )
