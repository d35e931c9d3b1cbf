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

from site_builder.analysis.propose import tables
from site_builder.analysis.propose.families import headings
from site_builder.analysis.propose.scores import COMMON, UNION, Scored
from site_builder.analysis.propose.terms import LARGEST
from site_builder.analysis.propose.tokens import key_of

_GAINS: Final = (1.0, 0.45, 0.2, 0.06)
"""What a paper is worth that has so many tags already."""
_FAMILY: Final = 0.6
"""What the papers of a family count for, beside those of a subject with a name of its own."""
_FIRST: Final = 1.0
"""Of all tags, those that are chosen for themselves; the rest is for papers that these do not cover."""
_SAME: Final = 0.5
"""The overlap (Jaccard) from which two tags say the same."""
_WITHIN: Final = 0.75
"""The share of the smaller one's papers from which a longer name says nothing that the shorter does not."""
_WIDER: Final = 1.35
"""How many times as many papers a family must have as a tag in it."""
_OF_THE_FIELD: Final = 0.3
"""The share of papers from which a word before a name says no more than of what field it is."""
_STEM: Final = 5
_ENOUGH: Final = 43
"""Tags, beside the two kinds of paper, that a reader looks through; a large collection needs more."""
_LARGE, _MORE = 500, 18
"""Papers from which there are more tags, and how many more where there are 2.7 times as many papers."""
_FEW, _MANY = 60, 150
"""Papers between which a subject that two papers share is only good for what the others leave."""


@dataclass(frozen=True, slots=True)
class Size:
    """How many tags a number of papers asks for, and how large they are."""

    tags: int
    most: int
    """Tags at most, where papers of many kinds would else have none."""
    smallest: int
    """Papers about a name, at least."""
    sure: int
    """Papers about a name that is chosen for itself, at least: two papers are no subject where there are many."""
    largest: int

    @classmethod
    def of(cls, papers: int) -> "Size":
        """For so many `papers`: 17 tags for 20 of them, 26 for 100, 38 for 300, 43 for 500, 68 for 2,000 and more."""
        few = min(10 + 1.62 * math.sqrt(papers), _ENOUGH)
        tags = few if papers < _LARGE else _ENOUGH + _MORE * math.log(papers / _LARGE)
        steps = ((12, 1.0), (150, 2.0), (400, 3.0))
        smallest = next((floor for below, floor in steps if papers < below), 3 + papers / 300)
        return cls(
            round(tags),
            round(max(tags, min(1.5 * tags, _ENOUGH))),
            round(min(smallest, 30)),
            round(min(smallest, 30)) + (_FEW <= papers < _MANY),
            max(3, round(LARGEST * papers)),
        )


def choose(scored: Scored, size: Size) -> list[str]:
    """The keys of the terms that become tags, the best first."""
    about = {key: np.array(sorted(scored.about(key))) for key in scored.score}
    pool = [
        key for key in sorted(about) if size.sure <= len(about[key]) <= size.largest and not _is_family(key, scored)
    ]
    tagged = np.zeros(scored.reading.size, int)
    gains = np.array([*_GAINS, *[0.02] * size.tags])
    chosen: list[str] = []
    while pool and len(chosen) < _FIRST * size.tags:
        worth = {
            key: (_FAMILY if key in scored.unions else 1.0) * scored.score[key] ** 0.6 * gains[tagged[about[key]]].sum()
            for key in pool
        }
        best = max(pool, key=lambda key: (worth[key], key))
        pool.remove(best)
        if not repeats(best, chosen, scored):
            chosen.append(best)
            tagged[about[best]] += 1
    return chosen


def _is_family(key: str, scored: Scored) -> bool:
    """True for a word that is the name of a family which is a term itself: "chemistry" beside all of chemistry."""
    return key in headings() and f"{UNION}{headings()[key].name}" in scored.unions


def repeats(key: str, others: Iterable[str], scored: Scored) -> bool:
    """True when one of `others` says what `key` says, or it says no more than the name of a whole field."""
    common = {word for word in _words(key) if scored.reading.share(word) > COMMON}
    is_subject = scored.reading.share(key) > LARGEST
    says_nothing = (_FIELD_NAMES | _KINDS | common).issuperset(_words(key)) and len(common) < len(_words(key))
    return (says_nothing and not is_subject) or any(key == other or _same(key, other, scored) for other in others)


