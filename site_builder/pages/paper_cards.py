"""The image shown with a link to one paper: title, gist, authors, and its place on the map.

Which papers have one is decided here too: drawing takes longer than all else that a build does for a paper, so a site
of many papers leaves them out unless its site.yaml asks for them, and any site that would outgrow its host does.
The other papers share their tag's card. Only places that are kept are shown (content/map.json), so that
a paper that comes changes no other's card.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Final

from PIL import Image, ImageDraw, features

from site_builder.analysis import gist
from site_builder.analysis.catalog import CatalogEntry
from site_builder.content.map_positions import HEIGHT, WIDTH, Point
from site_builder.core.config import SiteConfig
from site_builder.core.hosts import HOSTS
from site_builder.pages import card_fonts, social_cards
from site_builder.text import person_names

LOOKS: Final = f"3 {social_cards.LOOKS} {features.version('raqm')}"
"""Stands for everything but the view and the system's fonts that decides what a card looks like."""
MAX_PAPERS: Final = 1_000
"""Papers up to which each has a card without being asked for."""
MAX_BYTES: Final = 25_000
"""Of one card."""
_PAPER: Final = 55_000
"""Bytes of a site to each of its papers, cards left out: measured on 10,000 papers."""

_EDGE: Final = 72
_MAP: Final = (260, 104)
_DOTS: Final = 400
_DOT: Final = 2
"""Radius of one."""
_TITLE_SIZES: Final = (60, 52, 44, 38)
_TITLE_LINES: Final = 3
_FAINT: Final = 2
"""Place in the palette of the dots of other papers."""
_UNSPACED: Final = (("\u3005", "\u30ff"), ("\u3400", "\u9fff"), ("\uf900", "\ufaff"), ("\uac00", "\ud7a3"))
_ROOM: Final = social_cards.SIZE[0] - 2 * _EDGE
"""Of a line, in px."""
_SHORT: Final = 30
"""Characters of the gist on a card that would weigh too much, as those in Chinese do."""
_MOST: Final = 400
"""Characters of a text that are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperCard:
    """The image shown with a link to a paper."""

    site: str
    title: str
    gist: str
    authors: str
    colours: tuple[str, ...]
    """Of the areas of its tags, its own area's first."""
    position: Point | None
    """None where no place is kept."""
    others: tuple[Point, ...]
    """The map behind it."""
    fonts: tuple[str, ...]
    """Which file of a font writes title, gist and authors; "" leaves the text out."""


def left_out(config: SiteConfig, count: int) -> str:
    """Why no paper of a site of `count` has a card of its own; "" where they have."""
    if config.cards is False:
        return "site.yaml says `cards: false`"
    host = HOSTS.get(config.host)
    if host and count * (_PAPER + MAX_BYTES) > host.site:
        return f"{count:,} papers with cards would pass the {host.site / 1e9:.0f} GB that {host.name} takes"
    if config.cards is None and count > MAX_PAPERS:
        return f"there are more than {MAX_PAPERS:,} papers; `cards: true` in site.yaml asks for them"
    return ""


def can_be_drawn(entry: CatalogEntry) -> bool:
    """True when a font has all letters of its title."""
    return card_fonts.for_text(entry.paper.title, 650) != ""


def of_paper(
    site: str, entry: CatalogEntry, colours: tuple[str, ...], position: Point | None, others: tuple[Point, ...]
) -> PaperCard:
    """The card of `entry`, whose tags' areas have `colours`, and which lies at `position` among `others`."""
    authors = ", ".join(map(person_names.display, entry.paper.authors))
    texts = (entry.paper.title, gist.brief(entry.summary), authors)
    fonts = (card_fonts.for_text(text[:_MOST], weight) for text, weight in zip(texts, (650, 400, 400), strict=True))
    return PaperCard(
        site=site,
        title=texts[0][:_MOST],
        gist=texts[1][:_MOST],
        authors=texts[2][:_MOST],
        colours=colours,
        position=position,
        others=others,
        fonts=tuple(fonts),
    )


