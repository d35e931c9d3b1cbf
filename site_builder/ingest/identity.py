"""Which records are of one paper: those of one arXiv identifier, else of one DOI, else of one title and first author.

Pure. Records and pages of one paper make a cluster; what becomes of it is for `merging` and `split`. A title that is
one word off is another paper: who has to decide is told of the pair (`near_twins`).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final

from site_builder.content import metadata
from site_builder.content.ledger import Written
from site_builder.content.metadata import Facts
from site_builder.content.model import Entry
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
    def keys(self) -> tuple[str, ...]:
        """What the same paper may be found by, the surest first."""
        stated = ("arxiv", self.arxiv), ("doi", self.doi), ("title", self.title)
        return tuple(f"{kind}:{value}" for kind, value in stated if value)


@lru_cache(maxsize=1 << 16)  # a ledger and a dump have the same titles
def folded(title: str) -> str:
    """`title` without case, marks on letters, spaces, punctuation and macros."""
    plain = title if _PLAIN.fullmatch(title) else repair.mend(title)[0]
    if not plain.isascii():
        plain = "".join(letter for letter in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(letter))
    return metadata.key(plain)


def of(entry: Entry, facts: Mapping[str, Facts]) -> Identity:
    """The identity of `entry`, with what the sidecar of facts knows of it."""
    known = (facts.get(metadata.key(entry.title)) if facts else None) or Facts(title=entry.title, where="")
    authors = entry.authors or known.authors
    return stated(entry.title, authors, entry.arxiv or known.arxiv, entry.doi or known.doi, entry.abstract)


def stated(title: str, authors: Sequence[str], arxiv: str, doi: str, abstract: str = "") -> Identity:
    """The identity of a paper of which this is known."""
    preprint = _OF_ARXIV.fullmatch(doi)
    return Identity(
        title=folded(title),
        author=folded(person_names.family(authors[0])) if authors else "",
        arxiv=arxiv or (preprint[1] if preprint else ""),
        doi="" if preprint else doi.casefold(),
        abstract=metadata.key(abstract[: 4 * _TELLING])[:_TELLING],
    )


def is_same(one: Identity, other: Identity) -> bool:
    """True when the two are of one paper: the surest thing that both know decides."""
    if one.arxiv and other.arxiv:
        return one.arxiv == other.arxiv
    if one.doi and other.doi:
        return one.doi == other.doi
    if one.title != other.title:
        return False
    if one.author and other.author:
        return one.author == other.author
    return not (one.abstract and other.abstract) or one.abstract == other.abstract or bool(one.author or other.author)


@dataclass(frozen=True, slots=True)
class Record:
    """An entry, and the dump it stands in."""

    home: Path
    entry: Entry


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

    @property
    def is_edited(self) -> bool:
        """True when somebody else wrote what is there now."""
        return bool(self.digest) and (self.written is None or self.written.digest != self.digest)


@dataclass(slots=True, eq=False)
class Cluster:
    """The records and the pages of one paper."""

    identities: list[Identity] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    """The first is the one to keep."""

    def holds(self, identity: Identity) -> bool:
        """True when `identity` is of this paper. An identifier that is known of any record is known of all."""
        arxiv = {one.arxiv for one in self.identities if one.arxiv}
        doi = {one.doi for one in self.identities if one.doi}
        if identity.arxiv and arxiv:
            return identity.arxiv in arxiv
        if identity.doi and doi:
            return identity.doi in doi
        telling = [one for one in self.identities if one.author or one.abstract]  # a ledger knows neither
        return any(is_same(one, identity) for one in telling or self.identities)


class Index:
    """Clusters by what they may be found by."""

    def __init__(self) -> None:
        self._by_key: dict[str, list[Cluster]] = {}
        self._clusters: dict[Cluster, None] = {}

    @property
    def clusters(self) -> Sequence[Cluster]:
        """All, in the order in which they were first met."""
        return tuple(self._clusters)

    def add_page(self, page: Page, identity: Identity) -> Cluster:
        """Take in a page; a page is never joined to another by its title alone."""
        same = [one for one in self._found(identity) if not one.pages or _shares_identifier(one, identity)]
        return self._joined(same, identity, page)

    def has_page(self, record: Record, identity: Identity) -> bool:
        """True when the ledger of the record's own dump has a page of such a paper."""
        return any(page.home == record.home for cluster in self._found(identity) for page in cluster.pages)

    def add_identity(self, cluster: Cluster, identity: Identity) -> None:
        """Know `cluster` by this, too."""
        self._joined([cluster], identity)

    def add_record(self, record: Record, identity: Identity) -> Cluster:
        """Take in a record."""
        same = self._found(identity)
        if len(same) > 1 and not _shares_identifier(same[0], identity):
            same = [_closest(same, record)]
        return self._joined(same, identity, record)

    def join(self, kept: Cluster, other: Cluster) -> None:
        """Make one of the two: `other` is of the same paper."""
        kept.identities += other.identities
        kept.records += other.records
        kept.pages += other.pages
        for identity in other.identities:
            for key in identity.keys:
                held = [one for one in self._by_key[key] if one is not other]
                self._by_key[key] = held if kept in held else [*held, kept]
        del self._clusters[other]

    def _found(self, identity: Identity) -> list[Cluster]:
        """The clusters that hold `identity`, found by the surest first."""
        near = [cluster for key in identity.keys for cluster in self._by_key.get(key, ())]
        return [cluster for cluster in dict.fromkeys(near) if cluster.holds(identity)]

    def _joined(self, same: Sequence[Cluster], identity: Identity, new: Record | Page | None = None) -> Cluster:
        cluster = same[0] if same else Cluster()
        self._clusters.setdefault(cluster)
        for other in same[1:]:
            if _shares_identifier(other, identity):
                self.join(cluster, other)
        cluster.identities.append(identity)
        if isinstance(new, Record):
            cluster.records.append(new)
        elif new is not None:
            cluster.pages.append(new)
        for key in identity.keys:
            held = self._by_key.setdefault(key, [])
            if cluster not in held:
                held.append(cluster)
        return cluster


