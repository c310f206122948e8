"""Lemmas asked once, and trees from products of NumPy, are those of the whole pipeline."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from evaluation.coding import OWN, rows
from threadpoolctl import ThreadpoolController

from steelyard.coding.english import lexicon
from steelyard.coding.english.text import DEFAULT_PIPELINE, UNUSED, Parser


@pytest.fixture(scope="module")
def whole() -> Any:
    import spacy

    return spacy.load(DEFAULT_PIPELINE, exclude=list(UNUSED))


def lemmas(whole: Any, texts: list[str]) -> list[list[str]]:
    """Return the lemmas of spaCy's own pipeline, with those that our tables mend."""
    return [
        [lexicon.mended(t.tag_[:2]).get(t.lower_, t.lemma_.lower()) for t in document]
        for document in whole.pipe(texts)
    ]


def test_words_met_before_or_not_have_the_lemmas_of_the_whole_pipeline(whole: Any) -> None:
    texts = [row["text"] for row in rows(OWN)[:300]]
    wanted, parser = lemmas(whole, texts), Parser()
    for _ in range(2):
        found = [[word.lemma for word in sentence.words] for sentence in parser.parse(texts)]
        assert found == wanted


def test_trees_are_those_of_the_whole_pipeline(whole: Any) -> None:
    texts = [row["text"] for row in rows(OWN)[300:400]]
    wanted = [[(t.tag_, t.dep_, t.head.i) for t in document] for document in whole.pipe(texts)]
    parsed = Parser().parse(texts)
    assert [[(w.tag, w.dep, w.head) for w in sentence.words] for sentence in parsed] == wanted


def test_a_pipeline_multiplies_by_numpy_on_one_thread_and_no_other_does(
    whole: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[int] = []
    multiply = np.matmul

    def watched(*args: Any, **options: Any) -> Any:
        threads.extend(library["num_threads"] for library in blas.info())
        return multiply(*args, **options)

    blas = ThreadpoolController().select(internal_api="openblas")
    before = blas.info()
    monkeypatch.setattr(np, "matmul", watched)
    list(Parser().parse(["Serbia thanked Hungary."]))
    assert set(threads) == {1}
    assert blas.info() == before
    threads.clear()
    list(whole.pipe(["Serbia thanked Hungary."]))
    assert threads == []


def test_contractions_are_read_whole(whole: Any) -> None:
    texts = ["Let's meet in Kyiv.", "It ain't over, and they're gonna sign.", "He's gotta leave."]
    found = [[word.lemma for word in sentence.words] for sentence in Parser().parse(texts)]
    assert found == lemmas(whole, texts)


@pytest.mark.parametrize(
    ("text", "word", "lemma"),
    [
        ("Workers staged a march.", "staged", "stage"),
        ("The militia raped villagers.", "raped", "rape"),
        ("Police cordoned off the square.", "cordoned", "cordon"),
        ("They left their bases.", "bases", "base"),
        ("Hackers stole data.", "data", "data"),
    ],
)
def test_forms_that_the_parser_takes_for_another_word(text: str, word: str, lemma: str) -> None:
    sentence = next(iter(Parser().parse([text])))
    assert {w.text: w.lemma for w in sentence.words}[word] == lemma
