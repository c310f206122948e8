"""Measure Russian: ``python -m benchmarks.russian [--sentences N]``.

Prints what loading takes, sentences a second on one core from text to events, and the largest memory of
the process. The text is our own labelled sentences, two thirds of which hold an event: denser than news.
Run it by itself: what another process does shows in the figures.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from datetime import date
from itertools import cycle, islice

from evaluation.coding import rows
from evaluation.russian import OWN

from steelyard.coding import Coder
from steelyard.records import Article

#: Sentences in one article.
LENGTH = 25

#: Sentences a second at least, seconds of loading and megabytes at most.
FASTEST, LOADED, LARGEST = 60.0, 4.0, 700.0


def main(argv: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sentences", type=int, default=2000)
    parser.add_argument("--turns", type=int, default=2)
    options = parser.parse_args(argv)
    started = time.process_time()
    coder = Coder(language="ru")
    coder.code_sentence("Сербия поблагодарила Китай.", date(2020, 1, 1))
    loaded = time.process_time() - started
    texts = list(islice(cycle(row["text"] for row in rows(OWN)), options.sentences))
    articles = [
        Article(id=f"a{k}", text="\n\n".join(texts[k : k + LENGTH]), date=date(2020, 1, 15))
        for k in range(0, len(texts), LENGTH)
    ]
    best = 0.0
    for _ in range(options.turns):
        started = time.process_time()
        found = sum(len(coded.events) for coded in coder.code_articles(articles))
        best = max(best, len(texts) / (time.process_time() - started))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"load      {loaded:8.2f} s of processor time, tables read (at most {LOADED})")
    print(f"code      {best:8.0f} sentences a second of processor time (at least {FASTEST:.0f})")
    print(f"memory    {memory:8.0f} MB (at most {LARGEST:.0f}); {found} events")
    return 0 if loaded <= LOADED and best >= FASTEST and memory <= LARGEST else 1


if __name__ == "__main__":
    sys.exit(main())