def _shares_identifier(cluster: Cluster, identity: Identity) -> bool:
    return any(
        (identity.arxiv and one.arxiv == identity.arxiv) or (identity.doi and one.doi == identity.doi)
        for one in cluster.identities
    )


def _closest(same: Sequence[Cluster], record: Record) -> Cluster:
    """Of several papers of one title the one whose page was made from these lines, else one that has no record yet."""

    def nearness(cluster: Cluster) -> tuple[bool, bool]:
        at = {(page.home, page.written.lines) for page in cluster.pages if page.written}
        return (record.home, record.entry.lines) not in at, any(one.home == record.home for one in cluster.records)

    return min(same, key=nearness)


# -- papers that look alike --------------------------------------------------------------------------------------------


def near_twins(clusters: Iterable[Cluster], new: Iterable[Cluster]) -> Iterator[tuple[Cluster, Cluster]]:
    """(new, other): pairs of papers whose titles are one word apart and whose identifiers do not tell them apart."""
    titles: dict[str, list[Cluster]] = {}
    for cluster in clusters:
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
    """The title, and it without each of its words in turn; nothing of a title of few words."""
    words = title_of(cluster).casefold().split()
    if len(words) > _FEWEST_WORDS:
        yield " ".join(words)
        for index in range(len(words)):
            yield " ".join((*words[:index], *words[index + 1 :]))


def title_of(cluster: Cluster) -> str:
    """The title of the paper, as the first that speaks of it has it."""
    if cluster.records:
        return cluster.records[0].entry.title
    return next((page.written.title for page in cluster.pages if page.written), "")


def _may_be_one(cluster: Cluster, other: Cluster) -> bool:
    """False where identifiers, authors or abstracts tell the two apart."""
    for name in ("arxiv", "doi"):
        stated = [{getattr(one, name) for one in each.identities} - {""} for each in (cluster, other)]
        if all(stated):
            return False
    authors = [{one.author for one in each.identities} - {""} for each in (cluster, other)]
    abstracts = [{one.abstract[:_ALIKE] for one in each.identities} - {""} for each in (cluster, other)]
    alike = [bool(left & right) for left, right in (authors, abstracts) if left and right]
    return any(alike) or not alike


_SERIES: Final = 8
"""Papers beyond which titles that are one word apart are those of a series."""
_ALIKE: Final = 40
"""Letters at the beginning of abstracts that are hardly ever those of two papers."""
