"""Likeness of texts is what scikit-learn's term weights give, without its import."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from steelyard.statistics.choices.texts import text_likeness

TEXTS = (
    "The two presidents signed an agreement on gas supplies and a pipeline.",
    "They signed the gas agreement; the pipeline is to be built next year.",
    "A delegation visited the military museum and laid wreaths, A a.",
    "Trade in wheat and medicines was discussed.",
    "ČAVKA čeka 12 bcm, Gazprom ждёт — and so on",
    "",
)


def oracle(texts: tuple[str, ...], later: int, own: int, common: float) -> NDArray[np.float64]:
    vectors = pytest.importorskip("sklearn.feature_extraction.text")
    model = vectors.TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    weights = model.fit_transform(texts).tocsr()
    shared = np.asarray((weights[: later + own] > 0).astype(float).mean(axis=0)).ravel()
    weights = weights[:, ~(shared > common)].toarray()
    norms = np.linalg.norm(weights, axis=1)
    scale = np.outer(norms[:later], norms[later:])
    product = weights[:later] @ weights[later:].T
    found: NDArray[np.float64] = np.divide(
        product, scale, where=scale > 0, out=np.zeros_like(product)
    )
    return found


@pytest.mark.parametrize(("later", "own", "common"), [(1, 3, 0.6), (2, 2, 0.4), (3, 1, 1.0)])
def test_it_is_what_scikit_learn_gives(later: int, own: int, common: float) -> None:
    found = text_likeness(TEXTS[:later], TEXTS[later:], known=own, common=common)
    assert found == pytest.approx(oracle(TEXTS, later, own, common), abs=1e-12)
    assert found.shape == (later, len(TEXTS) - later)


def test_the_same_text_is_most_alike_and_another_alphabet_is_not() -> None:
    found = text_likeness([TEXTS[0]], [TEXTS[0], TEXTS[1], "Газ и пшеница"], known=0, common=1.0)
    assert found[0, 0] == pytest.approx(1.0)
    assert found[0, 0] > found[0, 1] > 0.1
    assert found[0, 2] == 0.0


def test_what_most_share_is_left_out() -> None:
    texts = ["they met for talks on gas", "they met for talks on wheat", "they met for talks"]
    kept = text_likeness(texts[:1], texts[1:], known=2, common=1.0)
    left = text_likeness(texts[:1], texts[1:], known=2, common=0.6)
    assert kept[0, 0] > 0.5
    assert left[0, 0] < 0.1


def test_no_text_has_no_likeness() -> None:
    assert text_likeness(["a b"], [], known=0, common=0.6).shape == (1, 0)
