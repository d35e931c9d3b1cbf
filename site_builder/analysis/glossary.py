"""What short names mean: acronyms with what papers say they stand for, and named systems with who introduces them.

Papers are quoted and nothing else is known: an acronym has the meanings that papers write out, each with the papers
that do. Which systems a paper introduces is in `system_names`.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from site_builder.analysis import acronyms, system_names
from site_builder.analysis.system_names import Introduced
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


def of(texts: Sequence[Text]) -> Glossary:
    """The short names in `texts`."""
    in_abstracts = _chunks(text.abstract for text in texts)
    found = _acronyms(texts, set(_LOWER.findall("\n".join(in_abstracts))))
    in_titles = _chunks(text.whole.removesuffix(text.abstract) for text in texts)
    return Glossary(found, tuple(_systems(texts, found, in_abstracts | in_titles)))


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


def _chunks(texts: Iterable[str]) -> set[str]:
    """What stands between spaces in `texts`, each once: most of it repeats, and no word we look for holds a space."""
    found: set[str] = set()
    for text in texts:
        found.update(text.split())
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


def _systems(texts: Sequence[Text], known: Mapping[str, Acronym], chunks: Iterable[str]) -> Iterator[System]:
    introduced: dict[str, list[str]] = defaultdict(list)
    common = {short for short, one in known.items() if len(one.meanings[0].papers) >= _COMMON}
    for text in texts:
        for name in text.said.introduced.but(common):
            introduced[name].append(text.slug)
    mentioned = _mentions(texts, introduced, chunks)
    for name in sorted(introduced, key=lambda name: (name.casefold(), name)):
        yield System(name, tuple(introduced[name]), tuple(mentioned[name]))


def _mentions(
    texts: Sequence[Text], introduced: Mapping[str, Sequence[str]], chunks: Iterable[str]
) -> Mapping[str, list[str]]:
    """Name → slugs of the papers that speak of it and do not introduce it."""
    by_first: dict[str, list[str]] = defaultdict(list)
    for name in introduced:
        first = WORD.findall(name)
        if first and _is_unmistakable(name):
            by_first[first[0]].append(name)
    of_chunk = {chunk: _all_at(by_first, WORD.findall(chunk)) for chunk in chunks}
    of_chunk = {chunk: names for chunk, names in of_chunk.items() if names}
    found: dict[str, list[str]] = defaultdict(list)
    for text in texts:
        names = {name for chunk in of_chunk.keys() & text.whole.split() for name in of_chunk[chunk]}
        for name in sorted(names):
            if text.slug not in introduced[name] and system_names.is_said(text.whole, name):
                found[name].append(text.slug)
    return found


def _all_at(by_first: Mapping[str, Sequence[str]], words: Iterable[str]) -> list[str]:
    return [name for word in words for name in by_first.get(word, ())]


def _is_unmistakable(name: str) -> bool:
    """True of a name of which no ordinary word is spelled so: "Switch" and "Sparse" stand in many a sentence."""
    return bool(system_names.MARKED.search(name))
