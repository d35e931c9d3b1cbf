"""The map, the table of tags that meet and the shared-link cards as views.

`presenter` makes all other views; how a map is drawn is for `map_drawing`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Final

from site_builder.analysis.catalog import Catalog, CatalogEntry
from site_builder.content.map_positions import HEIGHT, WIDTH, Point
from site_builder.core import urls
from site_builder.core.config import SiteConfig
from site_builder.pages import map_drawing, paper_cards
from site_builder.pages.paper_cards import PaperCard
from site_builder.pages.social_cards import CardView
from site_builder.pages.views import DotView, LabelView, Link, MeetView, PositionView

LINKED: Final = 800
"""Dots that are links at most; each is an address and a title, and the page has to arrive."""
_MET: Final = 18
"""Tags in the table of those that meet, the most used ones."""
_NO_AREA: Final = "#868f9e"
"""Of papers without a tag, and of areas whose colour no stylesheet says."""


@dataclass(frozen=True)
class Atlas:
    """The pictures of one site as views."""

    config: SiteConfig
    catalog: Catalog

    @property
    def radius(self) -> float:
        """Of a dot on the map."""
        return map_drawing.radius(len(self.catalog.papers))

    def svg(self, palette: Mapping[int, str]) -> str:
        """The picture of the map, in the colours `palette` has for the areas' hues."""
        areas = self.catalog.vocabulary.areas
        colours = {area.slug: palette.get(area.hue, _NO_AREA) for area in areas} | {"": _NO_AREA}
        return map_drawing.svg(self._drawn, colours, self.radius)

    @cached_property
    def labels(self) -> tuple[LabelView, ...]:
        """The names of areas on the map, in the areas' order."""
        areas = {area.slug: area for area in self.catalog.vocabulary.areas}
        found = {
            label.area: label
            for label in map_drawing.labels(self._drawn, {slug: area.name for slug, area in areas.items()}, self.radius)
        }
        return tuple(
            LabelView(
                name=area.name,
                href=self.config.urls.href(urls.area(slug)),
                hue=area.hue,
                x=_percent(found[slug].x, WIDTH),
                y=_percent(found[slug].y, HEIGHT),
            )
            for slug, area in areas.items()
            if slug in found
        )

    def dots(self) -> Iterator[DotView]:
        """The papers whose dots are links, in order of rank."""
        for entry in self.catalog.papers[:LINKED]:
            x, y = self.catalog.positions[entry.slug]
            href = self.config.urls.href(urls.paper(entry.slug))
            yield DotView(href=href, x=x, y=y, title=self.catalog.titles[entry.slug])

    def position(self, entry: CatalogEntry) -> PositionView:
        """Where `entry` lies."""
        x, y = self.catalog.positions[entry.slug]
        return PositionView(x=_percent(x, WIDTH), y=_percent(y, HEIGHT))

    def meets(self) -> Iterator[MeetView]:
        """The table of the most used tags, and how often each meets each other."""
        held, vocabulary = self.catalog.by_tag, self.catalog.vocabulary
        most_used = sorted(self.catalog.used_tags, key=lambda tag: (-len(held[tag.slug]), tag.slug))[:_MET]
        tags = [tag for tag in self.catalog.used_tags if tag in most_used]
        met = map_drawing.together([earned.tag for earned in entry.tags] for entry in self.catalog.papers)
        most = max((met.get((one.slug, other.slug), 0) for one in tags for other in tags), default=0)
        for one in tags:
            counts = tuple(met.get((one.slug, other.slug), 0) for other in tags)
            yield MeetView(
                tag=Link(name=one.name, href=self.config.urls.href(urls.tag(one.slug))),
                hue=vocabulary.area(one.area).hue,
                counts=tuple(None if other is one else count for other, count in zip(tags, counts, strict=True)),
                shades=tuple(-(-100 * count // most) if most else 0 for count in counts),
            )

    def cards(self, palette: Mapping[int, str]) -> Iterator[tuple[str, CardView]]:
        """(address, view) of the image shown with a shared link: the site's, and one for each used tag."""
        site, count = self.config, len(self.catalog.papers)
        colours = tuple(palette.get(area.hue, _NO_AREA) for area in self.catalog.vocabulary.areas)
        title = site.description or site.title
        yield (
            urls.card(""),
            CardView(site=site.title, over="", title=title, under=site.words.papers(count), colours=colours),
        )
        for tag in self.catalog.used_tags:
            area = self.catalog.vocabulary.area(tag.area)
            held = len(self.catalog.by_tag[tag.slug])
            under = site.words.gettext(
                "%(papers)s of %(total)s", papers=site.words.papers(held), total=site.words.number(count)
            )
            colour = (palette.get(area.hue, _NO_AREA),)
            yield (
                urls.card(tag.slug),
                CardView(site=site.title, over=area.name, title=tag.name, under=under, means=tag.means, colours=colour),
            )

    def paper_cards(self, palette: Mapping[int, str]) -> Iterator[tuple[str, Callable[[], PaperCard]]]:
        """(address, what makes the view) of each paper's own card."""
        drawn = not paper_cards.left_out(self.config, len(self.catalog.papers))
        for entry in self.catalog.papers if drawn else ():
            if paper_cards.can_be_drawn(entry):
                yield urls.paper_card(entry.slug), self._paper_card(palette, entry)

    def _paper_card(self, palette: Mapping[int, str], entry: CatalogEntry) -> Callable[[], PaperCard]:
        vocabulary, position = self.catalog.vocabulary, self.catalog.kept.get(entry.slug)
        areas = dict.fromkeys(vocabulary.tag(earned.tag).area for earned in entry.tags)
        colours = tuple(palette.get(vocabulary.area(area).hue, _NO_AREA) for area in areas)
        backdrop = self._backdrop if position else ()
        return partial(paper_cards.of_paper, self.config.title, entry, colours[:4], position, backdrop)

    @cached_property
    def _backdrop(self) -> tuple[Point, ...]:
        return paper_cards.backdrop(self.catalog.kept)

    @cached_property
    def _drawn(self) -> dict[str, list[tuple[int, int]]]:
        areas = {entry.slug: self.catalog.area_of(entry) for entry in self.catalog.papers}
        return map_drawing.dots(self.catalog.positions, areas)


def _percent(units: int, whole: int) -> float:
    return round(100 * units / whole, 2)
