"""Predicates: which rule of the lexicon a verb and its clause fit best."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from steelyard import vocabulary
from steelyard.coding.english import lexicon
from steelyard.coding.english.acts.nominal_clause import nominal_clause
from steelyard.coding.english.clauses import Clause, clause_of, compound
from steelyard.coding.english.lexicon import Condition, Nominalisation, Predicate
from steelyard.coding.english.parties import Parties, is_anothers, is_said_to_be_own
from steelyard.coding.english.status import negated, status_of

_PEOPLE = frozenset(("person", "party", "leader"))
_KINDS_OF_NAME = {"person": ("person", "leader"), "demonym": ("person",)}
#: Nouns of so few letters have no ending: "list", "beer".
_SHORT = 6

#: The type of an aircraft or arm: "f-16", "s-400s", "mig-29".
_MODEL = re.compile(r"[a-z]{1,4}-\d{1,3}[a-z]?s?")

#: The class of whatever is said to be a party's: "in Iranian hands".
_WHOSE = "whose"
#: The class of what a leader owns: "Rouhani's plane".
_LEADERS = "leaders"

#: What a vehicle does with its cargo.
_LOADS = frozenset(("carry", "bear", "load", "lade", "bring", "pack", "fill"))

_OUTSIDE = ("IGO", "NGO")
_AHEAD = ("planned", "threatened", "hypothetical", "denied")
_KINDS_OF_ROLE = {"REB": ("troops", "group"), "IGO": ("organisation",)}


@dataclass(slots=True)
class Grammar:
    """The clauses of one sentence and what fills them, worked out once each."""

    parties: Parties
    _clauses: dict[int, Clause] = field(default_factory=dict)
    _best: dict[int, Predicate | None] = field(default_factory=dict)
    _kinds: dict[int, frozenset[str]] = field(default_factory=dict)

    def clause(self, verb: int) -> Clause:
        """Return the clause of a verb, or of a noun that names a verb's act."""
        if verb not in self._clauses:
            row = self.nominalisation(verb)
            self._clauses[verb] = (
                nominal_clause(self.parties, verb, row)
                if row
                else self._with_taker(clause_of(self.parties.sentence, verb))
            )
        return self._clauses[verb]

    def _with_taker(self, found: Clause) -> Clause:
        """Take a state between "gives" and what is given as who takes it: "gifts Chad cars"."""
        sentence, at = self.parties.sentence, found.verb + 1
        if found.dative is not None or found.patient is None or at >= len(sentence):
            return found
        mention = self.parties.mention(at)
        word = sentence.words[mention.end - 1] if mention else None
        plain = mention is not None and mention.kind in lexicon.words("kind of plain name")
        if plain and word and word.head == found.patient and word.dep in ("compound", "nmod"):
            gives = sentence.words[found.verb].lemma in lexicon.words("gives to somebody")
            found.dative = word.i if gives else None
        return found

    def nominalisation(self, i: int) -> Nominalisation | None:
        """Return the row of a noun that names a verb's act, None for every other word."""
        word = self.parties.sentence.words[i]
        return lexicon.nominalisation(word.lemma) if word.tag.startswith("NN") else None

    def rule(self, verb: int) -> Predicate | None:
        """Return the rule that the verb's clause fits best: the most conditions, then weight.

        None where no rule fits, and where the best is an idiom that names no act.
        """
        if verb not in self._best:
            self._best[verb] = None  # a complement that leads back here fits nothing
            row = self.nominalisation(verb)
            lemma = row.verb if row else self.parties.sentence.words[verb].lemma
            self._best[verb] = self._fittest(lexicon.predicates().get(lemma, ()), verb)
        best = self._best[verb]
        return best if best and best.type else None

    def is_idiom(self, verb: int) -> bool:
        """Say whether the verb's clause is an idiom that names no act: "raised its forecast"."""
        return self.rule(verb) is None and self._best[verb] is not None

    def _fittest(self, rules: Iterable[Predicate], verb: int) -> Predicate | None:
        answers: dict[int, bool] = {}  # a condition of the lexicon is one object wherever it stands
        best: Predicate | None = None
        for rule in rules:  # the best first: nothing that follows one that fits can beat it
            for condition in rule.conditions:
                held = answers.get(id(condition))
                if held is None:
                    held = answers[id(condition)] = self.holds(condition, verb)
                if not held:
                    break
            else:
                best = rule
                break
        return best

    def kinds(self, i: int) -> frozenset[str]:
        """Return the classes that the phrase headed by word ``i`` belongs to."""
        if i not in self._kinds:
            self._kinds[i] = self._kinds_of(i)
        return self._kinds[i]

    def _kinds_of(self, i: int) -> frozenset[str]:
        word = self.parties.sentence.words[i]
        found = self._noun_kinds(i) | self._mention_kinds(i) | _agent_kinds(word.lemma)
        if "vehicle" in found or word.lemma in lexicon.words("holds a cargo"):
            found |= self._cargo(i)
        if word.tag == "NNP" and not found and self._is_town(i):
            found.add("place")
        if word.tag in ("NNP", "NNPS") and not self.parties.mention(i) and not found - _PEOPLE:
            found |= {"person", "leader"} if self._titled(i) else {"person"}
        if word.tag.startswith("PRP"):
            found |= _PEOPLE if word.lemma in ("it", "its") else {*_PEOPLE, "people"}
            roles = set(self.parties.of(i).roles) - {""}
            found -= set() if roles & lexicon.words("role that leads") else {"leader"}
            found |= {"troops"} if roles & {"MIL", "REB"} else set()
        return frozenset(found)

    def _cargo(self, i: int) -> set[str]:
        """Return the classes of what a vehicle carries: "lorries with tents", "a plane loaded with flour"."""
        sentence = self.parties.sentence
        loads = [c for c in sentence.deps(i, "acl") if sentence.words[c].lemma in _LOADS]
        heads = [noun for c in loads for noun in sentence.deps(c, "dobj")]
        for prep in (p for j in (i, *loads) for p in sentence.deps(j, "prep")):
            if sentence.words[prep].lemma in ("with", "of"):
                heads += sentence.deps(prep, "pobj")
        nouns = {j for head in heads for j in sentence.conjuncts(head)}
        found = {kind for j in nouns for kind in lexicon.classes(sentence.words[j].lemma)}
        return found & lexicon.words("class of a cargo")

    def _is_town(self, i: int) -> bool:
        """Say whether a name that is not known is said to lie in a state: "left Gao, in Mali"."""
        words = self.parties.sentence.words
        if i + 3 >= len(words) or words[i + 1].text != "," or words[i + 2].text != "in":
            return False
        return any(self.parties.mention(j) for j in range(i + 3, min(i + 8, len(words))))

    def _noun_kinds(self, i: int) -> set[str]:
        """Return the classes of a noun in ``nouns.csv``, with those of compounds."""
        sentence = self.parties.sentence
        lemma = sentence.words[i].lemma
        whole = compound(sentence, i)
        if whole and whole.type:  # a hunger strike is no strike of jets
            return set(whole.classes)
        found = set(lexicon.classes(lemma)) | (whole.classes if whole else set())
        if _MODEL.fullmatch(lemma):
            found |= {"weapons", "vehicle"}
        if not found or "carrier" in found:
            for child in sentence.deps(i, "compound"):
                found |= lexicon.classes(sentence.words[child].lemma)
        return found

    def _mention_kinds(self, i: int) -> set[str]:
        """Return the classes that the name of an actor gives."""
        mention = self.parties.mention(i)
        if mention is None:
            return self._of_organisation(i)
        found = set(_KINDS_OF_ROLE.get(mention.role, ())) | set(
            _KINDS_OF_NAME.get(mention.kind, ())
        )
        if mention.kind in lexicon.words("kind of place name"):
            found.add("place")
        return found if mention.kind == "place" else found | {"party"}

    def _of_organisation(self, i: int) -> set[str]:
        """Return the class of people sent by a body of no state: "Red Cross workers"."""
        before = (self.parties.mention(c) for c in self.parties.sentence.deps(i, "compound"))
        return {"outsider"} if any(m and m.role in _OUTSIDE for m in before) else set()

    def _titled(self, i: int) -> bool:
        """Say whether an unknown name belongs to somebody of rank."""
        words = self.parties.sentence.words
        below = self.parties.sentence.children[i]
        return bool(self.parties.of(i)) or any(words[c].lemma in lexicon.titles() for c in below)

    def holds(self, condition: Condition, verb: int) -> bool:
        """Say whether one condition of a frame holds for the clause of ``verb``."""
        parts, slot, names = self.clause(verb), condition.slot, condition.prepositions
        if names:  # most conditions ask for a preposition
            heads = [head for name in names for head in parts.preps.get(name, ())]
            if not condition.classes and not condition.words:
                return bool(heads) or any(name in parts.gerunds for name in names)
            return any(self._fits(condition, head) for head in heads)
        if slot in lexicon.PLAIN_SLOTS:
            return self._plain(slot, verb)
        if slot in ("obj", "subj", "dative"):
            head = {"obj": parts.patient, "subj": parts.agent, "dative": parts.dative}[slot]
            return head is not None and self._any_fits(condition, head)
        if slot == "prt":
            if condition.classes:  # "called him a liar"
                return any(condition.classes & lexicon.classes(word) for word in parts.particles)
            return bool(condition.words & (parts.particles | self._beside(verb)))
        return any(self._complement(slot, condition, c) for c in parts.complements)

    def _plain(self, slot: str, verb: int) -> bool:
        """Say whether a verb is as a slot asks that takes neither class nor word."""
        sentence, parts = self.parties.sentence, self.clause(verb)
        if slot in ("own", "!own"):
            return self._owned(parts, own=slot == "own")
        if slot == "dative":
            return parts.dative is not None
        if slot == "!obj":
            return parts.patient is None
        if slot == "oprd":
            return bool(lexicon.words("blame") & parts.particles)
        return (
            status_of(sentence, verb).status in _AHEAD
            if slot == "ahead"
            else negated(sentence, verb)
        )

    def _beside(self, verb: int) -> set[str]:
        """Return the prepositions that may be particles: right behind the verb or its short object."""
        words, parts = self.parties.sentence.words, self.clause(verb)
        after = {words[k].lemma for k in range(verb + 1, min(verb + 3, len(words)))}
        return after & set(parts.preps)

    def _owned(self, parts: Clause, *, own: bool) -> bool:
        """Say whether the object may be the subject's own, or may be another's."""
        head = parts.patient
        if head is None:
            return False
        if own:
            return not is_anothers(self.parties, head, parts.agent)
        return not is_said_to_be_own(self.parties, head)

    def _any_fits(self, condition: Condition, head: int) -> bool:
        """Say whether one of the nouns joined to a head fits: "fuel and financial support"."""
        joined = self.parties.sentence.conjuncts(head)
        return any(self._fits(condition, i) for i in joined if i == head or self._common(i))

    def _common(self, i: int) -> bool:
        return self.parties.sentence.words[i].tag in ("NN", "NNS")

    def _fits(self, condition: Condition, head: int) -> bool:
        lemma = self.parties.sentence.words[head].lemma
        if condition.words:
            return lemma in condition.words
        if _WHOSE in condition.classes:
            return bool(self.parties.of(head))
        if _LEADERS in condition.classes:
            owners = self.parties.sentence.deps(head, "poss")
            return any("leader" in self.kinds(owner) for owner in owners)
        # A noun is a class of its own, so that a frame may name it beside classes.
        whole = compound(self.parties.sentence, head)
        own = whole.noun if whole and whole.type else lemma
        return not condition.classes or bool(condition.classes & {own, *self.kinds(head)})

    def _complement(self, slot: str, condition: Condition, verb: int) -> bool:
        """Say whether the verb of a complement is as a condition wants it."""
        sentence = self.parties.sentence
        if condition.words:
            return sentence.words[verb].lemma in condition.words
        named = condition.classes & _TESTS.keys()
        if named:
            return _TESTS[next(iter(named))](self, verb)
        if condition.classes & _TYPES:
            rule = self.rule(verb)
            return rule is not None and rule.type in condition.classes
        return slot == "comp" or sentence.infinitive(verb) == (slot == "to-inf")

    def must(self, verb: int) -> bool:
        """Say whether the verb of a complement must be done by another: "said X should leave"."""
        sentence = self.parties.sentence
        subject = sentence.subject(verb)
        if subject is not None and sentence.words[subject].text.lower() in ("i", "we"):
            return False  # what one must do oneself is asked of nobody
        duty = {sentence.words[c].lemma for c in sentence.deps(verb, "aux")}
        bound = sentence.words[verb].lemma in ("need", "have") and sentence.deps(verb, "xcomp")
        return bool(duty & lexicon.words("duty")) or bool(bound)

    def blames(self, verb: int) -> bool:
        """Say whether a complement lays the blame: "said X was responsible"."""
        sentence = self.parties.sentence
        below = {sentence.words[c].lemma for c in sentence.children[verb]}
        return sentence.words[verb].lemma == "be" and bool(below & lexicon.words("blame"))

    def judges(self, verb: int, kind: str) -> bool:
        """Say whether a complement calls somebody or his act bad or good: "said X's vote was illegal"."""
        sentence = self.parties.sentence
        subject, word = sentence.subject(verb), sentence.words[verb]
        if word.lemma not in lexicon.words("judges") or subject is None or self.by_itself(verb):
            return False
        called = sentence.deps(verb, "acomp", "attr", "dobj", "oprd")
        for prep in sentence.deps(verb, "prep"):  # "amounted to blackmail"
            called += sentence.deps(prep, "pobj") if word.lemma != "be" else []
        if negated(sentence, verb):
            return False
        judged = self.kinds(subject) & lexicon.words("may be judged")
        return bool(judged) and any(
            kind in lexicon.classes(sentence.words[k].lemma)
            for j in called
            for k in sentence.conjuncts(j)
        )

    def hostile(self, verb: int) -> bool:
        """Say whether the verb of a complement names an act of material conflict."""
        rule = self.rule(verb)
        return rule is not None and vocabulary.quad(rule.type) == 4

    def by_itself(self, verb: int) -> bool:
        """Say whether the subject of a complement is the speaker: "warned that it would"."""
        sentence = self.parties.sentence
        head = sentence.words[verb].head
        subject, speaker = sentence.subject(verb), self.clause(head).agent
        if subject is None or sentence.words[subject].tag.startswith("PRP"):
            return True
        if speaker is None:
            return False
        ours = set(self.parties.of(speaker).codes)
        return bool(ours) and ours == set(self.parties.of(subject).codes)

    def is_subjunctive(self, verb: int) -> bool:
        """Say whether a complement is a subjunctive: "demanded that it leave"."""
        sentence = self.parties.sentence
        return (
            sentence.words[verb].tag in ("VB", "VBP")
            and not sentence.infinitive(verb)
            and not sentence.deps(verb, "aux")
            and sentence.subject(verb) is not None
        )


