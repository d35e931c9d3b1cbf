"""What short names mean: acronyms with what papers say they stand for, and named systems with who introduces them.

Papers are quoted and nothing else is known: an acronym has the meanings that papers write out, each with the papers
that do. Which systems a paper introduces is in `system_names`.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import Final

from site_builder.analysis import acronyms, system_names
from site_builder.analysis.system_names import Introduced
from site_builder.core import files
from site_builder.core.memo import Recall
from site_builder.text.lexicon import folded_name

_MIN_SHARE: Final = 0.8
"""How often an acronym must be explained in its usual way, as a share of all, for a text that does not explain it."""
_MIN_TIMES: Final = 2
"""Papers that must explain it so."""
_LOWER: Final = re.compile(r"(?<![\w-])[a-z]+(?!\w)")
_CAPITALIZED: Final = re.compile(r"(?<!\w)[A-Z][a-z]+(?!\w)")
_JOINED: Final = re.compile(
    r"(?<![\w-])(?:[A-Za-z]+-)*[A-Z][a-z]+-(?:[a-z]+-)*[A-Z][a-z]+-(?:[a-z]+-)*[A-Z][a-z]+(?![\w-])"
)
"""Three or more words with capitals, joined by hyphens."""
_COMMON: Final = 4
"""Papers that explain an acronym from which on it is nobody's system."""
_BRITISH: Final = re.compile(r"is(ation|e|ed|ing)")
WORD: Final = re.compile(r"[^\W_]+(?:[-.+’'][^\W_]+)*\+*")


@dataclass(frozen=True, slots=True)
class Said:
    """What one paper says of short names, whatever others say."""

    explained: tuple[tuple[str, str], ...] = ()
    """(short form, long form) of each acronym that it writes out."""
    introduced: Introduced = field(default_factory=Introduced)


def said(title: str, abstract: str) -> Said:
    """What a paper of this `title` and `abstract` says."""
    return Said(tuple(acronyms.acronyms(whole(title, abstract))), system_names.introduced(title, abstract))


def whole(title: str, abstract: str) -> str:
    """Both as one text."""
    return f"{title}. {abstract}"


@dataclass(frozen=True, slots=True)
class Text:
    """A paper, as far as it matters here."""

    slug: str
    whole: str
    """Title and abstract."""
    abstract: str
    said: Said


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an acronym stands for."""

    long: str
    """As most papers write it."""
    papers: tuple[str, ...]
    """Slugs of those that explain it so, in the order given."""


@dataclass(frozen=True, slots=True)
class Acronym:
    """A short form, and what it stands for."""

    short: str
    meanings: tuple[Meaning, ...]
    """The most frequent first."""

    @property
    def usual(self) -> str:
        """What it means to nearly all who explain it; "" where that is not clear."""
        most, total = self.meanings[0], sum(len(one.papers) for one in self.meanings)
        return most.long if len(most.papers) >= max(_MIN_TIMES, _MIN_SHARE * total) else ""


@dataclass(frozen=True, slots=True)
class Use:
    """An acronym in one text."""

    long: str
    is_explained: bool
    """True when the text says itself what it means."""


@dataclass(frozen=True, slots=True)
class System:
    """A named system."""

    name: str
    introduced: tuple[str, ...]
    """Slugs of the papers that introduce it; several where two systems have one name."""
    mentioned: tuple[str, ...]
    """Slugs of other papers that speak of it."""


@dataclass(frozen=True, slots=True)
class Glossary:
    """All short names of a site."""

    acronyms: Mapping[str, Acronym]
    """By short form, by the alphabet."""
    systems: tuple[System, ...]
    """By the alphabet."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What one text says of what others explain or introduce."""

    plain: tuple[str, ...]
    """The words of their long forms that it writes without capitals."""
    names: tuple[str, ...]
    """Those of their names that it has."""


def of(texts: Sequence[Text], recall: Recall) -> Glossary:
    """The short names in `texts`; what `recall` knows of a text is not looked for again."""
    wanted = _wanted(text.said for text in texts)
    digest = wanted.digest()
    heard = recall.all(
        HEARD,
        [(digest, text.whole, text.abstract) for text in texts],
        lambda missing: (wanted.of(texts[at].whole, texts[at].abstract) for at in missing),
    )
    found = _acronyms(texts, {word for one in heard for word in one.plain})
    return Glossary(found, tuple(_systems(texts, found, [one.names for one in heard])))


HEARD: Final = "heard"
"""What is recalled: as of `Heard`, by digest of what is looked for, and by text."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is looked for in every text."""

    words: frozenset[str]
    by_first: Mapping[str, Sequence[str]]
    """The first word of each name → those names."""

    def digest(self) -> str:
        """Stands for it."""
        return files.digest("\n".join([*sorted(self.words), "", *self.by_first, *chain(*self.by_first.values())]))

    def of(self, whole: str, abstract: str) -> Heard:
        """What of it a text has."""
        firsts = self.by_first.keys() & WORD.findall(whole)
        names = sorted(name for first in firsts for name in self.by_first[first] if system_names.is_said(whole, name))
        return Heard(tuple(sorted(self.words.intersection(_LOWER.findall(abstract)))), tuple(names))


