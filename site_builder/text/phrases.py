"""The language in which rules say what words to look for, and the finding of them in a text.

Upper and lower case, hyphens and plural s make no difference. Beyond that a phrase says itself what it covers:

    quantiz*             every word that begins so
    small|tiny model     either word in this place
    kv|key-value cache   either, and the second also as one word or two
    fine-tuning          also written "fine tuning" or "finetuning"
    reduc* ~ memory      both, in either order, at most `NEAR` words between them, in one clause

We do not stem words: a stemmer makes "optimizer" and "optimization" one word, "adapter" and "adaptive", "transformer"
and "transform", and a vocabulary lives by such differences.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import prod
from typing import Final, NamedTuple

from site_builder.text.singulars import singulars
from site_builder.text.stop_words import COMMON

NEAR: Final = 5
"""Most words and commas between the two sides of `~`."""
SPACELESS: Final = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Characters of scripts that put no spaces between words, for a class of a pattern: each is a word of its own."""
_WORD: Final = re.compile(rf"[{SPACELESS}]|[^\W_{SPACELESS}]+|[,;:]")
"""A comma counts as a word that no phrase holds, so that "quality, diversity" is no "quality diversity"."""
_CLAUSE_OPENERS: Final = frozenset(
    "we our i it its this these they their he she you which who whose when while whereas where although though because "
    "since if as so but yet thus hence thereby therefore however then with without using by for in on at from under "
    "through via after before during making allowing enabling leading resulting achieving providing yielding "
    "outperforming including such".split()
)
"""After a comma these open a clause or a phrase of their own; other words may go on with a list."""
_GLOSS: Final = re.compile(r"\((?=[^\W\d_]*[A-Z])[\w-]*[A-Z]s?\)")
_PART: Final = re.compile(rf"[{SPACELESS}]\*?|[^{SPACELESS}]+")
_SHAPE: Final = re.compile(r"[^\W_]+\*?(\|[^\W_]+\*?)*")

_SIDES: Final = 2
_FORMS: Final = 1000

Run = tuple[str, ...]
"""Words in a row, each in the singular or with a * at its end."""
Spot = tuple[int, ...]
"""The places, counted in words of a text, on which a phrase stands."""


def fault(phrase: str, *, common: bool = False) -> str:
    """What is wrong with `phrase` as a phrase; "" when nothing is. `common` allows it to hold only common words."""
    sides = phrase.split("~")
    if len(sides) > _SIDES:
        return "has more than one ~"
    for side in sides:
        pieces = side.replace("-", " ").split()
        odd = [piece for piece in pieces if not _SHAPE.fullmatch(piece)]
        if odd:
            return f"holds `{odd[0]}`, which is no word"
        if not pieces:
            return "is empty"
        if not common and all(piece.lower() in COMMON for piece in pieces):
            return "holds only words that stand in every text"
    if 2 ** phrase.count("-") * prod(piece.count("|") + 1 for piece in phrase.split()) > _FORMS:
        return f"can be read in more than {_FORMS} ways"
    return ""


def readings(phrase: str) -> frozenset[tuple[Run, ...]]:
    """Every exact form of `phrase`: one run of words, or the two sides of a pair."""
    return frozenset(product(*(_runs(side) for side in phrase.split("~"))))


def _runs(side: str) -> list[Run]:
    choices = [_spellings(piece) for piece in side.split()]
    return [sum(chosen, ()) for chosen in product(*choices)]


def _spellings(piece: str) -> list[Run]:
    spelled: list[Run] = []
    for word in piece.split("|"):
        words = word.split("-")
        spelled.append(tuple(_atom(part) for one in words for part in _PART.findall(one)))
        if len(words) > 1:
            spelled.append((_atom("".join(words)),))
    return spelled


def _atom(word: str) -> str:
    return word.lower() if word.endswith("*") else singulars(word.lower())[0]


@dataclass(slots=True)
class _Step:
    """A place in the tree of all runs: what may follow, and the number of the run that ends here."""

    after: dict[str, "_Step"] = field(default_factory=dict)
    number: int | None = None


class _Word(NamedTuple):
    """What a word of a text can be in a run."""

    atoms: tuple[str, ...]
    """Those it matches: none, for nearly all words."""
    opens: tuple[_Step, ...]
    """Where the runs that it can begin go on."""


_NO_WORD: Final = _Word((), ())


