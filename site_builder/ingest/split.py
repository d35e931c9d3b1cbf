"""Dumps and the metadata sidecar → pages under content/papers/, and the ledgers that remember them.

A paper gets one page, however many records speak of it. What a curator edited is kept field by field; a page they
deleted stays deleted, and a paper that went missing from its dump stays. Every dump is read and checked before the
first page is written, and ledgers are written after the pages: a crash leaves pages that the next run recognises as its
own work.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Final

from site_builder.content import ledger, metadata
from site_builder.content.ledger import Ledger, Written
from site_builder.content.metadata import Facts
from site_builder.content.model import Entry
from site_builder.core import clock, files, parallel, urls
from site_builder.core.config import SiteConfig
from site_builder.core.errors import BuildFailed, Problem, raise_if_any
from site_builder.ingest import draft_memo, drafts, dumps, identity, merging, reading, repair, report, skeleton
from site_builder.ingest.draft_memo import DraftMemo
from site_builder.ingest.drafts import Draft
from site_builder.ingest.identity import Cluster, Page, Record
from site_builder.ingest.merging import Conflict, HalfDone, Merged
from site_builder.ingest.reading import Progress
from site_builder.ingest.report import IngestReport
from site_builder.ingest.shelf import Shelf
from site_builder.ingest.sources.dump import Dump

_PAGES_A_STEP: Final = 50
"""Pages after which a bar moves; to move it takes as long as a page that stands as it was."""


def split(
    config: SiteConfig,
    given: Sequence[Path] = (),
    progress: Progress = lambda *_: None,
    day: date | None = None,
) -> IngestReport:
    """Write a page for each paper of the dumps `given`, or of all under content/sources/.

    A dump from elsewhere is copied there. `day` is the one on which new papers are taken in, today unless told. Raises
    `BuildFailed` with the problems of all dumps before anything is written.
    """
    for home in (config.content / "papers", config.content / "sources", config.memory, config.memory / "dumps"):
        files.require_inside(home / "any", config.root)
    asked = dumps.at_home(config, given)
    paths = {home: home for home in dumps.every(config)} | asked
    raise_if_any(dumps.nothing_to_do(config, {home: paths[home] for home in sorted(paths)}))
    facts, warnings = metadata.by_title(metadata.load(config.content / "metadata.yaml"))
    read = reading.read_all(config, {home: paths[home] for home in sorted(paths)}, progress)
    notices = (*warnings, *dumps.left_alone(config), *_said(read, paths, asked))
    with files.locked(config.memory / "split.lock", "another split of this site is running"):
        work = _work(config, facts, read, asked or read, progress)
        work.report.warnings += notices
        work.report.warnings += dumps.copy_home(config, asked)
        work.carry_out(read, asked.keys() or read.keys(), (day or clock.today()).isoformat())
    work.report.warnings += [] if given else work.unused()
    return work.report


def _work(
    config: SiteConfig, facts: Mapping[str, Facts], read: Mapping[Path, Dump], asked: Iterable[Path], progress: Progress
) -> "_Work":
    shelf = Shelf(config, facts)
    shelf.add(read)
    work = _Work(config, shelf, facts, progress)
    work.report.warnings += [*shelf.problems, *dumps.private(shelf.changed({home: read[home] for home in asked}))]
    return work


def _said(read: Mapping[Path, Dump], paths: Mapping[Path, Path], asked: Mapping[Path, Path]) -> Iterator[Problem]:
    for home in asked or read:
        yield from dumps.warnings_of(read[home], files.display_path(paths[home]))


@dataclass(slots=True)
class _Task:
    """A paper whose page is to be looked after."""

    cluster: Cluster
    page: Page | None
    """The one to keep; None for a new paper."""
    slug: str
    base: Record
    """The record that the page is of."""
    merged: Merged
    retired: list[Page]
    """Pages of the same paper that lead to this one from now on."""
    blank: list[Page]
    """Pages to fill in that nobody touched, of a paper that has this one."""
    left: str = ""
    """Digest of what this split has written where the page goes."""


class _Work:
    """One split under way."""

    def __init__(self, config: SiteConfig, shelf: Shelf, facts: Mapping[str, Facts], progress: Progress) -> None:
        self._config = config
        self._shelf = shelf
        self._facts = facts
        self._progress = progress
        self._memo = DraftMemo(config)
        self._used: set[str] = set()
        self._pages: dict[Path, dict[str, Written]] = {}
        """Dump → the pages its ledger is to hold."""
        self.report = IngestReport()

    def carry_out(self, read: Mapping[Path, Dump], asked: Iterable[Path], day: str) -> None:
        """Write the pages of all papers in the dumps `asked`, then the ledgers."""
        homes = set(asked)
        concerned = [one for one in self._shelf.index.clusters if any(two.home in homes for two in one.records)]
        tasks = [self._task(cluster, day) for cluster in concerned]
        raise_if_any(list(report.named_twice((task.slug, task.merged.entry.title) for task in tasks)))
        for number, (task, draft) in enumerate(zip(tasks, self._drafts(tasks), strict=True), 1):
            if number % _PAGES_A_STEP == 0:
                self._progress("Writing pages", number, len(tasks))
            if self._facts:
                self._used.add(metadata.key(draft.title))
            self._pages.setdefault(task.base.home, {})[task.slug] = self._resolve(task, draft)
            self._retire(task)
        self.report.missing += [page.slug for page in self._shelf.unclaimed(homes)]
        new, slugs = set(self.report.new), {id(task.cluster): task.slug for task in tasks}
        fresh = [task.cluster for task in tasks if task.slug in new]
        self.report.warnings += report.near_twins(
            self._shelf.index.clusters, fresh, slugs, self._facts, self._shelf.folder
        )
        self._write_ledgers(read, homes, tasks)
        self._memo.write(whole=homes == set(read))

    # -- what is to be done --------------------------------------------------------------------------------------

    def _task(self, cluster: Cluster, day: str) -> _Task:
        """What is to become of the pages of `cluster`."""
        pages = cluster.ranked()
        page = pages[0] if pages else None
        records = cluster.records_for(page)
        retired = [one for one in pages[1:] if one.digest and not one.is_edited]
        whole, versions = merging.merge([self._dated(record) for record in records])
        slug, moved = self._slug(pages, whole)
        self.report.warnings += [report.left(one, pages[0]) for one in pages[1:] if one.is_edited and one.slug != slug]
        names = [*(page.once if page else ()), *(one for page in retired for one in (*page.once, page.slug)), *moved]
        merged = Merged(
            entry=identity.first_found(whole, records[0], page),
            source=self._name(records[0].home),
            versions=versions,
            added=_added(page, day),
            aliases=tuple(name for name in dict.fromkeys(names) if name != slug),
        )
        return _Task(cluster, page, slug, records[0], merged, retired, [one for one in cluster.pages if one.is_blank])

    def _dated(self, record: Record) -> Entry:
        """The entry; counts that do not say of which day they are have that of the dump's name."""
        entry = record.entry
        if not entry.signals or entry.as_of:
            return entry
        return replace(entry, as_of=dumps.day_in(self._name(record.home)))

    @cache  # noqa: B019 — as long as one split
    def _name(self, home: Path) -> str:
        return dumps.name(self._config, home)

    def _slug(self, pages: Sequence[Page], whole: Entry) -> tuple[str, tuple[str, ...]]:
        """The slug of the first of `pages`, and the one it had where its title was corrected since."""
        if not pages:
            return self._shelf.slug_for(repair.mend(whole.title)[0], _telling(whole)), ()
        page = pages[0]
        written = page.written
        if written is None or not page.digest or written.title == whole.title:
            return page.slug, ()
        old, new = repair.mend(written.title)[0], repair.mend(whole.title)[0]
        is_ours = _is_of(page.slug, old)
        if urls.slug(old) == urls.slug(new) or not is_ours or (page.is_edited and page.title != old):
            return page.slug, ()
        # A split that was killed may have written the page under its new name, and not taken away the old one.
        begun = (one.slug for one in pages[1:] if not one.written and page.slug in one.names and _is_of(one.slug, new))
        return next(begun, "") or self._shelf.slug_for(new, _telling(whole)), (page.slug,)

    def _drafts(self, tasks: Sequence[_Task]) -> Iterator[Draft]:
        """The draft of each paper, in order; one whose page stands as the last split wrote it is not made again."""
        keys = [draft_memo.key(task.merged) for task in tasks]
        ready = [self._as_it_stands(task, key) for task, key in zip(tasks, keys, strict=True)]
        missing = [task.merged for task, draft in zip(tasks, ready, strict=True) if draft is None]
        made = parallel.spread(partial(drafts.draft, self._facts), missing, self._config.jobs)
        for key, draft in zip(keys, ready, strict=True):
            found = draft or next(made)
            self._memo.remember(key, found)
            yield found

    def _as_it_stands(self, task: _Task, key: str) -> Draft | None:
        """The draft without its text, where the memo, the ledger and the page itself agree on it."""
        title, digest = self._memo.get(key)
        page = task.page
        if not digest or page is None or page.written is None or task.slug != page.slug:
            return None
        if not digest == page.digest == page.written.digest:
            return None
        return Draft(title=title, digest=digest, text="", repairs=page.written.repairs)

    # -- doing it ------------------------------------------------------------------------------------------------

    def _resolve(self, task: _Task, draft: Draft) -> Written:
        """Write the page where it is ours to write; the ledger's record of it."""
        page, written = task.page, _written(task, draft)
        digest = page.digest if page else self._shelf.digest(task.slug)
        before = page.written if page else None
        if digest == draft.digest and (page is None or page.slug == task.slug):
            self.report.unchanged.append(task.slug)
            return written
        moves = page is not None and page.slug != task.slug
        digest = self._shelf.digest(page.slug if page else task.slug)  # somebody may have saved it meanwhile
        if before and not digest:
            self.report.deleted.append(task.slug)
            return before
        if digest and (before is None or digest != before.digest):
            return self._resolve_edited(task, draft, written)
        try:
            files.write(self._shelf.path(task.slug), draft.text, within=self._config.root, over="" if moves else digest)
            if page and moves:
                task.left = draft.digest
                self._remove(page, digest)
        except files.Changed:  # in this very moment
            return self._resolve_edited(task, draft, written)
        (self.report.moved if moves else self.report.updated if digest else self.report.new).append(task.slug)
        return written

    def _resolve_edited(self, task: _Task, draft: Draft, written: Written) -> Written:
        """Bring into a page that somebody edited what nobody wrote otherwise; the ledger's record of it."""
        page = task.page or Page(task.slug)
        before, moves = page.written, task.slug != page.slug
        if before and not before.fields and before.digest != draft.digest:
            self.report.edited.append(task.slug)
            self.report.outdated.append(task.slug)  # an older ledger does not tell which fields are ours
            return before
        ours = merging.known_fields(before.fields or written.fields) if before else {}
        try:
            remembered, conflicts = self._update(task, page, draft, ours)
        except HalfDone:
            self.report.edited.append(task.slug)
            return before or written
        self.report.edited.append(task.slug)
        if moves and task.slug == page.slug:
            written = replace(written, aliases=before.aliases if before else ())
        if conflicts:
            where = files.display_path(self._shelf.path(task.slug))
            self.report.outdated.append(task.slug)
            self.report.conflicts += [report.disagreement(where, one) for one in conflicts]
        return replace(
            written, digest=before.digest if before else draft.digest, fields=merging.kept_fields(remembered)
        )

    def _update(
        self, task: _Task, page: Page, draft: Draft, ours: Mapping[str, str]
    ) -> tuple[dict[str, str], list[Conflict]]:
        """Bring `page` up to date, and to where it goes; the digests to remember, and what a curator wrote otherwise.

        Raises `HalfDone` when it cannot be read, and `BuildFailed` when it cannot be written.
        """
        path, old = self._shelf.path(task.slug), self._shelf.path(page.slug)
        try:
            content = files.read_bytes(old)
            text = files.decode(content, old)
            changed, remembered, conflicts = merging.update(
                text, files.display_path(path), ours or skeleton.unwritten(text), draft.fields
            )
        except BuildFailed as error:
            raise HalfDone from error
        data = merging.written_as(changed, content)
        stays = any(one.name == "aliases" for one in conflicts)  # its old address would lead nowhere if it moved
        there = self._shelf.digest(task.slug) if old != path else ""
        if there not in ("", task.left, files.digest(data)):
            stays = True  # it was half moved, and somebody edited it there since
            self.report.warnings.append(report.left(Page(task.slug), page))
        if stays:
            task.slug, path = page.slug, old
        over = files.digest(content)
        try:
            if changed != text or old != path:
                task.left = files.digest(data)
                files.write(path, data, within=self._config.root, over=over if old == path else there)
            if old != path:
                self._remove(page, over)
        except files.Changed:  # in this very moment: their words first
            return self._update(task, page, draft, ours)
        if changed != text or old != path:
            self.report.filled.append(task.slug)
        return remembered, conflicts

    def _retire(self, task: _Task) -> None:
        """Take away the pages whose address the page that was kept has taken over."""
        kept = files.read_text(self._shelf.path(task.slug)) if task.retired else ""
        for page in task.retired:
            with suppress(files.Changed):  # somebody edited it as we worked: the next split tells of both
                if page.slug in kept:
                    self._remove(page, page.digest)
                    self.report.joined.append(page.slug)
        for page in task.blank:
            with suppress(files.Changed):
                self._remove(page, page.digest)
                self.report.warnings.append(report.needless(page, task.slug))

    def _remove(self, page: Page, digest: str) -> None:
        files.remove(self._shelf.folder, f"{page.slug}.md", over=digest)

    # -- what is left behind -------------------------------------------------------------------------------------

    def _write_ledgers(self, read: Mapping[Path, Dump], asked: set[Path], tasks: Sequence[_Task]) -> None:
        """Write the ledger of each dump that was asked for or has the page of such a paper."""
        looked_after = {id(task.cluster) for task in tasks}
        kept: dict[Path, dict[str, Written]] = {}
        others = (page for one in self._shelf.index.clusters if id(one) not in looked_after for page in one.pages)
        deleted = (page for one in tasks for page in one.cluster.deleted({one.slug, *one.merged.aliases}))
        for page in (*others, *deleted):
            if page.home and page.written:
                kept.setdefault(page.home, {})[page.slug] = page.written
        repeated: dict[Path, list[tuple[tuple[int, int], str]]] = {}
        for task in tasks:
            for record in task.cluster.records:
                if record is not task.base:
                    repeated.setdefault(record.home, []).append((record.entry.lines, task.slug))
        former = {page.home for task in tasks for page in task.cluster.pages if page.home}
        for home in sorted(asked | self._pages.keys() | former):
            pages = {**kept.get(home, {}), **self._pages.get(home, {})}
            before = self._shelf.before.get(home, Ledger())
            after = replace(before, source=self._name(home), pages=pages)
            if home in asked:
                after = _accounted(after, read[home], sorted(repeated.get(home, ())))
                self.report.duplicates += [slug for _, slug in after.duplicates]
                self.report.dropped += len(after.dropped)
                self.report.repairs += sum(len(page.repairs) for page in self._pages.get(home, {}).values())
            if after != before or home not in self._shelf.before:  # to write a large one down takes a while
                files.write(ledger.path_of(home), ledger.dumps(after), within=self._config.root)

    def unused(self) -> Iterator[Problem]:
        """A warning for each fact that matched no paper."""
        for title, facts in self._facts.items():
            if title not in self._used and title not in self._shelf.same:
                yield Problem(facts.where, f"no paper is called “{facts.title}”", _WHERE_TITLES_ARE)


