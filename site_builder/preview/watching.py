"""What was saved: noticed by watchfiles, queued until somebody builds it."""

import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

import watchfiles

from site_builder.core import files
from site_builder.core.folders import below

WATCHED: Final = ("content", "templates", "static")
_WAITS: Final[dict[str, Any]] = {"step": 10, "debounce": 200, "rust_timeout": 1000, "yield_on_timeout": True}
"""Milliseconds: a save counts as done when nothing changed for `step`, or after `debounce`; then we look whether a
folder to watch has appeared."""
_LOOKED_THROUGH: Final = "The system watches no more folders for us ({error}). They are looked through instead."
_RETRY: Final = 0.2
"""Seconds until we look again for a folder that has gone."""
_NOT_UTF_8: Final = "Unable to decode path"
"""How watchfiles begins to say that it saw a name of other bytes; it has no error of its own for that."""


class Queue:
    """What was saved and is not built yet."""

    def __init__(self) -> None:
        self._paths: set[Path] = set()
        self._some = threading.Condition()

    def add(self, paths: Iterable[Path]) -> None:
        """These were saved."""
        with self._some:
            self._paths.update(paths)
            self._some.notify()

    def is_waiting(self) -> bool:
        """True when something is saved that nobody has taken."""
        with self._some:
            return bool(self._paths)

    def take(self) -> set[Path]:
        """All that was saved since the last time, once there is any."""
        with self._some:
            self._some.wait_for(lambda: self._paths)
            taken, self._paths = self._paths, set()
            return taken


def watch(root: Path, queue: Queue, note: Callable[[str], None]) -> None:
    """Queue what is saved below `root`; never returns. `note` is told when the system has no room for another watch."""
    polls = False
    while True:
        folders = _folders(root)
        try:
            _watch_folders(root, folders, queue, polls=polls)
        except FileNotFoundError:  # one went between being found and being watched
            continue
        except (OSError, RuntimeError) as error:
            if _NOT_UTF_8 in str(error):
                time.sleep(_RETRY)  # the build that follows says which name it is
            elif isinstance(error, PermissionError) or _are_closed(folders):
                time.sleep(_RETRY)
                while _are_closed(folders):  # the build says which it is, and nothing is built before that is mended
                    time.sleep(_RETRY)
            elif polls:
                raise
            else:
                polls = True
                note(_LOOKED_THROUGH.format(error=error))
        if not folders:
            time.sleep(_RETRY)


def _watch_folders(root: Path, folders: dict[Path, int], queue: Queue, *, polls: bool) -> None:
    """Queue what is saved in `folders`; return when one of them has come or gone."""
    queue.add({root})  # what was saved before the watch begins is noticed by nobody
    how = {"watch_filter": _is_meant, "force_polling": polls or None, **_WAITS}
    for changes in watchfiles.watch(*folders, **how) if folders else ():
        paths = {_as_given(Path(path), root) for _, path in changes}
        if paths:
            queue.add(paths)
        if folders != _folders(root):
            return


def _as_given(path: Path, root: Path) -> Path:
    """`path`, which watchfiles made absolute, as the build names it."""
    whole = files.resolved(root)
    return root / path.relative_to(whole) if path.is_relative_to(whole) else path


def _folders(root: Path) -> dict[Path, int]:
    """The folders to watch, each with what tells it from another that takes its place."""
    found: dict[Path, int] = {}
    for name in WATCHED:
        try:
            found[root / name] = (root / name).stat().st_ino
        except OSError:  # not there now; we look again
            continue
    return {folder: number for folder, number in found.items() if folder.is_dir()}


def _are_closed(folders: Iterable[Path]) -> bool:
    """True where something below `folders` may not be looked into."""
    try:
        for folder in folders:
            for _ in below(folder):
                pass
    except PermissionError:
        return True
    return False


def _is_meant(_change: watchfiles.Change, path: str) -> bool:
    """False for editors' swap and backup files."""
    name = Path(path).name
    return not (name.startswith((".", "#")) or name.endswith(("~", ".swp", ".tmp")) or name == "4913")
