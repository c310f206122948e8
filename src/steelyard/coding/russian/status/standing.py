"""Standing: what a sentence says of an act, from the word that names it up to the main verb.

Signs stand on the word itself (negation, tense, "бы"), on the words that govern it, and on those
who say it. What removes an act furthest from fact wins: hypothetical, denied, rumoured, planned.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from steelyard.coding.russian import lexicon
from steelyard.coding.russian.status.hearsay import hearsay
from steelyard.coding.russian.status.verbs import own_signs
from steelyard.coding.russian.text import Sentence
from steelyard.records.events import Status

_ORDER: tuple[Status, ...] = ("hypothetical", "denied", "rumoured", "planned")
_LONGEST = 8

#: Slots of a meeting at which, or after which, something is said: "в ходе", "на встрече".
_AT_MEETINGS = frozenset(("в+gen", "на+loc", "после"))

#: Effects that are a status.
_STATUSES: dict[str, Status] = {
    "planned": "planned",
    "hypothetical": "hypothetical",
    "rumoured": "rumoured",
    "denied": "denied",
}


@dataclass(slots=True)
class Standing:
    """What is said of an act.

    Attributes:
        signs: statuses with the words that gave them.
        killed: the sentence does not state the act (it is asked for, forbidden, discussed).
        effects: what the governors of an event noun do to it: ``stop``, ``cancel``.
        verb: the verb that an event noun fills a slot of, -1 where there is none.
        slot: which slot.
        refused: somebody refuses to do it: what is friendly is then a REJECT of its own.
        reported: the verb says that somebody told of it, so that its subject need not have done it.
        fact: the verb takes the act for granted: "высылка не останется без ответа".
    """

    signs: list[tuple[Status, str]] = field(default_factory=list)
    killed: bool = False
    effects: set[str] = field(default_factory=set)
    verb: int = -1
    slot: str = ""
    fact: bool = False
    refused: bool = False
    reported: bool = False

    @property
    def status(self) -> Status:
        """The status that the signs add up to."""
        found = [status for status, _ in self.signs]
        if found.count("denied") == 2 and "hypothetical" not in found:
            return "rumoured"
        return next((status for status in _ORDER if status in found), "happened")

    @property
    def words(self) -> tuple[str, ...]:
        """The words that gave the status."""
        return tuple(word for _, word in self.signs)


def standing(sentence: Sentence, i: int, *, negation_meant: bool = False) -> Standing:
    """Return what a sentence says of the act that word ``i`` names.

    Args:
        sentence: the sentence.
        i: a verb or an event noun.
        negation_meant: the rule itself asks for a negation, which then denies nothing.
    """
    found = Standing()
    word = sentence.words[i]
    predicate = word.pos == "ADJ" and word.rel != "amod"
    if predicate or word.pos in ("VERB", "AUX") or word.feats.get("VerbForm"):
        found.signs += own_signs(sentence, i, negated=not negation_meant)
        hoped = sentence.words[word.head]
        if word.rel in ("acl", "acl:relcl") and hoped.is_form_of(lexicon.words("hope")):
            found.signs.append(("hypothetical", hoped.lower))  # "надежду, что Прага не откажется"
        _govern_verb(sentence, i, found)
    else:
        _govern_noun(sentence, i, found)
    governed = any(status == "denied" for status, _ in found.signs)
    found.signs += [sign for sign in hearsay(sentence, i) if not (governed and sign[0] == "denied")]
    return found


def _govern_verb(sentence: Sentence, i: int, found: Standing) -> None:
    """Walk from a verb to what governs it."""
    w = i
    for _ in range(_LONGEST):
        word = sentence.words[w]
        head = word.head
        if head == w:
            return
        infinitive = word.feats.get("VerbForm") == "Inf" or _to_be(sentence, w)
        if word.rel == "conj" and infinitive:
            w = head
            continue
        if infinitive and word.rel not in ("advcl", "parataxis"):
            _apply(sentence, head, "inf", found, default="same")
        elif word.rel in ("ccomp", "csubj") or _purpose(sentence, w):
            default = "planned" if _purpose(sentence, w) else "same"
            _apply(sentence, head, "that", found, default=default)
        elif word.rel != "conj":
            return
        if found.killed:
            return
        upper = sentence.words[head]
        if upper.pos in ("NOUN", "PROPN"):
            return
        if infinitive:
            found.signs += own_signs(sentence, head)
        w = head


def _govern_noun(sentence: Sentence, i: int, found: Standing) -> None:
    """Walk from an event noun through nouns to the verb that it fills a slot of."""
    w = i
    if any(
        sentence.words[c].is_form_of(lexicon.words("planned adjective"))
        for c in sentence.children(i, "amod")
    ):
        found.signs.append(("planned", sentence.words[i].lower))
    for _ in range(_LONGEST):
        word = sentence.words[w]
        head = word.head
        if head == w:
            return  # a headline without a verb
        upper = sentence.words[head]
        if word.rel == "conj":
            w = head
            continue
        if upper.pos in ("NOUN", "PROPN") and word.rel in ("nmod", "appos"):
            if not _through_noun(sentence, w, head, found):
                found.killed = True
                return
            w = head
            continue
        slot = _slot(sentence, w)
        found.verb, found.slot = head, slot
        found.reported = found.reported or slot == "о"
        aside = _is_aside(sentence, i, w, slot)
        found.reported = found.reported or aside
        _apply(sentence, head, slot, found, default="same" if aside else "none")
        if not (found.killed or found.fact):
            found.signs += own_signs(sentence, head)
            _govern_verb(sentence, head, found)
        return


def _is_aside(sentence: Sentence, i: int, w: int, slot: str) -> bool:
    """Say whether a meeting is told beside what was said at it: "по итогам переговоров с королем"."""
    word = sentence.words[i]
    meets = any(
        x in lexicon.event_nouns() and lexicon.event_nouns()[x].type == "CONSULT"
        for x in word.lemmas
    )
    said = sentence.words[sentence.words[w].head].is_form_of(lexicon.words("speech"))
    course = w != i and sentence.words[w].is_form_of(lexicon.words("course noun"))
    return meets and said and (course or slot in _AT_MEETINGS)


def _through_noun(sentence: Sentence, w: int, head: int, found: Standing) -> bool:
    """Say whether an event noun is still stated below another noun, and note what that says of it."""
    upper = sentence.words[head]
    if sentence.preposition(w):
        if upper.is_form_of(lexicon.words("report noun")):
            found.reported = True
            return True
        if not upper.is_form_of(lexicon.words("about noun")):
            return False
        found.signs.append(("planned", upper.lower))
        return True
    if upper.is_form_of(lexicon.words("phase noun") | lexicon.words("course noun")):
        return True
    if upper.is_form_of(lexicon.words("planned noun")):
        found.signs.append(("planned", upper.lower))
        return True
    if upper.is_form_of(lexicon.words("possible noun")):
        found.signs.append(("hypothetical", upper.lower))
        return True
    return False


def _slot(sentence: Sentence, w: int) -> str:
    word = sentence.words[w]
    preposition = sentence.preposition(w)
    if preposition:
        plain = {"со": "с", "ко": "к", "об": "о", "во": "в"}.get(preposition, preposition)
        return f"{plain}+{word.case.lower()}" if plain in ("в", "на") else plain
    head = sentence.words[word.head]
    passive = head.feats.get("VerbForm") == "Part" or word.rel == "nsubj:pass"
    if word.rel in ("nsubj", "nsubj:pass"):
        if sentence.disagrees(w, word.head):
            return "obj"
        return "obj" if passive and (head.lemma, "subj") not in lexicon.operators() else "subj"
    return "obj" if word.rel in ("obj", "iobj", "obl", "xcomp") else word.rel


def _apply(sentence: Sentence, head: int, slot: str, found: Standing, *, default: str) -> None:
    """Note what a governor does to the act in its slot."""
    upper = sentence.words[head]
    effect = _effect(sentence, head, slot) or default
    negated = sentence.is_negated(head)
    if negated and upper.is_form_of(lexicon.words("confirms")):
        found.killed = True
    elif slot in ("obj", "subj", "о") and _called_false(sentence, head):
        found.signs.append(("denied", upper.lower))
    elif effect in ("none", "background", "discuss"):
        left_open = negated and upper.is_form_of(lexicon.words("excludes"))
        found.killed = not left_open
        found.signs += [("hypothetical", f"не {upper.lower}")] if left_open else []
    elif effect == "refuse":
        found.refused = True
        found.signs.append(("denied", upper.lower))
    elif effect in _STATUSES:
        doubted = effect == "hypothetical" and negated and slot != "that"
        found.signs.append(("denied" if doubted else _STATUSES[effect], upper.lower))
    elif effect in ("stop", "cancel", "block", "reaction"):
        found.effects.add(effect)
    elif effect == "fact":
        found.fact = True
    elif effect == "announce":
        _announced(sentence, head, found)


def _called_false(sentence: Sentence, head: int) -> bool:
    """Say whether a verb calls something false: "назвал недостоверными сообщения о визите"."""
    return any(
        sentence.words[c].case == "Ins" and sentence.words[c].is_form_of(lexicon.words("denial"))
        for c in sentence.children(head)
    )


def _effect(sentence: Sentence, head: int, slot: str) -> str:
    """Return what the table says that a governor does, empty where it says nothing."""
    upper, table = sentence.words[head], lexicon.operators()
    effect: str = next((table[x, slot] for x in upper.lemmas if (x, slot) in table), "")
    if not effect and upper.lemma.endswith("ся") and slot in ("subj", "obj"):
        effect = table.get((upper.lemma.removesuffix("ся"), "obj"), "")
    return effect


def _announced(sentence: Sentence, head: int, found: Standing) -> None:
    """An act that is announced lies ahead unless the sentence says that it began."""
    text = sentence.text.lower()
    if not any(mark in text for mark in ("начале", "завершении", "состоявш", "прошедш")):
        found.signs.append(("planned", sentence.words[head].lower))


def _to_be(sentence: Sentence, w: int) -> bool:
    """Say whether a participle has an infinitive "быть": "может быть открыто"."""
    return any(
        sentence.words[c].feats.get("VerbForm") == "Inf"
        for c in sentence.children(w, "aux", "aux:pass", "cop")
    )


def _purpose(sentence: Sentence, w: int) -> bool:
    return any(sentence.words[c].lower == "чтобы" for c in sentence.children(w, "mark"))
