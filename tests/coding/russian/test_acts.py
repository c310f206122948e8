"""Verbs, verbal nouns and light verbs of every type, in the voices and cases that the press uses."""

from __future__ import annotations

from collections.abc import Callable

import pytest

ACTS = [
    ("Министр обороны Греции посетил Тирану.", "GRC CONSULT ALB happened"),
    ("Посол Литвы был принят президентом Молдавии.", "LTU CONSULT MDA happened"),
    ("Варшава согласилась принять румынских пограничников.", "POL AGREE ROU happened"),
    ("Парламент Словении ратифицировал договор с Албанией.", "SVN SUPPORT ALB happened"),
    ("Президент Киргизии помиловал гражданина Узбекистана.", "KGZ CONCEDE UZB happened"),
    ("Алжир поставил Тунису нефть.", "DZA COOPERATE TUN happened"),
    ("Тунису выделен кредит Катара.", "QAT AID TUN happened"),
    ("Египет вывел войска из Судана.", "EGY RETREAT SDN happened"),
    ("Непал потребовал от Индии объяснений.", "NPL REQUEST IND happened"),
    ("Посол Чехии вызван в МИД Словакии.", "SVK ACCUSE CZE happened"),
    ("Перу отвергло предложение Чили.", "PER REJECT CHL happened"),
    ("Судан пригрозил Эфиопии войной.", "SDN THREATEN ETH threatened"),
    ("Хорватские фермеры перекрыли дорогу в Загребе.", "HRV PROTEST HRV happened"),
    ("Из Испании высланы два дипломата Венесуэлы.", "ESP SANCTION VEN happened"),
    ("Камбоджа стянула войска к границе с Таиландом.", "KHM MOBILIZE THA happened"),
    ("В Осло задержан гражданин Ирана.", "NOR COERCE IRN happened"),
    ("Кенийские военные обстреляли лагерь в Сомали.", "KEN ASSAULT SOM happened"),
]
LIGHT = [
    ("Глава МИД Кубы нанес визит в Каракас.", "CUB CONSULT VEN happened"),
    ("Лаос и Вьетнам провели переговоры.", "LAO+VNM CONSULT LAO+VNM happened"),
    ("Япония ввела санкции против Ирана.", "JPN SANCTION IRN happened"),
    ("Оттава выразила протест Пекину.", "CAN ACCUSE CHN happened"),
    ("Мадрид отозвал посла из Буэнос-Айреса.", "ESP SANCTION ARG happened"),
    ("Турция нанесла удар по Сирии.", "TUR ASSAULT SYR happened"),
    ("Начались поставки алжирского газа в Словению.", "DZA COOPERATE SVN happened"),
    ("Поставки газа из Алжира в Словению прекратились.", "DZA SANCTION SVN happened"),
    ("Премьер-министр Дании отменил визит в Венгрию.", "DNK REJECT HUN happened"),
]


@pytest.mark.parametrize(("text", "event"), [*ACTS, *LIGHT], ids=lambda value: value[:30])
def test_an_act_is_read_with_both_sides(
    coded: Callable[[str], set[str]], text: str, event: str
) -> None:
    assert coded(text) == {event}


@pytest.mark.parametrize(
    "text",
    [
        "Нападающий сборной Чехии забил гол в ворота Швейцарии.",
        "Население Армении составляет три миллиона человек.",
        "Курс турецкой лиры снизился на два процента.",
        "Министр спорта Италии посетил матч чемпионата мира.",
    ],
)
def test_what_is_no_politics_states_no_event(coded: Callable[[str], set[str]], text: str) -> None:
    assert coded(text) == set()


@pytest.mark.parametrize(
    ("active", "told_otherwise"),
    [
        ("Литва выслала российского консула.", "Российский консул выслан Литвой."),
        ("Париж осудил действия Анкары.", "Действия Анкары осудил Париж."),
        ("Израиль атаковал Ливан.", "Ливан атакован Израилем."),
    ],
)
def test_voice_and_order_of_words_change_nothing(
    coded: Callable[[str], set[str]], active: str, told_otherwise: str
) -> None:
    assert coded(active) == coded(told_otherwise) != set()
