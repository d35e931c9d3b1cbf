"""A rule for each chosen term: its spellings, and the phrases that tell of it.

The phrases of the name earn the tag where the paper says what it does, in the title, or in two sentences; one passing
mention is not enough. Kindred terms, found by what papers they share and what words, count by how near they are: the
nearest as much as the name, the farther ones only where several meet.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from site_builder.analysis.propose import tables
from site_builder.analysis.propose.families import family_words, headings
from site_builder.analysis.propose.scores import UNION, Scored
from site_builder.analysis.propose.terms import FULL, MENTION, Term, mention_among
from site_builder.analysis.propose.tokens import folded
from site_builder.text import phrases

_NEAR: Final = 0.35
"""The mark from which a term is kin to a tag."""
_CLEAR: Final = 0.04
"""How much nearer to one tag than to the next a term must be to be more than a hint."""
_BROAD: Final = 0.12
"""The share of papers above which a term is no hint."""
_STEPS: Final = ((0.28, 1.3), (0.2, 1.0), (0.1, 0.7), (0.0, 0.5))
"""How far above `_NEAR` a term must be marked for which weight."""
HINT: Final = 0.4
"""The weight of a phrase that earns a tag alone only in the title and in two sentences that say what the paper does."""
FAINT: Final = 0.2
"""The weight of a phrase that stands mostly in papers of other subjects: it earns nothing, however often it is said."""
_BESIDE: Final = 0.6
"""The weight of a phrase beside the headings of a family: title and claim together earn the tag."""
_APART: Final = 1.1
"""The weight of the two words of a name that stand apart: in the title they earn the tag."""
_SELDOM: Final = 0.25
"""The share of a phrase's papers that must be the tag's, else it is one of those."""
_MOST_KIN: Final = 36
_CHANCE: Final = 1.5
"""Papers without the tag that are added to those that hold a term before it is asked how well it tells of the tag."""
_MOST_SPELLINGS: Final = 2
_USUAL: Final = 0.2
_RARE: Final = 0.05
"""Of the most frequent spelling's uses, below which another spelling is a slip."""
_HYPHENS = re.compile("[‐‑–]")


@dataclass(slots=True)
class Rule:
    """The phrases of a tag while it is being made."""

    key: str
    """Of the term that the tag is."""
    weights: dict[str, float] = field(default_factory=dict)
    terms: dict[str, str] = field(default_factory=dict)
    """Phrase → key of the term that it finds."""
    names: set[str] = field(default_factory=set)
    """The phrases of the tag's own name, and those of its headings."""
    kin: list[str] = field(default_factory=list)
    """Keys of the terms that were added, nearest first."""
    threshold: float = FULL
    """Points that earn the tag."""
    _readings: set[tuple[phrases.Run, ...]] = field(default_factory=set)

    def add(self, phrase: str, weight: float, term: str = "") -> bool:
        """Add `phrase`, which finds `term`; False when it is none, or finds what another of the rule finds."""
        if phrases.fault(phrase):
            return False
        readings = phrases.readings(phrase)
        if not self._readings.isdisjoint(readings) or any(_says_nothing(reading) for reading in readings):
            return False
        self._readings |= readings
        self.weights[phrase] = weight
        if term:
            self.terms[phrase] = term
        return True


def _says_nothing(reading: tuple[phrases.Run, ...]) -> bool:
    """True for "news", whose singular is "new": a rule makes no difference between them."""
    words = {word for run in reading for word in run}
    return words <= tables.generic("first") | tables.generic("stop")


def spellings(term: Term) -> list[str]:
    """The phrases that find `term` as the papers write it, the most frequent first, at most two."""
    counts: dict[str, int] = defaultdict(int)
    for written, uses in term.spelled.items():
        counts[_plain(written)] += uses
    ranked = sorted(counts, key=lambda text: (-counts[text], text))
    # A hyphen in a rule stands for a space and for nothing too: where it is usual, it finds the others.
    hyphened = next((text for text in ranked if "-" in text and counts[text] >= _USUAL * counts[ranked[0]]), "")
    rule = Rule(term.key)
    for text in dict.fromkeys([hyphened, *ranked]):
        if len(rule.weights) < _MOST_SPELLINGS and (not rule.weights or counts[text] >= _RARE * counts[ranked[0]]):
            rule.add(_singular(text, counts), MENTION)
    return list(rule.weights)


def _plain(written: str) -> str:
    return re.sub(r"['’]s\b", " s", _HYPHENS.sub("-", written.lower()))