def _wanted(said: Iterable[Said]) -> _Wanted:
    words: set[str] = set()
    names: dict[str, None] = {}
    for one in said:
        words.update(word.lower() for _, long in one.explained for word in _CAPITALIZED.findall(long))
        names |= dict.fromkeys(one.introduced.but(()))
    by_first: dict[str, list[str]] = defaultdict(list)
    for name in sorted(filter(_is_unmistakable, names)):
        first = WORD.findall(name)
        if first:
            by_first[first[0]].append(name)
    return _Wanted(frozenset(words), by_first)


def _acronyms(texts: Sequence[Text], usual: Collection[str]) -> Mapping[str, Acronym]:
    """By short form; `usual` are the words that abstracts write without capitals."""
    spelled: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    papers: dict[str, dict[str, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
    for text in texts:
        for short, long in text.said.explained:
            spelled[short, _key(long)][_lowered(long, usual)] += 1
            papers[short][_key(long)][text.slug] = None
    found = {}
    for short in sorted(papers, key=lambda short: (short.casefold(), short)):
        meanings = [Meaning(_most_frequent(spelled[short, key]), tuple(held)) for key, held in papers[short].items()]
        found[short] = Acronym(short, tuple(sorted(meanings, key=lambda one: (-len(one.papers), one.long))))
    return found


def _most_frequent(counts: Counter[str]) -> str:
    return max(sorted(counts), key=counts.__getitem__)


@lru_cache(maxsize=1 << 16)
def _key(long: str) -> str:
    """What the same meaning has in common, with hyphens or without, British or American, of one or of many."""
    return _BRITISH.sub(r"iz\1", "".join(folded_name(long))).removesuffix("s")


def _lowered(long: str, usual: Collection[str]) -> str:
    """`long` as it stands within a sentence: words that papers also write without capitals lose theirs.

    Of three or more that hyphens join, all do or none: "Join-the-Shortest-Queue" is a name.
    """
    held = {
        word for name in _JOINED.findall(long) if not _are_usual(name, usual) for word in _CAPITALIZED.findall(name)
    }
    return _CAPITALIZED.sub(
        lambda found: found[0].lower() if found[0].lower() in usual and found[0] not in held else found[0], long
    )


def _are_usual(name: str, usual: Collection[str]) -> bool:
    return all(word.lower() in usual for word in _CAPITALIZED.findall(name))


def explained(stated: Said, known: Mapping[str, Acronym]) -> Mapping[str, str]:
    """Acronym that a paper explains → what it means, as most papers write that."""
    own = {(short, _key(long)) for short, long in stated.explained}
    found: dict[str, str] = {}
    for short in sorted({short for short, _ in own} & known.keys()):
        longs = [one.long for one in known[short].meanings if (short, _key(one.long)) in own]
        found.update({short: longs[0]} if longs else {})
    return found


def usual(known: Mapping[str, Acronym]) -> Mapping[str, str]:
    """Acronym → what it means to nearly all who explain it; without those of which that is not clear."""
    return {short: one.usual for short, one in known.items() if one.usual}


def in_text(abstract: str, explained: Mapping[str, str], usual: Mapping[str, str]) -> Mapping[str, Use]:
    """Short form → what it means in `abstract`: what its paper says itself, else what nearly all say who explain it."""
    words = dict.fromkeys(map(_bare, WORD.findall(abstract)))
    return {
        short: Use(explained.get(short) or usual[short], short in explained)
        for short in words
        if short in explained or short in usual
    }


def _bare(word: str) -> str:
    return word.removesuffix("s")


# -- named systems -----------------------------------------------------------------------------------------------------


def _systems(texts: Sequence[Text], known: Mapping[str, Acronym], heard: Sequence[tuple[str, ...]]) -> Iterator[System]:
    """Those that `texts` introduce; `heard` are the names that each text has."""
    introduced: dict[str, list[str]] = defaultdict(list)
    common = {short for short, one in known.items() if len(one.meanings[0].papers) >= _COMMON}
    for text in texts:
        for name in text.said.introduced.but(common):
            introduced[name].append(text.slug)
    mentioned: dict[str, list[str]] = defaultdict(list)
    for text, names in zip(texts, heard, strict=True):
        for name in names:
            if name in introduced and text.slug not in introduced[name]:
                mentioned[name].append(text.slug)
    for name in sorted(introduced, key=lambda name: (name.casefold(), name)):
        yield System(name, tuple(introduced[name]), tuple(mentioned[name]))


def _is_unmistakable(name: str) -> bool:
    """True of a name of which no ordinary word is spelled so: "Switch" and "Sparse" stand in many a sentence."""
    return bool(system_names.MARKED.search(name))
