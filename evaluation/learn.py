"""Fit the weights by which the coder reads verbs that no rule fits: ``python -m evaluation.learn``.

Examples are the verbs that link two parties in our own labelled sentences that may be looked at:
``sentences`` (tune), the ``dev`` part of ``wire``, ``prose``, ``fresh``, ``mixed`` and ``quiet``, and
``taught``. Of each the rule that fits it best is left out of what the lexicon knows, so that it looks
like a verb that none fits. One logistic regression says whether a clause states an act, one for each
type which. Blind parts, real articles and other people's data are never read.

    python -m evaluation.learn           write data/likeness.csv of the coder
    python -m evaluation.learn --check   figures on authors left out, a fifth at a time, and the confidence's weights
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from evaluation import labelled
from evaluation.coding import OWN, day_of, rows
from evaluation.measures import Stated
from steelyard import vocabulary
from steelyard.coding.english.acts import (
    Candidate,
    Grammar,
    find_candidates,
    with_gapped,
    with_opposites,
)
from steelyard.coding.english.article import remember
from steelyard.coding.english.language import load
from steelyard.coding.english.likeness import (
    Weights,
    clause_signs,
    linked,
    linked_verbs,
    sentence_signs,
)
from steelyard.coding.english.parties import Parties, mentions

TABLE = Path(__file__).parent.parent / "src/steelyard/coding/english/data/likeness.csv"
TAUGHT = labelled.DATA / "taught.jsonl"
SETS = ("wire", "prose", "fresh", "mixed", "quiet")

#: What names one word says little of whether there is an act, only of which type.
OF_TYPE_ONLY = ("verb:", "object:", "phrase:", "sense:")

#: A sign must be seen so often; how far weights may go; weights nearer to zero are left out.
FEWEST_ACT, FEWEST_TYPE = 3, 2
STRENGTH_ACT, STRENGTH_TYPE = 0.3, 1.0
LEAST_WEIGHT = 0.02

#: Parts in which authors are left out.
FOLDS = 5


class Told(NamedTuple):
    """A type with its sides, as a label is asked whether it has them."""

    actor: Sequence[str]
    recipient: Sequence[str]
    type: str


@dataclass(frozen=True, slots=True)
class Example:
    """A verb that links two parties: its signs, the types that its label allows (none: no act)."""

    author: str
    act: dict[str, float]
    clause: dict[str, float]
    types: tuple[str, ...]
    ruled: bool
    pairs: dict[str, bool]


def main(argv: list[str] | None = None) -> int:
    """Fit and write, or check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="print figures, write nothing")
    found = list(examples(sentences()))
    acts = sum(bool(example.types) for example in found)
    if parser.parse_args(argv).check:
        print(f"{len(found)} verbs, {acts} of which state an act")
        check(found)
    else:
        write(fitted(found), TABLE)
        print(f"{len(found)} verbs, {acts} of which state an act: {TABLE.name} written")
    return 0


def sentences() -> list[dict[str, Any]]:
    """Return the labelled sentences that may be learned from, each with its author."""
    found = [row | {"author": "own"} for row in rows(OWN, "tune")]
    for name in SETS:
        found += [row | {"author": name} for row in labelled.sentences(name, "dev")]
    return found + rows(TAUGHT)


def examples(records: Iterable[dict[str, Any]]) -> Iterable[Example]:
    """Yield the examples of labelled sentences."""
    english = load()
    for record in records:
        gold = [Stated.of(event) for event in record["events"]]
        memory, day = english.memory(), day_of(record)
        texts = [span.plain for span in english.split(record["text"])]
        texts = [
            text
            for text in texts
            if not english.reason_to_skip(text, known_before=text != texts[0])
        ]
        for sentence in english.parse(texts):
            parties = Parties(sentence, mentions(sentence, day), memory)
            found = with_opposites(parties, with_gapped(parties, find_candidates(parties)))
            yield from _of_sentence(Grammar(parties), found, gold, record["author"])
            remember(parties, memory)


def _of_sentence(
    grammar: Grammar, found: list[Candidate], gold: list[Stated], author: str
) -> Iterable[Example]:
    verbs = list(linked_verbs(grammar))
    sides = {verb.verb: _sides(grammar, verb.verb) for verb in verbs}
    triggers = _triggers(grammar, found, gold, sides)
    shared = sentence_signs(grammar.parties) if verbs else {}
    for verb in verbs:
        stated = triggers.get(verb.verb)
        by_some = any(event.by(told) for event in gold for told in sides[verb.verb])
        if (stated is None and by_some) or (stated is not None and stated.optional):
            continue  # it may speak of what another word states
        rule = grammar.rule(verb.verb)
        yield Example(
            author,
            clause_signs(grammar, verb) | shared,
            clause_signs(grammar, verb, without=rule),
            tuple(sorted(stated.types - {"*"})) if stated else (),
            rule is not None,
            {told.type: stated is not None and stated.by(told) for told in sides[verb.verb]},
        )


def _sides(grammar: Grammar, verb: int) -> list[Told]:
    """Return what a verb would tell for each type."""
    roles = {kind: linked(grammar, verb, kind) for kind in vocabulary.TYPES}
    return [
        Told(r.actor.codes, r.recipient.codes, kind) for kind, r in roles.items() if r is not None
    ]


