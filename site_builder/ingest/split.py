"""Dumps and the metadata sidecar → pages under content/papers/, and the ledger that remembers them.

A page a curator edited is reported, never overwritten; one they deleted stays deleted. Every dump is read and checked
before the first page is written, and each ledger is written after its pages: a crash leaves pages that the next run
recognises as its own work.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from site_builder.content import frontmatter, ledger, metadata
from site_builder.content.ledger import Ledger, Mended, Written
from site_builder.content.metadata import Facts
from site_builder.content.model import Entry
from site_builder.core import files, urls
from site_builder.core.config import SiteConfig
from site_builder.core.errors import BuildFailed, Problem, gather, raise_if_any
from site_builder.ingest import repair, sources
from site_builder.text import markdown

_PLAIN = {".txt", ".text", ".jsonl", ".ndjson", ".json", ".md", ""}


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """A page to be: its text and what was mended in it."""

    slug: str
    text: str
    written: Written


def dumps_of(config: SiteConfig) -> tuple[Path, ...]:
    """Every dump under content/sources/, by name."""
    folder = config.content / "sources"
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    return tuple(path for path in found if (path.is_file() or path.is_symlink()) and _is_dump(path))


def _is_dump(path: Path) -> bool:
    return path.suffix in _PLAIN and not path.name.startswith(".") and not path.name.endswith(".ledger.json")


def split(config: SiteConfig, given: Sequence[Path] = ()) -> IngestReport:
    """Write a page for each paper of the dumps `given`, or of all under content/sources/.

    A dump from elsewhere is copied there. Raises `BuildFailed` with the problems of all dumps before anything is
    written.
    """
    dumps = tuple(_at_home(config, path) for path in given) or tuple((path, path) for path in dumps_of(config))
    given_as = {home: path for path, home in dumps}
    raise_if_any(_nothing_to_do(config, dumps))
    facts, warnings = metadata.by_title(metadata.load(config.content / "metadata.yaml"))
    texts = _texts(dumps)
    read = _read_all(texts, given_as)
    raise_if_any(_nameless(read, given_as))
    for folder in ("papers", "sources"):
        files.sweep(config.content / folder)
    shelf = _Shelf(config, facts)
    shelf.report.warnings.extend(warnings)
    for home, text in texts.items():
        if given_as[home] != home:
            files.write(home, text, within=config.root)
        shelf.take(home, text, read[home])
    shelf.report.warnings.extend(shelf.unused() if not given else ())
    return shelf.report


def _nothing_to_do(config: SiteConfig, dumps: Sequence[tuple[Path, Path]]) -> Iterator[Problem]:
    folder = files.shown(config.content / "sources")
    if not dumps:
        yield Problem(folder, "holds no dump", "Put a text file of titles and abstracts there.")
    stems: dict[str, Path] = {}
    for _, home in dumps:
        if not home.name.isprintable():
            yield Problem(files.shown(home), "has a name that cannot be written down", "Rename it.")
        first = stems.setdefault(home.stem, home)
        if first != home:
            yield Problem(files.shown(home), f"shares its ledger's name with {first.name}", "Rename one of them.")


def _at_home(config: SiteConfig, path: Path) -> tuple[Path, Path]:
    """`path`, and its place under content/sources/."""
    home = config.content / "sources" / path.name
    if path.resolve() != home.resolve() and home.exists() and files.read_bytes(home) != files.read_bytes(path):
        hint = f"Rename the new one, or put it over {files.shown(home)} yourself."
        raise BuildFailed([Problem(files.shown(path), "differs from the dump of that name already there", hint)])
    return path, home


def _texts(dumps: Sequence[tuple[Path, Path]]) -> dict[Path, str]:
    problems: list[Problem] = []
    texts: dict[Path, str] = {}
    for path, home in dumps:
        with gather(problems):
            texts[home] = files.read_text(path)
    raise_if_any(problems)
    return texts


def _read_all(texts: dict[Path, str], given_as: Mapping[Path, Path]) -> dict[Path, sources.Dump]:
    problems: list[Problem] = []
    read: dict[Path, sources.Dump] = {}
    for home, text in texts.items():
        with gather(problems):
            read[home] = sources.read(text, files.shown(given_as[home]))
    raise_if_any(problems)
    return read


def _nameless(read: Mapping[Path, sources.Dump], given_as: Mapping[Path, Path]) -> Iterator[Problem]:
    """A problem for each paper whose title holds nothing that a reader would see."""
    for home, dump in read.items():
        for entry in dump.entries:
            title = entry.title
            if (len(title) < _SHORT or title.startswith(("\\", "{", "$", "<"))) and not repair.mend(title)[0].strip():
                hint = "Write the paper's title there, or take the paper out."
                yield Problem(f"{files.shown(given_as[home])}:{entry.lines[0]}", "the title holds no words", hint)


_SHORT = 12
_WHERE_TITLES_ARE = "Copy the title from its page. If you corrected it there, write the rest there too."
_PLAIN_NAME = re.compile(r"[A-Za-z .,'-]*")


class _Shelf:
    """content/papers/ while dumps are put on it."""

    def __init__(self, config: SiteConfig, facts: Mapping[str, Facts]) -> None:
        self._root = config.root
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
        pages: dict[str, Written] = {}
        duplicates: list[tuple[tuple[int, int], str]] = []
        for entry in dump.entries:
            same = self._seen.get(_identity(entry)) or next(iter(others.get(metadata.key(entry.title), ())), "")
            if same:
                duplicates.append((entry.lines, same))
                continue
            draft = self._draft(home.name, entry, known.get(metadata.key(entry.title), ()))
            pages[draft.slug] = self._settle(draft, before.pages.get(draft.slug))
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
        files.write(ledger.path_of(home), ledger.text(after), within=self._root)
        self._elsewhere[home] = after
        self.report.duplicates.extend(slug for _, slug in duplicates)
        self.report.dropped += len(dump.dropped)
        self.report.repairs += sum(len(page.repairs) for page in pages.values())

    def unused(self) -> Iterator[Problem]:
        """A warning for each fact that matched no paper."""
        for title, facts in self._facts.items():
            if title not in self._used:
                yield Problem(facts.where, f"no paper is called “{facts.title}”", _WHERE_TITLES_ARE)

    def _draft(self, source: str, raw: Entry, known: Sequence[str]) -> _Draft:
        title, in_title = repair.mend(raw.title)
        abstract, in_abstract = repair.mend(raw.abstract)
        authors = [(name, ()) if _PLAIN_NAME.fullmatch(name) else repair.mend(name) for name in raw.authors]
        venue, in_venue = repair.mend(raw.venue)
        known_authors = tuple(name for name, _ in authors if name)
        entry = replace(raw, title=title, abstract=abstract, authors=known_authors, venue=venue)
        slug = self._slug(entry, _identity(raw), known)
        text = frontmatter.write(_header(source, entry, self._known(title)), markdown.escape(abstract))
        in_authors = [one for _, found in authors for one in found]
        mended = {"title": in_title, "abstract": in_abstract, "authors": in_authors, "venue": in_venue}
        repairs = tuple(_mended(raw.cut, title, mended))
        page = Written(title=raw.title, lines=raw.lines, digest=files.digest(text), repairs=repairs)
        return _Draft(slug=slug, text=text, written=page)

    def _known(self, title: str) -> Facts:
        key = metadata.key(title)
        self._used.add(key)
        return self._facts.get(key) or Facts(title=title, where="")

    def _slug(self, entry: Entry, identity: str, known: Sequence[str]) -> str:
        """The slug that the ledger says this paper has, or a new one that nobody has."""
        plain = urls.slug(entry.title)
        apart = f"{plain}-{files.digest(identity)[:6]}"
        held = [slug for slug in known if slug not in self._given]
        if held:
            slug = apart if apart in held else held[0]
        else:
            slug = apart if plain in self._given or self._is_other_paper(plain, entry.title) else plain
        self._given[slug] = identity
        self._seen[identity] = slug
        return slug

    def _is_other_paper(self, slug: str, title: str) -> bool:
        """True when a page `slug` is there and is of a paper with another title."""
        path = self._folder / f"{slug}.md"
        if not path.is_file():
            return False
        try:
            header = frontmatter.parse(files.read_text(path), files.shown(path)).header
        except BuildFailed:
            return False  # somebody's half-done edit: it will be kept, and must not get a twin
        return metadata.key(str(header.get("title", ""))) != metadata.key(title)

    def _settle(self, draft: _Draft, before: Written | None) -> Written:
        """Write the page where it is ours to write; the ledger's record of it."""
        path = self._folder / f"{draft.slug}.md"
        there = files.digest(files.read_bytes(path)) if path.is_file() else ""
        if there == draft.written.digest:
            self.report.unchanged.append(draft.slug)
            return draft.written
        if before and not there:
            self.report.deleted.append(draft.slug)
            return before
        if there and (before is None or there != before.digest):
            self.report.edited.append(draft.slug)
            if before and before.digest != draft.written.digest:
                self.report.outdated.append(draft.slug)
            return before or draft.written
        files.write(path, draft.text, within=self._root)
        (self.report.updated if there else self.report.new).append(draft.slug)
        return draft.written


