"""Other names of what a paper speaks of, for search: acronyms ↔ expansions found in the papers, and a reviewed list.

Acronyms are found where a paper explains one, “neural architecture search (NAS)”, by the rule of Schwartz and Hearst
(2003): the letters of the short form, from the right, stand in the words before it. The list is content/synonyms.yaml.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from site_builder import fields, files, lexicon
from site_builder.errors import Problem, raise_if_any

FILE: Final = "synonyms.yaml"
_EXPLAINED = re.compile(r"\(([A-Z][A-Za-z0-9-]{1,9})\)")
_LEAST_CAPITALS = 2
_TOKEN = re.compile(r"[^\W_]+")
_LONGEST: Final = 8
"""Words of a name at most."""

Name: TypeAlias = tuple[str, ...]
"""Folded words."""


@dataclass(frozen=True, slots=True)
class Names:
    """Groups of names that mean the same, by the first word of each name."""

    by_first: Mapping[str, Sequence[tuple[Name, int]]]
    groups: Sequence[Sequence[Name]]


def names(texts: Iterable[str], synonyms: Iterable[Sequence[str]]) -> Names:
    """All that mean the same: what `texts` explain, and the groups of `synonyms`.

    An acronym that is explained in two ways names both, and neither is named by the other.
    """
    explained = {(acronym, expansion) for text in texts for acronym, expansion in acronyms(text)}
    groups = [[_name(one), _name(other)] for one, other in sorted(explained)]
    groups += [[_name(name) for name in group] for group in synonyms]
    found: dict[str, list[tuple[Name, int]]] = defaultdict(list)
    for number, group in enumerate(groups):
        for name in group:
            found[name[0]].append((name, number))
    return Names(dict(found), groups)


def of(text: str, known: Names) -> str:
    """The names that `text` does not use for what it speaks of, in the order of what they stand for; "" for none."""
    words = _name(text)
    held = dict.fromkeys(number for at in range(len(words)) for number in _at(words, at, known))
    said = f" {' '.join(words)} "
    other = dict.fromkeys(" ".join(name) for number in held for name in known.groups[number])
    return ", ".join(name for name in other if f" {name} " not in said and f" {name}s " not in said)


def _at(words: Name, at: int, known: Names) -> Iterator[int]:
    """The groups of which a name stands in `words` at `at`; its last word may be a plural."""
    for first in _singulars(words[at]):
        for name, number in known.by_first.get(first, ()):
            if _same(words[at : at + len(name)], name):
                yield number


def _same(words: Name, name: Name) -> bool:
    return len(words) == len(name) and words[:-1] == name[:-1] and name[-1] in _singulars(words[-1])


def _singulars(word: str) -> tuple[str, ...]:
    return (word, word[:-1]) if word.endswith("s") and len(word) > 3 else (word,)  # noqa: PLR2004 — "gas" is none


def _name(text: str) -> Name:
    return tuple(_TOKEN.findall(lexicon.fold(text)))


# Acronyms


def acronyms(text: str) -> Iterator[tuple[str, str]]:
    """(short form, long form) for each that `text` explains, both without a plural s."""
    for match in _EXPLAINED.finditer(text):
        short = match.group(1).removesuffix("s")
        before = re.split(r"[.;:!?()]\s", text[: match.start()])[-1].split()
        if sum(letter.isupper() for letter in short) >= _LEAST_CAPITALS:
            long = _long_form(short, before[-min(len(short) + 5, 2 * len(short), _LONGEST) :])
            if long:
                yield short, long.removesuffix("s")


def _long_form(short: str, words: Sequence[str]) -> str:
    """The shortest end of `words` that spells `short`; "" when none does."""
    text = " ".join(words)
    at = len(text)
    letters = [letter for letter in short.lower() if letter.isalnum()]
    for number, letter in enumerate(reversed(letters), 1):
        at = _before(text, at, letter, starts=number == len(letters))
        if at < 0:
            return ""
    long = text[at:]
    return "" if short.lower() in long.lower().split() or len(long) <= len(short) else long.strip("“”\"'`,")


def _before(text: str, end: int, letter: str, *, starts: bool) -> int:
    """Where `letter` last stands before `end` in `text`, at the start of a word if it `starts` one; -1 for nowhere."""
    for at in range(end - 1, -1, -1):
        if text[at].lower() == letter and not (starts and at > 0 and not text[at - 1].isspace()):
            return at
    return -1


# The list


def load(content: Path) -> tuple[tuple[str, ...], ...]:
    """The groups of content/synonyms.yaml, each a name and its synonyms; none without it.

    Raises `BuildFailed` with all that is wrong in it.
    """
    path = content / FILE
    if not path.is_file():
        return ()
    problems: list[Problem] = []
    stated = fields.load(files.read_text(path), files.shown(path))
    read = fields.Fields(stated, files.shown(path), problems, "name")
    groups = tuple((name, *read.texts(name)) for name in stated)
    raise_if_any([*problems, *(_nameless(group, read) for group in groups if not all(map(_name, group)))])
    return groups


def _nameless(group: Sequence[str], read: fields.Fields) -> Problem:
    return Problem(read.at(group[0]), f"`{group[0]}` has a synonym without a letter")
