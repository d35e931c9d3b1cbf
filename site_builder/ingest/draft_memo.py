"""What the last split made of each paper, so that the next mends only those that are new.

It can be made again: one that is missing, unreadable, or of another program or other facts is an empty one. It holds
digests, never text, and is believed only where the page on the disk and the ledger bear it out.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from site_builder import __version__
from site_builder.core import files
from site_builder.core.config import SiteConfig
from site_builder.core.errors import BuildFailed
from site_builder.ingest.drafts import Draft
from site_builder.ingest.merging import Merged

_FILE: Final = "split.json"


class DraftMemo:
    """Paper → title and digest of its page, as the last split made them."""

    def __init__(self, config: SiteConfig) -> None:
        self._path, self._root = config.memory / _FILE, config.root
        files.require_inside(self._path, self._root)  # before the first page is written
        self._made_by = _made_by(config)
        self._last = _load(self._path, self._made_by)
        self._now: dict[str, tuple[str, str]] = {}

    def get(self, key: str) -> tuple[str, str]:
        """(title, digest of the page) of the paper with this key; ("", "") where that is not known."""
        title, digest = self._last.get(key, ("", ""))
        return title, digest

    def remember(self, key: str, draft: Draft) -> None:
        """Hold this for the next split."""
        self._now[key] = (draft.title, draft.digest)

    def write(self, *, whole: bool) -> None:
        """Leave on the disk what was kept; beside it what was known before, unless `whole` says that all was seen."""
        kept = {"made_by": self._made_by, "entries": self._now if whole else {**self._last, **self._now}}
        text = json.dumps(kept, ensure_ascii=False, sort_keys=True)
        files.write(self._path, files.sealed(text.encode()), within=self._root)


def key(merged: Merged) -> str:
    """What a paper is remembered by: all that its page is made from, but for the facts of the sidecar."""
    return files.digest(repr(merged))


def _made_by(config: SiteConfig) -> str:
    """Stands for all but the entry that a page is made from: this program, and the sidecar of facts."""
    program = [files.version(path) for path in sorted(Path(__file__).parents[1].rglob("*.py"))]
    sidecar = config.content / "metadata.yaml"
    facts = files.digest(sidecar.read_bytes()) if sidecar.is_file() else ""
    return files.digest(repr((__version__, program, facts)))


def _load(path: Path, made_by: str) -> Mapping[str, tuple[str, str]]:
    try:
        kept = json.loads(files.unsealed(files.read_own(path))) if path.exists() else {}
        if kept.get("made_by") != made_by:
            return {}
        return {str(key): (str(title), str(digest)) for key, (title, digest) in kept["entries"].items()}
    except (BuildFailed, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}
