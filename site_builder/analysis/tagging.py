"""Papers and rules in, tagged papers out, each tag with the words that earned it.

A phrase scores its weight in each sentence that holds it: twice that in the title, 1.5 times in a sentence that says
what the paper does ("we propose …"), 0.7 times before the first such sentence, where an abstract tells of the field,
and 0.3 times of all this in an aside ("better than …", "such as …"); its three best sentences count. Where phrases of a
rule share words, the heaviest takes them; words of an ignored phrase count for none, and phrases that speak against the
tag are taken away. A tag is earned when its points reach the threshold, something it needs stands in the text, and no
veto does; a paper about none of what the vocabulary is about earns nothing.

The words a rule looks for are told in `phrases`; the file that holds the rules is read and checked in `vocabulary`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations
from typing import NamedTuple

from site_builder.analysis import record_tags
from site_builder.content.model import Paper, Tag
from site_builder.content.vocabulary import ASIDE, ASIDE_WORDS, COUNTED, FACTORS, Vocabulary, implied_by
from site_builder.core import files, parallel
from site_builder.core.errors import Problem, did_you_mean, raise_if_any
from site_builder.core.memo import Recall
from site_builder.text import sentences
from site_builder.text.phrases import Finder, Spot, glosses, quoted


@dataclass(frozen=True, slots=True)
class Earned:
    """Why a paper has a tag."""

    tag: str
    phrase: str
    """The words in the paper that earned it, as they stand there; "" when given by hand."""
    by: str
    """"rule", "hand", "record", or the slug of the tag that implies it."""
    score: float
    """Points over threshold: 1 is just enough."""


@dataclass(frozen=True, slots=True)
class TaggedPaper:
    """A paper and the tags it has, strongest first."""

    paper: Paper
    tags: tuple[Earned, ...]

    @property
    def slugs(self) -> tuple[str, ...]:
        """The tags' slugs, strongest first."""
        return tuple(earned.tag for earned in self.tags)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One place where a paper holds a phrase of a rule."""

    phrase: str
    """As the rule has it."""
    words: str
    """As the paper has it."""
    section: str
    """title, claim, text or background"""
    points: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule makes of a paper."""

    tag: str
    score: float
    threshold: float
    evidence: tuple[Evidence, ...]
    """What counted for the tag, most points first, then what counted against it."""
    vetoes: tuple[str, ...] = ()
    """Phrases of the rule that forbid the tag here."""
    lacks: tuple[str, ...] = ()
    """Phrases of which one is needed, when none stands in the paper."""
    off_subject: bool = False
    """True when the paper holds no phrase of the vocabulary's subject."""

    @property
    def earned(self) -> bool:
        """True when the rule gives the tag."""
        forbidden = self.vetoes or self.lacks or self.off_subject
        return self.score >= self.threshold and not forbidden


@dataclass(frozen=True, slots=True)
class Health:
    """How well the vocabulary fits the papers; all slugs and phrases in the order of the file."""

    untagged: tuple[str, ...]
    """Papers without a tag."""
    broad: tuple[tuple[str, int], ...]
    """Tags on more than a third of the papers, with their number."""
    thin: tuple[tuple[str, int], ...]
    """Tags on fewer than two papers."""
    together: tuple[tuple[str, str, int], ...]
    """Pairs of tags on exactly the same papers, at least two."""
    silent: tuple[tuple[str, str], ...]
    """(tag, phrase) for each phrase no paper holds."""
    idle: tuple[tuple[str, str], ...]
    """(paper, tag) for each tag that a page sets or forbids by hand as the rules would have done anyway."""


class _Hit(NamedTuple):
    """A phrase that counts for or against a tag, and where it stands."""

    points: float
    phrase: str
    unit: int
    spot: Spot


class _Unit(NamedTuple):
    """A title or a sentence, and the phrases it holds."""

    text: str
    section: str
    found: Mapping[str, Sequence[Spot]]
    aside: frozenset[int]
    """Places of the words that speak of others."""
    glosses: frozenset[int]
    """Places of acronyms that only repeat the words before them."""


@dataclass(frozen=True, slots=True)
class _Use:
    """What a phrase is worth to one tag."""

    tag: int
    where: str
    """anywhere, claim or title"""
    weight: float


