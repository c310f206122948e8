"""Parties: from a noun phrase to the countries and organisations that it speaks for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from steelyard.coding import lexicon
from steelyard.coding.actors import Mention
from steelyard.coding.parse import Sentence, Word

# Where no nationality stands before a noun, these say after it whom it belongs to.
_OF = ("of", "from", "for", "in", "at", "on")

_PLAIN_NAMES = frozenset(("name", "abbreviation", "variant"))
_BEFORE_NOUN = ("amod", "compound", "nmod", "conj", "npadvmod", "nummod")
_SUBJECTS = ("nsubj", "nsubjpass")
_SELF = ("self", "selves")
_TITLED = ("compound", "amod", "appos", "nmod")


@dataclass(frozen=True, slots=True)
class Party:
    """Whom a phrase means: codes, their roles and the words used; ``how`` it was found."""

    codes: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    head: int = -1
    domestic: bool = False
    human: bool = False
    how: str = ""

    def __bool__(self) -> bool:
        return bool(self.codes)

    def of_codes(self, keep: Iterable[str]) -> Party:
        """Return the party without those whose code is not to be kept."""
        wanted = set(keep)
        kept = [k for k, code in enumerate(self.codes) if code in wanted]
        return replace(
            self,
            codes=tuple(self.codes[k] for k in kept),
            roles=tuple(self.roles[k] for k in kept),
            names=tuple(self.names[k] for k in kept),
        )


@dataclass(slots=True)
class Memory:
    """Whom the text spoke of last: for pronouns, and for "the two governments"."""

    people: list[Party] = field(default_factory=list)
    bodies: list[Party] = field(default_factory=list)
    nouns: dict[str, Party] = field(default_factory=dict)
    told: list[Any] = field(default_factory=list)

    def note(self, party: Party, *, person: bool) -> None:
        """Remember a party as the latest."""
        (self.people if person else self.bodies).append(party)


class Parties:
    """The phrases of one sentence, resolved when asked for."""

    def __init__(self, sentence: Sentence, found: list[Mention], before: Memory) -> None:
        """Take the sentence, its names and what earlier sentences spoke of."""
        self.sentence = sentence
        self.mentions = found
        self.before = before
        self._at = {i: mention for mention in found for i in range(mention.start, mention.end)}
        self._cache: dict[int, Party] = {}
        self._ways = (
            self._modified,
            self._possessed,
            self._apposed,
            self._in_phrase,
            self._same_noun,
            self._both,
            self._apposition_of,
        )

    def mention(self, i: int) -> Mention | None:
        """Return the name that word ``i`` is part of."""
        return self._at.get(i)

    def of(self, head: int) -> Party:
        """Return whom the phrase headed by word ``head`` means, all that are joined to it."""
        if head not in self._cache:
            self._cache[head] = Party()  # a phrase inside itself means nobody
            self._cache[head] = joined([self._single(i) for i in self._joint(head)], head)
        return self._cache[head]

    def inside(self, head: int, preps: tuple[str, ...]) -> Party:
        """Return whom the phrases with these prepositions under a noun name, the first that do."""
        for noun in self._under(head, preps):
            found = self._held_with(noun) or self.of(noun) or self.inside(noun, preps)
            if found:
                return found
        return Party()

    def _under(self, head: int, preps: tuple[str, ...]) -> list[int]:
        """Return the nouns of the phrases under ``head``, by the order of ``preps``."""
        sentence = self.sentence
        return [
            noun
            for wanted in preps
            for prep in sentence.deps(head, "prep", "agent")
            if sentence.words[prep].lemma == wanted
            for noun in sentence.deps(prep, "pobj")
        ]

    def _held_with(self, noun: int) -> Party:
        """Return whom talks are held with: "EU accession talks for Albania"."""
        kinds = lexicon.classes(self.sentence.words[noun].lemma)
        held = lexicon.words("held with") & kinds
        return self.inside(noun, ("for", "with")) if held else Party()

    def _joint(self, head: int) -> list[int]:
        """Return the heads joined to ``head``; a list in a headline counts as joined."""
        found, words = self.sentence.conjuncts(head), self.sentence.words
        listed = [i for i in self.sentence.deps(head, "appos") if words[i - 1].text == ","]
        return [*found, *(i for i in listed if self._plain(head) and self._plain(i))]

    def _plain(self, i: int) -> bool:
        mention = self.mention(i)
        return mention is not None and mention.kind in _PLAIN_NAMES

    def _single(self, head: int) -> Party:
        """Return whom one noun phrase means, by the first way that finds somebody."""
        word, mention = self.sentence.words[head], self.mention(head)
        if _is_pronoun(word):
            return self._pronoun(head)
        agent = lexicon.agents().get(word.lemma)
        if mention is not None and not (agent and mention.kind == "adjective"):
            return self._named(head, mention)
        phrase = Party(
            roles=(self._role(head),),
            head=head,
            domestic=bool(agent and agent[1]),
            human=agent is not None or "person" in lexicon.classes(word.lemma),
        )
        for way in self._ways:
            found = way(phrase)
            if found:
                return found
        return replace(phrase, roles=())

    def _modified(self, phrase: Party) -> Party:
        """By a nationality before the noun: "Serbian officials"."""
        return _spoken_for(phrase, self._before(phrase.head), "modifier")

    def _possessed(self, phrase: Party) -> Party:
        """By its possessor: "Mali's junta", "their troops"."""
        words = self.sentence.words
        for child in self.sentence.deps(phrase.head, "poss"):
            pronoun = words[child].tag.startswith("PRP")
            owner = self._pronoun(child) if pronoun else self._single(child)
            if owner:
                return _speaking_for(phrase, owner, "possessor")
        return Party()

    def _apposed(self, phrase: Party) -> Party:
        """By a name set beside it: "the president, Emmanuel Macron"."""
        inner = (self._single(child) for child in self.sentence.deps(phrase.head, "appos"))
        found = next((party for party in inner if party), Party())
        return _speaking_for(phrase, found, "apposition") if found else found

    def _in_phrase(self, phrase: Party) -> Party:
        """By a phrase behind it: "the president of Peru", "hundreds of Kurds"."""
        word = self.sentence.words[phrase.head]
        if not (phrase.human or word.tag == "CD" or word.lemma in lexicon.words("portion")):
            return Party()
        inner = self.inside(phrase.head, _OF)
        return _speaking_for(phrase, inner, "phrase") if inner else inner

    def _same_noun(self, phrase: Party) -> Party:
        """By the same noun before: "Mali's officers ... the officers"."""
        words, word = self.sentence.words, self.sentence.words[phrase.head]
        near = {words[c].lemma for c in self.sentence.children[phrase.head]}
        definite = near & {"the", "these", "those", "both"}
        if not (word.tag.startswith("NN") and definite):
            return Party()
        if not phrase.human:
            return self._same_thing(phrase)
        same = (
            self.of(i)
            for i in range(phrase.head)
            if words[i].lemma == word.lemma and words[i].tag.startswith("NN")
        )
        found = next((party for party in same if party), None)
        found = found or self.before.nouns.get(word.lemma, Party())
        return _speaking_for(phrase, found, "noun before") if found else found

    def _same_thing(self, phrase: Party) -> Party:
        """By whose an earlier sentence said it is: "its missiles ... the missiles"."""
        lemma = self.sentence.words[phrase.head].lemma
        ownable = lexicon.classes(lemma) & lexicon.words("class of things owned")
        found = self.before.nouns.get(lemma, Party()) if ownable else Party()
        return _speaking_for(phrase, found, "noun before") if found else found

    def _both(self, phrase: Party) -> Party:
        """By the last two spoken of: "the two governments", "both sides"."""
        words, word = self.sentence.words, self.sentence.words[phrase.head]
        if word.tag != "NNS" or word.lemma not in lexicon.words("two of them"):
            return Party()
        near = {words[c].text.lower() for c in self.sentence.children[phrase.head]}
        if not near & {"two", "both", "neighbouring", "neighboring", "their"}:
            return Party()
        codes = {
            m.code: m.name for m in self.mentions if m.start < phrase.head and m.kind != "place"
        }
        for party in reversed([*self.before.bodies, *self.before.people]):
            for code, name in zip(party.codes, party.names, strict=True):
                if len(codes) < 2:
                    codes.setdefault(code, name)
        if len(codes) != 2:
            return Party()
        return Party(tuple(codes), ("",) * 2, tuple(codes.values()), phrase.head, how="both")

    def _apposition_of(self, phrase: Party) -> Party:
        """By the name that it explains: "Vucic, the president"."""
        word = self.sentence.words[phrase.head]
        upper = self._at.get(word.head) if word.dep == "appos" else None
        return _spoken_for(phrase, [upper], "apposition") if upper else Party()

    def _named(self, head: int, mention: Mention) -> Party:
        role, before = self._role(head), self._before(head)
        if mention.kind != "person" and before:
            phrase = Party(roles=(role,), head=head, human=True)
            return _spoken_for(phrase, [*before, mention], "name")
        title = role if self.sentence.words[head].tag.startswith("NN") else ""
        return Party(
            (mention.code,),
            (mention.role or title,),
            (mention.name,),
            head,
            human=mention.kind == "person",
            how=mention.kind,
        )

    def _before(self, head: int) -> list[Mention]:
        """Return the names that stand before a noun as its modifiers."""
        found: list[Mention] = []
        waiting = [c for c in self.sentence.children[head] if c < head]
        while waiting:
            child = waiting.pop(0)
            word = self.sentence.words[child]
            if word.dep not in _BEFORE_NOUN or word.lemma in lexicon.words("foreign hand"):
                continue
            mention = self._at.get(child)
            if mention and mention not in found and not mention.start <= head < mention.end:
                found.append(mention)
            waiting += self.sentence.children[child]
        found = found or self._left_of(head)
        national = [m for m in found if m.kind in lexicon.words("kind of nationality")]
        return national or found

    def _left_of(self, head: int) -> list[Mention]:
        """Return the nationality right before a noun, which the parser has hung elsewhere."""
        own = self._at.get(head)
        left = (own.start if own else head) - 1
        mention = self._at.get(left) if left >= 0 else None
        if mention is None or mention.kind != "adjective":
            return []
        return [mention] if self.sentence.words[left].head != left else []

    def _role(self, head: int) -> str:
        """Return the role that the words of a phrase speak of: its head, or a title in it."""
        words = self.sentence.words
        agents, titles = lexicon.agents(), lexicon.titles()
        for i in [head, *self.sentence.deps(head, *_TITLED)]:
            if words[i].lemma in agents:
                return agents[words[i].lemma][0]
            if words[i].text.lower() in titles:
                return titles[words[i].text.lower()]
        return ""

    def _pronoun(self, i: int) -> Party:
        word = self.sentence.words[i]
        low = word.text.lower()
        if word.lemma in ("who", "which", "that") or low in ("i", "you", "me", "my", "your"):
            return Party(head=i)
        person = bool({word.lemma, low} & lexicon.words("person pronoun"))
        earlier = self._earlier(i, person=person)
        if earlier:
            return replace(earlier, head=i, domestic=False, human=True, how="pronoun")
        people, bodies = self.before.people, self.before.bodies
        store = (people or bodies) if person else (bodies or people)
        own = {code for j in self._own_subjects(i) for code in self.of(j).codes}
        others = (party for party in reversed(store) if not set(party.codes) & own)
        last = next(others, Party())
        how = "pronoun before" if last else ""
        return replace(last, head=i, domestic=False, human=True, how=how)

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
            return _spoken_for(Party(roles=("",), head=i), [names[-1]], "pronoun")
        return Party()


def _is_pronoun(word: Word) -> bool:
    relative = word.lemma in ("who", "which") and word.tag in ("WP", "WDT")
    both = word.lemma == "both" and word.dep in ("dobj", "pobj", "nsubj")
    return relative or both or word.tag.startswith("PRP")


def joined(parts: list[Party], head: int) -> Party:
    """Return several phrases as one party, each country once."""
    known = [part for part in parts if part]
    if not known:
        return parts[0]
    if len(known) == 1 and known[0].head == head:
        return known[0]
    codes: dict[str, tuple[str, str]] = {}
    for part in known:
        for code, role, name in zip(part.codes, part.roles, part.names, strict=True):
            codes.setdefault(code, (role, name))
    return replace(
        known[0],
        codes=tuple(codes),
        roles=tuple(role for role, _ in codes.values()),
        names=tuple(name for _, name in codes.values()),
        head=head,
    )


def _spoken_for(phrase: Party, found: list[Mention], how: str) -> Party:
    """Return a phrase as the party that names in it stand for; countries before people."""
    chosen = [m for m in found if m.kind != "person"] or found
    codes: dict[str, tuple[str, str]] = {}
    for mention in chosen:
        codes.setdefault(mention.code, (phrase.roles[0] or mention.role, mention.name))
    return replace(
        phrase,
        codes=tuple(codes),
        roles=tuple(role for role, _ in codes.values()),
        names=tuple(name for _, name in codes.values()),
        how=how,
    )


def _speaking_for(phrase: Party, party: Party, how: str) -> Party:
    """Return a phrase as speaking for another party: "the president of Peru"."""
    roles = tuple(phrase.roles[0] or role for role in party.roles)
    return replace(phrase, codes=party.codes, roles=roles, names=party.names, how=how)
