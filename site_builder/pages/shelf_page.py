"""What a reader's browser keeps, as the build sees it: the shelf's page, its index of all papers, and what is new.

Nothing of a reader is known here. The shelf holds slugs; `index` says what they are, without abstracts, so that a shelf
of any length costs one file. The scripts in static/js/shelf/ do the rest.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any, Final

from site_builder.analysis import gist
from site_builder.analysis.catalog import Catalog, CatalogEntry
from site_builder.core import urls
from site_builder.formats import data
from site_builder.formats.roll import Roll
from site_builder.pages.shared import Common, Shared, ways
from site_builder.pages.views import AreaView, HeadView, Link, RowView, SiteView
from site_builder.text import person_names

_DAYS: Final = 12
"""Days a browser is told of: who was not here for longer finds the older ones in the list of editions."""
_ROWS: Final = 40
"""Rows of one day on the page of what is new."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelfView:
    """shelf.html: what a reader kept. A script fills it."""

    site: SiteView
    head: HeadView
    areas: tuple[AreaView, ...]
    index: str
    """href of all papers in short."""
    forms: tuple[Link, ...]
    """The files that hold all citations; `name` is the form's."""
    compare: str
    """href of the page that compares papers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareView:
    """compare.html: a few papers side by side. A script fills it."""

    site: SiteView
    head: HeadView


@dataclass(frozen=True, slots=True, kw_only=True)
class DayView:
    """The papers that came on one day."""

    day: str
    """As a machine reads it."""
    heading: str
    href: str
    """The edition's page; "" where there was none on that day."""
    count: int
    rows: tuple[RowView, ...]
    """As many as there is room for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewView:
    """new.html: the newest days; a script shows those since the last visit."""

    site: SiteView
    head: HeadView
    areas: tuple[AreaView, ...]
    days: tuple[DayView, ...]


def listed_days(catalog: Catalog) -> str:
    """The newest days and how many papers came on each, as `SiteView.days` has them."""
    return " ".join(f"{day.isoformat()}={len(papers)}" for day, papers in islice(catalog.days.items(), _DAYS))


def shelf(shared: Shared, site: SiteView) -> ShelfView:
    """The page of what a reader kept."""
    kinds = {"bib": "bib", "ris": "ris", "csl": "csl.json"}
    forms = ((name, data.whole(suffix, large=shared.is_large)) for name, suffix in kinds.items())
    words = shared.config.words
    return ShelfView(
        site=site,
        head=shared.head(
            words.gettext("My shelf"),
            words.gettext("Papers you kept in this browser."),
            urls.SHELF,
            "shelf",
            current=True,
            indexed=False,
        ),
        areas=shared.areas(),
        index=shared.href(urls.SHELF_INDEX),
        forms=tuple(Link(name=name, href=shared.href(address)) for name, address in forms),
        compare=shared.href(urls.COMPARE),
    )


def compare(shared: Shared, site: SiteView) -> CompareView:
    """The page on which papers stand side by side."""
    words = shared.config.words
    title, description = words.gettext("Compare papers"), words.gettext("Two to five papers, side by side.")
    head = shared.head(title, description, urls.COMPARE, indexed=False)
    return CompareView(site=site, head=head)


def new(shared: Shared, site: SiteView) -> NewView:
    """The page of what came since a reader's last visit."""
    words = shared.config.words
    title, description = words.gettext("New papers"), words.gettext("The papers that came last, by edition.")
    return NewView(
        site=site,
        head=shared.head(title, description, urls.NEW, "new", current=True),
        areas=shared.areas(),
        days=tuple(_days(shared)),
    )


def _days(shared: Shared) -> Iterator[DayView]:
    by_date = {edition.date: edition for edition in shared.catalog.editions}
    for day, papers in islice(shared.catalog.days.items(), _DAYS):
        edition = by_date.get(day)
        yield DayView(
            day=day.isoformat(),
            heading=edition.title if edition else shared.config.words.date(day),
            href=shared.href(urls.edition(day)) if edition else "",
            count=len(papers),
            rows=tuple(map(shared.row, papers[:_ROWS])),
        )


def index(shared: Common) -> Roll[CatalogEntry]:
    """Papers in short, one on each line; what is not known of a paper is left out."""
    return Roll(partial(_line, shared), b'{"papers": [\n', b",\n", b"\n]}\n")


def _line(shared: Common, entry: CatalogEntry) -> bytes:
    paper, cited = entry.paper, shared.cited(entry)
    facts: dict[str, Any] = {
        "slug": entry.slug,
        "title": cited.title,
        "authors": person_names.short(paper.authors, shared.config.words),
        "year": str(paper.year or ""),
        "venue": paper.appeared_in,
        "gist": gist.brief(entry.summary),
        "tags": [earned.tag for earned in entry.tags],
        "ways": [[way.name, way.href] for way in ways(entry, shared.config.words)],
        "lang": shared.config.marked(paper.lang),
        "key": cited.key,
        "arxiv": cited.arxiv,
        "doi": cited.doi,
        "added": entry.day.isoformat() if entry.day else "",
        "aliases": list(paper.aliases),
    }
    known = {name: value for name, value in facts.items() if value}
    return json.dumps(known, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