#: What a complement can be asked for, beside its type.
_TESTS: dict[str, Callable[[Grammar, int], bool]] = {
    "must": Grammar.must,
    "blame": Grammar.blames,
    "bad": lambda grammar, verb: grammar.judges(verb, "bad"),
    "untrue": lambda grammar, verb: grammar.judges(verb, "untrue"),
    "praised": lambda grammar, verb: grammar.judges(verb, "praised"),
    "hostile": Grammar.hostile,
    "unruled": lambda grammar, verb: grammar.rule(verb) is None,
    "self": Grammar.by_itself,
    "other": lambda grammar, verb: not grammar.by_itself(verb),
    "subjunctive": Grammar.is_subjunctive,
    "not": lambda grammar, verb: negated(grammar.parties.sentence, verb),
}
_TYPES = frozenset(vocabulary.TYPES)


def _agent_kinds(lemma: str) -> set[str]:
    """Return the classes of a noun that names people or bodies, by their role."""
    agent = lexicon.agents().get(lemma)
    if agent is None:
        return {"person"} if ends_like_a_person(lemma) else set()
    leads = agent[0] in lexicon.words("role that leads")
    fights = agent[0] in ("MIL", "REB")
    return (
        {"person", "party"} | ({"leader"} if leads else set()) | ({"troops"} if fights else set())
    )


@lru_cache(maxsize=20_000)
def ends_like_a_person(noun: str) -> bool:
    """Say whether a noun has the ending of those who do something: "industrialist", "oilman"."""
    endings = tuple(lexicon.words("ending of a person"))
    return len(noun) > _SHORT and noun.endswith(endings) and noun not in lexicon.nouns()
