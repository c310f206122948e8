"""The parts of a clause: who acts in it, on whom, and the phrases that hang on its verb."""

from __future__ import annotations

from dataclasses import dataclass, field

from steelyard.coding.parse import Sentence

# Verbs whose object is the subject of the infinitive that follows need no list; these few,
# with an object, keep their own subject.
_SUBJECT_CONTROL = frozenset(("promise", "threaten", "vow", "pledge", "swear"))

#: Nouns that count or portion out what follows "of": the thing counted is meant.
PORTIONS = frozenset(
    [
        "hundred",
        "thousand",
        "dozen",
        "score",
        "million",
        "number",
        "group",
        "series",
        "part",
        "most",
        "some",
        "all",
        "several",
        "many",
        "few",
        "majority",
        "two-thirds",
        "half",
        "third",
        "member",
        "rest",
        "lot",
        "handful",
        "pair",
        "couple",
        "team",
        "batch",
        "wave",
        "string",
        "row",
        "range",
        "set",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "kind",
        "sort",
        "bulk",
        "round",
        "shipment",
        "convoy",
        "scores",
        "hundreds",
        "thousands",
        "dozens",
        "both",
        "each",
        "any",
        "tens",
        "total",
        "part",
        "portion",
        "percent",
        "tonne",
        "ton",
        "amount",
        "contingent",
        "consignment",
        "planeload",
        "state",
        "act",
        "acts",
    ]
)

# Verbs whose infinitive has no "to": "let the prisoners go".
_BARE = frozenset(("let", "make", "help", "see", "watch", "have"))


@dataclass(slots=True)
class Clause:
    """A verb with the words that fill its slots; indices into the sentence, None where empty."""

    verb: int
    passive: bool
    agent: int | None = None
    patient: int | None = None
    dative: int | None = None
    preps: dict[str, list[int]] = field(default_factory=dict)
    particles: set[str] = field(default_factory=set)
    complements: list[int] = field(default_factory=list)
    gerunds: set[str] = field(default_factory=set)


def clause(sentence: Sentence, verb: int) -> Clause:
    """Return the clause of a verb, with what it shares with the verbs above it."""
    words = sentence.words
    passive = is_passive(sentence, verb)
    found = Clause(verb, passive)
    found.agent = agent(sentence, verb)
    found.patient = patient(sentence, verb)
    for child in sentence.children[verb]:
        word = words[child]
        if word.dep == "dative" and not word.tag.startswith("IN"):
            found.dative = child
        elif word.dep in ("prt", "advmod", "acomp", "oprd"):
            found.particles.add(word.lemma)
            if word.dep in ("acomp", "oprd"):
                found.complements += sentence.deps(child, "xcomp", "ccomp")
        if word.dep in ("prep", "agent", "dative", "prt", "advmod") and word.tag in (
            "IN",
            "TO",
            "RP",
            "RB",
        ):
            _phrases(sentence, child, found)
        elif word.dep in ("xcomp", "ccomp") or (
            word.dep == "advcl" and any(words[c].tag == "TO" for c in sentence.children[child])
        ):
            found.complements.append(child)
    if passive:
        for child in sentence.deps(verb, "dobj"):
            # "have been given shelter by": the subject receives, the object is given.
            found.dative, found.patient = found.patient, _counted(sentence, child)
    if found.patient is None and not passive:
        # "ordered the envoy to leave" is often parsed as one clause below the verb.
        for child in found.complements:
            subject = sentence.subject(child)
            if subject is not None and (
                words[verb].lemma in _BARE
                or any(words[c].tag == "TO" for c in sentence.children[child])
            ):
                found.patient = _counted(sentence, subject)
                return found
    if found.patient is not None:
        for child in sentence.children[found.patient]:
            if words[child].dep in ("prep", "agent") and child > min(verb, found.patient):
                _phrases(sentence, child, found)
            elif words[child].dep == "acl" and words[child].tag == "VB":
                found.complements.append(child)
    return found


def _phrases(sentence: Sentence, prep: int, found: Clause) -> None:
    name = sentence.words[prep].lemma
    if not sentence.deps(prep, "pobj", "pcomp"):
        found.particles.add(name)
    for child in sentence.children[prep]:
        word = sentence.words[child]
        if word.dep == "pobj":
            found.preps.setdefault(name, []).extend(sentence.conjuncts(child)[:1])
            # A phrase often hangs on the noun before it where the verb was meant.
            for inner in sentence.deps(child, "prep"):
                _phrases(sentence, inner, found)
        elif word.dep == "pcomp":
            found.complements.append(child)
            found.gerunds.add(name)
        elif word.dep == "prep":
            _phrases(sentence, child, found)


def is_passive(sentence: Sentence, verb: int) -> bool:
    """Say whether a verb is passive: by its subject, auxiliary, or as a bare participle."""
    word = sentence.words[verb]
    deps = {sentence.words[c].dep for c in sentence.children[verb]}
    if deps & {"nsubjpass", "auxpass", "csubjpass"}:
        return True
    if word.tag != "VBN":
        return False
    if deps & {"nsubj"}:
        return False
    if word.dep in ("acl", "amod"):
        return True
    if word.dep == "conj":
        return is_passive(sentence, word.head) and not any(
            sentence.words[c].dep == "aux" for c in sentence.children[verb]
        )
    return word.dep == "advcl" and "aux" not in deps


