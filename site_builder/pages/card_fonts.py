"""Which font writes a text on a card.

Inter travels with the package and has Latin, Greek and Cyrillic letters. For others a font of the system is looked for,
in one order everywhere, and last among those that fontconfig knows; where none has all letters of a text, the text is
not written: better no word than a row of boxes.
"""

import subprocess
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from PIL import ImageFont, features

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
    font = loaded(path, 40)
    return sign.isspace() or bytes(font.getmask(sign)) != bytes(font.getmask(_NO_LETTER))


@cache
def loaded(path: Path, size: int) -> ImageFont.FreeTypeFont:
    """The font at `path`, `size` px high."""
    # Inter in the basic layout: what other machines' Raqm would do to the same letters is theirs.
    ours = path.parent == inter(400).parent
    layout = ImageFont.Layout.BASIC if ours or not features.check("raqm") else ImageFont.Layout.RAQM
    return ImageFont.truetype(str(path), size, layout_engine=layout)


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
