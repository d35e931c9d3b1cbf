"""What a title says of its paper: its words, and what the paper's thing is called."""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from site_builder.analysis.gist_matcher import words_of

STEM: Final = 6
"""Letters by which words are compared: "optimize" and "optimization" share so many."""
WORDY: Final = 4
"""Letters from which a word is taken to have content."""
_NAME_WORDS = 4
"""A name before the colon of a title has at most so many words."""
_LAST_OF_SPACED = "\u2fff"
"""Above this are the characters of scripts without spaces."""
COINED: Final = re.compile(r"(?=[A-Za-z]*[a-z][A-Z])[\w-]*|[A-Za-z-]+\d[\w.-]*")
"""A word as only names are written: "MicroAdam", "UL2"."""


@dataclass(frozen=True, slots=True)
class Title:
    """A title as sentences are compared with it."""

    names: tuple[str, ...]
    """What the paper's thing is called: the head before a colon, and words written as only names are."""
    stems: frozenset[str]
    named: frozenset[str]
    """The stems of its names."""


def read_title(title: str) -> Title:
    """`title`, read."""
    head, colon, _ = title.partition(":")
    words = head.split()
    names = {word for word in words[:1] if COINED.fullmatch(word)}
    if colon and 0 < len(words) <= _NAME_WORDS:
        names.add(head.strip())
    return Title(tuple(sorted(names)), stems_of(words_of(title)), stems_of(words_of(" ".join(sorted(names)))))


def stems_of(words: list[str]) -> frozenset[str]:
    """The words that have content, cut to their stems; where no spaces part words, each two characters in a row."""
    stems = {word[:STEM] for word in words if len(word) >= WORDY}
    if max(words, default="") > _LAST_OF_SPACED:
        signs = [word if len(word) == 1 and word > _LAST_OF_SPACED else "" for word in words]
        stems |= {one + other for one, other in pairwise(signs) if one and other}
    return frozenset(stems)
