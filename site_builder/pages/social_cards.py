"""The image shown with a shared link: 1200 by 630 pixels, a few words and the colours of areas.

The font travels with the package, so that every machine draws the same card and none asks another for it. Which cards
there are is for `map_page`; when one is drawn again is for `build`.
"""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from PIL import Image, ImageColor, ImageDraw, __version__

from site_builder.pages import card_fonts

LOOKS: Final = f"4 {__version__}"
"""Stands for everything but the view that decides what a card looks like; count up when changing this module."""

SIZE: Final = (1200, 630)
_EDGE: Final = 88
_SHADES: Final = {0: "#fdfdfe", 6: "#48505f", 8: "#151a22"}
"""Place in the palette → colour; places between two blend them. Eight steps make smooth letters, and leave room for the
colours of seven areas in the sixteen that a pixel of half a byte can have."""
PAPER, SOFT, INK = _SHADES
_REGULAR, _BOLD = 400, 650
_CELL: Final = 34
_MOST: Final = 600
"""Characters of a text that are looked at; no card has room for more."""
_TITLE_LINES: Final = 4
_LONGEST: Final = 400
"""Letters of a text; a card has room for fewer."""
_TITLE_SIZES: Final = (88, 72, 60, 48, 40)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardView:
    """The image shown with a shared link."""

    site: str
    over: str
    """A small line above the title; may be empty."""
    title: str
    under: str
    means: str = ""
    colours: tuple[str, ...] = ()


def png(card: CardView) -> bytes:
    """The image of `card`; the same bytes for the same view, font and version of Pillow."""
    card = _writable(card)
    image = Image.new("L", SIZE, PAPER)  # of places in the palette, which letters blend like grey
    draw = ImageDraw.Draw(image)
    cells(draw, card.colours)
    if card.over:
        card_fonts.write(draw, (_EDGE + _CELL + 20, _EDGE + _CELL / 2), card.over, SOFT, _font(_REGULAR, 40), "lm")
    below = _title(draw, card.title, _EDGE + 2 * _CELL)
    _lines(draw, card.means, below + 16, (_REGULAR, 36), SIZE[1] - _EDGE - 60)
    card_fonts.write(draw, (_EDGE, SIZE[1] - _EDGE), card.site, INK, _font(_BOLD, 40), "ls")
    card_fonts.write(draw, (SIZE[0] - _EDGE, SIZE[1] - _EDGE), card.under, SOFT, _font(_REGULAR, 40), "rs")
    image.putpalette(palette(dict.fromkeys(card.colours)))
    return encoded(image)


def palette(colours: Iterable[str]) -> list[int]:
    """Red, green and blue of each place: paper to ink, then `colours`."""
    shades: list[int] = []
    for (low, light), (high, dark) in pairwise(_SHADES.items()):
        steps = [(index - low) / (high - low) for index in range(low, high)]
        ends = list(zip(ImageColor.getrgb(light), ImageColor.getrgb(dark), strict=True))
        shades += [round(start + step * (end - start)) for step in steps for start, end in ends]
    return shades + [part for colour in (_SHADES[INK], *colours) for part in ImageColor.getrgb(colour)]


def cells(draw: ImageDraw.ImageDraw, colours: tuple[str, ...], edge: int = _EDGE) -> None:
    """Draw a cell of each colour, `edge` px from the corner; a colour stands in the palette after the ink."""
    colour_index = {colour: INK + 1 + number for number, colour in enumerate(dict.fromkeys(colours))}
    for index, colour in enumerate(colours):
        left = edge + index * (_CELL + 10)
        draw.rounded_rectangle((left, edge, left + _CELL, edge + _CELL), 6, colour_index[colour])


def _title(draw: ImageDraw.ImageDraw, text: str, top: float) -> float:
    """Draw `text` as large as lets it stand in four lines; where it ends."""
    room = SIZE[1] - 2 * _EDGE - 40
    for size in _TITLE_SIZES:
        lines = list(_wrapped(text, _font(_BOLD, size)))
        if len(lines) * 1.18 * size <= room - (top - _EDGE) and len(lines) <= _TITLE_LINES:
            break
    return _lines(draw, text, top, (_BOLD, size), top + room)


def _lines(draw: ImageDraw.ImageDraw, text: str, top: float, style: tuple[int, int], bottom: float) -> float:
    """Draw `text` in lines from `top`, as many as end above `bottom`; where the last ends."""
    weight, size = style
    font, tall = _font(weight, size), (1.18 if weight == _BOLD else 1.4) * size
    lines = list(_wrapped(text, font))
    fit = max(0, int((bottom - top) / tall))
    if len(lines) > fit > 0:
        lines[fit - 1] = lines[fit - 1].rsplit(" ", 1)[0].rstrip(" ,;:–—-.") + "…"
    for line in lines[:fit]:
        card_fonts.write(draw, (_EDGE, top), line, INK if weight == _BOLD else SOFT, font, "la")
        top += tall
    return top


def _wrapped(text: str, font: tuple[str, int]) -> Iterator[str]:
    """`text` in lines that are no wider than the card; a word that is wider is cut."""
    line = ""
    for word in text.split():
        longer = f"{line} {word}".lstrip()
        if card_fonts.width(font, longer) <= SIZE[0] - 2 * _EDGE:
            line = longer
            continue
        if line:
            yield line
        while card_fonts.width(font, word) > SIZE[0] - 2 * _EDGE:
            word = word[:-2] + "…"  # noqa: PLW2901 — a word this long is rare enough to be cut where it stands
        line = word
    if line:
        yield line


def _writable(card: CardView) -> CardView:
    """`card` without the letters the font lacks; better no word than a row of boxes."""
    site, over, title, under, means = (
        card_fonts.writable(card_fonts.inter(_REGULAR), text[:_LONGEST]).strip()
        for text in (card.site, card.over, card.title, card.under, card.means)
    )
    return replace(card, site=site, over=over, title=title, under=under, means=means)


def _font(weight: int, size: int) -> tuple[str, int]:
    return card_fonts.inter(weight), size


def encoded(image: Image.Image) -> bytes:
    """`image` as a file."""
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=4)  # 6 takes half as long again, for 3 % fewer bytes
    return out.getvalue()
