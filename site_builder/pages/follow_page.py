"""The page that says how to hear of new papers: by e-mail, where the site has that, and by feeds."""

from dataclasses import dataclass

from site_builder.core import urls
from site_builder.pages.shared import Shared
from site_builder.pages.views import HeadView, Link, SiteView


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowView:
    """follow.html"""

    site: SiteView
    head: HeadView
    by_mail: str
    """Where a reader asks for e-mails; may be empty."""
    address: str
    """URL of the site's feed, to be copied into a feed reader."""
    lists: tuple[Link, ...]
    """Feeds of the curator's reading lists."""
    tags: tuple[Link, ...]
    """Feeds of tags."""


def view(shared: Shared, site: SiteView) -> FollowView:
    """The page."""
    words, catalog = shared.config.words, shared.catalog
    description = words.gettext("How to hear of new papers.")
    return FollowView(
        site=site,
        head=shared.head(words.gettext("Subscribe"), description, urls.FOLLOW),
        by_mail=shared.config.subscribe,
        address=shared.config.urls.absolute(urls.feed()),
        lists=tuple(
            Link(name=one.shelf.title, href=shared.href(urls.feed_of(urls.curated(one.shelf.slug))))
            for one in catalog.shelves
        ),
        tags=tuple(Link(name=tag.name, href=shared.href(urls.feed(tag.slug))) for tag in catalog.used_tags),
    )
