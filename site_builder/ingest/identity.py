"""Which records are of one paper: those of one arXiv identifier, else of one DOI, else of one title and first author.

Pure. Records and pages of one paper make a cluster, which `same_paper` finds; what becomes of it is for `merging` and
`split`. A title that is one word off is another paper: who has to decide is told of the pair (`near_twins`).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Final

from site_builder.content import metadata
from site_builder.content.ledger import Written
from site_builder.content.metadata import Facts
from site_builder.content.model import Entry
from site_builder.core import files
from site_builder.ingest import repair
from site_builder.text import person_names

_PLAIN: Final = re.compile(r"[\w\s.,:;!?()'’\"“”/–—-]*")
"""A title in which no repair changes a letter."""
_OF_ARXIV: Final = re.compile(r"10\.48550/arxiv\.(.+?)(?:v\d+)?", re.IGNORECASE)
"""The DOI of what is at arXiv, which says no more than its identifier."""
_TELLING: Final = 200
"""Letters and digits of an abstract that tell it from another of the same title."""
_FEWEST_WORDS: Final = 4
"""Of a title; of shorter ones many are one word off each other."""
_MOST_WORDS: Final = 60
"""Of a title; to leave out each word of a longer one in turn takes the square of its length."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What tells a paper from others; each part is empty where it is not known."""

    title: str
    """Folded, like the family name of the first author."""
    author: str = ""
    arxiv: str = ""
    doi: str = ""
    abstract: str = ""
    """The folded beginning; it tells papers without authors apart."""

    @property
    def is_telling(self) -> bool:
        """True when it says more than a ledger knows."""
        return bool(self.author or self.abstract)


@lru_cache(maxsize=1 << 16)  # a ledger and a dump have the same titles
def folded(title: str) -> str:
    """`title` without case, marks on letters, spaces, punctuation and macros; one of signs alone as it is."""
    plain = title if _PLAIN.fullmatch(title) else repair.mend(title)[0]
    if not plain.isascii():
        plain = "".join(letter for letter in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(letter))
    return metadata.key(plain) or plain


def of(entry: Entry, facts: Mapping[str, Facts]) -> Identity:
    """The identity of `entry`, with what the sidecar of facts knows of it."""
    known = facts_of(entry, facts) or Facts(title=entry.title, where="")
    authors = entry.authors or known.authors
    return stated(entry.title, authors, entry.arxiv or known.arxiv, entry.doi or known.doi, entry.abstract)


def facts_of(entry: Entry, facts: Mapping[str, Facts]) -> Facts | None:
    """What the sidecar of facts knows of `entry`, by its title as it stands or as its page has it."""
    if not facts:
        return None
    return facts.get(metadata.key(entry.title)) or facts.get(metadata.key(repair.mend(entry.title)[0]))


def stated(title: str, authors: Sequence[str], arxiv: str, doi: str, abstract: str = "") -> Identity:
    """The identity of a paper of which this is known."""
    preprint = _OF_ARXIV.fullmatch(doi)
    return Identity(
        title=folded(title),
        author=folded(person_names.family(authors[0])) if authors else "",
        arxiv=arxiv or (preprint[1] if preprint else ""),
        doi="" if preprint else doi.casefold(),
        abstract=_beginning(abstract) if abstract else "",
    )


def _beginning(abstract: str) -> str:
    near = metadata.key(abstract[: 2 * _TELLING])
    return (near if len(near) >= _TELLING else metadata.key(abstract[: 4 * _TELLING]))[:_TELLING]


def record(home: Path, entry: Entry, identity: Identity) -> "Record":
    """The record of `entry`, which stands in the dump `home` and is of such a paper."""
    parts = (identity.title, identity.author, identity.arxiv, identity.doi, identity.abstract)
    return Record(home, entry, identity, files.digest("\n".join(parts))[:8])


@dataclass(frozen=True, slots=True)
class Record:
    """An entry, and the dump it stands in."""

    home: Path
    entry: Entry
    identity: Identity
    known: str
    """What tells its identity from any other, as ledgers keep it."""


@dataclass(slots=True)
class Page:
    """A page that is there, or that a ledger remembers."""

    slug: str
    home: Path | None = None
    """The dump whose ledger has it; None for a page that no ledger has."""
    written: Written | None = None
    digest: str = ""
    """Of the file as it is now; "" where there is none."""
    title: str = ""
    """As the page states it, where it was read, as are the next two."""
    added: str = ""
    names: tuple[str, ...] = ()
    """Its aliases."""
    is_blank: bool = False
    """Whether it is a page to fill in that nobody touched."""
    is_begun: bool = False
    """Whether it is one that no ledger has and that nobody has finished."""

    @property
    def once(self) -> tuple[str, ...]:
        """The names that it has beside its own."""
        return tuple(dict.fromkeys([*_aliases(self.written), *self.names]))

    @property
    def is_edited(self) -> bool:
        """True when somebody else wrote what is there now."""
        return bool(self.digest) and (self.written is None or self.written.digest != self.digest)