class _Rules:
    """The rules of a vocabulary made ready for use."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        tags = {tag.slug: tag for tag in vocabulary.tags}
        self.order = {slug: index for index, slug in enumerate(tags)}
        self.implied = {slug: implied_by(tags, slug) for slug in tags}
        self._claims = frozenset(vocabulary.claims)
        self._asides = frozenset(vocabulary.asides)
        seen = (phrase for tag in vocabulary.tags for phrase in _phrases_of(tag))
        self._finder = Finder([*vocabulary.claims, *vocabulary.asides, *vocabulary.about, *seen])
        self._uses: dict[str, list[_Use]] = {}
        for number, tag in enumerate(vocabulary.tags):
            for where, phrase, weight in _weights_of(tag):
                self._uses.setdefault(phrase, []).append(_Use(number, where, weight))

    def read(self, paper: Paper) -> list[_Unit]:
        """The title and the sentences of `paper` with what they hold."""
        texts = sentences.split(paper.abstract)
        held = [self._finder.find(text) for text in texts]
        claims = [not self._claims.isdisjoint(found) for found in held]
        first = claims.index(True) if True in claims else 0
        units = [self._unit(paper.title, "title", self._finder.find(paper.title))]
        for number, (text, found) in enumerate(zip(texts, held, strict=True)):
            if found:
                section = "claim" if claims[number] else "text" if number >= first else "background"
                units.append(self._unit(text, section, found))
        return units

    def _unit(self, text: str, section: str, found: dict[str, list[Spot]]) -> _Unit:
        ends = [spot[-1] for phrase, spots in found.items() if phrase in self._asides for spot in spots]
        aside = frozenset(word for end in ends for word in range(end + 1, end + 1 + ASIDE_WORDS))
        return _Unit(text, section, found, aside, glosses(text))

    def off_subject(self, units: Sequence[_Unit]) -> bool:
        """True when the vocabulary has a subject and the paper holds none of its phrases."""
        about = self.vocabulary.about
        return bool(about) and not _any_of(about, units)

    def findings(self, units: Sequence[_Unit], share: float = 1.0) -> Iterator[tuple[Tag, list[_Hit]]]:
        """Each tag that comes to at least `share` of its threshold, and what counted, most points first."""
        hits = self._hits(units)
        for number in sorted(hits):
            tag = self.vocabulary.tags[number]
            enough = share * tag.rule.threshold
            if _score(hit for hit in hits[number] if hit.points > 0) >= enough:
                best = _best(_apart(hits[number], _hidden(tag, units), units))
                if _score(best) >= enough:
                    yield tag, best

    def _hits(self, units: Sequence[_Unit]) -> dict[int, list[_Hit]]:
        hits: dict[int, list[_Hit]] = {}
        for at, (_, section, found, aside, _) in enumerate(units):
            for phrase, spots in found.items():
                for use in self._uses.get(phrase, ()):
                    if use.where == "anywhere" or section in ("title", use.where):
                        points = use.weight * FACTORS[section]
                        hits.setdefault(use.tag, []).extend(
                            _Hit(points * ASIDE if spot[0] in aside else points, phrase, at, spot) for spot in spots
                        )
        return hits


def _phrases_of(tag: Tag) -> Iterator[str]:
    yield from (phrase for _, phrase, _ in _weights_of(tag))
    yield from (*tag.rule.ignores, *tag.rule.vetoes, *tag.rule.needs)


def _weights_of(tag: Tag) -> Iterator[tuple[str, str, float]]:
    rule = tag.rule
    for where, pairs in (("anywhere", rule.anywhere), ("claim", rule.claim), ("title", rule.title)):
        yield from ((where, phrase, weight) for phrase, weight in pairs)
    yield from (("anywhere", phrase, -weight) for phrase, weight in rule.against)


def _hidden(tag: Tag, units: Sequence[_Unit]) -> Mapping[tuple[int, int], Sequence[Spot]]:
    """(unit, word) → the spots of ignored phrases that hold it: a few, however often a text says such a phrase."""
    found: dict[tuple[int, int], list[Spot]] = {}
    for at, unit in enumerate(units):
        for phrase in tag.rule.ignores:
            for spot in unit.found.get(phrase, ()):
                for word in spot:
                    found.setdefault((at, word), []).append(spot)
    return found


def _apart(
    hits: Iterable[_Hit], hidden: Mapping[tuple[int, int], Sequence[Spot]], units: Sequence[_Unit]
) -> Iterator[_Hit]:
    """The heaviest hits that share no word, each phrase once a sentence, heaviest first.

    An acronym behind its own long form says nothing again: of the two the heavier counts.
    """
    taken: set[tuple[int, int]] = set()
    seen: set[tuple[int, str]] = set()
    for hit in sorted(hits, key=_heaviest_first):
        words = {(hit.unit, word) for word in hit.spot}
        ignored = any(set(spot).issuperset(hit.spot) for spot in hidden.get((hit.unit, hit.spot[0]), ()))
        if not ignored and (hit.unit, hit.phrase) not in seen and taken.isdisjoint(words):
            taken |= words | _same_mention(hit, units[hit.unit].glosses)
            seen.add((hit.unit, hit.phrase))
            yield hit


def _same_mention(hit: _Hit, glosses: frozenset[int]) -> set[tuple[int, int]]:
    """The place of the acronym behind `hit`, and that of the last word before it where `hit` is the acronym."""
    positions = {hit.spot[-1] + 1} & glosses
    if hit.spot[0] in glosses:
        positions.add(hit.spot[0] - 1)
    return {(hit.unit, position) for position in positions}


def _heaviest_first(hit: _Hit) -> tuple[float, int, int, Spot, str]:
    return (-abs(hit.points), -len(hit.spot), hit.unit, hit.spot, hit.phrase)


def _best(hits: Iterable[_Hit]) -> list[_Hit]:
    """Of `hits`, heaviest first, those that count: each phrase in the title and in its best sentences."""
    count: Counter[str] = Counter()
    best: list[_Hit] = []
    for hit in hits:
        count[hit.phrase] += hit.unit > 0
        if not hit.unit or count[hit.phrase] <= COUNTED:
            best.append(hit)
    return sorted(best, key=lambda hit: -hit.points)


def _score(hits: Iterable[_Hit]) -> float:
    # Weights have one decimal: rounding keeps 1.4 + 0.6 from falling short of 2.
    return round(sum(hit.points for hit in hits), 6)


def _forbidden(tag: Tag, units: Sequence[_Unit]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Vetoes that stand in the paper, and needs when none does."""
    held = [unit.found for unit in units]
    vetoes = tuple(phrase for phrase in tag.rule.vetoes if any(phrase in found for found in held))
    return vetoes, () if _any_of(tag.rule.needs, units) else tag.rule.needs


