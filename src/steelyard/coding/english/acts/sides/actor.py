"""Who acts: the subject or the noun after "by".

Where the clause does not say, it is the speaker, the state of the place, or the country that
the whole sentence is about.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from steelyard.coding.english import lexicon
from steelyard.coding.english.acts.capable import ACTIVE
from steelyard.coding.english.acts.predicates import Grammar
from steelyard.coding.english.lexicon import Predicate
from steelyard.coding.english.parties import Mention, Parties
from steelyard.coding.party import Party

#: A party, and how it was found.
Side = tuple[Party, str]

NOBODY: Side = (Party(), "")

_SPOTS = ("in", "at")

#: Classes of whom and what one state has in another.
POSTED = frozenset(("ambassador", "embassy", "consulate", "envoy"))


def named_actor(grammar: Grammar, i: int) -> Side:
    """Return who acts by the grammar of the clause: the subject, or the noun after "by"."""
    head = grammar.clause(i).agent
    if head is None:
        return NOBODY
    party = grammar.parties.of(head)
    if party:
        return party, party.how or "subject"
    if grammar.nominalisation(head):
        doer = grammar.clause(head).agent
        if doer is not None and doer != head and grammar.parties.of(doer):
            return grammar.parties.of(doer), "phrase"
    # "A strike in Raqqa", "a crash in Bolivia": a place is no author of what happens in it.
    spots = (*_SPOTS, "on", "across", "throughout") if grammar.kinds(head) & ACTIVE else ()
    inner = grammar.parties.inside(head, ("of", "from", "by", *spots))
    if not inner:
        sender = _sender(grammar, head)
        return (sender, "phrase") if sender else (party, "")
    return replace(party, codes=inner.codes, roles=inner.roles, names=inner.names), "phrase"


def _sender(grammar: Grammar, head: int) -> Party:
    """Return who fired or sent what acts: "rockets fired from the Cambodian side killed two"."""
    if not grammar.kinds(head) & lexicon.words("class that is fired"):
        return Party()
    sentence = grammar.parties.sentence
    for verb in (*sentence.deps(head, "acl"), sentence.words[head].head):
        parts = grammar.clause(verb)
        # The parser takes "rockets fired from X killed two" for two verbs side by side.
        alone = parts.agent == head and parts.patient is None
        if sentence.words[verb].lemma in lexicon.words("fires") and (parts.passive or alone):
            heads = [parts.agent, *parts.preps.get("from", ())]
            found = (grammar.parties.of(noun) for noun in heads if noun not in (None, head))
            return next((party for party in found if party), Party())
    return Party()


def implied_actor(grammar: Grammar, i: int, rule: Predicate, recipient: Party, how: str) -> Side:
    """Return who acts where the clause itself names nobody whose country is known."""
    head = grammar.clause(i).agent
    if head is not None and _of_many_states(grammar, head):
        return NOBODY
    for way, name in _WAYS if head is None else ():
        other = way(grammar, i, rule)
        if other and not set(other.codes) & set(recipient.codes):
            return other, name
    if head is None and _in_capital(grammar, i, rule):
        return _in_capital(grammar, i, rule), "place"
    if head is None and _jailed_at_home(grammar, i, rule, recipient):
        return replace(recipient, human=False, domestic=True), "recipient's own"
    doer = (
        (_doer_of_noun(grammar, i) or owner_of_moved(grammar, i, rule)) if head is None else Party()
    )
    if doer and not set(doer.codes) & set(recipient.codes):
        return doer, "phrase"
    giver = _origin(grammar, i, rule)
    if giver and not set(giver.codes) & set(recipient.codes):
        return giver, "origin"
    ordering = _orderer(grammar, i, recipient)
    if ordering[0]:
        return ordering
    found = _outside_clause(grammar, i, rule, recipient) if how != "place" else NOBODY
    if not found[0] and head is not None:
        found = _compatriot(grammar, i, head, recipient, how)
    # "The governor met Canada's ambassador": whoever he is, he is not Canada's.
    own = rule.type == "CONSULT" and set(found[0].codes) == set(recipient.codes)
    return NOBODY if own else found


def _in_capital(grammar: Grammar, i: int, rule: Predicate) -> Party:
    """Return the state whose capital is where something was said: "was ignored in Washington"."""
    parts, parties = grammar.clause(i), grammar.parties
    if not parts.passive or rule.type not in lexicon.words("type said in a capital"):
        return Party()
    for head in parts.preps.get("in", ()):
        mention = parties.mention(head)
        if mention is not None and mention.kind == "capital":
            return parties.of(head)
    return Party()


def _opponent(grammar: Grammar, i: int, rule: Predicate) -> Party:
    """Return with whom those who fell were fighting: "were killed in a clash with Chinese troops"."""
    parts = grammar.clause(i)
    if not parts.passive or rule.type != "ASSAULT":
        return Party()
    fights = (n for n in parts.preps.get("in", ()) if grammar.kinds(n) & lexicon.words("a fight"))
    if next(fights, None) is None:
        return Party()
    sides = map(grammar.parties.of, parts.preps.get("with", ()))
    return next((party for party in sides if party), Party())


def _left(grammar: Grammar, i: int, rule: Predicate) -> Party:
    """Return the state that somebody was sent or let out of: "were ordered out of Russia"."""
    parts = grammar.clause(i)
    if parts.passive and rule.mode == "seize":  # "was ordered into an Estonian port"
        ports = [h for name in ("into", "to") for h in parts.preps.get(name, ())]
        named = (grammar.parties.of(h) for h in ports if "port" in grammar.kinds(h))
        return next((party for party in named if party), Party())
    if not parts.passive or rule.type not in lexicon.words("type of a way out"):
        return Party()
    heads = [*parts.preps.get("of", ())] if parts.particles & {"out"} else []
    if rule.mode == "expel":  # "were given three days to quit Ethiopia"
        heads += [h for c in parts.complements if (h := grammar.clause(c).patient) is not None]
    freed = rule.mode == "release"  # "was flown home from Moscow"
    heads += [h for h in parts.preps.get("from", ()) if freed or "facility" in grammar.kinds(h)]
    return next((p for p in map(grammar.parties.of, heads) if p), Party())


def _host_of_patient(grammar: Grammar, i: int, _rule: Predicate) -> Party:
    """Return the state in which an envoy or embassy was acted on."""
    return _host(grammar, grammar.clause(i).patient)


#: Ways to find who acts where nobody is named, and how each is told.
_WAYS: tuple[tuple[Callable[[Grammar, int, Predicate], Party], str], ...] = (
    (_host_of_patient, "host"),
    (_opponent, "with"),
    (_left, "place"),
)


def owner_of_moved(grammar: Grammar, i: int, rule: Predicate) -> Party:
    """Return whose it is that is moved, lifted or called back: "French troops were withdrawn from"."""
    parts = grammar.clause(i)
    lasting = rule.type not in lexicon.words("type done with one's own") or rule.mode == "expel"
    if not parts.passive or parts.patient is None or lasting:
        return Party()
    return grammar.parties.of(parts.patient)


def _jailed_at_home(grammar: Grammar, i: int, rule: Predicate, recipient: Party) -> bool:
    """Say whether people who act at home were held by nobody named: "the opposition leader was jailed"."""
    sentence = grammar.parties.sentence
    if rule.type != "COERCE" or not grammar.clause(i).passive or len(recipient.codes) != 1:
        return False
    head = recipient.head
    if not 0 <= head < len(sentence) or "person" not in grammar.kinds(head):
        return False
    if _place(grammar, i)[0]:
        return False  # "a missionary from Calgary was arrested in Lebanon"
    near = [head, *sentence.deps(head, "compound", "amod")]
    agents = (lexicon.agents().get(sentence.words[k].lemma) for k in near)
    return any(agent is not None and agent[0] in ("OPP", "MED", "LAB", "REL") for agent in agents)


def _doer_of_noun(grammar: Grammar, i: int) -> Party:
    """Return who does what a verb only tells of: "the expulsion of envoys from X was announced"."""
    parts = grammar.clause(i)
    if not parts.passive or parts.patient is None or not grammar.nominalisation(parts.patient):
        return Party()
    agent = grammar.clause(parts.patient).agent
    return grammar.parties.of(agent) if agent is not None else Party()


def _origin(grammar: Grammar, i: int, rule: Predicate) -> Party:
    """Return who sent what arrives: "food sent by Turkey was unloaded", "American arms reached"."""
    parts, parties = grammar.clause(i), grammar.parties
    thing = parts.patient if parts.passive or parts.agent is None else parts.agent
    if thing is None or rule.type not in ("AID", "COOPERATE"):
        return Party()
    if parts.passive and grammar.kinds(thing) & lexicon.words("class sent"):
        maker = parties.of(thing)  # "Iraqi fuel was trucked to Lebanon"
        if maker and "person" not in grammar.kinds(thing):
            return maker
    for verb in parties.sentence.deps(thing, "acl"):
        parts = grammar.clause(verb)
        senders = [parts.agent if parts.passive else None, *parts.preps.get("from", ())]
        for sender in senders:  # "food sent by Turkey", "a plane carrying food from Turkey"
            if sender is not None and parties.of(sender):
                return parties.of(sender)
    return parties.inside(thing, ("from", "with", "of"))


def _orderer(grammar: Grammar, i: int, recipient: Party) -> Side:
    """Return who orders people of no named country to act: "the junta ordered police to expel X"."""
    word, sentence = grammar.parties.sentence.words[i], grammar.parties.sentence
    if word.dep not in ("xcomp", "ccomp") or not sentence.infinitive(i):
        return NOBODY
    if sentence.words[word.head].lemma not in lexicon.words("orders its own"):
        return NOBODY
    party = named_actor(grammar, word.head)[0]
    return (party, "above") if party and set(party.codes) != set(recipient.codes) else NOBODY


def _host(grammar: Grammar, head: int | None) -> Party:
    """Return the state that an embassy or envoy is in: "the Algerian embassy in Bamako was told"."""
    if head is None or not grammar.kinds(head) & POSTED:
        return Party()
    return grammar.parties.inside(head, ("in", "to"))


def host_of_actor(grammar: Grammar, i: int) -> Side:
    """Return the state in which an envoy speaks: "Russia's ambassador in Sarajevo warned"."""
    party = _host(grammar, grammar.clause(i).agent)
    return (party, "host") if party else NOBODY


def _of_many_states(grammar: Grammar, head: int) -> bool:
    """Say whether a noun is of a region that is no state: "African leaders", "Western diplomats"."""
    sentence = grammar.parties.sentence
    return any(
        sentence.words[c].text in lexicon.words("of many states")
        for c in sentence.deps(head, "amod", "compound")
    )


def reporter(parties: Parties, i: int) -> Party:
    """Return who reports the act that word ``i`` names, nobody where it is not reported."""
    sentence = parties.sentence
    for j in (*sentence.ancestors(i), *sentence.children[i]):
        if sentence.words[j].lemma in lexicon.words("reports an act") and sentence.is_verb(j):
            subject = sentence.subject(j)
            if subject is not None:
                return parties.of(subject)
    return Party()


def listener(parties: Parties, i: int) -> Party:
    """Return who is told of the act that word ``i`` names: "told the Security Council that"."""
    sentence = parties.sentence
    for j in sentence.ancestors(i):
        if sentence.words[j].lemma in lexicon.words("reports an act") and sentence.is_verb(j):
            told = sentence.deps(j, "dobj", "dative")
            subject = sentence.subject(i)
            ours = subject is not None and sentence.words[subject].text.lower() in ("we", "i")
            return parties.of(told[0]) if told and not ours else Party()
    return Party()


def _outside_clause(grammar: Grammar, i: int, rule: Predicate, recipient: Party) -> Side:
    subject = grammar.clause(i).agent
    placed = rule.type in lexicon.words("type placed") and not _of_unknown_hand(grammar, i, rule)
    through = ("through", "across") if rule.type == "PROTEST" else ()
    by_place = _place(grammar, i, *through) if placed else NOBODY
    if by_place[0]:
        return by_place
    if subject is None or rule.reversed or grammar.parties.sentence.is_verb(subject):
        return _speaker(grammar, i, rule, recipient)
    party = grammar.parties.of(subject)
    if not (party.domestic or party.human):
        return NOBODY
    by_place = _place(grammar, i)
    if by_place[0]:
        return by_place
    return (recipient, "recipient's own") if recipient and recipient.human else NOBODY


def _of_unknown_hand(grammar: Grammar, i: int, rule: Predicate) -> bool:
    """Say whether somebody came to harm and nobody says by whom: "five were wounded in Manbij"."""
    parts = grammar.clause(i)
    if rule.type != "ASSAULT" or not parts.passive or parts.patient is None:
        return False
    own, spot = grammar.parties.of(parts.patient), _place(grammar, i)[0]
    if own and spot and not set(own.codes) & set(spot.codes):
        return True  # "a Canadian priest was stabbed in Bogota"
    agent = lexicon.agents().get(grammar.parties.sentence.words[parts.patient].lemma)
    at_odds = bool(grammar.kinds(parts.patient) & {"protester", "prisoner", "crowd"})
    return not (at_odds or (agent and agent[1]))


def _place(grammar: Grammar, i: int, *more: str) -> Side:
    """Return the state where the act was, as acting in its own land."""
    preps, parties = grammar.clause(i).preps, grammar.parties
    heads = [
        spot
        for name in (*_SPOTS, *more)
        for head in preps.get(name, ())
        for spot in _spots(parties, head)
    ]
    for head in heads:
        place = parties.of(head)
        if place:
            roles = ("",) * len(place.codes)
            return Party(place.codes, roles, place.names, head, domestic=True, how="place"), "place"
    return NOBODY


def _spots(parties: Parties, head: int) -> list[int]:
    """Return a place phrase and the phrases in it: "in the capital city of Algiers"."""
    found = [head]
    for prep in parties.sentence.deps(head, "prep"):
        if parties.sentence.words[prep].lemma in ("of", "in"):
            for inner in parties.sentence.deps(prep, "pobj"):
                found += _spots(parties, inner)
    return found


def _speaker(grammar: Grammar, i: int, rule: Predicate, recipient: Party) -> Side:
    """Return the subject of a clause above, where it is not the other side."""
    parties, sentence = grammar.parties, grammar.parties.sentence
    if sentence.words[i].dep == "relcl":
        return NOBODY
    for j in sentence.ancestors(i):
        subject = sentence.subject(j) if sentence.is_verb(j) else None
        if subject is None or not _may_mean_itself(sentence.words[j].lemma, rule):
            continue
        party = parties.of(subject)
        if party and not set(party.codes) <= set(recipient.codes):
            return party, "above"
    return NOBODY


def _may_mean_itself(verb: str, rule: Predicate) -> bool:
    """Say whether the subject of a verb above may itself be the actor, not only its reporter."""
    return verb not in ("say", "report", "tell") or rule.type in lexicon.words("type of speech")


def _compatriot(grammar: Grammar, i: int, head: int, recipient: Party, how: str) -> Side:
    """Return the country of an actor known only by title: the one that the sentence is about.

    "Judge Rivera opened investigations against Chilean officials": where one country is
    named, and it is not itself the other side, the actor is of it. Else, where a government
    reports the act, it is its own.
    """
    parties, kinds = grammar.parties, grammar.kinds(head)
    if "person" not in kinds:
        return NOBODY
    speaker = reporter(parties, i)
    named = {m.code: m for m in parties.mentions if m.code not in speaker.codes}
    if len(named) == 1:
        mention = next(iter(named.values()))
        target = recipient.codes == (mention.code,) and not recipient.human
        if how == "place" or not target or is_place(parties, mention):
            own = Party((mention.code,), (mention.role,), (mention.name,), head, human=True)
            return replace(own, domestic=True, how="same sentence"), "same sentence"
    answered = _answered(grammar, i) if "leader" in kinds else Party()
    if answered and not set(answered.codes) & set(recipient.codes):
        return replace(answered, head=head, domestic=False, human=True, how="answered"), "answered"
    if set(speaker.roles) & {"GOV", "MIL"} and "leader" in kinds:
        return replace(speaker, head=head, domestic=False, human=True, how="reporter"), "reporter"
    return NOBODY


def is_place(parties: Parties, mention: Mention) -> bool:
    """Say whether a name stands for where the act was: "a curfew in Algiers"."""
    word = parties.sentence.words[mention.end - 1]
    above = parties.sentence.words[word.head].lemma
    return word.dep == "pobj" and above in ("in", "at", "within", "across")


def _answered(grammar: Grammar, i: int) -> Party:
    """Return the party that the main clause responds to: "Rome protested to Bern after Keller left"."""
    sentence = grammar.parties.sentence
    word = sentence.words[i]
    if word.dep not in ("advcl", "pcomp"):
        return Party()
    above = next((j for j in sentence.ancestors(i) if sentence.is_verb(j)), None)
    patient = grammar.clause(above).patient if above is not None else None
    return grammar.parties.of(patient) if patient is not None else Party()
