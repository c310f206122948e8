"""Selection: of what the files hold, which articles are to be coded, and in which order they stand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date

from steelyard.articles import detect_language
from steelyard.articles.duplicates import DuplicateIndex
from steelyard.coding.languages import LANGUAGES, missing_extra
from steelyard.pipeline.ingest.ledger import Entry, Ledger
from steelyard.pipeline.ingest.summary import Summary
from steelyard.records import Article, Skipped

#: A batch is full at so many articles or characters: small enough that two workers share even a
#: short input, large enough that handing it over costs nothing beside coding it.
BATCH_ARTICLES, BATCH_CHARACTERS = 8, 20_000


def select(
    found: Iterable[Article | Skipped],
    ledger: Ledger,
    index: DuplicateIndex,
    summary: Summary,
    *,
    undated: date | None = None,
    languages: Collection[str] | None = tuple(LANGUAGES),
) -> Iterator[Entry]:
    """Yield the articles that count, each with its place; note the others in ``summary``.

    Args:
        found: What :func:`~steelyard.articles.read_articles` gives.
        ledger: Knows which articles are finished.
        index: Knows which texts came before.
        summary: Counts.
        undated: The day of articles that state none.
        languages: Those that can be coded, None for any.
    """
    for one in found:
        if isinstance(one, Skipped):
            summary.note(one)
            continue
        summary.read += 1
        article = one if one.date or undated is None else replace(one, date=undated)
        language = detect_language(article.text)
        if doubt := _doubt(article, language, languages, ledger):
            summary.note(doubt)
            continue
        document = index.document_of(article)
        article = replace(article, language=language, document=document)
        yield Entry(article, summary.read, ledger.knows(article))


def _doubt(
    article: Article, language: str | None, languages: Collection[str] | None, ledger: Ledger
) -> Skipped | None:
    """Why an article is not coded, if it is not."""
    where = article.where or article.id
    if not (language is None or languages is None or language in languages):
        return Skipped(where, f"in a language that is not coded ({language})")
    if language is not None and languages is not None and (extra := missing_extra(language)):
        needed = f"in a language ({language}) that needs: pip install 'steelyard[{extra}]'"
        return Skipped(where, needed)
    met = ledger.met_before(article)
    if met == "same":
        return Skipped(where, "an article that was read before")
    if met == "other":
        return Skipped(where, "the id of another article", f"{article.id} stands for two texts")
    return None


def batches(entries: Iterable[Entry], articles: int = BATCH_ARTICLES) -> Iterator[list[Entry]]:
    """Yield entries in lists of at most so many articles that are worth handing over."""
    batch: list[Entry] = []
    size = 0
    for entry in entries:
        batch.append(entry)
        size += len(entry.article.text) if to_code(entry) else 0
        if size >= BATCH_CHARACTERS or len(batch) >= articles:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def to_code(entry: Entry) -> bool:
    """Say whether an entry must be coded: it is no copy and not finished."""
    return not (entry.copy or entry.finished)
