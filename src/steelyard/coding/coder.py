"""The rules coder: an article in, its events out, each with its sentence and the reason why.

sentences -> filter -> parse -> actors, parties -> events (predicates, status)
          -> days, places, contexts, confidence -> one event however often it is told
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from steelyard import vocabulary
from steelyard.coding import actors, days, filter, lexicon, sentences  # noqa: A004
from steelyard.coding.confidence import confidence, signs
from steelyard.coding.events import Found, find
from steelyard.coding.explain import Explanation, SentenceReport, explain
from steelyard.coding.parse import DEFAULT_PIPELINE, Parser, Sentence
from steelyard.coding.parties import Memory, Parties, Party
from steelyard.coding.settling import place, settle
from steelyard.coding.status import Reading
from steelyard.errors import CodingError
from steelyard.records.articles import Article
from steelyard.records.events import Event, event_id

#: Name and version, as the ``coder`` column has it. Rises with every change of the rules.
CODER = "rules 1"

#: Events less sure than this are left out unless the caller asks for them. Data labelled the
#: manual's way hold one event a sentence, where a doubtful one is better than none.
LEAST_CONFIDENCE = {"steelyard": 0.5, "plover": 0.2}

Labels = Literal["steelyard", "plover"]


@dataclass(frozen=True, slots=True)
class Coded:
    """What coding one article gave: its events, and a report on every sentence."""

    events: tuple[Event, ...]
    sentences: tuple[SentenceReport, ...]


class Coder:
    """Codes articles by the rules in ``data/``.

    Args:
        pipeline: an installed spaCy pipeline for English.
        labels: ``steelyard`` writes a planned act as that act, planned; ``plover`` writes
            planned cooperation as AGREE and announced conflict as THREATEN, the manual's way,
            and keeps doubtful acts and those of groups that belong to no country.
        least: events with less confidence than this are left out; see LEAST_CONFIDENCE.
    """

    def __init__(
        self,
        pipeline: str = DEFAULT_PIPELINE,
        *,
        labels: Labels = "steelyard",
        least: float | None = None,
    ) -> None:
        if labels not in ("steelyard", "plover"):
            msg = f"Labels '{labels}' are unknown. Allowed are steelyard and plover."
            raise CodingError(msg)
        self.labels = labels
        self.least = LEAST_CONFIDENCE[labels] if least is None else least
        self._parser = Parser(pipeline)

    def code_sentence(self, text: str, day: date | None) -> list[Event]:
        """Return the events of a text of one sentence or a few, the surest first."""
        article = Article(id="sentence", text=text, date=day)
        found = self.read_article(article).events
        return sorted(found, key=lambda event: -(event.confidence or 0.0))

    def code_article(self, article: Article) -> list[Event]:
        """Return the events of an article in the order in which it tells them."""
        return list(self.read_article(article).events)

    def code_articles(self, articles: Iterable[Article]) -> Iterator[Coded]:
        """Yield what each article gave, in order; memory does not grow with their number."""
        for article in articles:
            yield self.read_article(article)

    def read_article(self, article: Article) -> Coded:
        """Return the events of an article and a report on each of its sentences."""
        spans, skipped = self._worth_parsing(article)
        memory = Memory()
        events: list[Event] = []
        reports: list[SentenceReport] = []
        parsed = self._parser.parse(span.plain for span in spans)
        for span, sentence in zip(spans, parsed, strict=True):
            coded, why = self._sentence(article, span, sentence, memory)
            events += [event for event, _ in coded]
            verbatim = article.text[span.start : span.end]
            reports.append(
                SentenceReport(span.start, span.end, verbatim, why, tuple(e for _, e in coded))
            )
        merged = settle(events)
        reports = sorted([*reports, *skipped], key=lambda report: report.start)
        return Coded(tuple(merged), tuple(reports))

    def _worth_parsing(self, article: Article) -> tuple[list[sentences.Span], list[SentenceReport]]:
        spans: list[sentences.Span] = []
        skipped: list[SentenceReport] = []
        for span in sentences.split(article.text):
            why = (
                "too long to be a sentence"
                if len(span.plain) > sentences.LONGEST
                else filter.reason_to_skip(span.plain, known_before=bool(spans))
            )
            if why == "no actor named" and self.labels == "plover":
                why = ""  # the manual's data code groups and bodies that belong to no country
            if why:
                verbatim = article.text[span.start : span.end]
                skipped.append(SentenceReport(span.start, span.end, verbatim, why))
            else:
                spans.append(span)
        return spans, skipped

    def _sentence(
        self, article: Article, span: sentences.Span, sentence: Sentence, memory: Memory
    ) -> tuple[list[tuple[Event, Explanation]], str]:
        """Return the events of one sentence with their reasons, and why there are none."""
        if not len(sentence):
            return [], "empty"
        named = actors.mentions(sentence, article.date)
        parties = Parties(sentence, named, memory)
        topic = filter.topic(span.plain)
        coded: list[tuple[Event, Explanation]] = []
        weak = 0
        for told in find(parties):
            found = _denial(told, sentence, memory)
            if found.status.status in ("rumoured", "hypothetical", "planned"):
                memory.told.append(found)
            labelled = plover(found) if self.labels == "plover" else found
            weights = signs(labelled, sentence, topic=topic)
            sure = confidence(weights)
            when = days.resolve(
                sentence,
                found.trigger,
                article.date,
                ahead=found.status.status in ("planned", "threatened", "hypothetical"),
            )
            nobody = not (known(found.actor) or known(found.recipient))
            if sure < self.least or when is None or (nobody and self.labels != "plover"):
                weak += 1
                continue
            event = _event(article, span, parties, labelled, when, round(sure, 3))
            words = f"{when.day} ({when.precision}), " + (
                f"'{when.words}'" if when.words else "the article's date"
            )
            coded.append((event, explain(event.event_id, labelled, sentence, words, weights)))
        _remember(parties, memory)
        why = "" if coded else "no event sure enough" if weak else "no rule fits"
        return coded, why


def _denial(found: Found, sentence: Sentence, memory: Memory) -> Found:
    """Return what a party denies where it denies a rumour just told: that act, denied."""
    if found.type != "REJECT" or sentence.words[found.trigger].lemma not in _DENYING:
        return found
    objects = sentence.deps(found.trigger, "dobj", "nsubjpass")
    if not any(sentence.words[j].lemma in _HEARSAY for j in objects):
        return found
    for told in reversed(memory.told):
        if set(told.actor.codes) == set(found.actor.codes) and told.recipient.codes:
            return replace(
                found,
                type=told.type,
                mode=told.mode,
                act=told.act,
                recipient=told.recipient,
                recipient_how="rumour before",
                status=Reading("denied", (sentence.words[found.trigger].text,)),
            )
    return found


_DENYING = frozenset(("deny", "refute", "dismiss", "rebut", "reject", "dispute"))
_HEARSAY = frozenset(("rumour", "rumor", "report", "claim", "story", "allegation", "speculation"))


def known(party: Party) -> bool:
    """Say whether a party has a code that the vocabulary knows."""
    return any(vocabulary.known(code) for code in party.codes)


def plover(found: Found) -> Found:
    """Return an event under the manual's own type: what is announced is AGREE or THREATEN."""
    quad, status = vocabulary.quad(found.type), found.status.status
    if status == "denied" and quad in (1, 2):
        return replace(found, type="REJECT", mode=None)
    if status in ("planned", "hypothetical") and quad in (1, 2):
        return replace(found, type="AGREE", mode=None)
    if status == "planned" and quad == 4:
        return replace(found, type="THREATEN", mode=None)
    return found


