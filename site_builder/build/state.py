"""What the last build left, so that the next repeats no work.

Everything here can be made again: a memory that is missing or unreadable is an empty one. `distrust` before the output
changes and `keep` after: an interrupted build leaves word of which files are ours and nothing else, and the next one
compares every file with the disk. `held` keeps two builds of one output apart.
"""

import json
import os
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from site_builder import __version__
from site_builder.core import files
from site_builder.core.config import SiteConfig
from site_builder.core.memo import Recall


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport:
    """What a build did; paths are relative to the output folder."""

    papers: int
    paths: tuple[str, ...]
    """Every file of the site."""
    written: tuple[str, ...] = ()
    """Files that were new or differed."""
    pruned: tuple[str, ...] = ()
    """Files of an earlier build that nothing makes any more."""


@dataclass(slots=True)
class Memory:
    """What is known of one output folder."""

    path: Path
    output: Path
    fresh: Mapping[str, str] = field(default_factory=dict)
    """Output path → digest of all it was made from; "" when it must be made again."""
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
    touched: set[str] = field(default_factory=set)
    """Output paths written beside the build that is under way, of which it therefore knows nothing."""
    recall: Recall = field(default_factory=Recall)

    def doubt(self) -> None:
        """Trust nothing but that these files are ours: all will be made again."""
        self.fresh = dict.fromkeys(self.fresh, "")
        self.searched = self.inputs = ""

    def is_untouched(self, path: str) -> bool:
        """True when the output has `path` just as a build left it."""
        return self.left.get(path, "") == described(self.output, path) != ""

    def is_current(self) -> bool:
        """True when a build would read what the last one read, and find everything as that left it."""
        return bool(self.reading) and self.reading == self.inputs and all(map(self.is_untouched, self.left))

    def distrust(self, paths: Iterable[str]) -> None:
        """Leave on disk only that these files too are ours or will be: a crash can make that no less true."""
        ours = dict.fromkeys([*self.fresh, *self.index, *paths], "")
        self._write({"fresh": ours, "left": {}, "searched": "", "index": (), "papers": 0, "inputs": ""})

    def keep(self, fresh: Mapping[str, str], searched: str, index: tuple[str, ...], papers: int) -> None:
        """Hold this for the next build."""
        self.fresh, self.searched, self.index, self.papers = fresh, searched, index, papers
        touched, self.touched = self.touched, set()
        self.left = {path: described(self.output, path) for path in (*fresh, *index) if path not in touched}
        self.inputs = "" if touched else self.reading
        kept = {name: getattr(self, name) for name in ("fresh", "left", "searched", "index", "papers", "inputs")}
        self._write(kept)

    def _write(self, kept: Mapping[str, object]) -> None:
        files.write(self.path, json.dumps({"version": __version__, **kept}, sort_keys=True))

    def report(self, written: tuple[str, ...] = (), pruned: tuple[str, ...] = ()) -> BuildReport:
        """What there is to say of the last build."""
        return BuildReport(papers=self.papers, paths=(*self.fresh, *self.index), written=written, pruned=pruned)


def described(output: Path, path: str) -> str:
    """What tells the file `path` of `output` from any other without reading it; "" when it is not there."""
    try:
        stat = os.stat(f"{output}/{path}")
    except OSError:
        return ""
    return f"{stat.st_size}-{stat.st_mtime_ns}"


@contextmanager
def held(folder: Path, output: Path, *, previewed: bool = False) -> Iterator[Memory]:
    """The memory of builds into `output`, kept in `folder`, with no other build using it meanwhile.

    Raises `BuildFailed` when another build holds it, or another preview, which lasts until somebody ends it.
    """
    path = _path(folder, output)
    busy, hint = f"another build into {files.shown(output)} is running", "Wait until it is done, then try again."
    if previewed:
        busy, hint = (
            "a preview of this site is running already",
            "End it with Ctrl-C where it was started, or look at it.",
        )
    with files.locked(path.with_suffix(".lock"), busy, hint):
        yield load(folder, output)


def load(folder: Path, output: Path) -> Memory:
    """The memory of builds into `output`, kept in `folder`; empty when there is none to trust."""
    empty = Memory(_path(folder, output), output)
    if not output.is_dir():
        return empty
    try:
        return _read(empty.path, output)
    except (OSError, ValueError, KeyError, TypeError):
        return empty


def _read(path: Path, output: Path) -> Memory:
    kept = json.loads(path.read_bytes())
    found = Memory(
        path,
        output,
        fresh=dict(kept["fresh"]),
        left=dict(kept["left"]),
        searched=str(kept["searched"]),
        index=tuple(kept["index"]),
        papers=int(kept["papers"]),
        inputs=str(kept["inputs"]),
    )
    if kept["version"] != __version__:
        found.doubt()
    return found


def _path(folder: Path, output: Path) -> Path:
    return folder / f"{output.name}-{files.digest(str(output.resolve()))[:8]}.json"


# -- what a build reads ---------------------------------------------------------------------------------------------

_Described: TypeAlias = tuple[str, int, int, int, bool]
"""Path, when its record and when its content changed (ns), size, whether it is too young."""


def signature(config: SiteConfig) -> str:
    """Stands for all that a build of `config` reads: content, templates, static files, the program, its libraries.

    "" when a file is too young to be told from a later version of itself.
    """
    found = sorted(_everything(config))
    # The libraries' folder changes when one is installed or removed.
    libraries = Path(sysconfig.get_path("purelib")).stat().st_mtime_ns
    return "" if any(young for *_, young in found) else files.digest(repr((sys.version, libraries, config, found)))


def _everything(config: SiteConfig) -> Iterator[_Described]:
    folders = (config.content, config.root / "templates", config.root / "static")
    for folder in (*folders, files.packaged("templates"), files.packaged("static"), Path(__file__).parents[1]):
        yield from _below(str(folder))


def _below(folder: str) -> Iterator[_Described]:
    """Every file below `folder`; none when there is no such folder."""
    if not Path(folder).is_dir():
        return
    with os.scandir(folder) as entries:
        for entry in entries:
            try:
                is_folder, is_file = entry.is_dir(), entry.is_file()
            except OSError:  # links that lead in a circle
                continue
            if is_folder and entry.name != "__pycache__":
                yield from _below(entry.path)
            elif is_file:  # an editor's link to nowhere is none
                stat = entry.stat()
                yield entry.path, stat.st_ctime_ns, stat.st_mtime_ns, stat.st_size, files.is_young(stat)
