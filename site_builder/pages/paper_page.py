"""The page of a paper: all that is known of it, and the ways from it to others."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import starmap
from typing import Any, Final

from site_builder.analysis import gist, glossary
from site_builder.analysis.catalog import CatalogEntry
from site_builder.content.ledger import Repair
from site_builder.content.model import Paper
from site_builder.core import urls
from site_builder.core.config import SiteConfig
from site_builder.core.words import Words
from site_builder.formats import citations, schema_org
from site_builder.formats.citations import Reference
from site_builder.formats.data import TwinView
from site_builder.pages import abbreviations, paper_cards
from site_builder.pages.map_page import Atlas
from site_builder.pages.shared import Common, Shared, truncated, ways
from site_builder.pages.views import HeadView, Link, PositionView, SiteView, TagLink
from site_builder.text import markdown, person_names, plaintext

_LICENSES: Final = re.compile(
    r"https?://creativecommons\.org/(?:licenses/(?P<kind>[a-z-]+)|publicdomain/zero)/(?P<version>[\d.]+)/?"
)

_BRACES: Final = re.compile("[{}]")
_LONG_FORMULA: Final = re.compile(r'<math(?: display="block")? class="long".*?</math>', re.DOTALL)
"""May be wider than a page, and scrolls then: by keys, too, in an element that takes the focus, as `math` may not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NearView:
    """A closest paper."""

    href: str
    title_html: str
    lang: str
    hues: tuple[int, ...]
    shared: str
    """What the two share, such as "LoRA, adapters"; may be empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperView:
    """paper.html"""

    site: SiteView
    head: HeadView
    slug: str
    aliases: tuple[str, ...]
    """Slugs it once had."""
    title_html: str
    title: str
    """Plain text."""
    authors: tuple[Link, ...]
    """`href` is "" for those without a page."""
    more_authors: bool
    year: Link | None
    venue: str
    """The meeting or the journal, with the pages there."""
    signals: str
    """What people did with it elsewhere: "42 upvotes on 5 November 2025"; may be empty."""
    keywords: str
    license: str
    ways: tuple[Link, ...]
    """arXiv first, or searches for the title when no link is known."""
    tags: tuple[TagLink, ...]
    abstract_html: str
    """Buttons in it open `acronyms`."""
    acronyms: tuple[tuple[str, str], ...]
    """(short, long); the N-th is what the button for `abbr-N` opens."""
    lang: str
    has_contribution: bool
    has_result: bool
    has_numbers: bool
    """True when the abstract claims quantities, which are marked in it."""
    note_html: str
    """As of `RowView`, like `extra`."""
    extra: Mapping[str, Any]
    versions: tuple[str, ...]
    """Earlier versions, such as "v1: Gardens of Stones", oldest first."""
    summary_html: str
    """The gist when a curator wrote it, so that it stands in no sentence of the abstract; else empty."""
    words: int
    highwire: tuple[tuple[str, str], ...]
    """(name, content) of the tags that scholarly indexes read."""
    apa: str
    """The paper as a bibliography has it, plain text."""
    bibtex: str
    twin: str
    """href of the page as Markdown, which holds every form of citation."""
    position: PositionView
    near: tuple[NearView, ...]
    repairs: tuple[tuple[str, str], ...]
    """(as scraped, as shown) of each repair made to title and abstract."""
    previous: Link | None
    next: Link | None
    source: str
    """Where it came from, such as "no. 3 in trending-papers.txt"; "" unless the site says so."""
    edit: str
    """href of the page's source in the repository; may be empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What the page of a paper shows of others."""

    near: tuple[tuple[CatalogEntry, tuple[str, ...]], ...]
    """The papers that are closest to it, in that order, and what they share with it."""
    previous: CatalogEntry | None
    next: CatalogEntry | None
    position: PositionView
    explained: Mapping[str, str]
    """Acronym that the paper explains → what it means, as most papers write it."""
    author_hrefs: tuple[str, ...]
    """Of the page of each author; "" for those without."""


def around(entry: CatalogEntry, index: int, shared: Shared, atlas: Atlas) -> Around:
    """What there is around `entry`, which is or was paper `index` of the catalog."""
    catalog = shared.catalog
    return Around(
        near=tuple((catalog.by_slug[near.slug], near.shared) for near in catalog.related[entry.slug]),
        previous=catalog.papers[index - 1] if index else None,
        next=catalog.papers[index + 1] if index + 1 < len(catalog.papers) else None,
        position=atlas.position(entry),
        explained=glossary.explained(entry.said, catalog.glossary.acronyms),
        author_hrefs=tuple(map(shared.author_href, entry.paper.authors)),
    )


