"""The catalog as pages: which there are, and what each says.

Pure: a catalog and addresses in, views out. How they look is for the templates. A page's view is made when it is asked
for, so that whoever renders pages, be it another process, makes their views too, and a large site is never held whole.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import islice
from typing import Final, TypeAlias

from site_builder.analysis import glossary, ordering
from site_builder.analysis.catalog import Catalog, CatalogEntry
from site_builder.content.loader import ProsePage
from site_builder.content.model import Edition
from site_builder.core import urls
from site_builder.core.config import SiteConfig
from site_builder.core.words import Words
from site_builder.formats.citations import Bibliography
from site_builder.pages import author_index, map_data, paper_cards, paper_page, title_index, trends_page
from site_builder.pages.list_pages import List, ListPages
from site_builder.pages.map_page import Atlas
from site_builder.pages.paper_page import PaperPages
from site_builder.pages.shared import Shared, shares, truncated
from site_builder.pages.views import (
    EditionsView,
    HomeView,
    IssueView,
    Link,
    MovedView,
    ProseView,
    SearchView,
    SiteView,
    TagsView,
    YearsView,
)
from site_builder.text import markdown

Page: TypeAlias = tuple[str, Callable[[], object]]
"""An address, and what makes the view of the page there."""


_FIRST: Final = 7
"""Papers on the front page at least, as far as there are any."""


@dataclass(frozen=True)
class Presenter:
    """Makes the views of one site."""

    config: SiteConfig
    catalog: Catalog
    site: SiteView

    @property
    def words(self) -> Words:
        """What pages say of their own accord."""
        return self.config.words

    @cached_property
    def shared(self) -> Shared:
        """What its pages share."""
        return Shared.of(self.config, self.catalog)

    @cached_property
    def atlas(self) -> Atlas:
        """The pictures of the site."""
        return Atlas(self.config, self.catalog)

    @cached_property
    def bibliography(self) -> Bibliography:
        """The papers as others cite them."""
        return self.shared.bibliography

    @cached_property
    def paper_pages(self) -> PaperPages:
        """The makers of papers' pages."""
        are_cards_drawn = not paper_cards.left_out(self.config, len(self.catalog.papers))
        usual = glossary.usual(self.catalog.glossary.acronyms)
        return PaperPages(self.shared.config, self.site, self.shared.common, usual, are_cards_drawn)

    @cached_property
    def list_pages(self) -> ListPages:
        """The makers of lists."""
        return ListPages(self.shared.config, self.site, self.shared.common, bool(self.catalog.days))

    # -- pages ---------------------------------------------------------------------------------------------------

    def home(self) -> HomeView:
        """The front page."""
        count = len(self.catalog.papers)
        dated = bool(self.catalog.days)  # those that all came at once are in their source's order, not the newest first
        newest = self.catalog.editions[:1]
        central = self.catalog.central
        rows = self.catalog.papers[: max(_FIRST, self.config.per_page // 2)] if dated else self._filled(central)
        return HomeView(
            site=self.site,
            head=self.shared.collected(
                self.shared.head(self.config.title, self.config.description, urls.HOME), count, urls.feed(suffix="json")
            ),
            heading=self._heading(count),
            labels=self.atlas.labels,
            areas=self.shared.areas(),
            begin=tuple(self._begin()),
            rows_heading=self._rows_heading(dated, rows == central),
            rows=tuple(map(self.shared.row, rows)),
            edition=next((self._edition_link(edition) for edition in newest), None),
        )

    def _filled(self, central: tuple[CatalogEntry, ...]) -> tuple[CatalogEntry, ...]:
        """`central`, and where those are few other papers, so that the front page has something to read."""
        others = (entry for entry in self.catalog.papers if entry not in central)
        return (*central, *islice(others, max(0, _FIRST - len(central))))

    def _begin(self) -> Iterator[Link]:
        """What this digest has besides its lists: a line each, and none for a page that is not there."""
        catalog, site, words = self.catalog, self.site, self.words
        if catalog.days:
            day, papers = next(iter(catalog.days.items()))
            note = words.gettext("%(papers)s on %(day)s", papers=words.papers(len(papers)), day=words.date(day))
            yield Link(name=words.gettext("New"), href=site.new, note=note)
        yield Link(name=words.gettext("Map"), href=site.map, note=words.gettext("similar papers side by side"))
        if catalog.used_tags:
            count = len(catalog.used_tags)
            yield Link(
                name=words.gettext("Tags"),
                href=site.tags,
                note=words.ngettext("%(num)s subject", "%(num)s subjects", count),
            )
        if catalog.by_year:
            first, last = min(catalog.by_year), max(catalog.by_year)
            yield Link(
                name=words.gettext("Years"), href=site.years, note=f"{first}–{last}" if first < last else f"{first}"
            )
        if len(catalog.by_year) > 1:
            yield Link(name=words.gettext("Trends"), href=site.trends, note=words.gettext("what rises and what falls"))
        if site.authors:
            note = words.gettext("who wrote them, and with whom")
            yield Link(name=words.gettext("Authors"), href=site.authors, note=note)

    def _rows_heading(self, dated: bool, is_central: bool) -> str:
        words = self.words
        if dated:
            return words.gettext("Newest")
        return words.gettext("One central paper from each area") if is_central else words.gettext("A first few papers")

    def _heading(self, count: int) -> str:
        if not self.config.subject:
            return self.words.papers(count)
        return self.words.ngettext(
            "%(num)s paper on %(subject)s", "%(num)s papers on %(subject)s", count, subject=self.config.subject
        )

    def all_papers(self) -> Iterator[Page]:
        """Each part of the list of all papers."""
        description = self.words.ngettext(
            "All %(num)s paper, each with the sentence that says what it does.",
            "All %(num)s papers, each with the sentence that says what it does.",
            len(self.catalog.papers),
        )
        heading = self.words.gettext("All papers")
        yield from self._list(urls.PAPERS, heading, description, self.catalog.papers, "papers")

    def years(self) -> Iterator[Page]:
        """Each part of each year's list."""
        for year, papers in self.catalog.by_year.items():
            description = self.words.ngettext(
                "%(num)s paper from %(year)s.", "%(num)s papers from %(year)s.", len(papers), year=year
            )
            heading = self.words.gettext("Papers from %(year)s", year=year)
            yield from self._list(urls.year(year), heading, description, papers, "years")

    def years_overview(self) -> YearsView:
        """The page of all years."""
        years, counts = self.shared.years(), [len(papers) for papers in self.catalog.by_year.values()]
        title, description = self.words.gettext("Years"), self.words.gettext("How many papers each year has.")
        return YearsView(
            site=self.site,
            head=self.shared.head(title, description, urls.YEARS, "years", current=True),
            years=years,
            shares=shares(counts, max(counts, default=0)),
            unknown=len(self.catalog.papers) - sum(counts),
        )

    def tags(self) -> Iterator[Page]:
        """Each part of each used tag's list."""
        for tag in self.catalog.used_tags:
            papers = ordering.ordered(self.catalog.by_tag[tag.slug], self.config.order, self.catalog)
            areas = self.shared.areas(tag.slug)
            for stretch in self.shared.stretches(urls.tag(tag.slug), papers):
                trend = trends_page.of_tag(self.shared, tag.slug) if stretch.number == 1 else None
                yield stretch.address, partial(self.list_pages.tag, tag, stretch, areas, trend)

    def tags_overview(self) -> TagsView:
        """The page of all tags."""
        words, areas = self.words, len(self.catalog.vocabulary.areas)
        tags = words.ngettext("%(num)s tag", "%(num)s tags", len(self.catalog.used_tags))
        description = words.ngettext("%(tags)s in %(num)s area.", "%(tags)s in %(num)s areas.", areas, tags=tags)
        head = self.shared.head(words.gettext("Tags"), description, urls.TAGS, "tags", current=True)
        return TagsView(
            site=self.site,
            head=head,
            areas=self.shared.areas(),
            meets=tuple(self.atlas.meets()),
            proposed=self.catalog.vocabulary.proposed,
        )

    def map(self) -> map_data.MapView:
        """The page of the map."""
        description = self.words.ngettext(
            "%(num)s paper, placed so that those with similar abstracts lie close.",
            "%(num)s papers, placed so that those with similar abstracts lie close.",
            len(self.catalog.papers),
        )
        head = self.shared.head(self.words.gettext("Map of the papers"), description, urls.MAP, "map", current=True)
        return map_data.MapView(
            site=self.site,
            head=head,
            labels=self.atlas.labels,
            areas=self.shared.areas(),
            has_untagged=not all(entry.tags for entry in self.catalog.papers),
            dots=tuple(self.atlas.dots()),
            radius=self.atlas.radius,
            tools=map_data.tools(self.catalog, self.config),
        )

    def authors(self) -> Iterator[Page]:
        """Each page of the index of authors; none when no paper names one."""
        index = author_index.index(self.catalog.authors.values())
        total = sum(map(len, index.values()))
        for page in author_index.pages(index, self.config.urls, self.words, offered=not self.shared.is_large):
            yield page.address, partial(self.list_pages.authors, page, total)

    def editions(self) -> Iterator[Page]:
        """Each part of each edition."""
        every = self.catalog.editions
        for index, edition in enumerate(every):
            later = self._edition_link(every[index - 1]) if index else None
            earlier = self._edition_link(every[index + 1]) if index + 1 < len(every) else None
            papers = [self.catalog.by_slug[slug] for slug in edition.papers]
            for stretch in self.shared.stretches(urls.edition(edition.date), papers):
                yield (
                    stretch.address,
                    partial(self.list_pages.edition, edition, earlier, later, stretch, self.shared.areas()),
                )

    def editions_overview(self) -> EditionsView:
        """The page of all editions."""
        count = len(self.catalog.editions)
        description = self.words.ngettext("%(num)s edition, newest first.", "%(num)s editions, newest first.", count)
        head = self.shared.head(self.words.gettext("Editions"), description, urls.EDITIONS)
        return EditionsView(site=self.site, head=head, issues=tuple(map(self._issue, self.catalog.editions)))

    def a_z(self) -> Page:
        """The page of all titles."""
        papers = (entry.paper for entry in self.catalog.papers)
        listed = tuple((one.slug, one.title, one.title_html, one.lang) for one in papers)
        return urls.A_Z, partial(title_index.a_z, self.shared.common, self.site, listed)

    def papers(self) -> Iterator[tuple[CatalogEntry, Page]]:
        """The page of each paper."""
        for index, entry in enumerate(self.catalog.papers):
            yield entry, self._paper(entry, index)

    def changed_paper(self, entry: CatalogEntry) -> Page:
        """The page of a paper that is no longer as it was in the catalog; the others still are."""
        return self._paper(entry, self.catalog.papers.index(self.catalog.by_slug[entry.slug]))

    def _paper(self, entry: CatalogEntry, index: int) -> Page:
        others = paper_page.around(entry, index, self.shared, self.atlas)
        return urls.paper(entry.slug), partial(self.paper_pages.view, entry, others)

    def moved(self) -> Iterator[Page]:
        """A stub for each alias of a paper."""
        for entry in self.catalog.papers:
            for alias in entry.paper.aliases:
                yield urls.paper(alias), partial(self._moved, entry)

    def search(self) -> SearchView:
        """The search page."""
        description = self.words.ngettext("Search %(num)s paper.", "Search %(num)s papers.", len(self.catalog.papers))
        head = self.shared.head(self.words.pgettext("page", "Search"), description, urls.SEARCH)
        return SearchView(site=self.site, head=head, areas=self.shared.areas())

    def prose(self, page: ProsePage) -> ProseView:
        """A page of the curator's."""
        address = urls.page(page.name)
        about = address == urls.ABOUT
        return ProseView(
            site=self.site,
            head=self.shared.head(
                page.title, page.description or page.title, address, "about" if about else "", current=about
            ),
            heading=page.title,
            body_html=markdown.html(page.body, self.config.urls.base),
            areas=self.shared.areas(),
        )

    def not_found(self) -> ProseView:
        """What answers at an address that is not there."""
        title, description = (
            self.words.gettext("Nothing at this address"),
            self.words.gettext("This page does not exist."),
        )
        head = self.shared.head(title, description, urls.NOT_FOUND)
        return ProseView(site=self.site, head=head, heading=head.title, body_html="", areas=self.shared.areas())

    # -- parts ---------------------------------------------------------------------------------------------------

    def _list(
        self, address: str, heading: str, description: str, papers: Sequence[CatalogEntry], section: str
    ) -> Iterator[Page]:
        for stretch in self.shared.stretches(address, ordering.ordered(papers, self.config.order, self.catalog)):
            whole = List(address=address, heading=heading, description=description, section=section)
            beside = self.shared.areas(), self.shared.years(stretch.address)
            yield stretch.address, partial(self.list_pages.listed, whole, stretch, *beside)

    def _moved(self, entry: CatalogEntry) -> MovedView:
        to = urls.paper(entry.slug)
        head = self.shared.head(
            self.catalog.titles[entry.slug], self.words.gettext("This page has moved."), to, indexed=False
        )
        return MovedView(site=self.site, head=head, href=self.shared.href(to))

    def _edition_link(self, edition: Edition) -> Link:
        return Link(name=truncated(edition.title, 60), href=self.shared.href(urls.edition(edition.date)))

    def _issue(self, edition: Edition) -> IssueView:
        return IssueView(
            title=edition.title,
            href=self.shared.href(urls.edition(edition.date)),
            day=edition.date.isoformat(),
            date=self.words.date(edition.date),
            count=len(edition.papers),
        )
