"""Status: did it happen, or is it planned, threatened, rumoured, denied, only imagined?

Operators stand on the word itself (auxiliaries, negation, adverbs, adjectives of a noun) and
above it (verbs, nouns and adjectives whose complement it is). They are read from the inside
outwards; what removes an act furthest from fact wins: hypothetical, then denied, rumoured,
planned.
"""

from __future__ import annotations

from dataclasses import dataclass

from steelyard.coding import lexicon
from steelyard.coding.parse import Sentence

_FUTURE = frozenset(("will", "shall", "'ll", "wo", "\u2019ll"))
_MAYBE = frozenset(("would", "could", "may", "might", "can", "should", "must", "'d", "ought"))
_IF = frozenset(("if", "unless", "should", "whether", "lest", "until"))
_SAYING = frozenset(
    (
        "say",
        "report",
        "claim",
        "tell",
        "announce",
        "state",
        "write",
        "speculate",
        "reveal",
        "think",
        "believe",
        "suspect",
        "suggest",
        "hint",
        "argue",
        "allege",
        "confirm",
        "insist",
    )
)
_REPORTED = frozenset(
    (
        "claim",
        "speculate",
        "think",
        "believe",
        "suspect",
        "suggest",
        "allege",
        "rumour",
        "rumor",
        "fear",
        "hint",
        "understand",
    )
)
_PAST = frozenset(("VBD", "VBN"))
# Verbs that carry the status of the noun beside them: "the talks will not take place".
_CARRYING = frozenset(
    (
        "take",
        "happen",
        "occur",
        "hold",
        "begin",
        "start",
        "resume",
        "continue",
        "go",
        "proceed",
        "be",
        "plan",
        "schedule",
        "expect",
        "materialise",
        "materialize",
        "follow",
        "come",
        "cancel",
        "pay",
        "have",
        "sign",
    )
)
_UNCONFIRMED = frozenset(("rumour", "rumor", "speculation", "hearsay", "gossip"))


@dataclass(frozen=True, slots=True)
class Reading:
    """A status, and the words that gave it."""

    status: str
    signs: tuple[str, ...] = ()


def of(sentence: Sentence, i: int) -> Reading:
    """Return the status of the act that word ``i`` names, with the signs for it."""
    signs: list[tuple[str, str]] = []
    _own(sentence, i, signs)
    _above(sentence, i, signs)
    _whole(sentence, i, signs)
    found = [status for status, _ in signs]
    denials = found.count("denied")
    if denials == 2 and "hypothetical" not in found:
        # "did not deny", "never refuted": two negations leave the matter open.
        signs = [s for s in signs if s[0] != "denied"] + [("rumoured", "denied denial")]
        found = [status for status, _ in signs]
    order = ("hypothetical", "denied", "rumoured", "planned")
    if "planned" in found and "denied" in found and "hypothetical" not in found:
        return Reading("denied", tuple(s for _, s in signs))
    for status in order:
        if status in found:
            return Reading(status, tuple(s for _, s in signs))
    return Reading("happened")


def _auxiliaries(sentence: Sentence, verb: int) -> list[int]:
    return sentence.deps(verb, "aux", "auxpass")


def negated(sentence: Sentence, i: int) -> bool:
    """Say whether a verb or noun is negated on the spot."""
    words = sentence.words
    for child in sentence.children[i]:
        word = words[child]
        if word.dep == "neg" or word.lemma in ("never", "nobody", "neither", "nor", "hardly"):
            return True
        if (
            word.dep in ("preconj", "det", "cc")
            and word.lemma in ("no", "neither", "nor")
            and not sentence.is_verb(i)
        ):
            return True
        if sentence.is_verb(i) and word.dep in ("nsubj", "nsubjpass", "dobj"):
            if word.lemma in ("nobody", "none", "nothing"):
                return True
            if any(
                words[c].lemma == "no" and words[c].dep == "det" for c in sentence.children[child]
            ):
                return True
    return False


