"""Which font writes a text on a card, and how.

Inter travels with the package and has Latin, Greek and Cyrillic letters. For others a font of the system is looked for,
in one order everywhere, and last among those that fontconfig knows; where none has all letters of a text, the text is
not written: better no word than a row of boxes.

A letter of Inter is drawn once and kept: where a whole line is drawn each letter is hinted three times, which takes
fifty times as long as laying kept letters side by side. Other fonts' letters may join, so that their lines stay whole.
"""

import math
import subprocess
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont, features

from site_builder.core import files

_FOLDERS: Final = (
    *("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts"),
    *("/System/Library/Fonts", "/Library/Fonts", "C:/Windows/Fonts"),
)
_NAMES: Final = (
    *("NotoSansCJK-Regular.ttc", "NotoSansCJKsc-Regular.otf", "SourceHanSans-Regular.ttc", "DroidSansFallbackFull.ttf"),
    *("wqy-microhei.ttc", "wqy-zenhei.ttc", "PingFang.ttc", "msyh.ttc", "YuGothM.ttc"),
    *("AppleSDGothicNeo.ttc", "malgun.ttf", "NanumGothic.ttf"),
    *("DejaVuSans.ttf", "NotoSansHebrew-Regular.ttf", "NotoSansArabic-Regular.ttf", "NotoNaskhArabic-Regular.ttf"),
    *("NotoSansDevanagari-Regular.ttf", "NotoSansBengali-Regular.ttf", "NotoSansTamil-Regular.ttf"),
    *("NotoSansThai-Regular.ttf", "Arial Unicode.ttf", "arialuni.ttf", "arial.ttf", "FreeSans.ttf"),
)
"""Files of fonts with letters that Inter lacks, in the order in which they are asked."""
_MOST_ASKED: Final = 200
"""Letters that fontconfig is asked for; the font is looked at anyway."""
_NO_LETTER: Final = "\ufffe"
_SHAPED_FROM, _SHAPED_TO = "\u0590", "\u1cff"
"""Hebrew, Arabic, the scripts of India and South-East Asia: their letters change order or shape beside each other."""


@cache
def inter(weight: int) -> Path:
    """The packaged font of that weight."""
    return files.packaged("pages/fonts") / f"Inter-{weight}.ttf"


def for_text(text: str, weight: int) -> Path | None:
    """The font that has all letters of `text`; None where none has, or the letters cannot be joined."""
    letters = frozenset(filter(_is_letter, text))
    return _for_letters(letters, weight)


@cache
def _for_letters(letters: frozenset[str], weight: int) -> Path | None:
    if all(has(inter(weight), letter) for letter in letters):
        return inter(weight)
    if not features.check("raqm") and any(_SHAPED_FROM <= letter <= _SHAPED_TO for letter in letters):
        return None
    every = (*_found(), *_others(letters))
    return next((path for path in every if all(has(path, letter) for letter in sorted(letters))), None)


def _others(letters: frozenset[str]) -> Iterator[Path]:
    """Fonts of the system that are not known here and have `letters`, as fontconfig says, plain ones first.

    It is asked only when somebody wants them, so after all that are known.
    """
    signs = " ".join(f"{ord(letter):x}" for letter in sorted(letters)[:_MOST_ASKED])
    command = ["fc-list", "-f", "%{file}\n", f":charset={signs}"]
    try:
        asked = subprocess.run(command, capture_output=True, check=False)
    except OSError:  # most systems have no fontconfig
        return
    paths = {Path(line) for line in asked.stdout.decode("utf-8", "replace").splitlines()}
    fonts = (path for path in paths if path.suffix.lower() in (".ttf", ".otf", ".ttc") and path.is_file())
    yield from sorted(fonts, key=lambda path: ("Sans" not in path.name, "Regular" not in path.name, path.name, path))


def _is_letter(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LMN"


@cache
def has(path: Path, sign: str) -> bool:
    """True when the font at `path` can write `sign`."""
    return sign.isspace() or bytes(loaded(path, 40).getmask(sign)) != _no_letter(path)


@cache
def _no_letter(path: Path) -> bytes:
    return bytes(loaded(path, 40).getmask(_NO_LETTER))


@cache
def named(name: str) -> Path:
    """The font at `name`: one object for all cards, by which its letters are found without comparing paths."""
    return Path(name)


@cache
def loaded(path: Path, size: int) -> ImageFont.FreeTypeFont:
    """The font at `path`, `size` px high."""
    # Inter in the basic layout: what other machines' Raqm would do to the same letters is theirs.
    layout = ImageFont.Layout.BASIC if _is_ours(path) or not features.check("raqm") else ImageFont.Layout.RAQM
    return ImageFont.truetype(str(path), size, layout_engine=layout)


def _is_ours(path: Path) -> bool:
    return path.parent == inter(400).parent


# Writing


def write(
    draw: ImageDraw.ImageDraw, at: tuple[float, float], text: str, colour: int, style: tuple[Path, int], anchor: str
) -> None:
    """Write the line `text` on `draw` as `ImageDraw.text` does; `style` is a font and its size in px."""
    if not _is_ours(style[0]):
        draw.text(at, text, colour, loaded(*style), anchor)
        return
    x, y = round(at[0] - (width(style, text) if anchor[0] == "r" else 0)), math.ceil(at[1] - 0.5)
    edge = style[1]
    line = Image.new("L", (int(width(style, text)) + 2 * edge, 3 * edge))  # for letters that lie over each other
    pen, letters = edge, ImageDraw.Draw(line)
    for sign in text:
        drawn, (right, down), wide = _letter(style, sign, anchor[1])
        if drawn:
            letters.bitmap((pen + right, edge + down), drawn, 255)
        pen += wide
    draw.bitmap((x - edge, y - edge), line, colour)


def width(style: tuple[Path, int], text: str) -> float:
    """Of `text` in px, in a font and its size in px."""
    if _is_ours(style[0]):
        return sum(_letter(style, sign, "a")[2] for sign in text)
    return _measured(style, text)


@lru_cache(maxsize=1 << 14)
def _measured(style: tuple[Path, int], text: str) -> float:
    """The same words stand on many cards, and to measure one takes as long as to wrap a hundred."""
    return loaded(*style).getlength(text)


@cache
def _letter(style: tuple[Path, int], sign: str, line: str) -> tuple[Image.Image | None, tuple[int, int], int]:
    """`sign` as it looks, how far it lies from the pen where `line` is the pen's, and how far the pen goes on, in px.

    In the basic layout a pen goes in whole pixels, and nothing of Inter depends on the letter before.
    """
    font = loaded(*style)
    drawn, offset = font.getmask2(sign, "L", anchor=f"l{line}")
    image = Image.frombytes("L", drawn.size, bytes(drawn)) if all(drawn.size) else None
    return image, (int(offset[0]), int(offset[1])), round(font.getlength(sign))


@cache
def _found() -> tuple[Path, ...]:
    """The system's fonts that are known here, in the order of `_NAMES`."""
    there = dict(_on_disk())
    return tuple(there[name] for name in _NAMES if name in there)


def _on_disk() -> Iterator[tuple[str, Path]]:
    for folder in reversed(_FOLDERS):
        # `~` stays as it is where there is no home, and is then no folder.
        path = Path.home() / folder[2:] if folder.startswith("~") else Path(folder)
        for file in sorted(path.rglob("*"), reverse=True) if path.is_dir() else ():
            if file.name in _NAMES:
                yield file.name, file
