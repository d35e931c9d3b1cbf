"""All feeds of the site in one file that feed readers import: OPML 2.0, https://opml.org/spec2.opml."""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from site_builder.core import urls
from site_builder.core.urls import Urls
from site_builder.formats.feeds import NOT_XML
from site_builder.formats.syndication import Source, Syndication


@dataclass(frozen=True, slots=True)
class OutlineView:
    """feeds.opml."""

    title: str
    groups: tuple[tuple[str, tuple[Source, ...]], ...]
    """(name, feeds); those of the group "" stand by themselves."""
    site: Urls


def view(syndication: Syndication) -> OutlineView:
    """The feeds of `syndication`."""
    config = syndication.config
    return OutlineView(f"{config.title}: all feeds", tuple(syndication.outlines()), config.urls)


def opml(listed: OutlineView) -> bytes:
    """`listed` as OPML."""
    return NOT_XML.sub("", "".join(f"{line}\n" for line in _lines(listed))).encode("utf-8", "replace")


def _lines(view: OutlineView) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield '<opml version="2.0">'
    yield f"<head><title>{escape(view.title)}</title></head>"
    yield "<body>"
    for name, sources in view.groups:
        if name:
            yield f"<outline text={quoteattr(name)}>"
        for source in sources:
            feed = view.site.absolute(urls.feed_of(source.address))
            page = view.site.absolute(source.address)
            text = f"text={quoteattr(source.title)} title={quoteattr(source.title)}"
            yield f'<outline type="rss" {text} xmlUrl={quoteattr(feed)} htmlUrl={quoteattr(page)}/>'
        if name:
            yield "</outline>"
    yield "</body>"
    yield "</opml>"
