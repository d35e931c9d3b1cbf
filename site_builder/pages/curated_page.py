"""The curator's shelves, called reading lists where readers see them: "My shelf" is the reader's own."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from site_builder.analysis import ordering
from site_builder.analysis.catalog import CatalogEntry
from site_builder.analysis.shelves import Shelved
from site_builder.content import shelves
from site_builder.core import urls
from site_builder.pages.presenter import Page
from site_builder.pages.shared import Shared, Stretch
from site_builder.pages.views import AreaView, HeadView, Link, Listing, SiteView
from site_builder.text import markdown, plaintext


@dataclass(frozen=True, slots=True, kw_only=True)
class CuratedView:
    """curated.html: the papers of one shelf; one part of them."""

    site: SiteView
    head: HeadView
    heading: str
    body_html: str
    """The curator's introduction, on the first part; may be empty."""
    query: str
    """As the curator wrote it; "" of a shelf that only lists papers."""
    search: str
    """href of the search page with that query."""
    areas: tuple[AreaView, ...]
    listing: Listing
    references: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CuratedItem:
    """A shelf in the list of shelves."""

    title: str
    href: str
    about: str
    """Its introduction as plain text; may be empty."""
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CuratedAllView:
    """curated-all.html: every shelf."""

    site: SiteView
    head: HeadView
    areas: tuple[AreaView, ...]
    items: tuple[CuratedItem, ...]
    feeds: str
    """href of the file that lists all feeds."""


def pages(shared: Shared, site: SiteView) -> Iterator[Page]:
    """Each part of each shelf."""
    for one in shared.catalog.shelves:
        for stretch in shared.stretches(urls.curated(one.shelf.slug), _ordered(shared, one)):
            yield stretch.address, partial(_view, shared, site, one, stretch)


def overview(shared: Shared, site: SiteView) -> CuratedAllView:
    """The page of all shelves."""
    every, words = shared.catalog.shelves, shared.config.words
    return CuratedAllView(
        site=site,
        head=shared.head(
            words.gettext("Reading lists"),
            words.ngettext("%(num)s reading list.", "%(num)s reading lists.", len(every)),
            urls.SHELVES,
        ),
        areas=shared.areas(),
        items=tuple(
            CuratedItem(
                title=one.shelf.title,
                href=shared.href(urls.curated(one.shelf.slug)),
                about=plaintext.plain(markdown.html(one.shelf.introduction)),
                count=len(one.papers),
            )
            for one in every
        ),
        feeds=site.feeds,
    )


def _order(shared: Shared, one: Shelved) -> str:
    return one.shelf.order or (shared.config.order if one.shelf.query else shelves.LISTED)


def _ordered(shared: Shared, one: Shelved) -> tuple[CatalogEntry, ...]:
    order = _order(shared, one)
    if order == shelves.LISTED:
        return one.papers
    newest = {entry.slug: index for index, entry in enumerate(shared.catalog.papers)}
    papers = sorted(one.papers, key=lambda entry: newest[entry.slug])
    return ordering.ordered(papers, order, shared.catalog)


def _view(shared: Shared, site: SiteView, one: Shelved, stretch: Stretch) -> CuratedView:
    words = shared.config.words
    body, address = markdown.html(one.shelf.introduction, shared.config.urls.base), urls.curated(one.shelf.slug)
    description = plaintext.plain(body) or words.gettext("%(papers)s.", papers=words.papers(stretch.total))
    head = shared.head(stretch.titled(one.shelf.title, words), description, stretch.address)
    order, query = _order(shared, one), one.shelf.query
    by = "" if order == shelves.LISTED else ordering.reason(stretch.papers, order, words)
    return CuratedView(
        site=site,
        head=shared.collected(head, stretch.total, urls.feed_of(address)),
        heading=one.shelf.title,
        body_html=body if stretch.number == 1 else "",
        query=query,
        search=shared.search_href(query) if query else "",
        areas=shared.areas(),
        listing=shared.listing(stretch, by),
        references=shared.references(address),
    )
