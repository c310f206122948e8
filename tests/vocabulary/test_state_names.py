"""Names of states as the IMF, the UN, the World Bank and SIPRI write them."""

from __future__ import annotations

import pytest

from steelyard.vocabulary.actors import known
from steelyard.vocabulary.state_names import group_codes, names_a_group, state_named
from steelyard.vocabulary.tables import rows


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Serbia, Republic of", "SRB"),
        ("Korea, Rep. of", "KOR"),
        ("Korea, Dem. People's Rep. of", "PRK"),
        ("Congo, Democratic Republic of the", "COD"),
        ("Congo, Republic of", "COG"),
        ("Iran, Islamic Republic of", "IRN"),
        ("Netherlands, The", "NLD"),
        ("China, P.R.: Mainland", "CHN"),
        ("Aruba, Kingdom of the Netherlands", "ABW"),
        ("Micronesia, Federated States of", "FSM"),
        ("Fmr Fed. Rep. of Germany", "DEU"),
        ("eSwatini", "SWZ"),
        ("Congo, Democratic Republic of the, Kenya", None),
        ("Atlantis, Republic of", None),
        ("World", None),
    ],
)
def test_a_name_is_read_in_the_publishers_order(name: str, code: str | None) -> None:
    assert state_named(name) == code


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("World", True),
        ("Advanced Economies", True),
        ("Euro Area", True),
        ("Europe", True),
        ("Areas, nes", True),
        ("Middle East and Central Asia", True),
        ("Atlantis, Republic of", False),
        ("Absurdistan", False),
    ],
)
def test_groups_are_told_from_names_that_nobody_knows(name: str, group: bool) -> None:
    assert names_a_group(name) is group


def test_every_variant_names_an_actor_and_its_source() -> None:
    for row in rows("name_variants"):
        assert known(row["code"]), row
        assert row["source"]
    assert "0" in group_codes("comtrade")
    assert not group_codes("nothing")
