"""Other names of what a paper speaks of, for search: acronyms ↔ expansions found in the papers, and a reviewed list.

Acronyms are found where a paper explains one, “neural architecture search (NAS)”, by the rule of Schwartz and Hearst
(2003): the letters of the short form, from the right, stand in the words before it.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from site_builder.text.lexicon import Name, folded_name, spelled_words
from site_builder.text.singulars import singulars

_SHORT = r"[a-z]?[A-Z][A-Za-z0-9-]{1,9}"
_EXPLAINED = re.compile(rf"\(({_SHORT})\)")
_EXPLAINED_AFTER = re.compile(rf"(?<![\w-])({_SHORT}) \(([^\W\d_][^()]{{8,120}})\)")
_CLAUSE_END = re.compile(r"[.;:!?()]\s")
_LONGEST_BEFORE: Final = 400
"""Characters before an acronym in which its words are looked for: eight words have far fewer."""
_MIN_CAPITALS = 2
_SPOKEN: Final = {"2": re.compile(r"(?<![^\W_])to(?![^\W_])"), "4": re.compile(r"(?<![^\W_])for(?![^\W_])")}
"""Words that a digit stands for: "text-to-image (T2I)"."""
_LONGEST: Final = 8
"""Words of a name at most."""
_USUAL: Final = 0.5
"""How often an acronym is explained so, at least, as a share of how often it is explained in the usual way."""
_MOST_MEANINGS: Final = 8
"""About as frequent as each other: an acronym that has more means nothing."""


@dataclass(frozen=True, slots=True)
class _Known:
    """A name, and what else the thing is called."""

    name: Name
    others: tuple[Name, ...]
    spelled: Name = ()
    """An acronym's own words with their capitals: "IS" may stand for much, "is" for nothing."""
    unless: tuple[Name, ...] = ()
    """A text that says one of these says itself what it means."""


@dataclass(frozen=True, slots=True)
class Names:
    """Every name that has others."""

    by_beginning: Mapping[Name, Sequence[_Known]]
    """By its first two words, or the only one: with "deep" alone hundreds begin."""


def names(texts: Iterable[str], synonyms: Iterable[Sequence[str]]) -> Names:
    """All that mean the same: what `texts` explain, and the groups of `synonyms`.

    An acronym that is explained in two ways names those that are about as frequent, and neither is named by the other.
    """
    return names_explained(map(acronyms, texts), synonyms)


def names_explained(explained: Iterable[Iterable[tuple[str, str]]], synonyms: Iterable[Sequence[str]]) -> Names:
    """As `names`, of texts whose acronyms have been found, as of `acronyms`."""
    known = [*_explained(explained), *_grouped(synonyms)]
    found: dict[Name, list[_Known]] = defaultdict(list)
    for one in known:
        found[one.name[:2]].append(one)
    return Names(dict(found))


def _explained(explained: Iterable[Iterable[tuple[str, str]]]) -> Iterator[_Known]:
    counts: dict[str, Counter[Name]] = defaultdict(Counter)
    for found in explained:
        for short, long in dict.fromkeys(found):  # each once, in the same order under any hash seed
            counts[short][folded_name(long)] += 1
    for short, longs in sorted(counts.items()):
        most = max(longs.values())
        usual = tuple(sorted(long for long, count in longs.items() if count >= _USUAL * most))
        if len(usual) <= _MOST_MEANINGS:
            yield _Known(folded_name(short), usual, spelled_words(short), tuple(longs))
        yield from (_Known(long, (folded_name(short),)) for long in sorted(longs))


def _grouped(synonyms: Iterable[Sequence[str]]) -> Iterator[_Known]:
    for group in synonyms:
        named = tuple(map(folded_name, group))
        yield from (_Known(name, named) for name in named)


def of(text: str, known: Names) -> str:
    """The names that `text` does not use for what it speaks of, in the order of what they stand for; "" for none."""
    spelled = spelled_words(text)
    words = tuple(word.lower() for word in spelled)
    said = f" {' '.join(words)} "
    held = dict.fromkeys(one for at in range(len(words)) for one in _at(words, spelled, at, known))
    meant = (one for one in held if not any(_is_in(said, name) for name in one.unless))
    other = dict.fromkeys(name for one in meant for name in one.others)
    return ", ".join(" ".join(name) for name in other if not _is_in(said, name))


