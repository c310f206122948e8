"""Lemmas by word, tag and relation, each asked of the pipeline once, with the strings of these.

spaCy's rules for lemmas look at nothing else but these three, save in a few contractions; yet its
matcher runs over every sentence and takes a seventh of the parse. Another pipeline's lemmatizer
may look further: it is asked every time.
"""

from __future__ import annotations

from typing import Any, NamedTuple, cast

from steelyard.coding.english import lexicon

#: The parts of a pipeline that only lemmas need, in their order.
PARTS = ("attribute_ruler", "lemmatizer")

#: Halves of contractions, whose lemma depends on the other half: "gonna", "ain't", "let's".
_HALVES = frozenset(("ai", "gon", "na", "ta", "c'm", "y", "y'", "let"))

#: Entries that are kept in mind; news has names without number.
_MOST = 200_000


class Form(NamedTuple):
    """What a token is by itself: its text, lemma in small letters, tag and relation."""

    text: str
    lemma: str
    tag: str
    dep: str


class Lemmas:
    """The lemmas of one pipeline; whoever parses leaves out the parts named in ``left_out``."""

    def __init__(self, nlp: Any) -> None:
        """Take the parts for lemmas out of ``nlp`` if its lemmatizer goes by rules."""
        by_rules = set(PARTS) <= set(nlp.pipe_names)
        by_rules = by_rules and getattr(nlp.get_pipe("lemmatizer"), "mode", "") == "rule"
        self.left_out = PARTS if by_rules else ()
        self._parts = [nlp.get_pipe(name) for name in self.left_out]
        self._known: dict[tuple[int, ...], Form | None] = {}

    def of(self, document: Any) -> list[Form]:
        """Return the form of each token of a parsed document."""
        keys = list(map(tuple, document.to_array(("ORTH", "TAG", "DEP")).tolist()))
        if not self._parts:
            return list(map(_form, document, [token.lemma_.lower() for token in document]))
        if len(self._known) > _MOST:
            self._known.clear()
        self._learn(document, keys)
        found = [self._known[key] for key in keys]
        if None in found:
            return list(map(_form, document, self._asked(document)))
        return cast("list[Form]", found)

    def _learn(self, document: Any, keys: list[tuple[int, ...]]) -> None:
        """Ask for the lemmas of words that were not met before, in a document of these alone.

        What stands in no document alone, a half of a contraction or a blank, is known as None.
        """
        met = {key: i for i, key in enumerate(keys) if key not in self._known}
        if not met:
            return
        alike = {key: document[i] for key, i in met.items()}
        halves = [k for k, t in alike.items() if t.lower_ in _HALVES or t.is_space]
        self._known.update(dict.fromkeys(halves))
        new = {key: token for key, token in alike.items() if key not in self._known}
        if not new:
            return
        tokens = list(new.values())
        alone = type(document)(
            document.vocab,
            words=[token.text for token in tokens],
            tags=[token.tag_ for token in tokens],
            deps=[token.dep_ for token in tokens],
        )
        self._known.update(zip(new, map(_form, tokens, self._asked(alone)), strict=True))

    def _asked(self, document: Any) -> list[str]:
        for part in self._parts:
            part(document)
        return [token.lemma_.lower() for token in document]


def _form(token: Any, lemma: str) -> Form:
    return Form(token.text, _mended(token, lemma), token.tag_, token.dep_)


def _mended(token: Any, lemma: str) -> str:
    """Return a token's lemma; the parser's is wrong for some: "staged" is no form of "stag"."""
    kind: str = token.tag_[:2]
    return lexicon.mended(kind).get(token.lower_, lemma) if kind in ("VB", "NN") else lemma
