"""Pagefind's index in parts: an edit makes one of them again, and none takes more memory than a part needs.

Pagefind keeps nothing from one run to the next, so that a paper is indexed again with all that share its index. Which
part a paper is in its slug says: another paper changes no other part. A browser asks all of them
(static/js/search/parts.js); the first one brings the program along.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import count
from typing import Final, NamedTuple, TypeAlias

from site_builder.core import files
from site_builder.core.errors import BuildFailed, Problem
from site_builder.core.memo import Recall
from site_builder.search import records, service, shards
from site_builder.search.records import Prose, Record

KIND: Final = "parts"
"""What is recalled, by all that decides it."""
HELD: Final = 3_000
"""Papers in a part, at most twice as many as in some: two seconds of work and 350 MB."""
_MOST: Final = 16
"""Parts of a digest however large: each is asked for every word."""
_ENTRY: Final = "pagefind-entry.json"
_UNUSED: Final = ("pagefind-ui", "pagefind-modular-ui", "pagefind-component-ui", "pagefind-highlight")
"""Files of Pagefind's own interfaces, which this site does not use."""
_FRAGMENT: Final = ".pf_fragment"
_OWN: Final = (".pf_meta", ".pf_index", _ENTRY)
"""Files that differ from part to part."""

File: TypeAlias = tuple[str, bytes]
"""Path below the index's folder, and content."""
Page: TypeAlias = tuple[str, Prose]
"""Address of a paper, and what it says."""


class Part(NamedTuple):
    """The index over some of the papers."""

    names: tuple[str, ...]
    """What Pagefind calls each of them."""
    files: tuple[File, ...]
    """The entry file is the last."""


class Index(NamedTuple):
    """The parts of an index as they are published."""

    names: tuple[str, ...]
    """What Pagefind calls each paper."""
    files: tuple[File, ...]
    """Those of all parts; the entry files, each of which makes a part that of this build, come last."""
    parts: int


def index(papers: Sequence[Record], language: str, recall: Recall) -> Index:
    """The index over `papers`, of which only the parts that `recall` does not hold are made.

    Raises `BuildFailed` when Pagefind fails.
    """
    known: Mapping[object, Part] = recall.held(KIND)
    used: dict[object, Part] = {}

    def made(pages: Sequence[Page]) -> Part:
        key = files.digest(repr((language, pages)))
        used[key] = known.get(key) or _made(pages, language)
        return used[key]

    names: dict[str, int] = {}
    found: list[Part] = []
    for numbers in divided([paper.slug for paper in papers]):
        pages = [(papers[number].address, papers[number].prose) for number in numbers]
        found.append(apart(pages, names, made))
        names |= zip(found[-1].names, numbers, strict=True)
    recall.learn(KIND, used)
    return Index(tuple(sorted(names, key=lambda name: names[name])), _laid_out(found), len(found))


def divided(slugs: Sequence[str]) -> list[list[int]]:
    """The numbers of `slugs` by the part that each says; none is empty but that of a site without papers."""
    parts = min(_MOST, shards.count(len(slugs), HELD))
    found: list[list[int]] = [[] for _ in range(parts)]
    for number, slug in enumerate(slugs):
        found[shards.hashed(slug) % parts].append(number)
    return [numbers for numbers in found if numbers] or [[]]


def apart(pages: Sequence[Page], taken: Mapping[str, int], made: Callable[[Sequence[Page]], Part]) -> Part:
    """The part over `pages`, none of which is called as one of `taken`.

    Pagefind tells apart only what it indexes together: a digest of 28 bits calls two of ten thousand papers the same
    once in six sites. One then gets another address, which nobody sees and its name depends on.
    """
    part = made(pages)
    for attempt in count(1):
        clashing = {at for at, name in enumerate(part.names) if name in taken}
        if not clashing:
            break
        others = [(f"{address}{attempt}/", prose) for address, prose in pages]
        part = made([others[at] if at in clashing else page for at, page in enumerate(pages)])
    return part


def _made(pages: Sequence[Page], language: str) -> Part:
    made = list(service.index(((address, records.page(prose)) for address, prose in pages), language))
    names = tuple(path.rpartition("/")[2].removesuffix(_FRAGMENT) for path, _ in made if path.endswith(_FRAGMENT))
    if len(names) != len(pages):
        raise BuildFailed([Problem("pagefind", f"indexed {len(names):,} of {len(pages):,} papers")])
    used = sorted(file for file in made if not file[0].startswith(_UNUSED) and not file[0].endswith(_FRAGMENT))
    return Part(names, tuple(sorted(used, key=lambda file: file[0] == _ENTRY)))


def _laid_out(parts: Sequence[Part]) -> tuple[File, ...]:
    first, *others = parts
    own = [
        (f"part{number}/{path}", content)
        for number, part in enumerate(others, start=1)
        for path, content in part.files
        if path.endswith(_OWN)
    ]
    everything = [*first.files, *own]
    return tuple(sorted(everything, key=lambda file: file[0].endswith(_ENTRY)))
