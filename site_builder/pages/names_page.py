"""The pages of short names: acronyms with what they stand for, systems with who introduced them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from site_builder.analysis.glossary import Acronym, Meaning, System
from site_builder.core import pagination, urls
from site_builder.pages.presenter import Page
from site_builder.pages.shared import Shared, page_links
from site_builder.pages.views import HeadView, Link, SiteView

_PER_PAGE: Final = 250
_PAPERS: Final = 4
"""Papers that are named; of more, a link to a search says the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPaper:
    """A paper that uses a name."""

    href: str
    title_html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeaningView:
    """What an acronym stands for, and who says so."""

    long: str
    papers: tuple[NamedPaper, ...]
    more: int
    """How many papers are not named."""
    search: str
    """href of a search for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AcronymView:
    """An acronym; with several meanings it is ambiguous."""

    short: str
    meanings: tuple[MeaningView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemView:
    """A named system."""

    name: str
    introduced: tuple[NamedPaper, ...]
    mentioned: tuple[NamedPaper, ...]
    more: int
    """How many papers that mention it are not named."""
    search: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamesView:
    """names.html: acronyms or systems; one part of them."""

    site: SiteView
    head: HeadView
    heading: str
    about: str
    other: Link
    """The page of the other kind."""
    acronyms: tuple[AcronymView, ...]
    systems: tuple[SystemView, ...]
    total: int
    pagination: tuple[Link, ...]


def pages(shared: Shared, site: SiteView) -> Iterator[Page]:
    """Each part of the list of acronyms and of that of systems."""
    known = shared.catalog.glossary
    for address, count in ((urls.ACRONYMS, len(known.acronyms)), (urls.SYSTEMS, len(known.systems))):
        every = pagination.paginate(count, _PER_PAGE)
        for part in every:
            links = page_links(every, part.number, address, shared.config.urls)
            here = urls.numbered(address, part.number)
            make = _acronyms if address == urls.ACRONYMS else _systems
            yield here, partial(make, shared, site, here, slice(part.first - 1, part.last), links)


def _acronyms(
    shared: Shared, site: SiteView, here: str, part: "slice[int, int, None]", links: tuple[Link, ...]
) -> NamesView:
    known = tuple(shared.catalog.glossary.acronyms.values())
    ambiguous = sum(len(one.meanings) > 1 for one in known)
    words = shared.config.words
    known_here = words.ngettext(
        "%(num)s acronym that abstracts write out, with the papers that do.",
        "%(num)s acronyms that abstracts write out, with the papers that do.",
        len(known),
    )
    several = words.ngettext(
        "%(num)s stands for more than one thing.", "%(num)s stand for more than one thing.", ambiguous
    )
    about = f"{known_here} {several}"
    return NamesView(
        site=site,
        head=shared.head(words.gettext("Acronyms"), about, here),
        heading=words.gettext("Acronyms"),
        about=about,
        other=Link(name=words.gettext("Named systems"), href=shared.href(urls.SYSTEMS)),
        acronyms=tuple(_acronym(shared, one) for one in known[part]),
        systems=(),
        total=len(known),
        pagination=links,
    )


def _systems(
    shared: Shared, site: SiteView, here: str, part: "slice[int, int, None]", links: tuple[Link, ...]
) -> NamesView:
    known = shared.catalog.glossary.systems
    words = shared.config.words
    about = words.ngettext(
        "%(num)s system that titles name before a colon: who introduces each, and which other papers here speak of it.",
        "%(num)s systems that titles name before a colon: who introduces each, and which other papers here speak of "
        "it.",
        len(known),
    )
    return NamesView(
        site=site,
        head=shared.head(words.gettext("Named systems"), about, here),
        heading=words.gettext("Named systems"),
        about=about,
        other=Link(name=words.gettext("Acronyms"), href=shared.href(urls.ACRONYMS)),
        acronyms=(),
        systems=tuple(_system(shared, one) for one in known[part]),
        total=len(known),
        pagination=links,
    )


def _acronym(shared: Shared, one: Acronym) -> AcronymView:
    return AcronymView(short=one.short, meanings=tuple(_meaning(shared, one.short, held) for held in one.meanings))


def _meaning(shared: Shared, short: str, one: Meaning) -> MeaningView:
    return MeaningView(
        long=one.long,
        papers=_named(shared, one.papers),
        more=max(0, len(one.papers) - _PAPERS),
        search=shared.search_href(f'{short} "{one.long}"'),
    )


def _system(shared: Shared, one: System) -> SystemView:
    return SystemView(
        name=one.name,
        introduced=_named(shared, one.introduced),
        mentioned=_named(shared, one.mentioned),
        more=max(0, len(one.mentioned) - _PAPERS),
        search=shared.search_href(f'"{one.name}"'),
    )


def _named(shared: Shared, slugs: Sequence[str]) -> tuple[NamedPaper, ...]:
    papers = (shared.catalog.by_slug[slug].paper for slug in slugs[:_PAPERS])
    return tuple(NamedPaper(href=shared.href(urls.paper(one.slug)), title_html=one.title_html) for one in papers)
