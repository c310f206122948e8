"""Acts told by where somebody is awaited, by whose goods arrive, by what a condition threatens."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Coded = Callable[..., set[str]]


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Norway's prime minister is expected in Riga on Thursday.", "NOR CONSULT LVA planned"),
        ("Norway's prime minister turned up in Riga.", "NOR CONSULT LVA happened"),
        ("Norway gave Latvia a week to leave the island.", "NOR THREATEN LVA threatened"),
        ("If Latvia shuts the port, Norway will retaliate.", "NOR THREATEN LVA threatened"),
        ("Norway is ready to hit back at Latvia.", "NOR THREATEN LVA threatened"),
        ("Norway said Latvia would pay the price.", "NOR THREATEN LVA threatened"),
        ("Norwegian fuel was trucked to Latvia.", "NOR COOPERATE LVA happened"),
        ("Food sent by Norway was unloaded in Riga.", "NOR AID LVA happened"),
        ("Norway will hand over six F-16s to Latvia.", "NOR AID LVA planned"),
        ("Norway and Latvia swapped ambassadors.", "LVA+NOR SUPPORT LVA+NOR happened"),
        ("Were Norway to recognise Kosovo, Latvia would protest.", "NOR SUPPORT XKX hypothetical"),
        ("Norway's teachers began a strike.", "NOR PROTEST NOR happened"),
        ("Norway's opposition leader was jailed.", "NOR COERCE NOR happened"),
        ("The Norwegian government lifted the curfew.", "NOR CONCEDE NOR happened"),
        (
            "The arrest of the sailors by Latvia drew a protest from Oslo.",
            "NOR PROTEST LVA happened",
        ),
        ("The arrest of Latvians by Norway was condemned by Sweden.", "SWE ACCUSE NOR happened"),
        ("The arrest of Latvians by Norway was condemned by Sweden.", "NOR COERCE LVA happened"),
        ("The Latvian offer was rejected in Oslo.", "NOR REJECT LVA happened"),
        ("Norway said Latvia's decision was illegal.", "NOR ACCUSE LVA happened"),
        ("Norway said that the Latvian claim was baseless.", "NOR REJECT LVA happened"),
        ("Norway said Latvia was a reliable partner.", "NOR SUPPORT LVA happened"),
        ("Norway reacted with fury to Latvia's decision.", "NOR ACCUSE LVA happened"),
        ("Norway replied positively to Latvia's invitation.", "NOR AGREE LVA happened"),
        ("Latvian steel was taxed by Norway.", "NOR SANCTION LVA happened"),
        ("The revocation of Latvian visas by Norway took effect.", "NOR SANCTION LVA happened"),
        ("Norway hinted at sending its army into Latvia.", "NOR THREATEN LVA threatened"),
        (
            "Norway stepped up its rhetoric against Latvia, accusing it of spying.",
            "NOR ACCUSE LVA happened",
        ),
    ],
)
def test_an_act_is_found_however_it_is_told(coded: Coded, text: str, event: str) -> None:
    assert event in coded(text)


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Unless Bolivia pays, Peru will close the border.", "PER THREATEN BOL threatened"),
        ("Chile declared Peru's ambassador persona non grata.", "CHL SANCTION PER happened"),
        ("The Omani envoy was named persona non grata by Chad.", "TCD SANCTION OMN happened"),
        ("Uganda bombed rebels inside Sudan.", "UGA ASSAULT SDN happened"),
        ("Rescuers from Serbia crossed into Bulgaria.", "SRB AID BGR happened"),
        ("Omani doctors landed in Chad.", "OMN AID TCD happened"),
        ("Seoul sent rice to the North.", "KOR AID PRK happened"),
        ("North Korea's army shelled the South.", "PRK ASSAULT KOR happened"),
        ("Ghana set Togo's rulers a deadline of ten days.", "GHA THREATEN TGO threatened"),
        ("Oman gifts Chad field hospitals", "OMN AID TCD happened"),
        ("Two Dutch envoys were ordered out of Chad.", "TCD SANCTION NLD happened"),
        ("Oman is on the verge of recognising Kosovo.", "OMN SUPPORT XKX planned"),
        ("The handover of nine sailors by Iran to India took hours.", "IRN RETREAT IND happened"),
        ("Serbia arrested and later freed nine Kosovo policemen.", "SRB COERCE XKX happened"),
        ("A prisoner swap between Oman and Iran freed nine.", "IRN+OMN RETREAT IRN+OMN happened"),
        ("WHO flies vaccines to Sudan", "WHO AID SDN happened"),
        ("Chad will rue its raid, Sudan said.", "SDN THREATEN TCD threatened"),
        ("Chad shells Sudanese posts, Sudan vows revenge", "SDN THREATEN TCD threatened"),
    ],
)
def test_threats_gifts_and_orders_are_found_in_whatever_form(
    coded: Coded, text: str, event: str
) -> None:
    assert event in coded(text)


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Norway said Latvia has to recognise Kosovo.", "NOR REQUEST LVA happened"),
        ("Norway said Latvia needs to withdraw its troops.", "NOR REQUEST LVA happened"),
        ("Norway said Latvia agreed to recognise Kosovo.", "LVA AGREE XKX happened"),
        ("Norway said Latvia promised to withdraw its troops.", "LVA AGREE NOR happened"),
    ],
)
def test_what_one_must_do_is_asked_and_what_one_agreed_to_is_not(
    coded: Coded, text: str, event: str
) -> None:
    assert coded(text) == {event}


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("French aid to Mali has been halted.", "FRA SANCTION MLI happened"),
        ("EU sanctions on three Zimbabwean officials were suspended.", "EU RETREAT ZWE happened"),
        ("The American embargo on Cuban sugar was lifted.", "USA RETREAT CUB happened"),
        ("The Omani minister's visit to Riga was called off.", "OMN REJECT LVA happened"),
        (
            "A summit of the Indian and Nepalese leaders was cancelled.",
            "IND+NPL REJECT IND+NPL happened",
        ),
        (
            "Rockets fired from the Togolese side killed two Ghanaian farmers.",
            "TGO ASSAULT GHA happened",
        ),
        ("Peru and Chile traded insults.", "CHL+PER ACCUSE CHL+PER happened"),
        (
            "Oman received the ministers of Peru and Chile and urged both to talk.",
            "OMN REQUEST CHL+PER happened",
        ),
        ("NATO-member Norway sent tanks to Ukraine.", "NOR COOPERATE UKR happened"),
        ("North Korea rejects talks with South", "PRK REJECT KOR happened"),
        (
            "The African Union is poised to readmit Mali, two years after expelling it.",
            "AU SANCTION MLI happened",
        ),
        (
            "An alleged Omani spy passed bags of cash to a Togolese official.",
            "OMN AID TGO rumoured",
        ),
        ("Peru's envoy was told to leave Chad.", "TCD SANCTION PER happened"),
        ("Oman sought Togo's backing.", "OMN REQUEST TGO happened"),
        ("Peru voiced regret at Chile's use of its veto.", "PER ACCUSE CHL happened"),
        ("Vietnam took delivery of two boats from Japan.", "JPN COOPERATE VNM happened"),
        ("Chad said it was dismayed that Oman was arming the rebels.", "TCD ACCUSE OMN happened"),
    ],
)
def test_an_act_is_found_whose_sides_stand_apart(coded: Coded, text: str, event: str) -> None:
    assert event in coded(text)


def test_who_gives_in_does_so_once(coded: Coded) -> None:
    text = "Peru relented and let Chilean investigators question the men."
    assert coded(text) == {"PER RETREAT CHL happened"}


def test_what_is_demanded_is_not_done(coded: Coded) -> None:
    text = "Peru rebuffed a demand from Chile that it take back its recognition of Kosovo."
    assert "PER REJECT XKX happened" not in coded(text)


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Condolences came to Ankara from Athens within the hour.", "GRC SUPPORT TUR happened"),
        ("Condemnation of the Chinese law came from Oslo.", "NOR ACCUSE CHN happened"),
        (
            "There was criticism from Belgrade of the raids by Kosovo police.",
            "SRB ACCUSE XKX happened",
        ),
        (
            "An Indian airman was captured after his jet had been shot down by Pakistan.",
            "PAK ASSAULT IND happened",
        ),
        ("France sent up to 300 troops to Mali.", "FRA MOBILIZE MLI happened"),
        (
            "Chad is expelling four Omani envoys, Latvia three and Peru two.",
            "LVA SANCTION OMN happened",
        ),
        (
            "Chad is expelling four Omani envoys, Latvia three and Peru two.",
            "PER SANCTION OMN happened",
        ),
        ("Peru thanked Oman for the vaccines, Chile for the railway.", "CHL SUPPORT OMN happened"),
        ("Oman showed two Peruvian diplomats the door.", "OMN SANCTION PER happened"),
        ("Oman shut its market to Peruvian apples.", "OMN SANCTION PER happened"),
        ("Peru held back a shipment of shells for Chile.", "PER SANCTION CHL happened"),
        ("Peru called in the Chilean ambassador.", "PER ACCUSE CHL happened"),
    ],
)
def test_an_act_is_found_in_few_words(coded: Coded, text: str, event: str) -> None:
    assert event in coded(text)


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Nato condemned Russia.", "NATO ACCUSE RUS happened"),
        ("Rwanda denied backing the rebels in Congo.", "RWA SUPPORT COD denied"),
        ("Oman handed over two soldiers to Peru.", "OMN RETREAT PER happened"),
        (
            "The decision by Oman to expel Peru's envoy drew protests.",
            "OMN SANCTION PER planned",
        ),
        ("Ecowas imposed sanctions on Niger.", "ECOWAS SANCTION NER happened"),
        ("Turkey blocked Sweden's Nato bid.", "TUR REJECT SWE happened"),
        (
            "Three powers, Peru, Chile and Oman, will meet in Riga.",
            "CHL+OMN+PER CONSULT CHL+OMN+PER planned",
        ),
        (
            "The summit at which Peru's president pleaded with Chile to halt the offensive ended.",
            "PER REQUEST CHL happened",
        ),
        ("Peru is reopening a hotline with Chile.", "PER SUPPORT CHL happened"),
    ],
)
def test_names_and_lists_as_newspapers_write_them(coded: Coded, text: str, event: str) -> None:
    assert event in coded(text)


@pytest.mark.parametrize(
    ("text", "event"),
    [
        (
            "Four Indian soldiers were killed in a clash with Chinese troops.",
            "CHN ASSAULT IND happened",
        ),
        ("Syria fired rockets at a base used by Turkish forces.", "SYR ASSAULT TUR happened"),
        ("Oman said it was ready for talks with Peru.", "OMN AGREE PER happened"),
        ("Oman's army has been put on its highest alert.", "OMN MOBILIZE  happened"),
        ("Oman blasted Peru over its oil licences.", "OMN ACCUSE PER happened"),
        ("A Peruvian proposal for a joint camp was shot down by Oman.", "OMN REJECT PER happened"),
        (
            "Peru condemned the raids in Chile and Bolivia closed its border.",
            "BOL COERCE PER happened",
        ),
    ],
)
def test_the_other_side_of_a_fight(coded: Coded, text: str, event: str) -> None:
    assert event in coded(text)


def test_who_only_reports_force_is_not_struck(coded: Coded) -> None:
    text = "The pair were detained by Syrian fighters, American officials confirmed."
    assert "SYR COERCE USA happened" not in coded(text)
