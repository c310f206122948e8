"""A party: the states and organisations that a phrase refers to, in any language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Party:
    """What a phrase refers to: codes, their roles and the words used; ``how`` it was found."""

    codes: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    head: int = -1
    domestic: bool = False
    human: bool = False
    how: str = ""

    def __bool__(self) -> bool:
        return bool(self.codes)

    def of_codes(self, keep: Iterable[str]) -> Party:
        """Return the party with only the codes to keep."""
        wanted = set(keep)
        kept = [k for k, code in enumerate(self.codes) if code in wanted]
        if len(kept) == len(self.codes):
            return self
        return replace(
            self,
            codes=tuple(self.codes[k] for k in kept),
            roles=tuple(self.roles[k] for k in kept),
            names=tuple(self.names[k] for k in kept),
        )
