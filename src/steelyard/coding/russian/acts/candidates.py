"""Candidates: the acts of a sentence with their sides and status, verbs first, then nouns."""

from __future__ import annotations

from dataclasses import replace

from steelyard import vocabulary
from steelyard.coding.party import Party
from steelyard.coding.russian import lexicon
from steelyard.coding.russian.acts.candidate import Candidate
from steelyard.coding.russian.acts.nominal import nominal_acts
from steelyard.coding.russian.acts.sides import Sides
from steelyard.coding.russian.acts.verbal import verbal_acts
from steelyard.coding.russian.parties import Parties
from steelyard.records.events import Status

#: Roles whose acts among their own people are a matter of home.
_HOME_ROLES = frozenset(("OPP", "CVL", "COP", "JUD", "CHR", "MED"))


def find_candidates(parties: Parties) -> list[Candidate]:
    """Return the acts of a sentence in the order of their words; one told twice only once."""
    if parties.sentence.text.rstrip(' »"').endswith("?"):
        return []  # a question states nothing
    verbal = list(verbal_acts(parties))
    told = frozenset(
        act.trigger
        for act in verbal
        if (act.sides.actor and act.sides.recipient) or len(act.sides.actor.codes) > 1
    )
    found = [
        replace(act, status=_status(act.type, act.status))
        for act in (*verbal, *nominal_acts(parties, told))
    ]
    whole = [settled for one in found if (settled := _settle(one)) is not None]
    whole.sort(key=lambda one: one.trigger)
    kept: list[Candidate] = []
    for one in whole:
        twin = next((k for k, other in enumerate(kept) if _same(parties, one, other)), None)
        if twin is None:
            kept.append(one)
        elif one.weight > kept[twin].weight:
            kept[twin] = one
    return kept


def _status(kind: str, status: Status) -> Status:
    """Return the status as the type has it: a threat stays one unless it is doubted."""
    if kind == "THREATEN" and status in ("happened", "planned"):
        return "threatened"
    return status


def _settle(one: Candidate) -> Candidate | None:
    """Give joint and domestic acts their second side; None where a side that is needed lacks."""
    sides = one.sides
    actor, recipient = sides.actor, sides.recipient
    if not recipient and len(actor.codes) > 1 and one.type in lexicon.words_upper("joint type"):
        sides = replace(sides, recipient=actor, recipient_how="each other")
    elif not actor and len(recipient.codes) > 1 and one.type in lexicon.words_upper("joint type"):
        sides = replace(sides, actor=recipient, actor_how="each other")
    elif not recipient and actor and _at_home(one):
        sides = replace(sides, recipient=_bare(actor), recipient_how="home")
    elif not actor and recipient and _done_at_home(one):
        sides = replace(sides, actor=_bare(recipient), actor_how="home")
    return replace(one, sides=sides) if _is_whole(one, sides) else None


def _is_whole(one: Candidate, sides: Sides) -> bool:
    """Say whether an act has the sides that its type cannot do without."""
    if not sides.recipient:
        if vocabulary.quad(one.type) == 3 and ("JUD" in sides.actor.roles or _of_country(one)):
            return False  # courts and a country's courts, papers and people deal with their own
        asked = lexicon.words_upper("recipient asked") | lexicon.words_upper("recipient needed")
        return bool(sides.actor) and one.type not in asked
    needed = one.nominal or one.type in lexicon.words_upper("recipient needed")
    return bool(sides.actor) or not needed


def _of_country(one: Candidate) -> bool:
    """Say whether who acts is only said to be in a country: "во Вьетнаме осудили"."""
    return one.sides.actor_how == "country"


def _done_at_home(one: Candidate) -> bool:
    """Say whether an act whose actor is not named is done by the recipient's own people."""
    convicted = one.mode in ("convict", "arrest") and one.sides.recipient.human
    return one.type == "PROTEST" or convicted


def _at_home(one: Candidate) -> bool:
    """Say whether an act that names no recipient is done at home."""
    roles = set(one.sides.actor.roles)
    if "JUD" in roles:
        return vocabulary.quad(one.type) == 4
    if one.type in lexicon.words_upper("home type"):
        return "obj:border" not in one.rule  # a border has another side
    return bool(roles & _HOME_ROLES) and vocabulary.quad(one.type) in (3, 4)


def _bare(party: Party) -> Party:
    return replace(party, roles=("",) * len(party.codes))


def _same(parties: Parties, one: Candidate, other: Candidate) -> bool:
    """Say whether two candidates of a sentence are one act told by a verb and by a noun."""
    if one.status != other.status:
        return False
    if one.type != other.type and not _one_pledge(parties, one, other):
        return False
    a, b = one.sides, other.sides
    apart = a.actor and b.actor and not {*a.actor.codes} & {*b.actor.codes}
    if apart and one.type not in ("CONSULT", "COOPERATE", "AGREE"):
        return False  # "Минск освободит, если Вашингтон снимет": each does his own
    mine = {*a.actor.codes, *a.recipient.codes}
    its = {*b.actor.codes, *b.recipient.codes}
    return mine <= its or its <= mine


def _one_pledge(parties: Parties, one: Candidate, other: Candidate) -> bool:
    """Say whether an agreement and its signing are told by words of which one governs the other."""
    if {one.type, other.type} != {"AGREE", "SUPPORT"}:
        return False
    low, high = one.trigger, other.trigger
    for a, b in ((low, high), (high, low)):
        chain = [a]
        for i in parties.sentence.above(a):
            if i == b:
                return all(parties.sentence.words[k].rel != "conj" for k in chain)
            chain.append(i)
    return False
