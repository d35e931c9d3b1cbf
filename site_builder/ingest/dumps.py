"""The dumps of a site: which files under content/sources/ are some, what they hold, why others are left alone.

A dump lies in content/sources/ or in a folder there, as `fetch` keeps the answers of one query. What a dump was read as
is remembered beside the site by the digest of its text, so that a split reads only those that changed.
"""

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, Final

import msgspec

from site_builder import __version__
from site_builder.content import ledger
from site_builder.content.model import Entry, Imprint
from site_builder.core import files
from site_builder.core.config import SiteConfig
from site_builder.core.errors import BuildFailed, Problem, gather, raise_if_any
from site_builder.ingest import encodings, repair, sources
from site_builder.ingest.sources import field_names, record
from site_builder.ingest.sources.dump import Dropped, Dump

_LONGEST_NAME: Final = 255
"""Bytes of a file's name; no file system in use takes more."""
QUERIES: Final = frozenset({".yaml", ".yml"})
"""Endings of names of standing queries, which `fetch` reads."""
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
_PRIVATE: Final = frozenset(
    "file fileattachments localurl bdskfile1 annote annotation comment notes owner review l1 l4 n1".split()
)
"""Folded names of fields, of which no fact was read, that hold notes or paths on somebody's own machine."""
_MOST_WARNINGS: Final = 10
"""Of one dump, shown one by one."""
_MOST_UNREAD: Final = 100
"""Fields that are named."""
_SHORT: Final = 12
_MEMO: Final = "dumps"


def folder(config: SiteConfig) -> Path:
    """Where dumps lie."""
    return config.content / "sources"


def name(config: SiteConfig, home: Path) -> str:
    """The name of the dump at `home`, as pages and ledgers give it: its path below content/sources/."""
    return home.relative_to(folder(config)).as_posix()


def every(config: SiteConfig) -> tuple[Path, ...]:
    """Every dump of the site, by name."""
    return tuple(path for path in _there(config) if not path.is_dir() and _is_dump(path))


def ledgers(config: SiteConfig) -> tuple[Path, ...]:
    """Every ledger of the site, by name; of some the dump may be gone."""
    return ledger.every(folder(config))


def left_alone(config: SiteConfig) -> Iterator[Problem]:
    """A warning for each thing under content/sources/ that is not read, with the reason."""
    for path in _there(config):
        if path.is_dir():
            why = "it is a link; put a folder in its place" if path.is_symlink() else "it is a folder in a folder"
            if path.parent != folder(config) or path.is_symlink():
                yield Problem(files.display_path(path), f"is not read: {why}")
        elif not _is_dump(path) and not _is_ours(path):
            why = _NOT_READ.get(path.suffix.lower(), f"no dump's name ends in {path.suffix}")
            yield Problem(files.display_path(path), f"is not read: {why}")


def _there(config: SiteConfig) -> Iterator[Path]:
    """What lies in content/sources/ and in its folders, by name; no folder that is a link is entered."""
    here = folder(config)
    for path in sorted(here.iterdir()) if here.is_dir() else ():
        if path.name.startswith("."):
            continue
        yield path
        if path.is_dir() and not path.is_symlink():
            yield from sorted(inner for inner in path.iterdir() if not inner.name.startswith("."))


def _is_dump(path: Path) -> bool:
    return (path.suffix.lower() in _READ or not path.suffix) and not _is_ours(path)


def _is_ours(path: Path) -> bool:
    """True of what is no dump and no mistake: ledgers, and standing queries."""
    return path.name.endswith(".ledger.json") or path.suffix.lower() in QUERIES


def at_home(config: SiteConfig, given: Sequence[Path]) -> dict[Path, Path]:
    """Place under content/sources/ → the dump of `given` that is to lie there.

    Raises `BuildFailed` where one is a folder, or another dump of that name lies there or is given, too.
    """
    asked: dict[Path, Path] = {}
    for path in given:
        if path.is_dir():
            raise BuildFailed([Problem(files.display_path(path), "is a folder", "Name the dumps in it.")])
        if why := _NOT_READ.get(path.suffix.lower()):
            raise BuildFailed([Problem(files.display_path(path), f"is no text of papers: {why}")])
        home = _home(config, path)
        other = asked.setdefault(home, path)
        if files.resolved(other) != files.resolved(path):
            what = f"is called the same as {files.display_path(other)}"
            raise BuildFailed([Problem(files.display_path(path), what, "Rename one of them.")])
    return asked


def _home(config: SiteConfig, path: Path) -> Path:
    if files.resolved(path).is_relative_to(files.resolved(folder(config))):
        return folder(config) / files.resolved(path).relative_to(files.resolved(folder(config)))
    home = folder(config) / path.name
    if home.exists() and files.read_bytes(home) != files.read_bytes(path):
        hint = f"Rename the new one, or put it over {files.display_path(home)} yourself."
        raise BuildFailed([Problem(files.display_path(path), "differs from the dump of that name already there", hint)])
    return home


def copy_home(config: SiteConfig, asked: Mapping[Path, Path]) -> Iterator[Problem]:
    """Copy each dump from elsewhere to its place; what is said of those in whose place another was saved meanwhile."""
    for home, path in asked.items():
        if files.resolved(path) != files.resolved(home):
            try:
                files.write(home, files.read_bytes(path), within=config.root, over="")
            except files.Changed:  # it had the same bytes, or was not there, before this split
                what = "was changed during this split, and stays as it is"
                yield Problem(files.display_path(home), what, "Run `papershelf split` to read it.")


