"""Kinds that a fresh page showed, each told in several forms: active, passive, as a noun, denied."""

from __future__ import annotations

from collections.abc import Callable

import pytest

RECEIVED = [
    ("Сербия получила от Китая партию вакцин.", "CHN AID SRB happened"),
    ("Вьетнам получит от Индии шесть патрульных катеров.", "IND COOPERATE VNM planned"),
    ("В Мали доставлена партия российских вертолетов.", "RUS COOPERATE MLI happened"),
    ("Первая партия узбекского газа поступила в Киргизию.", "UZB COOPERATE KGZ happened"),
    ("Польша приняла первую партию южнокорейских танков.", "KOR COOPERATE POL happened"),
    ("На вооружение Азербайджана поступили израильские ракеты.", "ISR COOPERATE AZE happened"),
    ("Первый транш кредита МВФ поступил Пакистану.", "IMF AID PAK happened"),
    ("Тегеран рассчитывает получить от России истребители.", "RUS COOPERATE IRN planned"),
    ("Ангола не получала от Кубы вакцину.", "CUB AID AGO denied"),
]
DENIED = [
    ("МИД Казахстана опроверг сообщения о поставках нефти в Грузию.", "KAZ COOPERATE GEO denied"),
    ("Пентагон опроверг данные о выводе войск из Ирака.", "USA RETREAT IRQ denied"),
    ("Песков назвал недостоверными сообщения о звонке Трампа Путину.", "USA CONSULT RUS denied"),
    (
        "Сообщения о визите Лукашенко в Варшаву не соответствуют действительности.",
        "BLR CONSULT POL denied",
    ),
    (
        "Сообщалось, что Узбекистан закупил у Пекина ракеты, но Ташкент опроверг эти сообщения.",
        "UZB COOPERATE CHN denied",
    ),
    ("Сообщения о переговорах Кубы с Гаити назвали фейком.", "CUB CONSULT HTI denied"),
]
EMBEDDED = [
    ("Москва осудила решение Евросоюза ввести санкции против Мали.", "EU SANCTION MLI planned"),
    (
        "Пекин раскритиковал намерение Вашингтона продать Тайваню ракеты.",
        "USA COOPERATE TWN planned",
    ),
    ("Израиль осудил решение Испании признать Палестину.", "ESP SUPPORT PSE planned"),
    ("Угроза Трампа ввести пошлины против Канады вызвала критику.", "USA THREATEN CAN threatened"),
]
GIVEN = [
    ("Словакия передала Украине танки.", "SVK AID UKR happened"),
    ("Украине переданы чешские гаубицы.", "CZE AID UKR happened"),
    ("Нидерланды передадут Киеву 18 истребителей.", "NLD AID UKR planned"),
    ("Дания не передавала Украине истребители.", "DNK AID UKR denied"),
    ("Франция продала Сербии 12 истребителей.", "FRA COOPERATE SRB happened"),
]
OTHERS = [
    (
        "Военные Ирана открыли огонь после того, как солдаты Ирака пересекли линию.",
        "IRN ASSAULT IRQ happened",
    ),
    ("Польша подняла истребители из-за российских ракет.", "POL MOBILIZE RUS happened"),
    ("Австралия закупит у США до пяти подводных лодок.", "AUS COOPERATE USA planned"),
    ("Кения обвинила Уганду, в Кампале обвинения отвергли.", "UGA REJECT KEN happened"),
    (
        "Власти Мали выслали трех французских дипломатов, обвинив их во лжи.",
        "MLI ACCUSE FRA happened",
    ),
    ("США отозвали визу у президента Колумбии.", "USA SANCTION COL happened"),
    ("Чили и Перу обменялись высылкой дипломатов.", "CHL+PER SANCTION CHL+PER happened"),
]


@pytest.mark.parametrize(
    ("text", "event"),
    [*RECEIVED, *DENIED, *EMBEDDED, *GIVEN, *OTHERS],
    ids=lambda value: value[:40],
)
def test_an_act_is_found_in_the_form_that_tells_it(
    coded: Callable[[str], set[str]], text: str, event: str
) -> None:
    assert event in coded(text)


@pytest.mark.parametrize(
    "text",
    [
        "Между Арменией и Грузией подписано соглашение о торговле.",
        "Россия и Никарагуа подписали договор о сотрудничестве.",
        "Подписание соглашения между Москвой и Хартумом состоится в мае.",
    ],
)
def test_an_agreement_and_its_signing_are_one_event(
    coded: Callable[[str], set[str]], text: str
) -> None:
    assert len(coded(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Введет ли Турция санкции против Сирии?",
        "Туристы из Китая стали чаще посещать Петербург.",
        "Верховный суд Индии отклонил жалобу компании.",
        "Тренер сборной Германии обвинил судью из Испании в предвзятости.",
        "Президент Грузии выступил с обращением к народу.",
        "Аргентинское танго внесено в список ЮНЕСКО.",
    ],
)
def test_questions_private_people_and_courts_state_no_event(
    coded: Callable[[str], set[str]], text: str
) -> None:
    assert coded(text) == set()


def test_an_imperfective_verb_names_the_act_of_its_perfective(
    coded: Callable[[str], set[str]],
) -> None:
    assert coded("Болгария стягивает войска к границе с Турцией.") == {"BGR MOBILIZE TUR happened"}


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("ЕС осудил удар Израиля по Дохе.", "EU ACCUSE ISR happened"),
        ("Турция осудила убийство иранского дипломата.", "TUR ACCUSE  happened"),
        ("Анкара осудила нападение на посольство Ирана.", "TUR ACCUSE  happened"),
        ("США осудили арест лидера оппозиции в Грузии.", "USA ACCUSE GEO happened"),
        ("Чад наложил вето на резолюцию ООН по Судану.", "TCD REJECT UN happened"),
        ("Венгрия заблокировала санкции против Москвы.", "HUN REJECT  happened"),
        ("Чад прекратил выдавать визы американцам.", "TCD SANCTION USA happened"),
        ("Гана направила в ООН ноту.", "GHA ACCUSE  happened"),
        ("Брюссель блокирует вступление Сербии.", "EU REJECT SRB happened"),
        ("Посол Чили в Перу осудил снятие чилийского флага.", "CHL ACCUSE PER happened"),
        ("Чили и Перу призвали стороны к перемирию.", "CHL+PER REQUEST  happened"),
        ("Китайский лидер пригласил казахстанского коллегу.", "CHN AGREE KAZ happened"),
        (
            "Киев выразил надежду, что Прага выделит Молдавии помощь.",
            "CZE AID MDA hypothetical",
        ),
    ],
)
def test_a_victim_or_a_place_is_not_taken_for_who_is_meant(
    coded: Callable[[str], set[str]], text: str, event: str
) -> None:
    assert coded(text) == {event}
