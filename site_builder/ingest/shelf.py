"""content/papers/ and the ledgers as a split finds them: which page is of which paper, and which a curator edited.

`Shelf` reads; what is written is for `split`. A page that a ledger knows and nobody edited is not opened: the ledger
says of which paper it is.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import chain, count
from pathlib import Path
from typing import Final

from site_builder.content import frontmatter, ledger, metadata
from site_builder.content.ledger import Ledger, Written
from site_builder.content.metadata import Facts
from site_builder.core import files, folders, urls
from site_builder.core.config import SiteConfig
from site_builder.core.errors import BuildFailed, Problem, raise_if_any
from site_builder.core.yaml_text import Mapping as Header
from site_builder.ingest import claims, dumps, identity, merging, repair, skeleton
from site_builder.ingest.identity import Cluster, Identity, Page, Record
from site_builder.ingest.same_paper import Index
from site_builder.ingest.sources.dump import Dump
from site_builder.text import markdown

_ALIKE: Final = 0.6
"""How much of two titles is the same when one is the other corrected."""


@dataclass(frozen=True, slots=True)
class _Stated:
    """What the header of a page says of itself; it is checked by nobody yet."""

    title: str
    authors: tuple[str, ...]
    arxiv: str
    doi: str
    aliases: tuple[str, ...]
    added: str
    is_blank: bool
    is_begun: bool


class Shelf:
    """The pages and ledgers of a site, and the records of its dumps beside them."""

    def __init__(self, config: SiteConfig, facts: Mapping[str, Facts]) -> None:
        self.folder = config.content / "papers"
        self.index = Index()
        """Of the pages; with the records of all dumps once they were added."""
        self.problems: list[Problem] = []
        """What a curator should know of pages and facts."""
        self.same: set[str] = set()
        """Keys of the titles in the sidecar of facts by which a paper was called the same as another."""
        homes = {ledger.path_of(home): home for home in dumps.every(config)}
        self.before: dict[Path, Ledger] = {}
        """Dump → its ledger, where it has one."""
        self._facts = facts
        pages = folders.matching(self.folder, "*.md")
        raise_if_any(
            Problem(files.display_path(path), urls.NO_SLUG, urls.SLUG_HINT)
            for path in pages
            if not urls.is_slug(path.stem)
        )
        self._there = {path.stem for path in pages}
        self._by_slug: dict[str, Cluster] = {}
        self._taken: set[str] = set()
        for path in dumps.ledgers(config):
            home, held = homes.get(path), ledger.load(path)
            if home is not None:
                self.before[home] = held
            for slug, written in held.pages.items():
                if slug not in self._by_slug:
                    self._by_slug[slug] = self._known(Page(slug, home, written, self.digest(slug)), written)
        for slug in sorted(self._there - self._by_slug.keys()):
            self._add_stray(slug)

    def path(self, slug: str) -> Path:
        """The file of the page `slug`."""
        return self.folder / f"{slug}.md"

    def digest(self, slug: str) -> str:
        """The digest of the page `slug` as it is now; "" where there is none."""
        return files.digest_at(self.path(slug))

    def page_of(self, known: Identity) -> str:
        """The slug of the page that a paper with an identifier of `known` has; "" where it has none that says more."""
        pages = (page for cluster in self.index.identified(known) for page in cluster.ranked())
        return next((page.slug for page in pages if page.digest), "")

    # -- pages ---------------------------------------------------------------------------------------------------

    def _known(self, page: Page, written: Written) -> Cluster:
        self._taken |= {page.slug, *written.aliases}
        known = identity.stated(written.title, (), written.arxiv, written.doi)
        cluster = self.index.add_page(page, known)
        stated = self._stated(page.slug) if page.is_edited else None
        if stated:
            self._read(page, stated)
            self.index.add_identity(cluster, _identity(stated))
        return cluster

    def _read(self, page: Page, stated: _Stated) -> None:
        page.title, page.added, page.names = stated.title, stated.added, stated.aliases
        self._taken |= {page.slug, *stated.aliases}

    def _add_stray(self, slug: str) -> None:
        """A page that no ledger has: written by hand, renamed by hand, or left by a split that was killed."""
        stated = self._stated(slug)
        if stated is None:
            return  # somebody's half-done edit: whoever gets this name leaves it as it is
        page = Page(slug, digest=self.digest(slug), is_blank=stated.is_blank, is_begun=stated.is_begun)
        self._read(page, stated)
        same = next((self._by_slug[alias] for alias in stated.aliases if alias in self._by_slug), None)
        if same is None:
            self._by_slug[slug] = self.index.add_page(page, _identity(stated))
            return
        self._by_slug[slug] = same
        gone = next((one for one in same.pages if not one.digest and one.slug in stated.aliases), None)
        if gone is None:
            same.pages.append(page)
        else:
            gone.slug, gone.digest = slug, page.digest
            self._read(gone, stated)

    def _stated(self, slug: str) -> _Stated | None:
        path = self.path(slug)
        try:
            text = files.read_text(path)
            header = frontmatter.parse(text, files.display_path(path)).header
        except BuildFailed:
            return None
        added = str(header.get("added") or "")
        return _Stated(
            _text(header, "title"),
            _texts(header, "authors"),
            _text(header, "arxiv"),
            _text(header, "doi"),
            tuple(filter(urls.is_slug, _texts(header, "aliases"))),
            added,
            skeleton.is_blank(text, _text(header, "title"), added),
            header.get("draft") is True or skeleton.BODY in text,
        )

    # -- records -------------------------------------------------------------------------------------------------

    def add(self, read: Mapping[Path, Dump]) -> None:
        """Put the records of all dumps beside the pages of their papers."""
        index = Index()
        for home, dump in read.items():
            for entry in dump.entries:
                index.add_record(identity.record(home, entry, identity.of(entry, self._facts)))
        _sort_records(index, read)
        claims.resolve(self.index.clusters, index)
        self.index = index
        if self._facts:
            self._join_same()
        self._find_corrected(read)
        _sort_records(index, read)

    def _join_same(self) -> None:
        """Make one of what a curator called the same."""
        pages = [(page, cluster) for cluster in self.index.clusters for page in cluster.pages]
        by_slug = {name: cluster for page, cluster in pages for name in page.once}
        by_slug |= {page.slug: cluster for page, cluster in pages}
        stated = {
            (cluster, facts.same_as): facts
            for cluster in self.index.clusters
            for record in cluster.records
            if (facts := identity.facts_of(record.entry, self._facts)) and facts.same_as
        }
        self.same |= {metadata.key(facts.title) for facts in stated.values()}
        for (cluster, slug), facts in stated.items():
            other = by_slug.get(slug)
            if other is None:
                hint = "Write the name of a file under content/papers/ without its .md."
                self.problems.append(Problem(facts.where, f"there is no paper `{slug}`", hint))
            elif other is not cluster:
                self.index.join(other, cluster)
                by_slug.update((name, other) for name, one in by_slug.items() if one is cluster)

    def _find_corrected(self, read: Mapping[Path, Dump]) -> None:
        """Join each record that no page is of to the page, be it a deleted one, whose title was corrected in the dump.

        That page's title is in its dump no more, and its abstract, or its place where it has none, is the record's.
        """
        left = [one for one in self.index.clusters if not one.records and self._misses_record(one, read)]
        if not left:
            return
        by_abstract = {(one.pages[0].home, self._abstract(one.pages[0])): one for one in left}
        by_lines = {(one.pages[0].home, _lines(one.pages[0])): one for one in left}
        for cluster in self.index.clusters:
            if cluster.pages or not cluster.records:
                continue
            record = cluster.records[0]
            abstract = markdown.escape(repair.mend(record.entry.abstract)[0])
            old = by_abstract.get((record.home, merging.digest(abstract))) if abstract else None
            near = by_lines.get((record.home, record.entry.lines))
            if old is None and near and _is_alike(near, record):
                old = near
            if old is not None and not old.records:
                self.index.join(old, cluster)

    def _misses_record(self, cluster: Cluster, read: Mapping[Path, Dump]) -> bool:
        page = cluster.pages[0] if cluster.pages else None
        return page is not None and page.home in read and page.written is not None

    def _abstract(self, page: Page) -> str:
        """The digest of the abstract of `page` as we wrote it; "" where it has none or is not known."""
        fields = page.written.fields if page.written else ""
        if fields or page.is_edited or not page.digest:
            return merging.known_fields(fields).get(merging.BODY, "")
        path = self.path(page.slug)
        body = frontmatter.parse(files.read_text(path), files.display_path(path)).body
        return merging.digest(body) if body else ""

    # -- names ---------------------------------------------------------------------------------------------------

    def slug_for(self, title: str, identity: str) -> str:
        """A slug for a new page titled `title`, which nobody has; `identity` tells it from others of that title."""
        plain = urls.slug(title)
        digests = (files.digest(f"{identity}/{number}" if number else identity)[:6] for number in count())
        slug = next(
            slug for slug in chain([plain], (f"{plain}-{digest}" for digest in digests)) if slug not in self._taken
        )
        self._taken.add(slug)
        return slug

    def changed(self, read: Mapping[Path, Dump]) -> dict[Path, Dump]:
        """The dumps that are not as the last split read them."""
        return {home: one for home, one in read.items() if self.before.get(home, Ledger()).digest != one.digest}

    def unclaimed(self, read: Iterable[Path]) -> Iterator[Page]:
        """The pages that are there although their dump holds their paper no more."""
        homes = set(read)
        for cluster in self.index.clusters:
            if not cluster.records:
                yield from (page for page in cluster.pages if page.home in homes and page.digest)


def _sort_records(index: Index, read: Iterable[Path]) -> None:
    """Put the records of each paper in the order of the dumps."""
    positions = {home: position for position, home in enumerate(read)}
    for cluster in index.clusters:
        cluster.records.sort(key=lambda record: (positions[record.home], record.entry.rank))


def _identity(stated: _Stated) -> Identity:
    return identity.stated(stated.title, stated.authors, stated.arxiv, stated.doi)


def _lines(page: Page) -> tuple[int, int]:
    return page.written.lines if page.written else (0, 0)


def _is_alike(cluster: Cluster, record: Record) -> bool:
    """True when the record's title could be that of the page, corrected, and neither has an abstract to say more."""
    page = cluster.pages[0]
    known = merging.known_fields(page.written.fields if page.written else "")
    if record.entry.abstract or merging.BODY in known or not known:
        return False
    before, now = identity.folded(page.written.title if page.written else ""), identity.folded(record.entry.title)
    has_grown = bool(before and now) and (now.startswith(before) or before.startswith(now))  # by a subtitle
    return has_grown or SequenceMatcher(None, before, now).ratio() >= _ALIKE


def _text(header: Header, name: str) -> str:
    value = header.get(name)
    return value if isinstance(value, str) else ""


def _texts(header: Header, name: str) -> tuple[str, ...]:
    value = header.get(name)
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()
