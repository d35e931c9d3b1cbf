"""What a build reads, told apart by what the disk says of it: nothing is read to know that nothing changed.

The decision one would question: the time at which a file's record last changed (ctime) stands beside its size and
its own time, because no program can set that back. A file so young that the clock could not tell it from its next
version makes the answer "cannot tell".
"""

import os
import sys
import sysconfig
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

from site_builder import files
from site_builder.config import SiteConfig

_TICK = 50_000_000
"""Nanoseconds; no file system's clock that we know of ticks more slowly, save those that count whole seconds."""
_SECOND = 1_000_000_000
_Described: TypeAlias = tuple[str, int, int, int]
"""Path, when its record and when its content changed (ns), size."""


def signature(config: SiteConfig) -> str:
    """Stands for all that a build of `config` reads: content, templates, static files, the program, its libraries.

    "" when a file is too young to be told from a later version of itself.
    """
    now, found = time.time_ns(), sorted(_everything(config))
    if any(_is_young(changed, now) for _, changed, _, _ in found):
        return ""
    return files.digest(repr((sys.version, config, found)))


def _everything(config: SiteConfig) -> Iterator[_Described]:
    folders = (config.content, config.root / "templates", config.root / "static")
    for folder in (*folders, files.packaged("templates"), files.packaged("static"), Path(__file__).parent):
        yield from _below(str(folder))
    # Installing or removing a library changes the folder they live in.
    yield "libraries", 0, Path(sysconfig.get_path("purelib")).stat().st_mtime_ns, 0


def _below(folder: str) -> Iterator[_Described]:
    """Every file below `folder`; none when there is no such folder."""
    if not Path(folder).is_dir():
        return
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir() and entry.name != "__pycache__":
                yield from _below(entry.path)
            elif entry.is_file():  # an editor's link to nowhere is no file
                stat = entry.stat()
                yield entry.path, stat.st_ctime_ns, stat.st_mtime_ns, stat.st_size


def _is_young(changed: int, now: int) -> bool:
    return changed > now - _TICK - (_SECOND if changed % _SECOND == 0 else 0)