def _own(sentence: Sentence, i: int, signs: list[tuple[str, str]]) -> None:
    """Read the auxiliaries, negation and adverbs on the word itself, and shared by 'and'."""
    words = sentence.words
    chain = [i]
    j = i
    while words[j].dep == "conj" and sentence.is_verb(words[j].head) and sentence.is_verb(j):
        own = _auxiliaries(sentence, j)
        if own or sentence.subject(j) is not None or sentence.passive_subject(j) is not None:
            break
        if words[j].tag in ("VBD", "VBZ"):
            break
        j = words[j].head
        chain.append(j)
    for k in chain:
        _marks(sentence, k, signs, negation=k == i)


def _marks(sentence: Sentence, k: int, signs: list[tuple[str, str]], *, negation: bool) -> None:
    words = sentence.words
    operators = lexicon.operators()
    auxiliaries = [words[c] for c in _auxiliaries(sentence, k)]
    lemmas = {a.text.lower() for a in auxiliaries}
    if negation and negated(sentence, k):
        signs.append(("denied", "not"))
    for word in auxiliaries:
        low = word.text.lower()
        if low in _FUTURE:
            signs.append(("planned", low))
        elif low in ("may", "might") and "have" in lemmas:
            signs.append(("rumoured", f"{low} have"))
        elif low == "would" and _future_in_past(sentence, k):
            signs.append(("planned", "would"))
        elif low in _MAYBE:
            signs.append(("hypothetical", low))
        elif (
            word.tag == "TO"
            and words[k].dep in ("ROOT", "ccomp", "relcl", "parataxis")
            and not _ranked(sentence, words[k].head)
        ):
            # Headlines: "Peru, Chile to open joint post"; "is to open".
            signs.append(("planned", "to"))
    own = words[k]
    for child in sentence.children[k]:
        word = words[child]
        if word.dep == "advcl" and own.dep != "xcomp" and _conditional(sentence, child) == "had":
            signs.append(("hypothetical", "had"))
        key = ("adv", word.lemma)
        if word.dep in ("advmod", "npadvmod") and key in operators:
            signs.append((operators[key].status, word.text))
        if word.dep in ("amod", "compound", "nmod"):
            operator = operators.get(("adj", word.lemma)) or operators.get(
                ("adj", word.text.lower())
            )
            if operator is not None and not operator.frame:
                signs.append((operator.status, word.text))
    if _conditional(sentence, k):
        signs.append(("hypothetical", "if"))


def _ranked(sentence: Sentence, noun: int) -> bool:
    """Say whether a noun is "the first" or "the last", whose infinitive tells what it did."""
    return any(
        sentence.words[c].lemma in ("first", "last", "second", "third", "latest", "only", "next")
        for c in sentence.children[noun]
    )


def _future_in_past(sentence: Sentence, verb: int) -> bool:
    """Say whether "would" is a future told in the past: "said it would send ..."."""
    words = sentence.words
    j = verb
    while words[j].dep == "conj":
        j = words[j].head
    head = words[words[j].head]
    if words[j].dep == "ROOT" or words[j].dep == "parataxis":
        told = [
            c
            for c in sentence.children[j]
            if words[c].dep in ("parataxis", "ccomp") and words[c].lemma in _SAYING
        ]
        return any(words[c].tag == "VBD" for c in told)
    told_of = head.lemma in _SAYING | _PROMISING and head.tag in ("VBD", "VBN", "VBG")
    conditions = [
        c for c in sentence.children[verb] if words[c].dep == "advcl" and _conditional(sentence, c)
    ]
    return words[j].dep == "ccomp" and told_of and not conditions


_PROMISING = frozenset(
    (
        "warn",
        "promise",
        "pledge",
        "vow",
        "threaten",
        "declare",
        "decide",
        "agree",
        "add",
        "indicate",
        "signal",
    )
)


