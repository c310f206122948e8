"""The parts of a clause: who acts in it, on whom, and the phrases that hang on its verb."""

from __future__ import annotations

from dataclasses import dataclass, field

from steelyard.coding.english import lexicon
from steelyard.coding.english.clauses.subjects import agent, counted, is_passive, patient
from steelyard.coding.english.lexicon import Noun
from steelyard.coding.english.text import Sentence

_PREPOSITIONAL = ("prep", "agent", "dative", "prt", "advmod")
_PREPOSITIONS = ("IN", "TO", "RP", "RB")
_PREDICATIVE = ("acomp", "oprd")
#: What stands by a verb alone; nouns of time among them: "gave the envoy 72 hours".
_PARTICLES = ("prt", "advmod", "intj", "npadvmod", *_PREDICATIVE)


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


def clause_of(sentence: Sentence, verb: int) -> Clause:
    """Return the clause of a verb, with what it shares with the verbs above it."""
    found = Clause(verb, is_passive(sentence, verb))
    found.agent = agent(sentence, verb)
    found.patient = patient(sentence, verb)
    for child in sentence.children[verb]:
        _dependent(sentence, child, found)
    if sentence.words[verb].dep == "acomp":
        _behind_adjective(sentence, found)
    if not found.passive:
        _objects(sentence, found)
    if found.passive and sentence.words[verb].lemma in lexicon.words("is felt"):
        found.passive, found.agent, found.patient = False, found.patient, None
        return found
    if found.passive:
        for child in sentence.deps(verb, "dobj"):
            # "have been given shelter by": the subject receives, the object is given.
            found.dative, found.patient = found.patient, counted(sentence, child)
    elif found.patient is None and _raised(sentence, found):
        return found
    if found.patient is None and not found.passive:
        found.patient = _behind_particle(sentence, verb)
    if found.patient is not None:
        _around_object(sentence, found, found.patient)
    return found


def _around_object(sentence: Sentence, found: Clause, patient: int) -> None:
    """Add what stands around the object: its phrases, what is said of it."""
    _judged_late(sentence, found)
    add_phrases(sentence, found, patient)
    for noun in sentence.conjuncts(patient)[1:]:
        _add_targets(sentence, found, noun)
    _before_object(sentence, found)


def _objects(sentence: Sentence, found: Clause) -> None:
    """Take the first of two objects as who gets the second: "set the junta a deadline"."""
    if found.patient is None:
        found.patient = _up_to(sentence, found.verb)
    given = sentence.deps(found.verb, "dobj")
    if found.dative is None and len(given) > 1:
        found.dative, found.patient = given[0], counted(sentence, given[1])
    elif found.dative is None and found.patient is not None:
        _second_object(sentence, found)


def _second_object(sentence: Sentence, found: Clause) -> None:
    """Take a noun set beside the object without a comma as what is given: "showed the envoys the door"."""
    if sentence.words[found.verb].lemma not in lexicon.words("gives to somebody"):
        return
    for noun in sentence.deps(found.patient or 0, "appos"):
        first = min((noun, *sentence.children[noun]))
        if sentence.words[first].tag in ("DT", "CD") and sentence.words[first - 1].text != ",":
            found.dative, found.patient = found.patient, counted(sentence, noun)


def _up_to(sentence: Sentence, verb: int) -> int | None:
    """Return the object that "up to" only counts: "kidnapped up to 16 advisers"."""
    for i in range(verb + 2, len(sentence)):
        word, before = sentence.words[i], sentence.words[i - 1].text.lower()
        if before == "up" and word.text.lower() == "to" and word.head in (verb, i - 1):
            nouns = (n for n in sentence.deps(i, "pobj") if sentence.deps(n, "nummod"))
            return next(nouns, None)
    return None


def _behind_particle(sentence: Sentence, verb: int) -> int | None:
    """Return the object behind a particle that the parser took for a preposition: "called in the envoy"."""
    words, at = sentence.words, verb + 1
    if at >= len(words) or words[at].head != verb or words[at].dep != "prep":
        return None
    if words[at].lemma not in lexicon.particles(objects=True).get(words[verb].lemma, ()):
        return None
    nouns = [c for c in sentence.deps(at, "pobj") if words[c].tag in ("NN", "NNS")]
    return counted(sentence, nouns[0]) if nouns else None


def _behind_adjective(sentence: Sentence, found: Clause) -> None:
    """Add the phrases that the parser hung on the copula of an adjective: "was furious at the remark"."""
    for prep in sentence.deps(sentence.words[found.verb].head, "prep"):
        if prep == found.verb + 1:
            _phrases(sentence, prep, found)


def compound(sentence: Sentence, i: int) -> Noun | None:
    """Return the row of a noun together with a word before it: "hunger-strike", "joint-drill"."""
    table, lemma = lexicon.nouns(), sentence.words[i].lemma
    if lemma not in lexicon.second_words():
        return None  # asked of every noun: most are the second word of nothing
    for child in sentence.deps(i, "compound", "amod"):
        found = table.get(f"{sentence.words[child].lemma}-{lemma}")
        if found is not None:
            return found
    return None