def _slugs_by_title(books: Iterable[Ledger]) -> dict[str, list[str]]:
    """Key of each title that `books` hold → the slugs of its pages."""
    found: dict[str, list[str]] = {}
    for book in books:
        for slug, page in book.pages.items():
            found.setdefault(metadata.key(page.title), []).append(slug)
    return found


def _identity(entry: Entry) -> str:
    return f"{metadata.key(entry.title)}/{metadata.key(entry.abstract)[:200]}"


def _mended(cut: str, title: str, mended: Mapping[str, Sequence[repair.Repair]]) -> Iterator[Mended]:
    if cut:
        first = title.split(maxsplit=1)[0]
        yield Mended("title", "glued-button", cut + first, first)
    for name, found in mended.items():
        for one in found:
            yield Mended(name, one.rule, one.before, one.after)


def _header(source: str, entry: Entry, facts: Facts) -> Iterator[tuple[str, Any]]:
    """The fields of the page; what is not known is left out."""
    stated: dict[str, Any] = {
        "title": entry.title,
        "authors": list(entry.authors or facts.authors),
        "year": entry.year or facts.year,
        "venue": entry.venue or facts.venue,
        "arxiv": entry.arxiv or facts.arxiv,
        "category": entry.category or facts.category,
        "doi": entry.doi or facts.doi,
        "links": dict(entry.links or facts.links),
        "source": {"file": source, "lines": list(entry.lines), "rank": entry.rank},
    }
    return ((name, value) for name, value in stated.items() if value)