@dataclass(slots=True, eq=False, kw_only=True)
class Cluster:
    """The records and the pages of one paper; `same_paper.Index` makes and changes it."""

    number: int
    """In the order in which papers were met."""
    records: list[Record] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    """The first is the one to keep."""
    identities: dict[Identity, None] = field(default_factory=dict)
    """What is known of it, each once."""
    knows: tuple[bool, bool, bool] = (False, False, False)
    """Whether an arXiv identifier, a DOI, and more than a title are."""
    homes: set[Path | None] = field(default_factory=set)
    """The dumps that its records stand in."""
    keys: dict[tuple[object, ...], None] = field(default_factory=dict)
    """What it is found by."""

    def ranked(self) -> list[Page]:
        """Its pages, those to fill in that nobody touched left out, the one to keep first."""
        pages = sorted(self.pages, key=lambda page: (not page.digest, page.is_begun, not page.is_edited))
        blank = any(page.is_blank for page in pages)
        rest = [page for page in pages if not page.is_blank]
        if blank and rest and not rest[0].digest:  # who asked for a paper again wants the page that they deleted back
            written = rest[0].written
            rest[0] = Page(rest[0].slug, added=written.added if written else "", names=_aliases(written))
        return rest

    def deleted(self, names: Set[str]) -> Iterator[Page]:
        """Its pages that somebody took away; of one that has moved, the page there has its slug among its `names`."""
        return (page for page in self.pages if not page.digest and page.slug not in names)

    def records_for(self, page: Page | None) -> list[Record]:
        """Its records, the one that `page` was made from first, or who comes nearest to that."""
        if page is None or not self.records[1:]:
            return list(self.records)
        known, title = (page.written.known, page.written.title) if page.written else ("", "")
        base = min(
            self.records,
            key=lambda one: (one.home != page.home, one.known != known, one.entry.title != title),
        )
        return [base, *(one for one in self.records if one is not base)]

    def learn(self, identity: Identity) -> None:
        """Know the paper by this, too."""
        self.identities[identity] = None
        arxiv, doi, more = self.knows
        self.knows = arxiv or bool(identity.arxiv), doi or bool(identity.doi), more or identity.is_telling


def _aliases(written: Written | None) -> tuple[str, ...]:
    return written.aliases if written else ()


def first_found(whole: Entry, base: Record, page: Page | None) -> Entry:
    """`whole` where in the dump its paper was first found, as `page` has it, which is of `base`.

    Else a dump that is only put in another order would change every page.
    """
    location = page.written.location if page and page.written and page.home == base.home else None
    first, last, rank = location or (*base.entry.lines, base.entry.rank)
    if (whole.lines, whole.rank) == ((first, last), rank):
        return whole
    return replace(whole, lines=(first, last), rank=rank)


# -- papers that look alike --------------------------------------------------------------------------------------------


def near_twins(clusters: Iterable[Cluster], new: Iterable[Cluster]) -> Iterator[tuple[Cluster, Cluster]]:
    """(new, other): pairs of papers whose titles are one word apart and whose identifiers do not tell them apart."""
    new = list(new)
    wanted = {total for cluster in new for total in _sums(cluster)}
    titles: dict[str, list[Cluster]] = {}
    for cluster in clusters:
        if not wanted.isdisjoint(_sums(cluster)):
            for key in _one_word_off(cluster):
                titles.setdefault(key, []).append(cluster)
    seen: set[frozenset[int]] = set()
    for cluster in new:
        near = (one for key in _one_word_off(cluster) if len(titles[key]) <= _SERIES for one in titles[key])
        for other in dict.fromkeys(near):
            pair = frozenset((id(cluster), id(other)))
            if other is not cluster and pair not in seen and _may_be_one(cluster, other):
                seen.add(pair)
                yield cluster, other


def _one_word_off(cluster: Cluster) -> Iterator[str]:
    """The title, and it without each of its words in turn; nothing of a title of few words, or of very many."""
    words = title_of(cluster).casefold().split()
    if _FEWEST_WORDS < len(words) <= _MOST_WORDS:
        yield " ".join(words)
        for index in range(len(words)):
            yield " ".join((*words[:index], *words[index + 1 :]))


def _sums(cluster: Cluster) -> Iterator[int]:
    """A number for each text of `_one_word_off`, the same for the same text: cheaper by far to make and to compare."""
    numbers = [hash(word) for word in title_of(cluster).casefold().split()]
    if _FEWEST_WORDS < len(numbers) <= _MOST_WORDS:
        total = sum(numbers)
        yield total
        yield from (total - number for number in numbers)


def title_of(cluster: Cluster) -> str:
    """The title of the paper, as the first that speaks of it has it."""
    if cluster.records:
        return cluster.records[0].entry.title
    return next((page.written.title for page in cluster.pages if page.written), "")


def are_distinct(some: Iterable[Identity], others: Iterable[Identity]) -> bool:
    """True where both know an arXiv identifier, or a DOI, and not the same."""
    for name in ("arxiv", "doi"):
        left, right = ({getattr(one, name) for one in each} - {""} for each in (some, others))
        if left and right:
            return not left & right
    return False


def _may_be_one(cluster: Cluster, other: Cluster) -> bool:
    """False where identifiers, authors or abstracts tell the two apart."""
    if are_distinct(cluster.identities, other.identities):
        return False
    authors = [{one.author for one in each.identities} - {""} for each in (cluster, other)]
    abstracts = [{one.abstract[:_ALIKE] for one in each.identities} - {""} for each in (cluster, other)]
    alike = [bool(left & right) for left, right in (authors, abstracts) if left and right]
    return any(alike) or not alike


_SERIES: Final = 8
"""Papers beyond which titles that are one word apart are those of a series."""
_ALIKE: Final = 40
"""Letters at the beginning of abstracts that are hardly ever those of two papers."""
