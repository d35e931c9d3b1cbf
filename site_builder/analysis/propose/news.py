"""What papers speak of that the vocabulary does not: for the curator's report, and one tag ready to paste.

Whether newer papers say a term more often than older ones is told by the log-likelihood ratio of T. Dunning, "Accurate
methods for the statistics of surprise and coincidence", Computational Linguistics 19 (1993).
"""

import math
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from site_builder.analysis.propose import naming, proposal, rules, scores, writer
from site_builder.analysis.propose.scores import Scored
from site_builder.analysis.propose.tokens import key_of
from site_builder.analysis.tagging import TaggedPaper
from site_builder.content.loader import Content
from site_builder.content.model import Paper
from site_builder.content.vocabulary import Vocabulary
from site_builder.core.errors import BuildFailed, Problem, did_you_mean
from site_builder.text import phrases

_MIN_PAPERS: Final = 3
"""Papers that make a subject."""
_LIKELY: Final = 6.63
"""The likelihood ratio that chance reaches once in a hundred times."""
_OFTENER: Final = 2.0
_MOST: Final = 8
"""Terms of a list."""
_FOREIGN, _AT_HOME = 0.45, 0.7
"""The shares of tagged papers of a batch that looks foreign, and of those before it."""
_SUBJECT: Final = 12
"""Phrases that tell the subject."""


@dataclass(frozen=True, slots=True)
class Rising:
    """A term that new papers hold more often than older ones did."""

    name: str
    new: int
    """New papers that hold it."""
    before: int


@dataclass(frozen=True, slots=True)
class News:
    """What a curator should know of the newest papers."""

    new: int
    """How many papers are new; 0 when nothing tells which are."""
    untagged: int
    """New papers without a tag."""
    unnamed: tuple[tuple[str, int], ...]
    """(term, papers) that papers without a tag speak of."""
    rising: tuple[Rising, ...]
    """Terms of no tag that new papers speak of more than older ones."""
    stale: tuple[tuple[str, int], ...]
    """(slug, papers) of tags that no new paper has, though as many as before would be three or more."""
    about: tuple[str, ...]
    """Phrases to put under `about`, when the new papers look foreign and the vocabulary has no subject yet."""


def newest(found: Content) -> frozenset[int]:
    """Which of the papers are new: the last day's, else those in no edition, else those of the last dump."""
    days = {paper.added for paper in found.papers if paper.added}
    issued = {slug for edition in found.editions for slug in edition.papers}
    dumps = {paper.source.file for paper in found.papers if paper.source}
    if len(days) > 1:
        new = [paper.added == max(days) for paper in found.papers]
    elif issued:
        new = [paper.slug not in issued for paper in found.papers]
    elif len(dumps) > 1:
        new = [paper.source is not None and paper.source.file == max(dumps) for paper in found.papers]
    else:
        new = []
    return frozenset(number for number, is_new in enumerate(new) if is_new)


def news(tagged: Sequence[TaggedPaper], vocabulary: Vocabulary, new: Collection[int]) -> News:
    """What `tagged` papers tell of the vocabulary, those at `new` being the newest."""
    scored = scores.score(proposal.read([one.paper for one in tagged], vocabulary))
    bare = {number for number, one in enumerate(tagged) if not one.tags}
    known = _Known(vocabulary)
    able = [key for key in sorted(scored.score) if key not in scored.unions and not known.says(_written(scored, key))]
    return News(
        new=len(new),
        untagged=len(bare & set(new)),
        unnamed=tuple(_unnamed(scored, able, bare)),
        rising=tuple(_rising(scored, able, set(new))),
        stale=tuple(_stale(tagged, vocabulary, set(new))),
        about=() if vocabulary.about else _about(scored, tagged, set(new)),
    )


