"""Lists of papers: of all, of a tag, a year, an edition; and what authors wrote.

A part of a list is decided by the papers it shows and by what stands beside them on every such page, and is told all
of it: nothing here knows the other papers (see `build.input_keys`). Which lists there are is for `presenter`.
"""

from dataclasses import dataclass

from site_builder.analysis import ordering
from site_builder.content import editions
from site_builder.content.model import Edition, Tag
from site_builder.core import urls
from site_builder.core.config import SiteConfig
from site_builder.core.plural import counted
from site_builder.pages import author_index
from site_builder.pages.shared import Common, Stretch
from site_builder.pages.views import AreaView, EditionView, Link, ListView, SiteView, TagView
from site_builder.text import markdown, plaintext


@dataclass(frozen=True, slots=True, kw_only=True)
class List:
    """A list, whatever its parts."""

    address: str
    heading: str
    description: str
    section: str


@dataclass(frozen=True)
class ListPages:
    """Makes the views of lists."""

    config: SiteConfig
    site: SiteView
    shared: Common

    def listed(self, whole: List, stretch: Stretch, areas: tuple[AreaView, ...], years: tuple[Link, ...]) -> ListView:
        """`stretch` of a list of all papers, or of a year's."""
        here, title = stretch.address, stretch.titled(whole.heading)
        head = self.shared.head(title, whole.description, here, whole.section, current=here == urls.PAPERS)
        return ListView(
            site=self.site,
            head=self.shared.collected(head, stretch.papers, stretch.first, stretch.total),
            heading=whole.heading,
            areas=areas,
            listing=self.shared.listing(stretch, ordering.reason(stretch.papers, self.config.order)),
            years=years,
            references=self.shared.references(whole.address) if whole.section == "years" else (),
        )

    def tag(self, tag: Tag, stretch: Stretch, areas: tuple[AreaView, ...]) -> TagView:
        """`stretch` of the papers of `tag`."""
        area, description = self.shared.vocabulary.area(tag.area), f"{counted(stretch.total, 'paper')}: {tag.means}"
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
            areas=areas,
            listing=self.shared.listing(stretch, ordering.reason(stretch.papers, self.config.order)),
            references=self.shared.references(urls.tag(tag.slug)),
            filters=tuple(self.shared.tag_link(slug) for slug, _ in filters),
            filter_counts=tuple(count for _, count in filters),
        )

    def authors(self, page: author_index.Page, total: int) -> author_index.AuthorsView:
        """`page` of the index of `total` authors."""
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

    def edition(
        self,
        edition: Edition,
        earlier: Link | None,
        later: Link | None,
        stretch: Stretch,
        areas: tuple[AreaView, ...],
    ) -> EditionView:
        """`stretch` of the papers of `edition`."""
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
            areas=areas,
            listing=self.shared.listing(stretch),
            references=self.shared.references(urls.edition(edition.date)),
            earlier=earlier,
            later=later,
        )
