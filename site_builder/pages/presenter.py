"""The catalog as pages: which there are, and what each says.

Pure: a catalog and addresses in, views out. How they look is for the templates. A page's view is made when it is asked
for, so that whoever renders pages, be it another process, makes their views too, and a large site is never held whole.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TypeAlias

from site_builder.analysis import catalog, gist, ordering
from site_builder.analysis.catalog import Catalog, CatalogEntry
from site_builder.content import editions
from site_builder.content.loader import ProsePage
from site_builder.content.model import Edition, Paper, Tag
from site_builder.core import urls
from site_builder.core.config import SiteConfig
from site_builder.core.plural import counted
from site_builder.formats import citations, schema_org
from site_builder.formats.citations import Bibliography
from site_builder.formats.data import TwinView
from site_builder.pages import author_index
from site_builder.pages.map_page import Atlas
from site_builder.pages.shared import Shared, Stretch, shares, truncated, ways
from site_builder.pages.views import (
    AuthorsView,
    AZView,
    EditionsView,
    EditionView,
    HomeView,
    IssueView,
    LetterView,
    Link,
    ListView,
    MapView,
    MovedView,
    NearView,
    PaperView,
    ProseView,
    SearchView,
    SiteView,
    TagsView,
    TagView,
    YearsView,
)
from site_builder.text import markdown, person_names, plaintext

Page: TypeAlias = tuple[str, Callable[[], object]]
"""An address, and what makes the view of the page there."""


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

    # -- pages ---------------------------------------------------------------------------------------------------

    def home(self) -> HomeView:
        """The front page."""
        count, subject = len(self.catalog.papers), self.config.subject
        dates = {self.catalog.date_of(entry) for entry in self.catalog.papers}
        dated = len(dates) > 1 or any(entry.paper.added for entry in self.catalog.papers)
        newest = self.catalog.editions[:1]
        rows = self.catalog.papers[: self.config.per_page // 2] if dated else self.catalog.central
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
            rows_heading="Newest" if dated else "One central paper from each area",
            rows=tuple(map(self.shared.row, rows)),
            edition=next((self._edition_link(edition) for edition in newest), None),
        )

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

    def map(self) -> MapView:
        """The page of the map."""
        description = (
            f"{counted(len(self.catalog.papers), 'paper')}, placed so that those with similar abstracts lie close."
        )
        head = self.shared.head("Map of the papers", description, urls.MAP, "map", current=True)
        return MapView(
            site=self.site,
            head=head,
            labels=self.atlas.labels,
            areas=self.shared.areas(),
            dots=tuple(self.atlas.dots()),
            radius=self.atlas.radius,
        )

    def authors(self) -> Iterator[Page]:
        """Each page of the index of authors; none when no paper names one."""
        index = author_index.index(self.catalog.papers)
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

    def a_z(self) -> AZView:
        """The page of all titles."""
        by_letter: dict[str, list[tuple[str, str, str]]] = {}
        for entry in self.catalog.papers:
            title = self.catalog.titles[entry.slug]
            row = (_sorted_as(title), self.shared.href(urls.paper(entry.slug)), markdown.inline(entry.paper.title))
            by_letter.setdefault(_letter(title), []).append(row)
        letters = tuple(
            LetterView(
                letter=letter,
                anchor="digits" if letter == "0–9" else f"letter-{letter.lower()}",
                titles=tuple((href, html) for _, href, html in sorted(titles)),
            )
            for letter, titles in sorted(by_letter.items())
        )
        head = self.shared.head(
            "All titles, A–Z", f"All {len(self.catalog.papers):,} titles in alphabetical order.", urls.A_Z
        )
        return AZView(site=self.site, head=head, letters=letters)

    def papers(self) -> Iterator[tuple[CatalogEntry, Page]]:
        """The page of each paper."""
        for index, entry in enumerate(self.catalog.papers):
            yield entry, (urls.paper(entry.slug), partial(self._paper, entry, index))

    def changed_paper(self, entry: CatalogEntry) -> Page:
        """The page of a paper that is no longer as it was in the catalog; the others still are."""
        index = self.catalog.papers.index(self.catalog.by_slug[entry.slug])
        self.shared.invalidate(entry)
        return urls.paper(entry.slug), partial(self._paper, entry, index)

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
        return ListView(
            site=self.site,
            head=self.shared.collected(head, stretch.papers, stretch.first, stretch.total),
            heading=heading,
            areas=self.shared.areas(),
            rows=self.shared.rows(stretch),
            first=stretch.first,
            last=stretch.last,
            total=stretch.total,
            pagination=stretch.pagination,
            years=self.shared.years(here),
            order=ordering.reason(stretch.papers, self.config.order),
            references=self.shared.references(whole) if section == "years" else (),
        )

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
            rows=self.shared.rows(stretch),
            first=stretch.first,
            last=stretch.last,
            total=stretch.total,
            pagination=stretch.pagination,
            order=ordering.reason(stretch.papers, self.config.order),
            references=self.shared.references(urls.tag(tag.slug)),
            filters=tuple(self.shared.tag_link(slug) for slug, _ in filters),
            filter_counts=tuple(count for _, count in filters),
        )

    def _authors(self, page: author_index.Page, total: int) -> AuthorsView:
        title = page.heading if page.part == 1 else f"{page.heading}, part {page.part}"
        return AuthorsView(
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
            rows=self.shared.rows(stretch),
            first=stretch.first,
            last=stretch.last,
            total=stretch.total,
            pagination=stretch.pagination,
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

    def _paper(self, entry: CatalogEntry, index: int) -> PaperView:
        """The page of `entry`, which is or was paper `index` of the catalog."""
        paper, title, address = entry.paper, catalog.plain_title(entry.paper), urls.paper(entry.slug)
        row, first = self.shared.row(entry), entry.tags[0].tag if entry.tags else ""
        cited = self.bibliography.reference(paper)
        return PaperView(
            site=self.site,
            head=replace(
                self.shared.with_card(
                    self.shared.head(title, gist.brief(entry.summary) or title, address, "papers"), first
                ),
                linked=schema_org.article(
                    cited, [*(tag.name for tag in row.tags), *paper.keywords], self.config.urls.absolute(address)
                ),
            ),
            slug=paper.slug,
            aliases=paper.aliases,
            title_html=row.title_html,
            title=title,
            authors=tuple(map(person_names.display, paper.authors)),
            year=Link(name=row.year, href=self.shared.href(urls.year(paper.year))) if paper.year else None,
            venue=_venue(paper),
            signals=_signals(paper),
            keywords="; ".join(paper.keywords),
            license=_license(paper.license),
            ways=(*ways(entry), *_searches(title, paper.arxiv)),
            tags=tuple(self.shared.tag_link(earned.tag, earned) for earned in entry.tags),
            abstract_html=row.abstract_html,
            note_html=row.note_html,
            extra=row.extra,
            versions=tuple(f"v{one.number}: {plaintext.plain(markdown.inline(one.title))}" for one in paper.versions),
            lang=row.lang,
            has_contribution=entry.gist.contribution is not None,
            has_result=entry.gist.result is not None,
            summary_html=markdown.inline(paper.summary) if paper.summary and not entry.gist.contribution else "",
            words=len(paper.abstract.split()),
            highwire=schema_org.highwire(cited),
            apa=citations.apa(cited),
            bibtex=self.bibliography.bibtex(paper),
            twin=self.shared.href(urls.twin(paper.slug)),
            position=self.atlas.position(entry),
            near=tuple(self._near(entry)),
            repairs=tuple(dict.fromkeys((one.before, one.after) for one in entry.repairs)),
            previous=self._turn(index - 1),
            next=self._turn(index + 1),
            source=f"no. {paper.source.rank} in {paper.source.file}" if paper.source else "",
            edit=self._edit(paper.slug),
        )

    def _near(self, entry: CatalogEntry) -> Iterator[NearView]:
        for near in entry.related:
            other = self.catalog.by_slug[near.slug]
            yield NearView(
                href=self.shared.href(urls.paper(near.slug)),
                title_html=markdown.inline(other.paper.title),
                hues=tuple(link.hue for link in self.shared.row(other).tags[:4]),
                shared=", ".join(near.shared),
            )

    def _turn(self, index: int) -> Link | None:
        if not 0 <= index < len(self.catalog.papers):
            return None
        slug = self.catalog.papers[index].slug
        return Link(name=truncated(self.catalog.titles[slug], 60), href=self.shared.href(urls.paper(slug)))

    def _edit(self, slug: str) -> str:
        repository = self.config.repository
        return f"{repository}/edit/{self.config.branch}/content/papers/{slug}.md" if repository else ""


def _venue(paper: Paper) -> str:
    """The meeting or the journal, and the pages there unless they could be taken for the year."""
    pages = paper.pages if paper.appeared_in and str(paper.year) not in paper.pages else ""
    return ", ".join(filter(None, [paper.appeared_in, pages]))


_LICENSES = re.compile(
    r"https?://creativecommons\.org/(?:licenses/(?P<kind>[a-z-]+)|publicdomain/zero)/(?P<version>[\d.]+)/?"
)


def _license(stated: str) -> str:
    """A licence in words: "CC BY 4.0" for its address."""
    found = _LICENSES.fullmatch(stated)
    return f"CC {(found['kind'] or '0').upper()} {found['version']}" if found else stated


def _signals(paper: Paper) -> str:
    """ "42 upvotes, 1 star on 5 November 2025"; "" when nothing was counted."""
    if paper.signals is None:
        return ""
    said = ", ".join(counted(count, kind.removesuffix("s")) for kind, count in paper.signals.counts if count)
    return f"{said} on {editions.written(paper.signals.as_of)}" if said and paper.signals.as_of else said


def _searches(title: str, arxiv: str) -> Iterator[Link]:
    if not arxiv:
        yield Link(name="Find on arXiv", href=urls.search_arxiv(title))
    yield Link(name="Google Scholar", href=urls.search_scholar(title))


def _sorted_as(title: str) -> str:
    folded = unicodedata.normalize("NFKD", title).casefold()
    return re.sub(r"[^\w\s]", "", folded, flags=re.UNICODE).strip() or folded


def _letter(title: str) -> str:
    first = _sorted_as(title)[:1].upper()
    if first.isascii() and first.isalpha():
        return first
    return "0–9" if not first.isalpha() else first