def backdrop(kept: Mapping[str, Point]) -> tuple[Point, ...]:
    """The map behind a card's dot, of the places that are `kept`: some of them where there are many."""
    every = max(1, -(-len(kept) // _DOTS))
    return tuple(kept[slug] for slug in sorted(kept)[::every])


# Drawing


def png(card: PaperCard) -> bytes:
    """The image of `card`, the same bytes for the same view, fonts and version of Pillow; at most `MAX_BYTES`."""
    plain = replace(card, others=())
    for lighter in (card, plain, replace(plain, gist=card.gist[:_SHORT]), replace(plain, gist="")):
        made = _drawn(lighter)
        if len(made) <= MAX_BYTES:
            break
    return made


def _drawn(card: PaperCard) -> bytes:
    wide, tall = social_cards.SIZE
    image = Image.new("L", (wide, tall), social_cards.PAPER)
    draw = ImageDraw.Draw(image)
    social_cards.cells(draw, card.colours, _EDGE)
    title, gist_, authors = (
        (font, card_fonts.writable(font, text) if font else "")
        for font, text in zip(card.fonts, (card.title, card.gist, card.authors), strict=True)
    )
    below = _title(draw, *title, _EDGE + 56)
    bottom = tall - _EDGE - _MAP[1]
    fits = max(0, int((bottom - below - 12) / 42))
    _written(draw, *gist_, (32, 42, min(3, fits)), (below + 12, social_cards.SOFT))
    room = wide - 2 * _EDGE - (_MAP[0] + 40 if card.position else 0)
    _written(draw, *authors, (30, 40, 1), (tall - _EDGE - 92, social_cards.INK), room)
    inter = card_fonts.inter(650)
    site = card_fonts.writable(inter, card.site)
    card_fonts.write(draw, (_EDGE, tall - _EDGE), site, social_cards.SOFT, (inter, 34), "ls")
    if card.position:
        _marked_map(draw, card)
    image.putpalette(social_cards.palette(dict.fromkeys(card.colours)))
    return social_cards.encoded(image)


def _marked_map(draw: ImageDraw.ImageDraw, card: PaperCard) -> None:
    """The map with a ring where the paper lies."""
    wide, tall = social_cards.SIZE
    left, top = wide - _EDGE - _MAP[0], tall - _EDGE - _MAP[1]
    draw.bitmap((left - _DOT, top - _DOT), _dots(card.others), _FAINT)
    if card.position:
        at = left + card.position[0] * _MAP[0] // WIDTH, top + card.position[1] * _MAP[1] // HEIGHT
        _dot(draw, at, 13, social_cards.INK)
        _dot(draw, at, 10, social_cards.PAPER)
        _dot(draw, at, 7, social_cards.INK + 1 if card.colours else social_cards.INK)


@lru_cache(maxsize=1)
def _dots(others: tuple[Point, ...]) -> Image.Image:
    """A mask of the map behind a card, which is the same of all cards of a site."""
    mask = Image.new("L", (_MAP[0] + 2 * _DOT + 1, _MAP[1] + 2 * _DOT + 1))
    draw = ImageDraw.Draw(mask)
    for x, y in others:
        _dot(draw, (_DOT + x * _MAP[0] // WIDTH, _DOT + y * _MAP[1] // HEIGHT), _DOT, 255)
    return mask


def _dot(draw: ImageDraw.ImageDraw, at: tuple[int, int], radius: int, colour: int) -> None:
    x, y = at
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), colour)


def _title(draw: ImageDraw.ImageDraw, font: str, text: str, top: float) -> float:
    """Draw `text` as large as lets it stand in three lines; where it ends."""
    size = next((size for size in _TITLE_SIZES if len(_lines(text, (font, size))) <= _TITLE_LINES), _TITLE_SIZES[-1])
    return _written(draw, font, text, (size, 1.18 * size, _TITLE_LINES), (top, social_cards.INK))


def _written(
    draw: ImageDraw.ImageDraw,
    font: str,
    text: str,
    style: tuple[int, float, int],
    at: tuple[float, int],
    room: int = _ROOM,
) -> float:
    """Draw `text` in lines; `style` is size, height of a line and lines at most, `at` the top and the colour."""
    (size, tall, most), (top, colour) = style, at
    lines = _lines(text, (font, size), room)
    if len(lines) > most > 0:
        lines = [*lines[: most - 1], f"{lines[most - 1].rstrip(' ,;:–—-.')}…"]
    is_rtl = _is_rtl(text)
    for line in lines[:most]:
        x = _EDGE + room if is_rtl else _EDGE
        card_fonts.write(draw, (x, top), line, colour, (font, size), "ra" if is_rtl else "la")
        top += tall
    return top


@lru_cache(maxsize=8)
def _lines(text: str, style: tuple[str, int], room: int = _ROOM) -> Sequence[str]:
    """`text` in lines no wider than `room`; one word that is wider is cut."""
    lines: list[str] = []
    line, wide, room = "", 0.0, room - style[1]
    for unit in _units(text):
        if line and wide + card_fonts.width(style, unit.rstrip()) > room:
            lines.append(line.rstrip())
            line, wide = "", 0.0
        line += unit if line else unit.lstrip()
        wide += card_fonts.width(style, unit)
        while wide > room and card_fonts.width(style, line.rstrip()) > room:
            line = line.rstrip()[:-2] + "…"
            wide = card_fonts.width(style, line)
    return [*lines, line.rstrip()] if line.strip() else lines


def _units(text: str) -> Iterator[str]:
    """Where a line may end: after a space, and on either side of a sign of a script that parts no words."""
    unit = ""
    for sign in text:
        if _is_unspaced(sign) and unit:
            yield unit
            unit = ""
        unit += sign
        if sign.isspace() or _is_unspaced(sign):
            yield unit
            unit = ""
    if unit:
        yield unit


@cache
def _is_unspaced(sign: str) -> bool:
    return any(first <= sign <= last for first, last in _UNSPACED)


def _is_rtl(text: str) -> bool:
    """True when the first letter that has a direction runs from right to left."""
    return next((unicodedata.bidirectional(s) in ("R", "AL") for s in text if unicodedata.category(s)[0] == "L"), False)
