"""The sides of an act that a verb states: actor, recipient, and whether it is joint."""

from __future__ import annotations

from dataclasses import dataclass, replace

from steelyard import vocabulary
from steelyard.coding.english import lexicon
from steelyard.coding.english.acts import nominals
from steelyard.coding.english.acts.predicates import Grammar
from steelyard.coding.english.acts.sides.actor import (
    NOBODY,
    Side,
    implied_actor,
    named_actor,
    owner_of_moved,
)
from steelyard.coding.english.acts.sides.guesses import only_other
from steelyard.coding.english.acts.sides.home import home
from steelyard.coding.english.acts.sides.recipient import (
    giver,
    implied_recipient,
    named_recipient,
)
from steelyard.coding.english.lexicon import Predicate
from steelyard.coding.party import Party


@dataclass(frozen=True, slots=True)
class Roles:
    """Actor and recipient, and how each was found; ``joint`` if every side is both."""

    actor: Party
    actor_how: str
    recipient: Party
    recipient_how: str
    joint: bool = False


def roles_of(grammar: Grammar, i: int, rule: Predicate) -> Roles:
    """Return the sides of the act that the verb at word ``i`` states by its rule."""
    actor, actor_how = named_actor(grammar, i)
    owned = None if actor else _ended_by_its_owner(grammar, i) or _moved(grammar, i, rule)
    if owned is not None:
        return owned
    both = _sides_of_subject(grammar, i) if not actor or actor_how == "phrase" else Party()
    if both:
        return Roles(both, "joint", both, "joint", joint=True)
    if len(actor.codes) > 1 and _mutual(grammar, i):
        return Roles(actor, actor_how, actor, "joint", joint=True)
    recipient, recipient_how = named_recipient(grammar, i, rule, actor)
    if rule.reversed:
        recipient, recipient_how = actor, "subject"
        actor, actor_how = giver(grammar, i, rule, recipient)
        if rule.type == "THREATEN" and recipient_how == "subject":
            recipient = _hearer(grammar, i, recipient)
    if not actor:
        actor, actor_how = implied_actor(grammar, i, rule, recipient, recipient_how)
    apart = recipient and not _on_neutral_ground(rule, recipient_how)
    spoken = grammar.parties.sentence.words[i].lemma in lexicon.words("kind word")
    if not apart and rule.mode != "visit" and not spoken and _all_sides(rule, actor):
        return Roles(actor, actor_how, actor, "joint", joint=True)
    if not recipient and actor_how == "phrase":
        recipient, recipient_how = _struck(grammar, i, actor)
    if not recipient:
        recipient, recipient_how = _unnamed(grammar, i, rule, actor)
    return Roles(actor, actor_how, recipient, recipient_how)


def _hearer(grammar: Grammar, i: int, named: Party) -> Party:
    """Return who "it" is that will pay: whom the speaker tells: "told Hezbollah that it would pay"."""
    head = grammar.clause(i).agent
    above = grammar.parties.sentence.words[i].head
    if head is None or above == i or not grammar.parties.sentence.words[head].tag.startswith("PRP"):
        return named
    told = grammar.clause(above).patient
    return (grammar.parties.of(told) if told is not None else Party()) or named


def _struck(grammar: Grammar, i: int, actor: Party) -> Side:
    """Return on whom the act is that a subject names: "the bombing of X by Y killed seven"."""
    head = grammar.clause(i).agent
    if head is None or not grammar.nominalisation(head):
        return NOBODY
    struck = grammar.clause(head).patient
    party = grammar.parties.of(struck) if struck is not None else Party()
    return (party, "phrase") if party and set(party.codes) != set(actor.codes) else NOBODY


def _mutual(grammar: Grammar, i: int) -> bool:
    """Say whether sides do the same to each other: "expelled each other's envoys", "traded insults"."""
    parts, words = grammar.clause(i), grammar.parties.sentence.words
    if words[i].lemma in lexicon.words("done to each other") and not parts.preps.get("with"):
        return True
    heads = [parts.patient, parts.dative, *(n for nouns in parts.preps.values() for n in nouns)]
    near = {j for head in heads if head is not None for j in grammar.parties.sentence.subtree(head)}
    return any(
        words[j].text.lower() in ("other", "another")
        and words[j - 1].text.lower() in ("each", "one")
        for j in near
        if j
    )


def _unnamed(grammar: Grammar, i: int, rule: Predicate, actor: Party) -> Side:
    """Return the recipient of an act whose clause names none."""
    if _one_country(grammar, i, rule, actor):
        return home(actor)
    return implied_recipient(grammar, i, rule, actor) if actor else NOBODY


def _sides_of_subject(grammar: Grammar, i: int) -> Party:
    """Return the sides of a subject that fails, ends or is put off: "talks between A and B broke down"."""
    parts = grammar.clause(i)
    head = parts.patient if parts.passive else parts.agent
    rule = grammar.rule(i)
    joint = rule is not None and rule.type in lexicon.words("joint type")
    # "Was settled between A and B", "fighting broke out between A and B".
    if (
        rule
        and joint
        and "between" in rule.recipient
        and (parts.agent is None or rule.type == "ASSAULT")
    ):
        for noun in parts.preps.get("between", ()):
            if len(grammar.parties.of(noun).codes) > 1:
                return grammar.parties.of(noun)
    if head is None or not lexicon.words("held between") & grammar.kinds(head):
        return Party()
    both = nominals.between(grammar.parties, head) or grammar.parties.inside(head, ("of",))
    return both if len(both.codes) > 1 else Party()


