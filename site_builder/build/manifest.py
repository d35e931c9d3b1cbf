"""Which files of an output folder a build put there: a list inside that folder, one path a line.

The memory of builds is kept beside the site, and knows the folder by its place: where the site was moved or the memory
lost, this list still says what may be pruned. It names what is published anyway.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from site_builder.core import files
from site_builder.core.errors import BuildFailed

FILE: Final = ".papershelf.txt"
_KEPT: Final = frozenset({"CNAME"})
"""What others put beside a site, and a clean build leaves there, like all whose name begins with a dot."""
EVERY_SITE: Final = "papers.json"
"""A file of every site we build; others may have one too."""


def read(output: Path) -> tuple[str, ...]:
    """The paths that the list names; none where there is no list. A path that leads out of the folder is left out."""
    try:
        listed = files.read_text(output / FILE).splitlines() if (output / FILE).is_file() else []
    except BuildFailed:
        return ()
    return tuple(path for path in listed if _is_below(path))


def _is_below(path: str) -> bool:
    parts = path.split("/")
    return bool(path) and "\\" not in path and not {"", ".", ".."}.intersection(parts) and path != FILE


def is_in(output: Path) -> bool:
    """True when there is a list that names what every site has."""
    return EVERY_SITE in read(output)


def listing(paths: Iterable[str]) -> bytes:
    """The list of `paths`."""
    return "".join(f"{path}\n" for path in sorted(paths)).encode()


def write(output: Path, paths: Iterable[str]) -> None:
    """List `paths`; nothing where there is no site yet, which then appears whole and with its list."""
    if output.is_dir() and any(output.iterdir()):
        files.write(output / FILE, listing(paths), within=output)


def everything(output: Path) -> Iterator[str]:
    """Every file in the folder of a site, whoever put it there, but for what a clean build leaves."""
    for folder, folders, names in os.walk(output):
        here = Path(folder).relative_to(output)
        folders[:] = [name for name in folders if not name.startswith(".")]
        found = (name for name in names if not name.startswith(".") and name not in _KEPT)
        yield from filter(files.is_utf8, ((here / name).as_posix() for name in found))
