"""Which papers a curator's shelf holds: those it lists, then those its query finds.

A query finds what holds all of it. Unlike on the search page nothing is near enough: no slips, no beginnings of words,
no meaning, so that a shelf changes only when papers or its file do.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from site_builder.analysis import query
from site_builder.analysis.entry import CatalogEntry
from site_builder.analysis.query import Atom, Clause
from site_builder.content.shelves import Shelf
from site_builder.content.vocabulary import Vocabulary
from site_builder.core.errors import Problem, did_you_mean
from site_builder.text import person_names
from site_builder.text.search_words import fold, stem

_TOKEN: Final = re.compile(r"[^\W_]+(?:[-/.+#][^\W_]+)*")
_SEPARATOR: Final = re.compile(r"[-/.+#]")


class Searched:
    """What of one paper a query is held against; found out when it is asked for."""

    def __init__(self, entry: CatalogEntry, tag_names: Mapping[str, str]) -> None:
        self.entry = entry
        self._tag_names = tag_names

    @cached_property
    def title(self) -> frozenset[str]:
        """Stems of the title's words."""
        return frozenset(map(stem, _tokens(self.entry.paper.title)))

    @cached_property
    def text(self) -> str:
        """Stems of all words in order, each between spaces."""
        paper = self.entry.paper
        named = [self._tag_names[earned.tag] for earned in self.entry.tags]
        said = " . ".join([paper.title, paper.abstract, *paper.keywords, *named])
        return f" {' '.join(map(stem, _tokens(said)))} "

    @cached_property
    def joined(self) -> frozenset[str]:
        """Stems of compounds as one word: "finetuning" of "fine-tuning"."""
        said = f"{self.entry.paper.title} {self.entry.paper.abstract}"
        found = (_SEPARATOR.sub("", token) for token in _TOKEN.findall(fold(said)) if _SEPARATOR.search(token))
        return frozenset(map(stem, found))

    @cached_property
    def authors(self) -> tuple[tuple[str, ...], ...]:
        """The words of each author's name."""
        return tuple(tuple(_tokens(person_names.display(name))) for name in self.entry.paper.authors)

    @cached_property
    def venue(self) -> frozenset[str]:
        """The words of the venue."""
        return frozenset(_tokens(self.entry.paper.appeared_in))

    def holds(self, clause: Clause) -> bool:
        """True when the paper is what `clause` asks for."""
        return any(_HOLDS[atom.kind](self, atom) for atom in clause.atoms) != clause.is_negated

    def says(self, words: str) -> bool:
        """True when the words of `words` stand one behind the other."""
        return f" {' '.join(map(stem, words.split()))} " in self.text

    def is_by(self, words: Sequence[str]) -> bool:
        """True when all of `words` are one author's, or initials of them."""
        return any(all(_is_of(word, name) for word in words) for name in self.authors) and bool(words)


def _tokens(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", fold(text))


def _is_of(word: str, name: Sequence[str]) -> bool:
    return word in name or (len(word) == 1 and any(part.startswith(word) for part in name))


def _word(of: Searched, atom: Atom) -> bool:
    if any(of.says(spelling) for spelling in query.spellings(atom)) or stem(atom.text) in of.joined:
        return True
    named = {part for name in of.authors for part in name}
    return atom.text in named or atom.text in of.venue or atom.text == str(of.entry.paper.year)


def _phrase(of: Searched, atom: Atom) -> bool:
    return of.says(atom.text) or of.is_by(atom.text.split())


def _id(of: Searched, atom: Atom) -> bool:
    return atom.text in (of.entry.paper.arxiv.lower(), of.entry.paper.doi.lower())


def _author(of: Searched, atom: Atom) -> bool:
    return of.is_by([part for word in query.words(atom.text) for part in word.parts])


def _title(of: Searched, atom: Atom) -> bool:
    return all(stem(part) in of.title for word in query.words(atom.text) for part in word.parts)


def _year(of: Searched, atom: Atom) -> bool:
    return atom.years[0] <= (of.entry.paper.year or -1) <= atom.years[1]


def _venue(of: Searched, atom: Atom) -> bool:
    words = [word.text for word in query.words(atom.text)]
    return bool(words) and all(word in of.venue or word == str(of.entry.paper.year) for word in words)


def _tag(of: Searched, atom: Atom) -> bool:
    return any(is_tag(earned.tag, atom.text) for earned in of.entry.tags)


def _has(of: Searched, _: Atom) -> bool:
    return any(name == "code" for name, _ in of.entry.paper.links)


_HOLDS: Final[Mapping[str, Callable[[Searched, Atom], bool]]] = {
    "word": _word,
    "phrase": _phrase,
    "id": _id,
    "author": _author,
    "title": _title,
    "year": _year,
    "venue": _venue,
    "tag": _tag,
    "has": _has,
}


def is_tag(slug: str, asked: str) -> bool:
    """True when the words of `asked` stand in `slug`: "attention" is asked of "efficient-attention"."""
    return f"-{re.sub(r'[^a-z0-9]+', '-', fold(asked).strip())}-" in f"-{slug}-"


@dataclass(frozen=True, slots=True)
class Shelved:
    """A shelf with its papers."""

    shelf: Shelf
    papers: tuple[CatalogEntry, ...]


def fill(shelves: Sequence[Shelf], papers: Sequence[CatalogEntry], vocabulary: Vocabulary) -> tuple[Shelved, ...]:
    """Each of `shelves` with its papers: those listed in that order, then those found in the order of `papers`."""
    if not shelves:
        return ()
    names = {tag.slug: tag.name for tag in vocabulary.tags}
    searched = [Searched(entry, names) for entry in papers]
    by_slug = {entry.slug: entry for entry in papers}
    return tuple(Shelved(shelf, tuple(_held(shelf, searched, by_slug))) for shelf in shelves)


def _held(shelf: Shelf, searched: Sequence[Searched], by_slug: Mapping[str, CatalogEntry]) -> Iterator[CatalogEntry]:
    yield from (by_slug[slug] for slug in shelf.papers)
    clauses = query.parse(shelf.query) if shelf.query else ()
    for one in searched if clauses else ():
        if one.entry.slug not in shelf.papers and all(map(one.holds, clauses)):
            yield one.entry


def notices(shelved: Sequence[Shelved], vocabulary: Vocabulary) -> Iterator[Problem]:
    """What curators should know of their shelves: a tag that is none, a shelf that holds no paper."""
    slugs = [tag.slug for tag in vocabulary.tags]
    for one in shelved:
        atoms = [atom for clause in query.parse(one.shelf.query) for atom in clause.atoms if atom.kind == "tag"]
        unknown = [atom.text for atom in atoms if not any(is_tag(slug, atom.text) for slug in slugs)]
        for text in unknown:
            yield Problem(one.shelf.query_at, f"there is no tag `{text}`", did_you_mean(text, slugs))
        if not one.papers and not unknown:
            yield Problem(one.shelf.query_at, "the query finds no paper", "Try it on the search page, or ask for less.")
