"""Acts that a verb or a short adjective names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from steelyard import vocabulary
from steelyard.coding.party import Party
from steelyard.coding.russian import lexicon
from steelyard.coding.russian.acts.candidate import Candidate
from steelyard.coding.russian.acts.clause import Clause, clause_of, subject_of
from steelyard.coding.russian.acts.frames import first_fit
from steelyard.coding.russian.acts.nominal import author_of, stopped
from steelyard.coding.russian.acts.sides import (
    Sides,
    actor_of,
    anywhere,
    elsewhere,
    in_slots,
    itself,
    recipient_of,
    speaker_of,
)
from steelyard.coding.russian.lexicon import EventNoun, Rule
from steelyard.coding.russian.parties import Parties
from steelyard.coding.russian.status import standing

#: What is left of a rule's weight where its recipient is only guessed.
_GUESSED = 0.1

#: Where a blow or a force is aimed that names nobody as its aim.
_NEAR = ("из-за", "у", "вблизи", "против", "в+loc", "на+loc", "над", "под", "к")

#: How sure it is that who says what another must do asks for it.
_DEMAND = 0.75


def verbal_acts(parties: Parties) -> Iterator[Candidate]:
    """Yield the acts that verbs name, none that the sentence only asks for or forbids."""
    for word in parties.sentence.words:
        if word.pos not in ("VERB", "ADJ", "AUX", "NOUN", "ADV"):
            continue
        if word.pos == "NOUN" and not word.feats.get("VerbForm"):
            continue
        if word.pos == "ADJ" and word.rel == "amod":
            continue
        if word.rel in ("acl", "amod") and word.feats.get("VerbForm") == "Part":
            continue  # who is described by an act is not said to do it now
        demand = _demand_of(parties, word.i)
        if demand is not None:
            yield demand
            continue
        fit = _fit(parties, word.i)
        if fit is not None:
            found = _found(parties, *fit)
            if found is not None:
                yield found


def _fit(parties: Parties, i: int) -> tuple[Clause, Rule] | None:
    word = parties.sentence.words[i]
    clause = clause_of(parties, i)
    rule = first_fit(parties, clause, word.lemmas)
    if (
        rule is None
        and word.lemma.endswith("ся")
        and not word.is_form_of(lexicon.words("never passive"))
    ):
        clause = clause_of(parties, i, reflexive=True)
        rule = first_fit(parties, clause, tuple(x.removesuffix("ся") for x in word.lemmas))
    if rule is None or rule.weight <= 0:
        return None
    return clause, rule


def _found(parties: Parties, clause: Clause, rule: Rule) -> Candidate | None:
    meant = any(one.slot == "neg" and not one.negated for one in rule.conditions)
    stands = standing(parties.sentence, clause.verb, negation_meant=meant)
    if stands.killed or (stands.refused and vocabulary.quad(rule.type) in (1, 2)):
        return None
    hands_off = vocabulary.quad(rule.type) != 4 and _acts_as(parties, clause, "private")
    if hands_off or _acts_as(parties, clause, "nature"):
        return None  # what tourists, teams, artists and storms do is no matter of a state
    sides, guessed = _sides(parties, clause, rule)
    word = parties.sentence.words[clause.verb]
    if word.feats.get("VerbForm") == "Conv" and not sides.actor:
        return None
    if not sides.actor and _done_by_a_thing(parties, clause):
        return None
    speaker = speaker_of(parties, clause)
    if _must(parties, stands.words) and sides.actor and _other(speaker, sides.actor):
        return None  # "Армения должна прекратить": the word that says so is the act
    if (
        not sides.recipient
        and rule.type in lexicon.words_upper("said of others")
        and _other(speaker, sides.actor)
    ):
        sides = replace(sides, recipient=speaker, recipient_how="speaker besides")
    kind, mode = (rule.type, rule.mode) if "stop" not in stands.effects else stopped(rule.type)
    return Candidate(
        trigger=clause.verb,
        rule=rule.name,
        type=kind,
        mode=mode,
        act=rule.act if kind == rule.type else None,
        weight=rule.weight - (_GUESSED if guessed else 0.0),
        sides=sides,
        status=stands.status,
        status_words=stands.words or ((word.lower,) if rule.type == "THREATEN" else ()),
    )


def _sides(parties: Parties, clause: Clause, rule: Rule) -> tuple[Sides, bool]:
    """Return who acts on whom by a rule, and whether the recipient is only guessed."""
    swapped = bool(rule.actor) and rule.recipient == ("subj",)
    actor, actor_how = actor_of(parties, clause, rule.actor)
    if swapped:
        recipient, how = _subject(parties, clause)
        return _undone_at_a_place(clause, rule, Sides(actor, actor_how, recipient, how)), False
    recipient, how = recipient_of(parties, clause, rule.recipient, actor)
    settled = _settled(parties, clause, rule, Sides(actor, actor_how, recipient, how))
    if settled is not None:
        return Sides(actor, actor_how, *settled), False
    guessed = False
    if not recipient:
        recipient, how = _guess(parties, clause, rule, actor)
        guessed = bool(recipient)
    elif not actor and clause.passive and not clause.reflexive:
        actor, actor_how = anywhere(parties, clause, recipient)
    return _undone_at_a_place(clause, rule, Sides(actor, actor_how, recipient, how)), guessed


def _undone_at_a_place(clause: Clause, rule: Rule, sides: Sides) -> Sides:
    """Take a place for no actor where something was only signed or told there."""
    placed = sides.actor_how in ("place", "country") and clause.passive
    if placed and vocabulary.quad(rule.type) in (1, 2):
        return replace(sides, actor=Party(), actor_how="")
    return sides


def _settled(
    parties: Parties, clause: Clause, rule: Rule, sides: Sides
) -> tuple[Party, str] | None:
    """Return the recipient where the kind of act says who it is, or that nobody is."""
    actor, recipient = sides.actor, sides.recipient
    together = len(actor.codes) > 1
    if rule.type == "REJECT" and "вето" in rule.frame:
        return _body(parties, actor)
    if (
        rule.type == "REJECT"
        and sides.recipient_how != "против"
        and _is_against(parties, recipient)
    ):
        return Party(), ""  # who blocks sanctions against Russia spares it
    if rule.type == "ACCUSE" and (act := _condemned(parties, clause)) is not None:
        return _author(parties, *act, actor)
    lodged = rule.type == "ACCUSE" and sides.recipient_how == "в+acc" and bool(recipient)
    if lodged and parties.is_organisation(recipient.head):
        return Party(), ""  # a complaint to the UN is of somebody else
    if together and not recipient and rule.lemma in lexicon.words("reciprocal"):
        return actor, "each other"
    if together and recipient and rule.type in lexicon.words_upper("joint type"):
        # "Алиев и Пашинян парафировали договор в Вашингтоне": the host is no side
        held = parties.sentence.words[recipient.head].case == "Loc"
        placed = parties.sentence.preposition(recipient.head) in ("в", "во", "на")
        if (held and placed) or sides.recipient_how in ("в+loc", "на+loc"):
            return actor, "each other"
    return None


def _condemned(parties: Parties, clause: Clause) -> tuple[int, EventNoun] | None:
    """Return the hostile act that is condemned: "осудил нападение на миротворцев"."""
    acts = lexicon.event_nouns()
    for noun in clause.obj:
        act = next((acts[x] for x in parties.sentence.words[noun].lemmas if x in acts), None)
        if act is not None and act.type in ("ASSAULT", "COERCE", "PROTEST"):
            return noun, act
    return None


def _author(parties: Parties, noun: int, act: EventNoun, actor: Party) -> tuple[Party, str]:
    """Return who did the act that is condemned: no victim of it, nor where it was."""
    whose, how = author_of(parties, noun, act)
    left = whose.of_codes(code for code in whose.codes if code not in actor.codes)
    return (left, how) if left else (Party(), "")


def _acts_as(parties: Parties, clause: Clause, name: str) -> bool:
    """Say whether the subject is of a class of nouns: people who act for themselves, storms."""
    some = lexicon.classes()[name]
    return any(parties.sentence.words[i].is_form_of(some) for i in subject_of(parties, clause))


def _body(parties: Parties, actor: Party) -> tuple[Party, str]:
    """Return the body that a veto blocks: the organisation that the sentence names."""
    for mention in parties.mentions:
        if mention.kind in ("organisation", "organ") and mention.code not in actor.codes:
            return parties.of(mention.start), "body"
    return Party(), ""


def _is_against(parties: Parties, recipient: Party) -> bool:
    """Say whether a party is only named as the aim of what is blocked: "санкции против Москвы"."""
    sentence = parties.sentence
    return bool(recipient) and any(
        sentence.preposition(i) == "против" or sentence.words[i].lower.startswith("анти")
        for i in (recipient.head, sentence.words[recipient.head].head)
    )


def _done_by_a_thing(parties: Parties, clause: Clause) -> bool:
    """Say whether the subject is no party, nor anybody or anything that may be of one: "роботы захватывают рынок"."""
    if clause.passive or parties.sentence.words[clause.verb].feats.get("VerbForm") != "Fin":
        return False
    armed = lexicon.classes()["arms"] | lexicon.classes()["troops"] | lexicon.classes()["people"]
    return bool(clause.subj) and not any(
        parties.sentence.words[c].pos in ("PRON", "DET", "NUM", "PROPN", "ADJ")
        or parties.sentence.words[c].is_form_of(armed | frozenset(lexicon.agents()))
        or parties.sentence.words[c].is_form_of(lexicon.words("acts for"))
        for c in clause.subj
    )


def _must(parties: Parties, words: tuple[str, ...]) -> bool:
    """Say whether an act is one that somebody is told to do: "Армения должна прекратить"."""
    must = lexicon.words("must")
    return any(w.lower in words and w.is_form_of(must) for w in parties.sentence.words)


def _other(speaker: Party, actor: Party) -> bool:
    return bool(speaker) and not set(speaker.codes) & set(actor.codes)


def _demand_of(parties: Parties, i: int) -> Candidate | None:
    """Return what it is to say that another must do something: a REQUEST to them."""
    word = parties.sentence.words[i]
    if not word.is_form_of(lexicon.words("must")):
        return None
    clause = clause_of(parties, i)
    told, _ = actor_of(parties, clause, ())
    speaker = speaker_of(parties, clause)
    if not (clause.inf and told and _other(speaker, told)) or parties.sentence.is_negated(i):
        return None
    return Candidate(
        trigger=i,
        rule=f"{word.lemma} [inf] -> REQUEST",
        type="REQUEST",
        mode=None,
        act=None,
        weight=_DEMAND,
        sides=Sides(speaker, "speaker", told, "subject"),
        status="happened",
        status_words=(),
    )


def _subject(parties: Parties, clause: Clause) -> tuple[Party, str]:
    found, how = actor_of(parties, clause, ())
    return found, how


def _guess(parties: Parties, clause: Clause, rule: Rule, actor: Party) -> tuple[Party, str]:
    """Return the actor itself where a slot names its own people, else another the clause names."""
    host = _host(parties, clause, actor)
    if host:
        return host, "host besides"
    cause = _cause(parties, clause, rule, actor)
    if cause:
        return cause, "cause besides"
    if rule.type in ("ASSAULT", "MOBILIZE"):
        near, how = in_slots(parties, clause, _NEAR, frozenset(actor.codes))
        if near:
            return near, f"{how} besides"
    own = itself(parties, clause, rule.recipient, actor)
    for noun in clause.nouns("obj") if "obj" in rule.recipient else ():
        # "14 заключенных, среди которых граждане Польши"
        among = parties.sentence.children(noun, "acl:relcl")
        described = next(
            (p for c in among if (p := parties.inside(c, without=frozenset(actor.codes)))), Party()
        )
        if described:
            return described, "obj clause"
    if own and rule.type in lexicon.words_upper("own act"):
        return own, "itself"
    if rule.type in lexicon.words_upper("guessed type") and len(actor.codes) < 2:
        found, how = elsewhere(parties, clause, actor)
        if not found and rule.type not in lexicon.words_upper("anywhere type"):
            return Party(), ""
        return (found, how) if found else anywhere(parties, clause, actor)
    return Party(), ""


def _cause(parties: Parties, clause: Clause, rule: Rule, actor: Party) -> Party:
    """Return who acts in the clause that an act answers or depends on: "после того как", "если"."""
    if vocabulary.quad(rule.type) < 3 and rule.type not in ("RETREAT", "CONCEDE"):
        return Party()
    sentence = parties.sentence
    after = [
        x
        for c in sentence.children(clause.verb, "obl", "advmod", "nmod")
        if sentence.words[c].lower in ("того", "тем", "этого")
        for x in sentence.children(c)
    ]
    for below in (*sentence.children(clause.verb, "advcl"), *after):
        if parties.sentence.words[below].feats.get("VerbForm") != "Fin":
            continue
        found, _ = actor_of(parties, clause_of(parties, below), ())
        left = found.of_codes(code for code in found.codes if code not in actor.codes)
        if left:
            return left
    return Party()


def _host(parties: Parties, clause: Clause, actor: Party) -> Party:
    """Return the country in which an envoy speaks: "посол Украины в Чехии осудил"."""
    envoys = lexicon.classes()["envoy"] | lexicon.classes()["embassy"]
    for noun in subject_of(parties, clause):
        if not parties.sentence.words[noun].is_form_of(envoys):
            continue
        for c in parties.sentence.children(noun, "nmod"):
            if parties.sentence.preposition(c) in ("в", "во", "на"):
                found = parties.of(c)
                return found.of_codes(code for code in found.codes if code not in actor.codes)
    return Party()
