"""Language: which one a text is in, so that nothing is coded by rules of another."""

from __future__ import annotations

ENGLISH = "en"

#: Characters that are looked at: the language of news does not change after that.
_HEAD = 2000

#: Shorter texts are taken for what the rest of the input is: nothing can be told from them.
_SHORTEST = 20


def detect_language(text: str) -> str | None:
    """Return the ISO 639-1 code of the language of ``text``, None where it is too short."""
    head = text[:_HEAD]
    if len(head.strip()) < _SHORTEST:
        return None
    import py3langid

    language, _ = py3langid.classify(head)
    return str(language)
