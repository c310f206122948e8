"""What stands behind a finding: the rows that it names and the record that it was asked of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from steelyard.pipeline import brief_rows
from steelyard.records import Case, Finding
from steelyard.series import Record


@dataclass(frozen=True, slots=True, eq=False)
class RecordBehind:
    """The record that a finding was asked of; asked again only when somebody looks.

    ``ids`` are all the rows that the finding named, also where a brief shows only the first.
    """

    case: Case
    client: str
    record: Record
    ids: tuple[str, ...]

    def __deepcopy__(self, memo: dict[int, Any]) -> RecordBehind:
        """Give itself: a record is no value to be copied."""
        return self

    def __reduce__(self) -> tuple[type[None], tuple[()]]:
        """Stay in this process: an open archive cannot travel."""
        return type(None), ()

    def rows(self) -> list[dict[str, Any]]:
        """Return the events and ties, those that weigh most first."""
        found = brief_rows.rows_behind(self.record, set(self.ids))
        return [found[name] for name in dict.fromkeys(self.ids)]

    def weeks(self) -> Sequence[Mapping[str, Any]]:
        """Return counts a week of the client; empty without a systematic count."""
        return brief_rows.weeks(self.record, self._mine())

    def timeline(self) -> Sequence[Mapping[str, Any]]:
        """Return what passed between the client and each pole."""
        return brief_rows.timeline(self.record, self._mine())

    def _mine(self) -> Case:
        return replace(self.case, clients=(self.client,))


def standing(findings: Sequence[Finding], record: Record, case: Case) -> tuple[Finding, ...]:
    """Return findings with what stands behind them."""
    return tuple(
        replace(f, behind=RecordBehind(case, f.client, record, f.evidence)) for f in findings
    )
