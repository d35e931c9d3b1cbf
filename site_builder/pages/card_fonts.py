"""Which font writes a text on a card, and how.

Inter travels with the package and has Latin, Greek and Cyrillic letters. For others a font of the system is looked for,
in one order everywhere, and last among those that fontconfig knows; where none has all letters of a text, the text is
not written: better no word than a row of boxes.

A letter of Inter is drawn once and kept: where a whole line is drawn each letter is hinted three times, which takes
fifty times as long as laying kept letters side by side. Words that many cards have are kept too. Other fonts' letters
may join, so that their lines stay whole.

A font is told by the path of its file, as text: it is looked up by that for each letter.
"""

import math
import re
import subprocess
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, TypeAlias

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
_WORD: Final = re.compile(" +|[^ ]+")

_Drawn: TypeAlias = tuple[Image.Image | None, tuple[int, int], int]
"""A mask, None where nothing is seen; how far it lies from the pen, and how far the pen goes on, in px."""


@cache
def inter(weight: int) -> str:
    """The packaged font of that weight."""
    return str(files.packaged("pages/fonts") / f"Inter-{weight}.ttf")


def for_text(text: str, weight: int) -> str:
    """The font that has all letters of `text`; "" where none has, or the letters cannot be joined."""
    letters = frozenset(filter(_is_letter, text))
    return _for_letters(letters, weight)


@cache
def _for_letters(letters: frozenset[str], weight: int) -> str:
    if all(has(inter(weight), letter) for letter in letters):
        return inter(weight)
    if not features.check("raqm") and any(_SHAPED_FROM <= letter <= _SHAPED_TO for letter in letters):
        return ""
    every = (*_found(), *_others(letters))
    return next((path for path in every if all(has(path, letter) for letter in sorted(letters))), "")


def _others(letters: frozenset[str]) -> Iterator[str]:
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
    plain = sorted(fonts, key=lambda path: ("Sans" not in path.name, "Regular" not in path.name, path.name, path))
    yield from map(str, plain)


def _is_letter(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LMN"


def writable(path: str, text: str) -> str:
    """`text` without the signs that the font at `path` lacks."""
    return "".join(sign for sign in text if has(path, sign))


@cache
def has(path: str, sign: str) -> bool:
    """True when the font at `path` can write `sign`."""
    return sign.isspace() or bytes(loaded(path, 40).getmask(sign)) != _no_letter(path)


@cache
def _no_letter(path: str) -> bytes:
    return bytes(loaded(path, 40).getmask(_NO_LETTER))


@cache
def loaded(path: str, size: int) -> ImageFont.FreeTypeFont:
    """The font at `path`, `size` px high."""
    # Inter in the basic layout: what other machines' Raqm would do to the same letters is theirs.
    layout = ImageFont.Layout.BASIC if _is_ours(path) or not features.check("raqm") else ImageFont.Layout.RAQM
    return ImageFont.truetype(path, size, layout_engine=layout)


@cache
def _is_ours(path: str) -> bool:
    return Path(path).parent == Path(inter(400)).parent


# Writing


def write(
    draw: ImageDraw.ImageDraw, at: tuple[float, float], text: str, colour: int, style: tuple[str, int], anchor: str
) -> None:
    """Write the line `text` on `draw` as `ImageDraw.text` does; `style` is a font and its size in px."""
    if not _is_ours(style[0]):
        draw.text(at, text, colour, loaded(*style), anchor)
        return
    pen, y = round(at[0] - (width(style, text) if anchor[0] == "r" else 0)), math.ceil(at[1] - 0.5)
    for word in _WORD.findall(text):
        drawn, (right, down), wide = _word(style, word, anchor[1])
        if drawn:
            draw.bitmap((pen + right, y + down), drawn, colour)
        pen += wide


@lru_cache(maxsize=1 << 14)
def width(style: tuple[str, int], text: str) -> float:
    """Of `text` in px, in a font and its size in px; known of the words that stand on many cards."""
    if _is_ours(style[0]):
        return sum(_letter(style, sign, "a")[2] for sign in text)
    return loaded(*style).getlength(text)


@lru_cache(maxsize=1 << 11)
def _word(style: tuple[str, int], word: str, line: str) -> _Drawn:
    """The same as `_letter` of all letters of `word`, which may lie over each other; no others do."""
    edge, pen = style[1], style[1]
    whole = Image.new("L", (int(width(style, word)) + 2 * edge, 3 * edge))
    letters = ImageDraw.Draw(whole)
    for sign in word:
        drawn, (right, down), wide = _letter(style, sign, line)
        if drawn:
            letters.bitmap((pen + right, edge + down), drawn, 255)
        pen += wide
    box = whole.getbbox()
    return (whole.crop(box), (box[0] - edge, box[1] - edge), pen - edge) if box else (None, (0, 0), pen - edge)


@cache
def _letter(style: tuple[str, int], sign: str, line: str) -> _Drawn:
    """`sign` as it looks, how far it lies from the pen where `line` is the pen's, and how far the pen goes on, in px.

    In the basic layout a pen goes in whole pixels, and nothing of Inter depends on the letter before.
    """
    font = loaded(*style)
    drawn, offset = font.getmask2(sign, "L", anchor=f"l{line}")
    image = Image.frombytes("L", drawn.size, bytes(drawn)) if all(drawn.size) else None
    return image, (int(offset[0]), int(offset[1])), round(font.getlength(sign))


@cache
def _found() -> tuple[str, ...]:
    """The system's fonts that are known here, in the order of `_NAMES`."""
    there = dict(_on_disk())
    return tuple(there[name] for name in _NAMES if name in there)


def _on_disk() -> Iterator[tuple[str, str]]:
    for folder in reversed(_FOLDERS):
        # `~` stays as it is where there is no home, and is then no folder.
        path = Path.home() / folder[2:] if folder.startswith("~") else Path(folder)
        for file in sorted(path.rglob("*"), reverse=True) if path.is_dir() else ():
            if file.name in _NAMES:
                yield file.name, str(file)
