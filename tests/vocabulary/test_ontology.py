from __future__ import annotations

import csv
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from steelyard import vocabulary
from steelyard.errors import VocabularyError
from steelyard.vocabulary.ontology import TYPES, from_cameo, from_type, from_weis
from steelyard.vocabulary.tables import rows

DATA = Path(__file__).parents[2] / ".." / "shared" / "data"

# Published intensities, one per kind of act; R12 of the method notes.
CHECKED = {
    "010": 0.0,
    "013": 0.4,
    "036": 4.0,
    "040": 1.0,
    "042": 1.9,
    "043": 2.8,
    "051": 3.4,
    "057": 8.0,
    "061": 6.4,
    "062": 7.4,
    "070": 7.0,
    "072": 8.3,
    "074": 8.5,
    "0874": 10.0,
    "112": -2.0,
    "120": -4.0,
    "138": -7.0,
    "160": -4.0,
    "163": -8.0,
    "172": -5.0,
    "190": -10.0,
    "203": -10.0,
}
# ICEWS weighs these otherwise than GDELT's published list, which the table follows.
ICEWS_DIFFERS = {"016", "022", "164"}
# PLOVER's crosswalk makes sanctions COERCE; by its own definition, ties cut, they are SANCTION.
PLOVER_DIFFERS = {"163"}


def test_there_are_sixteen_types_in_four_quads() -> None:
    assert tuple(row["type"] for row in rows("types")) == TYPES
    assert len(TYPES) == 16
    count = Counter(vocabulary.quad(name) for name in TYPES)
    assert count == {1: 4, 2: 3, 3: 4, 4: 5}
    assert set(vocabulary.QUADS) == set(count)


def test_cooperation_scores_above_zero_and_conflict_at_or_below() -> None:
    for name in TYPES:
        values = [
            vocabulary.score(name),
            *(vocabulary.score(name, m) for m in vocabulary.modes(name)),
        ]
        if vocabulary.quad(name) <= 2:
            assert min(values) > 0, name
        elif name != "REQUEST":
            assert max(values) < 0, name


def test_the_manuals_slip_in_accuse_is_put_right_and_said() -> None:
    assert vocabulary.score("ACCUSE") == -3
    note = next(row["note"] for row in rows("types") if row["type"] == "ACCUSE")
    assert "+3" in note


def test_modes_have_scores_of_their_own() -> None:
    assert vocabulary.score("CONSULT", "visit") == 4
    assert vocabulary.score("ASSAULT", "unconventional") == -10
    # The manual prints none for this mode, so that the type's own stands.
    assert vocabulary.score("PROTEST", "vandalize") == vocabulary.score("PROTEST")
    assert vocabulary.modes("AGREE") == ()


def test_three_types_are_nothing_without_a_recipient() -> None:
    assert {name for name in TYPES if vocabulary.recipient_required(name)} == {
        "COOPERATE",
        "AID",
        "SANCTION",
    }


def test_the_contexts_are_plovers_thirty_seven() -> None:
    assert len(vocabulary.contexts()) == 37
    assert {"military", "economic", "diplomatic", "cbrn"} <= set(vocabulary.contexts())


def test_roles_are_three_letters() -> None:
    assert {"GOV", "MIL", "LEG", "OPP", "BUS", "MED", "CVL", "IGO"} <= set(vocabulary.roles())
    assert all(len(role) == 3 and role.isupper() for role in vocabulary.roles())


def test_a_visit_is_words_and_a_delivery_deeds() -> None:
    visit, drill = from_cameo("042"), from_cameo("062")
    assert (visit.type, visit.mode, visit.act, visit.quad) == ("CONSULT", "visit", "words", 1)
    assert (drill.type, drill.context, drill.act, drill.quad) == (
        "COOPERATE",
        ("military",),
        "deeds",
        2,
    )
    assert from_cameo("057").act == from_cameo("036").act == "words"
    assert {from_cameo(code).act for code in ("072", "163", "166", "174", "190")} == {"deeds"}


def test_comments_have_no_type() -> None:
    for code in ("01", "010", "018", "019"):
        coding = from_cameo(code)
        assert (coding.type, coding.mode, coding.quad) == (None, None, None)


def test_every_cameo_root_is_a_row_and_a_four_digit_code_is_read_by_its_parent() -> None:
    assert all(from_cameo(f"{root:02}") for root in range(1, 21))
    assert from_cameo("0429") == from_cameo("042")


