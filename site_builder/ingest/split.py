"""Dumps and the metadata sidecar → pages under content/papers/, and the ledger that remembers them.

A page a curator edited is reported, never overwritten; one they deleted stays deleted. Every dump is read and checked
before the first page is written, and each ledger is written after its pages: a crash leaves pages that the next run
recognises as its own work.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final, TypeAlias

from site_builder.content import frontmatter, ledger, metadata
from site_builder.content.ledger import Ledger, Written
from site_builder.content.metadata import Facts
from site_builder.content.model import Entry
from site_builder.core import files, parallel, urls
from site_builder.core.config import SiteConfig
from site_builder.core.errors import BuildFailed, Problem, gather, raise_if_any
from site_builder.ingest import drafts, repair, sources
from site_builder.ingest.draft_memo import DraftMemo
from site_builder.ingest.drafts import Draft

_PAGES_A_STEP: Final = 50
"""Pages after which a bar moves; to move it takes as long as a page that stands as it was."""

Progress: TypeAlias = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""

_READ: Final = frozenset(
    ".txt .text .md .markdown .jsonl .ndjson .json .bib .bibtex .ris .nbib .csv .tsv .xml .atom .rss".split()
)
"""Endings of names of dumps; one without any is a dump, too."""
_NOT_READ: Final = {
    **dict.fromkeys(".zip .gz .tgz .bz2 .xz .zst .7z .rar .tar".split(), "it is packed; unpack it"),
    **dict.fromkeys(".html .htm .mhtml".split(), "it is a web page; copy its text into a .txt, or save its feed"),
    **dict.fromkeys(".xlsx .xls .ods .numbers".split(), "it is a spreadsheet; save it as CSV"),
    **dict.fromkeys(".pdf .doc .docx .odt .rtf .tex".split(), "it is a document, not a list of papers"),
    **dict.fromkeys(".sqlite .db .parquet .feather .pkl .pickle".split(), "it is a database; save its table as CSV"),
}
"""Endings of names → why such a file is left where it lies, and what to do."""


@dataclass(slots=True)
class IngestReport:
    """What was done with each paper, as slugs, and what a curator should know."""

    new: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    edited: list[str] = field(default_factory=list)
    """Kept as the curator left them."""
    outdated: list[str] = field(default_factory=list)
    """Of those edited: the dump, the facts or the repairs would now give another page than the one that was edited."""
    deleted: list[str] = field(default_factory=list)
    """Left deleted."""
    duplicates: list[str] = field(default_factory=list)
    dropped: int = 0
    """Lines of boilerplate."""
    repairs: int = 0
    warnings: list[Problem] = field(default_factory=list)


def dumps_of(config: SiteConfig) -> tuple[Path, ...]:
    """Every dump under content/sources/, by name."""
    folder = config.content / "sources"
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    return tuple(path for path in found if (path.is_file() or path.is_symlink()) and _is_dump(path))


def _is_dump(path: Path) -> bool:
    return (path.suffix.lower() in _READ or not path.suffix) and not _is_ours(path)


def _is_ours(path: Path) -> bool:
    """True of what the curator did not put there: ledgers, and files that begin with a dot."""
    return path.name.startswith(".") or path.name.endswith(".ledger.json")


def _left_alone(config: SiteConfig) -> Iterator[Problem]:
    """A warning for each thing under content/sources/ that is not read, with the reason."""
    folder = config.content / "sources"
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.is_dir() and not path.name.startswith("."):
            yield Problem(files.display_path(path), "is not read: it is a folder; dumps lie beside it")
        elif not path.is_dir() and not _is_dump(path) and not _is_ours(path):
            why = _NOT_READ.get(path.suffix.lower(), f"no dump's name ends in {path.suffix}")
            yield Problem(files.display_path(path), f"is not read: {why}")


def split(config: SiteConfig, given: Sequence[Path] = (), progress: Progress = lambda *_: None) -> IngestReport:
    """Write a page for each paper of the dumps `given`, or of all under content/sources/.

    A dump from elsewhere is copied there. Raises `BuildFailed` with the problems of all dumps before anything is
    written.
    """
    dumps = tuple(_at_home(config, path) for path in given) or tuple((path, path) for path in dumps_of(config))
    given_as = {home: path for path, home in dumps}
    raise_if_any(_nothing_to_do(config, dumps))
    facts, warnings = metadata.by_title(metadata.load(config.content / "metadata.yaml"))
    texts = _texts(dumps)
    read = _read_all(texts, given_as, progress)
    raise_if_any(_nameless(read, given_as))
    for folder in ("papers", "sources"):
        files.sweep(config.content / folder)
    shelf = _Shelf(config, facts, progress)
    shelf.report.warnings.extend([*warnings, *_left_alone(config), *_of_dumps(read, given_as)])
    for home, text in texts.items():
        if given_as[home] != home:
            files.write(home, text, within=config.root)
        shelf.take(home, text, read[home])
    shelf.close(whole=not given)
    shelf.report.warnings.extend(shelf.unused() if not given else ())
    return shelf.report


_MOST_WARNINGS: Final = 10
"""Of one dump, shown one by one."""


def _of_dumps(read: Mapping[Path, sources.Dump], given_as: Mapping[Path, Path]) -> Iterator[Problem]:
    """What the readers have to say of each dump: what they left out, and the fields they have no place for."""
    for home, dump in read.items():
        where = files.display_path(given_as[home])
        yield from dump.warnings[:_MOST_WARNINGS]
        if len(dump.warnings) > _MOST_WARNINGS:
            yield Problem(where, f"{len(dump.warnings) - _MOST_WARNINGS:,} more such warnings")
        if dump.unread:
            yield Problem(where, f"not read: {', '.join(dump.unread)}")


def _nothing_to_do(config: SiteConfig, dumps: Sequence[tuple[Path, Path]]) -> Iterator[Problem]:
    folder = files.display_path(config.content / "sources")
    if not dumps:
        yield Problem(folder, "holds no dump", "Put a text file of titles and abstracts there.")
    stems: dict[str, Path] = {}
    for _, home in dumps:
        if not home.name.isprintable():
            yield Problem(files.display_path(home), "has a name that cannot be written down", "Rename it.")
        first = stems.setdefault(home.stem, home)
        if first != home:
            yield Problem(
                files.display_path(home), f"shares its ledger's name with {first.name}", "Rename one of them."
            )


def _at_home(config: SiteConfig, path: Path) -> tuple[Path, Path]:
    """`path`, and its place under content/sources/."""
    home = config.content / "sources" / path.name
    if path.resolve() != home.resolve() and home.exists() and files.read_bytes(home) != files.read_bytes(path):
        hint = f"Rename the new one, or put it over {files.display_path(home)} yourself."
        raise BuildFailed([Problem(files.display_path(path), "differs from the dump of that name already there", hint)])
    return path, home


def _texts(dumps: Sequence[tuple[Path, Path]]) -> dict[Path, str]:
    problems: list[Problem] = []
    texts: dict[Path, str] = {}
    for path, home in dumps:
        with gather(problems):
            texts[home] = files.read_text(path)
    raise_if_any(problems)
    return texts


def _read_all(texts: dict[Path, str], given_as: Mapping[Path, Path], progress: Progress) -> dict[Path, sources.Dump]:
    problems: list[Problem] = []
    read: dict[Path, sources.Dump] = {}
    for number, (home, text) in enumerate(texts.items()):
        progress(f"Reading {home.name}", number, len(texts))
        with gather(problems):
            read[home] = sources.read(text, files.display_path(given_as[home]))
    raise_if_any(problems)
    return read


def _nameless(read: Mapping[Path, sources.Dump], given_as: Mapping[Path, Path]) -> Iterator[Problem]:
    """A problem for each paper whose title holds nothing that a reader would see."""
    for home, dump in read.items():
        for entry in dump.entries:
            title = entry.title
            if (len(title) < _SHORT or title.startswith(("\\", "{", "$", "<"))) and not repair.mend(title)[0].strip():
                hint = "Write the paper's title there, or take the paper out."
                yield Problem(
                    f"{files.display_path(given_as[home])}:{entry.lines[0]}", "the title holds no words", hint
                )


_SHORT = 12
_WHERE_TITLES_ARE = "Copy the title from its page. If you corrected it there, write the rest there too."


class _Shelf:
    """content/papers/ while dumps are put on it."""

    def __init__(self, config: SiteConfig, facts: Mapping[str, Facts], progress: Progress) -> None:
        self._root = config.root
        self._jobs = config.jobs
        self._progress = progress
        self._memo = DraftMemo(config)
        self._folder = config.content / "papers"
        self._facts = facts
        self._used: set[str] = set()
        self._given: dict[str, str] = {}
        """Slug → identity of the paper that has it in this run."""
        self._seen: dict[str, str] = {}
        """Identity of a paper → slug."""
        self._elsewhere = {path: ledger.load(ledger.path_of(path)) for path in dumps_of(config)}
        self.report = IngestReport()

    def take(self, home: Path, text: str, dump: sources.Dump) -> None:
        """Put every paper of `dump` on the shelf and write its ledger."""
        before = self._elsewhere.pop(home, None) or ledger.load(ledger.path_of(home))
        known, others = _slugs_by_title([before]), _slugs_by_title(self._elsewhere.values())
        unique, repeated = self._sorted_out(dump.entries, others)
        pages: dict[str, Written] = {}
        made = self._drafts(home.name, unique, known, before)
        for number, (entry, draft) in enumerate(zip(unique, made, strict=True), 1):
            if number % _PAGES_A_STEP == 0:
                self._progress("Writing pages", number, len(unique))
            self._used.add(metadata.key(draft.title))
            slug = self._slug(draft.title, _identity(entry), known.get(metadata.key(entry.title), ()))
            written = Written(title=entry.title, lines=entry.lines, digest=draft.digest, repairs=draft.repairs)
            pages[slug] = self._resolve(slug, draft, written, before.pages.get(slug))
        duplicates = [(entry.lines, slug or self._seen[_identity(entry)]) for entry, slug in repeated]
        self._close(home, text, dump, pages, duplicates)

    def _close(
        self,
        home: Path,
        text: str,
        dump: sources.Dump,
        pages: dict[str, Written],
        duplicates: list[tuple[tuple[int, int], str]],
    ) -> None:
        after = Ledger(
            source=home.name,
            digest=files.digest(text),
            dropped=tuple((drop.line, drop.rule) for drop in dump.dropped),
            duplicates=tuple(duplicates),
            pages=pages,
        )
        files.write(ledger.path_of(home), ledger.dumps(after), within=self._root)
        self._elsewhere[home] = after
        self.report.duplicates.extend(slug for _, slug in duplicates)
        self.report.dropped += len(dump.dropped)
        self.report.repairs += sum(len(page.repairs) for page in pages.values())

    def unused(self) -> Iterator[Problem]:
        """A warning for each fact that matched no paper."""
        for title, facts in self._facts.items():
            if title not in self._used:
                yield Problem(facts.where, f"no paper is called “{facts.title}”", _WHERE_TITLES_ARE)

    def _sorted_out(
        self, entries: Iterable[Entry], others: Mapping[str, Sequence[str]]
    ) -> tuple[list[Entry], list[tuple[Entry, str]]]:
        """The papers that are new in this run, and those that are not: each with its slug, or "" if that is to come."""
        unique: dict[str, Entry] = {}
        repeated: list[tuple[Entry, str]] = []
        for entry in entries:
            identity = _identity(entry)
            same = self._seen.get(identity) or next(iter(others.get(metadata.key(entry.title), ())), "")
            if same or identity in unique:
                repeated.append((entry, same))
            else:
                unique[identity] = entry
        return list(unique.values()), repeated

    def _drafts(
        self, source: str, entries: Sequence[Entry], known: Mapping[str, Sequence[str]], before: Ledger
    ) -> Iterator[Draft]:
        """The draft of each entry, in order; one whose page stands as the last split wrote it is not made again."""
        ready = [self._as_it_stands(source, entry, known, before) for entry in entries]
        missing = [entry for entry, draft in zip(entries, ready, strict=True) if draft is None]
        made = parallel.spread(partial(drafts.draft, source, self._facts), missing, self._jobs)
        for entry, draft in zip(entries, ready, strict=True):
            found = draft or next(made)
            self._memo.remember(source, entry, found)
            yield found

    def _as_it_stands(
        self, source: str, entry: Entry, known: Mapping[str, Sequence[str]], before: Ledger
    ) -> Draft | None:
        """The draft of `entry` without its text, where the memo, the ledger and the page itself agree on it."""
        title, digest = self._memo.get(source, entry)
        slugs = known.get(metadata.key(entry.title), ()) if digest else ()
        page = before.pages[slugs[0]] if len(slugs) == 1 else None
        if page is None or (page.digest, page.title, page.lines) != (digest, entry.title, entry.lines):
            return None
        path = self._folder / f"{slugs[0]}.md"
        there = files.digest(files.read_bytes(path)) if path.is_file() else ""
        return Draft(title=title, digest=digest, text="", repairs=page.repairs) if there == digest else None

    def close(self, *, whole: bool) -> None:
        """Leave for the next split what this one made; `whole` when it read every dump."""
        self._memo.write(whole=whole)

    def _slug(self, title: str, identity: str, known: Sequence[str]) -> str:
        """The slug that the ledger says this paper has, or a new one that nobody has."""
        held = [slug for slug in known if slug not in self._given]
        if len(held) == 1:
            slug = held[0]
        else:
            plain = urls.slug(title)
            apart = f"{plain}-{files.digest(identity)[:6]}"
            if held:
                slug = apart if apart in held else held[0]
            else:
                slug = apart if plain in self._given or self._is_other_paper(plain, title) else plain
        self._given[slug] = identity
        self._seen[identity] = slug
        return slug

    def _is_other_paper(self, slug: str, title: str) -> bool:
        """True when a page `slug` is there and is of a paper with another title."""
        path = self._folder / f"{slug}.md"
        if not path.is_file():
            return False
        try:
            header = frontmatter.parse(files.read_text(path), files.display_path(path)).header
        except BuildFailed:
            return False  # somebody's half-done edit: it will be kept, and must not get a twin
        return metadata.key(str(header.get("title", ""))) != metadata.key(title)

    def _resolve(self, slug: str, draft: Draft, written: Written, before: Written | None) -> Written:
        """Write the page where it is ours to write; the ledger's record of it."""
        path = self._folder / f"{slug}.md"
        there = draft.digest if not draft.text else files.digest(files.read_bytes(path)) if path.is_file() else ""
        if there == draft.digest:
            self.report.unchanged.append(slug)
            return written
        if before and not there:
            self.report.deleted.append(slug)
            return before
        if there and (before is None or there != before.digest):
            self.report.edited.append(slug)
            if before and before.digest != draft.digest:
                self.report.outdated.append(slug)
            return before or written
        files.write(path, draft.text, within=self._root)
        (self.report.updated if there else self.report.new).append(slug)
        return written


def _slugs_by_title(books: Iterable[Ledger]) -> dict[str, list[str]]:
    """Key of each title that `books` hold → the slugs of its pages."""
    found: dict[str, list[str]] = {}
    for book in books:
        for slug, page in book.pages.items():
            found.setdefault(metadata.key(page.title), []).append(slug)
    return found


def _identity(entry: Entry) -> str:
    return f"{metadata.key(entry.title)}/{metadata.key(entry.abstract, _TELLING)}"


_TELLING: Final = 200
"""Letters and digits of an abstract that tell it from another of the same title."""
