"""What several states do together: "Norwegian and Swedish police searched the harbour together"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from steelyard.coding.english import lexicon
from steelyard.coding.english.acts.candidate import Candidate
from steelyard.coding.english.acts.predicates import Grammar
from steelyard.coding.english.acts.sides.actor import named_actor
from steelyard.coding.english.status import status_of
from steelyard.coding.english.text import Sentence
from steelyard.coding.party import Party

#: How sure a common work is that only an adverb tells of.
_WEIGHT = 0.65


def common_works(grammar: Grammar, taken: Iterable[int]) -> Iterator[Candidate]:
    """Yield the common works that adverbs tell of, of verbs that are not taken by a rule.

    Args:
        grammar: the sentence.
        taken: verbs whose rules say what they tell, or that are part of another act.
    """
    sentence, closed = grammar.parties.sentence, set(taken)
    for word in sentence.words:
        if not sentence.is_verb(word.i) or word.i in closed or not _is_common(sentence, word.i):
            continue
        actor, how = named_actor(grammar, word.i)
        if len(actor.codes) > 1 and _is_official(grammar, word.i, actor):
            yield Candidate(
                word.i,
                f"{word.lemma} together -> COOPERATE",
                "COOPERATE",
                None,
                _WEIGHT,
                actor,
                actor,
                status_of(sentence, word.i),
                nominal=False,
                joint=True,
                actor_how=how,
                recipient_how="joint",
            )


def _is_official(grammar: Grammar, i: int, actor: Party) -> bool:
    """Say whether states or those who serve them act, no pupils, tourists or old soldiers."""
    head = grammar.clause(i).agent
    mention = grammar.parties.mention(head) if head is not None else None
    if mention is not None:
        return mention.kind not in ("demonym", "adjective")
    if head is None:
        return False
    both = grammar.parties.sentence.words[head].lemma in lexicon.words("two of them")
    forces = bool(grammar.kinds(head) & {"troops", "police"})
    return both or forces or bool(set(actor.roles) & {"GOV", "MIL", "COP", "SPY", "LEG"})


def _is_common(sentence: Sentence, i: int) -> bool:
    """Say whether a verb is said to be done in common; what states merely are together is no work."""
    if sentence.words[i].lemma in lexicon.words("no work though together"):
        return False
    adverbs = {sentence.words[c].lemma: c for c in sentence.deps(i, "advmod", "prep")}
    # "The two together account for": in front of its verb it only adds up.
    return "jointly" in adverbs or adverbs.get("together", i) > i
