"""Lemmas: the dictionary forms of a spelling, by pymorphy3."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

#: What slovnet's part of speech is in pymorphy's tags.
_SAME = {
    "NOUN": ("NOUN",),
    "PROPN": ("NOUN",),
    "VERB": ("VERB", "INFN", "PRTF", "PRTS", "GRND"),
    "AUX": ("VERB", "INFN"),
    "ADJ": ("ADJF", "ADJS", "COMP"),
    "DET": ("ADJF", "NPRO"),
    "PRON": ("NPRO", "ADJF"),
    "ADV": ("ADVB", "PRED", "COMP"),
    "NUM": ("NUMR",),
}

#: What slovnet's case is in pymorphy's tags.
_CASES = {
    "Nom": "nomn",
    "Gen": "gent",
    "Dat": "datv",
    "Acc": "accs",
    "Ins": "ablt",
    "Loc": "loct",
}

#: Spellings whose lemmas are kept: a week of news has fewer.
_KEPT = 60_000


@lru_cache(maxsize=_KEPT)
def lemmas(lower: str, pos: str = "", case: str = "") -> tuple[str, ...]:
    """Return the dictionary forms of a spelling in small letters, likeliest first.

    Args:
        lower: the spelling.
        pos: slovnet's part of speech, which is believed where the dictionary allows it.
        case: slovnet's case, likewise.
    """
    bare = plain(lower)
    if not any(c.isalpha() for c in bare):
        return (bare,)
    wanted, grammeme = _SAME.get(pos, ()), _CASES.get(case, "")

    def rank(parse: Any) -> tuple[bool, bool]:
        return parse.tag.POS not in wanted, bool(grammeme) and grammeme not in parse.tag

    found = sorted(_analyser().parse(bare), key=rank)
    forms = [plain(parse.normal_form) for parse in found]
    if pos in ("NOUN", "ADJ", "VERB"):
        # "задержанные" are people as well as a form of "задержать".
        forms += [plain(form.word) for parse in found if (form := _as_noun(parse)) is not None]
    return tuple(dict.fromkeys(forms))


def _as_noun(parse: Any) -> Any:
    if parse.tag.POS != "PRTF":
        return None
    return parse.inflect({"nomn", "masc", "sing"})


def is_known(lower: str) -> bool:
    """Say whether the dictionary has a spelling in small letters; else its forms are guessed."""
    return bool(_analyser().word_is_known(lower))


def plain(text: str) -> str:
    """Return a text in small letters, ``ё`` written as most of the press writes it."""
    return text.lower().replace("ё", "е")


def forget_lemmas() -> None:
    """Forget the dictionary and the spellings looked up."""
    lemmas.cache_clear()
    _analyser.cache_clear()


@cache
def _analyser() -> Any:
    # Imported here because only Russian text needs it.
    import pymorphy3

    return pymorphy3.MorphAnalyzer()
