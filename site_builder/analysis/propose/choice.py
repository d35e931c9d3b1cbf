"""The terms that become tags: good names that together cover the papers, each saying what no other says.

Greedy: the next tag is the one whose name and whose still uncovered papers are worth most. A paper that has tags
already is worth less each time, so that papers get two or three. Near-equals are left out: two names that share
most of their papers, or where one says in other words what the other says.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

import numpy as np

from site_builder.analysis.propose.scores import UNION, Scored
from site_builder.analysis.propose.terms import key_of

_GAINS: Final = (1.0, 0.45, 0.2, 0.06)
"""What a paper is worth that has so many tags already."""
_FIRST: Final = 0.85
"""Of all tags, those that are chosen for themselves; the rest is for papers that these do not cover."""
_LARGEST: Final = 0.2
"""The share of the papers that a tag's name may stand in."""
_SAME: Final = 0.5
"""The overlap (Jaccard) from which two tags say the same."""
_WITHIN: Final = 0.75
"""The share of the smaller one's papers from which a longer name says nothing that the shorter does not."""
_WIDER: Final = 1.35
"""How many times as many papers a family must have as a tag in it."""
_STEM: Final = 5


@dataclass(frozen=True, slots=True)
class Size:
    """How many tags a number of papers asks for, and how large they are."""

    tags: int
    most: int
    """Tags at most, where papers of many kinds would else have none."""
    smallest: int
    """Papers about a name, at least."""
    largest: int

    @classmethod
    def of(cls, papers: int) -> "Size":
        """For so many `papers`: 12 tags for 20 of them, 23 for 100, 37 for 300, 45 for 500, 72 for 10,000."""
        few = 4 + 1.9 * math.sqrt(papers)
        tags = few if papers < 465 else 45 + 9 * math.log(papers / 465)
        steps = ((12, 1.0), (150, 2.0), (400, 3.0))
        smallest = next((floor for below, floor in steps if papers < below), 3 + papers / 300)
        return cls(
            round(tags),
            round(max(tags, min(1.5 * tags, 44))),
            round(min(smallest, 30)),
            max(3, round(_LARGEST * papers)),
        )


def choose(scored: Scored, size: Size) -> list[str]:
    """The keys of the terms that become tags, the best first."""
    about = {key: np.array(sorted(scored.about(key))) for key in scored.score}
    own = sorted(about.keys() - scored.unions.keys())
    pool = [key for key in own if size.smallest <= len(about[key]) <= size.largest]
    tagged = np.zeros(scored.reading.size, int)
    gains = np.array([*_GAINS, *[0.02] * size.tags])
    chosen: list[str] = []
    while pool and len(chosen) < _FIRST * size.tags:
        worth = {key: scored.score[key] ** 0.6 * gains[tagged[about[key]]].sum() for key in pool}
        best = max(pool, key=lambda key: (worth[key], key))
        pool.remove(best)
        if not repeats(best, chosen, scored):
            chosen.append(best)
            tagged[about[best]] += 1
    return chosen


def repeats(key: str, others: Iterable[str], scored: Scored) -> bool:
    """True when one of `others` says what `key` says, or it says no more than the name of a whole field."""
    return _FIELD_NAMES.issuperset(_words(key)) or any(key == other or _same(key, other, scored) for other in others)


def _same(one: str, other: str, scored: Scored) -> bool:
    """True when two names are of one thing: by their papers, by their words, or by both."""
    here, there = scored.about(one), scored.about(other)
    both, smaller = len(here & there), min(len(here), len(there))
    wider = max(len(here), len(there)) >= _WIDER * smaller and (one in scored.unions or other in scored.unions)
    if both > _SAME * len(here | there) and not wider:
        return True
    left, right = _words(one), _words(other)
    if _core(left) == _core(right) or "".join(left) == "".join(right):
        return True
    if f" {' '.join(left)} " in f" {' '.join(right)} " or f" {' '.join(right)} " in f" {' '.join(left)} ":
        return both > _WITHIN * smaller and max(len(here), len(there)) < 3 * smaller
    return _akin(left, right) and scored.similarity(one, other) > _ALIKE


def _words(key: str) -> list[str]:
    return key_of(key.removeprefix(UNION)).split()


def _core(words: Sequence[str]) -> frozenset[str]:
    """What is left of a name without the name of the whole field: "agent" of "AI agent", "LLM agent", "agentic AI"."""
    said = {"agent" if word == "agentic" else word for word in words}
    return frozenset(said - _FIELD_NAMES) or frozenset(said)


_ALIKE: Final = 0.4
"""The cosine from which names that share words are of one thing."""


_FIELD_NAMES: Final = frozenset("ai artificial intelligence llm large deep mllm vlm autonomous learned generic".split())
"""Words that say of what field a thing is: before a head they make no new subject."""


def _shared(one: str, other: str) -> int:
    """Letters that two words begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _akin(one: Sequence[str], other: Sequence[str]) -> bool:
    """True for "spin wave" and "spin waves theory", "altermagnet" and "altermagnetism"."""
    if len(one) == len(other) == 1:
        return _shared(one[0], other[0]) >= max(_STEM + 1, 0.7 * min(len(one[0]), len(other[0])))
    if one[:-1] == other[:-1]:
        return _shared(one[-1], other[-1]) >= _STEM
    return set(one) <= set(other) or set(other) <= set(one)