class _Words(dict[str, _Word]):
    """Each word met so far and what it can be."""

    def __init__(self, tree: _Step, atoms: Iterable[str]) -> None:
        super().__init__()
        self._tree = tree
        self._atoms = frozenset(atoms)
        self._lengths = sorted({len(atom) - 1 for atom in self._atoms if atom.endswith("*")})

    def __missing__(self, word: str) -> _Word:
        low = word.lower()
        first, *others = singulars(low)
        could_be = [first, *(low[:length] + "*" for length in self._lengths if length <= len(low)), *others]
        atoms = tuple(atom for atom in could_be if atom in self._atoms)
        opens = tuple(self._tree.after[atom] for atom in atoms if atom in self._tree.after)
        self[word] = _Word(atoms, opens) if atoms else _NO_WORD
        return self[word]


class Finder:
    """Finds many phrases in a text at once, in time that hardly grows with their number."""

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
        self._words = _Words(_tree(numbers), (atom for run in numbers for atom in run))

    def find(self, text: str) -> dict[str, list[Spot]]:
        """Phrase → where it stands in `text`, for each that does."""
        words = _WORD.findall(text)
        known = [*map(self._words.__getitem__, words), _NO_WORD]
        runs: dict[int, list[Spot]] = {}
        for start, word in enumerate(known):
            for step in word.opens:
                _follow(step, known, start, start + 1, runs)
        return self._phrases(runs, words) if runs else {}

    def _phrases(self, runs: dict[int, list[Spot]], words: Sequence[str]) -> dict[str, list[Spot]]:
        found: dict[str, list[Spot]] = {}
        for number, spots in runs.items():
            for phrase in self._alone.get(number, ()):
                found.setdefault(phrase, []).extend(spots)
            for other, phrase in self._pairs.get(number, ()):
                near = [a + b for a in spots for b in _around(a, runs.get(other, ())) if _near(a, b)]
                pairs = [pair for pair in near if not _parted(words, pair)]
                if pairs:
                    found.setdefault(phrase, []).extend(pairs)
        return found


def _follow(step: _Step, known: Sequence[_Word], start: int, end: int, runs: dict[int, list[Spot]]) -> None:
    """Add to `runs` every run of `known` that begins at `start` and leads by `step` to `end` or further."""
    if step.number is not None:
        runs.setdefault(step.number, []).append(tuple(range(start, end)))
    ways = [(step, end)] if step.after else []
    # A loop: a run may be longer than Python calls are deep.
    while ways:
        step, end = ways.pop()
        for atom in known[end].atoms:
            ahead = step.after.get(atom)
            if ahead is not None:
                if ahead.number is not None:
                    runs.setdefault(ahead.number, []).append(tuple(range(start, end + 1)))
                if ahead.after:
                    ways.append((ahead, end + 1))


def _tree(numbers: Mapping[Run, int]) -> _Step:
    root = _Step()
    for run, number in numbers.items():
        step = root
        for atom in run:
            step = step.after.setdefault(atom, _Step())
        step.number = number
    return root


def _around(one: Spot, others: Sequence[Spot]) -> Sequence[Spot]:
    """Those of `others`, all of one length and in order, that may be near `one`: a word that a text repeats stands on
    too many places to try them all."""
    if not others:
        return ()
    reach = NEAR + 1
    start = bisect_left(others, (one[0] - reach - len(others[0]) + 1,))
    return others[start : bisect_right(others, (one[-1] + reach + 1,))]


def _near(one: Spot, other: Spot) -> bool:
    return 0 < other[0] - one[-1] <= NEAR + 1 or 0 < one[0] - other[-1] <= NEAR + 1


def _parted(words: Sequence[str], pair: Spot) -> bool:
    """True when a clause ends between the sides of `pair`; two commas enclose an insertion, and part nothing."""
    between = [at for at in range(min(pair) + 1, max(pair)) if words[at] in ",;:"]
    if len(between) == 1 and words[between[0]] == ",":
        return words[between[0] + 1].lower() in _CLAUSE_OPENERS
    return any(words[at] in ";:" for at in between)


def glosses(text: str) -> frozenset[int]:
    """The places of acronyms that `text` explains where they stand: that of LoRA in "low-rank adaptation (LoRA)"."""
    if "(" not in text:
        return frozenset()
    starts = {match.start() + 1 for match in _GLOSS.finditer(text)}
    return frozenset(at for at, word in enumerate(_WORD.finditer(text)) if word.start() in starts)


def quoted(text: str, spot: Spot) -> str:
    """The words of `text` from the first to the last of `spot`, as they stand there."""
    words = list(_WORD.finditer(text))
    return text[words[min(spot)].start() : words[max(spot)].end()]
