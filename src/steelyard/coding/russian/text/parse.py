"""Parse: slovnet's morphology and syntax with the files that travel inside natasha's wheel."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from steelyard.coding.russian.text.lemmas import lemmas
from steelyard.coding.russian.text.sentence import Sentence, Word
from steelyard.errors import CodingError

_NEEDED = ("natasha", "slovnet", "navec", "razdel", "pymorphy3")
_EMBEDDING = "emb/navec_news_v1_1B_250K_300d_100q.tar"
_MORPHOLOGY = "model/slovnet_morph_news_v1.tar"
_SYNTAX = "model/slovnet_syntax_news_v1.tar"

#: Sentences that the models see at once.
_BATCH = 16

#: Words that the models are given; what follows is a list or a table.
_LONGEST = 150

_WORD = re.compile(r"\w")


class Parser:
    """Parses Russian sentences, on one thread: with two the small matrices are ten times slower."""

    def __init__(self) -> None:
        """Load the models.

        Raises:
            CodingError: a package of the extra ``ru`` is not installed.
        """
        missing = [name for name in _NEEDED if find_spec(name) is None]
        if missing:
            msg = (
                f"Russian text needs {', '.join(missing)}, not installed here. "
                "Install the extra with: pip install 'steelyard[ru]'"
            )
            raise CodingError(msg)
        # Imported here because only Russian text needs them.
        from navec import Navec
        from slovnet import Morph, Syntax

        data = _data()
        navec = Navec.load(data / _EMBEDDING)
        self._morph = Morph.load(data / _MORPHOLOGY, batch_size=_BATCH)
        self._syntax = Syntax.load(data / _SYNTAX, batch_size=_BATCH)
        for model in (self._morph, self._syntax):
            model.navec(navec)

    def parse(self, texts: Iterable[str]) -> Iterator[Sentence]:
        """Yield one sentence for each text, in order; an empty one where there is no word."""
        batch: list[tuple[str, list[str]]] = []
        for text in texts:
            batch.append((text, _tokens(text)))
            if len(batch) == _BATCH:
                yield from self._together(batch)
                batch = []
        yield from self._together(batch)

    def _together(self, batch: list[tuple[str, list[str]]]) -> list[Sentence]:
        worded = [tokens for _, tokens in batch if tokens]
        with _one_thread():
            tagged = iter([list(found.tokens) for found in self._morph.map(worded)])
            linked = iter([list(found.tokens) for found in self._syntax.map(worded)])
        return [
            _sentence(text, next(tagged), next(linked)) if tokens else Sentence(text, ())
            for text, tokens in batch
        ]


def _tokens(text: str) -> list[str]:
    from razdel import tokenize

    found = [token.text for token in tokenize(text)][:_LONGEST]
    return found if any(map(_WORD.search, found)) else []


def _data() -> Path:
    """Return the folder of natasha's files, found without importing natasha."""
    spec = find_spec("natasha")
    places = spec.submodule_search_locations if spec else None
    if not places:
        msg = "The package natasha holds no files. Install it with: pip install 'steelyard[ru]'"
        raise CodingError(msg)
    return Path(next(iter(places))) / "data"


def _one_thread() -> AbstractContextManager[Any]:
    """Return a context in which matrices are multiplied on one thread."""
    limited: AbstractContextManager[Any] = _threads().limit(limits=1, user_api="blas")
    return limited


@cache
def _threads() -> Any:
    """Return what sets the number of threads; to find the libraries takes some milliseconds."""
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


def _sentence(text: str, tagged: list[Any], linked: list[Any]) -> Sentence:
    words = []
    last = len(tagged)
    for i, (tag, link) in enumerate(zip(tagged, linked, strict=True)):
        head = int(link.head_id) - 1
        loose = not 0 <= head < last
        feats = dict(tag.feats)
        lower = tag.text.lower()
        rel = link.rel
        if rel == "flat:name" and not loose and _other_case(feats, dict(tagged[head].feats)):
            rel, head = "iobj", int(linked[head].head_id) - 1  # "звонок Трампа Путину": two people
            loose = not 0 <= head < last
        words.append(
            Word(
                i=i,
                text=tag.text,
                lower=lower.replace("ё", "е"),
                lemmas=lemmas(lower, tag.pos, feats.get("Case", "")),
                pos=tag.pos,
                feats=feats,
                head=i if loose else head,
                rel="root" if loose else rel,
            )
        )
    return Sentence(text, tuple(words))


def _other_case(feats: dict[str, str], head: dict[str, str]) -> bool:
    """Say whether a name after another is not part of it: its dative stands after a genitive."""
    return feats.get("Case") == "Dat" and head.get("Case") in ("Gen", "Nom", "Acc")