def _is_in(said: str, name: Name) -> bool:
    words = " ".join(name)
    return f" {words} " in said or f" {words}s " in said


def _at(words: Name, spelled: Name, at: int, known: Names) -> Iterator[_Known]:
    """What is known whose name stands in `words` at `at`; its last word may be a plural."""
    for beginning in _beginnings(*words[at : at + 2]):
        for one in known.by_beginning.get(beginning, ()):
            end = at + len(one.name)
            if _same(words[at:end], one.name) and (not one.spelled or _same(spelled[at:end], one.spelled)):
                yield one


def _beginnings(first: str, *second: str) -> Iterator[Name]:
    """The beginnings of all names that may begin with these words; only the last word of a name may be a plural."""
    yield from ((word,) for word in _singulars(first))
    yield from ((first, word) for last in second for word in _singulars(last))


def _same(words: Name, name: Name) -> bool:
    return len(words) == len(name) and words[:-1] == name[:-1] and name[-1] in _singulars(words[-1])


def _singulars(word: str) -> tuple[str, ...]:
    return (word, *singulars(word)) if word.endswith("s") else (word,)


# Acronyms


def acronyms(text: str) -> Iterator[tuple[str, str]]:
    """(short form, long form) for each that `text` explains, both in the singular."""
    for match in _EXPLAINED.finditer(text):
        before = _CLAUSE_END.split(text[max(0, match.start() - _LONGEST_BEFORE) : match.start()])[-1].split()
        yield from _explained_by(match.group(1), before)
    for match in _EXPLAINED_AFTER.finditer(text):
        words = match.group(2).split()
        if len(words) <= _LONGEST and words[0][0].lower() == match.group(1)[0].lower():
            found = [
                (short, match.group(2)) for short, long in _explained_by(match.group(1), words) if _most(long, words)
            ]
            yield from ((short, _singular(long, match.group(1))) for short, long in found)


def _most(long: str, words: Sequence[str]) -> bool:
    """True when `long` is nearly all of `words`: what stands in brackets explains the short form and says no more."""
    return len(long.split()) >= len(words) - 1


def _explained_by(stated: str, words: Sequence[str]) -> Iterator[tuple[str, str]]:
    short = stated.removesuffix("s")
    if sum(letter.isupper() for letter in short) >= _MIN_CAPITALS:
        long = _long_form(short, words[-min(len(short) + 5, 2 * len(short), _LONGEST) :])
        if long:
            yield short, _singular(long, stated)


def _singular(long: str, stated: str) -> str:
    """`long` as one of its kind. A short form without s may yet be a plural's, but not of "analysis"."""
    is_plural = stated.endswith("s")
    if long.lower().endswith(_NO_PLURALS) or _OF_MANY.search(long):
        return long
    if not is_plural and _NAME_OF_NAMES.search(long):
        return long
    if long.endswith("ies") and not long.lower().endswith(_OF_IE):
        return f"{long[:-3]}y"
    if is_plural and long.endswith(("sses", "xes", "ches")):
        return long[:-2]
    return long.removesuffix("s")


_NO_PLURALS: Final = ("ss", "is", "us", "series", "species")
_OF_IE: Final = ("movies", "cookies", "calories")
_NAME_OF_NAMES = re.compile(r"(?:^|\s)[A-Z][^\W\d_]+(?:[-–]\w+)*[-–][A-Z][^\W\d_]+s$")
"""Of people, "Jaynes-Cummings", or of parts, "Contexts-Systems-Modalities": the last s may be anyone's."""
_OF_MANY = re.compile(r"[\w’'][ -]of[ -](?:the[ -])?[\w-]+s$")
"""As in "Internet of Things": one is still of many."""


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
    if letter in _SPOKEN:
        return max((found.start() for found in _SPOKEN[letter].finditer(text, 0, end)), default=-1)
    return -1