def _ended_by_its_owner(grammar: Grammar, i: int) -> Roles | None:
    """Return the sides of what was ended, put off or renewed by nobody named: "EU sanctions on X were eased".

    Whose it is may end it, on whom it is: "the Greek minister's visit to Ankara was called off".
    """
    parts, parties = grammar.clause(i), grammar.parties
    head = parts.patient
    if not parts.passive or parts.agent is not None or head is None or parties.mention(head):
        return None
    words = parties.sentence.words
    beside = {words[i].lemma, *(f"{words[i].lemma} {word}" for word in parts.particles)}
    if not beside & lexicon.words("is done by its owner") or "person" in grammar.kinds(head):
        return None
    owner = parties.of(head) or parties.inside(head, ("by",))
    other = parties.inside(head, lexicon.ordered("names the other side in a noun"))
    if not owner or not other or set(owner.codes) & set(other.codes):
        return None
    names = [m.end - 1 for m in parties.mentions if m.code in owner.codes]
    return Roles(replace(owner, head=names[0] if names else head), "phrase", other, "obj phrase")


def _moved(grammar: Grammar, i: int, rule: Predicate) -> Roles | None:
    """Return the sides of a move of forces that names no other: "Serbia's army was put on its highest alert"."""
    mover = owner_of_moved(grammar, i, rule) if rule.type == "MOBILIZE" else Party()
    against = named_recipient(grammar, i, rule, Party())[0] if mover else Party()
    own = against and set(against.codes) <= set(mover.codes)
    return Roles(mover, "phrase", Party(), "") if own else None


def _all_sides(rule: Predicate, actor: Party) -> bool:
    return rule.type in lexicon.words("joint type") and len(actor.codes) > 1


def _on_neutral_ground(rule: Predicate, how: str) -> bool:
    """Say whether the party found is only the place of a meeting: "India and Nepal met in Geneva"."""
    if rule.type == "CONSULT" and how not in (*rule.recipient, "subject"):
        return True
    return how == "place" and vocabulary.quad(rule.type) <= 2 and rule.type != "RETREAT"


def _one_country(grammar: Grammar, i: int, rule: Predicate, actor: Party) -> bool:
    """Say whether two sides of one country act together: "the rebels and the government"."""
    head = grammar.clause(i).agent
    if head is None or len(actor.codes) != 1 or rule.type not in lexicon.words("joint type"):
        return False
    joined = grammar.parties.sentence.conjuncts(head)
    return len(joined) > 1 and all("party" in grammar.kinds(side) for side in joined)


def roles_of_noun(grammar: Grammar, i: int, rule: Predicate) -> Roles | None:
    """Return the sides of the act that a noun names by its verb's rule, None unless both are named."""
    both = nominals.between(grammar.parties, i)
    if len(both.codes) > 1:
        third = named_actor(grammar, i) if "between" in rule.recipient else NOBODY
        if third[0] and not set(third[0].codes) & set(both.codes):
            return Roles(*third, both, "between")  # "mediation by Oman between A and B"
        return Roles(both, "between", both, "between", joint=True)
    actor, actor_how = named_actor(grammar, i)
    if not actor and not rule.reversed:
        actor, actor_how = _own_forces(grammar, i)
    recipient, recipient_how = named_recipient(grammar, i, rule, actor)
    if rule.reversed:
        recipient, recipient_how = actor, "subject"
        actor, actor_how = giver(grammar, i, rule, recipient)
    targeted = grammar.clause(i).patient is not None and rule.type == "ASSAULT"
    if actor and not recipient and _all_sides(rule, actor) and not targeted:
        return Roles(actor, actor_how, actor, "joint", joint=True)
    if actor and not recipient and _heads_a_clause(grammar, i, rule):
        recipient, recipient_how = only_other(grammar.parties, i, rule, actor)
    apart = recipient and set(recipient.codes) != set(actor.codes)
    return Roles(actor, actor_how, recipient, recipient_how) if actor and apart else None


def _own_forces(grammar: Grammar, i: int) -> Side:
    """Return whose forces are moved: "the landing of 550 French soldiers in Mali"."""
    moved = grammar.clause(i).patient
    if moved is None or not grammar.kinds(moved) & {"troops", "weapons"}:
        return NOBODY
    return grammar.parties.of(moved), "phrase"


def _heads_a_clause(grammar: Grammar, i: int, rule: Predicate) -> bool:
    """Say whether a sentence tells of a noun's act: "Baku's refusal of a truce dimmed hopes"."""
    subject = grammar.parties.sentence.words[i].dep in ("nsubj", "nsubjpass")
    return subject and rule.type in lexicon.words("type of speech")
