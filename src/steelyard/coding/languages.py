"""The languages that can be coded: adding one takes a folder and one line here."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any, cast

from steelyard.coding.language import Language
from steelyard.errors import CodingError

#: ISO 639-1 code to the module whose ``load`` gives that language; what is not here is reported
#: and not coded. A module is imported when its language is first asked for.
LANGUAGES: Mapping[str, str] = {
    "en": "steelyard.coding.english.language",
    "ru": "steelyard.coding.russian.language",
}

#: The extra that a language needs, and the packages that it brings: English comes with the project.
EXTRAS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "ru": ("ru", ("natasha", "slovnet", "navec", "razdel", "pymorphy3")),
}

#: What an article counts as whose language could not be told: too short to be anything else.
DEFAULT = "en"


def missing_extra(code: str) -> str:
    """Return the extra to install before a language can be coded, empty where nothing is missing."""
    extra, packages = EXTRAS.get(code, ("", ()))
    return extra if any(find_spec(name) is None for name in packages) else ""


def load(code: str = DEFAULT, pipeline: str = "") -> Language[Any, Any]:
    """Return the rules of a language.

    Args:
        code: ISO 639-1 code of the language.
        pipeline: name of the installed parser to use instead of the language's own choice.

    Raises:
        CodingError: the language is not coded, or what it needs is not installed.
    """
    if code not in LANGUAGES:
        msg = f"Language '{code}' is not coded. Allowed are {', '.join(sorted(LANGUAGES))}."
        raise CodingError(msg)
    return cast("Language[Any, Any]", import_module(LANGUAGES[code]).load(pipeline))
