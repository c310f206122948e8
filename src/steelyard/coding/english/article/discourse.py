"""What one sentence leaves for the next: parties it mentioned, and rumours that may be denied."""

from __future__ import annotations

from dataclasses import replace

from steelyard.coding.english import lexicon
from steelyard.coding.english.acts import Candidate
from steelyard.coding.english.clauses import is_passive
from steelyard.coding.english.parties import Memory, Parties
from steelyard.coding.english.status import Factuality
from steelyard.coding.english.text import Sentence
from steelyard.coding.party import Party

_SUBJECTS = ("nsubj", "nsubjpass")
_SPOKEN_OF = (*_SUBJECTS, "dobj", "pobj", "poss")
_POINTING = frozenset(("the", "this", "that"))
_POINTED_AT = frozenset(("it", "this", "that"))
_DENIABLE = ("rumoured", "hypothetical", "planned")


def denial(found: Candidate, sentence: Sentence, memory: Memory) -> Candidate:
    """Return the act that a party denies when it denies an earlier rumour, with status denied."""
    if not _denies_hearsay(found, sentence):
        return found
    for rumour in reversed(memory.unproven):
        if set(rumour.actor.codes) == set(found.actor.codes) and rumour.recipient:
            return replace(
                found,
                type=rumour.type,
                mode=rumour.mode,
                act=rumour.act,
                recipient=rumour.recipient,
                recipient_how="rumour before",
                factuality=Factuality("denied", (sentence.words[found.trigger].text,)),
            )
    return found


def in_context(
    found: Candidate, sentence: Sentence, memory: Memory, named: frozenset[str] = frozenset()
) -> Candidate:
    """Give an act that names no recipient the one that its actor last dealt with, or that it judges.

    "Greece expelled two Russians. Moscow said it would respond in kind. Chad deplored the decision."
    Whose sentence names nobody else acts on the state that the article is about, if one leads clearly.
    """
    own = set(found.actor.codes)
    if not own:
        return _by_whom_the_article_is_about(found, sentence, memory)
    if found.recipient or found.nominal or found.mode == "resign":
        return found
    if _names_somebody(found, sentence):
        return found  # "thanked the Commission": whoever that is, he is named
    if found.type not in lexicon.words("type answered in context"):
        return _on_whom_the_article_is_about(found, memory, named)
    recent = memory.recent_pairs()
    for actor, recipient in recent:
        others = _other_side(own, actor, recipient)
        if others:
            return _on(found, tuple(sorted(others)))
    judged = _judged(found, sentence) if recent else None
    if judged is not None:
        actor, recipient = recent[0]
        sides = actor | recipient if judged == "agreement" else actor
        return _on(found, tuple(sorted(sides - own))) if sides - own else found
    return _on_whom_the_article_is_about(found, memory, named)


def _names_somebody(found: Candidate, sentence: Sentence) -> bool:
    """Say whether the object of a kind or unkind word is a name that no table has."""
    if found.type not in ("SUPPORT", "ACCUSE"):
        return False
    objects = sentence.deps(found.trigger, "dobj")
    return any(sentence.words[i].tag in ("NNP", "NNPS") for i in objects)


def _other_side(own: set[str], actor: frozenset[str], recipient: frozenset[str]) -> frozenset[str]:
    """Return whom a party last dealt with; of several that acted together only a single other."""
    if actor <= own and not own & recipient:
        return recipient
    if recipient <= own and not own & actor:
        return actor
    others = (actor | recipient) - own
    return others if own & (actor | recipient) and len(others) == 1 else frozenset()


def _on_whom_the_article_is_about(
    found: Candidate, memory: Memory, named: frozenset[str]
) -> Candidate:
    """Give an act whose sentence names its actor alone the state that the article is about."""
    alone = named <= set(found.actor.codes) and len(found.actor.codes) == 1
    if not alone or found.type not in lexicon.words("type on the topic"):
        return found
    topic = memory.topic(without=found.actor.codes)
    if not topic:
        return found
    memory.mentioned[topic] += 1  # whoever is meant is spoken of
    return _on(found, (topic,))


def _by_whom_the_article_is_about(
    found: Candidate, sentence: Sentence, memory: Memory
) -> Candidate:
    """Give a passive without an author the state that the article is about: "the French envoy was expelled"."""
    taken = found.type in ("SANCTION", "COERCE") and len(found.recipient.codes) == 1
    if not taken or found.nominal or not is_passive(sentence, found.trigger):
        return found
    topic = memory.topic(without=found.recipient.codes)
    if not topic or found.recipient_how != "obj":
        return found
    party = Party((topic,), ("",), (topic,), -1, how="context")
    return replace(found, actor=party, actor_how="context")


