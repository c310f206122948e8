"""Russian behind the contract of ``coding.language``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from typing import Any

from steelyard.coding import sentences
from steelyard.coding.russian import article, lexicon, text
from steelyard.coding.russian.acts import Candidate, find_candidates
from steelyard.coding.russian.parties import Memory, Parties, mentions
from steelyard.coding.sentences import Span
from steelyard.coding.statement import Statement, When
from steelyard.errors import CodingError

#: Name and version, as the ``coder`` column has it. Rises with every change of the rules.
CODER = "rules ru 2"

#: Statuses whose day lies ahead of the article.
_AHEAD = frozenset(("planned", "threatened", "hypothetical"))


def load(pipeline: str = "") -> Russian:
    """Return Russian; there is one parser of it, so that ``pipeline`` must be empty.

    Raises:
        CodingError: another parser is asked for, or the extra ``ru`` is not installed.
    """
    if pipeline:
        msg = f"Russian has no pipeline '{pipeline}'. Leave it empty: slovnet is the only one."
        raise CodingError(msg)
    return Russian()


class Russian:
    """The rules of Russian; see :class:`steelyard.coding.language.Language` for each method."""

    coder = CODER

    def __init__(self) -> None:
        """Load the models."""
        self._parser = text.Parser()
        self.weights: Mapping[str, float] = lexicon.weights()

    def split(self, text: str) -> Iterable[Span]:
        """Return the sentences of a text in order."""
        return sentences.split(text, "ru")

    def reason_to_skip(self, text: str, *, known_before: bool) -> str:
        """Say why a sentence need not be parsed; empty where it must be."""
        return article.reason_to_skip(text, known_before=known_before)

    def parse(self, texts: Iterable[str]) -> Iterator[text.Sentence]:
        """Yield one parsed sentence for each text, in order."""
        return self._parser.parse(map(article.without_slug, texts))

    def memory(self) -> Memory:
        """Return what an article has in mind before its first sentence."""
        return Memory()

    def statements(
        self, sentence: text.Sentence, day: date | None, memory: Memory, *, doubtful: bool
    ) -> list[Statement]:
        """Return the acts that a sentence states, and keep in mind what the next may refer to."""
        del doubtful  # what is doubtful is so by its signs
        parties = Parties(sentence, mentions(sentence, day), memory)
        found = [article.in_context(one, memory) for one in find_candidates(parties)]
        topic = article.topic(sentence.text)
        stated = [_statement(parties, one, topic) for one in found]
        article.remember(parties, found, memory)
        return stated

    def when(self, sentence: text.Sentence, statement: Statement, day: date | None) -> When | None:
        """Return when an act was or will be."""
        ahead = statement.status in _AHEAD
        return article.resolve(sentence, statement.trigger, day, ahead=ahead)

    def words_forgotten(self) -> AbstractContextManager[Any]:
        """Return a context that does nothing: the spellings kept are bounded in number."""
        return nullcontext()

    def release(self) -> None:
        """Release the dictionary."""
        text.forget_lemmas()


def _statement(parties: Parties, found: Candidate, topic: str) -> Statement:
    """Return a candidate as coding takes it, with its place and its signs."""
    sides = found.sides
    two = {*sides.actor.codes} != {*sides.recipient.codes} and bool(sides.actor and sides.recipient)
    # Two states deal with one another in quakes, epidemics, markets and crimes too; in sport they do not.
    relief = two and topic in ("nature", "health", "markets", "crime")
    return Statement(
        trigger=found.trigger,
        word=parties.sentence.words[found.trigger].lemma,
        rule=found.rule,
        type=found.type,
        mode=found.mode,
        act=found.act,
        actor=sides.actor,
        actor_how=sides.actor_how,
        recipient=sides.recipient,
        recipient_how=sides.recipient_how,
        status=found.status,
        status_words=found.status_words,
        place=article.place_of(parties, found),
        contexts=article.contexts_of(parties.sentence),
        signs=article.signs(found, parties.sentence, topic="" if relief else topic),
    )
