"""Predicates: which rule of the lexicon a verb and its clause fit best."""

from __future__ import annotations

from dataclasses import dataclass, field

from steelyard import vocabulary
from steelyard.coding import lexicon
from steelyard.coding.clause import Clause, clause
from steelyard.coding.lexicon import Condition, Predicate
from steelyard.coding.parties import Parties

_DUTY = frozenset(("must", "should", "ought", "shall"))
_BLAME = frozenset(
    (
        "responsible",
        "guilty",
        "behind",
        "liable",
        "culpable",
        "complicit",
        "terrorist",
        "aggressor",
        "criminal",
    )
)
_PLACES = frozenset(("place", "capital", "seat", "name", "long", "variant", "abbreviation"))
_WHO = frozenset(("GOV", "LEG", "IGO"))


@dataclass(slots=True)
class Grammar:
    """The clauses of one sentence and what fills them, worked out once each."""

    parties: Parties
    _clauses: dict[int, Clause] = field(default_factory=dict)
    _best: dict[int, Predicate | None] = field(default_factory=dict)
    _kinds: dict[int, frozenset[str]] = field(default_factory=dict)

    def clause(self, verb: int) -> Clause:
        """Return the clause of a verb."""
        if verb not in self._clauses:
            self._clauses[verb] = clause(self.parties.sentence, verb)
        return self._clauses[verb]

    def rule(self, verb: int) -> Predicate | None:
        """Return the rule that the verb's clause fits best: the most conditions, then weight."""
        if verb not in self._best:
            self._best[verb] = None  # a complement that leads back here fits nothing
            word = self.parties.sentence.words[verb]
            found = [
                (specificity(rule), rule.weight, -rule.row, rule)
                for rule in lexicon.predicates().get(word.lemma, ())
                if all(self.holds(c, verb) for c in rule.conditions)
            ]
            self._best[verb] = max(found)[3] if found else None
        return self._best[verb]

    def kinds(self, i: int) -> frozenset[str]:
        """Return the classes that the phrase headed by word ``i`` belongs to."""
        if i not in self._kinds:
            self._kinds[i] = self._kinds_of(i)
        return self._kinds[i]

    def _kinds_of(self, i: int) -> frozenset[str]:
        sentence = self.parties.sentence
        word = sentence.words[i]
        found = set(lexicon.classes(word.lemma))
        for child in sentence.deps(i, "compound", "amod"):
            found |= lexicon.classes(f"{sentence.words[child].lemma}-{word.lemma}")
        if not found or "carrier" in found:
            for child in sentence.deps(i, "compound"):
                found |= lexicon.classes(sentence.words[child].lemma)
        mention = self.parties.mention(i)
        party = self.parties.of(i)
        agent = lexicon.agents().get(word.lemma)
        if mention is not None:
            if mention.kind in _PLACES:
                found.add("place")
            if mention.kind in ("person", "demonym"):
                found.add("person")
            if mention.kind == "person":
                found.add("leader")
            if mention.role == "REB":
                found |= {"troops", "group"}
            if mention.role == "IGO":
                found.add("organisation")
            if mention.kind != "place":
                found.add("party")
        if agent is not None:
            found |= {"person", "party"}
            if agent[0] in _WHO:
                found.add("leader")
            if agent[0] in ("MIL", "REB"):
                found.add("troops")
        if word.tag == "NNP" and mention is None and not found - {"person", "party", "leader"}:
            found.add("person")
            if party.codes or any(
                sentence.words[c].lemma in lexicon.titles() for c in sentence.children[i]
            ):
                found.add("leader")
        if word.tag.startswith("PRP"):
            found |= {"person", "party", "leader", "people"}
        return frozenset(found)

    def holds(self, condition: Condition, verb: int) -> bool:
        """Say whether one condition of a frame holds for the clause of ``verb``."""
        parts = self.clause(verb)
        slot = condition.slot
        if slot == "obj":
            return parts.patient is not None and self._fits(condition, parts.patient)
        if slot == "subj":
            return parts.agent is not None and self._fits(condition, parts.agent)
        if slot == "!obj":
            return parts.patient is None
        if slot == "oprd":
            return bool(_BLAME & parts.particles)
        if slot == "prt":
            return bool(condition.words & parts.particles) or any(
                word in parts.preps for word in condition.words
            )
        if slot in ("comp", "to-inf", "that"):
            return any(self._complement(slot, condition, c) for c in parts.complements)
        heads = [h for name in slot.split(",") for h in parts.preps.get(name, ())]
        if not condition.classes and not condition.words:
            return bool(heads) or any(name in parts.gerunds for name in slot.split(","))
        return any(self._fits(condition, head) for head in heads)

    def _fits(self, condition: Condition, head: int) -> bool:
        if condition.words:
            return self.parties.sentence.words[head].lemma in condition.words
        return not condition.classes or bool(condition.classes & self.kinds(head))

    def _by_itself(self, verb: int) -> bool:
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

    def _complement(self, slot: str, condition: Condition, verb: int) -> bool:
        sentence = self.parties.sentence
        words = sentence.words
        if condition.words:
            return words[verb].lemma in condition.words
        auxiliaries = {words[c].lemma for c in sentence.deps(verb, "aux")}
        if "must" in condition.classes:
            return bool(auxiliaries & _DUTY) or (
                words[verb].lemma in ("need", "have") and bool(sentence.deps(verb, "xcomp"))
            )
        if "blame" in condition.classes:
            return words[verb].lemma == "be" and any(
                words[c].lemma in _BLAME for c in sentence.children[verb]
            )
        if "hostile" in condition.classes:
            rule = self.rule(verb)
            return rule is not None and vocabulary.quad(rule.type) == 4
        if condition.classes & set(vocabulary.TYPES):
            rule = self.rule(verb)
            return rule is not None and rule.type in condition.classes
        infinitive = any(words[c].tag == "TO" for c in sentence.children[verb])
        if "self" in condition.classes:
            return self._by_itself(verb)
        if "subjunctive" in condition.classes:
            return (
                not infinitive
                and words[verb].tag in ("VB", "VBP")
                and not auxiliaries
                and sentence.subject(verb) is not None
            )
        if slot == "to-inf":
            return infinitive
        if slot == "that":
            return not infinitive
        return True


def specificity(rule: Predicate) -> float:
    """Return how much a frame asks for: one for each condition, half more where it names what."""
    return sum(1.5 if c.classes or c.words else 1.0 for c in rule.conditions)
