"""Feeds: Atom (RFC 4287) and JSON Feed 1.1, of the site and of each tag, in pages (RFC 5005).

Pure: a feed's view in, bytes out. Nothing here depends on when the site is built: dates come from papers and editions,
and ids are made of where the site first was, so that moving it announces nothing twice.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import escape, quoteattr

ATOM: Final = "http://www.w3.org/2005/Atom"
UNDATED: Final = date(2000, 1, 1)
"""Stands where neither a paper nor its edition has a date: Atom demands one, and today's would change every build."""
NOT_XML: Final = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that XML 1.0 has no way to write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """A paper, or an edition, in a feed."""

    identity: str
    """A URI that stays when the site moves."""
    url: str
    title: str
    """Plain text, like all here."""
    summary: str
    content: str
    """The whole abstract."""
    day: date
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    """Their names."""
    elsewhere: tuple[tuple[str, str], ...] = ()
    """(name, URL): arXiv, PDF, code."""
    lang: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedView:
    """One page of a feed; addresses with scheme and host, "" where there is none."""

    identity: str
    title: str
    subtitle: str
    site: str
    """The site's name: the author of what has no author."""
    home: str
    """The page the feed is of."""
    pages: tuple[tuple[str, str], ...]
    """(relation, URL) of this page of the feed and of others: self, first, last, previous, next."""
    language: str
    updated: date
    entries: tuple[EntryView, ...]


def identity(site: str, kind: str, name: str) -> str:
    """An id that no other site has, free of any date that moves (RFC 4151); `site` is where the site first was."""
    parts = urlsplit(site)
    authority = (parts.hostname or "").encode("idna").decode()
    path = quote(parts.path.strip("/"))
    return f"tag:{authority},2026:{f'{path}/' if path else ''}{kind}/{name}"


# -- Atom --------------------------------------------------------------------------------------------------------------


def atom(feed: FeedView) -> bytes:
    """`feed` as Atom."""
    return NOT_XML.sub("", "".join(f"{line}\n" for line in _feed(feed))).encode()


def _feed(feed: FeedView) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield f'<feed xmlns="{ATOM}" xml:lang={quoteattr(feed.language)}>'
    yield f"<id>{escape(feed.identity)}</id>"
    yield f"<title>{escape(feed.title)}</title>"
    if feed.subtitle:
        yield f"<subtitle>{escape(feed.subtitle)}</subtitle>"
    yield f"<updated>{_instant(feed.updated)}</updated>"
    yield _person(feed.site)
    yield _link("alternate", feed.home, "text/html")
    for relation, url in feed.pages:
        yield _link(relation, url, "application/atom+xml")
    for entry in feed.entries:
        yield from _entry(entry)
    yield "</feed>"


def _entry(entry: EntryView) -> Iterator[str]:
    yield f"<entry xml:lang={quoteattr(entry.lang)}>" if entry.lang else "<entry>"
    yield f"<id>{escape(entry.identity)}</id>"
    yield f"<title>{escape(entry.title)}</title>"
    yield f"<updated>{_instant(entry.day)}</updated>"
    yield f"<published>{_instant(entry.day)}</published>"
    for name in entry.authors:
        yield _person(name)
    yield _link("alternate", entry.url, "text/html")
    for name, url in entry.elsewhere:
        yield _link("related", url, title=name)
    for tag in entry.tags:
        yield f"<category term={quoteattr(tag)}/>"
    if entry.summary:
        yield f"<summary>{escape(entry.summary)}</summary>"
    yield f"<content>{escape(entry.content)}</content>"
    yield "</entry>"


def _person(name: str) -> str:
    return f"<author><name>{escape(name)}</name></author>"


def _link(relation: str, url: str, kind: str = "", title: str = "") -> str:
    stated = {"rel": relation, "href": url, "type": kind, "title": title}
    return f"<link {' '.join(f'{name}={quoteattr(value)}' for name, value in stated.items() if value)}/>"


def _instant(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


# -- JSON Feed ---------------------------------------------------------------------------------------------------------


def json_feed(feed: FeedView) -> bytes:
    """`feed` as JSON Feed 1.1, https://www.jsonfeed.org/version/1.1/."""
    pages = dict(feed.pages)
    stated = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.subtitle,
        "home_page_url": feed.home,
        "feed_url": pages["self"],
        "next_url": pages.get("next", ""),
        "language": feed.language,
        "authors": [{"name": feed.site}],
    }
    items: Sequence[dict[str, Any]] = [_item(entry) for entry in feed.entries]
    return (json.dumps({**_known(stated), "items": items}, ensure_ascii=False) + "\n").encode()


def _item(entry: EntryView) -> dict[str, Any]:
    stated = {
        "id": entry.identity,
        "url": entry.url,
        "external_url": next((url for _, url in entry.elsewhere), ""),
        "title": entry.title,
        "summary": entry.summary,
        "content_text": entry.content or entry.summary or entry.title,
        "date_published": _instant(entry.day),
        "date_modified": _instant(entry.day),
        "authors": [{"name": name} for name in entry.authors],
        "tags": list(entry.tags),
        "language": entry.lang,
    }
    return _known(stated)


def _known(stated: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in stated.items() if value}
