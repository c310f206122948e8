"""How alike texts are: cosines of their groups of letters, rarer groups counting for more.

A text is its words, each with a space on either side; a group is three to five letters of one word
in a row, so that endings matter little and word order not at all. Groups count with the logarithm
of how often they come and of how rare they are among the texts (Salton and McGill 1983,
Introduction to Modern Information Retrieval). It gives what ``TfidfVectorizer`` of scikit-learn
gives with ``analyzer="char_wb"`` and ``sublinear_tf``, and is imported in no time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

#: Letters of a group.
SHORTEST, LONGEST = 3, 5


def text_likeness(
    texts: Sequence[str], others: Sequence[str], *, known: int, common: float
) -> NDArray[np.float64]:
    """Return the cosine of each text with each of the others.

    Args:
        texts: The texts asked about.
        others: Those that they are held against.
        known: So many of the others, from the first on, are of the same kind as the texts.
        common: Groups that more than this share of the texts of that kind have are left out.
    """
    from scipy.sparse import csr_matrix

    counts = [_counted(text) for text in (*texts, *others)]
    places: dict[str, int] = {}
    for counted in counts:
        for group in counted:
            places.setdefault(group, len(places))
    ends = np.cumsum([0, *map(len, counts)])
    at = np.fromiter((places[group] for one in counts for group in one), np.int64, int(ends[-1]))
    times = np.fromiter((n for one in counts for n in one.values()), np.float64, int(ends[-1]))
    having = np.bincount(at, minlength=len(places))
    rarity = np.log((1 + len(counts)) / (1 + having)) + 1
    alike = len(texts) + known
    shared = np.bincount(at[: ends[alike]], minlength=len(places)) / max(alike, 1)
    weights = (1 + np.log(times)) * rarity[at] * (shared <= common)[at]
    whole = csr_matrix((weights, at, ends), shape=(len(counts), len(places)))
    norms = np.sqrt(np.asarray(whole.multiply(whole).sum(axis=1)).ravel())
    product = np.asarray((whole[: len(texts)] @ whole[len(texts) :].T).toarray())
    scale = np.outer(norms[: len(texts)], norms[len(texts) :])
    found: NDArray[np.float64] = np.divide(
        product, scale, where=scale > 0, out=np.zeros_like(product)
    )
    return found


@lru_cache(maxsize=4_000)
def _counted(text: str) -> Mapping[str, int]:
    """How often a text has each group; the same texts are held against others again and again."""
    return Counter(_groups(text))


def _groups(text: str) -> Iterator[str]:
    """The groups of letters of each word; of a word that is too short for one, the word itself."""
    for word in text.lower().split():
        padded = f" {word} "
        for length in range(SHORTEST, LONGEST + 1):
            last = max(len(padded) - length, 0)
            for first in range(last + 1):
                yield padded[first : first + length]
            if last == 0:
                break