def _on(found: Candidate, codes: tuple[str, ...]) -> Candidate:
    """Return an act with a recipient that only the context names."""
    party = Party(codes, ("",) * len(codes), codes, -1, how="context")
    return replace(found, recipient=party, recipient_how="context")


def _judged(found: Candidate, sentence: Sentence) -> str | None:
    """Say what an act judges that was told before: an agreement or an act, None if it judges neither.

    "Welcomed the deal", "voiced its dismay". An agreement is of both sides, an act of its actor.
    """
    if found.type not in ("SUPPORT", "ACCUSE", "REJECT"):
        return None
    nouns = sentence.deps(found.trigger, "dobj", "nsubjpass")
    for prep in [
        *sentence.deps(found.trigger, "prep"),
        *(p for n in nouns for p in sentence.deps(n, "prep")),
    ]:
        nouns += sentence.deps(prep, "pobj")
    for noun in nouns:
        near = {sentence.words[c].text.lower() for c in sentence.deps(noun, "det")}
        lemma = sentence.words[noun].lemma
        if lemma in lexicon.words("what was done") and near & _POINTING:
            both = lexicon.classes(lemma) & {"agreement", "treaty", "ceasefire"} or lemma == "text"
            return "agreement" if both else "act"
    if any(sentence.words[noun].text.lower() in _POINTED_AT for noun in nouns):
        return "act"
    felt = len(nouns) == 1 and sentence.words[nouns[0]].lemma in lexicon.words("felt")
    return "act" if felt and not sentence.deps(found.trigger, "ccomp", "xcomp") else None


def remember_pair(found: Candidate, memory: Memory) -> None:
    """Remember who acted on whom, for acts whose recipient is left to the context."""
    if found.actor and found.recipient and found.factuality.status != "denied":
        memory.remember_pair(found.actor.codes, found.recipient.codes)


def remember(parties: Parties, memory: Memory) -> None:
    """Remember the parties that a sentence mentions, for the pronouns of the next."""
    words = parties.sentence.words
    memory.sentences += 1
    for word in words:
        if word.dep in _SPOKEN_OF and word.tag.startswith("NN") and (party := parties.of(word.i)):
            memory.nouns[word.lemma] = party
    _remember_surnames(parties, memory)
    memory.mentioned.update({m.code for m in parties.mentions if m.role != "IGO"})
    for mention in parties.mentions:
        if mention.kind == "person":
            memory.note(parties.of(mention.end - 1), person=True)
    subjects = [word.i for word in words if word.dep in _SUBJECTS]
    # The subject of the main clause comes last: it is meant first.
    subjects.sort(key=lambda i: words[words[i].head].dep == "ROOT")
    for i in subjects:
        party = parties.of(i)
        if party and party.how not in ("pronoun", "pronoun before"):
            memory.note(party, person=_one_person(parties, i, party))
        elif not party and parties.is_stranger(i):
            memory.note(Party(), person=words[i].tag in ("NN", "NNP"))


def _remember_surnames(parties: Parties, memory: Memory) -> None:
    """Remember by surname whom a full name with a title, an office or a nationality introduces."""
    sentence = parties.sentence
    for word in sentence.words:
        if word.tag != "NNP" or not any(
            sentence.words[c].tag == "NNP" for c in sentence.deps(word.i, "compound")
        ):
            continue
        mention, party = parties.mention(word.i), parties.of(word.i)
        person = mention.kind == "person" if mention else party.human and any(party.roles)
        if party and person and len(party.codes) == 1:
            memory.people_named[word.text] = replace(party, human=True)


def remember_unproven(found: Candidate, memory: Memory) -> None:
    """Remember an act that was stated but not as a fact, so that a later denial can refer to it."""
    if found.factuality.status in _DENIABLE:
        memory.unproven.append(found)


def _denies_hearsay(found: Candidate, sentence: Sentence) -> bool:
    denies = sentence.words[found.trigger].lemma in lexicon.words("denies hearsay")
    objects = {sentence.words[j].lemma for j in sentence.deps(found.trigger, "dobj", "nsubjpass")}
    return found.type == "REJECT" and denies and bool(objects & lexicon.words("hearsay"))


def _one_person(parties: Parties, i: int, party: Party) -> bool:
    mention = parties.mention(i)
    named = mention is not None and mention.kind == "person"
    singular = parties.sentence.words[i].tag in ("NN", "NNP")
    return named or (party.human and singular and party.how != "name")
