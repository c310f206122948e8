"""Names in all cases, adjectives of nationality, metonyms, titles, persons in either script."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from importlib.resources import files

import pytest

from steelyard import vocabulary
from steelyard.coding.russian import lexicon
from steelyard.coding.russian.parties import mentions
from steelyard.coding.russian.text import Sentence

NAMES = [
    ("Встреча с Вьетнамом прошла успешно.", [("VNM", "name")]),
    ("Об этом узнали в Северной Македонии.", [("MKD", "name")]),
    ("Черногорские депутаты собрались.", [("MNE", "adjective")]),
    ("Об этом сообщил Кремль.", [("RUS", "seat")]),
    ("Решение принял Евросоюз.", [("EU", "organisation")]),
    ("Заявление ОДКБ опубликовано.", [("CSTO", "organisation")]),
    ("Эрдоганом подписан указ.", [("TUR", "person")]),
    ("Речь Никола Пашиняна передали по радио.", [("ARM", "person")]),
]
SUBJECTS = [
    ("Глава МИД Турции уехал.", ("TUR",)),
    ("Министр иностранных дел Латвии уехал.", ("LVA",)),
    ("Российско-сербская комиссия собралась.", ()),
    ("Российские и белорусские войска ушли.", ("RUS", "BLR")),
    ("Лидеры Грузии и Украины уехали.", ("GEO", "UKR")),
    ("Посол Франции в Ереване уехал.", ("FRA",)),
    ("Десять граждан Польши уехали.", ("POL",)),
]


@pytest.mark.parametrize(("text", "found"), NAMES, ids=[text for text, _ in NAMES])
def test_a_name_is_known_in_any_case(
    named: Callable[[str], list[tuple[str, str]]], text: str, found: list[tuple[str, str]]
) -> None:
    assert named(text) == found


@pytest.mark.parametrize(("text", "codes"), SUBJECTS, ids=[text for text, _ in SUBJECTS])
def test_a_phrase_is_its_country(
    subject: Callable[[str], tuple[str, ...]], text: str, codes: tuple[str, ...]
) -> None:
    assert subject(text) == codes


def test_a_member_of_the_united_nations_has_a_russian_name() -> None:
    states = {a.code for a in vocabulary.states() if a.end is None}
    lacking = states - {name.actor for name in lexicon.names() if name.kind == "name"}
    assert lacking == set()


def test_a_person_is_one_row_of_the_gazetteer_whatever_the_script() -> None:
    path = files("steelyard.coding.english") / "data" / "offices.csv"
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    known = {(row["name"], row["country"]) for row in rows}
    tied = {(person.latin, person.actor) for person in lexicon.persons() if person.latin}
    assert tied <= known
    assert len(tied) > 400


@pytest.mark.parametrize(
    ("year", "code"), [(2021, "PRT"), (2025, "EU")], ids=["prime minister", "council president"]
)
def test_a_person_stands_for_whom_he_held_office_for_on_the_day(
    parsed: Callable[[str], Sentence], year: int, code: str
) -> None:
    found = mentions(parsed("Антониу Кошта прибыл на саммит."), date(year, 3, 1))
    assert [m.code for m in found] == [code]