def _any_of(phrases: Iterable[str], units: Sequence[_Unit]) -> bool:
    return any(phrase in unit.found for phrase in phrases for unit in units)


def apply(
    vocabulary: Vocabulary, papers: Sequence[Paper], recall: Recall | None = None, jobs: int = 1
) -> tuple[TaggedPaper, ...]:
    """Each of `papers` with its tags, in the order given; those that `recall` has seen keep what they had.

    What a page sets by hand stands: `tags` are given, `not_tags` are not, whatever rules and other tags say. Raises
    `BuildFailed` naming each page that sets a tag the vocabulary lacks.
    """
    raise_if_any(problem for paper in papers for problem in _unknown(vocabulary, paper))
    recall = recall or Recall()
    seen = files.digest(repr(vocabulary))
    rules = recall.one("rules", seen, lambda: _Rules(vocabulary))
    keys = [(seen, paper) for paper in papers]
    work = partial(_tags, rules)
    found = recall.all("tags", keys, lambda missing: parallel.spread(work, [papers[index] for index in missing], jobs))
    return tuple(map(TaggedPaper, papers, found))


def _unknown(vocabulary: Vocabulary, paper: Paper) -> Iterator[Problem]:
    slugs = [tag.slug for tag in vocabulary.tags]
    for slug in sorted(paper.tags | paper.not_tags):
        if not vocabulary.has(slug):
            yield Problem(f"content/papers/{paper.slug}.md", f"there is no tag `{slug}`", did_you_mean(slug, slugs))


