"""What the table of headings knows: subjects by the key of their term, and the words that tell of a family of them."""

from collections import Counter, defaultdict
from functools import cache
from typing import Final

from site_builder.analysis.propose import tables
from site_builder.analysis.propose.tokens import key_of

_SHORT_WORD: Final = 4
_MOSTLY: Final = 0.6
_TELLING_SPREAD: Final = 0.3
_RARE_SPREAD: Final = 0.1
"""A word of headings that more fields speak of tells of no family: one of many headings, one of a single one."""
_FAMILY_WORD: Final = 0.3
_RARE_WORD: Final = 0.3
"""What such words say of their family, beside a heading."""


@cache
def headings() -> dict[str, tables.Heading]:
    """Key → heading; the first where two have one key."""
    found: dict[str, tables.Heading] = {}
    for heading in tables.headings():
        found.setdefault(key_of(heading.name), heading)
    return found


@cache
def family_words() -> dict[str, tuple[str, float]]:
    """Word → the family that it tells of, for most headings that hold it stand there; and how much it tells."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for key, heading in headings().items():
        for word in set(key.split()):
            counts[word].update(heading.families)
    generic = tables.generic("first") | tables.generic("last") | tables.generic("alone")
    found = {}
    for word in sorted(counts.keys() - generic):
        family, times = counts[word].most_common(1)[0]
        tells = _telling(word, times)
        if tells and len(word) >= _SHORT_WORD and times >= _MOSTLY * counts[word].total():
            found[word] = family, tells
    return found


def _telling(word: str, times: int) -> float:
    """What a word in so many headings of a family tells of it; of one in a single heading, only nouns are telling."""
    spread = tables.background().spread(word)
    if times > 1:
        return _FAMILY_WORD if spread < _TELLING_SPREAD else 0.0
    return _RARE_WORD if spread < _RARE_SPREAD and tables.is_noun(word) else 0.0
