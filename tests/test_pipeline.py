"""The whole way from the record to the brief, on the built-in case."""

from __future__ import annotations

from typing import Any

import pytest

from steelyard import diagnostics
from steelyard.pipeline import evidence
from steelyard.records import Brief, Finding


def finding(brief: Brief, diagnostic: str, client: str) -> Finding:
    return next(f for f in brief.findings if (f.diagnostic, f.client) == (diagnostic, client))


def ids_of(value: Any) -> set[str]:
    """Every event and tie id that a record names, however deep."""
    if isinstance(value, str):
        return (
            {value}
            if len(value) == 16 and value[0] in "et" and not value[1:].strip("0123456789abcdef")
            else set()
        )
    if isinstance(value, dict):
        return ids_of(list(value.values()))
    if isinstance(value, (list, tuple, set)):
        return set().union(*(ids_of(part) for part in value)) if value else set()
    if hasattr(value, "__dataclass_fields__"):
        return ids_of([getattr(value, name) for name in value.__dataclass_fields__])
    return set()


def test_every_diagnostic_is_asked_of_every_client(brief: Brief) -> None:
    asked = [(f.client, f.diagnostic) for f in brief.findings]
    assert asked == [(c, d.name) for c in brief.case.clients for d in diagnostics.ALL]


def test_every_statement_walks_back_to_rows_with_an_address(brief: Brief) -> None:
    named = ids_of([brief.findings, brief.claims, list(brief.timeline), list(brief.acts)])
    assert named
    assert named == set(brief.evidence)
    for row in brief.evidence.values():
        assert row["url"].startswith("http")
        assert row["source"] in {card.name for card in brief.sources}
        assert row["source_id"]


def test_findings_rest_on_evidence(brief: Brief) -> None:
    for found in brief.findings:
        if found.grade in ("supports", "opposes"):
            assert found.evidence, found.diagnostic
        else:
            assert found.reasons, found.diagnostic
            assert found.needed, found.diagnostic


def test_rows_read_are_rows_shown_on_the_cards(brief: Brief) -> None:
    archive = evidence(brief.case)
    rows = {card.name: card.rows for card in brief.sources}
    assert rows["chronology.csv"] == 317 == archive.events.count().to_pyarrow().as_py()
    assert rows["structural-facts.csv"] == archive.ties.count().to_pyarrow().as_py() >= 149


def test_probabilities_of_a_family_sum_to_one(brief: Brief) -> None:
    for family in brief.verdict.families:
        assert sum(family.probabilities.values()) == pytest.approx(1)
        assert "none" in family.probabilities
        assert any("state outlets" in run.change for run in family.sensitivity)


def test_anticipation_shows_what_was_under_way_before_the_veto(brief: Brief) -> None:
    """The visit, the drill and the trade deal, by the days on which they became public."""
    found = finding(brief, "anticipation", "SRB")
    announced = {
        (row["source_id"], row["announced"][:7])
        for row in (brief.evidence[i] for i in ids_of(found.exhibits))
        if row["announced"] and row["announced"] < "2019-10-18"
    }
    months = {month for _, month in announced}
    texts = " ".join(str(brief.evidence[i]["sentence"]) for i in ids_of(found.exhibits))
    assert {"2019-08", "2019-09"} <= months
    for word in ("Medvedev", "Slavic Shield", "Eurasian"):
        assert word in texts
    visit = next(
        row
        for row in brief.evidence.values()
        if row["kind"] == "event" and row["announced"] == "2019-09-14"
    )
    assert visit["day"] == "2019-10-19"


def test_weight_names_both_ratios_and_their_spread(brief: Brief) -> None:
    measures = {m.name: m for m in finding(brief, "weight", "SRB").measures}
    union = [m for name, m in measures.items() if "EU:EAEU" in name]
    russia = [m for name, m in measures.items() if "EU:RUS" in name and "trade" in name]
    assert any(m.value == pytest.approx(8) for m in union)
    assert any(m.value == pytest.approx(24.9 / 2.7) for m in russia)


def test_novelty_names_the_members_that_the_deal_adds(brief: Brief) -> None:
    found = finding(brief, "novelty", "SRB")
    assert "Armenia" in found.sentence
    assert "Kyrgyzstan" in found.sentence


def test_balance_shows_drills_beside_drills(brief: Brief) -> None:
    found = finding(brief, "balance", "SRB")
    ratios = [m for m in found.measures if "exercises" in m.name]
    assert {round(m.value or 0, 2) for m in ratios} >= {round(13 / 4, 2), round(23 / 5, 2)}
    kinds = {brief.evidence[i]["kind"] for i in ids_of(found.exhibits)}
    assert kinds == {"event", "tie"}


def test_a_chronology_cannot_tell_tempo(brief: Brief) -> None:
    for client in brief.case.clients:
        found = finding(brief, "tempo", client)
        assert found.grade == "cannot_tell"
        assert found.effect is not None
        assert found.smallest_detectable is not None
