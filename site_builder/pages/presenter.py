"""The catalog as pages: which there are, and what each says.

Pure: a catalog and addresses in, views out. How they look is for the templates. A page's view is made when it is asked
for, so that whoever renders pages, be it another process, makes their views too, and a large site is never held whole.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import islice
from typing import Final, TypeAlias

from site_builder.analysis import ordering
from site_builder.analysis.catalog import Catalog, CatalogEntry
from site_builder.content import editions
from site_builder.content.loader import ProsePage
from site_builder.content.model import Edition, Tag
from site_builder.core import urls
from site_builder.core.config import SiteConfig
from site_builder.core.plural import counted
from site_builder.formats.citations import Bibliography
from site_builder.formats.data import TwinView
from site_builder.pages import author_index, map_data, title_index, trends_page
from site_builder.pages.map_page import Atlas
from site_builder.pages.paper_page import PaperPages
from site_builder.pages.shared import Shared, Stretch, shares, truncated
from site_builder.pages.views import (
    EditionsView,
    EditionView,
    HomeView,
    IssueView,
    Link,
    ListView,
    MovedView,
    ProseView,
    SearchView,
    SiteView,
    TagsView,
    TagView,
    YearsView,
)
from site_builder.text import markdown, plaintext

Page: TypeAlias = tuple[str, Callable[[], object]]
"""An address, and what makes the view of the page there."""


_FIRST: Final = 7
"""Papers on the front page at least, as far as there are any."""
_HEADINGS: Final = {True: "One central paper from each area", False: "A first few papers"}


@dataclass(frozen=True)
class Presenter:
    """Makes the views of one site."""

    config: SiteConfig
    catalog: Catalog
    site: SiteView

    @cached_property
    def shared(self) -> Shared:
        """What its pages share."""
        return Shared(self.config, self.catalog)

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
        return PaperPages(self.config, self.catalog, self.site, self.shared, self.atlas)

    # -- pages ---------------------------------------------------------------------------------------------------

    def home(self) -> HomeView:
        """The front page."""
        count, subject = len(self.catalog.papers), self.config.subject
        dates = {self.catalog.date_of(entry) for entry in self.catalog.papers}
        dated = len(dates) > 1 or any(entry.paper.added for entry in self.catalog.papers)
        newest = self.catalog.editions[:1]
        central = self.catalog.central
        rows = self.catalog.papers[: max(_FIRST, self.config.per_page // 2)] if dated else self._filled(central)
        return HomeView(
            site=self.site,
            head=self.shared.collected(
                self.shared.head(self.config.title, self.config.description, urls.HOME),
                rows,
                1,
                count,
                urls.feed(suffix="json"),
            ),
            heading=f"{count:,} papers on {subject}" if subject else f"{count:,} papers",
            labels=self.atlas.labels,
            areas=self.shared.areas(),
            begin=tuple(self._begin()),
            rows_heading="Newest" if dated else _HEADINGS[rows == central],
            rows=tuple(map(self.shared.row, rows)),
            edition=next((self._edition_link(edition) for edition in newest), None),
        )

    def _filled(self, central: tuple[CatalogEntry, ...]) -> tuple[CatalogEntry, ...]:
        """`central`, and where those are few other papers, so that the front page has something to read."""
        others = (entry for entry in self.catalog.papers if entry not in central)
        return (*central, *islice(others, max(0, _FIRST - len(central))))

    def _begin(self) -> Iterator[Link]:
        """What this digest has besides its lists: a line each, and none for a page that is not there."""
        catalog, site = self.catalog, self.site
        if catalog.days:
            day, papers = next(iter(catalog.days.items()))
            yield Link(name="New", href=site.new, note=f"{counted(len(papers), 'paper')} on {editions.written(day)}")
        yield Link(name="Map", href=site.map, note="alike papers side by side")
        if catalog.used_tags:
            areas = len({tag.area for tag in catalog.used_tags})
            tags = f"{counted(len(catalog.used_tags), 'subject')} in {counted(areas, 'area')}"
            yield Link(name="Tags", href=site.tags, note=tags)
        if catalog.by_year:
            first, last = min(catalog.by_year), max(catalog.by_year)
            yield Link(name="Years", href=site.years, note=f"{first}–{last}" if first < last else f"{first}")
        if site.authors:
            yield Link(name="Authors", href=site.authors, note="who wrote them, and with whom")

    def all_papers(self) -> Iterator[Page]:
        """Each part of the list of all papers."""
        description = f"All {len(self.catalog.papers):,} papers, each with the sentence that says what it does."
        yield from self._list(urls.PAPERS, "All papers", description, self.catalog.papers, "papers")

    def years(self) -> Iterator[Page]:
        """Each part of each year's list."""
        for year, papers in self.catalog.by_year.items():
            description = f"{counted(len(papers), 'paper')} from {year}."
            yield from self._list(urls.year(year), f"Papers from {year}", description, papers, "years")

    def years_overview(self) -> YearsView:
        """The page of all years."""
        years, counts = self.shared.years(), [len(papers) for papers in self.catalog.by_year.values()]
        return YearsView(
            site=self.site,
            head=self.shared.head("Years", "How many papers each year has.", urls.YEARS, "years", current=True),
            years=years,
            shares=shares(counts, max(counts, default=0)),
            unknown=len(self.catalog.papers) - sum(counts),
        )

    def tags(self) -> Iterator[Page]:
        """Each part of each used tag's list."""
        for tag in self.catalog.used_tags:
            papers = ordering.ordered(self.catalog.by_tag[tag.slug], self.config.order, self.catalog)
            for stretch in self.shared.stretches(urls.tag(tag.slug), papers):
                yield stretch.address, partial(self._tag, tag, stretch)

    def tags_overview(self) -> TagsView:
        """The page of all tags."""
        description = f"{len(self.catalog.used_tags)} tags in {len(self.catalog.vocabulary.areas)} areas."
        head = self.shared.head("Tags", description, urls.TAGS, "tags", current=True)
        return TagsView(
            site=self.site,
            head=head,
            areas=self.shared.areas(),
            meets=tuple(self.atlas.meets()),
            proposed=self.catalog.vocabulary.proposed,
        )

    def map(self) -> map_data.MapView:
        """The page of the map."""
        description = (
            f"{counted(len(self.catalog.papers), 'paper')}, placed so that those with similar abstracts lie close."
        )
        head = self.shared.head("Map of the papers", description, urls.MAP, "map", current=True)
        return map_data.MapView(
            site=self.site,
            head=head,
            labels=self.atlas.labels,
            areas=self.shared.areas(),
            dots=tuple(self.atlas.dots()),
            radius=self.atlas.radius,
            tools=map_data.tools(self.catalog, self.config),
        )

    def authors(self) -> Iterator[Page]:
        """Each page of the index of authors; none when no paper names one."""
        index = author_index.index(self.catalog.authors.values())
        total = sum(map(len, index.values()))
        for page in author_index.pages(index, self.config.urls):
            yield page.address, partial(self._authors, page, total)

    def editions(self) -> Iterator[Page]:
        """Each part of each edition."""
        every = self.catalog.editions
        for index, edition in enumerate(every):
            later = self._edition_link(every[index - 1]) if index else None
            earlier = self._edition_link(every[index + 1]) if index + 1 < len(every) else None
            papers = [self.catalog.by_slug[slug] for slug in edition.papers]
            for stretch in self.shared.stretches(urls.edition(edition.date), papers):
                yield stretch.address, partial(self._edition, edition, earlier, later, stretch)

    def editions_overview(self) -> EditionsView:
        """The page of all editions."""
        count = len(self.catalog.editions)
        head = self.shared.head("Editions", f"{counted(count, 'edition')}, newest first.", urls.EDITIONS)
        return EditionsView(site=self.site, head=head, issues=tuple(map(self._issue, self.catalog.editions)))

    def a_z(self) -> title_index.AZView:
        """The page of all titles."""
        return title_index.a_z(self.shared, self.site)

    def papers(self) -> Iterator[tuple[CatalogEntry, Page]]:
        """The page of each paper."""
        for index, entry in enumerate(self.catalog.papers):
            yield entry, (urls.paper(entry.slug), partial(self.paper_pages.view, entry, index))

    def changed_paper(self, entry: CatalogEntry) -> Page:
        """The page of a paper that is no longer as it was in the catalog; the others still are."""
        index = self.catalog.papers.index(self.catalog.by_slug[entry.slug])
        self.shared.invalidate(entry)
        return urls.paper(entry.slug), partial(self.paper_pages.view, entry, index)

    def moved(self) -> Iterator[Page]:
        """A stub for each alias of a paper."""
        for entry in self.catalog.papers:
            for alias in entry.paper.aliases:
                yield urls.paper(alias), partial(self._moved, entry)

    def search(self) -> SearchView:
        """The search page."""
        head = self.shared.head("Search", f"Search {len(self.catalog.papers):,} papers.", urls.SEARCH)
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
        head = self.shared.head("Nothing at this address", "This page does not exist.", urls.NOT_FOUND)
        return ProseView(site=self.site, head=head, heading=head.title, body_html="", areas=self.shared.areas())

    # -- for machines ------------------------------------------------------------------------------------------------

    def twin(self, entry: CatalogEntry) -> TwinView:
        """A paper as Markdown."""
        return TwinView(
            cited=self.bibliography.reference(entry.paper),
            paper=entry.paper,
            bibtex=self.bibliography.bibtex(entry.paper),
            page=self.config.urls.absolute(urls.paper(entry.slug)),
            summary=entry.summary,
            tags=tuple(tag.name for tag in self.shared.row(entry).tags),
            body=entry.paper.body,
        )

    # -- parts ---------------------------------------------------------------------------------------------------

    def _list(
        self, address: str, heading: str, description: str, papers: Sequence[CatalogEntry], section: str
    ) -> Iterator[Page]:
        for stretch in self.shared.stretches(address, ordering.ordered(papers, self.config.order, self.catalog)):
            yield stretch.address, partial(self._listed, (address, heading), description, section, stretch)

    def _listed(self, of: tuple[str, str], description: str, section: str, stretch: Stretch) -> ListView:
        whole, heading = of
        here, title = stretch.address, stretch.titled(heading)
        head = self.shared.head(title, description, here, section, current=here == urls.PAPERS)
        key = "all" if whole == urls.PAPERS else f"year:{whole.rstrip('/').rpartition('/')[2]}"
        return ListView(
            site=self.site,
            head=self.shared.collected(head, stretch.papers, stretch.first, stretch.total),
            heading=heading,
            areas=self.shared.areas(),
            listing=self.shared.listing(stretch, self._order(stretch), key),
            years=self.shared.years(here),
            references=self.shared.references(whole) if section == "years" else (),
        )

    def _order(self, stretch: Stretch, usual: str = "") -> str:
        """What the list of `stretch` goes by; `usual` is what it goes by where the site says nothing."""
        newest = "newest first" if self.catalog.days else "in source order"
        return ordering.reason(stretch.papers, self.config.order) or usual or newest

    def _tag(self, tag: Tag, stretch: Stretch) -> TagView:
        area, description = self.catalog.vocabulary.area(tag.area), f"{counted(stretch.total, 'paper')}: {tag.means}"
        head = self.shared.head(stretch.titled(tag.name), description, stretch.address, "tags")
        filters = () if stretch.pagination else self.shared.met(tag.slug, stretch.papers)
        return TagView(
            site=self.site,
            head=self.shared.collected(
                self.shared.with_card(head, tag.slug),
                stretch.papers,
                stretch.first,
                stretch.total,
                urls.feed(tag.slug),
            ),
            name=tag.name,
            means=tag.means,
            hue=area.hue,
            area=Link(name=area.name, href=self.shared.href(urls.area(area.slug))),
            areas=self.shared.areas(tag.slug),
            listing=self.shared.listing(stretch, self._order(stretch, "most typical first"), f"tag:{tag.slug}"),
            references=self.shared.references(urls.tag(tag.slug)),
            filters=tuple(self.shared.tag_link(slug) for slug, _ in filters),
            filter_counts=tuple(count for _, count in filters),
            trend=trends_page.of_tag(self.shared, tag.slug) if stretch.number == 1 else None,
        )

    def _authors(self, page: author_index.Page, total: int) -> author_index.AuthorsView:
        title = page.heading if page.part == 1 else f"{page.heading}, part {page.part}"
        return author_index.AuthorsView(
            site=self.site,
            head=self.shared.head(title, f"{total:,} authors and their papers.", page.address),
            heading=page.heading,
            letters=page.letters,
            authors=page.authors,
            pagination=page.pagination,
            total=total,
            coins=tuple(self.shared.row(entry).coins for entry in page.papers),
        )

    def _moved(self, entry: CatalogEntry) -> MovedView:
        to = urls.paper(entry.slug)
        head = self.shared.head(self.catalog.titles[entry.slug], "This page has moved.", to, indexed=False)
        return MovedView(site=self.site, head=head, href=self.shared.href(to))

    def _edition(self, edition: Edition, earlier: Link | None, later: Link | None, stretch: Stretch) -> EditionView:
        body = markdown.html(edition.body, self.config.urls.base)
        description = plaintext.plain(body) or f"{counted(stretch.total, 'paper')}, {editions.written(edition.date)}."
        head = self.shared.head(stretch.titled(edition.title), description, stretch.address)
        return EditionView(
            site=self.site,
            head=self.shared.collected(head, stretch.papers, stretch.first, stretch.total),
            heading=edition.title,
            day=edition.date.isoformat(),
            date=editions.written(edition.date),
            body_html=body if stretch.number == 1 else "",
            areas=self.shared.areas(),
            listing=self.shared.listing(stretch),
            references=self.shared.references(urls.edition(edition.date)),
            earlier=earlier,
            later=later,
        )

    def _edition_link(self, edition: Edition) -> Link:
        return Link(name=truncated(edition.title, 60), href=self.shared.href(urls.edition(edition.date)))

    def _issue(self, edition: Edition) -> IssueView:
        return IssueView(
            title=edition.title,
            href=self.shared.href(urls.edition(edition.date)),
            day=edition.date.isoformat(),
            date=editions.written(edition.date),
            count=len(edition.papers),
        )
