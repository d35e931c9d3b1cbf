"""What the last build left, so that the next repeats no work.

Everything here can be made again: a memory that is missing, unreadable or from another version is an empty one.
`forget` before the output changes and `keep` after: an interrupted build thus leaves no memory, and the next one
compares every file with the disk. `held` keeps two builds of one output apart.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from site_builder import __version__, files
from site_builder.errors import BuildFailed, Problem


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
    """Stands for all that the last build read (see `inputs.signature`)."""
    reading: str = ""
    """The same for the build that is under way; "" when nobody asked."""

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

    def forget(self) -> None:
        """Leave nothing that a crash could make false. Raises `BuildFailed` when the disk refuses."""
        try:
            self.path.unlink(missing_ok=True)
        except OSError as error:
            raise BuildFailed([Problem(files.shown(self.path), f"cannot be removed ({error.strerror})")]) from error

    def keep(self, fresh: Mapping[str, str], searched: str, index: tuple[str, ...], papers: int) -> None:
        """Hold this for the next build."""
        self.fresh, self.searched, self.index, self.papers = fresh, searched, index, papers
        self.left, self.inputs = _as_left(self.output, (*fresh, *index)), self.reading
        kept = {name: getattr(self, name) for name in ("fresh", "left", "searched", "index", "papers", "inputs")}
        files.write(self.path, json.dumps({"version": __version__, **kept}, sort_keys=True))

    def report(self, written: tuple[str, ...] = (), pruned: tuple[str, ...] = ()) -> BuildReport:
        """What there is to say of the last build."""
        return BuildReport(papers=self.papers, paths=tuple(self.left), written=written, pruned=pruned)


def described(output: Path, path: str) -> str:
    """What tells the file `path` of `output` from any other without reading it; "" when it is not there."""
    try:
        stat = os.stat(f"{output}/{path}")
    except OSError:
        return ""
    return f"{stat.st_size}-{stat.st_mtime_ns}"


def _as_left(output: Path, paths: Iterable[str]) -> Mapping[str, str]:
    return {path: described(output, path) for path in paths}


@contextmanager
def held(folder: Path, output: Path) -> Iterator[Memory]:
    """The memory of builds into `output`, kept in `folder`, with no other build using it meanwhile.

    Raises `BuildFailed` when another build holds it.
    """
    path = _path(folder, output)
    with files.locked(path.with_suffix(".lock"), f"another build into {files.shown(output)} is running"):
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
    if kept["version"] != __version__:
        return Memory(path, output)
    return Memory(
        path,
        output,
        fresh=dict(kept["fresh"]),
        left=dict(kept["left"]),
        searched=str(kept["searched"]),
        index=tuple(kept["index"]),
        papers=int(kept["papers"]),
        inputs=str(kept["inputs"]),
    )


def _path(folder: Path, output: Path) -> Path:
    return folder / f"{output.name}-{files.digest(str(output.resolve()))[:8]}.json"
