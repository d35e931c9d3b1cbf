"""All feeds of the site in one file that feed readers import: OPML 2.0, https://opml.org/spec2.opml."""

from dataclasses import dataclass

from site_builder.core import urls
from site_builder.formats.syndication import Source, Syndication


@dataclass(frozen=True, slots=True)
class OutlineView:
    """One feed; addresses with scheme and host."""

    title: str
    feed: str
    page: str
    """What the feed is of."""


@dataclass(frozen=True, slots=True)
class OutlinesView:
    """feeds.opml."""

    title: str
    groups: tuple[tuple[str, tuple[OutlineView, ...]], ...]
    """(name, feeds); those of the group "" stand by themselves."""


def view(syndication: Syndication) -> OutlinesView:
    """The feeds of `syndication`."""
    config = syndication.config

    def outline(source: Source) -> OutlineView:
        absolute = config.urls.absolute
        return OutlineView(source.title, absolute(urls.feed_of(source.address)), absolute(source.address))

    groups = tuple((name, tuple(map(outline, sources))) for name, sources in syndication.outlines())
    return OutlinesView(config.words.gettext("%(site)s: all feeds", site=config.title), groups)
