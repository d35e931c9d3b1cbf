"""The language in which rules say what words to look for, and the finding of them in a text.

Upper and lower case, hyphens and plural s make no difference. Beyond that a phrase says itself what it covers:

    quantiz*             every word that begins so
    small|tiny model     either word in this place
    fine-tuning          also written "fine tuning" or "finetuning"
    reduc* ~ memory      both, in either order, at most `NEAR` words between them

We do not stem words: a stemmer makes "optimizer" and "optimization" one word, "adapter" and "adaptive", "transformer"
and "transform", and a vocabulary lives by such differences.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

NEAR: Final = 4
"""Most words between the two sides of `~`."""
_WORD: Final = re.compile(r"[^\W_]+")
STOP_WORDS: Final = frozenset(
    _WORD.findall(
        "a an and any are as at be by can for from has have in into is it its more of on or our such "
        "than that the their these they this to using via we which while with"
    )
)
_SHAPE: Final = re.compile(r"[^\W_]+\*?(\|[^\W_]+\*?)*")
_SENTENCE_END: Final = re.compile(r"(?<=[.!?])\s+(?=\W?[A-Z0-9])|(?<=[a-z]\.)(?=[A-Z][a-z])|\n+")

_SIBILANT_PLURAL: Final = ("ches", "shes", "sses", "xes")

Run = tuple[str, ...]
"""Words in a row, each as `_folded` or with a * at its end."""
Spot = tuple[int, ...]
"""The places, counted in words of a text, on which a phrase stands."""


def sentences(text: str) -> list[str]:
    """The sentences of `text`, in order."""
    return [part for part in _SENTENCE_END.split(text) if part]


def fault(phrase: str) -> str:
    """What is wrong with `phrase` as a phrase; "" when nothing is."""
    sides = phrase.split("~")
    if len(sides) > 2:  # noqa: PLR2004 — a pair has two sides
        return "has more than one ~"
    for side in sides:
        pieces = side.replace("-", " ").split()
        odd = [piece for piece in pieces if not _SHAPE.fullmatch(piece)]
        if odd:
            return f"holds `{odd[0]}`, which is no word"
        if all(piece.lower() in STOP_WORDS for piece in pieces):
            return "is empty" if not pieces else "holds only words that stand in every text"
    return ""


def readings(phrase: str) -> frozenset[tuple[Run, ...]]:
    """Every exact form of `phrase`: one run of words, or the two sides of a pair."""
    return frozenset(product(*(_runs(side) for side in phrase.split("~"))))


def _runs(side: str) -> list[Run]:
    choices = [_spellings(piece) for piece in side.split()]
    return [sum(chosen, ()) for chosen in product(*choices)]


def _spellings(piece: str) -> list[Run]:
    spelled: list[Run] = []
    for words in product(*(part.split("|") for part in piece.split("-"))):
        spelled.append(tuple(map(_atom, words)))
        if len(words) > 1:
            spelled.append((_atom("".join(words)),))
    return spelled


def _atom(word: str) -> str:
    return word.lower() if word.endswith("*") else _folded(word.lower())


def _folded(word: str) -> str:
    """`word` in the singular: the s-stemmer of D. Harman, "How effective is suffixing?", JASIS 42 (1991)."""
    if len(word) < 4 or not word.endswith("s") or word.endswith(("us", "ss", "is")):  # noqa: PLR2004 — "gas", "bus"
        return word
    if word.endswith("ies") and not word.endswith(("eies", "aies")):
        return word[:-3] + "y"
    return word[:-1]


@dataclass(frozen=True, slots=True)
class _Known:
    """What one word of a text can be in a phrase."""

    atoms: frozenset[str]
    opens: tuple[tuple[Run, int], ...]
    """The rest of each run this word can open, and the number of the run."""


class _Words(dict[str, _Known | None]):
    """Each word met so far and what it can be; None for the many that no phrase holds."""

    def __init__(self, runs: Sequence[Run]) -> None:
        super().__init__()
        self._opens: dict[str, list[tuple[Run, int]]] = {}
        for number, run in enumerate(runs):
            self._opens.setdefault(run[0], []).append((run[1:], number))
        self._atoms = frozenset(atom for run in runs for atom in run)
        self._lengths = sorted({len(atom) - 1 for atom in self._atoms if atom.endswith("*")})

    def __missing__(self, word: str) -> _Known | None:
        low = word.lower()
        could_be = [_folded(low), *(low[:length] + "*" for length in self._lengths if length <= len(low))]
        if low.endswith(_SIBILANT_PLURAL):  # "caches" is of "cache", "searches" of "search": try both
            could_be.append(low[:-2])
        atoms = [atom for atom in could_be if atom in self._atoms]
        opens = tuple(begun for atom in atoms for begun in self._opens.get(atom, ()))
        known = _Known(frozenset(atoms), opens) if atoms else None
        self[word] = known
        return known


class Finder:
    """Finds many phrases in a text at once, in time that does not grow with their number."""

    def __init__(self, phrases: Iterable[str]) -> None:
        numbers: dict[Run, int] = {}
        self._alone: dict[int, list[str]] = {}
        self._pairs: dict[int, list[tuple[int, str]]] = {}
        for phrase in sorted(set(phrases)):
            for reading in sorted(readings(phrase)):
                first, *second = [numbers.setdefault(run, len(numbers)) for run in reading]
                if second:
                    self._pairs.setdefault(first, []).append((second[0], phrase))
                else:
                    self._alone.setdefault(first, []).append(phrase)
        self._words = _Words(tuple(numbers))

    def find(self, text: str) -> dict[str, list[Spot]]:
        """Phrase → where it stands in `text`, for each that does."""
        words = self._words
        known = [words[word] for word in _WORD.findall(text)]
        runs: dict[int, list[Spot]] = {}
        for place, word in enumerate(known):
            if word is not None:
                for rest, number in word.opens:
                    if not rest or _continues(known, place + 1, rest):
                        runs.setdefault(number, []).append(tuple(range(place, place + 1 + len(rest))))
        return self._phrases(runs) if runs else {}

    def _phrases(self, runs: dict[int, list[Spot]]) -> dict[str, list[Spot]]:
        found: dict[str, list[Spot]] = {}
        for number, spots in runs.items():
            for phrase in self._alone.get(number, ()):
                found.setdefault(phrase, []).extend(spots)
            for other, phrase in self._pairs.get(number, ()):
                pairs = [a + b for a in spots for b in runs.get(other, ()) if _near(a, b)]
                if pairs:
                    found.setdefault(phrase, []).extend(pairs)
        return found


def _continues(known: Sequence[_Known | None], place: int, rest: Run) -> bool:
    if place + len(rest) > len(known):
        return False
    for atom in rest:
        word = known[place]
        if word is None or atom not in word.atoms:
            return False
        place += 1
    return True


def _near(one: Spot, other: Spot) -> bool:
    return 0 < other[0] - one[-1] <= NEAR + 1 or 0 < one[0] - other[-1] <= NEAR + 1


def quoted(text: str, spot: Spot) -> str:
    """The words of `text` from the first to the last of `spot`, as they stand there."""
    words = list(_WORD.finditer(text))
    return text[words[min(spot)].start() : words[max(spot)].end()]