@dataclass(frozen=True)
class PaperPages:
    """Makes the views of papers' pages, and knows no paper but those it is shown (see `build.input_keys`)."""

    config: SiteConfig
    site: SiteView
    shared: Common
    usual: Mapping[str, str]
    """As of `glossary.usual`."""
    are_cards_drawn: bool
    """True when papers have images of their own."""

    def view(self, entry: CatalogEntry, others: Around) -> PaperView:
        """The page of `entry`, which shows `others` as well."""
        paper, row, cited = entry.paper, self.shared.row(entry), self.shared.cited(entry)
        abstract_html, acronyms = self._abstract(entry, others)
        return PaperView(
            site=self.site,
            head=self._head(entry, cited),
            slug=paper.slug,
            aliases=paper.aliases,
            title_html=row.title_html,
            title=paper.title,
            authors=tuple(map(_author, paper.authors, others.author_hrefs)),
            more_authors=paper.more_authors,
            year=Link(name=row.year, href=self.shared.href(urls.year(paper.year))) if paper.year else None,
            venue=_venue(paper, self.config.words),
            signals=_signals(paper, self.config.words),
            keywords="; ".join(paper.keywords),
            license=_license(paper.license),
            ways=(*ways(entry, self.config.words), *_searches(paper, self.config.words)),
            tags=tuple(self.shared.tag_link(earned.tag, earned) for earned in entry.tags),
            abstract_html=_LONG_FORMULA.sub(r'<span class="wide" tabindex="0">\g<0></span>', abstract_html),
            acronyms=acronyms,
            note_html=row.note_html,
            extra=row.extra,
            versions=tuple(f"v{one.number}: {plaintext.plain(markdown.inline(one.title))}" for one in paper.versions),
            lang=row.lang,
            **_found(entry),
            words=_word_count(paper.abstract),
            highwire=schema_org.highwire(cited),
            apa=citations.apa(cited),
            bibtex=self.shared.bibliography.bibtex(paper, entry.key),
            twin=self.shared.href(urls.twin(paper.slug)),
            position=others.position,
            near=tuple(starmap(self._near, others.near)),
            repairs=tuple(dict.fromkeys(_visible_repairs(entry.repairs))),
            previous=self._turn(others.previous),
            next=self._turn(others.next),
            source=self._source(paper),
            edit=self._edit(paper.slug),
        )

    def _head(self, entry: CatalogEntry, cited: Reference) -> HeadView:
        title, address = entry.paper.title, urls.paper(entry.slug)
        head = self.shared.head(title, gist.brief(entry.summary) or title, address, "papers")
        subjects = [*(self.shared.tag_link(earned.tag).name for earned in entry.tags), *entry.paper.keywords]
        linked = schema_org.article(cited, subjects, self.config.urls.absolute(address))
        return replace(self._with_card(head, entry), linked=linked)

    def _with_card(self, head: HeadView, entry: CatalogEntry) -> HeadView:
        """`head` with the image of the paper `entry`, where it has one, else with that of its first tag."""
        if not (self.are_cards_drawn and paper_cards.can_be_drawn(entry)):
            return self.shared.with_card(head, entry.tags[0].tag if entry.tags else "")
        card = self.config.urls.absolute(urls.paper_card(entry.slug))
        alt = self.config.words.gettext("%(title)s, its gist, and its place on the map", title=entry.paper.title)
        return replace(head, card=card, card_alt=alt)

    def _abstract(self, entry: CatalogEntry, others: Around) -> tuple[str, tuple[tuple[str, str], ...]]:
        """The abstract with numbers and acronyms marked, and what the acronyms mean."""
        html = self.shared.abstract(entry)
        return abbreviations.marked(html, glossary.in_text(entry.paper.abstract, others.explained, self.usual))

    def _near(self, other: CatalogEntry, shared: tuple[str, ...]) -> NearView:
        return NearView(
            href=self.shared.href(urls.paper(other.slug)),
            title_html=other.paper.title_html,
            lang=self.config.marked(other.paper.lang),
            hues=tuple(self.shared.tag_link(earned.tag).hue for earned in other.tags[:4]),
            shared=", ".join(shared),
        )

    def _turn(self, to: CatalogEntry | None) -> Link | None:
        if to is None:
            return None
        return Link(name=truncated(to.paper.title, 60), href=self.shared.href(urls.paper(to.slug)))

    def twin(self, entry: CatalogEntry) -> TwinView:
        """`entry` as Markdown."""
        paper = entry.paper
        return TwinView(
            cited=self.shared.cited(entry),
            paper=paper,
            page=self.config.urls.absolute(urls.paper(entry.slug)),
            summary=entry.summary,
            tags=tuple(self.shared.tag_link(earned.tag).name for earned in entry.tags),
            body=paper.body,
        )

    def _source(self, paper: Paper) -> str:
        if not (paper.source and self.config.show_source):
            return ""
        number = self.config.words.number(paper.source.rank)
        return self.config.words.gettext("no. %(number)s in %(file)s", number=number, file=paper.source.file)

    def _edit(self, slug: str) -> str:
        repository = self.config.repository
        return f"{repository}/edit/{self.config.branch}/content/papers/{slug}.md" if repository else ""