def _is_of(slug: str, title: str) -> bool:
    """True when a split could have called the page of `title` so."""
    return urls.slug(title) in (slug, slug.rpartition("-")[0])


_WHERE_TITLES_ARE: Final = "Copy the title from its page. If you corrected it there, write the rest there too."


def _added(page: Page | None, day: str) -> str:
    """The day a paper was first taken in; "" where its page never said."""
    if page is None:
        return day
    return page.written.added if page.written else page.added


def _telling(entry: Entry) -> str:
    """What tells the paper from others of its title."""
    known = (metadata.key(entry.title), metadata.key(entry.abstract, 200), entry.arxiv, entry.doi, *entry.authors)
    return "/".join(known)


def _written(task: _Task, draft: Draft) -> Written:
    """What the ledger is to know of the page; of one that stands as it was only what may have changed in the dump."""
    before, entry = task.page.written if task.page else None, task.merged.entry
    lines, known = task.base.entry.lines, task.base.known
    location = (*entry.lines, entry.rank)
    if not draft.text and before:
        if (entry.title, lines, known, location) == (before.title, before.lines, before.known, before.location):
            return before
        return replace(before, title=entry.title, lines=lines, known=known, location=location)
    return Written(
        title=entry.title,
        lines=lines,
        digest=draft.digest,
        repairs=draft.repairs,
        arxiv=draft.fields.get("arxiv", ""),
        doi=draft.fields.get("doi", ""),
        added=task.merged.added,
        aliases=task.merged.aliases,
        fields=merging.fingerprint(draft.fields),
        known=known,
        location=location,
    )


def _accounted(after: Ledger, dump: Dump, duplicates: Sequence[tuple[tuple[int, int], str]]) -> Ledger:
    """`after` with what became of every line of the dump."""
    return replace(
        after,
        digest=dump.digest,
        dropped=tuple((drop.line, drop.rule) for drop in dump.dropped),
        duplicates=tuple(duplicates),
    )
