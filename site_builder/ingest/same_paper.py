"""Records and pages → clusters, one a paper, each found by what its identities say.

Pure. Thousands of papers may share a title or the DOI of a volume, so a cluster is never looked for among all of them:
it stands in a bucket for each thing that another identity could be of the same paper by, and what that is depends on
which identifiers the cluster knows.
"""

from collections.abc import Iterator, Mapping, Sequence
from heapq import heapify, heappop, heappush
from itertools import product
from pathlib import Path
from typing import Final, TypeAlias

from site_builder.ingest.identity import Cluster, Identity, Page, Record

Key: TypeAlias = tuple[object, ...]
_ANY: Final = ""
"""Stands for whatever author or abstract an identity has."""


class Index:
    """Clusters by what they may be found by."""

    def __init__(self) -> None:
        self._clusters: dict[Cluster, None] = {}
        self._met = 0
        self._buckets: dict[Key, _Bucket] = {}

    @property
    def clusters(self) -> Sequence[Cluster]:
        """All, in the order in which they were first met."""
        return tuple(self._clusters)

    def add_page(self, page: Page, identity: Identity) -> Cluster:
        """Take in a page; a page is never joined to another by its title alone."""
        cluster = self._joined(self.identified(identity), identity)
        cluster.pages.append(page)
        return cluster

    def add_record(self, record: Record) -> Cluster:
        """Take in a record; of several papers of its title one is chosen that has none of its dump yet."""
        same = self.identified(record.identity) or self._namesake(record)
        cluster = self._joined(same, record.identity)
        cluster.records.append(record)
        cluster.homes.add(record.home)
        return cluster

    def adopt(self, pages: Cluster, same: Sequence[Cluster]) -> Cluster:
        """Take in the pages of another index's cluster, of the paper of all in `same`; of a new one where none is."""
        cluster = self._joined(same, *pages.identities)
        cluster.pages += pages.pages
        return cluster

    def add_identity(self, cluster: Cluster, identity: Identity) -> None:
        """Know `cluster` by this, too."""
        self._joined([cluster], identity)

    def identified(self, identity: Identity) -> list[Cluster]:
        """The clusters that share an identifier with `identity`, by the surest first, where no surer one differs."""
        buckets = filter(None, map(self._buckets.get, _by_identifier(identity)))
        return list(dict.fromkeys(cluster for bucket in buckets for cluster in sorted(bucket.members, key=_number)))

    def namesakes(self, identity: Identity) -> Iterator[tuple[Key, Mapping[Cluster, None]]]:
        """(key, clusters found by it) of those that have the title of `identity` and differ in nothing else."""
        for key in _by_title(identity):
            if key in self._buckets:
                yield key, self._buckets[key].members

    def join(self, kept: Cluster, other: Cluster) -> None:
        """Make one of the two: `other` is of the same paper."""
        self._take_out(other)
        del self._clusters[other]
        kept.records += other.records
        kept.pages += other.pages
        kept.homes |= other.homes
        for identity in other.identities:
            self._know(kept, identity)

    def _namesake(self, record: Record) -> list[Cluster]:
        """A cluster of that title, which no identifier tells from the record: the first that has none of its dump, else
        the first.
        """
        buckets = list(filter(None, map(self._buckets.get, _by_title(record.identity))))
        for home in (record.home, None):
            waiting = filter(None, (bucket.first(home) for bucket in buckets))
            if found := min(waiting, key=_number, default=None):
                return [found]
        return []

    # -- keeping -------------------------------------------------------------------------------------------------

    def _joined(self, same: Sequence[Cluster], *identities: Identity) -> Cluster:
        """One cluster of all in `same`, a new one where there is none, known by `identities`."""
        if same:
            cluster = same[0]
        else:
            self._met += 1
            cluster = Cluster(number=self._met)
            self._clusters[cluster] = None
        for other in same[1:]:
            self.join(cluster, other)
        for identity in identities:
            self._know(cluster, identity)
        return cluster

    def _know(self, cluster: Cluster, identity: Identity) -> None:
        """Put `cluster` where it is found by `identity`; all of it anew where that changes what else it is found by."""
        if identity in cluster.identities:
            return
        before = cluster.knows
        cluster.learn(identity)
        if cluster.knows != before:
            self._take_out(cluster)
            keys = [key for one in cluster.identities for key in _keys(cluster, one)]
        else:
            keys = list(_keys(cluster, identity))
        for key in dict.fromkeys(keys):
            self._buckets.setdefault(key, _Bucket()).add(cluster)
            cluster.keys[key] = None

    def _take_out(self, cluster: Cluster) -> None:
        for key in cluster.keys:
            del self._buckets[key].members[cluster]
        cluster.keys.clear()


class _Bucket:
    """The clusters that are found by one key."""

    __slots__ = ("_waiting", "members")

    def __init__(self) -> None:
        self.members: dict[Cluster, None] = {}
        self._waiting: dict[Path | None, list[tuple[int, Cluster]]] = {}
        """Dump → a heap of those that had no record of it when they came; None: all."""

    def add(self, cluster: Cluster) -> None:
        """Take it in."""
        if cluster not in self.members:
            self.members[cluster] = None
            for queue in self._waiting.values():
                heappush(queue, (cluster.number, cluster))

    def first(self, home: Path | None) -> Cluster | None:
        """The first met of those that have no record of `home`."""
        queue = self._waiting.get(home)
        if queue is None:
            queue = self._waiting[home] = [(one.number, one) for one in self.members if home not in one.homes]
            heapify(queue)
        while queue and (queue[0][1] not in self.members or home in queue[0][1].homes):
            heappop(queue)
        return queue[0][1] if queue else None


def _number(cluster: Cluster) -> int:
    return cluster.number


def _keys(cluster: Cluster, identity: Identity) -> Iterator[Key]:
    """What `cluster` is found by thanks to `identity`; a title alone says nothing where more is known of another."""
    has_arxiv, has_doi, is_telling = cluster.knows
    if identity.arxiv:
        yield "arxiv", identity.arxiv
    if identity.doi:
        yield "doi", has_arxiv, identity.doi
    title = ("title", has_arxiv, has_doi, identity.title)
    if identity.author:
        yield (*title, "author", identity.author)
        yield (*title, "author", _ANY)
    elif identity.abstract:
        yield (*title, "abstract", identity.abstract)
        yield (*title, "abstract", _ANY)
    elif not is_telling:
        yield title


def _by_identifier(identity: Identity) -> Iterator[Key]:
    """The keys of clusters that share an identifier with `identity`, and differ in no surer one."""
    if identity.arxiv:
        yield "arxiv", identity.arxiv
    if identity.doi:
        yield from (("doi", has_arxiv, identity.doi) for has_arxiv in _unless(identity.arxiv))


def _by_title(identity: Identity) -> Iterator[Key]:
    """The keys of clusters that have the title of `identity`, and differ in no identifier, author or abstract.

    Abstracts tell apart only papers whose authors nobody knows.
    """
    for has_arxiv, has_doi in product(_unless(identity.arxiv), _unless(identity.doi)):
        title = ("title", has_arxiv, has_doi, identity.title)
        yield (*title, "author", identity.author)
        yield (*title, "abstract", _ANY if identity.author else identity.abstract)
        yield title


def _unless(stated: str) -> tuple[bool, ...]:
    """Whether the other may know such an identifier, where it is known not to be the one stated."""
    return (False,) if stated else (True, False)