def nothing_to_do(config: SiteConfig, paths: Mapping[Path, Path]) -> Iterator[Problem]:
    """Why no split can begin; `paths` says of each dump's place where it lies now."""
    if not paths:
        hint = "Put one there: a BibTeX library, a text of titles and abstracts, or what else the README lists."
        yield Problem(files.display_path(folder(config)), "holds no dump", hint)
    kept: dict[Path, Path] = {}
    for home, path in paths.items():
        if not home.name.isprintable():
            yield Problem(files.display_path(path), "has a name that cannot be written down", "Rename it.")
        if len(os.fsencode(ledger.path_of(home).name)) > _LONGEST_NAME:
            yield Problem(files.display_path(path), "has a name that is too long for its ledger", "Rename it.")
        first = kept.setdefault(ledger.path_of(home), home)
        if first != home:
            what = f"shares its name up to the last dot with {first.name}"
            hint = "Rename one of them: a ledger is kept beside each, under that name."
            yield Problem(files.display_path(path), what, hint)


def texts(paths: Mapping[Path, Path]) -> dict[Path, str]:
    """Place → text of each dump, read from where `paths` says it lies now. Raises `BuildFailed` with every problem."""
    problems: list[Problem] = []
    found: dict[Path, str] = {}
    for home, path in paths.items():
        with gather(problems):
            found[home] = encodings.decoded(files.read_bytes(path), path)
    raise_if_any(problems)
    return found


def warnings_of(dump: Dump, where: str) -> Iterator[Problem]:
    """What the reader has to say of a dump: what it left out, and the fields that no page has a place for."""
    yield from dump.warnings[:_MOST_WARNINGS]
    if len(dump.warnings) > _MOST_WARNINGS:
        yield Problem(where, f"{len(dump.warnings) - _MOST_WARNINGS:,} more such warnings")
    if dump.unread:
        rest = len(dump.unread) - _MOST_UNREAD
        more = f" and {rest:,} more" if rest > 0 else ""
        yield Problem(where, f"not read: {', '.join(dump.unread[:_MOST_UNREAD])}{more}")


def private(read: Mapping[Path, Dump]) -> Iterator[Problem]:
    """One notice of all fields in the dumps `read` that are for nobody but who wrote them, where there are any."""
    found = {
        home: [name for name in dump.unread if field_names.folded(name) in _PRIVATE] for home, dump in read.items()
    }
    fields_there = dict.fromkeys(name for names in found.values() for name in names)
    if fields_there:
        where = ", ".join(files.display_path(home) for home, names in found.items() if names)
        named = ", ".join(f"`{name}`" for name in fields_there)
        hint = "Export without notes and files, or delete them there. No page shows them."
        yield Problem(where, f"private fields ({named}) become public with the repository", hint)


def named(dump: Dump, where: str) -> Dump:
    """`dump` without the papers whose titles hold nothing that a reader would see, which its warnings tell.

    Raises `BuildFailed` where there is no other paper.
    """
    nameless = {entry.rank: entry for entry in dump.entries if _is_nameless(entry.title)}
    if not nameless:
        return dump
    hint = "Write the paper's title there, or take the paper out."
    unfit = [Problem(f"{where}:{entry.lines[0]}", "the title holds no words", hint) for entry in nameless.values()]
    rest = tuple(entry for entry in dump.entries if entry.rank not in nameless)
    if not rest:
        raise BuildFailed(unfit)
    lines = {line for entry in nameless.values() for line in range(entry.lines[0], entry.lines[1] + 1)}
    dropped = (*dump.dropped, *record.dropped_with(lines, rest, dump.dropped))
    return replace(dump, entries=rest, dropped=dropped, warnings=(*map(record.left_out, unfit), *dump.warnings))


def _is_nameless(title: str) -> bool:
    may_be = len(title) < _SHORT or title.startswith(("\\", "{", "$", "<"))
    return may_be and not repair.mend(title)[0].strip()


# -- what was read before --------------------------------------------------------------------------------------------


class Memo:
    """Dumps as they were read, each in a file named by the digest of its text; all of it can be made again."""

    def __init__(self, config: SiteConfig) -> None:
        self._folder = config.memory / _MEMO
        program = [files.version(path) for path in sorted(Path(sources.__file__).parent.glob("*.py"))]
        self._made_by = repr((__version__, program))
        self._used: set[Path] = set()
        self._new: dict[Path, Dump] = {}

    def read(self, text: str, where: str) -> Dump:
        """What `sources.read` gives."""
        digest = files.digest(f"{self._made_by}\n{where}\n{text}")
        path = self._folder / f"{digest}.json"
        self._used.add(path)
        known = _loaded(path)
        if known is None:
            known = self._new[path] = sources.read(text, where)
        return known

    def write(self) -> None:
        """Leave on the disk what this run read, and nothing else."""
        for path, dump in self._new.items():
            text = json.dumps(dump, ensure_ascii=False, default=_stated)
            files.write(path, files.sealed(text.encode("utf-8", "surrogatepass")))
        for path in set(self._folder.glob("*.json")) - self._used:
            path.unlink(missing_ok=True)


def _stated(one: Dump | Entry | Imprint | Dropped | Problem) -> dict[str, Any]:
    """What `asdict` gives without its copies of everything, which take as long as reading a feed."""
    if one == _NO_IMPRINT:
        return {}
    return {field.name: getattr(one, field.name) for field in fields(one)}


_NO_IMPRINT: Final = Imprint()


def _loaded(path: Path) -> Dump | None:
    try:
        kept = json.loads(files.unsealed(files.read_own(path)).decode("utf-8", "surrogatepass"))
        return msgspec.convert(kept, Dump)
    except (BuildFailed, ValueError, RecursionError):
        return None


_DAY: Final = re.compile(r"(?<!\d)(20\d\d-\d\d-\d\d)(?!\d)")


def day_in(text: str) -> str:
    """The day that `text`, a date or the name of a dump, states; "" where it states none."""
    found = _DAY.search(text)
    return found[1] if found else ""
