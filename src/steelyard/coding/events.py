"""Events of one sentence: each trigger with its type, parties and status."""

from __future__ import annotations

from dataclasses import dataclass, replace

from steelyard import vocabulary
from steelyard.coding import lexicon, nominals, sides, status, who
from steelyard.coding.lexicon import Noun, Predicate
from steelyard.coding.parse import Sentence
from steelyard.coding.parties import Parties
from steelyard.coding.party import Party
from steelyard.coding.predicates import Grammar
from steelyard.coding.silencing import below, silenced
from steelyard.records.events import Act

_PREDICATIVE = ("acomp", "ROOT", "oprd", "conj", "ccomp", "attr", "amod")
_WILL = frozenset(("will", "would", "wo", "'ll", "shall"))
_PLANS = frozenset(("intention", "intent", "plan", "plans", "desire"))


@dataclass(frozen=True, slots=True)
class Found:
    """An event as it stands in a sentence, before days and confidence."""

    trigger: int
    rule: str
    type: str
    mode: str | None
    weight: float
    actor: Party
    recipient: Party
    status: status.Reading
    nominal: bool
    joint: bool
    actor_how: str
    recipient_how: str
    act: Act | None = None
    actor_unclear: bool = False


def find(parties: Parties, *, doubtful: bool = False) -> list[Found]:
    """Return the events that a sentence states, in the order of their triggers.

    Args:
        parties: the sentence and whom its phrases mean.
        doubtful: where nothing else is found, take nouns that do not say who did it to whom.
    """
    grammar = Grammar(parties)
    matched = _matched(grammar)
    silent = silenced(grammar, matched)
    found = [_verbal(grammar, i, rule) for i, rule in matched if i not in silent]
    silent |= {i for i, _ in matched}
    for i in range(len(parties.sentence)):
        heard = i not in silent or nominals.named_in_passing(grammar, i)
        noun = nominals.names_act(grammar, i) if heard else None
        event = _nominal(grammar, i, noun) if noun else None
        if event is not None:
            found.append(event)
            silent |= below(parties.sentence, i, nouns=True)
    if doubtful and not found:
        found = _half_said(grammar)
    found = [event for event in found if not _only_denies(parties.sentence, event, found)]
    found.sort(key=lambda event: event.trigger)
    return _distinct(parties.sentence, [_with_shared(parties.sentence, e, found) for e in found])


def _with_shared(sentence: Sentence, event: Found, found: list[Found]) -> Found:
    """Give an act on nobody the recipient of the verb it is joined to: "shelled X and threatened more"."""
    word = sentence.words[event.trigger]
    if event.recipient or word.dep != "conj" or event.mode == "resign":
        return event
    for other in found:
        alike = other.trigger == word.head and other.actor.codes == event.actor.codes
        if alike and event.actor and other.recipient and not _vague(other):
            return replace(event, recipient=other.recipient, recipient_how="shared")
    return event


def _only_denies(sentence: Sentence, event: Found, found: list[Found]) -> bool:
    """Say whether an act is the denial of another, which is told as that act, denied."""
    if event.type != "REJECT" or event.nominal:
        return False
    objects = sentence.deps(event.trigger, "dobj", "nsubjpass")
    told = [j for j in objects if sentence.words[j].lemma in lexicon.words("report")]
    under = {k for j in told for k in sentence.subtree(j)}
    return any(e.trigger in under and e.status.status == "denied" for e in found)


def _half_said(grammar: Grammar) -> list[Found]:
    """Return the acts that nouns name without saying who did them to whom."""
    nouns = ((i, nominals.names_act(grammar, i)) for i in range(len(grammar.parties.sentence)))
    half = (
        _named_act(grammar, i, noun, nominals.half(grammar, i, noun)) for i, noun in nouns if noun
    )
    return [event for event in half if event is not None]


