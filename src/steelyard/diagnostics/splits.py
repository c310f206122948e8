"""What passed with either pole, as a diagnostic asks for it: from an archive, or from anything else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from steelyard.records import Archive, Case, PoleRole
from steelyard.series import DyadEvents, Split, split


@dataclass(frozen=True, slots=True)
class Splits:
    """What passed with the poles in the windows of one diagnostic.

    ``statuses`` tells of rows beyond the windows, by id, as far as whoever made this knows: what
    became of a plan may be among them.
    """

    of: Callable[[PoleRole], Split]
    statuses: Mapping[str, str] = field(default_factory=dict)

    @property
    def rival(self) -> Split:
        """What passed with the rival."""
        return self.of("rival")

    @property
    def partner(self) -> Split:
        """What passed with the partner."""
        return self.of("partner")


def gather_splits(
    name: str, arrays: Callable[[Splits], Any]
) -> Callable[[Archive, Case, str], Any]:
    """Return the ``gather`` of a diagnostic that looks at the client's events and at nothing else.

    Args:
        name: Of the diagnostic: a window of the case may bear it.
        arrays: Its ``from_splits``.
    """

    def gather(archive: Archive, case: Case, client: str) -> Any:
        return arrays(Splits(lambda role: split(archive, case, client, role, name)))

    return gather


def rival_split(splits: Splits) -> Split:
    """What passed with the rival alone: the arrays of many diagnostics."""
    return splits.rival


def partner_split(splits: Splits) -> Split:
    """What passed with the partner alone."""
    return splits.partner


def countable_events(windows: Split) -> tuple[DyadEvents, DyadEvents]:
    """The events before and after that happened on a known day, as the volume of the record counts them."""
    before, after = (
        part.select(windows.countable(part) & part.dated)
        for part in (windows.before, windows.after)
    )
    return before, after
