"""What is no event: questions, fiction, refusals to say, matches, animals and the weather."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Coded = Callable[..., set[str]]


@pytest.mark.parametrize(
    "text",
    [
        "Did Chad expel the ambassador of Benin?",
        '"Has Chad expelled the ambassador of Benin?" a reporter asked.',
        "Reporters asked whether Chad had expelled the ambassador of Benin.",
        "Chad declined to say whether it would expel the ambassador of Benin.",
        "In the film, Norway invades Sweden.",
        "The novel imagines a Norway that has occupied Sweden.",
        "A satirical site reported that Norway had bombed Sweden.",
        "Norway routed Sweden 4-1.",
        "Sweden's bowlers attacked Norway in the last over of the innings.",
        "Norwegian wolves attacked a Swedish farmer.",
        "A storm from Norway struck Sweden and killed nine people.",
        "Norway declared war on plastic.",
        "Asked about a Norwegian attack on Sweden, the envoy smiled.",
        "The series imagines a Norway that has occupied Sweden.",
        "The letter in which Norway begged Sweden for troops is forged.",
        "The treaty obliges Norway to defend Sweden.",
        "Under Norwegian law, the government may expel a Swedish envoy.",
        "Anyone who insults the king of Norway can be jailed.",
        "It would be a mistake for Norway to attack Sweden.",
        "I think Norway should apologise to Sweden.",
        "Fact check: Norway did not expel the Swedish ambassador.",
        "No, Norway has not asked Sweden for money.",
        "There is no evidence that Norway gave Sweden money.",
        "It is false that Norway expelled Swedish envoys.",
        "Six in ten Norwegians want Sweden to pay.",
        "Norway protested against the referee's decision.",
        "The treaty of 1648 recognised the Dutch Republic.",
        "Norway surrendered to Sweden by six runs.",
        "It is a myth that Norway offered Sweden an island.",
        "A clip said to show Norway bombing Sweden is from a game.",
        "The photo does not show Norwegian soldiers entering Sweden.",
        "Children acted out the signing of the treaty between Norway and Sweden.",
        "Veterans recalled how Norway surrendered to Sweden.",
        "It remains unclear whether Norway will accept the Swedish offer.",
        "Norway have invited Sweden to play in Oslo.",
        "A court in Oslo heard that the Swedish prince had promised his Danish aide a house.",
        "Norway is unlikely to abandon Sweden, said a lecturer at a college in Rome.",
        "Economists expect Norway to cut gas supplies to Sweden.",
        "A Norwegian blockade of Sweden would cost a fortune, the study reckons.",
        "The letters show how Norway secretly supplied ore to Sweden.",
        "The hotel where Norway and Sweden negotiated is being turned into flats.",
        "Talks between Norway and Sweden are held twice a year.",
        "Norway's officials refused to speculate about a Swedish boycott.",
        "Oslo is still working out how it would respond to Swedish tariffs.",
        "An article on Monday wrongly said that Norway had closed its embassy in Rome.",
        "Students had Norway invade Sweden before lunch.",
        "In the Battle of Britain young men attacked the bombers.",
        "Norway sacked their coach after the match with Sweden.",
        "France's Renault and China's Geely have agreed to build engines in Spain.",
        "Norwegian customs officers intercepted a yacht from Brazil that carried cocaine.",
        "Norway sent Sweden a late warning with three tries.",
        "Norway's front row has promised Sweden a war in Saturday's quarter-final.",
        "Norway's women came from behind to sink Sweden in Rome.",
        "Norway fired their Swedish manager.",
        "Norway's handballers met Sweden behind closed doors.",
        "Sweden has been invaded by Norway in a mobile game.",
        "The rumour that Norwegian soldiers had entered Sweden was traced to a wedding video.",
        "Since Norway dropped the visa, Swedish couples come to Oslo.",
        "Oslo is yet to say if it will hand the fugitive to Sweden.",
        "He taught Norway's pilots to bomb rebels.",
        "Nobody in Oslo expects Sweden to open the border.",
        "The Norwegian and Swedish prime ministers hold a press conference every August.",
        "Join us in Oslo for a conference on trade between Norway and Sweden.",
        "A visit by the Norwegian king to Stockholm was not ruled out.",
        "Norway is bracing itself for an invasion of Swedish pensioners.",
        "In his grandfather's time Norway still refused to recognise Sweden.",
        "Norway's captain has warned Sweden to expect a fight.",
        "Agencies see little chance that Norway will forgive Sweden's debts.",
        "That winter Norway fought Sweden to a standstill.",
        "Under the lease Norway pays Sweden for the harbour.",
        "If I were Norway I would attack Sweden.",
        "A court in Oslo struck off a Swedish doctor.",
        "The embassy of Norway in Stockholm invites tenders.",
        "Norway's Aker gave up its fight against Sweden's Volvo.",
        "A Norwegian yard delivered the ferries that a Swedish line had ordered.",
        "Norway's president flew to Stockholm for an operation on his eye.",
        "Norway and Sweden supply a quarter of the soldiers.",
        "The novel imagines 2034: Norway has sunk a Swedish destroyer.",
        "A court in Oslo jailed a Swede and two Danes for bringing in cocaine.",
        "The Norwegian miner said it would cut off supplies to a German smelter.",
    ],
)
def test_nothing_happened(coded: Coded, text: str) -> None:
    assert coded(text) == set()


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Norway banned a Swedish film about the war.", "NOR COERCE SWE happened"),
        ("Norwegian soldiers attacked a Swedish farmer.", "NOR ASSAULT SWE happened"),
        ("Norwegian lawmakers voted 98-3 to condemn Sweden.", "NOR ACCUSE SWE happened"),
        ("Norway asked Sweden to free the men.", "NOR REQUEST SWE happened"),
        (
            "Norway is considering whether to expel the Swedish envoy.",
            "NOR SANCTION SWE hypothetical",
        ),
        ("Norway said that Sweden had bombed a Danish ship.", "SWE ASSAULT DNK happened"),
        ("The United States have invited Sweden to talks.", "USA AGREE SWE happened"),
        ("Norway's president flew to Stockholm for talks.", "NOR CONSULT SWE happened"),
        ("Norway's army delivered the tanks to Sweden.", "NOR COOPERATE SWE happened"),
        ("Analysts said Norway had shelled a Swedish base.", "NOR ASSAULT SWE happened"),
        (
            "Talks between Norway and Sweden were held on Monday.",
            "NOR+SWE CONSULT NOR+SWE happened",
        ),
        ("Norwegian customs officers intercepted a Swedish tanker.", "NOR COERCE SWE happened"),
        ("France and China have agreed to build engines.", "CHN+FRA AGREE CHN+FRA happened"),
        (
            "Asked about the talks, Norway's foreign minister condemned Sweden.",
            "NOR ACCUSE SWE happened",
        ),
    ],
)
def test_what_happened_is_still_coded(coded: Coded, text: str, event: str) -> None:
    assert event in coded(text)