def _dependent(sentence: Sentence, child: int, found: Clause) -> None:
    """Put one dependent of the verb where it belongs."""
    word = sentence.words[child]
    if word.dep == "dative" and not word.tag.startswith("IN"):
        found.dative = child
    elif word.dep in _PARTICLES or _prefixed(sentence, child):
        found.particles.add(word.lemma)
    if word.dep in _PREDICATIVE:
        if word.lemma in lexicon.particles().get(sentence.words[found.verb].lemma, ()):
            for prep in sentence.deps(child, "prep"):  # "walked free from prison"
                _phrases(sentence, prep, found)
        found.complements += sentence.deps(child, "xcomp", "ccomp")
    if word.dep in _PREPOSITIONAL and word.tag in _PREPOSITIONS:
        _phrases(sentence, child, found)
    elif word.dep in ("xcomp", "ccomp") and word.tag.startswith(("JJ", "NN")):
        _judged(sentence, child, found)
    elif word.dep in ("xcomp", "ccomp", "csubj") or (
        word.dep == "advcl" and sentence.infinitive(child)
    ):
        found.complements.append(child)


def _prefixed(sentence: Sentence, child: int) -> bool:
    """Say whether a noun is the first half of its verb: "test-fired"."""
    if sentence.words[child].dep not in ("npadvmod", "compound"):
        return False
    # A text may break off behind a noun: "Russia attacked Ukraine yesterday".
    return child + 1 < len(sentence) and sentence.words[child + 1].text == "-"


def _before_object(sentence: Sentence, found: Clause) -> None:
    """Take an adjective between verb and object as said of the object: "set free sixty women"."""
    at = found.verb + 1
    if at < len(sentence) and sentence.words[at].lemma in lexicon.words("state of an object"):
        found.particles.add(sentence.words[at].lemma)


def _judged(sentence: Sentence, adjective: int, found: Clause) -> None:
    """Take "called the vote illegal" as a clause with an object that is judged."""
    words = sentence.words
    given = words[found.verb].lemma in lexicon.words("takes two objects")
    if words[found.verb].lemma == "let" and sentence.subject(adjective) is not None:
        given = False  # "let a ship dock": a verb taken for a noun
    if words[found.verb].lemma == "make":  # "made Moldova a candidate" gives it nothing
        given = words[adjective].lemma in lexicon.words("made to somebody")
    if given and found.patient is None and words[adjective].tag in ("NN", "NNS"):
        # "Made Peru an offer", "let warships into": no judgement.
        found.patient, found.dative = adjective, sentence.subject(adjective)
        add_phrases(sentence, found, adjective)
        return
    found.particles.add(sentence.words[adjective].lemma)
    subject = sentence.subject(adjective)
    if subject is not None and found.patient is None:
        found.patient = counted(sentence, subject)
    found.complements += sentence.deps(adjective, "xcomp", "ccomp")


def _judged_late(sentence: Sentence, found: Clause) -> None:
    """Take what ends a judged object as said of it: "called the executions in Saudi Arabia barbaric"."""
    words, patient = sentence.words, found.patient
    if patient is None or words[found.verb].lemma not in lexicon.words("judges its object"):
        return
    last = max(sentence.subtree(patient))
    said = words[last].tag.startswith("JJ") or "bad" in lexicon.classes(words[last].lemma)
    if said and words[last].dep in ("pobj", "amod", "appos", "acl") and words[last].head < last:
        found.particles.add(words[last].lemma)


def _raised(sentence: Sentence, found: Clause) -> bool:
    """Take the object from the clause below: "ordered the envoy to leave" is parsed so."""
    bare = sentence.words[found.verb].lemma in lexicon.words("bare infinitive")
    for child in found.complements:
        subject = sentence.subject(child)
        gerund = sentence.words[child].tag == "VBG" and not sentence.deps(child, "aux", "mark")
        if subject is not None and (bare or gerund or sentence.infinitive(child)):
            found.patient = counted(sentence, subject)
            return True
    return False


def add_phrases(sentence: Sentence, found: Clause, noun: int) -> None:
    """Add the phrases that hang on a noun, where the parser put those of the verb as well."""
    for child in sentence.children[noun]:
        word = sentence.words[child]
        if word.dep in ("prep", "agent") and child > min(found.verb, noun):
            _phrases(sentence, child, found)
        elif word.dep == "acl" and word.tag == "VB":
            found.complements.append(child)
        elif word.dep == "relcl" and sentence.infinitive(child) and _subjectless(sentence, child):
            found.complements.append(child)  # "have a week to leave"


def _subjectless(sentence: Sentence, verb: int) -> bool:
    return sentence.subject(verb) is None and sentence.passive_subject(verb) is None


def _add_targets(sentence: Sentence, found: Clause, noun: int) -> None:
    """Add on whom several things are that the last of them names: "shells and rocket fire against X"."""
    if sentence.words[noun].tag in ("NN", "NNS"):
        for prep in sentence.deps(noun, "prep"):
            if sentence.words[prep].lemma in ("against", "on", "to", "into", "at"):
                _phrases(sentence, prep, found)


def _phrases(sentence: Sentence, prep: int, found: Clause) -> None:
    name = sentence.words[prep].lemma
    above = sentence.words[sentence.words[prep].head].lemma
    if name == "with" and above == "along":
        name = above  # who stands beside the subject is not met, backed or fought
    if not sentence.deps(prep, "pobj", "pcomp"):
        found.particles.add(name)
        # "described the killings as cruel": an adjective is said of the object.
        found.particles.update(sentence.words[c].lemma for c in sentence.deps(prep, "amod"))
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
