"""The reader: at most one act more in a sentence, of a verb that no rule fits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from steelyard import vocabulary
from steelyard.coding.english import lexicon
from steelyard.coding.english.acts import Candidate, Grammar
from steelyard.coding.english.article import is_relevant, is_sure
from steelyard.coding.english.article import signs as signs_of
from steelyard.coding.english.likeness.clauses import Linked, linked, linked_verbs, pattern
from steelyard.coding.english.likeness.signs import clause_signs, sentence_signs
from steelyard.coding.english.likeness.weights import weights
from steelyard.coding.english.parties import Parties
from steelyard.coding.english.status import type_and_status
from steelyard.coding.english.text import Sentence

#: What is less likely is not worth telling: a confidence of .5 stands a little above.
LEAST = 0.2

#: Relations of clauses that tell of something else than the word they hang on.
_APART = frozenset(("conj", "advcl", "relcl", "parataxis"))


def with_alike(parties: Parties, found: list[Candidate]) -> list[Candidate]:
    """Return the acts of a sentence with the one that likeness adds, in order."""
    named = {mention.code for mention in parties.mentions}
    if len(named) < 2:
        return found
    sentence = parties.sentence
    sure = [event for event in found if is_sure(signs_of(event, sentence, topic=""))]
    if _speak_for(sure, named):
        return found
    for event in _likeliest_first(Grammar(parties), {event.trigger for event in found}):
        told = _speak_for(sure, {*event.actor.codes, *event.recipient.codes})
        above = any(_hang_together(sentence, event.trigger, other.trigger) for other in found)
        if not told and not above and _is_clear(event) and is_relevant(sentence, event):
            return sorted([*found, event], key=lambda candidate: candidate.trigger)
    return found


def _is_clear(event: Candidate) -> bool:
    """Say whether both sides are known parties, neither of them guessed."""
    guessed = lexicon.words("guessed party") | {"phrase"}
    if event.actor_how in guessed or event.recipient_how in lexicon.words("guessed party"):
        return False
    return all(map(vocabulary.known, (*event.actor.codes, *event.recipient.codes)))


def _hang_together(sentence: Sentence, i: int, j: int) -> bool:
    """Say whether one of two words is an argument of the other: "denied attacking", "stopped an attack".

    What a rule tells of the one it tells with its eye on the other.
    """
    return _is_below(sentence, i, j) or _is_below(sentence, j, i)


def _is_below(sentence: Sentence, i: int, top: int) -> bool:
    words = sentence.words
    while i != top and words[i].head != i and words[i].dep not in _APART:
        i = words[i].head
    return i == top


def _likeliest_first(grammar: Grammar, taken: set[int]) -> Iterator[Candidate]:
    """Yield the acts that verbs without a rule likely state."""
    shared: dict[str, float] = {}
    read: list[tuple[float, Linked, dict[str, float]]] = []

    def is_open(verb: int) -> bool:
        if verb in taken or _changes_another(grammar.parties.sentence, verb):
            return False
        return grammar.rule(verb) is None and not grammar.is_idiom(verb)

    for verb in linked_verbs(grammar, is_open):
        shared = shared or sentence_signs(grammar.parties)
        signs = clause_signs(grammar, verb)
        likely = weights().of_act(signs | shared)
        if likely >= LEAST:
            read.append((likely, verb, signs))
    for likely, verb, signs in sorted(read, key=lambda row: -row[0]):
        event = _candidate(grammar, verb.verb, likely, signs)
        if event is not None:
            yield event


def _speak_for(found: Iterable[Candidate], codes: set[str]) -> bool:
    """Say whether the rules tell an act of these parties already, or of some of them alone."""
    sides = ({*event.actor.codes, *event.recipient.codes} for event in found)
    return any(codes <= told or (told <= codes and len(told) > 1) for told in sides)


def _changes_another(sentence: Sentence, verb: int) -> bool:
    """Say whether a verb ends, judges or reports an act, or says how far it is: it is read with that act."""
    lemma, ending = sentence.words[verb].lemma, lexicon.words("undoes")
    if lemma in lexicon.words("judges its object") | lexicon.words("says"):
        return True
    beside = {f"{lemma} {sentence.words[c].lemma}" for c in sentence.children[verb]}
    return ("verb", lemma) in lexicon.operators() or bool({lemma, *beside} & ending)


def _candidate(
    grammar: Grammar, verb: int, likely: float, signs: dict[str, float]
) -> Candidate | None:
    """Return the act of the likeliest type, None where that is doubtful or names no two sides."""
    types = weights().of_types(signs)
    kind = max(types, key=lambda name: types[name])
    roles = linked(grammar, verb, kind) if likely * types[kind] >= LEAST else None
    if roles is None:
        return None
    word = grammar.parties.sentence.words[verb]
    rule = pattern(word.lemma, kind)
    told, factuality = type_and_status(grammar.parties.sentence, verb, rule)
    why = "".join(f", {sign}" for sign in weights().reasons(signs, kind))
    return Candidate(
        verb,
        f"likeness {word.lemma} -> {kind}{why}",
        told,
        None,
        0.7,
        roles.actor,
        roles.recipient,
        factuality,
        nominal=False,
        joint=roles.joint,
        actor_how=roles.actor_how,
        recipient_how=roles.recipient_how,
        likeness=likely * types[kind],
    )
