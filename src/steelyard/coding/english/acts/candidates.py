"""Events of one sentence: each trigger with its type, parties and status."""

from __future__ import annotations

from dataclasses import replace

from steelyard import vocabulary
from steelyard.coding.english import lexicon
from steelyard.coding.english.acts import nominals
from steelyard.coding.english.acts.candidate import Candidate
from steelyard.coding.english.acts.capable import can_act, is_unclear
from steelyard.coding.english.acts.justice import concerns_no_state
from steelyard.coding.english.acts.named_acts import incomplete_acts, named_act, pledges, sides_told
from steelyard.coding.english.acts.predicates import Grammar
from steelyard.coding.english.acts.sides.actor import Side
from steelyard.coding.english.acts.sides.recipient import is_war_on_a_thing
from steelyard.coding.english.acts.sides.roles import roles_of
from steelyard.coding.english.acts.suppression import below, suppressed_words
from steelyard.coding.english.acts.together import common_works
from steelyard.coding.english.lexicon import Predicate
from steelyard.coding.english.parties import Parties
from steelyard.coding.english.status import (
    conditional,
    type_and_status,
)
from steelyard.coding.english.text import Sentence

_PREDICATIVE = ("acomp", "ROOT", "oprd", "conj", "ccomp", "attr", "amod")


def find_candidates(parties: Parties, *, doubtful: bool = False) -> list[Candidate]:
    """Return the events that a sentence states, in the order of their triggers.

    Args:
        parties: the sentence and whom its phrases mean.
        doubtful: where nothing else is found, take nouns that do not say who did it to whom.
    """
    grammar = Grammar(parties)
    matched = _matched(grammar)
    suppressed = suppressed_words(grammar, matched)
    pledged = pledges(grammar)
    found = [*pledged.values()]
    for i in pledged:
        suppressed |= below(parties.sentence, i, content=True)
    found += [_verbal(grammar, i, rule) for i, rule in matched if i not in suppressed]
    others = {event.trigger for event in found if event.joint or _is_on_another(event)}
    common = list(common_works(grammar, suppressed | others))
    told = {event.trigger for event in common}
    found = [event for event in found if event.trigger not in told] + common
    suppressed |= {i for i, _ in matched}
    nouns = [word.i for word in parties.sentence.words if word.tag.startswith("NN")]
    for i in nouns:
        speaks = i not in suppressed or nominals.names_both_sides(grammar, i)
        event = named_act(grammar, i) if speaks else None
        if event is not None:
            found.append(event)
            suppressed |= below(parties.sentence, i, nouns=True)
    if doubtful and not found:
        found = incomplete_acts(grammar)
    if not doubtful:
        found = [
            event
            for event in found
            if (event.joint and event.type == "COOPERATE")
            or not concerns_no_state(
                grammar, event.trigger, event.type, _sides(event), nominal=event.nominal
            )
        ]
    found = [event for event in found if not _only_denies(parties.sentence, event, found)]
    found = [event for event in found if not _is_condition(parties.sentence, event, found)]
    found = [event for event in found if not _of_whoever(parties.sentence, event)]
    found = [event for event in found if not _is_a_citys(parties, event)]
    found = [_with_known_actor(parties.sentence, event, found) for event in found]
    found.sort(key=lambda event: event.trigger)
    return _distinct(parties.sentence, [_with_shared(parties.sentence, e, found) for e in found])


def _is_on_another(event: Candidate) -> bool:
    return bool(set(event.recipient.codes) - set(event.actor.codes))


def _is_condition(sentence: Sentence, event: Candidate, found: list[Candidate]) -> bool:
    """Say whether an act is only the condition of another: "unless X repeals the law, Y will".

    What sets off a threat is of the threat: "if X lets them in, Y will respond".
    """
    if event.nominal or event.factuality.status != "hypothetical":
        return False
    word = sentence.words[event.trigger]
    while word.dep == "conj":
        word = sentence.words[word.head]
    types = {other.type for other in found if other.trigger == word.head}
    condition = conditional(sentence, word.i) if word.dep == "advcl" and types else ""
    return condition == "unless" or (condition == "if" and types == {"THREATEN"})


def _of_whoever(sentence: Sentence, event: Candidate) -> bool:
    """Say whether an act only says whom another would be on: "will sink any ship that enters"."""
    word = sentence.words[event.trigger]
    if word.dep != "relcl":
        return False
    near = {sentence.words[c].lemma for c in sentence.deps(word.head, "det")}
    return "any" in near or sentence.words[word.head].lemma in ("anyone", "anybody", "whoever")


