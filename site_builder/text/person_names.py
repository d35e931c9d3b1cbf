"""Names of people: their parts, the part that lists go by, and short forms of many of them.

Which part of a name is the family's cannot be known; by far most bylines here put it last. So parts serve to sort, to
shorten and to cite: wherever it matters a name is shown whole, and two spellings are never taken for one person.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_NAMED: Final = 2
"""Names a row gives when there are more than one beyond them."""
_PARTICLES: Final = frozenset("al ap ben bin da das de del della den der di do dos du el la le ten ter van von".split())
_SUFFIXES: Final = frozenset({"jr", "sr", "ii", "iii", "iv"})
_GROUPS: Final = frozenset("team group lab labs consortium collaboration project workshop authors community".split())
_JOINING: Final = "y"
"""Between two family names: "Agüera y Arcas"."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name in parts; of a group's, or of a single word, `family` is all there is."""

    family: str
    given: str = ""
    suffix: str = ""


@lru_cache(maxsize=1 << 16)  # a name is sorted, shortened and cited in four forms
def parts(name: str) -> Name:
    """`name` in parts, be it written "Laurens van der Maaten" or "van der Maaten, Laurens"."""
    if "," in name:
        before, _, after = (part.strip() for part in name.partition(","))
        return Name(before, after) if before and after else Name(before or after)
    words = name.split()
    end = len(words)
    while end > 1 and words[end - 1].rstrip(".").casefold() in _SUFFIXES:
        end -= 1
    if end < 2 or words[end - 1].casefold() in _GROUPS:  # noqa: PLR2004 — a single word is all there is
        return Name(" ".join(words))
    start = _start(words, end)
    return Name(" ".join(words[start:end]), " ".join(words[:start]), " ".join(words[end:]))


def _start(words: Sequence[str], end: int) -> int:
    """Where the family's part of words[:end] begins; it leaves one word for the given name."""
    start = end - 1
    if start > 2 and words[start - 1] == _JOINING:  # noqa: PLR2004 — a given name, two of the family, and what joins them
        start -= 2
    while start > 1 and words[start - 1].casefold() in _PARTICLES:
        start -= 1
    return start


def family(name: str) -> str:
    """The part of `name` that lists go by: "van der Maaten" of "Laurens van der Maaten"; all of a group's name."""
    return parts(name).family


def short(authors: Sequence[str]) -> str:
    """`authors` as a row has room for: "Wang, Song and 3 others"; "" when there are none."""
    families = [family(name) for name in authors]
    if len(families) > _NAMED + 1:
        return f"{', '.join(families[:_NAMED])} and {len(families) - _NAMED} others"
    return " and ".join(filter(None, [", ".join(families[:-1]), families[-1] if families else ""]))


def initials(given: str) -> str:
    """`given` as initials: "J.-M. A." of "Jean-Marie Anne"."""
    words = given.replace(".", ". ").split()
    return " ".join("-".join(f"{part[0]}." for part in word.split("-") if part) for word in words)


def sorted_as(name: str) -> str:
    """What `name` is sorted by: the family's part, then all of it, without accents and case."""
    bare = " ".join(word for word in family(name).split() if word.casefold() not in _PARTICLES)
    return _folded(f"{bare or name} {name}")


def letter(key: str) -> str:
    """The letter `key` (as of `sorted_as`) stands under: a to z, or "other"."""
    first = key[:1]
    return first if first.isascii() and first.isalpha() else "other"


def _folded(text: str) -> str:
    # ø, ł and ß have no accent to take off; "o", "l", "s" is where a reader looks for them.
    plain = unicodedata.normalize("NFKD", text.casefold().translate(str.maketrans("øłđı", "oldi")))
    return re.sub(r"[^\w\s]", "", plain).strip()
