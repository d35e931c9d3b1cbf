"""The nouns that gathering, understanding and showing share.

Nothing here knows of folders, HTML or addresses. To learn something new about a paper, make a new value.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

WORK_TYPES: Final = ("book", "chapter", "thesis", "phdthesis", "mastersthesis", "report")
"""What a paper may say it is; one that says nothing is an article, a talk or a preprint."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """What a catalog of printed works says of a paper beside where it appeared."""

    volume: str = ""
    number: str = ""
    """Of the issue, or of the report."""
    publisher: str = ""
    """Of a thesis the university, of a report the institution."""
    issn: str = ""
    isbn: str = ""
    type: str = ""
    """One of `WORK_TYPES`, or ""."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One paper as a dump states it, before any repair."""

    title: str
    abstract: str
    lines: tuple[int, int]
    """First and last line in the dump, from 1."""
    rank: int
    """Place in the dump, from 1."""
    cut: str = ""
    """What the reader cut from the front of the title because it belongs to the page around."""
    authors: tuple[str, ...] = ()
    more_authors: bool = False
    """True where the dump names some and says that there are others."""
    year: int | None = None
    arxiv: str = ""
    category: str = ""
    """The first class the paper has at arXiv, such as cs.CL."""
    venue: str = ""
    doi: str = ""
    links: tuple[tuple[str, str], ...] = ()
    """(name, URL) pairs, such as ("code", "https://…")."""
    published: str = ""
    """The day it first came out, as in 2025-09-04; the month or the year where no more is known."""
    version: int = 0
    """Of the text at arXiv, from 1; 0 where the dump does not say."""
    journal: str = ""
    pages: str = ""
    """In the journal or the proceedings, such as 12–34."""
    imprint: Imprint = Imprint()
    keywords: tuple[str, ...] = ()
    """The authors' own, or their publisher's."""
    license: str = ""
    lang: str = ""
    """The language of title and abstract, such as tr, where the dump says."""
    signals: tuple[tuple[str, int], ...] = ()
    """(kind, count) pairs of what people did with the paper, such as ("upvotes", 12)."""
    as_of: str = ""
    """The day on which `signals` were true, where the dump says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where in which dump a paper was found."""

    file: str
    lines: tuple[int, int]
    rank: int


@dataclass(frozen=True, slots=True)
class Signals:
    """What people did with a paper elsewhere, and when that was counted."""

    counts: tuple[tuple[str, int], ...]
    """(kind, count) pairs: upvotes, stars, comments, citations."""
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """An earlier version of a paper's text."""

    number: int
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One paper, exactly as its page under content/papers/ states it."""

    slug: str
    title: str
    """What a reader of the title reads: plain text."""
    body: str
    """Markdown, untouched."""
    abstract: str
    """What a reader of `body` reads: plain text, paragraphs parted by a line break."""
    html: str = field(default="", repr=False, compare=False)
    """`body` as safe HTML, its links as they are written; it follows from `body`."""
    title_source: str = ""
    """The title as the page states it, with its TeX."""
    title_html: str = field(default="", repr=False, compare=False)
    """The title as safe HTML; it follows from `title_source`."""
    authors: tuple[str, ...] = ()
    more_authors: bool = False
    """True when there are others, whose names are not known."""
    year: int | None = None
    venue: str = ""
    arxiv: str = ""
    category: str = ""
    doi: str = ""
    links: tuple[tuple[str, str], ...] = ()
    tags: frozenset[str] = frozenset()
    """Set by hand. Rules add theirs in `tagging`, on a new object."""
    not_tags: frozenset[str] = frozenset()
    summary: str = ""
    """The gist set by hand; empty when `gist` is to find one."""
    lang: str = ""
    added: date | None = None
    aliases: tuple[str, ...] = ()
    """Slugs the page once had."""
    source: Source | None = None
    published: str = ""
    """The day it first came out, as in 2025-09-04; the month or the year where no more is known."""
    journal: str = ""
    pages: str = ""
    """In the journal or the proceedings, such as 12–34."""
    imprint: Imprint = Imprint()
    keywords: tuple[str, ...] = ()
    license: str = ""
    signals: Signals | None = None
    versions: tuple[Version, ...] = ()
    """Earlier ones, oldest first."""
    note: str = ""
    """Why the curator thinks it worth reading."""
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)
    """Fields of the curator's own, for templates of their own."""

    @property
    def pages_there(self) -> str:
        """Volume, issue and pages in one, such as "12(3), 45–67"; "" where nobody knows of what."""
        issue = f"({self.imprint.number})" if self.imprint.number else ""
        stated = filter(None, [f"{self.imprint.volume}{issue}", self.pages])
        return ", ".join(stated) if self.appeared_in else ""

    @property
    def appeared_in(self) -> str:
        """The meeting or the journal."""
        return self.venue or self.journal


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """Papers published together, exactly as their page under content/editions/ states it."""

    date: date
    papers: tuple[str, ...]
    """Slugs, in the curator's order."""
    title: str
    body: str = ""
    """The curator's introduction, Markdown; may be empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A family of tags, and a colour on every page."""

    slug: str
    name: str
    hue: int
    """Index into the palette of tokens.css, from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TagRule:
    """What earns a tag: phrases with weights, what forbids it, and a threshold.

    The language of the phrases belongs to `phrases`, the arithmetic to `tagging`.
    """

    anywhere: tuple[tuple[str, float], ...] = ()
    """(phrase, weight) that counts in the title and in every sentence."""
    claim: tuple[tuple[str, float], ...] = ()
    """Counts in the title and in sentences that say what the paper does."""
    title: tuple[tuple[str, float], ...] = ()
    """Counts in the title only."""
    against: tuple[tuple[str, float], ...] = ()
    """Counts everywhere, and is taken away."""
    ignores: tuple[str, ...] = ()
    """Phrases whose words are no evidence, so that "test-time scaling" is not about "scaling"."""
    vetoes: tuple[str, ...] = ()
    """Phrases that forbid the tag wherever they stand."""
    needs: tuple[str, ...] = ()
    """Where given, one of these must stand somewhere."""
    implies: tuple[str, ...] = ()
    """Slugs of tags that come with this one."""
    threshold: float = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """One word of the vocabulary."""

    slug: str
    name: str
    area: str
    means: str
    rule: TagRule = field(default_factory=TagRule)