def _is_a_citys(parties: Parties, event: Candidate) -> bool:
    """Say whether a kind word on nobody is only a city's: "San Francisco's mayor promised cleaner streets"."""
    if event.recipient or vocabulary.quad(event.type) != 1 or not event.actor:
        return False
    kinds = {m.kind for m in parties.mentions if m.code in event.actor.codes}
    return kinds == {"place"}


def _sides(event: Candidate) -> tuple[Side, Side]:
    return (event.actor, event.actor_how), (event.recipient, event.recipient_how)


def _with_shared(sentence: Sentence, event: Candidate, found: list[Candidate]) -> Candidate:
    """Give an act on nobody the recipient of the verb it is joined to: "shelled X and threatened more"."""
    word = sentence.words[event.trigger]
    assumed = event.type == "SANCTION" and event.recipient_how == "home"
    if (event.recipient and not assumed) or event.mode == "resign":
        return event
    for beside in found:
        other = beside
        joined = word.dep in ("conj", "dep") and other.trigger == word.head
        before = sentence.words[other.trigger]
        joined = joined or (before.dep == "conj" and before.head == event.trigger)
        # "Shut the crossings, accusing its neighbour of ...": a blow at whoever is blamed.
        blamed = before.dep == "advcl" and before.tag == "VBG" and before.head == event.trigger
        joined = joined or (blamed and vocabulary.quad(event.type) > 2 and other.type == "ACCUSE")
        if joined and event.actor and other.recipient_how == "subject":  # "received A and urged"
            other = replace(other, actor=other.recipient, recipient=other.actor)
        alike = joined and other.actor.codes == event.actor.codes
        if alike and event.actor and other.recipient and not _vague(other):
            return replace(event, recipient=other.recipient, recipient_how="shared")
    return event


def _with_known_actor(sentence: Sentence, event: Candidate, found: list[Candidate]) -> Candidate:
    """Give force by nobody named the actor of the clause beside: "was captured after B shot it down"."""
    if event.actor or event.nominal or not event.recipient or vocabulary.quad(event.type) != 4:
        return event
    for other in found:
        pair = sentence.words[event.trigger], sentence.words[other.trigger]
        beside = any(a.head == b.i and a.dep in ("advcl", "conj") for a, b in (pair, pair[::-1]))
        same = set(event.recipient.codes) == set(other.recipient.codes)
        if (
            beside
            and same
            and other.actor
            and not _vague(other)
            and vocabulary.quad(other.type) == 4
        ):
            return replace(event, actor=other.actor, actor_how="shared")
    return event


def _only_denies(sentence: Sentence, event: Candidate, found: list[Candidate]) -> bool:
    """Say whether an act only denies another, which is coded as that act, denied."""
    if event.type != "REJECT" or event.nominal:
        return False
    objects = sentence.deps(event.trigger, "dobj", "nsubjpass")
    for prep in sentence.deps(event.trigger, "prep"):
        objects += sentence.deps(prep, "pobj")  # "dismissed as absurd the charge that"
    reports = [j for j in objects if sentence.words[j].lemma in lexicon.words("report")]
    under = {k for j in reports for k in sentence.subtree(j)}
    return any(e.trigger in under and e.factuality.status == "denied" for e in found)


def _matched(grammar: Grammar) -> list[tuple[int, Predicate]]:
    """Return the verbs and adjectives that a rule fits, each with its rule."""
    sentence = grammar.parties.sentence
    known = lexicon.predicates()
    triggers = (
        word.i for word in sentence.words if word.lemma in known and _may_trigger(sentence, word.i)
    )
    rules = ((i, grammar.rule(i)) for i in triggers)
    fitting = [
        (i, rule)
        for i, rule in rules
        if rule
        and can_act(grammar, i, rule)
        and not is_war_on_a_thing(grammar, i)
        and not _orders_its_own(grammar, i, rule)
        and not (rule.type == "CONSULT" and sentence.deps(i, "oprd"))  # "called it a step"
    ]
    return [(i, rule) for i, rule in fitting if not _spares(grammar, i, rule)]


def _orders_its_own(grammar: Grammar, i: int, rule: Predicate) -> bool:
    """Say whether a state only tells its own forces to act: "ordered police to expel the envoy"."""
    parts, parties = grammar.clause(i), grammar.parties
    if rule.type != "REQUEST" or parts.patient is None or parts.agent is None:
        return False
    told, ours = parties.of(parts.patient), parties.of(parts.agent)
    own = not told.codes or set(told.codes) <= set(ours.codes)
    forces = bool(grammar.kinds(parts.patient) & {"troops", "police"})
    words = parties.sentence.words
    ourselves = any(words[c].tag == "PRP$" for c in parties.sentence.children[parts.patient])
    if own and ourselves and words[parts.patient].lemma in lexicon.words("its own at large"):
        return True  # "told its airlines to keep away"
    return own and forces and any(map(grammar.hostile, parts.complements))


