"""Text as search has it: letters, signs and scripts brought to the forms that people type.

static/js/search/fold.js does the same to a query; tests/search/spellings.json holds both to it. What comes out is
indexed and never shown, so a paper is found as "CO2" and "Lodz" and read as CO₂ and Łódź.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

_LETTERS: Final = dict(
    zip("ßẞæÆœŒøØłŁđĐðÐþÞħĦıŋŊŧŦ", "ss ss ae AE oe OE o O l L d D d D th Th h H i n N t T".split(), strict=True)
)
"""Letters that Unicode does not take apart, as those type them who do not have them."""
_GREEK: Final = dict(
    zip(
        "αβγδεζηθικλμνξοπρςστυφχψω",
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma sigma tau"
        " upsilon phi chi psi omega".split(),
        strict=True,
    )
)
_SPECIAL: Final = re.compile(f"[{''.join(_LETTERS)}]")
_MARKS: Final = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670]")
"""Marks that people leave out: of Latin, Greek and Cyrillic letters, of Hebrew and of Arabic."""
_SHORT_I: Final = re.compile("([иИ])\u0306")
"""A letter of its own in Russian, and no и with a mark."""
_LONE_GREEK: Final = re.compile(r"(?<![Ͱ-Ͽ])[Α-ω](?![Ͱ-Ͽ])")
_TIMES: Final = re.compile(r"(\d)\s?(?:×|⨯|x|X|times)\s?(?=\d)")
_BY: Final = ("x", "×", "⨯", "X", "times")
"""One of which stands in whatever `_TIMES` finds: most names have none."""
_POSSESSIVE: Final = re.compile(r"['’]s\b")
_SIGNED: Final = (
    ("+", re.compile(r"(?<!\w)([A-Za-z])\+\+"), r"\1plusplus"),
    ("#", re.compile(r"(?<!\w)([A-Za-z])#(?!\w)"), r"\1sharp"),
    ("*", re.compile(r"(?<!\w)([A-Za-z])\*(?!\w)"), r"\1star"),
    ("&", re.compile(r"(?<!\w)([A-Za-z]{1,3})&([A-Za-z]{1,3})(?!\w)"), r"\1and\2"),
)
"""C++, C#, A* and AT&T, of which an index would keep the letters only; behind the sign by which few texts have any."""
_SPACES: Final = re.compile(r"\s+")
_PIECE: Final = re.compile(r"[^\W_]+")
_LETTER: Final = re.compile(r"[^\W\d_]")
_DIGIT: Final = re.compile(r"\d")
_VERSIONED: Final = re.compile(r"([^\W\d_]*[A-Z][^\W\d_]{3,})\d{1,2}")
_LONGEST_NAME: Final = 80
"""Characters of a word that may hold a name: longer ones are addresses."""
_ENDING: Final = re.compile(r"(ies|es|s|ing|ed|ation|ions?|e)$")
_DERIVED: Final = re.compile(r"(ativ|ator|at|iv|iently|ient|iency|ly|y)$")
_UNSPACED: Final = re.compile("[\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0e7f]+")
"""Runs of scripts that part no words: Chinese, Japanese, Thai."""


def fold(text: str) -> str:
    """`text` as a query asks for it: without case, as fold.js has it."""
    return spelled(text, is_query=True).lower()


def stem(word: str) -> str:
    """`word` without what it may end in: forms of one word are equal."""
    return _ENDING.sub("", word)


def root(word: str) -> str:
    """`stem` without more that a word may end in: what a stemmer takes for one word, and some more, has one root."""
    return _DERIVED.sub("", stem(word))


def within(text: str) -> Iterator[str]:
    """Names that `text` holds in longer words only, each once: K13 in "K13-propeller", AlphaFold in "AlphaFold2".

    An index parts a word at its hyphens and where letters meet digits, and keeps no piece that has both.
    """
    words = set(_SPACES.split(text))
    found = dict.fromkeys(part for word in words if len(word) < _LONGEST_NAME for part in _within(word))
    yield from sorted(found.keys() - words)


def _within(word: str) -> Iterator[str]:
    pieces = _PIECE.findall(word)
    for piece in pieces:
        if len(pieces) > 1 and _LETTER.search(piece) and _DIGIT.search(piece):
            yield piece
        if versioned := _VERSIONED.fullmatch(piece):
            yield versioned[1]


def spelled(text: str, *, is_query: bool = False) -> str:
    """`text` as it is indexed, with its capitals: they say where a compound is made of words.

    A query asks for the pairs of signs of a run of Chinese, and not for its last sign, unless it is all there is.
    """
    if text.isascii():
        return _signed(text)
    text = _SPECIAL.sub(lambda found: _LETTERS[found[0]], text)
    text = _SHORT_I.sub(lambda found: "й" if found[1] == "и" else "Й", unicodedata.normalize("NFKD", text))
    text = unicodedata.normalize("NFC", _MARKS.sub("", text))
    text = _LONE_GREEK.sub(lambda found: _GREEK[found[0].lower()], text)
    return _UNSPACED.sub(lambda found: f" {' '.join(_pairs(found[0], is_query=is_query))} ", _signed(text))


def _signed(text: str) -> str:
    if "'" in text or "’" in text:
        text = _POSSESSIVE.sub("", text)
    if any(sign in text for sign in _BY):
        text = _TIMES.sub(r"\1x", text)
    for sign, pattern, meant in _SIGNED:
        if sign in text:
            text = pattern.sub(meant, text)
    return text


def _pairs(run: str, *, is_query: bool) -> Iterator[str]:
    """Every two neighbours of `run`, and its last sign: a word is found wherever in the run it stands."""
    last = len(run) - 1 if is_query and len(run) > 1 else len(run)
    yield from (run[at : at + 2] for at in range(last))