def _same(one: str, other: str, scored: Scored) -> bool:
    """True when two names are of one thing: by their papers, by their words, or by both."""
    here, there = scored.about(one), scored.about(other)
    both, smaller = len(here & there), min(len(here), len(there))
    wider = max(len(here), len(there)) >= _WIDER * smaller and (one in scored.unions or other in scored.unions)
    if both > _SAME * len(here | there) and not wider:
        return True
    left, right = _words(one), _words(other)
    if _core(left) == _core(right) or _letters(left) == _letters(right) or _in_other_form(left, right):
        return True
    if _names_within(one, other, scored) or _names_within(other, one, scored):
        return True
    if adds_nothing(left, right, scored) or adds_nothing(right, left, scored):
        return True
    if f" {' '.join(left)} " in f" {' '.join(right)} " or f" {' '.join(right)} " in f" {' '.join(left)} ":
        return both > _WITHIN * smaller and max(len(here), len(there)) < 3 * smaller
    return _akin(left, right) and scored.similarity(one, other) > _ALIKE


def _letters(words: Sequence[str]) -> str:
    """The letters of a name, without what makes an adjective or a science of a thing: "robot", "robotics"."""
    return "".join(words).removesuffix("ic")


def _in_other_form(one: Sequence[str], other: Sequence[str]) -> bool:
    """True for "quantum computing" and "quantum computers"."""
    return len(one) > 1 and one[:-1] == other[:-1] and _shared(one[-1], other[-1]) > _STEM


def adds_nothing(shorter: Sequence[str], longer: Sequence[str], scored: Scored) -> bool:
    """True for "molecular dynamics simulation" beside "molecular dynamics", and "robotic manipulation" in robotics."""
    more = longer[len(shorter) :] if list(longer[: len(shorter)]) == list(shorter) else []
    before = longer[: -len(shorter)] if list(longer[-len(shorter) :]) == list(shorter) else []
    if len(more) == 1:
        return more[0] in _WAYS
    return len(before) == 1 and any(
        scored.reading.share(word) > _OF_THE_FIELD for word in (before[0], before[0].removesuffix("ic"))
    )


_WAYS: Final = frozenset(
    "simulation method theory calculation approach technique analysis modeling modelling measurement experiment device"
    " task problem policy".split()
)
"""A word behind a subject that only says how it is gone about."""


def _names_within(family: str, other: str, scored: Scored) -> bool:
    """True when all that `other` names is in the name of a family: "graphics" of "3D and graphics"."""
    is_family = family.startswith(UNION) and not other.startswith(UNION)
    names = _naming(family, scored)
    return is_family and all(any(_one_stem(word, name) for name in names) for word in _naming(other, scored))


def _one_stem(one: str, other: str) -> bool:
    """True for two forms of one word of which one begins the other: "robot", "robotic"."""
    shorter, longer = sorted((one, other), key=len)
    return one == other or (len(shorter) >= _STEM and longer.startswith(shorter))


def _naming(key: str, scored: Scored) -> set[str]:
    """The words of a name that say which thing it is: not of what kind, and not what most papers are about."""
    words = {*_words(key)}
    telling = words - tables.generic("stop") - tables.generic("last") - _KINDS
    return {word for word in telling if scored.reading.share(word) < COMMON} or words


_KINDS: Final = frozenset("theory physic science modeling".split())


def _words(key: str) -> list[str]:
    return key_of(key.removeprefix(UNION)).split()


def _core(words: Sequence[str]) -> frozenset[str]:
    """What is left of a name without the name of the whole field: "agent" of "AI agent", "LLM agent", "agentic AI"."""
    said = {"agent" if word == "agentic" else word for word in words}
    return frozenset(said - _FIELD_NAMES) or frozenset(said)


_ALIKE: Final = 0.4
"""The cosine from which names that share words are of one thing."""


_FIELD_NAMES: Final = frozenset(
    "ai artificial intelligence llm large deep mllm vlm autonomous automatic automated learned generic".split()
)
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
