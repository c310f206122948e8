"""Pronouns: what "it", "their" or "both" refers to, in the sentence or the one before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from steelyard.coding.english import lexicon
from steelyard.coding.english.parties.combination import spoken_for
from steelyard.coding.english.parties.memory import Memory
from steelyard.coding.english.parties.mention import Mention
from steelyard.coding.english.text import Sentence, Word
from steelyard.coding.party import Party

_SUBJECTS = ("nsubj", "nsubjpass")
_SELF = ("self", "selves")
_SPEAKERS = ("i", "you", "me", "my", "your", "we", "us", "our")
_WE = ("we", "us", "our")
#: Names of what "it" may mean beside a subject: "rhetoric against the US, accusing it".
_BODIES = frozenset(("name", "abbreviation", "variant", "group"))
_PLURAL = ("they", "them", "their")


@dataclass(frozen=True, slots=True)
class Pronouns:
    """The pronouns of one sentence; ``of`` resolves its other phrases."""

    sentence: Sentence
    mentions: list[Mention]
    before: Memory
    of: Callable[[int], Party]

    def party(self, i: int) -> Party:
        """Return the party that the pronoun at word ``i`` refers to."""
        word = self.sentence.words[i]
        low = word.text.lower()
        if word.lemma in ("who", "which", "that") or low in _SPEAKERS:
            return self._speaker(i) if low in _WE else Party(head=i)
        if low == "both":
            pair = self._two_before(i)
            if pair:
                return replace(pair, head=i, domestic=False, human=True, how="pronoun")
        person = bool({word.lemma, low} & lexicon.words("person pronoun"))
        if self._stranger_before(i, several=low in _PLURAL, person=person):
            return Party(head=i)
        earlier = self._earlier(i, person=person)
        if earlier:
            return replace(earlier, head=i, domestic=False, human=True, how="pronoun")
        people = self.before.latest(self.before.people)
        bodies = self.before.latest(self.before.bodies)
        store = (people or bodies) if person else (bodies or people)
        own = {code for j in self._own_subjects(i) for code in self.of(j).codes}
        others = (party for party in store if not set(party.codes) & own)
        last = next(others, Party())
        how = "pronoun before" if last else ""
        return replace(last, head=i, domestic=False, human=True, how=how)

    def _two_before(self, i: int) -> Party:
        """Return the nearest two that are joined before "both": "received A and B and urged both"."""
        words = self.sentence.words
        joined = (j for j in range(i - 1, -1, -1) if words[j].tag.startswith("NN"))
        found = (self.of(j) for j in joined if self.sentence.deps(j, "cc", "prep"))
        return next((party for party in found if len(party.codes) == 2), Party())

    def _speaker(self, i: int) -> Party:
        """Return who says "we" of his side, nobody where the sentence does not say who speaks."""
        for j in self.sentence.ancestors(i):
            if self.sentence.words[j].lemma in lexicon.words("says") and self.sentence.is_verb(j):
                subject = self.sentence.subject(j)
                party = self.of(subject) if subject is not None and subject != i else Party()
                return replace(party, head=i, domestic=False, human=True, how="pronoun")
        return Party(head=i)

    def _stranger_before(self, i: int, *, several: bool, person: bool) -> bool:
        """Say whether the nearest subject is somebody of no state: "the wives ... they"."""
        if not (several or person):
            return False
        words = self.sentence.words
        own = self._own_subjects(i)
        subjects = [j for j in range(i) if words[j].dep in _SUBJECTS and j not in own]
        if not subjects or (words[subjects[-1]].tag in ("NNS", "CD")) != several:
            return False
        noun = words[subjects[-1]].lemma
        people = noun in lexicon.agents() or bool({"person", "people"} & lexicon.classes(noun))
        return people and not self.of(subjects[-1])

    def _people_spoken_of(self, i: int) -> list[Party]:
        """Return the people that stand before a pronoun as objects, the nearest first."""
        words = self.sentence.words
        heads = [j for j in range(i) if words[j].dep in ("dobj", "pobj") and words[j].tag != "PRP"]
        return [party for party in map(self.of, reversed(heads)) if party and party.human]

    def _own_subjects(self, i: int) -> list[int]:
        """Return the subjects that a pronoun cannot stand for: "Turkey sent it ..."."""
        word = self.sentence.words[i]
        if (word.tag != "PRP" and word.lemma != "both") or word.text.lower().endswith(_SELF):
            return []
        verb = next((j for j in self.sentence.ancestors(i) if self.sentence.is_verb(j)), None)
        while verb is not None and not self.sentence.deps(verb, *_SUBJECTS):
            # "embraced his host and invited him", "left, accusing it": the subject is that above.
            joined = self.sentence.words[verb].dep in ("conj", "advcl", "xcomp")
            verb = self.sentence.words[verb].head if joined else None
        return [] if verb is None else self.sentence.deps(verb, *_SUBJECTS)

    def _earlier(self, i: int, *, person: bool) -> Party:
        """Return the nearest subject to the left that a pronoun may stand for."""
        words, above = self.sentence.words, set(self.sentence.ancestors(i))
        own = self._own_subjects(i)
        subjects = [
            j
            for j in range(i)
            if words[j].dep in _SUBJECTS and j not in own and not words[j].tag.startswith("PRP")
        ]
        # The subject of a clause further up the tree is meant sooner than one beside it.
        subjects.sort(key=lambda j: (words[j].head not in above, -j))
        known = [party for party in map(self.of, subjects) if party]
        objects = self._people_spoken_of(i) if person else []
        people = [p for p in [*known, *objects] if not person or p.human or p.how == "person"]
        if people or (known and not (person and self.before.people)):
            return (people or known)[0]
        names = [m for m in self.mentions if m.end <= i and m.kind not in ("place", "capital")]
        if names and words[i].tag == "PRP$":
            return spoken_for(Party(roles=("",), head=i), [names[-1]], "pronoun")
        ours = {code for j in own for code in self.of(j).codes}
        others = [m for m in names if m.code not in ours and m.kind in _BODIES]
        if others and ours and words[i].dep == "dobj" and not person:
            return spoken_for(Party(roles=("",), head=i), [others[-1]], "pronoun")
        return Party()


def is_pronoun(word: Word) -> bool:
    """Say whether a word stands for a party named elsewhere."""
    relative = word.lemma in ("who", "which") and word.tag in ("WP", "WDT")
    both = word.lemma == "both" and word.dep in ("dobj", "pobj", "nsubj")
    return relative or both or word.tag.startswith("PRP")
