"""Loading by name: what 'steelyard sources' lists is what can be loaded."""

from __future__ import annotations

import pytest

from steelyard import sources, ties
from steelyard.errors import SourceError
from steelyard.pipeline import all_sources
from steelyard.pipeline.loading import source_named


def test_every_listed_data_set_is_found_by_its_name() -> None:
    listed = [source.name for source in all_sources()]
    assert listed == [*(source.name for source in sources.event_sources()), *ties.NAMES]
    assert [source_named(name).name for name in listed] == listed


def test_an_unknown_name_is_answered_with_those_of_ties_as_well() -> None:
    with pytest.raises(SourceError, match=r"'sipry' is not known.*unga.*Did you mean 'sipri'"):
        source_named("sipry")