@pytest.mark.parametrize("code", ["999", "0429x", "04299", "", "4", "21"])
def test_other_prefixes_are_not_tried(code: str) -> None:
    with pytest.raises(VocabularyError, match="is not in the vocabulary"):
        from_cameo(code)


def test_a_lost_leading_zero_is_pointed_out() -> None:
    with pytest.raises(VocabularyError, match=r"Did you mean '042'\? Codes are text"):
        from_cameo("42")
    with pytest.raises(VocabularyError, match=r"Did you mean '032'\? Codes are text"):
        from_weis("32")


def test_unknown_words_are_refused_with_what_is_allowed() -> None:
    with pytest.raises(
        VocabularyError, match=r"Type 'VISIT' is not in the vocabulary\. Allowed are"
    ):
        from_type("VISIT")
    with pytest.raises(VocabularyError, match=r"CONSULT mode 'walk' .* visit, third-party"):
        vocabulary.score("CONSULT", "walk")
    with pytest.raises(VocabularyError, match="WEIS code '299' is not in the vocabulary"):
        from_weis("299")


@pytest.mark.parametrize("name", TYPES)
def test_a_type_is_a_coding_too(name: str) -> None:
    coding = from_type(name)
    assert (coding.type, coding.quad) == (name, vocabulary.quad(name))
    assert coding.intensity == vocabulary.score(name)
    assert coding.label == vocabulary.definition(name)


@pytest.mark.parametrize(("code", "value"), CHECKED.items())
def test_cameo_intensities_are_the_published_ones(code: str, value: float) -> None:
    assert from_cameo(code).intensity == value


def _staged(name: str) -> Path:
    path = DATA / name
    if not path.exists():
        pytest.skip(f"{name} is not staged beside the repository")
    return path


def _gdelt() -> Iterator[tuple[str, float]]:
    with gzip.open(_staged("gdelt/20180101000000.export.CSV.gz"), "rt", encoding="utf-8") as lines:
        for line in lines:
            cells = line.split("\t")
            yield cells[26], float(cells[30])


def test_every_row_of_a_real_gdelt_file_has_our_intensity() -> None:
    seen = set(_gdelt())
    assert len({code for code, _ in seen}) > 90
    assert [(code, value) for code, value in seen if from_cameo(code).intensity != value] == []


def test_icews_agrees_but_for_the_codes_listed() -> None:
    path = _staged("icews/events.2018.sample.tab.gz")
    with gzip.open(path, "rt", encoding="utf-8", errors="replace") as lines:
        seen = {
            (row["CAMEO Code"], float(row["Intensity"]))
            for row in csv.DictReader(lines, delimiter="\t")
        }
    assert len(seen) > 100
    differs = {code for code, value in seen if from_cameo(code).intensity != value}
    assert differs <= ICEWS_DIFFERS


def test_every_icews_code_is_known() -> None:
    path = _staged("icews/cameo-codes.csv")
    with path.open(encoding="utf-8", errors="replace") as lines:
        codes = {row["code"] for row in csv.DictReader(lines)}
    listed = {row["cameo"] for row in rows("cameo")}
    assert codes - listed == set()
    # Codes that ICEWS does not use: sharing intelligence refused, cyber, and kinds of bombing.
    assert listed - codes == {"1214", "155", "176", "1834", "1951", "1952"}


def test_types_are_those_of_plovers_own_crosswalk_but_for_the_code_listed() -> None:
    crosswalk = json.loads(_staged("gold/crosswalk.json").read_text(encoding="utf-8"))
    differs = {
        code for code, name in crosswalk["crosswalk"].items() if from_cameo(code).type != name
    }
    assert differs == PLOVER_DIFFERS
    assert crosswalk["quad"] == {name: vocabulary.quad(name) for name in TYPES}


def test_weis_weights_are_goldsteins() -> None:
    with _staged("keds/weis_goldstein.csv").open(encoding="utf-8") as lines:
        weights = {row["code"]: float(row["goldstein"]) for row in csv.DictReader(lines)}
    assert len(weights) > 100
    assert {code: from_weis(code).intensity for code in weights} == weights


def test_every_code_of_the_balkans_data_is_known() -> None:
    with gzip.open(_staged("keds/balkans.weis.csv.gz"), "rt", encoding="utf-8") as lines:
        codes = {row["code"] for row in csv.DictReader(lines)}
    assert len(codes) > 100
    unweighted = {code for code in codes if from_weis(code).intensity is None}
    assert unweighted == {"114", "130", "143", "199", "204", "214", "215"}
