"""The page of an author: their papers, who they wrote with, on what and when.

Whoever has one paper is in the index of authors only. A page is of a name: whether two people share it is not known,
and the page says so.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from site_builder.analysis import authors, ordering
from site_builder.analysis.authors import Author, Names
from site_builder.analysis.catalog import CatalogEntry
from site_builder.core import urls
from site_builder.core.words import Words
from site_builder.formats import schema_org
from site_builder.pages import author_index
from site_builder.pages.presenter import Page
from site_builder.pages.shared import Common, Shared, Stretch
from site_builder.pages.views import HeadView, Link, Listing, MovedView, SiteView
from site_builder.text import person_names

_CO_AUTHORS: Final = 24
"""Co-authors that are named; papers of large collaborations have thousands."""
_TAGS: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorView:
    """author.html: the papers of one author; one part of them."""

    site: SiteView
    head: HeadView
    name: str
    spellings: tuple[str, ...]
    """Other spellings of the name, which a person confirmed."""
    elsewhere: tuple[Link, ...]
    """ORCID and homepage, where authors.yaml says them."""
    index: Link
    """The letter of the index where the author stands."""
    years: tuple[Link, ...]
    """Latest first; `note` is the count of papers."""
    tags: tuple[Link, ...]
    co_authors: tuple[Link, ...]
    """`href` is "" for those without a page."""
    more: int
    """How many co-authors are not named."""
    listing: Listing
    references: tuple[Link, ...]
    """Empty where there are too few papers; the feed is the head's."""
    is_group: bool


@dataclass(frozen=True)  # no slots: what all of a large collaboration share is put into their pages' keys by its digest
class _Circle:
    """Who wrote the same papers, as far as the page of any of them shows it."""

    authors: tuple[tuple[str, int, str], ...]
    """(name, papers, slug of the page or "") of those who wrote most, most often first."""
    count: int
    """How many there are."""


def pages(shared: Shared, site: SiteView) -> Iterator[Page]:
    """Each part of the page of each author with papers enough."""
    known = with_pages(shared)
    all_known = {author.name: author.slug for author in known}
    circles: dict[tuple[str, ...], _Circle] = {}
    for author in known:
        slugs = tuple(entry.slug for entry in author.papers)
        if slugs not in circles:
            circles[slugs] = _circle(author.papers, shared.catalog.names, all_known)
        papers = ordering.ordered(author.papers, shared.config.order, shared.catalog)
        for stretch in shared.stretches(urls.author(author.slug), papers):
            yield stretch.address, partial(_view, shared.common, site, author, stretch, circles[slugs])


def _circle(papers: Sequence[CatalogEntry], names: Names, known: Mapping[str, str]) -> _Circle:
    found, count = authors.of_papers(papers, names, _CO_AUTHORS + 1)
    return _Circle(tuple((name, papers_of, known.get(name, "")) for name, papers_of in found), count)


def with_pages(shared: Shared) -> Sequence[Author]:
    """The authors that have a page, in the order of their addresses."""
    found = (author for author in shared.catalog.authors.values() if author.has_page)
    return sorted(found, key=lambda author: author.slug)


def moved(shared: Shared, site: SiteView) -> Iterator[Page]:
    """A stub where an author had a page by a spelling that has been joined to another since."""
    known = with_pages(shared)
    taken = {author.slug for author in known}
    for author in known:
        for spelling in author.spellings:
            slug = authors.slug(spelling)
            if slug not in taken and _papers_as(author, spelling) >= authors.MIN_PAPERS:
                yield urls.author(slug), partial(_moved, shared.common, site, author)


def _papers_as(author: Author, spelling: str) -> int:
    return sum(spelling in map(person_names.identity, entry.paper.authors) for entry in author.papers)


def _moved(shared: Common, site: SiteView, author: Author) -> MovedView:
    to = urls.author(author.slug)
    head = shared.head(author.name, shared.config.words.gettext("This page has moved."), to, indexed=False)
    return MovedView(site=site, head=head, href=shared.href(to))


def _view(shared: Common, site: SiteView, author: Author, stretch: Stretch, circle: _Circle) -> AuthorView:
    with_whom = [one for one in circle.authors if one[0] != author.name][:_CO_AUTHORS]
    letter = person_names.letter(author.sort_key)
    return AuthorView(
        site=site,
        head=_head(shared, author, stretch),
        name=author.name,
        spellings=author.spellings,
        elsewhere=_elsewhere(author, shared.config.words),
        index=Link(name=author_index.letter_name(letter, shared.config.words), href=shared.href(urls.authors(letter))),
        years=_years(shared, author.papers),
        tags=_tags(shared, author.papers),
        co_authors=tuple(_co_author(shared, *one) for one in with_whom),
        more=circle.count - 1 - len(with_whom),
        listing=shared.listing(stretch, ordering.reason(stretch.papers, shared.config.order, shared.config.words)),
        references=shared.references(urls.author(author.slug)) if author.has_files else (),
        is_group=person_names.is_group(author.name),
    )


def _head(shared: Common, author: Author, stretch: Stretch) -> HeadView:
    address, words = urls.author(author.slug), shared.config.words
    head = shared.head(
        stretch.titled(author.name, words),
        words.ngettext(
            "%(num)s paper by %(author)s.", "%(num)s papers by %(author)s.", stretch.total, author=author.name
        ),
        stretch.address,
    )
    about = schema_org.person(
        author.name, shared.config.urls.absolute(address), [link.href for link in _elsewhere(author, words)]
    )
    feed = shared.href(urls.feed_of(address)) if author.has_files else ""
    return replace(head, linked=schema_org.profile(about), feed=feed)


def _elsewhere(author: Author, words: Words) -> tuple[Link, ...]:
    if author.known is None:
        return ()
    orcid, homepage = author.known.orcid, author.known.homepage
    found = [("ORCID", f"https://orcid.org/{orcid}" if orcid else ""), (words.gettext("Homepage"), homepage)]
    return tuple(Link(name=name, href=href) for name, href in found if href)


def _years(shared: Common, papers: Sequence[CatalogEntry]) -> tuple[Link, ...]:
    counts = Counter(entry.paper.year for entry in papers if entry.paper.year)
    return tuple(
        Link(name=str(year), href=shared.href(urls.year(year)), note=str(counts[year]))
        for year in sorted(counts, reverse=True)
    )


def _tags(shared: Common, papers: Sequence[CatalogEntry]) -> tuple[Link, ...]:
    counts = Counter(earned.tag for entry in papers for earned in entry.tags)
    found = sorted(counts, key=lambda slug: (-counts[slug], slug))[:_TAGS]
    return tuple(Link(name=tag.name, href=tag.href, note=str(counts[tag.slug])) for tag in map(shared.tag_link, found))


def _co_author(shared: Common, name: str, count: int, slug: str) -> Link:
    return Link(name=name, href=shared.href(urls.author(slug)) if slug else "", note=str(count))