def _spares(grammar: Grammar, i: int, rule: Predicate) -> bool:
    """Say whether force is refused or agreed on, which is that act denied or planned: "refused to expel"."""
    words = grammar.parties.sentence.words
    refused = rule.type == "REJECT" and words[i].lemma in lexicon.words("refuses an act")
    agreed = rule.type == "AGREE" and words[i].lemma in lexicon.words("agrees to an act")
    if not (refused or agreed):
        return False
    below = [verb for verb in grammar.clause(i).complements if words[verb].head == i]
    return any(map(grammar.hostile, below))


def _may_trigger(sentence: Sentence, i: int) -> bool:
    """Say whether a word that has rules is a verb or adjective that may tell of an act."""
    word = sentence.words[i]
    if word.dep in ("aux", "auxpass"):
        return False
    if word.tag.startswith("JJ"):
        return word.dep in _PREDICATIVE and word.lemma in lexicon.words("triggering adjective")
    # "A Russia-backed offensive": what stands before a noun is known already, no news.
    return sentence.is_verb(i) and word.dep != "amod"


def _distinct(sentence: Sentence, found: list[Candidate]) -> list[Candidate]:
    """Leave out a second mention of the same event: "ambushed a patrol, killing three soldiers"."""
    kept: list[Candidate] = []
    for event in found:
        if _only_yields(sentence, event, found):
            continue
        twin = next((k for k, other in enumerate(kept) if _same(sentence, event, other)), None)
        if twin is None:
            kept.append(event)
        elif _clearer(event) > _clearer(kept[twin]):
            kept[twin] = event
    return kept


def _only_yields(sentence: Sentence, event: Candidate, found: list[Candidate]) -> bool:
    """Say whether a verb only says that somebody gave in, and the next what to: "relented and let them in"."""
    if sentence.words[event.trigger].lemma not in lexicon.words("only gives in"):
        return False
    return any(
        sentence.words[other.trigger].head == event.trigger
        and sentence.words[other.trigger].dep == "conj"
        and other.actor.codes == event.actor.codes
        and (vocabulary.quad(other.type) <= 2 or other.type in ("CONCEDE", "RETREAT"))
        for other in found
        if other is not event
    )


def _same(sentence: Sentence, a: Candidate, b: Candidate) -> bool:
    if _are_two_acts(sentence, a, b):
        return False
    return (
        a.type == b.type
        and a.actor.codes == b.actor.codes
        and a.factuality.status == b.factuality.status
        and (a.recipient.codes == b.recipient.codes or _vague(a) or _vague(b))
    )


def _are_two_acts(sentence: Sentence, a: Candidate, b: Candidate) -> bool:
    """Say whether two acts of one type stand side by side: "cut ties and closed its air space"."""
    words = sentence.words
    pair = (a.trigger, b.trigger)
    if not any(words[i].dep == "conj" and words[i].head in pair for i in pair):
        return False
    if _vague(a) and _vague(b):
        return True  # "offering arms and issuing invitations", whomever they are meant for
    if any(words[c].text.lower() == "then" for i in pair for c in sentence.deps(i, "advmod")):
        return True  # "held talks in Belgrade and then welcomed"
    if a.type in lexicon.words("told in several words") or not all(map(sentence.is_verb, pair)):
        return False
    objects = [sentence.deps(i, "dobj", "nsubjpass") for i in pair]
    nouns = [words[found[0]] for found in objects if found]
    pronoun = any(noun.tag.startswith("PRP") for noun in nouns)
    return len(nouns) == len(pair) and nouns[0].lemma != nouns[1].lemma and not pronoun


def _vague(event: Candidate) -> bool:
    return not event.recipient or event.recipient_how in lexicon.words("vague recipient")


def _clearer(event: Candidate) -> tuple[bool, bool, float]:
    return (not _vague(event), not event.nominal, event.weight)


def _verbal(grammar: Grammar, i: int, rule: Predicate) -> Candidate:
    """Return the event that a verb states by its rule."""
    roles = sides_told(grammar, i, rule) or roles_of(grammar, i, rule)
    kind, factuality = type_and_status(grammar.parties.sentence, i, rule)
    if kind == "SUPPORT" and nominals.cause_against(grammar, i):
        kind = "ACCUSE"
    same = kind == rule.type
    return Candidate(
        i,
        rule.name,
        kind,
        rule.mode if same else None,
        rule.weight,
        roles.actor,
        roles.recipient,
        factuality,
        nominal=False,
        joint=roles.joint,
        actor_how=roles.actor_how,
        recipient_how=roles.recipient_how,
        act=rule.act if same else None,
        actor_unclear=is_unclear(grammar, i),
    )
