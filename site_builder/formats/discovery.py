"""What tells machines where things are: views of sitemap, robots.txt, OpenSearch and llms.txt; the web manifest.

Dates are those of papers, never of the build.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from site_builder.analysis.catalog import Catalog
from site_builder.core import urls
from site_builder.core.config import SiteConfig
from site_builder.formats import data
from site_builder.text import markdown

_LOCATIONS: Final = 10_000
"""Pages in one file of the sitemap; search engines take up to 50,000."""
_LISTED: Final = 1000
"""Papers that llms.txt names one by one; a longer file would be read by nobody, and papers.jsonl has them all."""


@dataclass(frozen=True, slots=True)
class Location:
    """A page of the sitemap."""

    url: str
    modified: str
    """The day on which it last got a paper, such as "2024-09-30"; "" where that says nothing of it."""


@dataclass(frozen=True, slots=True)
class SitemapView:
    """sitemap.xml, and sitemap-index.xml, whose pages are the parts."""

    pages: tuple[Location, ...]


@dataclass(frozen=True, slots=True)
class RobotsView:
    """robots.txt."""

    sitemap: str


@dataclass(frozen=True, slots=True)
class OpenSearchView:
    """opensearch.xml."""

    name: str
    description: str
    search: str
    """A URL in which `{searchTerms}` stands for the query."""


@dataclass(frozen=True, slots=True)
class Item:
    """A line of llms.txt; `name` and `about` are Markdown."""

    name: str
    url: str
    about: str


@dataclass(frozen=True, slots=True)
class LlmsView:
    """llms.txt; all its texts are Markdown."""

    title: str
    description: str
    sections: tuple[tuple[str, tuple[Item, ...]], ...]


def sitemap_parts(addresses: Iterable[str]) -> Mapping[str, Sequence[str]]:
    """Address of each file of the sitemap → the pages it lists; a large one is parts, which are compressed."""
    every = sorted(addresses)
    if len(every) <= _LOCATIONS:
        return {urls.SITEMAP: every}
    parts = [every[start : start + _LOCATIONS] for start in range(0, len(every), _LOCATIONS)]
    stem = urls.SITEMAP.removesuffix(".xml")
    return {f"{stem}-{number}.xml.gz": part for number, part in enumerate(parts, 1)}


def sitemap_index(parts: Iterable[str], config: SiteConfig) -> SitemapView:
    """Where the files at the addresses `parts` are."""
    return SitemapView(tuple(Location(config.urls.absolute(part), "") for part in parts))


def sitemap(addresses: Iterable[str], catalog: Catalog, config: SiteConfig) -> SitemapView:
    """Every page that search engines should know, and when it last got a paper, where that says something of it."""
    days = _days(catalog, config)
    return SitemapView(tuple(Location(config.urls.absolute(one), _iso(days.get(one))) for one in sorted(addresses)))


def _days(catalog: Catalog, config: SiteConfig) -> Mapping[str, date | None]:
    """Address → when the page there last changed, of papers and of what lists them."""
    of_papers = {entry.slug: catalog.date_of(entry) or config.edition for entry in catalog.papers}
    found = {urls.paper(slug): day for slug, day in of_papers.items()}
    found |= {urls.tag(tag): _newest(of_papers[one.slug] for one in held) for tag, held in catalog.by_tag.items()}
    found |= {urls.edition(edition.date): edition.date for edition in catalog.editions}
    return found | dict.fromkeys((urls.HOME, urls.PAPERS), _newest(of_papers.values()))


def _newest(days: Iterable[date | None]) -> date | None:
    return max(filter(None, days), default=None)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def manifest(config: SiteConfig, icon: str) -> bytes:
    """What a browser needs to put the site among its apps; `icon` is an href."""
    icons = [{"src": icon, "sizes": "any", "type": "image/svg+xml"}]
    facts = {"name": config.title, "short_name": config.title[:12].strip(), "description": config.description}
    looks = {"display": "minimal-ui", "background_color": "#fdfdfe", "theme_color": "#fdfdfe", "icons": icons}
    scope = {"id": config.urls.base, "start_url": config.urls.base, "scope": config.urls.base, "lang": config.language}
    return json.dumps({**facts, **scope, **looks}, ensure_ascii=False).encode("utf-8", "replace")


def robots(config: SiteConfig) -> RobotsView:
    """Leave to read everything, and where the sitemap is."""
    return RobotsView(config.urls.absolute(urls.SITEMAP))


def opensearch(config: SiteConfig) -> OpenSearchView:
    """How a browser may search this site from its address bar (OpenSearch 1.1, draft 6)."""
    return OpenSearchView(
        name=config.title[:16],
        description=config.description[:1024] or config.title,
        search=f"{config.urls.absolute(urls.SEARCH)}?q={{searchTerms}}",
    )


def llms(catalog: Catalog, config: SiteConfig) -> LlmsView:
    """The site for readers that are programs (https://llmstxt.org)."""
    whole, titles = config.urls.absolute, catalog.titles
    listed = [(titles[entry.slug], whole(urls.twin(entry.slug)), entry.summary) for entry in catalog.papers[:_LISTED]]
    sections = {
        "Everything at once": [
            _export(whole(address), about) for address, about in _exports(large=data.is_large(len(catalog.papers)))
        ],
        "Tags": [(tag.name, whole(urls.tag(tag.slug)), tag.means) for tag in catalog.used_tags],
        "Papers": listed,
    }
    return LlmsView(
        title=markdown.literal(config.title),
        description=markdown.literal(config.description),
        sections=tuple((heading, tuple(_item(*item) for item in items)) for heading, items in sections.items()),
    )


def _item(name: str, url: str, about: str) -> Item:
    return Item(markdown.literal(name), url, markdown.literal(about))


def _export(url: str, about: str) -> tuple[str, str, str]:
    return url.rsplit("/", 1)[1], url, about


def _exports(*, large: bool) -> Iterator[tuple[str, str]]:
    """(address, what it holds) of each file of all papers of a site, which may be a large one."""
    yield data.llms_full(large=large), "titles, abstracts and addresses as Markdown"
    yield data.whole("jsonl", large=large), "one JSON object a line"
    yield urls.DATA, "the same as one object"
    yield urls.TABLE, "a table without abstracts"
    yield data.whole("bib", large=large), "BibTeX"
    yield data.whole("ris", large=large), "RIS, with abstracts"
    yield data.whole("csl.json", large=large), "CSL-JSON, with abstracts"
    yield urls.feed(), "the newest as Atom"
    yield urls.feed(suffix="json"), "the newest as JSON Feed"
