"""The proposal held against the real tagging, and mended: thin and double tags go, uncovered papers are cared for.

What a rule is worth shows only when all rules are applied to all papers. So they are, a few times: tags that come
to too few papers, or to the same as another, are dropped; papers without a tag choose further tags, and, when there
is none, the phrase of theirs that fits a tag best is added to its rule. Last, more is asked where that leaves no paper
without a tag.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from site_builder.analysis import tagging
from site_builder.analysis.propose import rules, telling
from site_builder.analysis.propose.choice import Size, repeats
from site_builder.analysis.propose.rules import Rule
from site_builder.analysis.propose.scores import Scored
from site_builder.analysis.propose.terms import FULL, MENTION, Term
from site_builder.content.model import Area, Paper, Tag, TagRule
from site_builder.content.vocabulary import Vocabulary

ENOUGH: Final = 0.96
"""The share of papers with a tag at which nothing more is done."""
_FEW: Final = 600
"""Papers below which a family may come in for one paper without a tag: a few hundred do not show all of a field."""
_HUNDRED: Final = 100
_SMALL: Final = 200
_HELPED: Final = 1 / 25
"""The share of a family's papers that must have no tag yet."""
_ROUNDS: Final = 3
_MANY: Final = 1000
"""Papers from which one round has to do: what the first round leaves to the others is a small share of so many."""
_SAME: Final = 0.6
_TOO_BROAD: Final = 0.24
"""The share of the papers above which a tag's rule is narrowed, step by step."""
_STEPS, _STEP, _KIN_STEP = 10, 0.94, 0.6
_STRICT: Final = 2.1
_FITS: Final = 0.28
_AT_HOME: Final = 0.34
"""The share of a hint's other papers that must be the tag's."""
_FITS_ALONE: Final = 0.34
"""How well a hint must fit of which no other paper tells."""
_AREA: Final = "all"


@dataclass(frozen=True, slots=True)
class Repaired:
    """Rules, and what they come to."""

    rules: tuple[Rule, ...]
    members: Mapping[str, frozenset[int]]
    """Key of a rule → papers that earn its tag."""

    def bare(self, size: int) -> set[int]:
        """The papers without a tag."""
        return set(range(size)) - {paper for papers in self.members.values() for paper in papers}


def mend(scored: Scored, chosen: Sequence[str], papers: Sequence[Paper], frame: Vocabulary, size: Size) -> Repaired:
    """Rules for `chosen` and what has to be added to it, that cover `papers` as well as can be."""
    keys = list(chosen)
    for _ in range(_ROUNDS if len(papers) < _MANY else 1):
        repaired = _applied(rules.make(scored, keys), papers, frame)
        kept = _kept(scored, repaired, size)
        added = _further(scored, kept, repaired.bare(len(papers)), size)
        if kept == keys and not added:
            break
        keys = [*kept, *added]
    repaired = _applied(rules.make(scored, keys), papers, frame)
    repaired = _applied(telling.weigh(scored, repaired.rules, repaired.members), papers, frame)
    repaired = _narrowed(_applied(_with_hints(scored, repaired), papers, frame), papers, frame)
    repaired = _stricter(repaired, papers, frame)
    kept = _kept(scored, repaired, size)
    return Repaired(
        tuple(rule for rule in repaired.rules if rule.key in kept), {key: repaired.members[key] for key in kept}
    )


def _applied(made: Sequence[Rule], papers: Sequence[Paper], frame: Vocabulary) -> Repaired:
    """What `made` come to in the real tagging."""
    tags = [
        Tag(
            slug=str(number),
            name=rule.key,
            area=_AREA,
            means=rule.key,
            rule=TagRule(anywhere=tuple(rule.weights.items()), threshold=rule.threshold),
        )
        for number, rule in enumerate(made)
    ]
    vocabulary = Vocabulary((Area(slug=_AREA, name="All", hue=1),), tuple(tags), frame.claims, frame.asides)
    members: list[set[int]] = [set() for _ in made]
    for number, one in enumerate(tagging.apply(vocabulary, papers)):
        for slug in one.slugs:
            members[int(slug)].add(number)
    return Repaired(tuple(made), {rule.key: frozenset(held) for rule, held in zip(made, members, strict=True)})


def _kept(scored: Scored, repaired: Repaired, size: Size) -> list[str]:
    """The keys of the tags that are neither thin nor the same as a better one, in their order."""
    ranked = sorted(repaired.members, key=lambda key: (-len(repaired.members[key]) * scored.score[key], key))
    kept: list[str] = []
    for key in ranked:
        here = repaired.members[key]
        is_repeated = any(len(here & repaired.members[one]) > _SAME * len(here | repaired.members[one]) for one in kept)
        if len(here) >= size.smallest and not is_repeated:
            kept.append(key)
    return [rule.key for rule in repaired.rules if rule.key in set(kept)]


def _further(scored: Scored, kept: Sequence[str], bare: set[int], size: Size) -> list[str]:
    """Terms that cover papers without a tag, the best first, as many as there is room for."""
    room = (size.tags if len(bare) <= (1 - ENOUGH) * scored.reading.size else size.most) - len(kept)
    smallest = max(2, size.smallest - 1)
    pool = [
        key for key in sorted(scored.score) if smallest <= len(scored.about(key)) <= size.largest and key not in kept
    ]
    added: list[str] = []
    while len(added) < room:
        worth = {key: scored.score[key] ** 0.7 * len(scored.about(key) & bare) for key in pool}
        pool = [key for key in pool if _helps(scored, key, bare, smallest)]
        if not pool:
            break
        best = max(pool, key=lambda key: (worth[key], key))
        pool.remove(best)
        if not repeats(best, [*kept, *added], scored):
            added.append(best)
            bare = bare - scored.about(best)
    return added


