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
from site_builder.analysis.catalog import Catalog, Shown
from site_builder.content import editions
from site_builder.content.loader import ProsePage
from site_builder.content.model import Edition, Paper, Tag
from site_builder.core import urls
from site_builder.core.config import SiteConfig
from site_builder.formats import citations, schema_org
from site_builder.formats.citations import Bibliography
from site_builder.formats.data import TwinView
from site_builder.pages import author_index
from site_builder.pages.map_page import Atlas
from site_builder.pages.shared import Pieces, Stretch, counted, cut, shares, ways
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
    def of(self) -> Pieces:
        """What its pages share."""
        return Pieces(self.config, self.catalog)

    @cached_property
    def atlas(self) -> Atlas:
        """The pictures of the site."""
        return Atlas(self.config, self.catalog)

    @cached_property
    def bibliography(self) -> Bibliography:
        """The papers as others cite them."""
        papers = [shown.paper for shown in self.catalog.papers]
        return Bibliography(papers, catalog.plain_title, self.config.urls)

    # -- pages ---------------------------------------------------------------------------------------------------

    def home(self) -> HomeView:
        """The front page."""
        count, subject = len(self.catalog.papers), self.config.subject
        dates = {self.catalog.date_of(shown) for shown in self.catalog.papers}
        dated = len(dates) > 1 or any(shown.paper.added for shown in self.catalog.papers)
        newest = self.catalog.editions[:1]
        rows = self.catalog.papers[: self.config.per_page // 2] if dated else self.catalog.central
        return HomeView(
            site=self.site,
            head=self.of.collected(
                self.of.head(self.config.title, self.config.description, urls.HOME), count, urls.feed(suffix="json")
            ),
            heading=f"{count:,} papers on {subject}" if subject else f"{count:,} papers",
            labels=self.atlas.labels,
            areas=self.of.areas(),
            rows_heading="Newest" if dated else "One central paper from each area",
            rows=tuple(map(self.of.row, rows)),
            edition=next((self._edition_link(edition) for edition in newest), None),
        )

    def all_papers(self) -> Iterator[Page]:
        """Each part of the list of all papers."""
        description = f"All {len(self.catalog.papers):,} papers, each with the sentence that says what it does."
        yield from self._list(urls.PAPERS, "All papers", description, self.catalog.papers, "papers")

    def years(self) -> Iterator[Page]:
        """Each part of each year's list."""
        for year, papers in self.catalog.by_year.items():
            description = f"{counted(len(papers))} from {year}."
            yield from self._list(urls.year(year), f"Papers from {year}", description, papers, "years")

    def years_overview(self) -> YearsView:
        """The page of all years."""
        years, counts = self.of.years(), [len(papers) for papers in self.catalog.by_year.values()]
        return YearsView(
            site=self.site,
            head=self.of.head("Years", "How many papers each year has.", urls.YEARS, "years", current=True),
            years=years,
            shares=shares(counts, max(counts, default=0)),
            unknown=len(self.catalog.papers) - sum(counts),
        )

    def tags(self) -> Iterator[Page]:
        """Each part of each used tag's list."""
        for tag in self.catalog.used_tags:
            papers = ordering.ordered(self.catalog.by_tag[tag.slug], self.config.order, self.catalog)
            for stretch in self.of.stretches(urls.tag(tag.slug), papers):
                yield stretch.address, partial(self._tag, tag, stretch)

    def tags_overview(self) -> TagsView:
        """The page of all tags."""
        description = f"{len(self.catalog.used_tags)} tags in {len(self.catalog.vocabulary.areas)} areas."
        head = self.of.head("Tags", description, urls.TAGS, "tags", current=True)
        return TagsView(
            site=self.site,
            head=head,
            areas=self.of.areas(),
            meets=tuple(self.atlas.meets()),
            proposed=self.catalog.vocabulary.proposed,
        )

    def map(self) -> MapView:
        """The page of the map."""
        description = f"{counted(len(self.catalog.papers))}, placed so that those with similar abstracts lie close."
        head = self.of.head("Map of the papers", description, urls.MAP, "map", current=True)
        return MapView(
            site=self.site,
            head=head,
            labels=self.atlas.labels,
            areas=self.of.areas(),
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
        for place, edition in enumerate(every):
            later = self._edition_link(every[place - 1]) if place else None
            earlier = self._edition_link(every[place + 1]) if place + 1 < len(every) else None
            papers = [self.catalog.by_slug[slug] for slug in edition.papers]
            for stretch in self.of.stretches(urls.edition(edition.date), papers):
                yield stretch.address, partial(self._edition, edition, earlier, later, stretch)

    def editions_overview(self) -> EditionsView:
        """The page of all editions."""
        count = len(self.catalog.editions)
        head = self.of.head("Editions", f"{count:,} edition{'' if count == 1 else 's'}, newest first.", urls.EDITIONS)
        return EditionsView(site=self.site, head=head, issues=tuple(map(self._issue, self.catalog.editions)))

    def a_z(self) -> AZView:
        """The page of all titles."""
        by_letter: dict[str, list[tuple[str, str, str]]] = {}
        for shown in self.catalog.papers:
            title = self.catalog.titles[shown.slug]
            entry = (_sorted_as(title), self.of.href(urls.paper(shown.slug)), markdown.inline(shown.paper.title))
            by_letter.setdefault(_letter(title), []).append(entry)
        letters = tuple(
            LetterView(
                letter=letter,
                anchor="digits" if letter == "0–9" else f"letter-{letter.lower()}",
                titles=tuple((href, html) for _, href, html in sorted(titles)),
            )
            for letter, titles in sorted(by_letter.items())
        )
        head = self.of.head(
            "All titles, A–Z", f"All {len(self.catalog.papers):,} titles in alphabetical order.", urls.A_Z
        )
        return AZView(site=self.site, head=head, letters=letters)

    def papers(self) -> Iterator[tuple[Shown, Page]]:
        """The page of each paper."""
        for place, shown in enumerate(self.catalog.papers):
            yield shown, (urls.paper(shown.slug), partial(self._paper, shown, place))

    def changed_paper(self, shown: Shown) -> Page:
        """The page of a paper that is no longer as it was in the catalog; the others still are."""
        place = self.catalog.papers.index(self.catalog.by_slug[shown.slug])
        self.of.invalidate(shown)
        return urls.paper(shown.slug), partial(self._paper, shown, place)

    def moved(self) -> Iterator[Page]:
        """A stub for each alias of a paper."""
        for shown in self.catalog.papers:
            for alias in shown.paper.aliases:
                yield urls.paper(alias), partial(self._moved, shown)

    def search(self) -> SearchView:
        """The search page."""
        head = self.of.head("Search", f"Search {len(self.catalog.papers):,} papers.", urls.SEARCH)
        return SearchView(site=self.site, head=head, areas=self.of.areas())

    def prose(self, page: ProsePage) -> ProseView:
        """A page of the curator's."""
        address = urls.page(page.name)
        about = address == urls.ABOUT
        return ProseView(
            site=self.site,
            head=self.of.head(
                page.title, page.description or page.title, address, "about" if about else "", current=about
            ),
            heading=page.title,
            body_html=markdown.html(page.body, self.config.urls.base),
            areas=self.of.areas(),
        )

    def not_found(self) -> ProseView:
        """What answers at an address that is not there."""
        head = self.of.head("Nothing at this address", "This page does not exist.", urls.NOT_FOUND)
        return ProseView(site=self.site, head=head, heading=head.title, body_html="", areas=self.of.areas())

    # -- for machines ------------------------------------------------------------------------------------------------

    def twin(self, shown: Shown) -> TwinView:
        """A paper as Markdown."""
        return TwinView(
            cited=self.bibliography.reference(shown.paper),
            paper=shown.paper,
            bibtex=self.bibliography.bibtex(shown.paper),
            page=self.config.urls.absolute(urls.paper(shown.slug)),
            summary=shown.summary,
            tags=tuple(tag.name for tag in self.of.row(shown).tags),
            body=shown.paper.body,
        )

    # -- parts ---------------------------------------------------------------------------------------------------

    def _list(
        self, address: str, heading: str, description: str, papers: Sequence[Shown], section: str
    ) -> Iterator[Page]:
        for stretch in self.of.stretches(address, ordering.ordered(papers, self.config.order, self.catalog)):
            yield stretch.address, partial(self._listed, heading, description, section, stretch)

    def _listed(self, heading: str, description: str, section: str, stretch: Stretch) -> ListView:
        here, title = stretch.address, stretch.titled(heading)
        head = self.of.head(title, description, here, section, current=here == urls.PAPERS)
        return ListView(
            site=self.site,
            head=self.of.collected(head, stretch.total),
            heading=heading,
            areas=self.of.areas(),
            rows=self.of.rows(stretch),
            first=stretch.first,
            last=stretch.last,
            total=stretch.total,
            parts=stretch.parts,
            years=self.of.years(here),
            order=ordering.reason(stretch.papers, self.config.order),
        )

    def _tag(self, tag: Tag, stretch: Stretch) -> TagView:
        area, description = self.catalog.vocabulary.area(tag.area), f"{counted(stretch.total)}: {tag.means}"
        head = self.of.head(stretch.titled(tag.name), description, stretch.address, "tags")
        filters = () if stretch.parts else self.of.met(tag.slug, stretch.papers)
        return TagView(
            site=self.site,
            head=self.of.collected(replace(head, card=self.of.card(tag.slug)), stretch.total, urls.feed(tag.slug)),
            name=tag.name,
            means=tag.means,
            hue=area.hue,
            area=Link(name=area.name, href=self.of.href(urls.area(area.slug))),
            areas=self.of.areas(tag.slug),
            rows=self.of.rows(stretch),
            first=stretch.first,
            last=stretch.last,
            total=stretch.total,
            parts=stretch.parts,
            order=ordering.reason(stretch.papers, self.config.order),
            bibliography=self.of.href(urls.bibliography(tag.slug)),
            filters=tuple(self.of.tag_link(slug) for slug, _ in filters),
            filter_counts=tuple(count for _, count in filters),
        )

    def _authors(self, page: author_index.Page, total: int) -> AuthorsView:
        title = page.heading if page.part == 1 else f"{page.heading}, part {page.part}"
        return AuthorsView(
            site=self.site,
            head=self.of.head(title, f"{total:,} authors and their papers.", page.address),
            heading=page.heading,
            letters=page.letters,
            authors=page.authors,
            parts=page.parts,
            total=total,
        )

    def _moved(self, shown: Shown) -> MovedView:
        to = urls.paper(shown.slug)
        head = self.of.head(self.catalog.titles[shown.slug], "This page has moved.", to, indexed=False)
        return MovedView(site=self.site, head=head, href=self.of.href(to))

    def _edition(self, edition: Edition, earlier: Link | None, later: Link | None, stretch: Stretch) -> EditionView:
        body = markdown.html(edition.body, self.config.urls.base)
        description = plaintext.plain(body) or f"{counted(stretch.total)}, {editions.written(edition.date)}."
        head = self.of.head(stretch.titled(edition.title), description, stretch.address)
        return EditionView(
            site=self.site,
            head=self.of.collected(head, stretch.total),
            heading=edition.title,
            day=edition.date.isoformat(),
            date=editions.written(edition.date),
            body_html=body if stretch.number == 1 else "",
            areas=self.of.areas(),
            rows=self.of.rows(stretch),
            first=stretch.first,
            last=stretch.last,
            total=stretch.total,
            parts=stretch.parts,
            earlier=earlier,
            later=later,
        )

    def _edition_link(self, edition: Edition) -> Link:
        return Link(name=cut(edition.title, 60), href=self.of.href(urls.edition(edition.date)))

    def _issue(self, edition: Edition) -> IssueView:
        return IssueView(
            title=edition.title,
            href=self.of.href(urls.edition(edition.date)),
            day=edition.date.isoformat(),
            date=editions.written(edition.date),
            count=len(edition.papers),
        )

    def _paper(self, shown: Shown, place: int) -> PaperView:
        """The page of `shown`, which is or was paper `place` of the catalog."""
        paper, title, address = shown.paper, catalog.plain_title(shown.paper), urls.paper(shown.slug)
        row, first = self.of.row(shown), shown.tags[0].tag if shown.tags else ""
        cited = self.bibliography.reference(paper)
        return PaperView(
            site=self.site,
            head=replace(
                self.of.head(title, gist.brief(shown.summary) or title, address, "papers"),
                card=self.of.card(first),
                linked=schema_org.article(cited, [tag.name for tag in row.tags]),
            ),
            title_html=row.title_html,
            title=title,
            authors=tuple(map(person_names.display, paper.authors)),
            byline=row.authors,
            year=Link(name=row.year, href=self.of.href(urls.year(paper.year))) if paper.year else None,
            venue=_venue(paper),
            signals=_signals(paper),
            keywords="; ".join(paper.keywords),
            license=_license(paper.license),
            ways=(*ways(shown), *_searches(title, paper.arxiv)),
            tags=tuple(self.of.tag_link(earned.tag, earned) for earned in shown.tags),
            abstract_html=row.abstract_html,
            lang=row.lang,
            marks_does=shown.gist.does is not None,
            marks_reports=shown.gist.reports is not None,
            summary_html=markdown.inline(paper.summary) if paper.summary and not shown.gist.does else "",
            words=len(paper.abstract.split()),
            highwire=schema_org.highwire(cited),
            apa=citations.apa(cited),
            bibtex=self.bibliography.bibtex(paper),
            twin=self.of.href(urls.twin(paper.slug)),
            place=self.atlas.place(shown),
            near=tuple(self._near(shown)),
            repairs=tuple(dict.fromkeys((one.before, one.after) for one in shown.mended)),
            previous=self._turn(place - 1),
            next=self._turn(place + 1),
            source=f"no. {paper.source.rank} in {paper.source.file}" if paper.source else "",
            edit=self._edit(paper.slug),
        )

    def _near(self, shown: Shown) -> Iterator[NearView]:
        for near in shown.related:
            other = self.catalog.by_slug[near.slug]
            yield NearView(
                href=self.of.href(urls.paper(near.slug)),
                title_html=markdown.inline(other.paper.title),
                hues=tuple(link.hue for link in self.of.row(other).tags[:4]),
                shared=", ".join(near.shared),
            )

    def _turn(self, place: int) -> Link | None:
        if not 0 <= place < len(self.catalog.papers):
            return None
        slug = self.catalog.papers[place].slug
        return Link(name=cut(self.catalog.titles[slug], 60), href=self.of.href(urls.paper(slug)))

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
    counted = [(kind, count) for kind, count in paper.signals.counts if count]
    said = ", ".join(f"{count:,} {kind.removesuffix('s') if count == 1 else kind}" for kind, count in counted)
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
