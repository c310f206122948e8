"""What announcing an act makes of it: "will not" refuses, "unless X pays" threatens."""

from __future__ import annotations

from steelyard import vocabulary
from steelyard.coding.english import lexicon
from steelyard.coding.english.lexicon import Predicate
from steelyard.coding.english.status.auxiliaries import conditional
from steelyard.coding.english.status.factuality import Factuality, status_of
from steelyard.coding.english.text import Sentence

_WILL = frozenset(("will", "would", "wo", "'ll", "shall"))
_QUOTES = ("``", "''", '"', ":", "-LRB-")
_IMAGINED = frozenset(("had", "if", "may", "might", "could"))
_PLANS = frozenset(("intention", "intent", "plan", "plans", "desire"))


def type_and_status(sentence: Sentence, i: int, rule: Predicate) -> tuple[str, Factuality]:
    """Return the type and status of an act: a threat is threatened, "will not" refuses."""
    factuality = status_of(sentence, i)
    if is_told_to_another(sentence, i):
        return "REQUEST", Factuality("happened", factuality.signs)
    factuality = _menaced(rule, factuality)
    if factuality.status in ("planned", "hypothetical") and _is_ultimatum(sentence, i, rule):
        return "THREATEN", Factuality("threatened", factuality.signs)
    if factuality.status == "denied" and any(c.slot == "neg" for c in rule.conditions):
        factuality = Factuality("happened", factuality.signs)  # "has no confidence in"
    if _refuses(rule, factuality):
        return "REJECT", Factuality("happened", factuality.signs)
    return rule.type, threatened(rule.type, factuality)


def is_told_to_another(sentence: Sentence, i: int) -> bool:
    """Say whether what begins a quotation is told another to do: "Stop the shelling," Ankara told Damascus."""
    word, before = sentence.words[i], sentence.words[:i]
    opens = all(w.tag in _QUOTES or w.text == "Please" for w in before)
    above = sentence.words[word.head]
    said = above.lemma in lexicon.words("says") and above.i > i
    bare = word.tag in ("VB", "VBP") and not sentence.deps(i, "aux", "auxpass", "mark")
    subject = sentence.subject(i)
    # What the verb lets or has another do may pass for its subject: "Let Somalia withdraw".
    return opens and said and bare and (subject is None or subject > i)


def _is_ultimatum(sentence: Sentence, i: int, rule: Predicate) -> bool:
    """Say whether force or a penalty is announced unless something is done: "unless X frees them"."""
    if vocabulary.quad(rule.type) != 4:
        return False
    helpers = {sentence.words[c].text.lower() for c in sentence.deps(i, "aux")}
    conditions = (conditional(sentence, c) for c in sentence.deps(i, "advcl"))
    return bool(helpers & _WILL) and "unless" in conditions


def threatened(kind: str, factuality: Factuality) -> Factuality:
    """Return the status of an act: a threat that is made is threatened."""
    made = kind == "THREATEN" and factuality.status == "happened"
    return Factuality("threatened", factuality.signs) if made else factuality


def _menaced(rule: Predicate, factuality: Factuality) -> Factuality:
    """Return the status of a threat that is made by saying what will, or will not, be done."""
    slots = {condition.slot for condition in rule.conditions}
    if rule.type == "THREATEN" and slots & {"ahead", "neg"}:
        made = factuality.status in ("planned", "denied") or not _IMAGINED & set(factuality.signs)
        return Factuality("threatened", factuality.signs) if made else factuality
    return factuality


def _refuses(rule: Predicate, factuality: Factuality) -> bool:
    """Say whether a party announces that it will not do something friendly: a refusal."""
    lent = rule.type == "MOBILIZE" and rule.lemma in lexicon.words("lends forces")
    if (vocabulary.quad(rule.type) > 2 and not lent) or factuality.status not in (
        "denied",
        "planned",
        "hypothetical",
    ):
        return False
    signs = set(factuality.signs)
    will_not = "not" in signs and bool(signs & _WILL)
    no_plan = "no" in signs and bool(signs & _PLANS)
    return (will_not or no_plan) and not signs & {"if", "had"}
