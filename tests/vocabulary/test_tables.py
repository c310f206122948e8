from __future__ import annotations

import re
from datetime import date

import pytest

from steelyard.vocabulary import actor, actors, contexts, known, modes
from steelyard.vocabulary.actors import KINDS, NAME_KINDS
from steelyard.vocabulary.ontology import ACTS, STATUSES, TYPES, quad, terms
from steelyard.vocabulary.rungs import RUNGS
from steelyard.vocabulary.tables import rows

COLUMNS = {
    "actors": "code kind name start end source",
    "names": "code name kind start end source",
    "memberships": "organisation member start end source note",
    "alliances": "state partner start end name source",
    "predecessors": "successor predecessor from source",
    "state_codes": "system code actor label start end source",
    "elections": "state day kind source",
    "calendars": "state start end source",
    "trade_partners": "state flow year partners source",
    "types": "type quad recipient_required score definition default_act note source",
    "modes": "type mode score definition source",
    "contexts": "context definition source",
    "roles": "role definition source",
    "cameo": "cameo label type mode context quad act intensity source",
    "weis": "weis label type mode context quad act intensity source",
    "columns": "shape column aliases needed seen source",
    "name_variants": "name code source",
    "groups": "system code label source",
    "terms": "kind term definition source",
    "months": "name month languages source",
    "header_names": "column name language source",
}
KEYS = {
    "actors": ("code",),
    "names": ("code", "name", "kind", "start"),
    "memberships": ("organisation", "member", "start"),
    "alliances": ("state", "partner", "start"),
    "predecessors": ("successor", "predecessor"),
    "state_codes": ("system", "code", "start"),
    "elections": ("state", "day"),
    "calendars": ("state", "start"),
    "trade_partners": ("state", "flow", "year"),
    "types": ("type",),
    "modes": ("type", "mode"),
    "contexts": ("context",),
    "roles": ("role",),
    "cameo": ("cameo",),
    "weis": ("weis",),
    "columns": ("shape", "column"),
    "name_variants": ("name",),
    "groups": ("system", "code"),
    "terms": ("kind", "term"),
    "months": ("name",),
    "header_names": ("column", "name"),
}
DATED = ("actors", "names", "memberships", "alliances", "state_codes")


@pytest.mark.parametrize("table", COLUMNS)
def test_a_table_has_its_columns_and_every_cell_is_tidy(table: str) -> None:
    for row in rows(table):
        assert list(row) == COLUMNS[table].split()
        for value in row.values():
            assert value == value.strip()
            assert "\n" not in value


@pytest.mark.parametrize("table", COLUMNS)
def test_every_row_names_its_source(table: str) -> None:
    # A source is a word of some length with a letter in it, not a dash or a placeholder.
    bad = [row for row in rows(table) if not re.search(r"[A-Za-z]{3}", row["source"])]
    assert bad == []


@pytest.mark.parametrize("table", KEYS)
def test_no_row_is_there_twice(table: str) -> None:
    keys = [tuple(row[column] for column in KEYS[table]) for row in rows(table)]
    assert sorted(keys) == sorted(set(keys))


@pytest.mark.parametrize("table", DATED)
def test_days_parse_and_start_before_they_end(table: str) -> None:
    for row in rows(table):
        start = date.fromisoformat(row["start"]) if row["start"] else date.min
        end = date.fromisoformat(row["end"]) if row["end"] else date.max
        assert start < end, row


def test_actor_codes_have_the_shape_of_their_kind() -> None:
    for row in actors():
        assert row.kind in KINDS
        shape = r"[A-Z]{3}" if row.kind in ("state", "territory") else r"[A-Z][A-Z0-9]{1,8}"
        assert re.fullmatch(shape, row.code), row


def test_names_belong_to_actors_and_are_of_known_kinds() -> None:
    for row in rows("names"):
        assert known(row["code"]), row
        assert row["kind"] in NAME_KINDS, row


def test_every_actor_but_nobody_and_everybody_has_a_name_that_is_its_own() -> None:
    named = {(row["code"], row["name"]) for row in rows("names") if row["kind"] == "name"}
    assert [row.code for row in actors() if (row.code, row.name) not in named] == ["UNK", "WLD"]


def test_successors_and_predecessors_are_states() -> None:
    for row in rows("predecessors"):
        assert actor(row["successor"]).kind == actor(row["predecessor"]).kind == "state"
        assert actor(row["predecessor"]).end == date.fromisoformat(row["from"])


@pytest.mark.parametrize("scheme", ["cameo", "weis"])
def test_crosswalks_speak_the_words_of_the_ontology(scheme: str) -> None:
    for row in rows(scheme):
        assert row["act"] in ACTS, row
        assert row["label"], row
        assert set(filter(None, row["context"].split(";"))) <= set(contexts()), row
        if not row["type"]:
            assert row["mode"] == row["quad"] == "", row
            continue
        assert row["type"] in TYPES, row
        assert row["quad"] == str(quad(row["type"])), row
        assert row["mode"] in ("", *modes(row["type"])), row


@pytest.mark.parametrize("scheme", ["cameo", "weis"])
def test_intensities_lie_on_the_scale_and_codes_nest(scheme: str) -> None:
    codes = {row[scheme] for row in rows(scheme)}
    for row in rows(scheme):
        code = row[scheme]
        assert re.fullmatch(r"\d{2,4}", code)
        assert len(code) == 2 or code[:-1] in codes, row
        assert row["intensity"] == "" or -10 <= float(row["intensity"]) <= 10, row


def test_every_act_rung_and_status_is_explained_and_nothing_else() -> None:
    assert tuple(terms("act")) == ACTS
    assert tuple(terms("rung")) == RUNGS
    assert tuple(terms("status")) == STATUSES
    assert {row["kind"] for row in rows("terms")} == {"act", "rung", "status", "party", "column"}
