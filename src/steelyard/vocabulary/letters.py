"""Letters that look like plain ones and are others: bold and wide letters, Cyrillic among Latin ones."""

from __future__ import annotations

import unicodedata

#: Cyrillic and Greek letters that nobody can tell from Latin ones, and those.
_ALIKE = str.maketrans(
    "\u0410\u0412\u0415\u0405\u0406\u0408\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0430"
    "\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0501\u051b\u051d\u04bb\u0391\u0392\u0395"
    "\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf",
    "ABESIJKMHOPCTYXaeopcyxijsdqwhABEZHIKMNOPTYXo",
)


def plain_letters(text: str) -> str:
    r"""Return a text with bold, italic, wide and circled letters and digits as plain ones.

    >>> plain_letters("\uff32\uff35\uff33")
    'RUS'
    """
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def latin_letters(text: str) -> str:
    r"""Return a text whose letters look Latin and are not with the Latin ones in their place.

    It is for codes alone: in a name of another script the letters are meant.

    >>> latin_letters("\u0421ONSULT")
    'CONSULT'
    """
    return text if text.isascii() else plain_letters(text).translate(_ALIKE)
