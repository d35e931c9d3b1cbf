"""Acronyms in an abstract as buttons that open what they stand for: `<abbr>` alone says it to a mouse only."""

import re
from collections.abc import Mapping
from html import escape
from typing import Final

from site_builder.analysis import glossary
from site_builder.text.plaintext import pieces_of

_NO_WORDS: Final = re.compile(r"</?(?:a|code)\b")
"""Tags in which nothing is marked: a button in a link would be neither."""
_MOST: Final = 8
"""Buttons in an abstract."""


def marked(html: str, meant: Mapping[str, glossary.Use]) -> tuple[str, tuple[tuple[str, str], ...]]:
    """`html`, an abstract, with a button around each acronym where it first stands; and (short, long) of these.

    One that the abstract explains gets it where it stands next. The button opens what the page holds under the id
    `abbr-N`, the N-th pair: by mouse, key and touch, without a script. What a reader reads does not change.
    """
    if not meant:
        return html, ()
    buttons = _Buttons(meant)
    made: list[str] = []
    depth = 0
    for piece in pieces_of(html):
        if piece.is_tag and _NO_WORDS.match(piece.raw):
            depth += -1 if piece.raw.startswith("</") else 1
        is_words = not piece.is_tag and not depth and piece.raw == piece.text
        made.append(buttons.around(piece.raw) if is_words else piece.raw)
    return "".join(made), tuple(buttons.made)


class _Buttons:
    """Puts buttons around acronyms, each once."""

    def __init__(self, meant: Mapping[str, glossary.Use]) -> None:
        self._meant = meant
        self._explained = {short for short, use in meant.items() if use.is_explained}
        self.made: list[tuple[str, str]] = []
        shorts = "|".join(map(re.escape, sorted(meant, key=len, reverse=True)))
        self._pattern = re.compile(rf"(?<![\w+.'’-])(?:{shorts})s?(?![\w+'’-])")

    def around(self, text: str) -> str:
        """`text`, which is no tag, with the buttons that are still to be made."""
        return self._pattern.sub(self._button, text)

    def _button(self, match: re.Match[str]) -> str:
        short = match[0] if match[0] in self._meant else match[0].removesuffix("s")
        if len(self.made) >= _MOST or short in dict(self.made):
            return match[0]
        if short in self._explained:
            self._explained.remove(short)
            return match[0]
        long = self._meant[short].long
        self.made.append((short, long))
        number, title = len(self.made), escape(long)
        return f'<button class="abbr" popovertarget="abbr-{number}"><abbr title="{title}">{match[0]}</abbr></button>'
