"""What a build reads, told apart by what the disk says of it: nothing is read to know that nothing changed."""

import os
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

from site_builder.core import files
from site_builder.core.config import SiteConfig

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
