"""Lists of parties: which names are joined, also where the parser sees a description or a part of a name."""

from __future__ import annotations

from collections.abc import Callable

from steelyard.coding.english.parties.mention import Mention
from steelyard.coding.english.text import Sentence

#: What the mention of a word is, if it ends one.
MentionOf = Callable[[int], Mention | None]

_PLAIN_NAMES = frozenset(("name", "abbreviation", "variant"))


def joined_heads(sentence: Sentence, head: int, mention: MentionOf) -> list[int]:
    """Return the heads joined to ``head``; a list in a headline counts as joined."""
    if not sentence.children[head]:
        return [head]
    found = sentence.conjuncts(head)
    for i in sentence.deps(head, "appos"):
        plain = _is(mention(head), *_PLAIN_NAMES) and _is(mention(i), *_PLAIN_NAMES)
        if plain and sentence.words[_first(sentence, i, mention) - 1].text == ",":
            found = [*found, *sentence.conjuncts(i)]
    return [*found, *_beside(sentence, head, mention)]


def _first(sentence: Sentence, i: int, mention: MentionOf) -> int:
    """Return the first word of the name that ends at ``i``, with its article: "the United States"."""
    name = mention(i)
    start = name.start if name is not None else i
    return start - 1 if start and sentence.words[start - 1].dep == "det" else start


def _beside(sentence: Sentence, head: int, mention: MentionOf) -> list[int]:
    """Return the persons before "and" whom the parser takes for a part of the next one's name."""
    if not _is(mention(head), "person"):
        return []
    return [
        i
        for i in sentence.deps(head, "nmod")
        if _is(mention(i), "person") and sentence.deps(i, "cc")
    ]


def _is(mention: Mention | None, *kinds: str) -> bool:
    return mention is not None and mention.kind in kinds
