"""What is undone, broken off, refused or passed over is never told as done: signs by construction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from steelyard import vocabulary
from steelyard.coding import Coder

Coded = Callable[..., set[str]]

DAY = date(2020, 1, 15)

FRIENDLY = (
    ("selling arms to Kuwait", "sell arms to Kuwait"),
    ("supplying Kuwait with fuel", "supply Kuwait with fuel"),
    ("training Kuwaiti officers", "train Kuwaiti officers"),
)
HOSTILE = (
    ("shelling Kuwaiti villages", "shell Kuwaiti villages"),
    ("expelling Kuwaiti diplomats", "expel Kuwaiti diplomats"),
    ("arresting Kuwaiti sailors", "arrest Kuwaiti sailors"),
)

#: {doing} and {do} are the act; each sentence says that it is over or given up.
UNDONE = (
    "Norway stopped {doing}.",
    "Norway has ceased {doing}.",
    "Norway will no longer {do}.",
    "Norway abandoned its plan to {do}.",
    "Norway withdrew its promise to {do}.",
    "Norway went back on its decision to {do}.",
    "Norway reversed its decision to {do}.",
)

#: Each sentence says that the act was not done.
NOT_DONE = (
    "Norway did not {do}.",
    "Norway stopped short of {doing}.",
    "Norway is far from {doing}.",
    "Norway has yet to {do}.",
    "The Norwegian fleet sailed home without {doing}.",
    "Norway failed to {do}.",
    "Norway denied {doing}.",
)


def signs(coder: Coder, text: str) -> set[int]:
    """Return +1 for cooperation and -1 for conflict that a sentence is said to state as fact."""
    found = coder.code_sentence(text, DAY)
    told = [event for event in found if event.status not in ("denied", "hypothetical")]
    return {1 if vocabulary.quad(event.type) <= 2 else -1 for event in told}


@pytest.mark.parametrize("sentence", UNDONE)
@pytest.mark.parametrize(("doing", "do"), FRIENDLY)
def test_an_end_to_help_or_trade_is_conflict(
    coder: Coder, sentence: str, doing: str, do: str
) -> None:
    assert signs(coder, sentence.format(doing=doing, do=do)) == {-1}


@pytest.mark.parametrize("sentence", UNDONE)
@pytest.mark.parametrize(("doing", "do"), HOSTILE)
def test_an_end_to_force_is_cooperation(coder: Coder, sentence: str, doing: str, do: str) -> None:
    assert signs(coder, sentence.format(doing=doing, do=do)) == {1}


@pytest.mark.parametrize("sentence", NOT_DONE)
@pytest.mark.parametrize(("doing", "do"), FRIENDLY + HOSTILE)
def test_what_was_not_done_is_no_fact(coder: Coder, sentence: str, doing: str, do: str) -> None:
    told = signs(coder, sentence.format(doing=doing, do=do))
    assert told <= {-1}, told
    if (doing, do) in HOSTILE:
        assert not told


@pytest.mark.parametrize("instead", ["Instead of {doing}", "Rather than {do}"])
@pytest.mark.parametrize(("doing", "do"), FRIENDLY + HOSTILE)
def test_what_was_passed_over_is_no_fact(coder: Coder, instead: str, doing: str, do: str) -> None:
    text = f"{instead.format(doing=doing, do=do)}, Norway praised Chad."
    assert signs(coder, text) == {1}
    found = {event.recipient for event in coder.code_sentence(text, DAY) if event.type == "SUPPORT"}
    assert found == {("TCD",)}


@pytest.mark.parametrize(
    "end",
    ["collapsed", "broke down", "failed", "ended without a deal", "were called off", "foundered"],
)
def test_failed_talks_are_a_refusal_of_both_sides(coded: Coded, end: str) -> None:
    found = coded(f"Talks between Norway and Chad {end}.")
    assert len(found) == 1
    actor, kind, recipient, _ = next(iter(found)).split()
    assert {actor, recipient} == {"NOR+TCD"}
    assert kind in ("REJECT", "SANCTION")


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Norway withdrew its recognition of Chad.", "NOR REJECT TCD happened"),
        ("Norway dropped its support for Chad.", "NOR REJECT TCD happened"),
        ("Norway took back its threat to expel Chadian diplomats.", "NOR RETREAT TCD happened"),
        ("Norway withdrew its complaint against Chad.", "NOR CONCEDE TCD happened"),
        ("Norway refused to impose sanctions on Chad.", "NOR SANCTION TCD denied"),
        ("Norway has no intention of recognising Chad.", "NOR REJECT TCD happened"),
        ("Norway refused to recognise Chad.", "NOR REJECT TCD happened"),
    ],
)
def test_words_taken_back_and_force_refused(coded: Coded, text: str, event: str) -> None:
    assert coded(text) == {event}


@pytest.mark.parametrize("report", ["reports", "a report", "claims", "rumours"])
def test_a_denied_report_is_one_act_denied(coded: Coded, report: str) -> None:
    assert coded(f"Chad denied {report} that it had closed its border with Sudan.") == {
        "TCD COERCE SDN denied"
    }


@pytest.mark.parametrize("verb", ["backed", "praised", "welcomed"])
@pytest.mark.parametrize("act", ["the attack on Chad", "new sanctions against Chad"])
def test_kind_words_for_an_act_against_somebody_are_none_for_him(
    coded: Coded, verb: str, act: str
) -> None:
    assert coded(f"Norway {verb} {act}.") == {"NOR ACCUSE TCD happened"}


def test_kind_words_for_who_acts_are_for_him(coded: Coded) -> None:
    found = coded("Norway welcomed the expulsion of Chadian diplomats by Peru.")
    assert found == {"NOR SUPPORT PER happened"}


@pytest.mark.parametrize("verb", ["welcomed", "praised", "hailed", "applauded"])
@pytest.mark.parametrize(
    "end",
    ["suspension", "cancellation", "rejection", "veto", "lifting", "removal", "end", "waiver"],
)
@pytest.mark.parametrize("act", ["sanctions against", "tariffs on"])
def test_kind_words_for_an_end_to_force_are_kind(
    coded: Coded, verb: str, end: str, act: str
) -> None:
    assert coded(f"Norway {verb} the {end} of {act} Chad.") == {"NOR SUPPORT TCD happened"}


@pytest.mark.parametrize("end", ["rejection", "suspension"])
def test_kind_words_for_an_end_to_somebody_are_none_for_him(coded: Coded, end: str) -> None:
    assert coded(f"Norway welcomed the {end} of Chad.") == {"NOR ACCUSE TCD happened"}


@pytest.mark.parametrize("verb", ["stopped", "halted", "ended"])
@pytest.mark.parametrize(
    "act",
    [
        "a Chadian advance",
        "the Chadian offensive",
        "Chad's offensive",
        "an attack by Chadian troops",
        "the advance of Chadian troops",
        "Chadian air strikes on Oslo",
        "the Chadian siege of Oslo",
        "a strike by Chadian teachers",
    ],
)
def test_what_another_does_is_not_given_up_by_who_stops_it(
    coded: Coded, verb: str, act: str
) -> None:
    assert coded(f"Norwegian forces {verb} {act}.") <= {
        "TCD ASSAULT NOR happened",
        "TCD COERCE NOR happened",
    }


@pytest.mark.parametrize("verb", ["stopped", "halted", "ended"])
@pytest.mark.parametrize(
    "act",
    [
        "its offensive in Chad",
        "the offensive in Chad",
        "Norwegian air strikes on Chad",
        "air strikes by the Norwegian army on Chad",
        "the war with Chad",
        "the joint Norwegian and Peruvian attacks on Chad",
    ],
)
def test_what_is_ones_own_is_given_up(coded: Coded, verb: str, act: str) -> None:
    assert coded(f"Norway {verb} {act}.") == {"NOR RETREAT TCD happened"}


@pytest.mark.parametrize("act", ["siege of", "blockade of", "sanctions on", "boycott of"])
@pytest.mark.parametrize("whose", ["its", "the", "Norwegian"])
def test_a_siege_or_boycott_is_given_up_by_who_held_it(coded: Coded, whose: str, act: str) -> None:
    assert coded(f"Norway ended {whose} {act} Chad.") == {"NOR RETREAT TCD happened"}


@pytest.mark.parametrize("verb", ["stopped", "halted"])
def test_an_advance_of_ones_own_is_given_up(coded: Coded, verb: str) -> None:
    assert coded(f"Norwegian troops {verb} their advance into Chad.") == {
        "NOR RETREAT TCD happened"
    }


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Norwegian police ended a protest by Chadian students.", "NOR COERCE TCD happened"),
        ("Norwegian police stopped a rally by Norwegian teachers.", "NOR COERCE NOR happened"),
        ("Chadian students ended their protest against Norway.", "TCD CONCEDE NOR happened"),
        ("Chadian police ended their protest against Norway.", "TCD CONCEDE NOR happened"),
    ],
)
def test_a_protest_is_given_up_by_protesters_and_ended_by_police(
    coded: Coded, text: str, event: str
) -> None:
    assert coded(text) == {event}


@pytest.mark.parametrize("act", ["advance", "offensive", "march", "push"])
def test_an_advance_is_given_up_where_it_is_called_off(coded: Coded, act: str) -> None:
    blame = {"NOR ACCUSE TCD happened"}
    assert coded(f"Norway called a Chadian {act} on Oslo unacceptable.") <= blame
    assert coded(f"Norway called off its {act} on Chad.") == {"NOR RETREAT TCD happened"}


@pytest.mark.parametrize("verb", ["agreed", "offered"])
@pytest.mark.parametrize(("doing", "do"), HOSTILE)
def test_who_agrees_to_use_force_plans_to_use_it(
    coder: Coder, verb: str, doing: str, do: str
) -> None:
    assert doing
    found = coder.code_sentence(f"Norway {verb} to {do}.", DAY)
    assert [(vocabulary.quad(e.type), e.status, e.recipient) for e in found] == [
        (4, "planned", ("KWT",))
    ]


@pytest.mark.parametrize("end", ["June", "the end of the year"])
@pytest.mark.parametrize(
    "gift", ["cheap gas", "a loan", "preferential treatment", "weapons", "access to its ports"]
)
def test_a_gift_with_an_end_is_no_ultimatum(coder: Coder, gift: str, end: str) -> None:
    for text in (f"Norway gave Chad {gift} until {end}.", f"Chad was given {gift} until {end}."):
        assert all(vocabulary.quad(e.type) <= 2 for e in coder.code_sentence(text, DAY)), text


@pytest.mark.parametrize("whom", ["Chad", "the Chadian government", "Chadian troops"])
@pytest.mark.parametrize("what", ["", " to withdraw", " to reply"])
@pytest.mark.parametrize("end", ["Friday", "the end of the month"])
def test_time_given_is_an_ultimatum(coded: Coded, whom: str, what: str, end: str) -> None:
    assert coded(f"Norway gave {whom} until {end}{what}.") == {"NOR THREATEN TCD threatened"}


def test_an_envoy_given_time_to_leave_is_sent_out(coded: Coded) -> None:
    text = "Norway gave the Chadian ambassador until Friday to leave."
    assert coded(text) == {"NOR SANCTION TCD happened"}
