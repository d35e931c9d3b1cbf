"""Lists of papers: of all, of a tag, a year, an edition; and what authors wrote.

A part of a list is decided by the papers it shows and by what stands beside them on every such page, and is told all
of it: nothing here knows the other papers (see `build.input_keys`). Which lists there are is for `presenter`.
"""

from dataclasses import dataclass

from site_builder.analysis import ordering
from site_builder.content.model import Edition, Tag
from site_builder.core import urls
from site_builder.core.config import SiteConfig
from site_builder.core.words import Words
from site_builder.pages import author_index
from site_builder.pages.shared import Common, Stretch, in_part
from site_builder.pages.trends_page import ChartView
from site_builder.pages.views import AreaView, HeadView, Link, Listing, SiteView, TagLink
from site_builder.text import markdown, plaintext


@dataclass(frozen=True, slots=True, kw_only=True)
class ListView:
    """list.html: all papers, or one year; one part of it."""

    site: SiteView
    head: HeadView
    heading: str
    areas: tuple[AreaView, ...]
    listing: Listing
    years: tuple[Link, ...]
    """Links to the years, `note` holding each one's count."""
    references: tuple[Link, ...]
    """The year's papers as BibTeX, RIS and CSL-JSON; empty for all papers, whose are the site's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TagView:
    """tag.html: the papers of one tag; one part of them."""

    site: SiteView
    head: HeadView
    name: str
    means: str
    hue: int
    area: Link
    areas: tuple[AreaView, ...]
    """For the rail; the tag's own link is `current`."""
    listing: Listing
    references: tuple[Link, ...]
    """The tag's papers as BibTeX, RIS and CSL-JSON; its feed is the head's."""
    filters: tuple[TagLink, ...]
    """Tags met here most often, to narrow the list by; empty when the tag has several parts."""
    filter_counts: tuple[int, ...]
    trend: ChartView | None
    """Its papers over time; None where that is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionView:
    """edition.html: one edition; one part of it."""

    site: SiteView
    head: HeadView
    heading: str
    day: str
    """Its date as a machine reads it."""
    date: str
    body_html: str
    """The curator's introduction, on the first part; may be empty."""
    areas: tuple[AreaView, ...]
    listing: Listing
    references: tuple[Link, ...]
    """As of `TagView`."""
    earlier: Link | None
    later: Link | None


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
    are_dated: bool
    """True when papers came on different days."""

    @property
    def words(self) -> Words:
        """What pages say of their own accord."""
        return self.config.words

    def listed(self, whole: List, stretch: Stretch, areas: tuple[AreaView, ...], years: tuple[Link, ...]) -> ListView:
        """`stretch` of a list of all papers, or of a year's."""
        here, title = stretch.address, stretch.titled(whole.heading, self.words)
        head = self.shared.head(title, whole.description, here, whole.section, current=here == urls.PAPERS)
        key = "all" if whole.address == urls.PAPERS else f"year:{whole.address.rstrip('/').rpartition('/')[2]}"
        return ListView(
            site=self.site,
            head=self.shared.collected(head, stretch.total),
            heading=whole.heading,
            areas=areas,
            listing=self.shared.listing(stretch, self._order(stretch), key),
            years=years,
            references=self.shared.references(whole.address) if whole.section == "years" else (),
        )

    def _order(self, stretch: Stretch, usual: str = "") -> str:
        """What the list of `stretch` goes by; `usual` is what it goes by where the site says nothing."""
        newest = self.words.gettext("newest first") if self.are_dated else self.words.gettext("in source order")
        return ordering.reason(stretch.papers, self.config.order, self.words) or usual or newest

    def tag(self, tag: Tag, stretch: Stretch, areas: tuple[AreaView, ...], trend: ChartView | None) -> TagView:
        """`stretch` of the papers of `tag`."""
        area, papers = self.shared.vocabulary.area(tag.area), self.words.papers(stretch.total)
        description = self.words.gettext("%(papers)s: %(means)s", papers=papers, means=tag.means)
        head = self.shared.head(stretch.titled(tag.name, self.words), description, stretch.address, "tags")
        head = self.shared.with_card(head, tag.slug)
        filters = () if stretch.pagination else self.shared.met(tag.slug, stretch.papers)
        order = self._order(stretch, self.words.gettext("most typical first"))
        return TagView(
            site=self.site,
            head=self.shared.collected(head, stretch.total, urls.feed(tag.slug)),
            name=tag.name,
            means=tag.means,
            hue=area.hue,
            area=Link(name=area.name, href=self.shared.href(urls.area(area.slug))),
            areas=areas,
            listing=self.shared.listing(stretch, order, f"tag:{tag.slug}"),
            references=self.shared.references(urls.tag(tag.slug)),
            filters=tuple(self.shared.tag_link(slug) for slug, _ in filters),
            filter_counts=tuple(count for _, count in filters),
            trend=trend,
        )

    def authors(self, page: author_index.Page, total: int) -> author_index.AuthorsView:
        """`page` of the index of `total` authors."""
        title = page.heading if page.part == 1 else in_part(page.heading, page.part, self.words)
        description = self.words.ngettext(
            "%(num)s author and their papers.", "%(num)s authors and their papers.", total
        )
        return author_index.AuthorsView(
            site=self.site,
            head=self.shared.head(title, description, page.address),
            heading=page.heading,
            letters=page.letters,
            authors=page.authors,
            pagination=page.pagination,
            total=total,
            coins=tuple(self.shared.row(entry).coins_html for entry in page.papers),
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
        body, date = markdown.html(edition.body, self.config.urls.base), self.words.date(edition.date)
        plain = self.words.gettext("%(papers)s, %(date)s.", papers=self.words.papers(stretch.total), date=date)
        description = plaintext.plain(body) or plain
        head = self.shared.head(stretch.titled(edition.title, self.words), description, stretch.address)
        return EditionView(
            site=self.site,
            head=self.shared.collected(head, stretch.total),
            heading=edition.title,
            day=edition.date.isoformat(),
            date=date,
            body_html=body if stretch.number == 1 else "",
            areas=areas,
            listing=self.shared.listing(stretch),
            references=self.shared.references(urls.edition(edition.date)),
            earlier=earlier,
            later=later,
        )
