"""The clause of a verb: who and what fill its slots, in the active voice whatever it is told in."""

from __future__ import annotations

from dataclasses import dataclass, field

from steelyard.coding.russian import lexicon
from steelyard.coding.russian.parties import Parties
from steelyard.coding.russian.text import Sentence, Word

#: Verbs that are looked at for a subject above one that has none.
_HIGHEST = 6

_NOMINAL = frozenset(("NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET", "X", "SYM", "PART", "VERB"))
_ROUGHLY = frozenset(("до", "около", "свыше", "порядка", "более", "менее"))
_OBJECT_RELS = ("obj", "iobj", "obl", "obl:agent", "nmod", "nummod:gov")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun with its preposition; ``inner`` is true where it hangs on the object."""

    preposition: str
    case: str
    noun: int
    inner: bool = False


@dataclass(slots=True)
class Clause:
    """The slots of a verb. ``passive`` says that the subject is acted on, ``reflexive`` by -ся."""

    verb: int
    passive: bool = False
    reflexive: bool = False
    subj: list[int] = field(default_factory=list)
    obj: list[int] = field(default_factory=list)
    dat: list[int] = field(default_factory=list)
    ins: list[int] = field(default_factory=list)
    gen: list[int] = field(default_factory=list)
    phrases: list[Phrase] = field(default_factory=list)
    inf: list[int] = field(default_factory=list)
    that: list[int] = field(default_factory=list)
    adverbs: list[int] = field(default_factory=list)

    def nouns(self, slot: str) -> list[int]:
        """Return the words that fill a slot; a slot of a preposition may name the case."""
        if slot in ("subj", "obj", "dat", "ins", "gen", "inf", "that"):
            return list(getattr(self, slot))
        preposition, _, case = slot.partition("+")
        return [
            p.noun
            for p in self.phrases
            if _same(p.preposition, preposition) and p.case.lower() in ("", case or p.case.lower())
        ]


def clause_of(parties: Parties, i: int, *, reflexive: bool = False) -> Clause:
    """Return the clause of verb ``i``.

    Args:
        parties: those of the sentence.
        i: the verb.
        reflexive: it is a verb in -ся that stands for the passive of another.
    """
    sentence = parties.sentence
    word = sentence.words[i]
    participle = word.feats.get("VerbForm") == "Part"
    clause = Clause(i, reflexive=reflexive)
    clause.passive = (participle and word.feats.get("Voice") == "Pass") or reflexive
    for c in sentence.children(i):
        _place(sentence, clause, c)
    # "назвал резолюцию позорной": what it is called hangs on what is called so.
    clause.ins += [
        c
        for noun in clause.obj
        for c in sentence.children(noun, "amod")
        if sentence.words[c].case == "Ins" != sentence.words[noun].case
    ]
    if len(clause.subj) > 1:
        # "Словения первой признала Палестину": of two subjects the one in the accusative is none.
        others = [c for c in clause.subj if sentence.words[c].case == "Acc"]
        clause.subj = [c for c in clause.subj if c not in others]
        clause.obj += others
    if word.pos == "ADJ" and not participle:
        clause.passive = False  # "Анкара недовольна": nothing is done to it
    if not clause.subj and not participle and word.feats.get("VerbForm") == "Fin":
        # "Действия Анкары осудил Париж": the case tells who acts, whatever the parser makes of it.
        clause.subj = [
            c
            for c in clause.obj
            if sentence.words[c].case == "Nom" and not sentence.disagrees(c, i)
        ][:1]
        clause.obj = [c for c in clause.obj if c not in clause.subj]
    if word.rel == "acl" and participle and not clause.subj and word.head != i:
        # "сотрудники, высланные из страны": the noun above is the object; of an active one, the subject.
        (clause.obj if clause.passive else clause.subj).append(word.head)
    elif clause.passive:
        clause.obj, clause.subj = [*clause.subj, *clause.obj], _agents(parties, clause)
        if not clause.obj:
            clause.obj = _raised(parties, i)
    nested = [
        *(clause.gen[:1] if word.pos == "NOUN" else ()),
        *clause.obj,
        *clause.ins[:1],
        *clause.subj[:1],
        *(p.noun for p in clause.phrases[:3]),
    ]
    for noun in nested:
        clause.phrases += _inner(sentence, noun)
        clause.dat += [
            c
            for c in sentence.children(noun, "nmod", "iobj", "appos")
            if sentence.words[c].case == "Dat" and not sentence.preposition(c)
        ]
    return clause


def subject_of(parties: Parties, clause: Clause) -> list[int]:
    """Return who acts in a clause, from the verbs above where it names nobody itself."""
    if clause.subj:
        return clause.subj
    sentence = parties.sentence
    i = clause.verb
    for _ in range(_HIGHEST):
        word = sentence.words[i]
        head = sentence.words[word.head]
        if word.feats.get("VerbForm") == "Inf" and head.pos == "NOUN":
            owner = _owner_of(parties, head.i)
            if owner:
                return owner
        elif word.rel in ("acl:relcl", "acl"):
            described = not clause.passive and head.pos in ("NOUN", "PROPN")
            return [head.i] if described else []
        if head.i == i or not _shares_subject(word, head):
            return []
        upper = clause_of(parties, head.i)
        if upper.passive and word.rel == "conj" and not clause.passive:
            return upper.obj[:1]
        if upper.subj:
            return upper.subj
        if upper.dat and word.rel in ("xcomp", "csubj"):
            return upper.dat[:1]
        i = head.i
    return []


def _owner_of(parties: Parties, noun: int) -> list[int]:
    """Return whose decision, promise or threat it is to do something: "решение Евросоюза ввести"."""
    sentence = parties.sentence
    verb = sentence.words[noun].head
    if sentence.preposition(noun) and sentence.words[verb].is_form_of(lexicon.words("accuses")):
        # "обвинил Польшу в попытках сорвать": the accused is said to do it
        return [c for c in sentence.children(verb, "obj") if parties.of(c)][:1]
    if sentence.words[noun].is_form_of(lexicon.words("asked of")):
        addressed = [c for c in sentence.children(noun) if sentence.words[c].case == "Dat"]
        return [c for c in addressed if parties.of(c)][:1]
    named = [
        c
        for c in sentence.children(noun, "nmod", "amod", "appos")
        if not sentence.preposition(c) and parties.of(c)
    ]
    return named[:1]


def _shares_subject(word: Word, head: Word) -> bool:
    """Say whether a verb may have the subject of what stands above it."""
    finite = word.feats.get("VerbForm") not in ("Inf", "Conv", "Part")
    if word.rel in ("parataxis", "advcl"):
        return not finite
    if word.rel == "ccomp":
        return not finite or word.feats.get("Number") == head.feats.get("Number")
    if word.rel == "conj":
        # "Исламабад обвинил Кабул, в Кабуле обвинения отвергли": somebody else does the second.
        return head.pos in ("VERB", "ADJ", "AUX") and not _is_many(word, head)
    return word.rel in ("xcomp", "csubj", "obl", "obj", "nmod")


def _is_many(word: Word, head: Word) -> bool:
    """Say whether a verb has a plural form where the one above it has a singular one."""
    numbers = (word.feats.get("Number"), head.feats.get("Number"))
    return word.feats.get("VerbForm") == "Fin" and numbers == ("Plur", "Sing")


def _place(sentence: Sentence, clause: Clause, c: int) -> None:
    word = sentence.words[c]
    rel = word.rel
    preposition = "" if _is_amount(sentence, c) else sentence.preposition(c)
    if rel in ("nsubj", "nsubj:pass") and word.case == "Ins" and not preposition:
        clause.ins.append(c)
    elif rel == "nsubj" and sentence.disagrees(c, clause.verb):
        clause.obj.append(c)
    elif rel in ("nsubj", "nsubj:pass"):
        clause.subj.append(c)
        clause.passive = clause.passive or (rel == "nsubj:pass")
    elif rel in ("xcomp", "csubj", "ccomp", "csubj:pass") and word.feats.get("VerbForm") == "Inf":
        clause.inf.append(c)
    elif rel in ("ccomp", "csubj") or (rel == "advcl" and _has(sentence, c, "чтобы")):
        clause.that.append(c)
    elif rel == "advmod":
        clause.adverbs.append(c)
    elif preposition and rel not in ("conj", "acl", "advcl"):
        clause.phrases += _compounds(sentence, preposition, c)
    elif (rel in _OBJECT_RELS and word.pos in _NOMINAL) or rel == "xcomp":
        rel = "obj" if rel == "obl" and _is_amount(sentence, c) else rel
        _bare(clause, c, rel, word.case)


def _is_amount(sentence: Sentence, c: int) -> bool:
    """Say whether a preposition only rounds a number: "до пяти подводных лодок"."""
    if sentence.preposition(c) not in _ROUGHLY or not sentence.children(c, "nummod", "nummod:gov"):
        return False
    return not sentence.words[c].is_form_of(lexicon.words("time"))


def _bare(clause: Clause, c: int, rel: str, case: str) -> None:
    """Place a noun without a preposition by its case."""
    if case == "Ins":
        clause.ins.append(c)
    elif rel == "iobj" or (case == "Dat" and rel in ("obj", "obl")):
        clause.dat.append(c)
    elif rel in {"obj", "nummod:gov"}:
        clause.obj.append(c)
    elif case == "Gen":
        clause.gen.append(c)
    elif rel == "xcomp":
        clause.ins.append(c)


def _inner(sentence: Sentence, noun: int) -> list[Phrase]:
    """Return the phrases that hang on a noun, and on the nouns below it."""
    found: list[Phrase] = []
    for c in sentence.children(noun, "nmod", "obl", "conj", "appos"):
        preposition = sentence.preposition(c)
        if preposition:
            found += [
                Phrase(p.preposition, p.case, p.noun, inner=True)
                for p in _compounds(sentence, preposition, c)
            ]
        if sentence.words[c].rel != "conj":
            found += _inner(sentence, c)
    return found


def _compounds(sentence: Sentence, preposition: str, c: int) -> list[Phrase]:
    """Return a phrase, and what "в адрес", "в отношении" and their like introduce."""
    word = sentence.words[c]
    for mark in sentence.children(c, "case"):
        for x in sentence.children(mark, "fixed"):
            fixed = next(
                (w for w in sentence.words[x].lemmas if w in lexicon.words("compound")), ""
            )
            if fixed:
                return [Phrase(f"{preposition}={fixed}", word.case, c)]
    found = [Phrase(preposition, "" if word.is_indeclinable else word.case, c)]
    compound = next((w for w in word.lemmas if w in lexicon.words("compound")), "")
    if compound:
        for x in sentence.children(c, "nmod", "fixed", "obl"):
            inner = sentence.preposition(x)
            if not inner or inner in ("с", "со"):
                found.append(Phrase(f"{preposition}={compound}", sentence.words[x].case, x))
    return found


def _raised(parties: Parties, i: int) -> list[int]:
    """Return whom a passive below another verb is done to: "может быть открыто"."""
    word = parties.sentence.words[i]
    if word.rel not in ("xcomp", "ccomp", "csubj", "conj") or word.head == i:
        return []
    return parties.sentence.children(word.head, "nsubj", "nsubj:pass")[:1]


def _agents(parties: Parties, clause: Clause) -> list[int]:
    """Return by whom a passive verb says it was done."""
    named = [c for c in clause.ins if parties.of(c)]
    if not named:  # names that have no case endings
        loose = (c for c in (*clause.dat, *clause.gen) if c > clause.verb)
        named = [c for c in loose if (m := parties.mention(c)) and m.kind == "person"]
    if named:
        return named
    by = [
        p.noun
        for p in clause.phrases
        if p.preposition.partition("=")[2] in lexicon.words("compound actor")
        and parties.inside(p.noun)
    ]
    return by[:1]


def _has(sentence: Sentence, i: int, mark: str) -> bool:
    return any(sentence.words[c].lower == mark for c in sentence.children(i, "mark"))


def _same(found: str, wanted: str) -> bool:
    """Say whether two prepositions are one: "с" and "со", "к" and "ко"."""
    if found == wanted:
        return True
    return found in _LONG.get(wanted, ())


_LONG = {
    "с": ("со",),
    "к": ("ко",),
    "в": ("во",),
    "о": ("об", "обо"),
    "из": ("изо",),
    "от": ("ото",),
    "над": ("надо",),
    "против": (),
    "вблизи": ("близ", "возле", "около"),
    "у": ("возле", "около"),
}
