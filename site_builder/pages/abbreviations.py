"""Acronyms in an abstract as buttons that open what they stand for: `<abbr>` alone says it to a mouse only."""

import re
from collections.abc import Iterator, Mapping
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

    def around(self, text: str) -> str:
        """`text`, which is no tag, with the buttons that are still to be made."""
        made, at = [], 0
        for start, _, end in sorted(self._found(text)):
            if start >= at:
                made += [text[at:start], self._button(text[start:end])]
                at = end
        return "".join([*made, text[at:]])

    def _found(self, text: str) -> Iterator[tuple[int, int, int]]:
        """(start, -length, end) of each acronym in `text`, also with an s. No pattern: each paper needs another."""
        for short in self._meant:
            start = text.find(short)
            while start >= 0:
                end = start + len(short)
                end += text[end : end + 1] == "s"
                if not (_joins(text[start - 1 : start], "+.'’-") or _joins(text[end : end + 1], "+'’-")):
                    yield start, -len(short), end
                start = text.find(short, start + 1)

    def _button(self, said: str) -> str:
        short = said if said in self._meant else said.removesuffix("s")
        if len(self.made) >= _MOST or short in dict(self.made):
            return said
        if short in self._explained:
            self._explained.remove(short)
            return said
        long = self._meant[short].long
        self.made.append((short, long))
        number, title = len(self.made), escape(long)
        return f'<button class="abbr" popovertarget="abbr-{number}"><abbr title="{title}">{said}</abbr></button>'


def _joins(sign: str, others: str) -> bool:
    """True of a `sign` beside which an acronym is part of a longer word; `others` do that beside letters and digits."""
    return sign.isalnum() or (sign != "" and sign in others + "_")
