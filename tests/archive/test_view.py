"""Evidence put beside an archive: whatever class the archive is of, its rows and the case's are both there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

import steelyard as sy
from steelyard.archive import archive_of, beside, without_publishers
from steelyard.pipeline import diagnose, evidence
from steelyard.records import TIE, Archive, Event, SourceCard, event_table


class Foreign:
    """An archive that is no class of ours: it has what the protocol names, and nothing else."""

    def __init__(self, base: Archive) -> None:
        self.events, self.ties, self.sources = base.events, base.ties, base.sources
        self.reports, self.articles = base.reports, base.articles
        self.coverage, self.manifest = base.coverage, base.manifest
        self.table = base.table
        self.gaps = base.gaps


CARD = SourceCard(
    name="wire",
    title="A wire",
    publisher="An agency",
    address=None,
    licence="ours",
    citation="none",
    coverage="two days",
    limitation="made up",
    sampling="systematic",
)


@pytest.fixture
def wire(make_event: Callable[..., Event]) -> Archive:
    events = [
        make_event(date(2019, 11, 19), "RUS", "SRB", source="wire", number=1),
        make_event(
            date(2019, 11, 20), "SRB", "RUS", source="wire", publishers=("tass.com",), number=2
        ),
    ]
    return archive_of(event_table(events), TIE.empty_table(), (CARD,))


def ids(archive: Archive) -> set[Any]:
    return set(archive.events.to_pyarrow().column("event_id").to_pylist())


@pytest.mark.parametrize("kind", [lambda archive: archive, Foreign])
def test_the_evidence_of_a_case_stands_beside_any_archive(
    wire: Archive, kind: Callable[[Archive], Archive]
) -> None:
    case = sy.load_case("balkans-2019")
    record = evidence(case, kind(wire))
    assert ids(record) == ids(evidence(case)) | ids(wire)
    assert (
        record.ties.count().to_pyarrow().as_py() == evidence(case).ties.count().to_pyarrow().as_py()
    )
    assert {card.name for card in record.sources} == {"wire", *(card.name for card in case.sources)}


def test_a_foreign_archive_gives_the_findings_of_our_own(wire: Archive) -> None:
    case = sy.load_case("balkans-2019")
    asked = ("tempo", "balance", "substance")
    own = diagnose(case, only=asked, archive=wire)
    assert diagnose(case, only=asked, archive=Foreign(wire)) == own
    assert diagnose(case, only=asked) != own


def test_what_is_put_beside_can_be_left_out_again(wire: Archive) -> None:
    both = beside(Foreign(wire), events=wire.events.to_pyarrow())
    assert both.events.count().to_pyarrow().as_py() == 4
    left = without_publishers(both, {"tass.com"})
    assert left.events.count().to_pyarrow().as_py() == 2
    assert left.gaps("wire", sy.load_case("balkans-2019").before) == ()


def test_a_card_put_beside_replaces_the_one_of_its_name(wire: Archive) -> None:
    (card,) = beside(wire, sources=(CARD.counting(7),)).sources
    assert card.rows == 7
