"""The languages that are coded, and what codes each: another language is one line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from steelyard.coding.coder import Coder

#: ISO 639-1 code to the coder of that language; what is not here is reported and not coded.
LANGUAGES: Mapping[str, Callable[..., Coder]] = {"en": Coder}