class _Known:
    """What the rules of a vocabulary find already."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        rules_ = [tag.rule for tag in vocabulary.tags]
        wanted = [phrase for rule in rules_ for pairs in (rule.anywhere, rule.claim, rule.title) for phrase, _ in pairs]
        self._finder = phrases.Finder([phrase for phrase in wanted if not phrases.fault(phrase)])
        self._names = {key_of(tag.name) for tag in vocabulary.tags}

    def says(self, term: str) -> bool:
        return key_of(term) in self._names or bool(self._finder.find(term))


def _written(scored: Scored, key: str) -> str:
    return naming.uncapital(scored.reading, naming.name(scored, key))


def _unnamed(scored: Scored, able: Sequence[str], bare: set[int]) -> Iterator[tuple[str, int]]:
    left = set(bare)
    for _ in range(_MOST):
        best = max(able, key=lambda key: (len(scored.about(key) & left) * (0.2 + scored.score[key]), key), default="")
        here = scored.about(best) & bare if best else frozenset()
        if len(here) < _MIN_PAPERS or not here & left:
            return
        yield _written(scored, best), len(here)
        left -= here


def _rising(scored: Scored, able: Sequence[str], new: set[int]) -> Iterator[Rising]:
    size = scored.reading.size
    if not new or len(new) == size:
        return
    found = []
    for key in able:
        papers = scored.reading.terms[key].papers
        here, before = len(papers & new), len(papers - new)
        ratio = likelihood(here, before, len(new), size - len(new))
        oftener = here * (size - len(new)) > _OFTENER * before * len(new)
        if here >= _MIN_PAPERS and oftener and ratio > _LIKELY:
            found.append((-ratio * (0.2 + scored.score[key]), key, Rising(_written(scored, key), here, before)))
    yield from (rising for _, _, rising in sorted(found, key=lambda one: one[:2])[:_MOST])


def likelihood(here: int, there: int, size_here: int, size_there: int) -> float:
    """Twice the log-likelihood ratio of `here` of `size_here` and `there` of `size_there` against one common rate."""
    both = (here + there) / (size_here + size_there)
    expected = ((here, size_here * both), (there, size_there * both))
    return 2 * sum(count * math.log(count / usual) for count, usual in expected if count)


def _stale(tagged: Sequence[TaggedPaper], vocabulary: Vocabulary, new: set[int]) -> Iterator[tuple[str, int]]:
    here = Counter(slug for number in new for slug in tagged[number].slugs)
    whole = Counter(slug for one in tagged for slug in one.slugs)
    for tag in vocabulary.tags:
        before = whole[tag.slug] - here[tag.slug]
        older = len(tagged) - len(new)
        if new and older and not here[tag.slug] and before / older * len(new) >= _MIN_PAPERS:
            yield tag.slug, before


def _about(scored: Scored, tagged: Sequence[TaggedPaper], new: set[int]) -> tuple[str, ...]:
    """Phrases that nearly every older paper holds one of and hardly a new one, when the new ones look foreign."""
    older = set(range(len(tagged))) - new

    def share(papers: set[int]) -> float:
        return sum(bool(tagged[number].tags) for number in papers) / max(1, len(papers))

    if len(new) < _MIN_PAPERS or share(new) > _FOREIGN or share(older) < _AT_HOME:
        return ()
    left: set[int] = set(older)
    found: list[str] = []
    terms = scored.reading.terms
    pool = [key for key in sorted(scored.hints) if key in terms and key not in scored.unions]
    while left and len(found) < _SUBJECT and pool:
        gain = {key: len(terms[key].papers & left) - 3 * len(terms[key].papers & new) for key in pool}
        best = max(pool, key=lambda key: (gain[key], key))
        if gain[best] < _MIN_PAPERS:
            break
        pool.remove(best)
        found += rules.spellings(terms[best])[:1]
        left -= terms[best].papers
    return tuple(found)


def one_tag(papers: Sequence[Paper], vocabulary: Vocabulary, tagged: Sequence[TaggedPaper], wanted: str) -> str:
    """One tag for `wanted`, words that papers hold, as it is pasted under `tags:`.

    Raises `BuildFailed` when no paper holds the words.
    """
    scored = scores.score(proposal.read(papers, vocabulary))
    key = scored.reading.long_forms.get(key_of(wanted), key_of(wanted))
    if key not in scored.reading.terms:
        names = [_written(scored, one) for one in scored.score if one not in scored.unions]
        raise BuildFailed([Problem(f"--for {wanted}", "at most one paper speaks of it", _near(wanted, names))], "")
    others = {key_of(tag.name) for tag in vocabulary.tags} & scored.reading.terms.keys()
    made = rules.make(scored, [key, *sorted(others - {key})])[0]
    areas = Counter(
        vocabulary.tag(slug).area for number in scored.reading.terms[key].papers for slug in tagged[number].slugs
    )
    area = (
        max(areas, key=lambda slug: (areas[slug], slug)) if areas else next((a.slug for a in vocabulary.areas), "all")
    )
    return writer.tag(scored, made, area)


def _near(wanted: str, names: Sequence[str]) -> str:
    hint = did_you_mean(wanted, names)
    return hint if hint.startswith("Did") else "Name it as the abstracts do."