def _matched(grammar: Grammar) -> list[tuple[int, Predicate]]:
    """Return the verbs and adjectives that a rule fits, each with its rule."""
    sentence = grammar.parties.sentence
    triggers = (i for i in range(len(sentence)) if _may_trigger(sentence, i))
    rules = ((i, grammar.rule(i)) for i in triggers)
    fitting = [(i, rule) for i, rule in rules if rule and who.can_act(grammar, i, rule)]
    return [(i, rule) for i, rule in fitting if not _spares(grammar, i, rule)]


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
    word = sentence.words[i]
    if word.dep in ("aux", "auxpass") or word.lemma not in lexicon.predicates():
        return False
    if word.tag.startswith("JJ"):
        return word.dep in _PREDICATIVE and word.lemma in lexicon.words("triggering adjective")
    # "A Russia-backed offensive": what stands before a noun is known already, no news.
    return sentence.is_verb(i) and word.dep != "amod"


def _distinct(sentence: Sentence, found: list[Found]) -> list[Found]:
    """Leave out what tells the same event again: "ambushed a patrol, killing three soldiers"."""
    kept: list[Found] = []
    for event in found:
        twin = next((k for k, other in enumerate(kept) if _same(sentence, event, other)), None)
        if twin is None:
            kept.append(event)
        elif _clearer(event) > _clearer(kept[twin]):
            kept[twin] = event
    return kept


def _same(sentence: Sentence, a: Found, b: Found) -> bool:
    if _vague(a) and _vague(b) and sentence.words[a.trigger].dep == "conj":
        # "offering arms and issuing invitations": two acts, whomever they are meant for.
        return False
    return (
        a.type == b.type
        and a.actor.codes == b.actor.codes
        and a.status.status == b.status.status
        and (a.recipient.codes == b.recipient.codes or _vague(a) or _vague(b))
    )


def _vague(event: Found) -> bool:
    return not event.recipient or event.recipient_how in lexicon.words("vague recipient")


def _clearer(event: Found) -> tuple[bool, bool, float]:
    return (not _vague(event), not event.nominal, event.weight)


def _verbal(grammar: Grammar, i: int, rule: Predicate) -> Found:
    """Return the event that a verb states by its rule."""
    taken = sides.of_verb(grammar, i, rule)
    kind, reading = _reading(grammar.parties.sentence, i, rule)
    if kind == "SUPPORT" and nominals.cause_against(grammar, i):
        kind = "ACCUSE"
    same = kind == rule.type
    return Found(
        i,
        rule.name,
        kind,
        rule.mode if same else None,
        rule.weight,
        taken.actor,
        taken.recipient,
        reading,
        nominal=False,
        joint=taken.joint,
        actor_how=taken.actor_how,
        recipient_how=taken.recipient_how,
        act=rule.act if same else None,
        actor_unclear=who.unclear(grammar, i),
    )


def _reading(sentence: Sentence, i: int, rule: Predicate) -> tuple[str, status.Reading]:
    """Return the type and status of an act: a threat is threatened, "will not" refuses."""
    reading = status.of(sentence, i)
    if refuses(rule, reading):
        return "REJECT", status.Reading("happened", reading.signs)
    return rule.type, _threatened(rule.type, reading)


def _threatened(kind: str, reading: status.Reading) -> status.Reading:
    made = kind == "THREATEN" and reading.status == "happened"
    return status.Reading("threatened", reading.signs) if made else reading


def refuses(rule: Predicate, reading: status.Reading) -> bool:
    """Say whether a party announces that it will not do something friendly: a refusal."""
    if vocabulary.quad(rule.type) > 2 or reading.status not in (
        "denied",
        "planned",
        "hypothetical",
    ):
        return False
    signs = set(reading.signs)
    will_not = "not" in signs and bool(signs & _WILL)
    no_plan = "no" in signs and bool(signs & _PLANS)
    return (will_not or no_plan) and not signs & {"if", "had"}


def _nominal(grammar: Grammar, i: int, noun: Noun) -> Found | None:
    """Return the event that a noun names, if it says who and whom."""
    both = nominals.sides(grammar, i, noun)
    return _named_act(grammar, i, noun, both) if both else None


def _named_act(grammar: Grammar, i: int, noun: Noun, both: nominals.Sides) -> Found | None:
    if noun.type is None:
        return None
    reading = status.of(grammar.parties.sentence, i)
    return Found(
        i,
        f"noun {noun.noun} -> {noun.type}",
        noun.type,
        noun.mode,
        noun.weight,
        both.actor,
        both.recipient,
        _threatened(noun.type, reading),
        nominal=not nominals.carried(grammar, i),
        joint=both.joint,
        actor_how="noun",
        recipient_how=both.how,
    )
