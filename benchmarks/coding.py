"""Measure the coder against the bare parser: ``python -m benchmarks.coding [PATH...]``.

Both read the same text in one process, one after the other and in turns, so that the machine's mood
falls on both: sentences a second of the coder, from text to events, over those of the bare spaCy
pipeline with the same components on the same sentences. PATH names files of news; without any, the
text is our own labelled sentences, two thirds of which hold an event: denser than any news, so that
the filter has little to drop and the rules much to do.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from datetime import date
from itertools import cycle, islice

from evaluation.coding import OWN, rows

from steelyard.articles.inputs import read_articles
from steelyard.coding import Coder
from steelyard.coding.english.text import DEFAULT_PIPELINE, UNUSED
from steelyard.coding.sentences import split
from steelyard.records import Article

#: Sentences in one article.
LENGTH = 25

#: The coder may cost at most a quarter more than the parse alone.
TARGET = 0.8


def main(argv: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files of news")
    parser.add_argument("--sentences", type=int, default=3000)
    parser.add_argument("--turns", type=int, default=3)
    options = parser.parse_args(argv)
    articles = news(options.paths) if options.paths else dense(options.sentences)
    texts = [span.plain for article in articles for span in split(article.text, "en")]
    started = time.perf_counter()
    coder = Coder()
    coder.code_sentence(texts[0], date(2020, 1, 1))
    print(f"load      {time.perf_counter() - started:8.2f} s, tables read and first sentence coded")
    parse, code = bare(texts), full(coder, articles)
    best = {"parse": 0.0, "code": 0.0}
    for _ in range(options.turns):
        best["parse"] = max(best["parse"], len(texts) / seconds(parse))
        best["code"] = max(best["code"], len(texts) / seconds(code))
    ratio = best["code"] / best["parse"]
    print(f"parse     {best['parse']:8.0f} sentences/s")
    print(f"code      {best['code']:8.0f} sentences/s")
    print(f"ratio     {ratio:8.2f} (target {TARGET})")
    return 0 if ratio >= TARGET else 1


def bare(texts: list[str]) -> Callable[[], None]:
    """Return a run of spaCy alone, with the components that the coder uses."""
    import spacy

    nlp = spacy.load(DEFAULT_PIPELINE, exclude=list(UNUSED))

    def run() -> None:
        for _ in nlp.pipe(texts, batch_size=64):
            pass

    return run


def dense(sentences: int) -> list[Article]:
    """Return our own sentences put together to articles."""
    texts = list(islice(cycle(row["text"] for row in rows(OWN)), sentences))
    return [
        Article(id=str(at), text="\n\n".join(texts[at : at + LENGTH]), date=date(2020, 1, 1))
        for at in range(0, len(texts), LENGTH)
    ]


def news(paths: list[str]) -> list[Article]:
    """Return the articles of files of news."""
    return [item for item in read_articles(paths) if isinstance(item, Article)]


def full(coder: Coder, articles: list[Article]) -> Callable[[], None]:
    """Return a run of the coder on the same articles."""

    def run() -> None:
        for _ in coder.code_articles(articles):
            pass

    return run


def seconds(run: Callable[[], None]) -> float:
    """Return how long a run takes."""
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
