"""A parsed sentence: words, each with its case, tense, head and lemmas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

#: Relations that begin a clause of its own below a word.
CLAUSES = frozenset(
    ("acl", "acl:relcl", "advcl", "ccomp", "csubj", "csubj:pass", "parataxis", "xcomp")
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word. ``head`` is the position of its head, its own where it has none.

    ``lemmas`` are the dictionary forms that the spelling may be a form of, likeliest first.
    """

    i: int
    text: str
    lower: str
    lemmas: tuple[str, ...]
    pos: str
    feats: Mapping[str, str]
    head: int
    rel: str

    @property
    def lemma(self) -> str:
        """The likeliest dictionary form."""
        return self.lemmas[0]

    @property
    def case(self) -> str:
        """The grammatical case: Nom, Gen, Dat, Acc, Ins, Loc; empty where there is none."""
        return self.feats.get("Case", "")

    @property
    def is_indeclinable(self) -> bool:
        """Whether the word shows no case: "РФ", "Баку"; its case is then the parser's guess."""
        name = self.pos == "PROPN" and self.lower == self.lemma
        return self.text.isupper() or (name and self.lower.endswith(("о", "у", "и", "е", "ю")))

    def is_form_of(self, words: frozenset[str] | set[str]) -> bool:
        """Say whether the word may be a form of one of these dictionary words."""
        return any(lemma in words for lemma in self.lemmas)


class Sentence:
    """A sentence of words, as a tree."""

    def __init__(self, text: str, words: tuple[Word, ...]) -> None:
        """Keep the words and the children of each."""
        self.text = text
        self.words = words
        self._children: list[list[int]] = [[] for _ in words]
        for word in words:
            if word.head != word.i:
                self._children[word.head].append(word.i)

    def __len__(self) -> int:
        return len(self.words)

    def children(self, i: int, *rels: str) -> list[int]:
        """Return the words that depend on word ``i``, only those with these relations if given."""
        found = self._children[i]
        return [c for c in found if self.words[c].rel in rels] if rels else found

    def above(self, i: int) -> Iterator[int]:
        """Yield the heads of word ``i`` from the nearest up."""
        seen = {i}
        while (head := self.words[i].head) not in seen:
            yield head
            seen.add(head)
            i = head

    def below(self, i: int, *, clauses: bool = False) -> list[int]:
        """Return the words below ``i``, nearest first; those of other clauses only if asked."""
        found: list[int] = []
        level = [i]
        while level:
            level = [
                c
                for w in level
                for c in self._children[w]
                if clauses or self.words[c].rel not in CLAUSES
            ]
            found += level
            if len(found) > len(self.words):
                break
        return found

    def preposition(self, i: int) -> str:
        """Return the preposition of a noun, empty where it has none."""
        for c in self._children[i]:
            if self.words[c].rel == "case" and c < i:
                return self.words[c].lower
        return ""

    def conjuncts(self, i: int) -> list[int]:
        """Return a word and those joined to it by "and"."""
        found = [i]
        for c in found:
            found += [
                x for x in self._children[c] if self.words[x].rel == "conj" and x not in found
            ]
        return found

    def disagrees(self, noun: int, verb: int) -> bool:
        """Say whether a noun cannot be the subject of a finite verb: "опровергли экспорт"."""
        word, head = self.words[noun], self.words[verb]
        if head.feats.get("VerbForm") != "Fin" or self.children(
            noun, "conj", "nummod", "nummod:gov"
        ):
            return False
        return (
            head.feats.get("Number") == "Plur"
            and word.feats.get("Number") == "Sing"
            and word.pos == "NOUN"
            and word.feats.get("Animacy") == "Inan"
        )

    def is_negated(self, i: int) -> bool:
        """Say whether "не" or "ни" stands before a word."""
        return any(
            self.words[c].lower in ("не", "ни", "нет") and self.words[c].rel != "conj"
            for c in self._children[i]
        )
