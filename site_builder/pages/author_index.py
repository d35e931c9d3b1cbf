"""The index of authors: who wrote what, by letter and in parts, so that forty thousand names stay readable.

Two spellings are two authors unless a person has said otherwise: joining them would be a guess, and a wrong one tells
readers something untrue.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from site_builder.analysis.authors import Author
from site_builder.analysis.catalog import CatalogEntry
from site_builder.core import pagination, urls
from site_builder.core.urls import Urls
from site_builder.core.words import Words
from site_builder.pages.shared import page_links
from site_builder.pages.views import HeadView, Link, SiteView
from site_builder.text import person_names

_PER_PAGE: Final = 200
_BUSIEST: Final = 60
"""Authors on the first page, those with most papers here."""
_OTHER: Final = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedAuthor:
    """An author in the index, and their papers."""

    name: str
    slug: str
    """The anchor of whoever has no page."""
    href: str
    """Their page; "" without one."""
    papers: tuple[tuple[str, str], ...]
    """(href, title HTML), in order of rank."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorsView:
    """authors.html: the authors under one letter, one part of them; or, without a letter, those with most papers."""

    site: SiteView
    head: HeadView
    heading: str
    letters: tuple[Link, ...]
    """`note` of each is its count of authors."""
    authors: tuple[ListedAuthor, ...]
    pagination: tuple[Link, ...]
    total: int
    """How many authors there are in all."""
    coins: tuple[str, ...]
    """As of `RowView`, of each paper that the page names; none on a large site, where each is on many such pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of the index."""

    address: str
    heading: str
    part: int
    authors: tuple[ListedAuthor, ...]
    papers: tuple[CatalogEntry, ...]
    """Those named under `authors`, each once, for programs for references; none where they are not offered."""
    letters: tuple[Link, ...]
    pagination: tuple[Link, ...] = ()


def index(authors: Iterable[Author]) -> Mapping[str, Sequence[Author]]:
    """Letter → its authors as sorted; letters in order, "other" last."""
    found: dict[str, list[Author]] = {}
    for author in sorted(authors, key=lambda author: (author.sort_key, author.name)):
        found.setdefault(person_names.letter(author.sort_key), []).append(author)
    return dict(sorted(found.items(), key=lambda one: (one[0] == _OTHER, one[0])))


def pages(found: Mapping[str, Sequence[Author]], site: Urls, words: Words, *, offered: bool) -> Iterator[Page]:
    """The first page, with the authors of several papers, then the parts of each letter; none without authors.

    Where papers are not `offered` to programs for references, pages name none.
    """
    for page in _all_pages(found, site, words):
        yield page if offered else replace(page, papers=())


def _all_pages(found: Mapping[str, Sequence[Author]], site: Urls, words: Words) -> Iterator[Page]:
    if not found:
        return
    several = (author for authors in found.values() for author in authors if author.has_page)
    busiest = sorted(several, key=lambda author: -len(author.papers))[:_BUSIEST]
    entry = tuple(_author(author, site) for author in busiest)
    letters = _letters(found, "", site, words)
    heading = words.gettext("Authors")
    yield Page(address=urls.AUTHORS, heading=heading, part=1, authors=entry, papers=_papers(busiest), letters=letters)
    for letter in found:
        yield from _of_letter(letter, found, site, words)


def _of_letter(letter: str, found: Mapping[str, Sequence[Author]], site: Urls, words: Words) -> Iterator[Page]:
    authors, address = found[letter], urls.authors(letter)
    every = pagination.paginate(len(authors), _PER_PAGE)
    for part in every:
        here = authors[part.first - 1 : part.last]
        yield Page(
            address=urls.numbered(address, part.number),
            heading=words.gettext("Authors: %(letter)s", letter=letter_name(letter, words)),
            part=part.number,
            authors=tuple(_author(author, site) for author in here),
            papers=_papers(here),
            letters=_letters(found, letter, site, words),
            pagination=page_links(every, part.number, address, site),
        )


def _papers(authors: Sequence[Author]) -> tuple[CatalogEntry, ...]:
    return tuple({entry.slug: entry for author in authors for entry in author.papers}.values())


def _letters(found: Mapping[str, Sequence[Author]], current: str, site: Urls, words: Words) -> tuple[Link, ...]:
    return tuple(
        Link(
            name=letter_name(one, words),
            href=site.href(urls.authors(one)),
            current=one == current,
            note=words.number(len(authors)),
        )
        for one, authors in found.items()
    )


def letter_name(letter: str, words: Words) -> str:
    """What the index calls `letter`."""
    return words.pgettext("letters", "Other") if letter == _OTHER else letter.capitalize()


def _author(author: Author, site: Urls) -> ListedAuthor:
    titles = tuple((site.href(urls.paper(entry.slug)), entry.paper.title_html) for entry in author.papers)
    href = site.href(urls.author(author.slug)) if author.has_page else ""
    return ListedAuthor(name=author.name, slug=author.slug, href=href, papers=titles)
