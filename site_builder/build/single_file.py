"""The whole digest as one HTML file, which opens from a disk or an e-mail and fetches nothing."""

import base64
import re
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Final

from site_builder.analysis.catalog import Catalog, CatalogEntry
from site_builder.build import assets
from site_builder.build.templates import Templates
from site_builder.core import files, urls
from site_builder.core.config import SiteConfig
from site_builder.pages.shared import Shared
from site_builder.pages.views import AreaView, Link, RowView

_END: Final = re.compile("</(?=style)", re.IGNORECASE)
"""What would end the element; in CSS the slash means the same behind a backslash."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SingleView:
    """single.html"""

    language: str
    content_language: str
    """As of `SiteView`."""
    title: str
    description: str
    url: str
    """Where the site is."""
    date: str
    """Of its newest paper."""
    style: str
    script: str
    csp: str
    areas: tuple[AreaView, ...]
    """The href of each tag is its slug."""
    rows: tuple[tuple[RowView, str], ...]
    """Each paper, and its abstract as safe HTML, which no script could fetch here."""


def make(catalog: Catalog, config: SiteConfig, templates: Templates) -> bytes:
    """The file."""
    static = assets.load((config.root / "static", files.packaged("static")), config.words)
    shared = Shared.of(config, catalog)
    view = SingleView(
        language=config.words.language,
        content_language=config.marked(),
        title=config.title,
        description=config.description,
        url=config.urls.absolute(urls.HOME),
        date=config.words.date(_newest(catalog, config)),
        style=_END.sub(r"<\\/", static.contents[static.addresses["style.css"]].decode()),
        script=static.single_script,
        csp=_csp(static.single_script),
        areas=tuple(_area(area) for area in shared.areas()),
        rows=tuple((_row(shared, entry), shared.abstract(entry)) for entry in catalog.papers),
    )
    return templates.page("single.html", view)


def _newest(catalog: Catalog, config: SiteConfig) -> date:
    days = [catalog.date_of(entry) or config.edition for entry in catalog.papers]
    return max(filter(None, days), default=date.min)


def _csp(script: str) -> str:
    digest = base64.b64encode(sha256(script.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; base-uri 'none'"


def _area(area: AreaView) -> AreaView:
    tags = (Link(name=tag.name, href=tag.href.rstrip("/").rpartition("/")[2], note=tag.note) for tag in area.tags)
    return replace(area, tags=tuple(tags))


def _row(shared: Shared, entry: CatalogEntry) -> RowView:
    row = shared.row(entry)
    tags = tuple(replace(tag, href=f"#with-{tag.slug}") for tag in row.tags)
    return replace(row, href=shared.config.urls.absolute(urls.paper(entry.slug)), tags=tags)
