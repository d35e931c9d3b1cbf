"""The whole site as knowledge: every paper with its tags, gist and neighbours, by tag, year and rank.

What a page shows of it is for `views`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from site_builder.analysis import acronyms, authors, citation_keys, glossary, map_layout, shelves, trends
from site_builder.analysis.authors import Author, Spelled
from site_builder.analysis.entry import CatalogEntry
from site_builder.analysis.gist import Gist
from site_builder.analysis.glossary import Glossary, Said, Text
from site_builder.analysis.quantities import Quantity
from site_builder.analysis.related import Neighbour
from site_builder.analysis.tagging import TaggedPaper
from site_builder.analysis.trends import Trends
from site_builder.content.authors import KnownAuthor
from site_builder.content.loader import Content
from site_builder.content.map_positions import Point
from site_builder.content.model import Edition, Paper, Tag
from site_builder.content.shelves import Shelf
from site_builder.content.vocabulary import Vocabulary
from site_builder.core.errors import BuildFailed, Problem
from site_builder.core.memo import Recall

__all__ = ["Catalog", "CatalogEntry", "assemble"]


@dataclass(frozen=True)
class Catalog:
    """Every paper of the site, newest first, then in order of rank, and the ways to group them.

    Groups are made once, when asked for.
    """

    papers: tuple[CatalogEntry, ...]
    vocabulary: Vocabulary
    related: Mapping[str, tuple[Neighbour, ...]] = field(default_factory=dict)
    """Slug → the papers closest to it, closest first."""
    kept: Mapping[str, Point] = field(default_factory=dict)
    """Slug → where on the map, for papers whose place is kept."""
    synonyms: tuple[tuple[str, ...], ...] = ()
    """Groups of names that mean the same."""
    editions: tuple[Edition, ...] = ()
    """Newest first."""
    venues: Mapping[str, str] = field(default_factory=dict)
    """Name → kind of the venues that the curator told of."""
    known_authors: Mapping[str, KnownAuthor] = field(default_factory=dict)
    """Name → what a person confirmed of that author."""
    curated: tuple[Shelf, ...] = ()
    """The curator's shelves, as their files state them."""
    spelled: Mapping[str, Spelled] = field(default_factory=dict)
    """Spelling of a name → what it says, as far as that was read already."""
    recall: Recall = field(default_factory=Recall, repr=False, compare=False)
    """What was found out before of what is only found out when it is asked for."""

    @cached_property
    def shelves(self) -> tuple[shelves.Shelved, ...]:
        """The curator's shelves with their papers."""
        return shelves.fill(self.curated, self.papers, self.vocabulary)

    @cached_property
    def names(self) -> authors.Names:
        """How papers' spellings of names lead to authors."""
        return authors.names(self.known_authors)

    @cached_property
    def authors(self) -> Mapping[str, Author]:
        """Name → author."""
        return authors.of(self.papers, self.names, self.spelled)

    def date_of(self, entry: CatalogEntry) -> date | None:
        """When `entry` was first published here: as its page says, else with the edition that holds it."""
        return entry.day

    @cached_property
    def days(self) -> Mapping[date, tuple[CatalogEntry, ...]]:
        """Day → the papers that came then, newest first; none where all came on one day, or no day is known."""
        by_day: dict[date | None, list[CatalogEntry]] = {}
        for entry in self.papers:
            by_day.setdefault(self.date_of(entry), []).append(entry)
        if len(by_day) == 1:
            return {}
        return {day: tuple(by_day[day]) for day in sorted(filter(None, by_day), reverse=True)}

    def edition(self, day: date | None) -> Edition:
        """The edition of `day`, the newest where that is None. Raises `BuildFailed` when there is none."""
        found = next((one for one in self.editions if day in (None, one.date)), None)
        if found is None:
            what = f"there is no edition of {day}" if day else "there is no edition yet"
            raise BuildFailed([Problem("content/editions", what, "`papershelf edition` makes one.")])
        return found

    @cached_property
    def unissued(self) -> tuple[CatalogEntry, ...]:
        """The papers that are in no edition yet."""
        return tuple(entry for entry in self.papers if entry.issued is None)

    @cached_property
    def by_slug(self) -> Mapping[str, CatalogEntry]:
        """Slug → paper."""
        return {entry.slug: entry for entry in self.papers}

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """Slug → title as plain text, in order of rank."""
        return {entry.slug: entry.paper.title for entry in self.papers}

    @cached_property
    def by_tag(self) -> Mapping[str, tuple[CatalogEntry, ...]]:
        """Every tag of the vocabulary → its papers, most typical first; a tag may have none."""
        found: dict[str, list[tuple[float, int]]] = {tag.slug: [] for tag in self.vocabulary.tags}
        for index, entry in enumerate(self.papers):
            for earned in entry.tags:
                found[earned.tag].append((-earned.score, index))
        return {slug: tuple(self.papers[index] for _, index in sorted(held)) for slug, held in found.items()}

    @cached_property
    def by_year(self) -> Mapping[int, tuple[CatalogEntry, ...]]:
        """Year → its papers in order of rank; latest year first, papers without one left out."""
        years = sorted({entry.paper.year for entry in self.papers if entry.paper.year}, reverse=True)
        return {year: tuple(entry for entry in self.papers if entry.paper.year == year) for year in years}

    @cached_property
    def trends(self) -> Trends:
        """Its papers and tags over time."""
        return trends.of(
            (trends.Dated(entry.paper.year, self._day(entry), tuple(earned.tag for earned in entry.tags)))
            for entry in self.papers
        )

    def _day(self, entry: CatalogEntry) -> str:
        """The day by which months are told: when it was published, else when it came."""
        day = self.date_of(entry)
        return entry.paper.published or (day.isoformat() if day else "")

    @cached_property
    def used_tags(self) -> tuple[Tag, ...]:
        """The tags that at least one paper has, in the vocabulary's order."""
        return tuple(tag for tag in self.vocabulary.tags if self.by_tag[tag.slug])

    def area_of(self, entry: CatalogEntry) -> str:
        """The area of the paper's strongest tag; "" for a paper without tags."""
        return self.vocabulary.tag(entry.tags[0].tag).area if entry.tags else ""

    def area_weights(self, entry: CatalogEntry) -> Mapping[str, float]:
        """How much each area says of a paper: that of its strongest tag whole, those of its other tags a third."""
        areas = [self.vocabulary.tag(earned.tag).area for earned in entry.tags]
        return {area: 1.0 if area == areas[0] else areas.count(area) / 3 for area in sorted(set(areas))}

    @cached_property
    def positions(self) -> Mapping[str, Point]:
        """Slug → where on the map, of every paper: the place that is kept, or one beside its closest papers."""
        oldest_first = sorted(self.papers, key=lambda entry: (entry.paper.added or date.min, *_rank(entry.paper)))
        areas = {entry.slug: self.area_of(entry) for entry in oldest_first}
        return map_layout.extend(self.kept, areas, self.related)

    def arranged(self) -> Mapping[str, Point]:
        """A new place on the map for every paper. Raises `BuildFailed` without scikit-learn."""
        weights = {entry.slug: self.area_weights(entry) for entry in self.papers}
        return map_layout.arrange([entry.paper for entry in self.papers], weights)

    @cached_property
    def other_names(self) -> acronyms.Names:
        """What papers call by several names."""
        return acronyms.names_explained((entry.said.explained for entry in self.papers), self.synonyms)

    @cached_property
    def glossary(self) -> Glossary:
        """The acronyms and named systems of all papers."""
        return glossary.of(tuple(map(_text, self.papers)), self.recall)

    @cached_property
    def central(self) -> tuple[CatalogEntry, ...]:
        """One paper from each area, the one most alike to the others there, in the areas' order."""
        members: dict[str, list[CatalogEntry]] = {area.slug: [] for area in self.vocabulary.areas}
        for entry in self.papers:
            members.get(self.area_of(entry), []).append(entry)
        return tuple(self._centre(papers) for papers in members.values() if papers)

    def _centre(self, members: Sequence[CatalogEntry]) -> CatalogEntry:
        pull: dict[str, float] = {entry.slug: 0.0 for entry in members}
        for slug in tuple(pull):
            for near in self.related[slug]:
                if near.slug in pull:
                    pull[near.slug] += near.likeness
        return self.by_slug[max(pull, key=lambda slug: (round(pull[slug], 3), slug))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What was found out of papers; of each, in the order of `tagged`."""

    tagged: Sequence[TaggedPaper]
    gists: Sequence[Gist]
    quantities: Sequence[tuple[Quantity, ...]]
    said: Sequence[Said]
    related: Mapping[str, tuple[Neighbour, ...]]
    """Slug → neighbours."""
    spelled: Mapping[str, Spelled]
    """As of `Catalog`."""


def assemble(of: Understood, vocabulary: Vocabulary, found: Content, recall: Recall) -> Catalog:
    """The catalog of the papers of `found`, with what it and `recall` keep of them besides."""
    issued = _issued(found.editions)
    keys = citation_keys.keys(sorted(found.papers, key=lambda paper: _newest_first(paper, issued)))
    entries = (
        CatalogEntry(
            tagged.paper,
            tagged.tags,
            gist,
            found.repairs_of.get(tagged.paper.slug, ()),
            quantities,
            keys[tagged.paper.slug],
            issued.get(tagged.paper.slug),
            said,
        )
        for tagged, gist, quantities, said in zip(of.tagged, of.gists, of.quantities, of.said, strict=True)
    )
    return Catalog(
        tuple(sorted(entries, key=lambda entry: _newest_first(entry.paper, issued))),
        vocabulary,
        of.related,
        found.positions,
        found.synonyms,
        found.editions,
        found.venues,
        found.authors,
        found.shelves,
        of.spelled,
        recall,
    )


def _issued(editions: Iterable[Edition]) -> dict[str, date]:
    """Slug → date of the edition that holds the paper."""
    return {slug: edition.date for edition in editions for slug in edition.papers}


def _text(entry: CatalogEntry) -> Text:
    paper = entry.paper
    return Text(paper.slug, glossary.whole(paper.title, paper.abstract), paper.abstract, entry.said)


def _rank(paper: Paper) -> tuple[int, str, int, str]:
    newest_first = -paper.added.toordinal() if paper.added else 0
    source = paper.source
    return (newest_first, source.file if source else "", source.rank if source else 0, paper.slug)


def _newest_first(paper: Paper, issued: Mapping[str, date]) -> tuple[int, str, int, str]:
    day = paper.added or issued.get(paper.slug)
    return (-day.toordinal() if day else 0, *_rank(paper)[1:])