def _found(entry: CatalogEntry) -> dict[str, Any]:
    """The fields that say what was found in the abstract."""
    paper, contribution = entry.paper, entry.gist.contribution
    return {
        "has_contribution": contribution is not None,
        "has_result": entry.gist.result is not None,
        "has_numbers": bool(entry.quantities),
        "summary_html": markdown.inline(paper.summary) if paper.summary and not contribution else "",
    }


def _author(stated: str, href: str) -> Link:
    return Link(name=person_names.display(stated), href=href)


def _venue(paper: Paper, words: Words) -> str:
    """The meeting or the journal, volume and pages there, the pages unless they could be taken for the year.

    Of a book, a thesis and a report what it is, and who published it.
    """
    known = replace(paper, pages="") if str(paper.year) in paper.pages else paper
    if paper.appeared_in:
        return ", ".join(filter(None, [paper.appeared_in, known.pages_there]))
    whole = {
        "book": words.gettext("Book"),
        "thesis": words.gettext("Thesis"),
        "phdthesis": words.gettext("PhD thesis"),
        "mastersthesis": words.gettext("Master’s thesis"),
        "report": words.gettext("Report"),
    }.get(paper.imprint.type, "")
    return ", ".join(filter(None, [whole, paper.imprint.publisher])) if whole else ""


def _word_count(abstract: str) -> int:
    """How many words; 0 where they are written without spaces between them."""
    count = len(abstract.split())
    return count if len(abstract) < _LONGEST_AVERAGE * count else 0


_LONGEST_AVERAGE: Final = 15
"""Letters a word, beyond what any language with spaces has."""


def _license(stated: str) -> str:
    """A licence in words: "CC BY 4.0" for its address."""
    found = _LICENSES.fullmatch(stated)
    return f"CC {(found['kind'] or '0').upper()} {found['version']}" if found else stated


def _signals(paper: Paper, words: Words) -> str:
    """ "42 upvotes, 1 star on 5 November 2025"; "" when nothing was counted."""
    if paper.signals is None:
        return ""
    said = ", ".join(_counted(kind, count, words) for kind, count in paper.signals.counts if count)
    if not (said and paper.signals.as_of):
        return said
    return words.gettext("%(counts)s on %(date)s", counts=said, date=words.date(paper.signals.as_of))


def _counted(kind: str, count: int, words: Words) -> str:
    """How often a paper was given what is called `kind`, one of `publication.SIGNALS`."""
    said = {
        "upvotes": words.ngettext("%(num)s upvote", "%(num)s upvotes", count),
        "stars": words.ngettext("%(num)s star", "%(num)s stars", count),
        "comments": words.ngettext("%(num)s comment", "%(num)s comments", count),
        "citations": words.ngettext("%(num)s citation", "%(num)s citations", count),
    }
    return said[kind]


def _visible_repairs(repairs: Iterable[Repair]) -> Iterator[tuple[str, str]]:
    """What was mended that readers could miss: braces, by which BibTeX keeps capitals, say nothing."""
    for one in repairs:
        if _BRACES.sub("", one.before) != one.after:
            yield one.before, one.after


def _searches(paper: Paper, words: Words) -> Iterator[Link]:
    """Links to searches for the title; at arXiv only of what is known to be nowhere, and could be there."""
    if not (paper.arxiv or paper.doi or paper.imprint.isbn or paper.imprint.type):
        yield Link(name=words.gettext("Find on arXiv"), href=urls.search_arxiv(paper.title))
    yield Link(name="Google Scholar", href=urls.search_scholar(paper.title))
