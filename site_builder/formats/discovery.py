"""What tells machines where things are: the sitemap, robots.txt, the OpenSearch description, llms.txt.

Dates are those of papers, never of the build.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final
from xml.sax.saxutils import escape

from site_builder.analysis.catalog import Catalog, CatalogEntry
from site_builder.core import urls
from site_builder.core.config import SiteConfig
from site_builder.text import markdown

_SITEMAP: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
_LISTED: Final = 1000
"""Papers that llms.txt names one by one; a longer file would be read by nobody, and papers.jsonl has them all."""


def sitemap(addresses: Iterable[str], catalog: Catalog, config: SiteConfig) -> bytes:
    """Every page that search engines should know, and when it last got a paper, where that says something of it."""
    days = _days(catalog, config)
    lines = "".join(_location(config.urls.absolute(address), days.get(address)) for address in sorted(addresses))
    return f'<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="{_SITEMAP}">\n{lines}</urlset>\n'.encode()


def _days(catalog: Catalog, config: SiteConfig) -> Mapping[str, date | None]:
    """Address → when the page there last changed, of papers and of what lists them."""
    of_papers = {entry.slug: catalog.date_of(entry) or config.edition for entry in catalog.papers}
    found = {urls.paper(slug): day for slug, day in of_papers.items()}
    found |= {urls.tag(tag): _newest(of_papers[one.slug] for one in held) for tag, held in catalog.by_tag.items()}
    found |= {urls.edition(edition.date): edition.date for edition in catalog.editions}
    return found | dict.fromkeys((urls.HOME, urls.PAPERS), _newest(of_papers.values()))


def _newest(days: Iterable[date | None]) -> date | None:
    return max(filter(None, days), default=None)


def _location(url: str, day: date | None) -> str:
    modified = f"<lastmod>{day.isoformat()}</lastmod>" if day else ""
    return f"<url><loc>{escape(url)}</loc>{modified}</url>\n"


def robots(config: SiteConfig) -> bytes:
    """Leave to read everything, and where the sitemap is."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {config.urls.absolute(urls.SITEMAP)}\n".encode()


def opensearch(config: SiteConfig) -> bytes:
    """How a browser may search this site from its address bar (OpenSearch 1.1, draft 6)."""
    search = f"{config.urls.absolute(urls.SEARCH)}?q={{searchTerms}}"
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n'
        f"<ShortName>{escape(config.title[:16])}</ShortName>\n"
        f"<Description>{escape(config.description[:1024] or config.title)}</Description>\n"
        f'<Url type="text/html" template="{escape(search)}"/>\n'
        f"<InputEncoding>UTF-8</InputEncoding>\n</OpenSearchDescription>\n"
    ).encode()


def llms(catalog: Catalog, config: SiteConfig) -> bytes:
    """The site for readers that are programs (https://llmstxt.org)."""
    whole = config.urls.absolute
    lines = [f"# {markdown.literal(config.title)}", ""]
    lines += [f"> {markdown.literal(config.description)}", ""] if config.description else []
    lines += ["Every paper's page has a Markdown twin, `index.md` beside it, with its abstract and citations.", ""]
    lines += ["## Everything at once", ""]
    lines += [_item(name, whole(address), about) for name, address, about in _EXPORTS]
    lines += ["", "## Tags", ""]
    lines += [_item(tag.name, whole(urls.tag(tag.slug)), tag.means) for tag in catalog.used_tags]
    lines += ["", "## Papers", ""]
    lines += [_paper(entry, catalog, whole(urls.twin(entry.slug))) for entry in catalog.papers[:_LISTED]]
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


_EXPORTS: Final = (
    ("papers.jsonl", urls.LINES, "one JSON object a line"),
    ("papers.json", urls.DATA, "the same as one object"),
    ("papers.csv", urls.TABLE, "a table without abstracts"),
    ("papers.bib", urls.bibliography(), "BibTeX"),
    ("feed.xml", urls.feed(), "the newest as Atom"),
    ("feed.json", urls.feed(suffix="json"), "the newest as JSON Feed"),
)


def _paper(entry: CatalogEntry, catalog: Catalog, url: str) -> str:
    return _item(catalog.titles[entry.slug], url, entry.summary)


def _item(name: str, url: str, about: str) -> str:
    return f"- [{markdown.literal(name)}]({url}){f': {markdown.literal(about)}' if about else ''}"
