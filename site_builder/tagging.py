"""Papers and rules in, tagged papers out, each tag with the words that earned it.

A phrase scores its weight in each sentence that holds it: twice that in the title, 1.5 times in a sentence that says
what the paper does ("we propose …"), 0.7 times before the first such sentence, where an abstract tells of the field,
and 0.3 times of all this in an aside ("better than …", "such as …"); its three best sentences count. Where phrases of a
rule share words, the heaviest takes them; words of an ignored phrase count for none, and phrases that speak against the
tag are taken away. A tag is earned when its points reach the threshold, something it needs stands in the text, and no
veto does.

The words a rule looks for are told in `phrases`; the file that holds the rules is read and checked in `vocabulary`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from site_builder.errors import Problem, did_you_mean, raise_if_any
from site_builder.model import Area, Paper, Tag
from site_builder.phrases import Finder, Spot, quoted, sentences
from site_builder.vocabulary import ASIDE, ASIDE_WORDS, COUNTED, FACTORS, Vocabulary, implied_by, load_rules

__all__ = [
    "Area",
    "Earned",
    "Evidence",
    "Health",
    "TaggedPaper",
    "Verdict",
    "Vocabulary",
    "apply",
    "explain",
    "health",
    "load_rules",
]


@dataclass(frozen=True, slots=True)
class Earned:
    """Why a paper has a tag."""

    tag: str
    phrase: str
    """The words in the paper that earned it, as they stand there; "" when given by hand."""
    by: str
    """"rule", "hand", or the slug of the tag that implies it."""
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
    place: str
    """title, claim, text or background"""
    points: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule makes of a paper."""

    tag: str
    score: float
    threshold: float
    evidence: tuple[Evidence, ...]
    """What counted, most points first."""
    vetoes: tuple[str, ...] = ()
    """Phrases of the rule that forbid the tag here."""
    lacks: tuple[str, ...] = ()
    """Phrases of which one is needed, when none stands in the paper."""

    @property
    def earned(self) -> bool:
        """True when the rule gives the tag."""
        return self.score >= self.threshold and not self.vetoes and not self.lacks


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


@dataclass(frozen=True, slots=True)
class _Unit:
    """A title or a sentence, and the phrases it holds."""

    text: str
    place: str
    found: Mapping[str, Sequence[Spot]]
    aside: frozenset[int]
    """Places of the words that speak of others."""

    def factor(self, spot: Spot) -> float:
        """What a weight is multiplied by that stands at `spot`."""
        return FACTORS[self.place] * (ASIDE if spot[0] in self.aside else 1.0)


@dataclass(frozen=True, slots=True)
class _Hit:
    points: float
    phrase: str
    unit: int
    spot: Spot


