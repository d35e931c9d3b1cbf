"""Cues found in a sentence: it is first turned into one sign a word, and all cues are looked for in that short string.

So cues are written over classes of words ("WE ADV* MAKE"), not over letters, which keeps their table readable and the
work linear. The tables are in `gist_cues`.
"""

import re
from collections.abc import Iterable
from typing import Final

from site_builder.analysis.gist_cues import CUES, VERBS, WORDS

_TOKEN = re.compile(r"[^\W\d_\u3040-\u9fff]++(?:[-'’.][^\W\d_]++)*+|\d++(?:[.,]\d++)*+|[%×,:?\u3040-\u9fff]")
"""A word, a number, a sign that cues speak of, or one character of a script without spaces."""
_READ = 600
"""Characters of a sentence in which cues are looked for: what it is about comes before."""


def _forms(verb: str) -> tuple[str, str, str, str]:
    """A regular verb: "study", "studies", "studied", "studying"."""
    if verb.endswith("e"):
        return verb, verb + "s", verb + "d", verb[:-1] + "ing"
    if verb[-1] == "y" and verb[-2] not in "aeiou":
        return verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"
    return verb, verb + ("es" if verb.endswith(("sh", "s", "ch", "x")) else "s"), verb + "ed", verb + "ing"


def _memberships(patterns: Iterable[str]) -> dict[str, frozenset[str]]:
    """The classes of every word known here; a word that `patterns` name is a class of its own."""
    found: dict[str, set[str]] = {}
    for name, verbs in VERBS.items():
        for verb in verbs.split():
            for form, suffix in zip(_forms(verb), ("", "", "-ED", "-ING"), strict=True):
                found.setdefault(form, set()).add(name + suffix)
    for name, words in WORDS.items():
        for word in words.split():
            found.setdefault(word, set()).add(name)
    for item in re.findall(r"[^\s|*^/#.]+", " ".join(patterns)):
        word = item.lstrip("!").rstrip("?") or item
        if not word[0].isupper():
            found.setdefault(word, set()).add(word)
    return {word: frozenset(names | ({"ADV"} if word.endswith("ly") else set())) for word, names in found.items()}


MEMBERSHIPS = _memberships([pattern for *_, pattern in CUES])
_SIGNS = {names: chr(0xE000 + index) for index, names in enumerate(sorted(set(MEMBERSHIPS.values()), key=sorted))}
_SIGN_OF: Final = {word: _SIGNS[names] for word, names in MEMBERSHIPS.items()}
"""The sign of each word that a cue can speak of; private-use characters, so that none means anything to `re`."""
_START, _NUMBER, _ADVERB, _OTHER = "<", "#", "y", "_"
_SIGNS_OF: Final = {
    **{name: "".join(sign for names, sign in _SIGNS.items() if name in names) for name in frozenset().union(*_SIGNS)},
    "#": _NUMBER,
    "ADV": _ADVERB + "".join(sign for names, sign in _SIGNS.items() if "ADV" in names),
    "OTHER": _OTHER,
}
"""The signs of every class of words."""


def _compiled(patterns: str) -> re.Pattern[str]:
    return re.compile("|".join("".join(map(_part, pattern.split())) for pattern in _parted(patterns)))


def _parted(patterns: str) -> list[str]:
    return patterns.split(" / ")


def _part(item: str) -> str:
    if item == "^":
        return _START
    if item.startswith(".."):
        return f".{{0,{item[2:]}}}"
    if item[0] == "~":
        return f"[^{_SIGNS_OF['WE']}]{{0,{item[1:]}}}"
    if item[0] == "!":
        return f"(?<!{_class(item[1:])})"
    times = {"?": "?", "*": "{0,3}"}.get(item[-1], "") if len(item) > 1 else ""
    return _class(item[:-1] if times else item) + times


def _class(names: str) -> str:
    """The signs of the words that stand in one of the classes `names`; a `KeyError` for a class without any."""
    return "[" + "".join(_SIGNS_OF[name] for name in names.split("|")) + "]"


def _needs(patterns: str) -> set[str]:
    """Signs of which a sentence must hold one for any of `patterns` to be found: those of their rarest words."""
    sure = [[item for item in pattern.split() if not _UNSURE.match(item)] for pattern in _parted(patterns)]
    return {sign for items in sure for sign in min((_class(item)[1:-1] for item in items), key=len)}


_UNSURE = re.compile(r"\^|\.\.|!|~|.+[?*]$")
"""Items of a pattern that may stand for no word."""
_TABLE: Final = tuple(
    (1 << index, (name, contribution, result), _compiled(patterns).search)
    for index, (name, contribution, result, patterns) in enumerate(CUES)
)
"""Of each cue its bit, what it adds, and the search for it."""
_NEEDED = [(bit, _needs(cue[3])) for (bit, *_), cue in zip(_TABLE, CUES, strict=True)]
_BITS: Final = {
    sign: sum(bit for bit, needs in _NEEDED if sign in needs)
    for sign in [*_SIGNS.values(), _START, _NUMBER, _ADVERB, _OTHER]
}
"""The cues worth a search where a sign stands, as bits: most sentences are spared most cues."""


def cues_in(signs: str) -> list[tuple[str, float, float]]:
    """The cues found in a sentence of `signs`: name, points for `contribution`, points for `result`."""
    worth = 0
    for sign in set(signs):
        worth |= _BITS[sign]
    return [points for bit, points, search in _TABLE if worth & bit and search(signs)]


def signs_of(words: list[str]) -> str:
    """One sign a word, after the sign of the opening."""
    known = _SIGN_OF.get
    return _START + "".join(
        [known(word) or (_ADVERB if word[-2:] == "ly" else _OTHER if word[0] > "9" else _NUMBER) for word in words]
    )


def words_of(text: str) -> list[str]:
    """The words of `text`, in lower case; of a long one the beginning."""
    read = text[:_READ]
    if "I " in read:  # the author, who would be lost among the "(i)" of lists
        return [word if word == "I" else word.lower() for word in _TOKEN.findall(read)]
    return _TOKEN.findall(read.lower())