def agent(sentence: Sentence, verb: int, depth: int = 0) -> int | None:
    """Return the word that acts: the subject, or the noun after "by" in a passive."""
    if depth > 6:
        return None
    if is_passive(sentence, verb):
        for child in sentence.children[verb]:
            if sentence.words[child].lemma == "by":
                for noun in sentence.deps(child, "pobj"):
                    return noun
        return None
    own = sentence.subject(verb)
    if own is not None:
        return _antecedent(sentence, own, verb)
    return _shared(sentence, verb, depth)


def _shared(sentence: Sentence, verb: int, depth: int) -> int | None:
    """Return the subject that a verb takes from the verb or noun above it."""
    word = sentence.words[verb]
    head = word.head
    if head == verb:
        return None
    above = sentence.words[head]
    if word.dep in ("relcl", "acl") and above.dep == "attr" and sentence.is_verb(above.head):
        # "Sudan was the first country to recognise it".
        return _subject_of(sentence, above.head, depth)
    if word.dep == "relcl":
        return head
    if word.dep == "acl" or (word.dep == "amod" and sentence.is_noun(head)):
        if word.tag == "VBG":
            return head
        return _owner(sentence, head) if word.tag == "VB" else head
    if word.dep in ("xcomp", "ccomp", "advcl") and sentence.is_verb(head):
        objects = sentence.deps(head, "dobj")
        if word.dep == "xcomp" and objects and above.lemma not in _SUBJECT_CONTROL:
            return objects[0]
        return _subject_of(sentence, head, depth)
    if word.dep in ("xcomp", "ccomp", "advcl", "conj") and not sentence.is_verb(head):
        # Predicative adjectives: "is ready to", "is due to".
        return _shared(sentence, head, depth + 1) if depth < 6 else None
    if word.dep == "conj":
        return _subject_of(sentence, head, depth)
    if word.dep in ("acomp", "oprd", "attr"):
        return _subject_of(sentence, head, depth)
    if word.dep == "pcomp":
        holder = above.head
        if sentence.is_verb(holder):
            return _subject_of(sentence, holder, depth)
        return _owner(sentence, holder)
    if word.dep == "prep" and sentence.is_verb(head):
        return _subject_of(sentence, head, depth)
    return None


def _subject_of(sentence: Sentence, verb: int, depth: int) -> int | None:
    found = sentence.passive_subject(verb)
    if found is not None:
        return _antecedent(sentence, found, verb)
    if is_passive(sentence, verb):
        return patient(sentence, verb, depth + 1)
    return agent(sentence, verb, depth + 1)


def _owner(sentence: Sentence, noun: int) -> int | None:
    """Return whose plan, threat or snub a noun is: its possessor, or the subject above it."""
    for child in sentence.deps(noun, "poss"):
        return child
    word = sentence.words[noun]
    if any(sentence.words[c].text[0].isupper() for c in sentence.deps(noun, "amod", "compound")):
        return noun
    if word.dep in ("dobj", "pobj", "attr"):
        above = word.head if word.dep != "pobj" else sentence.words[word.head].head
        if sentence.is_verb(above):
            return _subject_of(sentence, above, 1)
    return noun


def patient(sentence: Sentence, verb: int, depth: int = 0) -> int | None:
    """Return the word acted on: the object, or the subject of a passive."""
    if depth > 6:
        return None
    word = sentence.words[verb]
    if is_passive(sentence, verb):
        own = sentence.passive_subject(verb)
        if own is None:
            own = sentence.subject(verb)
        if own is not None:
            return _antecedent(sentence, own, verb)
        if word.dep in ("acl", "amod", "relcl"):
            return word.head
        if word.dep == "conj":
            return patient(sentence, word.head, depth + 1)
        if word.dep in ("xcomp", "advcl", "ccomp", "pcomp"):
            return _shared(sentence, verb, depth + 1)
        return None
    for child in sentence.deps(verb, "dobj"):
        return _counted(sentence, _antecedent(sentence, child, verb))
    if word.dep == "relcl" and sentence.subject(verb) is not None:
        subject = sentence.subject(verb)
        assert subject is not None
        if sentence.words[subject].tag not in ("WDT", "WP"):
            return word.head
    return None


def _antecedent(sentence: Sentence, noun: int, verb: int) -> int:
    """Return the noun that a relative pronoun stands for, else the noun itself."""
    if sentence.words[noun].tag not in ("WDT", "WP") and sentence.words[noun].lemma != "that":
        return _counted(sentence, noun)
    above = sentence.words[verb]
    while above.dep == "conj":
        above = sentence.words[above.head]
    return _counted(sentence, above.head) if above.dep == "relcl" else noun


def _counted(sentence: Sentence, noun: int) -> int:
    """Return what is counted: "hundreds of prisoners" means the prisoners."""
    if sentence.words[noun].lemma in PORTIONS or sentence.words[noun].tag == "CD":
        for prep in sentence.deps(noun, "prep"):
            if sentence.words[prep].lemma in ("of", "from"):
                for inner in sentence.deps(prep, "pobj"):
                    return inner
    return noun
