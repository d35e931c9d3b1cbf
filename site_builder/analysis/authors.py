"""Who wrote the papers: one author for each spelling of a name, unless a person has confirmed that two are one.

An author's slug depends on nothing but the name, so that no address changes when other authors come. Names that their
slug does not lose anything of ("Yang Liu", "Quoc V. Le") have a plain one. Those that could share it ("Quoc V Le",
"José", 刘洋) get six digits of the name's digest behind.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from heapq import nsmallest
from itertools import chain, islice
from typing import Final

from slugify import slugify

from site_builder.analysis.entry import CatalogEntry
from site_builder.content.authors import KnownAuthor
from site_builder.core import files, urls
from site_builder.text import person_names

MIN_PAPERS: Final = 2
"""Papers from which on an author has a page."""
MIN_FILES: Final = 4
"""Papers from which on that page has a feed and citation files. Of 10,000 papers 7,000 authors have two or more, and
four files for each would weigh 80 MB."""

MOST_TOGETHER: Final = 100
"""Authors of a paper up to which it counts for that: files of each of three thousand would name all the others."""


@dataclass(frozen=True, slots=True)
class Author:
    """An author and their papers, in the order of the catalog."""

    name: str
    """As people say it; what authors.yaml says where several spellings are one."""
    sort_key: str
    """As of `person_names.sorted_as`, of the spelling that says most of its parts."""
    slug: str
    papers: tuple[CatalogEntry, ...]
    known: KnownAuthor | None = None
    spellings: tuple[str, ...] = ()
    """Other spellings that papers use."""

    @property
    def has_page(self) -> bool:
        """True when there are papers enough for a page."""
        return len(self.papers) >= MIN_PAPERS

    @property
    def has_files(self) -> bool:
        """True when there are papers enough for a feed and citation files."""
        return sum(len(entry.paper.authors) <= MOST_TOGETHER for entry in self.papers) >= MIN_FILES


@dataclass(frozen=True, slots=True)
class Names:
    """How papers' spellings of names lead to authors."""

    known: Mapping[str, KnownAuthor]
    usual: Mapping[str, str]
    """Spelling → the name that a person confirmed to be meant; other spellings are names themselves."""

    def name(self, stated: str) -> str:
        """The name of the author that papers call `stated`."""
        said = person_names.identity(stated)
        return self.usual.get(said, said)


def names(known: Mapping[str, KnownAuthor]) -> Names:
    """The spellings that `known` tells of."""
    return Names(
        known, {person_names.identity(one): name for name, author in known.items() for one in (*author.also, name)}
    )


@dataclass(frozen=True, slots=True)
class Spelled:
    """What one spelling of a name says, whoever else is there."""

    name: str
    """As of `person_names.identity`."""
    sort_key: str
    """As of `person_names.sorted_as`."""
    slug: str
    """Of the name."""


def spelled(stated: str) -> Spelled:
    """What the spelling `stated` says."""
    name = person_names.identity(stated)
    return Spelled(name, person_names.sorted_as(stated), slug(name))


def of(papers: Iterable[CatalogEntry], by: Names, read: Mapping[str, Spelled]) -> Mapping[str, Author]:
    """Name → author, each with their papers in the order given; `read` holds spellings that have been read already."""
    written: dict[str, dict[str, CatalogEntry]] = {}
    spellings: dict[str, dict[str, Spelled]] = {}
    for entry in papers:
        for stated in entry.paper.authors:
            one = read.get(stated) or spelled(stated)
            name = by.usual.get(one.name, one.name)
            written.setdefault(name, {})[entry.slug] = entry
            spellings.setdefault(name, {})[stated] = one
    found = {name: _author(name, tuple(held.values()), spellings[name], by.known) for name, held in written.items()}
    return found | {author.name: author for author in _parted(found.values())}


def _parted(found: Collection[Author]) -> Iterator[Author]:
    """Those whose slug another has too, with one of their own: somebody can look for names whose digests agree."""
    if len({author.slug for author in found}) == len(found):
        return
    taken: set[str] = set()
    for author in sorted(found, key=lambda one: one.name):
        if author.slug in taken:
            yield replace(author, slug=f"author-{files.digest(author.name)}")
        taken.add(author.slug)


def _author(
    name: str, papers: tuple[CatalogEntry, ...], spellings: Mapping[str, Spelled], known: Mapping[str, KnownAuthor]
) -> Author:
    if len(spellings) == 1 and name in spellings:  # as of nearly all
        only = spellings[name]
        return Author(name, only.sort_key, only.slug, papers, known.get(name))
    # "García Lopez, Ana" says which part is the family's, "Ana García Lopez" does not.
    same = sorted(stated for stated, one in spellings.items() if one.name == name)
    key = person_names.sorted_as(next((stated for stated in same if "," in stated), name))
    other = sorted({one.name for one in spellings.values()} - {name})
    return Author(name, key, slug(name), papers, known.get(name), tuple(other))


def of_papers(papers: Sequence[CatalogEntry], by: Names, most: int) -> tuple[Sequence[tuple[str, int]], int]:
    """(name, how many of `papers`) of the `most` who wrote most of them, and how many wrote any, at least.

    The papers with fewest authors are counted first, and no more than `_MOST_NAMED` names: to tell each member of a
    large collaboration of all others would take square time.
    """
    stated = sorted((entry.paper.authors for entry in papers), key=len)
    named = (dict.fromkeys(map(by.name, every[:_MOST_NAMED])) for every in stated)
    counts = Counter(islice(chain.from_iterable(named), _MOST_NAMED))
    found = nsmallest(most, counts.items(), key=lambda one: (-one[1], person_names.sorted_as(one[0]), one[0]))
    return found, max(len(counts), *map(len, stated), 0)


_MOST_NAMED: Final = 1_000
"""Names of co-authors, of all somebody's papers, that are counted."""
_LONGEST: Final = 70
"""Characters of a slug."""


@lru_cache(maxsize=1 << 17)
def slug(name: str) -> str:
    """The slug of the author called `name`; no other name has it, in any script or case."""
    made = urls.hyphened(name)
    made = slugify(made, max_length=_LONGEST, word_boundary=True, save_order=True) if len(made) > _LONGEST else made
    if _written(made) == name and urls.is_slug(made) and not _is_reserved(made):
        return made
    return "-".join(filter(None, [made, files.digest(name)[:6]])) if made else f"author-{files.digest(name)[:6]}"


def _written(made: str) -> str:
    """The one name whose slug is `made`, of names in plain letters: "quoc-v-le" is "Quoc V. Le"."""
    words = made.split("-")
    inner = [word if person_names.is_particle(word) else _capital(word) for word in words[1:-1]]
    return " ".join([_capital(words[0]), *inner, *map(_capital, words[1:][-1:])])


def _capital(word: str) -> str:
    return f"{word.upper()}." if len(word) == 1 else word.capitalize()


def _is_reserved(made: str) -> bool:
    """True of the address of a letter's page, and of what no folder may be called everywhere."""
    return len(made) == 1 or made == "other" or urls.slug(made) != made
