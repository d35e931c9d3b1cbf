"""What the last build left, so that the next repeats no work.

Everything here can be made again: a memory that is missing or unreadable is an empty one. A publication begins before
the output changes and is committed after: an interrupted one leaves word of which files are ours and nothing else, and
the next build compares every file with the disk. Which files are ours stands in the output, too (`manifest`), so that
a paper that is published no more goes wherever the folder was moved. `held` keeps two builds of one output apart.
"""

import os
import stat
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeAlias

import msgspec

from site_builder import __version__
from site_builder.build import manifest
from site_builder.core import files, folders
from site_builder.core.config import SiteConfig
from site_builder.core.errors import BuildFailed, Problem
from site_builder.core.memo import Recall


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport:
    """What a build did; paths are relative to the output folder."""

    papers: int
    sizes: Mapping[str, int]
    """Every file of the site → its bytes."""
    written: tuple[str, ...] = ()
    """Files that were new or differed."""
    pruned: tuple[str, ...] = ()
    """Files of an earlier build that nothing makes any more."""
    notices: tuple[Problem, ...] = ()
    """What curators should know of their content."""
    remark: str = ""
    """What the site lacks, and why."""


@dataclass(slots=True)
class Memory:
    """What is known of one output folder."""

    path: Path
    output: Path
    fresh: Mapping[str, str] = field(default_factory=dict)
    """Output path → the digests it was made by, with a space between (see `known`); "" when it must be made again."""
    left: Mapping[str, str] = field(default_factory=dict)
    """Output path → how the disk described the file when it was written."""
    searched: str = ""
    """Digest of the pages the search index covers."""
    index: tuple[str, ...] = ()
    """Output paths of the search index."""
    papers: int = 0
    inputs: str = ""
    """Stands for all that the last build read (see `signature`)."""
    reading: str = ""
    """The same for the build that is under way; "" when nobody asked."""
    content: str = ""
    """Stands for what curators had written when the last build read it (see `content_signature`)."""
    recall: Recall = field(default_factory=Recall)
    _seen: dict[str, str] = field(default_factory=dict)
    """Output path → how the disk described the file when the build that is under way asked for it."""
    _content: str = ""
    """As `content`, for the build that is under way."""

    def invalidate(self) -> None:
        """Trust nothing but that these files are ours: all will be made again."""
        self.fresh = dict.fromkeys(self.fresh, "")
        self.searched = self.inputs = ""

    def has_site(self) -> bool:
        """True when the output is known to hold a site that a build made."""
        return manifest.is_in(self.output) or self.is_untouched(manifest.EVERY_SITE)

    def claim(self) -> None:
        """Take every file of the output for ours, if a site is there: what no build makes will be removed."""
        if self.has_site():
            self.fresh = {**dict.fromkeys(manifest.everything(self.output), ""), **self.fresh}

    def is_untouched(self, path: str) -> bool:
        """True when the output has `path` just as a build left it."""
        return self.left.get(path, "") == described(self.output, path) != ""

    def known(self, path: str) -> tuple[str, str]:
        """The digests that `path` was made by: of its inputs, of all that decides its bytes; "" unless it is there."""
        inputs, _, whole = self.fresh.get(path, "").partition(" ")
        self._seen[path] = found = described(self.output, path)
        return (inputs, whole) if found and found == self.left.get(path) else ("", "")

    def is_current(self, config: SiteConfig) -> bool:
        """True when a build of `config` would read what the last one read, and find everything as that left it."""
        self.reading = signature(config)
        if self._is_left_by(self.reading):
            return True
        self._content = content_signature(config)
        return False

    def is_of(self, config: SiteConfig) -> bool:
        """True when the last build was one of `config`, and nothing has changed since; no build begins."""
        return self._is_left_by(signature(config))

    def _is_left_by(self, inputs: str) -> bool:
        return bool(inputs) and inputs == self.inputs and all(map(self.is_untouched, self.left))

    def begin(self, paths: Iterable[str]) -> None:
        """A publication begins: leave on disk only that these files are ours too, which no crash makes less true."""
        ours = dict.fromkeys([*self.fresh, *self.index, *paths], "")
        self._write(_Kept(__version__, ours))
        manifest.write(self.output, ours)

    def commit(
        self, fresh: Mapping[str, str], searched: str, index: tuple[str, ...], papers: int, placed: Mapping[str, str]
    ) -> None:
        """The publication is whole: hold this for the next build.

        A file of a page is described as it was when it was `placed`, or found to be what it should: a preview makes
        the page of a saved paper whatever a build is doing, and then has another file there than this build left.
        """
        self.fresh, self.searched, self.index, self.papers = fresh, searched, index, papers
        known = {**self.left, **self._seen, **placed}
        self.left = {path: known.get(path) or described(self.output, path) for path in fresh}
        self.left |= {path: placed.get(path) or described(self.output, path) for path in index}
        self._seen = {}
        self.inputs, self.content = self.reading, self._content
        manifest.write(self.output, (*fresh, *index))  # first: a build that finds all as it was left writes nothing
        self._write(_Kept(__version__, fresh, self.left, searched, index, papers, self.inputs, self.content))

    def _write(self, kept: "_Kept") -> None:
        folders.require(self.path.parent.parent)
        files.write(self.path, files.sealed(msgspec.json.encode(kept)))

    def report(self, written: tuple[str, ...] = (), pruned: tuple[str, ...] = ()) -> BuildReport:
        """What there is to say of the last build."""
        sizes = {path: _size(self.left.get(path, "")) for path in (*self.fresh, *self.index)}
        return BuildReport(papers=self.papers, sizes=sizes, written=written, pruned=pruned)


