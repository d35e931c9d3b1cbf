"""What machines read: Atom, the sitemap, robots.txt, the JSON export.

Nothing here depends on when the site is built: dates come from papers or from the edition in site.yaml, and ids never
contain the host.
"""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any
from xml.etree import ElementTree

from slugify import slugify

from site_builder import markup, urls
from site_builder.catalog import Catalog, Shown
from site_builder.config import SiteConfig

ATOM = "http://www.w3.org/2005/Atom"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWEST = 50
"""Entries in the feed."""
_UNDATED = date(2000, 1, 1)
"""Stands where neither a paper nor the edition has a date: Atom demands one, and today's would change every build."""

ElementTree.register_namespace("", ATOM)


def papers_json(catalog: Catalog, config: SiteConfig) -> str:
    """The export others read; a contract, so fields may be added but not changed."""
    papers = [_exported(shown, config) for shown in catalog.papers]
    return json.dumps({"papers": papers}, ensure_ascii=False, indent=1) + "\n"


def _exported(shown: Shown, config: SiteConfig) -> dict[str, Any]:
    paper = shown.paper
    return {
        "slug": paper.slug,
        "url": config.urls.absolute(urls.paper(paper.slug)),
        "title": _title(shown),
        "abstract": paper.abstract,
        "summary": shown.gist.text,
        "tags": [earned.tag for earned in shown.tags],
        "authors": list(paper.authors),
        "year": paper.year,
        "venue": paper.venue,
        "arxiv": paper.arxiv,
        "doi": paper.doi,
        "links": dict(paper.links),
        "related": [near.slug for near in shown.related],
    }


def atom(catalog: Catalog, config: SiteConfig) -> bytes:
    """The site's feed, RFC 4287: the newest papers with gist and whole abstract."""
    shown = catalog.papers[:_NEWEST]
    feed = ElementTree.Element(f"{{{ATOM}}}feed")
    _child(feed, "id", _tag_uri("feed", slugify(config.title)))
    _child(feed, "title", config.title)
    _child(feed, "subtitle", config.description)
    _child(feed, "updated", _instant(max((_day(one, config) for one in shown), default=_UNDATED)))
    _child(_child(feed, "author"), "name", config.title)
    _link(feed, "self", config.urls.absolute(urls.FEED), "application/atom+xml")
    _link(feed, "alternate", config.urls.absolute(urls.HOME), "text/html")
    for one in shown:
        _entry(feed, one, config)
    return _document(feed)


def _entry(feed: ElementTree.Element, shown: Shown, config: SiteConfig) -> None:
    paper, day = shown.paper, _instant(_day(shown, config))
    entry = _child(feed, "entry")
    _child(entry, "id", _tag_uri("paper", paper.slug))
    _child(entry, "title", _title(shown))
    _child(entry, "updated", day)
    _child(entry, "published", day)
    for author in paper.authors:
        _child(_child(entry, "author"), "name", author)
    _link(entry, "alternate", config.urls.absolute(urls.paper(paper.slug)), "text/html")
    for earned in shown.tags:
        ElementTree.SubElement(entry, f"{{{ATOM}}}category", term=earned.tag)
    _child(entry, "summary", shown.gist.text)
    _child(entry, "content", paper.abstract)


def _tag_uri(kind: str, name: str) -> str:
    """An id free of host and date, so that moving the site announces nothing twice (RFC 4151)."""
    return f"tag:papershelf,2026:{kind}/{name}"


def _title(shown: Shown) -> str:
    return markup.plain(markup.inline(shown.paper.title))


def _day(shown: Shown, config: SiteConfig) -> date:
    return shown.paper.added or config.edition or _UNDATED


def _instant(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _child(parent: ElementTree.Element, name: str, text: str = "") -> ElementTree.Element:
    child = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}")
    child.text = text or None
    return child


def _link(parent: ElementTree.Element, rel: str, href: str, kind: str) -> None:
    ElementTree.SubElement(parent, f"{{{ATOM}}}link", rel=rel, href=href, type=kind)


def _document(root: ElementTree.Element) -> bytes:
    ElementTree.indent(root)
    body = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{body}\n'.encode()


def sitemap(addresses: Iterable[str], config: SiteConfig) -> bytes:
    """Every page that search engines should know."""
    lines = "".join(f"<url><loc>{_escaped(config.urls.absolute(address))}</loc></url>\n" for address in addresses)
    head = f'<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="{_SITEMAP}">\n'
    return f"{head}{lines}</urlset>\n".encode()


def opensearch(config: SiteConfig) -> bytes:
    """How a browser may search this site from its address bar (OpenSearch 1.1, draft 6)."""
    search = f"{config.urls.absolute(urls.SEARCH)}?q={{searchTerms}}"
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n'
        f"<ShortName>{_escaped(config.title[:16])}</ShortName>\n"
        f"<Description>{_escaped(config.description[:1024] or config.title)}</Description>\n"
        f'<Url type="text/html" template="{_escaped(search)}"/>\n'
        f"<InputEncoding>UTF-8</InputEncoding>\n</OpenSearchDescription>\n"
    ).encode()


def _escaped(url: str) -> str:
    return url.replace("&", "&amp;").replace("<", "&lt;")


def robots(config: SiteConfig) -> str:
    """Leave to read everything, and where the sitemap is."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {config.urls.absolute(urls.SITEMAP)}\n"
