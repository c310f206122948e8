"""Likelihood in words: those of ICD 203, with the number in brackets inside the sentence.

Readers take words alone to mean anything from 30 to 90 %; the number beside the word in the same
sentence corrects that (Wintle and others 2019, PLOS ONE 14:e0213522).
"""

from __future__ import annotations

#: Upper bound of each word, and the word (Intelligence Community Directive 203, 2015).
WORDS: tuple[tuple[float, str], ...] = (
    (0.05, "almost no chance"),
    (0.20, "very unlikely"),
    (0.45, "unlikely"),
    (0.55, "roughly even chance"),
    (0.80, "likely"),
    (0.95, "very likely"),
    (1.00, "almost certain"),
)

#: Words that name a chance; the others say of something that it is likely or not.
NOUNS = ("almost no chance", "roughly even chance")

#: Bounds of a mild word: the weakest "unlikely" and the strongest "likely".
MILD = (0.21, 0.80)

#: The highest probability that is printed, whatever the sum: some ninety real cases with known ends
#: support no more.
SUREST = 0.97


def likelihood(probability: float, *, mild: bool = False) -> tuple[str, tuple[float, float]]:
    """Return the word for a probability, and the span that the word stands for.

    A ``mild`` word is no stronger than likely or unlikely, whatever the number.

    Raises:
        ValueError: It is not between 0 and 1.
    """
    if not 0 <= probability <= 1:
        msg = f"{probability} is not a probability; it must lie between 0 and 1."
        raise ValueError(msg)
    if mild:
        probability = min(max(probability, MILD[0]), MILD[1])
    low = 0.01
    for high, word in WORDS:
        if probability <= high:
            return word, (low, min(high, SUREST))
        low = high
    return WORDS[-1][1], (low, SUREST)


def word_of(probability: float, *, mild: bool = False) -> str:
    """Return the word as it is printed: where a mild one stands for more, it says that it is the least or the most.

    ``at least likely`` is what a record of little weight bears beside 97 %, ``at best unlikely`` beside 3 %.
    """
    word, _ = likelihood(probability, mild=mild)
    if not mild or word == likelihood(probability)[0]:
        return word
    return f"at best {word}" if probability < MILD[0] else f"at least {word}"


#: A probability held at its bound lies within this of it.
_AT = 1e-6


def number(probability: float) -> str:
    """Return a probability in per cent, never as 0 or 100; one held at its bound is beyond it."""
    if probability < 1 - SUREST + _AT:
        return "under 3\u00a0%"
    if probability > SUREST - _AT:
        return "over 97\u00a0%"
    return f"{100 * probability:.0f}\u00a0%"


def phrase(
    probability: float,
    low: float | None = None,
    high: float | None = None,
    *,
    mild: bool = False,
) -> str:
    """Return ``very unlikely (9 %; 4 to 14 % across the checks)``."""
    word = word_of(probability, mild=mild)
    if low is None or high is None or round(100 * low) == round(100 * high):
        return f"{word} ({number(probability)})"
    return f"{word} ({number(probability)}; {across(low, high)} across the checks)"


def across(low: float, high: float) -> str:
    """Return a range of probabilities: ``4 to 14 %``, ``up to 8 %``, ``85 % or more``."""
    below, above = low < 1 - SUREST + _AT, high > SUREST - _AT
    if below and not above:
        return f"up to {number(high)}"
    if above and not below:
        return f"{number(low)} or more"
    ends = [min(97, max(3, round(100 * end))) for end in (low, high)]
    return f"{ends[0]} to {ends[1]}\u00a0%"
