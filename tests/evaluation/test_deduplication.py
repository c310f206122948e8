"""The rule of one event, once, on the labelled reports."""

from __future__ import annotations

from evaluation import deduplication


def test_the_rule_joins_what_a_reader_joins_and_far_less_else_than_chaining() -> None:
    rows = deduplication.sample()
    rule = deduplication.score(rows, deduplication.found_events(rows))
    chaining = deduplication.score(rows, deduplication.chained(rows))
    assert rule.precision >= 0.7
    assert rule.recall >= 0.8
    assert rule.precision > 2 * chaining.precision