def _triggers(
    grammar: Grammar, found: list[Candidate], gold: list[Stated], sides: dict[int, list[Told]]
) -> dict[int, Stated]:
    """Return which verbs state the labelled acts: those of the rules, else the likeliest."""
    triggers: dict[int, Stated] = {}
    for candidate in found:
        told = Told(candidate.actor.codes, candidate.recipient.codes, candidate.type)
        taken = [id(stated) for stated in triggers.values()]
        hits = (s for s in gold if id(s) not in taken and s.typed(told) and s.by(told))
        stated = next(hits, None)
        if stated is not None:
            triggers[candidate.trigger] = stated
    for stated in gold:
        if any(stated is other for other in triggers.values()):
            continue
        able = [
            verb
            for verb, tellings in sides.items()
            if verb not in triggers and any(stated.typed(t) and stated.by(t) for t in tellings)
        ]
        if able:
            depth = {
                verb: sum(1 for _ in grammar.parties.sentence.ancestors(verb)) for verb in able
            }
            triggers[min(able, key=lambda verb: (depth[verb], verb))] = stated
    return triggers


def fitted(found: Sequence[Example]) -> Weights:
    """Return the weights that examples give."""
    of_act = [_without(example.act, OF_TYPE_ONLY) for example in found]
    act = _fit(of_act, [bool(e.types) for e in found], [1.0] * len(found), STRENGTH_ACT, FEWEST_ACT)
    told = [(e.clause, kind, 1 / len(e.types)) for e in found for kind in e.types]
    clauses, kinds, shares = zip(*told, strict=True)
    types: dict[str, dict[str, float]] = defaultdict(dict)
    for kind in sorted(set(kinds)):
        right = [kind == other for other in kinds]
        for sign, weight in _fit(clauses, right, shares, STRENGTH_TYPE, FEWEST_TYPE).items():
            types[sign][kind] = weight
    return Weights(act, dict(types))


def _without(signs: dict[str, float], starts: tuple[str, ...]) -> dict[str, float]:
    return {sign: strength for sign, strength in signs.items() if not sign.startswith(starts)}


def _fit(
    signs: Sequence[dict[str, float]],
    right: Sequence[bool],
    shares: Sequence[float],
    strength: float,
    fewest: int,
) -> dict[str, float]:
    """Return the weight of each sign by a logistic regression with a ridge."""
    counts = Counter(sign for found in signs for sign in found)
    columns = {
        sign: k for k, sign in enumerate(sorted(s for s, n in counts.items() if n >= fewest))
    }
    cells = [
        (row, columns[sign], value)
        for row, found in enumerate(signs)
        for sign, value in sorted(found.items())
        if sign in columns
    ]
    at, of, values = (np.array(part) for part in zip(*cells, strict=True))
    matrix = csr_matrix((values, (at, of)), shape=(len(signs), len(columns)))
    matrix.indices, matrix.indptr = matrix.indices.astype("i4"), matrix.indptr.astype("i4")
    model = LogisticRegression(C=strength, solver="liblinear", random_state=0)
    model.fit(matrix, np.array(right), sample_weight=np.array(shares))
    weights = {sign: round(float(model.coef_[0][k]), 2) for sign, k in columns.items()}
    kept = {sign: weight for sign, weight in weights.items() if abs(weight) >= LEAST_WEIGHT}
    return {"base": round(float(model.intercept_[0]), 2)} | kept


def write(weights: Weights, path: Path) -> None:
    """Write the table of the coder."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("sign", "act", "types"))
        for sign in sorted({*weights.act, *weights.types}):
            types = weights.types.get(sign, {})
            pairs = ";".join(f"{kind} {weight}" for kind, weight in sorted(types.items()))
            table.writerow((sign, weights.act.get(sign, ""), pairs))


def check(found: Sequence[Example]) -> None:
    """Print how well verbs without a rule are read, by weights of other authors."""
    scored: list[tuple[float, bool]] = []
    authors = sorted({example.author for example in found})
    for left_out in (authors[k::FOLDS] for k in range(FOLDS)):
        weights = fitted([example for example in found if example.author not in left_out])
        for example in (e for e in found if e.author in left_out and not e.ruled):
            types = weights.of_types(example.clause)
            kind = max(types, key=lambda name: types[name])
            likely = weights.of_act(example.act) * types[kind]
            scored.append((likely, kind in example.types and example.pairs.get(kind, False)))
    scored.sort(reverse=True)
    for least in (0.6, 0.5, 0.4, 0.35, 0.3, 0.25, 0.2):
        told = [right for likely, right in scored if likely >= least]
        print(f"likely {least:4} told {len(told):4} right {sum(told):4}")
    able = [(likely, right) for likely, right in scored if likely >= 0.1]
    odds = np.log([[likely / (1 - likely)] for likely, _ in able])
    model = LogisticRegression(C=100).fit(odds, [right for _, right in able])
    print(f"confidence: {model.intercept_[0]:.2f} + {model.coef_[0][0]:.2f} times the odds")


if __name__ == "__main__":
    sys.exit(main())
