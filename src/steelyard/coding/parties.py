"""Parties: from a noun phrase to the countries and organisations that it speaks for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from steelyard.coding import lexicon
from steelyard.coding.actors import Mention
from steelyard.coding.clause import PORTIONS
from steelyard.coding.parse import Sentence

_MODIFIERS = frozenset(
    ("amod", "compound", "nmod", "poss", "nummod", "punct", "det", "advmod", "npadvmod")
)
_PERSONAL = frozenset(("he", "she", "him", "her", "his", "himself", "herself", "hers"))
_PLURAL = frozenset(
    (
        "they",
        "them",
        "their",
        "themselves",
        "it",
        "its",
        "itself",
        "theirs",
        "we",
        "our",
        "us",
        "who",
        "which",
        "that",
    )
)

_WITH_WHOM = frozenset(("talks", "accession", "membership"))

# Where no nationality stands before a noun, these say after it whom it belongs to.
_OF = ("of", "from", "for", "in", "at", "on")


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

    def mention(self, i: int) -> Mention | None:
        """Return the name that word ``i`` is part of."""
        return self._at.get(i)

    def of(self, head: int) -> Party:
        """Return whom the phrase headed by word ``head`` means, all that are joined to it."""
        if head not in self._cache:
            self._cache[head] = Party()  # a phrase inside itself means nobody
            self._cache[head] = self._joined(head)
        return self._cache[head]

    def inside(self, head: int, preps: tuple[str, ...]) -> Party:
        """Return whom the phrases with these prepositions under a noun name, the first that do."""
        words = self.sentence.words
        for wanted in preps:
            for prep in self.sentence.deps(head, "prep", "agent"):
                if words[prep].lemma != wanted:
                    continue
                for noun in self.sentence.deps(prep, "pobj"):
                    if _WITH_WHOM & lexicon.classes(words[noun].lemma):
                        # "EU accession talks for Albania": whom they are held with is meant.
                        party = self.inside(noun, ("for", "with"))
                        if party:
                            return party
                    party = self.of(noun)
                    if party:
                        return party
                    deeper = self.inside(noun, preps)
                    if deeper:
                        return deeper
        return Party()

    def _joined(self, head: int) -> Party:
        parts = [self._single(i) for i in self._joint(head)]
        known = [part for part in parts if part.codes]
        if not known:
            return parts[0]
        codes: dict[str, tuple[str, str]] = {}
        for part in known:
            for code, role, name in zip(part.codes, part.roles, part.names, strict=True):
                codes.setdefault(code, (role, name))
        return Party(
            tuple(codes),
            tuple(role for role, _ in codes.values()),
            tuple(name for _, name in codes.values()),
            head,
            known[0].domestic,
            known[0].human,
            known[0].how,
        )

    def _joint(self, head: int) -> list[int]:
        """Return the heads joined to ``head``; a list in a headline counts as joined."""
        found = self.sentence.conjuncts(head)
        words = self.sentence.words
        for i in self.sentence.deps(head, "appos"):
            plain = {m.kind for m in (self.mention(head), self.mention(i)) if m} <= {
                "name",
                "abbreviation",
                "variant",
            }
            if plain and self.mention(head) and self.mention(i) and words[i - 1].text == ",":
                found.append(i)
        return found

    def _single(self, head: int) -> Party:
        word = self.sentence.words[head]
        mention = self.mention(head)
        if word.tag.startswith("PRP") or (
            word.lemma in ("who", "which") and word.tag in ("WP", "WDT")
        ):
            return self._pronoun(head)
        agent = lexicon.agents().get(word.lemma)
        role = self._role(head)
        if mention is not None and not (agent and mention.kind == "adjective"):
            return self._named(head, mention, role)
        domestic = bool(agent and agent[1])
        human = agent is not None or "person" in lexicon.classes(word.lemma)
        found = self._before(head)
        if found:
            return self._party(head, found, role, domestic, human, "modifier")
        for child in self.sentence.deps(head, "poss"):
            owner = (
                self._pronoun(child)
                if self.sentence.words[child].tag.startswith("PRP")
                else self._single(child)
            )
            if owner.codes:
                return Party(
                    owner.codes,
                    tuple(role or r for r in owner.roles),
                    owner.names,
                    head,
                    domestic,
                    human,
                    "possessor",
                )
        for child in self.sentence.deps(head, "appos"):
            inner = self._single(child)
            if inner.codes:
                return Party(
                    inner.codes,
                    tuple(role or r for r in inner.roles),
                    inner.names,
                    head,
                    domestic,
                    human,
                    "apposition",
                )
        if human or word.lemma in PORTIONS or word.tag == "CD":
            inner = self.inside(head, _OF)
            if inner.codes:
                return Party(
                    inner.codes,
                    tuple(role or r for r in inner.roles),
                    inner.names,
                    head,
                    domestic,
                    human,
                    "phrase",
                )
        same = self._same_noun(head) if human and word.tag.startswith("NN") else Party()
        if same.codes:
            return Party(
                same.codes,
                tuple(role or r for r in same.roles),
                same.names,
                head,
                domestic,
                human,
                "noun before",
            )
        if (
            word.lemma
            in (
                "country",
                "side",
                "government",
                "neighbour",
                "neighbor",
                "party",
                "leader",
                "state",
                "ally",
                "nation",
                "minister",
                "foe",
                "rival",
            )
            and word.tag == "NNS"
        ):
            both = self._both(head)
            if both.codes:
                return both
        if word.dep == "appos" and head != word.head:
            upper = self._at.get(word.head)
            if upper is not None:
                return self._party(head, [upper], role, domestic, human, "apposition")
        return Party(head=head, domestic=domestic, human=human, roles=(), names=())

    def _same_noun(self, head: int) -> Party:
        """Return whom the same noun meant before: "Mali's officers ... the officers"."""
        words = self.sentence.words
        definite = any(
            words[c].lemma in ("the", "these", "those", "both")
            for c in self.sentence.children[head]
        )
        if not definite:
            return Party()
        for i in range(head):
            if (
                words[i].lemma == words[head].lemma
                and words[i].tag.startswith("NN")
                and self.of(i).codes
            ):
                return self.of(i)
        return self.before.nouns.get(words[head].lemma, Party())

    def _named(self, head: int, mention: Mention, role: str) -> Party:
        words = self.sentence.words
        if mention.kind in ("place", "capital") and mention.start > 0:
            # "Paris-based", "Jordan River" and the like are caught by their heads.
            pass
        if mention.kind == "person" or not self._before(head):
            title = role if words[head].tag.startswith("NN") else ""
            return Party(
                (mention.code,),
                (mention.role or title,),
                (mention.name,),
                head,
                human=mention.kind == "person",
                how=mention.kind,
            )
        return self._party(head, [*self._before(head), mention], role, False, True, "name")

    def _before(self, head: int) -> list[Mention]:
        """Return the names that stand before a noun as its modifiers."""
        found: list[Mention] = []
        waiting = [c for c in self.sentence.children[head] if c < head]
        while waiting:
            child = waiting.pop(0)
            word = self.sentence.words[child]
            if word.dep not in ("amod", "compound", "nmod", "conj", "npadvmod", "nummod"):
                continue
            mention = self._at.get(child)
            if (
                mention is not None
                and mention not in found
                and not (mention.start <= head < mention.end)
            ):
                found.append(mention)
            waiting += [c for c in self.sentence.children[child]]
        # The parser loses some adjectives: what stands right before the noun belongs to it.
        own = self._at.get(head)
        left = (own.start if own else head) - 1
        if not found and left >= 0:
            mention = self._at.get(left)
            if (
                mention is not None
                and mention.kind == "adjective"
                and self.sentence.words[left].head != left
            ):
                found.append(mention)
        adjectives = [
            m
            for m in found
            if m.kind
            in ("adjective", "name", "abbreviation", "demonym", "variant", "group", "long")
        ]
        return adjectives or found

    def _party(
        self, head: int, found: list[Mention], role: str, domestic: bool, human: bool, how: str
    ) -> Party:
        codes: dict[str, tuple[str, str]] = {}
        people = [m for m in found if m.kind == "person"]
        chosen = [m for m in found if m.kind != "person"] or people
        for mention in chosen:
            codes.setdefault(mention.code, (role or mention.role, mention.name))
        return Party(
            tuple(codes),
            tuple(r for r, _ in codes.values()),
            tuple(n for _, n in codes.values()),
            head,
            domestic,
            human,
            how,
        )

    def _role(self, head: int) -> str:
        """Return the role that the words of a phrase speak of: its head, or a title in it."""
        words = self.sentence.words
        agents, titles = lexicon.agents(), lexicon.titles()
        for i in [
            head,
            *(
                c
                for c in self.sentence.children[head]
                if words[c].dep in ("compound", "amod", "appos", "nmod")
            ),
        ]:
            lemma = words[i].lemma
            if lemma in agents:
                return agents[lemma][0]
            if words[i].text.lower() in titles:
                return titles[words[i].text.lower()]
        return ""

    def _pronoun(self, i: int) -> Party:
        word = self.sentence.words[i]
        person = word.lemma in _PERSONAL or word.text.lower() in _PERSONAL
        if word.lemma in ("who", "which", "that"):
            return Party(head=i)
        if word.text.lower() in ("i", "you", "me", "my", "your"):
            return Party(head=i)
        earlier = self._earlier(i, person=person)
        if earlier.codes:
            return Party(earlier.codes, earlier.roles, earlier.names, i, human=True, how="pronoun")
        store = (
            self.before.people or self.before.bodies
            if person
            else self.before.bodies or self.before.people
        )
        if store:
            last = store[-1]
            return Party(last.codes, last.roles, last.names, i, human=True, how="pronoun before")
        return Party(head=i, human=True)

    def _earlier(self, i: int, *, person: bool) -> Party:
        """Return the nearest subject to the left that a pronoun may stand for."""
        words = self.sentence.words
        own = {j for j in self.sentence.ancestors(i)}
        subjects = [
            j
            for j in range(i)
            if words[j].dep in ("nsubj", "nsubjpass") and not words[j].tag.startswith("PRP")
        ]
        # The subject of a clause further up the tree is meant sooner than one beside it.
        subjects.sort(key=lambda j: (words[j].head not in own, -j))
        for j in subjects:
            party = self.of(j)
            if party.codes and (not person or party.human or party.how == "person"):
                return party
        for j in subjects:
            if self.of(j).codes:
                return self.of(j)
        names = [m for m in self.mentions if m.end <= i and m.kind not in ("place", "capital")]
        if names and words[i].tag == "PRP$":
            return self._party(i, [names[-1]], "", domestic=False, human=False, how="pronoun")
        return Party()

    def _both(self, head: int) -> Party:
        """Return the last two parties spoken of: "the two governments", "both sides"."""
        words = self.sentence.words
        near = {words[c].text.lower() for c in self.sentence.children[head]}
        if not near & {"two", "both", "neighbouring", "neighboring", "their"}:
            return Party()
        codes: dict[str, str] = {}
        for mention in self.mentions:
            if mention.start < head and mention.kind not in ("place",):
                codes.setdefault(mention.code, mention.name)
        for party in reversed([*self.before.bodies, *self.before.people]):
            for code, name in zip(party.codes, party.names, strict=True):
                if len(codes) < 2:
                    codes.setdefault(code, name)
        if len(codes) != 2:
            return Party()
        return Party(tuple(codes), ("",) * 2, tuple(codes.values()), head, how="both")
