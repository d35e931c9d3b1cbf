"""Feeds: Atom (RFC 4287) and JSON Feed 1.1, of the site and of each tag, in pages (RFC 5005).

A feed's view is written as Atom by the template feed.xml, and as JSON Feed here. Nothing depends on when the site is
built: dates come from papers and editions, and ids are made of where the site first was, so that moving it announces
nothing twice.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import quote, urlsplit

UNDATED: Final = date(2000, 1, 1)
"""Stands where neither a paper nor its edition has a date: Atom demands one, and today's would change every build."""


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
    """The whole abstract; "" of older papers in the feed of a tag, an author or a shelf."""
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
    text = json.dumps({**_known(stated), "items": items}, ensure_ascii=False, separators=(",", ":"))
    return f"{text}\n".encode()


def _instant(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


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