_INDEX: Final = "pagefind/"
"""What the paths of the search index begin with; a build without search leaves it though nothing is remembered."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """A memory as its file has it."""

    version: str
    fresh: Mapping[str, str]
    left: Mapping[str, str] = field(default_factory=dict)
    searched: str = ""
    index: tuple[str, ...] = ()
    papers: int = 0
    inputs: str = ""
    content: str = ""


def described(output: Path, path: str) -> str:
    """What tells the file `path` of `output` from any other without reading it; "" when it is not there."""
    try:
        there = os.lstat(f"{output}/{path}")
    except OSError:
        return ""
    return f"{there.st_size}-{there.st_mtime_ns}" if stat.S_ISREG(there.st_mode) else ""


def _size(description: str) -> int:
    """Bytes of a file that is `described` so."""
    return int(description.partition("-")[0] or 0)


@contextmanager
def held(folder: Path, output: Path, *, previewed: bool = False) -> Iterator[Memory]:
    """The memory of builds into `output`, kept in `folder`, with no other build using it meanwhile.

    Raises `BuildFailed` when another build holds it, or another preview, which lasts until somebody ends it.
    """
    for made in (folder, output) if previewed else (folder,):
        if made.is_symlink():
            hint = "Put a folder in its place, or delete it: what it holds can be made again."
            raise BuildFailed([Problem(files.display_path(made), "is a link, which no build follows", hint)])
    path = path_of(folder, output)
    busy, hint = f"another build into {files.display_path(output)} is running", "Wait until it is done, then try again."
    if previewed:
        busy, hint = (
            "a preview of this site is running already",
            "End it with Ctrl-C where it was started, or look at it.",
        )
    with files.locked(path.with_suffix(".lock"), busy, hint):
        files.sweep_dead([folder] if output.is_symlink() else [folder, output])  # `output` has its own list of files
        yield load(folder, output)


def load(folder: Path, output: Path) -> Memory:
    """The memory of builds into `output`, kept in `folder`; empty when there is none to trust."""
    empty = Memory(path_of(folder, output), output)
    if not output.is_dir():
        return empty
    empty.fresh = dict.fromkeys(manifest.read(output), "")
    empty.index = tuple(path for path in empty.fresh if path.startswith(_INDEX) and described(output, path))
    try:
        kept = msgspec.json.decode(files.unsealed(files.read_own(empty.path)), type=_Kept)
    except (BuildFailed, msgspec.DecodeError, ValueError):  # all of it can be made again
        return empty
    if not all(map(_is_below, {*kept.fresh, *kept.left, *kept.index})):
        return empty
    found = Memory(empty.path, output, kept.fresh, kept.left, kept.searched, kept.index, kept.papers, kept.inputs)
    found.content = kept.content
    if kept.version != __version__:
        found.invalidate()
    return found


def _is_below(path: str) -> bool:
    """True of a path that leads to a file below the output, however it is followed."""
    return "\0" not in path and not {"", ".", ".."}.intersection(path.split("/"))


def path_of(folder: Path, output: Path) -> Path:
    """The file in `folder` that holds what is known of `output`."""
    return folder / f"{output.name}-{files.digest(str(files.resolved(output)))[:8]}.json"


# -- what a build reads ---------------------------------------------------------------------------------------------

_Described: TypeAlias = tuple[str, int, int, int, bool]
"""Path, when its record and when its content changed (ns), size, whether it is too young."""


def content_signature(config: SiteConfig) -> str:
    """Stands for all files under content/; "" when one is too young to be told from a later version of itself."""
    return _signed(_all_below(config.content))


def is_behind(config: SiteConfig, output: Path) -> bool:
    """True when content/ is known to be another than the one that `output` was built from."""
    built = load(config.memory, output).content
    return bool(built) and built != content_signature(config)


def _signed(below: Iterable[_Described], *others: object) -> str:
    found = sorted(below)
    return "" if any(young for *_, young in found) else files.digest(repr((*others, found)))


def signature(config: SiteConfig) -> str:
    """Stands for all that a build of `config` reads: content, templates, static files, the program, its libraries.

    "" when a file is too young to be told from a later version of itself.
    """
    own = (config.content, config.root / "templates", config.root / "static")
    packaged = (files.packaged("templates"), files.packaged("static"))
    return _signed(_all_below(*own, *packaged), program(), config)


def program() -> str:
    """Stands for Python, its libraries and our own code, as they are now."""
    # The libraries' folder changes when one is installed or removed.
    libraries = Path(sysconfig.get_path("purelib")).stat().st_mtime_ns
    code = sorted(_all_below(Path(__file__).parents[1]))
    return files.digest(repr((sys.version, libraries, __version__, code)))


def _all_below(*folders: Path) -> Iterator[_Described]:
    for folder in folders:
        yield from _below(str(files.resolved(folder)), set())  # however it was called


def _below(folder: str, seen: set[tuple[int, int]]) -> Iterator[_Described]:
    """Every file below `folder`, once, however many links lead to it; none without `folder`.

    So are folders, pipes and links to nowhere that have a file's name: that one is there a build has to tell.
    """
    with suppress(FileNotFoundError, NotADirectoryError), os.scandir(folder) as entries:
        own = os.stat(folder)
        if (own.st_dev, own.st_ino) in seen:
            return
        seen.add((own.st_dev, own.st_ino))
        for entry in sorted(entries, key=lambda one: one.name):
            try:
                is_folder, record = entry.is_dir(), entry.stat()
            except OSError:  # a link to nowhere or in a circle, or a file that has just gone
                yield entry.path, 0, 0, 0, False
                continue
            if is_folder and entry.name == "__pycache__":
                continue
            if not stat.S_ISREG(record.st_mode) and "." in entry.name:
                yield entry.path, 0, 0, 0, False
            if is_folder:
                yield from _below(entry.path, seen)
            elif stat.S_ISREG(record.st_mode):
                yield entry.path, record.st_ctime_ns, record.st_mtime_ns, record.st_size, files.is_young(record)