def _conditional(sentence: Sentence, verb: int) -> str:
    """Say which word makes a clause a condition: if, unless, or an inverted had."""
    words = sentence.words
    for child in sentence.children[verb]:
        word = words[child]
        if (word.dep in ("mark", "advmod") and word.lemma in ("if", "unless", "lest")) or (
            word.lemma == "whether" and word.dep == "mark"
        ):
            return word.lemma
    if words[verb].dep in ("advcl", "ccomp", "parataxis", "ROOT", "csubj"):
        for child in _auxiliaries(sentence, verb):
            low = words[child].text.lower()
            subject = sentence.subject(verb)
            if subject is None:
                subject = sentence.passive_subject(verb)
            if (
                low in ("had", "should", "were")
                and subject is not None
                and child < subject
                and "?" not in sentence.text
            ):
                return "had"
    return ""


def _above(sentence: Sentence, i: int, signs: list[tuple[str, str]]) -> None:
    """Read the verbs, nouns and adjectives that govern the word."""
    words = sentence.words
    operators = lexicon.operators()
    j, steps = i, 0
    while words[j].head != j and steps < 8:
        steps += 1
        word, head = words[j], words[words[j].head]
        dep = word.dep
        kind = ""
        if dep in ("relcl", "advcl") and not (dep == "advcl" and _infinitive(sentence, j)):
            if dep == "advcl" and _conditional(sentence, j):
                signs.append(("hypothetical", "if"))
            if dep == "relcl" or head.tag.startswith("VB"):
                if _without(sentence, j):
                    signs.append(("denied", "without"))
                return
        if dep in (
            "xcomp",
            "ccomp",
            "advcl",
            "acl",
            "pcomp",
            "prep",
            "pobj",
            "dobj",
            "nsubj",
            "nsubjpass",
            "acomp",
            "oprd",
            "attr",
            "csubj",
            "csubjpass",
            "dep",
        ):
            kind = (
                "verb"
                if head.tag.startswith("VB")
                else "adj"
                if head.tag.startswith(("JJ", "IN"))
                else "noun"
            )
            complement = dep in ("xcomp", "ccomp", "acl", "advcl", "pcomp") or (
                dep == "pobj" and not words[i].tag.startswith("VB")
            )
            operator = operators.get((kind, head.lemma)) or (
                operators.get(("adj", head.lemma))
                if kind == "verb" and dep in ("xcomp",) and head.tag == "VBN"
                else None
            )
            if operator is not None and _fits(sentence, operator, j, head.i, complement):
                if not (
                    operator.status == "planned"
                    and head.lemma in ("expect", "hope", "want", "seek")
                    and False
                ):
                    signs.append((operator.status, head.text))
            if head.tag.startswith("VB") or kind == "adj":
                carried = (
                    dep in ("nsubj", "nsubjpass", "dobj")
                    and not sentence.is_verb(i)
                    and (head.lemma in _CARRYING or ("light", head.lemma) in operators)
                )
                if dep in ("xcomp", "acomp", "oprd", "attr") or carried:
                    _marks(sentence, head.i, signs, negation=True)
                elif (
                    dep == "ccomp"
                    and head.lemma in ("say", "think", "believe", "expect")
                    and negated(sentence, head.i)
                ):
                    signs.append(("denied", "not"))
                elif dep in ("ccomp", "xcomp") and _conditional(sentence, head.i):
                    signs.append(("hypothetical", "if"))
            elif kind == "noun":
                _adjectives(sentence, head.i, signs)
                if negated(sentence, head.i):
                    signs.append(("denied", "no"))
        elif dep == "conj":
            pass
        if dep == "prep" and word.lemma == "without":
            signs.append(("denied", "without"))
        j = head.i


def _infinitive(sentence: Sentence, verb: int) -> bool:
    return any(sentence.words[c].tag == "TO" for c in sentence.children[verb])


def _without(sentence: Sentence, verb: int) -> bool:
    return any(
        sentence.words[c].lemma == "without" and sentence.words[c].dep in ("mark", "prep")
        for c in sentence.children[verb]
    )