def _helps(scored: Scored, key: str, bare: set[int], smallest: int) -> bool:
    """True when term `key` covers two of `bare`; a family of few papers may help one, and will help those to come."""
    about, size = scored.about(key), scored.reading.size
    helped = len(about & bare)
    floor = smallest if size < _HUNDRED else max(smallest, 3)
    if key in scored.unions and size < _FEW and len(about) > floor:
        # Where most of its papers have tags already, it is not for the others that it would come in.
        return helped >= (1 if size < _SMALL else max(1.0, _HELPED * len(about)))
    return helped >= min(2, smallest)


def _narrowed(repaired: Repaired, papers: Sequence[Paper], frame: Vocabulary) -> Repaired:
    """`repaired`, where of a tag that came to too many papers each phrase has to be said more, the tag's name least."""
    members = dict(repaired.members)
    for number in range(_STEPS):
        broad = [rule for rule in repaired.rules if len(members[rule.key]) > _TOO_BROAD * len(papers)]
        if not broad:
            break
        for rule in broad:
            # What is only kin to the name goes first.
            rule.weights = {
                phrase: round(weight * (_STEP if number else 1.0 if phrase in rule.names else _KIN_STEP), 2)
                for phrase, weight in rule.weights.items()
            }
        members |= _applied(broad, papers, frame).members
    return Repaired(repaired.rules, members)


def _stricter(repaired: Repaired, papers: Sequence[Paper], frame: Vocabulary) -> Repaired:
    """`repaired`, where each tag asks for `_STRICT` points unless a paper lost its only tag so.

    What comes to two points and hardly more is mostly something said in passing.
    """
    asking = [replace(rule, threshold=_STRICT) for rule in repaired.rules]
    fewer = _applied(asking, papers, frame).members
    tags_of = Counter(paper for held in repaired.members.values() for paper in held)
    made, members = {rule.key: rule for rule in repaired.rules}, dict(repaired.members)
    for rule in sorted(asking, key=lambda rule: (len(fewer[rule.key]) - len(members[rule.key]), rule.key)):
        lost = members[rule.key] - fewer[rule.key]
        if all(tags_of[paper] > 1 for paper in lost):
            tags_of.subtract(lost)
            made[rule.key], members[rule.key] = rule, fewer[rule.key]
    return Repaired(tuple(made.values()), members)


def _with_hints(scored: Scored, repaired: Repaired) -> list[Rule]:
    """The rules, each with phrases of the papers without a tag that fit it best."""
    made = {rule.key: rule for rule in repaired.rules}
    centres = _centres(scored, repaired)
    used = {phrase for rule in repaired.rules for phrase in rule.weights}
    bare = repaired.bare(scored.reading.size)
    wishes: dict[tuple[str, str], list[tuple[float, int]]] = defaultdict(list)
    for paper in sorted(bare) if made else ():
        for key in sorted(scored.reading.held[paper] & (scored.hints | scored.score.keys())):
            fits, tag = _fit(scored, key, paper, centres)
            if fits > _FITS and (" " in key or key in scored.score):
                wishes[key, tag].append((fits, paper))
    ranked = sorted(
        wishes, key=lambda wish: (-sum(fits for fits, _ in wishes[wish]) * scored.score.get(wish[0], 0.3), wish)
    )
    for key, tag in ranked:
        papers = [paper for _, paper in wishes[key, tag] if paper in bare]
        term = scored.reading.terms[key]
        spelled = [phrase for phrase in rules.spellings(term)[:1] if phrase not in used]
        weight = next(
            (w for w in (1.0, MENTION) if max((term.points[paper] for paper in papers), default=0) * w >= FULL), 0.0
        )
        if papers and weight and _is_at_home(term, repaired.members[tag], wishes[key, tag]):
            for phrase in spelled:
                if made[tag].add(phrase, weight):
                    made[tag].kin.append(key)
                    used.add(phrase)
                    bare -= {paper for paper in papers if term.points[paper] * weight >= FULL}
    return list(made.values())


def _is_at_home(term: Term, members: AbstractSet[int], wishing: Sequence[tuple[float, int]]) -> bool:
    """True when the papers that hold `term` and do not ask for it bear out that it tells of the tag with `members`."""
    others = term.papers - {paper for _, paper in wishing}
    if not others:
        return max(wishing)[0] >= _FITS_ALONE
    return len(others & members) >= _AT_HOME * len(others)


def _centres(scored: Scored, repaired: Repaired) -> dict[str, np.ndarray]:
    """Key of a rule → the direction of its papers."""
    found = {}
    for key, papers in repaired.members.items():
        centre = scored.papers[sorted(papers)].sum(axis=0) if papers else scored.vectors[key]
        found[key] = centre / max(float(np.linalg.norm(centre)), 1e-9)
    return found


def _fit(scored: Scored, key: str, paper: int, centres: Mapping[str, np.ndarray]) -> tuple[float, str]:
    """The tag that term `key` of `paper` fits best, and how well."""
    return max(
        (float(0.6 * (centre @ scored.vectors[key]) + 0.4 * (centre @ scored.papers[paper])), tag)
        for tag, centre in centres.items()
    )
