"""Phrases: what a noun phrase refers to, through its modifiers, its genitive and its name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from steelyard.coding.party import Party
from steelyard.coding.russian import lexicon
from steelyard.coding.russian.parties.memory import Memory
from steelyard.coding.russian.parties.mentions import Mention, first_of_compound
from steelyard.coding.russian.text import CLAUSES, Sentence

_NAMED = frozenset(("name", "organisation", "organ", "seat", "capital", "body", "group", "person"))
_LAND = frozenset(("name", "capital", "place", "region", "seat", "organisation", "organ", "body"))
_DEEPEST = 6

#: Prepositions of a place that tells whose people somebody is, where nothing else does.
_WHERE = frozenset(("в", "во", "на", "из"))


class Parties:
    """The parties of one sentence, resolved once each."""

    def __init__(self, sentence: Sentence, found: tuple[Mention, ...], memory: Memory) -> None:
        """Keep the sentence, its mentions and what the article has in mind."""
        self.sentence = sentence
        self.mentions = found
        self.memory = memory
        self._at = {i: m for m in found for i in range(m.start, m.end)}
        self._known: dict[int, Party] = {}

    def mention(self, i: int) -> Mention | None:
        """Return the name that word ``i`` belongs to."""
        return self._at.get(i)

    def is_land(self, i: int) -> bool:
        """Say whether a noun is a state, a place or an organisation, or a town or region of one."""
        mention = self._at.get(i)
        if mention is not None:
            return mention.kind in _LAND
        word = self.sentence.words[i]
        return word.is_form_of(lexicon.classes()["place"] | {"страна", "республика"}) and bool(
            self.inside(i)
        )

    def is_organisation(self, i: int) -> bool:
        """Say whether a noun is an international organisation."""
        mention = self._at.get(i)
        return mention is not None and mention.kind in ("organisation", "organ")

    def acts_where_it_is(self, i: int) -> bool:
        """Say whether a noun is a body or people of the place where they act, no leader or aircraft."""
        return any(agent.kind in ("body", "people") for agent in self._agents(i))

    def role(self, i: int) -> str:
        """Return the role of a noun: that of the body or person that it names."""
        mention = self._at.get(i)
        if mention is not None and mention.kind != "adjective":
            return mention.role
        return next((a.role for a in self._agents(i)), "")

    def of(self, i: int) -> Party:
        """Return the party that the noun phrase around word ``i`` refers to, with all it joins."""
        if i not in self._known:
            self._known[i] = Party()  # against circles
            some = [self._single(c) for c in self.sentence.conjuncts(i)]
            self._known[i] = joined(some)
        return self._known[i]

    def inside(
        self, i: int, *, clauses: bool = False, without: frozenset[str] = frozenset()
    ) -> Party:
        """Return the nearest party named anywhere in the phrase around word ``i``."""
        own = self.of(i).of_codes(c for c in self.of(i).codes if c not in without)
        if own:
            return own
        for c in self._nearest_first(i, clauses=clauses):
            reflexive = self.sentence.words[c].lemma == "свой"
            if self._at.get(c) is None and not self._agents(c) and not reflexive:
                continue
            found = self._subject_above(c) if reflexive else self.of(c)
            left = found.of_codes(code for code in found.codes if code not in without)
            if left:
                return replace(left, how="phrase")
        return Party()

    def _nearest_first(self, i: int, *, clauses: bool) -> list[int]:
        """Return the words below a noun: each level's genitives, then adjectives, then phrases."""
        found: list[int] = []
        level = [i]
        while level and len(found) <= len(self.sentence):
            level = [
                c
                for w in level
                for c in self.sentence.children(w)
                if clauses or self.sentence.words[c].rel not in CLAUSES
            ]
            level.sort(key=self._remoteness)
            found += level
        return found

    def _remoteness(self, c: int) -> tuple[bool, bool]:
        mention = self._at.get(c)
        adjective = mention is not None and mention.kind in ("adjective", "region")
        return bool(self.sentence.preposition(c)), adjective

    def _agents(self, i: int) -> list[lexicon.Agent]:
        word = self.sentence.words[i]
        if word.pos not in ("NOUN", "PROPN", "ADJ", "VERB", "PRON", "X"):
            return []
        table = lexicon.agents()
        return [table[lemma] for lemma in (word.lower, *word.lemmas) if lemma in table][:1]

    def _single(self, i: int, depth: int = 0) -> Party:
        mention = self._at.get(i)
        if mention is not None and mention.kind == "demonym":
            # "боснийские сербы" are of Bosnia
            return self._land_of(i) or self._of_mention(mention, i)
        if mention is not None:
            return self._of_mention(mention, i)
        word = self.sentence.words[i]
        if word.pos in ("PRON", "DET") and word.is_form_of(lexicon.words("pronoun")):
            return self._of_pronoun(i)
        agents = self._agents(i)
        if not agents:
            return self._counted(i, depth)
        owner = self._owner(i, depth)
        if not owner and word.is_form_of(lexicon.words("leaders")):
            owner = self._two_sides(i)
        role = agents[0].role if agents[0].kind != "leader" else "GOV"
        return _with_role(owner, role, i, human=agents[0].kind in ("leader", "people"))

    def _land_of(self, i: int) -> Party:
        """Return the country whose adjective a people bears."""
        lands = [
            self._single(c)
            for c in self.sentence.children(i, "amod")
            if c in self._at and self._at[c].kind == "adjective"
        ]
        return replace(joined(lands), head=i, human=True) if lands else Party()

    def _of_mention(self, mention: Mention, i: int) -> Party:
        if mention.kind == "adjective":
            first = first_of_compound(self.sentence.words[i])
            codes = tuple(dict.fromkeys((first, mention.code))) if first else (mention.code,)
        else:
            codes = tuple(mention.code.split(";"))
        names = (mention.name,) * len(codes)
        roles = (mention.role,) * len(codes)
        human = mention.kind in ("person", "demonym")
        return Party(codes, roles, names, i, human=human, how=mention.kind)

    def _counted(self, i: int, depth: int) -> Party:
        """Return who is counted: "десять граждан России", "группа дипломатов из США"."""
        if not self.sentence.words[i].is_form_of(lexicon.words("measure")) or depth > _DEEPEST:
            return Party()
        for c in self.sentence.children(i, "nmod", "nummod:gov"):
            if not self.sentence.preposition(c):
                found = self._single(c, depth + 1)
                if found:
                    return replace(found, head=i)
        return Party()

    def _owner(self, i: int, depth: int = 0) -> Party:
        """Return the country of a noun: its adjective, its genitive, the name beside it, its place."""
        if depth > _DEEPEST:
            return Party()
        adjectives = [
            self._single(c)
            for a in self.sentence.children(i, "amod", "det")
            for c in self.sentence.conjuncts(a)
            if c in self._at and not self.sentence.words[c].lower.startswith("анти")
        ]
        found = joined(adjectives)
        if found:
            return found
        for c in self.sentence.children(i, "nmod", "flat", "flat:name", "appos", "nsubj"):
            if self.sentence.preposition(c) or (c < i and self.sentence.words[c].rel == "nsubj"):
                continue
            found = joined([self._genitive(x, depth) for x in self.sentence.conjuncts(c)])
            if found:
                return found
        return self._by_place(i) or self._to_the_right(i)

    def _to_the_right(self, i: int) -> Party:
        """Return the country of an office whose words the parser tore apart."""
        if not any(agent.kind == "leader" for agent in self._agents(i)):
            return Party()
        for word in self.sentence.words[i + 1 : i + 1 + _DEEPEST]:
            mention = self._at.get(word.i)
            if mention is not None:
                return self._single(word.i) if mention.kind in _LAND else Party()
            if word.case != "Gen" or word.pos not in ("NOUN", "ADJ", "PROPN"):
                return Party()
        return Party()

    def _genitive(self, c: int, depth: int) -> Party:
        if c in self._at:
            return self._single(c)
        return self._owner(c, depth + 1)

    def _by_place(self, i: int) -> Party:
        """Return the state in which somebody is who is of no other: "власти в Киеве"."""
        if any(a.kind == "leader" for a in self._agents(i)):
            return Party()
        for c in self.sentence.children(i, "nmod", "obl"):
            if self.sentence.preposition(c) in _WHERE and c in self._at:
                found = self._single(c)
                if found and self._at[c].kind in _LAND:
                    return replace(found, how="place")
        return Party()

    def _of_pronoun(self, i: int) -> Party:
        """Return whom a pronoun means: who a relative clause is about, the last one spoken of."""
        word = self.sentence.words[i]
        if word.is_form_of({"который", "кто"}):
            for head in self.sentence.above(i):
                if self.sentence.words[head].rel in ("acl:relcl", "acl"):
                    return replace(self.of(self.sentence.words[head].head), how="pronoun")
            return Party()
        before = self._subject_before(i)
        if before and word.pos == "PRON" and self._is_object_of(i, before):
            before = self._object_before(i, before)
        if before:
            return replace(before, how="pronoun")
        plural = word.lower in ("они", "их", "им", "ими", "мы", "нас", "нам")
        kept = self.memory.bodies if plural else self.memory.people or self.memory.bodies
        return replace(kept[-1], how="pronoun before") if kept else Party()

    def _is_object_of(self, i: int, subject: Party) -> bool:
        """Say whether a pronoun is an object of what a subject does, and so means somebody else."""
        word = self.sentence.words[i]
        if word.rel not in ("obj", "iobj", "obl"):
            return False
        verb = word.head
        for _ in range(_DEEPEST):
            subjects = self.sentence.children(verb, "nsubj", "nsubj:pass")
            if subjects:
                return any(self.of(c) == subject for c in subjects)
            if self.sentence.words[verb].head == verb:
                return False
            verb = self.sentence.words[verb].head
        return False

    def _object_before(self, i: int, subject: Party) -> Party:
        """Return the last party before a word that is named as an object beside a subject."""
        for word in reversed(self.sentence.words[:i]):
            if word.pos in ("PRON", "DET") or word.rel not in (
                "obj",
                "iobj",
                "obl",
                "nmod",
                "nummod:gov",
            ):
                continue
            found = self.of(word.i)
            if found and not set(found.codes) & set(subject.codes):
                return found
        return Party()

    def _subject_above(self, i: int) -> Party:
        """Return the subject of the clause around "свой"."""
        for head in self.sentence.above(i):
            for c in self.sentence.children(head, "nsubj"):
                return self.of(c)
        return Party()

    def _subject_before(self, i: int) -> Party:
        for word in self.sentence.words[:i]:
            if (
                word.rel in ("nsubj", "nsubj:pass")
                and word.i < i
                and word.pos not in ("PRON", "DET")
            ):
                clause = word.head
                found = self.of(word.i)
                if found and clause in self.sentence.above(i):
                    return found
        speaker = [
            w.i for w in self.sentence.words if w.rel == "nsubj" and w.i > i and w.pos != "PRON"
        ]
        first_person = self.sentence.words[i].lower in ("мы", "нас", "нам", "нами", "я", "мне")
        return self.of(speaker[0]) if speaker and first_person else Party()

    def _two_sides(self, i: int) -> Party:
        """Return the pair that "стороны" or "две страны" means."""
        word = self.sentence.words[i]
        head = self.sentence.words[word.head]
        many = "Plur" in (
            word.feats.get("Number"),
            head.feats.get("Number") if word.rel == "nsubj" else "",  # "Страны договорились"
        )
        if not many and not self.sentence.children(i, "nummod", "nummod:gov"):
            return Party()
        here = [m for m in self.mentions if m.kind in _NAMED | {"adjective"}]
        codes = tuple(dict.fromkeys(m.code for m in here))
        subjects = self.sentence.children(word.head, "nsubj")
        if word.i not in subjects and any({*self.of(c).codes} >= {*codes} for c in subjects):
            codes = ()  # "Египет и Катар призвали стороны": two others
        if len(codes) != 2:
            codes = self._pair_before(frozenset(codes))
        if not codes:
            return Party()
        return Party(codes, ("",) * len(codes), (word.text,) * len(codes), i, how="context")

    def _pair_before(self, here: frozenset[str]) -> tuple[str, ...]:
        """Return the last two that dealt with one another, none of them named in this sentence."""
        pairs = [actor | recipient for actor, recipient in reversed(self.memory.pairs)]
        states = [pair for pair in pairs if len(pair) == 2 and all(len(c) == 3 for c in pair)]
        two = next((pair for pair in states if not pair & here), frozenset())
        return tuple(sorted(two))


def joined(some: Iterable[Party]) -> Party:
    """Return several parties as one; a code stands once, with the first name given it."""
    kept: dict[str, tuple[str, str]] = {}
    first: Party | None = None
    for party in some:
        if party and first is None:
            first = party
        for code, role, name in zip(party.codes, party.roles, party.names, strict=True):
            kept.setdefault(code, (role, name))
    if first is None:
        return Party()
    return replace(
        first,
        codes=tuple(kept),
        roles=tuple(role for role, _ in kept.values()),
        names=tuple(name for _, name in kept.values()),
    )


def _with_role(owner: Party, role: str, head: int, *, human: bool) -> Party:
    roles = tuple(role or old for old in owner.roles)
    return replace(owner, roles=roles, head=head, human=human)