class _Rules:
    """The rules of a vocabulary made ready for use."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._claims = frozenset(vocabulary.claims)
        told = (phrase for tag in vocabulary.tags for phrase in _phrases_of(tag))
        self._finder = Finder([*vocabulary.claims, *vocabulary.asides, *told])
        self._users: dict[str, list[int]] = {}
        self._weights: list[dict[str, list[tuple[str, float]]]] = []
        for number, tag in enumerate(vocabulary.tags):
            self._weights.append(_weights_of(tag))
            for phrase in self._weights[-1]:
                self._users.setdefault(phrase, []).append(number)

    def read(self, paper: Paper) -> list[_Unit]:
        """The title and the sentences of `paper` with what they hold."""
        texts = sentences(paper.abstract)
        held = [self._finder.find(text) for text in texts]
        claims = [not self._claims.isdisjoint(found) for found in held]
        first = claims.index(True) if True in claims else 0
        units = [self._unit(paper.title, "title", self._finder.find(paper.title))]
        for number, (text, found) in enumerate(zip(texts, held, strict=True)):
            if found:
                place = "claim" if claims[number] else "text" if number >= first else "background"
                units.append(self._unit(text, place, found))
        return units

    def _unit(self, text: str, place: str, found: dict[str, list[Spot]]) -> _Unit:
        ends = [spot[-1] for phrase in self.vocabulary.asides for spot in found.get(phrase, ())]
        aside = frozenset(place for end in ends for place in range(end + 1, end + 1 + ASIDE_WORDS))
        return _Unit(text, place, found, aside)

    def verdicts(self, units: Sequence[_Unit], share: float = 1.0) -> Iterator[Verdict]:
        """Every rule's verdict that scores at least `share` of its threshold, in the vocabulary's order."""
        touched = {user for unit in units for phrase in unit.found for user in self._users.get(phrase, ())}
        for number in sorted(touched):
            tag = self.vocabulary.tags[number]
            hits = _best(self._hits(units, number, tag))
            score = sum(hit.points for hit in hits)
            if score >= share * tag.rule.threshold:
                yield _verdict(tag, units, hits, score)

    def _hits(self, units: Sequence[_Unit], number: int, tag: Tag) -> list[_Hit]:
        weights = self._weights[number]
        hits: list[_Hit] = []
        for at, unit in enumerate(units):
            hidden = [spot for phrase in tag.rule.ignores for spot in unit.found.get(phrase, ())]
            here = [
                _Hit(weight * unit.factor(spot), phrase, at, spot)
                for phrase, spots in unit.found.items()
                for kind, weight in weights.get(phrase, ())
                if kind == "anywhere" or unit.place in ("title", kind)
                for spot in spots
                if not any(set(spot) <= set(other) for other in hidden)
            ]
            hits.extend(_apart(here))
        return hits


def _phrases_of(tag: Tag) -> Iterator[str]:
    yield from _weights_of(tag)
    yield from (*tag.rule.ignores, *tag.rule.vetoes, *tag.rule.needs)


def _weights_of(tag: Tag) -> dict[str, list[tuple[str, float]]]:
    held: dict[str, list[tuple[str, float]]] = {}
    for kind, pairs in (("anywhere", tag.rule.anywhere), ("claim", tag.rule.claim), ("title", tag.rule.title)):
        for phrase, weight in pairs:
            held.setdefault(phrase, []).append((kind, weight))
    for phrase, weight in tag.rule.against:
        held.setdefault(phrase, []).append(("anywhere", -weight))
    return held


def _apart(hits: list[_Hit]) -> Iterator[_Hit]:
    """The heaviest hits of one sentence that share no word, each phrase once."""
    taken: set[int] = set()
    told: set[str] = set()
    for hit in sorted(hits, key=lambda hit: (-abs(hit.points), -len(hit.spot), hit.spot, hit.phrase)):
        if hit.phrase not in told and taken.isdisjoint(hit.spot):
            taken.update(hit.spot)
            told.add(hit.phrase)
            yield hit


def _best(hits: Iterable[_Hit]) -> list[_Hit]:
    """The hits that count: each phrase in the title and in its best sentences; most points first."""
    count: dict[str, int] = {}
    best: list[_Hit] = []
    for hit in sorted(hits, key=lambda hit: (-abs(hit.points), hit.unit, hit.spot)):
        if hit.unit:
            count[hit.phrase] = count.get(hit.phrase, 0) + 1
        if count.get(hit.phrase, 0) <= COUNTED:
            best.append(hit)
    return sorted(best, key=lambda hit: -hit.points)


def _verdict(tag: Tag, units: Sequence[_Unit], hits: Sequence[_Hit], score: float) -> Verdict:
    evidence = tuple(
        Evidence(hit.phrase, quoted(units[hit.unit].text, hit.spot), units[hit.unit].place, hit.points) for hit in hits
    )
    held = {phrase for unit in units for phrase in unit.found}
    vetoes = tuple(phrase for phrase in tag.rule.vetoes if phrase in held)
    lacks = () if held.intersection(tag.rule.needs) else tag.rule.needs
    return Verdict(tag.slug, score, tag.rule.threshold, evidence, vetoes, lacks)


def apply(vocabulary: Vocabulary, papers: Sequence[Paper]) -> tuple[TaggedPaper, ...]:
    """Each of `papers` with its tags, in the order given.

    What a page sets by hand stands: `tags` are given, `not_tags` are not, whatever rules and other tags say. Raises
    `BuildFailed` naming each page that sets a tag the vocabulary lacks.
    """
    raise_if_any(problem for paper in papers for problem in _unknown(vocabulary, paper))
    rules = _Rules(vocabulary)
    return tuple(TaggedPaper(paper, _tags(rules, paper)) for paper in papers)


def _unknown(vocabulary: Vocabulary, paper: Paper) -> Iterator[Problem]:
    slugs = [tag.slug for tag in vocabulary.tags]
    for slug in sorted(paper.tags | paper.not_tags):
        if not vocabulary.has(slug):
            yield Problem(f"content/papers/{paper.slug}.md", f"there is no tag `{slug}`", did_you_mean(slug, slugs))


def _tags(rules: _Rules, paper: Paper) -> tuple[Earned, ...]:
    found: dict[str, Earned] = {}
    for verdict in rules.verdicts(rules.read(paper)):
        if verdict.earned:
            score = verdict.score / verdict.threshold
            found[verdict.tag] = Earned(verdict.tag, verdict.evidence[0].words, "rule", score)
    for slug in sorted(paper.tags - found.keys()):
        found[slug] = Earned(slug, "", "hand", 1.0)
    for slug in paper.not_tags:
        found.pop(slug, None)
    tags = {tag.slug: tag for tag in rules.vocabulary.tags}
    for earned in tuple(found.values()):
        for slug in implied_by(tags, earned.tag):
            if slug not in found and slug not in paper.not_tags:
                found[slug] = Earned(slug, earned.phrase, earned.tag, earned.score)
    order = {slug: place for place, slug in enumerate(tags)}
    return tuple(sorted(found.values(), key=lambda one: (-round(one.score, 6), order[one.tag])))


def explain(vocabulary: Vocabulary, paper: Paper) -> tuple[Verdict, ...]:
    """What each rule that comes to at least half its threshold makes of `paper`, strongest first."""
    rules = _Rules(vocabulary)
    found = rules.verdicts(rules.read(paper), share=0.5)
    return tuple(sorted(found, key=lambda verdict: -verdict.score / verdict.threshold))


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
    )
