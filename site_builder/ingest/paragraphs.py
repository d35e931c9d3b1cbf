"""Where a paragraph of an abstract ends, in text whose lines were broken to a width.

arXiv begins a paragraph on a new line after two spaces. A program that indents every line of its output does so too:
one such line in the middle of a sentence, and the spaces mean nothing.
"""

import re
from typing import Final

_BEGINNING: Final = re.compile(r"\n(?:  (?=\S)|[ \t]*+\n\s*+)")
_ENDS_A_SENTENCE: Final = re.compile(r"[.?!:$}][\"'”’)\]]*\Z")


def parted(text: str) -> list[str]:
    """The paragraphs of `text`, each as it is written; all of it where nothing tells them apart."""
    lines = text.strip().replace("\r\n", "\n").replace("\r", "\n")
    parts = [part for part in _BEGINNING.split(lines) if part.strip()]
    return parts if all(_ENDS_A_SENTENCE.search(part.rstrip()) for part in parts[:-1]) else [text]
