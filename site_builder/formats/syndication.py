"""Which feeds there are and what is in them; how they are written is for `feeds`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Final

from slugify import slugify

from site_builder.analysis.catalog import Catalog, CatalogEntry
from site_builder.content.model import Edition
from site_builder.core import pagination, urls
from site_builder.core.config import SiteConfig
from site_builder.core.pagination import Part
from site_builder.formats import feeds
from site_builder.formats.feeds import EntryView, FeedView
from site_builder.text import markdown, person_names, plaintext

_ON_A_PAGE: Final = 50
_MOST: Final = 500
"""Entries of the site's feed; older papers are in its lists and exports."""
_MOST_OF_A_LIST: Final = 100
_ON_A_PAGE_OF_A_LIST: Final = 20
_WHOLE: Final = 20
"""Entries of such a feed that hold their whole abstract: who follows it knows the older ones."""
_WHOLE_OF_AN_AUTHOR: Final = 4
"""The same of an author's, who adds few at a time."""


@dataclass(frozen=True, slots=True)
class Source:
    """What a feed is of."""

    name: str
    """Part of the feed's identity; "" of the site's own."""
    address: str
    title: str
    about: str


@dataclass(frozen=True)
class Syndication:
    """The feeds of one site."""

    config: SiteConfig
    catalog: Catalog

    def feeds(self, suffix: str) -> Iterator[tuple[str, FeedView]]:
        """(address, view) of each page of each feed, in the format whose files end in `suffix` (xml or json)."""
        title, about = self.config.title, self.config.description
        yield from self._feed(suffix, Source("", urls.HOME, title, about), self._newest)
        for source, papers in self._lists(suffix):
            newest = sorted(papers, key=lambda entry: self._order[entry.slug])
            whole = _WHOLE_OF_AN_AUTHOR if source.address.startswith(urls.AUTHORS) else _WHOLE
            entries = [self._entry(entry) for entry in newest[:_MOST_OF_A_LIST]]
            older = (replace(entry, content="", elsewhere=(), tags=()) for entry in entries[whole:])
            yield from self._feed(suffix, source, (*entries[:whole], *older), _ON_A_PAGE_OF_A_LIST)

    def _lists(self, suffix: str) -> Iterator[tuple[Source, Sequence[CatalogEntry]]]:
        """What has a feed besides the site, and its papers; authors have one in Atom only."""
        yield from self._curated()
        title = self.config.title
        for tag in self.catalog.used_tags:
            yield Source(tag.slug, urls.tag(tag.slug), f"{title}: {tag.name}", tag.means), self.catalog.by_tag[tag.slug]
        for author in self.catalog.authors.values() if suffix == "xml" else ():
            if author.has_files:
                about = self.config.words.gettext("Papers by %(author)s", author=author.name)
                address = urls.author(author.slug)
                yield Source(f"authors/{author.slug}", address, f"{title}: {author.name}", about), author.papers

    def _curated(self) -> Iterator[tuple[Source, Sequence[CatalogEntry]]]:
        for one in self.catalog.shelves:
            about = plaintext.plain(markdown.html(one.shelf.introduction))
            address, title = urls.curated(one.shelf.slug), f"{self.config.title}: {one.shelf.title}"
            yield Source(f"shelves/{one.shelf.slug}", address, title, about), one.papers

    def outlines(self) -> Iterator[tuple[str, tuple[Source, ...]]]:
        """The sources of all Atom feeds, in groups; the site's own group has no name."""
        yield "", (Source("", urls.HOME, self.config.title, self.config.description),)
        sources = [source for source, _ in self._lists("xml")]
        words = self.config.words
        groups = (
            (words.gettext("Reading lists"), urls.SHELVES),
            (words.gettext("Tags"), urls.TAGS),
            (words.gettext("Authors"), urls.AUTHORS),
        )
        for name, begins in groups:
            group = tuple(source for source in sources if source.address.startswith(begins))
            if group:
                yield name, group

    @cached_property
    def _order(self) -> dict[str, int]:
        """Slug → place, newest first."""
        return {entry.slug: index for index, entry in enumerate(self.catalog.papers)}

    @cached_property
    def _newest(self) -> tuple[EntryView, ...]:
        """The entries of the site's feed: each edition before the papers of its day."""
        issued = map(self._issue, self.catalog.editions)
        entries = (*issued, *map(self._entry, self.catalog.papers[:_MOST]))
        return tuple(sorted(entries, key=lambda entry: entry.day, reverse=True)[:_MOST])

    def _feed(
        self, suffix: str, of: Source, entries: Sequence[EntryView], on_a_page: int = _ON_A_PAGE
    ) -> Iterator[tuple[str, FeedView]]:
        every = pagination.paginate(len(entries), on_a_page)
        name = slugify(self.config.title)
        for part in every:
            entry = tuple(entries[part.first - 1 : part.last])
            view = FeedView(
                identity=self._identity("feed", f"{name}/{of.name}" if of.name else name),
                title=of.title,
                subtitle=of.about,
                site=self.config.title,
                home=self._absolute(of.address),
                pages=tuple(self._pages(every, part, of.address, suffix)),
                language=self.config.language,
                updated=max((entry.day for entry in entry), default=feeds.UNDATED),
                entries=entry,
            )
            yield urls.feed_of(of.address, part.number, suffix), view

    def _pages(self, every: Sequence[Part], part: Part, address: str, suffix: str) -> Iterator[tuple[str, str]]:
        """What RFC 5005 asks each page of a feed to say of the others."""
        numbers = {"self": part.number}
        if len(every) > 1:
            numbers |= {"first": 1, "last": len(every), "previous": part.number - 1, "next": part.number + 1}
        for relation, number in numbers.items():
            if 1 <= number <= len(every):
                yield relation, self._absolute(urls.feed_of(address, number, suffix))

    def _entry(self, entry: CatalogEntry) -> EntryView:
        made = self._entries.get(entry.slug)
        if made is None:
            made = self._entries[entry.slug] = self._new_entry(entry)
        return made

    @cached_property
    def _entries(self) -> dict[str, EntryView]:
        return {}

    def _new_entry(self, entry: CatalogEntry) -> EntryView:
        paper = entry.paper
        return EntryView(
            identity=self._identity("paper", paper.aliases[0] if paper.aliases else paper.slug),
            url=self._absolute(urls.paper(paper.slug)),
            title=self.catalog.titles[paper.slug],
            summary=entry.summary,
            content="\n\n".join(filter(None, [plaintext.plain(markdown.inline(paper.note)), paper.abstract])),
            day=self._day(entry),
            authors=tuple(map(person_names.display, paper.authors)),
            tags=tuple(self.catalog.vocabulary.tag(earned.tag).name for earned in entry.tags),
            elsewhere=tuple(urls.elsewhere(paper.arxiv, paper.doi, paper.links)),
            lang=paper.lang if paper.lang != self.config.language else "",
        )

    def _issue(self, edition: Edition) -> EntryView:
        """An edition, told by its introduction and the titles of its papers."""
        titles = [f"· {self.catalog.titles[slug]}" for slug in edition.papers]
        introduction = plaintext.plain(markdown.html(edition.body))
        return EntryView(
            identity=self._identity("edition", edition.date.isoformat()),
            url=self._absolute(urls.edition(edition.date)),
            title=edition.title,
            summary=self.config.words.gettext("%(papers)s.", papers=self.config.words.papers(len(titles))),
            content="\n".join([*filter(None, [introduction]), *titles]),
            day=edition.date,
        )

    def _identity(self, kind: str, name: str) -> str:
        return feeds.identity(self.config.first_url, kind, name)

    def _day(self, entry: CatalogEntry) -> date:
        """When `entry` came here; where nobody says, when it first came out."""
        known = self.catalog.date_of(entry) or self.config.edition
        return known or _earliest(entry.paper.published or str(entry.paper.year or "")) or feeds.UNDATED

    def _absolute(self, address: str) -> str:
        return self.config.urls.absolute(address)


def _earliest(stated: str) -> date | None:
    """The first day of a date, a month or a year; None where it is none of them."""
    try:
        return date.fromisoformat((stated + "-01-01")[:10])
    except ValueError:
        return None