def _singular(text: str, written: Mapping[str, int]) -> str:
    """`text` with its last word as the papers write it in the singular, if they do: "chaos" has none."""
    before, last = re.fullmatch(r"(.*?)([^ -]*)", text, re.DOTALL).groups()  # type: ignore[union-attr]
    single = before + folded(last)
    return single if single in written and phrases.readings(single) == phrases.readings(text) else text


def make(scored: Scored, chosen: Sequence[str]) -> list[Rule]:
    """A rule for each of `chosen`."""
    near = kin(scored, chosen)
    return [_rule(scored, key, near[key]) for key in chosen]


def _rule(scored: Scored, key: str, near: Sequence[tuple[float, str]]) -> Rule:
    terms = scored.reading.terms
    rule = Rule(key)
    union = scored.unions.get(key, {})
    for other in sorted(union, key=lambda one: (-len(terms[one].points), one)):
        weight = min(terms[other].mention, max(HINT, round(mention_among(scored.reading.size) * union[other], 1)))
        added = [text for text in (*spellings(terms[other]), *terms[other].acronyms) if rule.add(text, weight, other)]
        rule.names.update(added if weight >= MENTION else ())
        rule.kin += [other] if added else []
    for text, weight in _unmet(scored, key):
        rule.add(text, weight)
    rule.names.update(
        text for text in (*spellings(terms[key]), *terms[key].acronyms) if rule.add(text, terms[key].mention, key)
    )
    for stem in _family(scored, key):
        rule.add(stem, MENTION)
    for text in _apart(scored, key):
        rule.add(text, _APART)
    for likeness, other in near[:_MOST_KIN]:
        weight = min(
            _most(scored, key, other),
            terms[other].mention,
            next(weight for step, weight in _STEPS if likeness >= _NEAR + step),
        )
        texts = (*spellings(terms[other])[:1], *terms[other].acronyms)
        added = [text for text in texts if rule.add(text, weight, other)]
        rule.kin += [other] if added else []
    return rule


def _unmet(scored: Scored, key: str) -> Iterator[tuple[str, float]]:
    """Phrase, weight: headings of a family that no paper holds yet, for those to come, and words that tell of it."""
    if key not in scored.unions:
        return
    terms, family = scored.reading.terms, key.removeprefix(UNION)
    for other, heading in headings().items():
        if family in heading.families and " " in heading.name and other not in terms:
            yield heading.name.lower(), MENTION if len(heading.families) == 1 else 1.0
    for word, (own, tells) in family_words().items():
        if own == family and word not in terms:
            yield word, round(MENTION * tells, 1)


def _most(scored: Scored, key: str, other: str) -> float:
    """The weight that the kindred term `other` has at most: what stands elsewhere too is only a hint."""
    if _of_other_family(key, other):
        return HINT
    if key in scored.unions:
        # A family has headings enough; what else stands in its papers is only a sign of it.
        return min(_most_akin(scored, key, other), _BESIDE if " " in other else HINT)
    return _most_akin(scored, key, other)


def _most_akin(scored: Scored, key: str, other: str) -> float:
    """The same where `key` is no family: it depends on how many of the papers that hold `other` hold the name too."""
    papers = scored.reading.terms[other].papers
    # Of two or three papers it may be chance.
    precision = len(papers & scored.reading.terms[key].papers) / (len(papers) + _CHANCE)
    if " " not in other:
        return _most_of_word(scored, key, other, precision)
    if shared_words(scored, key, other) >= 0.5 and set(key.split()) - set(other.split()) != set(key.split()):
        return MENTION if precision >= 0.3 or set(key.split()) <= set(other.split()) else 0.7
    return 1.0 if precision >= 0.6 and len(papers) > 2 else 0.7 if precision >= 0.4 else _weak(precision)


def _of_other_family(key: str, other: str) -> bool:
    """True for a heading that stands in no family of the tag's: it is a subject of its own, and no sign of this one."""
    known = headings()
    own = {key.removeprefix(UNION)} if key.startswith(UNION) else set(known[key].families) if key in known else set()
    return bool(own) and other in known and own.isdisjoint(known[other].families)


def _most_of_word(scored: Scored, key: str, word: str, precision: float) -> float:
    """The same for a single word: only one that is a name itself counts much."""
    if word in key.split():  # of "black holes" a black box is none
        return FAINT
    is_name = word in scored.score
    if is_name and precision >= 0.5:
        return 1.0 if precision >= 0.7 and len(scored.reading.terms[word].points) > 3 else 0.7
    return 0.5 if precision >= 0.6 else min(HINT, _weak(precision))


