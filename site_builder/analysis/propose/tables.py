"""What the proposal knows before it has read a paper: parts of speech, words that name nothing, headings, background.

All tables lie beside this module under tables/. Written by hand are `generic.txt`, `stop_words.txt`, `headings.txt`,
the rules of `kinds.yaml`, and the head of every proposed file, `frame.yaml`. `parts_of_speech.txt` and
`background.npz` were counted in abstracts of arXiv, whose metadata is under CC0; `background` says how the second is
made again.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from site_builder.core import files
from site_builder.text.stop_words import STOP_WORDS

FOLDER: Final = Path(__file__).parent / "tables"
_LONGEST: Final = 3
"""Words of a term whose background is counted; of a longer one the two ends are asked."""
_STEPS: Final = 16.0
"""Of the scale on which shares are kept, to each doubling."""
_MIN_SHARE: Final = 2.0**-15
"""The smallest share that is kept."""
_ADJECTIVES: Final = ("ed", "ive", "ous", "able", "ible", "less", "ful", "ical")


@dataclass(frozen=True, slots=True)
class Background:
    """How common terms are in abstracts of many fields."""

    row: Mapping[str, int]
    rates: NDArray[np.float32]
    """Share of the papers of a field that hold the term: its mean over fields but the sixth that hold it most often."""
    spreads: NDArray[np.float32]
    """Share of the fields in which more than one paper of a hundred holds the term."""

    def rate(self, key: str) -> float:
        """The share of papers of any field that hold the term `key`; 0 for one that is hardly known."""
        words = key.split()
        if len(words) <= _LONGEST:
            row = self.row.get(key)
            return 0.0 if row is None else float(self.rates[row])
        return min(self.rate(" ".join(words[:_LONGEST])), self.rate(" ".join(words[-_LONGEST:])))

    def spread(self, key: str) -> float:
        """The share of fields that speak of `key`; 0 for one that is hardly known."""
        row = self.row.get(key)
        return 0.0 if row is None else float(self.spreads[row])


def packed(shares: NDArray[np.float64]) -> NDArray[np.uint8]:
    """`shares` on a scale of logarithms, a byte each; `unpacked` gives them back to within 3 percent."""
    steps = np.log2(np.maximum(shares, _MIN_SHARE) / _MIN_SHARE) * _STEPS
    return np.clip(np.rint(steps), 0, 255).astype(np.uint8)


def unpacked(steps: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The shares that `packed` made `steps` of."""
    shares = _MIN_SHARE * np.exp2(steps.astype(np.float32) / _STEPS)
    return np.where(steps == 0, 0.0, shares).astype(np.float32)


@cache
def background() -> Background:
    """The table that was shipped."""
    with np.load(FOLDER / "background.npz") as held:
        keys = bytes(held["keys"]).decode().split("\n")
        return Background(
            {key: row for row, key in enumerate(keys)},
            unpacked(held["rates"]),
            held["spreads"].astype(np.float32) / 100,
        )


@cache
def _lists(name: str) -> Mapping[str, frozenset[str]]:
    """Section → its words, of a table of words."""
    lines = files.read_text(FOLDER / name).splitlines()
    text = "\n".join(line for line in lines if not line.startswith("#"))
    parts = re.split(r"^\[(\w+)\]$", text, flags=re.MULTILINE)
    return {section: frozenset(words.split()) for section, words in zip(parts[1::2], parts[2::2], strict=True)}


@cache
def generic(section: str) -> frozenset[str]:
    """The words of one section of generic.txt: stop, first, last or alone."""
    words = _lists("generic.txt")[section]
    return words | STOP_WORDS if section == "stop" else words


def language_stop_words(words: Collection[str]) -> frozenset[str]:
    """The stop words of the language, among six and English, that most of `words` speak; none for English."""
    lists = _lists("stop_words.txt")
    languages = sorted(lists.keys() - {"signs", "spaceless"})
    best = max(languages, key=lambda language: (sum(word in lists[language] for word in words), language == "english"))
    return frozenset() if best == "english" else lists[best]


def spaceless(section: str) -> frozenset[str]:
    """What ends a term (`signs`) and what names nothing (`spaceless`) in scripts without spaces."""
    return _lists("stop_words.txt")[section]


@cache
def ends_terms(word: str) -> bool:
    """True when `word`, in lower case, is a verb or an adverb: a term goes on neither behind it nor before it."""
    classes = _lists("parts_of_speech.txt")
    if word in classes["breaks"] or word in generic("verbs"):
        return True
    return word.endswith("ly") and len(word) > 5 and word not in classes["nouns"] | classes["adjectives"]


@cache
def is_noun(word: str) -> bool:
    """True when `word`, in lower case, can end a term; a word that is not known is taken for what its ending says."""
    classes = _lists("parts_of_speech.txt")
    if word in classes["nouns"]:
        return True
    return not (word in classes["adjectives"] or ends_terms(word) or word.endswith(_ADJECTIVES))


@dataclass(frozen=True, slots=True)
class Heading:
    """What readers of a field call a subject."""

    name: str
    families: tuple[str, ...]
    """The families it stands in."""


@cache
def sections() -> Mapping[str, str]:
    """Family → the part of science it stands in: a line that begins with `#` and names what follows."""
    found, section = {}, ""
    for line in files.read_text(FOLDER / "headings.txt").splitlines():
        if line.startswith("# "):
            section = line.removeprefix("# ")
        elif ":" in line:
            found[line.partition(":")[0]] = section
    return found


@cache
def headings() -> tuple[Heading, ...]:
    """All headings, in the order of the table; the names of families are headings of their own."""
    families: dict[str, list[str]] = {}
    for line in files.read_text(FOLDER / "headings.txt").splitlines():
        family, colon, names = line.partition(":")
        if colon and not line.startswith("#"):
            for name in (family, *names.split(",")):
                families.setdefault(name.strip(), []).append(family)
    return tuple(Heading(name, tuple(held)) for name, held in families.items())
