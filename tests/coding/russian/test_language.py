"""Russian behind the contract: articles, what is skipped, what is missing, what is not imported."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date

import pytest

from steelyard.coding import Coder
from steelyard.coding.language import NO_ACTOR
from steelyard.coding.russian.article import reason_to_skip, without_slug
from steelyard.coding.russian.text import Parser, parse
from steelyard.errors import CodingError
from steelyard.records import Article

ENGLISH = """
import json, sys
from datetime import date
from steelyard.coding import Coder
Coder().code_sentence("France praised Serbia.", date(2020, 1, 15))
print(json.dumps([n for n in sys.modules if "russian" in n or n in ("slovnet", "pymorphy3", "navec")]))
"""


def test_english_text_imports_nothing_russian() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ENGLISH], capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout.splitlines()[-1]) == []


def test_an_event_keeps_its_sentence_as_printed(russian: Coder) -> None:
    text = "Погода была ясной.\n\nГрузия подписала договор с Арменией. Стороны довольны итогом."
    (event,) = russian.code_article(Article(id="a", text=text, date=date(2020, 1, 15)))
    assert event.sentence == "Грузия подписала договор с Арменией."
    assert text[event.start : event.end] == event.sentence
    assert event.coder.startswith("rules ru")


def test_a_pronoun_is_who_was_spoken_of(russian: Coder) -> None:
    text = "Лукашенко выступил в парламенте. Он поблагодарил Китай за помощь."
    found = russian.code_article(Article(id="a", text=text, date=date(2020, 1, 15)))
    assert [(e.actor, e.type, e.recipient) for e in found] == [(("BLR",), "SUPPORT", ("CHN",))]


def test_a_package_that_is_not_there_is_named_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(parse, "find_spec", lambda name: None if name == "slovnet" else object())
    with pytest.raises(CodingError, match=r"needs slovnet, .*pip install 'steelyard\[ru\]'"):
        Parser()


def test_another_pipeline_is_refused() -> None:
    with pytest.raises(CodingError, match="Russian has no pipeline 'xx'"):
        Coder("xx", language="ru")


def test_a_sentence_without_a_name_is_not_parsed() -> None:
    assert reason_to_skip("Вечером пошел сильный дождь.", known_before=False) == NO_ACTOR
    assert not reason_to_skip("Вечером он уехал в гости.", known_before=True)
    assert reason_to_skip("Фото: пресс-служба Кремля", known_before=False)


def test_the_head_of_a_telegram_is_no_part_of_its_sentence() -> None:
    said = "Турция поддержала Катар."
    assert without_slug(f"АНКАРА, 5 июня. /ТАСС/. {said}") == said
    assert without_slug(f"МОСКВА, 5 июн - РИА Новости. {said}") == said
    assert without_slug(said) == said


def test_what_another_is_told_to_do_is_asked_of_him(russian: Coder) -> None:
    text = "Глава МИД Турции заявил, что Греция должна вывести войска."
    found = russian.code_sentence(text, date(2020, 1, 15))
    assert [(e.actor, e.type, e.recipient) for e in found] == [(("TUR",), "REQUEST", ("GRC",))]


def test_the_sides_are_the_states_that_last_dealt_with_one_another(russian: Coder) -> None:
    text = "Индия обвинила Пакистан в обстреле. Китай призвал стороны к сдержанности."
    found = russian.code_article(Article(id="a", text=text, date=date(2020, 1, 15)))
    assert [(e.actor, set(e.recipient)) for e in found] == [
        (("IND",), {"PAK"}),
        (("CHN",), {"IND", "PAK"}),
    ]