def _adjectives(sentence: Sentence, noun: int, signs: list[tuple[str, str]]) -> None:
    operators = lexicon.operators()
    for child in sentence.deps(noun, "amod"):
        operator = operators.get(("adj", sentence.words[child].lemma))
        if operator is not None and not operator.frame:
            signs.append((operator.status, sentence.words[child].text))


def _fits(
    sentence: Sentence, operator: lexicon.Operator, j: int, head: int, complement: bool
) -> bool:
    """Say whether what stands below an operator is what it operates on."""
    words = sentence.words
    if operator.frame == "obj":
        return words[j].dep in ("dobj", "pobj")
    if operator.kind == "verb" and operator.status == "rumoured":
        passive = bool(sentence.deps(head, "auxpass", "nsubjpass")) or words[head].tag == "VBN"
        if operator.word in (
            "say",
            "report",
            "think",
            "believe",
            "suspect",
            "understand",
            "purport",
        ):
            return passive and words[j].dep in ("xcomp", "ccomp")
        return complement or passive
    if (
        operator.kind == "verb"
        and operator.status == "denied"
        and operator.word
        in ("deny", "refute", "dismiss", "dispute", "disclaim", "disavow", "rebut")
    ):
        return complement or words[j].dep == "dobj"
    if operator.kind == "verb" and operator.status == "planned":
        if operator.word in ("want", "seek", "hope"):
            return words[j].dep == "xcomp"
        if operator.word == "announce":
            return words[j].dep == "dobj" and not sentence.is_verb(j) and False
        return complement or (words[j].dep in ("dobj", "nsubjpass") and not sentence.is_verb(j))
    if operator.kind == "adj":
        if not operator.frame:
            # "called reports ... untrue": the adjective denies what the report says.
            return False
        return complement
    return complement or words[j].dep == "prep"


def _whole(sentence: Sentence, i: int, signs: list[tuple[str, str]]) -> None:
    """Read what a whole sentence says of its acts: who says so, and whether it is believed."""
    words = sentence.words
    operators = lexicon.operators()
    lows = [w.text.lower() for w in words]
    # "X called reports that ... untrue", "the claim that ... was false".
    for j in sentence.ancestors(i):
        if words[j].lemma in (
            "report",
            "claim",
            "rumour",
            "rumor",
            "allegation",
            "story",
            "suggestion",
            "accusation",
            "it",
            "statement",
            "idea",
            "assertion",
        ) and words[j].tag.startswith("NN"):
            below = set(sentence.subtree(j))
            for w in words:
                operator = operators.get(("adj", w.lemma))
                if w.i not in below and operator is not None and operator.status == "denied":
                    signs.append(("denied", w.text))
                    return
            for k in sentence.ancestors(j):
                if words[k].lemma in (
                    "deny",
                    "dismiss",
                    "refute",
                    "reject",
                    "rebut",
                    "dispute",
                ) and words[j].dep in ("dobj", "nsubjpass", "pobj"):
                    signs.append(("denied", words[k].text))
                    return
    # A guess that another reports: "a daily claimed that ...", "police think that ...".
    for j in sentence.ancestors(i):
        if words[j].lemma in _REPORTED and sentence.is_verb(j) and words[i].dep != "relcl":
            subject = sentence.subject(j)
            if subject is not None and (words[j].lemma != "believe" or True):
                signs.append(("rumoured", words[j].text))
                break
    above = {words[j].lemma for j in sentence.ancestors(i)}
    if "unconfirmed" in lows or _UNCONFIRMED & above:
        signs.append(("rumoured", "unconfirmed"))
    # "..., but nobody could confirm it".
    for j, low in enumerate(lows):
        if (
            low in ("confirm", "verify", "verified", "confirmed")
            and (
                negated(sentence, j)
                or any(
                    words[c].text.lower() in ("could", "not", "nobody", "cannot")
                    for c in sentence.children[j]
                )
            )
            and j != i
        ):
            signs.append(("rumoured", "unconfirmed"))
            break
