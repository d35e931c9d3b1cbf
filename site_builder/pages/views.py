"""Exactly what each template may read: links made, numbers formatted, rows chosen.

A view holds text, numbers and tuples only, so that it can be digested, pickled and rendered anywhere. Fields that end
in `_html` are safe HTML; templates print them with `|safe` and compute nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A way to somewhere."""

    name: str
    href: str
    current: bool = False
    """True on the page it leads to."""
    note: str = ""
    """A count, or what a reader should know before following it."""


@dataclass(frozen=True, kw_only=True, repr=False)
class SiteView:
    """What every page of the site says alike.

    It is part of every view, and stands in the digest of each: its `repr` is made once.
    """

    title: str
    subject: str
    description: str
    language: str
    """Of the interface's words."""
    content_language: str
    """Of papers and of the curator's words, where that is another; else ""."""
    paper_count: int
    tag_count: int
    home: str
    papers: str
    tags: str
    map: str
    picture: str
    """href of the map's picture."""
    years: str
    authors: str
    """href of the index of authors; "" where no paper names one."""
    a_z: str
    numbers: str
    """href of what papers claim in numbers; "" where none does."""
    trends: str
    """href of what rises and falls."""
    acronyms: str
    """href of the acronyms that papers explain; "" where none does."""
    systems: str
    """href of the named systems; "" where there are none."""
    shelves: str
    """href of the curator's shelves; "" where there are none."""
    feeds: str
    """href of the list of all feeds."""
    follow: str
    """href of the page that says how to subscribe."""
    editions: str
    """href of the list of editions; "" where there are none."""
    new: str
    """href of what came since a reader's last visit; "" where papers have no dates."""
    days: str
    """The days on which papers came, newest first, and how many: "2024-09-30=5 2024-09-23=12"."""
    shelf: str
    search: str
    about: str
    """href of content/pages/about.md; "" without it."""
    pages: tuple[Link, ...]
    """The curator's other pages."""
    feed: str
    opensearch: str
    manifest: str
    data: str
    references: tuple[Link, ...]
    """All papers as BibTeX, RIS and CSL-JSON."""
    style: str
    """href of the stylesheet."""
    script: str
    """href of the module for every page."""
    search_script: str
    """href of the module for the search page."""
    shelf_script: str
    """href of the module for the shelf."""
    map_script: str
    """href of the module for the map."""
    paper_style: str
    """href of the stylesheet of a paper's own page."""
    home_style: str
    """href of the stylesheet of the front page and of the picture of all papers."""
    map_style: str
    """href of the stylesheet of the map as a tool."""
    shelf_style: str
    """href of the stylesheet of the shelf and of comparing."""
    sort_script: str
    """href of the module that sorts tables."""
    figures_style: str
    """href of the stylesheet of numbers and of trends."""
    overviews_style: str
    """href of the stylesheet of pages that list names: tags, years, titles, authors, acronyms, editions, feeds."""
    search_style: str
    """href of the stylesheet of the search page."""
    compare_script: str
    """href of the module that compares papers."""
    pagefind: str
    """href of the folder of the search index."""
    icon: str
    early_script: str
    """href of the script that runs before the first paint: it sets a remembered theme, and hides what is hidden."""
    prefetch_rules: str
    """Source of the inline Speculation Rules: which links a browser may fetch ahead."""
    csp: str
    """The Content-Security-Policy of every page."""
    base: str
    """The base path: prefix of what the site keeps in the browser."""

    def __repr__(self) -> str:
        return self._fingerprint

    @cached_property
    def _fingerprint(self) -> str:
        return f"SiteView({vars(self)})"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadView:
    """What the head and the header of one page say."""

    title: str
    """The page's own name; the site's name follows it except on the home page."""
    description: str
    canonical: str
    section: str = ""
    """Which link of the main navigation is current: papers, tags, map, about or none; "years" on a year's list."""
    current: bool = False
    """True when this page is exactly the one that link leads to."""
    indexed: bool = True
    """False asks search engines to leave the page out."""
    card: str = ""
    """Address of the image shown with shared links, with scheme and host."""
    card_alt: str = ""
    """What that image says: a title, and the site's name."""
    linked: Mapping[str, Any] = field(default_factory=dict)
    """The page as schema.org's JSON-LD; may be empty."""
    feed: str = ""
    """href of the page's own feed; "" where the site's is all there is."""
    fix: str = ""
    """URL of an issue that names this page, to be written by a reader; "" where the site has no repository."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TagLink:
    """A tag as shown beside a paper."""

    slug: str
    name: str
    href: str
    hue: int
    """The area's colour, from 1."""
    reason: str = ""
    """The phrase that earned it, as the paper has it; "set by hand"; or the tag it comes with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """A paper in a list."""

    slug: str
    href: str
    title_html: str
    gist_html: str
    has_abstract: bool
    """True when the paper's page has one, from which the row's script fetches it."""
    note_html: str
    """Why the curator thinks it worth reading; may be empty."""
    tags: tuple[TagLink, ...]
    authors: str
    """A short form of the authors, such as "Wang, Song and 3 others"; may be empty."""
    year: str
    venue: str
    ways: tuple[Link, ...]
    """arXiv, PDF and code, where known."""
    lang: str
    """Language of title and abstract when it is not the site's."""
    extra: Mapping[str, Any]
    """The curator's own fields, as the page states them; no template of ours reads them."""
    coins_html: str
    """What Zotero's button reads of it in a list."""
    added: str
    """The day it came, as a machine reads it; "" where that is not known."""
    aliases: tuple[str, ...]
    """Slugs it once had, by which a shelf may know it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaView:
    """An area with its used tags; `note` of each is its count of papers."""

    slug: str
    name: str
    hue: int
    href: str
    tags: tuple[Link, ...]
    shares: tuple[float, ...]
    """For each tag its count as a percentage of the most frequent tag's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelView:
    """An area's name on the map; its middle in percent of the picture."""

    name: str
    href: str
    hue: int
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DotView:
    """A paper on the map, in units of the picture."""

    href: str
    x: int
    y: int
    title: str
    """Plain text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionView:
    """Where a paper lies on the map, in percent of the picture."""

    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeView:
    """home.html"""

    site: SiteView
    head: HeadView
    heading: str
    labels: tuple[LabelView, ...]
    """Areas on the map."""
    areas: tuple[AreaView, ...]
    begin: tuple[Link, ...]
    """Where a first-time reader may begin; `note` says in a line what is there."""
    rows_heading: str
    rows: tuple[RowView, ...]
    edition: Link | None
    """The newest edition."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One part of a list of papers."""

    rows: tuple[RowView, ...]
    first: int
    """Number of the first row in the whole list, from 1."""
    last: int
    total: int
    pagination: tuple[Link, ...]
    """Links to the parts of the list; empty when there is one."""
    order: str = ""
    """What the list goes by, such as "by upvotes, as of 20 November 2026"; "" when nothing is said of it."""
    by: str = "date"
    """The order as site.yaml names it."""
    key: str = ""
    """Which papers these are, as static/js/facets/facts.js knows them: "all", "year:2023", "tag:pruning", or "rows" for
    those of this page; "" where nobody may narrow the list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetView:
    """A row of the table of tags that meet: one tag, and how many papers it shares with each of the table's tags."""

    tag: Link
    hue: int
    counts: tuple[int | None, ...]
    """None where the tag meets itself."""
    shades: tuple[int, ...]
    """Each count as a percentage of the table's highest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TagsView:
    """tags.html: every used tag under its area, and which of them meet."""

    site: SiteView
    head: HeadView
    areas: tuple[AreaView, ...]
    meets: tuple[MeetView, ...]
    proposed: bool
    """True when the tags were proposed from the papers, and no curator has read them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchView:
    """search.html"""

    site: SiteView
    head: HeadView
    areas: tuple[AreaView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProseView:
    """prose.html: a page of the curator's, such as About; and 404.html."""

    site: SiteView
    head: HeadView
    heading: str
    body_html: str
    areas: tuple[AreaView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedView:
    """moved.html: a stub where a page used to be."""

    site: SiteView
    head: HeadView
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class YearsView:
    """years.html: a bar a year."""

    site: SiteView
    head: HeadView
    years: tuple[Link, ...]
    shares: tuple[float, ...]
    unknown: int
    """How many papers have no year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueView:
    """An edition in the list of editions."""

    title: str
    href: str
    day: str
    """Its date as a machine reads it."""
    date: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionsView:
    """editions.html: every edition, newest first."""

    site: SiteView
    head: HeadView
    issues: tuple[IssueView, ...]
