"""How much one mention of a phrase tells of its tag, learned from the papers that mention it.

Of "polar codes" nobody speaks who has another subject; "fine-tuning" is said in passing by anybody. The papers show
which is which: where those that hold a phrase are near the tag's other papers in the latent space, a mention tells;
where they are of all kinds, it has to be said in the title or twice.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

import numpy as np
from numpy.typing import NDArray

from site_builder.analysis.propose.rules import HINT, Rule
from site_builder.analysis.propose.scores import UNION, Scored
from site_builder.analysis.propose.terms import FULL, MENTION, Term

_NEAREST, _ONE_IN = 5, 5
"""A paper is near the tags that are nearest to it: five, and fewer of few tags."""
_PRIOR: Final = 2.0
"""Papers, of which `_USUAL` are near, that are added to those that hold a phrase: few show little."""
_USUAL: Final = 0.4
_SURE: Final = 0.7
"""The share of near papers from which what is only kin to a name tells of it too."""
_LIKELY: Final = 0.55
_ENOUGH: Final = 1.5
"""The weight of a heading that tells of its family: one sentence that says what the paper does earns the tag.

A tag of one name asks for more, or lists would fill with papers that only use what they are listed under.
"""
_VAGUE: Final = 0.25
"""The share of near papers below which a phrase has to be said in the title or twice."""


def weigh(scored: Scored, made: Sequence[Rule], members: Mapping[str, AbstractSet[int]]) -> list[Rule]:
    """The rules `made`, each phrase with the weight that its papers bear out; `members` earn the tags as yet."""
    if not made:
        return []
    near = _near(scored, [sorted(members[rule.key]) for rule in made])
    for rule, papers in zip(made, near.T, strict=True):
        sure = 0
        for phrase, weight in rule.weights.items():
            term = scored.reading.terms.get(rule.terms.get(phrase, ""))
            if term is not None:
                is_special = " " in term.key or (term.key in scored.score and term.key not in rule.key.split())
                rule.weights[phrase] = _weight(
                    weight, nearness(term, papers), phrase in rule.names, is_special, rule.key.startswith(UNION)
                )
                sure += phrase in rule.names and rule.weights[phrase] == _ENOUGH
        if sure > len(rule.names) / 2:
            unmet = [
                phrase for phrase, weight in rule.weights.items() if weight == MENTION and phrase not in rule.terms
            ]
            rule.weights |= dict.fromkeys(unmet, _ENOUGH)
    return list(made)


def nearness(term: Term, near: NDArray[np.bool_]) -> float:
    """The share of the papers that hold `term` that are near, from 0 to 1; those that are about it count half."""
    counts = np.array([0.5 if points * MENTION >= FULL else 1.0 for points in term.points.values()])
    return float((counts @ near[list(term.points)] + _PRIOR * _USUAL) / (counts.sum() + _PRIOR))


def _weight(weight: float, share: float, is_name: bool, is_special: bool, is_family: bool) -> float:
    if is_name and weight < MENTION:
        return weight
    if is_name:
        return 1.0 if share < _VAGUE else _ENOUGH if is_family and share >= _LIKELY else weight
    if share < _VAGUE:
        return min(weight, HINT)
    if is_family or not is_special:
        return weight
    return max(weight, 1.0 if share >= _SURE else 0.7 if share >= _LIKELY else 0.0)


def _near(scored: Scored, members: Sequence[Sequence[int]]) -> NDArray[np.bool_]:
    """Paper by tag: whether it is one of the nearest to the paper, whose own share in the tag is left out."""
    papers = scored.papers
    holds = np.zeros((len(papers), len(members)))
    for column, held in enumerate(members):
        holds[held, column] = 1.0
    sums = holds.T @ papers
    dots = papers @ sums.T - holds
    lengths = np.sqrt(np.maximum(np.square(sums).sum(axis=1) - 2 * holds * (dots + holds) + holds, 1e-9))
    cosines = dots / lengths
    nearest = max(1, min(_NEAREST, len(members) // _ONE_IN))
    last = np.partition(cosines, -nearest, axis=1)[:, -nearest]
    return np.asarray(cosines >= last[:, None])