def _event(
    article: Article,
    span: sentences.Span,
    parties: Parties,
    found: Found,
    when: days.When,
    sure: float,
) -> Event:
    actor, recipient = _known(found.actor), _known(found.recipient)
    status = found.status.status
    mode = found.mode if found.mode in vocabulary.modes(found.type) else None
    document = article.document or article.id
    sentence = article.text[span.start : span.end]
    identity = (
        document,
        span.start,
        found.trigger,
        found.type,
        status,
        *actor.codes,
        "/",
        *recipient.codes,
    )
    return Event(
        event_id=event_id(*identity),
        day=when.day,
        precision=when.precision,
        announced=article.date if status == "planned" and when.words else None,
        actor=actor.codes,
        actor_role=actor.roles,
        actor_name=actor.names,
        recipient=recipient.codes,
        recipient_role=recipient.roles,
        recipient_name=recipient.names,
        type=found.type,
        mode=mode,
        context=_contexts(parties.sentence),
        quad=vocabulary.quad(found.type),
        act=found.act or ("deeds" if vocabulary.from_type(found.type).act == "deeds" else "words"),
        status=status,
        intensity=vocabulary.score(found.type, mode),
        place=place(parties, found),
        reports=1,
        publishers=(article.publisher,) if article.publisher else (),
        confidence=sure,
        source="steelyard",
        source_id=f"{article.id}:{span.start}:{found.trigger}",
        document_id=document,
        sentence=sentence,
        start=span.start,
        end=span.end,
        url=article.url,
        coder=CODER,
    )


def _known(party: Party) -> Party:
    """Leave out whom the vocabulary has no code for, such as groups without a country."""
    keep = [k for k, code in enumerate(party.codes) if vocabulary.known(code)]
    return Party(
        tuple(party.codes[k] for k in keep),
        tuple(party.roles[k] for k in keep),
        tuple(party.names[k] for k in keep),
        party.head,
    )


def _contexts(sentence: Sentence) -> tuple[str, ...]:
    table = lexicon.contexts()
    found = {table[word.lemma] for word in sentence.words if word.lemma in table}
    return tuple(sorted(found))


def _remember(parties: Parties, memory: Memory) -> None:
    """Keep in mind whom a sentence spoke of, for the pronouns of the next."""
    words = parties.sentence.words
    for i, word in enumerate(words):
        if (
            word.tag.startswith("NN")
            and parties.of(i).codes
            and word.dep in ("nsubj", "nsubjpass", "dobj", "pobj", "poss")
        ):
            memory.nouns[word.lemma] = parties.of(i)
    subjects = [i for i, word in enumerate(words) if word.dep in ("nsubj", "nsubjpass")]
    subjects.sort(key=lambda i: words[words[i].head].dep == "ROOT")
    for i in subjects:
        party = parties.of(i)
        if party.codes and party.how not in ("pronoun", "pronoun before"):
            mention = parties.mention(i)
            person = (mention is not None and mention.kind == "person") or (
                party.human and words[i].tag in ("NN", "NNP") and party.how != "name"
            )
            memory.note(party, person=person)
