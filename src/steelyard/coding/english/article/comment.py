"""What is only thought or counted by those who watch: analysts, studies, papers.

"China is unlikely to abandon Pakistan, said a lecturer", "economists expect Riyadh to cut output":
nobody who could act says it. What they tell as done stays news.
"""

from __future__ import annotations

from collections.abc import Iterator

from steelyard.coding.english import lexicon
from steelyard.coding.english.acts import Candidate
from steelyard.coding.english.text import Sentence

#: What tells of facts as well as of views.
_PLAIN = frozenset(("say", "tell", "report", "find", "warn", "maintain", "conclude", "estimate"))


def is_comment(sentence: Sentence, candidate: Candidate) -> bool:
    """Say whether only onlookers hold an act possible, likely or feared."""
    i = candidate.trigger
    done = candidate.factuality.status == "happened"
    for verb, speaker in _speakers(sentence, i):
        lemma = sentence.words[speaker].lemma
        guessed = verb < 0 or sentence.words[verb].lemma in lexicon.words("holds a view")
        anybody = lemma in lexicon.words("speaks for anybody") and verb >= 0
        if anybody and guessed and sentence.words[verb].lemma not in _PLAIN:
            return True  # "nobody in Baku expects Iran to open the border"
        watches = lemma in lexicon.words("only watches")
        told = verb < 0 or sentence.words[verb].lemma in _PLAIN
        if watches and (not done or (guessed and not told)):
            return True
        if lemma in lexicon.words("paper with a view") and not done and guessed:
            return True
    return False


def _speakers(sentence: Sentence, i: int) -> Iterator[tuple[int, int]]:
    """Yield the verbs above a word with their subjects, and who stands after "according to" (-1)."""
    words = sentence.words
    below = i
    for j in (i, *sentence.ancestors(i)):
        if j != i and sentence.is_verb(j) and words[below].dep not in ("relcl", "advcl"):
            subject = sentence.subject(j)
            if subject is not None and subject != below:
                yield j, subject
        for prep in sentence.deps(j, "prep"):
            if words[prep].lemma == "according":
                inner = sentence.deps(prep, "prep")
                yield from ((-1, noun) for to in inner for noun in sentence.deps(to, "pobj"))
        below = j
