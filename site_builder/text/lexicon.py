"""The words of texts as a query spells them, and in how many texts each stands.

static/js/search/query.js folds a query the same way, so that it can tell a slip from a word that the papers use.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from site_builder.text.search_words import spelled

Name: TypeAlias = tuple[str, ...]
"""Folded words of a name, such as ("neural", "architecture", "search")."""

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_BEYOND_LATIN = re.compile(r"[^\0-\u02ff]")
_ENDINGS = ("s", "es", "d", "ed", "ing")
"""As in query.js, the more likely first."""
_SHORTEST_BASE = 4
_TOKEN = re.compile(r"[^\W_]+")
_WORD = re.compile(r"[^\W\d_]{2,30}(?:-[^\W\d_]{2,30})*")


def fold(text: str) -> str:
    """`text` without marks and case."""
    return unmarked(text).lower()


def unmarked(text: str) -> str:
    """`text` without the marks on its letters."""
    return text if text.isascii() else _BEYOND_LATIN.sub(_base, unicodedata.normalize("NFKD", text))


def _base(found: re.Match[str]) -> str:
    return "" if unicodedata.category(found.group()).startswith("M") else found.group()


def words(text: str) -> list[str]:
    """The words of `text` without digits, in order, as search spells them; a hyphened one as its parts and as one."""
    found: list[str] = []
    for match in _WORD.findall(spelled(text).lower()):
        parts = match.split("-")
        found += parts if len(parts) == 1 else [*parts, "".join(parts)]
    return found


def count(texts: Iterable[str]) -> Mapping[str, int]:
    """Word → how many of `texts` hold it, by the alphabet."""
    held = Counter(word for text in texts for word in set(words(text)))
    return {word: held[word] for word in sorted(held)}


def bases(counts: Mapping[str, int]) -> Mapping[str, int]:
    """`counts` without the words that are another with one of `_ENDINGS`; that one then counts as often as either."""
    found = dict(counts)
    for word in sorted(counts, key=len, reverse=True):
        base = next((word.removesuffix(end) for end in _ENDINGS if _is_base(word.removesuffix(end), word, counts)), "")
        if base:
            found[base] = max(found[base], found.pop(word))
    return found


def _is_base(base: str, word: str, counts: Mapping[str, int]) -> bool:
    return base != word and len(base) >= _SHORTEST_BASE and base in counts


def listed(counts: Mapping[str, int]) -> str:
    """`counts` as a browser reads them, by the alphabet: a word a line, its count after a space where it is not one.

    What a word shares with the one before it is a digit of base 36, so many letters.
    """
    lines, before = [], ""
    for word, held in sorted(counts.items()):
        shared = min(_shared(word, before), len(_DIGITS) - 1)
        lines.append(f"{_DIGITS[shared]}{word[shared:]}" + (f" {held}" if held > 1 else ""))
        before = word
    return "\n".join(lines)


def _shared(word: str, other: str) -> int:
    """How many first letters are the same; of those that a browser counts twice, none."""
    pairs = enumerate(zip(word, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b or a > "\uffff"), min(len(word), len(other)))


def spelled_words(text: str) -> Name:
    """The words of `text` with their capitals, marks taken off."""
    return tuple(_TOKEN.findall(unmarked(text)))


def folded_name(text: str) -> Name:
    """The words of `text` without marks and case."""
    return tuple(word.lower() for word in spelled_words(text))