def _weak(precision: float) -> float:
    return 0.5 if precision >= _SELDOM else FAINT


def kin(scored: Scored, chosen: Sequence[str]) -> dict[str, list[tuple[float, str]]]:
    """Chosen key → (mark, key) of each term that tells of it more than of any other, nearest first."""
    found: dict[str, list[tuple[float, str]]] = {key: [] for key in chosen}
    if not chosen:
        return found
    directions = np.array([scored.vectors[key] for key in chosen])
    taken = set(chosen)
    for key in sorted(scored.hints - taken):
        term = scored.reading.terms[key]
        if not 2 <= len(term.points) <= max(3, _BROAD * scored.reading.size):
            continue
        likenesses = _likenesses(scored, key, chosen, directions @ scored.vectors[key])
        first, second = [*sorted(likenesses, reverse=True)[:2], (0.0, ""), (0.0, "")][:2]
        if first[0] >= _NEAR:
            is_clear = first[0] - second[0] >= _CLEAR
            found[first[1]].append((first[0] if is_clear else min(first[0], _NEAR + _STEPS[2][0]), key))
    for near in found.values():
        near.sort(key=lambda one: (-one[0] * math.log1p(len(scored.reading.terms[one[1]].points)), one[1]))
    return found


def _likenesses(scored: Scored, key: str, chosen: Sequence[str], cosines: np.ndarray) -> list[tuple[float, str]]:
    """How near term `key` is to each of `chosen`; those with nothing in common are left out."""
    papers, size = scored.reading.terms[key].papers, scored.reading.size
    found = []
    for cosine, other in zip(cosines, chosen, strict=True):
        there = scored.reading.terms[other].papers
        both, words = len(papers & there), shared_words(scored, key, other)
        if (both >= 2 or words >= 0.5) and f" {other} " not in f" {key} ":
            lift = math.log2((both + 0.5) / (len(papers) * len(there) / size + 0.5))
            likeness = 0.72 * float(cosine) + 0.22 * words + 0.06 * max(-1.0, min(3.0, lift))
            likeness += 0.08 * _one_family(key, other)
            found.append((likeness, other))
    return found


def _one_family(one: str, other: str) -> float:
    """1 when two headings stand in one family."""
    known = headings()
    return float(one in known and other in known and not set(known[one].families).isdisjoint(known[other].families))


def shared_words(scored: Scored, one: str, other: str) -> float:
    """How much of the shorter key's words the other has too, rare words counting more; from 0 to 1."""
    here, there = set(one.split()), set(other.split())
    both = here & there
    if not both:
        return 0.0

    def weight(words: set[str]) -> float:
        common = [max(tables.background().spread(word), scored.reading.share(word)) for word in sorted(words)]
        return sum(max(0.05, 1 - 1.5 * share) for share in common)

    return weight(both) / min(weight(here), weight(there))


def _family(scored: Scored, key: str) -> Iterator[str]:
    """`altermagnet*` for altermagnets: the stem, when all words that begin so stand in papers of one kind."""
    if " " in key or len(key) < 7 or key in scored.unions:
        return
    stem = _SUFFIX.sub("", key)
    if len(stem) < 6:
        return
    words = [word for word in scored.reading.terms if " " not in word and word.startswith(stem) and word != key]
    alike = [word for word in words if scored.similarity(word, key) > 0.3]
    is_rare = all(tables.background().spread(word) < 0.2 for word in [key, *words])
    if alike and len(alike) == len(words) and is_rare:
        yield f"{stem}*"


def _apart(scored: Scored, key: str) -> Iterator[str]:
    """`thermal ~ conductiv*` for thermal conductivity: the two words of a name, not side by side."""
    words = key.split()
    if any(scored.reading.share(word) > _USUAL for word in words):
        return
    if len(words) != 2 or key.startswith(UNION) or min(map(len, words)) < 4 or words[1] in tables.generic("last"):
        return
    stem = _SUFFIX.sub("", words[1])
    yield f"{words[0]} ~ {stem}*" if len(stem) >= 5 else f"{words[0]} ~ {words[1]}"


_SUFFIX: Final = re.compile(
    r"(izations?|ations?|izing|itions?|ments?|ities|ity|icals?|ics?|isms?|ists?|ives?|ances?|ences?|ings?|ions?|ers?|ors?|als?|s|y)$"
)
