"""Parties: from a noun phrase to the countries and organisations that it speaks for."""

from __future__ import annotations

from dataclasses import replace

from steelyard import vocabulary
from steelyard.coding.english import lexicon
from steelyard.coding.english.parties.combination import joined, speaking_for, spoken_for
from steelyard.coding.english.parties.lists import joined_heads
from steelyard.coding.english.parties.memory import Memory
from steelyard.coding.english.parties.mention import Mention
from steelyard.coding.english.parties.pronouns import Pronouns, is_pronoun
from steelyard.coding.english.text import Sentence
from steelyard.coding.party import Party

# Where no nationality stands before a noun, these say after it whom it belongs to.
_OF = ("of", "from", "for", "in", "at", "on")

_BEFORE_NOUN = ("amod", "compound", "nmod", "conj", "npadvmod", "nummod")
_TITLED = ("compound", "amod", "appos", "nmod")

_NOBODY = Party()


class Parties:
    """The phrases of one sentence, resolved when asked for."""

    def __init__(self, sentence: Sentence, found: list[Mention], before: Memory) -> None:
        """Take the sentence, its names and what earlier sentences spoke of."""
        self.sentence = sentence
        self.mentions = found
        self.before = before
        self._at = {i: mention for mention in found for i in range(mention.start, mention.end)}
        self._cache: dict[int, Party] = {}
        self._pronouns = Pronouns(sentence, found, before, self.of)
        self._ways = (
            self._modified,
            self._possessed,
            self._apposed,
            self._in_phrase,
            self._same_noun,
            self._both,
            self._apposition_of,
            self._the_country,
            self._at_home,
        )
        #: The ways for a word with nothing below it; the others look there.
        self._ways_alone = (self._modified, self._apposition_of, self._at_home)

    def mention(self, i: int) -> Mention | None:
        """Return the name that word ``i`` is part of."""
        return self._at.get(i)

    def is_stranger(self, i: int) -> bool:
        """Say whether a word is somebody of no state that is known: "the attacker", "Mary Smith"."""
        word = self.sentence.words[i]
        if self.mention(i) is not None or word.tag.startswith("PRP") or self.of(i):
            return False
        known = word.lemma in lexicon.agents() or bool(
            {"person", "people"} & lexicon.classes(word.lemma)
        )
        return word.tag == "NNP" or (word.tag.startswith("NN") and known)

    def of(self, head: int) -> Party:
        """Return the party that the phrase headed by word ``head`` refers to, with all joined to it."""
        known = self._cache.get(head)
        if known is None:
            self._cache[head] = _NOBODY  # a phrase inside itself means nobody
            known = joined(
                [self._single(i) for i in joined_heads(self.sentence, head, self.mention)], head
            )
            self._cache[head] = known
        return known

    def inside(self, head: int, preps: tuple[str, ...]) -> Party:
        """Return the party of the first phrase under a noun, with one of these prepositions, that has one."""
        for noun in self._under(head, preps):
            found = self._held_with(noun) or self.of(noun) or self.inside(noun, preps)
            if found:
                return found
        return Party()

    def _under(self, head: int, preps: tuple[str, ...]) -> list[int]:
        """Return the nouns of the phrases under ``head``, by the order of ``preps``."""
        sentence = self.sentence
        found = [
            noun
            for wanted in preps
            for prep in sentence.deps(head, "prep", "agent")
            if sentence.words[prep].lemma == wanted
            for noun in sentence.deps(prep, "pobj")
            if not (wanted == "of" and self._is_war_of(head, noun))
        ]
        return found + self._beyond(head) if "in" in preps else found

    def _beyond(self, head: int) -> list[int]:
        """Return the place that a thing lies on one side of: "a radar station south of Baghdad"."""
        sentence = self.sentence
        sides = [
            side
            for side in sentence.deps(head, "advmod", "npadvmod", "amod")
            if side > head and sentence.words[side].lemma in lexicon.words("side of a place")
        ]
        preps = [prep for side in sides for prep in sentence.deps(side, "prep")]
        preps += [
            prep
            for prep in sentence.deps(head, "prep")
            if sentence.words[prep].lemma in lexicon.words("beside a place")
        ]
        return [noun for prep in preps for noun in sentence.deps(prep, "pobj")]

    def _is_war_of(self, head: int, noun: int) -> bool:
        """Say whether people are of a war, not of those who fought it: "veterans of the Boer war"."""
        words = self.sentence.words
        people = "person" in lexicon.classes(words[head].lemma)
        return people and "war" in lexicon.classes(words[noun].lemma)

    def _held_with(self, noun: int) -> Party:
        """Return the other side of talks: "EU accession talks for Albania"."""
        kinds = lexicon.classes(self.sentence.words[noun].lemma)
        between_sides = lexicon.words("held with") & kinds
        return self.inside(noun, ("for", "with")) if between_sides else Party()

    def _single(self, head: int) -> Party:
        """Return the party of one noun phrase, by the first method that finds one."""
        word, mention = self.sentence.words[head], self.mention(head)
        if is_pronoun(word) and mention is None:  # WHO is no "who"
            return self._pronouns.party(head)
        agent = lexicon.agents().get(word.lemma)
        if mention is not None and not (agent and mention.kind == "adjective"):
            return self._named(head, mention)
        phrase = Party(
            roles=(self._role(head),),
            head=head,
            domestic=bool(agent and agent[1]),
            human=agent is not None or "person" in lexicon.classes(word.lemma),
        )
        for way in self._ways if self.sentence.children[head] else self._ways_alone:
            if party := way(phrase):
                return party
        nobody = Party(head=head, domestic=phrase.domestic, human=phrase.human)
        return self._introduced(head) or self._in_office(head) or nobody

    def _in_office(self, head: int) -> Party:
        """By the state that was last the subject: "Foreign Minister Patino", whose state goes without saying."""
        words = self.sentence.words
        titles = {words[c].lemma for c in self.sentence.deps(head, "compound") if c < head}
        if words[head].tag != "NNP" or not titles & lexicon.words("title of a state's own"):
            return _NOBODY
        named = {mention.code for mention in self.mentions}
        for party in self.before.latest(self.before.bodies):
            own = len(party.codes) == 1 and party.roles[0] != "IGO"
            if own and party.codes[0] not in named:
                return replace(party, roles=("GOV",), head=head, human=True, how="introduced")
        return _NOBODY

    def _introduced(self, head: int) -> Party:
        """By whom an earlier sentence introduced under this surname: "Nancy Tembo ... Tembo"."""
        if not self.before.people_named:
            return _NOBODY
        word = self.sentence.words[head]
        # At the beginning of a sentence the tagger takes a surname for a plural.
        named = word.tag.startswith("NN") and word.text[0].isupper()
        known = self.before.people_named.get(word.text) if named else None
        beside = any(
            self.sentence.words[c].tag == "NNP" for c in self.sentence.deps(head, "compound")
        )
        return replace(known, head=head, how="introduced") if known and not beside else Party()

    def _modified(self, phrase: Party) -> Party:
        """By a nationality before the noun: "Serbian officials"."""
        before = self._before(phrase.head)
        if not before:
            return _NOBODY
        if all(mention.role == "IGO" for mention in before):
            owners = map(self.mention, self.sentence.deps(phrase.head, "poss"))
            if any(owner is not None and owner.role != "IGO" for owner in owners):
                return Party()  # "Sweden's NATO bid" is Sweden's
        return spoken_for(phrase, before, "modifier")

    def _possessed(self, phrase: Party) -> Party:
        """By its possessor: "Mali's junta", "their troops"."""
        words = self.sentence.words
        for child in self.sentence.deps(phrase.head, "poss"):
            pronoun = words[child].tag.startswith("PRP")
            named = self.mention(child)
            of_a_person = pronoun or (named is not None and named.kind == "person")
            if of_a_person and words[phrase.head].lemma in lexicon.words("speaks for nobody"):
                return Party()
            if pronoun and words[phrase.head].lemma in lexicon.words("of the other side"):
                return self._opposite(phrase, self._pronouns.party(child))
            if pronoun and words[phrase.head].lemma in lexicon.words("of whatever side"):
                where = self.inside(phrase.head, _OF)  # "its allies in the CSTO"
                if where:
                    return speaking_for(phrase, where, "phrase")
            owner = self._pronouns.party(child) if pronoun else self._single(child)
            # "The country's prime minister Zoran Zaev": his name says whose he is.
            apposed = self._apposed(phrase) if owner.how == "topic" else Party()
            if apposed or owner:
                return apposed or speaking_for(phrase, owner, "possessor")
        return Party()

    def _opposite(self, phrase: Party, own: Party) -> Party:
        """By the other side named before: "flew to Oslo and met her counterpart"."""
        # A counterpart or neighbour is of a state, not of a body.
        others = [
            m
            for m in self.mentions
            if m.end <= phrase.head and m.code not in own.codes and m.role != "IGO"
        ]
        if others:
            return spoken_for(phrase, [others[-1]], "other side")
        return self._dealt_with(phrase, own)

    def _dealt_with(self, phrase: Party, own: Party) -> Party:
        """By whom somebody last dealt with in the article: "reopened the border. ... its neighbour"."""
        ours = set(own.codes)
        for actor, recipient in self.before.recent_pairs():
            others = (actor | recipient) - ours
            if ours & (actor | recipient) and len(others) == 1:
                (code,) = others
                return speaking_for(
                    phrase, Party((code,), ("",), (code,), phrase.head), "other side"
                )
        return Party()

    def _apposed(self, phrase: Party) -> Party:
        """By a name set beside it: "the president, Emmanuel Macron"."""
        many = self.sentence.words[phrase.head].tag == "NNS"  # "three powers, A, B and C"
        one = self.of if many else self._single
        inner = map(one, self.sentence.deps(phrase.head, "appos"))
        found = next((party for party in inner if party), Party())
        return speaking_for(phrase, found, "apposition") if found else found

    def _in_phrase(self, phrase: Party) -> Party:
        """By a phrase behind it: "the president of Peru", "hundreds of Kurds"."""
        word = self.sentence.words[phrase.head]
        if not (phrase.human or word.tag == "CD" or word.lemma in lexicon.words("portion")):
            return Party()
        inner = self.inside(phrase.head, _OF)
        return speaking_for(phrase, inner, "phrase") if inner else inner

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
        return speaking_for(phrase, found, "noun before") if found else found

    def _same_thing(self, phrase: Party) -> Party:
        """By whose an earlier sentence said it is: "its missiles ... the missiles"."""
        lemma = self.sentence.words[phrase.head].lemma
        ownable = lexicon.classes(lemma) & lexicon.words("class of things owned")
        found = self.before.nouns.get(lemma, Party()) if ownable else Party()
        return speaking_for(phrase, found, "noun before") if found else found

    def _both(self, phrase: Party) -> Party:
        """By the last two spoken of: "the two governments", "both sides"."""
        words, word = self.sentence.words, self.sentence.words[phrase.head]
        if word.tag != "NNS" or word.lemma not in lexicon.words("two of them"):
            return Party()
        near = {words[c].text.lower() for c in self.sentence.children[phrase.head]}
        if not near & {"two", "both", "neighbouring", "neighboring", "their"}:
            return Party()
        own = self._own(phrase.head)
        codes = {
            m.code: m.name
            for m in self.mentions
            if m.start < phrase.head and m.kind != "place" and m.code not in own
        }
        told = next(
            (
                pair
                for pair in self.before.recent_pairs()
                if len(pair[0] | pair[1]) == 2 and all(map(_is_state, pair[0] | pair[1]))
            ),
            None,
        )
        if len(codes) < 2 and told and not (told[0] | told[1]) & own:
            sides = tuple(sorted(told[0] | told[1]))
            return Party(sides, ("",) * 2, sides, phrase.head, how="both")
        pairs = (p for p in self.before.latest(self.before.bodies) if len(p.codes) == 2)
        joint = next((p for p in pairs if not set(p.codes) & own), None)
        if joint is not None and not codes:
            return replace(joint, head=phrase.head, how="both")
        for party in reversed([*self.before.bodies, *self.before.people]):
            for code, role, name in zip(party.codes, party.roles, party.names, strict=True):
                if len(codes) < 2 and code not in own and role != "IGO":
                    codes.setdefault(code, name)
        if len(codes) != 2:
            return Party()
        return Party(tuple(codes), ("",) * 2, tuple(codes.values()), phrase.head, how="both")

    def _own(self, head: int) -> set[str]:
        """Return the states of the subject that acts on a phrase: they are not meant by it."""
        words = self.sentence.words
        verb = next((j for j in self.sentence.ancestors(head) if self.sentence.is_verb(j)), None)
        subjects = [] if verb is None else self.sentence.deps(verb, "nsubj", "nsubjpass")
        return {
            code
            for i in subjects
            if i != head and i not in self.sentence.ancestors(head) and words[i].lemma != "both"
            for code in self.of(i).codes
        }

    def _the_country(self, phrase: Party) -> Party:
        """By what the article is about: "promised the country a loan"."""
        word = self.sentence.words[phrase.head]
        near = {self.sentence.words[c].text.lower() for c in self.sentence.children[phrase.head]}
        whole = word.lemma in lexicon.words("the state spoken of") and word.tag == "NN"
        if (
            not whole
            or not near & {"the", "this"}
            or self.sentence.deps(phrase.head, "relcl", "acl")
        ):
            return Party()
        return self._topic(phrase, self._own(phrase.head))

    def _at_home(self, phrase: Party) -> Party:
        """By what the article is about, for people who act at home: "the opposition", "police"."""
        if not phrase.domestic or self.mentions:
            return Party()
        return self._topic(phrase, set())

    def _topic(self, phrase: Party, own: set[str]) -> Party:
        """Return a phrase as that of the state that the article has named most, if it leads clearly."""
        counted = self.before.mentioned.most_common(2)
        counted = [(code, n) for code, n in counted if code not in own]
        if not counted or (len(counted) > 1 and counted[0][1] == counted[1][1]):
            return Party()
        code = counted[0][0]
        return speaking_for(phrase, Party((code,), ("",), (code,), phrase.head), "topic")

    def _apposition_of(self, phrase: Party) -> Party:
        """By the name that it explains: "Vucic, the president"."""
        word = self.sentence.words[phrase.head]
        upper = self._at.get(word.head) if word.dep == "appos" else None
        return spoken_for(phrase, [upper], "apposition") if upper else Party()

    def _named(self, head: int, mention: Mention) -> Party:
        role, before = self._role(head), self._before(head)
        before = [m for m in before if not self._has_it_as_a_member(m)]
        if mention.kind != "person" and before:
            phrase = Party(roles=(role,), head=head, human=True)
            return spoken_for(phrase, [*before, mention], "name")
        if mention.kind == "demonym":
            where = self.inside(head, ("in",))
            if where and mention.code not in where.codes:
                # "Serbs in northern Kosovo": they are people of the state that they live in.
                return replace(where, roles=("CVL",) * len(where.codes), head=head, human=True)
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

    def _has_it_as_a_member(self, body: Mention) -> bool:
        """Say whether a name only says where the next one belongs: "NATO-member Norway"."""
        after = [w for w in self.sentence.words[body.end : body.end + 2] if w.text != "-"]
        return bool(after) and after[0].text.lower() in lexicon.words("belongs to a body")

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


def _is_state(code: str) -> bool:
    return vocabulary.known(code) and vocabulary.actor(code).kind == "state"
