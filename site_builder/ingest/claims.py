"""Which records each page is of, once the records are clusters.

Pure. Records are put together without a look at pages, so that dumps that did not change give the papers that they
gave before. A page then claims the clusters that share an identifier with it, the one of the record that it was made
from, and if that is gone, or somebody edited the page, one of its title.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final, TypeAlias

from site_builder.ingest import identity
from site_builder.ingest.identity import Cluster, Identity
from site_builder.ingest.same_paper import Index, Key

_FEW: Final = 8
"""Records of one title on the same lines, beyond which lines tell nothing: the whole dump may stand on one."""
_UNKNOWN: Final = "?"
"""Stands for an identifier of which only matters that there is one."""
_Find: TypeAlias = Callable[[Cluster], Iterable[Cluster]]


def resolve(pages: Sequence[Cluster], index: Index) -> None:
    """Put the pages of each of `pages` to the clusters of `index` that are of their paper; to a new one if none is."""
    claims = _Claims(pages, index)
    claims.make(_by_record(index))
    claims.make(partial(_by_identifier, index), share=True)
    claims.make_by_title()
    for cluster in claims.without():
        index.adopt(cluster, [])


class _Claims:
    """Clusters of pages, and the clusters of records that they have."""

    def __init__(self, pages: Sequence[Cluster], index: Index) -> None:
        self._pages = pages
        self._index = index
        self._of: dict[Cluster, Cluster] = {}
        self._taken: set[Cluster] = set()
        self._made_from = {page.written.known for one in pages for page in one.pages if page.written}
        self._queues: dict[tuple[Key, Path | None], deque[Cluster]] = {}

    def without(self) -> list[Cluster]:
        """The clusters of pages that have none."""
        return [one for one in self._pages if one not in self._of]

    def make(self, find: _Find, *, share: bool = False) -> None:
        """Give each what `find` finds; what a page has to no other, unless they `share`."""
        for cluster in self._pages:
            for found in find(cluster):
                if found in self._taken and not share:
                    continue
                self._taken.add(found)
                mine = self._of.get(cluster)
                if mine is None:
                    self._of[cluster] = self._index.adopt(cluster, [found])
                elif mine is not found and (_is_edited(cluster) or not _are_distinct(mine, found)):
                    self._index.join(mine, found)
                    self._of.update((one, mine) for one, of in self._of.items() if found.pages and of is found)

    def make_by_title(self) -> None:
        """Give those that have none, or that somebody edited, one of their title: the surest first."""
        wanting = [one for one in self._pages if one not in self._of or _is_renamed(one)]
        asked = {one: list(self._asked(one)) for one in wanting}
        on_lines = _by_lines(self._index)

        def wanted(cluster: Cluster) -> Sequence[Identity]:
            return asked.get(cluster, ()) if cluster not in self._of or _is_renamed(cluster) else ()

        self.make(lambda cluster: self._on_lines(cluster, wanted(cluster), on_lines))
        self.make(lambda cluster: self._waiting(wanted(cluster), [page.home for page in cluster.pages]))
        self.make(lambda cluster: self._waiting(wanted(cluster), [None]))
        learned = self._learned()
        share = {cluster: [one for one in wanted(cluster) if learned & _locations(cluster, one)] for cluster in wanting}
        self.make(lambda cluster: self._on_lines(cluster, share.get(cluster, ()), on_lines), share=True)

    def _learned(self) -> set[Key]:
        """(dump, lines, title) of records with an identifier that no page was made from: where one was made from such a
        record before it learned the identifier of another page's paper, both are of that paper.
        """
        return {
            (record.home, record.entry.lines, record.identity.title)
            for cluster in self._index.clusters
            for record in cluster.records
            if (record.identity.arxiv or record.identity.doi) and record.known not in self._made_from
        }

    def _asked(self, cluster: Cluster) -> Iterator[Identity]:
        """What the papers that the cluster could be of are looked for by: all that is known of it counts."""
        has_arxiv, has_doi, _ = self._of.get(cluster, cluster).knows
        author = next((one.author for one in cluster.identities if one.author), "")
        for one in cluster.identities:
            yield replace(
                one,
                author=one.author or author,
                arxiv=one.arxiv or (_UNKNOWN if has_arxiv else ""),
                doi=one.doi or (_UNKNOWN if has_doi else ""),
            )

    def _on_lines(
        self, cluster: Cluster, asked: Iterable[Identity], on_lines: dict[Key, list[Cluster]]
    ) -> Iterator[Cluster]:
        """The first of such a title, with a record on the lines that a page was made from."""
        for page in cluster.pages:
            for one in asked if page.written else ():
                there = on_lines.get((page.home, page.written and page.written.lines, one.title), [])
                named = [members for _, members in self._index.namesakes(one)]
                fitting = (found for found in there if any(found in members for members in named))
                yield from islice(fitting, 1 if len(there) <= _FEW else 0)

    def _waiting(self, asked: Iterable[Identity], homes: Iterable[Path | None]) -> Iterator[Cluster]:
        """The first of such a title, with a record of one of the dumps `homes` (None: of any), that no page has."""
        found = [
            queue[0]
            for home in dict.fromkeys(homes)
            for one in asked
            for key, members in self._index.namesakes(one)
            if (queue := self._queue(key, members, home))
        ]
        yield from sorted(found, key=lambda one: one.number)[:1]

    def _queue(self, key: Key, members: Iterable[Cluster], home: Path | None) -> deque[Cluster]:
        """The clusters that are found by `key` and have such a record, those at its front left out that have a page."""
        queue = self._queues.get((key, home))
        if queue is None:
            fitting = [one for one in members if one.records and (home is None or home in one.homes)]
            queue = self._queues[key, home] = deque(sorted(fitting, key=lambda one: one.number))
        while queue and queue[0] in self._taken:
            queue.popleft()
        return queue


def _locations(cluster: Cluster, one: Identity) -> set[Key]:
    """(dump, lines, title) of what the pages of `cluster` without an identifier were made from."""
    pages = [] if any(cluster.knows[:2]) else cluster.pages
    return {(page.home, page.written.lines, one.title) for page in pages if page.written}


def _is_edited(cluster: Cluster) -> bool:
    return any(page.is_edited for page in cluster.pages)


def _is_renamed(cluster: Cluster) -> bool:
    """True where somebody wrote a title, which says more than the one that we wrote once."""
    return any(page.is_edited and not (page.written and page.written.title == page.title) for page in cluster.pages)


def _are_distinct(cluster: Cluster, other: Cluster) -> bool:
    """True where their records say so: a page of ours forgets the second identifier, and would part them later."""
    return identity.are_distinct(*([record.identity for record in one.records] for one in (cluster, other)))


def _by_identifier(index: Index, cluster: Cluster) -> Iterable[Cluster]:
    """The clusters that share an identifier with `cluster`."""
    return dict.fromkeys(one for known in cluster.identities for one in index.identified(known))


def _by_record(index: Index) -> _Find:
    """Finds the cluster of the very record that a page was made from."""
    made_from: dict[Key, Cluster] = {}
    for some in (slice(1), slice(1, None)):
        for cluster in index.clusters:
            for record in cluster.records[some]:
                made_from.setdefault((record.home, record.known), cluster)

    def find(cluster: Cluster) -> Iterator[Cluster]:
        keys = ((page.home, page.written.known) for page in cluster.pages if page.written and page.written.known)
        return filter(None, map(made_from.get, keys))

    return find


def _by_lines(index: Index) -> dict[Key, list[Cluster]]:
    """(dump, lines, title) → clusters with a record there."""
    found: dict[Key, dict[Cluster, None]] = {}
    for cluster in index.clusters:
        for record in cluster.records:
            found.setdefault((record.home, record.entry.lines, record.identity.title), {})[cluster] = None
    return {key: list(there) for key, there in found.items()}
