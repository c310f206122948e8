"""Language: which one a text is in, so that nothing is coded by rules of another."""

from __future__ import annotations

ENGLISH = "en"

#: Characters that are looked at: the language of news does not change after that.
_HEAD = 2000

#: Shorter texts are taken for what the rest of the input is: nothing can be told from them.
_SHORTEST = 20

#: How much likelier than English another language must be, in natural logarithms: for each
#: character, and at the least. English sentences full of foreign names reach .42 in the shortest
#: and 15 in all ("Russian President Vladimir Putin will meet Recep Tayyip Erdogan" is taken for
#: Nigerian Pidgin otherwise); sentences of other languages have from .5 and mostly over 1.
_EACH, _ALL = 0.25, 16.0


def detect_language(text: str) -> str | None:
    """Return the ISO 639-1 code of the language of ``text``, None where it is too short."""
    head = text[:_HEAD]
    if len(head.strip()) < _SHORTEST:
        return None
    import py3langid

    ranked = py3langid.rank(head)
    language, likeliest = max(ranked, key=lambda one: one[1])
    margin = likeliest - dict(ranked)[ENGLISH]
    return ENGLISH if margin < max(_ALL, _EACH * len(head)) else str(language)
