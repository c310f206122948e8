"""Acts told in turns of phrase: verbs with particles, "in custody", "showed the door", passives without "by"."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

Coded = Callable[..., set[str]]


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Two Kenyan surveyors are in Ugandan custody.", "UGA COERCE KEN happened"),
        ("A Danish officer has been behind bars in Oman since June.", "OMN COERCE DNK happened"),
        ("Peru took four Chilean officers prisoner.", "PER COERCE CHL happened"),
        ("A Libyan patrol boat towed a Maltese trawler to Tripoli.", "LBY COERCE MLT happened"),
        ("Qatar let two Bahraini coastguards go.", "QAT RETREAT BHR happened"),
    ],
)
def test_who_is_held_and_let_go(coded: Coded, text: str, event: str) -> None:
    assert event in coded(text)


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Norway showed three Russian attaches the door.", "NOR SANCTION RUS happened"),
        ("Latvia sent the Belarusian consul packing.", "LVA SANCTION BLR happened"),
        ("Nine Russian diplomats have a week to leave Slovenia.", "SVN SANCTION RUS happened"),
        ("Four UN officials were given two days to quit Burundi.", "BDI SANCTION UN happened"),
        ("The Dutch foreign minister called in the Turkish envoy.", "NLD ACCUSE TUR happened"),
        ("Sweden's ambassador was called back from Baghdad.", "SWE SANCTION IRQ happened"),
    ],
)
def test_envoys_sent_out_called_in_and_called_back(coded: Coded, text: str, event: str) -> None:
    assert event in coded(text)


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("India shut its market to Malaysian palm oil.", "IND SANCTION MYS happened"),
        ("Moldova took two Russian channels off the air.", "MDA SANCTION RUS happened"),
        ("Algeria turned off the gas to Morocco.", "DZA SANCTION MAR happened"),
        ("Washington stripped India of its trade privileges.", "USA SANCTION IND happened"),
        ("European sanctions against Burundi were lifted.", "EU RETREAT BDI happened"),
    ],
)
def test_markets_closed_and_measures_ended(coded: Coded, text: str, event: str) -> None:
    assert event in coded(text)


def test_an_answer_told_by_an_infinitive_was_given(coded: Coded) -> None:
    text = "Chad's answer was to expel the Sudanese ambassador."
    assert coded(text) == {"TCD SANCTION SDN happened"}
    assert coded("Chad is to expel the Sudanese ambassador.") == {"TCD SANCTION SDN planned"}


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Zambia leaned on Malawi to open the road.", "ZMB REQUEST MWI happened"),
        ("Kenya's demand is that Somalia withdraw its suit.", "KEN REQUEST SOM happened"),
        ("Oslo brushed off the Icelandic complaint.", "NOR REJECT ISL happened"),
        ("Chad promised a tariff of 20 percent on Nigerian cement.", "TCD THREATEN NGA threatened"),
        (
            "Peru's premier said sorry to the families of the Chilean sailors.",
            "PER SUPPORT CHL happened",
        ),
        (
            "The price was settled between Quito and Bogota overnight.",
            "COL+ECU AGREE COL+ECU happened",
        ),
        ("Ghana took up Togo's invitation to the summit.", "GHA AGREE TGO happened"),
    ],
)
def test_what_is_asked_refused_and_settled(coded: Coded, text: str, event: str) -> None:
    assert event in coded(text)


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Ugandan tanks rumbled into the Congolese town of Bunia.", "UGA ASSAULT COD happened"),
        (
            "Israeli missiles slammed into a radar station south of Damascus.",
            "ISR ASSAULT SYR happened",
        ),
        (
            "A power plant outside Kharkiv was knocked out by Russian drones.",
            "RUS ASSAULT UKR happened",
        ),
        ("A Russian helicopter strayed into Finnish airspace.", "RUS COERCE FIN happened"),
        ("Saudi armour is massing on the Yemeni border.", "SAU MOBILIZE YEM happened"),
    ],
)
def test_forces_that_move_and_hit(coded: Coded, text: str, event: str) -> None:
    assert event in coded(text)


def test_a_plane_is_a_visit_only_where_a_leader_owns_it(coded: Coded) -> None:
    assert coded("Macron's plane landed in Warsaw on Tuesday.") == {"FRA CONSULT POL happened"}
    assert coded("A plane from France landed in Warsaw on Tuesday.") == set()


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Lorries with flour from Georgia rolled into Armenia at dawn.", "GEO AID ARM happened"),
        ("A Qatari plane loaded with medicine landed in Tunis.", "QAT AID TUN happened"),
        ("A ship with Norwegian grain docked in Djibouti.", "NOR AID DJI happened"),
    ],
)
def test_what_is_carried_is_the_help(coded: Coded, text: str, event: str) -> None:
    assert event in coded(text)


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Ottawa called the hangings in Saudi Arabia barbaric.", "CAN ACCUSE SAU happened"),
        ("Vienna was livid at Budapest's law on schools.", "AUT ACCUSE HUN happened"),
        ("Lima's appeal to Quito went unheeded.", "ECU REJECT PER happened"),
        ("The American cut in aid to Kenya angered the farmers.", "USA SANCTION KEN happened"),
        ("A Danish sailor was flown home from Tehran after a pardon.", "IRN RETREAT DNK happened"),
        ("French soldiers left Ouallam, in Niger, at dawn.", "FRA RETREAT NER happened"),
    ],
)
def test_words_that_hang_lower_or_elsewhere(coded: Coded, text: str, event: str) -> None:
    assert event in coded(text)


@pytest.mark.parametrize(
    ("text", "event"),
    [
        (
            "The cut-off of Algerian gas to Spain entered its second week.",
            "DZA SANCTION ESP happened",
        ),
        (
            "It was the fourth of the UN's clinics to be hit by Israeli shells.",
            "ISR ASSAULT UN happened",
        ),
        ("Lorries loaded with relief from Iran rolled into Iraq.", "IRN AID IRQ happened"),
        (
            "Thousands marched through Accra to bring Ghana's president down.",
            "GHA PROTEST GHA happened",
        ),
        (
            "Kenya's demand for an apology was met with silence by Somalia.",
            "SOM REJECT KEN happened",
        ),
        ("Mahathir scrapped the Chinese rail project.", "MYS SANCTION CHN happened"),
    ],
)
def test_nouns_and_participles_that_tell_the_act(coded: Coded, text: str, event: str) -> None:
    assert event in coded(text, date(2018, 8, 21))


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("A Norwegian diplomat has spent 300 days in an Iranian cell.", "IRN COERCE NOR happened"),
        (
            "The tanker's Russian captain was ordered into an Estonian port.",
            "EST COERCE RUS happened",
        ),
        ("Finland bricked up two of its crossings into Russia.", "FIN COERCE RUS happened"),
        (
            "Missiles fired by Israeli jets hit a warehouse at Damascus airport.",
            "ISR ASSAULT SYR happened",
        ),
        (
            "Trudeau told the house that agents of India had a hand in the murder.",
            "CAN ACCUSE IND happened",
        ),
    ],
)
def test_cells_ports_crossings_and_hands(coded: Coded, text: str, event: str) -> None:
    assert event in coded(text, date(2023, 9, 18))


def test_a_recalled_envoy_is_no_act_at_home(coded: Coded) -> None:
    assert not any(
        "THA SANCTION THA" in event for event in coded("Bangkok recalled its ambassador.")
    )


def test_blame_for_who_is_behind_an_attack_is_of_who_says_so(coded: Coded) -> None:
    said = coded("Kenyan officials say that the raid was orchestrated by Somalia.")
    assert said == {"KEN ACCUSE SOM happened"}
    assert coded("Pakistan blasts India over river water") == {"PAK ACCUSE IND happened"}


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ('"Stop the shelling," Ankara told Damascus.', "TUR REQUEST SYR happened"),
        ("\u201cFree our sailors,\u201d London said to Tehran.", "GBR REQUEST IRN happened"),
        ('"Let the monitors in," the Dutch minister told Khartoum.', "NLD REQUEST SDN happened"),
        ('"Open the road," Zambia told Malawi.', "ZMB REQUEST MWI happened"),
    ],
)
def test_what_a_quotation_tells_another_to_do_is_asked(coded: Coded, text: str, event: str) -> None:
    assert coded(text) == {event}


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Chadian gunners traded mortar rounds with Togolese patrols.", "TCD ASSAULT TGO happened"),
        ("Chad struck Togo off its list of trusted suppliers.", "TCD SANCTION TGO happened"),
        ("Chad struck Togo off its list of sponsors of terror.", "TCD CONCEDE TGO happened"),
        ("Chadian police ringed the Togolese embassy.", "TCD COERCE TGO happened"),
        ("Chad, Togo trade charges over border raid", "TCD+TGO ACCUSE TCD+TGO happened"),
        ("Chad launched an assault on the Togolese embassy in Lome.", "TCD ASSAULT TGO happened"),
        ("Chad's minister launched an attack on Togo's president.", "TCD ACCUSE TGO happened"),
        (
            "Jovenel Moise and Luis Abinader put their names to a treaty in Prague.",
            "DOM+HTI SUPPORT DOM+HTI happened",
        ),
        ("Chad sent two patrol boats to a reef claimed by Togo.", "TCD MOBILIZE TGO happened"),
        ("Chad let Togolese warships into its ports.", "TCD COOPERATE TGO happened"),
        ("Chad did not allow Togo to pass on the guns.", "TCD REJECT TGO happened"),
        ("Chad made Togo an offer of two planes.", "TCD AGREE TGO happened"),
    ],
)
def test_one_verb_and_two_meanings(coded: Coded, text: str, event: str) -> None:
    assert event in coded(text)


def test_letting_somebody_know_gives_no_leave(coded: Coded) -> None:
    assert not any("CONCEDE" in event for event in coded("Chad let Togo know that it would pay."))


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Fighting broke out between Chad and Togo.", "TCD+TGO ASSAULT TCD+TGO happened"),
        (
            "Chadian and Togolese police searched the harbour together.",
            "TCD+TGO COOPERATE TCD+TGO happened",
        ),
        (
            "Chad and Togo are going to rebuild the bridge together.",
            "TCD+TGO COOPERATE TCD+TGO planned",
        ),
        (
            "Chad, Burkina Faso and Togo agreed to set up a bank.",
            "TCD+BFA+TGO AGREE TCD+BFA+TGO happened",
        ),
        (
            "The navies of Chad and Togo held four days of exercises.",
            "TCD+TGO COOPERATE TCD+TGO happened",
        ),
        ("The Chadian navy held an exercise with Togo off Lome.", "TCD COOPERATE TGO happened"),
    ],
)
def test_what_states_do_together(coded: Coded, text: str, event: str) -> None:
    actor, kind, recipient, status = event.split()
    sides = {"+".join(sorted(side.split("+"))) for side in (actor, recipient)}
    found = [told.split() for told in coded(text)]
    assert any(
        (told[1], told[-1]) == (kind, status)
        and {"+".join(sorted(side.split("+"))) for side in (told[0], told[2])} == sides
        for told in found
    )


@pytest.mark.parametrize(
    "text",
    [
        "Chad and Togo together account for half of the fish.",
        "Chad has received its first drones.",
        "Chadian and Togolese pupils wrote a history book together.",
        "Hamburg's mayor promised cleaner streets.",
        "Chad proves that a country can be boring.",
    ],
)
def test_what_is_no_act_of_states(coded: Coded, text: str) -> None:
    assert coded(text) == set()


def test_a_visitor_acts_on_his_host(coded: Coded) -> None:
    assert "TGO CONSULT TCD happened" in coded("Chad's president received Togo's prime minister.")


def test_whom_a_threat_would_strike_does_nothing(coded: Coded) -> None:
    found = coded("Chad vowed to sink any Togolese ship that entered Chadian waters.")
    assert not any(event.startswith("TGO") for event in found)


def test_what_sets_off_a_threat_is_of_the_threat(coded: Coded) -> None:
    found = coded("Chad said it would respond in kind if Togo imposed sanctions on its officials.")
    assert {event.split()[1] for event in found} == {"THREATEN"}