def _tags(rules: _Rules, paper: Paper) -> tuple[Earned, ...]:
    found = {earned.tag: earned for earned in _by_rule(rules, paper) if earned.tag not in paper.not_tags}
    for slug in sorted(paper.tags - found.keys() - paper.not_tags):
        found[slug] = Earned(slug, "", "hand", 1.0)
    for _, value in record_tags.values(paper, rules.vocabulary.records):
        slug = record_tags.slug(value)
        if rules.vocabulary.has(slug) and slug not in found and slug not in paper.not_tags:
            found[slug] = Earned(slug, value, "record", 1.0)
    for earned in _strongest_first(found.values(), rules.order):
        for slug in rules.implied[earned.tag]:
            if slug not in found and slug not in paper.not_tags:
                found[slug] = Earned(slug, earned.phrase, earned.tag, earned.score)
    return _strongest_first(found.values(), rules.order)


def _by_rule(rules: _Rules, paper: Paper) -> Iterator[Earned]:
    units = rules.read(paper)
    if rules.off_subject(units):
        return
    for tag, hits in rules.findings(units):
        vetoes, lacks = _forbidden(tag, units)
        if not vetoes and not lacks:
            words = quoted(units[hits[0].unit].text, hits[0].spot)
            yield Earned(tag.slug, words, "rule", round(_score(hits) / tag.rule.threshold, 6))


def _strongest_first(earned: Iterable[Earned], order: Mapping[str, int]) -> tuple[Earned, ...]:
    # An implied tag is as strong as the one it comes with, and follows it.
    return tuple(sorted(earned, key=lambda one: (-one.score, one.by in order, order[one.tag])))


def explain(vocabulary: Vocabulary, paper: Paper) -> tuple[Verdict, ...]:
    """What each rule that comes to at least half its threshold makes of `paper`, strongest first."""
    rules = _Rules(vocabulary)
    units = rules.read(paper)
    off = rules.off_subject(units)
    verdicts = [_verdict(tag, units, hits, off) for tag, hits in rules.findings(units, share=0.5)]
    return tuple(sorted(verdicts, key=lambda verdict: -verdict.score / verdict.threshold))


def _verdict(tag: Tag, units: Sequence[_Unit], hits: Sequence[_Hit], off_subject: bool) -> Verdict:
    evidence = tuple(
        Evidence(hit.phrase, quoted(units[hit.unit].text, hit.spot), units[hit.unit].section, round(hit.points, 6))
        for hit in hits
    )
    return Verdict(tag.slug, _score(hits), tag.rule.threshold, evidence, *_forbidden(tag, units), off_subject)


def health(vocabulary: Vocabulary, tagged: Sequence[TaggedPaper]) -> Health:
    """How well `vocabulary` fits the papers of `tagged`."""
    members = {tag.slug: [one.paper.slug for one in tagged if tag.slug in one.slugs] for tag in vocabulary.tags}
    rules = _Rules(vocabulary)
    held = {phrase for one in tagged for unit in rules.read(one.paper) for phrase in unit.found}
    return Health(
        untagged=tuple(one.paper.slug for one in tagged if not one.tags),
        broad=tuple((slug, len(papers)) for slug, papers in members.items() if 3 * len(papers) > len(tagged)),
        thin=tuple((slug, len(papers)) for slug, papers in members.items() if len(papers) < 2),  # noqa: PLR2004 — one paper makes no list
        together=tuple(
            (one, other, len(members[one]))
            for one, other in combinations(members, 2)
            if len(members[one]) > 1 and members[one] == members[other]
        ),
        silent=tuple(
            (tag.slug, phrase) for tag in vocabulary.tags for phrase in _phrases_of(tag) if phrase not in held
        ),
        idle=tuple((one.paper.slug, slug) for one in tagged for slug in _idle(rules, one.paper)),
    )


def _idle(rules: _Rules, paper: Paper) -> Iterator[str]:
    """The corrections of `paper` without which it would have the same tags."""
    corrected = _slugs(rules, paper)
    for slug in sorted(paper.tags | paper.not_tags):
        without = replace(paper, tags=paper.tags - {slug}, not_tags=paper.not_tags - {slug})
        if _slugs(rules, without) == corrected:
            yield slug


def _slugs(rules: _Rules, paper: Paper) -> set[str]:
    return {earned.tag for earned in _tags(rules, paper)}
