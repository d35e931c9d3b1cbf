"""What the last build left, so that the next repeats no work.

Everything here can be made again: a memory that is missing or unreadable is an empty one. `distrust` before the output
changes and `keep` after: an interrupted build leaves word of which files are ours and nothing else, and the next one
compares every file with the disk. `held` keeps two builds of one output apart.
"""

import json
import os
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from site_builder import __version__
from site_builder.core import files

_Value = TypeVar("_Value")


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


class Recall:
    """Values made in this process, by what they were made from; one build long, so that it never grows."""

    def __init__(self) -> None:
        self._held: dict[str, dict[Hashable, Any]] = {}

    def all(self, kind: str, keys: Sequence[Hashable], make: Callable[[list[int]], Iterable[_Value]]) -> list[_Value]:
        """The value of each of `keys`: as it was the last time, else of those that `make` makes for their places."""
        held = self._held.get(kind, {})
        missing = [place for place, key in enumerate(keys) if key not in held]
        made = dict(zip(missing, make(missing), strict=True))
        values = [made[place] if place in made else held[key] for place, key in enumerate(keys)]
        self._held[kind] = dict(zip(keys, values, strict=True))
        return values

    def last(self, kind: str) -> Any:
        """The only value of `kind`, as it was the last time; None before any."""
        return next(iter(self._held.get(kind, {}).values()), None)

    def aside(self) -> "Recall":
        """One that knows the same; what it learns, and forgets, is of no matter here."""
        other = Recall()
        other._held = dict(self._held)
        return other

    def one(self, kind: str, key: Hashable, make: Callable[[], _Value]) -> _Value:
        """The value of `key`: as it was the last time, else what `make` makes."""
        return self.all(kind, [key], lambda missing: [make() for _ in missing])[0]


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
