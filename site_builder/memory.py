"""What the last build left, so that the next repeats no work.

Everything here can be made again: a memory that is missing, unreadable or from another version is an empty one.
`forget` before the output changes and `keep` after: an interrupted build thus leaves no memory, and the next one
compares every file with the disk.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from site_builder import __version__, files


@dataclass(slots=True)
class Memory:
    """What is known of one output folder."""

    path: Path
    fresh: Mapping[str, str] = field(default_factory=dict)
    """Output path → digest of all it was made from; "" when it must be made again."""
    searched: str = ""
    """Digest of the pages the search index covers."""
    index: tuple[str, ...] = ()
    """Output paths of the search index."""

    def doubt(self) -> None:
        """Trust nothing but that these files are ours: all will be made again."""
        self.fresh = dict.fromkeys(self.fresh, "")
        self.searched = ""

    def forget(self) -> None:
        """Leave nothing that a crash could make false."""
        self.path.unlink(missing_ok=True)

    def keep(self, fresh: Mapping[str, str], searched: str, index: tuple[str, ...]) -> None:
        """Hold this for the next build."""
        self.fresh, self.searched, self.index = fresh, searched, index
        kept = {"version": __version__, "fresh": dict(fresh), "searched": searched, "index": index}
        files.write(self.path, json.dumps(kept, sort_keys=True))


def load(folder: Path, output: Path) -> Memory:
    """The memory of builds into `output`, kept in `folder`; empty when there is none to trust."""
    path = folder / f"{output.name}-{files.digest(str(output.resolve()))[:8]}.json"
    if not output.is_dir():
        return Memory(path)
    try:
        kept = json.loads(path.read_bytes())
        if kept["version"] == __version__:
            return Memory(path, dict(kept["fresh"]), str(kept["searched"]), tuple(kept["index"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Memory(path)
    return Memory(path)
