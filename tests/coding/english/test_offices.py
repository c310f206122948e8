"""The gazetteer of offices: every row with a source that was opened, and days in order."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from evaluation.offices import table

from steelyard import vocabulary
from steelyard.coding.english import lexicon
from steelyard.coding.english.parties import actors
from steelyard.coding.english.text import Sentence, Word


def test_every_row_names_the_page_it_is_from_and_what_was_seen_there() -> None:
    for row in lexicon.rows("offices"):
        assert row["source"].startswith("http"), row
        assert row["seen"], row
        assert vocabulary.known(row["country"]), row
        assert row["precision"] in ("day", "month", "year"), row


def test_terms_end_after_they_begin() -> None:
    for row in lexicon.rows("offices"):
        start, end = lexicon.term(row["start"], row["end"])
        assert end is None or start < end, row


@pytest.mark.parametrize(
    ("start", "end", "last_day"),
    [
        ("2012-01-10", "2017-01-17", date(2017, 1, 16)),
        ("2012-01", "2017-01", date(2017, 1, 31)),
        ("2012-01", "2016-02", date(2016, 2, 29)),
        ("2018", "2022", date(2022, 12, 31)),
        ("2018", "2021-12", date(2021, 12, 31)),
    ],
)
def test_a_term_runs_to_the_last_day_of_the_month_or_year_given(
    start: str, end: str, last_day: date
) -> None:
    _, after = lexicon.term(start, end)
    assert after == last_day + timedelta(days=1)


def test_who_left_in_a_month_holds_the_office_to_its_last_day() -> None:
    (presidency,) = lexicon.offices()[
        "Martin Schulz"
    ]  # of the European Parliament, to January 2017
    assert presidency.end == date(2017, 2, 1)


def name(text: str) -> Sentence:
    words, start = [], 0
    for i, part in enumerate(text.split()):
        head = len(text.split()) - 1
        words.append(
            Word(i, part, part.lower(), "NNP", "compound" if i < head else "ROOT", head, start)
        )
        start += len(part) + 1
    return Sentence.of(text, tuple(words))


@pytest.mark.parametrize(
    ("text", "day", "code"),
    [
        ("Ivica Dacic", date(2019, 10, 20), "SRB"),
        ("Emmanuel Macron", date(2019, 10, 20), "FRA"),
        ("Zoran Zaev", date(2019, 10, 20), "MKD"),
        ("Sergey Lavrov", date(2019, 10, 20), "RUS"),
        ("Federica Mogherini", date(2019, 10, 20), "EU"),
    ],
)
def test_office_holders_speak_for_their_country_on_that_day(
    text: str, day: date, code: str
) -> None:
    found = actors.mentions(name(text), day)
    assert [mention.code for mention in found] == [code]
    assert found[0].kind == "person"


def test_out_of_office_the_country_stays() -> None:
    assert actors.mentions(name("Theresa May"), date(2022, 1, 1))[0].code == "GBR"


@pytest.mark.parametrize(
    ("names", "year", "code"),
    [
        ("Milosevic, Slobodan Milosevic, President Milosevic", 1999, "YUG"),
        ("Tudjman, Franjo Tudjman, Franjo Tuđman, Tuđman", 1995, "HRV"),
        ("Izetbegovic, Alija Izetbegovic", 1995, "BIH"),
        ("Berisha, Sali Berisha", 1993, "ALB"),
        ("Gorbachev, Mikhail Gorbachev", 1990, "SUN"),
        ("Yeltsin, Chernomyrdin, Primakov", 1998, "RUS"),
        ("Thatcher, Margaret Thatcher, John Major", 1990, "GBR"),
        ("Kohl, Helmut Kohl", 1991, "DEU"),
        ("Chirac, Jospin, Lionel Jospin", 1999, "FRA"),
        ("Walesa, Lech Walesa", 1992, "POL"),
        ("Shevardnadze, Saakashvili", 2003, "GEO"),
        ("Yushchenko, Yanukovich, Tymoshenko", 2005, "UKR"),
        ("Rabin, Yitzhak Rabin", 1994, "ISR"),
        ("Arafat, Yasir Arafat, Abu Ammar", 1996, "PSE"),
        ("Saddam, Saddam Hussein, Saddam Husayn", 1991, "IRQ"),
        ("Hariri, Rafik Hariri, Lahoud", 2003, "LBN"),
        ("Ahmadinejad, Khamenei", 2009, "IRN"),
        ("Mubarak, Hosni Mubarak", 1999, "EGY"),
        ("Gaddafi, Gadhafi, Qaddafi, Kadafi, Muammar Gaddafi", 2004, "LBY"),
        ("Demirel, Ecevit, Bulent Ecevit", 1999, "TUR"),
        ("Vajpayee, Atal Behari Vajpayee", 2001, "IND"),
        ("Benazir Bhutto, Bhutto", 1995, "PAK"),
        ("Musharraf, Pervez Musharraf, Shaukat Aziz", 2005, "PAK"),
        ("Karzai, Hamid Karzai", 2008, "AFG"),
        ("Suharto", 1994, "IDN"),
        ("Wahid, Abdurrahman Wahid, Gus Dur", 2000, "IDN"),
        ("Megawati, Sukarnoputri", 2003, "IDN"),
        ("Gusmao, Xanana Gusmao, Gusmão", 2005, "TLS"),
        ("Mahathir, Mahathir Mohamad", 1998, "MYS"),
        ("Jiang Zemin, Zhu Rongji", 2000, "CHN"),
        ("Kim Jong-il, Kim Jong Il", 2005, "PRK"),
        ("Kim Dae-jung, Kim Dae Jung", 2000, "KOR"),
        ("Lee Myung-bak, Lee Myung Bak", 2010, "KOR"),
        ("Koizumi, Junichiro Koizumi", 2002, "JPN"),
        ("Arroyo, Gloria Arroyo", 2004, "PHL"),
        ("Clinton, Bill Clinton, President Clinton", 1995, "USA"),
        ("Bush, George Bush, President Bush", 2003, "USA"),
        ("Chretien, Jean Chrétien", 1999, "CAN"),
        ("Vicente Fox, President Fox", 2002, "MEX"),
        ("Chavez, Hugo Chávez", 2006, "VEN"),
        ("Fujimori, Alberto Fujimori", 1997, "PER"),
        ("Lula, Lula da Silva", 2005, "BRA"),
        ("Menem, Carlos Menem", 1994, "ARG"),
        ("Aristide, Jean-Bertrand Aristide", 2003, "HTI"),
        ("Mandela, Nelson Mandela", 1996, "ZAF"),
        ("Mobutu, Mobutu Sese Seko", 1996, "COD"),
        ("Mugabe, Robert Mugabe", 2002, "ZWE"),
        ("Obasanjo, Olusegun Obasanjo", 2003, "NGA"),
        ("Habyarimana, Juvenal Habyarimana", 1993, "RWA"),
        ("Meles, Meles Zenawi", 2006, "ETH"),
        ("John Howard, Prime Minister Howard", 2003, "AUS"),
        ("Gordon Brown, Prime Minister Brown", 2008, "GBR"),
        ("Milosevic, Slobodan Milosevic", 1993, "SRB"),  # and of Yugoslavia from 1997
        ("Rugova, Ibrahim Rugova", 1999, "XKX"),
        ("Albright, Madeleine Albright", 1999, "USA"),
        ("Colin Powell, Powell", 2003, "USA"),
        ("Condoleezza Rice, Secretary of State Rice, Secretary Rice", 2006, "USA"),
        ("Jack Straw, Foreign Secretary Straw", 2003, "GBR"),
        ("Kozyrev, Andrei Kozyrev", 1993, "RUS"),
        ("Velayati, Ali Akbar Velayati", 1995, "IRN"),
        ("Annan, Kofi Annan", 2003, "UN"),
        ("Boutros-Ghali, Boutros Boutros-Ghali", 1994, "UN"),
        ("Ban Ki-moon, Ban Ki Moon", 2011, "UN"),
        ("Wörner, Manfred Woerner", 1993, "NATO"),
        ("Delors, Jacques Delors", 1992, "EU"),
        ("ElBaradei, Mohamed ElBaradei", 2006, "IAEA"),
    ],
)
def test_leaders_since_1990_are_known_by_the_names_that_the_press_used(
    names: str, year: int, code: str
) -> None:
    for text in names.split(", "):
        found = actors.mentions(name(text), date(year, 6, 1))
        assert [mention.code for mention in found] == [code], text


@pytest.mark.parametrize(
    ("text", "year", "codes"),
    [
        ("Aliyev", 1999, ["AZE"]),  # the father, and then the son
        ("Aliyev", 2010, ["AZE"]),
        ("Maduro", 2004, ["HND"]),  # Ricardo Maduro
        ("Maduro", 2018, ["VEN"]),
        ("Stoltenberg", 2010, ["NOR"]),
        ("Stoltenberg", 2018, ["NATO"]),
        ("Solana", 1994, ["ESP"]),
        ("Solana", 1998, ["NATO"]),
        ("Solana", 2006, ["EU"]),
        ("Prodi", 1997, ["ITA"]),
        ("Prodi", 2002, ["EU"]),
        ("Straw", 2003, []),
        ("Hashimoto", 1997, ["JPN"]),
        ("Kim Jong-il", 1995, ["PRK"]),
        ("Brown", 2008, []),  # of all the Browns
        ("Fox", 2003, []),  # the network
        ("Kim", 2005, []),
        ("Kate Bush", 2003, []),
        ("Clinton", 2018, []),  # the senator of later years
        ("Bill Clinton", 2018, ["USA"]),
        ("Sharon", 2018, []),
        ("Mikhail Gorbachev", 2005, ["RUS"]),  # of the state that continues his
        ("Vojislav Kostunica", 2012, ["SRB"]),
        ("Vaclav Havel", 2010, ["CZE"]),
        ("Stjepan Mesic", 2014, ["HRV"]),  # once of Yugoslavia
    ],
)
def test_a_name_is_of_who_bears_it_at_the_time(text: str, year: int, codes: list[str]) -> None:
    found = actors.mentions(name(text), date(year, 6, 1))
    assert [mention.code for mention in found] == codes


def test_the_published_coverage_is_that_of_the_table() -> None:
    docs = Path(__file__).parents[3] / "docs" / "coding.md"
    assert "\n".join(table()) in docs.read_text(encoding="utf-8")
