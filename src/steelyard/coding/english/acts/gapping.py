"""Acts told of others in few words: "Canada recognised him, as did Peru", "spoke to A, and to B on Tuesday"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from steelyard.coding.english import lexicon
from steelyard.coding.english.acts.candidate import Candidate
from steelyard.coding.english.parties import Parties
from steelyard.coding.english.status import Factuality, negated
from steelyard.coding.english.text import Sentence
from steelyard.coding.party import Party

#: How a verb that stands for another hangs on it.
_BESIDE = ("advcl", "conj", "ccomp", "parataxis")
_SUBJECTS = ("nsubj", "nsubjpass")
#: What makes "did" a verb of its own.
_CONTENT = ("dobj", "xcomp", "ccomp", "attr", "acomp")


def with_gapped(parties: Parties, found: list[Candidate]) -> list[Candidate]:
    """Return the events of a sentence with those that it tells by repeating no verb."""
    verbal = [event for event in found if parties.sentence.is_verb(event.trigger)]
    more = [again for event in verbal for again in _others(parties, event)]
    if not more:
        return found
    named = {code for again in more for code in again.actor.codes}
    kept = [_without(event, named) for event in found]
    return sorted([*kept, *more], key=lambda event: event.trigger)


def _others(parties: Parties, event: Candidate) -> Iterator[Candidate]:
    yield from _by_others(parties, event)
    yield from _in_few_words(parties, event)
    yield from _to_others(parties, event)


def _by_others(parties: Parties, event: Candidate) -> Iterator[Candidate]:
    """Yield what others did as well: "as did Brazil", "nor has Peru", "Senegal did"."""
    sentence, own = parties.sentence, set(event.actor.codes)
    for word in sentence.words:
        if word.i == event.trigger or not _stands_for(sentence, word.i, event.trigger):
            continue
        subjects = sentence.deps(word.i, *_SUBJECTS)
        actor = parties.of(subjects[0]) if subjects else Party()
        if not actor or set(actor.codes) & own:
            continue
        again = _without(event, set(actor.codes))
        yield replace(
            again,
            trigger=word.i,
            actor=actor,
            actor_how=actor.how or "subject",
            factuality=_status(sentence, event, word.i),
        )


def _in_few_words(parties: Parties, event: Candidate) -> Iterator[Candidate]:
    """Yield what others did, told without a verb: "is expelling four envoys, Latvia three and Peru two"."""
    words, own = parties.sentence.words, set(event.actor.codes)
    preps = {words[c].lemma for c in parties.sentence.deps(event.trigger, "prep")}
    for mention in parties.mentions:
        at, last = mention.start - 1, mention.end
        plain = mention.kind in lexicon.words("kind of plain name") or mention.kind == "capital"
        if not plain or at <= event.trigger or last >= len(words) or mention.code in own:
            continue
        actor = parties.of(last - 1)
        listed = words[at].text.lower() in (",", "and", ";") and not set(actor.codes) & own
        if not listed or not actor or words[last].text.lower() == "and":
            continue
        after = words[last + 1].text if last + 1 < len(words) else "."
        counted = words[last].tag == "CD" and after in (",", "and", ".", ";")
        again = words[last].lemma in preps and not words[at].text.isalpha()
        if counted or again:
            yield replace(
                _without(event, set(actor.codes)),
                trigger=last - 1,
                actor=Party((mention.code,), ("",), (mention.name,), last - 1, how=mention.kind),
                actor_how="subject",
                joint=False,
            )


def _stands_for(sentence: Sentence, i: int, verb: int) -> bool:
    """Say whether an auxiliary stands alone for a verb: "as did", "so has", "Senegal did"."""
    word = sentence.words[i]
    if word.lemma not in ("do", "have") or not sentence.is_verb(i):
        return False
    if word.dep in ("aux", "auxpass") or sentence.deps(i, *_CONTENT):
        # The verb itself may hang on what stands for it: "condemned the coup; Senegal did".
        below = [c for c in sentence.deps(i, "ccomp") if c == verb]
        return bool(below) and sentence.words[verb].i < i and not sentence.deps(i, "dobj", "mark")
    return word.head == verb and word.dep in _BESIDE and i > verb


def _status(sentence: Sentence, event: Candidate, i: int) -> Factuality:
    """Return whether the others did it or did not, whatever the first one did."""
    nor = {sentence.words[c].text.lower() for c in sentence.children[i]} & {"nor", "neither"}
    if nor or negated(sentence, i):
        return Factuality("denied", ("not",))
    if event.factuality.status == "denied":
        return Factuality("threatened" if event.type == "THREATEN" else "happened")
    return event.factuality


def _to_others(parties: Parties, event: Candidate) -> Iterator[Candidate]:
    """Yield what was done to others in a phrase beside: "spoke to A on Monday and to B on Tuesday"."""
    sentence = parties.sentence
    name = event.recipient_how
    if name not in lexicon.words("names the other side"):
        return
    taken = {*event.actor.codes, *event.recipient.codes}
    for word in sentence.words[event.trigger + 1 :]:
        beside = word.dep in ("conj", "prep") and word.lemma == name
        nouns = sentence.deps(word.i, "pobj") if beside else []
        if not nouns or not _joined_to(sentence, word.i, event.trigger):
            continue
        party = parties.of(nouns[0])
        if party and not set(party.codes) & taken:
            yield replace(event, trigger=nouns[0], recipient=party, joint=False)


def _joined_to(sentence: Sentence, prep: int, verb: int) -> bool:
    """Say whether a phrase is joined by "and" to one that hangs on the verb."""
    word = sentence.words[prep]
    return word.dep == "conj" and sentence.words[word.head].head == verb


def _without(event: Candidate, others: set[str]) -> Candidate:
    """Return an event without a recipient that was only guessed to be who acts as well."""
    guessed = event.recipient_how in lexicon.words("vague recipient")
    if guessed and set(event.recipient.codes) & others:
        return replace(event, recipient=Party(), recipient_how="")
    return event
