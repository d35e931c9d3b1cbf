"""The page of the map, and its dots as a file for the script: where each paper lies, its colour, tags, year and day.

What a dot is called is not repeated here: titles and gists are in the shelf's index of all papers (`shelf_page.index`),
which the script fetches besides and joins by slug, so that neither file has to be of the same build as the other.
"""

import json
from dataclasses import dataclass
from typing import Final

from site_builder.analysis.catalog import Catalog
from site_builder.core import urls
from site_builder.core.config import SiteConfig
from site_builder.pages.views import AreaView, DotView, HeadView, LabelView, SiteView

_NO_DAY: Final = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaChoice:
    """The tags of an area, to choose one."""

    name: str
    hue: int
    tags: tuple[tuple[str, str], ...]
    """(slug, name) of each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapTools:
    """What a reader can do with the map, where a script runs."""

    dots: str
    """href of the file of dots."""
    index: str
    """href of all papers in short."""
    areas: tuple[AreaChoice, ...]
    years: tuple[int, ...]
    """Years that a paper is of, newest first."""
    has_days: bool
    """True when papers came on different days, so that some can be new."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapView:
    """map.html: every paper as a dot."""

    site: SiteView
    head: HeadView
    labels: tuple[LabelView, ...]
    areas: tuple[AreaView, ...]
    has_untagged: bool
    """True when papers are of no area, as they have no tag."""
    dots: tuple[DotView, ...]
    """Papers whose dots are links."""
    radius: float
    """Of a dot, in units of the picture."""
    tools: MapTools


def tools(catalog: Catalog, config: SiteConfig) -> MapTools:
    """The filters of the map of `catalog`, and where its script finds what it needs."""
    choices = (
        AreaChoice(
            name=area.name,
            hue=area.hue,
            tags=tuple((tag.slug, tag.name) for tag in catalog.used_tags if tag.area == area.slug),
        )
        for area in catalog.vocabulary.areas
    )
    return MapTools(
        dots=config.urls.href(urls.MAP_DOTS),
        index=config.urls.href(urls.SHELF_INDEX),
        areas=tuple(choice for choice in choices if choice.tags),
        years=tuple(sorted(catalog.by_year, reverse=True)),
        has_days=bool(catalog.days),
    )


def dots(catalog: Catalog) -> bytes:
    """All dots, a line each: slug, place, hue of the area or 0, year or 0, day and tags by their numbers."""
    vocabulary, tags = catalog.vocabulary, [tag.slug for tag in catalog.used_tags]
    days = [day.isoformat() for day in catalog.days]
    number, day_number = {slug: at for at, slug in enumerate(tags)}, {day: at for at, day in enumerate(days)}
    lines = []
    for entry in catalog.papers:
        area, day = catalog.area_of(entry), catalog.date_of(entry)
        hue = vocabulary.area(area).hue if area else 0
        came = day_number.get(day.isoformat(), _NO_DAY) if day else _NO_DAY
        held = [number[earned.tag] for earned in entry.tags if earned.tag in number]
        facts = [entry.slug, *catalog.positions[entry.slug], hue, entry.paper.year or 0, came, held]
        lines.append(json.dumps(facts, separators=(",", ":")))
    head = f'{{"tags":{json.dumps(tags)},\n"days":{json.dumps(days)},\n"papers":[\n'
    return (head + ",\n".join(lines) + "\n]}\n").encode()
