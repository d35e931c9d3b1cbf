"""The index of authors: who wrote what, by letter and in parts, so that forty thousand names stay readable.

Two spellings are two authors: joining them would be a guess, and a wrong one tells readers something untrue.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

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

Author: TypeAlias = tuple[str, Sequence[CatalogEntry]]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorView:
    """An author, by one spelling, and their papers."""

    name: str
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
    authors: tuple[AuthorView, ...]
    pagination: tuple[Link, ...]
    total: int
    """How many authors there are in all."""
    coins: tuple[str, ...]
    """As of `RowView`, of each paper that the page names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of the index."""

    address: str
    heading: str
    part: int
    authors: tuple[AuthorView, ...]
    papers: tuple[CatalogEntry, ...]
    """Those named under `authors`, each once."""
    letters: tuple[Link, ...]
    pagination: tuple[Link, ...] = ()


def index(papers: Sequence[CatalogEntry]) -> Mapping[str, Sequence[Author]]:
    """Letter → its authors as sorted, each with their papers in the order given; letters in order, "other" last."""
    written: dict[str, list[CatalogEntry]] = {}
    for entry in papers:
        for name in dict.fromkeys(entry.paper.authors):
            written.setdefault(name, []).append(entry)
    found: dict[str, list[Author]] = {}
    for key, name in sorted((person_names.sorted_as(name), name) for name in written):
        found.setdefault(person_names.letter(key), []).append((name, written[name]))
    return dict(sorted(found.items(), key=lambda one: (one[0] == _OTHER, one[0])))


def pages(found: Mapping[str, Sequence[Author]], site: Urls, words: Words) -> Iterator[Page]:
    """The first page, with the authors of several papers, then the parts of each letter; none without authors."""
    if not found:
        return
    several = (author for authors in found.values() for author in authors if len(author[1]) > 1)
    busiest = sorted(several, key=lambda author: -len(author[1]))[:_BUSIEST]
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
            heading=words.gettext("Authors: %(letter)s", letter=_name(letter, words)),
            part=part.number,
            authors=tuple(_author(author, site) for author in here),
            papers=_papers(here),
            letters=_letters(found, letter, site, words),
            pagination=page_links(every, part.number, address, site),
        )


def _papers(authors: Sequence[Author]) -> tuple[CatalogEntry, ...]:
    return tuple({entry.slug: entry for _, papers in authors for entry in papers}.values())


def _letters(found: Mapping[str, Sequence[Author]], current: str, site: Urls, words: Words) -> tuple[Link, ...]:
    return tuple(
        Link(
            name=_name(one, words),
            href=site.href(urls.authors(one)),
            current=one == current,
            note=words.number(len(authors)),
        )
        for one, authors in found.items()
    )


def _name(letter: str, words: Words) -> str:
    return words.pgettext("letters", "Other") if letter == _OTHER else letter.capitalize()


def _author(author: Author, site: Urls) -> AuthorView:
    name, papers = author
    titles = tuple((site.href(urls.paper(entry.slug)), entry.paper.title_html) for entry in papers)
    return AuthorView(name=person_names.display(name), papers=titles)
